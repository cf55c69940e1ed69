//! How much room is left on a disk, and whether an error of the system means that there is none.

use std::io;
use std::path::Path;

/// Bytes that may still be written where `path` lies; None if nobody can say.
#[cfg(unix)]
#[must_use]
pub fn free_bytes(path: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(path).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

/// Bytes that may still be written where `path` lies; None if nobody can say.
#[cfg(not(unix))]
#[must_use]
pub fn free_bytes(_: &Path) -> Option<u64> {
    None
}

/// Whether writing failed for want of room: the disk is full, or the user's share of it.
#[must_use]
pub fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}
