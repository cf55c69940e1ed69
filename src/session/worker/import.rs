//! Reading a folder: what is new or changed is decoded once, thumbnails and tiles go to packs, rows to the engine.
//!
//! A file whose size and time are known already is not opened.

use super::{Context, Ending, FromWorker, Pace, counted};
use crate::control::{Cancelled, Progress};
use crate::dataset::pixels::{self, Prepared};
use crate::dataset::rel_path::RelPath;
use crate::dataset::sample;
use crate::dataset::scan::{self, Entry, ScanError};
use crate::dataset::skip::{SkipKind, SkipReason};
use crate::store::packs::{self, PackError, PackWriter};
use crate::store::project::{ImageRecord, ImageState};
use parking_lot::Mutex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Rows are handed over this often, so that pictures appear while the folder is read.
const HAND_OVER: Duration = Duration::from_millis(400);

/// What an import works on.
pub struct ImportWork {
    /// The photo folder.
    pub folder: PathBuf,
    /// Where packs lie.
    pub pixels_dir: PathBuf,
    /// Threads; 0 takes all cores.
    pub threads: usize,
    /// What the store knows.
    pub known: BTreeMap<RelPath, ImageRecord>,
}

/// Finished files that wait to be handed over.
struct Pending {
    packs: PackWriter,
    /// By their place in the list of files.
    records: BTreeMap<usize, ImageRecord>,
    /// The first file that was not handed over. Rows go to the store in order, so that ids do not depend on which
    /// thread was faster.
    next: usize,
    last: Instant,
    n_done: u64,
    n_skipped: usize,
    failed: Option<PackError>,
}

impl ImportWork {
    /// Reads the folder.
    pub fn run(self, context: &Context) -> Ending {
        match self.read(context) {
            Ok(words) => Ending::Done(words),
            Err(Failure::Cancelled) => Ending::Cancelled,
            Err(Failure::Words(words)) => Ending::Failed(words),
        }
    }

    fn read(mut self, context: &Context) -> Result<String, Failure> {
        context.show(Progress { stage: "Looking into the folder".into(), ..Progress::default() });
        let mut on_found = |n: u64| {
            if n.is_multiple_of(500) {
                context.show(Progress { stage: "Looking into the folder".into(), done: n, ..Progress::default() });
            }
        };
        let found = scan::scan(&self.folder, &context.cancel, &mut on_found)?;
        let n_files = found.files.len();
        self.hand_over_missing(&found, context);
        let unlisted = found.skipped.into_iter().map(|(path, reason)| ImageRecord {
            path,
            size: 0,
            mtime_ns: 0,
            state: ImageState::Skipped(reason),
        });
        let unlisted: Vec<ImageRecord> =
            unlisted.filter(|record| self.known.get(&record.path) != Some(record)).collect();
        if !unlisted.is_empty() {
            context.tell(FromWorker::Images(unlisted));
        }
        let segments = packs::segments(&self.pixels_dir)
            .map_err(|e| Failure::Words(format!("{}: {e}", self.pixels_dir.display())))?;
        let is_new = |entry: &Entry| {
            let known = self.known.get(&entry.path);
            known.is_none_or(|known| {
                (known.size, known.mtime_ns) != (entry.size, entry.mtime_ns)
                    || is_worth_another_look(&known.state)
                    || has_lost_pixels(&known.state, &segments)
            })
        };
        let new: Vec<Entry> = found.files.into_iter().filter(is_new).collect();
        let n_new = new.len();
        let n_skipped = self.decode(&new, context)?;
        let mut words = match (n_new, n_files) {
            (0, 0) => "There are no images in this folder.".to_owned(),
            (0, n) => format!("Nothing new among {}.", counted(n, "file", "files")),
            (n, _) => format!("Read {}.", counted(n - n_skipped, "image", "images")),
        };
        if n_skipped > 0 {
            words = format!("{words} {} skipped.", counted(n_skipped, "file was", "files were"));
        }
        Ok(words)
    }

    /// Files that were there and are not any more.
    fn hand_over_missing(&mut self, found: &scan::Scan, context: &Context) {
        let present: BTreeSet<&RelPath> =
            found.files.iter().map(|entry| &entry.path).chain(found.skipped.iter().map(|entry| &entry.0)).collect();
        let is_gone = |record: &&ImageRecord| record.state != ImageState::Gone && !present.contains(&record.path);
        let gone = self.known.values().filter(is_gone);
        let gone: Vec<ImageRecord> = gone.map(|r| ImageRecord { state: ImageState::Gone, ..r.clone() }).collect();
        if !gone.is_empty() {
            context.tell(FromWorker::Images(gone));
        }
    }

    /// Decodes files; the number that had to be skipped.
    fn decode(&self, entries: &[Entry], context: &Context) -> Result<usize, Failure> {
        if entries.is_empty() {
            return Ok(0);
        }
        let pace = Pace::new("Reading images", entries.len() as u64);
        let packs = PackWriter::open(&self.pixels_dir)?;
        let pending = Mutex::new(Pending {
            packs,
            records: BTreeMap::new(),
            next: 0,
            last: Instant::now(),
            n_done: 0,
            n_skipped: 0,
            failed: None,
        });
        let sink = |index: usize, result: Result<Prepared, SkipReason>| {
            let mut pending = pending.lock();
            if pending.failed.is_some() {
                return;
            }
            let kept = pending.keep(index, &entries[index], result);
            let kept = kept
                .and_then(|()| if pending.last.elapsed() >= HAND_OVER { pending.hand_over(context) } else { Ok(()) });
            if let Err(error) = kept {
                // A full disk ends the import, not the program.
                pending.failed = Some(error);
                context.cancel.cancel();
            }
            context.show(pace.at(pending.n_done));
        };
        let outcome = pixels::import(&self.folder, entries, self.threads, &context.cancel, &sink);
        let mut pending = pending.into_inner();
        if let Some(error) = pending.failed.take() {
            return Err(error.into());
        }
        pending.hand_over_all(context)?;
        outcome?;
        Ok(pending.n_skipped)
    }
}

impl Pending {
    fn keep(&mut self, index: usize, entry: &Entry, result: Result<Prepared, SkipReason>) -> Result<(), PackError> {
        self.n_done += 1;
        let state = match result {
            Ok(prepared) => {
                let thumbnail = self.packs.append(&prepared.thumbnail_jpeg)?;
                let tile = self.packs.append(&prepared.tile.rgb)?;
                ImageState::Ready {
                    width: prepared.width,
                    height: prepared.height,
                    content_hash: prepared.content_hash,
                    perceptual_hash: prepared.perceptual_hash,
                    thumbnail,
                    tile,
                    tile_width: prepared.tile.width,
                    tile_height: prepared.tile.height,
                }
            }
            Err(reason) => {
                self.n_skipped += 1;
                ImageState::Skipped(reason)
            }
        };
        let Entry { path, size, mtime_ns } = entry.clone();
        self.records.insert(index, ImageRecord { path, size, mtime_ns, state });
        Ok(())
    }

    fn hand_over(&mut self, context: &Context) -> Result<(), PackError> {
        let mut ready = Vec::new();
        while let Some(record) = self.records.remove(&self.next) {
            ready.push(record);
            self.next += 1;
        }
        self.send(ready, context)
    }

    /// Everything that is finished, when nothing more will come.
    fn hand_over_all(&mut self, context: &Context) -> Result<(), PackError> {
        let all = std::mem::take(&mut self.records).into_values().collect();
        self.send(all, context)
    }

    fn send(&mut self, records: Vec<ImageRecord>, context: &Context) -> Result<(), PackError> {
        self.last = Instant::now();
        if !records.is_empty() {
            self.packs.sync()?;
            context.tell(FromWorker::Images(records));
        }
        Ok(())
    }
}

/// Whether the pack of a picture's thumbnail or tile is gone: somebody tidied up, or a disk did.
fn has_lost_pixels(state: &ImageState, segments: &BTreeSet<u32>) -> bool {
    match state {
        ImageState::Ready { thumbnail, tile, .. } => [thumbnail, tile].iter().any(|at| !segments.contains(&at.segment)),
        _ => false,
    }
}

/// A file that could not be read for a reason that lies outside of it may be readable now.
fn is_worth_another_look(state: &ImageState) -> bool {
    match state {
        ImageState::Ready { .. } => false,
        ImageState::Gone => true,
        ImageState::Skipped(reason) => reason.kind == SkipKind::Unreadable,
    }
}

/// Writes the sample folder.
pub struct SampleWork {
    /// Where it goes.
    pub dir: PathBuf,
    /// Seed of the pictures.
    pub seed: u64,
}

impl SampleWork {
    /// Renders what is not there yet.
    pub fn run(self, context: &Context) -> Ending {
        let pace = Pace::new("Drawing the sample", sample::n_files() as u64);
        let written = sample::write(&self.dir, self.seed, &context.cancel, &|n| context.show(pace.at(n)));
        match written {
            Ok(summary) => Ending::SampleReady(summary.folder),
            Err(sample::SampleError::Cancelled) => Ending::Cancelled,
            Err(error) => Ending::Failed(error.to_string()),
        }
    }
}

enum Failure {
    Cancelled,
    Words(String),
}

impl From<ScanError> for Failure {
    fn from(error: ScanError) -> Self {
        match error {
            ScanError::Cancelled => Self::Cancelled,
            other => Self::Words(other.to_string()),
        }
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Self {
        Self::Words(error.to_string())
    }
}

impl From<Cancelled> for Failure {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}
