//! Convolution on the CPU: unfolded patches times weights, block by block of output places, one task a block.
//!
//! Plain slices in NCHW order; no tensor, no gradient bookkeeping. No dilation, no groups, no bias.

use super::host::{SharedOut, with_scratch};
use gemm::Parallelism;
use rayon::prelude::*;
use std::ops::Range;

/// Floats of unfolded patches that one task holds at a time: half of a common 512 KB second-level cache.
const BLOCK_FLOATS: usize = 64 * 1024;
/// Places a block has at least, so that a product's weights are read from memory seldom enough.
const MIN_BLOCK: usize = 128;

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

impl Geometry {
    /// Numbers in one patch.
    fn patch(&self) -> usize {
        self.c * self.kh * self.kw
    }

    /// Output places of one image.
    fn places(&self) -> usize {
        self.ho * self.wo
    }

    /// Places in a block of unfolded patches.
    fn block(&self) -> usize {
        (BLOCK_FLOATS / self.patch()).max(MIN_BLOCK).next_multiple_of(16)
    }

    /// The output columns whose input column for kernel column `kx` exists.
    fn columns_inside(&self, kx: usize) -> Range<usize> {
        let first = self.padding.saturating_sub(kx).div_ceil(self.stride);
        let end = (self.w + self.padding).saturating_sub(kx).div_ceil(self.stride).min(self.wo);
        first.min(end)..end
    }

    /// The input row under kernel row `ky` at output row `y`, if it exists.
    fn input_row(&self, y: usize, ky: usize) -> Option<usize> {
        (y * self.stride + ky).checked_sub(self.padding).filter(|&row| row < self.h)
    }
}

/// A stretch of one output row: places `at..at + len` of a block are columns `x..x + len` of row `y` of image `image`.
struct Run {
    image: usize,
    y: usize,
    x: usize,
    len: usize,
    at: usize,
}

/// The runs of `places`, counted over all images: `(image * ho + y) * wo + x`.
fn runs(g: &Geometry, places: Range<usize>) -> Vec<Run> {
    let mut out = Vec::with_capacity(places.len() / g.wo + 2);
    let mut place = places.start;
    while place < places.end {
        let (row, x) = (place / g.wo, place % g.wo);
        let len = (g.wo - x).min(places.end - place);
        out.push(Run { image: row / g.ho, y: row % g.ho, x, len, at: place - places.start });
        place += len;
    }
    out
}

/// Unfolds the patches of `runs` into `cols` (patch, block).
fn unfold(g: &Geometry, x: &[f32], runs: &[Run], block: usize, cols: &mut [f32]) {
    for (row, cols) in cols.chunks_exact_mut(block).enumerate() {
        let (kx, ky, channel) = (row % g.kw, row / g.kw % g.kh, row / (g.kw * g.kh));
        let inside = g.columns_inside(kx);
        for run in runs {
            let cols = &mut cols[run.at..run.at + run.len];
            let first = inside.start.clamp(run.x, run.x + run.len) - run.x;
            let end = inside.end.clamp(run.x, run.x + run.len) - run.x;
            let Some(y) = g.input_row(run.y, ky).filter(|_| first < end) else {
                cols.fill(0.0);
                continue;
            };
            cols[..first].fill(0.0);
            cols[end..].fill(0.0);
            let source = ((run.image * g.c + channel) * g.h + y) * g.w + (run.x + first) * g.stride + kx - g.padding;
            if g.stride == 1 {
                cols[first..end].copy_from_slice(&x[source..source + end - first]);
            } else {
                for (to, from) in cols[first..end].iter_mut().zip(x[source..].iter().step_by(g.stride)) {
                    *to = *from;
                }
            }
        }
    }
}

/// Adds `cols` (patch, block), gradients of unfolded patches, to where they came from. `dx` starts at image `first_image`.
fn fold(g: &Geometry, cols: &[f32], runs: &[Run], block: usize, first_image: usize, dx: &mut [f32]) {
    for (row, cols) in cols.chunks_exact(block).enumerate() {
        let (kx, ky, channel) = (row % g.kw, row / g.kw % g.kh, row / (g.kw * g.kh));
        let inside = g.columns_inside(kx);
        for run in runs {
            let first = inside.start.clamp(run.x, run.x + run.len) - run.x;
            let end = inside.end.clamp(run.x, run.x + run.len) - run.x;
            let Some(y) = g.input_row(run.y, ky).filter(|_| first < end) else { continue };
            let cols = &cols[run.at + first..run.at + end];
            let image = run.image - first_image;
            let target = ((image * g.c + channel) * g.h + y) * g.w + (run.x + first) * g.stride + kx - g.padding;
            if g.stride == 1 {
                for (to, from) in dx[target..target + cols.len()].iter_mut().zip(cols) {
                    *to += from;
                }
            } else {
                for (to, from) in dx[target..].iter_mut().step_by(g.stride).zip(cols) {
                    *to += from;
                }
            }
        }
    }
}

/// Gathers an NCHW map with `channels` channels and the output's places into `cols` (channels, block).
fn gather(g: &Geometry, map: &[f32], channels: usize, runs: &[Run], block: usize, cols: &mut [f32]) {
    for (channel, cols) in cols.chunks_exact_mut(block).enumerate() {
        for run in runs {
            let source = ((run.image * channels + channel) * g.ho + run.y) * g.wo + run.x;
            cols[run.at..run.at + run.len].copy_from_slice(&map[source..source + run.len]);
        }
    }
}

/// A matrix inside a slice: numbers, distance between rows, distance between columns.
#[derive(Clone, Copy)]
struct Matrix<'a>(&'a [f32], usize, usize);

impl Matrix<'_> {
    fn covers(&self, rows: usize, columns: usize) -> bool {
        rows == 0 || columns == 0 || (rows - 1) * self.1 + (columns - 1) * self.2 < self.0.len()
    }
}

/// `out (m, n, row-major) = a (m, k) b (k, n)`, added to what is there if `is_added`. One thread.
fn product((m, n, k): (usize, usize, usize), out: &mut [f32], a: Matrix, b: Matrix, is_added: bool) {
    assert!(out.len() >= m * n && a.covers(m, k) && b.covers(k, n), "a matrix ends before its last element");
    // SAFETY: every element that the strides can reach lies inside its slice (asserted), and `out` is borrowed alone.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            out.as_mut_ptr(),
            1,
            n as isize,
            is_added,
            a.0.as_ptr(),
            a.2 as isize,
            a.1 as isize,
            b.0.as_ptr(),
            b.2 as isize,
            b.1 as isize,
            1.0,
            1.0,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

/// The places `start..` in steps of `block`.
fn blocks(places: Range<usize>, block: usize) -> impl Iterator<Item = Range<usize>> {
    let end = places.end;
    places.step_by(block).map(move |start| start..(start + block).min(end))
}

/// `x` (n, c, h, w), `weight` (o, c, kh, kw) to (n, o, ho, wo).
pub(super) fn forward(g: &Geometry, x: &[f32], weight: &[f32]) -> Vec<f32> {
    let mut y = vec![0.0; g.n * g.o * g.places()];
    let out = SharedOut::new(&mut y);
    let all = g.n * g.places();
    // Few images of many places: smaller blocks, so that every thread has some.
    let block = g.block().min(all.div_ceil(4 * rayon::current_num_threads()).next_multiple_of(16));
    let work: Vec<Range<usize>> = blocks(0..all, block).collect();
    work.into_par_iter().for_each(|places| {
        let (start, len) = (places.start, places.len());
        let runs = runs(g, places);
        with_scratch((g.patch() + g.o) * len, |scratch| {
            let (cols, product_out) = scratch.split_at_mut(g.patch() * len);
            unfold(g, x, &runs, len, cols);
            product((g.o, len, g.patch()), product_out, Matrix(weight, g.patch(), 1), Matrix(cols, len, 1), false);
            // Whole stretches of an image at a time, as far as the block reaches.
            for (channel, row) in product_out.chunks_exact(len).enumerate() {
                let mut at = 0;
                while at < len {
                    let (image, place) = ((start + at) / g.places(), (start + at) % g.places());
                    let stretch = (g.places() - place).min(len - at);
                    let target = (image * g.o + channel) * g.places() + place;
                    // SAFETY: a block alone writes its places, and nobody reads before all are done.
                    unsafe { out.part(target..target + stretch) }.copy_from_slice(&row[at..at + stretch]);
                    at += stretch;
                }
            }
        });
    });
    y
}

/// The gradient of the input: `dy` (n, o, ho, wo), `weight` (o, c, kh, kw) to (n, c, h, w).
pub(super) fn input_gradient(g: &Geometry, dy: &[f32], weight: &[f32]) -> Vec<f32> {
    let image_len = g.c * g.h * g.w;
    let mut dx = vec![0.0; g.n * image_len];
    if dx.is_empty() {
        return dx;
    }
    let group = MIN_BLOCK.div_ceil(g.places()).min(g.n.div_ceil(rayon::current_num_threads())).max(1);
    dx.par_chunks_mut(group * image_len).enumerate().for_each(|(i, dx)| {
        let (first, n_images) = (i * group, dx.len() / image_len);
        for places in blocks(first * g.places()..(first + n_images) * g.places(), g.block()) {
            let len = places.len();
            let runs = runs(g, places);
            with_scratch((g.patch() + g.o) * len, |scratch| {
                let (cols, dy_cols) = scratch.split_at_mut(g.patch() * len);
                gather(g, dy, g.o, &runs, len, dy_cols);
                product((g.patch(), len, g.o), cols, Matrix(weight, 1, g.patch()), Matrix(dy_cols, len, 1), false);
                fold(g, cols, &runs, len, first, dx);
            });
        }
    });
    dx
}

/// The gradient of the weights: `x` (n, c, h, w), `dy` (n, o, ho, wo) to (o, c, kh, kw).
///
/// Images are summed in a few parts whose number depends on the pool's size only, and the parts in order: the same pool
/// gives the same bits, whatever its threads' timing.
pub(super) fn weight_gradient(g: &Geometry, x: &[f32], dy: &[f32]) -> Vec<f32> {
    let len = g.o * g.patch();
    let n_parts = (2 * rayon::current_num_threads()).min(g.n).max(1);
    let mut parts = vec![0.0; n_parts * len];
    if len == 0 {
        return parts;
    }
    parts.par_chunks_mut(len).enumerate().for_each(|(part, sum)| {
        let images = part * g.n / n_parts..(part + 1) * g.n / n_parts;
        for places in blocks(images.start * g.places()..images.end * g.places(), g.block()) {
            let len = places.len();
            let runs = runs(g, places);
            with_scratch((g.patch() + g.o) * len, |scratch| {
                let (cols, dy_cols) = scratch.split_at_mut(g.patch() * len);
                unfold(g, x, &runs, len, cols);
                gather(g, dy, g.o, &runs, len, dy_cols);
                product((g.o, g.patch(), len), sum, Matrix(dy_cols, len, 1), Matrix(cols, 1, len), true);
            });
        }
    });
    let (total, rest) = parts.split_at_mut(len);
    total.par_chunks_mut(4096).enumerate().for_each(|(chunk, total)| {
        for part in rest.chunks_exact(len) {
            for (total, part) in total.iter_mut().zip(&part[chunk * 4096..]) {
                *total += part;
            }
        }
    });
    parts.truncate(len);
    parts
}
