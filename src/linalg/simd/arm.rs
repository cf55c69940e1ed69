//! NEON.

use super::sixteen::Vectors;
use super::{Kernel, Simd};
use std::arch::aarch64::{
    float32x4_t, vaddq_f32, vaddvq_u32, vandq_u32, vcgtq_f32, vcleq_f32, vdupq_n_f32, vfmaq_f32, vld1q_f32, vld1q_u32,
    vminq_f32, vmulq_f32, vmvnq_u32, vreinterpretq_f32_u32, vreinterpretq_u32_f32, vst1q_f32, vsubq_f32,
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
    type Sixteen = Vectors<Self, 4>;
    const LANES: usize = 4;
    const IS_WIDE: bool = false;
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
    unsafe fn add(a: float32x4_t, b: float32x4_t) -> float32x4_t {
        // SAFETY: as above.
        unsafe { vaddq_f32(a, b) }
    }
    #[inline(always)]
    unsafe fn sub(a: float32x4_t, b: float32x4_t) -> float32x4_t {
        // SAFETY: as above.
        unsafe { vsubq_f32(a, b) }
    }
    #[inline(always)]
    unsafe fn mul(a: float32x4_t, b: float32x4_t) -> float32x4_t {
        // SAFETY: as above.
        unsafe { vmulq_f32(a, b) }
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
    unsafe fn relu(a: float32x4_t) -> float32x4_t {
        // SAFETY: as above.
        unsafe { Self::where_open(a, a) }
    }
    #[inline(always)]
    unsafe fn where_open(a: float32x4_t, gate: float32x4_t) -> float32x4_t {
        // SAFETY: as above.
        unsafe {
            let open = vmvnq_u32(vcleq_f32(gate, vdupq_n_f32(0.0)));
            vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(a), open))
        }
    }
    #[inline(always)]
    unsafe fn greater(a: float32x4_t, b: float32x4_t) -> u32 {
        // SAFETY: as above.
        // The bits are four integers.
        unsafe { vaddvq_u32(vandq_u32(vcgtq_f32(a, b), vld1q_u32([1, 2, 4, 8].as_ptr()))) }
    }
}
