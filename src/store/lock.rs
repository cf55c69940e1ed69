//! The one-writer rule: an advisory lock of the system on a file in the project.
//!
//! The lock goes with the process however it ends; the file stays and means nothing by itself.

use super::error::StoreError;
use super::layout::LOCK_FILE;
use super::links::no_follow;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

/// How often it is tried, and how long it waits in between.
const TRIES: usize = 8;
const MOMENT: Duration = Duration::from_millis(25);

/// Held while a project is open for writing.
#[derive(Debug)]
pub(super) struct WriterLock(#[expect(dead_code, reason = "closing the file releases the lock")] File);

impl WriterLock {
    /// Takes the lock of the project in the directory `project`, or says after a moment that another has it, be it in this
    /// process. (A child that is being started has the files of its parent until it is another program: a lock that was let go
    /// meanwhile seems to be held.)
    ///
    /// # Errors
    /// [`StoreError::InUse`]; [`StoreError::Write`], also on drives that know no locks.
    pub fn take(project: &Path) -> Result<Self, StoreError> {
        let path = project.join(LOCK_FILE);
        let write = |source| StoreError::Write { path: path.clone(), source };
        let file = no_follow(File::options().create(true).truncate(false).write(true)).open(&path).map_err(write)?;
        for tries_left in (0..TRIES).rev() {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if tries_left > 0 => std::thread::sleep(MOMENT),
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(source)) => return Err(write(source)),
            }
        }
        Err(StoreError::InUse { path: project.to_owned() })
    }
}
