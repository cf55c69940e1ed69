//! skeleton
use super::packs::Location;
use super::results::RunArrays;
use crate::clustering::settings::RunSettings;
use crate::control::EpochMetrics;
use crate::curation::edit::Edit;
use crate::curation::labels::Assignment;
use crate::dataset::rel_path::RelPath;
use crate::dataset::skip::SkipReason;
use crate::ids::{ImageId, RunId};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What can go wrong with a project on disk: each variant's words name the path and the way out.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// skeleton: the store's author defines the variants
    #[error("{0}")]
    Other(String),
}

/// What the database keeps of one file of the folder. The path identifies it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRecord {
    /// Relative to the folder.
    pub path: RelPath,
    /// File size in bytes; with `mtime_ns` it says whether the file changed.
    pub size: u64,
    /// Nanoseconds since 1970.
    pub mtime_ns: i64,
    /// What became of it.
    pub state: ImageState,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum ImageState {
    /// A readable image.
    Ready {
        /// Upright width in pixels.
        width: u32,
        /// Upright height in pixels.
        height: u32,
        /// BLAKE3 of the file.
        content_hash: [u8; 32],
        /// 64-bit perceptual hash.
        perceptual_hash: u64,
        /// Where the JPEG thumbnail lies.
        thumbnail: Location,
        /// Where the raw RGB tile lies.
        tile: Location,
        /// Tile width in pixels.
        tile_width: u32,
        /// Tile height in pixels.
        tile_height: u32,
    },
    /// Not taken, and why.
    Skipped(SkipReason),
    /// Was there at an earlier look and is gone now; its id and labels are kept in case it comes back.
    Gone,
}

/// One row of the image table.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRow {
    /// Given at the first sight of the path, never reused.
    pub id: ImageId,
    /// The rest.
    pub record: ImageRecord,
}

/// One row of the append-only journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalEntry {
    /// A change.
    Edit(Edit),
    /// Took back the last change in force.
    Undo,
    /// Made the last undone change again.
    Redo,
}

/// State of a run, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredRunState {
    /// Being trained, or cut off and resumable.
    Unfinished,
    /// Has a result.
    Done,
    /// Ended without a result.
    Failed,
}

/// One stage, as stored (JSON in the run's row).
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StoredStage {
    /// `simclr`, `kmeans`, `scan` or `selflabel`.
    pub name: String,
    /// Wall time.
    pub seconds: f64,
    /// Training inputs a second.
    pub images_per_sec: f64,
    /// Numbers by name.
    pub metrics: BTreeMap<String, f64>,
}

/// One run, as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    /// Its id.
    pub id: RunId,
    /// State.
    pub state: StoredRunState,
    /// Settings.
    pub settings: RunSettings,
    /// Unix seconds.
    pub started: i64,
    /// Wall time so far.
    pub seconds: f64,
    /// Program version.
    pub version: String,
    /// Device name.
    pub device: String,
    /// Worker threads.
    pub threads: u32,
    /// Kept stage.
    pub kept: Option<String>,
    /// Stages.
    pub stages: Vec<StoredStage>,
    /// All epochs, in order.
    pub epochs: Vec<EpochMetrics>,
    /// Notes in plain words.
    pub notes: Vec<String>,
}

/// How a run ended, committed in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct RunOutcome {
    /// Done or Failed.
    pub state: StoredRunState,
    /// Wall time.
    pub seconds: f64,
    /// Device name.
    pub device: String,
    /// Worker threads.
    pub threads: u32,
    /// Kept stage.
    pub kept: Option<String>,
    /// Stages.
    pub stages: Vec<StoredStage>,
    /// Notes.
    pub notes: Vec<String>,
    /// Hard assignment of the kept stage (stored as compact blobs in a `predictions` table).
    pub assignment: Option<Assignment>,
}

/// A project directory: the database and the paths of everything beside it.
pub struct Store {}

impl Store {
    /// Opens the project at `path` for writing, or makes it for `folder`. Takes the writer's lock.
    ///
    /// # Errors
    /// [`StoreError`]: another process writes to it; not a project; a newer schema; the disk.
    pub fn open(_path: &Path, _folder: Option<&Path>) -> Result<Self, StoreError> {
        todo!()
    }

    /// Opens the project at `path` for reading only, beside a writer; changes nothing on disk.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open_read_only(_path: &Path) -> Result<Self, StoreError> {
        todo!()
    }

    /// The `.gleaner` directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        todo!()
    }

    /// The photo folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        todo!()
    }

    /// Sets the photo folder (it was moved).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_folder(&mut self, _folder: &Path) -> Result<(), StoreError> {
        todo!()
    }

    /// Where the packs lie: `pixels/`.
    #[must_use]
    pub fn pixels_dir(&self) -> PathBuf {
        todo!()
    }

    /// Where a run keeps its files: `runs/<id>/`.
    #[must_use]
    pub fn run_dir(&self, _run: RunId) -> PathBuf {
        todo!()
    }

    /// All rows, sorted by the bytes of the path.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn images(&self) -> Result<Vec<ImageRow>, StoreError> {
        todo!()
    }

    /// Adds or replaces rows by path in one transaction; gives their ids in order. Old ids stay.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn put_images(&mut self, _records: &[ImageRecord]) -> Result<Vec<ImageId>, StoreError> {
        todo!()
    }

    /// The journal, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn journal(&self) -> Result<Vec<JournalEntry>, StoreError> {
        todo!()
    }

    /// Appends to the journal; durable (synced) when it returns.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is appended.
    pub fn append(&mut self, _entry: &JournalEntry, _words: &str) -> Result<(), StoreError> {
        todo!()
    }

    /// All runs, oldest first, with their epochs.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn runs(&self) -> Result<Vec<RunRow>, StoreError> {
        todo!()
    }

    /// A new unfinished run; makes its directory.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn begin_run(&mut self, _settings: &RunSettings, _images: &[ImageId]) -> Result<RunId, StoreError> {
        todo!()
    }

    /// The images that a run was begun with, in order (a resumed run must see the same ones).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn run_images(&self, _run: RunId) -> Result<Vec<ImageId>, StoreError> {
        todo!()
    }

    /// Adds or replaces one epoch's metrics (by stage and epoch).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_epoch(&mut self, _run: RunId, _metrics: &EpochMetrics) -> Result<(), StoreError> {
        todo!()
    }

    /// Ends a run in one transaction. The arrays were written by [`RunArrays::save`] before.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn finish_run(&mut self, _run: RunId, _outcome: &RunOutcome) -> Result<(), StoreError> {
        todo!()
    }

    /// The kept hard assignment of a finished run.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn assignment(&self, _run: RunId) -> Result<Option<Assignment>, StoreError> {
        todo!()
    }

    /// The large arrays of a finished run.
    ///
    /// # Errors
    /// [`StoreError`], for instance if the file is gone.
    pub fn arrays(&self, _run: RunId) -> Result<RunArrays, StoreError> {
        todo!()
    }
}
