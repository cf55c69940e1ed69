//! A project that was deleted, moved or replaced while it was open: nothing is said to be kept that is not.

use super::super::{JournalEntry, Store, StoreError};
use super::{copy_files, project, settings};
use std::fs;
use std::path::{Path, PathBuf};

/// Any change at all is refused, and in these words.
#[track_caller]
fn refuses(store: &mut Store, word: &str) {
    let place = store.place().expect("open for writing").clone();
    for refused in [
        store.append(&JournalEntry::Undo, "").map(|_| ()),
        store.put_images(&[]).map(|_| ()),
        store.begin_run(&settings(), &[]).map(|_| ()),
        store.set_folder(Path::new("/elsewhere")),
        store.rebuild_indices(),
        store.shrink_database(),
        place.check(),
    ] {
        let refused = refused.expect_err("refused");
        assert!(refused.is_of_place() && refused.to_string().contains(word), "{refused}");
    }
}

const GONE: &str = "is not there any more";
const REPLACED: &str = "another project, or another copy of this one";

fn journal(path: &Path) -> Vec<JournalEntry> {
    Store::open(path, None).expect("opens").journal().expect("read")
}

#[test]
fn a_deleted_project_takes_no_change_and_does_not_come_back() {
    let (_dir, path, mut store) = project();
    fs::remove_dir_all(&path).unwrap();
    refuses(&mut store, GONE);
    drop(store);
    assert!(!path.exists());
}

#[test]
fn a_project_that_was_moved_away_takes_no_change_until_it_is_back() {
    let (dir, path, mut store) = project();
    store.append(&JournalEntry::Undo, "").unwrap();
    let other = dir.path().join("moved.gleaner");
    fs::rename(&path, &other).unwrap();
    refuses(&mut store, GONE);
    fs::rename(&other, &path).unwrap();
    store.append(&JournalEntry::Redo, "").unwrap();
    fs::rename(&path, &other).unwrap();
    drop(store);
    assert_eq!(journal(&other), [JournalEntry::Undo, JournalEntry::Redo], "what was kept is kept where it is now");
}

/// Another project with a change that lies in its log alone, as a killed process leaves it.
fn other(dir: &Path) -> PathBuf {
    let (alive, killed) = (dir.join("alive.gleaner"), dir.join("killed.gleaner"));
    let mut store = Store::open(&alive, Some(Path::new("/others"))).unwrap();
    store.append(&JournalEntry::Redo, "").unwrap();
    copy_files(&alive, &killed);
    killed
}

#[test]
fn a_project_that_was_replaced_takes_no_change_and_does_the_other_no_harm() {
    let (dir, path, mut store) = project();
    store.append(&JournalEntry::Undo, "").unwrap();
    let other = other(dir.path());
    fs::rename(&path, dir.path().join("aside.gleaner")).unwrap();
    fs::rename(&other, &path).unwrap();
    refuses(&mut store, REPLACED);
    drop(store);
    assert_eq!(journal(&path), [JournalEntry::Redo], "its log was not taken away");
    assert_eq!(journal(&dir.path().join("aside.gleaner")), [JournalEntry::Undo]);
}

#[test]
fn files_of_the_database_that_were_deleted_or_replaced_are_noticed() {
    for name in ["project.db", "project.db-wal"] {
        let (dir, path, mut store) = project();
        let file = path.join(name);
        fs::remove_file(&file).unwrap();
        refuses(&mut store, GONE);
        let another = other(dir.path());
        fs::copy(another.join(name), &file).unwrap();
        refuses(&mut store, REPLACED);
    }
}

#[test]
fn a_lock_that_was_tidied_up_harms_nothing_until_another_process_has_one() {
    let (_dir, path, mut store) = project();
    fs::remove_file(path.join("writer.lock")).unwrap();
    store.append(&JournalEntry::Undo, "").unwrap();
    let other = Store::open(&path, None).unwrap();
    refuses(&mut store, REPLACED);
    drop(store);
    assert_eq!(other.journal().unwrap(), [JournalEntry::Undo]);
}

#[test]
fn what_was_written_as_it_went_away_is_in_doubt_and_nothing_comes_after_it() {
    let (dir, path, mut store) = project();
    let aside = dir.path().join("aside.gleaner");
    let refused = store.write(|store| {
        fs::rename(&store.path, &aside).expect("moved");
        Ok(())
    });
    assert!(matches!(refused, Err(StoreError::Gone { .. })));
    fs::rename(&aside, &path).unwrap();
    refuses(&mut store, GONE);
}
