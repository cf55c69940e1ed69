//! What is written where, and how.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// File format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// One table.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// One folder a class.
    Folders,
}

/// How image files get into class folders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    /// Copies; the only kind that another disk can hold.
    #[default]
    Copy,
    /// Hard links.
    Hard,
    /// Symbolic links.
    Symbolic,
}

/// What to write where.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportRequest {
    /// Format.
    pub format: ExportFormat,
    /// File (csv, jsonl) or directory (folders) to make.
    pub out: PathBuf,
    /// Machine labels below this confidence are left out (csv, jsonl) or go to `_unlabeled` (folders).
    pub min_confidence: f32,
    /// Only labels that a person confirmed.
    pub confirmed_only: bool,
    /// For folders.
    pub link: LinkKind,
    /// Replace what is at `out`.
    pub force: bool,
    /// Replace it also by fewer labels of people, and while images are missing.
    pub allow_fewer: bool,
}
