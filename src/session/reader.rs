//! skeleton
use super::protocol::{Evidence, Fetch, Pixels};
use crate::ids::ImageId;
use std::sync::Arc;

/// Fetches large things by id, on threads of its own; clones share caches. Never waits.
#[derive(Clone)]
pub struct Reader {}

impl Reader {
    /// The thumbnail (fits 256 x 256). The newest asked for come first.
    pub fn thumbnail(&self, _image: ImageId) -> Fetch<Arc<Pixels>> {
        todo!()
    }

    /// The original, upright, no side longer than `max_side` pixels.
    pub fn preview(&self, _image: ImageId, _max_side: u32) -> Fetch<Arc<Pixels>> {
        todo!()
    }

    /// Why the image is where it is, by the adopted run.
    pub fn evidence(&self, _image: ImageId) -> Fetch<Arc<Evidence>> {
        todo!()
    }

    /// The most and the least typical members of a cluster: nearest to its centre in feature space, and those whose
    /// second choice is nearest to their first; at most `n` of each.
    pub fn examples(&self, _cluster: crate::ids::ClusterId, _n: usize) -> Fetch<Arc<Examples>> {
        todo!()
    }
}

/// Members that show what a cluster is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// Nearest to the centre first.
    pub prototypes: Vec<ImageId>,
    /// Least certain first.
    pub borderlines: Vec<ImageId>,
}
