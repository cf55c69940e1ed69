//! What is written where, and how.

pub use crate::interchange::format::{ExportFormat, LinkKind, Target};
pub use crate::interchange::formats::FORMATS;
use std::path::PathBuf;

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
}
