//! A folder to a sorted list of files that may be pictures. By name it leaves out only what is surely none (hidden
//! files, sidecars, films, documents); everything else is judged by its content when it is decoded.
//!
//! It opens no file. Links to files are followed wherever they lead; links to folders are followed unless they lead
//! into the folder itself or to a place that was visited already, so there are no loops and no needless doubles.

use super::ignored::is_surely_no_picture;
use super::rel_path::name_bytes;
use crate::control::CancelToken;
use crate::strings::{Told, say, told};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

pub use super::rel_path::RelPath;
pub use super::skip::{SkipKind, SkipReason};

/// What tells that a file was not touched since it was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileStamp {
    /// Size in bytes.
    pub size: u64,
    /// Last change in nanoseconds since 1970, negative before; 0 where the system does not know.
    pub mtime_ns: i64,
    /// Last change of anything about the file, its name and times included, which no program sets at will (`ctime`); None
    /// where the system has no such thing, or nobody wrote it down.
    pub ctime_ns: Option<i64>,
}

impl FileStamp {
    /// Nothing speaks against the file's being the same. What is not known on one side speaks against nothing.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let is_like_in_ctime = self.ctime_ns.zip(other.ctime_ns).is_none_or(|(a, b)| a == b);
        (self.size, self.mtime_ns) == (other.size, other.mtime_ns) && is_like_in_ctime
    }
}

/// One file of the disk, whatever its names: device and number.
pub type FileId = (u64, u64);

/// A file to look into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Relative to the folder.
    pub path: RelPath,
    /// Size and time of change at the look.
    pub stamp: FileStamp,
    /// The path is a symbolic link.
    pub is_link: bool,
    /// Which file of the disk it is, where the system can say.
    pub file: Option<FileId>,
    /// Further paths of the same file, sorted; [`super::links`] fills it.
    pub links: Vec<RelPath>,
}

/// What a folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Sorted by path.
    pub files: Vec<Entry>,
    /// What can not be looked into, sorted by path: broken links, pipes and devices, unreadable folders.
    pub skipped: Vec<(RelPath, SkipReason)>,
}

/// Why a folder could not be scanned at all.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// No folder is there.
    #[error("{}", say!("scan-not-there", path = .0.display().to_string()))]
    NotFound(PathBuf),
    /// It is a file.
    #[error("{}", say!("scan-no-folder", path = .0.display().to_string()))]
    NotAFolder(PathBuf),
    /// The system refused.
    #[error("{}", say!("scan-unreadable", path = path.display().to_string(), why = source.to_string()))]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Stopped by the token.
    #[error("{}", say!("fault-cancelled"))]
    Cancelled,
}

/// Lists a folder and everything below it. `on_found` is called with the number of files found so far.
///
/// # Errors
/// Only if the folder itself can not be listed, or on cancel; anything below that can not be read is in
/// [`Scan::skipped`].
pub fn scan(root: &Path, cancel: &CancelToken, on_found: &mut dyn FnMut(u64)) -> Result<Scan, ScanError> {
    let unreadable = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => ScanError::NotFound(root.to_path_buf()),
        _ => ScanError::Unreadable { path: root.to_path_buf(), source },
    };
    let real_root = fs::canonicalize(root).map_err(unreadable)?;
    if !real_root.is_dir() {
        return Err(ScanError::NotAFolder(root.to_path_buf()));
    }
    let top = read_names(&real_root).map_err(unreadable)?;
    let mut walk = Walk { found: Scan::default(), real_root, visited_outside: HashSet::new(), folders: Vec::new() };
    walk.names(&RelPath::default(), &walk.real_root.clone(), top, cancel, on_found)?;
    while let Some((path, real)) = walk.folders.pop() {
        match read_names(&real) {
            Ok(names) => walk.names(&path, &real, names, cancel, on_found)?,
            Err(e) => walk.skip(path, SkipReason::from_io(&e)),
        }
    }
    let mut found = walk.found;
    found.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    found.skipped.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

struct Name {
    name: std::ffi::OsString,
    /// None: the system could not say.
    file_type: Option<FileType>,
}

/// The names in a folder, sorted by bytes so that the order of visits does not depend on the file system.
fn read_names(real: &Path) -> io::Result<Vec<Name>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(real)? {
        let entry = entry?;
        names.push(Name { name: entry.file_name(), file_type: entry.file_type().ok() });
    }
    names.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(names)
}

struct Walk {
    found: Scan,
    real_root: PathBuf,
    /// Folders outside the root that a link led to, by their real paths.
    visited_outside: HashSet<PathBuf>,
    /// Still to be listed: path to report, real path. A stack, not recursion: folders nest as deep as they like.
    folders: Vec<(RelPath, PathBuf)>,
}

impl Walk {
    fn skip(&mut self, path: RelPath, reason: SkipReason) {
        self.found.skipped.push((path, reason));
    }

    fn names(
        &mut self,
        folder: &RelPath,
        real_folder: &Path,
        names: Vec<Name>,
        cancel: &CancelToken,
        on_found: &mut dyn FnMut(u64),
    ) -> Result<(), ScanError> {
        let first_new = self.folders.len();
        for Name { name, file_type } in names {
            if cancel.is_cancelled() {
                return Err(ScanError::Cancelled);
            }
            if is_hidden(&name) {
                continue;
            }
            let (path, real) = (folder.child(&name), real_folder.join(&name));
            let file_type = match file_type.map_or_else(|| fs::symlink_metadata(&real).map(|m| m.file_type()), Ok) {
                Ok(file_type) => file_type,
                Err(e) => {
                    self.skip(path, SkipReason::from_io(&e));
                    continue;
                }
            };
            if file_type.is_dir() {
                self.folder(&name, path, real);
            } else if !is_surely_no_picture(&name) {
                self.file(&name, path, &real, file_type.is_symlink(), on_found);
            }
        }
        // The last in is the first to be listed: by name, again.
        self.folders[first_new..].reverse();
        Ok(())
    }

    /// A real folder. Below a link that leads outside, another link may have led there before.
    fn folder(&mut self, name: &OsStr, path: RelPath, real: PathBuf) {
        if is_foreign_folder(name) || (!real.starts_with(&self.real_root) && !self.visited_outside.insert(real.clone()))
        {
            return;
        }
        self.folders.push((path, real));
    }

    fn file(&mut self, name: &OsStr, path: RelPath, real: &Path, is_link: bool, on_found: &mut dyn FnMut(u64)) {
        let metadata = match fs::metadata(real) {
            Ok(metadata) => metadata,
            Err(e) => {
                let reason = if is_link { link_reason(real, &e) } else { SkipReason::from_io(&e) };
                return self.skip(path, reason);
            }
        };
        if metadata.is_dir() {
            match fs::canonicalize(real) {
                // In here it is found by its own path; above here lies the way round.
                Ok(target) if target.starts_with(&self.real_root) || self.real_root.starts_with(&target) => {}
                Ok(target) => self.folder(name, path, target),
                Err(e) => self.skip(path, SkipReason::from_io(&e)),
            }
        } else if metadata.is_file() {
            let file = file_id(&metadata);
            let links = Vec::new();
            self.found.files.push(Entry { path, stamp: stamp(&metadata), is_link, file, links });
            on_found(self.found.files.len() as u64);
        } else {
            self.skip(path, SkipReason::why(SkipKind::NotAFile, &special_words(metadata.file_type())));
        }
    }
}

fn link_reason(link: &Path, error: &io::Error) -> SkipReason {
    match error.kind() {
        io::ErrorKind::PermissionDenied => SkipReason::from_io(error),
        io::ErrorKind::NotFound => {
            let target = fs::read_link(link).map(|to| RelPath::default().child(to.as_os_str()).display());
            let why = target.map_or_else(|_| Told::default(), |to| told!("skip-why-leads", path = to));
            SkipReason::why(SkipKind::BrokenLink, &why)
        }
        _ => SkipReason::new(SkipKind::BrokenLink, error.to_string()),
    }
}

#[cfg(unix)]
fn special_words(file_type: FileType) -> Told {
    use std::os::unix::fs::FileTypeExt;
    if file_type.is_fifo() {
        told!("skip-why-pipe")
    } else if file_type.is_socket() {
        told!("skip-why-socket")
    } else {
        told!("skip-why-device")
    }
}

#[cfg(not(unix))]
fn special_words(_: FileType) -> Told {
    Told::default()
}

/// What a file looks like from outside.
pub fn stamp(metadata: &Metadata) -> FileStamp {
    FileStamp { size: metadata.len(), mtime_ns: mtime_ns(metadata), ctime_ns: ctime_ns(metadata) }
}

/// None before 1970, where no file changed: it is as good as unknown.
#[cfg(unix)]
fn ctime_ns(metadata: &Metadata) -> Option<i64> {
    use std::os::unix::fs::MetadataExt;
    metadata.ctime().checked_mul(1_000_000_000)?.checked_add(metadata.ctime_nsec()).filter(|ns| *ns > 0)
}

#[cfg(not(unix))]
fn ctime_ns(_: &Metadata) -> Option<i64> {
    None
}

/// Drives that number no files give 0.
#[cfg(unix)]
fn file_id(metadata: &Metadata) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino())).filter(|(_, number)| *number != 0)
}

#[cfg(not(unix))]
fn file_id(_: &Metadata) -> Option<FileId> {
    None
}

fn mtime_ns(metadata: &Metadata) -> i64 {
    let Ok(modified) = metadata.modified() else { return 0 };
    match modified.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |ns| -ns),
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name_bytes(name).starts_with(b".")
}

/// Folders that other programs keep for themselves inside photo folders, and our own projects.
fn is_foreign_folder(name: &OsStr) -> bool {
    let name = name_bytes(name).to_ascii_lowercase();
    name.ends_with(b".gleaner")
        || matches!(&*name, b"@eadir" | b"__macosx" | b"$recycle.bin" | b"system volume information" | b"lost+found")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(scan: &Scan) -> Vec<String> {
        scan.files.iter().map(|entry| entry.path.display()).collect()
    }

    fn write(root: &Path, path: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"x").unwrap();
    }

    fn scan_all(root: &Path) -> Scan {
        scan(root, &CancelToken::default(), &mut |_| {}).unwrap()
    }

    #[test]
    fn files_are_sorted_by_the_bytes_of_the_whole_path() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["b/1.jpg", "b-a/1.jpg", "B.jpg", "a.jpg", "日本.jpg", "b.jpg", "no_extension"] {
            write(dir.path(), path);
        }
        let mut counts = Vec::new();
        let found = scan(dir.path(), &CancelToken::default(), &mut |n| counts.push(n)).unwrap();
        let expected = ["B.jpg", "a.jpg", "b-a/1.jpg", "b.jpg", "b/1.jpg", "no_extension", "日本.jpg"];
        assert_eq!(paths(&found), expected);
        assert_eq!(counts, (1..=7).collect::<Vec<u64>>());
        assert_eq!(found.files[0].stamp.size, 1);
        assert!(found.files[0].stamp.mtime_ns > 1_600_000_000_000_000_000);
    }

    #[test]
    fn what_is_surely_no_picture_is_left_out_without_fuss() {
        let dir = tempfile::tempdir().unwrap();
        let ignored = [
            ".hidden.jpg",
            ".git/a.jpg",
            "Thumbs.db",
            "a.jpg.XMP",
            "film.MP4",
            "x.gleaner/pixels/0.jpg",
            "@eaDir/t.jpg",
        ];
        for path in ignored.into_iter().chain(["json/a.jpg", "strange.xyz"]) {
            write(dir.path(), path);
        }
        let found = scan_all(dir.path());
        assert_eq!(paths(&found), ["json/a.jpg", "strange.xyz"]);
        assert!(found.skipped.is_empty());
    }

    #[test]
    fn a_folder_that_can_not_be_scanned_is_told_in_words() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "file");
        let scan = |path: &str| scan(&dir.path().join(path), &CancelToken::default(), &mut |_| {}).unwrap_err();
        assert!(matches!(scan("gone"), ScanError::NotFound(_)));
        assert!(matches!(scan("file"), ScanError::NotAFolder(_)));
    }

    #[test]
    fn a_cancelled_scan_ends() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "a.jpg");
        let cancel = CancelToken::default();
        cancel.cancel();
        assert!(matches!(scan(dir.path(), &cancel, &mut |_| {}), Err(ScanError::Cancelled)));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_without_loops() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let (root, outside) = (dir.path().join("photos"), dir.path().join("outside"));
        write(&root, "a/1.jpg");
        write(&outside, "deep/2.jpg");
        write(&outside, "3.jpg");
        symlink("..", root.join("a/up")).unwrap();
        symlink(".", root.join("self")).unwrap();
        symlink("a", root.join("b")).unwrap();
        symlink(dir.path(), root.join("above")).unwrap();
        symlink("a/1.jpg", root.join("file.jpg")).unwrap();
        symlink("nowhere.jpg", root.join("broken.jpg")).unwrap();
        symlink("round.jpg", root.join("round.jpg")).unwrap();
        symlink(outside.join("deep"), root.join("m_deep")).unwrap();
        symlink(&outside, root.join("n_outside")).unwrap();
        symlink(&root, outside.join("back")).unwrap();
        symlink(&outside, outside.join("deep/again")).unwrap();
        let found = scan_all(&root);
        assert_eq!(paths(&found), ["a/1.jpg", "file.jpg", "m_deep/2.jpg", "n_outside/3.jpg"]);
        let skipped: Vec<_> = found.skipped.iter().map(|(path, why)| (path.display(), why.kind)).collect();
        assert_eq!(skipped, [("broken.jpg".into(), SkipKind::BrokenLink), ("round.jpg".into(), SkipKind::BrokenLink)]);
        assert!(found.skipped[0].1.to_string().contains("nowhere.jpg"));
    }

    #[cfg(unix)]
    #[test]
    fn names_without_a_script_and_sockets_are_handled() {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().unwrap();
        let name = OsStr::from_bytes(b"\xff\xfe \n.jpg");
        fs::write(dir.path().join(name), b"x").unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("s.jpg")).unwrap();
        let found = scan_all(dir.path());
        assert_eq!(paths(&found), ["\\xff\\xfe \n.jpg"]);
        assert!(found.files[0].path.to_path(dir.path()).exists());
        assert_eq!(found.skipped[0].1.kind, SkipKind::NotAFile);
    }
}
