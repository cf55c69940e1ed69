//! Bilinear resizing with antialiasing, bit for bit as Pillow resizes 8-bit pictures: the filter widens with the
//! reduction, weights have 22 bits, columns first, and levels are rounded between the two passes.
//!
//! Weights are `taps`'.

use super::planes::{pack, wide};
use super::taps::{Axis, Taps, WEIGHT_BITS};

/// A rectangle of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Column of the left edge.
    pub x: usize,
    /// Row of the upper edge.
    pub y: usize,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

/// Resizes pictures; keeps its tables and buffers from one to the next.
#[derive(Clone, Debug, Default)]
pub struct Resampler {
    columns: Taps,
    rows: Taps,
    /// Rows of the source, resized along x; the planes of a row one after the other.
    narrow: Vec<u8>,
    sums: Vec<i32>,
    planes: Vec<u8>,
}

impl Resampler {
    /// Resizes the part `crop` of a picture (RGB, row-major, `width` pixels wide) to `full` pixels (width, height), and
    /// writes the part `window` of that into `out`, window.height x window.width x 3. At the crop's edges the filter
    /// reaches into the picture around it, as Pillow's does when it resizes a box.
    ///
    /// # Panics
    /// If a rectangle does not lie within what it is cut from.
    pub fn resize(&mut self, rgb: &[u8], width: usize, crop: Rect, full: (usize, usize), window: Rect, out: &mut [u8]) {
        let mut planes = std::mem::take(&mut self.planes);
        planes.resize(out.len(), 0);
        self.resize_planes(rgb, width, crop, full, window, &mut planes);
        pack(&planes, out);
        self.planes = planes;
    }

    /// As [`Resampler::resize`], but `out` are planes, 3 x window.height x window.width.
    ///
    /// # Panics
    /// If a rectangle does not lie within what it is cut from.
    pub fn resize_planes(
        &mut self,
        rgb: &[u8],
        width: usize,
        crop: Rect,
        full: (usize, usize),
        window: Rect,
        out: &mut [u8],
    ) {
        let height = rgb.len() / (width * 3).max(1);
        self.columns.set(Axis { n: width, start: crop.x, len: crop.width, n_out: full.0 }, window.x, window.width);
        self.rows.set(Axis { n: height, start: crop.y, len: crop.height, n_out: full.1 }, window.y, window.height);
        let needed = self.rows.span();
        let stride = window.width * 3;
        self.narrow.resize(needed.len() * stride, 0);
        for (y, narrow) in needed.clone().zip(self.narrow.chunks_exact_mut(stride.max(1))) {
            narrow_row(&rgb[y * width * 3..][..width * 3], &self.columns, narrow);
        }
        self.sums.resize(stride, 0);
        let n_pixels = window.width * window.height;
        for (y, (start, weights)) in self.rows.iter().enumerate() {
            let sources = &self.narrow[(start - needed.start) * stride..];
            mix_rows(sources, weights, &mut self.sums);
            for (c, sums) in self.sums.chunks_exact(window.width).enumerate() {
                let row = &mut out[c * n_pixels + y * window.width..][..window.width];
                wide(|| row.iter_mut().zip(sums).for_each(|(v, &sum)| *v = level(sum)));
            }
        }
    }
}

const HALF: i32 = 1 << (WEIGHT_BITS - 1);

/// A row of pixels (width, 3) to planes (3, places).
fn narrow_row(source: &[u8], columns: &Taps, narrow: &mut [u8]) {
    let [red, green, blue] = super::planes::split(narrow);
    let out = red.iter_mut().zip(green).zip(blue).zip(columns.iter());
    if columns.are_pairs() {
        for (((r, g), b), (start, weights)) in out {
            let (p, w) = (&source[start * 3..][..6], [weights[0], weights[1]]);
            let sum = |c: usize| level(HALF + i32::from(p[c]) * w[0] + i32::from(p[c + 3]) * w[1]);
            (*r, *g, *b) = (sum(0), sum(1), sum(2));
        }
        return;
    }
    for (((r, g), b), (start, weights)) in out {
        let mut sum = [HALF; 3];
        for (p, &weight) in source[start * 3..].chunks_exact(3).zip(weights) {
            for (sum, &v) in sum.iter_mut().zip(p) {
                *sum += i32::from(v) * weight;
            }
        }
        [*r, *g, *b] = sum.map(level);
    }
}

/// Weighted sums of rows that follow each other, each as long as `sums`.
fn mix_rows(rows: &[u8], weights: &[i32], sums: &mut [i32]) {
    let stride = sums.len();
    if let &[first, second] = weights {
        let (a, b) = (&rows[..stride], &rows[stride..2 * stride]);
        return wide(|| {
            for ((sum, &a), &b) in sums.iter_mut().zip(a).zip(b) {
                *sum = HALF + i32::from(a) * first + i32::from(b) * second;
            }
        });
    }
    sums.fill(HALF);
    for (row, &weight) in rows.chunks_exact(stride).zip(weights) {
        wide(|| sums.iter_mut().zip(row).for_each(|(sum, &v)| *sum += i32::from(v) * weight));
    }
}

/// Weights are not negative and add up to one, give or take a rounding: the sum is a level and can at most touch 256.
#[inline]
fn level(sum: i32) -> u8 {
    (sum >> WEIGHT_BITS).min(255) as u8
}
