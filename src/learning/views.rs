//! Batches of views: what a network sees of an image, cut from 8-bit tiles on all cores (METHOD 1).
//!
//! Every random draw of a view is a function of the caller's key, the image and the kind of view, so that batches do
//! not depend on how many threads cut them. The operators themselves are `augment`'s.

use super::augment::{Canvas, Op, Rect, Resampler, cutout};
use crate::control::Rng;
use rayon::prelude::*;

/// The images of a run as squares of one size, with the statistics that normalise them.
pub struct TileSet {
    /// Side in pixels.
    pub size: usize,
    /// Images.
    pub n: usize,
    /// n x size x size x 3, row-major.
    pub rgb: Vec<u8>,
    /// Mean of each channel over all pixels, 0 to 1.
    pub mean: [f32; 3],
    /// Standard deviation of each channel over all pixels, 1/255 at least: a folder of one flat colour has none, and
    /// dividing by next to nothing would blow every change of colour up.
    pub std: [f32; 3],
}

/// Number and sums of the levels of each channel. Whole numbers, so that no order of adding changes a bit.
#[derive(Clone, Copy, Default)]
struct Sums {
    levels: [u64; 3],
    squares: [u64; 3],
}

impl Sums {
    fn of(rgb: &[u8]) -> Self {
        let mut sums = Self::default();
        for p in rgb.chunks_exact(3) {
            for (c, &v) in p.iter().enumerate() {
                sums.levels[c] += u64::from(v);
                sums.squares[c] += u64::from(v) * u64::from(v);
            }
        }
        sums
    }

    fn add(self, other: Self) -> Self {
        let add = |a: [u64; 3], b: [u64; 3]| std::array::from_fn(|c| a[c] + b[c]);
        Self { levels: add(self.levels, other.levels), squares: add(self.squares, other.squares) }
    }
}

impl TileSet {
    /// Reads `n` images through `tile` (index to width, height and height x width x 3 bytes), on all threads of the
    /// pool, resizes the short side of each to `size` (bilinear with antialiasing) and takes the centre square.
    ///
    /// # Errors
    /// Of `tile`; of several, any.
    ///
    /// # Panics
    /// If a tile's bytes are not as many as its sides say, or a side is zero.
    pub fn build<E: Send>(
        n: usize,
        size: usize,
        tile: impl Fn(usize) -> Result<(u32, u32, Vec<u8>), E> + Sync,
    ) -> Result<Self, E> {
        let n_bytes = size * size * 3;
        let mut rgb = vec![0; n * n_bytes];
        let squares = rgb.par_chunks_mut(n_bytes.max(1)).enumerate();
        let sums = squares.map_init(Resampler::default, |resampler, (i, out)| {
            let (width, height, pixels) = tile(i)?;
            centre_square(resampler, &pixels, (width as usize, height as usize), size, out);
            Ok(Sums::of(out))
        });
        let sums = sums.try_reduce(Sums::default, |a, b| Ok(a.add(b)))?;
        let count = (n * size * size).max(1) as f64;
        let mean = sums.levels.map(|sum| sum as f64 / count / 255.0);
        let std = std::array::from_fn(|c| {
            let variance = sums.squares[c] as f64 / count / (255.0 * 255.0) - mean[c] * mean[c];
            variance.max(0.0).sqrt().max(1.0 / 255.0) as f32
        });
        Ok(Self { size, n, rgb, mean: mean.map(|m| m as f32), std })
    }

    /// size x size x 3 bytes of an image.
    fn image(&self, i: u32) -> &[u8] {
        let n_bytes = self.size * self.size * 3;
        &self.rgb[i as usize * n_bytes..][..n_bytes]
    }
}

/// Rounds as the PyTorch pipeline that runs are compared with: sides to the nearest even, offsets down.
fn centre_square(resampler: &mut Resampler, rgb: &[u8], (width, height): (usize, usize), size: usize, out: &mut [u8]) {
    assert_eq!(rgb.len(), width * height * 3, "a tile holds three bytes a pixel");
    let scale = size as f64 / width.min(height) as f64;
    let side = |length: usize| ((length as f64 * scale).round_ties_even() as usize).max(size);
    let full = (side(width), side(height));
    let window = Rect { x: (full.0 - size) / 2, y: (full.1 - size) / 2, width: size, height: size };
    resampler.resize(rgb, width, Rect { x: 0, y: 0, width, height }, full, window, out);
}

/// What is shown of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The image itself: evaluation and self-labelling's target.
    Plain,
    /// SimCLR's: a random resized crop, flip, colour jitter, sometimes grey.
    Simclr,
    /// SCAN's and self-labelling's: flip, four random operators, cutout.
    Strong,
}

impl View {
    /// Its part of a random key.
    fn key(self) -> u64 {
        match self {
            Self::Plain => 0,
            Self::Simclr => 1,
            Self::Strong => 2,
        }
    }
}

/// Buffers of one thread.
#[derive(Default)]
struct Scratch {
    canvas: Canvas,
    resampler: Resampler,
    key: Vec<u64>,
}

/// Cuts one view of each image of `indices` into `out`, (indices, 3, size, size), normalised. `key` names the batch:
/// the same key, image and kind of view give the same bits, whatever else is in the batch.
///
/// # Panics
/// If an index is not an image of the set.
pub fn batch(tiles: &TileSet, view: View, indices: &[u32], key: &[u64], out: &mut Vec<f32>) {
    let n_pixels = tiles.size * tiles.size;
    out.clear();
    out.resize(indices.len() * 3 * n_pixels, 0.0);
    let images = out.par_chunks_mut((3 * n_pixels).max(1)).zip(indices).with_min_len(4);
    images.for_each_init(Scratch::default, |scratch, (out, &i)| {
        let Scratch { canvas, resampler, key: whole_key } = scratch;
        whole_key.clear();
        whole_key.extend_from_slice(key);
        whole_key.extend([u64::from(i), view.key()]);
        let mut rng = Rng::from_key(whole_key);
        match view {
            View::Plain => normalize(tiles, tiles.image(i), out),
            View::Simclr => {
                simclr(tiles.image(i), tiles.size, &mut rng, canvas, resampler);
                normalize(tiles, canvas.rgb(), out);
            }
            View::Strong => {
                strong(tiles.image(i), tiles.size, &mut rng, canvas);
                normalize(tiles, canvas.rgb(), out);
                let side = 1 + rng.below(longest_cut(tiles.size));
                let y = rng.below(tiles.size);
                cutout(out, tiles.size, (rng.below(tiles.size), y), side);
            }
        }
    });
}

/// (size, size, 3) levels to (3, size, size) numbers.
fn normalize(tiles: &TileSet, rgb: &[u8], out: &mut [f32]) {
    for (c, plane) in out.chunks_exact_mut(rgb.len() / 3).enumerate() {
        let (scale, shift) = (1.0 / (255.0 * tiles.std[c]), -tiles.mean[c] / tiles.std[c]);
        for (x, p) in plane.iter_mut().zip(rgb.chunks_exact(3)) {
            *x = f32::from(p[c]) * scale + shift;
        }
    }
}

/// The random resized crop, flip and colour jitter of Chen et al. 2020, as torchvision draws them.
fn simclr(rgb: &[u8], size: usize, rng: &mut Rng, canvas: &mut Canvas, resampler: &mut Resampler) {
    let all = Rect { x: 0, y: 0, width: size, height: size };
    resampler.resize(rgb, size, random_crop(size, rng), (size, size), all, canvas.reset(size, size));
    if rng.chance(0.5) {
        canvas.apply(Op::FlipHorizontal);
    }
    if rng.chance(0.8) {
        let mut factor = || rng.range(0.6, 1.4) as f32;
        let mut jitter = [Op::Brightness(factor()), Op::Contrast(factor()), Op::Color(factor()), Op::Identity];
        jitter[3] = Op::Hue(rng.range(-0.1, 0.1));
        rng.shuffle(&mut jitter);
        for op in jitter {
            canvas.apply(op);
        }
    }
    if rng.chance(0.2) {
        canvas.apply(Op::Grayscale);
    }
}

/// A crop of 0.2 to 1 of the area and a ratio of 3/4 to 4/3, uniform in its logarithm; the whole after ten that do not
/// fit.
fn random_crop(size: usize, rng: &mut Rng) -> Rect {
    let widest = (4.0f64 / 3.0).ln();
    for _ in 0..10 {
        let area = (size * size) as f64 * rng.range(0.2, 1.0);
        let ratio = rng.range(-widest, widest).exp();
        let side = |square: f64| square.sqrt().round_ties_even() as usize;
        let (width, height) = (side(area * ratio), side(area / ratio));
        if (1..=size).contains(&width) && (1..=size).contains(&height) {
            let y = rng.below(size - height + 1);
            return Rect { x: rng.below(size - width + 1), y, width, height };
        }
    }
    Rect { x: 0, y: 0, width: size, height: size }
}

/// Operators of a strong view.
const N_STRONG_OPS: usize = 4;

/// A flip and four operators, drawn with replacement (after RandAugment, Cubuk et al. 2020).
fn strong(rgb: &[u8], size: usize, rng: &mut Rng, canvas: &mut Canvas) {
    canvas.reset(size, size).copy_from_slice(rgb);
    if rng.chance(0.5) {
        canvas.apply(Op::FlipHorizontal);
    }
    for _ in 0..N_STRONG_OPS {
        canvas.apply(strong_op(rng));
    }
}

/// One of the 14 operators, with a uniform magnitude; a range about zero has random signs.
fn strong_op(rng: &mut Rng) -> Op {
    let choice = rng.below(14);
    let mut within = |low: f64, high: f64| rng.range(low, high);
    match choice {
        0 => Op::Identity,
        1 => Op::AutoContrast,
        2 => Op::Equalize,
        3 => Op::Rotate(within(-30.0, 30.0)),
        4 => Op::Solarize(within(0.0, 256.0) as u32),
        5 => Op::Color(within(0.05, 0.95) as f32),
        6 => Op::Contrast(within(0.05, 0.95) as f32),
        7 => Op::Brightness(within(0.05, 0.95) as f32),
        8 => Op::Sharpness(within(0.05, 0.95) as f32),
        9 => Op::ShearX(within(-0.1, 0.1)),
        10 => Op::ShearY(within(-0.1, 0.1)),
        11 => Op::TranslateX(within(-0.1, 0.1)),
        12 => Op::TranslateY(within(-0.1, 0.1)),
        _ => Op::Posterize(within(4.0, 8.0) as u32),
    }
}

/// The longest side of the cut square: the paper's for its input sizes, else a third.
fn longest_cut(size: usize) -> usize {
    match size {
        32 => 16,
        96 => 32,
        224 => 75,
        _ => ((size as f64 / 3.0).round() as usize).max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn noise(n: usize, size: usize) -> TileSet {
        let tile = |i: usize| -> Result<_, Infallible> {
            let mut rng = Rng::from_key(&[3, i as u64]);
            let (w, h) = (40 + rng.below(40), 40 + rng.below(40));
            Ok((w as u32, h as u32, (0..w * h * 3).map(|_| rng.below(256) as u8).collect()))
        };
        TileSet::build(n, size, tile).expect("infallible")
    }

    fn cut(tiles: &TileSet, view: View, indices: &[u32], key: &[u64]) -> Vec<u32> {
        let mut out = Vec::new();
        batch(tiles, view, indices, key, &mut out);
        assert_eq!(out.len(), indices.len() * 3 * tiles.size * tiles.size);
        assert!(out.iter().all(|x| x.is_finite()));
        out.into_iter().map(f32::to_bits).collect()
    }

    fn in_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool").install(work)
    }

    #[test]
    fn threads_and_company_change_no_bit() {
        let tiles = in_pool(1, || noise(40, 32));
        let again = in_pool(3, || noise(40, 32));
        assert!(tiles.rgb == again.rgb && tiles.mean == again.mean && tiles.std == again.std);
        let indices: Vec<u32> = (0..40).rev().collect();
        for view in [View::Plain, View::Simclr, View::Strong] {
            let one = in_pool(1, || cut(&tiles, view, &indices, &[1, 2]));
            for threads in [2, 5] {
                assert!(in_pool(threads, || cut(&tiles, view, &indices, &[1, 2])) == one, "{view:?} on {threads}");
            }
            let n = 3 * 32 * 32;
            assert!(cut(&tiles, view, &indices[7..8], &[1, 2]) == one[7 * n..8 * n], "{view:?} alone");
        }
    }

    #[test]
    fn another_key_image_or_view_gives_another_picture() {
        let size = 16;
        // The same picture twice, so that only the draws differ.
        let tile = |_| -> Result<_, Infallible> { Ok((16, 16, (0..16 * 16 * 3).map(|i| (i % 251) as u8).collect())) };
        let tiles = TileSet::build(2, size, tile).expect("infallible");
        for view in [View::Simclr, View::Strong] {
            let one = cut(&tiles, view, &[0], &[9, 0]);
            assert!(one == cut(&tiles, view, &[0], &[9, 0]));
            assert!(one != cut(&tiles, view, &[1], &[9, 0]), "{view:?}: image");
            assert!(one != cut(&tiles, view, &[0], &[9, 1]), "{view:?}: key");
        }
        assert!(cut(&tiles, View::Plain, &[0], &[9]) == cut(&tiles, View::Plain, &[1], &[8]));
    }

    #[test]
    fn views_of_any_size_and_of_flat_folders_are_finite() {
        for size in [8, 17, 32, 64] {
            let tiles = noise(6, size);
            let flat = TileSet::build(2, size, |_| Ok::<_, Infallible>((70, 35, vec![90; 70 * 35 * 3])));
            let flat = flat.expect("infallible");
            assert!(flat.rgb.iter().all(|&v| v == 90) && flat.std == [1.0 / 255.0; 3]);
            for view in [View::Plain, View::Simclr, View::Strong] {
                for key in 0..30 {
                    cut(&tiles, view, &[0, 1, 2, 3, 4, 5], &[key]);
                    cut(&flat, view, &[0, 1], &[key]);
                }
            }
            assert!(cut(&flat, View::Plain, &[0], &[]).iter().all(|&x| f32::from_bits(x).abs() < 1e-3));
        }
        assert_eq!(noise(0, 32).rgb.len(), 0);
    }

    #[test]
    fn plain_views_have_no_mean_and_unit_spread() {
        let tiles = noise(30, 32);
        let x: Vec<f64> = cut(&tiles, View::Plain, &(0..30).collect::<Vec<_>>(), &[])
            .into_iter()
            .map(|bits| f64::from(f32::from_bits(bits)))
            .collect();
        let n = x.len() as f64;
        assert!((x.iter().sum::<f64>() / n).abs() < 1e-4);
        assert!((x.iter().map(|v| v * v).sum::<f64>() / n - 1.0).abs() < 1e-3);
    }

    #[test]
    fn tiles_are_the_centre_square() {
        let ramp = |(w, h): (usize, usize)| {
            let pixels = (0..h).flat_map(|y| (0..w).flat_map(move |x| [x as u8, y as u8, 7])).collect();
            Ok::<_, Infallible>((w as u32, h as u32, pixels))
        };
        let same = TileSet::build(1, 32, |_| ramp((32, 32))).expect("infallible");
        assert_eq!(same.rgb, ramp((32, 32)).expect("infallible").2);
        let wide = TileSet::build(1, 32, |_| ramp((51, 32))).expect("infallible");
        assert_eq!((wide.rgb[0], wide.rgb[1], wide.rgb[31 * 3]), (9, 0, 40), "columns 9 to 40 of 51");
        let tall = TileSet::build(1, 16, |_| ramp((32, 64))).expect("infallible");
        assert!(tall.rgb[1].abs_diff(16) <= 1 && tall.rgb[0] <= 1, "{:?}", &tall.rgb[..3]);
        let failing = TileSet::build(3, 8, |i| if i == 1 { Err("unreadable") } else { Ok((8, 8, vec![0; 192])) });
        assert_eq!(failing.err(), Some("unreadable"));
    }

    #[test]
    fn crops_keep_to_their_ranges() {
        let mut rng = Rng::from_key(&[4]);
        let mut smallest = 1.0f64;
        for _ in 0..2000 {
            let Rect { x, y, width, height } = random_crop(32, &mut rng);
            assert!(x + width <= 32 && y + height <= 32);
            let (area, ratio) = ((width * height) as f64 / 1024.0, width as f64 / height as f64);
            assert!((0.17..=1.0).contains(&area) && (0.7..=1.43).contains(&ratio), "{width} x {height}");
            smallest = smallest.min(area);
        }
        assert!(smallest < 0.25);
    }
}
