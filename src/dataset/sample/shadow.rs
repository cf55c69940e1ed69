//! What things take from the light about them: the sun's shadow, soft where it falls far, and the sky's near the ground.
//!
//! Both are maps of the ground: things thrown along the light, and from straight above.

use super::canvas::smoothstep;
use super::mesh::Mesh;
use super::raster::{corners, fill};
use super::vector::{V3, v3};

/// Cells on a side, and half a side of the ground that they cover.
const N: usize = 144;
const REACH: f32 = 2.0;

pub struct Shadows {
    /// Ground that a height of 1 is thrown, away from the sun.
    slant: V3,
    center: V3,
    /// Highest thing on the way to the sun from each cell.
    heights: Vec<f32>,
    /// Shares of cells in the shadow, more and more blurred, and the mean height of what throws it.
    cover: [Vec<f32>; 3],
    thrown_from: Vec<f32>,
    /// How much of the sky is hidden near the ground.
    hidden: [Vec<f32>; 2],
    softness: f32,
}

impl Shadows {
    /// `sun` points to the sun; `softness` is the blur of a shadow that falls from a height of 1.
    pub fn cast(mesh: &Mesh, center: V3, sun: V3, softness: f32) -> Self {
        let slant = v3(-sun.x / sun.z, -sun.y / sun.z, 0.0);
        let cell = |p: V3| {
            let q = (p - center) * (N as f32 / (2.0 * REACH));
            v3(q.x + N as f32 / 2.0, q.y + N as f32 / 2.0, p.z)
        };
        let (mut heights, mut lows) = (vec![0.0_f32; N * N], vec![9.0_f32; N * N]);
        let thrown: Vec<V3> = mesh.vertices.iter().map(|v| cell(v.place + slant * v.place.z)).collect();
        let above: Vec<V3> = mesh.vertices.iter().map(|v| cell(v.place)).collect();
        for &triangle in &mesh.triangles {
            fill(corners(&thrown, triangle), N, N, |i, z, _| heights[i] = heights[i].max(z));
            fill(corners(&above, triangle), N, N, |i, z, _| lows[i] = lows[i].min(z));
        }
        // Upright walls cover nothing from above, but their corners stand somewhere.
        for p in above.iter().filter(|p| p.x >= 0.0 && p.y >= 0.0 && p.x < N as f32 && p.y < N as f32) {
            let low = &mut lows[p.y as usize * N + p.x as usize];
            *low = low.min(p.z);
        }
        let covered: Vec<f32> = heights.iter().map(|&h| if h > 0.0 { 1.0 } else { 0.0 }).collect();
        let (sharp, soft) = (blurred(&covered, 1), blurred(&covered, 3));
        let far = blurred(&soft, 7);
        let mut thrown_from = blurred(&heights, 3);
        thrown_from.iter_mut().zip(&soft).for_each(|(h, c)| *h /= c.max(0.02));
        let hidden: Vec<f32> =
            lows.iter().map(|&z| if z < 8.0 { 1.0 / (1.0 + (z / 0.14).powi(2)) } else { 0.0 }).collect();
        let (near, wide) = (blurred(&hidden, 2), blurred(&hidden, 9));
        Self { slant, center, heights, cover: [sharp, soft, far], thrown_from, hidden: [near, wide], softness }
    }

    fn place(&self, p: V3) -> (f32, f32) {
        let q = (p - self.center) * (N as f32 / (2.0 * REACH));
        (q.x + N as f32 / 2.0 - 0.5, q.y + N as f32 / 2.0 - 0.5)
    }

    /// Share of the sun that reaches a place of the ground.
    pub fn sun_on_ground(&self, p: V3) -> f32 {
        let at = self.place(p);
        let width = self.softness * look_up(&self.thrown_from, at) * (N as f32 / (2.0 * REACH));
        let [sharp, soft, far] = &self.cover;
        let (a, b, t) =
            if width < 4.0 { (sharp, soft, width / 4.0) } else { (soft, far, ((width - 4.0) / 6.0).min(1.0)) };
        1.0 - (look_up(a, at) * (1.0 - t) + look_up(b, at) * t).min(1.0)
    }

    /// Share of the sky that a place of the ground sees.
    pub fn sky_on_ground(&self, p: V3) -> f32 {
        let at = self.place(p);
        let [near, wide] = &self.hidden;
        (1.0 - 0.55 * look_up(near, at)) * (1.0 - 0.6 * look_up(wide, at))
    }

    /// Share of the sun that reaches a place above the ground, whose normal points to the sun by `facing`.
    pub fn sun_on_thing(&self, p: V3, facing: f32) -> f32 {
        let (x, y) = self.place(p + self.slant * p.z);
        let margin = 0.035 + 0.05 * (1.0 - facing);
        let spread = 0.6 + self.softness * 3.0;
        let mut lit = 0.0;
        for (dx, dy) in [(0.0, 0.0), (-1.0, 0.4), (1.0, -0.4), (0.4, 1.0), (-0.4, -1.0)] {
            let (cx, cy) = ((x + dx * spread).round(), (y + dy * spread).round());
            let is_inside = cx >= 0.0 && cy >= 0.0 && cx < N as f32 && cy < N as f32;
            let height = if is_inside { self.heights[cy as usize * N + cx as usize] } else { 0.0 };
            lit += 1.0 - smoothstep(margin, margin + 0.05, height - p.z);
        }
        lit / 5.0
    }
}

/// Between the four cells about a place; nothing beyond the map.
fn look_up(map: &[f32], (x, y): (f32, f32)) -> f32 {
    if x < 0.0 || y < 0.0 || x >= (N - 1) as f32 || y >= (N - 1) as f32 {
        return 0.0;
    }
    let (i, j) = (x as usize, y as usize);
    let (tx, ty) = (x - i as f32, y - j as f32);
    let row = |j: usize| map[j * N + i] * (1.0 - tx) + map[j * N + i + 1] * tx;
    row(j) * (1.0 - ty) + row(j + 1) * ty
}

/// Two box blurs of `radius` cells each way, which make a tent.
fn blurred(map: &[f32], radius: usize) -> Vec<f32> {
    let mut now = map.to_vec();
    for _ in 0..2 {
        now = rows_blurred_and_turned(&now, radius);
        now = rows_blurred_and_turned(&now, radius);
    }
    now
}

fn rows_blurred_and_turned(map: &[f32], radius: usize) -> Vec<f32> {
    let mut out = vec![0.0; N * N];
    let share = 1.0 / (2 * radius + 1) as f32;
    for (j, row) in map.chunks_exact(N).enumerate() {
        let mut sum: f32 = row[..radius].iter().sum();
        for i in 0..N {
            sum += row.get(i + radius).unwrap_or(&0.0);
            out[i * N + j] = sum * share;
            sum -= if i >= radius { row[i - radius] } else { 0.0 };
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::mesh::Surface;
    use super::super::vector::gray;
    use super::*;

    #[test]
    fn a_shadow_falls_away_from_the_sun() {
        let mut mesh = Mesh::default();
        mesh.of(Surface::matte(|_, _| gray(0.5))).lathe((16, 4), |v| (0.2, v, 1.0));
        let sun = v3(0.6, 0.0, 0.8);
        let shadows = Shadows::cast(&mesh, V3::default(), sun, 0.05);
        assert!(shadows.sun_on_ground(v3(-0.5, 0.0, 0.0)) < 0.1);
        assert!(shadows.sun_on_ground(v3(0.5, 0.0, 0.0)) > 0.95);
        assert!(shadows.sun_on_ground(v3(9.0, 9.0, 0.0)) > 0.99, "beyond the map");
        assert!(shadows.sky_on_ground(v3(0.25, 0.0, 0.0)) < shadows.sky_on_ground(v3(1.2, 0.0, 0.0)));
        // The side that looks to the sun is lit, the ground behind is not, nor what stands in it.
        assert!(shadows.sun_on_thing(v3(0.2, 0.0, 0.5), 0.6) > 0.9);
        assert!(shadows.sun_on_thing(v3(-0.5, 0.0, 0.1), 0.6) < 0.1);
    }
}
