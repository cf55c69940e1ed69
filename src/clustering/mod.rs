//! From features to clusters: embedding rows, exact neighbours, k-means, SCAN, self-labelling, and the label-free choice between them.
//!
//! It never imports `curation`: it gives assignments, the engine turns them into labels. One room has one purpose:
//! - [`neighbors`]: which rows are near which.
//! - [`kmeans`] and [`merge_tree`]: clusters without training, and how many there are.
//! - [`heads`]: clusters of rows that do not change any more.
//! - [`stages`]: what trains the network itself, from pictures.
//! - [`judge`]: what result is good, with labels and without.
//! - [`folder`]: what else is told of a folder's images: copies, junk, and where those belong that came after a run.
//! - [`people`]: what people said, and what to ask them next.
//! - [`settings`] and [`pipeline`]: what a run is asked for, and the run.

pub mod folder;
pub mod heads;
pub mod judge;
pub mod kmeans;
pub mod merge_tree;
pub mod neighbors;
pub mod people;
pub mod pipeline;
pub mod settings;
pub mod stages;
