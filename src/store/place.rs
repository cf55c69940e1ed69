//! Whether an open project is still where it was opened: who writes through an open file into a project that was deleted,
//! moved away or replaced loses what is written, and is told that it is kept.
//!
//! It looks at names and at what they name, never into a file. Where files have no number of their own, an open file can not be
//! taken away either.

use super::connection::with_suffix;
use super::error::StoreError;
use super::layout::{DATABASE, LOCK_FILE};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What tells a file from all others of the machine.
type FileNumber = (u64, u64);

/// The files of an open project, and what they were when it was opened. Clones are of the same opening.
#[derive(Clone, Debug)]
pub struct Place(Arc<Opened>);

#[derive(Debug)]
struct Opened {
    project: PathBuf,
    /// The database and its log: both have to be there.
    needed: Vec<(PathBuf, FileNumber)>,
    /// Another one means that another process took it.
    lock: Option<(PathBuf, FileNumber)>,
    /// It went away while something was written: what was written is in doubt until it is opened again.
    is_lost: AtomicBool,
}

impl Place {
    /// Of the project that was just opened for writing at `project`.
    pub(super) fn of(project: &Path) -> Self {
        let database = project.join(DATABASE);
        let log = with_suffix(&database, "-wal");
        let known = |path: PathBuf| number(&path).ok().flatten().map(|number| (path, number));
        Self(Arc::new(Opened {
            project: project.to_owned(),
            needed: [database, log].into_iter().filter_map(known).collect(),
            lock: known(project.join(LOCK_FILE)),
            is_lost: AtomicBool::new(false),
        }))
    }

    /// Whether the project at its path is the one that was opened. Costs three looks at names.
    ///
    /// # Errors
    /// [`StoreError::Gone`], [`StoreError::Replaced`], [`StoreError::Read`]: nothing may be written then.
    pub fn check(&self) -> Result<(), StoreError> {
        let Opened { project, needed, lock, is_lost } = &*self.0;
        let gone = || StoreError::Gone { path: project.clone() };
        let replaced = || StoreError::Replaced { path: project.clone() };
        if is_lost.load(Ordering::Relaxed) {
            return Err(gone());
        }
        for (path, before) in needed {
            match number(path) {
                Ok(Some(now)) if now == *before => {}
                Ok(Some(_)) => return Err(replaced()),
                Ok(None) => return Err(gone()),
                Err(source) => return Err(StoreError::Read { path: path.clone(), source }),
            }
        }
        // Somebody may tidy the lock up, which harms nothing until another process makes one.
        match lock.as_ref().map(|(path, before)| (number(path), before)) {
            Some((Ok(Some(now)), before)) if now != *before => Err(replaced()),
            _ => Ok(()),
        }
    }

    /// The same after something was written: whether it is kept. If it is in doubt, nothing more is written.
    pub(super) fn check_written(&self) -> Result<(), StoreError> {
        self.check().inspect_err(|_| self.0.is_lost.store(true, Ordering::Relaxed))
    }
}

/// The number of what is at a path; None where nothing is.
#[cfg(unix)]
fn number(path: &Path) -> io::Result<Option<FileNumber>> {
    use std::os::unix::fs::MetadataExt;
    match fs::symlink_metadata(path) {
        Ok(file) => Ok(Some((file.dev(), file.ino()))),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(e) => Err(e),
    }
}

/// An open file keeps its name there.
#[cfg(not(unix))]
fn number(path: &Path) -> io::Result<Option<FileNumber>> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(Some((0, 0))),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}
