//! Light of a scene and what a surface makes of it: a sun or a window, the sky, the ground's glow, mirror images.

use super::canvas::{hsv, mix, noise, smoothstep, uniform};
use super::mesh::Surface;
use super::shadow::Shadows;
use super::vector::{V3, gray, v3};
use crate::control::Rng;

pub struct Light {
    /// Points to the sun.
    pub sun: V3,
    pub sun_color: V3,
    pub softness: f32,
    zenith: V3,
    horizon: V3,
    /// Light that comes back from the ground.
    pub glow: V3,
    /// The window or softbox that polished things mirror: where its middle is, and its half sides.
    window: [V3; 3],
    window_size: (f32, f32),
    window_color: V3,
    has_bar: bool,
    seed: u32,
}

/// A place of a thing that light falls on.
pub struct Spot {
    pub place: V3,
    pub normal: V3,
    /// Points to the eye.
    pub eye: V3,
    pub open: f32,
}

impl Light {
    /// From a low sun to a grey sky, from lamps to shade.
    pub fn draw(rng: &mut Rng) -> Self {
        let azimuth = uniform(rng, 0.0, std::f32::consts::TAU);
        let height = uniform(rng, 0.5, 1.15);
        let sun = v3(height.cos(), 0.0, height.sin()).turned(azimuth);
        let clouds = uniform(rng, 0.0, 1.0);
        let warmth = uniform(rng, -0.03, 0.16);
        let sun_color = v3(1.0 + warmth, 1.0, 1.0 - warmth * 1.4) * (3.2 - 2.2 * clouds);
        let cool = uniform(rng, -0.04, 0.12);
        let zenith = v3(1.0 - cool, 1.0, 1.0 + cool * 1.2) * (0.45 + 0.55 * clouds);
        let horizon = mix(zenith, hsv(uniform(rng, 0.0, 1.0), 0.12, 0.9), 0.5) * uniform(rng, 0.5, 1.0);
        let side = sun.cross(V3::UP).unit();
        Self {
            sun,
            sun_color,
            softness: 0.06 + 0.5 * clouds * clouds,
            zenith,
            horizon,
            glow: gray(0.3),
            window: [sun, side, side.cross(sun)],
            window_size: (uniform(rng, 0.12, 0.42), uniform(rng, 0.12, 0.42)),
            window_color: sun_color * uniform(rng, 1.2, 2.2) + gray(0.8),
            has_bar: rng.chance(0.4),
            seed: rng.next_u64() as u32,
        }
    }

    /// The sky's light on a face.
    pub fn ambient(&self, normal: V3, open: f32, ground_sky: f32) -> V3 {
        let up = 0.5 + 0.5 * normal.z;
        mix(self.glow * ground_sky, mix(self.horizon, self.zenith, up), up) * open
    }

    /// What a mirror shows in a direction; `rough` blurs it.
    fn world(&self, toward: V3, rough: f32) -> V3 {
        // Trees, furniture, people: whatever else stands about.
        let things = 0.45 + 1.0 * noise(toward.x * 2.1 + 7.0, toward.y * 2.1 - 3.0, self.seed);
        let sky = mix(self.horizon, self.zenith, smoothstep(0.0, 0.7, toward.z)) * things;
        let edge = 0.04 + rough * 0.5;
        let mut color = mix(self.glow * 0.8, sky, smoothstep(-0.08 - rough * 0.5, 0.08 + rough * 0.5, toward.z));
        let [middle, side, up] = self.window;
        let facing = toward.dot(middle);
        if facing > 0.0 {
            let (a, b) = (toward.dot(side).abs() / facing, toward.dot(up).abs() / facing);
            let (w, h) = self.window_size;
            let mut seen = smoothstep(w + edge, w - edge, a) * smoothstep(h + edge, h - edge, b);
            if self.has_bar {
                seen *= 1.0 - 0.8 * smoothstep(0.06 + edge * 0.5, 0.02, a.min(b)) * (1.0 - rough);
            }
            color += self.window_color * (seen * (1.0 - 0.75 * rough));
        }
        color
    }

    /// The light that a spot sends to the eye.
    pub fn on(&self, spot: &Spot, color: V3, surface: &Surface, shadows: &Shadows) -> V3 {
        let normal = if spot.normal.dot(spot.eye) < 0.0 { -spot.normal } else { spot.normal };
        let facing = normal.dot(self.sun);
        let lit = shadows.sun_on_thing(spot.place, facing.abs());
        let near_ground = smoothstep(0.0, 0.35, spot.place.z);
        let ground_sky = 0.45 + 0.55 * near_ground;
        // Light goes a little way round the edge of anything.
        let wrapped = ((facing + 0.08) / 1.08).max(0.0);
        let mut diffuse = self.sun_color * (wrapped * lit) + self.ambient(normal, spot.open, ground_sky);
        if surface.through > 0.0 {
            diffuse += self.sun_color * (surface.through * (-facing).max(0.0) * (0.3 + 0.7 * lit));
        }
        let against = spot.eye.dot(normal).clamp(0.0, 1.0);
        let edge = (1.0 - against).powi(5) * (1.0 - surface.rough);
        let mirrored = normal * (2.0 * against) - spot.eye;
        let shown = self.world(mirrored, surface.rough) * (spot.open * (0.35 + 0.65 * lit));
        if surface.is_metal {
            return color * (diffuse * 0.15 + shown * 1.15);
        }
        let share = 0.05 + 0.75 * edge;
        color * diffuse * (1.0 - share * surface.gloss) + shown * (share * surface.gloss)
    }
}
