//! skeleton
use super::SessionError;
use super::protocol::StageReport;
use crate::ids::RunId;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where true labels come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrueLabels {
    /// The first folder of each image's relative path.
    Folders,
    /// A CSV or JSON lines file with `file_name,label`.
    File(PathBuf),
}

impl TrueLabels {
    /// From `--labels folders|FILE.csv`.
    #[must_use]
    pub fn parse(_text: &str) -> Self {
        todo!()
    }
}

/// A run beside true labels.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Evaluation {
    /// Which run.
    pub run: RunId,
    /// Its kept stage.
    pub kept: String,
    /// Images with a true label that took part.
    pub n_labelled: usize,
    /// The run's stages with `accuracy`, `nmi`, `ami`, `ari`, `purity` added (`neighbor_purity` for `simclr`).
    pub stages: Vec<StageReport>,
    /// `accuracy, nmi, ami, ari, purity, many_to_one_accuracy` of the kept stage, `neighbor_purity`, `kmeans_accuracy`,
    /// and `current_accuracy`: of the labels as they are now, people's edits included.
    pub metrics: BTreeMap<String, f64>,
    /// (cluster name, class, images) of the labels as they are now, largest first.
    pub confusion: Vec<(String, String, u64)>,
    /// What a person should know: labels without an image and so on.
    pub notes: Vec<String>,
}

/// Reads true labels for a list of paths.
///
/// # Errors
/// Words.
pub fn check(_labels: &TrueLabels) -> Result<(), SessionError> {
    todo!()
}
