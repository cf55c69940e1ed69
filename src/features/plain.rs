//! Rows that no network makes: the picture itself, very small, and how much there is of each colour.
//!
//! Where pictures differ in nothing but layout or colour (scans, plots, textiles) they can tell more than a network that was
//! trained on photos of things; elsewhere little.

use super::rows::Block;

/// Side of the picture of [`pixels`].
pub(super) const PIXELS_SIZE: usize = 16;
/// Side of the square whose colours are counted.
pub(super) const COLOURS_SIZE: usize = 64;
/// Steps of each channel.
const STEPS: usize = 8;

/// Parts of a row of [`pixels`].
pub(super) const PIXELS: Block = Block { width: PIXELS_SIZE * PIXELS_SIZE * 3, weight: 1.0, is_standardised: false };
/// Parts of a row of [`colours`].
pub(super) const COLOURS: Block = Block { width: STEPS * STEPS * STEPS, weight: 1.0, is_standardised: false };

/// Levels from 0 to 1.
pub(super) fn pixels(rgb: &[u8]) -> Vec<f32> {
    rgb.iter().map(|&level| f32::from(level) / 255.0).collect()
}

/// The square root of the share of the pixels in each of 8 x 8 x 8 colours: cosines between such rows do not hang on the
/// largest patch alone (Hellinger's).
pub(super) fn colours(rgb: &[u8]) -> Vec<f32> {
    let mut row = vec![0.0_f32; COLOURS.width];
    let share = 3.0 / rgb.len().max(1) as f32;
    for pixel in rgb.chunks_exact(3) {
        row[pixel.iter().fold(0, |bin, &level| bin * STEPS + usize::from(level) * STEPS / 256)] += share;
    }
    row.into_iter().map(f32::sqrt).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_counted() {
        let row = colours(&[0, 0, 0, 255, 0, 0, 255, 31, 3, 255, 0, 0]);
        assert!((row[0] - 0.5).abs() < 1e-6 && (row[7 * 64] - 0.75_f32.sqrt()).abs() < 1e-6, "{row:?}");
        assert!((row.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-6);
        assert_eq!(pixels(&[255, 0, 51]), [1.0, 0.0, 0.2]);
    }
}
