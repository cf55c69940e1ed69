//! The inverse cosine transform to any number of pixels a block.
//!
//! A block of 8 x 8 frequencies is turned into W x H pixels by two small matrices. Fewer than eight leave out the
//! frequencies that they could not show and keep the others in full: a mean over each pixel's area would blur a second
//! time what is resampled afterwards. More than eight interpolate (subsampled colour).

use std::f64::consts::PI;
use std::sync::LazyLock;

/// Pixels that a block may become, in one direction.
pub const MAX_PIXELS: usize = 16;

/// One direction of the transform.
#[derive(Clone)]
pub struct Kernel {
    /// Pixels a block becomes.
    pub pixels: usize,
    by_pixel: [[f32; 8]; MAX_PIXELS],
    by_frequency: [[f32; MAX_PIXELS]; 8],
}

impl Kernel {
    /// To `pixels` pixels, 1 to [`MAX_PIXELS`].
    pub fn of(pixels: usize) -> &'static Self {
        static KERNELS: LazyLock<Vec<Kernel>> = LazyLock::new(|| (1..=MAX_PIXELS).map(Kernel::new).collect());
        &KERNELS[pixels - 1]
    }

    fn new(pixels: usize) -> Self {
        let mut kernel = Self { pixels, by_pixel: [[0.0; 8]; MAX_PIXELS], by_frequency: [[0.0; MAX_PIXELS]; 8] };
        for x in 0..pixels {
            for u in 0..8 {
                let value = weight(x, u, pixels) as f32;
                kernel.by_pixel[x][u] = value;
                kernel.by_frequency[u][x] = value;
            }
        }
        kernel
    }

    /// Writes a block's pixels at the head of `plane`. Each row writes `LANES` bytes, of which those beyond the block
    /// are to be written over later. `rows` and `columns`: frequencies that are not all zero.
    #[inline(always)]
    pub fn block<const LANES: usize>(
        horizontal: &Self,
        vertical: &Self,
        block: &[f32; 64],
        (columns, rows): (usize, usize),
        plane: &mut [u8],
        stride: usize,
    ) {
        let vertical_pixels = vertical.by_pixel[..vertical.pixels].iter();
        for (weights, out) in vertical_pixels.zip(plane.chunks_mut(stride)) {
            let mut row = [0.0f32; 8];
            for (weight, frequencies) in weights.iter().zip(block.as_chunks::<8>().0).take(rows) {
                for (sum, value) in row.iter_mut().zip(frequencies) {
                    *sum += weight * value;
                }
            }
            let mut pixels = [128.0f32; LANES];
            for (value, weights) in row.iter().zip(&horizontal.by_frequency).take(columns) {
                for (pixel, weight) in pixels.iter_mut().zip(weights) {
                    *pixel += value * weight;
                }
            }
            let bytes: [u8; LANES] = pixels.map(to_u8);
            if let Some(out) = out.first_chunk_mut::<LANES>() {
                *out = bytes;
            }
        }
    }
}

/// Rounds and clamps; an addition that moves the integer into the low bits keeps this in vector registers.
#[inline(always)]
pub fn to_u8(value: f32) -> u8 {
    (value.clamp(0.0, 255.0) + 8_388_608.0).to_bits() as u8
}

/// What a pixel gets of a frequency: its wave at the pixel's centre, if so many pixels can show it.
fn weight(pixel: usize, frequency: usize, pixels: usize) -> f64 {
    if frequency >= pixels {
        return 0.0;
    }
    let norm = if frequency == 0 { 0.125f64.sqrt() } else { 0.5 };
    let centre = (pixel as f64 + 0.5) * 8.0 / pixels as f64;
    norm * (centre * frequency as f64 * PI / 8.0).cos()
}
