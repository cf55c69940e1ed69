//! The gradient of 3 x 3 weights by the same minimal filtering as [`super::winograd`]: with tiles of the input and of the
//! gradient transformed, the gradient of each transformed weight is one product a tile, and the nine of a kernel come
//! from its sixteen once all are summed.
//!
//! A task takes some blocks of input and output channels and a part of the images, so that its sums and its tiles fit into
//! second-level cache. Parts are added in order: the same pool gives the same bits.

use super::grid::{Geometry, Grid, Strip};
use super::maps::{Buffer, Maps};
use super::outer::outer_tiles;
use super::scratch::with_scratch;
use super::winograd::{PLACES, transform_input};
use crate::linalg::simd::{Kernel, LANES, Lanes, Simd};
use rayon::prelude::*;
use std::ops::Range;

/// Blocks of input and of output channels of a task; an even number of the latter.
const IN_BLOCKS: usize = 8;
const OUT_BLOCKS: usize = 4;
/// Bytes of transformed tiles that a task holds.
const HELD_BYTES: usize = 3 << 18;

/// `x` (n, c, h, w), `dy` (n, o, ho, wo) to (o, c, 3, 3), written over `dw`.
pub(super) fn weight_gradient(grid: &Grid, g: &Geometry, x: &Maps, dy: &Maps, dw: &mut [f32]) {
    let strip = grid.strip();
    let (in_groups, out_groups) = (x.blocks().div_ceil(IN_BLOCKS), dy.blocks().div_ceil(OUT_BLOCKS));
    let groups = in_groups * out_groups;
    let n_parts = (4 * rayon::current_num_threads()).div_ceil(groups).clamp(1, g.n);
    let (ins, outs) = (x.blocks().min(IN_BLOCKS), dy.blocks().min(OUT_BLOCKS));
    let slab = PLACES * ins * outs * LANES * LANES;
    let mut sums = Buffer::new(n_parts * groups * slab);
    let isa = grid.isa;
    let (tile_rows, tile_columns) = (g.ho.div_ceil(2), g.wo.div_ceil(2));
    // Rows of tiles that are taken at a time: of one image, or all rows of several.
    let most = HELD_BYTES / (PLACES * LANES * 4 * (ins + outs));
    let rows = (most / tile_columns).clamp(1, tile_rows);
    let images = if rows < tile_rows { 1 } else { (most / (rows * tile_columns)).max(1) };
    let tiles = images * rows * tile_columns;
    sums.par_chunks_mut(slab).enumerate().for_each(|(at, sums)| {
        let (part, group) = (at / groups, at % groups);
        let (first_in, first_out) = (group / out_groups * IN_BLOCKS, group % out_groups * OUT_BLOCKS);
        with_scratch(strip.len(2 * rows) + PLACES * tiles * LANES * (ins + outs), |scratch| {
            isa.run(Task {
                x,
                dy,
                grid,
                strip: &strip,
                part: part * g.n / n_parts..(part + 1) * g.n / n_parts,
                ins: first_in..(first_in + IN_BLOCKS).min(x.blocks()),
                outs: first_out..(first_out + OUT_BLOCKS).min(dy.blocks()),
                rows,
                images,
                tiles,
                sums,
                scratch,
            });
        });
    });
    // The kernels of each block of output and of input channels: of each output channel, those of sixteen input channels.
    let in_blocks = x.blocks();
    let mut kernels: Vec<Vec<&mut [f32]>> = (0..dy.blocks() * in_blocks).map(|_| Vec::with_capacity(LANES)).collect();
    for (o, dw) in dw.chunks_exact_mut(g.c * 9).enumerate() {
        for (block, dw) in dw.chunks_mut(LANES * 9).enumerate() {
            kernels[o / LANES * in_blocks + block].push(dw);
        }
    }
    let sums = &sums[..];
    kernels.into_par_iter().enumerate().for_each(|(at, mut kernels)| {
        let (out_block, block) = (at / in_blocks, at % in_blocks);
        let group = block / IN_BLOCKS * out_groups + out_block / OUT_BLOCKS;
        let outs = (dy.blocks() - out_block / OUT_BLOCKS * OUT_BLOCKS).min(OUT_BLOCKS);
        let ins = (in_blocks - block / IN_BLOCKS * IN_BLOCKS).min(IN_BLOCKS);
        let (place_step, pair, first) =
            (ins * outs * LANES * LANES, out_block % OUT_BLOCKS / 2, block % IN_BLOCKS * outs * LANES * LANES);
        let width = (outs - 2 * pair).min(2) * LANES;
        for lane in 0..LANES.min(g.c - block * LANES) {
            let from = first + pair * 2 * LANES * LANES + lane * width + out_block % 2 * LANES;
            let mut places = [[0.0_f32; LANES]; PLACES];
            for (place, to) in places.iter_mut().enumerate() {
                for part in 0..n_parts {
                    let from = &sums[(part * groups + group) * slab + place * place_step + from..][..LANES];
                    for (to, from) in to.iter_mut().zip(from) {
                        *to += from;
                    }
                }
            }
            let taps = back(&places);
            for (o, kernels) in kernels.iter_mut().enumerate() {
                for (to, tap) in kernels[lane * 9..][..9].iter_mut().zip(&taps) {
                    *to = tap[o];
                }
            }
        }
    });
}

/// Gᵀ m G of sixteen kernels at a time.
fn back(m: &[[f32; LANES]; PLACES]) -> [[f32; LANES]; 9] {
    let column = |a: f32, b: f32, c: f32, d: f32| [a + (b + c) * 0.5, (b - c) * 0.5, (b + c) * 0.5 + d];
    let mut taps = [[0.0; LANES]; 9];
    for lane in 0..LANES {
        let mut rows = [[0.0; 4]; 3];
        for x in 0..4 {
            let done = column(m[x][lane], m[4 + x][lane], m[8 + x][lane], m[12 + x][lane]);
            for y in 0..3 {
                rows[y][x] = done[y];
            }
        }
        for (y, [a, b, c, d]) in rows.into_iter().enumerate() {
            for (x, tap) in column(a, b, c, d).into_iter().enumerate() {
                taps[y * 3 + x][lane] = tap;
            }
        }
    }
    taps
}

struct Task<'a> {
    x: &'a Maps,
    dy: &'a Maps,
    grid: &'a Grid,
    strip: &'a Strip,
    /// Images.
    part: Range<usize>,
    ins: Range<usize>,
    outs: Range<usize>,
    /// Rows of tiles, and images, that are taken at a time.
    rows: usize,
    images: usize,
    /// Tiles that are held.
    tiles: usize,
    /// (place, input block, pair of output blocks, 16, 16 or 32).
    sums: &'a mut [f32],
    scratch: &'a mut [f32],
}

impl Kernel for Task<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self) {
        let (n_ins, n_outs) = (self.ins.len(), self.outs.len());
        let (tile_rows, tile_columns) = (self.grid.rows.div_ceil(2), self.grid.columns.div_ceil(2));
        let (packed, rest) = self.scratch.split_at_mut(self.strip.len(2 * self.rows));
        let (inputs, gradients) = rest.split_at_mut(PLACES * self.tiles * LANES * n_ins);
        self.sums.fill(0.0);
        for first in self.part.clone().step_by(self.images) {
            let images = first..(first + self.images).min(self.part.end);
            for first_row in (0..tile_rows).step_by(self.rows) {
                let rows = first_row..(first_row + self.rows).min(tile_rows);
                let n_tiles = images.len() * rows.len() * tile_columns;
                for block in 0..n_ins {
                    let mut tile = 0;
                    for image in images.clone() {
                        let at = (image * self.x.blocks() + self.ins.start + block) * self.x.plane();
                        let from = &self.x.numbers()[at..at + self.x.plane()];
                        self.strip.pack(from, (self.x.h, self.x.w), 2 * rows.start, 2 * rows.len(), packed);
                        for row in 0..rows.len() {
                            for column in 0..tile_columns {
                                let from = packed[self.strip.place(2 * row, 2 * column)..].as_ptr();
                                let to = inputs[(block * self.tiles + tile) * LANES..].as_mut_ptr();
                                // SAFETY: a strip of 2 x rows places reaches two rows and columns further.
                                unsafe {
                                    transform_input::<S::Sixteen>(
                                        from,
                                        self.strip.row(),
                                        to,
                                        n_ins * self.tiles * LANES,
                                    );
                                }
                                tile += 1;
                            }
                        }
                    }
                }
                for block in 0..n_outs {
                    let mut tile = 0;
                    for image in images.clone() {
                        let at = (image * self.dy.blocks() + self.outs.start + block) * self.dy.plane();
                        let from = &self.dy.numbers()[at..at + self.dy.plane()];
                        for row in rows.clone() {
                            for column in 0..tile_columns {
                                let to = gradients[(block * self.tiles + tile) * LANES..].as_mut_ptr();
                                let size = (self.dy.h, self.dy.w);
                                // SAFETY: the instructions are there, and room for the tile.
                                unsafe {
                                    transform_gradient::<S::Sixteen>(
                                        from,
                                        size,
                                        (row, column),
                                        to,
                                        n_outs * self.tiles * LANES,
                                    );
                                }
                                tile += 1;
                            }
                        }
                    }
                }
                for place in 0..PLACES {
                    let inputs = &inputs[place * n_ins * self.tiles * LANES..];
                    let gradients = &gradients[place * n_outs * self.tiles * LANES..];
                    let sums = &mut self.sums[place * n_ins * n_outs * LANES * LANES..];
                    for block in 0..n_ins {
                        let x = &inputs[block * self.tiles * LANES..][..n_tiles * LANES];
                        for pair in 0..n_outs.div_ceil(2) {
                            let pair_blocks = (n_outs - 2 * pair).min(2);
                            let dy = &gradients[2 * pair * self.tiles * LANES..];
                            let at = (block * n_outs + 2 * pair) * LANES * LANES;
                            let sums = &mut sums[at..at + pair_blocks * LANES * LANES];
                            // SAFETY: the instructions are there; `x` is whole tiles, `dy` as many, twice.
                            unsafe { outer_tiles::<S::Sixteen>(x, dy, self.tiles * LANES, pair_blocks, sums) }
                        }
                    }
                }
            }
        }
    }
}

/// A dy Aᵀ of the tile at `(row, column)` of a block (h, w, 16), zeros beyond its edges.
///
/// # Safety
/// The processor has the instructions of `V`; under `to` are sixteen places, `step` floats apart.
#[inline(always)]
unsafe fn transform_gradient<V: Lanes>(
    from: &[f32],
    (h, w): (usize, usize),
    (row, column): (usize, usize),
    to: *mut f32,
    step: usize,
) {
    // SAFETY: the caller's promise; reads are inside the block.
    unsafe {
        let zero = V::splat(0.0);
        let mut d = [zero; 4];
        for i in 0..4 {
            let (y, x) = (2 * row + i / 2, 2 * column + i % 2);
            if y < h && x < w {
                d[i] = V::load(from[(y * w + x) * LANES..][..LANES].as_ptr());
            }
        }
        let mut rows = [[zero; 2]; 4];
        for x in 0..2 {
            let (a, b) = (d[x], d[2 + x]);
            rows[0][x] = a;
            rows[1][x] = a.add(b);
            rows[2][x] = a.sub(b);
            rows[3][x] = zero.sub(b);
        }
        for y in 0..4 {
            let [a, b] = rows[y];
            let whole = [a, a.add(b), a.sub(b), zero.sub(b)];
            for x in 0..4 {
                whole[x].store(to.add((y * 4 + x) * step));
            }
        }
    }
}
