//! What goes in and out: true labels from folders or a table, exports as CSV, JSON lines and class folders, and the HTML report.
//!
//! It sees rows, not projects: the session gathers what is to be written.

use crate::dataset::rel_path::RelPath;
use crate::ids::{ClusterId, RunId};
use serde::Serialize;
use std::path::PathBuf;

pub mod csv;
pub mod folders;
pub mod json;
pub mod labels_in;
pub mod report;

/// Who gave a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LabelOrigin {
    /// A person confirmed it or put the image there.
    Confirmed,
    /// A run.
    Machine,
}

/// One image of an export.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelRow {
    /// Relative to the folder.
    pub path: RelPath,
    /// Cluster name; None: unlabelled, or left out by the export's rule (class folders put it under `_unlabeled/`).
    pub label: Option<String>,
    /// 0 to 1.
    pub confidence: f32,
    /// Who gave it.
    pub origin: LabelOrigin,
    /// Cluster id.
    pub cluster: Option<ClusterId>,
    /// The adopted run.
    pub run: Option<RunId>,
}

/// What is written beside an export, as `gleaner-provenance.json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Provenance {
    /// "Gleaner 0.1.0".
    pub program: String,
    /// The photo folder.
    pub folder: String,
    /// The adopted run.
    pub run: Option<RunId>,
    /// Its kept stage.
    pub stage: Option<String>,
    /// Which labels are in: "confirmed labels", "confirmed labels and machine labels with confidence from 0.9".
    pub labels: String,
    /// Unix seconds.
    pub written: i64,
}

/// Why something could not be read or written: words with the path and the way out.
#[derive(Debug, thiserror::Error)]
pub enum InterchangeError {
    /// Something is there already.
    #[error("{0} is there already; choose another name, or replace it with --force")]
    Exists(PathBuf),
    /// The system said no.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A table that can not be read.
    #[error("{path}: {why}")]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// What is wrong, with the line.
        why: String,
    },
    /// By its token.
    #[error("cancelled")]
    Cancelled,
}
