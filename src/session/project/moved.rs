//! Which project belongs to a folder when nobody names one, also after the folder was moved or its drive mounted
//! elsewhere: names and confirmed labels are not to be lost by tidying up.

use super::places;
use crate::control::CancelToken;
use crate::dataset::fingerprint::{self, content_hash};
use crate::dataset::rel_path::RelPath;
use crate::dataset::scan;
use crate::session::SessionError;
use crate::store::{ImageRow, ImageState, Store};
use crate::strings::told;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Folders that are looked into for photos whose folder is gone.
const MOST_PLACES: usize = 500;
/// Files of one size whose content is read to find an image that was sorted into another folder.
const MOST_READ: usize = 200;
/// Files of a folder that is listed for that.
const MOST_LISTED: u64 = 50_000;
/// Images that have to be found then.
const LEAST_FOUND: usize = 3;
/// Images of a project that are looked for in a folder before it counts as the moved one.
const N_COMPARED: usize = 12;

/// The project of a folder: the one that holds its path; else one whose own folder is gone and whose images lie here,
/// by relative path, size and content; else the place of a new one.
pub(in crate::session) fn project_for(data_dir: &Path, folder: &Path) -> PathBuf {
    let usual = places::project_of(data_dir, folder);
    let is_ours = |path: &Path| Store::folder_of(path).is_ok_and(|its_own| its_own == folder);
    if places::is_project(&usual) {
        // One that can not be read is ours too: opening it says what is wrong with it.
        let is_anothers = Store::folder_of(&usual).is_ok_and(|its_own| its_own != folder && its_own.exists());
        if !is_anothers {
            return usual;
        }
    }
    let others = projects(data_dir);
    if let Some(ours) = others.iter().find(|path| is_ours(path)) {
        return ours.clone();
    }
    let files = FolderFiles::new(folder);
    if let Some(moved) = others.iter().find(|path| has_moved_to(path, &files)) {
        tracing::info!(project = %moved.display(), folder = %folder.display(), "the folder was moved");
        return moved.clone();
    }
    let numbered = (2..).map(|i| usual.with_extension(format!("{i}.gleaner")));
    std::iter::once(usual.clone()).chain(numbered).find(|path| !places::is_project(path)).unwrap_or(usual)
}

/// The project of a folder that is not there: a drive may not be connected.
pub(in crate::session) fn project_of_gone(data_dir: &Path, folder: &Path) -> Option<PathBuf> {
    let is_ours = |path: &PathBuf| Store::folder_of(path).is_ok_and(|its_own| its_own == folder);
    let usual = Some(places::project_of(data_dir, folder)).filter(|usual| places::is_project(usual));
    usual.filter(is_ours).or_else(|| projects(data_dir).into_iter().find(is_ours))
}

/// Whether a project is that of a folder which is not there.
pub(in crate::session) fn is_of_gone(project: &Path, folder: &Path) -> bool {
    let absolute = std::path::absolute(folder);
    places::is_project(project)
        && Store::folder_of(project)
            .is_ok_and(|its_own| its_own == folder || absolute.is_ok_and(|path| path == its_own))
}

/// Where the photos of a project are whose folder is not at its place: beside the project, or below it as far as before,
/// after both were copied to another machine; or under another name, where the folder was.
pub(in crate::session) fn find_folder(project: &Path) -> Option<PathBuf> {
    let before = Store::folder_of(project).ok()?;
    if before.exists() {
        return None;
    }
    let store = Store::open_read_only(project).ok()?;
    let parts: Vec<_> = before.components().filter(|part| matches!(part, Component::Normal(_))).collect();
    // "trip", "2023/trip", "Pictures/2023/trip": what of the old place may be the same here.
    let endings = (0..parts.len()).rev().map(|from| parts[from..].iter().collect::<PathBuf>());
    let endings: Vec<PathBuf> = endings.collect();
    let home = directories::UserDirs::new().map(|user| user.home_dir().to_path_buf());
    let bases = project.ancestors().skip(1).map(Path::to_path_buf).chain(home);
    let moved = bases.flat_map(|base| endings.iter().map(move |ending| base.join(ending)));
    let siblings = |folder: Option<&Path>| -> Vec<PathBuf> {
        let entries = folder.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten();
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        paths
    };
    let renamed = siblings(before.parent()).into_iter().chain(siblings(project.parent()));
    let mut tried = BTreeSet::new();
    let candidates = moved.chain(renamed).filter(|path| path.is_dir() && tried.insert(path.clone()));
    candidates.take(MOST_PLACES).find(|path| holds_images_of(&store, path))
}

/// Whether a project that was named may be taken for a folder: it is new, it is the folder's own, or the folder is its
/// own one at another place. Labels of other photos must not land on these because they have the same names.
///
/// # Errors
/// Words.
pub(in crate::session) fn check_owner(project: &Path, folder: &Path) -> Result<(), SessionError> {
    // What can not be read says why when it is opened.
    let Ok(store) = Store::open_read_only(project) else { return Ok(()) };
    let its_own = store.folder();
    if its_own == folder
        || fs::canonicalize(its_own).is_ok_and(|real| real == folder)
        || holds_images_of(&store, folder)
        || (!its_own.exists() && FolderFiles::new(folder).hold(&store))
    {
        return Ok(());
    }
    Err(SessionError::OtherFolder(told!(
        "engine-other-folder",
        project = project.display().to_string(),
        own = its_own.display().to_string(),
        folder = folder.display().to_string(),
    )))
}

fn projects(data_dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(data_dir.join("projects")).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| places::is_project(path));
    paths.sort();
    paths
}

/// Whether a project's own folder is gone and its images lie in another one.
fn has_moved_to(project: &Path, files: &FolderFiles<'_>) -> bool {
    let is_gone = Store::folder_of(project).is_ok_and(|its_own| !its_own.exists());
    let holds = |store: Store| holds_images_of(&store, files.folder) || files.hold(&store);
    is_gone && Store::open_read_only(project).is_ok_and(holds)
}

/// The files of a folder by what they hold, listed and read when they are first asked for: several projects may ask.
struct FolderFiles<'a> {
    folder: &'a Path,
    by_size: OnceCell<BTreeMap<u64, Vec<RelPath>>>,
    contents: RefCell<BTreeMap<RelPath, Option<[u8; 32]>>>,
}

impl<'a> FolderFiles<'a> {
    fn new(folder: &'a Path) -> Self {
        Self { folder, by_size: OnceCell::new(), contents: RefCell::default() }
    }

    /// Sizes of all files; of none in a folder so large that listing it would take long.
    fn by_size(&self) -> &BTreeMap<u64, Vec<RelPath>> {
        self.by_size.get_or_init(|| {
            let too_many = CancelToken::default();
            let mut count = |n| {
                if n > MOST_LISTED {
                    too_many.cancel();
                }
            };
            let found = scan::scan(self.folder, &too_many, &mut count).unwrap_or_default();
            let mut by_size: BTreeMap<u64, Vec<RelPath>> = BTreeMap::new();
            for entry in found.files {
                by_size.entry(entry.stamp.size).or_default().push(entry.path);
            }
            by_size
        })
    }

    fn content(&self, path: &RelPath) -> Option<[u8; 32]> {
        let read = || fs::File::open(path.to_path(self.folder)).and_then(fingerprint::content_hash_of).ok();
        *self.contents.borrow_mut().entry(path.clone()).or_insert_with(read)
    }

    /// Whether a file of this row's content is anywhere in the folder.
    fn holds(&self, row: &ImageRow) -> bool {
        let alike = self.by_size().get(&row.record.stamp.size).map_or(&[][..], Vec::as_slice);
        let own = row.record.content();
        alike.iter().take(MOST_READ).any(|path| self.content(path).as_ref() == own)
    }

    /// Whether images of a project are spread in the folder, wherever: it was moved, and sorted.
    fn hold(&self, store: &Store) -> bool {
        let rows = spread(store);
        let n_found = rows.iter().filter(|row| self.holds(row)).count();
        // One picture may be anywhere, a placeholder for instance.
        n_found >= LEAST_FOUND && n_found * 4 >= rows.len() * 3
    }
}

/// A spread of the images of a project.
fn spread(store: &Store) -> Vec<ImageRow> {
    let mut rows = store.images().unwrap_or_default();
    rows.retain(|row| row.record.is_shown());
    let step = rows.len().div_ceil(N_COMPARED).max(1);
    rows.into_iter().step_by(step).collect()
}

/// Whether at least three quarters of a spread of a project's images lie in `folder`. (A project without images: no.)
fn holds_images_of(store: &Store, folder: &Path) -> bool {
    let rows = spread(store);
    let n_found = rows.iter().filter(|row| lies_in(row, folder)).count();
    n_found > 0 && n_found * 4 >= rows.len() * 3
}

fn lies_in(row: &ImageRow, folder: &Path) -> bool {
    let ImageState::Ready { content_hash: known, .. } = &row.record.state else { return false };
    let path = row.record.path.to_path(folder);
    let is_alike = fs::metadata(&path).is_ok_and(|file| file.is_file() && file.len() == row.record.stamp.size);
    is_alike && fs::read(&path).is_ok_and(|bytes| content_hash(&bytes) == *known)
}
