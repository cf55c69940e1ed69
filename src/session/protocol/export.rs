//! What is written where, and how.

use crate::ids::Point;
pub use crate::interchange::cells::{TableForm, guarded};
pub use crate::interchange::format::{ExportFormat, LinkKind, Target};
pub use crate::interchange::formats::FORMATS;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The last export of a project, by its window or on the command line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// The point of the history that was written.
    pub point: Point,
    /// File or directory that was made.
    pub path: PathBuf,
    /// Key of the format.
    pub format: String,
    /// Unix seconds at which it was done.
    pub written: i64,
    /// Whether the labels are still those that were written.
    #[serde(skip)]
    pub is_current: bool,
}

/// What to write where.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportRequest {
    /// File format.
    pub format: &'static ExportFormat,
    /// File (csv, jsonl) or directory (folders) to make.
    pub out: PathBuf,
    /// Machine labels below this confidence are left out (csv, jsonl) or go to `_unlabeled` (folders).
    pub min_confidence: f32,
    /// Only labels that a person confirmed.
    pub confirmed_only: bool,
    /// How images get into class folders.
    pub link: LinkKind,
    /// Replace what is at `out`.
    pub force: bool,
    /// Replace it also by fewer labels of people, and while images are missing.
    pub allow_fewer: bool,
    /// How tables for spreadsheets are written.
    pub table: TableForm,
}
