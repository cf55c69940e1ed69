//! Pictures of nothing: a covered lens, pure noise, a blurred wall, lines of print.

use super::canvas::{hsv, noise, screen, uniform};
use super::scene::frame;
use super::vector::{V3, gray, v3};
use crate::control::Rng;
use image::RgbImage;

/// The i-th picture of nothing.
pub fn junk(i: usize, mut rng: Rng) -> RgbImage {
    let rng = &mut rng;
    let (width, height) = frame(rng);
    let seed = rng.next_u64() as u32;
    let dark = uniform(rng, 0.0005, 0.004);
    let wall = hsv(uniform(rng, 0.0, 1.0), 0.2, uniform(rng, 0.3, 0.9));
    let at = |x: f32, y: f32| -> V3 {
        match i % 4 {
            0 => gray(dark * (1.0 + 0.3 * x)),
            1 => v3(
                noise(x * 90.0, y * 90.0, seed),
                noise(x * 90.0, y * 90.0, seed ^ 7),
                noise(x * 90.0, y * 90.0, seed ^ 9),
            ),
            2 => wall * (0.8 + 0.3 * noise(x * 0.8, y * 0.8, seed)),
            _ => {
                let line = (y * 9.0).rem_euclid(1.0);
                let is_ink = line < 0.55 && noise(x * 22.0, (y * 9.0).floor() * 5.0, seed) > 0.45 && x.abs() < 0.95;
                if is_ink { gray(0.015) } else { screen(0.93, 0.92, 0.88) }
            }
        }
    };
    let half = width.min(height) as f32 / 2.0;
    let mut grain = Rng::from_key(&[rng.next_u64()]);
    RgbImage::from_fn(width as u32, height as u32, |px, py| {
        let place = |p: u32, length: usize| (p as f32 + 0.5 - length as f32 / 2.0) / half;
        let color = at(place(px, width), place(py, height));
        let bell = uniform(&mut grain, -1.0, 1.0) + uniform(&mut grain, -1.0, 1.0);
        let value = |c: f32| ((c.powf(1.0 / 2.2) + bell * 0.02).clamp(0.0, 1.0) * 255.0).round() as u8;
        image::Rgb([value(color.x), value(color.y), value(color.z)])
    })
}
