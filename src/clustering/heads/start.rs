//! Cluster heads that begin where k-means ended, instead of at random.
//!
//! The SCAN loss has poor optima that a head which begins at random falls into on small folders: two classes in one
//! cluster, a third cut in two. A head that begins as k-means on the same features is at least as good as k-means from
//! its first step on, and training moves it from there. Ours; the `paper` preset begins at random, as the paper does.

use crate::clustering::heads::linear::{Linear, softmax_rows};
use crate::clustering::kmeans;
use crate::control::{CancelToken, Cancelled, Rng};
use crate::learning::network::Params;
use crate::learning::trainer::TrainError;
use candle_core::Tensor;

/// Mean probability of the most probable cluster that a head begins with: sure enough to hold its clusters together,
/// unsure enough to be moved.
const CONFIDENCE: f64 = 0.8;

/// Rows that the scale of a head is found on, spread over all.
const N_LOOKED_AT: usize = 4096;

/// Features as they were clustered by k-means.
pub struct Clustered<'a> {
    /// (n, d) unit rows.
    pub rows: &'a [f32],
    /// Numbers of a row, d.
    pub d: usize,
    /// Mean length of the rows before they were made unit ones: what the network's features are longer by.
    pub mean_norm: f64,
    /// (c, d) centres of the k-means that people see.
    pub centers: &'a [f32],
}

/// Sets the weights and biases of linear heads (d -> c) by k-means: the first by the centres that are there, each other
/// one by a k-means of its own, so that they differ where k-means is undecided.
///
/// # Errors
/// Cancelled, or from candle if a head is not there.
pub fn begin(
    params: &Params,
    heads: &[String],
    features: &Clustered<'_>,
    seed: u64,
    cancel: &CancelToken,
) -> Result<(), TrainError> {
    let (c, d) = (features.centers.len() / features.d.max(1), features.d);
    for (head, mut weights) in heads.iter().zip(layers(heads.len(), true, features, seed, cancel)?) {
        let bias = weights.split_off(c * d);
        set(params, &format!("{head}.weight"), &Tensor::from_vec(weights, (c, d), params.device())?)?;
        set(params, &format!("{head}.bias"), &Tensor::from_vec(bias, c, params.device())?)?;
    }
    Ok(())
}

/// First weights of `n_heads` linear heads on unit rows, each (c, d) and then c biases: by k-means, or random as PyTorch's.
///
/// # Errors
/// Cancelled.
pub(in crate::clustering) fn layers(
    n_heads: usize,
    is_kmeans: bool,
    features: &Clustered<'_>,
    seed: u64,
    cancel: &CancelToken,
) -> Result<Vec<Vec<f32>>, Cancelled> {
    let c = features.centers.len() / features.d.max(1);
    let one = |i: usize| {
        if !is_kmeans {
            return Ok(Linear { d: features.d, c }.first_weights(&mut Rng::from_key(&[seed, 0x5CA2, i as u64])));
        }
        let other = match i {
            0 => None,
            _ => Some(kmeans::kmeans(features.rows, features.d, c, 1, seed.wrapping_add(i as u64), cancel)?.centers),
        };
        weights_of(features, other.as_deref().unwrap_or(features.centers), cancel)
    };
    (0..n_heads).map(one).collect()
}

/// Weights (C, d) and then C biases of the head that says by how much each of `centers` (C, d) is the nearest.
///
/// # Errors
/// Cancelled.
pub(in crate::clustering) fn weights_of(
    features: &Clustered<'_>,
    centers: &[f32],
    cancel: &CancelToken,
) -> Result<Vec<f32>, Cancelled> {
    let (mut weight, bias) = layer(features, centers, cancel)?;
    weight.extend(bias);
    Ok(weight)
}

/// Probabilities (n, c) of `n_heads` linear heads that begin by k-means, for other heads to begin as.
///
/// # Errors
/// Cancelled.
pub(in crate::clustering) fn probabilities(
    n_heads: usize,
    features: &Clustered<'_>,
    seed: u64,
    cancel: &CancelToken,
) -> Result<Vec<Vec<f32>>, Cancelled> {
    let layer = Linear { d: features.d, c: features.centers.len() / features.d.max(1) };
    let of = |weights: &Vec<f32>| layer.map(weights, features.rows, |block| softmax_rows(block, layer.c));
    Ok(layers(n_heads, true, features, seed, cancel)?.iter().map(of).collect())
}

fn set(params: &Params, name: &str, value: &Tensor) -> candle_core::Result<()> {
    let var = params.weights().find(|(own, _)| *own == name).map(|(_, var)| var);
    var.ok_or_else(|| candle_core::Error::Msg(format!("there is no head `{name}`")))?.set(value)
}

/// Weight (c, d) and bias (c) of the layer whose softmax says by how much a centre is the nearest:
/// logits = s (u . m - |m|^2 / 2), u a row, m a centre. The part that all centres share changes no probability and is
/// left out, so that weights stay small.
fn layer(features: &Clustered<'_>, centers: &[f32], cancel: &CancelToken) -> Result<(Vec<f32>, Vec<f32>), Cancelled> {
    let d = features.d.max(1);
    let c = centers.len() / d;
    let mut shared = vec![0.0f64; d];
    for center in centers.chunks_exact(d) {
        shared.iter_mut().zip(center).for_each(|(sum, x)| *sum += f64::from(*x) / c as f64);
    }
    let own: Vec<f64> = centers.iter().enumerate().map(|(i, x)| f64::from(*x) - shared[i % d]).collect();
    let bias: Vec<f64> =
        centers.chunks_exact(d).map(|m| m.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / -2.0).collect();
    let step = (features.rows.len() / d).div_ceil(N_LOOKED_AT).max(1);
    let mut logits = Vec::new();
    for row in features.rows.chunks_exact(d).step_by(step) {
        let dot = |m: &[f64]| row.iter().zip(m).map(|(u, m)| f64::from(*u) * m).sum::<f64>();
        logits.extend(own.chunks_exact(d).zip(&bias).map(|(m, b)| dot(m) + b));
    }
    cancel.check()?;
    let scale = scale_for(&logits, c);
    let norm = features.mean_norm.max(1e-6);
    Ok((own.iter().map(|x| (x * scale / norm) as f32).collect(), bias.iter().map(|x| (x * scale) as f32).collect()))
}

/// The factor that makes softmax of (n, c) logits as sure on average as [`CONFIDENCE`]; by halving, for it grows with it.
fn scale_for(logits: &[f64], c: usize) -> f64 {
    let (mut low, mut high) = (1e-3f64, 1e6f64);
    for _ in 0..40 {
        let middle = (low * high).sqrt();
        if mean_confidence(logits, c, middle) < CONFIDENCE { low = middle } else { high = middle }
    }
    (low * high).sqrt()
}

fn mean_confidence(logits: &[f64], c: usize, scale: f64) -> f64 {
    let surest = |row: &[f64]| {
        let max = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        1.0 / row.iter().map(|x| ((x - max) * scale).exp()).sum::<f64>()
    };
    let n = (logits.len() / c.max(1)).max(1);
    logits.chunks_exact(c.max(1)).map(surest).sum::<f64>() / n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::stages::embed;
    use crate::learning::network::heads;

    /// Rows about three directions, of length 2.
    fn rows() -> Vec<f32> {
        let at = |i: usize| {
            let angle = (i % 3) as f32 * 1.9 + (i as f32 * 0.37).sin() * 0.15;
            [2.0 * angle.cos(), 2.0 * angle.sin(), 0.3]
        };
        (0..60).flat_map(at).collect()
    }

    #[test]
    fn a_head_says_what_k_means_said() {
        let cancel = CancelToken::default();
        let raw = rows();
        let mut unit = raw.clone();
        let mean_norm = embed::normalize_rows(&mut unit, 3);
        let found = kmeans::kmeans(&unit, 3, 3, 5, 0, &cancel).expect("not cancelled");
        let device = candle_core::Device::Cpu;
        let mut params = Params::new(&device);
        let names = ["a".to_owned(), "b".to_owned()];
        for name in &names {
            heads::add_linear(&mut params, name, 3, 3, 0).expect("added");
        }
        let clustered = Clustered { rows: &unit, d: 3, mean_norm, centers: &found.centers };
        begin(&params, &names, &clustered, 0, &cancel).expect("set");
        let x = Tensor::from_vec(raw, (60, 3), &device).expect("rows");
        for name in &names {
            let logits = heads::linear(&params, name, &x, false).expect("logits");
            let p =
                candle_nn::ops::softmax(&logits, 1).expect("softmax").flatten_all().and_then(|p| p.to_vec1::<f32>());
            let (clusters, confidence) = embed::arg_max_rows(&p.expect("numbers"), 3);
            let scores = crate::clustering::judge::metrics::scores(&clusters, &found.assignment);
            assert!(scores.ari > 0.999, "{name}: {clusters:?}");
            let mean = confidence.iter().sum::<f32>() / 60.0;
            assert!((f64::from(mean) - CONFIDENCE).abs() < 0.05, "{mean}");
        }
        assert!(begin(&params, &["c".to_owned()], &clustered, 0, &cancel).is_err());
    }

    #[test]
    fn identical_rows_give_finite_weights() {
        let unit = [0.6f32, 0.8].repeat(5);
        let clustered = Clustered { rows: &unit, d: 2, mean_norm: 0.0, centers: &[0.6, 0.8, 0.6, 0.8] };
        let (weight, bias) = layer(&clustered, clustered.centers, &CancelToken::default()).expect("not cancelled");
        assert!(weight.iter().chain(&bias).all(|x| x.is_finite()), "{weight:?} {bias:?}");
    }
}
