//! The journal keeps its order, and leads to the labels that were there when it was written.

use super::super::{JournalEntry, Store, StoreError};
use super::{any_edit, outcome, project, reopen, settings};
use crate::curation::edit::Edit;
use crate::curation::history::History;
use crate::curation::labels::{Assignment, Label, RunAssignments};
use crate::ids::{ClusterId, ImageId, Point, RunId};
use proptest::prelude::*;
use std::sync::Arc;

struct Runs<'a>(&'a Store);

impl RunAssignments for Runs<'_> {
    fn assignment(&self, run: RunId) -> Option<Arc<Assignment>> {
        self.0.assignment(run).unwrap().map(Arc::new)
    }
}

fn any_entry() -> impl Strategy<Value = JournalEntry> {
    prop_oneof![
        6 => any_edit().prop_map(JournalEntry::Edit),
        2 => Just(JournalEntry::Undo),
        1 => Just(JournalEntry::Redo),
        1 => (0..12u32).prop_map(JournalEntry::GoTo),
        2 => (0..12u32).prop_map(|point| JournalEntry::Cross(Point(point))),
    ]
}

fn take(history: &mut History, entry: &JournalEntry, runs: &dyn RunAssignments) -> bool {
    entry.replay(history, runs).is_ok_and(|is_done| is_done)
}

/// A project with run 1 of 12 images and run 2 without a result.
fn with_runs() -> (tempfile::TempDir, Store) {
    let (dir, _, mut store) = project();
    for _ in 0..2 {
        store.begin_run(&settings(), &[]).unwrap();
    }
    store.finish_run(RunId(1), &outcome(12)).unwrap();
    (dir, store)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_journal_comes_back_in_order(entries in prop::collection::vec(any_entry(), 0..20)) {
        let (_dir, _, mut store) = project();
        for entry in &entries {
            store.append(entry, "what\0ever").unwrap();
        }
        prop_assert_eq!(&store.journal().unwrap(), &entries);
        prop_assert_eq!(&reopen(store).journal().unwrap(), &entries);
    }

    #[test]
    fn replaying_gives_the_labels_again(entries in prop::collection::vec(any_entry(), 0..20)) {
        let (_dir, mut store) = with_runs();
        let mut live = History::default();
        for entry in &entries {
            if take(&mut live, entry, &Runs(&store)) {
                store.append(entry, "").unwrap();
            }
        }
        let store = reopen(store);
        let mut replayed = History::default();
        for entry in store.journal().unwrap() {
            prop_assert!(take(&mut replayed, &entry, &Runs(&store)));
        }
        prop_assert_eq!(replayed.labels(), live.labels());
        prop_assert_eq!((replayed.now(), replayed.made()), (live.now(), live.made()));
    }

    /// Of all branches, also when they are gone to by the entries that a session writes.
    #[test]
    fn every_state_ever_reached_can_be_reached_after_replaying(entries in prop::collection::vec(any_entry(), 0..30)) {
        let (_dir, mut store) = with_runs();
        let mut live = History::default();
        let mut states = vec![live.labels().clone()];
        for entry in &entries {
            // As a session does.
            let entry = match entry {
                JournalEntry::Edit(_) | JournalEntry::Undo | JournalEntry::Redo => entry.clone(),
                _ => match entry.target(live.tree()) {
                    Ok(Some(point)) => JournalEntry::going_to(point, live.tree()).unwrap(),
                    _ => continue,
                },
            };
            if take(&mut live, &entry, &Runs(&store)) {
                store.append(&entry, "").unwrap();
            }
            if live.now().0 as usize == states.len() {
                states.push(live.labels().clone());
            }
        }
        let store = reopen(store);
        let mut replayed = History::default();
        for entry in store.journal().unwrap() {
            prop_assert!(take(&mut replayed, &entry, &Runs(&store)));
        }
        prop_assert_eq!((replayed.now(), replayed.made()), (live.now(), live.made()));
        for (point, labels) in (0..).zip(&states) {
            replayed.go_to(Point(point)).unwrap();
            prop_assert_eq!(replayed.labels(), labels);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is lost at the end, what is left is a state that was there.
    #[test]
    fn any_prefix_of_a_journal_replays_to_the_state_of_its_moment(entries in prop::collection::vec(any_entry(), 0..24)) {
        let (_dir, mut store) = with_runs();
        let adopt = (0..4).map(|cluster| (cluster, ClusterId(cluster + 1))).collect();
        let first = JournalEntry::Edit(Edit::AdoptRun { run: RunId(1), mapping: adopt, order: vec![] });
        let mut live = History::default();
        let state = |history: &History| (history.labels().clone(), history.now(), history.made());
        let mut states = vec![state(&live)];
        for entry in [first].iter().chain(&entries) {
            if take(&mut live, entry, &Runs(&store)) {
                store.append(entry, "").unwrap();
                states.push(state(&live));
            }
        }
        let mut store = reopen(store);
        while let Some(expected) = states.pop() {
            let journal = store.journal().unwrap();
            prop_assert_eq!(journal.len(), states.len());
            let mut replayed = History::default();
            for entry in &journal {
                prop_assert!(take(&mut replayed, entry, &Runs(&store)), "{:?}", entry);
            }
            prop_assert_eq!(state(&replayed), expected);
            store.db.execute("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)", []).unwrap();
            store = reopen(store);
        }
    }
}

#[test]
fn no_bit_of_an_entry_can_turn_unseen() {
    let (_dir, mut store) = with_runs();
    let edit = Edit::Confirm { images: vec![ImageId(1), ImageId(2)], is_confirmed: true };
    let bytes = edit.to_bytes();
    store.append(&JournalEntry::Edit(edit), "").unwrap();
    assert_eq!(store.journal().unwrap().len(), 1);
    let put = |store: &Store, bytes: &[u8]| {
        store.db.execute("UPDATE journal SET bytes = ?1", [bytes]).unwrap();
    };
    let is_damage = |store: &Store| {
        let raw = &store.raw_journal().unwrap()[0];
        assert!(matches!(store.journal(), Err(StoreError::Damaged { .. })), "{raw:?}");
        assert!(raw.entry.is_err() && !raw.is_of_newer(), "{raw:?}");
    };
    for bit in 0..8 * bytes.len() {
        let mut turned = bytes.clone();
        turned[bit / 8] ^= 1 << (bit % 8);
        put(&store, &turned);
        is_damage(&store);
    }
    put(&store, &bytes);
    for kind in ["edat", "eeit", "undo", "goto"] {
        store.db.execute("UPDATE journal SET kind = ?1", [kind]).unwrap();
        is_damage(&store);
    }
    store.db.execute("UPDATE journal SET kind = 'edit'", []).unwrap();
    assert_eq!(store.journal().unwrap().len(), 1);
    // What has no content is not lost for its checksum.
    store.append(&JournalEntry::Undo, "").unwrap();
    store.db.execute("UPDATE journal SET checksum = x'00' WHERE seq = 2", []).unwrap();
    assert_eq!(store.journal().unwrap()[1], JournalEntry::Undo);
    // What was written before there were checksums is taken as it is.
    store.db.execute("UPDATE journal SET checksum = NULL", []).unwrap();
    assert_eq!(store.journal().unwrap().len(), 2);
}

#[test]
fn an_entry_of_a_newer_program_is_refused_in_words_and_left_there() {
    for (kind, bytes) in [
        ("edit", "x'0f01'"),
        ("edit", "x'0a01030004'"),
        ("edit", "x'0e010101'"),
        ("edit", "x'0d010400'"),
        ("goto", "x'01'"),
        ("goto", "x'0100000001000000'"),
        ("branch", "x''"),
    ] {
        let (_dir, mut store) = with_runs();
        let rename = JournalEntry::Edit(Edit::Rename { cluster: ClusterId(1), name: "Cats".into() });
        store.append(&rename, "").unwrap();
        let insert = format!("INSERT INTO journal (kind, bytes, words, written) VALUES ('{kind}', {bytes}, 'new', 0)");
        store.db.execute(&insert, []).unwrap();
        let told = store.journal().unwrap_err().to_string();
        assert!(told.contains("entry 2 of the journal") && told.contains("newer Gleaner"), "{kind} {bytes}: {told}");
        let n: u32 = store.db.query_row("SELECT count(*) FROM journal", [], |row| row.get(0)).unwrap();
        assert_eq!(n, 2);
    }
}

#[test]
fn a_point_is_written_as_it_always_was_unless_it_is_on_another_branch() {
    let (_dir, mut store) = with_runs();
    let class =
        |id| JournalEntry::Edit(Edit::NewCluster { id: ClusterId(id), name: "a".into(), images: vec![ImageId(id)] });
    let mut history = History::default();
    let mut write = |store: &mut Store, entry: JournalEntry| {
        assert!(take(&mut history, &entry, &Runs(store)));
        store.append(&entry, "").unwrap();
        history.tree().now()
    };
    for entry in [class(1), class(2), JournalEntry::Undo, class(3), JournalEntry::GoTo(0), JournalEntry::GoTo(2)] {
        write(&mut store, entry);
    }
    assert_eq!(write(&mut store, JournalEntry::Cross(Point(2))), Point(2));
    assert_eq!(JournalEntry::going_to(Point(3), history.tree()), Ok(JournalEntry::Cross(Point(3))));
    assert_eq!(JournalEntry::going_to(Point(1), history.tree()), Ok(JournalEntry::GoTo(1)));
    let rows: Vec<(String, Vec<u8>)> = {
        let mut read = store.db.prepare("SELECT kind, bytes FROM journal WHERE seq > 4 ORDER BY seq").unwrap();
        read.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let expected: [&[u8]; 3] = [&[0; 4], &[2, 0, 0, 0], &[2, 0, 0, 0, 0, 0, 0, 0]];
    assert_eq!(rows, expected.map(|bytes| ("goto".to_owned(), bytes.to_vec())));
}

#[test]
fn an_edit_of_many_images_is_one_row() {
    let (_dir, mut store) = with_runs();
    let images: Vec<ImageId> = (1..=100_000).map(ImageId).collect();
    let edit = Edit::NewCluster { id: ClusterId(1), name: "alle \u{1f431}".into(), images };
    store.append(&JournalEntry::Edit(edit.clone()), "New cluster").unwrap();
    let row = "SELECT count(*), sum(length(bytes)) FROM journal";
    let (n, bytes): (u32, u32) = store.db.query_row(row, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert!(n == 1 && bytes < 101_000, "{n} rows, {bytes} bytes");
    assert_eq!(store.journal().unwrap(), [JournalEntry::Edit(edit)]);
}

#[test]
fn an_adopted_run_gives_labels_after_reopening() {
    let (_dir, mut store) = with_runs();
    let mapping = (0..4).map(|cluster| (cluster, ClusterId(cluster + 1))).collect();
    store.append(&JournalEntry::Edit(Edit::AdoptRun { run: RunId(1), mapping, order: vec![] }), "Use run 1").unwrap();
    let store = reopen(store);
    let mut history = History::default();
    assert!(take(&mut history, &store.journal().unwrap()[0], &Runs(&store)));
    let expected = Label { cluster: Some(ClusterId(3)), confidence: 0.5, ..Label::default() };
    assert_eq!(history.labels().label(ImageId(6)), expected);
}
