//! Plain Rust over eight lanes, for the compiler to make of it what the target's base has.

use super::Simd;
use super::sixteen::Vectors;

#[derive(Clone, Copy)]
pub(super) struct Portable;

#[inline(always)]
fn lane_by_lane(a: [f32; 8], b: [f32; 8], of: impl Fn(f32, f32) -> f32) -> [f32; 8] {
    let mut out = a;
    for lane in 0..8 {
        out[lane] = of(a[lane], b[lane]);
    }
    out
}

impl Simd for Portable {
    type V = [f32; 8];
    type Sixteen = Vectors<Self, 2>;
    const LANES: usize = 8;
    const IS_WIDE: bool = false;
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
    unsafe fn add(a: Self::V, b: Self::V) -> Self::V {
        lane_by_lane(a, b, |a, b| a + b)
    }
    #[inline(always)]
    unsafe fn sub(a: Self::V, b: Self::V) -> Self::V {
        lane_by_lane(a, b, |a, b| a - b)
    }
    #[inline(always)]
    unsafe fn mul(a: Self::V, b: Self::V) -> Self::V {
        lane_by_lane(a, b, |a, b| a * b)
    }
    #[inline(always)]
    unsafe fn mul_add(a: Self::V, b: Self::V, mut c: Self::V) -> Self::V {
        for lane in 0..8 {
            c[lane] += a[lane] * b[lane];
        }
        c
    }
    #[inline(always)]
    unsafe fn min(a: Self::V, b: Self::V) -> Self::V {
        lane_by_lane(a, b, |a, b| if a < b { a } else { b })
    }
    #[inline(always)]
    unsafe fn relu(a: Self::V) -> Self::V {
        lane_by_lane(a, a, |a, _| if a <= 0.0 { 0.0 } else { a })
    }
    #[inline(always)]
    unsafe fn where_open(a: Self::V, gate: Self::V) -> Self::V {
        lane_by_lane(a, gate, |a, gate| if gate <= 0.0 { 0.0 } else { a })
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
