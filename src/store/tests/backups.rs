//! Copies of the database: one a day, one before each format, so many and no more, and never a reason to refuse a change.

use super::super::backups::list;
use super::super::{JournalEntry, Store};
use super::{copy_files, fixture, project, reopen};
use crate::text::day;
use std::fs;

fn names(path: &std::path::Path) -> Vec<String> {
    list(path).unwrap().into_iter().map(|backup| backup.name).collect()
}

#[test]
fn the_first_change_of_a_day_is_followed_by_a_copy_that_opens() {
    let (dir, path, mut store) = project();
    assert_eq!(names(&path), [] as [&str; 0]);
    store.append(&JournalEntry::Undo, "").unwrap();
    let mut store = reopen(store);
    let today = format!("day-{}", day(super::super::connection::now()));
    assert_eq!(names(&path), [today.as_str()]);
    let copy = list(&path).unwrap().remove(0).path;
    let made = fs::read(&copy).unwrap();
    store.append(&JournalEntry::Redo, "").unwrap();
    drop(store);
    assert_eq!(fs::read(&copy).unwrap(), made, "one a day");
    let other = dir.path().join("other.gleaner");
    fs::create_dir(&other).unwrap();
    fs::copy(&copy, other.join("project.db")).unwrap();
    assert_eq!(Store::open(&other, None).unwrap().journal().unwrap(), [JournalEntry::Undo]);
    let left: Vec<_> = fs::read_dir(path.join("backups")).unwrap().collect();
    assert_eq!(left.len(), 1);
}

#[test]
fn so_many_copies_are_kept_and_no_more() {
    let (_dir, path, mut store) = project();
    fs::create_dir(path.join("backups")).unwrap();
    for n in 1..=9 {
        fs::write(path.join(format!("backups/day-2020-01-0{n}.db")), "x").unwrap();
        fs::write(path.join(format!("backups/before-format-{n}-2020-02-0{n}.db")), "x").unwrap();
    }
    fs::write(path.join("backups/mine.db"), "x").unwrap();
    store.append(&JournalEntry::Undo, "").unwrap();
    drop(store);
    let all = names(&path);
    let days: Vec<&str> = all.iter().filter_map(|name| name.strip_prefix("day-")).collect();
    assert_eq!((days.len(), days[1], days[6]), (7, "2020-01-09", "2020-01-04"), "{all:?}");
    let formats: Vec<&String> = all.iter().filter(|name| name.starts_with("before-format-")).collect();
    assert_eq!(formats, ["before-format-9-2020-02-09", "before-format-8-2020-02-08", "before-format-7-2020-02-07"]);
    assert!(path.join("backups/mine.db").exists(), "what is not ours stays");
}

#[test]
fn that_no_copy_can_be_made_fails_no_change() {
    let (_dir, path, mut store) = project();
    fs::write(path.join("backups"), "in the way").unwrap();
    store.append(&JournalEntry::Undo, "").unwrap();
    assert_eq!(reopen(store).journal().unwrap(), [JournalEntry::Undo]);
}

#[test]
fn a_project_of_an_older_format_is_copied_before_it_is_brought_up_to_date() {
    let dir = tempfile::tempdir().unwrap();
    for version in 1..super::super::schema::VERSION {
        let path = dir.path().join(format!("{version}.gleaner"));
        copy_files(&fixture::fixture(&format!("v{version}")), &path);
        drop(Store::open(&path, None).unwrap());
        let all = list(&path).unwrap();
        assert!(all.len() == 1 && all[0].name.starts_with("before-format-"), "{all:?}");
        let db = rusqlite::Connection::open(&all[0].path).unwrap();
        let kept: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, version, "as it was");
    }
}
