//! Class folders: `<class>/<image>`, as ImageFolder, Ultralytics and FiftyOne read them.
//!
//! The photos themselves are only read. The whole export is made beside its place and renamed into it, and an earlier
//! export is replaced only where it holds nothing but what Gleaner wrote.

use super::format::{Export, ExportFormat, LinkKind, Target};
use super::names::{self, FileNames, UNLABELED};
use super::place::resolved;
use super::{InterchangeError, LabelRow, atomic, provenance};
use crate::dataset::fingerprint::content_hash_of;
use crate::dataset::rel_path::RelPath;
use crate::ids::ClusterId;
use crate::input;
use crate::room;
use crate::strings::{Told, say, told};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// As a format of exports.
pub const FORMAT: ExportFormat = ExportFormat {
    key: "folders",
    name: "Class folders",
    about: "One folder a group, as training programs read them.",
    target: Target::Folder,
    write,
};

/// Writes `<out>/<class>/<image>` from the photo folder; unlabelled ones under `_unlabeled/`; equal base names from
/// different folders get distinct names.
///
/// Copies keep their time of change. They are not synced one by one: the originals are still there if the power fails.
/// Provenance goes into `gleaner-provenance.json` inside, with the original of every file. With
/// [`InterchangeError::Incomplete`] the export is there, but for the files that it names.
fn write(export: &mut Export) -> Result<usize, InterchangeError> {
    let Export { rows, root, out, link, force, about, cancel, ref mut on_progress, .. } = *export;
    let root = std::path::absolute(root).map_err(InterchangeError::io(root))?;
    let is_replacing = check_place(out, &root, force)?;
    let parent = atomic::parent(out);
    std::fs::create_dir_all(&parent).map_err(InterchangeError::io(&parent))?;
    atomic::clear_left(&parent);
    let temporary = new_folder(&parent)?;
    // The temporary folder is private; one inside it gets the rights that any new folder gets.
    let unfinished = temporary.path().join("export");
    std::fs::create_dir(&unfinished).map_err(InterchangeError::io(&unfinished))?;
    let mut files = BTreeMap::new();
    let mut failed = Vec::new();
    for (i, (row, target)) in rows.iter().zip(targets(rows, &root)).enumerate() {
        cancel.check().map_err(|_| InterchangeError::Cancelled)?;
        let (from, to) = (row.path.to_path(&root), unfinished.join(&target));
        match place(&from, &to, link, row.content.as_ref()) {
            Ok(()) => {
                files.insert(shown(&target), row.path.display());
            }
            Err(e) if e.kind() == io::ErrorKind::CrossesDevices && link == LinkKind::Hard => {
                return Err(InterchangeError::OtherDisk(out.to_owned()));
            }
            Err(e) if room::is_full(&e) => {
                return Err(InterchangeError::unwritten(out, &e));
            }
            // What was refused and could not be taken away again must not be handed out.
            Err(e) if std::fs::symlink_metadata(&to).is_ok() => {
                return Err(InterchangeError::unwritten(out, &e));
            }
            Err(e) => failed.push((row.path.display(), room::plain(&e))),
        }
        on_progress(i + 1);
    }
    if files.is_empty() && !failed.is_empty() {
        return Err(InterchangeError::NothingToTake(failed));
    }
    provenance::write_inside(&unfinished, about, &files, &failed)?;
    move_into_place(&unfinished, out, is_replacing)?;
    if failed.is_empty() {
        Ok(files.len())
    } else {
        Err(InterchangeError::Incomplete { out: out.to_owned(), n_written: files.len(), failed })
    }
}

/// Whether an earlier export will be replaced.
fn check_place(out: &Path, root: &Path, force: bool) -> Result<bool, InterchangeError> {
    if resolved(out).starts_with(resolved(root)) {
        return Err(InterchangeError::InsidePhotos(out.to_owned()));
    }
    let not_ours = |why: Told| Err(InterchangeError::NotOurs { path: out.to_owned(), why });
    match std::fs::symlink_metadata(out) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(InterchangeError::unwritten(out, &e)),
        Ok(there) if there.is_dir() => {}
        Ok(_) => return not_ours(told!("export-why-no-folder")),
    }
    let is_empty = std::fs::read_dir(out).map_err(InterchangeError::io(out))?.next().is_none();
    if is_empty {
        return Ok(true);
    }
    if !force {
        return Err(InterchangeError::Exists(out.to_owned()));
    }
    let Some(ours) = provenance::files_inside(out) else {
        return not_ours(told!("export-why-no-export"));
    };
    let ours: HashSet<String> = ours.into_iter().chain([provenance::FILE_NAME.to_owned()]).collect();
    for entry in walkdir::WalkDir::new(out).min_depth(1) {
        let entry = entry.map_err(|e| InterchangeError::unwritten(out, &e.into()))?;
        let name = shown(entry.path().strip_prefix(out).unwrap_or(entry.path()));
        if !entry.file_type().is_dir() && !ours.contains(&name) {
            return not_ours(told!("export-why-holds", name = name));
        }
    }
    Ok(true)
}

/// Where each row's file goes, relative to the export.
fn targets(rows: &[LabelRow], root: &Path) -> Vec<PathBuf> {
    // By cluster: whatever clusters are called, no two of them get into one folder.
    let key = |row: &'_ LabelRow| row.label.clone().map(|label| (label, row.cluster));
    let clusters: BTreeSet<(String, Option<ClusterId>)> = rows.iter().filter_map(key).collect();
    let labels: Vec<&str> = clusters.iter().map(|(label, _)| label.as_str()).collect();
    let folders = names::folder_names(&labels, &[UNLABELED, provenance::FILE_NAME]);
    let folder_of: BTreeMap<_, &str> = clusters.iter().zip(folders.iter().map(String::as_str)).collect();
    let folder = |row: &LabelRow| key(row).map_or(UNLABELED, |key| folder_of[&key]);
    let folders: Vec<&str> = rows.iter().map(folder).collect();
    let wanted: Vec<OsString> =
        rows.iter().map(|row| row.path.to_path(root).file_name().unwrap_or(OsStr::new("image")).to_owned()).collect();
    let mut names: BTreeMap<&str, FileNames> = BTreeMap::new();
    for (&folder, wanted) in folders.iter().zip(&wanted) {
        names.entry(folder).or_default().want(wanted);
    }
    let mut targets = Vec::with_capacity(rows.len());
    for (&folder, wanted) in folders.iter().zip(&wanted) {
        targets.push(Path::new(folder).join(names.entry(folder).or_default().distinct(wanted)));
    }
    targets
}

/// Brings one file there; never replaces one. A file that has not this content is refused: its size and its time do not tell what
/// it shows. A copy keeps it; what a link shows may be changed later, as the original may.
fn place(from: &Path, to: &Path, link: LinkKind, content: Option<&[u8; 32]>) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let placed = match link {
        LinkKind::Copy => copy(from, to, content),
        // A hard link of a link would be the link, not the photo. What is looked at is what is handed out.
        LinkKind::Hard => check_content(from, content)
            .and_then(|()| std::fs::hard_link(from.canonicalize()?, to))
            .and_then(|()| check_content(to, content)),
        LinkKind::Symbolic => {
            check_content(from, content).and_then(|()| symbolic(from, to)).and_then(|()| check_content(to, content))
        }
    };
    placed.inspect_err(|error| {
        // What is there already is somebody's.
        if error.kind() != io::ErrorKind::AlreadyExists {
            let _ = std::fs::remove_file(to);
        }
    })
}

/// That a file is the picture that was labelled.
fn check_content(path: &Path, content: Option<&[u8; 32]>) -> io::Result<()> {
    let found = content_hash_of(input::open(path)?)?;
    same_content(&found, content)
}

fn same_content(found: &[u8; 32], content: Option<&[u8; 32]>) -> io::Result<()> {
    match content {
        Some(content) if content != found => Err(io::Error::other(say!("export-other-picture"))),
        _ => Ok(()),
    }
}

fn copy(from: &Path, to: &Path, content: Option<&[u8; 32]>) -> io::Result<()> {
    let mut original = input::open(from)?;
    let about = original.metadata()?;
    let mut copy = File::create_new(to)?;
    let copied = content_hash_of(Through { from: &mut original, to: &mut copy })?;
    same_content(&copied, content)?;
    // A file system that can not hold the time or the rights holds the picture all the same.
    if let Ok(modified) = about.modified() {
        let _ = copy.set_modified(modified);
    }
    let _ = copy.set_permissions(about.permissions());
    Ok(())
}

/// Reads what it also writes.
struct Through<'a> {
    from: &'a mut File,
    to: &'a mut File,
}

impl Read for Through<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(bytes)?;
        self.to.write_all(&bytes[..n])?;
        Ok(n)
    }
}

#[cfg(unix)]
fn symbolic(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

#[cfg(windows)]
fn symbolic(from: &Path, to: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(from, to)
}

fn new_folder(parent: &Path) -> Result<tempfile::TempDir, InterchangeError> {
    let (prefix, suffix) = atomic::UNFINISHED;
    let unfinished = tempfile::Builder::new().prefix(prefix).suffix(suffix).tempdir_in(parent);
    unfinished.map_err(InterchangeError::io(parent))
}

/// An earlier export changes places with the new one, so that there is one at any moment; where the system can not do that, it
/// steps aside first, and is removed only when the new one stands in its place.
fn move_into_place(unfinished: &Path, out: &Path, is_replacing: bool) -> Result<(), InterchangeError> {
    let parent = atomic::parent(out);
    if is_replacing && exchange(unfinished, out) {
        // The earlier one goes with the temporary folder that it lies in now.
        atomic::sync_dir(&parent);
        return Ok(());
    }
    let aside = if is_replacing { Some(new_folder(&parent)?) } else { None };
    let old = aside.as_ref().map(|aside| aside.path().join("old"));
    if let Some(old) = &old {
        std::fs::rename(out, old).map_err(InterchangeError::io(out))?;
    }
    if let Err(source) = std::fs::rename(unfinished, out) {
        if let (Some(old), Some(aside)) = (old, aside)
            && std::fs::rename(&old, out).is_err()
        {
            // Better a folder of an odd name than an export that is gone.
            let _ = aside.keep();
        }
        return Err(InterchangeError::unwritten(out, &source));
    }
    atomic::sync_dir(&parent);
    Ok(())
}

/// Whether two folders changed places, in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};

    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// A relative path for the provenance file: `/` between the parts.
fn shown(path: &Path) -> String {
    path.components().fold(RelPath::default(), |path, part| path.child(part.as_os_str())).display()
}

#[cfg(test)]
mod tests {
    use super::super::cells::TableForm;
    use super::super::testing::{about, awkward_rows, row};
    use super::super::{InterchangeError as E, LabelOrigin};
    use super::*;
    use crate::control::CancelToken;

    struct Place {
        dir: tempfile::TempDir,
    }

    impl Place {
        fn new(rows: &[LabelRow]) -> Self {
            let place = Self { dir: tempfile::tempdir().expect("a folder") };
            for row in rows {
                let path = row.path.to_path(&place.root());
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
                std::fs::write(&path, &row.path.0).expect("written");
            }
            place
        }

        fn root(&self) -> PathBuf {
            self.dir.path().join("photos")
        }

        fn out(&self) -> PathBuf {
            self.dir.path().join("classes")
        }

        fn export(&self, rows: &[LabelRow], link: LinkKind, force: bool) -> Result<usize, E> {
            self.export_to(&self.out(), rows, link, force, &CancelToken::default(), &mut |_| ())
        }

        fn export_to(
            &self,
            out: &Path,
            rows: &[LabelRow],
            link: LinkKind,
            force: bool,
            cancel: &CancelToken,
            on_progress: &mut dyn FnMut(usize),
        ) -> Result<usize, E> {
            write(&mut Export {
                rows,
                root: &self.root(),
                out,
                link,
                force,
                about: &about(),
                cancel,
                on_progress,
                table: TableForm::default(),
                n_guarded: 0,
            })
        }

        /// Relative path and content of every file of the export, but the provenance, sorted.
        fn files(&self) -> Vec<(String, Vec<u8>)> {
            let entries =
                walkdir::WalkDir::new(self.out()).sort_by_file_name().into_iter().map(|e| e.expect("readable"));
            let files = entries.filter(|e| !e.file_type().is_dir() && e.file_name() != provenance::FILE_NAME);
            let read = |e: walkdir::DirEntry| {
                (shown(e.path().strip_prefix(self.out()).expect("inside")), std::fs::read(e.path()).expect("a file"))
            };
            files.map(read).collect()
        }
    }

    #[test]
    fn every_image_goes_to_its_class_once() {
        let rows = awkward_rows();
        let place = Place::new(&rows);
        for (link, force) in [(LinkKind::Copy, false), (LinkKind::Hard, true), (LinkKind::Symbolic, true)] {
            assert_eq!(place.export(&rows, link, force).expect("written"), 5, "{link:?}");
            let files = place.files();
            let mut contents: Vec<&[u8]> = files.iter().map(|(_, content)| content.as_slice()).collect();
            contents.sort_unstable();
            let mut expected: Vec<&[u8]> = rows.iter().map(|row| row.path.0.as_slice()).collect();
            expected.sort_unstable();
            assert_eq!(contents, expected, "{link:?}");
            assert!(files.iter().any(|(name, _)| name == "_unlabeled/left.jpg"), "{files:?}");
            assert!(files.iter().any(|(name, _)| name == "cats, _large_/same-2.jpg"), "{files:?}");
        }
        let text = std::fs::read_to_string(place.out().join(provenance::FILE_NAME)).expect("text");
        let whole: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(whole["files"]["cats, _large_/same-2.jpg"], "b/same.jpg");
        assert_eq!(whole["run"], 2);
        assert_eq!(std::fs::read_dir(place.dir.path()).expect("a folder").count(), 2, "no rests");
    }

    #[test]
    fn no_two_clusters_share_a_folder_and_copies_keep_their_time() {
        let mut rows = vec![row(b"a.jpg", Some("x"), 1.0, LabelOrigin::Machine); 2];
        rows[1] = LabelRow { cluster: rows[1].cluster, ..row(b"b.jpg", Some("x"), 1.0, LabelOrigin::Machine) };
        rows[1].cluster = Some(ClusterId(77));
        let place = Place::new(&rows);
        let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        let photo = File::options().write(true).open(place.root().join("a.jpg")).expect("a file");
        photo.set_modified(past).expect("set");
        assert_eq!(place.export(&rows, LinkKind::Copy, false).expect("written"), 2);
        let copy = std::fs::metadata(place.out().join("x/a.jpg")).expect("a copy");
        assert_eq!(copy.modified().expect("a time"), past);
        assert!(place.out().join("x-2/b.jpg").exists());
    }

    #[test]
    fn an_export_that_is_replaced_is_there_at_any_moment() {
        let rows = [row(b"a.jpg", Some("x"), 1.0, LabelOrigin::Machine)];
        let place = Place::new(&rows);
        place.export(&rows, LinkKind::Copy, false).expect("written");
        let (one, other) = (place.dir.path().join("one"), place.dir.path().join("other"));
        std::fs::create_dir(&one).expect("made");
        std::fs::create_dir(&other).expect("made");
        if !exchange(&one, &other) {
            // This file system can not; then the earlier one steps aside.
            return;
        }
        let is_over = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            let look = || {
                let mut n_gone = 0;
                while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
                    n_gone += usize::from(!place.out().exists());
                }
                n_gone
            };
            let named = std::thread::Builder::new().name("looks".into());
            let looks = named.spawn_scoped(scope, look).expect("a thread");
            for _ in 0..200 {
                place.export(&rows, LinkKind::Copy, true).expect("replaced");
            }
            is_over.store(true, std::sync::atomic::Ordering::Relaxed);
            assert_eq!(looks.join().expect("it looked"), 0, "it was gone for a moment");
        });
    }

    #[test]
    fn only_our_own_exports_are_replaced() {
        let rows = [row(b"a.jpg", Some("x"), 1.0, LabelOrigin::Machine)];
        let place = Place::new(&rows);
        std::fs::create_dir(place.out()).expect("made");
        place.export(&rows, LinkKind::Copy, false).expect("an empty folder is as good as none");
        assert!(matches!(place.export(&rows, LinkKind::Copy, false), Err(E::Exists(_))));
        place.export(&rows, LinkKind::Copy, true).expect("replaced");
        std::fs::write(place.out().join("x/mine.txt"), "mine").expect("written");
        let refused = place.export(&rows, LinkKind::Copy, true).expect_err("refused").to_string();
        assert!(refused.contains("x/mine.txt"), "{refused}");
        assert!(place.out().join("x/mine.txt").exists());
        std::fs::remove_dir_all(place.out()).expect("removed");
        std::fs::create_dir(place.out()).expect("made");
        std::fs::write(place.out().join("mine.txt"), "mine").expect("written");
        assert!(matches!(place.export(&rows, LinkKind::Copy, true), Err(E::NotOurs { .. })));
        assert!(place.out().join("mine.txt").exists());
    }

    #[test]
    fn a_place_among_the_photos_is_refused() {
        let rows = [row(b"a.jpg", Some("x"), 1.0, LabelOrigin::Machine)];
        let place = Place::new(&rows);
        let token = CancelToken::default();
        let out = place.root().join("new/classes");
        let refused = place.export_to(&out, &rows, LinkKind::Copy, false, &token, &mut |_| ());
        assert!(matches!(refused, Err(E::InsidePhotos(_))));
    }

    #[test]
    fn files_that_can_not_be_taken_are_told_and_the_rest_is_there() {
        let rows = awkward_rows();
        let place = Place::new(&rows);
        std::fs::remove_file(place.root().join("left.jpg")).expect("removed");
        for (link, force) in [(LinkKind::Copy, false), (LinkKind::Symbolic, true)] {
            let error = place.export(&rows, link, force).expect_err("incomplete");
            assert!(error.to_string().contains("left.jpg"), "{error}");
            assert!(matches!(error, E::Incomplete { n_written: 4, .. }), "{error}");
            assert_eq!(place.files().len(), 4);
        }
        // With all photos gone there is nothing to put in the place of what is there.
        std::fs::remove_dir_all(place.root()).expect("removed");
        let error = place.export(&rows, LinkKind::Copy, true).expect_err("nothing to take");
        assert!(matches!(error, E::NothingToTake(_)), "{error}");
        let n_left = std::fs::read_dir(place.out()).expect("the earlier export is as it was").count();
        assert!(n_left > 1);
        let text = std::fs::read_to_string(place.out().join(provenance::FILE_NAME)).expect("text");
        assert!(text.contains("\"failed\"") && text.contains("left.jpg"), "{text}");
    }

    #[test]
    fn only_the_picture_that_was_labelled_is_handed_out() {
        let rows = awkward_rows();
        let place = Place::new(&rows);
        // Another picture of the same size and time: a stamp does not tell.
        let photo = place.root().join("a/same.jpg");
        let about = std::fs::metadata(&photo).expect("there");
        let secret = vec![b'?'; about.len() as usize];
        std::fs::write(&photo, &secret).expect("written");
        let file = File::options().write(true).open(&photo).expect("a file");
        file.set_modified(about.modified().expect("a time")).expect("set");
        for (link, force) in [(LinkKind::Copy, false), (LinkKind::Hard, true), (LinkKind::Symbolic, true)] {
            let error = place.export(&rows, link, force).expect_err("incomplete");
            assert!(error.to_string().contains("a/same.jpg (another picture"), "{link:?}: {error}");
            assert!(matches!(error, E::Incomplete { n_written: 4, .. }), "{link:?}: {error}");
            assert!(place.files().iter().all(|(_, content)| *content != secret), "{link:?}");
        }
    }

    #[test]
    fn a_disk_that_is_full_is_told_as_that() {
        let full = E::io(Path::new("classes"))(io::ErrorKind::StorageFull.into()).to_string();
        assert!(full.contains("the disk of classes is full"), "{full}");
    }

    #[test]
    fn a_stopped_export_leaves_nothing() {
        let rows = awkward_rows();
        let place = Place::new(&rows);
        let token = CancelToken::default();
        let stop = token.clone();
        let stopped = place.export_to(&place.out(), &rows, LinkKind::Copy, false, &token, &mut |n| {
            if n == 2 {
                stop.cancel();
            }
        });
        assert!(matches!(stopped, Err(E::Cancelled)));
        assert_eq!(std::fs::read_dir(place.dir.path()).expect("a folder").count(), 1, "only the photos");
    }
}
