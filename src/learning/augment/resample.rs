//! Bilinear resizing with antialiasing, bit for bit as Pillow resizes 8-bit pictures: the filter widens with the
//! reduction, weights have 22 bits, columns first, and levels are rounded between the two passes.

/// A rectangle of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Of the left edge.
    pub x: usize,
    /// Of the upper edge.
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
    /// Rows of the source, resized along x.
    narrow: Vec<u8>,
    sums: Vec<i32>,
}

const WEIGHT_BITS: u32 = 22;

impl Resampler {
    /// Resizes the part `crop` of a picture (RGB, row-major, `width` pixels wide) to `full` pixels (width, height), and
    /// writes the part `window` of that into `out`, window.height x window.width x 3. At the crop's edges the filter
    /// reaches into the picture around it, as Pillow's does when it resizes a box.
    ///
    /// # Panics
    /// If a rectangle does not lie within what it is cut from.
    pub fn resize(&mut self, rgb: &[u8], width: usize, crop: Rect, full: (usize, usize), window: Rect, out: &mut [u8]) {
        let height = rgb.len() / (width * 3).max(1);
        self.columns.set(Axis { n: width, start: crop.x, len: crop.width, n_out: full.0 }, window.x, window.width);
        self.rows.set(Axis { n: height, start: crop.y, len: crop.height, n_out: full.1 }, window.y, window.height);
        let needed = self.rows.span();
        let narrow_stride = window.width * 3;
        self.narrow.resize(needed.len() * narrow_stride, 0);
        for (y, narrow) in needed.clone().zip(self.narrow.chunks_exact_mut(narrow_stride)) {
            let source = &rgb[y * width * 3..][..width * 3];
            for (pixel, (start, weights)) in narrow.chunks_exact_mut(3).zip(self.columns.iter()) {
                let mut sum = [1i32 << (WEIGHT_BITS - 1); 3];
                for (p, &weight) in source[start * 3..].chunks_exact(3).zip(weights) {
                    for (sum, &v) in sum.iter_mut().zip(p) {
                        *sum += i32::from(v) * weight;
                    }
                }
                pixel.copy_from_slice(&sum.map(level));
            }
        }
        self.sums.resize(narrow_stride, 0);
        for (row, (start, weights)) in out.chunks_exact_mut(narrow_stride).zip(self.rows.iter()) {
            self.sums.fill(1 << (WEIGHT_BITS - 1));
            let sources = self.narrow[(start - needed.start) * narrow_stride..].chunks_exact(narrow_stride);
            for (source, &weight) in sources.zip(weights) {
                for (sum, &v) in self.sums.iter_mut().zip(source) {
                    *sum += i32::from(v) * weight;
                }
            }
            row.iter_mut().zip(&self.sums).for_each(|(v, &sum)| *v = level(sum));
        }
    }
}

/// Weights are not negative and add up to one, give or take a rounding: the sum is a level and can at most touch 256.
fn level(sum: i32) -> u8 {
    (sum >> WEIGHT_BITS).min(255) as u8
}

/// One axis: `len` of `n` pixels from `start` on become `n_out`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Axis {
    n: usize,
    start: usize,
    len: usize,
    n_out: usize,
}

/// For each place of one axis of the result: where its source begins and the weights of what follows.
#[derive(Clone, Debug, Default)]
struct Taps {
    /// What the tables below are for, with the first place and the number of places.
    of: (Axis, usize, usize),
    starts: Vec<usize>,
    lens: Vec<usize>,
    /// `stride` a place, the rest zero.
    weights: Vec<i32>,
    stride: usize,
    raw: Vec<f64>,
}

impl Taps {
    /// Tables for `n` places from `first` on.
    fn set(&mut self, axis: Axis, first: usize, n: usize) {
        if self.of == (axis, first, n) {
            return;
        }
        self.of = (axis, first, n);
        let scale = axis.len as f64 / axis.n_out as f64;
        let support = scale.max(1.0);
        self.stride = support.ceil() as usize * 2 + 1;
        self.starts.clear();
        self.lens.clear();
        self.weights.clear();
        for place in first..first + n {
            let center = axis.start as f64 + (place as f64 + 0.5) * scale;
            let start = (center - support + 0.5).max(0.0) as usize;
            let end = ((center + support + 0.5) as usize).min(axis.n);
            let weight = |at: usize| (1.0 - ((at as f64 - center + 0.5) / support).abs()).max(0.0);
            self.raw.clear();
            self.raw.extend((start..end).map(weight));
            let sum: f64 = self.raw.iter().sum();
            let fixed = |w: &f64| (w / sum * f64::from(1 << WEIGHT_BITS) + 0.5) as i32;
            self.weights.extend(self.raw.iter().map(fixed));
            self.starts.push(start);
            self.lens.push(end - start);
            self.weights.resize(self.starts.len() * self.stride, 0);
        }
    }

    fn iter(&self) -> impl Iterator<Item = (usize, &[i32])> {
        let weights = self.weights.chunks_exact(self.stride).zip(&self.lens).map(|(weights, &len)| &weights[..len]);
        self.starts.iter().copied().zip(weights)
    }

    /// The source pixels that any place needs.
    fn span(&self) -> std::ops::Range<usize> {
        match (self.starts.first(), self.starts.last(), self.lens.last()) {
            (Some(&first), Some(&last), Some(&len)) => first..last + len,
            _ => 0..0,
        }
    }
}
