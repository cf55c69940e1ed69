//! Max pooling and global average pooling on blocked maps, forward and backward.

use super::maps::Maps;
use crate::linalg::simd::LANES;
use rayon::prelude::*;
use std::ops::Range;

/// Square windows over maps of `h` x `w`, the border padded with minus infinity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Windows {
    pub h: usize,
    pub w: usize,
    pub kernel: usize,
    pub stride: usize,
    pub padding: usize,
    pub ho: usize,
    pub wo: usize,
}

impl Windows {
    /// The input rows (or columns) of window `at` along a side of `size`.
    fn inside(&self, at: usize, size: usize) -> Range<usize> {
        let start = at * self.stride;
        start.saturating_sub(self.padding)..(start + self.kernel - self.padding).min(size)
    }
}

/// The largest number of each window, and where in its block it lies (the first of equals, the last NaN before all others).
pub(crate) fn max_pool(x: &Maps, p: &Windows) -> (Maps, Vec<u32>) {
    let mut y = Maps::new(x.n, x.c, p.ho, p.wo);
    let out = y.plane();
    let mut from = vec![0; y.numbers().len()];
    if from.is_empty() {
        return (y, from);
    }
    let blocks = x.numbers().par_chunks(x.plane());
    y.numbers_mut().par_chunks_mut(out).zip(from.par_chunks_mut(out)).zip(blocks).for_each(|((y, from), x)| {
        let places = y.chunks_exact_mut(LANES).zip(from.chunks_exact_mut(LANES));
        for (place, (y, from)) in places.enumerate() {
            let (mut best, mut best_at) = ([f32::NEG_INFINITY; LANES], [u32::MAX; LANES]);
            for row in p.inside(place / p.wo, p.h) {
                for column in p.inside(place % p.wo, p.w) {
                    let at = (row * p.w + column) * LANES;
                    for lane in 0..LANES {
                        let value = x[at + lane];
                        if value > best[lane] || value.is_nan() || best_at[lane] == u32::MAX {
                            (best[lane], best_at[lane]) = (value, (at + lane) as u32);
                        }
                    }
                }
            }
            y.copy_from_slice(&best);
            from.copy_from_slice(&best_at);
        }
    });
    (y, from)
}

/// The gradient of the input of [`max_pool`], into `dx`.
pub(crate) fn max_pool_gradient(dy: &Maps, from: &[u32], dx: &mut Maps) {
    let (plane, out) = (dx.plane(), dy.plane());
    if from.is_empty() {
        return;
    }
    let blocks = dy.numbers().par_chunks(out).zip(from.par_chunks(out));
    dx.numbers_mut().par_chunks_mut(plane).zip(blocks).for_each(|(dx, (dy, from))| {
        dx.fill(0.0);
        for (&dy, &from) in dy.iter().zip(from) {
            dx[from as usize] += dy;
        }
    });
}

/// The mean of each channel, (n, c).
pub(crate) fn global_average(x: &Maps) -> Vec<f32> {
    let area = (x.h * x.w) as f64;
    let mut y = vec![0.0; x.n * x.c];
    let image = x.blocks() * x.plane();
    if image == 0 {
        return y;
    }
    y.par_chunks_mut(x.c).zip(x.numbers().par_chunks(image)).for_each(|(y, image)| {
        for (y, block) in y.chunks_mut(LANES).zip(image.chunks_exact(x.plane())) {
            let mut sums = [0.0_f64; LANES];
            for place in block.chunks_exact(LANES) {
                for (sum, &value) in sums.iter_mut().zip(place) {
                    *sum += f64::from(value);
                }
            }
            for (y, sum) in y.iter_mut().zip(sums) {
                *y = (sum / area) as f32;
            }
        }
    });
    y
}

/// Mean and standard deviation (of the whole plane, not of a sample) of each channel, (n, 2 c): all means of an image, then
/// all deviations.
pub(crate) fn global_moments(x: &Maps) -> Vec<f32> {
    let area = ((x.h * x.w) as f64).max(1.0);
    let mut y = vec![0.0; x.n * 2 * x.c];
    let image = x.blocks() * x.plane();
    if image == 0 {
        return y;
    }
    y.par_chunks_mut(2 * x.c).zip(x.numbers().par_chunks(image)).for_each(|(y, image)| {
        let (means, deviations) = y.split_at_mut(x.c);
        let out = means.chunks_mut(LANES).zip(deviations.chunks_mut(LANES));
        for ((means, deviations), block) in out.zip(image.chunks_exact(x.plane())) {
            let (mut sums, mut squares) = ([0.0_f64; LANES], [0.0_f64; LANES]);
            for place in block.chunks_exact(LANES) {
                for lane in 0..LANES {
                    let value = f64::from(place[lane]);
                    sums[lane] += value;
                    squares[lane] += value * value;
                }
            }
            for (lane, (mean, deviation)) in means.iter_mut().zip(deviations).enumerate() {
                let m = sums[lane] / area;
                *mean = m as f32;
                *deviation = (squares[lane] / area - m * m).max(0.0).sqrt() as f32;
            }
        }
    });
    y
}

/// The gradient of the input of [`global_average`], into `dx`.
pub(crate) fn global_average_gradient(dy: &[f32], dx: &mut Maps) {
    let (c, plane, area) = (dx.c, dx.plane(), (dx.h * dx.w) as f32);
    let image = dx.blocks() * plane;
    if image == 0 {
        return;
    }
    dx.numbers_mut().par_chunks_mut(image).zip(dy.par_chunks(c)).for_each(|(image, dy)| {
        for (block, dy) in image.chunks_exact_mut(plane).zip(dy.chunks(LANES)) {
            let mut lanes = [0.0; LANES];
            for (lane, dy) in lanes.iter_mut().zip(dy) {
                *lane = dy / area;
            }
            for place in block.chunks_exact_mut(LANES) {
                place.copy_from_slice(&lanes);
            }
        }
    });
}
