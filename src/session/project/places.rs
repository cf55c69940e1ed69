//! Where things lie on this machine: the data directory, the project of a folder, the sample, the list of recent
//! projects.
//!
//! The photo folder itself is never written to, so projects of folders live in the user's data directory.

use crate::session::SessionError;
use crate::store::layout;
use crate::strings::told;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Recent projects that are remembered.
const N_RECENT: usize = 12;

/// The user's data directory: `$GLEANER_DATA`, else the system's place for such data.
#[must_use]
pub fn data_dir() -> PathBuf {
    if let Some(dir) = std::env::var_os("GLEANER_DATA").filter(|dir| !dir.is_empty()) {
        return PathBuf::from(dir);
    }
    directories::ProjectDirs::from("", "", "gleaner")
        .map_or_else(|| std::env::temp_dir().join("gleaner"), |dirs| dirs.data_dir().to_path_buf())
}

/// Covers that are kept of a recent project.
pub const N_COVERS: usize = 4;

/// The directory of the covers of recent projects.
const COVERS: &str = "covers";

/// How far the work on a recent project was when it was left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecentProgress {
    /// Groups that were found.
    pub n_groups: u64,
    /// Of these, those with a name.
    pub n_named: u64,
    /// Images whose place a person decided.
    pub n_confirmed: u64,
    /// Whether the labels were exported as they are.
    pub is_exported: bool,
}

/// A project that was open before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Name to show.
    pub name: String,
    /// The photo folder.
    pub folder: PathBuf,
    /// The `.gleaner` directory.
    pub project: PathBuf,
    /// Unix seconds of the last opening.
    pub opened: i64,
    /// Images at that time.
    pub n_images: u64,
    /// How far the work was then.
    #[serde(default)]
    pub progress: RecentProgress,
    /// Names of the files of its covers, largest group first; [`covers`] reads them.
    #[serde(default)]
    pub covers: Vec<String>,
}

/// Projects that were open before and are still there, newest first, at most 12.
#[must_use]
pub fn recent(data_dir: &Path) -> Vec<Recent> {
    let mut all = read_recent(data_dir);
    all.retain(|recent| is_project(&recent.project));
    all
}

/// The same with those that are not there now: their drive may be away.
pub(super) fn read_recent(data_dir: &Path) -> Vec<Recent> {
    let text = fs::read_to_string(data_dir.join("recent.json")).unwrap_or_default();
    // A list that can not be read is no reason to keep anybody from working: it begins anew.
    serde_json::from_str(&text).unwrap_or_default()
}

/// The covers of a recent project as JPEG, largest group first; the project itself is not opened. Those that are gone are
/// left out.
#[must_use]
pub fn covers(data_dir: &Path, recent: &Recent) -> Vec<Vec<u8>> {
    let path = |name: &String| data_dir.join(COVERS).join(Path::new(name).file_name().unwrap_or_default());
    recent.covers.iter().filter_map(|name| fs::read(path(name)).ok()).collect()
}

/// Keeps covers under names that tell their content; gives the names.
fn keep_covers(data_dir: &Path, covers: &[Vec<u8>]) -> std::io::Result<Vec<String>> {
    let dir = data_dir.join(COVERS);
    fs::create_dir_all(&dir)?;
    let keep = |jpeg: &Vec<u8>| {
        let name = format!("{}.jpg", &blake3::hash(jpeg).to_hex()[..16]);
        if !dir.join(&name).exists() {
            let mut file = tempfile::NamedTempFile::new_in(&dir)?;
            file.write_all(jpeg)?;
            file.persist(dir.join(&name))?;
        }
        Ok(name)
    };
    covers.iter().map(keep).collect()
}

/// Removes covers that no recent project has.
fn tidy_covers(data_dir: &Path, all: &[Recent]) {
    let Ok(files) = fs::read_dir(data_dir.join(COVERS)) else { return };
    for file in files.filter_map(Result::ok) {
        let is_used = |recent: &Recent| recent.covers.iter().any(|name| **name == *file.file_name());
        if !all.iter().any(is_used)
            && let Err(error) = fs::remove_file(file.path())
        {
            tracing::warn!(%error, "a cover of a forgotten project stays");
        }
    }
}

/// Puts a project at the head of the list of recent ones, with these covers (JPEG). Failing to write it is not worth a word
/// to anybody.
pub(in crate::session) fn remember(data_dir: &Path, recent: Recent, covers: &[Vec<u8>]) {
    let covers = keep_covers(data_dir, covers).inspect_err(|error| tracing::warn!(%error, "covers are not kept"));
    let recent = Recent { covers: covers.unwrap_or_default(), ..recent };
    let mut all = read_recent(data_dir);
    all.retain(|other| other.project != recent.project);
    all.insert(0, recent);
    all.truncate(N_RECENT);
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(data_dir)?;
        let mut file = tempfile::NamedTempFile::new_in(data_dir)?;
        file.write_all(&serde_json::to_vec_pretty(&all)?)?;
        file.persist(data_dir.join("recent.json"))?;
        Ok(())
    };
    match write() {
        Ok(()) => tidy_covers(data_dir, &all),
        Err(error) => tracing::warn!(%error, "the list of recent projects was not written"),
    }
}

/// Whether a path is a project directory.
#[must_use]
pub fn is_project(path: &Path) -> bool {
    path.join(layout::DATABASE).is_file()
}

/// Why a path is no project directory: it may be one that this user may not look into.
pub(in crate::session) fn why_none(path: &Path) -> SessionError {
    match fs::symlink_metadata(path.join(layout::DATABASE)) {
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            SessionError::Words(told!("engine-not-allowed", path = path.display().to_string()))
        }
        _ if path.exists() => SessionError::NotAProject(path.to_owned()),
        _ => SessionError::NotThere(path.to_owned()),
    }
}

/// Where the project of a folder lies unless somebody says otherwise: named after the folder and told apart by a hash
/// of its real path.
#[must_use]
pub fn project_of(data_dir: &Path, folder: &Path) -> PathBuf {
    let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let hash = blake3::hash(real.as_os_str().as_encoded_bytes());
    let name = folder_name(&real);
    data_dir.join("projects").join(format!("{name}-{}.gleaner", &hash.to_hex()[..8]))
}

/// Where the sample's folder and its true labels lie. Not where the first sample lay, which is kept with the project
/// that people made of it.
#[must_use]
pub fn sample_dir(data_dir: &Path) -> PathBuf {
    data_dir.join("sample-2")
}

/// The last part of a folder's path, for people.
pub(in crate::session) fn folder_name(folder: &Path) -> String {
    folder.file_name().map_or_else(|| folder.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Seconds since 1970.
pub fn unix_now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs() as i64)
}

/// A path as it can be pasted into a shell.
#[must_use]
pub fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%\\".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recent_projects_are_newest_first_and_only_those_that_are_there() {
        let dir = tempfile::tempdir().unwrap();
        let project = |name: &str| {
            let project = dir.path().join(name);
            fs::create_dir_all(&project).unwrap();
            fs::write(project.join(layout::DATABASE), b"").unwrap();
            Recent {
                name: name.into(),
                folder: "/photos".into(),
                project,
                opened: 1,
                n_images: 2,
                progress: RecentProgress { n_named: 3, ..RecentProgress::default() },
                covers: Vec::new(),
            }
        };
        assert_eq!(recent(dir.path()), []);
        for i in 0..14 {
            remember(dir.path(), project(&format!("{i}.gleaner")), &[]);
        }
        remember(dir.path(), project("5.gleaner"), &[]);
        let names = |all: Vec<Recent>| all.into_iter().map(|r| r.name).collect::<Vec<_>>();
        let list = names(recent(dir.path()));
        assert_eq!((list.len(), &list[0][..], &list[1][..]), (12, "5.gleaner", "13.gleaner"));
        fs::remove_dir_all(dir.path().join("13.gleaner")).unwrap();
        assert_eq!(names(recent(dir.path()))[1], "12.gleaner");
        fs::write(dir.path().join("recent.json"), b"rubbish").unwrap();
        assert_eq!(recent(dir.path()), []);
    }

    #[test]
    fn covers_are_kept_as_long_as_their_project_is_on_the_list() {
        let dir = tempfile::tempdir().unwrap();
        let project = |name: &str| {
            let project = dir.path().join(name);
            fs::create_dir_all(&project).unwrap();
            fs::write(project.join(layout::DATABASE), b"").unwrap();
            let (folder, covers) = ("/photos".into(), Vec::new());
            Recent {
                name: name.into(),
                folder,
                project,
                opened: 1,
                n_images: 2,
                progress: RecentProgress::default(),
                covers,
            }
        };
        let n_files = || fs::read_dir(dir.path().join(COVERS)).unwrap().count();
        remember(dir.path(), project("a.gleaner"), &[b"one".to_vec(), b"two".to_vec()]);
        remember(dir.path(), project("b.gleaner"), &[b"two".to_vec(), b"three".to_vec()]);
        let list = recent(dir.path());
        assert_eq!(covers(dir.path(), &list[0]), [b"two".to_vec(), b"three".to_vec()]);
        assert_eq!((covers(dir.path(), &list[1]).len(), n_files()), (2, 3));
        remember(dir.path(), project("a.gleaner"), &[b"four".to_vec()]);
        assert_eq!((covers(dir.path(), &recent(dir.path())[0]), n_files()), (vec![b"four".to_vec()], 3));
        let old = r#"{"name": "x", "folder": "/f", "project": "/p", "opened": 1, "n_images": 2}"#;
        let old: Recent = serde_json::from_str(old).unwrap();
        assert_eq!(covers(dir.path(), &old), Vec::<Vec<u8>>::new(), "of an older program");
    }

    #[test]
    fn folders_of_one_name_have_projects_of_their_own() {
        let dir = tempfile::tempdir().unwrap();
        let (one, two) = (dir.path().join("a/photos"), dir.path().join("b/photos"));
        assert_ne!(project_of(dir.path(), &one), project_of(dir.path(), &two));
        assert_eq!(project_of(dir.path(), &one), project_of(dir.path(), &one));
        assert!(project_of(dir.path(), &one).to_string_lossy().contains("photos-"));
    }
}
