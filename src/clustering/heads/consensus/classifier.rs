//! The linear layer that says of rows what the vote says of them, so that rows which nobody voted on can be placed too.

use crate::clustering::heads::linear::{Linear, softmax_rows};
use crate::clustering::heads::scan::ScanHeadsPlan;
use crate::clustering::stages::embed;
use crate::control::{CancelToken, Rng};
use crate::learning::optim::{Rule, Update};
use crate::learning::trainer::{TrainError, even_batches};
use crate::stage::{EpochMetrics, Stage};
use std::time::Instant;

/// Goes on from `weights`, (C, d) and then C biases, until the layer's probabilities of the unit rows (n, d) are near `wanted`
/// (n, C), by cross-entropy; batches, rate and epochs as in `plan`. Gives probabilities and weights.
///
/// # Errors
/// Cancelled, or [`TrainError::NotFinite`].
pub(super) fn learn(
    plan: &ScanHeadsPlan,
    mut weights: Vec<f32>,
    wanted: &[f32],
    (rows, d): (&[f32], usize),
    cancel: &CancelToken,
    on_epoch: &mut dyn FnMut(&mut EpochMetrics, &[f32]),
) -> Result<(Vec<f32>, Vec<f32>), TrainError> {
    let layer = Linear { d, c: plan.n_clusters };
    let (c, n) = (layer.c, rows.len() / d.max(1));
    let mut velocity = vec![0.0; weights.len()];
    let mut p = layer.map(&weights, rows, |block| softmax_rows(block, c));
    let (mut n_steps, mut inputs) = (0, Vec::new());
    for epoch in 0..plan.epochs {
        let started = Instant::now();
        let mut loss = 0.0;
        for batch in even_batches(n, plan.batch, &mut Rng::from_key(&[plan.seed, 0xC025, epoch as u64])) {
            cancel.check()?;
            n_steps += 1;
            inputs.clear();
            for &i in &batch {
                inputs.extend_from_slice(&rows[i as usize * d..(i as usize + 1) * d]);
            }
            let share = 1.0 / batch.len() as f32;
            let (gradient, of_batch) = layer.pass(&weights, &inputs, |range, logits| {
                softmax_rows(logits, c);
                let mut loss = 0.0;
                for (at, p) in range.zip(logits.chunks_exact_mut(c)) {
                    let image = batch[at] as usize;
                    for (p, q) in p.iter_mut().zip(&wanted[image * c..(image + 1) * c]) {
                        loss -= f64::from(q * p.max(f32::MIN_POSITIVE).ln());
                        *p = (*p - q) * share;
                    }
                }
                loss
            });
            loss += of_batch;
            let rule = Rule::Sgd { momentum: 0.9, weight_decay: 0.0 };
            Update::new(rule, n_steps, plan.lr).sgd(&mut weights, &gradient, &mut velocity);
        }
        p = layer.map(&weights, rows, |block| softmax_rows(block, c));
        if !p.iter().all(|p| p.is_finite()) {
            return Err(TrainError::NotFinite { stage: Stage::Consensus, epoch: epoch + 1 });
        }
        let seconds = started.elapsed().as_secs_f64();
        let mut metrics = EpochMetrics {
            epoch: epoch as u32 + 1,
            lr: plan.lr,
            loss: loss / n.max(1) as f64,
            entropy: Some(embed::mean_entropy(&p, c)),
            seconds,
            images_per_sec: n as f64 / seconds.max(1e-9),
            ..EpochMetrics::new(Stage::Consensus)
        };
        on_epoch(&mut metrics, &p);
    }
    Ok((p, weights))
}
