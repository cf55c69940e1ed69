//! Small vector and colour helpers of the sample's renderer.

use crate::control::Rng;

/// Linear mix of two colours, t from 0 to 1.
pub fn mix(a: [f32; 3], b: [f32; 3], t: f32) -> [f32; 3] {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t)
}

/// Every channel times `factor`.
pub fn scale(a: [f32; 3], factor: f32) -> [f32; 3] {
    a.map(|x| x * factor)
}

/// 0 below `low`, 1 above `high`, smooth between.
pub fn smoothstep(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Hue in turns, saturation and value from 0 to 1, to RGB.
pub fn hsv(hue: f32, saturation: f32, value: f32) -> [f32; 3] {
    let channel = |offset: f32| {
        let t = ((hue + offset).rem_euclid(1.0) * 6.0 - 3.0).abs() - 1.0;
        value * (1.0 - saturation + saturation * t.clamp(0.0, 1.0))
    };
    [channel(0.0), channel(2.0 / 3.0), channel(1.0 / 3.0)]
}

/// A uniform number as f32.
pub fn uniform(rng: &mut Rng, low: f32, high: f32) -> f32 {
    rng.range(f64::from(low), f64::from(high)) as f32
}

/// Smooth noise in [0, 1] on a lattice of side 1, a function of place and seed.
pub fn noise(x: f32, y: f32, seed: u32) -> f32 {
    let corner = |ix: i32, iy: i32| {
        let mut h = (ix as u32).wrapping_mul(0x9e37_79b1) ^ (iy as u32).wrapping_mul(0x85eb_ca6b) ^ seed;
        h = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
        h = (h ^ (h >> 12)).wrapping_mul(0x297a_2d39);
        ((h ^ (h >> 15)) >> 8) as f32 / (1u32 << 24) as f32
    };
    let (ix, iy) = (x.floor() as i32, y.floor() as i32);
    let (tx, ty) = (smoothstep(0.0, 1.0, x - ix as f32), smoothstep(0.0, 1.0, y - iy as f32));
    let top = corner(ix, iy) * (1.0 - tx) + corner(ix + 1, iy) * tx;
    let bottom = corner(ix, iy + 1) * (1.0 - tx) + corner(ix + 1, iy + 1) * tx;
    top * (1.0 - ty) + bottom * ty
}
