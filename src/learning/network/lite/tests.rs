//! The packed network against numbers that were computed in another language from the same file.

use super::*;
use candle_core::Device;

const WEIGHTS: &[u8] = include_bytes!("../../../../assets/lite2.safetensors");

/// The picture of the golden numbers.
fn picture(side: usize) -> Vec<u8> {
    let levels = |(y, x): (usize, usize)| [(3 * x + y) % 256, (x + 5 * y) % 256, x * y % 256].map(|level| level as u8);
    (0..side).flat_map(|y| (0..side).map(move |x| (y, x))).flat_map(levels).collect()
}

/// Rows and classes of the picture of this side: torch in f64, from the packed weights.
fn golden(side: usize) -> [Vec<f64>; 2] {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/lite2.json");
    let text = std::fs::read_to_string(path).expect("the golden numbers");
    let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    ["row", "classes"].map(|name| {
        let numbers = all[side.to_string()][name].as_array().expect("a list");
        numbers.iter().map(|x| x.as_f64().expect("a number")).collect()
    })
}

/// |a - b| / |b|
fn off(a: &[f32], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let off = a.iter().zip(b).map(|(a, b)| (f64::from(*a) - b).powi(2)).sum::<f64>();
    (off / b.iter().map(|b| b * b).sum::<f64>()).sqrt()
}

/// How far rows and classes are from the golden numbers.
fn check(lite: &Lite, side: usize, what: &str) {
    let seen = lite.see(&picture(side), side, true, &CancelToken::default()).expect("not cancelled");
    let [rows, classes] = golden(side);
    let (rows, classes) = (off(&seen.rows, &rows), off(&seen.classes, &classes));
    assert!(rows < 1e-5 && classes < 1e-4, "{what} at {side}: rows off by {rows}, classes by {classes}");
}

#[test]
fn the_packed_network_is_the_original_one() {
    check(&Lite::read(WEIGHTS).expect("whole"), 160, "the quickest");
}

#[test]
fn every_instruction_set_sees_the_same() {
    for isa in Isa::all() {
        check(&Lite::read_for(WEIGHTS, isa).expect("whole"), 64, &format!("{isa:?}"));
    }
}

#[test]
fn candle_composes_the_same() {
    let lite = Lite::read(WEIGHTS).expect("whole").on_device(&Device::Cpu).expect("room");
    let seen = lite.see(&picture(64), 64, true, &CancelToken::default()).expect("composed").expect("not cancelled");
    let [rows, classes] = golden(64);
    assert!(off(&seen.rows, &rows) < 1e-5 && off(&seen.classes, &classes) < 1e-4);
}

#[test]
fn what_is_seen_of_an_image_does_not_depend_on_the_others_nor_on_threads() {
    let lite = Lite::read(WEIGHTS).expect("whole");
    let side = 64;
    let whole = picture(3 * side);
    let pictures: Vec<Vec<u8>> = (0..7).map(|i| whole[i * 1000..][..side * side * COLOURS].to_vec()).collect();
    let cancel = CancelToken::default();
    let alone = pictures.iter().map(|picture| lite.see(picture, side, true, &cancel).expect("not cancelled"));
    let mut expected = Seen::default();
    alone.for_each(|seen| {
        expected.rows.extend(seen.rows);
        expected.classes.extend(seen.classes);
    });
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let found = pool.install(|| lite.see(&pictures.concat(), side, true, &cancel)).expect("not cancelled");
        assert!(found == expected, "with {threads} threads");
        let rows = pool.install(|| lite.see(&pictures.concat(), side, false, &cancel)).expect("not cancelled");
        assert!(rows.rows == expected.rows && rows.classes.is_empty());
    }
    assert_eq!(lite.see(&[], side, true, &cancel).expect("nothing to do"), Seen::default());
}

#[test]
fn every_side_in_whole_steps_works() {
    let lite = Lite::read(WEIGHTS).expect("whole");
    let device = lite.on_device(&Device::Cpu).expect("room");
    for side in [32, 128, 224] {
        let cancel = CancelToken::default();
        let ours = lite.see(&picture(side), side, false, &cancel).expect("not cancelled");
        let theirs = device.see(&picture(side), side, false, &cancel).expect("composed").expect("not cancelled");
        let theirs: Vec<f64> = theirs.rows.iter().map(|x| f64::from(*x)).collect();
        assert!(off(&ours.rows, &theirs) < 1e-5, "at {side}");
    }
}

#[test]
fn a_cancelled_look_says_so() {
    let lite = Lite::read(WEIGHTS).expect("whole");
    let cancel = CancelToken::default();
    cancel.cancel();
    assert_eq!(lite.see(&picture(32), 32, false, &cancel), Err(Cancelled));
    let device = lite.on_device(&Device::Cpu).expect("room");
    assert_eq!(device.see(&picture(32), 32, false, &cancel).expect("composed"), Err(Cancelled));
}

#[test]
fn a_file_that_lacks_something_is_told_by_name() {
    let words = |bytes: &[u8]| Lite::read(bytes).err().expect("not the network").to_string();
    let backbone = include_bytes!("../../../../assets/backbone.safetensors");
    assert!(words(backbone).contains("lacks features.0.0.weight"), "{}", words(backbone));
    words(b"no file at all");
}
