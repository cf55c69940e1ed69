//! Room is given back, and nothing is lost whenever the work is killed.

use super::super::compact::{Moving, compact};

use super::{Made, Subject};
use crate::control::CancelToken;
use crate::store::packs::{PackWriter, segment_sizes};
use std::fs;

#[test]
fn compacting_frees_what_no_row_points_at() {
    let made = Made::new();
    with_holes(&made);
    let before = made.pixels();
    let journal = made.store().journal().expect("readable");
    fs::create_dir_all(made.project().join("prepared")).expect("made");
    fs::write(made.project().join("prepared/0123456789abcdef01234567-224.rgb"), vec![0; 5000]).expect("written");
    let compacted = compact(&made.project(), &CancelToken::default(), &mut |_| ()).expect("compacted");
    assert!(compacted.freed() >= 105_000 && compacted.n_damaged == 0, "{compacted:?}");
    assert_eq!(compacted.n_removed, 1);
    assert_eq!(made.pixels(), before);
    assert_eq!(made.store().journal().expect("readable"), journal);
    assert!(made.look().is_sound());
    let packs = segment_sizes(&made.project().join("pixels")).expect("listed");
    assert_eq!(packs.values().sum::<u64>(), before.iter().map(|bytes| bytes.len() as u64).sum::<u64>());
    let again = compact(&made.project(), &CancelToken::default(), &mut |_| ()).expect("compacted");
    assert_eq!(segment_sizes(&made.project().join("pixels")).expect("listed"), packs);
    assert_eq!(again.freed(), 0);
}

/// Bytes in the packs that no row points at; one row is of an image that is gone.
fn with_holes(made: &Made) {
    let mut packs = PackWriter::open(&made.project().join("pixels")).expect("packs");
    packs.append(&vec![7; 100_000]).expect("appended");
    packs.sync().expect("synced");
    made.store().damage("UPDATE images SET presence = 'missing' WHERE id = 4");
}

#[test]
fn a_kill_while_compacting_loses_nothing() {
    for n_steps in 0..4 {
        let made = Made::new();
        with_holes(&made);
        let before = made.pixels();
        let mut store = made.store();
        let mut moving = Moving::plan(&store).expect("planned");
        if n_steps > 0 {
            moving.copy(&store, &CancelToken::default(), &mut |_| ()).expect("copied");
        }
        if n_steps > 1 {
            moving.point(&mut store).expect("pointed");
        }
        if n_steps > 2 {
            moving.remove_old(&store).expect("removed");
        }
        drop((moving, store));
        assert_eq!(made.pixels(), before, "after {n_steps} steps");
        assert!(made.look().is_sound());
        compact(&made.project(), &CancelToken::default(), &mut |_| ()).expect("compacted");
        assert_eq!(made.pixels(), before, "after {n_steps} steps");
        let packs = segment_sizes(&made.project().join("pixels")).expect("listed");
        assert_eq!(packs.values().sum::<u64>(), before.iter().map(|bytes| bytes.len() as u64).sum::<u64>());
    }
}

#[test]
fn damaged_pixels_stay_for_whoever_can_help() {
    let made = Made::new();
    with_holes(&made);
    made.store().damage("UPDATE images SET tile_checksum = 5 WHERE id = 2");
    let compacted = compact(&made.project(), &CancelToken::default(), &mut |_| ()).expect("compacted");
    assert_eq!(compacted.n_damaged, 1);
    made.is_healed(Subject::Pixels, "1 image has lost");
    let compacted = compact(&made.project(), &CancelToken::default(), &mut |_| ()).expect("compacted");
    assert!(compacted.n_damaged == 0 && compacted.freed() > 100_000, "{compacted:?}");
}
