//! Views: the same bits for the same key, finite for any folder, and the tiles that they are cut from.

use super::*;
use std::convert::Infallible;

fn noise(n: usize, size: usize) -> TileSet {
    let tile = |i: usize| -> Result<_, Infallible> {
        let mut rng = Rng::from_key(&[3, i as u64]);
        let (w, h) = (40 + rng.below(40), 40 + rng.below(40));
        Ok((w as u32, h as u32, (0..w * h * 3).map(|_| rng.below(256) as u8).collect()))
    };
    TileSet::build(n, size, tile).expect("infallible")
}

fn bits(tiles: &TileSet, view: View, indices: &[u32], key: &[u64]) -> Vec<u32> {
    let mut out = Vec::new();
    batch(tiles, view, indices, key, &mut out);
    assert_eq!(out.len(), indices.len() * 3 * view.side(tiles.size).pow(2));
    assert!(out.iter().all(|x| x.is_finite()));
    out.into_iter().map(f32::to_bits).collect()
}

fn in_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool").install(work)
}

#[test]
fn threads_and_company_change_no_bit() {
    let tiles = in_pool(1, || noise(40, 32));
    let again = in_pool(3, || noise(40, 32));
    assert!(tiles.rgb == again.rgb && tiles.mean == again.mean && tiles.std == again.std);
    let indices: Vec<u32> = (0..40).rev().collect();
    for view in [View::Plain, View::Simclr, View::SimclrAt(32), View::Strong] {
        let one = in_pool(1, || bits(&tiles, view, &indices, &[1, 2]));
        for threads in [2, 5] {
            assert!(in_pool(threads, || bits(&tiles, view, &indices, &[1, 2])) == one, "{view:?} on {threads}");
        }
        let n = 3 * 32 * 32;
        assert!(bits(&tiles, view, &indices[7..8], &[1, 2]) == one[7 * n..8 * n], "{view:?} alone");
    }
}

#[test]
fn another_key_image_or_view_gives_another_picture() {
    let size = 16;
    // The same picture twice, so that only the draws differ.
    let tile = |_| -> Result<_, Infallible> { Ok((16, 16, (0..16 * 16 * 3).map(|i| (i % 251) as u8).collect())) };
    let tiles = TileSet::build(2, size, tile).expect("infallible");
    for view in [View::Simclr, View::SimclrAt(12), View::Strong] {
        let one = bits(&tiles, view, &[0], &[9, 0]);
        assert!(one == bits(&tiles, view, &[0], &[9, 0]));
        assert!(one != bits(&tiles, view, &[1], &[9, 0]), "{view:?}: image");
        assert!(one != bits(&tiles, view, &[0], &[9, 1]), "{view:?}: key");
    }
    assert!(bits(&tiles, View::Plain, &[0], &[9]) == bits(&tiles, View::Plain, &[1], &[8]));
}

#[test]
fn views_of_any_size_and_of_flat_folders_are_finite() {
    for size in [8, 17, 32, 64] {
        let tiles = noise(6, size);
        let flat = TileSet::build(2, size, |_| Ok::<_, Infallible>((70, 35, vec![90; 70 * 35 * 3])));
        let flat = flat.expect("infallible");
        assert!(flat.rgb.iter().all(|&v| v == 90) && flat.std == [1.0 / 255.0; 3]);
        for view in [View::Plain, View::Simclr, View::SimclrAt(size * 3 / 4), View::Strong] {
            for key in 0..30 {
                bits(&tiles, view, &[0, 1, 2, 3, 4, 5], &[key]);
                bits(&flat, view, &[0, 1], &[key]);
            }
        }
        assert!(bits(&flat, View::Plain, &[0], &[]).iter().all(|&x| f32::from_bits(x).abs() < 1e-3));
    }
    assert_eq!(noise(0, 32).rgb.len(), 0);
}

#[test]
fn plain_views_have_no_mean_and_unit_spread() {
    let tiles = noise(30, 32);
    let x: Vec<f64> = bits(&tiles, View::Plain, &(0..30).collect::<Vec<_>>(), &[])
        .into_iter()
        .map(|bits| f64::from(f32::from_bits(bits)))
        .collect();
    let n = x.len() as f64;
    assert!((x.iter().sum::<f64>() / n).abs() < 1e-4);
    assert!((x.iter().map(|v| v * v).sum::<f64>() / n - 1.0).abs() < 1e-3);
}

#[test]
fn tiles_are_the_centre_square() {
    let ramp = |(w, h): (usize, usize)| {
        let pixels = (0..h).flat_map(|y| (0..w).flat_map(move |x| [x as u8, y as u8, 7])).collect();
        Ok::<_, Infallible>((w as u32, h as u32, pixels))
    };
    let same = TileSet::build(1, 32, |_| ramp((32, 32))).expect("infallible");
    assert_eq!(same.rgb, ramp((32, 32)).expect("infallible").2);
    let wide = TileSet::build(1, 32, |_| ramp((51, 32))).expect("infallible");
    assert_eq!((wide.rgb[0], wide.rgb[1], wide.rgb[31 * 3]), (9, 0, 40), "columns 9 to 40 of 51");
    let tall = TileSet::build(1, 16, |_| ramp((32, 64))).expect("infallible");
    assert!(tall.rgb[1].abs_diff(16) <= 1 && tall.rgb[0] <= 1, "{:?}", &tall.rgb[..3]);
    let failing = TileSet::build(3, 8, |i| if i == 1 { Err("unreadable") } else { Ok((8, 8, vec![0; 192])) });
    assert_eq!(failing.err(), Some("unreadable"));
}

#[test]
fn crops_keep_to_their_ranges() {
    let mut rng = Rng::from_key(&[4]);
    let mut smallest = 1.0f64;
    for _ in 0..2000 {
        let Rect { x, y, width, height } = random_crop(32, &mut rng);
        assert!(x + width <= 32 && y + height <= 32);
        let (area, ratio) = ((width * height) as f64 / 1024.0, width as f64 / height as f64);
        assert!((0.17..=1.0).contains(&area) && (0.7..=1.43).contains(&ratio), "{width} x {height}");
        smallest = smallest.min(area);
    }
    assert!(smallest < 0.25);
}

/// Views are a promise: a run that is resumed by a newer program, or repeated by it, sees the pictures that it saw. The
/// hashes were recorded before the operators were made fast.
#[test]
fn no_bit_of_a_view_ever_changes() {
    for (size, view, hash) in [
        (32, View::Plain, "3e63460021b69789"),
        (32, View::Simclr, "5fa7c57160961ace"),
        (32, View::Strong, "8f7003bf96f81d74"),
        (50, View::Simclr, "504a36a21d7800b3"),
        (32, View::SimclrAt(24), "c5f02939f9b9098b"),
        (50, View::Strong, "71b2ec67f05c4314"),
        (96, View::Plain, "b4776a736636d631"),
        (96, View::Simclr, "422719e3934d8ab8"),
        (96, View::Strong, "ef29be2c64e97326"),
    ] {
        // Noise, waves with every hue and saturation, greys, and a flat picture.
        let picture = |i: usize| -> Result<_, Infallible> {
            let mut rng = Rng::from_key(&[8, i as u64]);
            let (w, h) = (size + rng.below(9), size + rng.below(9));
            let (speed, depth) = ([1, 2, 3].map(|_| rng.below(7)), rng.below(256));
            let wave = |x: usize, y: usize, c: usize| (x * speed[c] + y * speed[(c + 1) % 3] + 40 * c) % (depth + 1);
            let mut level = |x: usize, y: usize, c: usize| match i % 4 {
                0 => rng.below(256),
                1 | 2 => wave(x, y, c),
                _ => wave(x, y, 0) / 2,
            };
            let at = (0..w * h * 3).map(|at| (at / 3 % w, at / 3 / w, at % 3));
            Ok((w as u32, h as u32, at.map(|(x, y, c)| level(x, y, c) as u8).collect()))
        };
        let tiles = TileSet::build(24, size, picture).expect("infallible");
        let mut hasher = blake3::Hasher::new();
        for key in 0..8 {
            for bits in bits(&tiles, view, &(0..24).collect::<Vec<_>>(), &[key]) {
                hasher.update(&bits.to_le_bytes());
            }
        }
        assert_eq!(&hasher.finalize().to_hex().as_str()[..16], hash, "{view:?} at {size}");
    }
}
