//! What can go wrong with a project on disk, in words that name the path and the way out.
//!
//! Code below the public methods speaks of a [`Fault`], which knows no path; the methods add it.

use crate::ids::RunId;
use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong with a project on disk.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process, or another part of this one, writes to it.
    #[error(
        "{path} is open in another Gleaner. Close it there first; looking at it (show, clusters, export, eval) works beside it"
    )]
    InUse {
        /// The project.
        path: PathBuf,
    },
    /// Nothing is there.
    #[error("there is no project at {path}. Check the name, or open the photo folder, which makes one")]
    NotFound {
        /// The project.
        path: PathBuf,
    },
    /// Something else is there.
    #[error(
        "{path} is no Gleaner project. Choose a directory that Gleaner made (its name ends in .gleaner), or a new name"
    )]
    NotAProject {
        /// What was to be opened.
        path: PathBuf,
    },
    /// Packs or runs without the database.
    #[error(
        "{path} has lost its project.db, which holds all labels. Put that file back from a copy, or remove the directory to begin anew"
    )]
    NoDatabase {
        /// The project.
        path: PathBuf,
    },
    /// A later program changed the tables.
    #[error(
        "{path} was last written by a newer Gleaner (format {version}; this one knows {known}). Install the newest version to open it"
    )]
    Newer {
        /// The project.
        path: PathBuf,
        /// Its format.
        version: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// The database is not what was written.
    #[error(
        "{path} is damaged ({why}). Put it back from a copy; or rename it and open the photo folder again, which makes a new project without its labels"
    )]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What does not fit.
        why: String,
    },
    /// A value that no version up to this one wrote.
    #[error(
        "{what} in {path} cannot be understood ({why}). A newer Gleaner may have written it: install the newest version"
    )]
    Unknown {
        /// The database.
        path: PathBuf,
        /// Which entry.
        what: String,
        /// What does not fit.
        why: String,
    },
    /// The value could not be read back, so it is not written.
    #[error("{what} cannot be kept in {path}: {why}")]
    Unstorable {
        /// The database.
        path: PathBuf,
        /// Which entry.
        what: String,
        /// What does not fit, and what would.
        why: String,
    },
    /// The run is not in the table.
    #[error("{path} has no run {run}. `gleaner runs` lists those that it has")]
    NoSuchRun {
        /// The project.
        path: PathBuf,
        /// Which run.
        run: RunId,
    },
    /// The disk is full.
    #[error("the drive of {path} is full. Nothing was changed; make room and do it again")]
    Full {
        /// The database.
        path: PathBuf,
    },
    /// Opened for reading, or a drive that can not be written.
    #[error("{path} can only be read. If that is not meant, check its permissions and whether its drive is read-only")]
    ReadOnly {
        /// The database.
        path: PathBuf,
    },
    /// The system refused to write.
    #[error("{path} cannot be written: {source}. Check that the drive is there, not full and not read-only")]
    Write {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system refused to read.
    #[error("{path} cannot be read: {source}. Check that the drive is there and that you may read it")]
    Read {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Any other trouble of the database.
    #[error("{path} cannot be used: {why}. Check the drive and do it again; nothing was changed")]
    Database {
        /// The database.
        path: PathBuf,
        /// What SQLite said.
        why: String,
    },
    /// The arrays of a run are gone.
    #[error("{path} is not there. The labels are kept; discover again to get neighbours and probabilities back")]
    NoResult {
        /// The file.
        path: PathBuf,
    },
    /// The arrays of a run are not what was written.
    #[error("{path} is damaged ({why}). The labels are kept; discover again to get neighbours and probabilities back")]
    DamagedResult {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        why: String,
    },
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
        Some(ErrorCode::DiskFull) => StoreError::Full { path },
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { path },
        _ => StoreError::Database { path, why: error.to_string() },
    }
}
