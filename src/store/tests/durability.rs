//! What a killed process leaves opens, with every committed transaction and nothing of another.

use super::super::{ImageState, JournalEntry, Store};
use super::super::{connection, schema};
use super::{copy_files, new, outcome, project, ready, record, settings};
use crate::curation::edit::Edit;
use crate::ids::ClusterId;
use std::fs::{self, File};
use std::path::Path;

fn rename(i: u32) -> JournalEntry {
    JournalEntry::Edit(Edit::Rename { cluster: ClusterId(i), name: format!("name {i}") })
}

#[test]
fn a_process_that_died_within_a_transaction_leaves_the_one_before() {
    let (dir, path, mut store) = project();
    store.put_images(&new(&[record(b"a", ready(1))])).unwrap();
    let run = store.begin_run(&settings(), &[]).unwrap();
    store.append(&rename(1), "").unwrap();
    store.db.execute_batch("BEGIN; DELETE FROM images; UPDATE runs SET state = 'done'; DELETE FROM journal;").unwrap();
    // Large enough to spill into the log before its commit.
    store.db.execute_batch("PRAGMA cache_size = 1").unwrap();
    let filler = "INSERT INTO journal (kind, bytes, words, written) VALUES ('undo', zeroblob(100000), '', 0)";
    for _ in 0..20 {
        store.db.execute(filler, []).unwrap();
    }
    let killed = dir.path().join("killed.gleaner");
    copy_files(&path, &killed);
    assert!(fs::metadata(killed.join("project.db-wal")).unwrap().len() > 1_000_000, "it spilled");
    let mut store = Store::open(&killed, None).unwrap();
    assert_eq!(store.images().unwrap()[0].record, record(b"a", ready(1)));
    assert_eq!(store.journal().unwrap(), [rename(1)]);
    assert_eq!(store.run_images(run).unwrap(), []);
    store.append(&rename(2), "").unwrap();
    assert_eq!(store.journal().unwrap(), [rename(1), rename(2)]);
}

#[test]
fn a_dropped_transaction_is_undone() {
    let (_dir, path, store) = project();
    store
        .db
        .execute_batch("BEGIN; INSERT INTO journal (kind, bytes, words, written) VALUES ('undo', x'', '', 0)")
        .unwrap();
    drop(store);
    assert_eq!(Store::open(&path, None).unwrap().journal().unwrap(), []);
}

/// A power cut may take any end of the log that was not synced: what is left is the journal up to some entry.
#[test]
fn any_prefix_of_the_log_is_a_prefix_of_the_journal() {
    let (dir, path, mut store) = project();
    let entries: Vec<JournalEntry> = (1..=12).map(rename).collect();
    for entry in &entries {
        store.append(entry, "").unwrap();
    }
    let killed = dir.path().join("killed.gleaner");
    copy_files(&path, &killed);
    let whole = fs::metadata(killed.join("project.db-wal")).unwrap().len();
    let mut lengths = Vec::new();
    for cut in (0..=24).map(|i| whole * i / 24) {
        let cut_path = dir.path().join(format!("cut {cut}.gleaner"));
        copy_files(&killed, &cut_path);
        fs::remove_file(cut_path.join("project.db-shm")).unwrap();
        File::options().write(true).open(cut_path.join("project.db-wal")).unwrap().set_len(cut).unwrap();
        let journal = Store::open(&cut_path, None).unwrap().journal().unwrap();
        assert_eq!(journal, entries[..journal.len()]);
        lengths.push(journal.len());
    }
    assert!(lengths.is_sorted() && lengths.last() == Some(&entries.len()), "{lengths:?}");
}

#[test]
fn a_crash_while_a_project_is_made_leaves_a_place_to_make_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.gleaner");
    let folder = Path::new("/photos");
    fs::create_dir(&path).unwrap();
    assert_eq!(Store::open(&path, Some(folder)).unwrap().folder(), folder, "the directory alone");
    fs::remove_file(path.join("project.db")).unwrap();
    fs::write(path.join("project.db.new"), b"half").unwrap();
    fs::write(path.join("project.db.new-journal"), b"half").unwrap();
    assert_eq!(Store::open(&path, Some(folder)).unwrap().folder(), folder, "half a database");
    let left: Vec<_> = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn commits_are_synced_and_the_file_is_marked() {
    let (_dir, _, store) = project();
    let pragma = |name: &str| store.db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(pragma("synchronous"), 2, "FULL");
    assert_eq!(pragma("application_id"), i64::from(schema::APPLICATION_ID));
    assert_eq!(pragma("user_version"), schema::VERSION);
    let mode: String = store.db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    assert!(connection::now() > 1_700_000_000);
}

#[test]
fn a_failed_write_changes_nothing() {
    let (_dir, _, mut store) = project();
    let run = store.begin_run(&settings(), &[]).unwrap();
    // Those of a stranger do not run.
    store.db.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true).unwrap();
    store
        .db
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON predictions BEGIN SELECT RAISE(ABORT, 'full'); END")
        .unwrap();
    let before = store.runs().unwrap();
    assert!(store.finish_run(run, &outcome(3)).unwrap_err().to_string().contains("nothing was changed"));
    assert_eq!(store.runs().unwrap(), before);
    store
        .db
        .execute_batch(
            "CREATE TRIGGER full2 BEFORE INSERT ON images WHEN NEW.path = x'62' BEGIN SELECT RAISE(ABORT, 'full'); END",
        )
        .unwrap();
    assert!(store.put_images(&new(&[record(b"a", ready(1)), record(b"b", ImageState::Gone)])).is_err());
    assert_eq!(store.images().unwrap(), []);
}
