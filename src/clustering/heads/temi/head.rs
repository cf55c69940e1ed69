//! One head of TEMI on frozen features: a perceptron of two layers, unit rows, and a weight-normed last layer; forward,
//! and backward by hand.
//!
//! All its weights lie in one slice, so that the optimiser and the moving average go over them in one pass. It runs on
//! the calling thread alone: callers give one head, or some of its rows, to each task.

use crate::clustering::heads::linear::length;
use crate::control::Rng;
use crate::linalg::activation::{exp_shifted, gelu};
use crate::linalg::matmul::{product, product_with_transposed, transposed_product};
use std::ops::Range;

/// Width of the first layer.
const HIDDEN: usize = 512;
/// Width of the second layer, whose rows are made unit ones.
const BOTTLENECK: usize = 256;
/// What cosines are divided by before the softmax, for student and teacher alike.
const TEMPERATURE: f32 = 0.1;

/// Sizes of a head, which say where in the slice of its weights each layer lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Width of a feature row.
    pub d: usize,
    /// Number of clusters.
    pub c: usize,
}

/// Where the layers lie: weight (512, d) and bias, weight (256, 512) and bias, direction (c, 256) and gain (c).
struct Parts {
    w1: Range<usize>,
    b1: Range<usize>,
    w2: Range<usize>,
    b2: Range<usize>,
    v: Range<usize>,
    gain: Range<usize>,
}

impl Shape {
    fn parts(self) -> Parts {
        let mut at = 0;
        let mut next = |length: usize| {
            at += length;
            at - length..at
        };
        Parts {
            w1: next(HIDDEN * self.d),
            b1: next(HIDDEN),
            w2: next(BOTTLENECK * HIDDEN),
            b2: next(BOTTLENECK),
            v: next(self.c * BOTTLENECK),
            gain: next(self.c),
        }
    }

    /// Numbers that a head has.
    pub(super) fn n_numbers(self) -> usize {
        self.parts().gain.end
    }

    /// Stretches of the slice, each with whether weight decay acts there (on no bias and no gain) and whether it belongs
    /// to the last layer.
    pub(super) fn stretches(self) -> [(Range<usize>, bool, bool); 6] {
        let Parts { w1, b1, w2, b2, v, gain } = self.parts();
        [
            (w1, true, false),
            (b1, false, false),
            (w2, true, false),
            (b2, false, false),
            (v, true, true),
            (gain, false, true),
        ]
    }

    /// First weights: linear layers as PyTorch's, the last one's rows of any direction with a gain of 1.
    pub(super) fn first_weights(self, seed: u64, head: usize) -> Vec<f32> {
        let mut rng = Rng::from_key(&[seed, 0x7E31, head as u64]);
        let mut weights = vec![1.0; self.n_numbers()];
        let Parts { w1, b1, w2, b2, v, .. } = self.parts();
        for (range, fan_in) in [(w1.start..b1.end, self.d), (w2.start..b2.end, HIDDEN), (v, BOTTLENECK)] {
            let bound = 1.0 / (fan_in.max(1) as f64).sqrt();
            weights[range].iter_mut().for_each(|w| *w = rng.range(-bound, bound) as f32);
        }
        weights
    }
}

/// What a pass over some rows leaves for the way back, and memory that serves every step.
#[derive(Default)]
pub(super) struct Pass {
    /// (m, 512) after the activation.
    hidden: Vec<f32>,
    /// (m, 512) derivative of the activation.
    slope: Vec<f32>,
    /// (m, 256) unit rows.
    unit: Vec<f32>,
    /// Length of each row before.
    norm: Vec<f32>,
    /// (c, 256) of the last layer.
    last: Vec<f32>,
    /// (m, c) logarithms of probabilities.
    pub log_p: Vec<f32>,
    /// (m, c)
    pub p: Vec<f32>,
    /// Gradient of `unit`, for the backward pass.
    d_unit: Vec<f32>,
    d_hidden: Vec<f32>,
    d_last: Vec<f32>,
}

impl Pass {
    /// Runs a head over rows `x`, (m, d).
    pub(super) fn forward(&mut self, shape: Shape, weights: &[f32], x: &[f32]) {
        let m = x.len() / shape.d.max(1);
        let parts = shape.parts();
        for (of, width) in [(&mut self.hidden, HIDDEN), (&mut self.slope, HIDDEN), (&mut self.unit, BOTTLENECK)] {
            of.resize(m * width, 0.0);
        }
        self.norm.resize(m, 0.0);
        self.last.resize(shape.c * BOTTLENECK, 0.0);
        self.log_p.resize(m * shape.c, 0.0);
        self.p.resize(m * shape.c, 0.0);

        product_with_transposed(x, &weights[parts.w1], shape.d, &mut self.hidden);
        add_to_rows(&mut self.hidden, &weights[parts.b1]);
        gelu(&mut self.hidden, &mut self.slope);
        product_with_transposed(&self.hidden, &weights[parts.w2], HIDDEN, &mut self.unit);
        add_to_rows(&mut self.unit, &weights[parts.b2]);
        for (row, norm) in self.unit.chunks_exact_mut(BOTTLENECK).zip(&mut self.norm) {
            *norm = length(row);
            for x in row.iter_mut() {
                *x /= *norm;
            }
        }
        let rows = weights[parts.v].chunks_exact(BOTTLENECK).zip(&weights[parts.gain]);
        for ((v, gain), last) in rows.zip(self.last.chunks_exact_mut(BOTTLENECK)) {
            let scale = gain / length(v);
            last.iter_mut().zip(v).for_each(|(last, v)| *last = v * scale);
        }
        product_with_transposed(&self.unit, &self.last, BOTTLENECK, &mut self.log_p);
        for (log_p, p) in self.log_p.chunks_exact_mut(shape.c).zip(self.p.chunks_exact_mut(shape.c)) {
            for z in log_p.iter_mut() {
                *z /= TEMPERATURE;
            }
            log_softmax(log_p, p);
        }
    }

    /// The gradient of all weights into `gradient`, from that of the logits before the temperature: `d_logits` is (m, c)
    /// and `x` what [`Pass::forward`] ran on.
    pub(super) fn backward(
        &mut self,
        shape: Shape,
        weights: &[f32],
        x: &[f32],
        d_logits: &[f32],
        gradient: &mut [f32],
    ) {
        let m = self.norm.len();
        let parts = shape.parts();
        for (of, length) in [
            (&mut self.d_unit, m * BOTTLENECK),
            (&mut self.d_hidden, m * HIDDEN),
            (&mut self.d_last, shape.c * BOTTLENECK),
        ] {
            of.resize(length, 0.0);
        }
        transposed_product(d_logits, &self.unit, m, &mut self.d_last);
        for class in 0..shape.c {
            let row = class * BOTTLENECK..(class + 1) * BOTTLENECK;
            let v = &weights[parts.v.clone()][row.clone()];
            let d_last = &self.d_last[row.clone()];
            let (norm, gain) = (length(v), weights[parts.gain.clone()][class]);
            let along: f32 = v.iter().zip(d_last).map(|(v, d)| v * d).sum::<f32>() / norm;
            gradient[parts.gain.clone()][class] = along;
            let out = &mut gradient[parts.v.clone()][row];
            for ((out, v), d) in out.iter_mut().zip(v).zip(d_last) {
                *out = gain / norm * (d - along * v / norm);
            }
        }
        product(d_logits, &self.last, shape.c, &mut self.d_unit);
        let rows = self.d_unit.chunks_exact_mut(BOTTLENECK).zip(self.unit.chunks_exact(BOTTLENECK));
        for ((d, unit), norm) in rows.zip(&self.norm) {
            let along: f32 = d.iter().zip(unit).map(|(d, u)| d * u).sum();
            d.iter_mut().zip(unit).for_each(|(d, u)| *d = (*d - along * u) / norm);
        }
        transposed_product(&self.d_unit, &self.hidden, m, &mut gradient[parts.w2.clone()]);
        sum_of_rows(&self.d_unit, &mut gradient[parts.b2.clone()]);
        product(&self.d_unit, &weights[parts.w2], BOTTLENECK, &mut self.d_hidden);
        self.d_hidden.iter_mut().zip(&self.slope).for_each(|(d, slope)| *d *= slope);
        transposed_product(&self.d_hidden, x, m, &mut gradient[parts.w1]);
        sum_of_rows(&self.d_hidden, &mut gradient[parts.b1]);
    }
}

/// What the gradient by a logit after the temperature has to be multiplied by.
pub(super) const PER_LOGIT: f32 = 1.0 / TEMPERATURE;

/// `z` becomes the logarithm of its softmax, `p` the softmax.
pub(super) fn log_softmax(z: &mut [f32], p: &mut [f32]) {
    let max = z.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    p.copy_from_slice(z);
    let sum = exp_shifted(p, max);
    let (log_sum, share) = (max + sum.ln(), 1.0 / sum);
    for z in z.iter_mut() {
        *z -= log_sum;
    }
    for p in p.iter_mut() {
        *p *= share;
    }
}

fn add_to_rows(rows: &mut [f32], bias: &[f32]) {
    for row in rows.chunks_exact_mut(bias.len()) {
        row.iter_mut().zip(bias).for_each(|(x, b)| *x += b);
    }
}

fn sum_of_rows(rows: &[f32], sum: &mut [f32]) {
    sum.fill(0.0);
    for row in rows.chunks_exact(sum.len()) {
        sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A smooth function of the probabilities, and its gradient by the logits.
    fn loss(shape: Shape, weights: &[f32], x: &[f32], pass: &mut Pass) -> (f64, Vec<f32>) {
        pass.forward(shape, weights, x);
        let target = |i: usize| if i.is_multiple_of(3) { 0.7 } else { 0.15 };
        let value = pass.log_p.iter().enumerate().map(|(i, l)| -f64::from(*l) * target(i)).sum();
        let rows = pass.p.chunks_exact(shape.c).enumerate();
        let gradient = rows.flat_map(|(row, p)| {
            let all: f64 = (0..shape.c).map(|k| target(row * shape.c + k)).sum();
            p.iter()
                .enumerate()
                .map(move |(k, p)| (f64::from(*p) * all - target(row * shape.c + k)) as f32 * PER_LOGIT)
                .collect::<Vec<_>>()
        });
        (value, gradient.collect())
    }

    #[test]
    fn the_gradient_is_that_of_small_differences() {
        let shape = Shape { d: 5, c: 3 };
        let mut rng = Rng::from_key(&[4]);
        let mut weights = shape.first_weights(1, 0);
        for w in &mut weights {
            *w += 0.05 * rng.normal() as f32;
        }
        let x: Vec<f32> = (0..4 * 5).map(|_| rng.normal() as f32).collect();
        let mut pass = Pass::default();
        let (_, d_logits) = loss(shape, &weights, &x, &mut pass);
        let mut gradient = vec![f32::NAN; shape.n_numbers()];
        pass.backward(shape, &weights, &x, &d_logits, &mut gradient);
        assert!(gradient.iter().all(|g| g.is_finite()));
        for (range, ..) in shape.stretches() {
            // A direction within the stretch that goes with its gradient, so that the difference is no small one.
            let g = &gradient[range.clone()];
            let slope: f64 = g.iter().map(|g| f64::from(*g).powi(2)).sum();
            let step = 1e-2 / slope.sqrt().max(1e-9);
            let at = |sign: f64| {
                let mut moved = weights.clone();
                moved[range.clone()].iter_mut().zip(g).for_each(|(w, g)| *w += (sign * step) as f32 * g);
                loss(shape, &moved, &x, &mut Pass::default()).0
            };
            let numeric = (at(1.0) - at(-1.0)) / (2.0 * step);
            assert!((numeric - slope).abs() < 2e-2 * slope.max(1e-6), "{range:?}: {slope} is not {numeric}");
        }
    }

    #[test]
    fn probabilities_add_up_and_nan_is_not_hidden() {
        let shape = Shape { d: 4, c: 7 };
        let weights = shape.first_weights(0, 1);
        let mut pass = Pass::default();
        pass.forward(shape, &weights, &[0.0, 0.0, 0.0, 0.0, 1.0, -2.0, 3.0, 0.5]);
        for (p, log_p) in pass.p.chunks_exact(7).zip(pass.log_p.chunks_exact(7)) {
            assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            assert!(p.iter().zip(log_p).all(|(p, l)| (p.ln() - l).abs() < 1e-4));
        }
        pass.forward(shape, &weights, &[f32::NAN, 0.0, 0.0, 0.0]);
        assert!(pass.p.iter().all(|p| p.is_nan()));
    }
}
