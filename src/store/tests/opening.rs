//! Making, opening and refusing: locks, readers beside writers, foreign and damaged files.

use super::super::schema;
use super::super::{ImageState, JournalEntry, Store, StoreError};
use super::{Edit, ImageId, new, project, ready, record, reopen};
use std::fs::{self, File};
use std::path::Path;

fn words(result: Result<Store, StoreError>) -> String {
    result.err().expect("refused").to_string()
}

#[test]
fn a_project_is_made_and_found_again() {
    let (_dir, path, store) = project();
    assert_eq!((store.path(), store.folder()), (&*path, Path::new("/photos")));
    assert_eq!(store.pixels_dir(), path.join("pixels"));
    assert_eq!(store.run_dir(crate::ids::RunId(7)), path.join("runs").join("7"));
    let mut store = reopen(store);
    assert_eq!(store.folder(), Path::new("/photos"));
    store.set_folder(Path::new("/other")).unwrap();
    assert_eq!(reopen(store).folder(), Path::new("/other"));
    assert_eq!(Store::open(&path, Some(Path::new("/third"))).unwrap().folder(), Path::new("/third"));
    assert_eq!(Store::open(&path, None).unwrap().folder(), Path::new("/third"));
}

#[test]
fn a_store_can_be_handed_to_the_engine_thread() {
    let (_dir, _, store) = project();
    let engine = std::thread::Builder::new().name("engine".into());
    let images = engine.spawn(move || store.images().unwrap()).unwrap().join().unwrap();
    assert_eq!(images, []);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_fine() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(OsStr::from_bytes(b"\xff a?b#c%41.gleaner"));
    let folder = Path::new(OsStr::from_bytes(b"/photos/\xfe\xff")).to_owned();
    let store = Store::open(&path, Some(&folder)).unwrap();
    assert_eq!(reopen(store).folder(), folder);
    assert_eq!(Store::open_read_only(&path).unwrap().folder(), folder);
}

#[test]
fn a_second_writer_is_refused_in_words() {
    let (_dir, path, store) = project();
    let refused = words(Store::open(&path, None));
    assert!(refused.contains("is open in another Gleaner") && refused.contains("dögs.gleaner"), "{refused}");
    assert!(matches!(Store::open(&path, Some(Path::new("/x"))), Err(StoreError::InUse { .. })));
    drop(store);
    assert_eq!(Store::open(&path, None).unwrap().folder(), Path::new("/photos"), "a refused writer changed nothing");
}

#[test]
fn a_reader_beside_a_writer_sees_what_is_committed() {
    let (_dir, path, mut store) = project();
    let reader = Store::open_read_only(&path).unwrap();
    assert_eq!(reader.journal().unwrap(), []);
    store.append(&JournalEntry::Undo, "Undo").unwrap();
    assert_eq!(reader.journal().unwrap(), [JournalEntry::Undo]);
    store.db.execute_batch("BEGIN; DELETE FROM journal;").unwrap();
    assert_eq!(reader.journal().unwrap(), [JournalEntry::Undo], "not committed");
    store.db.execute_batch("COMMIT").unwrap();
    assert_eq!(reader.journal().unwrap(), []);
}

#[test]
fn a_reader_can_not_write() {
    let (_dir, path, store) = project();
    drop(store);
    let mut reader = Store::open_read_only(&path).unwrap();
    assert!(matches!(reader.append(&JournalEntry::Undo, ""), Err(StoreError::ReadOnly { .. })));
    assert!(matches!(reader.put_images(&new(&[record(b"a", ImageState::Gone)])), Err(StoreError::ReadOnly { .. })));
    assert!(matches!(reader.begin_run(&super::settings(), &[]), Err(StoreError::ReadOnly { .. })));
    assert!(!path.join("runs").exists());
    drop(reader);
    assert!(Store::open(&path, None).is_ok());
}

/// Directories under the names of the files that SQLite shares stand for a drive that can not be written.
#[test]
fn a_drive_that_can_not_be_written_can_be_read() {
    let (dir, path, mut store) = project();
    store.append(&JournalEntry::Undo, "").unwrap();
    let killed = dir.path().join("killed.gleaner");
    super::copy_files(&path, &killed);
    drop(store);
    for project in [&path, &killed] {
        let shared = project.join("project.db-shm");
        if shared.exists() {
            fs::remove_file(&shared).unwrap();
        }
        fs::create_dir(&shared).unwrap();
    }
    assert!(!path.join("project.db-wal").exists(), "a writer that ends leaves no log");
    assert_eq!(Store::open_read_only(&path).unwrap().journal().unwrap(), [JournalEntry::Undo]);
    assert!(fs::metadata(killed.join("project.db-wal")).unwrap().len() > 0, "a killed writer leaves one");
    assert_eq!(Store::open_read_only(&killed).unwrap().journal().unwrap(), [JournalEntry::Undo]);
}

#[test]
fn what_is_no_project_is_told_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let photos = dir.path().join("photos");
    fs::create_dir(&photos).unwrap();
    fs::write(photos.join("cat.jpg"), b"x").unwrap();
    for result in [
        Store::open(&photos, Some(&photos)),
        Store::open(&photos, None),
        Store::open_read_only(&photos),
        Store::open(&photos.join("cat.jpg"), Some(&photos)),
        Store::open(&photos.join("cat.jpg"), None),
    ] {
        assert!(words(result).contains("is no Gleaner project"));
    }
    assert_eq!(fs::read_dir(&photos).unwrap().count(), 1);
    let absent = dir.path().join("absent.gleaner");
    for result in [Store::open(&absent, None), Store::open_read_only(&absent)] {
        assert!(words(result).contains("there is no project at"));
    }
    assert!(!absent.exists());
    fs::create_dir_all(absent.join("runs")).unwrap();
    assert!(words(Store::open(&absent, Some(&photos))).contains("has lost its project.db"));
}

#[test]
fn a_newer_format_is_refused() {
    let (_dir, path, store) = project();
    store.db.pragma_update(None, "user_version", schema::VERSION + 1).unwrap();
    drop(store);
    for result in [Store::open(&path, None), Store::open_read_only(&path)] {
        let refused = words(result);
        assert!(refused.contains("newer Gleaner") && refused.contains("Install the newest version"), "{refused}");
    }
}

#[test]
fn a_database_of_another_program_is_refused() {
    let (_dir, path, store) = project();
    store.db.pragma_update(None, "application_id", 1).unwrap();
    drop(store);
    assert!(matches!(Store::open(&path, None), Err(StoreError::NotAProject { .. })));
    assert!(matches!(Store::open_read_only(&path), Err(StoreError::NotAProject { .. })));
}

#[test]
fn damage_is_told_in_words_and_never_a_panic() {
    let (_dir, path, mut store) = project();
    let records: Vec<_> = (0..2000u64).map(|i| record(format!("{i}.jpg").as_bytes(), ready(i))).collect();
    store.put_images(&new(&records)).unwrap();
    drop(store);
    let database = path.join("project.db");
    let whole = fs::read(&database).unwrap();
    let everything = || -> Result<(), StoreError> {
        for store in [Store::open(&path, None)?, Store::open_read_only(&path)?] {
            store.images()?;
            store.journal()?;
            store.runs()?;
        }
        Ok(())
    };
    everything().unwrap();
    let is_told = |result: Result<(), StoreError>, what: &str| {
        let told = result.expect_err(what).to_string();
        assert!(told.contains("project.db is damaged") && told.contains("Put it back"), "{what}: {told}");
    };
    for length in [0, 50, 1000, whole.len() / 2, whole.len() - 100] {
        File::options().write(true).truncate(true).open(&database).unwrap();
        fs::write(&database, &whole[..length]).unwrap();
        is_told(everything(), &format!("cut at {length}"));
    }
    fs::write(&database, vec![0x5a; 20_000]).unwrap();
    is_told(everything(), "garbage");
    let mut holes = whole.clone();
    holes[4096..].fill(0xff);
    fs::write(&database, &holes).unwrap();
    is_told(everything(), "all pages but the first overwritten");
    fs::write(&database, &whole).unwrap();
    everything().unwrap();
}

#[test]
fn words_of_a_newer_program_are_told() {
    let (_dir, _, mut store) = project();
    store.put_images(&new(&[record(b"a", ImageState::Gone)])).unwrap();
    store.append(&JournalEntry::Undo, "").unwrap();
    store.begin_run(&super::settings(), &[]).unwrap();
    store.db.execute_batch("UPDATE images SET status = 'x'; UPDATE journal SET kind = 'x', checksum = NULL;").unwrap();
    store.db.execute_batch("UPDATE runs SET settings = '{\"new\": 1}'").unwrap();
    for told in [
        store.images().unwrap_err().to_string(),
        store.journal().unwrap_err().to_string(),
        store.runs().unwrap_err().to_string(),
    ] {
        assert!(told.contains("newer Gleaner may have written it"), "{told}");
    }
    store.db.execute_batch("UPDATE journal SET kind = 'edit', bytes = x'ff', checksum = NULL").unwrap();
    assert!(matches!(store.journal(), Err(StoreError::Unknown { .. })));
}

/// A project that a stranger changed by hand.
fn changed(sql: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let (dir, path, mut store) = project();
    store.put_images(&new(&[record(b"a.jpg", ready(1))])).unwrap();
    drop(store);
    let db = rusqlite::Connection::open(path.join("project.db")).unwrap();
    db.execute_batch(sql).unwrap();
    (dir, path)
}

#[test]
fn what_a_stranger_put_into_the_tables_is_refused() {
    for (kind, sql) in [
        ("trigger", "CREATE TRIGGER strange BEFORE INSERT ON journal BEGIN SELECT RAISE(IGNORE); END"),
        (
            "view",
            "CREATE VIEW strange AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
        ),
        ("table", "CREATE TABLE strange (a, b AS (a + 1))"),
        ("table", "CREATE VIRTUAL TABLE strange USING fts5(a)"),
        ("index", "CREATE INDEX strange ON journal (length(bytes))"),
        ("table", "ALTER TABLE journal ADD COLUMN strange TEXT"),
    ] {
        let (_dir, path) = changed(sql);
        for opened in [Store::open(&path, None), Store::open_read_only(&path)] {
            let refused = opened.err().expect("refused").to_string();
            assert!(refused.contains(&format!("it has a {kind}")) && refused.contains("damaged"), "{refused}");
        }
    }
}

#[test]
fn a_trigger_that_comes_while_it_is_open_keeps_no_edit_from_being_kept() {
    let (_dir, path) = changed("");
    let mut store = Store::open(&path, None).unwrap();
    store.damage("CREATE TRIGGER none BEFORE INSERT ON journal BEGIN SELECT RAISE(IGNORE); END");
    store.append(&JournalEntry::Undo, "undone").unwrap();
    assert_eq!(store.journal().unwrap(), [JournalEntry::Undo]);
}

#[test]
fn a_number_that_is_no_image_is_refused_and_nothing_is_allocated() {
    let huge = Edit::Junk { images: vec![ImageId(u32::MAX)] };
    let (_dir, path) = changed("");
    let mut store = Store::open(&path, None).unwrap();
    store.append(&JournalEntry::Edit(huge), "huge").unwrap();
    let refused = store.journal().expect_err("refused").to_string();
    assert!(refused.contains("4294967295 cannot be the number of an image"), "{refused}");
    // A count of a million millions: six bytes of length, and nothing behind them.
    store.damage("UPDATE journal SET bytes = x'07808080808020', checksum = NULL");
    assert!(matches!(store.journal(), Err(StoreError::Unknown { .. })));
    store.damage("UPDATE images SET id = 4294967295");
    let refused = store.images().expect_err("refused").to_string();
    assert!(refused.contains("cannot be the number of an image"), "{refused}");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_read_through_a_link() {
    use std::os::unix::fs::symlink;
    for name in
        ["writer.lock", "project.db", "project.db-wal", "features", "features/x.rows", "pixels", "runs/1", "runs/1/a"]
    {
        let (dir, path) = changed("");
        let victim = dir.path().join("victim");
        fs::write(&victim, "mine").unwrap();
        let place = path.join(name);
        if name == "project.db" {
            fs::remove_file(&victim).unwrap();
            fs::rename(&place, &victim).unwrap();
        } else if place.is_dir() {
            fs::remove_dir_all(&place).unwrap();
        } else {
            let _ = fs::remove_file(&place);
        }
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        symlink(&victim, &place).unwrap();
        let before = fs::read(&victim).unwrap();
        for opened in [Store::open(&path, None), Store::open_read_only(&path)] {
            let refused = opened.err().expect("refused");
            assert!(matches!(&refused, StoreError::Linked { path } if *path == place), "{name}: {refused}");
        }
        assert_eq!(fs::read(&victim).unwrap(), before);
    }
}

#[cfg(unix)]
#[test]
fn a_file_with_another_name_becomes_one_of_its_own_before_it_is_written() {
    let (dir, path) = changed("");
    let rows = path.join("features/x.rows");
    fs::create_dir_all(rows.parent().unwrap()).unwrap();
    fs::write(&rows, "somebody's").unwrap();
    let others = [(rows.clone(), dir.path().join("a")), (path.join("project.db"), dir.path().join("b"))];
    for (own, other) in &others {
        fs::hard_link(own, other).unwrap();
    }
    let before = others.each_ref().map(|(_, other)| fs::read(other).unwrap());
    let mut store = Store::open(&path, None).unwrap();
    store.append(&JournalEntry::Undo, "undone").unwrap();
    let mut file = crate::store::features::FeatureFile::open(&rows, 1).unwrap();
    file.append(&[[1; 32]], &[1.0]).unwrap();
    drop(reopen(store));
    assert_eq!(others.each_ref().map(|(_, other)| fs::read(other).unwrap()), before);
}

#[test]
fn a_path_that_leads_out_of_the_folder_is_refused() {
    for path in ["../../etc/passwd", "/etc/passwd", "a/../../b"] {
        let sql = format!("UPDATE images SET path = CAST('{path}' AS BLOB)");
        let (_dir, project) = changed(&sql);
        let refused = Store::open(&project, None).unwrap().images().expect_err("refused").to_string();
        assert!(refused.contains("leads out of the photo folder") && refused.contains(path), "{refused}");
    }
}
