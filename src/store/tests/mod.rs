//! What every test of the store needs: projects in temporary directories, and values that are hard to keep.

mod backups;
mod durability;
mod fixture;
mod journal;
mod opening;
#[cfg(unix)]
mod place;
mod results;
mod rows;

use super::packs::Location;
use super::{ImageRecord, ImageState, Presence, RowChange, RunOutcome, Store, StoredRunState, StoredStage};
use crate::clustering::settings::{Preset, RunSettings};
use crate::curation::edit::{Answer, Edit, Link, Mark, SampleAnswers};
use crate::curation::labels::Assignment;
use crate::dataset::rel_path::RelPath;
use crate::dataset::scan::FileStamp;
use crate::dataset::skip::{SkipKind, SkipReason};
use crate::ids::{ClusterId, ImageId, RunId};
use crate::stage::{EpochMetrics, Kept, Stage};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A new project with its temporary directory.
fn project() -> (tempfile::TempDir, PathBuf, Store) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cats & dögs.gleaner");
    let store = Store::open(&path, Some(Path::new("/photos"))).unwrap();
    (dir, path, store)
}

fn reopen(store: Store) -> Store {
    let path = store.path().to_owned();
    drop(store);
    Store::open(&path, None).unwrap()
}

/// What a killed process leaves: the files as they are now.
fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        } else {
            copy_files(&entry.path(), &to.join(entry.file_name()));
        }
    }
}

fn ready(seed: u64) -> ImageState {
    let location = |n: u64| Location {
        segment: n as u32,
        offset: u64::MAX - n,
        length: u32::MAX - n as u32,
        checksum: u32::MAX / 3 + n as u32,
    };
    ImageState::Ready {
        width: u32::MAX,
        height: 1,
        content_hash: std::array::from_fn(|i| (i as u64 * seed) as u8),
        perceptual_hash: u64::MAX - seed,
        thumbnail: location(seed),
        tile: location(seed + 1),
        tile_width: 64,
        tile_height: u32::MAX,
    }
}

fn record(path: &[u8], state: ImageState) -> ImageRecord {
    ImageRecord::here(RelPath(path.to_vec()), stamp(3, 1_700_000_000_123_456_789), state)
}

fn stamp(size: u64, mtime_ns: i64) -> FileStamp {
    FileStamp { size, mtime_ns, ctime_ns: None }
}

/// Rows to add.
fn new(records: &[ImageRecord]) -> Vec<RowChange> {
    records.iter().map(|record| RowChange { id: None, record: record.clone() }).collect()
}

fn any_state() -> impl Strategy<Value = ImageState> {
    let kind = prop::sample::select(SkipKind::STORED.to_vec());
    prop_oneof![
        (0..1000u64).prop_map(ready),
        (kind, any::<String>()).prop_map(|(kind, detail)| ImageState::Skipped(SkipReason::new(kind, detail))),
        Just(ImageState::Gone),
    ]
}

/// Few paths, so that they come back.
fn any_record() -> impl Strategy<Value = ImageRecord> {
    let path = || {
        let bytes = prop_oneof!["[ab/]{0,2}".prop_map(String::into_bytes), prop::collection::vec(1u8.., 0..3)];
        bytes.prop_map(RelPath).prop_filter("it leads out of the folder", RelPath::is_within)
    };
    let stamp = (any::<u64>(), any::<i64>(), any::<Option<i64>>()).prop_map(|(size, mtime_ns, ctime_ns)| FileStamp {
        size,
        mtime_ns,
        ctime_ns,
    });
    let links = prop::collection::btree_set("[ab][ab/]?".prop_map(|link| RelPath::from(&*link)), 0..3);
    let presence = prop::sample::select(Presence::ALL.to_vec());
    let replaces = prop::option::of((1..9u32).prop_map(ImageId));
    (path(), links, stamp, presence, replaces, any_state()).prop_map(
        |(path, links, stamp, presence, replaces, state)| ImageRecord {
            path,
            links: links.into_iter().collect(),
            stamp,
            presence,
            replaces,
            state,
        },
    )
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let cluster = || (1..9u32).prop_map(ClusterId);
    let some = || {
        let ids = prop::collection::btree_set(1..=12u32, 0..5);
        ids.prop_map(|ids| ids.into_iter().map(ImageId).collect::<Vec<_>>())
    };
    prop_oneof![
        (1..4u32).prop_map(|run| Edit::AdoptRun {
            run: RunId(run),
            mapping: (0..4).map(|c| (c, ClusterId(c + 1))).collect(),
            order: vec![ClusterId(2)],
        }),
        (cluster(), any::<String>()).prop_map(|(cluster, name)| Edit::Rename { cluster, name }),
        (cluster(), prop::collection::vec(cluster(), 0..3)).prop_map(|(into, from)| Edit::Merge { into, from }),
        (some(), prop::option::of(cluster())).prop_map(|(images, to)| Edit::Move { images, to }),
        (cluster(), any::<String>(), some()).prop_map(|(id, name, images)| Edit::NewCluster { id, name, images }),
        (some(), any::<bool>()).prop_map(|(images, is_confirmed)| Edit::Confirm { images, is_confirmed }),
        some().prop_map(|images| Edit::Junk { images }),
        (cluster(), cluster(), any::<String>(), some()).prop_map(|(cluster, new, name, images)| Edit::Split {
            cluster,
            parts: vec![(new, name, images)],
            confirmed: None
        }),
        (cluster(), some()).prop_map(|(cluster, images)| Edit::Reject { cluster, images }),
        (cluster(), 1..=12u32, any_answer(), any::<bool>()).prop_map(|(cluster, image, answer, is_sample)| {
            Edit::Judge { cluster, image: ImageId(image), answer, is_sample }
        }),
        ([1..=12u32, 1..=12], prop::sample::select(vec![None, Some(Link::Same), Some(Link::Different)]))
            .prop_map(|(pair, link)| Edit::Link { images: pair.map(ImageId), link }),
        (any::<String>(), prop::collection::vec(cluster(), 0..3))
            .prop_map(|(name, clusters)| Edit::Group { name, clusters }),
        (cluster(), any_mark()).prop_map(|(cluster, mark)| Edit::Mark { cluster, mark }),
        prop::collection::vec((cluster(), some(), some()), 0..3).prop_map(|all| {
            let of = |(cluster, right, wrong)| SampleAnswers { cluster, right, wrong };
            Edit::JudgeSample { answers: all.into_iter().map(of).collect() }
        }),
        (cluster(), some(), some())
            .prop_map(|(cluster, right, wrong)| Edit::JudgeSheet { answers: SampleAnswers { cluster, right, wrong } }),
        // Image i of a run is in its cluster i % 4: some edits fit what is there.
        (0..4u32, any::<bool>()).prop_map(|(number, is_right)| {
            let images: Vec<ImageId> = (1..=12).filter(|i| i % 4 == number).map(ImageId).collect();
            let (right, wrong) = if is_right { (images, Vec::new()) } else { (Vec::new(), images) };
            Edit::JudgeSample { answers: vec![SampleAnswers { cluster: ClusterId(number + 1), right, wrong }] }
        }),
        (0..4u32, 9..14u32).prop_map(|(number, new)| {
            let images = (5..=12).filter(|i| i % 4 == number).map(ImageId).collect();
            Edit::Split {
                cluster: ClusterId(number + 1),
                parts: vec![(ClusterId(new), String::new(), images)],
                confirmed: None,
            }
        }),
    ]
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        prop::sample::select(vec![Answer::Right, Answer::Wrong, Answer::Junk]),
        (1..9u32).prop_map(|id| Answer::Other(ClusterId(id))),
    ]
}

fn any_mark() -> impl Strategy<Value = Mark> {
    prop_oneof![
        prop::option::of(0..14u8).prop_map(Mark::Colour),
        prop::option::of(0..11u8).prop_map(Mark::HotKey),
        any::<String>().prop_map(Mark::Note),
        prop::option::of((1..12u32).prop_map(ImageId)).prop_map(Mark::Cover),
    ]
}

fn epoch(stage: &str, epoch: u32, loss: f64) -> EpochMetrics {
    EpochMetrics {
        stage: stage.into(),
        epoch,
        n_epochs: 30,
        lr: 0.1 + 0.2,
        loss,
        consistency: None,
        entropy: Some(f64::MIN_POSITIVE / 3.0),
        confident_share: Some(f64::INFINITY),
        cluster_sizes: Some(vec![0, u32::MAX, 7]),
        images_per_sec: 1e300,
        seconds: 1.5,
    }
}

fn settings() -> RunSettings {
    RunSettings { seed: u64::MAX, clusters: 3, ..RunSettings::preset(Preset::Paper) }
}

/// Image i of 1 to n is in cluster i % 4.
fn outcome(n: u32) -> RunOutcome {
    let assignment = Assignment {
        images: (1..=n).map(ImageId).collect(),
        clusters: (1..=n).map(|i| i % 4).collect(),
        confidence: (1..=n).map(|i| i as f32 / n as f32).collect(),
    };
    let metrics = BTreeMap::from([
        ("entropy".to_owned(), std::f64::consts::LN_10),
        ("kept".to_owned(), 1.0),
        ("loss \"at\" the\nend".to_owned(), f64::NEG_INFINITY),
    ]);
    RunOutcome {
        settings: None,
        state: StoredRunState::Done,
        seconds: 12.3,
        device: "cpu".into(),
        threads: 2,
        kept: Some(Kept { stage: Stage::Scan, why: "Kept SCAN: \"it\" fits.".into() }),
        stages: vec![StoredStage { name: "scan".into(), seconds: 1.0 / 3.0, images_per_sec: 0.1 + 0.7, metrics }],
        notes: vec!["Ein Häufchen: \"kept\" k-means".into(), crate::strings::Told::default()],
        assignment: Some(assignment),
    }
}
