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

/// A project that is known here; or one as it tells of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    #[serde(with = "lossless")]
    project: PathBuf,
    #[serde(with = "lossless")]
    folder: PathBuf,
    /// Unix seconds at which the project was made; None: it was on the list of recent projects of a program that did not ask.
    made: Option<i64>,
}

impl Known {
    /// The project at this real place.
    fn at(project: PathBuf) -> Result<Self, SessionError> {
        let (folder, made) = Store::about(&project)?;
        Ok(Self { project, folder, made: Some(made) })
    }

    fn of(store: &Store) -> Self {
        Self { project: real(store.path()), folder: store.folder().to_owned(), made: Some(store.made()) }
    }

    /// Whether somebody vouched for this project when this entry was written.
    fn is(&self, project: &Self) -> bool {
        let is_there = self.project == project.project && (self.made.is_none() || self.made == project.made);
        // Moved: the same one, with the folder that was vouched for, and nothing where it was.
        let is_moved = self.made.is_some() && self.made == project.made && !self.project.exists();
        self.folder == project.folder && (is_there || is_moved)
    }
}

/// What could not be written into the list of a data directory, for as long as this process lives: a full disk there does not
/// make a stranger of a project that somebody has just vouched for.
static UNWRITTEN: Mutex<Vec<(PathBuf, Known)>> = Mutex::new(Vec::new());

/// Checks that nobody has to be asked: the project was made here, or somebody here vouched for it. One that can not be read is
/// not known: why is said.
///
/// # Errors
/// [`SessionError::Stranger`].
pub fn check(data_dir: &Path, project: &Path) -> Result<(), SessionError> {
    let place = real(project);
    if is_own(data_dir, &place) {
        return Ok(());
    }
    let found = Known::at(place)?;
    if is_listed(data_dir, &found) {
        note(data_dir, found);
        return Ok(());
    }
    Err(SessionError::Stranger { project: project.to_owned(), folder: found.folder })
}

/// Whether an open project is known; `is_vouched_for`: whoever opened it named its folder. One that is, is noted, so that it
/// stays so whatever is opened after it.
pub(in crate::session) fn note_opened(data_dir: &Path, store: &Store, is_vouched_for: bool) -> bool {
    note_recent(data_dir);
    let opened = Known::of(store);
    if is_own(data_dir, &opened.project) {
        return true;
    }
    let is_known = is_vouched_for || is_listed(data_dir, &opened);
    if is_known {
        note(data_dir, opened);
    }
    is_known
}

/// Whether an open project is known; nothing is noted.
pub(in crate::session) fn is_known(data_dir: &Path, store: &Store) -> bool {
    let opened = Known::of(store);
    is_own(data_dir, &opened.project) || is_listed(data_dir, &opened)
}

/// Vouches for a project as it is now. What can not be kept is asked again.
///
/// # Errors
/// Words, if it is no project.
pub fn trust(data_dir: &Path, project: &Path) -> Result<(), SessionError> {
    note(data_dir, Known::at(real(project))?);
    Ok(())
}

/// Whether a project lies where projects are made.
fn is_own(data_dir: &Path, project: &Path) -> bool {
    project.starts_with(real(&data_dir.join("projects")))
}

/// Whether a project is on the list, or could not be written into it.
fn is_listed(data_dir: &Path, project: &Known) -> bool {
    let is_unwritten = |(dir, known): &(PathBuf, Known)| dir == data_dir && known.is(project);
    UNWRITTEN.lock().iter().any(is_unwritten) || read(data_dir).iter().any(|known| known.is(project))
}

/// Puts a project at the head of the list.
fn note(data_dir: &Path, project: Known) {
    let mut all = read(data_dir);
    if all.first() == Some(&project) && data_dir.join(FILE).exists() {
        return;
    }
    all.retain(|known| known.project != project.project);
    all.insert(0, project);
    all.truncate(MOST);
    if let Err(error) = write(data_dir, &all) {
        tracing::warn!(%error, "the list of known projects was not written");
        UNWRITTEN.lock().extend(all.into_iter().next().map(|known| (data_dir.to_owned(), known)));
    }
}

/// What a program that did not ask has on its list of recent projects goes on the list of known ones before twelve others
/// push it out of that one.
fn note_recent(data_dir: &Path) {
    if data_dir.join(FILE).exists() {
        return;
    }
    let recent = of_recent(data_dir);
    if recent.iter().all(|known| is_own(data_dir, &known.project)) {
        return;
    }
    if let Err(error) = write(data_dir, &recent) {
        tracing::warn!(%error, "the list of known projects was not written");
    }
}

fn write(data_dir: &Path, all: &[Known]) -> std::io::Result<()> {
    fs::create_dir_all(data_dir)?;
    let mut file = tempfile::NamedTempFile::new_in(data_dir)?;
    file.write_all(&serde_json::to_vec_pretty(all)?)?;
    file.persist(data_dir.join(FILE))?;
    Ok(())
}

/// The list; before there was one, what the list of recent projects has.
fn read(data_dir: &Path) -> Vec<Known> {
    match crate::input::read_text(&data_dir.join(FILE), MOST_BYTES) {
        Ok(text) => serde_json::from_str(&text).unwrap_or_default(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => of_recent(data_dir),
        Err(_) => Vec::new(),
    }
}

fn of_recent(data_dir: &Path) -> Vec<Known> {
    let known = |recent: places::Recent| Known { project: real(&recent.project), folder: recent.folder, made: None };
    places::recent(data_dir).into_iter().map(known).collect()
}

fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// A path as text, or, where it is none, as the system has it.
mod lossless {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Raw(OsString),
    }

    pub fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
        match path.to_str() {
            Some(text) => text.serialize(serializer),
            None => path.as_os_str().serialize(serializer),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
        Ok(match Written::deserialize(deserializer)? {
            Written::Text(text) => text.into(),
            Written::Raw(raw) => raw.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_trusted(data_dir: &Path, project: &Path) -> bool {
        let place = real(project);
        is_own(data_dir, &place) || Known::at(place).is_ok_and(|found| is_listed(data_dir, &found))
    }

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

    fn recent(project: &Path, folder: &Path) -> places::Recent {
        places::Recent {
            name: "a".into(),
            folder: folder.to_owned(),
            project: project.to_owned(),
            opened: 1,
            n_images: 2,
            progress: places::RecentProgress::default(),
            covers: Vec::new(),
        }
    }

    /// Twelve projects that are opened after it push a project out of the list of recent ones.
    fn open_twelve(data: &Path, photos: &Path) {
        for i in 0..12 {
            let path = data.join(format!("projects/{i}.gleaner"));
            let store = Store::open(&path, Some(photos)).unwrap();
            assert!(note_opened(data, &store, true));
            places::remember(data, recent(&path, photos), &[]);
        }
    }

    #[test]
    fn recent_projects_of_programs_that_did_not_ask_stay_known() {
        let dir = tempfile::tempdir().unwrap();
        let (data, photos) = (dir.path().join("data"), dir.path().join("photos"));
        let (opened, unopened) = (dir.path().join("a.gleaner"), dir.path().join("b.gleaner"));
        for path in [&opened, &unopened] {
            drop(Store::open(path, Some(&photos)).unwrap());
            assert!(!is_trusted(&data, path));
            places::remember(&data, recent(path, &photos), &[]);
        }
        assert!(note_opened(&data, &Store::open_read_only(&opened).unwrap(), false));
        open_twelve(&data, &photos);
        assert!(places::recent(&data).iter().all(|recent| recent.project != opened && recent.project != unopened));
        assert!(is_trusted(&data, &opened) && is_trusted(&data, &unopened));
        // One that was opened is known as what it was then: another one at its place is not.
        let moved = dir.path().join("c.gleaner");
        fs::rename(&opened, &moved).unwrap();
        assert!(is_trusted(&data, &moved));
        let stranger = dir.path().join("d.gleaner");
        drop(Store::open(&stranger, Some(&photos)).unwrap());
        assert!(!note_opened(&data, &Store::open_read_only(&stranger).unwrap(), false));
        assert!(!is_trusted(&data, &stranger));
    }

    #[test]
    fn recent_projects_stay_known_though_none_of_them_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        let (data, photos) = (dir.path().join("data"), dir.path().join("photos"));
        let project = dir.path().join("a.gleaner");
        drop(Store::open(&project, Some(&photos)).unwrap());
        places::remember(&data, recent(&project, &photos), &[]);
        open_twelve(&data, &photos);
        assert!(is_trusted(&data, &project));
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_no_text_are_noted_as_they_are() {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().unwrap();
        let odd = |name: &[u8]| dir.path().join(std::ffi::OsStr::from_bytes(name));
        let known = Known { project: odd(b"a\xff.gleaner"), folder: odd(b"photos \xfe\\"), made: Some(7) };
        note(dir.path(), known.clone());
        assert_eq!(read(dir.path()), [known]);
        assert!(UNWRITTEN.lock().iter().all(|(data, _)| data != dir.path()), "it is on disk");
    }
}
