//! Operators that move pixels or mix them with their neighbours.

use super::Canvas;
use super::color::blend;
use super::planes::{split, wide};

/// One pixel in the 1/65536 that places are counted in.
const ONE: i64 = 1 << 16;

impl Canvas {
    pub(super) fn flip_horizontal(&mut self) {
        let width = self.width.max(1);
        wide(|| self.planes.chunks_exact_mut(width).for_each(<[u8]>::reverse));
    }

    /// Counter-clockwise about the centre.
    pub(super) fn rotate(&mut self, degrees: f64) {
        let (sin, cos) = (-degrees.to_radians()).sin_cos();
        let (cx, cy) = (self.width as f64 / 2.0, self.height as f64 / 2.0);
        self.affine([cos, sin, cx - cos * cx - sin * cy, -sin, cos, cy + sin * cx - cos * cy]);
    }

    /// Takes pixel (x, y) from (a x + b y + c, d x + e y + f) by nearest neighbour; black outside. Places are counted in
    /// 1/65536 pixel, as in Pillow, where a rounding could go either way.
    pub(super) fn affine(&mut self, [a, b, c, d, e, f]: [f64; 6]) {
        let fixed = |v: f64| (v * ONE as f64 + 0.5).floor() as i64;
        let (step_x, step_y) = ([fixed(a), fixed(d)], [fixed(b), fixed(e)]);
        let first = [fixed(c + a * 0.5 + b * 0.5), fixed(f + d * 0.5 + e * 0.5)];
        let row_start = |y: usize| [first[0] + step_y[0] * y as i64, first[1] + step_y[1] * y as i64];
        self.spare.resize(self.planes.len(), 0);
        if step_x == [ONE, 0] {
            self.shift_rows(row_start);
        } else {
            self.fetch_pixels(row_start, step_x);
        }
        std::mem::swap(&mut self.planes, &mut self.spare);
    }

    /// Into the spare planes: each row is a part of one row, as after shearing and moving.
    fn shift_rows(&mut self, row_start: impl Fn(usize) -> [i64; 2]) {
        let (width, height) = (self.width, self.height);
        let n_pixels = (width * height).max(1);
        for (plane, out) in self.planes.chunks_exact(n_pixels).zip(self.spare.chunks_exact_mut(n_pixels)) {
            for (y, row) in out.chunks_exact_mut(width).enumerate() {
                let [x, y] = row_start(y).map(|at| at >> 16);
                // Places 0 to width of the source, seen from the row that is written.
                let from = (-x).clamp(0, width as i64) as usize;
                let to = (width as i64 - x).clamp(from as i64, width as i64) as usize;
                if y < 0 || y as usize >= height || from == to {
                    row.fill(0);
                    continue;
                }
                let source = &plane[y as usize * width..][..width];
                row[..from].fill(0);
                row[from..to].copy_from_slice(&source[(from as i64 + x) as usize..][..to - from]);
                row[to..].fill(0);
            }
        }
    }

    /// Into the spare planes: every pixel from a place of its own.
    fn fetch_pixels(&mut self, row_start: impl Fn(usize) -> [i64; 2], [step_x, step_y]: [i64; 2]) {
        let (width, height) = (self.width, self.height);
        let n_pixels = width * height;
        // All channels of a pixel as one number, so that one fetch moves them; after the last a black one.
        self.pixels.resize(2 * n_pixels + 1, 0);
        let (pixels, fetched) = self.pixels.split_at_mut(n_pixels + 1);
        pixels[n_pixels] = 0;
        let [red, green, blue] = split(&mut self.planes);
        wide(|| {
            for (((p, r), g), b) in pixels.iter_mut().zip(red).zip(green).zip(blue) {
                *p = u32::from(*r) | u32::from(*g) << 8 | u32::from(*b) << 16;
            }
        });
        assert!(width + height < 1 << 13, "places in 1/65536 of a pixel are counted in 32 bits");
        let (step_x, step_y, n_columns) = (step_x as i32, step_y as i32, width as i32);
        wide(|| {
            for (y, row) in fetched.chunks_exact_mut(width.max(1)).enumerate() {
                let [x, y] = row_start(y).map(|at| at as i32);
                for (at, i) in row.iter_mut().zip(0..n_columns) {
                    let (x, y) = ((x + step_x * i) >> 16, (y + step_y * i) >> 16);
                    // Less than nothing is more than any side.
                    let is_inside = (x as u32) < width as u32 && (y as u32) < height as u32;
                    *at = if is_inside { (y * n_columns + x) as u32 } else { n_pixels as u32 };
                }
            }
        });
        for at in fetched.iter_mut() {
            *at = pixels[*at as usize];
        }
        let [red, green, blue] = split(&mut self.spare);
        wide(|| {
            for (((p, r), g), b) in fetched.iter().zip(red).zip(green).zip(blue) {
                (*r, *g, *b) = (*p as u8, (*p >> 8) as u8, (*p >> 16) as u8);
            }
        });
    }

    /// Mixes with a smoothed picture (3 x 3, the middle five times); the border has no smoothed pixels and stays.
    pub(super) fn sharpness(&mut self, factor: f32) {
        let (width, height) = (self.width, self.height);
        if width < 3 || height < 3 {
            return;
        }
        self.spare.clone_from(&self.planes);
        let n_pixels = width * height;
        // From the second pixel of the second row to the last but one of the last but one, in one go: a loop a row would
        // be short. What it makes of the border's pixels in between is undone.
        let n = (height - 2) * width - 2;
        self.columns.resize(n + 2, 0);
        for (plane, out) in self.spare.chunks_exact(n_pixels).zip(self.planes.chunks_exact_mut(n_pixels)) {
            let threes = self.columns.iter_mut().zip(plane).zip(&plane[width..]).zip(&plane[2 * width..]);
            wide(|| {
                for (((sum, &above), &here), &below) in threes {
                    *sum = u16::from(above) + u16::from(here) + u16::from(below);
                }
            });
            let inner = out[width + 1..][..n].iter_mut();
            let columns = self.columns.iter().zip(&self.columns[1..]).zip(&self.columns[2..]);
            wide(|| {
                for (v, ((left, middle), right)) in inner.zip(columns) {
                    let sum = left + middle + right + 4 * u16::from(*v);
                    *v = blend(((2 * sum + 13) / 26) as u8, *v, factor);
                }
            });
            for y in 1..height - 1 {
                for at in [y * width, (y + 1) * width - 1] {
                    out[at] = plane[at];
                }
            }
        }
    }
}
