//! Geometry, resampling against Pillow's numbers, turning, and whole imports.

use super::*;
use crate::dataset::scan;
use image::{DynamicImage, ImageFormat, Rgb};
use parking_lot::Mutex;
use std::collections::BTreeMap;

fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let wave = |a: f32, b: f32| (127.0 + 120.0 * (x as f32 * a + y as f32 * b).sin()) as u8;
        Rgb([wave(0.07, 0.02), wave(0.03, 0.09), wave(0.01, -0.05)])
    })
}

fn prepare_png(image: &RgbImage) -> Prepared {
    let file = tempfile::NamedTempFile::new().unwrap();
    image.save_with_format(file.path(), ImageFormat::Png).unwrap();
    prepare(file.path(), &Limits::default(), &ByteBudget::default(), &CancelToken::default()).unwrap()
}

#[test]
fn thumbnails_and_tiles_have_their_sizes() {
    // Original, thumbnail, tile.
    let cases = [
        ((1, 1), (1, 1), (1, 1)),
        ((40, 30), (40, 30), (40, 30)),
        ((256, 256), (256, 256), (64, 64)),
        ((320, 240), (256, 192), (85, 64)),
        ((240, 320), (192, 256), (64, 85)),
        ((4000, 3), (256, 1), (6, 3)),
        ((40, 3000), (3, 256), (40, 80)),
        ((1000, 400), (256, 102), (128, 64)),
        ((65, 64), (65, 64), (65, 64)),
    ];
    for ((width, height), thumbnail, tile) in cases {
        let prepared = prepare_png(&picture(width, height));
        assert_eq!(thumbnail_rgb(&prepared.thumbnail).unwrap().dimensions(), thumbnail, "{width} x {height}");
        assert_eq!((prepared.tile.width, prepared.tile.height), tile, "{width} x {height}");
        assert_eq!(prepared.tile.rgb.len() as u32, tile.0 * tile.1 * 3);
        assert_eq!((prepared.width, prepared.height), (width, height));
    }
}

#[test]
fn a_small_original_is_its_own_tile_and_a_wide_one_its_centre() {
    let image = picture(50, 40);
    assert_eq!(&prepare_png(&image).tile.rgb, image.as_raw());
    let image = picture(201, 20);
    let centre = image::imageops::crop_imm(&image, 80, 0, 40, 20).to_image();
    assert_eq!(prepare_png(&image).tile.rgb, centre.into_raw());
}

/// 97 x 61 made of integers, resized to 13 x 8 by Pillow 13 (BILINEAR).
#[test]
fn resampling_is_pillows_to_one_grey_level() {
    let image = RgbImage::from_fn(97, 61, |x, y| {
        let far = if x > 50 { 40 } else { 0 };
        Rgb([x * x * 7 + y * 13, x * 3 + y * y * 5, x * y * 11 + far].map(|value| (value % 256) as u8))
    });
    let crop = centre_crop(97, 61, 8, 2);
    assert_eq!((crop.full, crop.size()), ((13, 8), (13, 8)));
    let ours = Resampler::default().crop(&image, whole(&image), crop);
    let pillows: &[u8] = include_bytes!("../../../tests/data/pillow_bilinear_13x8.rgb");
    assert_eq!(ours.as_raw().len(), pillows.len());
    let worst = ours.as_raw().iter().zip(pillows).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(worst <= Some(1), "{worst:?}");
}

/// Resampling as stored and then turning gives what turning and then resampling gives.
#[test]
fn turning_and_resampling_can_change_places() {
    let stored = picture(333, 101);
    for orientation in (1..=8).filter_map(Orientation::from_exif) {
        let upright_first = upright(stored.clone(), orientation);
        let (width, height) = upright_first.dimensions();
        for crop in [tile_crop(width, height), centre_crop(width, height, 33, 1)] {
            let as_stored = Resampler::default().crop(&stored, whole(&stored), crop.as_stored(orientation));
            let turned_last = upright(as_stored, orientation);
            let turned_first = Resampler::default().crop(&upright_first, whole(&upright_first), crop);
            assert_eq!(turned_last.dimensions(), turned_first.dimensions());
            let worst = turned_last.iter().zip(turned_first.iter()).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(worst <= Some(1), "{orientation:?} {worst:?}");
        }
    }
}

fn prepare_bytes(bytes: &[u8]) -> Result<Prepared, SkipReason> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    prepare(file.path(), &Limits::default(), &ByteBudget::default(), &CancelToken::default())
}

/// The same through the exact decoder alone: its pixels, upright, as PNG.
fn prepare_exactly(bytes: &[u8]) -> Result<Prepared, SkipReason> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let limits = Limits::default();
    let rgb = crate::dataset::decode::decode(file.path(), &limits, &ByteBudget::default(), &CancelToken::default())?;
    Ok(prepare_png(&rgb))
}

fn assert_alike(ours: &Prepared, exact: &Prepared, what: &str) {
    let mean = |a: &[u8], b: &[u8]| {
        assert_eq!(a.len(), b.len(), "{what}");
        a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.len() as f64
    };
    assert_eq!((ours.width, ours.height), (exact.width, exact.height), "{what}");
    assert_eq!((ours.tile.width, ours.tile.height), (exact.tile.width, exact.tile.height), "{what}");
    let tiles = mean(&ours.tile.rgb, &exact.tile.rgb);
    assert!(tiles < 2.0, "{what}: tiles differ by {tiles}");
    let [ours, exact] = [ours, exact].map(|p| thumbnail_rgb(&p.thumbnail).unwrap());
    assert_eq!(ours.dimensions(), exact.dimensions(), "{what}");
    let thumbnails = mean(&ours, &exact);
    assert!(thumbnails < 3.0, "{what}: thumbnails differ by {thumbnails}");
}

const HALF_COLOUR: &[u8] = include_bytes!("../../../tests/data/jpeg/half_colour.jpg");
const RESTARTS: &[u8] = include_bytes!("../../../tests/data/jpeg/restarts.jpg");
const GREY: &[u8] = include_bytes!("../../../tests/data/jpeg/grey.jpg");
const PROGRESSIVE: &[u8] = include_bytes!("../../../tests/data/jpeg/progressive.jpg");

/// The file with an EXIF that names an orientation.
fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.push(orientation);
    exif.extend([0; 6]);
    [&jpeg[..2], &exif, &jpeg[2..]].concat()
}

#[test]
fn jpegs_come_out_as_from_the_exact_decoder() {
    for jpeg in [HALF_COLOUR, RESTARTS, GREY, PROGRESSIVE] {
        assert_alike(&prepare_bytes(jpeg).unwrap(), &prepare_exactly(jpeg).unwrap(), "stored upright");
        for orientation in 1..=8 {
            let jpeg = turned(jpeg, orientation);
            let what = format!("orientation {orientation}");
            assert_alike(&prepare_bytes(&jpeg).unwrap(), &prepare_exactly(&jpeg).unwrap(), &what);
        }
    }
}

#[test]
fn jpegs_of_any_size_come_out_as_from_the_exact_decoder() {
    let sizes = [(1, 1), (1, 300), (300, 1), (3, 1000), (17, 16), (65, 64), (100, 256), (255, 201), (256, 256)];
    for (width, height) in sizes.into_iter().chain([(257, 256), (256, 257), (300, 500), (700, 201), (2049, 33)]) {
        let jpeg = jpeg::encode(&picture(width, height), 90).unwrap();
        let what = format!("{width} x {height}");
        assert_alike(&prepare_bytes(&jpeg).unwrap(), &prepare_exactly(&jpeg).unwrap(), &what);
    }
}

/// Cut or altered anywhere, a file is skipped for the reason that the exact decoder gives, or by neither.
#[test]
fn a_damaged_jpeg_is_skipped_as_by_the_exact_decoder() {
    let reason = |result: Result<Prepared, SkipReason>| result.err().map(|reason| reason.kind);
    for jpeg in [HALF_COLOUR, RESTARTS, GREY] {
        let cuts = (0..jpeg.len()).step_by(37).map(|at| (at, jpeg[..at].to_vec()));
        let flips = (2..jpeg.len()).step_by(13).map(|at| {
            let mut bytes = jpeg.to_vec();
            bytes[at] ^= 1 << (at % 8);
            (at, bytes)
        });
        for (at, bytes) in cuts.chain(flips) {
            assert_eq!(reason(prepare_bytes(&bytes)), reason(prepare_exactly(&bytes)), "at {at} of {}", jpeg.len());
        }
    }
}

#[test]
fn squares_come_from_the_original_and_may_be_larger_than_it() {
    let file = tempfile::NamedTempFile::new().unwrap();
    picture(120, 50).save_with_format(file.path(), ImageFormat::Png).unwrap();
    let (limits, budget, cancel) = (Limits::default(), ByteBudget::default(), CancelToken::default());
    let square =
        |size, content: Option<&[u8; 32]>| square_from_original(file.path(), size, content, &limits, &budget, &cancel);
    for size in [1, 32, 50, 96] {
        assert_eq!(square(size, None).unwrap().len() as u32, size * size * 3);
    }
    let content = prepare(file.path(), &limits, &budget, &cancel).unwrap().content_hash;
    assert_eq!(square(32, Some(&content)), square(32, None));
    // Saved over since: another picture.
    assert!(square(32, Some(&[0; 32])).unwrap_err().to_string().contains("has changed"));
}

#[test]
fn thumbnails_serve_where_they_show_as_much() {
    let original = picture(640, 480);
    let prepared = prepare_png(&original);
    assert_eq!(square_from_thumbnail(&prepared.thumbnail, 160).unwrap().len(), 160 * 160 * 3);
    assert_eq!(square_from_thumbnail(&prepared.thumbnail[..100], 160), None);
    for (size, is_enough) in [
        ((640, 480), false),
        ((1200, 900), true),
        ((1920, 1080), true),
        ((1080, 1920), true),
        ((2560, 1080), false),
        ((256, 256), false),
        ((32, 32), false),
    ] {
        assert_eq!(thumbnail_is_enough(size.0, size.1), is_enough, "{size:?}");
    }
}

#[test]
fn copies_share_a_content_hash_and_recompressed_ones_a_perceptual_hash() {
    let image = picture(200, 150);
    let one = prepare_png(&image);
    assert_eq!(one, prepare_png(&image), "deterministic");
    let smaller = DynamicImage::from(image).thumbnail(120, 120).into_rgb8();
    let near = prepare_png(&smaller);
    assert_ne!(one.content_hash, near.content_hash);
    assert!((one.perceptual_hash ^ near.perceptual_hash).count_ones() <= 6);
}

/// A folder of 30 pictures, every seventh damaged.
fn folder() -> (tempfile::TempDir, Vec<Entry>) {
    let dir = tempfile::tempdir().unwrap();
    for i in 0..30 {
        let path = dir.path().join(format!("{i:02}.png"));
        if i % 7 == 3 {
            std::fs::write(path, b"\x89PNG\r\n\x1a\nno more").unwrap();
        } else {
            picture(60 + i, 50).save(path).unwrap();
        }
    }
    let found = scan::scan(dir.path(), &CancelToken::default(), &mut |_| {}).unwrap();
    (dir, found.files)
}

#[test]
fn an_import_reports_every_file_once_whatever_the_threads() {
    let (dir, entries) = folder();
    let run = |threads| {
        let seen = Mutex::new(BTreeMap::new());
        import(dir.path(), &entries, threads, &CancelToken::default(), &|_, _| (), &|index, result| {
            assert!(seen.lock().insert(index, result).is_none(), "{index} came twice");
        })
        .unwrap();
        seen.into_inner()
    };
    let one = run(1);
    assert_eq!(one.len(), 30);
    for (index, result) in &one {
        match result {
            Ok(prepared) => assert_eq!(prepared.width, 60 + *index as u32),
            Err(reason) => assert_eq!((reason.kind, index % 7), (SkipKind::Damaged, 3)),
        }
    }
    assert_eq!(run(4), one);
    assert_eq!(run(100), one);
}

#[test]
fn an_empty_import_is_done_at_once() {
    assert_eq!(import(Path::new("/"), &[], 0, &CancelToken::default(), &|_, _| (), &|_, _| {}), Ok(()));
}

#[test]
fn a_cancelled_import_says_so_and_reports_no_half_read_file() {
    let (dir, entries) = folder();
    let cancel = CancelToken::default();
    let seen = Mutex::new(Vec::new());
    let outcome = import(dir.path(), &entries, 3, &cancel, &|_, _| (), &|_, result| {
        let mut seen = seen.lock();
        seen.push(result);
        if seen.len() == 5 {
            cancel.cancel();
        }
    });
    assert_eq!(outcome, Err(Cancelled));
    let seen = seen.into_inner();
    assert!((5..=8).contains(&seen.len()), "{}", seen.len());
    assert!(seen.iter().all(|result| !matches!(result, Err(reason) if reason.kind == SkipKind::Cancelled)));
}

/// The tile, made of what is kept of an image.
fn kept(prepared: &Prepared) -> Option<Tile> {
    let (width, height) = (prepared.tile.width, prepared.tile.height);
    let Some(kept) = &prepared.kept_tile else { return tile_of_thumbnail(&prepared.thumbnail) };
    assert!(kept.len() <= prepared.tile.rgb.len() && is_of_tile(kept, width, height));
    Some(Tile { width, height, rgb: tile_of_kept(kept.clone(), width, height)? })
}

/// Files of one picture in every way that a small lossless one is saved.
fn saved(width: u32, height: u32) -> Vec<(String, Vec<u8>)> {
    use image::ImageFormat::{Bmp, Gif, Png, WebP};
    let colours = picture(width, height);
    let rgb = DynamicImage::from(colours.clone());
    let alpha = DynamicImage::from(image::RgbaImage::from_fn(width, height, |x, y| {
        let [r, g, b] = colours.get_pixel(x, y).0;
        image::Rgba([r, g, b, (x * 9 + y) as u8])
    }));
    let kinds = [
        ("colours", rgb.clone(), vec![Png, Bmp, WebP, Gif]),
        ("grey", rgb.grayscale(), vec![Png]),
        ("grey of 16 bit", DynamicImage::from(rgb.to_luma16()), vec![Png]),
        ("16 bit", DynamicImage::from(rgb.to_rgb16()), vec![Png]),
        ("alpha", alpha, vec![Png, WebP]),
    ];
    let save = |(name, image, formats): (&str, DynamicImage, Vec<ImageFormat>)| {
        formats
            .into_iter()
            .map(move |format| {
                let mut bytes = std::io::Cursor::new(Vec::new());
                let image = if format == Gif { DynamicImage::from(image.to_rgba8()) } else { image.clone() };
                image.write_to(&mut bytes, format).unwrap();
                (format!("{name}, {format:?}, {width} x {height}"), bytes.into_inner())
            })
            .collect::<Vec<_>>()
    };
    kinds.into_iter().flat_map(save).collect()
}

/// The tile as earlier versions kept it: cut from the whole picture, decoded exactly.
fn exact_tile(bytes: &[u8]) -> Tile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let (limits, budget, cancel) = (Limits::default(), ByteBudget::default(), CancelToken::default());
    let rgb = crate::dataset::decode::decode(file.path(), &limits, &budget, &cancel).unwrap();
    Resampler::default().crop(&rgb, whole(&rgb), tile_crop(rgb.width(), rgb.height())).into()
}

#[test]
fn tiles_of_lossless_files_are_kept_bit_for_bit() {
    for (width, height) in
        [(1, 1), (3, 1), (2, 60), (32, 32), (64, 20), (63, 64), (65, 64), (96, 96), (190, 64), (300, 200)]
    {
        for (what, bytes) in saved(width, height) {
            let prepared = prepare_bytes(&bytes).unwrap();
            assert_eq!(prepared.tile, exact_tile(&bytes), "{what}");
            assert_eq!(kept(&prepared).as_ref(), Some(&prepared.tile), "{what}");
            assert_eq!(prepared.kept_tile.is_none(), width.max(height) <= TILE_SIDE, "{what}");
            let n_kept = prepared.thumbnail.len() + prepared.kept_tile.as_ref().map_or(0, Vec::len);
            let jpeg = thumbnail_jpeg(prepared.thumbnail.clone());
            let n_before = jpeg.len() + prepared.tile.rgb.len();
            assert!(
                n_kept <= n_before && (width.min(height) < 16 || width > 200 || n_kept * 10 <= n_before * 7),
                "{what}: {n_kept} of {n_before}"
            );
        }
    }
}

#[test]
fn odd_files_keep_their_tiles_too() {
    let small = jpeg::encode(&picture(60, 40), 90).unwrap();
    let palette = include_bytes!("../../../tests/data/png/palette_interlaced.png").to_vec();
    let profile = include_bytes!("../../../tests/data/png/profile.png").to_vec();
    let turned = (2..=8).map(|orientation| turned(&small, orientation));
    for (n, bytes) in turned.chain([palette, profile, PROGRESSIVE.to_vec()]).enumerate() {
        let prepared = prepare_bytes(&bytes).unwrap();
        assert_eq!(kept(&prepared).as_ref(), Some(&prepared.tile), "{n}");
        assert_eq!(prepared.tile, exact_tile(&bytes), "{n}");
    }
}

#[test]
fn a_small_picture_is_shown_as_it_is_and_goes_out_as_the_jpeg_that_it_was() {
    let image = picture(50, 40);
    let prepared = prepare_png(&image);
    assert_eq!(thumbnail_rgb(&prepared.thumbnail), Some(image.clone()));
    assert_eq!(Some(thumbnail_jpeg(prepared.thumbnail.clone())), jpeg::encode(&image, THUMBNAIL_QUALITY));
    assert_eq!(square_from_thumbnail(&prepared.thumbnail, 32).map(|square| square.len()), Some(32 * 32 * 3));
    let large = prepare_png(&picture(300, 200)).thumbnail;
    assert_eq!(thumbnail_jpeg(large.clone()), large);
    assert_eq!(thumbnail_rgb(b"no picture"), None);
    assert_eq!(thumbnail_jpeg(b"no picture".to_vec()), b"no picture");
}

#[test]
fn tiles_of_earlier_versions_are_read_and_others_are_not() {
    let tile = prepare_png(&picture(96, 80)).tile;
    let raw = tile.rgb.clone();
    assert_eq!(tile_of_kept(raw.clone(), tile.width, tile.height).as_ref(), Some(&raw));
    let packed = lossless::pack(tile.width, tile.height, &raw, raw.len()).unwrap();
    for wrong in [raw[1..].to_vec(), packed[..100].to_vec(), lossless::pack(8, 8, &raw[..192], 999).unwrap()] {
        assert_eq!(tile_of_kept(wrong, tile.width, tile.height), None);
    }
    assert!(is_of_tile(&packed, tile.width, tile.height) && !is_of_tile(&packed, tile.height, tile.width));
}

#[test]
fn a_small_jpeg_needs_no_tile_beside_its_thumbnail() {
    for (width, height) in
        [(1, 1), (17, 9), (32, 32), (64, 100), (100, 90), (144, 145), (150, 150), (256, 33), (256, 256)]
    {
        for quality in [60, 92] {
            let mut bytes = Vec::new();
            let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
            picture(width, height).write_with_encoder(encoder).unwrap();
            let exif = turned(&bytes, 1);
            for bytes in [bytes, exif] {
                let prepared = prepare_bytes(&bytes).unwrap();
                let what = format!("{width} x {height}, quality {quality}");
                assert!(prepared.kept_tile.is_none() || width.min(height) < 16, "{what}");
                assert_eq!(kept(&prepared), Some(prepared.tile), "{what}");
            }
        }
    }
    assert_eq!(tile_of_thumbnail(b"no picture"), None);
}

#[test]
fn a_jpeg_with_flaws_is_not_its_own_thumbnail() {
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 92);
    picture(100, 90).write_with_encoder(encoder).unwrap();
    let mut n_taken = 0;
    for at in (700..bytes.len() - 2).step_by(97) {
        let mut flawed = bytes.clone();
        flawed[at] ^= 0x5a;
        let Ok(prepared) = prepare_bytes(&flawed) else { continue };
        n_taken += 1;
        assert_eq!(kept(&prepared), Some(prepared.tile), "{at}");
    }
    assert!(n_taken > 0);
}
