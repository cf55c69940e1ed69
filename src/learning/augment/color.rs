//! Operators that change levels and leave places: light, contrast, colour.
//!
//! Each follows Pillow's arithmetic to the level: `ImageEnhance` mixes in single precision and cuts off, luma is a
//! 16-bit sum, hue goes through 8-bit HSV.

use super::Canvas;

/// Pillow's luma (ITU-R 601-2) of an RGB pixel.
fn luma(p: &[u8]) -> u8 {
    ((u32::from(p[0]) * 19595 + u32::from(p[1]) * 38470 + u32::from(p[2]) * 7471 + 0x8000) >> 16) as u8
}

/// `degenerate` at factor 0, `v` at 1, beyond at more; the fraction is cut off, as Pillow's blend does.
pub(super) fn blend(degenerate: u8, v: u8, factor: f32) -> u8 {
    let (a, b) = (f32::from(degenerate), f32::from(v));
    (a + factor * (b - a)) as u8
}

impl Canvas {
    /// The same table for every channel.
    pub(super) fn map_levels(&mut self, level: impl Fn(u8) -> u8) {
        let table: [u8; 256] = std::array::from_fn(|v| level(v as u8));
        self.rgb.iter_mut().for_each(|v| *v = table[usize::from(*v)]);
    }

    fn map_channels(&mut self, tables: &[[u8; 256]; 3]) {
        for p in self.rgb.chunks_exact_mut(3) {
            for (v, table) in p.iter_mut().zip(tables) {
                *v = table[usize::from(*v)];
            }
        }
    }

    fn histograms(&self) -> [[u32; 256]; 3] {
        let mut counts = [[0; 256]; 3];
        for p in self.rgb.chunks_exact(3) {
            for (count, &v) in counts.iter_mut().zip(p) {
                count[usize::from(v)] += 1;
            }
        }
        counts
    }

    pub(super) fn grayscale(&mut self) {
        self.rgb.chunks_exact_mut(3).for_each(|p| p.fill(luma(p)));
    }

    pub(super) fn brightness(&mut self, factor: f32) {
        self.map_levels(|v| blend(0, v, factor));
    }

    pub(super) fn contrast(&mut self, factor: f32) {
        let n_pixels = (self.width * self.height).max(1) as f64;
        let sum: u64 = self.rgb.chunks_exact(3).map(|p| u64::from(luma(p))).sum();
        let mean = (sum as f64 / n_pixels + 0.5) as u8;
        self.map_levels(|v| blend(mean, v, factor));
    }

    pub(super) fn color(&mut self, factor: f32) {
        for p in self.rgb.chunks_exact_mut(3) {
            let grey = luma(p);
            for v in p {
                *v = blend(grey, *v, factor);
            }
        }
    }

    pub(super) fn autocontrast(&mut self) {
        let tables = self.histograms().map(|counts| {
            let first = counts.iter().position(|&n| n > 0).unwrap_or(0);
            let last = counts.iter().rposition(|&n| n > 0).unwrap_or(0);
            if last <= first {
                return std::array::from_fn(|v| v as u8);
            }
            let scale = 255.0 / (last - first) as f64;
            std::array::from_fn(|v| (v as f64 * scale - first as f64 * scale) as u8)
        });
        self.map_channels(&tables);
    }

    pub(super) fn equalize(&mut self) {
        let tables = self.histograms().map(|counts| {
            let last = counts.iter().rev().find(|&&n| n > 0).copied().unwrap_or(0);
            // Pixels a level, were they spread evenly; the brightest level is left out.
            let step = (counts.iter().sum::<u32>() - last) / 255;
            if step == 0 {
                return std::array::from_fn(|v| v as u8);
            }
            let mut n = step / 2;
            counts.map(|count| {
                let level = (n / step).min(255) as u8;
                n += count;
                level
            })
        });
        self.map_channels(&tables);
    }

    pub(super) fn hue(&mut self, turn: f64) {
        let shift = (turn * 255.0) as i32 as u8;
        for p in self.rgb.chunks_exact_mut(3) {
            let [h, s, v] = hsv_from_rgb([p[0], p[1], p[2]]);
            p.copy_from_slice(&rgb_from_hsv([h.wrapping_add(shift), s, v]));
        }
    }
}

fn hsv_from_rgb([r, g, b]: [u8; 3]) -> [u8; 3] {
    let (max, min) = (r.max(g).max(b), r.min(g).min(b));
    if max == min {
        return [0, 0, max];
    }
    let range = f32::from(max - min);
    let share = |a: u8, b: u8| (f32::from(a) - f32::from(b)) / range;
    let sixth = match () {
        () if r == max => share(g, b),
        () if g == max => 2.0 + share(b, r),
        () => 4.0 + share(r, g),
    };
    let turns = sixth / 6.0;
    let hue = if turns < 0.0 { turns + 1.0 } else { turns };
    [(hue * 255.0) as u8, (range / f32::from(max) * 255.0) as u8, max]
}

fn rgb_from_hsv([h, s, v]: [u8; 3]) -> [u8; 3] {
    if s == 0 {
        return [v; 3];
    }
    let sixth = f32::from(h) * (6.0 / 255.0);
    let sector = sixth as u8;
    let part = sixth - f32::from(sector);
    let (s, level) = (f32::from(s) * (1.0 / 255.0), f32::from(v));
    // Adding a half and cutting off rounds, and needs no call where the processor has no rounding instruction.
    let at = |share: f32| (level * (1.0 - share) + 0.5) as u8;
    let (p, q, t) = (at(s), at(s * part), at(s * (1.0 - part)));
    match sector % 6 {
        0 => [v, t, p],
        1 => [q, v, p],
        2 => [p, v, t],
        3 => [p, q, v],
        4 => [t, p, v],
        _ => [v, p, q],
    }
}
