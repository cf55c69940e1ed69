//! Whether two small pictures show the same pixels, up to turning and mirroring: a photo that was turned, tagged or saved
//! again in place is the photo that it was, and anything else is not.
//!
//! It is strict, since it decides alone that a label stays: a picture that is merely like the other one, or was edited, is
//! told apart, and a person is asked. It sees what thumbnails show: an edit that is smaller than about a hundredth of the
//! picture's side is not seen, and thumbnails that show nothing (blank, black, white on white) say nothing.

use image::RgbImage;

/// Side of the blocks whose means are compared, in pixels: noise of a compression is gone in them, what is shown is not.
const BLOCK: u32 = 2;
/// Largest difference between the means of two blocks, in levels of 255.
const LARGEST: f32 = 20.0;
/// Largest mean difference over all blocks, in levels.
const MEAN: f32 = 4.0;
/// Least standard deviation of the blocks' means, in levels: less than this shows nothing that could be compared.
const SPREAD: f32 = 2.0;
/// Least correlation of the blocks: pictures of little contrast differ by few levels, whatever they show.
const CORRELATION: f32 = 0.98;

/// Whether one of two thumbnails is the other one, turned or mirrored in any way or in none.
#[must_use]
pub fn is_same_picture(a: &RgbImage, b: &RgbImage) -> bool {
    use image::imageops::{flip_horizontal, rotate90};
    let mut turned = b.clone();
    for quarter in 0..8 {
        if quarter == 4 {
            turned = flip_horizontal(&turned);
        }
        if a.dimensions() == turned.dimensions() && are_alike(a, &turned) {
            return true;
        }
        turned = rotate90(&turned);
    }
    false
}

/// Two pictures of one size.
fn are_alike(a: &RgbImage, b: &RgbImage) -> bool {
    let (a, b) = (block_means(a), block_means(b));
    if spread(&a) < SPREAD || spread(&b) < SPREAD {
        return false;
    }
    let off: Vec<f32> = a.iter().zip(&b).map(|(a, b)| (a - b).abs()).collect();
    let mean = off.iter().sum::<f32>() / off.len().max(1) as f32;
    off.iter().all(|off| *off <= LARGEST) && mean <= MEAN && correlation(&a, &b) >= CORRELATION
}

/// Mean of each channel of each block, blocks by row.
fn block_means(picture: &RgbImage) -> Vec<f32> {
    let (width, height) = picture.dimensions();
    let mut means = Vec::with_capacity((3 * width.div_ceil(BLOCK) * height.div_ceil(BLOCK)) as usize);
    for top in (0..height).step_by(BLOCK as usize) {
        for left in (0..width).step_by(BLOCK as usize) {
            let (right, bottom) = ((left + BLOCK).min(width), (top + BLOCK).min(height));
            let mut sums = [0.0f32; 3];
            for y in top..bottom {
                for x in left..right {
                    let pixel = picture.get_pixel(x, y);
                    sums.iter_mut().zip(pixel.0).for_each(|(sum, level)| *sum += f32::from(level));
                }
            }
            means.extend(sums.map(|sum| sum / ((right - left) * (bottom - top)) as f32));
        }
    }
    means
}

/// Standard deviation.
fn spread(means: &[f32]) -> f32 {
    let n = means.len().max(1) as f32;
    let mean = means.iter().sum::<f32>() / n;
    (means.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / n).sqrt()
}

/// Pearson's; 0 where one is flat.
fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let mean = |x: &[f32]| x.iter().sum::<f32>() / x.len().max(1) as f32;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0f64, 0.0f64, 0.0f64);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (f64::from(a - mean_a), f64::from(b - mean_b));
        ab += a * b;
        aa += a * a;
        bb += b * b;
    }
    if aa * bb == 0.0 { 0.0 } else { (ab / (aa * bb).sqrt()) as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;
    use image::imageops::{flip_vertical, rotate180, rotate270};
    use image::{Rgb, codecs::jpeg::JpegEncoder};

    /// Waves of some lengths and directions, another picture for each seed.
    fn picture(seed: u64, width: u32, height: u32) -> RgbImage {
        let mut rng = Rng::from_key(&[seed]);
        let waves: Vec<[f64; 4]> = (0..8)
            .map(|_| [rng.range(0.02, 0.3), rng.range(0.02, 0.3), rng.range(0.0, 6.0), rng.range(5.0, 25.0)])
            .collect();
        RgbImage::from_fn(width, height, |x, y| {
            let level = |shift: f64| {
                let wave = |w: &[f64; 4]| w[3] * (w[0] * f64::from(x) + w[1] * f64::from(y) + w[2] + shift).sin();
                (waves.iter().map(wave).sum::<f64>() + 128.0).clamp(0.0, 255.0) as u8
            };
            Rgb([level(0.0), level(0.4), level(1.1)])
        })
    }

    fn saved(picture: &RgbImage, quality: u8) -> RgbImage {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture).expect("encoded");
        image::load_from_memory(&bytes).expect("decoded").to_rgb8()
    }

    #[test]
    fn turned_and_saved_again_is_the_same() {
        for seed in 0..6 {
            let one = picture(seed, 200, 133);
            for other in [saved(&one, 60), saved(&rotate270(&one), 80), rotate180(&one), flip_vertical(&one)] {
                assert!(is_same_picture(&one, &other), "{seed}");
            }
        }
    }

    #[test]
    fn another_picture_is_not_nor_an_edited_one() {
        for seed in 0..6 {
            let one = picture(seed, 200, 133);
            let brighter = RgbImage::from_fn(200, 133, |x, y| Rgb(one.get_pixel(x, y).0.map(|c| c.saturating_add(12))));
            let mut signed = one.clone();
            (0..12).for_each(|i| (0..12).for_each(|j| signed.put_pixel(40 + i, 60 + j, Rgb([0, 0, 0]))));
            let smaller = image::imageops::thumbnail(&one, 100, 66);
            for other in [picture(seed + 100, 200, 133), brighter, signed, smaller] {
                assert!(!is_same_picture(&one, &other), "{seed}");
            }
        }
        // Where nothing is shown, nothing can be the same: icons that are white on white, or a film's black first picture.
        let blank = RgbImage::from_pixel(200, 133, Rgb([250, 250, 250]));
        let mut marked = blank.clone();
        (0..8).for_each(|i| marked.put_pixel(20 + i, 20, Rgb([225, 225, 225])));
        assert!(!is_same_picture(&blank, &blank.clone()) && !is_same_picture(&blank, &marked));
    }

    #[test]
    fn one_word_of_a_page_is_seen() {
        // A page of 1,700 pixels as a thumbnail shows it: lines of text are three pixels high.
        let page = |word: u64| {
            RgbImage::from_fn(198, 256, |x, y| {
                let (line, is_text) = (y / 6, y % 6 < 3 && x > 15 && x < 180);
                let is_word = line == 20 && (60..72).contains(&x);
                let mut ink = Rng::from_key(&[u64::from(line), u64::from(x), if is_word { word } else { 0 }]);
                Rgb([if is_text { 255 - ink.below(150) as u8 } else { 255 }; 3])
            })
        };
        assert!(is_same_picture(&page(1), &saved(&page(1), 95)));
        assert!(!is_same_picture(&page(1), &page(2)));
    }
}
