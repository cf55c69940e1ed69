//! Batch normalisation on the CPU, forward and backward in one sweep a channel, with ReLU and a residual sum folded in.
//!
//! Plain slices, (n, c, area); no tensor, no running statistics. Each channel is summed by one task in a fixed order, so
//! results do not depend on the number of threads.

use super::host::{SharedOut, with_scratch};
use rayon::prelude::*;
use std::ops::Range;

/// What happens after `scale * x + shift`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activation {
    None,
    Relu,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    pub n: usize,
    pub c: usize,
    pub area: usize,
}

impl Sizes {
    fn len(&self) -> usize {
        self.n * self.c * self.area
    }

    /// Where channel `c` of image `n` lies.
    pub(super) fn slice(&self, n: usize, c: usize) -> Range<usize> {
        let start = (n * self.c + c) * self.area;
        start..start + self.area
    }

    /// Values a channel is averaged over.
    pub(super) fn count(&self) -> f64 {
        (self.n * self.area) as f64
    }

    /// Neighbouring channels that one task takes, so that short slices still fill cache lines.
    fn group(&self) -> usize {
        (64 / self.area.max(1)).max(1)
    }
}

/// Per channel: the mean and the biased variance.
#[derive(Clone, Debug)]
pub(super) struct Statistics {
    pub mean: Vec<f32>,
    pub var: Vec<f32>,
}

impl Statistics {
    fn inverse_std(&self, c: usize, eps: f64) -> f64 {
        1.0 / (f64::from(self.var[c]) + eps).sqrt()
    }
}

const LANES: usize = 16;
/// Floats summed in f32 before the sum moves on in f64.
const RUN: usize = 1024;

/// The sum of `f(a, b)` over two slices.
#[inline]
fn sum2(a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32) -> f64 {
    let mut total = 0.0;
    for (a, b) in a.chunks(RUN).zip(b.chunks(RUN)) {
        let mut lanes = [0.0_f32; LANES];
        let (a_lanes, b_lanes) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
        for (&a, &b) in a_lanes.remainder().iter().zip(b_lanes.remainder()) {
            total += f64::from(f(a, b));
        }
        for (a, b) in a_lanes.zip(b_lanes) {
            for i in 0..LANES {
                lanes[i] += f(a[i], b[i]);
            }
        }
        total += lanes.iter().map(|&lane| f64::from(lane)).sum::<f64>();
    }
    total
}

fn sum(a: &[f32], f: impl Fn(f32) -> f32) -> f64 {
    sum2(a, a, |a, _| f(a))
}

/// The mean and biased variance of channel `c`: slice by slice, then over the slices' means, so that a large mean costs
/// no digits.
fn moments(s: Sizes, x: &[f32], c: usize) -> (f32, f32) {
    let means: Vec<f64> = (0..s.n).map(|n| sum(&x[s.slice(n, c)], |v| v) / s.area as f64).collect();
    let mean = means.iter().sum::<f64>() / s.n as f64;
    let mut squares = 0.0;
    for (n, &slice_mean) in means.iter().enumerate() {
        if s.area > 1 {
            let center = slice_mean as f32;
            let off = f64::from(center) - slice_mean;
            squares += sum(&x[s.slice(n, c)], |v| (v - center) * (v - center)) - s.area as f64 * off * off;
        }
        squares += s.area as f64 * (slice_mean - mean) * (slice_mean - mean);
    }
    (mean as f32, (squares.max(0.0) / s.count()) as f32)
}

/// `x` (n, c, area) to `activation((x - mean) / sqrt(var + eps) * gamma + beta + residual)` and the statistics used:
/// `fixed`, or the batch's own. `affine` is (2, c): gamma, beta.
pub(super) fn forward(
    s: Sizes,
    x: &[f32],
    affine: &[f32],
    residual: Option<&[f32]>,
    fixed: Option<&Statistics>,
    eps: f64,
    activation: Activation,
) -> (Vec<f32>, Statistics) {
    let mut y = vec![0.0; s.len()];
    let out = SharedOut::new(&mut y);
    let groups: Vec<Vec<(f32, f32)>> = (0..s.c.div_ceil(s.group()))
        .into_par_iter()
        .map(|group| {
            let channels = group * s.group()..((group + 1) * s.group()).min(s.c);
            let moments: Vec<(f32, f32)> = match fixed {
                Some(fixed) => channels.clone().map(|c| (fixed.mean[c], fixed.var[c])).collect(),
                None => channels.clone().map(|c| moments(s, x, c)).collect(),
            };
            for n in 0..s.n {
                for (c, &(mean, var)) in channels.clone().zip(&moments) {
                    let (scale, shift) = scale_shift(mean, var, affine[c], affine[s.c + c], eps);
                    // SAFETY: this task alone writes its channels, slice after slice.
                    let y = unsafe { out.part(s.slice(n, c)) };
                    let x = &x[s.slice(n, c)];
                    match (residual, activation) {
                        (None, Activation::None) => write2(y, x, x, |x, _| x * scale + shift),
                        (None, Activation::Relu) => write2(y, x, x, |x, _| relu(x * scale + shift)),
                        (Some(r), Activation::None) => write2(y, x, &r[s.slice(n, c)], |x, r| x * scale + shift + r),
                        (Some(r), Activation::Relu) => {
                            write2(y, x, &r[s.slice(n, c)], |x, r| relu(x * scale + shift + r));
                        }
                    }
                }
            }
            moments
        })
        .collect();
    let (mean, var) = groups.into_iter().flatten().unzip();
    (y, Statistics { mean, var })
}

fn scale_shift(mean: f32, var: f32, gamma: f32, beta: f32, eps: f64) -> (f32, f32) {
    let scale = f64::from(gamma) / (f64::from(var) + eps).sqrt();
    (scale as f32, (f64::from(beta) - f64::from(mean) * scale) as f32)
}

/// Zero for what is not above zero; NaN stays.
#[inline]
pub(super) fn relu(v: f32) -> f32 {
    if v <= 0.0 { 0.0 } else { v }
}

/// What ReLU passes back for a result of `y`.
#[inline]
pub(super) fn relu_gradient(y: f32, dy: f32) -> f32 {
    if y <= 0.0 { 0.0 } else { dy }
}

#[inline]
fn write2(out: &mut [f32], a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32) {
    for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
        *out = f(a, b);
    }
}

/// Which gradients the caller needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub x: bool,
    pub residual: bool,
}

pub(super) struct Gradients {
    /// (n, c, area), if wanted.
    pub x: Option<Vec<f32>>,
    /// (2, c): gamma's, beta's.
    pub affine: Vec<f32>,
    /// (n, c, area), if wanted and not simply `dy`.
    pub residual: Option<Vec<f32>>,
}

/// The gradients of `forward`. `y` is its result, needed where a residual was added before ReLU. `is_batch`: the
/// statistics were the batch's own, so `x` moved them too.
#[expect(clippy::too_many_arguments, reason = "the operator's own arguments, once more, and the gradient")]
pub(super) fn backward(
    s: Sizes,
    x: &[f32],
    affine: &[f32],
    y_with_residual: Option<&[f32]>,
    statistics: &Statistics,
    is_batch: bool,
    eps: f64,
    activation: Activation,
    dy: &[f32],
    wanted: Wanted,
) -> Gradients {
    let is_masked = activation == Activation::Relu;
    let masked_by_y = y_with_residual.filter(|_| is_masked);
    let mut dx = wanted.x.then(|| vec![0.0; s.len()]);
    let mut dr = masked_by_y.map(|_| vec![0.0; s.len()]);
    let (dx_out, dr_out) = (dx.as_deref_mut().map(SharedOut::new), dr.as_deref_mut().map(SharedOut::new));
    let channels: Vec<(f32, f32)> = (0..s.c.div_ceil(s.group()))
        .into_par_iter()
        .flat_map_iter(|group| group * s.group()..((group + 1) * s.group()).min(s.c))
        .map(|c| {
            let (mean, inverse) = (statistics.mean[c], statistics.inverse_std(c, eps));
            let (scale, shift) = scale_shift(mean, statistics.var[c], affine[c], affine[s.c + c], eps);
            with_scratch(s.area, |scratch| {
                let (mut sum_g, mut sum_gx) = (0.0, 0.0);
                for n in 0..s.n {
                    let (x, mut g) = (&x[s.slice(n, c)], &dy[s.slice(n, c)]);
                    if let (Some(y), Some(dr)) = (masked_by_y, dr_out) {
                        // SAFETY: this task alone writes its channel, slice after slice.
                        let dr = unsafe { dr.part(s.slice(n, c)) };
                        write2(dr, &y[s.slice(n, c)], g, relu_gradient);
                        g = dr;
                    } else if is_masked {
                        write2(scratch, x, g, |x, g| relu_gradient(x * scale + shift, g));
                        g = scratch;
                    }
                    sum_g += sum(g, |g| g);
                    sum_gx += sum2(g, x, |g, x| g * (x - mean));
                }
                if let Some(dx) = dx_out {
                    let (on_x, constant) = if is_batch {
                        let per_value = -f64::from(scale) / s.count();
                        ((per_value * inverse * inverse * sum_gx) as f32, (per_value * sum_g) as f32)
                    } else {
                        (0.0, 0.0)
                    };
                    for n in 0..s.n {
                        let (x, mut g) = (&x[s.slice(n, c)], &dy[s.slice(n, c)]);
                        if let Some(dr) = dr_out {
                            // SAFETY: this task wrote the slice above; nobody else touches its channel.
                            g = unsafe { dr.part(s.slice(n, c)) };
                        } else if is_masked {
                            write2(scratch, x, g, |x, g| relu_gradient(x * scale + shift, g));
                            g = scratch;
                        }
                        // SAFETY: this task alone writes its channel, slice after slice.
                        let dx = unsafe { dx.part(s.slice(n, c)) };
                        if is_batch {
                            write2(dx, x, g, |x, g| scale * g + (on_x * (x - mean) + constant));
                        } else {
                            write2(dx, x, g, |_, g| scale * g);
                        }
                    }
                }
                ((sum_gx * inverse) as f32, sum_g as f32)
            })
        })
        .collect();
    let (mut affine, beta): (Vec<f32>, Vec<f32>) = channels.into_iter().unzip();
    affine.extend(beta);
    Gradients { x: dx, affine, residual: dr.filter(|_| wanted.residual) }
}
