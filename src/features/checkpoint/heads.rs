//! SCAN's cluster heads in a file of weights.

use super::super::recognise;
use crate::linalg::matmul::product_with_transposed;
use crate::linalg::rows::softmax;
use candle_core::{DType, Tensor};
use std::collections::BTreeMap;

/// A linear layer that gives the logits of an image's clusters from its features.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterHead {
    /// (C, d) row-major: a row for each cluster.
    pub weight: Vec<f32>,
    /// (C).
    pub bias: Vec<f32>,
}

impl ClusterHead {
    /// Number of clusters, C.
    #[must_use]
    pub fn n_clusters(&self) -> usize {
        self.bias.len()
    }

    /// Probabilities (n, C) of feature rows (n, d).
    ///
    /// # Panics
    /// If the rows are of another width.
    #[must_use]
    pub fn probabilities(&self, rows: &[f32]) -> Vec<f32> {
        let (c, d) = (self.n_clusters(), self.n_features());
        assert_eq!(rows.len() % d.max(1), 0, "rows of the head's width");
        let mut out = vec![0.0; rows.len() / d.max(1) * c];
        product_with_transposed(rows, &self.weight, d, &mut out);
        for row in out.chunks_exact_mut(c) {
            row.iter_mut().zip(&self.bias).for_each(|(x, b)| *x += b);
        }
        softmax(&mut out, c, 1.0);
        out
    }

    /// Width of the features that it takes, d.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.weight.len() / self.bias.len().max(1)
    }
}

/// The heads that are named `cluster_head.0.weight`, `cluster_head.0.bias` and so on, or `cluster_head.weight` if there is
/// one; what training code puts before the names is left out. A head without a bias has zeros. Heads of more layers are none.
pub(super) fn of(tensors: &BTreeMap<String, Tensor>) -> Result<Vec<ClusterHead>, String> {
    let mut layers = BTreeMap::<usize, [Option<&Tensor>; 2]>::new();
    for (name, tensor) in tensors {
        let Some(rest) = recognise::without_prefixes(name).strip_prefix("cluster_head.") else { continue };
        let (i, part) = rest.split_once('.').unwrap_or(("0", rest));
        let part = ["weight", "bias"].iter().position(|x| *x == part);
        let (Ok(i), Some(part)) = (i.parse(), part) else { continue };
        layers.entry(i).or_default()[part] = Some(tensor);
    }
    layers
        .iter()
        .enumerate()
        .map(|(place, (i, layer))| {
            let wrong = |why: &str| format!("cluster_head.{i} {why}");
            if place != *i {
                return Err(wrong("comes without those before it"));
            }
            let weight = layer[0].ok_or_else(|| wrong("has no weight"))?;
            let &[n_clusters, _] = weight.dims() else { return Err(wrong("has a weight that is no matrix")) };
            let bias = layer[1]
                .map_or(Ok(vec![0.0; n_clusters]), numbers)
                .map_err(|e| wrong(&crate::learning::device::first_line(&e)))?;
            let weight = numbers(weight).map_err(|e| wrong(&crate::learning::device::first_line(&e)))?;
            if bias.len() != n_clusters || weight.is_empty() {
                return Err(wrong("has a weight and a bias that do not fit"));
            }
            Ok(ClusterHead { weight, bias })
        })
        .collect()
}

fn numbers(tensor: &Tensor) -> candle_core::Result<Vec<f32>> {
    tensor.to_dtype(DType::F32)?.flatten_all()?.to_vec1()
}
