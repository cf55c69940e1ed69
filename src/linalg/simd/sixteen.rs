//! Sixteen floats at a time on every instruction set, in one, two or four of its vectors: for kernels whose memory is laid
//! out in blocks of sixteen.

use super::Simd;

/// Floats that one [`Lanes`] value holds, and channels of a block of a blocked map.
pub(crate) const LANES: usize = 16;

/// Sixteen floats.
///
/// # Safety
/// As for [`Simd`]. Pointers must be valid for sixteen floats; they need no alignment.
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

/// `N` vectors of `S`, sixteen floats in all.
#[derive(Clone, Copy)]
pub(crate) struct Vectors<S: Simd, const N: usize>([S::V; N]);

// SAFETY of every block below: the caller's promise is that of `Simd`, and sixteen floats lie under each pointer. Loops,
// no closures: a closure that is not inlined has not the caller's instructions.
impl<S: Simd, const N: usize> Lanes for Vectors<S, N> {
    const IS_WIDE: bool = S::IS_WIDE;

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        unsafe {
            let mut all = [S::splat(0.0); N];
            for (i, lanes) in all.iter_mut().enumerate() {
                *lanes = S::load(from.add(i * S::LANES));
            }
            Self(all)
        }
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        for i in 0..N {
            unsafe { S::store(to.add(i * S::LANES), self.0[i]) }
        }
    }

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        Self([unsafe { S::splat(value) }; N])
    }

    #[inline(always)]
    unsafe fn add(mut self, other: Self) -> Self {
        for i in 0..N {
            self.0[i] = unsafe { S::add(self.0[i], other.0[i]) };
        }
        self
    }

    #[inline(always)]
    unsafe fn sub(mut self, other: Self) -> Self {
        for i in 0..N {
            self.0[i] = unsafe { S::sub(self.0[i], other.0[i]) };
        }
        self
    }

    #[inline(always)]
    unsafe fn mul(mut self, other: Self) -> Self {
        for i in 0..N {
            self.0[i] = unsafe { S::mul(self.0[i], other.0[i]) };
        }
        self
    }

    #[inline(always)]
    unsafe fn fma(mut self, a: Self, b: Self) -> Self {
        for i in 0..N {
            self.0[i] = unsafe { S::mul_add(a.0[i], b.0[i], self.0[i]) };
        }
        self
    }

    #[inline(always)]
    unsafe fn min(mut self, other: Self) -> Self {
        for i in 0..N {
            self.0[i] = unsafe { S::min(self.0[i], other.0[i]) };
        }
        self
    }

    #[inline(always)]
    unsafe fn relu(mut self) -> Self {
        for i in 0..N {
            self.0[i] = unsafe { S::relu(self.0[i]) };
        }
        self
    }

    #[inline(always)]
    unsafe fn where_open(mut self, gate: Self) -> Self {
        for i in 0..N {
            self.0[i] = unsafe { S::where_open(self.0[i], gate.0[i]) };
        }
        self
    }
}
