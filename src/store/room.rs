//! How much room is left on a disk, and whether an error of the system means that there is none.

use crate::strings::say;
use crate::text::megabytes;
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

/// Less than this is as good as nothing: what SQLite shares between processes takes half of it.
const NOTHING: u64 = 64 << 10;

/// Whether nothing can be written where `path` lies, for want of room.
#[must_use]
pub fn is_used_up(path: &Path) -> bool {
    free_bytes(path).is_some_and(|free| free < NOTHING)
}

/// Whether writing failed for want of room: the disk is full, or the user's share of it.
#[must_use]
pub fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Why a file could not be written, in words: for want of room, with how much there is, or what the system says.
#[must_use]
pub fn unwritten(path: &Path, error: &io::Error) -> String {
    let (place, why) = (path.display().to_string(), error.to_string());
    match error.kind() {
        io::ErrorKind::StorageFull => full(path),
        io::ErrorKind::QuotaExceeded => say!("store-quota", path = place),
        io::ErrorKind::ReadOnlyFilesystem => say!("store-read-only-drive", path = place),
        io::ErrorKind::PermissionDenied => say!("store-forbidden", path = place),
        _ => say!("store-unwritten", path = place, why = why),
    }
}

/// That the disk of a file is full, and how much is free.
#[must_use]
pub fn full(path: &Path) -> String {
    // The file itself may not be there yet.
    let free = path.ancestors().find_map(free_bytes);
    let place = path.display().to_string();
    match free {
        Some(free) => say!("store-full", path = place, free = megabytes(free)),
        None => say!("store-full-unknown", path = place),
    }
}
