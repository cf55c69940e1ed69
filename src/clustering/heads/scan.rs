//! The SCAN loss (METHOD 4) on cached features: linear heads alone, no network and no views.
//!
//! The paper's heads for frozen backbones see augmented images; these see each image once, in the rows that were
//! computed for it. Heads and epochs are chosen as in [`crate::clustering::stages::scan`], without labels.

use crate::clustering::heads::linear::{Linear, softmax_rows, through_softmax};
use crate::clustering::neighbors::Neighbors;
use crate::clustering::stages::embed;
use crate::clustering::stages::scan::consistency;
use crate::control::{CancelToken, Rng};
use crate::learning::optim::{Rule, Update};
use crate::learning::prior::SizePrior;
use crate::learning::trainer::{TrainError, even_batches};
use crate::stage::{EpochMetrics, Stage};
use std::time::Instant;

/// How heads are trained.
#[derive(Clone, Debug)]
pub struct ScanHeadsPlan {
    /// Number of clusters.
    pub n_clusters: usize,
    /// Each image is an anchor once an epoch.
    pub epochs: usize,
    /// Anchors a step, at most.
    pub batch: usize,
    /// Of gradient descent with momentum 0.9.
    pub lr: f64,
    /// Weight of the entropy term.
    pub entropy_weight: f64,
    /// The sizes that clusters are held to.
    pub prior: SizePrior,
    /// Seed of batches and draws.
    pub seed: u64,
}

/// The best moment of a head.
#[derive(Clone, Debug, Default)]
pub struct ScanHeadsResult {
    /// (n, C) probabilities.
    pub probabilities: Vec<f32>,
    /// Position of the head.
    pub head: usize,
    /// Epoch, counted from 1.
    pub epoch: usize,
    /// consistency - entropy, the lowest seen; with an uneven prior consistency + KL to it - ln C.
    pub score: f64,
    /// Weights (C, d) and then biases (C) of that head at that moment.
    pub weights: Vec<f32>,
}

/// Multiply-adds of the whole, for estimates.
#[must_use]
pub fn mul_adds(plan: &ScanHeadsPlan, heads: usize, n: usize, d: usize) -> f64 {
    // Anchors and partners forward and back, then all rows forward.
    5.0 * (plan.epochs * heads * n * d * plan.n_clusters) as f64
}

/// Trains heads on unit rows (n, d), each at its own best moment. `first` are their first weights, each (C, d) and C biases. A
/// head that is never finite has no probabilities.
///
/// # Errors
/// Cancelled, or [`TrainError::NotFinite`] where all heads are in one epoch.
pub fn train(
    plan: &ScanHeadsPlan,
    first: Vec<Vec<f32>>,
    (rows, d): (&[f32], usize),
    neighbors: &Neighbors,
    cancel: &CancelToken,
    on_epoch: &mut dyn FnMut(&mut EpochMetrics, &[f32]),
) -> Result<Vec<ScanHeadsResult>, TrainError> {
    let layer = Linear { d, c: plan.n_clusters };
    let c = layer.c;
    let n = rows.len() / d.max(1);
    let mut heads: Vec<(Vec<f32>, Vec<f32>)> =
        first.into_iter().map(|weights| (vec![0.0; weights.len()], weights)).collect();
    let none = |head| ScanHeadsResult { head, score: f64::INFINITY, ..ScanHeadsResult::default() };
    let mut best: Vec<ScanHeadsResult> = (0..heads.len()).map(none).collect();
    let (mut n_steps, mut both) = (0, Vec::new());
    for epoch in 0..plan.epochs {
        let started = Instant::now();
        let batches = even_batches(n, plan.batch, &mut Rng::from_key(&[plan.seed, 0x5CA0, epoch as u64]));
        let mut loss = 0.0;
        for anchors in &batches {
            cancel.check()?;
            n_steps += 1;
            let mut rng = Rng::from_key(&[plan.seed, 0x5CA1, n_steps]);
            let partner = |&i: &u32| match neighbors.k {
                0 => i,
                k => neighbors.ids[i as usize * k + rng.below(k)],
            };
            let partners: Vec<u32> = anchors.iter().map(partner).collect();
            both.clear();
            for &i in anchors.iter().chain(&partners) {
                both.extend_from_slice(&rows[i as usize * d..(i as usize + 1) * d]);
            }
            for (velocity, weights) in &mut heads {
                let p = layer.map(weights, &both, |block| softmax_rows(block, c));
                let (total, d_logits) = loss_and_gradient(&p, c, plan.entropy_weight as f32, &plan.prior);
                loss += total * anchors.len() as f64;
                let gradient = layer.gradient_of(&d_logits, &both);
                let rule = Rule::Sgd { momentum: 0.9, weight_decay: 0.0 };
                Update::new(rule, n_steps, plan.lr).sgd(weights, &gradient, velocity);
            }
        }
        let mut metrics = EpochMetrics {
            epoch: epoch as u32 + 1,
            n_epochs: plan.epochs as u32,
            lr: plan.lr,
            loss: loss / (n * heads.len()).max(1) as f64,
            ..EpochMetrics::new(Stage::Scan)
        };
        let mut chosen = (f64::INFINITY, Vec::new());
        for (head, (_, weights)) in heads.iter().enumerate() {
            let p = layer.map(weights, rows, |block| softmax_rows(block, c));
            if p.iter().any(|p| !p.is_finite()) {
                continue;
            }
            let (consistency, entropy) = (consistency(&p, c, neighbors), embed::mean_entropy(&p, c));
            let score = consistency - (entropy + plan.prior.tilt(&embed::mean_row(&p, c)));
            if score < best[head].score {
                let (probabilities, weights) = (p.clone(), weights.clone());
                best[head] = ScanHeadsResult { probabilities, head, epoch: epoch + 1, score, weights };
            }
            if score < chosen.0 {
                (metrics.consistency, metrics.entropy) = (Some(consistency), Some(entropy));
                chosen = (score, p);
            }
        }
        if !chosen.0.is_finite() {
            return Err(TrainError::NotFinite { stage: Stage::Scan, epoch: epoch + 1 });
        }
        metrics.seconds = started.elapsed().as_secs_f64();
        metrics.images_per_sec = n as f64 / metrics.seconds.max(1e-9);
        on_epoch(&mut metrics, &chosen.1);
    }
    Ok(best)
}

/// The head with the lowest score, the earliest moment of those that are level.
#[must_use]
pub fn best(heads: &[ScanHeadsResult]) -> Option<&ScanHeadsResult> {
    heads.iter().min_by(|a, b| a.score.total_cmp(&b.score).then(a.epoch.cmp(&b.epoch)))
}

/// The loss of probabilities (2m, c), anchors before their partners, and its gradient by their logits.
fn loss_and_gradient(p: &[f32], c: usize, entropy_weight: f32, prior: &SizePrior) -> (f64, Vec<f32>) {
    let (anchors, partners) = p.split_at(p.len() / 2);
    let m = (anchors.len() / c.max(1)).max(1) as f32;
    let mut mean = vec![0.0; c];
    anchors.chunks_exact(c).for_each(|p| mean.iter_mut().zip(p).for_each(|(sum, p)| *sum += p / m));
    // ln of the mean over its prior, times C: of the mean alone for an even prior, where tilts are 0.
    let tilts = prior.tilts_of(&mean);
    let logs: Vec<f32> = mean.iter().zip(tilts).map(|(q, tilt)| q.max(1e-8).ln() - tilt).collect();
    let mut loss = f64::from(entropy_weight) * mean.iter().zip(&logs).map(|(q, l)| f64::from(q * l)).sum::<f64>();
    let mut gradient = vec![0.0; p.len()];
    let (of_anchors, of_partners) = gradient.split_at_mut(anchors.len());
    let rows = anchors.chunks_exact(c).zip(partners.chunks_exact(c));
    let outs = of_anchors.chunks_exact_mut(c).zip(of_partners.chunks_exact_mut(c));
    for ((a, b), (da, db)) in rows.zip(outs) {
        let agreement: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
        // The logarithm is clamped at -100, which no f32 above the smallest normal one reaches.
        loss -= f64::from(agreement.max(f32::MIN_POSITIVE).ln() / m);
        let scale = if agreement > f32::MIN_POSITIVE { 1.0 / (agreement * m) } else { 0.0 };
        for k in 0..c {
            da[k] = entropy_weight * (logs[k] + 1.0) / m - b[k] * scale;
            db[k] = -a[k] * scale;
        }
        through_softmax(a, da);
        through_softmax(b, db);
    }
    if p.iter().any(|p| p.is_nan()) {
        loss = f64::NAN;
    }
    (loss, gradient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::judge::metrics;
    use crate::clustering::neighbors;
    use crate::learning::losses;
    use candle_core::{Device, Tensor, Var};

    /// Against the loss that networks are trained with, whose numbers are golden.
    #[test]
    fn loss_and_gradient_are_those_of_the_network_s_loss() {
        let (m, c) = (6, 4);
        let mut rng = Rng::from_key(&[1]);
        let logits: Vec<f32> = (0..2 * m * c).map(|_| 2.0 * rng.normal() as f32).collect();
        let var = Var::from_slice(&logits, (2 * m, c), &Device::Cpu).expect("logits");
        let half = |at: usize| var.as_tensor().narrow(0, at, m).expect("half");
        let mut p = logits.clone();
        softmax_rows(&mut p, c);
        for alpha in [0.0, 0.5, 2.0] {
            let prior = SizePrior::new(c, alpha);
            let total = losses::scan(&half(0), &half(m), 5.0, &prior).expect("loss").total;
            let expected: Tensor = total.backward().expect("backward").get(var.as_tensor()).expect("gradient").clone();
            let (loss, gradient) = loss_and_gradient(&p, c, 5.0, &prior);
            assert!((loss - f64::from(total.to_scalar::<f32>().expect("one"))).abs() < 1e-4);
            let expected = expected.flatten_all().and_then(|x| x.to_vec1::<f32>()).expect("numbers");
            assert!(gradient.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-5), "{gradient:?} {expected:?}");
        }
    }

    #[test]
    fn heads_find_what_the_neighbours_say_and_odd_input_is_told() {
        let mut rng = Rng::from_key(&[6]);
        let truth: Vec<u32> = (0..240).map(|i| i % 3).collect();
        let mut rows: Vec<f32> = truth
            .iter()
            .flat_map(|&class| (0..3).map(move |axis| (class, axis)))
            .map(|(class, axis)| (if class == axis { 1.0 } else { 0.0 }) + 0.2 * rng.normal() as f32)
            .collect();
        embed::normalize_rows(&mut rows, 3);
        let cancel = CancelToken::default();
        let lists = neighbors::exact_cosine(&rows, 3, 8, &cancel).expect("not cancelled");
        let plan = ScanHeadsPlan {
            n_clusters: 3,
            epochs: 30,
            batch: 64,
            lr: 1.0,
            entropy_weight: 5.0,
            prior: SizePrior::new(3, 0.0),
            seed: 0,
        };
        let first = || (0..3).map(|_| Linear { d: 3, c: 3 }.first_weights(&mut rng.clone())).collect::<Vec<_>>();
        let mut n_epochs = 0;
        let result = train(&plan, first(), (&rows, 3), &lists, &cancel, &mut |_, p| {
            n_epochs += 1;
            assert_eq!(p.len(), 720);
        });
        let all = result.expect("trained");
        assert_eq!((all.len(), n_epochs), (3, 30));
        let result = best(&all).expect("three heads");
        assert!(all.iter().all(|head| head.score >= result.score && head.probabilities.len() == 720));
        let (clusters, _) = embed::arg_max_rows(&result.probabilities, 3);
        assert!(metrics::scores(&clusters, &truth).ari > 0.95);
        let layer = Linear { d: 3, c: 3 };
        assert_eq!(layer.map(&result.weights, &rows, |p| softmax_rows(p, 3)), result.probabilities);
        let broken = vec![f32::NAN; rows.len()];
        let failed = train(&plan, first(), (&broken, 3), &lists, &cancel, &mut |_, _| ());
        assert!(matches!(failed, Err(TrainError::NotFinite { stage: Stage::Scan, epoch: 1 })));
    }
}
