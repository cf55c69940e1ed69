//! skeleton
use super::project::StoreError;
use std::path::Path;

/// The large arrays of a finished run, one safetensors file in the run's directory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunArrays {
    /// Image ids, in the order of all rows.
    pub images: Vec<u32>,
    /// (n, d) unit rows.
    pub embedding: Vec<f32>,
    /// Neighbours an image.
    pub k: usize,
    /// (n, k) positions in `images`.
    pub neighbors: Vec<u32>,
    /// (n, k) cosines.
    pub similarity: Vec<f32>,
    /// Stage name, number of clusters C, hard clusters (n), probabilities (n, C).
    pub stages: Vec<StageArrays>,
}

/// One stage's part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StageArrays {
    /// `kmeans`, `scan` or `selflabel`.
    pub name: String,
    /// C.
    pub n_clusters: usize,
    /// (n)
    pub clusters: Vec<u32>,
    /// (n)
    pub confidence: Vec<f32>,
    /// (n, C)
    pub probabilities: Vec<f32>,
}

impl RunArrays {
    /// Writes `result.safetensors` into a run's directory, atomically.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn save(&self, _run_dir: &Path) -> Result<(), StoreError> {
        todo!()
    }

    /// Reads what [`RunArrays::save`] wrote.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn load(_run_dir: &Path) -> Result<Self, StoreError> {
        todo!()
    }
}
