//! Rows come back as they went: images and runs.

use super::super::{ImageRecord, ImageRow, ImageState, Presence, RowChange, RunRow, Store, StoreError, StoredRunState};
use super::{any_record, epoch, new, outcome, project, ready, record, reopen, settings, stamp};
use crate::clustering::settings::{Preset, RunSettings};
use crate::dataset::rel_path::RelPath;
use crate::dataset::skip::{SkipKind, SkipReason};
use crate::ids::{ImageId, RunId};
use crate::stage::{Kept, Stage};
use crate::strings::{Decimal, Language, Told, speak, told};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;

#[test]
fn every_kind_of_image_comes_back() {
    let (_dir, _, mut store) = project();
    let mut records: Vec<ImageRecord> = SkipKind::STORED
        .into_iter()
        .map(|kind| record(kind.key().as_bytes(), ImageState::Skipped(SkipReason::new(kind, "why\0 'not'; \u{1f63a}"))))
        .collect();
    records.push(record(b"zz/\xff\xfe\0\n.jpg", ready(3)));
    records.push(record(b"empty reason", ImageState::Skipped(SkipReason::new(SkipKind::Empty, ""))));
    records.push(record(b"a", ImageState::Gone));
    records.push(ImageRecord { stamp: stamp(u64::MAX, i64::MIN), ..record(b"", ready(0)) });
    records.extend(Presence::ALL.map(|presence| ImageRecord {
        links: vec![RelPath::from("a"), RelPath::from("b/\u{1f63a}")],
        replaces: Some(ImageId(3)),
        presence,
        ..record(presence.as_str().as_bytes(), ready(4))
    }));
    let ids = store.put_images(&new(&records)).unwrap();
    assert_eq!(ids, (1..=records.len() as u32).map(ImageId).collect::<Vec<_>>());
    let mut expected: Vec<ImageRow> =
        ids.into_iter().zip(records).map(|(id, record)| ImageRow { id, record }).collect();
    expected.sort_by(|a, b| a.record.path.cmp(&b.record.path));
    assert_eq!(store.images().unwrap(), expected);
    assert_eq!(reopen(store).images().unwrap(), expected);
}

#[test]
fn no_images_are_fine() {
    let (_dir, _, mut store) = project();
    assert_eq!(store.put_images(&[]).unwrap(), []);
    assert_eq!(store.images().unwrap(), []);
}

#[test]
fn stopped_work_is_not_stored_and_spoils_the_whole_list() {
    let (_dir, _, mut store) = project();
    let records = [record(b"a", ready(1)), record(b"b", ImageState::Skipped(SkipReason::cancelled()))];
    let told = store.put_images(&new(&records)).unwrap_err().to_string();
    assert!(told.contains("b cannot be kept"), "{told}");
    assert_eq!(store.images().unwrap(), []);
}

#[test]
fn ids_stay_with_their_rows_and_none_is_given_twice() {
    let (_dir, _, mut store) = project();
    let put = |store: &mut Store, id: Option<ImageId>, path: &[u8]| {
        store.put_images(&[RowChange { id, record: record(path, ready(1)) }]).unwrap()[0]
    };
    let a = put(&mut store, None, b"a");
    let b = put(&mut store, None, b"b");
    assert_eq!(put(&mut store, Some(b), b"elsewhere/b"), b, "moved");
    let mut store = reopen(store);
    let c = put(&mut store, None, b"c");
    assert_eq!([a, b, c], [1, 2, 3].map(ImageId), "no id is used up by a row that is replaced");
    let lost = RowChange { id: Some(ImageId(9)), record: record(b"x", ready(1)) };
    assert!(store.put_images(&[lost]).is_err(), "there is no such row");
    store.db.execute_batch("DELETE FROM images").unwrap();
    let mut store = reopen(store);
    assert_eq!(put(&mut store, None, b"a"), ImageId(4), "not even when rows are lost");
}

#[test]
fn files_swap_their_names_in_one_step_and_no_two_are_at_one_path() {
    let (_dir, _, mut store) = project();
    let ids = store.put_images(&new(&[record(b"a", ready(1)), record(b"b", ready(2))])).unwrap();
    let swapped = [record(b"b", ready(1)), record(b"a", ready(2))];
    let changes: Vec<RowChange> =
        ids.iter().zip(swapped).map(|(id, record)| RowChange { id: Some(*id), record }).collect();
    store.put_images(&changes).unwrap();
    let rows = store.images().unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
    assert!(store.put_images(&new(&[record(b"c", ready(3)), record(b"a", ready(3))])).is_err());
    assert_eq!(store.images().unwrap(), rows, "nothing was changed");
    let before = ImageRecord { presence: Presence::Replaced, ..record(b"a", ready(2)) };
    let now = ImageRecord { replaces: Some(ids[1]), ..record(b"a", ready(3)) };
    let changes = [RowChange { id: Some(ids[1]), record: before }, RowChange { id: None, record: now }];
    assert_eq!(store.put_images(&changes).unwrap(), [ids[1], ImageId(3)]);
    assert_eq!(store.images().unwrap().len(), 3);
}

#[test]
fn ten_thousand_images_come_back() {
    let (_dir, _, mut store) = project();
    let records: Vec<_> =
        (0..10_000u64).map(|i| record(format!("some folder/{i:05}.jpg").as_bytes(), ready(i))).collect();
    let ids = store.put_images(&new(&records)).unwrap();
    let rows = store.images().unwrap();
    assert!(rows.iter().map(|row| &row.record).eq(&records));
    assert!(rows.iter().map(|row| row.id).eq(ids));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_puts_leave_the_last_record_of_each_row(
        puts in prop::collection::vec(prop::collection::vec((0..4u32, any_record()), 0..6), 0..6),
    ) {
        let (_dir, _, mut store) = project();
        let mut expected: BTreeMap<ImageId, ImageRecord> = BTreeMap::new();
        for records in puts {
            let mut changes: BTreeMap<u32, RowChange> = BTreeMap::new();
            for (id, record) in records {
                let known = Some(ImageId(id)).filter(|id| expected.contains_key(id));
                changes.insert(id, RowChange { id: known, record });
            }
            let changes: Vec<RowChange> = changes.into_values().collect();
            let mut after = expected.clone();
            let mut next = expected.len() as u32;
            for RowChange { id, record } in &changes {
                let id = id.unwrap_or_else(|| { next += 1; ImageId(next) });
                after.insert(id, record.clone());
            }
            let here: Vec<&RelPath> =
                after.values().filter(|r| r.presence == Presence::Here).map(|r| &r.path).collect();
            let is_possible = here.iter().collect::<std::collections::BTreeSet<_>>().len() == here.len();
            prop_assert_eq!(store.put_images(&changes).is_ok(), is_possible);
            if is_possible {
                expected = after;
            } else {
                break;
            }
        }
        let rows = reopen(store).images().unwrap();
        prop_assert_eq!(rows.into_iter().map(|row| (row.id, row.record)).collect::<BTreeMap<_, _>>(), expected);
    }
}

/// Equality that takes NaN as itself.
fn same(a: &RunRow, b: &RunRow) {
    assert_eq!(format!("{a:?}"), format!("{b:?}"));
}

#[test]
fn a_run_comes_back_at_every_step() {
    let (_dir, path, mut store) = project();
    let images: Vec<ImageId> = [5, 1, 4_000_000, 1].map(ImageId).into();
    let id = store.begin_run(&settings(), &images).unwrap();
    assert_eq!(id, RunId(1));
    assert!(store.run_dir(id).is_dir());
    assert_eq!(store.run_images(id).unwrap(), images);
    let begun = store.runs().unwrap().remove(0);
    assert_eq!((begun.state, &begun.settings), (StoredRunState::Unfinished, &settings()));
    assert_eq!((begun.version.as_str(), begun.device.as_str()), (env!("CARGO_PKG_VERSION"), "auto"));
    assert!(begun.started > 1_700_000_000 && begun.epochs.is_empty() && begun.kept.is_none());

    let epochs = [epoch("simclr", 1, f64::NAN), epoch("simclr", 2, 1.0 / 3.0), epoch("scan", 1, -0.0)];
    for i in [1, 0, 2] {
        store.put_epoch(id, &epoch(epochs[i].stage.key(), epochs[i].epoch, 9.0)).unwrap();
        store.put_epoch(id, &epochs[i]).unwrap();
    }
    let mut store = reopen(store);
    let trained = RunRow { epochs: epochs.to_vec(), seconds: 4.5, ..begun };
    same(&store.runs().unwrap()[0], &trained);
    assert_eq!(store.assignment(id).unwrap(), None);

    let done = outcome(50);
    store.finish_run(id, &done).unwrap();
    drop(store);
    let store = Store::open_read_only(&path).unwrap();
    let expected = RunRow {
        state: done.state,
        seconds: done.seconds,
        device: done.device,
        threads: done.threads,
        kept: done.kept,
        stages: done.stages,
        notes: done.notes,
        ..trained
    };
    same(&store.runs().unwrap()[0], &expected);
    assert_eq!(store.assignment(id).unwrap(), done.assignment);
    assert_eq!(store.run_images(id).unwrap(), images);
}

#[test]
fn what_a_run_says_is_read_in_the_language_of_who_reads() {
    let (_dir, _, mut store) = project();
    let id = store.begin_run(&settings(), &[]).unwrap();
    let why = told!("note-kept-only", stage = Stage::SelfLabel.within(), score = Decimal(0.8, 3));
    let mut done = outcome(4);
    done.kept = Some(Kept { stage: Stage::Scan, why: why.clone() });
    done.notes = vec![Told::words("von Hand"), told!("note-few-leaves", n = 3), why];
    store.finish_run(id, &done).unwrap();
    let mut store = reopen(store);
    let run = store.runs().unwrap().remove(0);
    assert_eq!((&run.notes, &run.kept), (&done.notes, &done.kept));
    let kept = run.kept.unwrap().why;
    assert_eq!(kept.to_string(), "Kept self-labelling (score 0.800): it was the only usable result.");
    speak(Language::German);
    assert_eq!(kept.to_string(), "Behalten: Selbstzuordnung (Wertung 0,800), das einzige brauchbare Ergebnis.");
    assert_eq!(
        run.notes[1].to_string(),
        "Der Verschmelzungsbaum dieser Bilder hat 3 Bl\u{e4}tter, also gibt es nicht mehr Gruppen."
    );
    // What is written is the same whatever the writer speaks.
    store.finish_run(id, &done).unwrap();
    let notes: String = store.db.query_row("SELECT notes FROM runs", [], |row| row.get(0)).unwrap();
    let expected = r#"["von Hand",{"args":{"n":3},"key":"note-few-leaves","words":"The merge tree of these images has 3 leaves, so there are no more groups."},"#;
    assert!(notes.starts_with(expected), "{notes}");
    speak(Language::English);
    // Of older programs, which kept words alone, and of newer ones, whose keys nobody here knows.
    let notes = r#"["Kept SCAN: it fits.",{"key":"note-newer","args":{"n":{"x":1}},"words":"Newer."}]"#;
    let stages = r#"[{"name":"scan","seconds":1,"images_per_sec":0,"metrics":{}}]"#;
    store.db.execute("UPDATE runs SET notes = ?1, stages = ?2", [notes, stages]).unwrap();
    let run = store.runs().unwrap().remove(0);
    assert_eq!(run.notes, ["Kept SCAN: it fits.", "Newer."].map(Told::words));
    assert_eq!(run.kept.unwrap().why, Told::words("Kept SCAN: it fits."));
}

#[test]
fn runs_are_apart() {
    let (_dir, _, mut store) = project();
    let first = store.begin_run(&settings(), &[]).unwrap();
    let second = store.begin_run(&RunSettings::preset(Preset::Balanced), &[ImageId(2)]).unwrap();
    assert_eq!(store.run_images(first).unwrap(), []);
    store.put_epoch(second, &epoch("simclr", 1, 0.5)).unwrap();
    let mut failed = outcome(0);
    failed.state = StoredRunState::Failed;
    failed.kept = None;
    store.finish_run(first, &failed).unwrap();
    assert_eq!(store.assignment(first).unwrap(), failed.assignment, "empty lists");
    failed.assignment = None;
    store.finish_run(first, &failed).unwrap();
    assert_eq!(store.assignment(first).unwrap(), None);
    assert_eq!(store.assignment(second).unwrap(), None);
    // Resumed after all.
    store.finish_run(first, &outcome(9)).unwrap();
    assert_eq!(store.assignment(first).unwrap(), outcome(9).assignment);
    let runs = store.runs().unwrap();
    assert_eq!(
        runs.iter().map(|run| (run.id, run.state, run.epochs.len())).collect::<Vec<_>>(),
        [(first, StoredRunState::Done, 0), (second, StoredRunState::Unfinished, 1)]
    );
}

#[test]
fn large_lists_and_nasty_confidences_come_back() {
    let (_dir, _, mut store) = project();
    let id = store.begin_run(&settings(), &(1..=100_000).map(ImageId).collect::<Vec<_>>()).unwrap();
    let mut done = outcome(100_000);
    let assignment = done.assignment.as_mut().unwrap();
    assignment.confidence[..3].copy_from_slice(&[f32::NAN, f32::INFINITY, -0.0]);
    assignment.clusters[0] = u32::MAX;
    store.finish_run(id, &done).unwrap();
    assert_eq!(store.run_images(id).unwrap().len(), 100_000);
    let read = store.assignment(id).unwrap().unwrap();
    let bits = |confidence: &[f32]| confidence.iter().map(|c| c.to_bits()).collect::<Vec<_>>();
    let written = done.assignment.unwrap();
    assert_eq!(bits(&read.confidence), bits(&written.confidence));
    assert_eq!((read.images, read.clusters), (written.images, written.clusters));
}

#[test]
fn what_a_crash_left_in_the_place_of_a_new_run_is_removed() {
    let (_dir, _, mut store) = project();
    let left = store.run_dir(RunId(1)).join("checkpoint.safetensors");
    fs::create_dir_all(left.parent().unwrap()).unwrap();
    fs::write(&left, b"of another run").unwrap();
    store.begin_run(&settings(), &[]).unwrap();
    assert!(!left.exists() && left.parent().unwrap().is_dir());
}

#[test]
fn runs_that_are_not_there_are_told() {
    let (_dir, _, mut store) = project();
    let nowhere = RunId(9);
    for result in [
        store.put_epoch(nowhere, &epoch("scan", 1, 0.0)),
        store.finish_run(nowhere, &outcome(1)),
        store.run_images(nowhere).map(drop),
    ] {
        assert!(result.unwrap_err().to_string().contains("has no run 9"));
    }
    assert_eq!(store.assignment(nowhere).unwrap(), None);
    assert!(matches!(store.arrays(nowhere), Err(StoreError::NoResult { .. })));
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    let (_dir, _, mut store) = project();
    let mut odd = settings();
    odd.simclr.lr = f64::NAN;
    assert!(matches!(store.begin_run(&odd, &[]), Err(StoreError::Unstorable { .. })));
    assert_eq!(store.runs().unwrap(), []);
    let id = store.begin_run(&settings(), &[]).unwrap();
    let mut torn = outcome(3);
    torn.assignment.as_mut().unwrap().clusters.pop();
    assert!(matches!(store.finish_run(id, &torn), Err(StoreError::Unstorable { .. })));
    assert_eq!(store.runs().unwrap()[0].state, StoredRunState::Unfinished);
}

proptest! {
    #[test]
    fn numbers_come_back_bit_for_bit(bits in prop::collection::vec(any::<u64>(), 4)) {
        use super::super::json::{epoch_from_text, epoch_to_text};
        let number = |i: usize| f64::from_bits(bits[i]);
        let mut written = epoch("scan", 1, number(0));
        (written.lr, written.entropy, written.seconds) = (number(1), Some(number(2)), number(3));
        let read = epoch_from_text(&epoch_to_text(&written).unwrap()).unwrap();
        for (read, written) in [
            (read.loss, written.loss),
            (read.lr, written.lr),
            (read.entropy.unwrap(), written.entropy.unwrap()),
            (read.seconds, written.seconds),
        ] {
            prop_assert!(read.to_bits() == written.to_bits() || (read.is_nan() && written.is_nan()));
        }
    }
}
