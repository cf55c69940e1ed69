//! What a transformer does to each row on its own: layer normalisation, softmax, and the activations of perceptrons, on
//! plain slices on the calling thread alone.

#![expect(clippy::inline_always, reason = "vectors leave their registers where a call is not inlined")]

use super::activation::{exp_lane, gelu_lane};
use super::simd::{Isa, Kernel, Simd};

/// Running sums of a row, so that the compiler may use vectors.
const LANES: usize = 16;

/// `out` = each row of `x` at mean 0 and variance 1, times `gain`, plus `bias` (Ba et al. 2016).
///
/// # Panics
/// If `gain` and `bias` differ in length, or `x` and `out` do not hold as many whole rows.
pub fn layer_norm(x: &[f32], gain: &[f32], bias: &[f32], eps: f32, out: &mut [f32]) {
    struct LayerNorm<'a>(&'a [f32], &'a [f32], &'a [f32], f32, &'a mut [f32]);
    impl Kernel for LayerNorm<'_> {
        type Output = ();
        #[inline(always)]
        fn run<S: Simd>(self) {
            let Self(x, gain, bias, eps, out) = self;
            let d = gain.len();
            for (x, out) in x.chunks_exact(d).zip(out.chunks_exact_mut(d)) {
                let mean = sum_of(x, |x| x) / d as f32;
                let variance = sum_of(x, |x| (x - mean) * (x - mean)) / d as f32;
                let scale = 1.0 / (variance + eps).sqrt();
                for (((out, x), gain), bias) in out.iter_mut().zip(x).zip(gain).zip(bias) {
                    *out = (x - mean) * scale * gain + bias;
                }
            }
        }
    }
    assert!(gain.len() == bias.len() && x.len() == out.len(), "rows of one width");
    assert!(!gain.is_empty() && x.len().is_multiple_of(gain.len()), "whole rows");
    Isa::detect().run(LayerNorm(x, gain, bias, eps, out));
}

#[inline(always)]
fn sum_of(x: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (groups, rest) = x.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for group in groups {
        for lane in 0..LANES {
            sums[lane] += of(group[lane]);
        }
    }
    let mut sum: f32 = sums.iter().sum();
    for &x in rest {
        sum += of(x);
    }
    sum
}

/// Each row of `width` numbers, times `scale`, becomes its softmax.
pub fn softmax(x: &mut [f32], width: usize, scale: f32) {
    struct Softmax<'a>(&'a mut [f32], usize, f32);
    impl Kernel for Softmax<'_> {
        type Output = ();
        #[inline(always)]
        fn run<S: Simd>(self) {
            let Self(x, width, scale) = self;
            for row in x.chunks_exact_mut(width) {
                let (groups, rest) = row.as_chunks::<LANES>();
                let mut most = [f32::NEG_INFINITY; LANES];
                for group in groups {
                    for lane in 0..LANES {
                        most[lane] = if group[lane] > most[lane] { group[lane] } else { most[lane] };
                    }
                }
                let max = most.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max);
                let (groups, rest) = row.as_chunks_mut::<LANES>();
                let mut sums = [0.0; LANES];
                for group in groups {
                    for lane in 0..LANES {
                        group[lane] = exp_lane((group[lane] - max) * scale);
                        sums[lane] += group[lane];
                    }
                }
                let mut sum: f32 = sums.iter().sum();
                for x in rest {
                    *x = exp_lane((*x - max) * scale);
                    sum += *x;
                }
                let share = 1.0 / sum;
                for x in row.iter_mut() {
                    *x *= share;
                }
            }
        }
    }
    if width > 0 {
        Isa::detect().run(Softmax(x, width, scale));
    }
}

/// What a perceptron does between its layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// x Φ(x).
    Gelu,
    /// The same with a hyperbolic tangent for Φ, as SigLIP was trained with.
    GeluTanh,
    /// x / (1 + e^(-1.702 x)), as CLIP was trained with.
    QuickGelu,
}

/// Adds `bias` to each row and applies the activation.
pub fn activate(x: &mut [f32], bias: &[f32], activation: Activation) {
    struct Activate<'a>(&'a mut [f32], &'a [f32], Activation);
    impl Kernel for Activate<'_> {
        type Output = ();
        #[inline(always)]
        fn run<S: Simd>(self) {
            let Self(x, bias, activation) = self;
            match activation {
                Activation::Gelu => each(x, bias, |x| gelu_lane(x).0),
                Activation::GeluTanh => each(x, bias, |x| {
                    let inner = 0.797_884_6 * (x + 0.044_715 * x * x * x);
                    x / (1.0 + exp_lane(-2.0 * inner))
                }),
                Activation::QuickGelu => each(x, bias, |x| x / (1.0 + exp_lane(-1.702 * x))),
            }
        }
    }
    if !bias.is_empty() {
        Isa::detect().run(Activate(x, bias, activation));
    }
}

#[inline(always)]
fn each(x: &mut [f32], bias: &[f32], of: impl Fn(f32) -> f32) {
    for row in x.chunks_exact_mut(bias.len()) {
        for (x, bias) in row.iter_mut().zip(bias) {
            *x = of(*x + bias);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    fn random(n: usize) -> Vec<f32> {
        let mut rng = Rng::from_key(&[n as u64]);
        (0..n).map(|_| 3.0 * rng.normal() as f32).collect()
    }

    #[test]
    fn rows_have_mean_zero_and_variance_one_before_gain_and_bias() {
        for d in [1, 7, 16, 37] {
            let x = random(3 * d);
            let (gain, bias) = (random(d), random(d));
            let mut out = vec![0.0; 3 * d];
            layer_norm(&x, &gain, &bias, 1e-6, &mut out);
            for (x, out) in x.chunks_exact(d).zip(out.chunks_exact(d)) {
                let mean = x.iter().map(|x| f64::from(*x)).sum::<f64>() / d as f64;
                let variance = x.iter().map(|x| (f64::from(*x) - mean).powi(2)).sum::<f64>() / d as f64;
                for (i, out) in out.iter().enumerate() {
                    let plain = (f64::from(x[i]) - mean) / (variance + 1e-6).sqrt();
                    let expected = plain * f64::from(gain[i]) + f64::from(bias[i]);
                    assert!((f64::from(*out) - expected).abs() < 1e-4 * (1.0 + expected.abs()), "{d}");
                }
            }
        }
    }

    #[test]
    fn softmax_and_activations_are_those_of_the_plain_formulas() {
        for width in [1, 5, 16, 50] {
            let x = random(2 * width);
            let mut out = x.clone();
            softmax(&mut out, width, 0.5);
            for (x, out) in x.chunks_exact(width).zip(out.chunks_exact(width)) {
                let all: f64 = x.iter().map(|x| (0.5 * f64::from(*x)).exp()).sum();
                assert!(
                    x.iter().zip(out).all(|(x, p)| (f64::from(*p) - (0.5 * f64::from(*x)).exp() / all).abs() < 1e-6)
                );
            }
        }
        let mut nan = [f32::NAN; 20];
        nan[3] = 1.0;
        softmax(&mut nan, 20, 1.0);
        assert!(nan.iter().all(|p| p.is_nan()));
        let (x, bias) = (random(60), random(20));
        let plain = |activation: Activation, x: f64| match activation {
            Activation::QuickGelu => x / (1.0 + (-1.702 * x).exp()),
            // Both forms of it lie within 5e-4 of each other.
            _ => 0.5 * x * (1.0 + ((2.0 / std::f64::consts::PI).sqrt() * (x + 0.044_715 * x.powi(3))).tanh()),
        };
        for (activation, tolerance) in
            [(Activation::Gelu, 1e-3), (Activation::GeluTanh, 1e-5), (Activation::QuickGelu, 1e-5)]
        {
            let mut out = x.clone();
            activate(&mut out, &bias, activation);
            for (i, out) in out.iter().enumerate() {
                let expected = plain(activation, f64::from(x[i]) + f64::from(bias[i % 20]));
                assert!((f64::from(*out) - expected).abs() < tolerance, "{activation:?}: {out} is not {expected}");
            }
        }
    }
}
