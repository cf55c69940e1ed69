//! Segment files that hold many small byte strings (thumbnails, tiles): appended by one writer, read at any position
//! by many threads.
//!
//! It keeps no index: whoever appends keeps the [`Location`], and commits it only after [`PackWriter::sync`], so that
//! no index row ever points at bytes that a crash took. Bytes without a row are holes that nobody reads. Files are
//! read by position and never mapped: a mapped file on a vanished drive kills the process.

use super::links::no_follow;
use crate::strings::say;
use parking_lot::Mutex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A segment is closed when the next bytes would make it longer than this.
pub const SEGMENT_BYTES: u64 = 256 << 20;

/// Where a byte string lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Location {
    /// Number of the segment file.
    pub segment: u32,
    /// First byte within it.
    pub offset: u64,
    /// Number of bytes.
    pub length: u32,
    /// First four bytes of the BLAKE3 hash of the bytes, little-endian.
    pub checksum: u32,
}

/// What can go wrong with packs.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Writing failed.
    #[error("{}", crate::room::unwritten(path, source))]
    Write {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Reading failed.
    #[error("{}", say!("packs-unread", path = path.display().to_string(), why = source.to_string()))]
    Read {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The bytes are not those that were written.
    #[error("{}", say!("packs-damaged", path = path.display().to_string(), offset = *offset))]
    Damaged {
        /// The segment file.
        path: PathBuf,
        /// Position within the file.
        offset: u64,
    },
    /// More than 4 GB at once.
    #[error("{}", say!("packs-too-long", path = path.display().to_string(), length = *length))]
    TooLong {
        /// The directory of the packs.
        path: PathBuf,
        /// Bytes that were to be appended.
        length: usize,
    },
}

/// Numbers of the segment files that are there.
///
/// # Errors
/// If the directory can not be listed; one that is not there has none.
pub fn segments(dir: &Path) -> io::Result<BTreeSet<u32>> {
    let entries = match fs::read_dir(dir) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        entries => entries?,
    };
    let number = |name: &std::ffi::OsStr| name.to_str()?.strip_suffix(".pack")?.parse().ok();
    let numbers = entries.filter_map(|entry| entry.map(|entry| number(&entry.file_name())).transpose());
    numbers.collect()
}

/// The segment files that are there, with their bytes.
///
/// # Errors
/// If the directory can not be read.
pub fn segment_sizes(dir: &Path) -> io::Result<BTreeMap<u32, u64>> {
    let size = |segment| fs::metadata(segment_path(dir, segment)).map(|file| (segment, file.len()));
    segments(dir)?.into_iter().map(size).collect()
}

/// Removes a segment file. No index row may point at it any more.
///
/// # Errors
/// [`PackError::Write`].
pub fn remove_segment(dir: &Path, segment: u32) -> Result<(), PackError> {
    let path = segment_path(dir, segment);
    fs::remove_file(&path).map_err(|source| PackError::Write { path, source })
}

/// The name of a segment file.
#[must_use]
pub fn file_name(segment: u32) -> String {
    format!("{segment:06}.pack")
}

fn segment_path(dir: &Path, segment: u32) -> PathBuf {
    dir.join(file_name(segment))
}

fn checksum(bytes: &[u8]) -> u32 {
    let hash = blake3::hash(bytes);
    let [a, b, c, d, ..] = *hash.as_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// The writer of the packs, of which there is one.
pub struct PackWriter {
    dir: PathBuf,
    segment_bytes: u64,
    segment: u32,
    /// Opened with the first bytes.
    file: Option<File>,
    /// Where the next bytes go.
    end: u64,
    is_synced: bool,
    /// A segment file was made since the directory was last synced.
    is_dir_synced: bool,
}

impl PackWriter {
    /// Opens the packs in `dir`, which is made if it is not there. Appends after whatever the last segment holds:
    /// bytes that a crash left without an index row stay as a hole.
    ///
    /// # Errors
    /// [`PackError::Write`].
    pub fn open(dir: &Path) -> Result<Self, PackError> {
        Self::open_with(dir, SEGMENT_BYTES)
    }

    /// Opens the packs in `dir` to begin a segment of its own: what was there before is not touched.
    ///
    /// # Errors
    /// [`PackError::Write`].
    pub fn open_anew(dir: &Path) -> Result<Self, PackError> {
        let mut writer = Self::open(dir)?;
        if writer.end > 0 {
            writer.segment += 1;
            writer.end = 0;
        }
        Ok(writer)
    }

    fn open_with(dir: &Path, segment_bytes: u64) -> Result<Self, PackError> {
        let failed = |source| PackError::Write { path: dir.to_path_buf(), source };
        fs::create_dir_all(dir).map_err(failed)?;
        let mut last = None;
        for entry in fs::read_dir(dir).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let number = name.to_str().and_then(|name| name.strip_suffix(".pack")).and_then(|n| n.parse::<u32>().ok());
            last = last.max(number);
        }
        let segment = last.unwrap_or(0);
        let path = segment_path(dir, segment);
        let end = match fs::metadata(&path) {
            Ok(metadata) => metadata.len(),
            Err(e) if e.kind() == io::ErrorKind::NotFound => 0,
            Err(source) => return Err(PackError::Write { path, source }),
        };
        Ok(Self {
            dir: dir.to_path_buf(),
            segment_bytes,
            segment,
            file: None,
            end,
            is_synced: true,
            is_dir_synced: last.is_some(),
        })
    }

    /// Writes `bytes` to the end; not yet safe from a crash. After an error the same call can be made again.
    ///
    /// # Errors
    /// [`PackError::Write`], for instance when the disk is full; [`PackError::TooLong`].
    pub fn append(&mut self, bytes: &[u8]) -> Result<Location, PackError> {
        let length = u32::try_from(bytes.len())
            .map_err(|_| PackError::TooLong { path: self.dir.clone(), length: bytes.len() })?;
        if self.end > 0 && self.end + u64::from(length) > self.segment_bytes {
            self.sync()?;
            self.file = None;
            self.segment += 1;
            self.end = 0;
        }
        let path = segment_path(&self.dir, self.segment);
        let failed = |source| PackError::Write { path: path.clone(), source };
        let file = match &mut self.file {
            Some(file) => file,
            empty => {
                if self.end == 0 {
                    self.is_dir_synced = false;
                }
                let mut options = File::options();
                options.create(true).truncate(false).read(true).write(true);
                let file = no_follow(&mut options).open(&path);
                empty.insert(file.map_err(failed)?)
            }
        };
        self.is_synced = false;
        write_all_at(file, bytes, self.end).map_err(failed)?;
        let location = Location { segment: self.segment, offset: self.end, length, checksum: checksum(bytes) };
        self.end += u64::from(length);
        Ok(location)
    }

    /// Returns once everything appended so far survives a crash. Only then may index rows be committed.
    ///
    /// # Errors
    /// [`PackError::Write`]; what was appended since the last sync must then be taken as lost.
    pub fn sync(&mut self) -> Result<(), PackError> {
        if !self.is_synced
            && let Some(file) = &self.file
        {
            let path = segment_path(&self.dir, self.segment);
            file.sync_all().map_err(|source| PackError::Write { path, source })?;
            self.is_synced = true;
        }
        if !self.is_dir_synced {
            sync_dir(&self.dir).map_err(|source| PackError::Write { path: self.dir.clone(), source })?;
            self.is_dir_synced = true;
        }
        Ok(())
    }
}

/// Reads from any thread; sees bytes as soon as they are appended.
pub struct PackReader {
    dir: PathBuf,
    on_damage: Option<Box<dyn Fn() + Send + Sync>>,
    files: Mutex<BTreeMap<u32, Arc<File>>>,
}

impl PackReader {
    /// A reader of the packs in `dir`, whatever is there: each read says what is wrong.
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.to_path_buf(), on_damage: None, files: Mutex::default() }
    }

    /// A reader of the packs in `dir`. Opens nothing yet, so that a project without pixels can be opened.
    ///
    /// # Errors
    /// [`PackError::Read`] if `dir` is there but is no directory.
    pub fn open(dir: &Path) -> Result<Self, PackError> {
        match fs::metadata(dir) {
            Ok(metadata) if !metadata.is_dir() => {
                Err(PackError::Read { path: dir.to_path_buf(), source: io::ErrorKind::NotADirectory.into() })
            }
            _ => Ok(Self::new(dir)),
        }
    }

    /// The same, which calls `on_damage` with each piece that can not be read.
    #[must_use]
    pub fn noticing(dir: &Path, on_damage: impl Fn() + Send + Sync + 'static) -> Self {
        Self { on_damage: Some(Box::new(on_damage)), ..Self::new(dir) }
    }

    /// The bytes at `location`, checked against its checksum.
    ///
    /// # Errors
    /// [`PackError::Read`], [`PackError::Damaged`].
    pub fn read(&self, location: &Location) -> Result<Vec<u8>, PackError> {
        self.read_piece(location).inspect_err(|_| {
            if let Some(on_damage) = &self.on_damage {
                on_damage();
            }
        })
    }

    fn read_piece(&self, location: &Location) -> Result<Vec<u8>, PackError> {
        let path = segment_path(&self.dir, location.segment);
        let failed = |source| PackError::Read { path: path.clone(), source };
        let damaged = || PackError::Damaged { path: path.clone(), offset: location.offset };
        let file = self.file(location.segment, &path).map_err(failed)?;
        // A damaged row must not make us ask for gigabytes.
        let file_length = file.metadata().map_err(failed)?.len();
        if location.offset.saturating_add(u64::from(location.length)) > file_length {
            return Err(damaged());
        }
        let mut bytes = vec![0; location.length as usize];
        match read_exact_at(&file, &mut bytes, location.offset) {
            Ok(()) if checksum(&bytes) == location.checksum => Ok(bytes),
            Ok(()) => Err(damaged()),
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Err(damaged()),
            Err(e) => Err(failed(e)),
        }
    }

    fn file(&self, segment: u32, path: &Path) -> io::Result<Arc<File>> {
        let mut files = self.files.lock();
        if let Some(file) = files.get(&segment) {
            return Ok(Arc::clone(file));
        }
        let file = Arc::new(no_follow(File::options().read(true)).open(path)?);
        files.insert(segment, Arc::clone(&file));
        Ok(file)
    }
}

#[cfg(unix)]
pub(super) fn write_all_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Returns once the names in a directory survive a crash.
#[cfg(unix)]
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(windows)]
pub(super) fn write_all_at(file: &File, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_write(file, bytes, offset) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => {
                bytes = &bytes[written..];
                offset += written as u64;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, offset) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                bytes = &mut bytes[read..];
                offset += read as u64;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// Directories can not be synced there; NTFS journals names by itself.
#[cfg(windows)]
pub(super) fn sync_dir(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    fn record(i: u64) -> Vec<u8> {
        let mut rng = Rng::from_key(&[i]);
        (0..rng.below(300)).map(|_| rng.next_u64() as u8).collect()
    }

    #[test]
    fn what_is_appended_is_read_from_many_threads_across_segments() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = PackWriter::open_with(dir.path(), 1000).unwrap();
        let reader = PackReader::open(dir.path()).unwrap();
        let locations: Vec<Location> = (0..100).map(|i| writer.append(&record(i)).unwrap()).collect();
        assert!(locations.last().unwrap().segment > 5);
        for path in fs::read_dir(dir.path()).unwrap() {
            assert!(path.unwrap().metadata().unwrap().len() <= 1000);
        }
        std::thread::scope(|scope| {
            for _ in 0..4 {
                let named = std::thread::Builder::new().name("reader".into());
                let reads = || {
                    for (i, location) in locations.iter().enumerate() {
                        assert_eq!(reader.read(location).unwrap(), record(i as u64));
                    }
                };
                named.spawn_scoped(scope, reads).unwrap();
            }
        });
        writer.sync().unwrap();
    }

    #[test]
    fn a_record_longer_than_a_segment_has_one_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = PackWriter::open_with(dir.path(), 100).unwrap();
        let places: Vec<_> = [10, 500, 10].map(|n| writer.append(&vec![7; n]).unwrap().segment).into();
        assert_eq!(places, [0, 1, 2]);
    }

    #[test]
    fn reopening_appends_after_what_a_crash_left() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = PackWriter::open(dir.path()).unwrap();
        let kept = writer.append(b"kept").unwrap();
        writer.sync().unwrap();
        writer.append(b"lost: its row was never committed").unwrap();
        drop(writer);
        // The last write only half arrived.
        let path = segment_path(dir.path(), 0);
        File::options().write(true).open(&path).unwrap().set_len(20).unwrap();
        let mut writer = PackWriter::open(dir.path()).unwrap();
        let new = writer.append(b"new").unwrap();
        assert_eq!((new.segment, new.offset), (0, 20));
        let reader = PackReader::open(dir.path()).unwrap();
        assert_eq!(reader.read(&kept).unwrap(), b"kept");
        assert_eq!(reader.read(&new).unwrap(), b"new");
    }

    #[test]
    fn damage_and_absence_are_told() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = PackWriter::open(dir.path()).unwrap();
        let location = writer.append(b"some bytes").unwrap();
        let reader = PackReader::open(dir.path()).unwrap();
        let beyond = Location { length: u32::MAX, ..location };
        assert!(matches!(reader.read(&beyond), Err(PackError::Damaged { .. })));
        let absent = Location { segment: 7, ..location };
        assert!(matches!(reader.read(&absent), Err(PackError::Read { .. })));
        fs::write(segment_path(dir.path(), 0), b"some butes").unwrap();
        assert!(matches!(reader.read(&location), Err(PackError::Damaged { .. })));
    }

    #[test]
    fn empty_records_and_absent_directories_are_fine() {
        let dir = tempfile::tempdir().unwrap();
        let packs = dir.path().join("not/there");
        let reader = PackReader::open(&packs).unwrap();
        let location = PackWriter::open(&packs).unwrap().append(b"").unwrap();
        assert_eq!(reader.read(&location).unwrap(), b"");
    }
}
