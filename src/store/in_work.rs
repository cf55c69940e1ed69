//! Which files are being read, on disk, so that one that ended the program (out of memory, a fault in a decoder) is known
//! when it starts again.
//!
//! A slot a thread in one small file, written before a file is opened and emptied after it. Nothing is synced: what a
//! process wrote outlives it, and a power cut is no fault of a picture. It decides nothing.

use super::layout::IN_WORK;
use super::packs::write_all_at;
use crate::dataset::rel_path::RelPath;
use crate::dataset::scan::FileStamp;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Bytes of a slot; longer paths are not noted.
const SLOT: usize = 8192;
/// Length of the path, size of the file, its time.
const HEADER: usize = 4 + 8 + 8;
/// No more slots are read.
const MOST_SLOTS: u64 = 1024;

/// Of the length of a path: the file was read alone.
const ALONE: u32 = 1 << 31;

/// A file that was being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Relative to the photo folder.
    pub path: RelPath,
    /// Nothing else was being read, because it was being read before when the program ended.
    pub is_alone: bool,
    size: u64,
    mtime_ns: i64,
}

impl Noted {
    /// Of a file as it is now.
    #[must_use]
    pub fn new(path: &RelPath, stamp: &FileStamp) -> Self {
        Self { path: path.clone(), is_alone: false, size: stamp.size, mtime_ns: stamp.mtime_ns }
    }

    /// The same, read alone.
    #[must_use]
    pub fn alone(self) -> Self {
        Self { is_alone: true, ..self }
    }

    /// Whether both are of one file in one state.
    #[must_use]
    pub fn is_of(&self, other: &Self) -> bool {
        (&self.path, self.size, self.mtime_ns) == (&other.path, other.size, other.mtime_ns)
    }

    fn to_slot(&self) -> Option<Vec<u8>> {
        let length = self.path.0.len();
        (length > 0 && HEADER + length <= SLOT).then(|| {
            let length = length as u32 | if self.is_alone { ALONE } else { 0 };
            let header = [&length.to_le_bytes()[..], &self.size.to_le_bytes(), &self.mtime_ns.to_le_bytes()];
            [header.concat(), self.path.0.clone()].concat()
        })
    }

    fn from_slot(slot: &[u8]) -> Option<Self> {
        let length = u32::from_le_bytes(slot.get(..4)?.try_into().ok()?);
        let (length, is_alone) = ((length & !ALONE) as usize, length & ALONE != 0);
        let size = u64::from_le_bytes(slot.get(4..12)?.try_into().ok()?);
        let mtime_ns = i64::from_le_bytes(slot.get(12..HEADER)?.try_into().ok()?);
        let path = slot.get(HEADER..HEADER.checked_add(length)?).filter(|path| !path.is_empty())?;
        Some(Self { path: RelPath(path.to_vec()), is_alone, size, mtime_ns })
    }
}

/// The notes of one import; gone when it ends, however it does, if the program does not.
pub struct InWork {
    path: PathBuf,
    /// None: nothing can be written there, and nothing is noted.
    file: Option<File>,
}

impl InWork {
    /// What was being read in a project when the program ended.
    #[must_use]
    pub fn left(project: &Path) -> Vec<Noted> {
        let path = project.join(IN_WORK);
        let is_file = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
        let mut bytes = Vec::new();
        let read = |file: File| file.take(MOST_SLOTS * SLOT as u64).read_to_end(&mut bytes);
        if !is_file || File::open(&path).and_then(read).is_err() {
            return Vec::new();
        }
        bytes.chunks(SLOT).filter_map(Noted::from_slot).collect()
    }

    /// Begins anew; `carried` stay noted until the end, in slots from `first` on.
    #[must_use]
    pub fn begin(project: &Path, first: usize, carried: &[Noted]) -> Self {
        let path = project.join(IN_WORK);
        // A file of its own: what lies there may be a link.
        let made = match fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => File::options().write(true).create_new(true).open(&path),
        };
        let file = made.inspect_err(|error| tracing::warn!(%error, path = %path.display(), "nothing is noted")).ok();
        let notes = Self { path, file };
        for (slot, noted) in (first..).zip(carried) {
            notes.note(slot, Some(noted));
        }
        notes
    }

    /// Ends, and lets what is noted stand for the next start.
    pub fn leave(mut self) {
        self.file = None;
    }

    /// What a slot's thread is about to read, or that it is done.
    pub fn note(&self, slot: usize, noted: Option<&Noted>) {
        let Some(file) = &self.file else { return };
        let bytes = noted.and_then(Noted::to_slot).unwrap_or_else(|| vec![0; 4]);
        if let Err(error) = write_all_at(file, &bytes, (slot * SLOT) as u64) {
            tracing::debug!(%error, "not noted");
        }
    }
}

impl Drop for InWork {
    fn drop(&mut self) {
        if self.file.is_some()
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(%error, path = %self.path.display(), "notes stay");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(path: &str) -> Noted {
        Noted::new(&RelPath(path.into()), &FileStamp { size: 7, mtime_ns: -3, ctime_ns: None })
    }

    #[test]
    fn what_is_noted_outlives_a_program_and_not_an_import() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(InWork::left(dir.path()), []);
        let notes = InWork::begin(dir.path(), 2, &[noted("carried")]);
        notes.note(0, Some(&noted("long/name/of/a.gif")));
        notes.note(1, Some(&noted("b")));
        notes.note(0, None);
        assert_eq!(InWork::left(dir.path()), [noted("b"), noted("carried")]);
        notes.note(0, Some(&noted("c").alone()));
        notes.note(1, None);
        assert_eq!(InWork::left(dir.path()), [noted("c").alone(), noted("carried")]);
        assert!(noted("c").alone().is_of(&noted("c")) && !noted("c").is_of(&noted("d")));
        drop(notes);
        assert_eq!(InWork::left(dir.path()), []);
    }

    #[test]
    fn odd_files_are_no_notes() {
        let dir = tempfile::tempdir().unwrap();
        for bytes in [vec![], b"\x05\0".to_vec(), vec![0xff; 9000], vec![0; 20_000]] {
            fs::write(dir.path().join(IN_WORK), bytes).unwrap();
            assert_eq!(InWork::left(dir.path()), []);
        }
        let too_long = noted(&"x".repeat(SLOT));
        let notes = InWork::begin(dir.path(), 0, &[too_long]);
        assert_eq!(InWork::left(dir.path()), []);
        drop(notes);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_written_through() {
        let dir = tempfile::tempdir().unwrap();
        let other = dir.path().join("other");
        fs::write(&other, "kept").unwrap();
        std::os::unix::fs::symlink(&other, dir.path().join(IN_WORK)).unwrap();
        assert_eq!(InWork::left(dir.path()), []);
        InWork::begin(dir.path(), 0, &[noted("a")]).note(0, Some(&noted("b")));
        assert_eq!(fs::read_to_string(&other).unwrap(), "kept");
    }
}
