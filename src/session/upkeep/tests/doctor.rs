//! Each kind of damage is found, repaired, and not found again; what can not be helped is told.

use super::super::{Checkup, Finding, Severity, Subject, UpkeepError, archive, doctor};
use super::{Made, N, look_at};
use crate::clustering::settings::{Preset, RunSettings};
use crate::control::{CancelToken, Rng};
use crate::dataset::rel_path::RelPath;
use crate::ids::{ImageId, RunId};
use crate::session::ReadOnly;
use crate::store::{ImageRecord, Presence, RowChange, RunBase, Store, StoredRunState};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn a_sound_project_is_sound_and_looking_changes_nothing() {
    let made = Made::new();
    let listed = || {
        let files = walkdir::WalkDir::new(made.project()).sort_by_file_name().into_iter().filter_map(Result::ok);
        let file = |entry: walkdir::DirEntry| (entry.path().to_owned(), fs::read(entry.path()).ok());
        files.map(file).filter(|(path, _)| !path.to_string_lossy().contains("project.db-")).collect::<Vec<_>>()
    };
    let before = listed();
    let checkup = made.look();
    assert_eq!((checkup.is_sound(), &checkup.findings[..]), (true, &[][..]));
    assert_eq!((checkup.n_files, checkup.n_changes, checkup.n_runs), (6, 3, 1));
    assert_eq!(listed(), before);
    let repaired = made.repair();
    assert_eq!((repaired.backup, repaired.repairs.len()), (None, 0), "nothing to repair, nothing copied");
}

#[test]
fn it_looks_beside_a_writer_and_repairs_not() {
    let made = Made::new();
    let _writer = made.store();
    assert!(made.look().is_sound());
    let refused = doctor(&made.project(), true, &CancelToken::default(), &mut |_| ()).expect_err("in use");
    assert!(refused.to_string().contains("open in another Gleaner"), "{refused}");
}

#[test]
fn a_stop_is_obeyed() {
    let made = Made::new();
    let stop = CancelToken::default();
    stop.cancel();
    assert_eq!(doctor(&made.project(), false, &stop, &mut |_| ()), Err(UpkeepError::Cancelled));
    let out = made.dir.path().join("p.zip");
    assert_eq!(archive(&made.project(), &out, &stop, &mut |_| ()), Err(UpkeepError::Cancelled));
    assert!(!out.exists());
}

#[test]
fn lost_and_flipped_pixels_are_made_again_from_the_photos() {
    let made = Made::new();
    let before = made.pixels();
    let segment = made.project().join("pixels/000000.pack");
    fs::remove_file(&segment).expect("removed");
    made.is_healed(Subject::Pixels, "6 images have lost");
    assert_eq!(made.pixels(), before);
    let mut bytes = fs::read(&segment).expect("read");
    bytes[10] ^= 1;
    fs::write(&segment, bytes).expect("written");
    made.is_healed(Subject::Pixels, "1 image has lost");
    assert_eq!(made.pixels(), before);
    assert!(made.project().join("project.db.before-repair.2").is_file(), "no copy is written over");
}

#[test]
fn pixels_without_a_photo_are_left_and_told() {
    let made = Made::new();
    // One photo has a copy that is sound: its pixels do as well.
    let mut store = made.store();
    fs::copy(made.photos().join("0.png"), made.photos().join("copy.png")).expect("copied");
    let rows = store.images().expect("rows");
    let copy = ImageRecord { path: RelPath::from("copy.png"), ..rows[0].record.clone() };
    let ids = store.put_images(&[RowChange { id: None, record: copy }]).expect("a row");
    store.damage("UPDATE images SET thumbnail_checksum = thumbnail_checksum + 1 WHERE path = CAST('0.png' AS BLOB)");
    store.damage("UPDATE images SET tile_checksum = tile_checksum + 1 WHERE path = CAST('1.png' AS BLOB)");
    drop(store);
    assert_eq!(ids, [ImageId(N + 1)]);
    fs::remove_file(made.photos().join("0.png")).expect("removed");
    fs::write(made.photos().join("1.png"), b"another file").expect("written");
    assert_eq!(made.look().n_wrong(), 1);
    let after = made.repair();
    assert_eq!(after.n_wrong(), 1, "{after:?}");
    assert!(
        after.findings[0].words.to_string().contains("1 image has lost")
            && after.findings[0].words.to_string().contains("1.png")
    );
    assert!(
        after.repairs.iter().any(|words| words.contains("no photo of the same content") && words.contains("1.png"))
    );
    let changed = after.findings.iter().find(|finding| finding.about == Subject::Folder).expect("told");
    assert_eq!(changed.severity, Severity::Changed);
    assert!(
        changed.words.to_string().contains("2 files are changed or gone")
            && changed.help.to_string().contains("gleaner update")
    );
}

#[test]
fn an_unreadable_change_is_moved_beside_and_the_others_stay() {
    let made = Made::new();
    made.store().damage("UPDATE journal SET bytes = x'ff' WHERE seq = 2");
    assert!(ReadOnly::open(&made.project()).expect("opens").notice().is_some());
    made.is_healed(Subject::Journal, "1 change in the journal");
    assert!(!made.cluster_names().contains(&"Cats".to_owned()));
    assert_eq!(made.store().journal().expect("readable").len(), 2);
    let kept: Vec<PathBuf> = fs::read_dir(made.project())
        .expect("listed")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    let text = fs::read_to_string(&kept[0]).expect("kept");
    let line: serde_json::Value = serde_json::from_str(text.trim()).expect("one line of JSON");
    assert_eq!(
        (line["seq"].as_i64(), line["bytes"].as_str(), line["kind"].as_str()),
        (Some(2), Some("ff"), Some("edit"))
    );
}

#[test]
fn clusters_of_a_run_come_back_from_its_result() {
    let made = Made::new();
    let before = made.cluster_names();
    made.store().damage("DELETE FROM predictions");
    assert!(ReadOnly::open(&made.project()).is_err());
    made.is_healed(Subject::Runs, "groups of result 1 are damaged");
    assert_eq!(made.cluster_names(), before);
    made.store().damage("UPDATE predictions SET clusters = x'00'");
    made.is_healed(Subject::Runs, "differ in length");
    assert_eq!(made.cluster_names(), before);
}

#[test]
fn a_run_that_lost_its_result_keeps_its_labels_and_says_so() {
    let made = Made::new();
    let before = made.cluster_names();
    fs::write(made.project().join("runs/1/result.safetensors"), b"torn").expect("written");
    let after = made.is_healed(Subject::Runs, "Result 1");
    assert_eq!(made.cluster_names(), before);
    assert!(
        made.store().runs().expect("runs")[0].notes.iter().any(|note| note.to_string().contains("labels are kept"))
    );
    let left = &after.findings[0];
    assert_eq!((left.severity, after.findings.len()), (Severity::Harmless, 1), "told, and no damage any more");
    assert!(made.repair().repairs.is_empty(), "there is nothing more to do");
}

#[test]
fn rows_that_do_not_fit_are_put_right() {
    let made = Made::new();
    made.store().damage("UPDATE images SET replaces = 900 WHERE id = 2");
    made.is_healed(Subject::Images, "1 image is said to have taken the place");
    assert_eq!(made.store().images().expect("rows")[1].record.replaces, None);
    made.store().damage("DROP INDEX images_by_path; UPDATE images SET path = CAST('0.png' AS BLOB) WHERE id = 2");
    made.is_healed(Subject::Images, "0.png (2, 1)");
    let rows = made.store().images().expect("rows");
    assert_eq!(rows.iter().filter(|row| row.record.presence == Presence::Missing).count(), 1);
    assert!(made.store().problems().expect("asked").is_empty());
    let doubled = RowChange { id: None, record: ImageRecord { presence: Presence::Here, ..rows[0].record.clone() } };
    assert!(made.store().put_images(&[doubled]).is_err(), "the index is there again");
    made.store().damage("UPDATE images SET presence = 'elsewhere' WHERE id = 3");
    assert!(ReadOnly::open(&made.project()).is_err());
    made.is_healed(Subject::Images, "1 image row cannot be read: 3");
    assert_eq!(made.cluster_names().len(), 2, "labels hang on numbers");
}

#[test]
fn indices_that_lost_rows_are_built_anew() {
    let made = Made::new();
    let define = |condition: &str| {
        let index = format!("CREATE UNIQUE INDEX images_by_path ON images (path) WHERE presence = '{condition}'");
        let quoted = index.replace('\'', "''");
        let change = format!("UPDATE sqlite_schema SET sql = '{quoted}' WHERE name = 'images_by_path'");
        Store::damage_at(&made.project(), &format!("PRAGMA writable_schema = ON; {change}"));
    };
    // While the index looks elsewhere two rows come to one path.
    define("elsewhere");
    Store::damage_at(&made.project(), "UPDATE images SET path = CAST('0.png' AS BLOB) WHERE id = 2");
    define("here");
    assert!(made.look().findings.iter().any(|finding| finding.words.to_string().contains("(2, 1)")));
    let after = made.is_healed(Subject::Database, "finds fault with itself");
    assert!(after.repairs.iter().any(|words| words.contains("indices")), "{after:?}");
    assert!(made.store().problems().expect("asked").is_empty());
}

#[test]
fn runs_that_can_not_be_read_are_reset() {
    let made = Made::new();
    made.store().damage("UPDATE runs SET settings = '{\"new\": 1}', notes = 'x'");
    made.is_healed(Subject::Runs, "Result 1 cannot be read");
    let run = made.store().runs().expect("readable").remove(0);
    assert_eq!((run.state, &run.settings), (StoredRunState::Done, &RunSettings::preset(Preset::Balanced)));
    assert!(run.notes[0].to_string().contains("were reset"));
    // Its clusters are looked for before changes that need them are given up.
    made.store().damage("UPDATE runs SET settings = 'x'; DELETE FROM predictions");
    let after = made.is_healed(Subject::Runs, "Result 1 cannot be read");
    assert!(after.repairs.iter().any(|words| words.contains("took its groups from its result")), "{after:?}");
    assert_eq!(made.store().journal().expect("readable").len(), 3);
    made.store().damage("UPDATE runs SET state = 'x', images = x'00'; INSERT INTO epochs VALUES (1, 'scan', 1, 'x')");
    made.is_healed(Subject::Runs, "1 round of result 1");
    assert_eq!(made.store().run_images(RunId(1)).expect("readable").len(), 6);
    made.store().damage("PRAGMA foreign_keys = OFF; INSERT INTO epochs VALUES (9, 'scan', 1, 'x')");
    made.is_healed(Subject::Database, "belongs to nothing that is listed");
    made.store().damage("UPDATE runs SET base = 7, base_clusters = x'0100000002'");
    made.is_healed(Subject::Runs, "Result 1 cannot be read");
    let base = made.store().runs().expect("readable").remove(0).base;
    assert_eq!(base, Some(RunBase { run: RunId(7), clusters: Vec::new() }));
    let known = |checkup: Checkup| {
        checkup.findings.iter().filter(|one| one.words.to_string().contains("features of result 7")).count()
    };
    assert_eq!(known(made.look()), 1, "it is known, and nothing more can be done");
    for column in ["proposed", "base"] {
        made.store().damage(&format!("UPDATE runs SET base = NULL, {column} = -1"));
        made.is_healed(Subject::Runs, "Result 1 cannot be read");
    }
    made.store().damage("UPDATE runs SET base = 0, notes = '[]'");
    made.is_healed(Subject::Runs, "not known any more on which result's features");
}

#[test]
fn what_nothing_can_be_done_about_is_told_and_stays() {
    let made = Made::new();
    made.store().damage("PRAGMA foreign_keys = OFF; DELETE FROM images WHERE id = 6");
    for checkup in [made.look(), made.repair()] {
        let words: Vec<String> = checkup.findings.iter().map(|finding| finding.words.to_string()).collect();
        assert_eq!(checkup.n_wrong(), 1, "{words:?}");
        assert!(words[0].contains("Result 1 names 1 image that there is not"), "{words:?}");
    }
}

#[test]
fn leftovers_are_harmless_and_removed() {
    let made = Made::new();
    let project = made.project();
    fs::create_dir_all(project.join("runs/8")).expect("made");
    fs::create_dir_all(project.join("runs/notes")).expect("made");
    fs::create_dir_all(project.join("features")).expect("made");
    fs::write(project.join("runs/1/.tmpabc"), b"x").expect("written");
    fs::write(project.join("features/x.rows"), b"no header").expect("written");
    let checkup = made.look();
    let is_harmless = |finding: &Finding| finding.about == Subject::Leftovers && finding.severity == Severity::Harmless;
    assert!(checkup.is_sound() && checkup.findings.len() == 3, "{checkup:?}");
    assert!(checkup.findings.iter().all(is_harmless));
    let after = made.repair();
    assert_eq!((after.findings.len(), after.repairs.len(), after.backup), (0, 3, None), "the database was not touched");
    assert!(!project.join("project.db.before-repair").exists());
    assert!(!project.join("runs/8").exists() && !project.join("features/x.rows").exists());
    assert!(project.join("runs/notes").exists(), "what is not ours stays");
}

#[test]
fn a_damaged_database_gives_words() {
    let made = Made::new();
    let database = made.project().join("project.db");
    let whole = fs::read(&database).expect("read");
    let torn = |bytes: &[u8]| {
        fs::write(&database, bytes).expect("written");
        for repairs in [false, true] {
            let checkup = doctor(&made.project(), repairs, &CancelToken::default(), &mut |_| ()).expect("words");
            assert!(!checkup.is_sound() && checkup.findings[0].about == Subject::Database, "{checkup:?}");
            assert!(!checkup.findings[0].help.is_empty());
        }
    };
    for length in [50, 1000, whole.len() / 2, whole.len() - 100] {
        torn(&whole[..length]);
    }
    let mut holes = whole.clone();
    holes[4096..].fill(0xff);
    torn(&holes);
    fs::write(&database, &whole).expect("written");
    assert!(made.look().is_sound());
}

#[test]
fn whatever_happens_to_the_database_there_are_words() {
    let made = Made::new();
    let database = made.project().join("project.db");
    let whole = fs::read(&database).expect("read");
    let mut n_healed = 0;
    for i in 0..60 {
        let mut rng = Rng::from_key(&[i]);
        let mut bytes = whole.clone();
        let (at, n) = (rng.below(whole.len()), 1 + rng.below(40));
        bytes.iter_mut().skip(at).take(n).for_each(|byte| *byte = rng.next_u64() as u8);
        fs::write(&database, bytes).expect("written");
        let look = |repairs| doctor(&made.project(), repairs, &CancelToken::default(), &mut |_| ());
        let (before, after) = (look(false), look(true));
        for words in [&before, &after].into_iter().filter_map(|looked| looked.as_ref().err()) {
            assert!(words.to_string().contains("p.gleaner"), "{i}: {words}");
        }
        if before.is_ok_and(|before| !before.is_sound()) && after.is_ok_and(|after| after.is_sound()) {
            n_healed += 1;
            ReadOnly::open(&made.project()).unwrap_or_else(|e| panic!("{i}: healed, and it does not open: {e}"));
        }
        for log in ["project.db-wal", "project.db-shm"] {
            let _ = fs::remove_file(made.project().join(log));
        }
    }
    assert!(n_healed > 0);
}

#[test]
fn projects_of_released_programs_are_whole_but_for_what_was_never_in_them() {
    for (name, expected) in [
        ("v1", &[Subject::Pixels][..]),
        ("v2", &[Subject::Pixels]),
        ("v3", &[Subject::Pixels]),
        ("v1-edits", &[Subject::Journal, Subject::Journal]),
    ] {
        let dir = tempfile::tempdir().expect("a directory");
        let project = dir.path().join("old.gleaner");
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/projects/{name}.gleaner"));
        for entry in walkdir::WalkDir::new(&from) {
            let entry = entry.expect("readable");
            let to = project.join(entry.path().strip_prefix(&from).expect("inside"));
            if entry.file_type().is_dir() {
                fs::create_dir_all(to).expect("made");
            } else {
                fs::copy(entry.path(), to).expect("copied");
            }
        }
        let checkup = look_at(&project);
        let wrong = checkup.findings.iter().filter(|finding| finding.severity == Severity::Wrong);
        assert_eq!(wrong.map(|finding| finding.about).collect::<Vec<_>>(), expected, "{name}: {checkup:?}");
        assert!(checkup.findings.iter().any(|finding| finding.words.to_string().contains("/photos of cats")));
    }
}

/// Whatever became of the bytes of one change, the project opens, tells, keeps it aside and goes on.
#[test]
fn a_change_that_can_not_be_read_blocks_nothing_and_is_kept_aside() {
    for (what, damage) in [
        ("its beginning", "UPDATE journal SET bytes = CAST(x'ff' || substr(bytes, 2) AS BLOB) WHERE seq = 2"),
        (
            "its middle",
            "UPDATE journal SET bytes = CAST(substr(bytes, 1, 2) || x'ffffffffffff' || substr(bytes, 4) AS BLOB) WHERE seq = 2",
        ),
        ("its end", "UPDATE journal SET bytes = substr(bytes, 1, length(bytes) - 1) WHERE seq = 2"),
        ("all of it", "UPDATE journal SET bytes = zeroblob(length(bytes)), kind = 'edit' WHERE seq = 2"),
        ("its kind", "UPDATE journal SET kind = '?!' WHERE seq = 2"),
    ] {
        let made = Made::new();
        made.store().damage(damage);
        let reader = ReadOnly::open(&made.project()).expect(what);
        let notice = reader.notice().expect(what).to_string();
        assert!(notice.contains("1 change") && notice.contains("left out"), "{what}: {notice}");
        assert!(reader.snapshot().history.changes.len() == 2, "{what}");
        let mut open = crate::session::project::open::Open::for_writing(&made.project(), None).expect(what);
        let notice = open.notice.take().expect(what).to_string();
        let name = notice.split(", into ").nth(1).and_then(|rest| rest.split(',').next()).expect(what);
        let kept = fs::read_to_string(name).expect(what);
        assert!(kept.contains("\"seq\":2") && kept.lines().count() == 1, "{what}: {kept}");
        open.edit(crate::curation::edit::Edit::Rename { cluster: crate::ids::ClusterId(2), name: "Dogs".into() })
            .expect(what);
        drop(open);
        let open = crate::session::project::open::Open::for_writing(&made.project(), None).expect(what);
        assert_eq!(open.notice, None, "{what}: it is told once");
        drop(open);
        assert!(made.look().is_sound(), "{what}");
        assert!(made.cluster_names().contains(&"Dogs".to_owned()), "{what}");
    }
}

#[test]
fn a_change_of_a_newer_program_is_no_damage() {
    for newer in ["bytes = x'1400'", "kind = 'vote'"] {
        let made = Made::new();
        // (With the checksum of what it wrote, which is not asked for here.)
        made.store().damage(&format!("UPDATE journal SET {newer}, checksum = NULL WHERE seq = 2"));
        let refused = ReadOnly::open(&made.project()).err().expect("refused").to_string();
        assert!(refused.contains("newer Gleaner may have written it"), "{refused}");
        assert!(crate::session::project::open::Open::for_writing(&made.project(), None).is_err());
    }
}

#[test]
fn packs_that_changed_places_are_noticed_and_made_again() {
    let made = Made::new();
    let before = made.pixels();
    let mut store = made.store();
    let reader = crate::store::packs::PackReader::open(&store.pixels_dir()).expect("packs");
    let mut second = crate::store::packs::PackWriter::open_anew(&store.pixels_dir()).expect("packs");
    let changes: Vec<RowChange> = store
        .images()
        .expect("rows")
        .into_iter()
        .skip(3)
        .map(|mut row| {
            if let crate::store::ImageState::Ready { thumbnail, tile, .. } = &mut row.record.state {
                *thumbnail = second.append(&reader.read(thumbnail).expect("read")).expect("appended");
                *tile = second.append(&reader.read(tile).expect("read")).expect("appended");
            }
            RowChange { id: Some(row.id), record: row.record }
        })
        .collect();
    second.sync().expect("synced");
    store.put_images(&changes).expect("rows");
    drop(store);
    let at = |name: &str| made.project().join("pixels").join(name);
    fs::rename(at("000000.pack"), at("aside")).expect("moved");
    fs::rename(at("000001.pack"), at("000000.pack")).expect("moved");
    fs::rename(at("aside"), at("000001.pack")).expect("moved");
    made.is_healed(Subject::Pixels, "have lost");
    assert_eq!(made.pixels(), before);
}
