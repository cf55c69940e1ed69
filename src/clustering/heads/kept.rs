//! The linear layer that a run's kept clusters come from, in a file of its own: what places images that come later as the
//! run would have (METHOD 8, "New photos").
//!
//! Only heads that are linear in unit rows are kept: those of SCAN and self-labelling on rows, and the centres of k-means.

use crate::clustering::heads::linear::{Linear, softmax_rows};
use crate::clustering::stages::embed;
use crate::learning::checkpoint::{Checkpoint, CheckpointError};
use candle_core::{Device, Tensor};
use std::collections::BTreeMap;
use std::path::Path;

/// The file's name within a run's directory.
const FILE: &str = "head.safetensors";
/// The temperature of cosines to centres, for k-means has no probabilities.
const CENTER_TEMPERATURE: f32 = 0.1;

/// A linear layer with a softmax.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptHead {
    layer: Linear,
    /// (C, d) and then C biases.
    weights: Vec<f32>,
}

impl KeptHead {
    /// Of weights (C, d) and then C biases; None if they are not that.
    #[must_use]
    pub fn new(weights: Vec<f32>, d: usize) -> Option<Self> {
        let layer = Linear { d, c: weights.len() / (d + 1) };
        let is_sound = layer.c > 0 && weights.len() == layer.n_numbers() && weights.iter().all(|x| x.is_finite());
        is_sound.then_some(Self { layer, weights })
    }

    /// Softmax over cosines to centres (C, d) of unit rows, at temperature 0.1.
    #[must_use]
    pub fn of_centers(centers: &[f32], d: usize) -> Option<Self> {
        let mut weights = centers.to_vec();
        embed::normalize_rows(&mut weights, d);
        for x in &mut weights {
            *x /= CENTER_TEMPERATURE;
        }
        weights.resize(weights.len() + centers.len() / d.max(1), 0.0);
        Self::new(weights, d)
    }

    /// Its clusters.
    #[must_use]
    pub fn n_clusters(&self) -> usize {
        self.layer.c
    }

    /// Numbers of a row.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.layer.d
    }

    /// Probabilities (n, C) of rows (n, d), on all threads.
    #[must_use]
    pub fn probabilities(&self, rows: &[f32]) -> Vec<f32> {
        self.layer.map(&self.weights, rows, |block| softmax_rows(block, self.layer.c))
    }

    /// Writes the file into a run's directory.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn save(&self, dir: &Path) -> Result<(), CheckpointError> {
        let io = |e: candle_core::Error| CheckpointError::Io {
            path: dir.join(FILE),
            source: std::io::Error::other(e.to_string()),
        };
        let Linear { d, c } = self.layer;
        let (matrix, bias) = self.weights.split_at(c * d);
        let weight = Tensor::from_slice(matrix, (c, d), &Device::Cpu).map_err(io)?;
        let bias = Tensor::from_slice(bias, c, &Device::Cpu).map_err(io)?;
        let tensors = BTreeMap::from([("weight".to_owned(), weight), ("bias".to_owned(), bias)]);
        Checkpoint { tensors, ..Checkpoint::default() }.save(&dir.join(FILE))
    }

    /// Reads the file in a run's directory; None if there is none, as of programs that kept no head, or none that can be used.
    #[must_use]
    pub fn load(dir: &Path) -> Option<Self> {
        let read = Checkpoint::load(&dir.join(FILE)).inspect_err(|error| tracing::warn!(%error, "the head of a run"));
        let tensors = read.ok()??.tensors;
        let (c, d) = tensors.get("weight")?.dims2().ok()?;
        let numbers = |name: &str| tensors.get(name)?.flatten_all().ok()?.to_vec1::<f32>().ok();
        let weights = [numbers("weight")?, numbers("bias")?].concat();
        Self::new(weights, d).filter(|head| head.layer.c == c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_the_same_after_the_file_and_none_is_no_error() {
        let dir = tempfile::tempdir().expect("a folder");
        assert_eq!(KeptHead::load(dir.path()), None);
        let head = KeptHead::new(vec![1.0, 2.0, -1.0, 0.5, 0.25, -3.0], 2).expect("two classes");
        head.save(dir.path()).expect("written");
        assert_eq!(KeptHead::load(dir.path()), Some(head.clone()));
        let p = head.probabilities(&[1.0, 0.0]);
        assert!((p[0] - 1.0 / (1.0 + (-5.25f32).exp())).abs() < 1e-6, "logits 1.25 and -4: {p:?}");
        std::fs::write(dir.path().join(FILE), b"something else").expect("written");
        assert_eq!(KeptHead::load(dir.path()), None);
        assert_eq!(KeptHead::new(vec![1.0; 5], 2), None);
        assert_eq!(KeptHead::new(vec![1.0, f32::NAN, 0.0], 2), None);
        assert_eq!(KeptHead::new(Vec::new(), 2), None);
    }

    #[test]
    fn centres_speak_by_their_direction() {
        let head = KeptHead::of_centers(&[0.5, 0.0, 0.0, 0.1], 2).expect("two centres");
        let p = head.probabilities(&[0.6, 0.8]);
        assert!((p[1] - 1.0 / (1.0 + (-2.0f32).exp())).abs() < 1e-6, "cosines 0.6 and 0.8: {p:?}");
    }
}
