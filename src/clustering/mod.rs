//! From features to clusters: embedding rows, exact neighbours, k-means, SCAN, self-labelling, and the label-free choice between them.
//!
//! It never imports `curation`: it gives assignments, the engine turns them into labels.

mod all_pairs;
pub mod assignment;
pub mod calibration;
pub mod choice;
pub mod consensus;
pub mod duplicates;
pub mod embed;
pub mod grouped;
pub mod head_start;
pub mod kept_head;
pub mod kmeans;
mod linear;
pub mod merge_tree;
pub mod metrics;
mod nearest_lists;
pub mod neighbors;
pub mod outliers;
pub mod pipeline;
pub mod place;
pub mod pretext;
pub mod progress;
pub mod refine;
pub mod review_queue;
pub mod scan;
pub mod scan_heads;
pub mod search;
pub mod selflabel;
pub mod selflabel_heads;
pub mod settings;
pub mod temi;
pub mod transport;
pub mod turtle;
pub mod words;
