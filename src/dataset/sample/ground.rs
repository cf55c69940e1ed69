//! What things lie on: wood, cloth, stone, grass, sand, paper, tiles, and the blur behind the far end of it.
//!
//! Drawn in the same way for every kind of thing.

use super::canvas::{calm_hue, hash, hsv, mix, noise, screen, smoothstep, uniform};
use super::vector::V3;
use crate::control::Rng;

/// Colour at a place of the ground for the size of what one pixel covers.
type Paint = Box<dyn Fn(f32, f32, f32) -> V3>;

pub struct Ground {
    paint: Paint,
    turn: (f32, f32),
    shift: (f32, f32),
    card: Option<Card>,
    behind: [V3; 2],
    seed: u32,
}

/// Something flat on the ground: a napkin, a coaster, a sheet of paper.
struct Card {
    center: (f32, f32),
    half: (f32, f32),
    turn: (f32, f32),
    is_round: bool,
    color: V3,
    stripe: V3,
}

impl Ground {
    pub fn draw(rng: &mut Rng) -> Self {
        let angle = uniform(rng, 0.0, std::f32::consts::TAU);
        let paint = match rng.below(7) {
            0 | 1 => wood(rng),
            2 => cloth(rng),
            3 => stone(rng),
            4 => grass(rng),
            5 => sand(rng),
            _ => tiles(rng),
        };
        let hue = calm_hue(rng);
        let behind = [
            hsv(hue, uniform(rng, 0.1, 0.5), uniform(rng, 0.25, 0.8)),
            hsv(hue + uniform(rng, -0.2, 0.2), uniform(rng, 0.1, 0.5), uniform(rng, 0.25, 0.9)),
        ];
        Self {
            paint,
            turn: (angle.cos(), angle.sin()),
            shift: (uniform(rng, -50.0, 50.0), uniform(rng, -50.0, 50.0)),
            card: rng.chance(0.25).then(|| Card::draw(rng)),
            behind,
            seed: rng.next_u64() as u32,
        }
    }

    /// Colour at a place; `pixel` is the side of what one pixel covers there.
    pub fn at(&self, p: V3, pixel: f32) -> V3 {
        let (cos, sin) = self.turn;
        let color = (self.paint)(p.x * cos + p.y * sin + self.shift.0, p.y * cos - p.x * sin + self.shift.1, pixel);
        match &self.card {
            Some(card) => {
                let inside = smoothstep(pixel, -pixel, card.distance(p));
                mix(color, card.color_at(p), inside)
            }
            None => color,
        }
    }

    /// Out of focus behind the ground's far end.
    pub fn behind(&self, ray: V3) -> V3 {
        let (angle, up) = (ray.y.atan2(ray.x), ray.z / ray.x.hypot(ray.y));
        let blobs = noise(angle * 4.0, up * 5.0, self.seed) * 0.6 + noise(angle * 9.0, up * 11.0, self.seed ^ 5) * 0.4;
        mix(self.behind[0], self.behind[1], smoothstep(0.25, 0.75, blobs))
            * (0.7 + 0.8 * (up * 2.0 + 0.3).clamp(0.0, 1.0))
    }
}

impl Card {
    fn draw(rng: &mut Rng) -> Self {
        let angle = uniform(rng, 0.0, std::f32::consts::TAU);
        let color = hsv(calm_hue(rng), uniform(rng, 0.0, 0.25), uniform(rng, 0.5, 0.95));
        Self {
            center: (uniform(rng, -0.5, 0.5), uniform(rng, -0.5, 0.5)),
            half: (uniform(rng, 0.5, 1.0), uniform(rng, 0.4, 0.8)),
            turn: (angle.cos(), angle.sin()),
            is_round: rng.chance(0.4),
            color,
            stripe: color * uniform(rng, 0.5, 1.2),
        }
    }

    fn inside(&self, p: V3) -> (f32, f32) {
        let (dx, dy) = (p.x - self.center.0, p.y - self.center.1);
        (dx * self.turn.0 + dy * self.turn.1, dy * self.turn.0 - dx * self.turn.1)
    }

    fn distance(&self, p: V3) -> f32 {
        let (u, v) = self.inside(p);
        if self.is_round { u.hypot(v) - self.half.0 } else { (u.abs() - self.half.0).max(v.abs() - self.half.1) }
    }

    fn color_at(&self, p: V3) -> V3 {
        let rim = (self.distance(p) + 0.1).abs();
        mix(self.color, self.stripe, smoothstep(0.035, 0.02, rim))
    }
}

/// Noise about 0 with waves of length `wave`, gone where a pixel covers more than a wave.
fn grain(x: f32, y: f32, wave: f32, pixel: f32, seed: u32) -> f32 {
    let seen = smoothstep(1.0, 0.35, pixel / wave);
    if seen <= 0.0 { 0.0 } else { (noise(x / wave, y / wave, seed) - 0.5) * seen }
}

/// How far inside a band of width 1 that repeats, from its edge; soft by `blur`.
fn joint(x: f32, width: f32, blur: f32) -> f32 {
    let to_edge = (x - x.round()).abs();
    smoothstep(width + blur, width - blur, to_edge)
}

fn wood(rng: &mut Rng) -> Paint {
    let base = match rng.below(5) {
        0 => screen(0.36, 0.24, 0.15),
        1 => screen(0.62, 0.44, 0.27),
        2 => screen(0.80, 0.66, 0.48),
        3 => screen(0.55, 0.52, 0.48),
        _ => hsv(calm_hue(rng), uniform(rng, 0.02, 0.25), uniform(rng, 0.5, 0.9)),
    };
    let (seed, plank) = (rng.next_u64() as u32, uniform(rng, 0.5, 1.3));
    let (ring, contrast) = (uniform(rng, 0.05, 0.11), uniform(rng, 0.25, 0.6));
    Box::new(move |x, y, pixel| {
        let row = (y / plank).floor();
        let own = hash(row as i32, 3, seed);
        let x = x + own * 40.0;
        let bent = y + 0.16 * (noise(x * 0.7, y * 1.6, seed) - 0.5) + own * 7.0;
        let rings = noise(bent / ring, x * 0.35, seed ^ 1) - 0.5;
        let fiber = grain(x * 0.08, y, 0.018, pixel, seed ^ 2) + 0.6 * grain(x * 0.15, y, 0.045, pixel, seed ^ 3);
        let gap = joint(y / plank, 0.008 / plank, (pixel / plank).max(0.004));
        base * ((1.0 + contrast * (rings * 0.8 + fiber * 0.7) + 0.3 * (own - 0.5)) * (1.0 - 0.75 * gap)).max(0.05)
    })
}

fn cloth(rng: &mut Rng) -> Paint {
    let hue = calm_hue(rng);
    let base = hsv(hue, uniform(rng, 0.02, 0.45), uniform(rng, 0.35, 0.95));
    let second = mix(base, hsv(hue + uniform(rng, -0.3, 0.3), 0.4, uniform(rng, 0.3, 0.95)), 0.8);
    let (seed, wave) = (rng.next_u64() as u32, uniform(rng, 0.02, 0.04));
    let (check, pattern) = (uniform(rng, 0.3, 0.8), rng.below(4));
    Box::new(move |x, y, pixel| {
        let fold = noise(x * 0.8, y * 1.7, seed) - 0.5;
        let (x, y) = (x + fold * 0.08, y + 0.05 * noise(x * 1.3, y * 0.6, seed ^ 4));
        let soft = (pixel / check).max(0.02);
        let band = |x: f32| smoothstep(0.25 - soft, 0.25 + soft, ((x / check).rem_euclid(1.0) - 0.5).abs());
        let share = match pattern {
            0 => (band(x) + band(y)) * 0.5,
            1 => band(x),
            _ => 0.0,
        };
        let seen = smoothstep(0.6, 0.2, pixel / wave);
        let thread = ((x / wave * 3.1).sin() * (y / wave * 3.1).sin()) * 0.16 * seen;
        let uneven = grain(x, y * 0.2, 0.06, pixel, seed ^ 7) + grain(x * 0.2, y, 0.06, pixel, seed ^ 8);
        mix(base, second, share) * (1.0 + thread + 0.16 * uneven + 0.35 * fold)
    })
}

fn stone(rng: &mut Rng) -> Paint {
    let hue = calm_hue(rng);
    let base = hsv(hue, uniform(rng, 0.02, 0.18), uniform(rng, 0.3, 0.85));
    let vein = hsv(hue + 0.1, uniform(rng, 0.0, 0.2), uniform(rng, 0.2, 0.95));
    let (seed, rough) = (rng.next_u64() as u32, uniform(rng, 0.3, 1.0));
    let has_veins = rng.chance(0.45);
    Box::new(move |x, y, pixel| {
        let cloud = grain(x, y, 0.9, pixel, seed) + 0.6 * grain(x, y, 0.37, pixel, seed ^ 1);
        let pores = grain(x, y, 0.09, pixel, seed ^ 2) + grain(x, y, 0.035, pixel, seed ^ 3);
        let color = base * (1.0 + 0.4 * cloud + rough * 0.25 * pores).max(0.1);
        if !has_veins {
            return color;
        }
        let warp = noise(x * 2.3, y * 2.3, seed ^ 9);
        let line = (noise(x * 0.9 + warp * 0.6, y * 0.9 - warp * 0.5, seed ^ 8) - 0.5).abs();
        mix(color, vein, 0.6 * smoothstep(0.05 + pixel, 0.0, line))
    })
}

fn grass(rng: &mut Rng) -> Paint {
    let hue = uniform(rng, 0.2, 0.33);
    let base = hsv(hue, uniform(rng, 0.3, 0.55), uniform(rng, 0.35, 0.55));
    let tip = hsv(hue - uniform(rng, 0.0, 0.05), uniform(rng, 0.25, 0.5), uniform(rng, 0.5, 0.75));
    let (seed, size) = (rng.next_u64() as u32, uniform(rng, 0.8, 1.4));
    let layers: [(f32, f32); 4] = std::array::from_fn(|i| (i as f32 * 0.83 + uniform(rng, -0.3, 0.3)).sin_cos());
    Box::new(move |x, y, pixel| {
        let (x, y, pixel) = (x * size, y * size, pixel * size);
        let bend = 0.3 * noise(x * 1.7, y * 1.7, seed);
        let mut height = 0.35 + 0.3 * (noise(x * 0.8, y * 0.8, seed ^ 9) - 0.5);
        for (layer, (sin, cos)) in layers.iter().enumerate() {
            let (a, b) = (x * cos + y * sin, y * cos - x * sin + bend);
            let blade = grain(a * 0.28, b, 0.026, pixel, seed ^ (layer as u32 * 77 + 5));
            height += (blade * 1.4).max(-0.15) * (0.35 + 0.1 * layer as f32);
        }
        mix(base * 0.6, tip, (height + 0.15 * grain(x, y, 0.03, pixel, seed ^ 3)).clamp(0.0, 1.0))
    })
}

fn sand(rng: &mut Rng) -> Paint {
    let base = hsv(uniform(rng, 0.02, 0.14), uniform(rng, 0.1, 0.45), uniform(rng, 0.35, 0.9));
    let (seed, size) = (rng.next_u64() as u32, uniform(rng, 0.025, 0.07));
    Box::new(move |x, y, pixel| {
        let ripple = grain(x * 0.3, y, 0.3, pixel, seed) + 0.5 * grain(x, y, 0.15, pixel, seed ^ 4);
        let (gx, gy) = (x / size, y / size);
        let own = hash(gx.floor() as i32, gy.floor() as i32, seed ^ 1) - 0.5;
        let (dx, dy) = (gx - gx.floor() - 0.5, gy - gy.floor() - 0.5);
        let seen = smoothstep(1.0, 0.3, pixel / size);
        let pebble = smoothstep(0.55, 0.2, dx.hypot(dy)) * own * seen;
        let fine = grain(x, y, size * 0.5, pixel, seed ^ 2);
        base * (1.0 + 0.3 * ripple + 0.4 * pebble + 0.25 * fine).max(0.1)
    })
}

fn tiles(rng: &mut Rng) -> Paint {
    let base = hsv(calm_hue(rng), uniform(rng, 0.0, 0.3), uniform(rng, 0.4, 0.95));
    let grout = base * uniform(rng, 0.45, 1.3);
    let (seed, side) = (rng.next_u64() as u32, uniform(rng, 0.5, 1.4));
    let is_terrazzo = rng.chance(0.4);
    Box::new(move |x, y, pixel| {
        let (tx, ty) = (x / side, y / side);
        let own = hash(tx.floor() as i32, ty.floor() as i32, seed) - 0.5;
        let cloud = grain(x, y, 0.5, pixel, seed ^ 2) + 0.4 * grain(x, y, 0.05, pixel, seed ^ 3);
        let mut color = base * (1.0 + 0.14 * own + 0.12 * cloud);
        if is_terrazzo {
            let chip = noise(x * 9.0, y * 9.0, seed ^ 5);
            let tone = 0.5 + noise(x * 3.0, y * 3.0, seed ^ 6);
            color = mix(color, color * tone, smoothstep(0.62, 0.66 + pixel, chip));
        }
        let blur = (pixel / side).max(0.006);
        mix(color, grout, joint(tx, 0.012, blur).max(joint(ty, 0.012, blur)))
    })
}
