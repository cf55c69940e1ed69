//! Weights of a bilinear filter along one axis, as Pillow computes and rounds them. No pixel passes here.

use super::planes::{whole_f64, wide_with};

/// Weights are counted in 1 / 2^22.
pub(super) const WEIGHT_BITS: u32 = 22;
const WEIGHT_ONE: f64 = (1 << WEIGHT_BITS) as f64;

/// One axis: `len` of `n` pixels from `start` on become `n_out`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Axis {
    pub n: usize,
    pub start: usize,
    pub len: usize,
    pub n_out: usize,
}

/// For each place of one axis of the result: where its source begins and the weights of what follows.
#[derive(Clone, Debug, Default)]
pub(super) struct Taps {
    /// What the tables below are for, with the first place and the number of places.
    of: (Axis, usize, usize),
    starts: Vec<i32>,
    /// `stride` a place, the rest zero.
    weights: Vec<i32>,
    stride: usize,
    raw: Vec<f64>,
}

impl Taps {
    /// Tables for `n` places from `first` on.
    pub fn set(&mut self, axis: Axis, first: usize, n: usize) {
        if self.of == (axis, first, n) {
            return;
        }
        self.of = (axis, first, n);
        if !(axis.len <= axis.n_out && axis.n >= 2 && self.set_pairs(axis, first, n)) {
            self.set_any(axis, first, n);
        }
    }

    /// Two weights a place, which is all there are where nothing is made smaller, but for a rounding: false if a place
    /// takes a third.
    fn set_pairs(&mut self, axis: Axis, first: usize, n: usize) -> bool {
        self.stride = 2;
        self.starts.resize(n, 0);
        self.weights.resize(2 * n, 0);
        wide_with((axis, first, &mut self.starts[..], &mut self.weights[..]), pairs) <= 2
    }

    fn set_any(&mut self, axis: Axis, first: usize, n: usize) {
        let scale = axis.len as f64 / axis.n_out as f64;
        let support = scale.max(1.0);
        self.stride = support.ceil() as usize * 2 + 1;
        self.starts.clear();
        self.weights.clear();
        for place in first..first + n {
            let center = axis.start as f64 + (place as f64 + 0.5) * scale;
            let start = (center - support + 0.5).max(0.0) as usize;
            let end = ((center + support + 0.5) as usize).min(axis.n);
            let weight = |at: usize| (1.0 - ((at as f64 - center + 0.5) / support).abs()).max(0.0);
            self.raw.clear();
            self.raw.extend((start..end).map(weight));
            let sum: f64 = self.raw.iter().sum();
            let fixed = |w: &f64| (w / sum * WEIGHT_ONE + 0.5) as i32;
            self.weights.extend(self.raw.iter().map(fixed));
            self.starts.push(start as i32);
            self.weights.resize(self.starts.len() * self.stride, 0);
        }
    }

    /// Whether each place has two weights.
    pub fn are_pairs(&self) -> bool {
        self.stride == 2
    }

    /// Start and weights of each place. Weights of zero may reach beyond the axis where there are more than two.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &[i32])> {
        let starts = self.starts.iter().map(|&start| start as usize);
        starts.zip(self.weights.chunks_exact(self.stride.max(1)))
    }

    /// The source pixels that any place needs.
    pub fn span(&self) -> std::ops::Range<usize> {
        match (self.starts.first(), self.starts.last()) {
            (Some(&first), Some(&last)) => first as usize..(last as usize + self.stride).min(self.of.0.n),
            _ => 0..0,
        }
    }
}

/// Starts and pairs of weights; gives the number of weights that the widest place would take.
#[expect(clippy::inline_always, reason = "of wide_with")]
#[inline(always)]
fn pairs((axis, first, starts, weights): (Axis, usize, &mut [i32], &mut [i32])) -> i32 {
    let scale = axis.len as f64 / axis.n_out as f64;
    let (axis_start, n) = (axis.start as f64, axis.n as i32);
    let mut longest = 0;
    for ((start_out, weights), place) in starts.iter_mut().zip(weights.chunks_exact_mut(2)).zip(first as i32..) {
        let center = axis_start + (f64::from(place) + 0.5) * scale;
        let start = whole_f64((center - 1.0 + 0.5).max(0.0));
        let end = whole_f64(center + 1.0 + 0.5).min(n);
        longest = longest.max(end - start);
        let weight = |at: i32| (1.0 - (f64::from(at) - center + 0.5).abs()).max(0.0);
        let (a, b) = (weight(start), if end - start < 2 { 0.0 } else { weight(start + 1) });
        let sum = a + b;
        let (a, b) = (whole_f64(a / sum * WEIGHT_ONE + 0.5), whole_f64(b / sum * WEIGHT_ONE + 0.5));
        // A lone last pixel is the second of its pair, so that both are there.
        let is_last = start == n - 1;
        *start_out = if is_last { start - 1 } else { start };
        (weights[0], weights[1]) = if is_last { (0, a) } else { (a, b) };
    }
    longest
}
