//! Operators that move pixels or mix them with their neighbours.

use super::Canvas;
use super::color::blend;

impl Canvas {
    pub(super) fn flip_horizontal(&mut self) {
        for row in self.rgb.chunks_exact_mut((self.width * 3).max(1)) {
            for x in 0..self.width / 2 {
                let mirrored = (self.width - 1 - x) * 3;
                let (left, right) = row.split_at_mut(mirrored);
                left[x * 3..x * 3 + 3].swap_with_slice(&mut right[..3]);
            }
        }
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
        let fixed = |v: f64| (v * 65536.0 + 0.5).floor() as i64;
        let (width, height) = (self.width, self.height);
        let (step_x, step_y) = ([fixed(a), fixed(d)], [fixed(b), fixed(e)]);
        let mut row_start = [fixed(c + a * 0.5 + b * 0.5), fixed(f + d * 0.5 + e * 0.5)];
        self.spare.clear();
        for _ in 0..height {
            let [mut from_x, mut from_y] = row_start;
            for _ in 0..width {
                let (x, y) = (from_x >> 16, from_y >> 16);
                let is_inside = x >= 0 && y >= 0 && (x as usize) < width && (y as usize) < height;
                let pixel = if is_inside {
                    let at = (y as usize * width + x as usize) * 3;
                    [self.rgb[at], self.rgb[at + 1], self.rgb[at + 2]]
                } else {
                    [0; 3]
                };
                self.spare.extend_from_slice(&pixel);
                (from_x, from_y) = (from_x + step_x[0], from_y + step_x[1]);
            }
            row_start = [row_start[0] + step_y[0], row_start[1] + step_y[1]];
        }
        std::mem::swap(&mut self.rgb, &mut self.spare);
    }

    /// Mixes with a smoothed picture (3 x 3, the middle five times); the border has no smoothed pixels and stays.
    pub(super) fn sharpness(&mut self, factor: f32) {
        let stride = self.width * 3;
        if self.width < 3 || self.height < 3 {
            return;
        }
        self.spare.clone_from(&self.rgb);
        for y in 1..self.height - 1 {
            let rows: [&[u8]; 3] = std::array::from_fn(|i| &self.spare[(y + i - 1) * stride..][..stride]);
            let out = &mut self.rgb[y * stride + 3..][..stride - 6];
            for (i, v) in out.iter_mut().enumerate() {
                let three = |row: &[u8]| u32::from(row[i]) + u32::from(row[i + 3]) + u32::from(row[i + 6]);
                let sum = three(rows[0]) + three(rows[1]) + three(rows[2]) + 4 * u32::from(rows[1][i + 3]);
                *v = blend(((2 * sum + 13) / 26) as u8, *v, factor);
            }
        }
    }
}
