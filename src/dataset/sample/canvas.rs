//! Colours, curves and noise of the sample's renderer. Colours are linear light.

use super::vector::{V3, v3};
use crate::control::Rng;

/// Linear mix of two colours or places, t from 0 to 1.
pub fn mix(a: V3, b: V3, t: f32) -> V3 {
    a + (b - a) * t
}

/// 0 below `low`, 1 above `high`, smooth between; falls where `low` is above `high`.
pub fn smoothstep(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// A uniform number as f32.
pub fn uniform(rng: &mut Rng, low: f32, high: f32) -> f32 {
    rng.range(f64::from(low), f64::from(high)) as f32
}

/// A colour as a screen shows it, in linear light.
pub fn screen(r: f32, g: f32, b: f32) -> V3 {
    v3(r, g, b).map(|x| x.max(0.0).powf(2.2))
}

/// Hue in turns, saturation and value from 0 to 1, in linear light.
pub fn hsv(hue: f32, saturation: f32, value: f32) -> V3 {
    let channel = |offset: f32| {
        let t = ((hue + offset).rem_euclid(1.0) * 6.0 - 3.0).abs() - 1.0;
        value * (1.0 - saturation + saturation * t.clamp(0.0, 1.0))
    };
    screen(channel(0.0), channel(2.0 / 3.0), channel(1.0 / 3.0))
}

/// Colours that things of every kind come in.
const PALETTE: [[f32; 3]; 10] = [
    [0.45, 0.60, 0.20],
    [0.30, 0.44, 0.22],
    [0.46, 0.28, 0.16],
    [0.74, 0.13, 0.11],
    [0.90, 0.45, 0.12],
    [0.94, 0.76, 0.22],
    [0.93, 0.88, 0.77],
    [0.88, 0.50, 0.56],
    [0.45, 0.20, 0.38],
    [0.47, 0.57, 0.66],
];

/// A colour of the palette, a little off.
pub fn palette(rng: &mut Rng) -> V3 {
    near(PALETTE[rng.below(PALETTE.len())], rng)
}

/// A colour of the palette that leaves, caps and the like have: not the last.
pub fn earthy(rng: &mut Rng) -> V3 {
    near(PALETTE[rng.below(PALETTE.len() - 1)], rng)
}

/// A colour of the palette that petals have: none of the first, which are green and brown.
pub fn blooming(rng: &mut Rng) -> V3 {
    near(PALETTE[3 + rng.below(PALETTE.len() - 3)], rng)
}

/// A hue of walls, cloths and tables, which are seldom purple.
pub fn calm_hue(rng: &mut Rng) -> f32 {
    if rng.chance(0.55) { uniform(rng, 0.0, 0.17) } else { uniform(rng, 0.28, 0.66) }
}

fn near([r, g, b]: [f32; 3], rng: &mut Rng) -> V3 {
    let value = uniform(rng, 0.85, 1.1);
    let mut near = |x: f32| (x * value + uniform(rng, -0.04, 0.04)).clamp(0.03, 0.97);
    screen(near(r), near(g), near(b))
}

/// A number in [0, 1) for a cell of a lattice.
pub fn hash(ix: i32, iy: i32, seed: u32) -> f32 {
    let mut h = (ix as u32).wrapping_mul(0x9e37_79b1) ^ (iy as u32).wrapping_mul(0x85eb_ca6b) ^ seed;
    h = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
    h = (h ^ (h >> 12)).wrapping_mul(0x297a_2d39);
    ((h ^ (h >> 15)) >> 8) as f32 / (1u32 << 24) as f32
}

/// The next whole number below, without the call that `f32::floor` is on older processors.
pub fn floor(x: f32) -> i32 {
    let cut = x as i32;
    cut - i32::from(x < cut as f32)
}

/// Smooth noise in [0, 1] on a lattice of side 1, a function of place and seed.
pub fn noise(x: f32, y: f32, seed: u32) -> f32 {
    let (ix, iy) = (floor(x), floor(y));
    let (tx, ty) = (x - ix as f32, y - iy as f32);
    let (tx, ty) = (tx * tx * (3.0 - 2.0 * tx), ty * ty * (3.0 - 2.0 * ty));
    let top = hash(ix, iy, seed) * (1.0 - tx) + hash(ix + 1, iy, seed) * tx;
    let bottom = hash(ix, iy + 1, seed) * (1.0 - tx) + hash(ix + 1, iy + 1, seed) * tx;
    top * (1.0 - ty) + bottom * ty
}

/// Noise on a surface in space: two planes of it, enough for stains and speckles.
pub fn solid_noise(p: V3, scale: f32, seed: u32) -> f32 {
    let p = p * scale;
    0.5 * (noise(p.x + p.z * 0.7, p.y - p.z * 0.4, seed) + noise(p.z + p.x * 0.3, p.x - p.y, seed ^ 0x9d2c))
}
