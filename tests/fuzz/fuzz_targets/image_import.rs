//! A file of a photo folder: all that an import reads of it.
#![no_main]

use gleaner::control::CancelToken;
use gleaner::dataset::decode::{ByteBudget, Limits};
use gleaner::dataset::{fingerprint, photo, pixels};
use gleaner_fuzz::{let_panics_be_caught, with_file};
use libfuzzer_sys::fuzz_target;

/// So small that what is declared can be tried on this machine.
const LIMITS: Limits = Limits { max_pixels: 1 << 20, max_bytes: 64 << 20 };

fuzz_target!(init: let_panics_be_caught(), |bytes: &[u8]| {
    // What a project that came from elsewhere may keep of a picture.
    if let [width, height, piece @ ..] = bytes {
        let _ = pixels::tile_of_kept(piece.to_vec(), (*width).into(), (*height).into());
    }
    let _ = (pixels::tile_of_thumbnail(bytes), pixels::thumbnail_rgb(bytes));
    with_file(bytes, |path| {
        let (budget, cancel) = (ByteBudget::new(LIMITS.max_bytes), CancelToken::default());
        if let Ok(made) = pixels::prepare(path, &LIMITS, &budget, &cancel) {
            assert!(u64::from(made.width) * u64::from(made.height) <= LIMITS.max_pixels);
            assert_eq!(made.tile.rgb.len(), made.tile.width as usize * made.tile.height as usize * 3);
            assert_eq!(made.content_hash, fingerprint::content_hash(bytes));
            assert!(pixels::square_from_thumbnail(&made.thumbnail, 32).is_some(), "a thumbnail that can not be read");
            let (width, height) = (made.tile.width, made.tile.height);
            let tile = match made.kept_tile {
                Some(kept) => pixels::tile_of_kept(kept, width, height),
                None => pixels::tile_of_thumbnail(&made.thumbnail).map(|tile| tile.rgb),
            };
            assert!(tile == Some(made.tile.rgb), "a tile that is not what was kept");
        }
        let _ = photo::read(path);
    });
});
