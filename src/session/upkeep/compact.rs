//! Gives room back to the disk: packs without holes, a database without gaps, no leftovers.
//!
//! It stands being killed after any step. What rows point at is first written to new segments and synced, then the rows are
//! changed in one transaction, then the old segments go; what a kill leaves is a hole that the next call finds. It never
//! touches the journal, a run's result, or what is kept of images that are gone: they may come back.

use super::{STEP, Show, UpkeepError, cannot_be, megabytes};
use crate::control::CancelToken;
use crate::ids::{ImageId, RunId};
use crate::session::worker::Pace;
use crate::store::layout;
use crate::store::packs::{self, Location, PackReader, PackWriter};
use crate::store::{ImageRecord, ImageRow, ImageState, RowChange, Store, StoredRunState, content_key};
use crate::strings::told;
use crate::text::counted;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a compaction gave back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Bytes of the project before.
    pub bytes_before: u64,
    /// Bytes of the project now.
    pub bytes_after: u64,
    /// Images whose pixels are damaged; they were left where they are.
    pub n_damaged: usize,
    /// Files and directories that nobody needed.
    pub n_removed: usize,
}

impl Compacted {
    /// Bytes that the disk has back.
    #[must_use]
    pub fn freed(&self) -> u64 {
        self.bytes_before.saturating_sub(self.bytes_after)
    }

    /// All of it in a sentence or two.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = match self.freed() {
            0 => format!("There was nothing to free; the project takes {}.", megabytes(self.bytes_after)),
            freed => format!("Freed {}; the project takes {}.", megabytes(freed), megabytes(self.bytes_after)),
        };
        if self.n_damaged > 0 {
            let n = counted(self.n_damaged, "image has", "images have");
            let _ = write!(words, " {n} damaged pixels and stayed as they are: `gleaner doctor PROJECT` tells more.");
        }
        words
    }
}

/// Compacts a project.
///
/// # Errors
/// [`UpkeepError`]: it is open elsewhere, the disk is full, it was stopped. The project is as sound as before.
pub fn compact(project: &Path, cancel: &CancelToken, show: Show) -> Result<Compacted, UpkeepError> {
    let mut store = Store::open(project, None)?;
    let bytes_before = size_of(store.path());
    let mut moving = Moving::plan(&store)?;
    moving.copy(&store, cancel, show)?;
    moving.point(&mut store)?;
    moving.remove_old(&store)?;
    show(Pace::new(told!("compact-tidying"), 0).at(0));
    cancel.check()?;
    let n_removed = tidy(&store)?;
    store.shrink_database()?;
    let n_damaged = moving.damaged.len();
    let path = store.path().to_owned();
    drop(store);
    Ok(Compacted { bytes_before, bytes_after: size_of(&path), n_damaged, n_removed })
}

/// Pixels on their way to new segments. Its steps are taken in order.
pub(super) struct Moving {
    rows: Vec<ImageRow>,
    /// Segments that hold bytes which no row points at.
    with_holes: BTreeSet<u32>,
    /// What rows point at in those, and where it is now.
    places: BTreeMap<(u32, u64), (Location, Option<Location>)>,
    damaged: BTreeSet<ImageId>,
}

impl Moving {
    /// Finds segments with holes.
    pub(super) fn plan(store: &Store) -> Result<Self, UpkeepError> {
        let rows = store.images()?;
        let dir = store.pixels_dir();
        let sizes = packs::segment_sizes(&dir).map_err(|e| UpkeepError::Failed(cannot_be("read", &dir, &e)))?;
        let used: BTreeMap<(u32, u64), Location> =
            rows.iter().flat_map(places_of).map(|at| ((at.segment, at.offset), at)).collect();
        let mut bytes_used: BTreeMap<u32, u64> = BTreeMap::new();
        for at in used.values() {
            *bytes_used.entry(at.segment).or_default() += u64::from(at.length);
        }
        let has_holes = |(segment, size): &(u32, u64)| bytes_used.get(segment).copied().unwrap_or(0) < *size;
        let with_holes: BTreeSet<u32> = sizes.into_iter().filter(has_holes).map(|(segment, _)| segment).collect();
        let places = used.into_iter().filter(|((segment, _), _)| with_holes.contains(segment));
        let places = places.map(|(key, at)| (key, (at, None))).collect();
        Ok(Self { rows, with_holes, places, damaged: BTreeSet::new() })
    }

    /// Writes them again, durably, to segments of their own.
    pub(super) fn copy(&mut self, store: &Store, cancel: &CancelToken, show: Show) -> Result<(), UpkeepError> {
        let dir = store.pixels_dir();
        let reader = PackReader::open(&dir)?;
        if self.places.is_empty() {
            return Ok(());
        }
        let mut writer = PackWriter::open_anew(&dir)?;
        let pace = Pace::new(told!("compact-closing"), self.places.len() as u64);
        for (n, (from, to)) in self.places.values_mut().enumerate() {
            if n % STEP == 0 {
                cancel.check()?;
                show(pace.at(n as u64));
            }
            // What can not be read stays where it is, for whoever can help.
            if let Ok(bytes) = reader.read(from) {
                *to = Some(writer.append(&bytes)?);
            }
        }
        writer.sync()?;
        Ok(())
    }

    /// Points rows at the new segments, all at once.
    pub(super) fn point(&mut self, store: &mut Store) -> Result<(), UpkeepError> {
        let mut changes = Vec::new();
        for row in &self.rows {
            let mut state = row.record.state.clone();
            let ImageState::Ready { thumbnail, tile, .. } = &mut state else { continue };
            let mut is_moved = false;
            for at in [thumbnail, tile] {
                match self.places.get(&(at.segment, at.offset)) {
                    Some((from, Some(to))) if from == at => {
                        *at = *to;
                        is_moved = true;
                    }
                    Some(_) => {
                        self.damaged.insert(row.id);
                    }
                    None => {}
                }
            }
            if is_moved {
                changes.push(RowChange { id: Some(row.id), record: ImageRecord { state, ..row.record.clone() } });
            }
        }
        if !changes.is_empty() {
            store.put_images(&changes)?;
        }
        Ok(())
    }

    /// Removes segments that no row points at any more.
    pub(super) fn remove_old(&self, store: &Store) -> Result<(), UpkeepError> {
        let used: BTreeSet<u32> = store.images()?.iter().flat_map(places_of).map(|at| at.segment).collect();
        for segment in self.with_holes.difference(&used) {
            packs::remove_segment(&store.pixels_dir(), *segment)?;
        }
        Ok(())
    }
}

fn places_of(row: &ImageRow) -> impl Iterator<Item = Location> + use<> {
    let places = match &row.record.state {
        ImageState::Ready { thumbnail, tile, .. } => Some([*thumbnail, *tile]),
        _ => None,
    };
    places.into_iter().flatten()
}

/// Removes leftovers and squares of images that no run will see again; how many.
fn tidy(store: &Store) -> Result<usize, UpkeepError> {
    let runs = store.runs()?;
    let ids: BTreeSet<RunId> = runs.iter().map(|run| run.id).collect();
    let leftovers = store.leftovers(&ids)?;
    for leftover in &leftovers {
        leftover.remove()?;
    }
    let rows = store.images()?;
    let by_id: BTreeMap<ImageId, &ImageRow> = rows.iter().map(|row| (row.id, row)).collect();
    // A run that goes on, and the next one on what the last one saw, find theirs.
    let newest = runs.last().map(|run| run.id);
    let goes_on = runs.iter().filter(|run| run.state == StoredRunState::Unfinished || Some(run.id) == newest);
    let mut keys = BTreeSet::from([content_key(rows.iter().filter(|row| row.record.is_shown()))]);
    for run in goes_on {
        let images = store.run_images(run.id)?;
        keys.insert(content_key(images.iter().filter_map(|id| by_id.get(id).copied())));
    }
    let is_stale = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".rgb") && !keys.iter().any(|key| name.starts_with(&key[..24]))
    };
    let dir = store.path().join(layout::PREPARED);
    let stale: Vec<PathBuf> = files_in(&dir)?.into_iter().filter(is_stale).collect();
    for path in &stale {
        fs::remove_file(path).map_err(|e| cannot("removed", path, &e))?;
    }
    Ok(leftovers.len() + stale.len())
}

fn files_in(dir: &Path) -> Result<Vec<PathBuf>, UpkeepError> {
    match fs::read_dir(dir) {
        Ok(entries) => Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).collect()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(e) => Err(cannot("read", dir, &e)),
    }
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> UpkeepError {
    UpkeepError::Failed(cannot_be(what, path, error))
}

/// Bytes of all files in a directory, as far as it can be read. What readers of the database share comes and goes.
fn size_of(dir: &Path) -> u64 {
    let is_shared = |entry: &walkdir::DirEntry| entry.file_name().to_string_lossy().ends_with("-shm");
    let files = walkdir::WalkDir::new(dir).into_iter().filter_map(Result::ok).filter(|entry| !is_shared(entry));
    files.filter_map(|entry| entry.metadata().ok().filter(fs::Metadata::is_file)).map(|file| file.len()).sum()
}
