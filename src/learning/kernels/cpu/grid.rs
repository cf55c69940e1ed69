//! What all ways of a convolution share: its sizes, the places of an output with the taps that each sums, how a piece of a
//! map lies in cache, and what is done with a sum once it is whole.
//!
//! No products of maps here but those of one tile in registers.

use super::maps::Maps;
use crate::linalg::simd::{Isa, LANES, Lanes};
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

impl Geometry {
    /// That maps and weights are of these sizes: what the kernels rely on from here on.
    ///
    /// # Panics
    /// If they are not, or the sizes contradict each other.
    pub(super) fn check(&self, x: &Maps, n_weights: usize, y: &Maps) {
        let out = |size: usize, kernel: usize| {
            let moves = (size + 2 * self.padding).checked_sub(kernel).and_then(|rest| rest.checked_div(self.stride));
            moves.map_or(0, |moves| moves + 1)
        };
        assert_eq!(
            (self.ho, self.wo),
            (out(self.h, self.kh), out(self.w, self.kw)),
            "an output of another size: {self:?}"
        );
        assert_eq!((x.n, x.c, x.h, x.w), (self.n, self.c, self.h, self.w), "an input of another size: {self:?}");
        assert_eq!((y.n, y.c, y.h, y.w), (self.n, self.o, self.ho, self.wo), "an output of another size: {self:?}");
        assert_eq!(n_weights, self.o * self.c * self.kh * self.kw, "weights of another size: {self:?}");
    }
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
    /// That what is added is there for all of `y`.
    ///
    /// # Panics
    /// If it is not.
    pub(super) fn check(&self, y: &Maps) {
        assert!(self.bias.is_none_or(|bias| bias.len() >= y.blocks() * LANES), "a bias for each channel of each block");
        let is_same = |maps: &Maps| (maps.n, maps.c, maps.h, maps.w) == (y.n, y.c, y.h, y.w);
        assert!(self.residual.is_none_or(is_same), "a residual of the shape of the output");
    }

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
