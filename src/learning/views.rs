//! stub
/// tiles
pub struct TileSet {
    /// s
    pub size: usize,
    /// n
    pub n: usize,
    /// rgb
    pub rgb: Vec<u8>,
    /// m
    pub mean: [f32; 3],
    /// s
    pub std: [f32; 3],
}
impl TileSet {
    /// build
    pub fn build<E>(
        n: usize,
        size: usize,
        tile: impl Fn(usize) -> Result<(u32, u32, Vec<u8>), E> + Sync,
    ) -> Result<Self, E> {
        let mut rgb = Vec::new();
        for i in 0..n {
            let (w, _h, p) = tile(i)?;
            for y in 0..size {
                for x in 0..size {
                    for c in 0..3 {
                        rgb.push(p[(y * w as usize + x) * 3 + c]);
                    }
                }
            }
        }
        Ok(Self { size, n, rgb, mean: [0.5; 3], std: [0.25; 3] })
    }
}
/// view
#[derive(Clone, Copy)]
pub enum View {
    /// p
    Plain,
    /// s
    Simclr,
    /// s
    Strong,
}
/// batch
pub fn batch(t: &TileSet, v: View, indices: &[u32], key: &[u64], out: &mut Vec<f32>) {
    use rayon::prelude::*;
    let s = t.size;
    let n = s * s;
    out.clear();
    out.resize(indices.len() * 3 * n, 0.0);
    out.par_chunks_mut(3 * n).enumerate().for_each(|(j, o)| {
        let i = indices[j];
        let mut r = crate::control::Rng::from_key(&[key, &[u64::from(i), j as u64]].concat());
        let px = |y: usize, x: usize, c: usize| f32::from(t.rgb[((i as usize * s + y) * s + x) * 3 + c]) / 255.0;
        let (mut x0, mut y0, mut w, mut h, mut flip) = (0.0, 0.0, s as f64, s as f64, false);
        if !matches!(v, View::Plain) {
            let lo = if matches!(v, View::Simclr) { 0.2 } else { 0.7 };
            let area = r.range(lo, 1.0) * n as f64;
            let ratio = r.range((0.75f64).ln(), (4.0f64 / 3.0).ln()).exp();
            w = (area * ratio).sqrt().min(s as f64);
            h = (area / ratio).sqrt().min(s as f64);
            x0 = r.range(0.0, s as f64 - w + 1e-9);
            y0 = r.range(0.0, s as f64 - h + 1e-9);
            flip = r.chance(0.5);
        }
        let jit = !matches!(v, View::Plain) && r.chance(0.8);
        let (b, ct, st) = if jit {
            (r.range(0.6, 1.4) as f32, r.range(0.6, 1.4) as f32, r.range(0.6, 1.4) as f32)
        } else {
            (1.0, 1.0, 1.0)
        };
        let gray = !matches!(v, View::Plain) && r.chance(0.2);
        for y in 0..s {
            for x in 0..s {
                let xx = if flip { s - 1 - x } else { x };
                let fx = (x0 + (xx as f64 + 0.5) * w / s as f64 - 0.5).clamp(0.0, (s - 1) as f64);
                let fy = (y0 + (y as f64 + 0.5) * h / s as f64 - 0.5).clamp(0.0, (s - 1) as f64);
                let (ix, iy) = (fx as usize, fy as usize);
                let (ax, ay) = ((fx - ix as f64) as f32, (fy - iy as f64) as f32);
                let (ix1, iy1) = ((ix + 1).min(s - 1), (iy + 1).min(s - 1));
                let mut p = [0f32; 3];
                for c in 0..3 {
                    p[c] = (1.0 - ay) * ((1.0 - ax) * px(iy, ix, c) + ax * px(iy, ix1, c))
                        + ay * ((1.0 - ax) * px(iy1, ix, c) + ax * px(iy1, ix1, c));
                    p[c] = ((p[c] * b).min(1.0) - 0.5) * ct + 0.5;
                }
                let g = 0.3 * p[0] + 0.59 * p[1] + 0.11 * p[2];
                for c in 0..3 {
                    let q = if gray { g } else { g + (p[c] - g) * st };
                    o[c * n + y * s + x] = (q.clamp(0.0, 1.0) - t.mean[c]) / t.std[c];
                }
            }
        }
    });
}
