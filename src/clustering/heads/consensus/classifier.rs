//! The linear layer that says of rows what the vote says of them, so that rows which nobody voted on can be placed too.

use crate::clustering::heads::descent::{Descent, Pass, Wanted, descend};
use crate::clustering::heads::linear::{Linear, softmax_rows};
use crate::clustering::heads::scan::ScanHeadsPlan;
use crate::control::CancelToken;
use crate::learning::trainer::TrainError;
use crate::stage::{EpochMetrics, Stage};

/// Goes on from `weights`, (C, d) and then C biases, until the layer's probabilities of the unit rows (n, d) are near `wanted`
/// (n, C), by cross-entropy; batches, rate and epochs as in `plan`. Gives probabilities and weights.
///
/// # Errors
/// Cancelled, or [`TrainError::NotFinite`].
pub(super) fn learn(
    plan: &ScanHeadsPlan,
    weights: Vec<f32>,
    wanted: &[f32],
    rows: (&[f32], usize),
    cancel: &CancelToken,
    on_epoch: &mut dyn FnMut(&mut EpochMetrics, &[f32]),
) -> Result<(Vec<f32>, Vec<f32>), TrainError> {
    let how = Descent {
        stage: Stage::Consensus,
        n_clusters: plan.n_clusters,
        epochs: plan.epochs,
        batch: plan.batch,
        lr: plan.lr,
        seed: [plan.seed, 0xC025],
    };
    descend(&how, &mut Vote(wanted), weights, rows, cancel, on_epoch)
}

/// The voters' probabilities, (n, C).
struct Vote<'a>(&'a [f32]);

impl Wanted for Vote<'_> {
    fn pass(&self, layer: Linear, weights: &[f32], batch: &[u32], inputs: &[f32]) -> Pass {
        let (c, share) = (layer.c, 1.0 / batch.len() as f32);
        let (gradient, loss) = layer.pass(weights, inputs, |range, logits| {
            softmax_rows(logits, c);
            let mut loss = 0.0;
            for (at, p) in range.zip(logits.chunks_exact_mut(c)) {
                let image = batch[at] as usize;
                for (p, q) in p.iter_mut().zip(&self.0[image * c..(image + 1) * c]) {
                    loss -= f64::from(q * p.max(f32::MIN_POSITIVE).ln());
                    *p = (*p - q) * share;
                }
            }
            loss
        });
        Pass { loss, mass: batch.len() as f64, gradient }
    }
}
