//! Convolution by the sums as they are written.
//!
//! A task takes a stretch of one or more images. Block by block of input channels it copies its piece of the input with
//! its padding into cache, where every tap of a kernel lies at a fixed distance from its place, and adds the products of
//! small tiles (some places by one or two blocks of output channels, all in registers) to the output.

use super::grid::{Finish, GROUP, Grid, Region, Strip, Target, products, regions};
use super::maps::{Buffer, Maps};
use super::moments::Moments;
use super::rows::OwnRows;
use super::scratch::with_scratch;
use crate::linalg::simd::{Kernel, LANES, Lanes, Simd};
use rayon::prelude::*;

/// Taps of all input blocks that are summed at a time, about.
const MOST_TAPS: usize = 8;

/// Weights in the order in which tiles meet them: by pairs of output blocks, input block, tap, input channel, and then
/// the sixteen or thirty-two output channels, zeros where there are none.
pub(super) struct PackedWeights {
    numbers: Buffer,
    rows: usize,
    depth: usize,
    n_taps: usize,
}

impl PackedWeights {
    /// `at(row, channel, tap)` for `rows` output and `depth` input channels.
    pub(super) fn new(
        rows: usize,
        depth: usize,
        n_taps: usize,
        at: impl Fn(usize, usize, usize) -> f32 + Sync,
    ) -> Self {
        let blocks = rows.div_ceil(LANES);
        let mut numbers = Buffer::new(blocks * LANES * depth * n_taps);
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

/// Adds (or writes) for each place of `grid` in each image of `x` the products of its taps with `weights` to `y`.
pub(super) fn multiply(
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
    let blocks = y.blocks();
    let isa = grid.isa;
    // With few taps a sum would come and go after few products.
    let together = (MOST_TAPS / grid.taps.len().max(1)).clamp(1, x.blocks().max(1));
    let regions = regions(x.n, grid.rows, grid.columns, most);
    let outs = OwnRows::cut(y, &regions, target.step);
    let parts: Vec<Vec<Moments>> = regions
        .par_iter()
        .zip(outs)
        .map(|(region, out)| {
            let len = strip.len(region.rows.len()) * region.images.len() * together + GROUP * LANES;
            with_scratch(len, |scratch| {
                let strip = &strip;
                isa.run(Task { x, grid, strip, weights, out, blocks, target, finish, region, together, scratch })
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
    out: OwnRows<'a>,
    /// Blocks of the output.
    blocks: usize,
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

/// Some neighbouring places of an image: where they lie in scratch and in the task's rows, and how many there are.
#[derive(Clone, Copy)]
struct Group {
    image: usize,
    from: usize,
    to: usize,
    len: usize,
}

impl Task<'_> {
    fn groups(&self, strip_len: usize) -> Vec<Group> {
        let (region, target) = (self.region, self.target);
        let mut groups = Vec::new();
        for image in region.images.clone() {
            for row in region.rows.clone() {
                for column in (0..self.grid.columns).step_by(GROUP) {
                    let from =
                        (image - region.images.start) * strip_len + self.strip.place(row - region.rows.start, column);
                    let (y, x) = (target.first.0 + row * target.step, target.first.1 + column * target.step);
                    let len = GROUP.min(self.grid.columns - column);
                    groups.push(Group { image, from, to: self.out.place(y, x), len });
                }
            }
        }
        groups
    }
}

impl Kernel for Task<'_> {
    type Output = Vec<Moments>;

    #[inline(always)]
    fn run<S: Simd>(mut self) -> Vec<Moments> {
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
                // SAFETY: the instructions are there; the groups lie in scratch.
                unsafe {
                    match (pair_blocks, S::IS_WIDE) {
                        (2, true) => self.tiles::<S::Sixteen, 3, 2>(&groups, scratch, weights, &step, 2 * pair),
                        (_, true) => self.tiles::<S::Sixteen, 6, 1>(&groups, scratch, weights, &step, 2 * pair),
                        (2, false) => self.tiles::<S::Sixteen, 1, 2>(&groups, scratch, weights, &step, 2 * pair),
                        (_, false) => self.tiles::<S::Sixteen, 1, 1>(&groups, scratch, weights, &step, 2 * pair),
                    }
                }
            }
            block += count;
        }
        if !self.finish.with_moments {
            return vec![];
        }
        let mut all = vec![Moments::default(); self.blocks];
        for (block, moments) in all.iter_mut().enumerate() {
            for image in region.images.clone() {
                // SAFETY: called inside `Kernel::run`.
                unsafe { moments.add::<S::Sixteen>(self.out.of(image, block)) }
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
        &mut self,
        groups: &[Group],
        scratch: &[f32],
        weights: &[f32],
        at: &Step<'_>,
        first: usize,
    ) {
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
            // the block.
            unsafe {
                let mut sums = [[[V::splat(0.0); O]; GROUP]; G];
                if !is_first {
                    for (sums, group) in sums.iter_mut().zip(&group) {
                        for o in 0..O {
                            let out = self.out.of(group.image, first + o);
                            // A fixed number of turns, so that the sums stay in registers.
                            for (q, sums) in sums.iter_mut().enumerate() {
                                if q < group.len {
                                    sums[o] = V::load(out[group.to + q * step..][..LANES].as_ptr());
                                }
                            }
                        }
                    }
                }
                let from: [*const f32; G] = std::array::from_fn(|g| scratch.as_ptr().add(group[g].from));
                let weights = weights.as_ptr();
                products(&mut sums, from, at.taps, weights, depth);
                for (sums, group) in sums.iter().zip(&group) {
                    for o in 0..O {
                        let whole = self.out.whole(group.image, first + o, group.to);
                        let out = self.out.of(group.image, first + o);
                        for (q, sums) in sums.iter().enumerate() {
                            if q < group.len {
                                let at = whole + q * step;
                                let sum = if is_last { self.finish.finished(sums[o], first + o, at) } else { sums[o] };
                                sum.store(out[group.to + q * step..][..LANES].as_mut_ptr());
                            }
                        }
                    }
                }
            }
        }
    }
}
