//! Going back to a copy of the database.

use super::super::{UpkeepError, restore};
use super::Made;
use crate::curation::edit::Edit;
use crate::ids::ClusterId;
use crate::session::ReadOnly;
use crate::store::{JournalEntry, Store};
use std::fs;

fn rename(store: &mut Store, name: &str) {
    let edit = Edit::Rename { cluster: ClusterId(1), name: name.into() };
    store.append(&JournalEntry::Edit(edit), "words").expect("appended");
}

#[test]
fn a_copy_takes_the_place_of_the_database_and_what_was_there_is_kept() {
    let made = Made::new();
    let copies = made.look().backups;
    assert_eq!(copies.len(), 1, "of the first change of the day: {copies:?}");
    rename(&mut made.store(), "Felines");
    // What a killed writer leaves in its log is not of the copy.
    let killed = made.dir.path().join("killed.gleaner");
    let mut store = made.store();
    rename(&mut store, "Tigers");
    for entry in walkdir::WalkDir::new(made.project()).into_iter().filter_map(Result::ok) {
        let to = killed.join(entry.path().strip_prefix(made.project()).expect("within"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).expect("made");
        } else {
            fs::copy(entry.path(), to).expect("copied");
        }
    }
    drop(store);
    assert!(fs::metadata(killed.join("project.db-wal")).is_ok_and(|log| log.len() > 0));
    for project in [&made.project(), &killed] {
        let refused = restore(project, "day-1999-01-01").expect_err("there is none");
        assert!(refused.to_string().contains(&copies[0]), "{refused}");
        let aside = restore(project, &copies[0]).expect("restored");
        assert!(aside.is_file() && super::look_at(project).is_sound());
        let names = |path: &std::path::Path| -> Vec<String> {
            let reader = ReadOnly::open(path).expect("opens");
            reader.snapshot().clusters.iter().map(|cluster| cluster.name.clone()).collect()
        };
        assert!(!names(project).contains(&"Tigers".to_owned()) && !names(project).contains(&"Felines".to_owned()));
        // And back again.
        for suffix in ["", "-wal"] {
            let from = project.join(format!("project.db.before-repair{suffix}"));
            if from.exists() {
                fs::copy(from, project.join(format!("project.db{suffix}"))).expect("copied");
            }
        }
        assert!(names(project).contains(&"Tigers".to_owned()));
    }
}

#[test]
fn a_database_that_can_not_be_read_is_helped_by_a_copy_and_a_damaged_copy_is_refused() {
    let made = Made::new();
    let name = made.look().backups.remove(0);
    let database = made.project().join("project.db");
    let sound = fs::read(&database).expect("read");
    fs::write(&database, vec![0x5a; 20_000]).expect("written");
    assert!(!made.look().is_sound());
    let copy = made.project().join(format!("backups/{name}.db"));
    let whole = fs::read(&copy).expect("read");
    fs::write(&copy, &whole[..whole.len() / 2]).expect("written");
    assert!(matches!(restore(&made.project(), &name), Err(UpkeepError::Failed(_))));
    assert_eq!(fs::read(&database).expect("read"), vec![0x5a; 20_000], "nothing was changed");
    fs::write(&copy, &whole).expect("written");
    restore(&made.project(), &name).expect("restored");
    assert!(made.look().is_sound());
    fs::write(&database, sound).expect("written");
    let open = made.store();
    assert!(restore(&made.project(), &name).expect_err("refused").to_string().contains("open in another Gleaner"));
    drop(open);
}
