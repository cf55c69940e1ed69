//! Clusters of rows that do not change any more: heads trained on cached features, where they begin and what is kept.
//!
//! No network and no pictures here: what trains these is in [`super::stages`].

pub mod consensus;
mod descent;
pub mod kept;
pub(super) mod linear;
pub mod scan;
pub mod selflabel;
pub mod start;
pub mod temi;
pub mod transport;
pub mod turtle;
