//! Operators that change levels and leave places: light, contrast, colour.
//!
//! Each follows Pillow's arithmetic to the level: `ImageEnhance` mixes in single precision and cuts off, luma is a
//! 16-bit sum, hue goes through 8-bit HSV. None branches on a pixel, so that all become vector loops.

use super::Canvas;
use super::planes::{split, whole, whole_f64, wide, wide_with};

/// Pillow's luma (ITU-R 601-2): a sum of 16-bit weights, here in numbers that single precision holds exactly, which
/// every processor multiplies as vectors.
#[inline]
fn luma(r: u8, g: u8, b: u8) -> u8 {
    let sum = f32::from(r) * 19595.0 + f32::from(g) * 38470.0 + f32::from(b) * 7471.0 + 32768.0;
    whole(sum * (1.0 / 65536.0)) as u8
}

/// The fraction is cut off, and what is below 0 or above 255; `x as u8` does so too, but not as vectors.
#[inline]
fn cut_off(x: f32) -> u8 {
    let x = if x > 0.0 { x } else { 0.0 };
    let x = if x < 255.0 { x } else { 255.0 };
    whole(x) as u8
}

/// `degenerate` at factor 0, `v` at 1, beyond at more; the fraction is cut off, as Pillow's blend does.
#[inline]
pub(super) fn blend(degenerate: u8, v: u8, factor: f32) -> u8 {
    let (a, b) = (f32::from(degenerate), f32::from(v));
    cut_off(a + factor * (b - a))
}

impl Canvas {
    /// The same for every level of every channel.
    pub(super) fn map_levels(&mut self, level: impl Fn(u8) -> u8) {
        wide(|| self.planes.iter_mut().for_each(|v| *v = level(*v)));
    }

    /// Mixes with one grey.
    pub(super) fn mix(&mut self, grey: u8, factor: f32) {
        self.map_levels(|v| blend(grey, v, factor));
    }

    pub(super) fn solarize(&mut self, threshold: u32) {
        if let Ok(threshold) = u8::try_from(threshold) {
            self.map_levels(|v| if v < threshold { v } else { 255 - v });
        }
    }

    pub(super) fn posterize(&mut self, bits: u32) {
        let mask = !(255u32 >> bits) as u8;
        self.map_levels(|v| v & mask);
    }

    pub(super) fn grayscale(&mut self) {
        let [red, green, blue] = split(&mut self.planes);
        wide(|| {
            for ((r, g), b) in red.iter_mut().zip(green).zip(blue) {
                let grey = luma(*r, *g, *b);
                (*r, *g, *b) = (grey, grey, grey);
            }
        });
    }

    pub(super) fn contrast(&mut self, factor: f32) {
        /// Pixels whose lumas add up in 32 bits.
        const BLOCK: usize = 4096;
        let n_pixels = (self.width * self.height).max(1) as f64;
        let [red, green, blue] = split(&mut self.planes).map(|plane| plane.chunks(BLOCK));
        let blocks = red.zip(green).zip(blue).map(|((red, green), blue)| {
            let lumas = red.iter().zip(green).zip(blue).map(|((&r, &g), &b)| u32::from(luma(r, g, b)));
            u64::from(wide(|| lumas.sum::<u32>()))
        });
        let sum: u64 = blocks.sum();
        self.mix((sum as f64 / n_pixels + 0.5) as u8, factor);
    }

    pub(super) fn color(&mut self, factor: f32) {
        #[expect(clippy::inline_always, reason = "of wide_with")]
        #[inline(always)]
        fn each(([red, green, blue], factor): ([&mut [u8]; 3], f32)) {
            for ((r, g), b) in red.iter_mut().zip(green).zip(blue) {
                let grey = luma(*r, *g, *b);
                (*r, *g, *b) = (blend(grey, *r, factor), blend(grey, *g, factor), blend(grey, *b, factor));
            }
        }
        wide_with((split(&mut self.planes), factor), each);
    }

    pub(super) fn autocontrast(&mut self) {
        for plane in split(&mut self.planes) {
            let (first, last) =
                wide(|| plane.iter().fold((255, 0), |(low, high): (u8, u8), &v| (low.min(v), high.max(v))));
            if last <= first {
                continue;
            }
            let scale = 255.0 / f64::from(last - first);
            let first = f64::from(first) * scale;
            let mut table = [0; 256];
            wide(|| {
                for (level, v) in table.iter_mut().zip(0i32..) {
                    *level = whole_f64((f64::from(v) * scale - first).clamp(0.0, 255.0)) as u8;
                }
            });
            look_up(plane, &table);
        }
    }

    pub(super) fn equalize(&mut self) {
        for plane in split(&mut self.planes) {
            let counts = histogram(plane);
            let last = counts.iter().rev().find(|&&n| n > 0).copied().unwrap_or(0);
            // Pixels a level, were they spread evenly; the brightest level is left out.
            let step = (plane.len() as u32 - last) / 255;
            if step == 0 {
                continue;
            }
            let mut n = step / 2;
            let before = counts.map(|count| {
                let before = n;
                n += count;
                before
            });
            // Double precision divides whole numbers of 32 bits exactly enough to cut off, and as vectors.
            let share = |n: u32| whole_f64((f64::from(n) / f64::from(step)).min(255.0)) as u8;
            let table = wide(|| before.map(share));
            look_up(plane, &table);
        }
    }

    pub(super) fn hue(&mut self, turn: f64) {
        #[expect(clippy::inline_always, reason = "of wide_with")]
        #[inline(always)]
        fn each(([red, green, blue], shift): ([&mut [u8]; 3], i32)) {
            for ((r, g), b) in red.iter_mut().zip(green).zip(blue) {
                [*r, *g, *b] = turn_hue([*r, *g, *b], shift);
            }
        }
        wide_with((split(&mut self.planes), (turn * 255.0) as i32), each);
    }
}

fn look_up(plane: &mut [u8], table: &[u8; 256]) {
    for v in plane {
        *v = table[usize::from(*v)];
    }
}

/// Pixels a level.
fn histogram(plane: &[u8]) -> [u32; 256] {
    // Of four counters each counts every fourth pixel: neighbours are often alike, and to raise one counter twice takes
    // the processor longer than to raise two.
    let mut counts = [[0u32; 256]; 4];
    let fours = plane.chunks_exact(4);
    for &v in fours.remainder() {
        counts[0][usize::from(v)] += 1;
    }
    for four in fours {
        for (counts, &v) in counts.iter_mut().zip(four) {
            counts[usize::from(v)] += 1;
        }
    }
    let [a, b, c, d] = counts;
    std::array::from_fn(|v| a[v] + b[v] + c[v] + d[v])
}

/// To 8-bit HSV, hue turned by `shift` of 256, and back. Grey has no saturation and comes back as it is.
#[inline]
fn turn_hue([r, g, b]: [u8; 3], shift: i32) -> [u8; 3] {
    let (max, min) = (r.max(g).max(b), r.min(g).min(b));
    let range = f32::from(max - min);
    // One at least: a grey's differences are all zero, and so are then its hue and saturation.
    let divisor = f32::from((max - min).max(1));
    let (rf, gf, bf) = (f32::from(r), f32::from(g), f32::from(b));
    let (off, difference) = if g == max { (2.0, bf - rf) } else { (4.0, rf - gf) };
    let (off, difference) = if r == max { (0.0, gf - bf) } else { (off, difference) };
    let turns = (off + difference / divisor) / 6.0;
    let hue = if turns < 0.0 { turns + 1.0 } else { turns };
    let h = whole(hue * 255.0);
    let s = whole(range / f32::from(max.max(1)) * 255.0);

    let sixth = ((h + shift) & 255) as f32 * (6.0 / 255.0);
    let (s, level) = (s as f32 * (1.0 / 255.0), f32::from(max));
    // How far a channel falls from the level towards grey: not at all for two sixths of the circle, wholly for two, and
    // in proportion in between. These differences are the fractions of `sixth` and what they lack to one, to the bit.
    let at = |fall: f32| {
        let fall = if fall > 0.0 { fall } else { 0.0 };
        let fall = if fall < 1.0 { fall } else { 1.0 };
        // Adding a half and cutting off rounds, and needs no call where the processor has no rounding instruction.
        whole(level * (1.0 - s * fall) + 0.5) as u8
    };
    let larger = |a: f32, b: f32| if a > b { a } else { b };
    let (red, green, blue) =
        (-larger(1.0 - sixth, sixth - 5.0), larger(1.0 - sixth, sixth - 3.0), larger(3.0 - sixth, sixth - 5.0));
    [at(red), at(green), at(blue)]
}
