//! Writing a file whole or not at all: into a temporary file beside its place, synced, then renamed.
//!
//! It knows no format.

use super::InterchangeError;
use super::place::check_no_special;
use crate::strings::told;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Writes `out` with what `fill` puts into the writer. Folders on the way are made. Without `force` nothing is replaced,
/// not even what appears while it is written.
///
/// # Errors
/// [`InterchangeError::Exists`], or the disk; then nothing is left behind.
pub fn write(
    out: &Path,
    force: bool,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), InterchangeError> {
    let io = |e| InterchangeError::unwritten(out, &e);
    check_free(out, force)?;
    let parent = parent(out);
    std::fs::create_dir_all(&parent).map_err(InterchangeError::io(&parent))?;
    clear_left(&parent);
    let mut file = temporary(&parent).map_err(io)?;
    let mut buffered = BufWriter::new(file.as_file_mut());
    fill(&mut buffered).and_then(|()| buffered.flush()).map_err(io)?;
    drop(buffered);
    file.as_file().sync_all().map_err(io)?;
    let path = file.into_temp_path();
    let placed = if force { path.persist(out) } else { path.persist_noclobber(out) };
    match placed {
        Ok(()) => {}
        Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(InterchangeError::Exists(out.to_owned()));
        }
        // Some file systems (FAT) can not rename "unless it is there"; look once more and rename.
        Err(e) if !force && std::fs::symlink_metadata(out).is_err() => e.path.persist(out).map_err(|e| io(e.error))?,
        Err(e) => return Err(io(e.error)),
    }
    sync_dir(&parent);
    Ok(())
}

/// Checks before any work is done that `out` can be written.
///
/// # Errors
/// [`InterchangeError::Exists`] without `force`; a folder is never replaced by a file, nor is what is no file.
pub fn check_free(out: &Path, force: bool) -> Result<(), InterchangeError> {
    check_no_special(out)?;
    match std::fs::symlink_metadata(out) {
        Ok(there) if there.is_dir() => {
            Err(InterchangeError::Malformed { path: out.to_owned(), why: told!("export-why-folder") })
        }
        Ok(_) if !force => Err(InterchangeError::Exists(out.to_owned())),
        _ => Ok(()),
    }
}

/// The folder that `out` lies in.
pub fn parent(out: &Path) -> PathBuf {
    match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes names in a folder durable. Systems that can not sync folders do not need it or can not be helped.
pub fn sync_dir(dir: &Path) {
    if let Ok(dir) = File::open(dir) {
        let _ = dir.sync_all();
    }
}

/// How the names of unfinished exports begin and end.
pub const UNFINISHED: (&str, &str) = (".gleaner-", ".part");

/// After so long nobody is at work on an unfinished export any more.
const ABANDONED: Duration = Duration::from_hours(24);

/// Removes what exports that were killed left in a folder. What can not be removed stays.
pub fn clear_left(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with(UNFINISHED.0) || !name.ends_with(UNFINISHED.1) {
            continue;
        }
        let Ok(about) = entry.metadata() else { continue };
        let age = about.modified().ok().and_then(|changed| changed.elapsed().ok());
        if age.is_some_and(|age| age > ABANDONED) {
            let _ =
                if about.is_dir() { std::fs::remove_dir_all(entry.path()) } else { std::fs::remove_file(entry.path()) };
        }
    }
}

/// A new file with the permissions that any new file gets, not the private ones of temporary files.
fn temporary(parent: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new()
        .prefix(UNFINISHED.0)
        .suffix(UNFINISHED.1)
        .make_in(parent, |path| OpenOptions::new().read(true).write(true).create_new(true).open(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(out: &Path, force: bool, text: &str) -> Result<(), InterchangeError> {
        write(out, force, |to| to.write_all(text.as_bytes()))
    }

    #[test]
    fn nothing_is_replaced_without_force() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("new/deep/a.txt");
        put(&out, false, "one").expect("written");
        let refused = put(&out, false, "two").expect_err("refused").to_string();
        assert!(refused.contains("may be replaced") && refused.contains("a.txt"), "{refused}");
        assert_eq!(std::fs::read_to_string(&out).expect("text"), "one");
        put(&out, true, "three").expect("written");
        assert_eq!(std::fs::read_to_string(&out).expect("text"), "three");
        assert!(put(out.parent().expect("a parent"), true, "x").is_err(), "a folder stays a folder");
        assert_eq!(std::fs::read_dir(out.parent().expect("a parent")).expect("a folder").count(), 1, "no rests");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_never_replaced() {
        let dir = tempfile::tempdir().expect("a folder");
        let (socket, link) = (dir.path().join("socket"), dir.path().join("link"));
        let _bound = std::os::unix::net::UnixListener::bind(&socket).expect("bound");
        std::os::unix::fs::symlink(&socket, &link).expect("linked");
        for out in [Path::new("/dev/null"), &socket, &link] {
            for force in [false, true] {
                let refused = put(out, force, "x").expect_err("refused").to_string();
                assert!(refused.contains("no file"), "{refused}");
            }
        }
        let there = |path: &Path| std::fs::symlink_metadata(path).expect("there").file_type();
        assert!(!there(Path::new("/dev/null")).is_file() && !there(&socket).is_file() && there(&link).is_symlink());
        assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 2, "no rests");
    }

    #[test]
    fn what_a_killed_export_left_goes_with_the_next_one() {
        let dir = tempfile::tempdir().expect("a folder");
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir_all(at(".gleaner-folder.part/export")).expect("a folder");
        for name in [".gleaner-old.part", ".gleaner-young.part", ".gleaner-old.txt", "old.part"] {
            std::fs::write(at(name), "half").expect("written");
        }
        let yesterday = std::time::SystemTime::now() - 2 * ABANDONED;
        for name in [".gleaner-folder.part", ".gleaner-old.part", ".gleaner-old.txt", "old.part"] {
            File::open(at(name)).and_then(|file| file.set_modified(yesterday)).expect("dated");
        }
        put(&at("a.txt"), false, "one").expect("written");
        let entries = std::fs::read_dir(dir.path()).expect("a folder").flatten();
        let mut left: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        left.sort();
        assert_eq!(left, [".gleaner-old.txt", ".gleaner-young.part", "a.txt", "old.part"]);
    }

    #[test]
    fn a_failed_write_leaves_what_was_there() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("a.txt");
        put(&out, false, "one").expect("written");
        let broken = write(&out, true, |to| {
            to.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        });
        assert!(broken.expect_err("failed").to_string().contains("the disk is full"));
        assert_eq!(std::fs::read_to_string(&out).expect("text"), "one");
        assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 1, "no rests");
    }
}
