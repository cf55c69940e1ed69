//! The decoder against exact pixels that are reduced afterwards; the encoder against the decoder of others.

use super::*;
use image::Rgb;

/// Waves and an edge, in colours.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let wave = |a: f32, b: f32| (120.0 + 90.0 * (x as f32 * a + y as f32 * b).sin()) as u8;
        let edge = if x > width / 2 { 30 } else { 0 };
        Rgb([wave(0.11, 0.05) + edge, wave(0.04, 0.13), wave(0.02, -0.07)])
    })
}

fn exact(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory(jpeg).unwrap().into_rgb8()
}

fn decode(jpeg: &[u8], least: (u32, u32)) -> Option<Reduced> {
    Plain::read(jpeg)?.decode(least, &|| false)
}

fn mean_difference(a: &[u8], b: &[u8]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.len() as f64
}

/// The mean of `n` x `n` pixels each.
fn reduced(image: &RgbImage, n: u32) -> RgbImage {
    RgbImage::from_fn(image.width() / n, image.height() / n, |x, y| {
        Rgb(std::array::from_fn(|c| {
            let sum: u32 = (0..n * n).map(|i| u32::from(image.get_pixel(x * n + i % n, y * n + i / n)[c])).sum();
            ((sum + n * n / 2) / (n * n)) as u8
        }))
    })
}

/// The lowest `n` x `n` frequencies of each 8 x 8 block of a grey picture, as `n` x `n` pixels: the definition, in plain
/// sums. Whole blocks only.
fn lowest_frequencies(image: &RgbImage, n: u32) -> RgbImage {
    let wave = |at: u32, frequency: u32, size: u32| {
        let norm = if frequency == 0 { 0.5f64.sqrt() } else { 1.0 };
        let phase = f64::from(2 * at + 1) * f64::from(frequency) / f64::from(2 * size);
        norm * (phase * std::f64::consts::PI).cos()
    };
    RgbImage::from_fn(image.width() / 8 * n, image.height() / 8 * n, |x, y| {
        let mut value = 0.0;
        for (u, v) in (0..n).flat_map(|v| (0..n).map(move |u| (u, v))) {
            let mut frequency = 0.0;
            for (i, j) in (0..8).flat_map(|j| (0..8).map(move |i| (i, j))) {
                let pixel = f64::from(image.get_pixel(x / n * 8 + i, y / n * 8 + j)[0]);
                frequency += pixel * wave(i, u, 8) * wave(j, v, 8);
            }
            value += frequency / 16.0 * wave(x % n, u, n) * wave(y % n, v, n);
        }
        Rgb([value.round().clamp(0.0, 255.0) as u8; 3])
    })
}

#[test]
fn a_reduced_picture_is_the_lowest_frequencies_of_the_exact_one() {
    let jpeg = FILES.iter().find(|(name, _)| *name == "grey").unwrap().1;
    let exact = exact(jpeg);
    for n in 1..8 {
        let ours = decode(jpeg, (151 * n / 8, 85 * n / 8)).unwrap().rgb;
        let expected = lowest_frequencies(&exact, n);
        let whole = image::imageops::crop_imm(&ours, 0, 0, expected.width(), expected.height()).to_image();
        let difference = mean_difference(&whole, &expected);
        assert!(difference < 0.5, "{n}/8: {difference}");
    }
}

/// Not quite: see [`lowest_frequencies`] for what it is. In colour, where the decoders also spread the colours differently.
#[test]
fn a_reduced_picture_is_near_the_mean_of_the_exact_one() {
    let jpeg = encode(&picture(208, 120), 90).unwrap();
    for n in [2, 4, 8] {
        let ours = decode(&jpeg, (208 / n, 120 / n)).unwrap();
        let difference = mean_difference(&ours.rgb, &reduced(&exact(&jpeg), n));
        assert!(difference < 2.0, "1/{n}: {difference}");
    }
}

/// Made by Pillow 13 from a picture like [`picture`]'s: 151 x 85, but for one column and one row of it.
const FILES: [(&str, &[u8]); 6] = [
    ("half colour", include_bytes!("../../../tests/data/jpeg/half_colour.jpg")),
    ("half colour across", include_bytes!("../../../tests/data/jpeg/half_colour_across.jpg")),
    ("restarts", include_bytes!("../../../tests/data/jpeg/restarts.jpg")),
    ("grey", include_bytes!("../../../tests/data/jpeg/grey.jpg")),
    ("one column", include_bytes!("../../../tests/data/jpeg/one_column.jpg")),
    ("one row", include_bytes!("../../../tests/data/jpeg/one_row.jpg")),
];

#[test]
fn what_others_write_is_read_at_a_fraction_too() {
    for (name, jpeg) in FILES {
        let exact = exact(jpeg);
        let (width, height) = exact.dimensions();
        for n in [2, 4, 8] {
            let Reduced { rgb, extent } = decode(jpeg, (width / n, height / n)).expect(name);
            assert_eq!(extent, (f64::from(width) / f64::from(n), f64::from(height) / f64::from(n)), "{name}");
            let expected = reduced(&exact, n);
            let whole = image::imageops::crop_imm(&rgb, 0, 0, expected.width(), expected.height()).to_image();
            if whole.as_raw().is_empty() {
                continue;
            }
            let difference = mean_difference(&whole, &expected);
            // The lowest frequencies of a picture this small and bold are not quite its mean over each pixel.
            assert!(difference < 3.0, "{name} 1/{n}: {difference}");
        }
    }
}

#[test]
fn a_progressive_file_is_left_to_the_exact_decoder() {
    assert!(Plain::read(include_bytes!("../../../tests/data/jpeg/progressive.jpg")).is_none());
}

#[test]
fn it_is_never_smaller_than_what_is_wanted_and_says_what_it_shows() {
    let jpeg = encode(&picture(203, 117), 90).unwrap();
    for least in [(1, 1), (25, 15), (26, 15), (64, 37), (101, 58), (150, 20), (170, 100)] {
        let Reduced { rgb, extent } = decode(&jpeg, least).unwrap();
        assert!(extent.0 >= f64::from(least.0) && extent.1 >= f64::from(least.1), "{least:?} {extent:?}");
        assert_eq!((f64::from(rgb.width()), f64::from(rgb.height())), (extent.0.ceil(), extent.1.ceil()));
        assert!((extent.0 / extent.1 - 203.0 / 117.0).abs() < 1e-9);
    }
    assert!(decode(&jpeg, (203, 117)).is_none(), "the full size is the exact decoder's");
}

#[test]
fn a_cut_or_altered_file_is_left_to_the_exact_decoder() {
    let jpeg = encode(&picture(96, 80), 90).unwrap();
    for cut in 0..jpeg.len() {
        assert!(decode(&jpeg[..cut], (12, 10)).is_none(), "{cut}");
    }
    // Bytes lost within the data, the end marker in place.
    let middle = jpeg.len() * 2 / 3;
    let gap = [&jpeg[..middle], &jpeg[jpeg.len() - 2..]].concat();
    for least in [(12, 10), (40, 40)] {
        assert!(decode(&gap, least).is_none());
    }
}

/// Whatever the bytes are, the answer is a picture of the right size or none, and no panic.
#[test]
fn noise_in_a_file_does_no_harm() {
    let jpeg = encode(&picture(64, 48), 80).unwrap();
    for at in 2..jpeg.len() {
        let mut noisy = jpeg.clone();
        noisy[at] ^= 1 << (at % 8);
        for least in [(8, 6), (40, 30)] {
            let plain = Plain::read(&noisy).filter(|plain| plain.size() == (64, 48));
            if let Some(found) = plain.and_then(|plain| plain.decode(least, &|| false)) {
                assert!(found.rgb.width() >= least.0 && found.rgb.height() >= least.1);
            }
        }
    }
}

#[test]
fn other_decoders_read_what_is_written() {
    for (width, height) in [(1, 1), (7, 9), (64, 64), (129, 70)] {
        let image = picture(width, height);
        let jpeg = encode(&image, 92).unwrap();
        let difference = mean_difference(&exact(&jpeg), &image);
        assert!(difference < 2.5, "{width} x {height}: {difference}");
    }
    assert!(encode(&RgbImage::new(0, 3), 90).is_none());
}

#[test]
fn stripping_keeps_the_pixels_and_loses_the_rest() {
    let jpeg = encode(&picture(64, 48), 80).unwrap();
    let comment = b"\xff\xfe\x00\x08secret";
    let mut told = [&jpeg[..2], comment, &jpeg[2..]].concat();
    told.extend(b"trailer");
    assert_eq!(Plain::read(&told).unwrap().stripped(), jpeg);
}

#[test]
fn a_cancel_is_heard() {
    let jpeg = encode(&picture(64, 48), 80).unwrap();
    assert!(Plain::read(&jpeg).unwrap().decode((8, 6), &|| true).is_none());
}
