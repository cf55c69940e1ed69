//! Which projects this user made or vouched for on this machine. A project may come from a stranger, and says itself where its
//! photos are: of one that is not known here nothing of its photo folder is read, and no file that its runs name, before somebody
//! says so.
//!
//! Known is what lies in the data directory, where projects are made, and what the list there has: the project's place, its photo
//! folder and when it was made, all three, so that another project in its place, or another folder in it, is asked about anew.
//! One that was moved is known still.

use super::places;
use crate::session::SessionError;
use crate::store::Store;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The list.
const FILE: &str = "trusted.json";
/// Projects that it has; the one that was opened longest ago goes.
const MOST: usize = 1000;
/// No such list is longer.
const MOST_BYTES: u64 = 16 << 20;

/// A project that is known here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    project: PathBuf,
    folder: PathBuf,
    /// Unix seconds at which the project was made; None: it was on the list of recent projects of a program that did not ask.
    made: Option<i64>,
}

/// What could not be written into the list of a data directory, for as long as this process lives: a full disk there does not
/// make a stranger of a project that somebody has just vouched for.
static UNWRITTEN: Mutex<Vec<(PathBuf, Known)>> = Mutex::new(Vec::new());

/// Whether the project was made here, or somebody here vouched for it. One that can not be read is not known: opening it says
/// what is wrong.
#[must_use]
pub fn is_trusted(data_dir: &Path, project: &Path) -> bool {
    let project = real(project);
    if project.starts_with(real(&data_dir.join("projects"))) {
        return true;
    }
    let Ok((folder, made)) = Store::about(&project) else { return false };
    let is_it = |known: &Known| {
        let is_as_made = known.made.map(|known| known == made);
        let is_there = known.project == project && is_as_made.unwrap_or(true);
        // Moved: the same one, with the folder that was vouched for, and nothing where it was.
        let is_moved = is_as_made == Some(true) && !known.project.exists();
        known.folder == folder && (is_there || is_moved)
    };
    known(data_dir).iter().any(is_it)
}

/// Checks that nobody has to be asked.
///
/// # Errors
/// [`SessionError::Stranger`].
pub fn check(data_dir: &Path, project: &Path) -> Result<(), SessionError> {
    if is_trusted(data_dir, project) {
        return Ok(());
    }
    let folder = Store::folder_of(project)?;
    Err(SessionError::Stranger { project: project.to_owned(), folder })
}

/// Vouches for a project as it is now. What can not be kept is asked again.
///
/// # Errors
/// Words, if it is no project.
pub fn trust(data_dir: &Path, project: &Path) -> Result<(), SessionError> {
    let project = real(project);
    let (folder, made) = Store::about(&project)?;
    let mut all = read(data_dir);
    all.retain(|known| known.project != project);
    all.insert(0, Known { project, folder, made: Some(made) });
    all.truncate(MOST);
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(data_dir)?;
        let mut file = tempfile::NamedTempFile::new_in(data_dir)?;
        file.write_all(&serde_json::to_vec_pretty(&all)?)?;
        file.persist(data_dir.join(FILE))?;
        Ok(())
    };
    if let Err(error) = write() {
        tracing::warn!(%error, "the list of known projects was not written");
        UNWRITTEN.lock().extend(all.into_iter().next().map(|known| (data_dir.to_owned(), known)));
    }
    Ok(())
}

/// The list, and what could not be written into it.
fn known(data_dir: &Path) -> Vec<Known> {
    let unwritten = UNWRITTEN.lock();
    let here = unwritten.iter().filter(|(dir, _)| dir == data_dir).map(|(_, known)| known.clone());
    here.chain(read(data_dir)).collect()
}

/// The list; before there was one, what the list of recent projects has.
fn read(data_dir: &Path) -> Vec<Known> {
    match crate::input::read_text(&data_dir.join(FILE), MOST_BYTES) {
        Ok(text) => serde_json::from_str(&text).unwrap_or_default(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let known =
                |recent: places::Recent| Known { project: real(&recent.project), folder: recent.folder, made: None };
            places::recent(data_dir).into_iter().map(known).collect()
        }
        Err(_) => Vec::new(),
    }
}

fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_or_vouched_for_is_known_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let (data, photos) = (dir.path().join("data"), dir.path().join("photos"));
        let make = |path: &Path| drop(Store::open(path, Some(&photos)).unwrap());
        let own = data.join("projects/a.gleaner");
        let strange = dir.path().join("b.gleaner");
        make(&own);
        make(&strange);
        assert!(is_trusted(&data, &own) && !is_trusted(&data, &strange));
        let refused = check(&data, &strange).unwrap_err().to_string();
        assert!(refused.contains("photos") && refused.contains("b.gleaner"), "{refused}");
        trust(&data, &strange).unwrap();
        assert!(is_trusted(&data, &strange));
        // The same place and another folder: not what was vouched for.
        Store::open(&strange, None).unwrap().set_folder(&dir.path().join("secrets")).unwrap();
        assert!(!is_trusted(&data, &strange));
        // Moved it is the same; as a copy of one that is there it is not.
        trust(&data, &strange).unwrap();
        let moved = dir.path().join("c.gleaner");
        fs::rename(&strange, &moved).unwrap();
        assert!(is_trusted(&data, &moved));
        fs::create_dir(&strange).unwrap();
        assert!(!is_trusted(&data, &moved));
    }

    #[test]
    fn who_vouched_is_believed_where_the_list_cannot_be_written() {
        let dir = tempfile::tempdir().unwrap();
        let (data, project) = (dir.path().join("data"), dir.path().join("a.gleaner"));
        drop(Store::open(&project, Some(dir.path())).unwrap());
        fs::write(&data, "no directory").unwrap();
        assert!(!is_trusted(&data, &project));
        trust(&data, &project).unwrap();
        assert!(check(&data, &project).is_ok() && !is_trusted(&dir.path().join("elsewhere"), &project));
        // What can not be read is nobody's.
        fs::write(project.join(crate::store::layout::DATABASE), "no database").unwrap();
        assert!(check(&data, &project).is_err_and(|error| !matches!(error, SessionError::Stranger { .. })));
    }

    #[test]
    fn recent_projects_of_programs_that_did_not_ask_are_known() {
        let dir = tempfile::tempdir().unwrap();
        let (project, photos) = (dir.path().join("a.gleaner"), dir.path().join("photos"));
        drop(Store::open(&project, Some(&photos)).unwrap());
        let recent = places::Recent {
            name: "a".into(),
            folder: photos,
            project: project.clone(),
            opened: 1,
            n_images: 2,
            progress: places::RecentProgress::default(),
            covers: Vec::new(),
        };
        assert!(!is_trusted(dir.path(), &project));
        places::remember(dir.path(), recent, &[]);
        assert!(is_trusted(dir.path(), &project));
        // From the first word that was said on, the list of its own counts.
        let other = dir.path().join("b.gleaner");
        drop(Store::open(&other, Some(&dir.path().join("photos"))).unwrap());
        trust(dir.path(), &other).unwrap();
        assert!(is_trusted(dir.path(), &other) && is_trusted(dir.path(), &project));
    }
}
