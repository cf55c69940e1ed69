//! Self-labelling on cached features: the linear head that SCAN kept learns from pseudo-labels by optimal transport over
//! all images at once (P2OT, METHOD 8).
//!
//! There are no views, so a threshold would teach the head nothing that it does not say already; transport does, because
//! it moves answers towards the sizes that are expected.

use crate::clustering::heads::descent::{Descent, Pass, Wanted, descend};
use crate::clustering::heads::linear::{Linear, softmax_rows};
use crate::clustering::heads::transport;
use crate::control::CancelToken;
use crate::learning::prior::SizePrior;
use crate::learning::trainer::TrainError;
use crate::stage::{EpochMetrics, Stage};

/// How the head is trained.
#[derive(Clone, Debug)]
pub struct SelflabelHeadsPlan {
    /// Number of clusters.
    pub n_clusters: usize,
    /// Pseudo-labels are made anew before each; the share of the images that has one grows to all over them.
    pub epochs: usize,
    /// Images a step, at most.
    pub batch: usize,
    /// Of gradient descent with momentum 0.9.
    pub lr: f64,
    /// The sizes that answers are drawn to.
    pub prior: SizePrior,
    /// Seed of batches.
    pub seed: u64,
}

/// Multiply-adds of the whole, for estimates.
#[must_use]
pub fn mul_adds(plan: &SelflabelHeadsPlan, n: usize, d: usize) -> f64 {
    // Two passes forward and one back; then some hundreds of turns of two products of the plan's width.
    (plan.epochs * n * plan.n_clusters) as f64 * (3.0 * d as f64 + 1500.0)
}

/// Trains one head, whose `weights` are (C, d) and then C biases, on unit rows (n, d). Gives its probabilities (n, C), and the
/// weights that they come from.
///
/// # Errors
/// Cancelled, or [`TrainError::NotFinite`].
pub fn train(
    plan: &SelflabelHeadsPlan,
    weights: Vec<f32>,
    rows: (&[f32], usize),
    cancel: &CancelToken,
    on_epoch: &mut dyn FnMut(&mut EpochMetrics, &[f32]),
) -> Result<(Vec<f32>, Vec<f32>), TrainError> {
    let how = Descent {
        stage: Stage::SelfLabel,
        n_clusters: plan.n_clusters,
        epochs: plan.epochs,
        batch: plan.batch,
        lr: plan.lr,
        seed: [plan.seed, 0x5E1F],
    };
    descend(&how, &mut OwnAnswers { plan, cancel, targets: Vec::new() }, weights, rows, cancel, on_epoch)
}

/// Pseudo-labels made of the head's own answers before each epoch.
struct OwnAnswers<'a> {
    plan: &'a SelflabelHeadsPlan,
    cancel: &'a CancelToken,
    /// (n, C)
    targets: Vec<f32>,
}

impl Wanted for OwnAnswers<'_> {
    fn begin(&mut self, epoch: usize, probabilities: &[f32]) -> Result<(), TrainError> {
        let share = transport::share(epoch, self.plan.epochs);
        self.targets = transport::targets(probabilities, share, &self.plan.prior, self.cancel)?;
        Ok(())
    }

    fn pass(&self, layer: Linear, weights: &[f32], batch: &[u32], inputs: &[f32]) -> Pass {
        let c = layer.c;
        let p = layer.map(weights, inputs, |block| softmax_rows(block, c));
        let wanted: Vec<&[f32]> = batch.iter().map(|&i| &self.targets[i as usize * c..(i as usize + 1) * c]).collect();
        let (loss, mass, d_logits) = loss_and_gradient(&p, &wanted, c);
        Pass { loss, mass, gradient: layer.gradient_of(&d_logits, inputs) }
    }
}

/// Summed cross-entropy of probabilities (m, c) with targets, the targets' mass, and the gradient by the logits of the
/// one over the other.
fn loss_and_gradient(p: &[f32], targets: &[&[f32]], c: usize) -> (f64, f64, Vec<f32>) {
    let mass: f32 = targets.iter().flat_map(|row| row.iter()).sum::<f32>().max(1e-12);
    let mut loss = 0.0;
    let mut gradient = Vec::with_capacity(p.len());
    for (p, q) in p.chunks_exact(c).zip(targets) {
        let own: f32 = q.iter().sum();
        loss -= p.iter().zip(*q).map(|(p, q)| f64::from(q * p.max(f32::MIN_POSITIVE).ln())).sum::<f64>();
        gradient.extend(p.iter().zip(*q).map(|(p, q)| (p * own - q) / mass));
    }
    (loss, f64::from(mass), gradient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::judge::metrics;
    use crate::clustering::stages::embed;
    use crate::control::Rng;
    use crate::learning::losses;
    use candle_core::{Device, Var};

    /// Against the loss that networks are trained with.
    #[test]
    fn loss_and_gradient_are_those_of_the_network_s_loss() {
        let mut rng = Rng::from_key(&[8]);
        let logits: Vec<f32> = (0..15).map(|_| 2.0 * rng.normal() as f32).collect();
        let targets: Vec<f32> = (0..15).map(|_| rng.uniform() as f32 / 3.0).collect();
        let var = Var::from_slice(&logits, (5, 3), &Device::Cpu).expect("logits");
        let total = losses::soft_label(var.as_tensor(), &targets).expect("loss");
        let expected = total.backward().expect("backward").get(var.as_tensor()).expect("gradient").clone();
        let mut p = logits;
        softmax_rows(&mut p, 3);
        let (loss, mass, gradient) = loss_and_gradient(&p, &targets.chunks_exact(3).collect::<Vec<_>>(), 3);
        assert!((loss / mass - f64::from(total.to_scalar::<f32>().expect("one"))).abs() < 1e-5);
        let expected = expected.flatten_all().and_then(|x| x.to_vec1::<f32>()).expect("numbers");
        assert!(gradient.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-6), "{gradient:?} {expected:?}");
    }

    /// Three clouds of 200, 60 and 20 rows on the axes, and a head that knows each by little.
    fn clouds() -> (Vec<f32>, Vec<u32>, Vec<f32>) {
        let mut rng = Rng::from_key(&[9]);
        let truth: Vec<u32> = (0..280).map(|i| u32::from(i >= 200) + u32::from(i >= 260)).collect();
        let at = |class: u32, axis: u32| if class == axis { 1.0 } else { 0.0 };
        let mut rows: Vec<f32> = Vec::new();
        for &class in &truth {
            rows.extend((0..3).map(|axis| at(class, axis) + 0.25 * rng.normal() as f32));
        }
        embed::normalize_rows(&mut rows, 3);
        let weights = (0..9).map(|i| at(i / 3, i % 3)).chain([0.0; 3]).collect();
        (rows, truth, weights)
    }

    fn plan() -> SelflabelHeadsPlan {
        SelflabelHeadsPlan { n_clusters: 3, epochs: 10, batch: 64, lr: 1.0, prior: SizePrior::new(3, 1.0), seed: 0 }
    }

    #[test]
    fn uneven_clouds_are_learned_the_same_each_time_and_odd_input_is_told() {
        let (rows, truth, weights) = clouds();
        let cancel = CancelToken::default();
        let mut n_epochs = 0;
        let mut run = || {
            train(&plan(), weights.clone(), (&rows, 3), &cancel, &mut |metrics, p| {
                n_epochs += 1;
                assert!(metrics.loss.is_finite() && p.len() == 840);
            })
        };
        let (first, learned) = run().expect("trained");
        assert_eq!((first.clone(), learned.clone()), run().expect("trained"));
        assert_eq!(Linear { d: 3, c: 3 }.map(&learned, &rows, |p| softmax_rows(p, 3)), first);
        assert_eq!(n_epochs, 20);
        let (clusters, confidence) = embed::arg_max_rows(&first, 3);
        assert!(metrics::scores(&clusters, &truth).ari > 0.9);
        assert!(confidence.iter().sum::<f32>() / 280.0 > 0.8, "answers became surer");
        let nothing = train(&plan(), weights.clone(), (&[], 3), &cancel, &mut |_, _| ()).expect("nothing to do").0;
        assert!(nothing.is_empty());
        let one = train(&plan(), weights.clone(), (&rows[..3], 3), &cancel, &mut |_, _| ()).expect("one row").0;
        assert!(one.len() == 3 && one.iter().all(|p| p.is_finite()));
        let broken = vec![f32::NAN; rows.len()];
        let failed = train(&plan(), weights, (&broken, 3), &cancel, &mut |_, _| ());
        assert!(matches!(failed, Err(TrainError::NotFinite { stage: Stage::SelfLabel, epoch: 1 })));
    }
}
