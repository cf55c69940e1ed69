//! What can go wrong with a project on disk, in words that name the path and the way out.
//!
//! Code below the public methods speaks of a [`Fault`], which knows no path; the methods add it.

use crate::ids::RunId;
use crate::room;
use crate::strings::say;
use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong with a project on disk.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process, or another part of this one, writes to it.
    #[error("{}", say!("store-in-use", path = path.display().to_string()))]
    InUse {
        /// The project.
        path: PathBuf,
    },
    /// Nothing is there.
    #[error("{}", say!("store-not-found", path = path.display().to_string()))]
    NotFound {
        /// The project.
        path: PathBuf,
    },
    /// Something else is there.
    #[error("{}", say!("store-no-project", path = path.display().to_string()))]
    NotAProject {
        /// What was to be opened.
        path: PathBuf,
    },
    /// Packs or runs without the database.
    #[error("{}", say!("store-no-database", path = path.display().to_string()))]
    NoDatabase {
        /// The project.
        path: PathBuf,
    },
    /// A later program changed the tables.
    #[error("{}", say!("store-newer", path = path.display().to_string(), version = *version, known = *known))]
    Newer {
        /// The project.
        path: PathBuf,
        /// Its format.
        version: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// The database is not what was written.
    #[error("{}", say!("store-damaged", path = path.display().to_string(), why = why))]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What does not fit.
        why: String,
    },
    /// A value that no version up to this one wrote.
    #[error("{}", say!("store-unknown", path = path.display().to_string(), what = what, why = why))]
    Unknown {
        /// The database.
        path: PathBuf,
        /// Which entry.
        what: String,
        /// What does not fit.
        why: String,
    },
    /// The value could not be read back, so it is not written.
    #[error("{}", say!("store-unstorable", path = path.display().to_string(), what = what, why = why))]
    Unstorable {
        /// The database.
        path: PathBuf,
        /// Which entry.
        what: String,
        /// What does not fit, and what would.
        why: String,
    },
    /// The run is not in the table.
    #[error("{}", say!("store-no-run", path = path.display().to_string(), run = run.0))]
    NoSuchRun {
        /// The project.
        path: PathBuf,
        /// Which run.
        run: RunId,
    },
    /// Nothing is there any more, since it was opened.
    #[error("{}", say!("store-gone", path = path.display().to_string()))]
    Gone {
        /// The project.
        path: PathBuf,
    },
    /// Another project, or another database, is there since it was opened.
    #[error("{}", say!("store-replaced", path = path.display().to_string()))]
    Replaced {
        /// The project.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("{}", room::full(path))]
    Full {
        /// The database.
        path: PathBuf,
    },
    /// A link where the program keeps a file of its own.
    #[error("{}", say!("store-linked", path = path.display().to_string()))]
    Linked {
        /// The link.
        path: PathBuf,
    },
    /// Opened for reading, or a drive that can not be written.
    #[error("{}", say!("store-read-only", path = path.display().to_string()))]
    ReadOnly {
        /// The database.
        path: PathBuf,
    },
    /// The system refused to write.
    #[error("{}", room::unwritten(path, source))]
    Write {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system refused to read.
    #[error("{}", say!("store-unread", path = path.display().to_string(), why = source.to_string()))]
    Read {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Any other trouble of the database.
    #[error("{}", say!("store-database", path = path.display().to_string(), why = why))]
    Database {
        /// The database.
        path: PathBuf,
        /// What SQLite said.
        why: String,
    },
    /// The arrays of a run are gone.
    #[error("{}", say!("store-no-result", path = path.display().to_string()))]
    NoResult {
        /// The file.
        path: PathBuf,
    },
    /// The arrays of a run are not what was written.
    #[error("{}", say!("store-damaged-result", path = path.display().to_string(), why = why))]
    DamagedResult {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        why: String,
    },
}

impl StoreError {
    /// Whether the project that is open is not at its path any more: nothing can be kept in it until it is opened again.
    #[must_use]
    pub fn is_of_place(&self) -> bool {
        matches!(self, Self::Gone { .. } | Self::Replaced { .. })
    }

    /// Whether the project can be looked at all the same: its disk is full or can only be read.
    #[must_use]
    pub fn leaves_reading(&self) -> bool {
        use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match self {
            Self::Full { .. } | Self::ReadOnly { .. } => true,
            Self::Write { source, .. } => {
                matches!(source.kind(), PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull)
            }
            _ => false,
        }
    }
}

/// What can go wrong below the public methods.
#[derive(Debug)]
pub(super) enum Fault {
    /// SQLite's word.
    Sql(rusqlite::Error),
    /// Bytes that do not fit together.
    Damaged(String),
    /// See [`StoreError::Unknown`].
    Unknown { what: String, why: String },
    /// See [`StoreError::Unstorable`].
    Unstorable { what: String, why: String },
    /// See [`StoreError::NoSuchRun`].
    NoSuchRun(RunId),
    /// A file beside the database could not be written.
    Write { path: PathBuf, source: io::Error },
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl Fault {
    /// An entry that this version does not understand.
    pub fn unknown(what: impl Into<String>, why: &(impl ToString + ?Sized)) -> Self {
        Self::Unknown { what: what.into(), why: why.to_string() }
    }

    /// What people are told when this happened in the project at `project`.
    pub fn at(self, project: &Path) -> StoreError {
        let path = project.join(super::layout::DATABASE);
        match self {
            Self::Sql(error) => told(&error, path),
            Self::Damaged(why) => StoreError::Damaged { path, why },
            Self::Unknown { what, why } => StoreError::Unknown { path, what, why },
            Self::Unstorable { what, why } => StoreError::Unstorable { path, what, why },
            Self::NoSuchRun(run) => StoreError::NoSuchRun { path: project.to_owned(), run },
            Self::Write { path, source } => StoreError::Write { path, source },
        }
    }
}

fn told(error: &rusqlite::Error, path: PathBuf) -> StoreError {
    match error {
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::QueryReturnedNoRows
        | rusqlite::Error::Utf8Error(..) => return StoreError::Damaged { path, why: error.to_string() },
        _ => {}
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Damaged { path, why: error.to_string() }
        }
        Some(ErrorCode::CannotOpen)
            if let Err(source) = std::fs::File::open(&path)
                && source.kind() == io::ErrorKind::PermissionDenied =>
        {
            StoreError::Read { path, source }
        }
        Some(ErrorCode::DiskFull) => StoreError::Full { path },
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { path },
        // What it shares between processes has no room: it says no more than that the disk failed.
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen)
            if room::is_used_up(path.parent().unwrap_or(&path)) =>
        {
            StoreError::Full { path }
        }
        _ => StoreError::Database { path, why: error.to_string() },
    }
}
