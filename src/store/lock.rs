//! The one-writer rule: an advisory lock of the system on a file in the project.
//!
//! The lock goes with the process however it ends; the file stays and means nothing by itself.

use super::error::StoreError;
use super::layout::LOCK_FILE;
use super::links::no_follow;
use std::fs::{File, TryLockError};
use std::path::Path;

/// Held while a project is open for writing.
#[derive(Debug)]
pub(super) struct WriterLock(#[expect(dead_code, reason = "closing the file releases the lock")] File);

impl WriterLock {
    /// Takes the lock of the project in the directory `project`, or says at once that another has it, be it in this
    /// process.
    ///
    /// # Errors
    /// [`StoreError::InUse`]; [`StoreError::Write`], also on drives that know no locks.
    pub fn take(project: &Path) -> Result<Self, StoreError> {
        let path = project.join(LOCK_FILE);
        let write = |source| StoreError::Write { path: path.clone(), source };
        let file = no_follow(File::options().create(true).truncate(false).write(true)).open(&path).map_err(write)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: project.to_owned() }),
            Err(TryLockError::Error(source)) => Err(write(source)),
        }
    }
}
