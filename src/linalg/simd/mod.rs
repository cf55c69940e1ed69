//! One vocabulary of f32 vectors over the instruction sets a kernel may run on, chosen at run time.
//!
//! A kernel is a [`Kernel`] written once over [`Simd`], whose vectors are as wide as the registers, or over
//! [`Simd::Sixteen`], which holds sixteen numbers everywhere; [`Isa::run`] compiles it for each instruction set and calls
//! the best one that this processor has. Everything on the way must be `#[inline(always)]`, closures included, or the
//! vectors leave their registers. It knows no shapes and holds no loops.
//!
//! Loops that have no vectors of their own and want the bit operations of new processors too (pictures, JPEG) go through
//! `pulp`, whose third level of x86-64 has both.

#![expect(clippy::inline_always, reason = "vectors leave their registers where a call is not inlined")]

#[cfg(target_arch = "aarch64")]
mod arm;
mod portable;
mod sixteen;
#[cfg(target_arch = "x86_64")]
mod x86;

pub(crate) use sixteen::{LANES, Lanes};

use portable::Portable;

/// Vectors of one instruction set. All arithmetic is lane by lane.
///
/// # Safety
/// The methods may only run where the processor has the instruction set: inside [`Kernel::run`] as called by
/// [`Isa::run`]. Loads and stores need no alignment.
pub(crate) trait Simd: Copy {
    /// [`Self::LANES`] floats.
    type V: Copy;
    /// Sixteen floats, in as many vectors as that takes.
    type Sixteen: Lanes;
    /// Floats of a vector, at most 16.
    const LANES: usize;
    /// Whether thirty-two times sixteen floats fit into registers; else four times, with a few to spare.
    const IS_WIDE: bool;
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
    /// `a + b`.
    unsafe fn add(a: Self::V, b: Self::V) -> Self::V;
    /// `a - b`.
    unsafe fn sub(a: Self::V, b: Self::V) -> Self::V;
    /// `a * b`.
    unsafe fn mul(a: Self::V, b: Self::V) -> Self::V;
    /// `a * b + c`, rounded once except by [`Portable`].
    unsafe fn mul_add(a: Self::V, b: Self::V, c: Self::V) -> Self::V;
    /// The lesser of two numbers without NaN.
    unsafe fn min(a: Self::V, b: Self::V) -> Self::V;
    /// The larger of each lane and zero; NaN stays NaN.
    unsafe fn relu(a: Self::V) -> Self::V;
    /// Lanes of `a` where `gate` is above zero or NaN, zero elsewhere.
    unsafe fn where_open(a: Self::V, gate: Self::V) -> Self::V;
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
