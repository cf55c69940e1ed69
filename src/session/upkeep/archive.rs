//! A project in one file, and back: a zip archive that any program can look into, without the photos.
//!
//! Files are stored as they are (thumbnails are compressed already). The last one, `gleaner-archive.json`, lists all others
//! with size and BLAKE3, so that an archive that was cut off or changed is noticed before anything of it is used.
//! What can be made again at once (`prepared/`) or is nobody's (leftovers, copies of the database) is left out.

use super::{Show, UpkeepError, cannot_be, megabytes};
use crate::control::{CancelToken, Progress};
use crate::session::worker::Pace;
use crate::store::layout::{BACKUPS, DATABASE, LOCK_FILE, PREPARED};
use crate::store::packs;
use crate::store::repair::BACKUP;
use crate::store::{ImageRow, ImageState, Store};
use crate::strings::{Told, told};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The format that this program writes; it reads all up to it.
const VERSION: u32 = 1;
/// The list of all other files.
const MANIFEST: &str = "gleaner-archive.json";
/// No list of files is longer.
const MOST_MANIFEST_BYTES: u64 = 64 << 20;
/// Bytes that are read at a time.
const CHUNK: usize = 1 << 20;

/// What an archive says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    program: String,
    folder: String,
    files: Vec<Kept>,
}

/// The part of it that all formats have.
#[derive(Debug, Deserialize)]
struct Format {
    format: u32,
}

/// One file.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// Relative to the project, with `/`.
    path: String,
    bytes: u64,
    blake3: String,
}

/// What was archived or restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    /// The archive, or the project that was made of one.
    pub path: PathBuf,
    /// Number of files.
    pub n_files: usize,
    /// Bytes in them.
    pub bytes: u64,
    /// Where its photos were when it was archived.
    pub folder: String,
}

impl Archived {
    /// "12 files, 3.4 MB".
    #[must_use]
    pub fn words(&self) -> Told {
        told!("archive-size", n = self.n_files, size = megabytes(self.bytes))
    }
}

/// Writes everything of a project into one file; works beside whoever uses it. `out` must not be there.
///
/// # Errors
/// [`UpkeepError`]; nothing is left at `out` then.
pub fn archive(project: &Path, out: &Path, cancel: &CancelToken, show: Show) -> Result<Archived, UpkeepError> {
    let store = Store::open_read_only(project)?;
    let out = std::path::absolute(out).map_err(|e| cannot("found", out, &e))?;
    refuse_existing(&out)?;
    let beside = parent(&out);
    if beside.starts_with(store.path()) {
        return Err(UpkeepError::Failed(told!("archive-inside")));
    }
    show(Pace::new(told!("archive-copying"), 0).at(0));
    let write = |e: io::Error| cannot("written", &out, &e);
    let copy = tempfile::tempdir_in(beside).map_err(write)?;
    // First the database: packs are only appended to, so that they have what its rows point at.
    let database = copy.path().join(DATABASE);
    store.copy_database(&database)?;
    let pointed_at = segments(&Store::open_read_only(copy.path())?)?;
    let mut files = vec![(DATABASE.to_owned(), database)];
    files.extend(files_of(store.path())?);
    let total = files.iter().filter_map(|(_, path)| fs::metadata(path).ok()).map(|file| file.len()).sum();
    let mut done = Done { stage: told!("archive-writing"), n: 0, total, cancel, show };
    let temporary = tempfile::NamedTempFile::new_in(beside).map_err(write)?;
    let mut zip = ZipWriter::new(BufWriter::new(temporary));
    let folder = store.folder().display().to_string();
    let mut manifest = Manifest { format: VERSION, program: env!("CARGO_PKG_VERSION").into(), folder, files: vec![] };
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    for (name, path) in files {
        zip.start_file(&*name, options).map_err(|e| write(e.into()))?;
        let mut file = File::open(&path).map_err(|e| moved_on(&path, &e))?;
        let (bytes, blake3) = done.copy(&mut file, &mut zip, u64::MAX).map_err(|e| e.at(&out))?;
        manifest.files.push(Kept { path: name, bytes, blake3 });
    }
    let is_kept =
        |segment: &u32| manifest.files.iter().any(|file| file.path == format!("pixels/{}", packs::file_name(*segment)));
    if !pointed_at.iter().all(is_kept) && segments(&store)? != pointed_at {
        return Err(UpkeepError::Failed(told!("archive-compacted")));
    }
    zip.start_file(MANIFEST, options).map_err(|e| write(e.into()))?;
    zip.write_all(&serde_json::to_vec_pretty(&manifest).expect("plain data is JSON")).map_err(write)?;
    let temporary = zip.finish().map_err(|e| write(e.into()))?;
    let temporary = temporary.into_inner().map_err(|e| write(e.into_error()))?;
    temporary.as_file().sync_all().map_err(write)?;
    temporary.persist_noclobber(&out).map_err(|e| write(e.error))?;
    let bytes = manifest.files.iter().map(|file| file.bytes).sum();
    Ok(Archived { path: out, n_files: manifest.files.len(), bytes, folder: manifest.folder })
}

/// Makes a project of an archive. `out` must not be there; it is there when everything in it was checked.
///
/// # Errors
/// [`UpkeepError`]: the archive is damaged, cut off, of a newer program, or no archive; nothing is left at `out` then.
pub fn unarchive(file: &Path, out: &Path, cancel: &CancelToken, show: Show) -> Result<Archived, UpkeepError> {
    let out = std::path::absolute(out).map_err(|e| cannot("found", out, &e))?;
    refuse_existing(&out)?;
    let opened = File::open(file).map_err(|e| cannot("read", file, &e))?;
    let length = opened.metadata().map_err(|e| cannot("read", file, &e))?.len();
    let mut zip = ZipArchive::new(BufReader::new(opened)).map_err(|e| {
        let words = "is no archive, or was cut off while it was copied; copy it again";
        UpkeepError::Failed(format!("{} {words} ({e})", file.display()).into())
    })?;
    let manifest = manifest(&mut zip, file)?;
    let bytes: u64 = manifest.files.iter().fold(0, |sum, kept| sum.saturating_add(kept.bytes));
    if bytes > length {
        return Err(damaged(file, "its list promises more than it holds"));
    }
    let write = |e: io::Error| cannot("written", &out, &e);
    let beside = parent(&out);
    fs::create_dir_all(beside).map_err(write)?;
    let making = tempfile::Builder::new().prefix(".gleaner-").tempdir_in(beside).map_err(write)?;
    // A directory of its own, so that the project has the permissions that directories have here.
    let made = making.path().join("project");
    fs::create_dir(&made).map_err(write)?;
    let mut done = Done { stage: told!("archive-restoring"), n: 0, total: bytes, cancel, show };
    for kept in &manifest.files {
        let to = inside(&made, &kept.path).ok_or_else(|| damaged(file, &format!("{:?} leads outside", kept.path)))?;
        if to.exists() {
            return Err(damaged(file, &format!("{:?} is in it twice", kept.path)));
        }
        fs::create_dir_all(parent(&to)).map_err(write)?;
        let mut stored = zip.by_name(&kept.path).map_err(|e| damaged(file, &format!("{}: {e}", kept.path)))?;
        let mut target = File::create_new(&to).map_err(write)?;
        let (bytes, blake3) =
            done.copy(&mut stored, &mut target, kept.bytes.saturating_add(1)).map_err(|e| match e {
                // Checksums of the zip format say so too.
                Stopped::Reading(e) => damaged(file, &format!("{}: {e}", kept.path)),
                other => other.at(&out),
            })?;
        if bytes != kept.bytes || blake3 != kept.blake3 {
            return Err(damaged(file, &format!("{} is not what was archived", kept.path)));
        }
        target.sync_all().map_err(write)?;
    }
    drop(Store::open_read_only(&made)?);
    // SQLite may have left empty files beside the database, which the first writer removes.
    refuse_existing(&out)?;
    fs::rename(&made, &out).map_err(write)?;
    if let Ok(directory) = File::open(beside) {
        // Where directories can not be synced the system does so by itself.
        directory.sync_all().unwrap_or_default();
    }
    Ok(Archived { path: out, n_files: manifest.files.len(), bytes, folder: manifest.folder })
}

/// Segments of packs that rows point at.
fn segments(store: &Store) -> Result<BTreeSet<u32>, UpkeepError> {
    let places = |row: ImageRow| match row.record.state {
        ImageState::Ready { thumbnail, tile, .. } => vec![thumbnail.segment, tile.segment],
        _ => Vec::new(),
    };
    Ok(store.records()?.images.into_iter().flat_map(places).collect())
}

fn manifest(zip: &mut ZipArchive<BufReader<File>>, file: &Path) -> Result<Manifest, UpkeepError> {
    let no_list = || UpkeepError::Failed(told!("archive-none", path = file.display().to_string()));
    let mut text = String::new();
    let listed = zip.by_name(MANIFEST).map_err(|_| no_list())?;
    listed.take(MOST_MANIFEST_BYTES).read_to_string(&mut text).map_err(|e| damaged(file, &e.to_string()))?;
    let format: Format = serde_json::from_str(&text).map_err(|e| damaged(file, &e.to_string()))?;
    if format.format > VERSION {
        return Err(UpkeepError::Failed(told!(
            "archive-newer",
            path = file.display().to_string(),
            format = format.format,
            known = VERSION,
        )));
    }
    let manifest: Manifest = serde_json::from_str(&text).map_err(|e| damaged(file, &e.to_string()))?;
    if manifest.files.iter().all(|kept| kept.path != DATABASE) {
        return Err(damaged(file, "it has no project.db"));
    }
    Ok(manifest)
}

/// The path of a file within a directory; None for a name that leads elsewhere, on any system.
fn inside(dir: &Path, name: &str) -> Option<PathBuf> {
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.contains(['\\', ':', '\0'])
            && Path::new(part).components().all(|part| matches!(part, Component::Normal(_)))
    };
    let parts: Vec<&str> = name.split('/').collect();
    parts.iter().all(|part| is_plain(part)).then(|| parts.iter().fold(dir.to_path_buf(), |path, part| path.join(part)))
}

/// Files of a project beside its database, by name, and where each is.
fn files_of(project: &Path) -> Result<BTreeMap<String, PathBuf>, UpkeepError> {
    let mut files = BTreeMap::new();
    let is_kept = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let is_of_the_top = entry.depth() == 1
            && (name.starts_with(DATABASE)
                || name.starts_with(BACKUP)
                || [LOCK_FILE, PREPARED, BACKUPS].contains(&&*name));
        entry.depth() == 0 || !(is_of_the_top || name.starts_with('.'))
    };
    for entry in walkdir::WalkDir::new(project).sort_by_file_name().into_iter().filter_entry(is_kept) {
        let entry = entry.map_err(|e| UpkeepError::Failed(told!("archive-unread", why = e.to_string())))?;
        let relative = entry.path().strip_prefix(project).unwrap_or(entry.path());
        let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
        if !entry.file_type().is_file() {
            continue;
        }
        // Gleaner gives no such names: somebody else's file.
        let Some(parts) = parts else {
            tracing::warn!(path = %entry.path().display(), "left out of the archive: its name is no text");
            continue;
        };
        files.insert(parts.join("/"), entry.path().to_path_buf());
    }
    Ok(files)
}

/// Why a copy stopped.
enum Stopped {
    Cancelled,
    Reading(io::Error),
    Writing(io::Error),
}

impl Stopped {
    fn at(self, out: &Path) -> UpkeepError {
        match self {
            Self::Cancelled => UpkeepError::Cancelled,
            Self::Reading(e) => UpkeepError::Failed(told!("archive-unread", why = e.to_string())),
            Self::Writing(e) => cannot("written", out, &e),
        }
    }
}

/// How far all copies are.
struct Done<'a> {
    stage: Told,
    n: u64,
    total: u64,
    cancel: &'a CancelToken,
    show: Show<'a>,
}

impl Done<'_> {
    /// Copies at most so many bytes; how many there were, and their hash.
    fn copy(&mut self, from: &mut impl Read, to: &mut impl Write, most: u64) -> Result<(u64, String), Stopped> {
        let (mut hasher, mut n_copied) = (blake3::Hasher::new(), 0u64);
        let mut chunk = vec![0; CHUNK];
        let mut from = from.take(most);
        loop {
            self.cancel.check().map_err(|_| Stopped::Cancelled)?;
            let n = match from.read(&mut chunk) {
                Ok(0) => return Ok((n_copied, hasher.finalize().to_hex().to_string())),
                Ok(n) => n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(Stopped::Reading(e)),
            };
            hasher.update(&chunk[..n]);
            to.write_all(&chunk[..n]).map_err(Stopped::Writing)?;
            n_copied += n as u64;
            self.n += n as u64;
            let detail = told!("archive-so-far", n = megabytes(self.n), all = megabytes(self.total));
            (self.show)(Progress {
                stage: self.stage.clone(),
                done: self.n,
                total: self.total,
                detail,
                ..Progress::default()
            });
        }
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

fn refuse_existing(out: &Path) -> Result<(), UpkeepError> {
    if out.symlink_metadata().is_ok() {
        return Err(UpkeepError::Failed(told!("archive-there", path = out.display().to_string())));
    }
    Ok(())
}

fn damaged(file: &Path, why: &str) -> UpkeepError {
    UpkeepError::Failed(told!("archive-damaged", path = file.display().to_string(), why = why))
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> UpkeepError {
    UpkeepError::Failed(cannot_be(what, path, error))
}

/// A file that was listed can not be opened any more.
fn moved_on(path: &Path, error: &io::Error) -> UpkeepError {
    UpkeepError::Failed(told!("archive-moved-on", path = path.display().to_string(), why = error.to_string()))
}
