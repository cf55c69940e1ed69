//! Pictures of every format that is read, turned, cut and spliced: the import ends, tells which it left out, and keeps all others.

use crate::figures::{Fault, Figures, Scale};
use crate::model::Seen;
use crate::place::{Place, picture, remove};
use gleaner::control::Rng;
use image::ImageFormat as F;
use std::io::Cursor;

const FORMATS: [(F, &str); 6] =
    [(F::Jpeg, "jpg"), (F::Png, "png"), (F::Gif, "gif"), (F::Bmp, "bmp"), (F::Tiff, "tif"), (F::WebP, "webp")];

/// Pictures of one import.
const N_AT_ONCE: usize = 60;

pub fn imported(scale: Scale) -> Figures {
    let mut figures = Figures::new("hostile pictures");
    let whole: Vec<Vec<u8>> = FORMATS.iter().enumerate().map(|(i, (format, _))| encoded(*format, i)).collect();
    let place = Place::with_photos(2);
    let hostile = place.photos().join("hostile");
    for round in 0..scale.of(6) {
        remove(&hostile);
        remove(&place.project());
        std::fs::create_dir_all(&hostile).expect("made");
        for i in 0..N_AT_ONCE {
            let mut rng = Rng::from_key(&[10, round as u64, i as u64]);
            let which = i % FORMATS.len();
            let bytes = mutated(&whole, which, &mut rng);
            std::fs::write(hostile.join(format!("{i:03}.{}", FORMATS[which].1)), bytes).expect("written");
        }
        figures.damaged += N_AT_ONCE;
        let photos = place.photo_hashes();
        let called = place.call(&place.run_args(&[]));
        called.check(&format!("import {round}"), &mut figures);
        figures.expect(called.code == Some(0), Fault::Answer, || format!("import {round}: {called:?}"));
        let seen = Seen::of(&place.project());
        let n_sound = seen
            .as_ref()
            .map_or(0, |seen| seen.state.images.keys().filter(|path| !path.starts_with("hostile")).count());
        figures
            .expect(n_sound == 6, Fault::Lost, || format!("import {round}: {n_sound} of 6 sound pictures: {seen:?}"));
        place.check_photos(&photos, &mut figures);
    }
    place.check_log(&mut figures);
    figures
}

fn encoded(format: F, i: usize) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(picture(i % 3, i)).write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// One of the pictures with a few things done to it; headers are hit more often than the rest.
fn mutated(whole: &[Vec<u8>], which: usize, rng: &mut Rng) -> Vec<u8> {
    let mut bytes = whole[which].clone();
    for _ in 0..=rng.below(4) {
        let reach = if rng.chance(0.6) { bytes.len().min(96) } else { bytes.len() };
        let at = rng.below(reach.max(1)).min(bytes.len().saturating_sub(1));
        match rng.below(6) {
            _ if bytes.is_empty() => {}
            0 => bytes[at] ^= 1 << rng.below(8),
            1 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][rng.below(5)],
            2 => bytes.truncate(at + 1),
            3 => {
                let end = (at + 4).min(bytes.len());
                bytes[at..end].fill([0, 0xff][rng.below(2)]);
            }
            4 => {
                let other = &whole[rng.below(whole.len())];
                let from = rng.below(other.len());
                let part = other[from..(from + 1 + rng.below(200)).min(other.len())].to_vec();
                bytes.splice(at..at, part);
            }
            _ => {
                let end = (at + 1 + rng.below(64)).min(bytes.len());
                bytes.drain(at..end);
            }
        }
    }
    bytes
}

#[test]
fn hostile_pictures_end_no_import() {
    imported(Scale::part()).check();
}
