//! TURTLE (Gadetsky et al. 2024, "Let Go of Your Labels with Unsupervised Transfer", METHOD 7): the labelling of frozen
//! features that a linear classifier learns best, found without neighbours.
//!
//! A task encoder labels the rows; a fresh linear classifier is trained on these labels for a few steps; the encoder is
//! then moved towards labels that the classifier fits, and that stay even. One feature space.

use crate::clustering::heads::linear::{Linear, length, softmax_rows, through_softmax};
use crate::clustering::heads::temi::OnEpoch;
use crate::control::{CancelToken, Rng};
use crate::learning::optim::{Rule, Update};
use crate::learning::trainer::TrainError;
use crate::stage::{EpochMetrics, Stage};
use rayon::prelude::*;
use std::time::Instant;

/// Steps of the classifier for each of the encoder.
const INNER_STEPS: u64 = 10;
/// Adam's learning rate of both.
const LR: f64 = 1e-3;
/// Weight of the entropy of the mean label.
const ENTROPY_WEIGHT: f32 = 10.0;
/// Rows of a step, at most.
const ROWS: usize = 10_000;
/// Steps that are reported as an epoch.
pub const STEPS_PER_EPOCH: usize = 50;

/// How long, and what for.
#[derive(Clone, Copy, Debug)]
pub struct TurtlePlan {
    /// Number of clusters.
    pub n_clusters: usize,
    /// Steps of the encoder; the publication takes 6000.
    pub steps: usize,
    /// Seed of weights and draws.
    pub seed: u64,
}

/// Multiply-adds of the whole, for estimates.
#[must_use]
pub fn mul_adds(plan: &TurtlePlan, n: usize, d: usize) -> f64 {
    // Each classifier step goes forward and back, so does the encoder's; the classifier is looked at once more.
    plan.steps as f64 * (n.min(ROWS) * d * plan.n_clusters) as f64 * (2.0 * INNER_STEPS as f64 + 3.0)
}

/// The encoder: rows of any direction with a gain each, and a bias.
struct Encoder {
    layer: Linear,
    /// Directions (c, d), gains (c), biases (c).
    weights: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
}

impl Encoder {
    fn new(layer: Linear, rng: &mut Rng) -> Self {
        let linear = layer.first_weights(rng);
        let (directions, biases) = linear.split_at(layer.c * layer.d);
        let gains = directions.chunks_exact(layer.d.max(1)).map(length);
        let weights: Vec<f32> = directions.iter().copied().chain(gains).chain(biases.iter().copied()).collect();
        Self { layer, first: vec![0.0; weights.len()], second: vec![0.0; weights.len()], weights }
    }

    /// The weights as a plain layer's.
    fn linear(&self) -> Vec<f32> {
        let Linear { d, c } = self.layer;
        let (directions, rest) = self.weights.split_at(c * d);
        let (gains, biases) = rest.split_at(c);
        let scaled = directions.chunks_exact(d.max(1)).zip(gains).flat_map(|(v, gain)| {
            let scale = gain / length(v);
            v.iter().map(move |v| v * scale)
        });
        scaled.chain(biases.iter().copied()).collect()
    }

    /// One step of Adam against the gradient of the plain layer's weights.
    fn step(&mut self, gradient: &[f32], n_steps: u64) {
        let Linear { d, c } = self.layer;
        let (of_matrix, of_biases) = gradient.split_at(c * d);
        let mut own = vec![0.0; self.weights.len()];
        for class in 0..c {
            let v = &self.weights[class * d..(class + 1) * d];
            let g = &of_matrix[class * d..(class + 1) * d];
            let (norm, gain) = (length(v), self.weights[c * d + class]);
            let along = v.iter().zip(g).map(|(v, g)| v * g).sum::<f32>() / norm;
            for ((own, v), g) in own[class * d..].iter_mut().zip(v).zip(g) {
                *own = gain / norm * (g - along * v / norm);
            }
            own[c * d + class] = along;
        }
        own[c * (d + 1)..].copy_from_slice(of_biases);
        let update = Update::new(Rule::Adam { weight_decay: 0.0 }, n_steps, LR);
        update.adam(&mut self.weights, &own, &mut self.first, &mut self.second);
    }
}

/// Finds labels for rows (n, d); gives their probabilities (n, C).
///
/// `on_epoch` is called every [`STEPS_PER_EPOCH`] steps with the metrics and a function that gives the labels so far.
///
/// # Errors
/// Cancelled, or [`TrainError::NotFinite`].
pub fn train(
    plan: &TurtlePlan,
    rows: &[f32],
    d: usize,
    cancel: &CancelToken,
    on_epoch: OnEpoch<'_>,
) -> Result<Vec<f32>, TrainError> {
    let layer = Linear { d, c: plan.n_clusters };
    let c = layer.c;
    let n = rows.len() / d.max(1);
    let mut encoder = Encoder::new(layer, &mut Rng::from_key(&[plan.seed, 0x707, 0]));
    let (mut started, mut drawn) = (Instant::now(), Vec::new());
    for step in 1..=plan.steps {
        cancel.check()?;
        let mut rng = Rng::from_key(&[plan.seed, 0x707, step as u64]);
        let z = if n <= ROWS { rows } else { draw(rows, d, n, &mut rng, &mut drawn) };
        let m = (z.len() / d.max(1)).max(1) as f32;
        let labels = layer.map(&encoder.linear(), z, |block| softmax_rows(block, c));
        let classifier = fit(layer, z, &labels, &mut rng);
        let mut mean = vec![0.0; c];
        labels.chunks_exact(c.max(1)).for_each(|p| mean.iter_mut().zip(p).for_each(|(sum, p)| *sum += p / m));
        let by_mean: Vec<f32> = mean.iter().map(|q| ENTROPY_WEIGHT * (q.max(1e-12).ln() + 1.0)).collect();
        // Cross-entropy of the classifier on the labels, of which the labels are what is moved.
        let fitted = layer.map(&classifier, z, |block| softmax_rows(block, c));
        let mut d_logits = fitted;
        let mut cross_entropy = 0.0;
        for (d, label) in d_logits.chunks_exact_mut(c).zip(labels.chunks_exact(c)) {
            for ((d, p), by_mean) in d.iter_mut().zip(label).zip(&by_mean) {
                let log = d.max(1e-30).ln();
                cross_entropy -= f64::from(p * log);
                *d = (by_mean - log) / m;
            }
            through_softmax(label, d);
        }
        let gradient = layer.gradient_of(&d_logits, z);
        encoder.step(&gradient, step as u64);
        let loss = cross_entropy / f64::from(m);
        if !loss.is_finite() {
            return Err(TrainError::NotFinite { stage: Stage::Turtle, epoch: step.div_ceil(STEPS_PER_EPOCH) });
        }
        if step.is_multiple_of(STEPS_PER_EPOCH) || step == plan.steps {
            let seconds = started.elapsed().as_secs_f64();
            started = Instant::now();
            let mut metrics = EpochMetrics {
                epoch: step.div_ceil(STEPS_PER_EPOCH) as u32,
                n_epochs: plan.steps.div_ceil(STEPS_PER_EPOCH) as u32,
                lr: LR,
                loss,
                images_per_sec: f64::from(m) * STEPS_PER_EPOCH as f64 / seconds.max(1e-9),
                seconds,
                ..EpochMetrics::new(Stage::Turtle)
            };
            on_epoch(&mut metrics, &|| layer.map(&encoder.linear(), rows, |block| softmax_rows(block, c)));
        }
    }
    Ok(layer.map(&encoder.linear(), rows, |block| softmax_rows(block, c)))
}

/// A fresh classifier after its steps on the labels (m, c) of rows (m, d).
fn fit(layer: Linear, rows: &[f32], labels: &[f32], rng: &mut Rng) -> Vec<f32> {
    let c = layer.c;
    let m = (rows.len() / layer.d.max(1)).max(1) as f32;
    let mut weights = layer.first_weights(rng);
    let (mut first, mut second) = (vec![0.0; weights.len()], vec![0.0; weights.len()]);
    for step in 1..=INNER_STEPS {
        let (gradient, _) = layer.pass(&weights, rows, |range, logits| {
            softmax_rows(logits, c);
            let labels = &labels[range.start * c..range.end * c];
            logits.iter_mut().zip(labels).for_each(|(q, p)| *q = (*q - p) / m);
            0.0
        });
        let update = Update::new(Rule::Adam { weight_decay: 0.0 }, step, LR);
        update.adam(&mut weights, &gradient, &mut first, &mut second);
    }
    weights
}

/// [`ROWS`] different rows.
fn draw<'a>(rows: &[f32], d: usize, n: usize, rng: &mut Rng, out: &'a mut Vec<f32>) -> &'a [f32] {
    let mut order: Vec<u32> = (0..n as u32).collect();
    rng.shuffle(&mut order);
    out.resize(ROWS * d, 0.0);
    out.par_chunks_exact_mut(d).zip(&order).for_each(|(out, &i)| {
        out.copy_from_slice(&rows[i as usize * d..(i as usize + 1) * d]);
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::judge::metrics;
    use crate::clustering::stages::embed;

    #[test]
    fn it_finds_groups_that_a_line_divides() {
        let mut rng = Rng::from_key(&[5]);
        let centers: Vec<f64> = (0..3 * 8).map(|_| 2.0 * rng.normal()).collect();
        let truth: Vec<u32> = (0..300).map(|i| i % 3).collect();
        let rows: Vec<f32> = truth
            .iter()
            .flat_map(|&class| (0..8).map(move |j| class as usize * 8 + j))
            .map(|at| (centers[at] + 0.5 * rng.normal()) as f32)
            .collect();
        let plan = TurtlePlan { n_clusters: 3, steps: 2000, seed: 0 };
        let mut n_epochs = 0;
        let mut see = |metrics: &mut EpochMetrics, now: &dyn Fn() -> Vec<f32>| {
            n_epochs = metrics.epoch;
            assert_eq!(now().len(), 900);
        };
        let p = train(&plan, &rows, 8, &CancelToken::default(), &mut see).expect("trained");
        assert_eq!(n_epochs, 40);
        let (clusters, _) = embed::arg_max_rows(&p, 3);
        let ari = metrics::scores(&clusters, &truth).ari;
        assert!(ari > 0.95, "{ari}");
    }

    #[test]
    fn odd_input_ends_in_words_or_numbers() {
        let plan = TurtlePlan { n_clusters: 3, steps: 3, seed: 0 };
        let cancel = CancelToken::default();
        let p = train(&plan, &[2.0; 12], 4, &cancel, &mut |_, _| ()).expect("all alike");
        assert!(p.iter().all(|p| p.is_finite()));
        let broken = train(&plan, &[f32::NAN; 12], 4, &cancel, &mut |_, _| ());
        assert!(matches!(broken, Err(TrainError::NotFinite { stage: Stage::Turtle, epoch: 1 })));
        cancel.cancel();
        assert!(matches!(train(&plan, &[2.0; 12], 4, &cancel, &mut |_, _| ()), Err(TrainError::Cancelled)));
    }
}
