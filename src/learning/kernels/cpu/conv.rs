//! Convolution on blocked maps: forward, and the gradient of the input, which is the same sum over other taps. Each goes the
//! way that is fastest for its sizes. No unfolding, no dilation, no groups.

use super::direct::{self, PackedWeights};
use super::grid::{Finish, Geometry, Grid, Target};
use super::maps::Maps;
use super::moments::Moments;
use super::winograd;
use crate::linalg::simd::Isa;
use rayon::prelude::*;

/// Adds (or writes) for each place of `grid` in each image of `x` the products of its taps with the weights
/// `at(output channel, input channel, tap)` to `y`.
pub(super) fn multiply(
    x: &Maps,
    grid: &Grid,
    at: impl Fn(usize, usize, usize) -> f32 + Sync,
    y: &mut Maps,
    target: Target,
    finish: Finish<'_>,
) -> Vec<Moments> {
    finish.check(y);
    if x.n * grid.rows * grid.columns == 0 || y.c == 0 {
        return vec![];
    }
    if target.step == 1 && winograd::suits(grid, x.c, y.c) {
        return winograd::multiply(x, grid, &winograd::Weights::new(y.c, x.c, &grid.taps, at), y, finish);
    }
    direct::multiply(x, grid, &PackedWeights::new(y.c, x.c, grid.taps.len(), at), y, target, finish)
}

/// `x` convolved with `weight` (o, c, kh, kw), whose output channels are first multiplied by `scale` where there is one;
/// and the moments of the result if they are asked for.
///
/// # Panics
/// If maps or weights are not of the sizes that `g` says.
pub(crate) fn forward(
    g: &Geometry,
    x: &Maps,
    weight: &[f32],
    scale: Option<&[f32]>,
    finish: Finish<'_>,
) -> (Maps, Vec<Moments>) {
    let n_taps = g.kh * g.kw;
    let mut y = Maps::new(g.n, g.o, g.ho, g.wo);
    g.check(x, weight.len(), &y);
    let (grid, target) = (Grid::forward(g), Target { first: (0, 0), step: 1 });
    let plain = |o: usize, c: usize, tap: usize| weight[(o * g.c + c) * n_taps + tap];
    let moments = match scale {
        None => multiply(x, &grid, plain, &mut y, target, finish),
        Some(scale) => multiply(x, &grid, |o, c, tap| plain(o, c, tap) * scale[o], &mut y, target, finish),
    };
    (y, moments)
}

/// Writes (or adds) the gradient of the input: `dy` (n, o, ho, wo), `weight` (o, c, kh, kw) to `dx` (n, c, h, w).
///
/// Input rows (and columns) that leave the same remainder by the stride meet the same kernel rows: each such grid is a
/// convolution of `dy` without a stride, by a part of the kernel.
///
/// # Panics
/// If maps or weights are not of the sizes that `g` says.
pub(crate) fn input_gradient(g: &Geometry, dy: &Maps, weight: &[f32], dx: &mut Maps, accumulates: bool) {
    g.check(dx, weight.len(), dy);
    let phases = || (0..g.stride.min(g.h)).flat_map(|row| (0..g.stride.min(g.w)).map(move |column| (row, column)));
    let kept = |(row, column): (usize, usize)| -> Vec<usize> {
        let meets = |first: usize, k: usize| (first + g.padding) % g.stride == k % g.stride;
        (0..g.kh * g.kw).filter(|tap| meets(row, tap / g.kw) && meets(column, tap % g.kw)).collect()
    };
    if !accumulates && phases().any(|phase| kept(phase).is_empty()) {
        dx.numbers_mut().par_chunks_mut(1 << 16).for_each(|part| part.fill(0.0));
    }
    for (row, column) in phases() {
        let kept = kept((row, column));
        if kept.is_empty() {
            continue;
        }
        let offset = |first: usize, k: usize| ((first + g.padding) as isize - k as isize) / g.stride as isize;
        let grid = Grid {
            isa: Isa::detect(),
            rows: (g.h - row).div_ceil(g.stride),
            columns: (g.w - column).div_ceil(g.stride),
            stride: 1,
            taps: kept.iter().map(|tap| (offset(row, tap / g.kw), offset(column, tap % g.kw))).collect(),
        };
        let at = |c: usize, o: usize, tap: usize| weight[(o * g.c + c) * g.kh * g.kw + kept[tap]];
        let target = Target { first: (row, column), step: g.stride };
        multiply(dy, &grid, at, dx, target, Finish { accumulates, ..Finish::default() });
    }
}
