//! Operators against what Pillow makes of the same picture.

use super::*;

/// An image of `tests/data/augment`: width, height, RGB.
fn golden(name: &str) -> (usize, usize, Vec<u8>) {
    let path = format!("{}/tests/data/augment/{name}.png", env!("CARGO_MANIFEST_DIR"));
    let image = image::open(&path).unwrap_or_else(|e| panic!("{path}: {e}")).to_rgb8();
    (image.width() as usize, image.height() as usize, image.into_raw())
}

/// Within one level on average, and two at most on 99 % of the pixels; `ignores_border` leaves out what rotating and
/// shearing may round otherwise.
fn check(name: &str, ours: &[u8], ignores_border: bool) {
    let (width, height, theirs) = golden(name);
    assert_eq!(ours.len(), theirs.len(), "{name}");
    let is_border = |at: usize| {
        let (x, y) = (at % width, at / width);
        x == 0 || y == 0 || x + 1 == width || y + 1 == height
    };
    let mut offs: Vec<u8> = Vec::new();
    for (at, (a, b)) in ours.chunks(3).zip(theirs.chunks(3)).enumerate() {
        if !(ignores_border && is_border(at)) {
            offs.push(a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0));
        }
    }
    let mean = offs.iter().map(|&off| f64::from(off)).sum::<f64>() / offs.len() as f64;
    let share = offs.iter().filter(|&&off| off <= 2).count() as f64 / offs.len() as f64;
    assert!(mean <= 1.0 && share >= 0.99, "{name}: off by {mean} on average, {share} of the pixels within 2");
}

fn applied(op: Op) -> Vec<u8> {
    let (width, height, rgb) = golden("source");
    let mut canvas = Canvas::default();
    canvas.reset(width, height).copy_from_slice(&rgb);
    canvas.apply(op);
    canvas.rgb().to_vec()
}

#[test]
fn operators_match_pillow() {
    for (name, op) in [
        ("source", Op::Identity),
        ("autocontrast", Op::AutoContrast),
        ("equalize", Op::Equalize),
        ("rotate_m30", Op::Rotate(-30.0)),
        ("rotate_p17", Op::Rotate(17.0)),
        ("solarize_96", Op::Solarize(96)),
        ("solarize_200", Op::Solarize(200)),
        ("color_0.05", Op::Color(0.05)),
        ("color_0.6", Op::Color(0.6)),
        ("color_1.4", Op::Color(1.4)),
        ("saturation_0.6", Op::Color(0.6)),
        ("saturation_1.4", Op::Color(1.4)),
        ("contrast_0.05", Op::Contrast(0.05)),
        ("contrast_0.7", Op::Contrast(0.7)),
        ("contrast_1.4", Op::Contrast(1.4)),
        ("brightness_0.3", Op::Brightness(0.3)),
        ("brightness_1.4", Op::Brightness(1.4)),
        ("sharpness_0.05", Op::Sharpness(0.05)),
        ("sharpness_0.8", Op::Sharpness(0.8)),
        ("shear_x_0.1", Op::ShearX(0.1)),
        ("shear_y_-0.1", Op::ShearY(-0.1)),
        ("translate_x_0.1", Op::TranslateX(0.1)),
        ("translate_y_-0.1", Op::TranslateY(-0.1)),
        ("posterize_4", Op::Posterize(4)),
        ("posterize_6", Op::Posterize(6)),
        ("invert", Op::Invert),
        ("grayscale", Op::Grayscale),
        ("hue_-0.1", Op::Hue(-0.1)),
        ("hue_0.05", Op::Hue(0.05)),
        ("hue_0.1", Op::Hue(0.1)),
    ] {
        let may_differ_on_border = matches!(op, Op::Rotate(_) | Op::ShearX(_) | Op::ShearY(_));
        check(name, &applied(op), may_differ_on_border);
    }
}

#[test]
fn resizing_matches_pillow() {
    let (width, _, rgb) = golden("source");
    let mut resampler = Resampler::default();
    for (name, crop) in [
        ("resized_crop_box_0_0_20_20_to_32", Rect { x: 0, y: 0, width: 20, height: 20 }),
        ("resized_crop_box_5_7_40_30_to_32", Rect { x: 5, y: 7, width: 40, height: 30 }),
    ] {
        let all = Rect { x: 0, y: 0, width: 32, height: 32 };
        let mut whole = vec![0; 32 * 32 * 3];
        resampler.resize(&rgb, width, crop, (32, 32), all, &mut whole);
        check(name, &whole, false);
        let window = Rect { x: 3, y: 9, width: 10, height: 20 };
        let mut part = vec![0; 10 * 20 * 3];
        resampler.resize(&rgb, width, crop, (32, 32), window, &mut part);
        for (y, row) in part.chunks(30).enumerate() {
            assert_eq!(row, &whole[((y + 9) * 32 + 3) * 3..][..30], "{name}: a window is cut from the whole");
        }
    }
}

#[test]
fn small_facts_about_operators() {
    let (width, _, source) = golden("source");
    let mirrored = applied(Op::FlipHorizontal);
    for (ours, theirs) in mirrored.chunks(width * 3).zip(source.chunks(width * 3)) {
        assert_eq!(ours.chunks(3).rev().flatten().copied().collect::<Vec<_>>(), theirs);
    }
    for same in [
        Op::Solarize(256),
        Op::Posterize(8),
        Op::Color(1.0),
        Op::Contrast(1.0),
        Op::Brightness(1.0),
        Op::Sharpness(1.0),
        Op::Rotate(0.0),
        Op::TranslateX(0.0),
    ] {
        assert_eq!(applied(same), source, "{same:?}");
    }
    let mut black = Canvas::default();
    black.reset(5, 4).fill(0);
    for op in [Op::AutoContrast, Op::Equalize, Op::Hue(0.1), Op::Sharpness(0.1), Op::Contrast(0.5)] {
        black.apply(op);
        assert!(black.rgb().iter().all(|&v| v == 0), "{op:?}");
    }
}

#[test]
fn cutout_is_a_square_clipped_by_the_border() {
    let n_cut = |at, side| {
        let mut picture = vec![1.0; 3 * 8 * 8];
        cutout(&mut picture, 8, at, side);
        picture.iter().filter(|&&v| v == 0.0).count()
    };
    assert_eq!(n_cut((4, 4), 4), 3 * 16);
    assert_eq!(n_cut((4, 4), 5), 3 * 16);
    assert_eq!(n_cut((0, 4), 4), 3 * 8);
    assert_eq!(n_cut((7, 7), 6), 3 * 16);
    assert_eq!(n_cut((3, 3), 1), 0);
}
