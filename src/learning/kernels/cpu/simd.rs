//! Sixteen floats at a time, in the registers of this processor: AVX-512, AVX2 with FMA, NEON, or plain Rust.
//!
//! Kernels are written once over [`Lanes`] and compiled for each instruction set by [`Isa::run`]; which one runs is
//! found at run time. No kernel is here.

/// Floats that one [`Lanes`] value holds, and channels of a block of a blocked map.
pub(crate) const LANES: usize = 16;

/// Sixteen floats.
///
/// # Safety
/// Methods may run only on a processor that has the instructions of the implementation: inside [`Job::run`].
/// Pointers must be valid for sixteen floats; they need no alignment.
pub(crate) trait Lanes: Copy {
    /// Whether thirty-two values of it fit into registers; else four, with a few to spare.
    const IS_WIDE: bool;

    unsafe fn load(from: *const f32) -> Self;
    unsafe fn store(self, to: *mut f32);
    unsafe fn splat(value: f32) -> Self;
    unsafe fn add(self, other: Self) -> Self;
    unsafe fn sub(self, other: Self) -> Self;
    unsafe fn mul(self, other: Self) -> Self;
    /// `self + a * b`, rounded once where the processor can.
    unsafe fn fma(self, a: Self, b: Self) -> Self;
    /// The lesser of each lane, of numbers without NaN.
    unsafe fn min(self, other: Self) -> Self;
    /// The larger of each lane and zero; NaN stays NaN.
    unsafe fn relu(self) -> Self;
    /// Lanes of `self` where `gate` is above zero or NaN, zero elsewhere.
    unsafe fn where_open(self, gate: Self) -> Self;
}

/// Work to be compiled for each instruction set.
pub(crate) trait Job {
    /// What it gives.
    type Output;

    /// The work. Implementations are `#[inline(always)]`, and so is everything that they call with `V`.
    ///
    /// # Safety
    /// The processor has the instructions of `V`.
    unsafe fn run<V: Lanes>(self) -> Self::Output;
}

/// An instruction set that this build knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Isa {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "aarch64")]
    Neon,
    Portable,
}

impl Isa {
    /// All that this processor has, the best first.
    pub(crate) fn available() -> Vec<Self> {
        let mut found = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                found.push(Self::Avx512);
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                found.push(Self::Avx2);
            }
        }
        #[cfg(target_arch = "aarch64")]
        found.push(Self::Neon);
        found.push(Self::Portable);
        found
    }

    /// The best that this processor has.
    pub(crate) fn detect() -> Self {
        static BEST: std::sync::OnceLock<Isa> = std::sync::OnceLock::new();
        *BEST.get_or_init(|| Self::available()[0])
    }

    /// Runs `job` with this instruction set.
    #[inline]
    pub(crate) fn run<J: Job>(self, job: J) -> J::Output {
        match self {
            // SAFETY: values of `Isa` come from `available`, which asked the processor.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { x86::avx512(job) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { x86::avx2(job) },
            // SAFETY: every 64-bit Arm processor has NEON.
            #[cfg(target_arch = "aarch64")]
            Self::Neon => unsafe { job.run::<neon::Neon>() },
            // SAFETY: plain Rust needs nothing.
            Self::Portable => unsafe { job.run::<Plain>() },
        }
    }
}

/// Plain Rust, which the compiler may vectorise.
#[derive(Clone, Copy)]
struct Plain([f32; LANES]);

impl Plain {
    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(f32, f32) -> f32) -> Self {
        Self(std::array::from_fn(|i| f(self.0[i], other.0[i])))
    }
}

impl Lanes for Plain {
    const IS_WIDE: bool = false;

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller's promise.
        Self(unsafe { from.cast::<[f32; LANES]>().read_unaligned() })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller's promise.
        unsafe { to.cast::<[f32; LANES]>().write_unaligned(self.0) }
    }

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        Self([value; LANES])
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }

    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }

    #[inline(always)]
    unsafe fn mul(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }

    #[inline(always)]
    unsafe fn fma(self, a: Self, b: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] + a.0[i] * b.0[i]))
    }

    #[inline(always)]
    unsafe fn min(self, other: Self) -> Self {
        self.zip(other, |a, b| if a < b { a } else { b })
    }

    #[inline(always)]
    unsafe fn relu(self) -> Self {
        self.zip(self, |a, _| if a <= 0.0 { 0.0 } else { a })
    }

    #[inline(always)]
    unsafe fn where_open(self, gate: Self) -> Self {
        self.zip(gate, |a, gate| if gate <= 0.0 { 0.0 } else { a })
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Job, Lanes};
    use std::arch::x86_64::{
        __m256, __m512, _CMP_NLE_UQ, _mm256_add_ps, _mm256_and_ps, _mm256_cmp_ps, _mm256_fmadd_ps, _mm256_loadu_ps,
        _mm256_max_ps, _mm256_min_ps, _mm256_mul_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_ps,
        _mm256_sub_ps, _mm512_add_ps, _mm512_cmp_ps_mask, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_maskz_mov_ps,
        _mm512_max_ps, _mm512_min_ps, _mm512_mul_ps, _mm512_set1_ps, _mm512_setzero_ps, _mm512_storeu_ps,
        _mm512_sub_ps,
    };

    #[target_feature(enable = "avx512f")]
    pub(super) unsafe fn avx512<J: Job>(job: J) -> J::Output {
        // SAFETY: the caller has AVX-512.
        unsafe { job.run::<Avx512>() }
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn avx2<J: Job>(job: J) -> J::Output {
        // SAFETY: the caller has AVX2 and FMA.
        unsafe { job.run::<Avx2>() }
    }

    /// One register.
    #[derive(Clone, Copy)]
    pub(super) struct Avx512(__m512);

    // SAFETY of every block below: the instructions are there (the trait's promise), and so are sixteen floats under
    // each pointer.
    impl Lanes for Avx512 {
        const IS_WIDE: bool = true;

        #[inline(always)]
        unsafe fn load(from: *const f32) -> Self {
            Self(unsafe { _mm512_loadu_ps(from) })
        }

        #[inline(always)]
        unsafe fn store(self, to: *mut f32) {
            unsafe { _mm512_storeu_ps(to, self.0) }
        }

        #[inline(always)]
        unsafe fn splat(value: f32) -> Self {
            Self(unsafe { _mm512_set1_ps(value) })
        }

        #[inline(always)]
        unsafe fn add(self, other: Self) -> Self {
            Self(unsafe { _mm512_add_ps(self.0, other.0) })
        }

        #[inline(always)]
        unsafe fn sub(self, other: Self) -> Self {
            Self(unsafe { _mm512_sub_ps(self.0, other.0) })
        }

        #[inline(always)]
        unsafe fn mul(self, other: Self) -> Self {
            Self(unsafe { _mm512_mul_ps(self.0, other.0) })
        }

        #[inline(always)]
        unsafe fn fma(self, a: Self, b: Self) -> Self {
            Self(unsafe { _mm512_fmadd_ps(a.0, b.0, self.0) })
        }

        #[inline(always)]
        unsafe fn min(self, other: Self) -> Self {
            Self(unsafe { _mm512_min_ps(self.0, other.0) })
        }

        #[inline(always)]
        unsafe fn relu(self) -> Self {
            // The second operand comes through when one of the two is NaN.
            Self(unsafe { _mm512_max_ps(_mm512_setzero_ps(), self.0) })
        }

        #[inline(always)]
        unsafe fn where_open(self, gate: Self) -> Self {
            unsafe {
                let open = _mm512_cmp_ps_mask::<_CMP_NLE_UQ>(gate.0, _mm512_setzero_ps());
                Self(_mm512_maskz_mov_ps(open, self.0))
            }
        }
    }

    /// Two registers.
    #[derive(Clone, Copy)]
    pub(super) struct Avx2(__m256, __m256);

    impl Lanes for Avx2 {
        const IS_WIDE: bool = false;

        #[inline(always)]
        unsafe fn load(from: *const f32) -> Self {
            unsafe { Self(_mm256_loadu_ps(from), _mm256_loadu_ps(from.add(8))) }
        }

        #[inline(always)]
        unsafe fn store(self, to: *mut f32) {
            unsafe {
                _mm256_storeu_ps(to, self.0);
                _mm256_storeu_ps(to.add(8), self.1);
            }
        }

        #[inline(always)]
        unsafe fn splat(value: f32) -> Self {
            let value = unsafe { _mm256_set1_ps(value) };
            Self(value, value)
        }

        #[inline(always)]
        unsafe fn add(self, other: Self) -> Self {
            unsafe { Self(_mm256_add_ps(self.0, other.0), _mm256_add_ps(self.1, other.1)) }
        }

        #[inline(always)]
        unsafe fn sub(self, other: Self) -> Self {
            unsafe { Self(_mm256_sub_ps(self.0, other.0), _mm256_sub_ps(self.1, other.1)) }
        }

        #[inline(always)]
        unsafe fn mul(self, other: Self) -> Self {
            unsafe { Self(_mm256_mul_ps(self.0, other.0), _mm256_mul_ps(self.1, other.1)) }
        }

        #[inline(always)]
        unsafe fn fma(self, a: Self, b: Self) -> Self {
            unsafe { Self(_mm256_fmadd_ps(a.0, b.0, self.0), _mm256_fmadd_ps(a.1, b.1, self.1)) }
        }

        #[inline(always)]
        unsafe fn min(self, other: Self) -> Self {
            unsafe { Self(_mm256_min_ps(self.0, other.0), _mm256_min_ps(self.1, other.1)) }
        }

        #[inline(always)]
        unsafe fn relu(self) -> Self {
            unsafe {
                let zero = _mm256_setzero_ps();
                Self(_mm256_max_ps(zero, self.0), _mm256_max_ps(zero, self.1))
            }
        }

        #[inline(always)]
        unsafe fn where_open(self, gate: Self) -> Self {
            unsafe {
                let zero = _mm256_setzero_ps();
                Self(
                    _mm256_and_ps(self.0, _mm256_cmp_ps::<_CMP_NLE_UQ>(gate.0, zero)),
                    _mm256_and_ps(self.1, _mm256_cmp_ps::<_CMP_NLE_UQ>(gate.1, zero)),
                )
            }
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod neon {
    use super::Lanes;
    use std::arch::aarch64::{
        float32x4_t, vaddq_f32, vandq_u32, vcleq_f32, vdupq_n_f32, vfmaq_f32, vld1q_f32, vminq_f32, vmulq_f32,
        vmvnq_u32, vreinterpretq_f32_u32, vreinterpretq_u32_f32, vst1q_f32, vsubq_f32,
    };

    /// Four registers.
    #[derive(Clone, Copy)]
    pub(super) struct Neon([float32x4_t; 4]);

    impl Neon {
        #[inline(always)]
        fn zip(self, other: Self, f: impl Fn(float32x4_t, float32x4_t) -> float32x4_t) -> Self {
            Self(std::array::from_fn(|i| f(self.0[i], other.0[i])))
        }
    }

    // SAFETY of every block below: NEON is there on every 64-bit Arm processor; sixteen floats lie under each pointer.
    impl Lanes for Neon {
        const IS_WIDE: bool = false;

        #[inline(always)]
        unsafe fn load(from: *const f32) -> Self {
            Self(std::array::from_fn(|i| unsafe { vld1q_f32(from.add(4 * i)) }))
        }

        #[inline(always)]
        unsafe fn store(self, to: *mut f32) {
            for (i, part) in self.0.into_iter().enumerate() {
                unsafe { vst1q_f32(to.add(4 * i), part) }
            }
        }

        #[inline(always)]
        unsafe fn splat(value: f32) -> Self {
            Self([unsafe { vdupq_n_f32(value) }; 4])
        }

        #[inline(always)]
        unsafe fn add(self, other: Self) -> Self {
            self.zip(other, |a, b| unsafe { vaddq_f32(a, b) })
        }

        #[inline(always)]
        unsafe fn sub(self, other: Self) -> Self {
            self.zip(other, |a, b| unsafe { vsubq_f32(a, b) })
        }

        #[inline(always)]
        unsafe fn mul(self, other: Self) -> Self {
            self.zip(other, |a, b| unsafe { vmulq_f32(a, b) })
        }

        #[inline(always)]
        unsafe fn fma(self, a: Self, b: Self) -> Self {
            Self(std::array::from_fn(|i| unsafe { vfmaq_f32(self.0[i], a.0[i], b.0[i]) }))
        }

        #[inline(always)]
        unsafe fn min(self, other: Self) -> Self {
            self.zip(other, |a, b| unsafe { vminq_f32(a, b) })
        }

        #[inline(always)]
        unsafe fn relu(self) -> Self {
            unsafe { self.where_open(self) }
        }

        #[inline(always)]
        unsafe fn where_open(self, gate: Self) -> Self {
            self.zip(gate, |a, gate| unsafe {
                let open = vmvnq_u32(vcleq_f32(gate, vdupq_n_f32(0.0)));
                vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(a), open))
            })
        }
    }
}
