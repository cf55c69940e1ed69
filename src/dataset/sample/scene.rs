//! A picture: background, clutter, three things of one kind with their shadows and light, the camera's faults. And junk.
//!
//! Three and not one, each of its own size, turn and colours: what two crops of a picture share is then the kind, and a
//! learner that looks for what they share finds kinds rather than pictures.

use super::canvas::{hsv, mix, noise, scale, smoothstep, uniform};
use super::objects;
use crate::control::Rng;
use image::RgbImage;

/// Everything random about a picture's background, drawn in the same way for every kind.
struct Background {
    colors: [[f32; 3]; 2],
    direction: (f32, f32),
    grain: f32,
    grain_size: f32,
    seed: u32,
    clutter: Vec<Clutter>,
}

/// A small thing that says nothing.
struct Clutter {
    x: f32,
    y: f32,
    radius: f32,
    color: [f32; 3],
    shape: usize,
    turn: (f32, f32),
}

impl Background {
    fn draw(rng: &mut Rng) -> Self {
        let hue = uniform(rng, 0.0, 1.0);
        let near = hue + uniform(rng, -0.12, 0.12);
        let value = uniform(rng, 0.42, 0.72);
        let colors = [
            hsv(hue, uniform(rng, 0.03, 0.2), value),
            hsv(near, uniform(rng, 0.03, 0.2), value * uniform(rng, 0.75, 1.15)),
        ];
        let angle = uniform(rng, 0.0, std::f32::consts::TAU);
        let n_clutter = 4 + rng.below(7);
        let clutter = (0..n_clutter).map(|_| Clutter::draw(rng, value)).collect();
        Self {
            colors,
            direction: (angle.cos(), angle.sin()),
            grain: uniform(rng, 0.02, 0.1),
            grain_size: uniform(rng, 0.03, 0.2),
            seed: rng.next_u64() as u32,
            clutter,
        }
    }

    /// Colour at a place; the frame's short side runs from -1 to 1.
    fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let along = 0.5 + 0.35 * (x * self.direction.0 + y * self.direction.1);
        let mut color = mix(self.colors[0], self.colors[1], along.clamp(0.0, 1.0));
        let coarse = noise(x / self.grain_size, y / self.grain_size, self.seed);
        let fine = noise(x / self.grain_size * 2.7, y / self.grain_size * 2.7, self.seed ^ 0x55);
        color = scale(color, 1.0 + self.grain * (coarse * 1.4 + fine * 0.6 - 1.0));
        for thing in &self.clutter {
            let inside = smoothstep(0.02, -0.02, thing.distance(x, y));
            color = mix(color, thing.color, inside * 0.85);
        }
        color
    }
}

impl Clutter {
    fn draw(rng: &mut Rng, value: f32) -> Self {
        let angle = uniform(rng, 0.0, std::f32::consts::TAU);
        Self {
            x: uniform(rng, -1.3, 1.3),
            y: uniform(rng, -1.1, 1.1),
            radius: uniform(rng, 0.05, 0.16),
            color: hsv(uniform(rng, 0.0, 1.0), uniform(rng, 0.1, 0.45), value * uniform(rng, 0.6, 1.4)),
            shape: rng.below(4),
            turn: (angle.cos(), angle.sin()),
        }
    }

    fn distance(&self, x: f32, y: f32) -> f32 {
        let (dx, dy) = (x - self.x, y - self.y);
        let (u, v) = (dx * self.turn.0 + dy * self.turn.1, dy * self.turn.0 - dx * self.turn.1);
        match self.shape {
            0 => u.hypot(v) - self.radius,
            1 => (u.abs() - self.radius).max(v.abs() - self.radius * 0.35),
            2 => u.abs() + v.abs() - self.radius * 1.2,
            _ => (u.abs() - self.radius * 0.7).max(v.abs() - self.radius * 0.7),
        }
    }
}

/// One thing with its own size, place, turn and colours.
struct Thing {
    kind: usize,
    center: (f32, f32),
    radius: f32,
    squash: f32,
    turn: (f32, f32),
    colors: [[f32; 3]; 2],
    phase: f32,
}

impl Thing {
    /// `is_dark` is the colour of the ground that the pattern lies on.
    fn draw(kind: usize, center: (f32, f32), radius: f32, hue: f32, is_dark: bool, rng: &mut Rng) -> Self {
        let dark = hsv(hue, uniform(rng, 0.35, 0.75), uniform(rng, 0.16, 0.34));
        let light = hsv(hue + uniform(rng, -0.2, 0.2), uniform(rng, 0.15, 0.6), uniform(rng, 0.8, 1.0));
        let angle = uniform(rng, -0.5, 0.5);
        Self {
            kind,
            center,
            radius,
            squash: uniform(rng, 0.88, 1.0),
            turn: (angle.cos(), angle.sin()),
            colors: if is_dark { [dark, light] } else { [light, dark] },
            phase: uniform(rng, 0.0, 1.0),
        }
    }

    /// A place of the frame in the thing's own unit square.
    fn local(&self, x: f32, y: f32) -> (f32, f32) {
        let (dx, dy) = ((x - self.center.0) / self.radius, (y - self.center.1) / (self.radius * self.squash));
        let (cos, sin) = self.turn;
        (dx * cos + dy * sin, dy * cos - dx * sin)
    }

    /// Lays the thing and its shadow over a colour of what is behind it.
    fn over(&self, behind: [f32; 3], (x, y): (f32, f32), light: &Light) -> [f32; 3] {
        if (x - self.center.0).hypot(y - self.center.1) > 1.5 * self.radius {
            return behind;
        }
        let (lx, ly) = light.direction;
        let reach = 0.14 * self.radius;
        let (su, sv) = self.local(x + reach * lx, y + reach * ly);
        let shadow = smoothstep(0.16, -0.16, objects::distance(self.kind, su, sv));
        let color = scale(behind, 1.0 - light.shadow * shadow);
        let (u, v) = self.local(x, y);
        let distance = objects::distance(self.kind, u, v);
        if distance >= 0.03 {
            return color;
        }
        let base = mix(self.colors[0], self.colors[1], objects::tone(self.kind, u, v, self.phase));
        let shade = 0.9 + 0.2 * (u * lx + v * ly) - 0.14 * smoothstep(-0.22, 0.0, distance);
        mix(color, scale(base, shade), smoothstep(0.02, -0.02, distance))
    }
}

/// Where light comes from, and how dark its shadows are.
struct Light {
    direction: (f32, f32),
    shadow: f32,
}

/// Things of a picture.
const N_THINGS: usize = 3;

/// Three things about the middle of the square that a training tile sees. Hues are spread over the circle and grounds are
/// dark and light in turn, so that a picture's colours tell neither its kind nor much about which picture it is.
fn things(kind: usize, rng: &mut Rng) -> Vec<Thing> {
    let (first_hue, first_angle) = (uniform(rng, 0.0, 1.0), uniform(rng, 0.0, std::f32::consts::TAU));
    let first_ground = rng.below(2);
    let draw = |i: usize| {
        let share = i as f32 / N_THINGS as f32;
        let angle = first_angle + (share + uniform(rng, -0.03, 0.03)) * std::f32::consts::TAU;
        let out = uniform(rng, 0.52, 0.62);
        let hue = first_hue + share + uniform(rng, -0.08, 0.08);
        let center = (out * angle.cos(), out * angle.sin());
        Thing::draw(kind, center, uniform(rng, 0.42, 0.54), hue, (i + first_ground).is_multiple_of(2), rng)
    };
    (0..N_THINGS).map(draw).collect()
}

/// A picture of one kind: three of it, each of its own size and colour, as on a stall.
pub fn render(kind: usize, mut rng: Rng) -> RgbImage {
    let rng = &mut rng;
    let (width, height) = (176 + 8 * rng.below(7) as u32, 144 + 8 * rng.below(5) as u32);
    let background = Background::draw(rng);
    let things = things(kind, rng);
    let angle = uniform(rng, 0.0, std::f32::consts::TAU);
    let light = Light { direction: (angle.cos(), angle.sin()), shadow: uniform(rng, 0.25, 0.55) };
    let exposure = uniform(rng, 0.82, 1.12);
    let cast: [f32; 3] = std::array::from_fn(|_| uniform(rng, 0.94, 1.06));
    let at = |x: f32, y: f32| {
        let color = things.iter().fold(background.at(x, y), |behind, thing| thing.over(behind, (x, y), &light));
        std::array::from_fn(|i| color[i] * exposure * cast[i])
    };
    let sigma = uniform(rng, 0.005, 0.028);
    expose(width, height, sigma, rng, &at)
}

/// Samples `at` at the middle of each pixel of the frame, whose short side runs from -1 to 1, and adds the sensor's
/// noise. Edges are soft where they are drawn, so that one sample is enough.
fn expose(width: u32, height: u32, sigma: f32, rng: &mut Rng, at: &dyn Fn(f32, f32) -> [f32; 3]) -> RgbImage {
    let half = width.min(height) as f32 / 2.0;
    let mut noise = Rng::from_key(&[rng.next_u64()]);
    RgbImage::from_fn(width, height, |px, py| {
        let place = |p: u32, length: u32| (p as f32 + 0.5 - length as f32 / 2.0) / half;
        let color = at(place(px, width), place(py, height));
        // Three uniform numbers add up to a good enough bell.
        let bits = noise.next_u64();
        let bell = ((bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff)) as f32 / 65536.0 - 1.5;
        image::Rgb(color.map(|c| ((c + bell * 2.0 * sigma).clamp(0.0, 1.0) * 255.0).round() as u8))
    })
}

/// A picture of nothing: a covered lens, pure noise, a blurred wall, lines of print.
pub fn junk(i: usize, mut rng: Rng) -> RgbImage {
    let rng = &mut rng;
    let (width, height) = (176 + 8 * rng.below(7) as u32, 144 + 8 * rng.below(5) as u32);
    let seed = rng.next_u64() as u32;
    let gray = uniform(rng, 0.02, 0.08);
    let wall = hsv(uniform(rng, 0.0, 1.0), 0.2, uniform(rng, 0.3, 0.9));
    let at = |x: f32, y: f32| match i % 4 {
        0 => [gray * (1.0 + 0.3 * x); 3],
        1 => std::array::from_fn(|c| noise(x * 90.0, y * 90.0, seed ^ (c as u32 * 7919))),
        2 => scale(wall, 0.8 + 0.3 * noise(x * 0.8, y * 0.8, seed)),
        _ => {
            let line = (y * 9.0).rem_euclid(1.0);
            let is_ink = line < 0.55 && noise(x * 22.0, (y * 9.0).floor() * 5.0, seed) > 0.45 && x.abs() < 0.95;
            if is_ink { [0.15; 3] } else { [0.93, 0.92, 0.88] }
        }
    };
    expose(width, height, 0.02, rng, &at)
}
