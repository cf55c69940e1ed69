//! The two innermost loops of convolution: a product of packed panels, and dot products of long rows.
//!
//! Fixed small sizes, one thread, no shapes. AVX2 with fused multiply-add where the processor has it, plain Rust elsewhere.

/// Rows (output channels) of a product's tile.
pub(super) const MR: usize = 4;
/// Columns (output places) of a product's tile. With `MR` it fills AVX2's sixteen registers: twelve sums, three columns,
/// one row value.
pub(super) const NR: usize = 24;
/// Rows of the second operand of [`Microkernel::dots`]; the first has `MR`.
pub(super) const DOT_ROWS: usize = 3;
/// Floats of one vector; the length of rows in [`Microkernel::dots`] is a multiple of it.
pub(super) const LANES: usize = 8;

/// One tile of a product, row-major.
pub(super) type Tile = [f32; MR * NR];

/// Which version of the loops this processor runs.
#[derive(Clone, Copy)]
pub(super) struct Microkernel {
    is_avx2: bool,
}

impl Microkernel {
    pub(super) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        let is_avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        #[cfg(not(target_arch = "x86_64"))]
        let is_avx2 = false;
        Self { is_avx2 }
    }

    /// Adds the product of `a` (k, `MR`) transposed and `b` (k, `NR`) to `tile`.
    #[inline]
    pub(super) fn product(self, a: &[f32], b: &[f32], tile: &mut Tile) {
        let k = a.len() / MR;
        assert!(a.len() == k * MR && b.len() == k * NR, "panels of different depth");
        #[cfg(target_arch = "x86_64")]
        if self.is_avx2 {
            // SAFETY: AVX2 and FMA were found; the lengths are as the function asks.
            return unsafe { avx2::product(k, a.as_ptr(), b.as_ptr(), tile) };
        }
        for (a, b) in a.chunks_exact(MR).zip(b.chunks_exact(NR)) {
            for (row, a) in tile.chunks_exact_mut(NR).zip(a) {
                for (sum, b) in row.iter_mut().zip(b) {
                    *sum += a * b;
                }
            }
        }
    }

    /// Adds the dot products of the `MR` rows of `a` with the `DOT_ROWS` rows of `b`, all `len` long, to `sums`:
    /// `sums[j * stride + i] += a[i] . b[j]`.
    #[inline]
    pub(super) fn dots(self, len: usize, a: &[f32], b: &[f32], sums: &mut [f32], stride: usize) {
        assert!(
            len.is_multiple_of(LANES) && a.len() == MR * len && b.len() == DOT_ROWS * len,
            "rows of another length"
        );
        assert!(sums.len() >= (DOT_ROWS - 1) * stride + MR, "too few sums");
        #[cfg(target_arch = "x86_64")]
        if self.is_avx2 {
            // SAFETY: AVX2 and FMA were found; the lengths are as the function asks.
            return unsafe { avx2::dots(len, a.as_ptr(), b.as_ptr(), sums.as_mut_ptr(), stride) };
        }
        for (j, b) in b.chunks_exact(len).enumerate() {
            for (i, a) in a.chunks_exact(len).enumerate() {
                let mut lanes = [0.0_f32; LANES];
                for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
                    for lane in 0..LANES {
                        lanes[lane] += a[lane] * b[lane];
                    }
                }
                sums[j * stride + i] += lanes.iter().sum::<f32>();
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{DOT_ROWS, LANES, MR, NR, Tile};
    use std::arch::x86_64::{
        __m256, _mm_add_ps, _mm_loadu_ps, _mm_storeu_ps, _mm256_add_ps, _mm256_broadcast_ss, _mm256_castps256_ps128,
        _mm256_extractf128_ps, _mm256_fmadd_ps, _mm256_hadd_ps, _mm256_loadu_ps, _mm256_setzero_ps, _mm256_storeu_ps,
    };

    const VECTORS: usize = NR / LANES;

    /// # Safety
    /// The processor has AVX2 and FMA; `a` points to `k * MR` floats, `b` to `k * NR`.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn product(k: usize, a: *const f32, b: *const f32, tile: &mut Tile) {
        let mut sums = [[_mm256_setzero_ps(); VECTORS]; MR];
        for step in 0..k {
            // SAFETY: step < k, so all reads lie in the panels.
            unsafe {
                let (a, b) = (a.add(step * MR), b.add(step * NR));
                let columns: [__m256; VECTORS] = std::array::from_fn(|v| _mm256_loadu_ps(b.add(v * LANES)));
                for (i, sums) in sums.iter_mut().enumerate() {
                    let row = _mm256_broadcast_ss(&*a.add(i));
                    for (sum, column) in sums.iter_mut().zip(columns) {
                        *sum = _mm256_fmadd_ps(row, column, *sum);
                    }
                }
            }
        }
        for (row, sums) in tile.chunks_exact_mut(NR).zip(sums) {
            for (to, sum) in row.chunks_exact_mut(LANES).zip(sums) {
                // SAFETY: `to` is LANES floats long.
                unsafe { _mm256_storeu_ps(to.as_mut_ptr(), _mm256_add_ps(_mm256_loadu_ps(to.as_ptr()), sum)) }
            }
        }
    }

    /// # Safety
    /// The processor has AVX2 and FMA; `a` points to `MR * len` floats, `b` to `DOT_ROWS * len`, `sums` to
    /// `(DOT_ROWS - 1) * stride + MR`; `len` is a multiple of `LANES`.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn dots(len: usize, a: *const f32, b: *const f32, sums: *mut f32, stride: usize) {
        let mut dots = [[_mm256_setzero_ps(); MR]; DOT_ROWS];
        for at in (0..len).step_by(LANES) {
            // SAFETY: at + LANES <= len, so all reads lie in the rows.
            unsafe {
                let rows: [__m256; DOT_ROWS] = std::array::from_fn(|j| _mm256_loadu_ps(b.add(j * len + at)));
                for i in 0..MR {
                    let value = _mm256_loadu_ps(a.add(i * len + at));
                    for (dots, row) in dots.iter_mut().zip(rows) {
                        dots[i] = _mm256_fmadd_ps(value, row, dots[i]);
                    }
                }
            }
        }
        for (j, [d0, d1, d2, d3]) in dots.into_iter().enumerate() {
            let halves = _mm256_hadd_ps(_mm256_hadd_ps(d0, d1), _mm256_hadd_ps(d2, d3));
            let four = _mm_add_ps(_mm256_castps256_ps128(halves), _mm256_extractf128_ps::<1>(halves));
            // SAFETY: the caller's promise about `sums`.
            unsafe {
                let to = sums.add(j * stride);
                _mm_storeu_ps(to, _mm_add_ps(_mm_loadu_ps(to), four));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::kernels::testing::random;

    #[test]
    fn every_version_agrees_with_plain_sums() {
        for kernel in [Microkernel::detect(), Microkernel { is_avx2: false }] {
            let (a, b) = (random(&[7, MR], 1), random(&[7, NR], 2));
            let mut tile = [1.0; MR * NR];
            kernel.product(&a, &b, &mut tile);
            for (at, found) in tile.iter().enumerate() {
                let sum: f32 = (0..7).map(|k| a[k * MR + at / NR] * b[k * NR + at % NR]).sum();
                assert!((found - 1.0 - sum).abs() < 1e-5);
            }
            let (a, b) = (random(&[MR, 40], 3), random(&[DOT_ROWS, 40], 4));
            let mut sums = [2.0; 2 * 5 + MR];
            kernel.dots(40, &a, &b, &mut sums, 5);
            for (i, j) in (0..MR).flat_map(|i| (0..DOT_ROWS).map(move |j| (i, j))) {
                let dot: f32 = (0..40).map(|k| a[i * 40 + k] * b[j * 40 + k]).sum();
                assert!((sums[j * 5 + i] - 2.0 - dot).abs() < 1e-5);
            }
            assert_eq!(sums[4], 2.0);
        }
    }
}
