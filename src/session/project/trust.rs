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
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The list.
const FILE: &str = "trusted.json";
/// Held while it is changed.
const LOCK: &str = "trusted.lock";
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

/// One entry of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Entry {
    Known(Known),
    /// Damaged, or of a later program: kept as it is, and vouches for nothing.
    Other(serde_json::Value),
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
        // It may be moved out of there.
        if let Ok(found) = Known::at(place) {
            note(data_dir, found);
        }
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
    let is_known = is_vouched_for || is_own(data_dir, &opened.project) || is_listed(data_dir, &opened);
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

/// The same, by somebody who was shown this photo folder.
///
/// # Errors
/// [`SessionError::Stranger`], if it names another one by now.
pub(in crate::session) fn trust_shown(data_dir: &Path, project: &Path, folder: &Path) -> Result<(), SessionError> {
    let found = Known::at(real(project))?;
    if found.folder != folder {
        return Err(SessionError::Stranger { project: project.to_owned(), folder: found.folder });
    }
    note(data_dir, found);
    Ok(())
}

/// Whether a project lies where projects are made.
fn is_own(data_dir: &Path, project: &Path) -> bool {
    project.starts_with(real(&data_dir.join("projects")))
}

/// Whether a project is on the list, or could not be written into it.
fn is_listed(data_dir: &Path, project: &Known) -> bool {
    let is_unwritten = |(dir, known): &(PathBuf, Known)| dir == data_dir && known.is(project);
    let is_it = |entry: &Entry| matches!(entry, Entry::Known(known) if known.is(project));
    UNWRITTEN.lock().iter().any(is_unwritten) || read(data_dir).is_ok_and(|all| all.iter().any(is_it))
}

/// Puts a project at the head of the list, unless it is far from the end already.
fn note(data_dir: &Path, project: Known) {
    let noted = change(data_dir, |all| {
        let is_it = |entry: &Entry| matches!(entry, Entry::Known(known) if *known == project);
        let is_near = all.iter().take(MOST / 2).any(is_it);
        // It went from there to here. What stayed would vouch for each copy of it.
        let is_left =
            |known: &Known| known.folder == project.folder && known.made == project.made && !known.project.exists();
        all.retain(|entry| match entry {
            Entry::Known(known) if *known == project => is_near,
            Entry::Known(known) => known.project != project.project && !is_left(known),
            Entry::Other(_) => true,
        });
        if !is_near {
            all.insert(0, Entry::Known(project.clone()));
        }
        all.truncate(MOST);
    });
    if let Err(error) = noted {
        tracing::warn!(%error, "the list of known projects was not written");
        let unwritten = (data_dir.to_owned(), project);
        let mut all = UNWRITTEN.lock();
        if !all.contains(&unwritten) {
            all.push(unwritten);
        }
    }
}

/// What a program that did not ask has on its list of recent projects goes on the list of known ones before twelve others
/// push it out of that one.
fn note_recent(data_dir: &Path) {
    if data_dir.join(FILE).exists() {
        return;
    }
    if of_recent(data_dir).iter().all(|known| is_own(data_dir, &known.project)) {
        return;
    }
    if let Err(error) = change(data_dir, |_| ()) {
        tracing::warn!(%error, "the list of known projects was not written");
    }
}

/// Changes the list; no other program does meanwhile. One that can not be read is left as it is.
fn change(data_dir: &Path, change: impl FnOnce(&mut Vec<Entry>)) -> io::Result<()> {
    fs::create_dir_all(data_dir)?;
    let lock = File::options().create(true).truncate(false).write(true).open(data_dir.join(LOCK))?;
    // Some drives know no locks.
    lock.lock().or_else(|error| if error.kind() == io::ErrorKind::Unsupported { Ok(()) } else { Err(error) })?;
    let was_there = data_dir.join(FILE).exists();
    let before = read(data_dir)?;
    let mut all = before.clone();
    change(&mut all);
    if was_there && all == before { Ok(()) } else { write(data_dir, &all) }
}

fn write(data_dir: &Path, all: &[Entry]) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(data_dir)?;
    file.write_all(&serde_json::to_vec_pretty(all)?)?;
    file.as_file().sync_all()?;
    file.persist(data_dir.join(FILE))?;
    Ok(())
}

/// The list; before there was one, what the list of recent projects has.
fn read(data_dir: &Path) -> io::Result<Vec<Entry>> {
    match crate::input::read_text(&data_dir.join(FILE), MOST_BYTES) {
        Ok(text) => Ok(serde_json::from_str(&text)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Ok(of_recent(data_dir).into_iter().map(Entry::Known).collect())
        }
        Err(error) => Err(error),
    }
}

/// Also those that are not there now: a drive that is away makes no stranger of what lies on it.
fn of_recent(data_dir: &Path) -> Vec<Known> {
    let known = |recent: places::Recent| Known { project: real(&recent.project), folder: recent.folder, made: None };
    places::read_recent(data_dir).into_iter().map(known).collect()
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
    use crate::control::{Cancelled, on_threads};
    use std::sync::atomic::{AtomicUsize, Ordering};

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
        drop(Store::open(&stranger, Some(dir.path())).unwrap());
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

    /// A copy of a project as it lies on disk.
    fn copy(from: &Path, to: &Path) {
        fs::create_dir(to).unwrap();
        let database = crate::store::layout::DATABASE;
        fs::copy(from.join(database), to.join(database)).unwrap();
    }

    #[test]
    fn a_copy_of_what_was_moved_is_not_known() {
        let dir = tempfile::tempdir().unwrap();
        let (data, project) = (dir.path().join("data"), dir.path().join("a.gleaner"));
        drop(Store::open(&project, Some(dir.path())).unwrap());
        trust(&data, &project).unwrap();
        let (moved, copied) = (dir.path().join("b.gleaner"), dir.path().join("c.gleaner"));
        fs::rename(&project, &moved).unwrap();
        check(&data, &moved).unwrap();
        copy(&moved, &copied);
        assert!(check(&data, &copied).is_err() && check(&data, &moved).is_ok());
    }

    #[test]
    fn what_was_made_in_the_data_directory_is_known_wherever_it_goes() {
        let dir = tempfile::tempdir().unwrap();
        let (data, moved) = (dir.path().join("data"), dir.path().join("b.gleaner"));
        let own = data.join("projects/a.gleaner");
        assert!(note_opened(&data, &Store::open(&own, Some(dir.path())).unwrap(), false));
        fs::rename(&own, &moved).unwrap();
        assert!(is_trusted(&data, &moved));
    }

    #[test]
    fn a_recent_project_on_a_drive_that_is_away_stays_known() {
        let dir = tempfile::tempdir().unwrap();
        let (data, photos) = (dir.path().join("data"), dir.path().join("photos"));
        let (project, away) = (dir.path().join("a.gleaner"), dir.path().join("away"));
        drop(Store::open(&project, Some(&photos)).unwrap());
        places::remember(&data, recent(&project, &photos), &[]);
        fs::rename(&project, &away).unwrap();
        let other = dir.path().join("b.gleaner");
        drop(Store::open(&other, Some(dir.path())).unwrap());
        trust(&data, &other).unwrap();
        fs::rename(&away, &project).unwrap();
        fs::remove_file(data.join("recent.json")).unwrap();
        assert!(is_trusted(&data, &project));
    }

    #[test]
    fn a_damaged_entry_takes_no_other_with_it_and_stays() {
        let dir = tempfile::tempdir().unwrap();
        let known = |name: &str| Known { project: dir.path().join(name), folder: name.into(), made: Some(1) };
        note(dir.path(), known("a"));
        let file = dir.path().join(FILE);
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replacen('[', r#"[{"project": 7, "later": true}, "#, 1)).unwrap();
        note(dir.path(), known("b"));
        assert!(is_listed(dir.path(), &known("a")) && is_listed(dir.path(), &known("b")));
        assert!(fs::read_to_string(&file).unwrap().contains("later"));
        // What is there already is not written anew.
        let before = fs::read(&file).unwrap();
        let at = fs::metadata(&file).unwrap().modified().unwrap();
        note(dir.path(), known("a"));
        assert_eq!((fs::read(&file).unwrap(), fs::metadata(&file).unwrap().modified().unwrap()), (before, at));
        // A list that is none at all is left alone.
        fs::write(&file, "[{").unwrap();
        note(dir.path(), known("c"));
        assert_eq!(fs::read(&file).unwrap(), b"[{");
        assert!(is_listed(dir.path(), &known("c")), "for as long as this process lives");
    }

    #[test]
    fn two_that_note_at_once_lose_nothing_of_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let known =
            |n: usize| Known { project: dir.path().join(n.to_string()), folder: n.to_string().into(), made: None };
        let next = AtomicUsize::new(0);
        let notes = |_| {
            let numbers = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
            numbers.take_while(|n| *n < 40).for_each(|n| note(dir.path(), known(n)));
            Ok::<(), Cancelled>(())
        };
        assert!(on_threads("note", 2, notes).is_ok());
        assert_eq!(read(dir.path()).unwrap().len(), 40);
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_no_text_are_noted_as_they_are() {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().unwrap();
        let odd = |name: &[u8]| dir.path().join(std::ffi::OsStr::from_bytes(name));
        let known = Known { project: odd(b"a\xff.gleaner"), folder: odd(b"photos \xfe\\"), made: Some(7) };
        note(dir.path(), known.clone());
        assert_eq!(read(dir.path()).unwrap(), [Entry::Known(known)]);
        assert!(UNWRITTEN.lock().iter().all(|(data, _)| data != dir.path()), "it is on disk");
    }
}
