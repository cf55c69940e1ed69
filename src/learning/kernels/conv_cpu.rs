//! Convolution on the CPU, forward and both gradients, without unfolding an image: patches are packed a few output places
//! at a time into first-level cache and multiplied there.
//!
//! Plain slices in NCHW order; no tensor, no gradient bookkeeping. No dilation, no groups, no bias. One task takes a
//! stretch of output places, which may cross images, so small maps cost no more than large ones.

use super::host::{SharedOut, with_scratch};
use super::microkernel::{DOT_ROWS, LANES, MR, Microkernel, NR, Tile};
use rayon::prelude::*;
use std::ops::Range;

/// Patch numbers packed at a time: with `NR` places 24 KB, which leaves room in 32 KB for the weights that stream by.
const DEPTH: usize = 256;
/// Panels of `NR` places in a task: enough to use a weight several times once it is in second-level cache.
const PANELS: usize = 8;
/// Places whose dot products are summed at a time in the weight gradient.
const DOT_PLACES: usize = 256;
/// Patch rows unfolded at a time in the weight gradient; a multiple of `DOT_ROWS`.
const DOT_GROUP: usize = 4 * DOT_ROWS;

/// The sizes of one convolution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Geometry {
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

/// Where patches come from: a map (n, c, h, w), and for a grid of places in each image the map's elements under `taps`.
struct Patches<'a> {
    map: &'a [f32],
    c: usize,
    h: usize,
    w: usize,
    /// Places of the grid in an image.
    rows: usize,
    columns: usize,
    /// Map rows (and columns) between neighbouring places.
    stride: usize,
    /// Offset in rows and columns from a place to each element of its patch.
    taps: Vec<(isize, isize)>,
}

/// Elements `at..at + len` of a block of places, consecutive in one row of the grid.
struct Run {
    image: usize,
    y: usize,
    x: usize,
    at: usize,
    len: usize,
}

/// Elements `at..at + len` of one packed row, which come from `source` of channel 0 on.
#[derive(Clone, Copy)]
struct Copy {
    source: usize,
    at: usize,
    len: usize,
}

/// How one tap of a block is copied, the same way in every channel.
struct TapCopies {
    copies: Vec<Copy>,
    /// Whether the copies leave gaps, for padding and behind the last place.
    has_gaps: bool,
}

impl Patches<'_> {
    /// Numbers in one patch.
    fn depth(&self) -> usize {
        self.c * self.taps.len()
    }

    /// The runs of `places`, counted over all images: `(image * rows + y) * columns + x`.
    fn runs(&self, places: Range<usize>) -> Vec<Run> {
        let mut runs = Vec::with_capacity(places.len() / self.columns + 2);
        let mut place = places.start;
        while place < places.end {
            let (row, x) = (place / self.columns, place % self.columns);
            let len = (self.columns - x).min(places.end - place);
            runs.push(Run { image: row / self.rows, y: row % self.rows, x, at: place - places.start, len });
            place += len;
        }
        runs
    }

    /// Which elements of the map lie under each tap of `runs`, in packed rows of `width` elements.
    fn copies(&self, runs: &[Run], width: usize) -> Vec<TapCopies> {
        self.taps.iter().map(|&tap| self.tap_copies(runs, tap, width)).collect()
    }

    fn tap_copies(&self, runs: &[Run], (down, right): (isize, isize), width: usize) -> TapCopies {
        let mut copies = Vec::with_capacity(runs.len());
        for run in runs {
            let y = (run.y * self.stride) as isize + down;
            if y < 0 || y >= self.h as isize {
                continue;
            }
            let x = (run.x * self.stride) as isize + right;
            let first = ((-x).max(0) as usize).div_ceil(self.stride);
            let end = ((self.w as isize - x).max(0) as usize).div_ceil(self.stride).min(run.len);
            if first < end {
                let x = (x + (first * self.stride) as isize) as usize;
                let source = (run.image * self.c * self.h + y as usize) * self.w + x;
                copies.push(Copy { source, at: run.at + first, len: end - first });
            }
        }
        let has_gaps = copies.iter().map(|copy| copy.len).sum::<usize>() < width;
        TapCopies { copies, has_gaps }
    }

    /// Packs patch numbers `depths` (channel by channel, tap by tap) into `out`, `width` elements each.
    fn pack(&self, depths: Range<usize>, taps: &[TapCopies], out: &mut [f32], width: usize) {
        let plane = self.h * self.w;
        for (depth, out) in depths.zip(out.chunks_exact_mut(width)) {
            let channel = &self.map[depth / taps.len() * plane..];
            let tap = &taps[depth % taps.len()];
            if tap.has_gaps {
                out.fill(0.0);
            }
            for copy in &tap.copies {
                copy_strided(&mut out[copy.at..copy.at + copy.len], &channel[copy.source..], self.stride);
            }
        }
    }
}

/// Every `stride`th element of `from`. Rows are short: copies of a fixed size beat a call of memcpy.
#[inline]
fn copy_strided(to: &mut [f32], from: &[f32], stride: usize) {
    if stride > 1 {
        for (to, from) in to.iter_mut().zip(from.iter().step_by(stride)) {
            *to = *from;
        }
        return;
    }
    let from = &from[..to.len()];
    let (to_parts, to_rest) = to.as_chunks_mut::<LANES>();
    let (from_parts, from_rest) = from.as_chunks::<LANES>();
    for (to, from) in to_parts.iter_mut().zip(from_parts) {
        *to = *from;
    }
    for (to, from) in to_rest.iter_mut().zip(from_rest) {
        *to = *from;
    }
}

/// Rows of weights in groups of `MR`, each (depth, `MR`); rows that are not there are zero.
fn pack_weights(rows: usize, depth: usize, at: impl Fn(usize, usize) -> f32 + Sync) -> Vec<f32> {
    let mut packed = vec![0.0; rows.next_multiple_of(MR) * depth];
    packed.par_chunks_mut(MR * depth).enumerate().for_each(|(group, packed)| {
        for row in group * MR..((group + 1) * MR).min(rows) {
            for (k, packed) in packed.chunks_exact_mut(MR).enumerate() {
                packed[row - group * MR] = at(row, k);
            }
        }
    });
    packed
}

/// Where the products of a grid's places go in a map (n, rows, height, width).
struct Target {
    channels: usize,
    height: usize,
    width: usize,
    /// Row and column of the first place, and the distance between places.
    first: (usize, usize),
    step: usize,
}

/// `weights` (packed, target channels by depth) times the patches of `n` images, written to `out`.
fn multiply(n: usize, patches: &Patches, weights: &[f32], target: &Target, out: SharedOut) {
    let n_places = n * patches.rows * patches.columns;
    let depth = patches.depth();
    if n_places == 0 || depth == 0 {
        return;
    }
    let kernel = Microkernel::detect();
    // Few places: smaller tasks, so that every thread has some.
    let block = (PANELS * NR).min(n_places.div_ceil(4 * rayon::current_num_threads()).next_multiple_of(NR));
    // Equal slices of the depth, rather than a short last one.
    let slice = depth.div_ceil(depth.div_ceil(DEPTH));
    let groups = target.channels.div_ceil(MR);
    (0..n_places.div_ceil(block)).into_par_iter().for_each(|task| {
        let places = task * block..((task + 1) * block).min(n_places);
        let panels: Vec<Vec<Run>> =
            places.clone().step_by(NR).map(|start| patches.runs(start..(start + NR).min(places.end))).collect();
        let copies: Vec<Vec<TapCopies>> = panels.iter().map(|runs| patches.copies(runs, NR)).collect();
        with_scratch(slice * NR + panels.len() * groups * MR * NR, |scratch| {
            let (packed, tiles) = scratch.split_at_mut(slice * NR);
            let tiles = tiles.as_chunks_mut::<{ MR * NR }>().0;
            for start in (0..depth).step_by(slice) {
                let depths = start..(start + slice).min(depth);
                let packed = &mut packed[..depths.len() * NR];
                for (copies, tiles) in copies.iter().zip(tiles.chunks_exact_mut(groups)) {
                    patches.pack(depths.clone(), copies, packed, NR);
                    for (tile, weights) in tiles.iter_mut().zip(weights.chunks_exact(depth * MR)) {
                        if start == 0 {
                            tile.fill(0.0);
                        }
                        kernel.product(&weights[depths.start * MR..depths.end * MR], packed, tile);
                    }
                }
            }
            for (runs, tiles) in panels.iter().zip(tiles.chunks_exact(groups)) {
                for run in runs {
                    target.write(run, tiles, out);
                }
            }
        });
    });
}

impl Target {
    fn write(&self, run: &Run, tiles: &[Tile], out: SharedOut) {
        let row = self.first.0 + run.y * self.step;
        for channel in 0..self.channels {
            let from = &tiles[channel / MR][channel % MR * NR + run.at..][..run.len];
            let start = ((run.image * self.channels + channel) * self.height + row) * self.width;
            let start = start + self.first.1 + run.x * self.step;
            // SAFETY: each place is in one run of one task, and places of one grid do not share elements; the elements
            // between strided places belong to other grids, which are multiplied later.
            let to = unsafe { out.part(start..start + (run.len - 1) * self.step + 1) };
            if self.step == 1 {
                copy_strided(to, from, 1);
            } else {
                for (to, from) in to.iter_mut().step_by(self.step).zip(from) {
                    *to = *from;
                }
            }
        }
    }
}

/// `x` (n, c, h, w), `weight` (o, c, kh, kw) to (n, o, ho, wo).
pub(super) fn forward(g: &Geometry, x: &[f32], weight: &[f32]) -> Vec<f32> {
    let mut y = vec![0.0; g.n * g.o * g.ho * g.wo];
    let patches = input_patches(g, x);
    let depth = patches.depth();
    let weights = pack_weights(g.o, depth, |o, k| weight[o * depth + k]);
    let target = Target { channels: g.o, height: g.ho, width: g.wo, first: (0, 0), step: 1 };
    multiply(g.n, &patches, &weights, &target, SharedOut::new(&mut y));
    y
}

fn input_patches<'a>(g: &Geometry, x: &'a [f32]) -> Patches<'a> {
    let offset = |k: usize| k as isize - g.padding as isize;
    let taps = (0..g.kh * g.kw).map(|tap| (offset(tap / g.kw), offset(tap % g.kw))).collect();
    Patches { map: x, c: g.c, h: g.h, w: g.w, rows: g.ho, columns: g.wo, stride: g.stride, taps }
}

/// The gradient of the input: `dy` (n, o, ho, wo), `weight` (o, c, kh, kw) to (n, c, h, w).
///
/// Input rows (and columns) that leave the same remainder by the stride meet the same kernel rows: each such grid is a
/// convolution of `dy` without a stride, by a part of the kernel.
pub(super) fn input_gradient(g: &Geometry, dy: &[f32], weight: &[f32]) -> Vec<f32> {
    let mut dx = vec![0.0; g.n * g.c * g.h * g.w];
    let out = SharedOut::new(&mut dx);
    for (row, column) in (0..g.stride.min(g.h)).flat_map(|row| (0..g.stride.min(g.w)).map(move |column| (row, column)))
    {
        let meets = |first: usize, k: usize| (first + g.padding) % g.stride == k % g.stride;
        let offset = |first: usize, k: usize| ((first + g.padding) as isize - k as isize) / g.stride as isize;
        let kept: Vec<usize> =
            (0..g.kh * g.kw).filter(|tap| meets(row, tap / g.kw) && meets(column, tap % g.kw)).collect();
        if kept.is_empty() {
            continue;
        }
        let taps = kept.iter().map(|tap| (offset(row, tap / g.kw), offset(column, tap % g.kw))).collect();
        let (rows, columns) = ((g.h - row).div_ceil(g.stride), (g.w - column).div_ceil(g.stride));
        let patches = Patches { map: dy, c: g.o, h: g.ho, w: g.wo, rows, columns, stride: 1, taps };
        let weights = pack_weights(g.c, patches.depth(), |c, k| {
            weight[(k / kept.len() * g.c + c) * g.kh * g.kw + kept[k % kept.len()]]
        });
        let target = Target { channels: g.c, height: g.h, width: g.w, first: (row, column), step: g.stride };
        multiply(g.n, &patches, &weights, &target, out);
    }
    dx
}

/// The gradient of the weights: `x` (n, c, h, w), `dy` (n, o, ho, wo) to (o, c, kh, kw).
///
/// Images are summed in a few parts whose number depends on the pool's size only, and the parts in order: the same pool
/// gives the same bits, whatever its threads' timing.
pub(super) fn weight_gradient(g: &Geometry, x: &[f32], dy: &[f32]) -> Vec<f32> {
    let patches = input_patches(g, x);
    let gradient =
        Patches { map: dy, c: g.o, h: g.ho, w: g.wo, rows: g.ho, columns: g.wo, stride: 1, taps: vec![(0, 0)] };
    let (depth, places) = (patches.depth(), g.ho * g.wo);
    let (rows, stride) = (depth.next_multiple_of(DOT_GROUP), g.o.next_multiple_of(MR));
    let n_parts = (2 * rayon::current_num_threads()).min(g.n).max(1);
    let mut parts = vec![0.0; n_parts * rows * stride];
    if parts.is_empty() {
        return vec![];
    }
    let kernel = Microkernel::detect();
    parts.par_chunks_mut(rows * stride).enumerate().for_each(|(part, sums)| {
        let places = part * g.n / n_parts * places..(part + 1) * g.n / n_parts * places;
        with_scratch((DOT_GROUP + stride) * DOT_PLACES, |scratch| {
            for start in places.clone().step_by(DOT_PLACES) {
                let places = start..(start + DOT_PLACES).min(places.end);
                let len = places.len().next_multiple_of(LANES);
                let runs = patches.runs(places);
                let taps = patches.copies(&runs, len);
                let (unfolded, dys) = scratch.split_at_mut(DOT_GROUP * DOT_PLACES);
                let (unfolded, dys) = (&mut unfolded[..DOT_GROUP * len], &mut dys[..stride * len]);
                gradient.pack(0..g.o, &gradient.copies(&runs, len), dys, len);
                dys[g.o * len..].fill(0.0);
                for first in (0..depth).step_by(DOT_GROUP) {
                    let depths = first..(first + DOT_GROUP).min(depth);
                    let n_rows = depths.len();
                    patches.pack(depths, &taps, unfolded, len);
                    unfolded[n_rows * len..].fill(0.0);
                    for (group, dys) in dys.chunks_exact(MR * len).enumerate() {
                        for (i, rows) in unfolded.chunks_exact(DOT_ROWS * len).enumerate() {
                            let at = (first + i * DOT_ROWS) * stride + group * MR;
                            kernel.dots(len, dys, rows, &mut sums[at..], stride);
                        }
                    }
                }
            }
        });
    });
    let mut dw = vec![0.0; g.o * depth];
    dw.par_chunks_mut(depth).enumerate().for_each(|(o, dw)| {
        for sums in parts.chunks_exact(rows * stride) {
            for (dw, sums) in dw.iter_mut().zip(sums.chunks_exact(stride)) {
                *dw += sums[o];
            }
        }
    });
    dw
}
