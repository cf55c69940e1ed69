//! Rows for images: a backbone in evaluation mode over plain views, and probabilities of cluster heads.

use crate::control::CancelToken;
use crate::learning::network::resnet::ResNet;
use crate::learning::network::{Mode, Params, heads};
use crate::learning::prefetch::{self, Order};
use crate::learning::trainer::TrainError;
use crate::learning::views::{TileSet, View};
use candle_core::{D, Tensor};

/// Images a forward pass.
const BATCH: usize = 256;

/// Runs the backbone over plain views of all images and hands each batch's features (b, d) to `each`.
fn for_each_batch(
    net: ResNet,
    params: &Params,
    tiles: &TileSet,
    cancel: &CancelToken,
    each: &mut dyn FnMut(&Tensor) -> candle_core::Result<()>,
) -> Result<(), TrainError> {
    let all: Vec<u32> = (0..tiles.n as u32).collect();
    let mut orders = all.chunks(BATCH).map(|images| [Order::new(View::Plain, images, &[])]);
    let Some(first) = orders.next() else { return Ok(()) };
    let mut next = Some(prefetch::cut(tiles, &first));
    while let Some(mut views) = next.take() {
        cancel.check()?;
        let order = orders.next();
        let forward = || each(&net.forward(params, &views.tensor(params.device())?, Mode::EVAL)?);
        let ((), cut) = prefetch::beside(tiles, order.as_ref().map_or(&[], |order| order), forward)?;
        next = order.map(|_| cut);
    }
    Ok(())
}

/// What the features of a folder are used for.
pub struct Features {
    /// (n, d) backbone rows, as they come.
    pub backbone: Vec<f32>,
    /// Numbers of a row, d.
    pub n_features: usize,
    /// (n, 128) rows of the projection head, empty if the network has none.
    pub projected: Vec<f32>,
}

/// Backbone rows of all images, and the projection head's where `with_projection`.
///
/// # Errors
/// Cancelled, or from candle.
pub fn features(
    net: ResNet,
    params: &Params,
    tiles: &TileSet,
    with_projection: bool,
    cancel: &CancelToken,
) -> Result<Features, TrainError> {
    let (mut backbone, mut projected) = (Vec::new(), Vec::new());
    for_each_batch(net, params, tiles, cancel, &mut |features| {
        backbone.extend(features.flatten_all()?.to_vec1::<f32>()?);
        if with_projection {
            projected.extend(heads::projection(params, features, false)?.flatten_all()?.to_vec1::<f32>()?);
        }
        Ok(())
    })?;
    Ok(Features { backbone, n_features: net.n_features(), projected })
}

/// Softmax probabilities (n, c) of each named head.
///
/// # Errors
/// Cancelled, or from candle.
pub fn probabilities(
    net: ResNet,
    params: &Params,
    head_names: &[String],
    tiles: &TileSet,
    cancel: &CancelToken,
) -> Result<Vec<Vec<f32>>, TrainError> {
    let mut all = vec![Vec::new(); head_names.len()];
    for_each_batch(net, params, tiles, cancel, &mut |features| {
        for (rows, name) in all.iter_mut().zip(head_names) {
            let logits = heads::linear(params, name, features, false)?;
            rows.extend(candle_nn::ops::softmax(&logits, D::Minus1)?.flatten_all()?.to_vec1::<f32>()?);
        }
        Ok(())
    })?;
    Ok(all)
}

/// Rows scaled to unit length in place; zero rows stay. Gives the mean length that they had.
pub fn normalize_rows(rows: &mut [f32], d: usize) -> f64 {
    let n = (rows.len() / d.max(1)).max(1);
    let mut sum = 0.0;
    for row in rows.chunks_exact_mut(d.max(1)) {
        let norm = row.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>().sqrt();
        if norm > 1e-12 {
            for x in row {
                *x = (f64::from(*x) / norm) as f32;
            }
        }
        sum += norm;
    }
    sum / n as f64
}

/// The most probable class of each row (n, c), and its probability.
#[must_use]
pub fn arg_max_rows(probabilities: &[f32], c: usize) -> (Vec<u32>, Vec<f32>) {
    let best = |row: &[f32]| {
        let mut best = (0u32, row[0]);
        for (class, &p) in (0u32..).zip(row).skip(1) {
            if p > best.1 {
                best = (class, p);
            }
        }
        best
    };
    probabilities.chunks_exact(c.max(1)).map(best).unzip()
}

/// Images a class.
#[must_use]
pub fn class_sizes(classes: &[u32], c: usize) -> Vec<u32> {
    let mut sizes = vec![0; c];
    for &class in classes {
        sizes[class as usize] += 1;
    }
    sizes
}

/// The mean row of each cluster, (c, d); zeros for a cluster without rows.
#[must_use]
pub fn class_means((rows, d): (&[f32], usize), classes: &[u32], c: usize) -> Vec<f32> {
    let mut sums = vec![0.0_f64; c * d];
    for (row, &class) in rows.chunks_exact(d.max(1)).zip(classes) {
        let sum = &mut sums[class as usize * d..][..d];
        sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += f64::from(*x));
    }
    let sizes = class_sizes(classes, c);
    let mean = |(at, sum): (usize, &f64)| (sum / f64::from(sizes[at / d].max(1))) as f32;
    sums.iter().enumerate().map(mean).collect()
}

/// The mean row (c) of (n, c); zeros for no rows.
#[must_use]
pub fn mean_row(probabilities: &[f32], c: usize) -> Vec<f64> {
    let n = (probabilities.len() / c.max(1)).max(1) as f64;
    let mut mean = vec![0f64; c];
    for row in probabilities.chunks_exact(c.max(1)) {
        mean.iter_mut().zip(row).for_each(|(m, &p)| *m += f64::from(p) / n);
    }
    mean
}

/// Entropy in nats of the mean row of (n, c).
#[must_use]
pub fn mean_entropy(probabilities: &[f32], c: usize) -> f64 {
    -mean_row(probabilities, c).iter().map(|&m| m.max(1e-8) * m.max(1e-8).ln()).sum::<f64>()
}

/// Mean simplified silhouette of unit rows (n, d), -1 to 1: nearness to the own centre against the nearest other one,
/// by cosine (Hruschka et al. 2004); linear in n where the full silhouette is quadratic.
#[must_use]
pub fn silhouette(rows: &[f32], d: usize, classes: &[u32], c: usize) -> f64 {
    let mut centers = vec![0f32; c * d];
    for (row, &class) in rows.chunks_exact(d.max(1)).zip(classes) {
        let center = &mut centers[class as usize * d..][..d];
        center.iter_mut().zip(row).for_each(|(m, x)| *m += x);
    }
    let is_used: Vec<bool> = class_sizes(classes, c).iter().map(|&size| size > 0).collect();
    if is_used.iter().filter(|&&used| used).count() < 2 {
        return 0.0;
    }
    normalize_rows(&mut centers, d);
    let mut sum = 0.0;
    for (row, &class) in rows.chunks_exact(d).zip(classes) {
        let distance = |center: &[f32]| 1.0 - f64::from(row.iter().zip(center).map(|(a, b)| a * b).sum::<f32>());
        let (mut own, mut other) = (0.0, f64::INFINITY);
        for (i, center) in centers.chunks_exact(d).enumerate().filter(|(i, _)| is_used[*i]) {
            if i == class as usize { own = distance(center) } else { other = other.min(distance(center)) }
        }
        sum += (other - own) / own.max(other).max(1e-12);
    }
    sum / classes.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_about_rows() {
        let mut rows = [3.0, 4.0, 0.0, 0.0];
        normalize_rows(&mut rows, 2);
        assert_eq!(rows, [0.6, 0.8, 0.0, 0.0]);
        let p = [0.1, 0.9, 0.5, 0.5];
        assert_eq!(arg_max_rows(&p, 2), (vec![1, 0], vec![0.9, 0.5]));
        assert_eq!(class_sizes(&[1, 0, 1], 3), [1, 2, 0]);
        let expected = -(0.3f64 * 0.3f64.ln() + 0.7 * 0.7f64.ln());
        assert!((mean_entropy(&p, 2) - expected).abs() < 1e-6);
        let rows = [1.0, 0.0, 1.0, 0.0, 0.0, 1.0];
        assert_eq!(silhouette(&rows, 2, &[0, 0, 1], 3), 1.0);
        assert_eq!(silhouette(&rows, 2, &[0, 0, 0], 3), 0.0);
    }
}
