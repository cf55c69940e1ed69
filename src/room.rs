//! How much room is left on a disk, and what is said where writing failed: for want of room, or what the system says.

use crate::strings::{Told, say, told};
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

/// The same of a file that is no project's own, or that can be written again: nothing is said of what helps a project.
#[must_use]
pub fn failed(path: &Path, error: &io::Error) -> Told {
    let place = path.display().to_string();
    match error.kind() {
        io::ErrorKind::StorageFull => match free_around(path) {
            Some(free) => told!("fault-full", path = place, free = megabytes(free)),
            None => told!("fault-full-unknown", path = place),
        },
        io::ErrorKind::QuotaExceeded => told!("store-quota", path = place),
        _ => told!("fault-at", path = place, why = plain(error)),
    }
}

/// What the system said, without its error number.
#[must_use]
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" (os error ").map_or(text.clone(), |(words, _)| words.to_owned())
}

/// Bytes that are free where a file lies, or will lie.
fn free_around(path: &Path) -> Option<u64> {
    std::path::absolute(path).ok()?.ancestors().find_map(free_bytes)
}

/// That the disk of a file is full, and how much is free.
#[must_use]
pub fn full(path: &Path) -> String {
    let place = path.display().to_string();
    match free_around(path) {
        Some(free) => say!("store-full", path = place, free = megabytes(free)),
        None => say!("store-full-unknown", path = place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_with_the_place_and_what_is_free() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("not/there/yet.csv");
        let words = failed(&path, &io::ErrorKind::StorageFull.into()).to_string();
        assert!(words.contains("yet.csv is full"), "{words}");
        #[cfg(unix)]
        assert!(words.contains("B free)"), "{words}");
        // Of a relative one too.
        assert!(cfg!(not(unix)) || free_around(Path::new("labels.csv")).is_some());
        let quota = failed(&path, &io::ErrorKind::QuotaExceeded.into()).to_string();
        assert!(quota.contains("your share of the disk"), "{quota}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_systems_number_is_told_nowhere() {
        let (path, of) = (Path::new("a.csv"), |number| io::Error::from_raw_os_error(number));
        let (full, other) = (failed(path, &of(28)).to_string(), failed(path, &of(5)).to_string());
        assert!(full.contains("the disk of a.csv is full"), "{full}");
        assert!(other.starts_with("a.csv: ") && !other.contains("os error"), "{other}");
    }
}
