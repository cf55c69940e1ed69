//! The gradient of a convolution's weights on blocked maps: for each tap, the sum over all places of an outer product of
//! sixteen input channels and sixteen or thirty-two output channels, whose sums stay in registers.
//!
//! A task takes a block of input channels, a pair of blocks of output channels and a part of the images. The parts'
//! number depends on the pool's size only and they are added in order: the same pool gives the same bits.

use super::grid::{GROUP, Geometry, Grid, Strip};
use super::maps::{Buffer, Maps};
use super::outer::{Places, outer};
use super::scratch::with_scratch;
use super::{winograd, winograd_weight};
use crate::linalg::simd::{Kernel, LANES, Simd};
use rayon::prelude::*;
use std::ops::Range;

/// Places that are taken through all taps while they lie in first-level cache.
const CHUNK: usize = 96;
/// Taps of all pairs of output blocks for which an input is packed once, about.
const MOST_TAPS: usize = 4;
/// Places that are packed at a time.
const PLACES: usize = 1024;

/// `x` (n, c, h, w), `dy` (n, o, ho, wo) to (o, c, kh, kw), written over `dw`.
///
/// # Panics
/// If they are not of the sizes that `g` says.
pub(crate) fn weight_gradient(g: &Geometry, x: &Maps, dy: &Maps, dw: &mut [f32]) {
    gradient_over(&Grid::forward(g), g, x, dy, dw);
}

/// [`weight_gradient`] over the places of `grid`.
pub(super) fn gradient_over(grid: &Grid, g: &Geometry, x: &Maps, dy: &Maps, dw: &mut [f32]) {
    g.check(x, dw.len(), dy);
    let n_taps = g.kh * g.kw;
    let (in_blocks, pairs) = (x.blocks(), dy.blocks().div_ceil(2));
    // With few taps a packed input would be used too little.
    let together = (MOST_TAPS / n_taps).clamp(1, pairs.max(1));
    let pair_groups = pairs.div_ceil(together);
    let tiles = in_blocks * pair_groups;
    if tiles == 0 || g.n * g.ho * g.wo == 0 {
        dw.fill(0.0);
        return;
    }
    if winograd::suits(grid, g.c, g.o) {
        return winograd_weight::weight_gradient(grid, g, x, dy, dw);
    }
    let strip = grid.strip();
    let n_parts = (4 * rayon::current_num_threads()).div_ceil(tiles).clamp(1, g.n);
    let pair_slab = n_taps * LANES * 2 * LANES;
    let slab = together * pair_slab;
    let mut sums = Buffer::new(n_parts * tiles * slab);
    let isa = grid.isa;
    sums.par_chunks_mut(slab).enumerate().for_each(|(at, sums)| {
        let (part, tile) = (at / tiles, at % tiles);
        let images = part * g.n / n_parts..(part + 1) * g.n / n_parts;
        let (block, first) = (tile / pair_groups, tile % pair_groups * together);
        let pairs = first..(first + together).min(pairs);
        let step = (PLACES / (g.ho * g.wo)).clamp(1, images.len().max(1));
        with_scratch(strip.len(g.ho) * step + GROUP * LANES, |scratch| {
            isa.run(Task { x, dy, grid, strip: &strip, images, step, block, pairs, sums, scratch });
        });
    });
    let area = g.c * n_taps;
    dw.par_chunks_mut(area).enumerate().for_each(|(o, dw)| {
        let (pair, lane) = (o / (2 * LANES), o % (2 * LANES));
        let width = (dy.blocks() - 2 * pair).min(2) * LANES;
        for (at, dw) in dw.iter_mut().enumerate() {
            let (c, tap) = (at / n_taps, at % n_taps);
            let tile = c / LANES * pair_groups + pair / together;
            let from = tile * slab + pair % together * pair_slab + (tap * LANES + c % LANES) * width + lane;
            *dw = (0..n_parts).map(|part| sums[part * tiles * slab + from]).sum();
        }
    });
}

struct Task<'a> {
    x: &'a Maps,
    dy: &'a Maps,
    grid: &'a Grid,
    strip: &'a Strip,
    images: Range<usize>,
    /// Block of input channels.
    block: usize,
    /// Pairs of blocks of output channels.
    pairs: Range<usize>,
    /// Images that are packed at a time.
    step: usize,
    /// (pair, tap, 16, 16 or 32).
    sums: &'a mut [f32],
    scratch: &'a mut [f32],
}

impl Kernel for Task<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self) {
        let (x, dy, grid) = (self.x, self.dy, self.grid);
        let slab = self.strip.taps.len() * LANES * 2 * LANES;
        let strip_len = self.strip.len(grid.rows);
        let (step, scratch) = (self.step, self.scratch);
        let mut groups = Vec::with_capacity(step * grid.rows);
        self.sums.fill(0.0);
        for first in self.images.clone().step_by(step) {
            groups.clear();
            for image in first..(first + step).min(self.images.end) {
                let out = &mut scratch[(image - first) * strip_len..][..strip_len];
                let from = &x.numbers()[(image * x.blocks() + self.block) * x.plane()..][..x.plane()];
                self.strip.pack(from, (x.h, x.w), 0, grid.rows, out);
                for row in 0..grid.rows {
                    groups.push(Places {
                        x: (image - first) * strip_len + self.strip.place(row, 0),
                        dy: (image * dy.blocks() + 2 * self.pairs.start) * dy.plane() + row * grid.columns * LANES,
                        len: grid.columns,
                    });
                }
            }
            let chunk = (CHUNK / grid.columns).max(1);
            for (chunk, at) in groups.chunks(chunk).flat_map(|chunk| (0..self.pairs.len()).map(move |at| (chunk, at))) {
                let pair_blocks = (dy.blocks() - 2 * (self.pairs.start + at)).min(2);
                let gradient = &dy.numbers()[2 * at * dy.plane()..];
                let sums = self.sums[at * slab..].chunks_exact_mut(LANES * LANES * pair_blocks);
                for (tap, sums) in self.strip.taps.iter().zip(sums) {
                    let from = &scratch[*tap..];
                    // SAFETY: the instructions are there; groups lie in scratch and in the gradient, `sums` holds
                    // sixteen rows of one or two blocks.
                    unsafe {
                        match (pair_blocks, S::IS_WIDE) {
                            (2, true) => outer::<S::Sixteen, 8, 2>(chunk, from, gradient, dy.plane(), sums),
                            (_, true) => outer::<S::Sixteen, 16, 1>(chunk, from, gradient, dy.plane(), sums),
                            (2, false) => outer::<S::Sixteen, 2, 2>(chunk, from, gradient, dy.plane(), sums),
                            (_, false) => outer::<S::Sixteen, 4, 1>(chunk, from, gradient, dy.plane(), sums),
                        }
                    }
                }
            }
        }
    }
}
