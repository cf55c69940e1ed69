//! Small files made on the spot, one of every kind that has to be taken or refused.

use super::*;
use crate::control::on_threads;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, Luma, Rgb, Rgba};

fn decode_bytes(bytes: &[u8]) -> Result<RgbImage, SkipReason> {
    decode_within(bytes, &Limits::default())
}

fn decode_within(bytes: &[u8], limits: &Limits) -> Result<RgbImage, SkipReason> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let budget = ByteBudget::default();
    let result = decode(file.path(), limits, &budget, &CancelToken::default());
    assert_eq!(budget.used(), 0, "every share is given back");
    result
}

fn kind_of(bytes: &[u8]) -> SkipKind {
    decode_bytes(bytes).expect_err("it is skipped").kind
}

fn encode(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn gradient(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 60]))
}

/// Red, green, blue, yellow quadrants: top left, top right, bottom left, bottom right.
fn quadrants(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb([255, 0, 0]),
        (false, true) => Rgb([0, 255, 0]),
        (true, false) => Rgb([0, 0, 255]),
        (false, false) => Rgb([255, 255, 0]),
    })
}

fn jpeg(image: &RgbImage, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    encoder.encode_image(image).unwrap();
    bytes
}

fn orientation_exif(value: u16) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    exif.extend(value.to_be_bytes());
    exif.extend([0; 6]);
    exif
}

fn name_of(pixel: Rgb<u8>) -> char {
    match pixel.0.map(|value| value > 128) {
        [true, false, false] => 'r',
        [false, true, false] => 'g',
        [false, false, true] => 'b',
        [true, true, false] => 'y',
        other => panic!("no such colour: {other:?}"),
    }
}

/// Corners of the upright picture for EXIF 1 to 8: top left, top right, bottom left, bottom right.
const CORNERS: [&str; 8] = ["rgby", "gryb", "ybgr", "byrg", "rbgy", "bryg", "ygbr", "gyrb"];

#[test]
fn every_exif_orientation_is_turned_upright() {
    for (value, corners) in (1u16..).zip(CORNERS).chain([(99, "rgby"), (0, "rgby")]) {
        let upright = decode_bytes(&jpeg(&quadrants(32, 16), Some(orientation_exif(value)))).unwrap();
        let (width, height) = upright.dimensions();
        assert_eq!((width, height), if (5..=8).contains(&value) { (16, 32) } else { (32, 16) }, "{value}");
        let found: String = [(2, 2), (width - 3, 2), (2, height - 3), (width - 3, height - 3)]
            .map(|(x, y)| name_of(*upright.get_pixel(x, y)))
            .iter()
            .collect();
        assert_eq!(found, corners, "orientation {value}");
    }
}

#[test]
fn lossless_types_keep_their_pixels() {
    let image = gradient(20, 10);
    for format in [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::WebP] {
        assert_eq!(decode_bytes(&encode(image.clone(), format)).unwrap(), image, "{format:?}");
    }
}

#[test]
fn grey_and_deep_samples_become_rgb8() {
    let grey = image::ImageBuffer::from_fn(4, 2, |x, _| Luma([x as u8 * 80]));
    let deep = image::ImageBuffer::from_fn(4, 2, |x, _| Luma([x as u16 * 80 * 257]));
    let expected = RgbImage::from_fn(4, 2, |x, _| Rgb([x as u8 * 80; 3]));
    assert_eq!(decode_bytes(&encode(grey, ImageFormat::Png)).unwrap(), expected);
    assert_eq!(decode_bytes(&encode(DynamicImage::ImageLuma16(deep), ImageFormat::Png)).unwrap(), expected);
}

#[test]
fn transparency_is_laid_on_white() {
    let rgba = RgbaImage::from_fn(3, 1, |x, _| Rgba([100, 0, 200, [0, 128, 255][x as usize]]));
    for format in [ImageFormat::Png, ImageFormat::Gif] {
        let image = decode_bytes(&encode(rgba.clone(), format)).unwrap();
        assert_eq!(image.get_pixel(0, 0).0, [255; 3], "{format:?}");
        assert_eq!(image.get_pixel(2, 0).0, [100, 0, 200], "{format:?}");
    }
    let half = decode_bytes(&encode(rgba, ImageFormat::Png)).unwrap();
    assert_eq!(half.get_pixel(1, 0).0, [177, 127, 227]);
}

/// Written by Pillow, whose CMYK JPEGs are inverted as Adobe's are; the colours are those that Pillow reads.
#[test]
fn cmyk_jpegs_have_the_colours_that_pillow_gives_them() {
    let image = decode_bytes(include_bytes!("../../../tests/data/cmyk.jpg")).unwrap();
    for (x, expected) in [(4, [203, 51, 60]), (12, [49, 186, 83]), (20, [44, 53, 221]), (28, [144, 144, 144])] {
        let found = image.get_pixel(x, 8).0;
        let distance = found.iter().zip(expected).map(|(a, b)| a.abs_diff(b)).max();
        assert!(distance <= Some(2), "{found:?} {expected:?}");
    }
}

#[test]
fn a_cut_file_is_damaged_and_a_forgotten_end_marker_is_not() {
    let whole = jpeg(&gradient(160, 160), None);
    for cut in [10, 40, 700, whole.len() / 2, whole.len() * 3 / 4] {
        assert_eq!(kind_of(&whole[..cut]), SkipKind::Damaged, "{cut} of {}", whole.len());
    }
    assert!(decode_bytes(&whole[..whole.len() - 2]).is_ok());
    for format in [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::WebP, ImageFormat::Gif] {
        let whole = encode(gradient(60, 60), format);
        assert_eq!(kind_of(&whole[..whole.len() / 2]), SkipKind::Damaged, "{format:?}");
    }
}

#[test]
fn what_is_no_picture_is_told_apart() {
    assert_eq!(kind_of(b""), SkipKind::Empty);
    assert_eq!(kind_of(b"words"), SkipKind::NotAnImage);
    assert_eq!(kind_of(&[7; 5000]), SkipKind::NotAnImage);
    assert_eq!(kind_of(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1...."), SkipKind::Unreadable);
    assert_eq!(kind_of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), SkipKind::Damaged);
}

#[test]
fn files_that_can_not_be_opened_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let kind = |path: &Path| {
        decode(path, &Limits::default(), &ByteBudget::default(), &CancelToken::default()).unwrap_err().kind
    };
    assert_eq!(kind(&dir.path().join("gone")), SkipKind::Unreadable);
    #[cfg(unix)]
    assert_eq!(kind(dir.path()), SkipKind::NotAFile);
}

/// A PNG whose header says what it likes.
fn png_of_size(width: u32, height: u32) -> Vec<u8> {
    let mut png = encode(gradient(1, 1), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[test]
fn sizes_are_judged_by_the_header_alone() {
    let reason = decode_bytes(&png_of_size(60_000, 60_000)).unwrap_err();
    assert_eq!(reason.kind, SkipKind::TooLarge);
    assert_eq!(reason.to_string(), "too large: 60000 x 60000 pixels are 3600 megapixels, the limit is 500");
    assert_eq!(kind_of(&png_of_size(0, 0)), SkipKind::Damaged);
    let mut jpeg = jpeg(&gradient(16, 16), None);
    let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    assert_eq!(kind_of(&jpeg), SkipKind::TooLarge);
}

#[test]
fn memory_is_judged_before_it_is_taken() {
    let png = encode(gradient(100, 100), ImageFormat::Png);
    let limits = |max_bytes| Limits { max_bytes, ..Limits::default() };
    assert!(decode_within(&png, &limits(30_000 + png.len() as u64)).is_ok());
    assert_eq!(decode_within(&png, &limits(29_999)).unwrap_err().kind, SkipKind::TooLarge);
    assert_eq!(decode_within(&png, &limits(10)).unwrap_err().kind, SkipKind::TooLarge);
}

#[test]
fn many_workers_share_a_budget_that_is_smaller_than_each_of_them() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.png");
    std::fs::write(&path, encode(gradient(100, 100), ImageFormat::Png)).unwrap();
    let budget = ByteBudget::new(1000);
    let decodes = |_| {
        let mut tries = (0..5).map(|_| decode(&path, &Limits::default(), &budget, &CancelToken::default()));
        tries.try_for_each(|decoded| decoded.map(drop))
    };
    assert!(on_threads("decoder", 8, decodes).is_ok());
    assert_eq!(budget.used(), 0);
}

#[test]
fn a_cancel_is_told_as_such() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), encode(gradient(50, 50), ImageFormat::Png)).unwrap();
    let cancel = CancelToken::default();
    cancel.cancel();
    let reason = decode(file.path(), &Limits::default(), &ByteBudget::default(), &cancel).unwrap_err();
    assert_eq!(reason.kind, SkipKind::Cancelled);
}

#[test]
fn a_cancel_reaches_a_decoder_at_work() {
    let png = encode(gradient(300, 300), ImageFormat::Png);
    let cancel = CancelToken::default();
    let mut reader = CancelReader { inner: Cursor::new(&png), cancel: &cancel };
    assert!(reader.fill_buf().is_ok());
    cancel.cancel();
    assert!(reader.fill_buf().is_err());
}

#[test]
fn a_panic_becomes_a_reason() {
    let reason = guarded::<()>(|| panic!("index {} of 3", 7)).unwrap_err();
    assert_eq!(reason.kind, SkipKind::Damaged);
    assert!(reason.detail.contains("index 7 of 3"), "{reason}");
}

#[test]
fn a_decoders_words_are_for_people() {
    let words = |text: &str| plain_words(text).to_string();
    let crc = "CRC error: expected 0x7658cf42 have 0x49d02713 while decoding ChunkType { type: IDAT, critical: true }";
    assert_eq!(words(crc), "its checksum does not fit its content");
    assert_eq!(words("Invalid image dimensions"), "Invalid image dimensions");
    assert_eq!(words("bad marker: Header { kind: 7 }\nmore"), "bad marker: Header");
}
