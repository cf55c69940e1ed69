//! Made-up projects with real photos, packs and a run: each kind of damage is found, repaired, and not found again.

use super::compact::Moving;
use super::{Checkup, Finding, Severity, UpkeepError, archive, compact, doctor, unarchive};
use crate::clustering::settings::{Preset, RunSettings};
use crate::control::CancelToken;
use crate::curation::edit::Edit;
use crate::curation::labels::Assignment;
use crate::dataset::decode::{ByteBudget, Limits};
use crate::dataset::pixels;
use crate::dataset::rel_path::RelPath;
use crate::dataset::scan::FileStamp;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::ReadOnly;
use crate::store::packs::{PackReader, PackWriter, segment_sizes};
use crate::store::project::{
    ImageRecord, ImageState, JournalEntry, Presence, RowChange, RunOutcome, Store, StoredRunState,
};
use crate::store::results::{RunArrays, StageArrays};
use std::fs;
use std::path::{Path, PathBuf};

const N: u32 = 6;

/// A folder of photos and its project.
struct Made {
    dir: tempfile::TempDir,
}

impl Made {
    fn new() -> Self {
        let made = Self { dir: tempfile::tempdir().expect("a directory") };
        fs::create_dir(made.photos()).expect("a directory");
        let mut store = Store::open(&made.project(), Some(&made.photos())).expect("a project");
        let mut packs = PackWriter::open(&store.pixels_dir()).expect("packs");
        let changes: Vec<RowChange> = (0..N).map(|i| made.row(i, &mut packs)).collect();
        packs.sync().expect("synced");
        store.put_images(&changes).expect("rows");
        let images: Vec<ImageId> = (1..=N).map(ImageId).collect();
        let run = store.begin_run(&RunSettings::preset(Preset::Quick), &images).expect("a run");
        arrays().save(&store.run_dir(run)).expect("saved");
        store.finish_run(run, &outcome(images)).expect("finished");
        for edit in [
            Edit::AdoptRun { run, mapping: vec![(0, ClusterId(1)), (1, ClusterId(2))] },
            Edit::Rename { cluster: ClusterId(1), name: "Cats".into() },
            Edit::Confirm { images: vec![ImageId(1)], is_confirmed: true },
        ] {
            store.append(&JournalEntry::Edit(edit), "words").expect("appended");
        }
        made
    }

    fn row(&self, i: u32, packs: &mut PackWriter) -> RowChange {
        let path = self.photos().join(format!("{i}.png"));
        let pixel = |x: u32, y: u32| image::Rgb([(x * i * 5) as u8, (y * 7 + i) as u8, (i * 40) as u8]);
        image::RgbImage::from_fn(40, 30, pixel).save(&path).expect("saved");
        let prepared =
            pixels::prepare(&path, &Limits::default(), &ByteBudget::default(), &CancelToken::default()).expect("read");
        let state = ImageState::Ready {
            width: prepared.width,
            height: prepared.height,
            content_hash: prepared.content_hash,
            perceptual_hash: prepared.perceptual_hash,
            thumbnail: packs.append(&prepared.thumbnail_jpeg).expect("appended"),
            tile: packs.append(&prepared.tile.rgb).expect("appended"),
            tile_width: prepared.tile.width,
            tile_height: prepared.tile.height,
        };
        let size = fs::metadata(&path).expect("there").len();
        let stamp = FileStamp { size, mtime_ns: 0, ctime_ns: None };
        RowChange { id: None, record: ImageRecord::here(RelPath::from(&*format!("{i}.png")), stamp, state) }
    }

    fn photos(&self) -> PathBuf {
        self.dir.path().join("photos")
    }

    fn project(&self) -> PathBuf {
        self.dir.path().join("p.gleaner")
    }

    fn store(&self) -> Store {
        Store::open(&self.project(), None).expect("opens")
    }

    fn look(&self) -> Checkup {
        look_at(&self.project())
    }

    fn repair(&self) -> Checkup {
        doctor(&self.project(), true, &CancelToken::default(), &mut |_| ()).expect("repaired")
    }

    /// Damage is found about one thing, repaired, and not found again; the checkup after the repair.
    #[track_caller]
    fn is_healed(&self, about: &str, word: &str) -> Checkup {
        let before = self.look();
        let wrong: Vec<&Finding> = before.findings.iter().filter(|one| one.severity == Severity::Wrong).collect();
        let is_told = wrong.iter().any(|one| one.about == about && one.words.contains(word) && !one.help.is_empty());
        assert!(is_told, "{about}, {word}: {wrong:?}");
        let after = self.repair();
        assert!(after.is_sound() && !after.repairs.is_empty(), "{after:?}");
        assert!(after.backup.as_ref().is_some_and(|copy| copy.is_file()));
        let again = self.look();
        assert!(again.is_sound(), "{again:?}");
        ReadOnly::open(&self.project()).expect("opens");
        after
    }

    fn cluster_names(&self) -> Vec<String> {
        let reader = ReadOnly::open(&self.project()).expect("opens");
        reader.snapshot().clusters.iter().map(|cluster| cluster.name.clone()).collect()
    }

    /// Every thumbnail and tile of the project.
    fn pixels(&self) -> Vec<Vec<u8>> {
        let store = Store::open_read_only(&self.project()).expect("opens");
        let packs = PackReader::open(&store.pixels_dir()).expect("packs");
        let mut all = Vec::new();
        for row in store.images().expect("rows") {
            if let ImageState::Ready { thumbnail, tile, .. } = row.record.state {
                all.extend([thumbnail, tile].map(|at| packs.read(&at).expect("readable")));
            }
        }
        all
    }
}

fn look_at(project: &Path) -> Checkup {
    doctor(project, false, &CancelToken::default(), &mut |_| ()).expect("looked at")
}

fn arrays() -> RunArrays {
    let n = N as usize;
    let clusters: Vec<u32> = (0..N).map(|i| i % 2).collect();
    RunArrays {
        images: (1..=N).collect(),
        embedding: (0..N).flat_map(|i| [f32::from(i % 2 == 0), f32::from(i % 2 == 1)]).collect(),
        k: 1,
        neighbors: (0..N).map(|i| (i + 2) % N).collect(),
        similarity: vec![1.0; n],
        representatives: (0..N).collect(),
        junk: Vec::new(),
        stages: vec![StageArrays {
            name: "scan".into(),
            n_clusters: 2,
            probabilities: clusters.iter().flat_map(|c| [f32::from(*c == 0), f32::from(*c == 1)]).collect(),
            confidence: vec![1.0; n],
            clusters,
        }],
    }
}

fn outcome(images: Vec<ImageId>) -> RunOutcome {
    RunOutcome {
        state: StoredRunState::Done,
        seconds: 1.0,
        device: "cpu".into(),
        threads: 1,
        kept: Some("scan".into()),
        stages: Vec::new(),
        notes: vec!["a note".into()],
        assignment: Some(Assignment {
            clusters: (0..N).map(|i| i % 2).collect(),
            confidence: vec![1.0; images.len()],
            images,
        }),
    }
}

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
    made.is_healed("pixels", "6 images have lost");
    assert_eq!(made.pixels(), before);
    let mut bytes = fs::read(&segment).expect("read");
    bytes[10] ^= 1;
    fs::write(&segment, bytes).expect("written");
    made.is_healed("pixels", "1 image has lost");
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
    assert!(after.findings[0].words.contains("1 image has lost") && after.findings[0].words.contains("1.png"));
    assert!(
        after.repairs.iter().any(|words| words.contains("no photo of the same content") && words.contains("1.png"))
    );
    let changed = after.findings.iter().find(|finding| finding.about == "folder").expect("told");
    assert_eq!(changed.severity, Severity::Changed);
    assert!(changed.words.contains("2 files are changed or gone") && changed.help.contains("gleaner update"));
}

#[test]
fn an_unreadable_change_is_moved_beside_and_the_others_stay() {
    let made = Made::new();
    made.store().damage("UPDATE journal SET bytes = x'ff' WHERE seq = 2");
    assert!(ReadOnly::open(&made.project()).is_err(), "one unreadable change keeps a project shut");
    made.is_healed("journal", "1 change in the journal");
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
    made.is_healed("runs", "clusters of run 1 are damaged");
    assert_eq!(made.cluster_names(), before);
    made.store().damage("UPDATE predictions SET clusters = x'00'");
    made.is_healed("runs", "differ in length");
    assert_eq!(made.cluster_names(), before);
}

#[test]
fn a_run_that_lost_its_result_keeps_its_labels_and_says_so() {
    let made = Made::new();
    let before = made.cluster_names();
    fs::write(made.project().join("runs/1/result.safetensors"), b"torn").expect("written");
    let after = made.is_healed("runs", "Run 1");
    assert_eq!(made.cluster_names(), before);
    assert!(made.store().runs().expect("runs")[0].notes.iter().any(|note| note.contains("labels are kept")));
    let left = &after.findings[0];
    assert_eq!((left.severity, after.findings.len()), (Severity::Harmless, 1), "told, and no damage any more");
    assert!(made.repair().repairs.is_empty(), "there is nothing more to do");
}

#[test]
fn rows_that_do_not_fit_are_put_right() {
    let made = Made::new();
    made.store().damage("UPDATE images SET replaces = 900 WHERE id = 2");
    made.is_healed("images", "1 image is said to have taken the place");
    assert_eq!(made.store().images().expect("rows")[1].record.replaces, None);
    made.store().damage("DROP INDEX images_by_path; UPDATE images SET path = CAST('0.png' AS BLOB) WHERE id = 2");
    made.is_healed("images", "0.png (images 2 and 1)");
    let rows = made.store().images().expect("rows");
    assert_eq!(rows.iter().filter(|row| row.record.presence == Presence::Missing).count(), 1);
    assert!(made.store().problems().expect("asked").is_empty());
    let doubled = RowChange { id: None, record: ImageRecord { presence: Presence::Here, ..rows[0].record.clone() } };
    assert!(made.store().put_images(&[doubled]).is_err(), "the index is there again");
    made.store().damage("UPDATE images SET presence = 'elsewhere' WHERE id = 3");
    assert!(ReadOnly::open(&made.project()).is_err());
    made.is_healed("images", "1 image row can not be read: 3");
    assert_eq!(made.cluster_names().len(), 2, "labels hang on numbers");
}

#[test]
fn indices_that_lost_rows_are_built_anew() {
    let made = Made::new();
    let define = |condition: &str| {
        let index = format!("CREATE UNIQUE INDEX images_by_path ON images (path) WHERE presence = '{condition}'");
        let quoted = index.replace('\'', "''");
        let change = format!("UPDATE sqlite_schema SET sql = '{quoted}' WHERE name = 'images_by_path'");
        made.store().damage(&format!("PRAGMA writable_schema = ON; {change}"));
    };
    // While the index looks elsewhere two rows come to one path.
    define("elsewhere");
    made.store().damage("UPDATE images SET path = CAST('0.png' AS BLOB) WHERE id = 2");
    define("here");
    assert!(made.look().findings.iter().any(|finding| finding.words.contains("(images 2 and 1)")));
    let after = made.is_healed("database", "finds fault with itself");
    assert!(after.repairs.iter().any(|words| words.contains("indices")), "{after:?}");
    assert!(made.store().problems().expect("asked").is_empty());
}

#[test]
fn runs_that_can_not_be_read_are_reset() {
    let made = Made::new();
    made.store().damage("UPDATE runs SET settings = '{\"new\": 1}', notes = 'x'");
    made.is_healed("runs", "Run 1 can not be read");
    let run = made.store().runs().expect("readable").remove(0);
    assert_eq!((run.state, &run.settings), (StoredRunState::Done, &RunSettings::preset(Preset::Balanced)));
    assert!(run.notes[0].contains("were reset"));
    made.store().damage("UPDATE runs SET state = 'x', images = x'00'; INSERT INTO epochs VALUES (1, 'scan', 1, 'x')");
    made.is_healed("runs", "1 epoch of run 1");
    assert_eq!(made.store().run_images(RunId(1)).expect("readable").len(), 6);
    made.store().damage("PRAGMA foreign_keys = OFF; INSERT INTO epochs VALUES (9, 'scan', 1, 'x')");
    made.is_healed("database", "of runs that have no row");
    fs::write(made.project().join("runs/1/base"), "7 1 2").expect("written");
    made.is_healed("runs", "features of run 7");
}

#[test]
fn what_nothing_can_be_done_about_is_told_and_stays() {
    let made = Made::new();
    made.store().damage("PRAGMA foreign_keys = OFF; DELETE FROM images WHERE id = 6");
    for checkup in [made.look(), made.repair()] {
        let words: Vec<&str> = checkup.findings.iter().map(|finding| finding.words.as_str()).collect();
        assert_eq!(checkup.n_wrong(), 1, "{words:?}");
        assert!(words[0].contains("Run 1 names 1 image that there is not"), "{words:?}");
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
    let is_harmless = |finding: &Finding| finding.about == "leftovers" && finding.severity == Severity::Harmless;
    assert!(checkup.is_sound() && checkup.findings.len() == 3, "{checkup:?}");
    assert!(checkup.findings.iter().all(is_harmless));
    assert!(made.repair().findings.is_empty());
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
            assert!(!checkup.is_sound() && checkup.findings[0].about == "database", "{checkup:?}");
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
fn projects_of_released_programs_are_whole_but_for_what_was_never_in_them() {
    for (name, expected) in [("v1", &["pixels"][..]), ("v2", &["pixels"]), ("v1-edits", &["journal", "journal"])] {
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
        assert!(checkup.findings.iter().any(|finding| finding.words.contains("/photos of cats")));
    }
}

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
    assert_eq!(segment_sizes(&made.project().join("pixels")).expect("listed"), packs, "{again:?}");
}

/// Bytes in the packs that no row points at; one row is of an image that is gone.
fn with_holes(made: &Made) {
    let mut packs = PackWriter::open(&made.project().join("pixels")).expect("packs");
    packs.append(&[7; 100_000]).expect("appended");
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
    made.is_healed("pixels", "1 image has lost");
    let compacted = compact(&made.project(), &CancelToken::default(), &mut |_| ()).expect("compacted");
    assert!(compacted.n_damaged == 0 && compacted.freed() > 100_000, "{compacted:?}");
}

#[test]
fn an_archive_brings_everything_back() {
    let made = Made::new();
    fs::write(made.project().join("words.txt"), "cat\n").expect("written");
    let out = made.dir.path().join("kept/p.zip");
    fs::create_dir(out.parent().expect("a parent")).expect("made");
    let writer = made.store();
    let archived = archive(&made.project(), &out, &CancelToken::default(), &mut |_| ()).expect("archived");
    drop(writer);
    assert_eq!(fs::read_dir(out.parent().expect("a parent")).expect("listed").count(), 1, "nothing else is left");
    let elsewhere = Made { dir: tempfile::tempdir().expect("a directory") };
    let restored = unarchive(&out, &elsewhere.project(), &CancelToken::default(), &mut |_| ()).expect("restored");
    assert_eq!((restored.n_files, restored.bytes), (archived.n_files, archived.bytes));
    let (one, two) = (made.store(), elsewhere.store());
    assert_eq!(one.images().expect("rows"), two.images().expect("rows"));
    assert_eq!(one.journal().expect("journal"), two.journal().expect("journal"));
    assert_eq!(one.arrays(RunId(1)).expect("arrays"), two.arrays(RunId(1)).expect("arrays"));
    assert_eq!(one.folder(), two.folder());
    drop((one, two));
    assert_eq!(made.pixels(), elsewhere.pixels());
    assert_eq!(made.cluster_names(), elsewhere.cluster_names());
    assert!(elsewhere.look().is_sound() && elsewhere.project().join("words.txt").is_file());
    let store = elsewhere.store();
    let record = store.images().expect("rows")[0].record.clone();
    drop(store);
    let new = RowChange { id: None, record: ImageRecord { path: RelPath::from("new.png"), ..record } };
    assert_eq!(elsewhere.store().put_images(&[new]).expect("a row"), [ImageId(N + 1)], "ids go on");
}

#[test]
fn what_is_there_is_not_written_over() {
    let made = Made::new();
    let out = made.dir.path().join("p.zip");
    archive(&made.project(), &out, &CancelToken::default(), &mut |_| ()).expect("archived");
    for result in [
        archive(&made.project(), &out, &CancelToken::default(), &mut |_| ()),
        unarchive(&out, &made.project(), &CancelToken::default(), &mut |_| ()),
    ] {
        let words = result.expect_err("refused").to_string();
        assert!(words.contains("is there already"), "{words}");
    }
    let inside = made.project().join("p.zip");
    let words = archive(&made.project(), &inside, &CancelToken::default(), &mut |_| ()).expect_err("refused");
    assert!(words.to_string().contains("can not lie in the project"), "{words}");
}

#[test]
fn torn_and_changed_archives_are_refused() {
    let made = Made::new();
    let out = made.dir.path().join("p.zip");
    archive(&made.project(), &out, &CancelToken::default(), &mut |_| ()).expect("archived");
    let whole = fs::read(&out).expect("read");
    let torn = made.dir.path().join("torn.zip");
    let target = made.dir.path().join("q.gleaner");
    let refused = |bytes: &[u8]| {
        fs::write(&torn, bytes).expect("written");
        let words = unarchive(&torn, &target, &CancelToken::default(), &mut |_| ()).expect_err("refused").to_string();
        assert!(words.contains("torn.zip") && !target.exists(), "{words}");
        let hidden = fs::read_dir(made.dir.path()).expect("listed").filter_map(Result::ok);
        assert!(hidden.into_iter().all(|entry| !entry.file_name().to_string_lossy().starts_with('.')));
        words
    };
    for length in [0, 10, whole.len() / 2, whole.len() - 1] {
        assert!(refused(&whole[..length]).contains("cut off"));
    }
    let mut changed = whole.clone();
    let middle = changed.windows(4).position(|four| four == b"SQLi").expect("the database") + 5000;
    changed[middle] ^= 1;
    assert!(refused(&changed).contains("damaged"));
}

/// An archive with one more or another file, and a list that knows of it.
fn forged(made: &Made, files: &[(&str, &[u8])], format: u32) -> PathBuf {
    use std::io::Write;
    let path = made.dir.path().join("forged.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).expect("made"));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut listed = Vec::new();
    for (name, bytes) in files {
        zip.start_file(*name, options).expect("begun");
        zip.write_all(bytes).expect("written");
        let hash = blake3::hash(bytes).to_hex().to_string();
        listed.push(serde_json::json!({"path": name, "bytes": bytes.len(), "blake3": hash}));
    }
    let list = serde_json::json!({"format": format, "program": "x", "folder": "/x", "files": listed});
    zip.start_file("gleaner-archive.json", options).expect("begun");
    zip.write_all(list.to_string().as_bytes()).expect("written");
    zip.finish().expect("finished");
    path
}

#[test]
fn names_that_lead_outside_and_newer_formats_are_refused() {
    let made = Made::new();
    let database = fs::read(made.project().join("project.db")).expect("read");
    let target = made.dir.path().join("q.gleaner");
    let refused = |files: &[(&str, &[u8])], format: u32| {
        let path = forged(&made, files, format);
        let refused = unarchive(&path, &target, &CancelToken::default(), &mut |_| ()).expect_err("refused");
        assert!(!target.exists());
        refused.to_string()
    };
    for name in ["../evil", "/tmp/evil", "a/../../evil", "a//b", "c:evil", "..\\evil", "."] {
        let words = refused(&[("project.db", &database), (name, b"x")], 1);
        assert!(words.contains("leads outside"), "{name}: {words}");
    }
    assert!(!made.dir.path().join("evil").exists());
    assert!(refused(&[("project.db", &database)], 2).contains("newer Gleaner"));
    assert!(refused(&[("words.txt", b"x")], 1).contains("has no project.db"));
    assert!(refused(&[("project.db", b"rubbish")], 1).contains("damaged"));
}
