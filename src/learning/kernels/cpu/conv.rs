//! Direct convolution on blocked maps: forward, and the gradient of the input, which is the same sum over other taps.
//!
//! A task takes a stretch of one or more images. Block by block of input channels it copies its piece of the input with
//! its padding into cache, where every tap of a kernel lies at a fixed distance from its place, and adds the products of
//! small tiles (some places by one or two blocks of output channels, all in registers) to the output. No unfolding, no
//! dilation, no groups.

use super::maps::Maps;
use super::moments::Moments;
use super::simd::{Isa, Job, LANES, Lanes};
use super::winograd;
use crate::learning::kernels::host::{SharedOut, with_scratch};
use rayon::prelude::*;
use std::ops::Range;

/// The sizes of one convolution.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Geometry {
    pub n: usize,
    pub c: usize,
    pub h: usize,
    pub w: usize,
    pub o: usize,
    pub kh: usize,
    pub kw: usize,
    pub stride: usize,
    pub padding: usize,
    /// Output height and width.
    pub ho: usize,
    pub wo: usize,
}

/// Places of an output, and which elements of a map (relative to a place times the stride) each of them sums.
pub(super) struct Grid {
    /// With which the sums are made.
    pub isa: Isa,
    /// Places of one image.
    pub rows: usize,
    pub columns: usize,
    pub stride: usize,
    pub taps: Vec<(isize, isize)>,
}

/// How a piece of a map lies in scratch: rows of `stride` phases (columns with one remainder by the stride), so that
/// neighbouring places are neighbours for every tap.
pub(super) struct Strip {
    /// First row and column that any tap of place (0, 0) meets.
    top: isize,
    left: isize,
    stride: usize,
    /// Columns of a phase.
    phase: usize,
    /// Rows and columns beyond the first that a place meets.
    reach: (usize, usize),
    /// Which remainders of rows, and of columns, are met at all.
    rows_met: Vec<bool>,
    columns_met: Vec<bool>,
    /// Floats from a place to each of its taps.
    pub taps: Vec<usize>,
}

/// Taps of all input blocks that are summed at a time, about.
const MOST_TAPS: usize = 8;

/// Places that are taken together, neighbours in a row.
pub(super) const GROUP: usize = 4;

impl Grid {
    pub(super) fn forward(g: &Geometry) -> Self {
        let offset = |k: usize| k as isize - g.padding as isize;
        let taps = (0..g.kh * g.kw).map(|tap| (offset(tap / g.kw), offset(tap % g.kw))).collect();
        Self { isa: Isa::detect(), rows: g.ho, columns: g.wo, stride: g.stride, taps }
    }

    pub(super) fn strip(&self) -> Strip {
        let top = self.taps.iter().map(|tap| tap.0).min().unwrap_or(0);
        let left = self.taps.iter().map(|tap| tap.1).min().unwrap_or(0);
        let s = self.stride;
        let down = |tap: &(isize, isize)| (tap.0 - top) as usize;
        let right = |tap: &(isize, isize)| (tap.1 - left) as usize;
        let widest = self.taps.iter().map(|tap| right(tap) / s).max().unwrap_or(0);
        let phase = self.columns.next_multiple_of(GROUP) + widest;
        let reach = (self.taps.iter().map(down).max().unwrap_or(0), self.taps.iter().map(right).max().unwrap_or(0));
        let mut rows_met = vec![false; s];
        let mut columns_met = vec![false; s];
        for tap in &self.taps {
            rows_met[down(tap) % s] = true;
            columns_met[right(tap) % s] = true;
        }
        let at = |tap| ((down(tap) * s + right(tap) % s) * phase + right(tap) / s) * LANES;
        let taps = self.taps.iter().map(at).collect();
        Strip { top, left, stride: s, phase, reach, rows_met, columns_met, taps }
    }
}

impl Strip {
    /// Scratch rows that hold `rows` rows of places.
    fn height(&self, rows: usize) -> usize {
        (rows - 1) * self.stride + self.reach.0 + 1
    }

    /// Rows and columns beyond the first that a place meets.
    pub(super) fn reach(&self) -> (usize, usize) {
        self.reach
    }

    /// Floats from a row of scratch to the next.
    pub(super) fn row(&self) -> usize {
        self.stride * self.phase * LANES
    }

    /// Floats that `rows` rows of places take.
    pub(super) fn len(&self, rows: usize) -> usize {
        self.height(rows) * self.stride * self.phase * LANES
    }

    /// Where the place (`row` of those packed, `column`) lies.
    pub(super) fn place(&self, row: usize, column: usize) -> usize {
        (row * self.stride * self.stride * self.phase + column) * LANES
    }

    /// Copies what `rows` rows of places from `first` on meet of a block (h, w, 16) into `out`, zeros around it.
    #[inline(always)]
    pub(super) fn pack(&self, block: &[f32], (h, w): (usize, usize), first: usize, rows: usize, out: &mut [f32]) {
        let width = self.stride * self.phase * LANES;
        for (row, out) in out[..self.len(rows)].chunks_exact_mut(width).enumerate() {
            if !self.rows_met[row % self.stride] {
                continue;
            }
            let y = (first * self.stride + row) as isize + self.top;
            if y < 0 || y >= h as isize {
                out.fill(0.0);
                continue;
            }
            let from = &block[y as usize * w * LANES..][..w * LANES];
            for (remainder, out) in out.chunks_exact_mut(self.phase * LANES).enumerate() {
                if self.columns_met[remainder] {
                    self.pack_phase(from, w, remainder, out);
                }
            }
        }
    }

    /// Every `stride`th column of a row, from `left + remainder` on.
    #[inline(always)]
    fn pack_phase(&self, from: &[f32], w: usize, remainder: usize, out: &mut [f32]) {
        let x = self.left + remainder as isize;
        let s = self.stride as isize;
        // The first and the last column of scratch that lie inside the map.
        let first = if x < 0 { ((-x + s - 1) / s) as usize } else { 0 }.min(self.phase);
        let end = if w as isize > x { ((w as isize - x + s - 1) / s) as usize } else { 0 }.clamp(first, self.phase);
        out[..first * LANES].fill(0.0);
        out[end * LANES..].fill(0.0);
        let start = (x + first as isize * s) as usize * LANES;
        if self.stride == 1 {
            out[first * LANES..end * LANES].copy_from_slice(&from[start..start + (end - first) * LANES]);
            return;
        }
        let (places, _) = out[first * LANES..end * LANES].as_chunks_mut::<LANES>();
        for (i, place) in places.iter_mut().enumerate() {
            place.copy_from_slice(&from[start + i * self.stride * LANES..][..LANES]);
        }
    }
}

/// Weights in the order in which tiles meet them: by pairs of output blocks, input block, tap, input channel, and then
/// the sixteen or thirty-two output channels, zeros where there are none.
struct PackedWeights {
    numbers: super::maps::Buffer,
    rows: usize,
    depth: usize,
    n_taps: usize,
}

impl PackedWeights {
    /// `at(row, channel, tap)` for `rows` output and `depth` input channels.
    fn new(rows: usize, depth: usize, n_taps: usize, at: impl Fn(usize, usize, usize) -> f32 + Sync) -> Self {
        let blocks = rows.div_ceil(LANES);
        let mut numbers = super::maps::Buffer::new(blocks * LANES * depth * n_taps);
        if !numbers.is_empty() {
            numbers.par_chunks_mut(2 * LANES * depth * n_taps).enumerate().for_each(|(pair, packed)| {
                let width = packed.len() / (depth * n_taps);
                for first in (0..depth).step_by(LANES) {
                    let part = LANES.min(depth - first);
                    let packed = &mut packed[first * n_taps * width..][..part * n_taps * width];
                    for row in 0..width {
                        let o = pair * 2 * LANES + row;
                        for (k, tap) in (0..part).flat_map(|k| (0..n_taps).map(move |tap| (k, tap))) {
                            let value = if o < rows { at(o, first + k, tap) } else { 0.0 };
                            packed[(tap * part + k) * width + row] = value;
                        }
                    }
                }
            });
        }
        Self { numbers, rows, depth, n_taps }
    }

    /// Blocks of output channels of a pair, and the weights of `count` input blocks from `block` on.
    #[inline(always)]
    fn of(&self, pair: usize, block: usize, count: usize) -> (usize, &[f32]) {
        let n_blocks = (self.rows.div_ceil(LANES) - 2 * pair).min(2);
        let width = n_blocks * LANES;
        let part = (count * LANES).min(self.depth - block * LANES);
        let start = 2 * pair * LANES * self.depth * self.n_taps + block * LANES * self.n_taps * width;
        (n_blocks, &self.numbers[start..start + part * self.n_taps * width])
    }
}

/// What is done with a sum once it is whole.
#[derive(Clone, Copy, Default)]
pub(crate) struct Finish<'a> {
    /// Added to each channel, one number for each channel of each block.
    pub bias: Option<&'a [f32]>,
    /// Added, of the shape of the output.
    pub residual: Option<&'a Maps>,
    pub is_relu: bool,
    /// Add to what the output holds already.
    pub accumulates: bool,
    /// Also give the moments of each output channel.
    pub with_moments: bool,
}

impl Finish<'_> {
    /// # Safety
    /// The processor has the instructions of `V`; `at` is a place of the output.
    #[inline(always)]
    pub(super) unsafe fn finished<V: Lanes>(&self, mut sum: V, block: usize, at: usize) -> V {
        // SAFETY: the caller's promise; bias and residual are as long as the output's blocks and the output.
        unsafe {
            if let Some(bias) = self.bias {
                sum = sum.add(V::load(bias[block * LANES..][..LANES].as_ptr()));
            }
            if let Some(residual) = self.residual {
                sum = sum.add(V::load(residual.numbers()[at..][..LANES].as_ptr()));
            }
            if self.is_relu { sum.relu() } else { sum }
        }
    }
}

/// Where the sums of a grid go in the output: row and column of the first place, and the distance between places.
#[derive(Clone, Copy)]
pub(super) struct Target {
    pub first: (usize, usize),
    pub step: usize,
}

/// A stretch of places that one task sums.
pub(super) struct Region {
    pub images: Range<usize>,
    pub rows: Range<usize>,
}

/// Stretches of whole images, or of rows of one, of about as many places as `most`.
pub(super) fn regions(n: usize, rows: usize, columns: usize, most: usize) -> Vec<Region> {
    let area = rows * columns;
    if area <= most {
        let step = (most / area).max(1);
        return (0..n).step_by(step).map(|i| Region { images: i..(i + step).min(n), rows: 0..rows }).collect();
    }
    let parts = area.div_ceil(most).min(rows);
    let cut = |part: usize| part * rows / parts;
    (0..n * parts)
        .map(|at| Region { images: at / parts..at / parts + 1, rows: cut(at % parts)..cut(at % parts + 1) })
        .collect()
}

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
    if x.n * grid.rows * grid.columns == 0 || y.c == 0 {
        return vec![];
    }
    if target.step == 1 && winograd::suits(grid, x.c, y.c) {
        return winograd::multiply(x, grid, &winograd::Weights::new(y.c, x.c, &grid.taps, at), y, finish);
    }
    direct(x, grid, &PackedWeights::new(y.c, x.c, grid.taps.len(), at), y, target, finish)
}

/// [`multiply`] by the sums as they are written.
fn direct(
    x: &Maps,
    grid: &Grid,
    weights: &PackedWeights,
    y: &mut Maps,
    target: Target,
    finish: Finish<'_>,
) -> Vec<Moments> {
    let places = x.n * grid.rows * grid.columns;
    // The output of a task stays in second-level cache while the input's blocks go by; every thread gets a few tasks.
    let most = ((1 << 18) / weights.rows.max(1)).clamp(64, 1024);
    let most = most.min(places.div_ceil(4 * rayon::current_num_threads()).max(32));
    let strip = grid.strip();
    let (blocks, height, width) = (y.blocks(), y.h, y.w);
    let out = SharedOut::new(y.numbers_mut());
    let isa = grid.isa;
    // With few taps a sum would come and go after few products.
    let together = (MOST_TAPS / grid.taps.len().max(1)).clamp(1, x.blocks().max(1));
    let regions = regions(x.n, grid.rows, grid.columns, most);
    let parts: Vec<Vec<Moments>> = regions
        .par_iter()
        .map(|region| {
            let len = strip.len(region.rows.len()) * region.images.len() * together + GROUP * LANES;
            with_scratch(len, |scratch| {
                let (strip, size) = (&strip, (height, width));
                isa.run(Task { x, grid, strip, weights, out, blocks, size, target, finish, region, together, scratch })
            })
        })
        .collect();
    Moments::merge(parts)
}

struct Task<'a> {
    x: &'a Maps,
    grid: &'a Grid,
    strip: &'a Strip,
    weights: &'a PackedWeights,
    out: SharedOut<'a>,
    /// Blocks and size of the output.
    blocks: usize,
    size: (usize, usize),
    target: Target,
    finish: Finish<'a>,
    region: &'a Region,
    /// Input blocks that are summed at a time.
    together: usize,
    scratch: &'a mut [f32],
}

/// Input blocks that are summed at a time, and where their taps lie in scratch.
struct Step<'a> {
    block: usize,
    count: usize,
    taps: &'a [usize],
}

/// Some neighbouring places: where they lie in scratch and in block 0 of the output, and how many there are.
#[derive(Clone, Copy)]
struct Group {
    from: usize,
    to: usize,
    len: usize,
}

impl Task<'_> {
    fn groups(&self, strip_len: usize) -> Vec<Group> {
        let (region, target) = (self.region, self.target);
        let plane = self.size.0 * self.size.1 * LANES;
        let mut groups = Vec::new();
        for image in region.images.clone() {
            for row in region.rows.clone() {
                for column in (0..self.grid.columns).step_by(GROUP) {
                    let from =
                        (image - region.images.start) * strip_len + self.strip.place(row - region.rows.start, column);
                    let (y, x) = (target.first.0 + row * target.step, target.first.1 + column * target.step);
                    let to = image * self.blocks * plane + (y * self.size.1 + x) * LANES;
                    groups.push(Group { from, to, len: GROUP.min(self.grid.columns - column) });
                }
            }
        }
        groups
    }
}

impl Job for Task<'_> {
    type Output = Vec<Moments>;

    #[inline(always)]
    unsafe fn run<V: Lanes>(mut self) -> Vec<Moments> {
        let (region, x) = (self.region, self.x);
        let scratch = std::mem::take(&mut self.scratch);
        let rows = region.rows.len();
        let strip_len = self.strip.len(rows);
        let groups = self.groups(strip_len);
        let n_blocks = x.blocks();
        let images = region.images.len();
        let whole = x.c / LANES;
        let mut taps = Vec::with_capacity(self.together * self.strip.taps.len());
        let mut block = 0;
        while block < n_blocks {
            // A last block of fewer channels comes alone.
            let count = self.together.min(whole - block.min(whole)).max(1);
            taps.clear();
            for (at, strips) in scratch.chunks_mut(images * strip_len).take(count).enumerate() {
                for (image, out) in region.images.clone().zip(strips.chunks_mut(strip_len)) {
                    let from = &x.numbers()[(image * n_blocks + block + at) * x.plane()..][..x.plane()];
                    self.strip.pack(from, (x.h, x.w), region.rows.start, rows, out);
                }
                for tap in &self.strip.taps {
                    taps.push(at * images * strip_len + tap);
                }
            }
            let step = Step { block, count, taps: &taps };
            for pair in 0..self.blocks.div_ceil(2) {
                let (pair_blocks, weights) = self.weights.of(pair, block, count);
                // SAFETY: the instructions are there; the groups lie in scratch and in this task's own places.
                unsafe {
                    match (pair_blocks, V::IS_WIDE) {
                        (2, true) => self.tiles::<V, 3, 2>(&groups, scratch, weights, &step, 2 * pair),
                        (_, true) => self.tiles::<V, 6, 1>(&groups, scratch, weights, &step, 2 * pair),
                        (2, false) => self.tiles::<V, 1, 2>(&groups, scratch, weights, &step, 2 * pair),
                        (_, false) => self.tiles::<V, 1, 1>(&groups, scratch, weights, &step, 2 * pair),
                    }
                }
            }
            block += count;
        }
        if !self.finish.with_moments {
            return vec![];
        }
        let plane = self.size.0 * self.size.1 * LANES;
        let (start, len) = (region.rows.start * self.size.1 * LANES, rows * self.size.1 * LANES);
        let mut all = vec![Moments::default(); self.blocks];
        for (block, moments) in all.iter_mut().enumerate() {
            for image in region.images.clone() {
                let at = (image * self.blocks + block) * plane + start;
                // SAFETY: this task wrote these places, and no other touches them.
                unsafe { moments.add::<V>(self.out.part(at..at + len)) }
            }
        }
        all
    }
}

impl Task<'_> {
    /// All groups against the weights of some input blocks and `O` output blocks from `first` on.
    ///
    /// # Safety
    /// The processor has the instructions of `V`.
    #[inline(always)]
    unsafe fn tiles<V: Lanes, const G: usize, const O: usize>(
        &self,
        groups: &[Group],
        scratch: &[f32],
        weights: &[f32],
        at: &Step<'_>,
        first: usize,
    ) {
        let plane = self.size.0 * self.size.1 * LANES;
        let step = self.target.step * LANES;
        let depth = LANES.min(self.x.c - at.block * LANES);
        let is_first = at.block == 0 && !self.finish.accumulates;
        let is_last = at.block + at.count == self.x.blocks();
        for chunk in groups.chunks(G) {
            // Places that are not there are computed like the last and not written.
            let group: [Group; G] = std::array::from_fn(|g| {
                let last = chunk[g.min(chunk.len() - 1)];
                if g < chunk.len() { last } else { Group { len: 0, ..last } }
            });
            // SAFETY: groups lie in scratch with room for a whole group behind the last tap; weights are as deep as
            // the block; outputs are this task's own, `len` places of each group.
            unsafe {
                let mut sums = [[[V::splat(0.0); O]; GROUP]; G];
                if !is_first {
                    for (sums, group) in sums.iter_mut().zip(&group) {
                        // A fixed number of turns, so that the sums stay in registers.
                        for (q, sums) in sums.iter_mut().enumerate() {
                            if q < group.len {
                                for (o, sum) in sums.iter_mut().enumerate() {
                                    *sum = V::load(self.out.at(group.to + (first + o) * plane + q * step));
                                }
                            }
                        }
                    }
                }
                let from: [*const f32; G] = std::array::from_fn(|g| scratch.as_ptr().add(group[g].from));
                let weights = weights.as_ptr();
                products(&mut sums, from, at.taps, weights, depth);
                for (sums, group) in sums.iter().zip(&group) {
                    for (q, sums) in sums.iter().enumerate() {
                        if q < group.len {
                            for (o, sum) in sums.iter().enumerate() {
                                let at = group.to + (first + o) * plane + q * step;
                                let sum = if is_last { self.finish.finished(*sum, first + o, at) } else { *sum };
                                sum.store(self.out.at(at));
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Adds the products of a tile: for each tap and each of `depth` input channels, the numbers of the places times the
/// weights of the output channels.
///
/// # Safety
/// The processor has the instructions of `V`; under each pointer lies what the sizes say.
#[inline(always)]
pub(super) unsafe fn products<V: Lanes, const G: usize, const O: usize>(
    sums: &mut [[[V; O]; GROUP]; G],
    from: [*const f32; G],
    taps: &[usize],
    mut weights: *const f32,
    depth: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut held = *sums;
        for &tap in taps {
            for k in tap..tap + depth {
                let mut w = [V::splat(0.0); O];
                for o in 0..O {
                    w[o] = V::load(weights.add(o * LANES));
                }
                for g in 0..G {
                    for q in 0..GROUP {
                        let value = V::splat(*from[g].add(k + q * LANES));
                        for o in 0..O {
                            held[g][q][o] = held[g][q][o].fma(value, w[o]);
                        }
                    }
                }
                weights = weights.add(O * LANES);
            }
        }
        *sums = held;
    }
}

/// `x` convolved with `weight` (o, c, kh, kw), whose output channels are first multiplied by `scale` where there is one;
/// and the moments of the result if they are asked for.
pub(crate) fn forward(
    g: &Geometry,
    x: &Maps,
    weight: &[f32],
    scale: Option<&[f32]>,
    finish: Finish<'_>,
) -> (Maps, Vec<Moments>) {
    let n_taps = g.kh * g.kw;
    let mut y = Maps::new(g.n, g.o, g.ho, g.wo);
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
pub(crate) fn input_gradient(g: &Geometry, dy: &Maps, weight: &[f32], dx: &mut Maps, accumulates: bool) {
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
