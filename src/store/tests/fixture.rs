//! Projects that released programs wrote open for ever, with all their rows.
//!
//! Each `tests/data/projects/vN.gleaner` was written once, by the program that brought in format N, and never again. A format
//! whose journal got more kinds of edits later has one more of each such program, `vN-edits.gleaner`.

use super::super::packs::Location;
use super::super::repair::Claim;
use super::super::results::{RunArrays, StageArrays};
use super::super::{
    ImageRecord, ImageRow, ImageState, JournalEntry, Presence, RunBase, Store, StoreError, StoredRunState, StoredStage,
};
use super::super::{backups, connection, schema};
use super::{copy_files, new};
use crate::clustering::settings::{Preset, RunSettings};
use crate::curation::edit::{Answer, Edit, Link, Mark, SampleAnswers};
use crate::curation::labels::Assignment;
use crate::dataset::rel_path::RelPath;
use crate::dataset::skip::{SkipKind, SkipReason};
use crate::ids::{ClusterId, ImageId, RunId};
use crate::stage::{EpochMetrics, Kept, Stage};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/projects/{name}.gleaner"))
}

fn images() -> Vec<ImageRecord> {
    let at = |offset| Location { segment: 1, offset, length: 900, checksum: 0xdead_beef };
    let record = |path: &[u8], state| {
        ImageRecord::here(RelPath(path.to_vec()), super::stamp(12_345, 1_700_000_000_000_000_001), state)
    };
    vec![
        record(
            b"cats/\xff\xe6\x97\xa5.jpg",
            ImageState::Ready {
                width: 4000,
                height: 3000,
                content_hash: std::array::from_fn(|i| i as u8),
                perceptual_hash: 0xfedc_ba98_7654_3210,
                thumbnail: at(5_000_000_000),
                tile: at(7),
                tile_width: 85,
                tile_height: 64,
            },
        ),
        record(b"damaged.png", ImageState::Skipped(SkipReason::new(SkipKind::Damaged, "the file ends too early"))),
        ImageRecord { presence: Presence::Missing, ..record(b"gone.gif", ImageState::Gone) },
    ]
}

fn journal() -> Vec<JournalEntry> {
    let ids = |ids: &[u32]| ids.iter().copied().map(ImageId).collect::<Vec<_>>();
    let edits = [
        Edit::AdoptRun { run: RunId(1), mapping: vec![(0, ClusterId(1)), (1, ClusterId(2))], order: vec![] },
        Edit::Rename { cluster: ClusterId(1), name: "Katzen \u{1f431}".into() },
        Edit::Move { images: ids(&[1, 3]), to: Some(ClusterId(2)) },
        Edit::NewCluster { id: ClusterId(3), name: "Hunde".into(), images: ids(&[3]) },
        Edit::Confirm { images: ids(&[1]), is_confirmed: true },
        Edit::Merge { into: ClusterId(1), from: vec![ClusterId(2)] },
    ];
    edits.into_iter().map(JournalEntry::Edit).chain([JournalEntry::Undo, JournalEntry::Redo]).collect()
}

fn epochs() -> Vec<EpochMetrics> {
    let simclr = EpochMetrics {
        epoch: 1,
        n_epochs: 2,
        lr: 0.4,
        loss: f64::NAN,
        images_per_sec: 123.456,
        seconds: 2.5,
        ..EpochMetrics::new(Stage::Simclr)
    };
    let scan = EpochMetrics {
        stage: Stage::Scan,
        consistency: Some(0.1 + 0.2),
        entropy: Some(2.0),
        confident_share: Some(0.25),
        cluster_sizes: Some(vec![1, 0]),
        loss: -1.0 / 3.0,
        ..simclr.clone()
    };
    vec![simclr, scan]
}

fn outcome() -> super::RunOutcome {
    let metrics = BTreeMap::from([("entropy".to_owned(), 0.1 + 0.2), ("loss".to_owned(), f64::INFINITY)]);
    super::RunOutcome {
        settings: None,
        state: StoredRunState::Done,
        seconds: 3.5,
        device: "cpu".into(),
        threads: 2,
        kept: Some(Kept { stage: Stage::Scan, why: crate::strings::Told::default() }),
        stages: vec![StoredStage { name: "scan".into(), seconds: 2.5, images_per_sec: 100.0, metrics }],
        notes: vec!["SCAN was kept".into()],
        assignment: Some(Assignment {
            images: vec![ImageId(1), ImageId(3)],
            clusters: vec![1, 0],
            confidence: vec![0.75, 0.5],
        }),
    }
}

fn arrays() -> RunArrays {
    RunArrays {
        images: vec![1, 3],
        embedding: vec![1.0, 0.0, 0.0, 1.0],
        k: 1,
        neighbors: vec![1, 0],
        similarity: vec![0.5, 0.5],
        representatives: vec![0, 1],
        junk: Vec::new(),
        stages: vec![StageArrays {
            name: "scan".into(),
            n_clusters: 2,
            clusters: vec![1, 0],
            confidence: vec![0.75, 0.5],
            probabilities: vec![0.25, 0.75, 0.5, 0.5],
        }],
    }
}

/// What the balanced preset was when the fixtures were written: a preset may change, a run's settings may not.
fn settings() -> RunSettings {
    let mut settings = RunSettings::preset(Preset::Balanced);
    let then = [
        ("features", "simclr"),
        ("learn_on", "false"),
        ("pretext", "simclr"),
        ("simclr.init", "random"),
        ("simclr.epochs", "100"),
        ("duplicates.group", "false"),
        ("scan.sizes", "even"),
    ];
    let epochs = [("dcl.epochs", "30"), ("scan.epochs", "50"), ("scan.lr", "0.0001"), ("selflabel.epochs", "50")];
    for (key, value) in then.into_iter().chain(epochs) {
        settings.set(key, value).unwrap();
    }
    RunSettings { seed: u64::MAX, ..settings }
}

fn check(store: &Store) {
    assert_eq!(store.folder(), Path::new("/photos of cats"));
    let rows: Vec<ImageRow> = (1..).map(ImageId).zip(images()).map(|(id, record)| ImageRow { id, record }).collect();
    assert_eq!(store.images().unwrap(), rows);
    assert_eq!(store.journal().unwrap(), journal());
    let runs = store.runs().unwrap();
    assert_eq!(
        runs.iter().map(|run| run.state).collect::<Vec<_>>(),
        [StoredRunState::Done, StoredRunState::Unfinished]
    );
    let run = &runs[0];
    let expected = outcome();
    // As text, so that NaN equals itself.
    assert_eq!(format!("{:?}", run.epochs), format!("{:?}", epochs()));
    assert_eq!((&run.stages, &run.notes, &run.kept), (&expected.stages, &expected.notes, &expected.kept));
    assert_eq!((run.seconds, run.threads, run.device.as_str()), (3.5, 2, "cpu"));
    assert_eq!((run.version.as_str(), &run.settings), ("0.1.0", &settings()));
    assert_eq!(store.run_images(run.id).unwrap(), [ImageId(1), ImageId(3)]);
    assert_eq!(store.assignment(run.id).unwrap(), expected.assignment);
    assert_eq!(store.arrays(run.id).unwrap(), arrays());
}

/// The run whose rows the second one learns on.
fn base() -> RunBase {
    RunBase { run: RunId(1), clusters: vec![ClusterId(1), ClusterId(70_000)] }
}

/// What rows of runs have since format 3.
fn check_format_3(store: &Store) {
    let runs = store.runs().unwrap();
    assert_eq!((&runs[0].base, runs[0].proposed, runs[0].content.as_deref()), (&None, Some(2), Some("0a1b")));
    assert_eq!((&runs[1].base, runs[1].proposed, &runs[1].content), (&Some(base()), None, &None));
}

#[test]
fn every_released_format_opens_with_its_rows() {
    for version in 1..=schema::VERSION {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("old.gleaner");
        copy_files(&fixture(&format!("v{version}")), &path);
        check(&Store::open_read_only(&path).unwrap());
        let mut store = Store::open(&path, None).unwrap();
        check(&store);
        if version >= 3 {
            check_format_3(&store);
        }
        // And can be gone on with.
        store.append(&JournalEntry::Undo, "Undo").unwrap();
        assert_eq!(store.begin_run(&settings(), &[]).unwrap(), RunId(3));
        assert_eq!(store.journal().unwrap().len(), journal().len() + 1);
    }
}

#[test]
#[ignore = "writes the fixture of the newest format: once, before it is released"]
fn make_the_fixture_of_the_newest_format() {
    let path = fixture(&format!("v{}", schema::VERSION));
    // A fixture is never written again.
    if path.exists() {
        return;
    }
    let mut store = Store::open(&path, Some(Path::new("/photos of cats"))).unwrap();
    store.put_images(&new(&images())).unwrap();
    let run = store.begin_run(&settings(), &[ImageId(1), ImageId(3)]).unwrap();
    for epoch in epochs() {
        store.put_epoch(run, &epoch).unwrap();
    }
    arrays().save(&store.run_dir(run)).unwrap();
    store.finish_run(run, &outcome()).unwrap();
    store.keep_proposed(run, 2).unwrap();
    store.keep_content(run, "0a1b").unwrap();
    store.begin_refinement(&settings(), &[], &base()).unwrap();
    for entry in journal() {
        store.append(&entry, "words").unwrap();
    }
    store.db.execute_batch("VACUUM").unwrap();
    drop(store);
    fs::remove_file(path.join("writer.lock")).unwrap();
    fs::remove_dir_all(path.join("backups")).unwrap();
}

/// Edits that came after format 1.
fn later_edits() -> Vec<JournalEntry> {
    let ids = |ids: &[u32]| ids.iter().copied().map(ImageId).collect::<Vec<_>>();
    let (one, two) = (ClusterId(1), ClusterId(2));
    let judge = |answer, is_sample| Edit::Judge { cluster: one, image: ImageId(3), answer, is_sample };
    let edits = [
        Edit::AdoptRun { run: RunId(1), mapping: vec![(0, one), (1, two)], order: vec![] },
        Edit::Junk { images: ids(&[1]) },
        Edit::Split {
            cluster: two,
            parts: vec![(ClusterId(3), "K\u{e4}tzchen".into(), ids(&[1, 300]))],
            confirmed: None,
        },
        Edit::Reject { cluster: two, images: ids(&[1]) },
        judge(Answer::Right, true),
        judge(Answer::Wrong, false),
        judge(Answer::Other(two), true),
        judge(Answer::Junk, true),
        Edit::Link { images: [ImageId(1), ImageId(3)], link: Some(Link::Same) },
        Edit::Link { images: [ImageId(1), ImageId(3)], link: Some(Link::Different) },
        Edit::Link { images: [ImageId(1), ImageId(3)], link: None },
        Edit::Group { name: "Tiere".into(), clusters: vec![one, two] },
        Edit::Mark { cluster: one, mark: Mark::Colour(Some(11)) },
        Edit::Mark { cluster: one, mark: Mark::HotKey(Some(9)) },
        Edit::Mark { cluster: one, mark: Mark::Note("\u{732b}\nnicht Hunde".into()) },
        Edit::JudgeSample {
            answers: vec![
                SampleAnswers { cluster: one, right: ids(&[3]), wrong: Vec::new() },
                SampleAnswers { cluster: two, right: Vec::new(), wrong: ids(&[1, 70_000]) },
            ],
        },
    ];
    edits.into_iter().map(JournalEntry::Edit).chain([JournalEntry::GoTo(3), JournalEntry::GoTo(70_000)]).collect()
}

#[test]
fn edits_that_came_later_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.gleaner");
    copy_files(&fixture("v1-edits"), &path);
    assert_eq!(Store::open_read_only(&path).unwrap().journal().unwrap(), later_edits());
    assert_eq!(Store::open(&path, None).unwrap().journal().unwrap(), later_edits());
}

#[test]
#[ignore = "writes the fixture of the edits that came after format 1: once, before they are released"]
fn make_the_fixture_of_later_edits() {
    let path = fixture("v1-edits");
    // A fixture is never written again.
    if path.exists() {
        return;
    }
    let mut store = Store::open(&path, Some(Path::new("/photos of cats"))).unwrap();
    for entry in later_edits() {
        store.append(&entry, "words").unwrap();
    }
    store.db.execute_batch("VACUUM").unwrap();
    drop(store);
    fs::remove_file(path.join("writer.lock")).unwrap();
}

/// What files of a run's directory say, and the row.
fn check_files_of_runs(store: &Store, project: &Path) {
    for run in store.runs().unwrap() {
        let dir = project.join("runs").join(run.id.to_string());
        let text = |name: &str| fs::read_to_string(dir.join(name)).ok();
        let base = text("base").map(|text| {
            let numbers: Vec<u32> = text.split(' ').map(|number| number.parse().unwrap()).collect();
            RunBase { run: RunId(numbers[0]), clusters: numbers[1..].iter().copied().map(ClusterId).collect() }
        });
        assert_eq!(run.base, base, "{project:?} {}", run.id);
        assert_eq!(run.proposed, text("clusters.txt").map(|text| text.parse().unwrap()), "{project:?} {}", run.id);
        assert_eq!(run.content, text("images.key"), "{project:?} {}", run.id);
    }
}

#[test]
fn what_files_of_runs_said_is_in_their_rows() {
    for (name, n_files) in [("released/labelled", 2), ("released/learned", 5)] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("old.gleaner");
        copy_files(&fixture(name), &path);
        let files = || {
            let runs = walkdir::WalkDir::new(path.join("runs")).into_iter().filter_map(Result::ok);
            runs.filter(|entry| ["base", "clusters.txt", "images.key"].iter().any(|name| entry.file_name() == *name))
        };
        assert_eq!(files().count(), n_files);
        check_files_of_runs(&Store::open_read_only(&path).unwrap(), &path);
        check_files_of_runs(&Store::open(&path, None).unwrap(), &path);
        assert_eq!(files().count(), n_files, "a database that was copied before may be put back");
        // Once they were taken in nobody reads them.
        files().for_each(|entry| fs::write(entry.path(), "1 1").unwrap());
        check_files_of_runs(&Store::open(&path, None).unwrap(), &fixture(name));
        check_files_of_runs(&Store::open_read_only(&path).unwrap(), &fixture(name));
    }
}

#[test]
fn a_copy_from_before_a_format_that_is_put_back_knows_what_files_of_runs_said() {
    for name in ["released/labelled", "released/learned"] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("old.gleaner");
        copy_files(&fixture(name), &path);
        let mut store = Store::open(&path, None).unwrap();
        let (before, journal) = (store.runs().unwrap(), store.journal().unwrap());
        // What is in the log alone is in the copy that is put aside.
        store.append(&JournalEntry::Undo, "").unwrap();
        drop(store);
        let copies = backups::list(&path).unwrap();
        let copy = copies.iter().find(|copy| copy.name.starts_with("before-format-")).unwrap();
        let aside = Claim::take(&path).unwrap().restore(&copy.path).unwrap();
        for store in [Store::open_read_only(&path).unwrap(), Store::open(&path, None).unwrap()] {
            assert_eq!(format!("{:?}", store.runs().unwrap()), format!("{before:?}"));
            assert_eq!(store.journal().unwrap(), journal);
            check_files_of_runs(&store, &path);
        }
        let other = dir.path().join("other.gleaner");
        fs::create_dir(&other).unwrap();
        fs::rename(aside, other.join("project.db")).unwrap();
        assert_eq!(Store::open(&other, None).unwrap().journal().unwrap().len(), journal.len() + 1);
    }
}

#[test]
fn a_log_is_taken_in_before_it_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.gleaner");
    copy_files(&fixture("released/learned"), &path);
    let journal = Store::open_read_only(&path).unwrap().journal().unwrap();
    connection::take_in_log(&path).unwrap();
    assert!(!path.join("project.db-wal").exists());
    assert_eq!(Store::open_read_only(&path).unwrap().journal().unwrap(), journal);
}

#[test]
fn who_reads_without_room_keeps_nobody_out() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.gleaner");
    copy_files(&fixture("released/learned"), &path);
    let (reading, _) = connection::open_unshared(&path).unwrap();
    assert!(reading.copy.is_some());
    let store = Store::open(&path, None).unwrap();
    let n: i64 = reading.db.query_row("SELECT count(*) FROM journal", [], |row| row.get(0)).unwrap();
    assert_eq!(usize::try_from(n).unwrap(), store.journal().unwrap().len());
}

#[test]
fn whether_a_project_can_be_written_is_asked_without_opening_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.gleaner");
    copy_files(&fixture("v3"), &path);
    Store::try_writing(&path).unwrap();
    let n_files = fs::read_dir(&path).unwrap().count();
    Store::try_writing(&path).unwrap();
    assert_eq!(fs::read_dir(&path).unwrap().count(), n_files, "nothing is left");
    let store = Store::open(&path, None).unwrap();
    assert!(matches!(Store::try_writing(&path), Err(StoreError::InUse { .. })));
    drop(store);
    Store::try_writing(&path).unwrap();
}

#[test]
fn files_of_runs_that_say_nothing_are_taken_for_what_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.gleaner");
    copy_files(&fixture("v2"), &path);
    fs::create_dir_all(path.join("runs/2")).unwrap();
    for (file, text) in [("1/clusters.txt", "0"), ("1/images.key", "abc"), ("2/clusters.txt", "7\n"), ("2/base", "1 x")]
    {
        fs::write(path.join("runs").join(file), text).unwrap();
    }
    // A directory can not be read as a file.
    fs::create_dir(path.join("runs/1/base")).unwrap();
    let reader = Store::open_read_only(&path).unwrap();
    assert_eq!(reader.db.path().map(Path::new), Some(&*path.join("project.db")), "it is not copied to be read");
    for store in [reader, Store::open(&path, None).unwrap()] {
        check(&store);
        let runs = store.runs().unwrap();
        assert_eq!((&runs[0].base, runs[0].proposed, runs[0].content.as_deref()), (&None, None, Some("abc")));
        // It learned on another run's rows, whatever that was.
        assert_eq!((&runs[1].base, runs[1].proposed), (&Some(RunBase::default()), Some(7)));
    }
}
