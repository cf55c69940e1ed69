//! What a search goes by beside the rows of a run.

use crate::control::CancelToken;
use crate::dataset::decode::ByteBudget;
use crate::ids::ImageId;
use crate::session::protocol::Snapshot;
use std::path::Path;

/// A project at one moment, as far as a search needs it.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// The photo folder.
    pub folder: &'a Path,
    /// Images, labels and cluster names.
    pub snapshot: &'a Snapshot,
    /// BLAKE3 of an image's file; None if nothing is known of it.
    pub content: &'a dyn Fn(ImageId) -> Option<[u8; 32]>,
    /// Bounds how much is decoded at a time.
    pub budget: &'a ByteBudget,
    /// Stops the search.
    pub cancel: &'a CancelToken,
}
