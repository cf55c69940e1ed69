//! One vocabulary of f32 vectors over the instruction sets a kernel may run on, chosen at run time.
//!
//! A kernel is a [`Kernel`] written once over [`Simd`]; [`Isa::run`] compiles it for each instruction set and calls the
//! best one that this processor has. Everything on the way must be `#[inline(always)]`, closures included, or the
//! vectors leave their registers. It knows no shapes and holds no loops.

#![expect(clippy::inline_always, reason = "vectors leave their registers where a call is not inlined")]

/// Vectors of one instruction set. All arithmetic is lane by lane.
///
/// # Safety
/// The methods may only run where the processor has the instruction set: inside [`Kernel::run`] as called by
/// [`Isa::run`]. Loads and stores need no alignment.
pub(crate) trait Simd: Copy {
    /// [`Self::LANES`] floats.
    type V: Copy;
    /// Floats of a vector, at most 16.
    const LANES: usize;
    /// Rows of the tile of sums that fits the registers, see `gemm`.
    const TILE_ROWS: usize;
    /// Vectors of a row of that tile.
    const TILE_VECTORS: usize;

    /// All lanes `x`.
    unsafe fn splat(x: f32) -> Self::V;
    /// Reads `LANES` floats.
    unsafe fn load(from: *const f32) -> Self::V;
    /// Writes `LANES` floats.
    unsafe fn store(to: *mut f32, v: Self::V);
    /// `a * b + c`, rounded once except by [`Portable`].
    unsafe fn mul_add(a: Self::V, b: Self::V, c: Self::V) -> Self::V;
    /// The lesser of two numbers without NaN.
    unsafe fn min(a: Self::V, b: Self::V) -> Self::V;
    /// Bit i says whether lane i of `a` is greater than that of `b`; never of a NaN.
    unsafe fn greater(a: Self::V, b: Self::V) -> u32;
}

/// Code that runs on any instruction set.
pub(crate) trait Kernel {
    /// What it computes.
    type Output;
    /// The code; must be `#[inline(always)]`.
    fn run<S: Simd>(self) -> Self::Output;
}

/// An instruction set that this processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Isa(Set);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "aarch64")]
    Neon,
    Portable,
}

impl Isa {
    /// The fastest one.
    pub(crate) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                return Self(Set::Avx512);
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Self(Set::Avx2);
            }
        }
        #[cfg(target_arch = "aarch64")]
        if std::arch::is_aarch64_feature_detected!("neon") {
            return Self(Set::Neon);
        }
        Self(Set::Portable)
    }

    /// Every one, fastest first, so that tests try each.
    #[cfg(test)]
    pub(crate) fn all() -> Vec<Self> {
        let mut all = vec![Self::detect()];
        #[cfg(target_arch = "x86_64")]
        if all[0] == Self(Set::Avx512) && is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            all.push(Self(Set::Avx2));
        }
        if all[0] != Self(Set::Portable) {
            all.push(Self(Set::Portable));
        }
        all
    }

    /// Runs the kernel compiled for this instruction set.
    #[inline]
    pub(crate) fn run<K: Kernel>(self, kernel: K) -> K::Output {
        match self.0 {
            // SAFETY: a Set other than Portable is made by `detect` and `all` alone, which found its instructions.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => unsafe { x86::avx512(kernel) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { x86::avx2(kernel) },
            // SAFETY: as above.
            #[cfg(target_arch = "aarch64")]
            Set::Neon => unsafe { arm::neon(kernel) },
            Set::Portable => kernel.run::<Portable>(),
        }
    }
}

/// Plain Rust over eight lanes, for the compiler to make of it what the target's base has.
#[derive(Clone, Copy)]
pub(crate) struct Portable;

impl Simd for Portable {
    type V = [f32; 8];
    const LANES: usize = 8;
    const TILE_ROWS: usize = 4;
    const TILE_VECTORS: usize = 1;

    #[inline(always)]
    unsafe fn splat(x: f32) -> Self::V {
        [x; 8]
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self::V {
        // SAFETY: the caller's eight floats; an array of floats needs no more alignment than one.
        unsafe { *from.cast() }
    }
    #[inline(always)]
    unsafe fn store(to: *mut f32, v: Self::V) {
        // SAFETY: as for `load`.
        unsafe { *to.cast() = v }
    }
    #[inline(always)]
    unsafe fn mul_add(a: Self::V, b: Self::V, mut c: Self::V) -> Self::V {
        for lane in 0..8 {
            c[lane] += a[lane] * b[lane];
        }
        c
    }
    #[inline(always)]
    unsafe fn min(a: Self::V, mut b: Self::V) -> Self::V {
        for lane in 0..8 {
            b[lane] = if a[lane] < b[lane] { a[lane] } else { b[lane] };
        }
        b
    }
    #[inline(always)]
    unsafe fn greater(a: Self::V, b: Self::V) -> u32 {
        let mut bits = 0;
        for lane in 0..8 {
            bits |= u32::from(a[lane] > b[lane]) << lane;
        }
        bits
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Kernel, Simd};
    use std::arch::x86_64::{
        __m256, __m512, _CMP_GT_OQ, _mm256_cmp_ps, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_min_ps, _mm256_movemask_ps,
        _mm256_set1_ps, _mm256_storeu_ps, _mm512_cmp_ps_mask, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_min_ps,
        _mm512_set1_ps, _mm512_storeu_ps,
    };

    #[derive(Clone, Copy)]
    pub(super) struct Avx512;
    #[derive(Clone, Copy)]
    pub(super) struct Avx2;

    /// # Safety
    /// The processor has AVX-512F.
    #[target_feature(enable = "avx512f")]
    pub(super) unsafe fn avx512<K: Kernel>(kernel: K) -> K::Output {
        kernel.run::<Avx512>()
    }

    /// # Safety
    /// The processor has AVX2 and FMA.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn avx2<K: Kernel>(kernel: K) -> K::Output {
        kernel.run::<Avx2>()
    }

    impl Simd for Avx512 {
        type V = __m512;
        const LANES: usize = 16;
        // 28 sums, two columns, one row value: 31 of 32 registers.
        const TILE_ROWS: usize = 14;
        const TILE_VECTORS: usize = 2;

        #[inline(always)]
        unsafe fn splat(x: f32) -> __m512 {
            // SAFETY: the caller's promise (here and below): the processor has AVX-512F; pointers reach 16 floats.
            unsafe { _mm512_set1_ps(x) }
        }
        #[inline(always)]
        unsafe fn load(from: *const f32) -> __m512 {
            // SAFETY: as above.
            unsafe { _mm512_loadu_ps(from) }
        }
        #[inline(always)]
        unsafe fn store(to: *mut f32, v: __m512) {
            // SAFETY: as above.
            unsafe { _mm512_storeu_ps(to, v) }
        }
        #[inline(always)]
        unsafe fn mul_add(a: __m512, b: __m512, c: __m512) -> __m512 {
            // SAFETY: as above.
            unsafe { _mm512_fmadd_ps(a, b, c) }
        }
        #[inline(always)]
        unsafe fn min(a: __m512, b: __m512) -> __m512 {
            // SAFETY: as above.
            unsafe { _mm512_min_ps(a, b) }
        }
        #[inline(always)]
        unsafe fn greater(a: __m512, b: __m512) -> u32 {
            // SAFETY: as above.
            unsafe { u32::from(_mm512_cmp_ps_mask::<_CMP_GT_OQ>(a, b)) }
        }
    }

    impl Simd for Avx2 {
        type V = __m256;
        const LANES: usize = 8;
        // 12 sums, two columns, one row value: 15 of 16 registers.
        const TILE_ROWS: usize = 6;
        const TILE_VECTORS: usize = 2;

        #[inline(always)]
        unsafe fn splat(x: f32) -> __m256 {
            // SAFETY: the caller's promise (here and below): the processor has AVX2 and FMA; pointers reach 8 floats.
            unsafe { _mm256_set1_ps(x) }
        }
        #[inline(always)]
        unsafe fn load(from: *const f32) -> __m256 {
            // SAFETY: as above.
            unsafe { _mm256_loadu_ps(from) }
        }
        #[inline(always)]
        unsafe fn store(to: *mut f32, v: __m256) {
            // SAFETY: as above.
            unsafe { _mm256_storeu_ps(to, v) }
        }
        #[inline(always)]
        unsafe fn mul_add(a: __m256, b: __m256, c: __m256) -> __m256 {
            // SAFETY: as above.
            unsafe { _mm256_fmadd_ps(a, b, c) }
        }
        #[inline(always)]
        unsafe fn min(a: __m256, b: __m256) -> __m256 {
            // SAFETY: as above.
            unsafe { _mm256_min_ps(a, b) }
        }
        #[inline(always)]
        unsafe fn greater(a: __m256, b: __m256) -> u32 {
            // SAFETY: as above.
            unsafe { _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_GT_OQ>(a, b)).cast_unsigned() }
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod arm {
    use super::{Kernel, Simd};
    use std::arch::aarch64::{
        float32x4_t, vaddvq_u32, vandq_u32, vcgtq_f32, vdupq_n_f32, vfmaq_f32, vld1q_f32, vld1q_u32, vminq_f32,
        vst1q_f32,
    };

    #[derive(Clone, Copy)]
    pub(super) struct Neon;

    /// # Safety
    /// The processor has NEON.
    #[target_feature(enable = "neon")]
    pub(super) unsafe fn neon<K: Kernel>(kernel: K) -> K::Output {
        kernel.run::<Neon>()
    }

    impl Simd for Neon {
        type V = float32x4_t;
        const LANES: usize = 4;
        // 24 sums, three columns, one row value: 28 of 32 registers.
        const TILE_ROWS: usize = 8;
        const TILE_VECTORS: usize = 3;

        #[inline(always)]
        unsafe fn splat(x: f32) -> float32x4_t {
            // SAFETY: the caller's promise (here and below): the processor has NEON; pointers reach 4 floats.
            unsafe { vdupq_n_f32(x) }
        }
        #[inline(always)]
        unsafe fn load(from: *const f32) -> float32x4_t {
            // SAFETY: as above.
            unsafe { vld1q_f32(from) }
        }
        #[inline(always)]
        unsafe fn store(to: *mut f32, v: float32x4_t) {
            // SAFETY: as above.
            unsafe { vst1q_f32(to, v) }
        }
        #[inline(always)]
        unsafe fn mul_add(a: float32x4_t, b: float32x4_t, c: float32x4_t) -> float32x4_t {
            // SAFETY: as above.
            unsafe { vfmaq_f32(c, a, b) }
        }
        #[inline(always)]
        unsafe fn min(a: float32x4_t, b: float32x4_t) -> float32x4_t {
            // SAFETY: as above.
            unsafe { vminq_f32(a, b) }
        }
        #[inline(always)]
        unsafe fn greater(a: float32x4_t, b: float32x4_t) -> u32 {
            // SAFETY: as above; the bits are four integers.
            unsafe { vaddvq_u32(vandq_u32(vcgtq_f32(a, b), vld1q_u32([1, 2, 4, 8].as_ptr()))) }
        }
    }
}
