//! The camera's part: what is out of focus, exposure, colour cast, dark corners and the sensor's noise.

use super::canvas::uniform;
use super::vector::{V3, v3};
use crate::control::Rng;
use image::RgbImage;

/// Steps of the film's table for a square root of light of 1.
const FILM_STEP: f32 = 1024.0;

pub struct Lens {
    /// Blur in pixels of what is infinitely far.
    aperture: f32,
    /// Mean brightness that the camera aims at, on screen.
    exposure: f32,
    cast: V3,
    corners: f32,
    noise: f32,
    contrast: f32,
}

impl Lens {
    pub fn draw(rng: &mut Rng) -> Self {
        Self {
            aperture: uniform(rng, 0.0, 1.0).powi(2) * 13.0,
            exposure: uniform(rng, 0.43, 0.6),
            cast: v3(uniform(rng, 0.9, 1.12), 1.0, uniform(rng, 0.88, 1.12)),
            corners: uniform(rng, 0.0, 0.4),
            noise: uniform(rng, 0.002, 0.009),
            contrast: uniform(rng, 1.0, 1.5),
        }
    }

    /// The picture of what came in: linear light and depth by pixel, sharp at the depth of `focus`.
    pub fn develop(&self, seen: &[V3], depth: &[f32], focus: f32, width: usize, rng: &mut Rng) -> RgbImage {
        let height = seen.len() / width;
        let blurred = self.blur(seen, depth, focus, width, height);
        let mean = seen.iter().map(|c| c.luminance().max(1e-3).ln()).sum::<f32>() / seen.len() as f32;
        let gain = (self.exposure.powf(2.2) / mean.exp() * 1.1).min(1.3 / bright(seen));
        let film = self.film();
        let mut noise = Rng::from_key(&[rng.next_u64()]);
        RgbImage::from_fn(width as u32, height as u32, |px, py| {
            let i = py as usize * width + px as usize;
            let (x, y) = (px as f32 / width as f32 - 0.5, py as f32 / height as f32 - 0.5);
            let light = blurred[i] * self.cast * (gain * (1.0 - self.corners * 2.0 * (x * x + y * y)));
            // Two uniform numbers add up to a good enough bell: one for all channels, one for each.
            let bits = [noise.next_u64(), noise.next_u64()];
            let part = |k: usize| ((bits[k / 4] >> (16 * (k % 4))) & 0xffff) as f32;
            let bell = |k: usize| (part(2 * k) + part(2 * k + 1)) / 65536.0 - 1.0;
            let common = bell(3) * 1.4;
            let value = |c: f32, k: usize| {
                let screen = film[((c.max(0.0).sqrt() * FILM_STEP) as usize).min(film.len() - 1)];
                ((screen + (common + bell(k) * 0.8) * self.noise * 2.4).clamp(0.0, 1.0) * 255.0 + 0.5) as u8
            };
            image::Rgb([value(light.x, 0), value(light.y, 1), value(light.z, 2)])
        })
    }

    /// What light becomes on screen, by its square root in steps.
    fn film(&self) -> Vec<f32> {
        let on_screen = |i: usize| {
            let light = (i as f32 / FILM_STEP).powi(2);
            // Bright light fades into white instead of being cut.
            let held = if light < 0.5 { light } else { 1.0 - 0.5 * (-(light - 0.5) * 2.0).exp() };
            let screen = held.powf(1.0 / 2.2);
            screen + (self.contrast - 1.0) * (screen - 0.45) * (1.0 - (2.0 * screen - 1.0).abs())
        };
        (0..2 * FILM_STEP as usize).map(on_screen).collect()
    }

    /// Each pixel gathers from a disc as wide as its blur, from neighbours that are blurred as far as they are away.
    fn blur(&self, seen: &[V3], depth: &[f32], focus: f32, width: usize, height: usize) -> Vec<V3> {
        let radius: Vec<f32> = depth.iter().map(|&d| (self.aperture * (1.0 - focus / d)).abs().min(9.0)).collect();
        let (few, many) = (disc(8), disc(18));
        let gather = |x: usize, y: usize| {
            let i = y * width + x;
            let own = radius[i];
            if own < 0.5 {
                return seen[i];
            }
            let (mut sum, mut weight) = (seen[i] * 0.5, 0.5);
            for &(r, dx, dy) in if own < 2.0 { &few[..] } else { &many[..] } {
                let (u, v) = (x as f32 + 0.5 + dx * own, y as f32 + 0.5 + dy * own);
                let j = (v.max(0.0) as usize).min(height - 1) * width + (u.max(0.0) as usize).min(width - 1);
                let share = (radius[j] - r * own + 1.0).clamp(0.0, 1.0);
                sum += seen[j] * share;
                weight += share;
            }
            sum * (1.0 / weight)
        };
        (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| gather(x, y)).collect()
    }
}

/// What a fiftieth of the picture is brighter than.
fn bright(seen: &[V3]) -> f32 {
    let mut some: Vec<f32> = seen.iter().step_by(13).map(|c| c.x.max(c.y).max(c.z)).collect();
    let at = some.len() * 49 / 50;
    some.select_nth_unstable_by(at, f32::total_cmp).1.max(1e-3)
}

/// Places spread evenly over the unit disc (Vogel 1979), each with its radius.
fn disc(n: usize) -> Vec<(f32, f32, f32)> {
    let place = |i: usize| {
        let (r, angle) = (((i as f32 + 0.5) / n as f32).sqrt(), i as f32 * 2.399_963);
        (r, r * angle.cos(), r * angle.sin())
    };
    (0..n).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::super::vector::gray;
    use super::*;

    #[test]
    fn only_what_is_out_of_focus_is_blurred() {
        let lens = Lens { aperture: 6.0, exposure: 0.5, cast: gray(1.0), corners: 0.0, noise: 0.0, contrast: 1.0 };
        let seen: Vec<V3> = (0..400).map(|i| gray(if i % 2 == 0 { 0.0 } else { 1.0 })).collect();
        let sharp = lens.blur(&seen, &[2.0; 400], 2.0, 20, 20);
        assert_eq!(sharp, seen);
        let soft = lens.blur(&seen, &[4.0; 400], 2.0, 20, 20);
        let spread = soft.iter().map(|c| (c.x - 0.5).abs()).fold(0.0, f32::max);
        assert!(spread < 0.35, "{spread}");
    }
}
