//! Batches of views: what a network sees of an image, cut from 8-bit tiles on all cores (METHOD 1).
//!
//! Every random draw of a view is a function of the caller's key, the image and the kind of view, so that batches do
//! not depend on how many threads cut them. The operators themselves are `augment`'s.

use super::augment::{Canvas, Op, Rect, Resampler, cutout, wide};
use crate::control::Rng;
use rayon::prelude::*;

/// The images of a run as squares of one size, with the statistics that normalise them.
#[derive(Default)]
pub struct TileSet {
    /// Side in pixels.
    pub size: usize,
    /// Number of images.
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
    /// Left and right exchanged, nothing else: frozen features are averaged over both.
    Mirrored,
    /// SimCLR's: a random resized crop, flip, colour jitter, sometimes grey.
    Simclr,
    /// SimCLR's, at a side of so many pixels: a network that ends in an average takes any.
    SimclrAt(usize),
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
            Self::Mirrored => 3,
            Self::SimclrAt(_) => 4,
        }
    }

    /// Side of its pictures in pixels, of tiles of `size`.
    pub(super) fn side(self, size: usize) -> usize {
        if let Self::SimclrAt(side) = self { side } else { size }
    }
}

/// Buffers of one thread.
#[derive(Default)]
pub(super) struct Scratch {
    canvas: Canvas,
    resampler: Resampler,
    key: Vec<u64>,
}

/// Cuts one view of each image of `indices` into `out`, (indices, 3, side, side), normalised. `key` names the batch:
/// the same key, image and kind of view give the same bits, whatever else is in the batch.
///
/// # Panics
/// If an index is not an image of the set.
pub fn batch(tiles: &TileSet, view: View, indices: &[u32], key: &[u64], out: &mut Vec<f32>) {
    let n_pixels = view.side(tiles.size).pow(2);
    let n_numbers = indices.len() * 3 * n_pixels;
    if out.capacity() < n_numbers {
        // Fresh zeros cost nothing to write, and the old numbers are not carried over.
        *out = vec![0.0; n_numbers];
    }
    out.resize(n_numbers, 0.0);
    let images = out.par_chunks_mut((3 * n_pixels).max(1)).zip(indices).with_min_len(4);
    images.for_each_init(Scratch::default, |scratch, (out, &i)| cut(tiles, view, i, key, scratch, out));
}

/// As [`batch`], one image on this thread: `out` is (3, side, side).
pub(super) fn cut(tiles: &TileSet, view: View, i: u32, key: &[u64], scratch: &mut Scratch, out: &mut [f32]) {
    let Scratch { canvas, resampler, key: whole_key } = scratch;
    whole_key.clear();
    whole_key.extend_from_slice(key);
    whole_key.extend([u64::from(i), view.key()]);
    let mut rng = Rng::from_key(whole_key);
    match view {
        View::Plain => canvas.reset(tiles.size, tiles.size).copy_from_slice(tiles.image(i)),
        View::Mirrored => {
            canvas.reset(tiles.size, tiles.size).copy_from_slice(tiles.image(i));
            canvas.apply(Op::FlipHorizontal);
        }
        View::Simclr => simclr(tiles.image(i), (tiles.size, tiles.size), &mut rng, canvas, resampler),
        View::SimclrAt(side) => simclr(tiles.image(i), (tiles.size, side), &mut rng, canvas, resampler),
        View::Strong => strong(tiles.image(i), tiles.size, &mut rng, canvas),
    }
    normalize(tiles, canvas.planes(), out);
    if view == View::Strong {
        let side = 1 + rng.below(longest_cut(tiles.size));
        let y = rng.below(tiles.size);
        cutout(out, tiles.size, (rng.below(tiles.size), y), side);
    }
}

/// Levels to numbers, both (3, side, side).
fn normalize(tiles: &TileSet, planes: &[u8], out: &mut [f32]) {
    let n_pixels = (planes.len() / 3).max(1);
    for (c, (plane, out)) in planes.chunks_exact(n_pixels).zip(out.chunks_exact_mut(n_pixels)).enumerate() {
        let (scale, shift) = (1.0 / (255.0 * tiles.std[c]), -tiles.mean[c] / tiles.std[c]);
        wide(|| out.iter_mut().zip(plane).for_each(|(x, &v)| *x = f32::from(v) * scale + shift));
    }
}

/// The random resized crop, flip and colour jitter of Chen et al. 2020, as torchvision draws them, of a square of `size`
/// pixels to one of `side`.
fn simclr(rgb: &[u8], (size, side): (usize, usize), rng: &mut Rng, canvas: &mut Canvas, resampler: &mut Resampler) {
    let all = Rect { x: 0, y: 0, width: side, height: side };
    let crop = random_crop(size, rng);
    resampler.resize_planes(rgb, size, crop, (side, side), all, canvas.reset_planes(side, side));
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
mod tests;
