//! What every test of upkeep needs: made-up projects with real photos, packs, a run and changes.

mod archive;
mod backups;
mod beside;
mod compact;
mod doctor;

use super::{Checkup, Finding, Severity, Subject};
use crate::clustering::settings::{Preset, RunSettings};
use crate::control::CancelToken;
use crate::curation::edit::Edit;
use crate::curation::labels::Assignment;
use crate::dataset::decode::{ByteBudget, Limits};
use crate::dataset::pixels;
use crate::dataset::rel_path::RelPath;
use crate::dataset::scan::FileStamp;
use crate::ids::{ClusterId, ImageId};
use crate::session::ReadOnly;
use crate::session::worker::append_tile;
use crate::stage::{Kept, Stage};
use crate::store::packs::{PackReader, PackWriter};
use crate::store::results::{RunArrays, StageArrays};
use crate::store::{ImageRecord, ImageState, JournalEntry, RowChange, RunOutcome, Store, StoredRunState};
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
            Edit::AdoptRun { run, mapping: vec![(0, ClusterId(1)), (1, ClusterId(2))], order: vec![] },
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
        image::RgbImage::from_fn(80, 60, pixel).save(&path).expect("saved");
        let prepared =
            pixels::prepare(&path, &Limits::default(), &ByteBudget::default(), &CancelToken::default()).expect("read");
        let thumbnail = packs.append(&prepared.thumbnail).expect("appended");
        let state = ImageState::Ready {
            width: prepared.width,
            height: prepared.height,
            content_hash: prepared.content_hash,
            perceptual_hash: prepared.perceptual_hash,
            thumbnail,
            tile: append_tile(packs, &prepared, thumbnail).expect("appended"),
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
        super::doctor(&self.project(), true, &CancelToken::default(), &mut |_| ()).expect("repaired")
    }

    /// Damage is found about one thing, repaired, and not found again; the checkup after the repair.
    #[track_caller]
    fn is_healed(&self, about: Subject, word: &str) -> Checkup {
        let before = self.look();
        let wrong: Vec<&Finding> = before.findings.iter().filter(|one| one.severity == Severity::Wrong).collect();
        let is_told =
            wrong.iter().any(|one| one.about == about && one.words.to_string().contains(word) && !one.help.is_empty());
        assert!(is_told, "{about:?}, {word}: {wrong:?}");
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
    super::doctor(project, false, &CancelToken::default(), &mut |_| ()).expect("looked at")
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
        settings: None,
        state: StoredRunState::Done,
        seconds: 1.0,
        device: "cpu".into(),
        threads: 1,
        kept: Some(Kept { stage: Stage::Scan, why: crate::strings::Told::default() }),
        stages: Vec::new(),
        notes: vec!["a note".into()],
        assignment: Some(Assignment {
            clusters: (0..N).map(|i| i % 2).collect(),
            confidence: vec![1.0; images.len()],
            images,
        }),
    }
}
