//! Depthwise convolutions with 3x3 and 5x5 kernels, stride 1 and 2, of blocked maps that have their padding around them,
//! with a bias and ReLU6 in the same pass.
//!
//! It pads nothing: rows and columns of the input are where the first tap of the first output meets them. Inference only;
//! on the calling thread alone.

use super::pointwise::SIX;
use crate::linalg::simd::{Isa, Kernel, LANES, Lanes, Simd};
use std::ops::Range;

/// A kernel of each channel.
pub(crate) struct Filters {
    isa: Isa,
    channels: usize,
    /// Side of a kernel.
    pub kernel: usize,
    pub stride: usize,
    /// (blocks, taps, 16), filled up with zeros.
    numbers: Vec<f32>,
    /// (blocks, 16)
    bias: Vec<f32>,
}

/// Rows of several planes of one size, for some blocks of channels: the planes' input and where their outputs go.
pub(crate) struct Filtering<'a> {
    pub filters: &'a Filters,
    pub blocks: Range<usize>,
    /// (blocks, planes, rows that the outputs meet, columns that the outputs meet, 16)
    pub x: &'a [f32],
    pub planes: usize,
    /// Output rows and columns.
    pub size: (usize, usize),
    /// (blocks, planes, rows, columns, 16)
    pub out: &'a mut [f32],
}

impl Filters {
    /// From `kernels` (channels, kernel, kernel).
    ///
    /// # Panics
    /// If the kernels are not 3x3 or 5x5, or the stride is not 1 or 2.
    pub(crate) fn new(isa: Isa, kernels: &[f32], kernel: usize, stride: usize, bias: &[f32]) -> Self {
        assert!(matches!(kernel, 3 | 5) && matches!(stride, 1 | 2), "a kernel of these sizes");
        let (channels, taps) = (bias.len(), kernel * kernel);
        assert_eq!(kernels.len(), channels * taps, "a kernel for each bias");
        let blocks = channels.div_ceil(LANES);
        let mut numbers = vec![0.0; blocks * taps * LANES];
        for (at, x) in kernels.iter().enumerate() {
            let (channel, tap) = (at / taps, at % taps);
            numbers[(channel / LANES * taps + tap) * LANES + channel % LANES] = *x;
        }
        let mut bias = bias.to_vec();
        bias.resize(blocks * LANES, 0.0);
        Self { isa, channels, kernel, stride, numbers, bias }
    }

    pub(crate) fn channels(&self) -> usize {
        self.channels
    }

    /// Rows, or columns, that as many outputs meet.
    pub(crate) fn met(&self, outputs: usize) -> usize {
        (outputs - 1) * self.stride + self.kernel
    }

    /// (channels, kernel, kernel)
    pub(crate) fn kernels(&self) -> Vec<f32> {
        let taps = self.kernel * self.kernel;
        let place = |at: usize| (at / taps / LANES * taps + at % taps) * LANES + at / taps % LANES;
        (0..self.channels * taps).map(|at| self.numbers[place(at)]).collect()
    }

    /// The bias of each channel.
    pub(crate) fn bias(&self) -> &[f32] {
        &self.bias[..self.channels]
    }
}

impl Filtering<'_> {
    /// Convolves.
    ///
    /// # Panics
    /// If the input or the output is too short.
    pub(crate) fn run(self) {
        let (rows, columns) = self.size;
        if rows * columns * self.planes == 0 {
            return;
        }
        assert!(self.blocks.end * LANES <= self.filters.bias.len(), "filters for every block");
        let n = self.blocks.len() * self.planes * LANES;
        assert!(self.x.len() >= n * self.filters.met(rows) * self.filters.met(columns), "all that is met");
        assert!(self.out.len() >= n * rows * columns, "room for every output");
        self.filters.isa.run(self);
    }
}

impl Kernel for Filtering<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(mut self) {
        // SAFETY: the instructions are there.
        unsafe {
            match (self.filters.kernel, self.filters.stride) {
                (3, 1) => self.filter::<S::Sixteen, 3, 1>(),
                (3, _) => self.filter::<S::Sixteen, 3, 2>(),
                (_, 1) => self.filter::<S::Sixteen, 5, 1>(),
                (_, _) => self.filter::<S::Sixteen, 5, 2>(),
            }
        }
    }
}

impl Filtering<'_> {
    /// # Safety
    /// The processor has the instructions of `V`.
    #[inline(always)]
    unsafe fn filter<V: Lanes, const K: usize, const S: usize>(&mut self) {
        let (rows, columns) = self.size;
        let width = self.filters.met(columns) * LANES;
        let (from_plane, to_plane) = (self.filters.met(rows) * width, rows * columns * LANES);
        for at in 0..self.blocks.len() * self.planes {
            let block = self.blocks.start + at / self.planes;
            let weights = &self.filters.numbers[block * K * K * LANES..][..K * K * LANES];
            let bias = &self.filters.bias[block * LANES..][..LANES];
            let from = &self.x[at * from_plane..][..from_plane];
            let to = &mut self.out[at * to_plane..][..to_plane];
            for row in 0..rows {
                // SAFETY: the instructions are there; `Filtering::run` has looked at the sizes, and each tile begins where
                // as many columns are left as it holds.
                unsafe {
                    let from = from.as_ptr().add(row * S * width);
                    let to = to.as_mut_ptr().add(row * columns * LANES);
                    let kernel = (weights.as_ptr(), bias.as_ptr());
                    let wide = if V::IS_WIDE { 10 } else { 5 };
                    match columns {
                        10.. if wide == 10 => {
                            for at in (0..columns).step_by(10) {
                                tile::<V, K, S, 10>(at.min(columns - 10), from, width, kernel, to);
                            }
                        }
                        5.. => {
                            for at in (0..columns).step_by(5) {
                                tile::<V, K, S, 5>(at.min(columns - 5), from, width, kernel, to);
                            }
                        }
                        _ => (0..columns).for_each(|at| tile::<V, K, S, 1>(at, from, width, kernel, to)),
                    }
                }
            }
        }
    }
}

/// `Q` outputs of a row from `column` on: `from` and `to` are where the row begins, `width` the floats of an input row.
///
/// # Safety
/// The processor has the instructions of `V`; the pointers reach all that the outputs meet, and the outputs.
#[inline(always)]
unsafe fn tile<V: Lanes, const K: usize, const S: usize, const Q: usize>(
    column: usize,
    from: *const f32,
    width: usize,
    (weights, bias): (*const f32, *const f32),
    to: *mut f32,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut sums = [V::load(bias); Q];
        for ky in 0..K {
            let x = from.add(ky * width + column * S * LANES);
            for kx in 0..K {
                let w = V::load(weights.add((ky * K + kx) * LANES));
                for q in 0..Q {
                    sums[q] = sums[q].fma(V::load(x.add((q * S + kx) * LANES)), w);
                }
            }
        }
        let six = V::splat(SIX);
        for q in 0..Q {
            sums[q].relu().min(six).store(to.add((column + q) * LANES));
        }
    }
}
