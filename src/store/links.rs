//! Links inside a project, which a stranger may have laid so that what is written there lands elsewhere: none is followed. A
//! project with a link where this program keeps a file is not opened, neither for writing nor for reading; a file that has
//! another name too (a hard link) is replaced by a copy of its own before anything is written to it.
//!
//! Links of the photo folder, and on the way to the project, are the user's own and followed as ever.

use super::connection::{UNBORN, with_suffix};
use super::error::StoreError;
use super::layout::{BACKUPS, DATABASE, EXPORTED, FEATURES, LOCK_FILE, PIXELS, PREPARED, RUNS, WAITING, WORDS};
use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;

/// Endings of what SQLite keeps beside a database.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Checks that nothing that this program reads or writes in the project is a link.
///
/// # Errors
/// [`StoreError::Linked`], or the disk.
pub(super) fn check(project: &Path) -> Result<(), StoreError> {
    let read = |path: &Path| {
        let path = path.to_owned();
        |source| StoreError::Read { path, source }
    };
    // What can not be listed is told by others.
    let Ok(entries) = fs::read_dir(project) else { return Ok(()) };
    for entry in entries {
        let entry = entry.map_err(read(project))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_file = [DATABASE, UNBORN].iter().any(|own| name.starts_with(own))
            || [LOCK_FILE, EXPORTED, WAITING, WORDS].contains(&&*name);
        let is_dir = [PIXELS, RUNS, FEATURES, PREPARED, BACKUPS].contains(&&*name);
        let kind = entry.file_type().map_err(read(&entry.path()))?;
        if (is_file || is_dir) && kind.is_symlink() {
            return Err(StoreError::Linked { path: entry.path() });
        }
        for inner in walkdir::WalkDir::new(entry.path()).min_depth(1).into_iter().filter(|_| is_dir && kind.is_dir()) {
            // What can not be read is told by whoever needs it.
            let Ok(inner) = inner else { continue };
            if inner.file_type().is_symlink() {
                return Err(StoreError::Linked { path: inner.into_path() });
            }
        }
    }
    // Readers write to it too, and nobody can copy it.
    let shared = with_suffix(&project.join(DATABASE), "-shm");
    if has_other_names(&shared) { Err(StoreError::Linked { path: shared }) } else { Ok(()) }
}

/// Gives each file that is written in place a content of its own where it has another name too. The writer's lock must be held.
///
/// # Errors
/// [`StoreError::Write`], for instance if there is no room for the copy.
pub(super) fn part(project: &Path) -> Result<(), StoreError> {
    let database = project.join(DATABASE);
    let beside = BESIDE.iter().map(|suffix| with_suffix(&database, suffix));
    let kept = [PIXELS, FEATURES].into_iter().flat_map(|dir| fs::read_dir(project.join(dir)).into_iter().flatten());
    let kept = kept.filter_map(|entry| Some(entry.ok()?.path()));
    for path in std::iter::once(database.clone()).chain(beside).chain(kept).filter(|path| has_other_names(path)) {
        let copied = || -> io::Result<()> {
            let parent = path.parent().unwrap_or(project);
            let mut copy = tempfile::NamedTempFile::new_in(parent)?;
            io::copy(&mut fs::File::open(&path)?, &mut copy)?;
            copy.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
            copy.as_file().sync_all()?;
            copy.persist(&path)?;
            Ok(())
        };
        copied().map_err(|source| StoreError::Write { path: path.clone(), source })?;
        tracing::info!(path = %path.display(), "had another name too, and is a file of its own now");
    }
    Ok(())
}

/// Has the last part of a path be no link when it is opened, not even one that was laid just now.
pub(super) fn no_follow(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NOFOLLOW);
    }
    options
}

#[cfg(unix)]
fn has_other_names(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && about.nlink() > 1)
}

#[cfg(not(unix))]
fn has_other_names(_: &Path) -> bool {
    false
}
