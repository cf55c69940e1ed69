//! One linear head fitted to what is wanted of each row, by gradient descent with momentum over batches of all rows: what
//! self-labelling and the consensus share. It knows not where the wanted probabilities come from.

use super::linear::{Linear, softmax_rows};
use crate::clustering::stages::embed;
use crate::control::{CancelToken, Rng};
use crate::learning::optim::{Rule, Update};
use crate::learning::trainer::{TrainError, even_batches};
use crate::stage::{EpochMetrics, Stage};
use std::time::Instant;

/// How the head is fitted.
pub(super) struct Descent {
    /// Of numbers and errors.
    pub stage: Stage,
    pub n_clusters: usize,
    pub epochs: usize,
    /// Images a step, at most.
    pub batch: usize,
    pub lr: f64,
    /// Keys of the batches: a run's seed and the stage's own.
    pub seed: [u64; 2],
}

/// What is wanted of the head.
pub(super) trait Wanted {
    /// Looks at the probabilities (n, C) before an epoch (counted from 0).
    ///
    /// # Errors
    /// Cancelled.
    fn begin(&mut self, _epoch: usize, _probabilities: &[f32]) -> Result<(), TrainError> {
        Ok(())
    }

    /// The loss and the gradient by the weights over the images of a batch, whose rows are `inputs`.
    fn pass(&self, layer: Linear, weights: &[f32], batch: &[u32], inputs: &[f32]) -> Pass;
}

/// What came of a batch.
pub(super) struct Pass {
    /// Summed.
    pub loss: f64,
    /// What the sum of all losses is divided by, this batch's part.
    pub mass: f64,
    pub gradient: Vec<f32>,
}

/// Goes on from `weights`, (C, d) and then C biases, on unit rows (n, d). Gives the probabilities (n, C), and the weights that
/// they come from.
///
/// # Errors
/// Cancelled, or [`TrainError::NotFinite`].
pub(super) fn descend(
    how: &Descent,
    wanted: &mut dyn Wanted,
    mut weights: Vec<f32>,
    (rows, d): (&[f32], usize),
    cancel: &CancelToken,
    on_epoch: &mut dyn FnMut(&mut EpochMetrics, &[f32]),
) -> Result<(Vec<f32>, Vec<f32>), TrainError> {
    let layer = Linear { d, c: how.n_clusters };
    let (c, n) = (layer.c, rows.len() / d.max(1));
    let all = |weights: &[f32]| layer.map(weights, rows, |block| softmax_rows(block, c));
    let mut p = all(&weights);
    let mut velocity = vec![0.0; weights.len()];
    let (mut n_steps, mut inputs) = (0, Vec::new());
    for epoch in 0..how.epochs {
        let started = Instant::now();
        wanted.begin(epoch, &p)?;
        let (mut loss, mut mass) = (0.0, 0.0);
        let [seed, key] = how.seed;
        for batch in even_batches(n, how.batch, &mut Rng::from_key(&[seed, key, epoch as u64])) {
            cancel.check()?;
            n_steps += 1;
            inputs.clear();
            for &i in &batch {
                inputs.extend_from_slice(&rows[i as usize * d..(i as usize + 1) * d]);
            }
            let pass = wanted.pass(layer, &weights, &batch, &inputs);
            loss += pass.loss;
            mass += pass.mass;
            let rule = Rule::Sgd { momentum: 0.9, weight_decay: 0.0 };
            Update::new(rule, n_steps, how.lr).sgd(&mut weights, &pass.gradient, &mut velocity);
        }
        p = all(&weights);
        if !p.iter().all(|p| p.is_finite()) {
            return Err(TrainError::NotFinite { stage: how.stage.clone(), epoch: epoch + 1 });
        }
        let seconds = started.elapsed().as_secs_f64();
        let mut metrics = EpochMetrics {
            epoch: epoch as u32 + 1,
            n_epochs: how.epochs as u32,
            lr: how.lr,
            loss: loss / f64::max(mass, 1e-12),
            entropy: Some(embed::mean_entropy(&p, c)),
            seconds,
            images_per_sec: n as f64 / seconds.max(1e-9),
            ..EpochMetrics::new(how.stage.clone())
        };
        on_epoch(&mut metrics, &p);
    }
    Ok((p, weights))
}
