//! Convolution with kernels of 3 x 3 and no stride by Winograd's minimal filtering, F(2 x 2, 3 x 3): sixteen products for
//! four sums of nine (Winograd 1980; Lavin and Gray 2016). Forward, and the gradient of the input, which is the same.
//!
//! A task takes as many tiles as fit into second-level cache in all their forms: it transforms their inputs, multiplies
//! each of the sixteen places of a tile over all channels, and transforms back. Its rounding errors are about twice those
//! of the direct sums. NaN and infinity reach all four sums of each tile that meets them, so perhaps a place further than
//! in a direct sum, and infinity as NaN.

use super::grid::{Finish, GROUP, Grid, Region, Strip, products, regions};
use super::maps::{Buffer, Maps};
use super::moments::Moments;
use super::rows::OwnRows;
use super::scratch::with_scratch;
use crate::linalg::simd::{Isa, Kernel, LANES, Lanes, Simd};
use rayon::prelude::*;

/// Products of a tile.
pub(super) const PLACES: usize = 16;
/// Bytes of transformed tiles that a task holds, input and output together.
const HELD_BYTES: usize = 5 << 18;
/// Tiles that are multiplied together at most.
const TOGETHER: usize = 3 * GROUP;

/// Fewer channels than this on either side cost more to transform than they save.
const FEWEST: usize = 32;

/// Whether a convolution of `depth` to `rows` channels is one that this file does faster than the direct sum.
pub(super) fn suits(grid: &Grid, depth: usize, rows: usize) -> bool {
    let whole = grid.stride == 1 && grid.taps.len() == 9 && {
        let strip = grid.strip();
        strip.reach() == (2, 2)
    };
    let is_large = depth.min(rows) >= FEWEST && grid.rows >= 2 && grid.columns >= 2;
    whole && is_large && depth.is_multiple_of(LANES)
}

/// Transformed weights: by place, pair of output blocks, input channel, and sixteen or thirty-two output channels.
pub(super) struct Weights {
    numbers: Buffer,
    rows: usize,
    depth: usize,
}

impl Weights {
    /// `at(row, channel, tap)` for `rows` output and `depth` input channels; `taps` are the grid's.
    pub(super) fn new(
        rows: usize,
        depth: usize,
        taps: &[(isize, isize)],
        at: impl Fn(usize, usize, usize) -> f32 + Sync,
    ) -> Self {
        let padded = rows.next_multiple_of(LANES);
        let mut numbers = Buffer::new(PLACES * padded * depth);
        // The taps row by row from the top left.
        let mut order: Vec<usize> = (0..9).collect();
        order.sort_by_key(|&tap| taps[tap]);
        let isa = Isa::detect();
        // The weights of a pair at each place.
        let mut pairs: Vec<Vec<&mut [f32]>> =
            (0..padded.div_ceil(2 * LANES)).map(|_| Vec::with_capacity(PLACES)).collect();
        for place in numbers.chunks_exact_mut((padded * depth).max(1)) {
            for (pair, out) in pairs.iter_mut().zip(place.chunks_mut(2 * LANES * depth)) {
                pair.push(out);
            }
        }
        pairs.into_par_iter().enumerate().for_each(|(pair, mut out)| {
            let width = (padded - pair * 2 * LANES).min(2 * LANES);
            let mut taps = [[0.0; 2 * LANES]; 9];
            for channel in 0..depth {
                for lane in 0..width {
                    let row = pair * 2 * LANES + lane;
                    for (to, &tap) in taps.iter_mut().zip(&order) {
                        to[lane] = if row < rows { at(row, channel, tap) } else { 0.0 };
                    }
                }
                isa.run(TransformWeights { taps: &taps, out: &mut out, first: channel * width, blocks: width / LANES });
            }
        });
        Self { numbers, rows, depth }
    }

    /// Blocks of output channels of a pair, and its weights at a place.
    #[inline(always)]
    fn of(&self, place: usize, pair: usize) -> (usize, &[f32]) {
        let padded = self.rows.next_multiple_of(LANES);
        let width = (padded - pair * 2 * LANES).min(2 * LANES);
        let start = (place * padded + pair * 2 * LANES) * self.depth;
        (width / LANES, &self.numbers[start..start + width * self.depth])
    }
}

/// G g Gᵀ of sixteen kernels at a time.
struct TransformWeights<'a, 'b> {
    taps: &'a [[f32; 2 * LANES]; 9],
    /// Of each place.
    out: &'a mut [&'b mut [f32]],
    first: usize,
    blocks: usize,
}

impl Kernel for TransformWeights<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self) {
        for block in 0..self.blocks {
            // SAFETY: called inside `Kernel::run`.
            unsafe {
                let half = S::Sixteen::splat(0.5);
                let mut rows = [[S::Sixteen::splat(0.0); 3]; 4];
                for x in 0..3 {
                    let g = [self.taps[x], self.taps[3 + x], self.taps[6 + x]];
                    let (a, b, c) = (
                        S::Sixteen::load(g[0][block * LANES..].as_ptr()),
                        S::Sixteen::load(g[1][block * LANES..].as_ptr()),
                        S::Sixteen::load(g[2][block * LANES..].as_ptr()),
                    );
                    let outer = a.add(c);
                    rows[0][x] = a;
                    rows[1][x] = outer.add(b).mul(half);
                    rows[2][x] = outer.sub(b).mul(half);
                    rows[3][x] = c;
                }
                for y in 0..4 {
                    let [a, b, c] = rows[y];
                    let outer = a.add(c);
                    let whole = [a, outer.add(b).mul(half), outer.sub(b).mul(half), c];
                    for x in 0..4 {
                        let out = &mut self.out[y * 4 + x][self.first + block * LANES..][..LANES];
                        whole[x].store(out.as_mut_ptr());
                    }
                }
            }
        }
    }
}

/// Adds (or writes) for each place of `grid` in each image of `x` the products of its taps with `weights` to `y`.
pub(super) fn multiply(x: &Maps, grid: &Grid, weights: &Weights, y: &mut Maps, finish: Finish<'_>) -> Vec<Moments> {
    let (tile_rows, tile_columns) = (grid.rows.div_ceil(2), grid.columns.div_ceil(2));
    let n_tiles = x.n * tile_rows * tile_columns;
    let bytes_per_tile = PLACES * LANES * 4 * (x.blocks() + y.blocks());
    let most = (HELD_BYTES / bytes_per_tile).max(2 * TOGETHER);
    let most = most.min(n_tiles.div_ceil(4 * rayon::current_num_threads()).max(TOGETHER));
    let regions = regions(x.n, tile_rows, tile_columns, most);
    let strip = grid.strip();
    let (blocks, size) = (y.blocks(), (y.h, y.w));
    let isa = grid.isa;
    let outs = OwnRows::cut(y, &regions, 2);
    let parts: Vec<Vec<Moments>> = regions
        .par_iter()
        .zip(outs)
        .map(|(region, out)| {
            let tiles = (region.images.len() * region.rows.len() * tile_columns).next_multiple_of(GROUP);
            let held = PLACES * tiles * LANES;
            let packed = strip.len(2 * region.rows.len());
            with_scratch(packed + held * (x.blocks() + blocks), |scratch| {
                let (packed, rest) = scratch.split_at_mut(packed);
                let (inputs, outputs) = rest.split_at_mut(held * x.blocks());
                let strip = &strip;
                isa.run(Task {
                    x,
                    grid,
                    strip,
                    weights,
                    out,
                    blocks,
                    size,
                    finish,
                    region,
                    tiles,
                    packed,
                    inputs,
                    outputs,
                })
            })
        })
        .collect();
    Moments::merge(parts)
}

struct Task<'a> {
    x: &'a Maps,
    grid: &'a Grid,
    strip: &'a Strip,
    weights: &'a Weights,
    out: OwnRows<'a>,
    /// Blocks and size of the output.
    blocks: usize,
    size: (usize, usize),
    finish: Finish<'a>,
    /// Images, and rows of tiles.
    region: &'a Region,
    /// Tiles of the region, filled up to whole register tiles.
    tiles: usize,
    packed: &'a mut [f32],
    /// (place, block, tile, 16).
    inputs: &'a mut [f32],
    /// (place, block, tile, 16).
    outputs: &'a mut [f32],
}

impl Kernel for Task<'_> {
    type Output = Vec<Moments>;

    #[inline(always)]
    fn run<S: Simd>(mut self) -> Vec<Moments> {
        // SAFETY: called inside `Kernel::run`.
        unsafe {
            self.transform_inputs::<S::Sixteen>();
            self.multiply::<S::Sixteen>();
            self.transform_outputs::<S::Sixteen>();
            if self.finish.with_moments { self.moments::<S::Sixteen>() } else { vec![] }
        }
    }
}

impl Task<'_> {
    /// # Safety
    /// The processor has the instructions of `V`.
    #[inline(always)]
    unsafe fn transform_inputs<V: Lanes>(&mut self) {
        let (x, region) = (self.x, self.region);
        let (n_blocks, columns) = (x.blocks(), self.grid.columns.div_ceil(2));
        let packed = std::mem::take(&mut self.packed);
        for block in 0..n_blocks {
            let mut tile = 0;
            for image in region.images.clone() {
                let from = &x.numbers()[(image * n_blocks + block) * x.plane()..][..x.plane()];
                self.strip.pack(from, (x.h, x.w), 2 * region.rows.start, 2 * region.rows.len(), packed);
                for row in 0..region.rows.len() {
                    for column in 0..columns {
                        let from = packed[self.strip.place(2 * row, 2 * column)..].as_ptr();
                        let to = self.inputs[(block * self.tiles + tile) * LANES..].as_mut_ptr();
                        // SAFETY: a strip of 2 x rows places reaches two rows and columns beyond its last place.
                        unsafe {
                            transform_input::<V>(from, self.strip.row(), to, n_blocks * self.tiles * LANES);
                        }
                        tile += 1;
                    }
                }
            }
        }
        self.packed = packed;
    }

    /// # Safety
    /// The processor has the instructions of `V`.
    #[inline(always)]
    unsafe fn multiply<V: Lanes>(&mut self) {
        let n_blocks = self.x.blocks();
        // The blocks of input channels lie apart like the taps of a direct convolution.
        let taps: Vec<usize> = (0..n_blocks).map(|block| block * self.tiles * LANES).collect();
        for place in 0..PLACES {
            let inputs = &self.inputs[place * n_blocks * self.tiles * LANES..];
            let outputs = &mut self.outputs[place * self.blocks * self.tiles * LANES..];
            for pair in 0..self.blocks.div_ceil(2) {
                let (pair_blocks, weights) = self.weights.of(place, pair);
                let outputs = &mut outputs[2 * pair * self.tiles * LANES..];
                // SAFETY: the instructions are there; tiles are whole groups.
                unsafe {
                    match (pair_blocks, V::IS_WIDE) {
                        (2, true) => all_tiles::<V, 2>(inputs, &taps, weights, outputs, self.tiles),
                        (_, true) => all_tiles::<V, 1>(inputs, &taps, weights, outputs, self.tiles),
                        (2, false) => tiles::<V, 1, 2>(inputs, &taps, weights, outputs, (0, self.tiles), self.tiles),
                        (_, false) => tiles::<V, 1, 1>(inputs, &taps, weights, outputs, (0, self.tiles), self.tiles),
                    }
                }
            }
        }
    }

    /// # Safety
    /// The processor has the instructions of `V`.
    #[inline(always)]
    unsafe fn transform_outputs<V: Lanes>(&mut self) {
        let (height, width) = self.size;
        let columns = width.div_ceil(2);
        for block in 0..self.blocks {
            let mut tile = 0;
            for image in self.region.images.clone() {
                for row in self.region.rows.clone() {
                    for column in 0..columns {
                        let from = self.outputs[(block * self.tiles + tile) * LANES..].as_ptr();
                        tile += 1;
                        // SAFETY: all places of the tile were written.
                        unsafe {
                            let sums = transform_output::<V>(from, self.blocks * self.tiles * LANES);
                            for (i, sum) in sums.into_iter().enumerate() {
                                let (y, x) = (2 * row + i / 2, 2 * column + i % 2);
                                if y < height && x < width {
                                    let place = self.out.place(y, x);
                                    let whole = self.out.whole(image, block, place);
                                    let out = &mut self.out.of(image, block)[place..][..LANES];
                                    let sum =
                                        if self.finish.accumulates { sum.add(V::load(out.as_ptr())) } else { sum };
                                    self.finish.finished(sum, block, whole).store(out.as_mut_ptr());
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// # Safety
    /// The processor has the instructions of `V`.
    #[inline(always)]
    unsafe fn moments<V: Lanes>(&mut self) -> Vec<Moments> {
        let mut all = vec![Moments::default(); self.blocks];
        for (block, moments) in all.iter_mut().enumerate() {
            for image in self.region.images.clone() {
                // SAFETY: the caller's promise.
                unsafe { moments.add::<V>(self.out.of(image, block)) }
            }
        }
        all
    }
}

/// Bᵀ d B of a tile of sixteen channels: `from` is the first of 4 x 4 places, rows `row` floats apart; the sixteen results
/// go to `to`, `step` floats apart.
///
/// # Safety
/// The processor has the instructions of `V`; the places are there.
#[inline(always)]
pub(super) unsafe fn transform_input<V: Lanes>(from: *const f32, row: usize, to: *mut f32, step: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut d = [[V::splat(0.0); 4]; 4];
        for x in 0..4 {
            let mut column = [V::splat(0.0); 4];
            for y in 0..4 {
                column[y] = V::load(from.add(y * row + x * LANES));
            }
            let [a, b, c, e] = column;
            d[0][x] = a.sub(c);
            d[1][x] = b.add(c);
            d[2][x] = c.sub(b);
            d[3][x] = b.sub(e);
        }
        for y in 0..4 {
            let [a, b, c, e] = d[y];
            let whole = [a.sub(c), b.add(c), c.sub(b), b.sub(e)];
            for x in 0..4 {
                whole[x].store(to.add((y * 4 + x) * step));
            }
        }
    }
}

/// Aᵀ m A of a tile of sixteen channels: `from` is the first of sixteen places, `step` floats apart. 2 x 2 results.
///
/// # Safety
/// The processor has the instructions of `V`; the places are there.
#[inline(always)]
unsafe fn transform_output<V: Lanes>(from: *const f32, step: usize) -> [V; 4] {
    // SAFETY: the caller's promise.
    unsafe {
        let mut m = [[V::splat(0.0); 4]; 2];
        for x in 0..4 {
            let mut column = [V::splat(0.0); 4];
            for y in 0..4 {
                column[y] = V::load(from.add((y * 4 + x) * step));
            }
            let [a, b, c, e] = column;
            m[0][x] = a.add(b).add(c);
            m[1][x] = b.sub(c).sub(e);
        }
        let mut sums = [V::splat(0.0); 4];
        for y in 0..2 {
            let [a, b, c, e] = m[y];
            sums[2 * y] = a.add(b).add(c);
            sums[2 * y + 1] = b.sub(c).sub(e);
        }
        sums
    }
}

/// All tiles at one place, as many together as registers hold.
///
/// # Safety
/// As [`tiles`].
#[inline(always)]
unsafe fn all_tiles<V: Lanes, const O: usize>(
    inputs: &[f32],
    taps: &[usize],
    weights: &[f32],
    outputs: &mut [f32],
    n_tiles: usize,
) {
    let whole = n_tiles / TOGETHER * TOGETHER;
    // SAFETY: the caller's promise.
    unsafe {
        tiles::<V, 3, O>(inputs, taps, weights, outputs, (0, whole), n_tiles);
        if n_tiles - whole == 2 * GROUP {
            tiles::<V, 2, O>(inputs, taps, weights, outputs, (whole, n_tiles), n_tiles);
        } else {
            tiles::<V, 1, O>(inputs, taps, weights, outputs, (whole, n_tiles), n_tiles);
        }
    }
}

/// Tiles `first..end` of `n_tiles` at one place: `inputs` (block, tile, 16) times `weights` (channel, `O` blocks) to
/// `outputs` (`O`, tile, 16).
///
/// # Safety
/// The processor has the instructions of `V`; the sizes are as said, the tiles whole groups of `G` times four.
#[inline(always)]
unsafe fn tiles<V: Lanes, const G: usize, const O: usize>(
    inputs: &[f32],
    taps: &[usize],
    weights: &[f32],
    outputs: &mut [f32],
    (first, end): (usize, usize),
    n_tiles: usize,
) {
    for tile in (first..end).step_by(G * GROUP) {
        // SAFETY: the caller's promise.
        unsafe {
            let mut sums = [[[V::splat(0.0); O]; GROUP]; G];
            let mut from = [inputs.as_ptr(); G];
            for g in 0..G {
                from[g] = inputs.as_ptr().add((tile + g * GROUP) * LANES);
            }
            products(&mut sums, from, taps, weights.as_ptr(), LANES);
            for g in 0..G {
                for q in 0..GROUP {
                    for o in 0..O {
                        let at = (o * n_tiles + tile + g * GROUP + q) * LANES;
                        sums[g][q][o].store(outputs.as_mut_ptr().add(at));
                    }
                }
            }
        }
    }
}
