//! skeleton
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The user's data directory: `$GLEANER_DATA`, else the system's place for such data.
#[must_use]
pub fn data_dir() -> PathBuf {
    todo!()
}

/// A project that was open before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Name to show.
    pub name: String,
    /// The photo folder.
    pub folder: PathBuf,
    /// The `.gleaner` directory.
    pub project: PathBuf,
    /// Unix seconds of the last opening.
    pub opened: i64,
    /// Images at that time.
    pub n_images: u64,
}

/// Projects that were open before and are still there, newest first, at most 12.
#[must_use]
pub fn recent(_data_dir: &Path) -> Vec<Recent> {
    todo!()
}
