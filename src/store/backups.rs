//! Copies of the database that are kept without being asked for: one of each day on which something was changed, and one from
//! before each change of the format. They are whole databases in `backups/`; pixels and results are not in them.
//!
//! A copy of a day is made beside whoever changes, on a thread of its own, right after the first change of the day; that it could
//! not be made fails nothing. Of copies of days the newest seven are kept, as far as they take less than 256 MB
//! (the newest two whatever they take); of those before a format the newest three.

use super::connection::{self, now, path_bytes};
use super::error::{Fault, StoreError};
use super::layout::{BACKUPS, DATABASE};
use super::packs::sync_dir;
use super::place::Place;
use crate::text::day;
use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// Copies of days that are kept.
const MOST_DAYS: usize = 7;
/// Copies of days that are kept however large they are.
const LEAST_DAYS: usize = 2;
/// Bytes that copies of days take together, beyond those.
const MOST_BYTES: u64 = 256 << 20;
/// Copies from before a format that are kept.
const MOST_FORMATS: usize = 3;
/// Room that has to be left on the disk beside a copy: people's next changes need it more.
const SPARE_BYTES: u64 = 64 << 20;

/// How names of copies of a day begin.
const OF_DAY: &str = "day-";
/// How names of copies from before a format begin.
const BEFORE_FORMAT: &str = "before-format-";
const ENDING: &str = ".db";

/// A copy of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// What it is called: "day-2026-07-27".
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// How large it is.
    pub bytes: u64,
}

/// The copies that a project has, the newest first.
///
/// # Errors
/// If the directory can not be read.
pub fn list(project: &Path) -> io::Result<Vec<Backup>> {
    let entries = match fs::read_dir(project.join(BACKUPS)) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut all = Vec::new();
    for entry in entries {
        let (entry, path) = entry.map(|entry| (entry.metadata(), entry.path()))?;
        let name = path.file_name().and_then(|name| name.to_str()?.strip_suffix(ENDING));
        if let (Some(name), Ok(file)) = (name, entry)
            && file.is_file()
            && (name.starts_with(OF_DAY) || name.starts_with(BEFORE_FORMAT))
        {
            all.push(Backup { name: name.to_owned(), bytes: file.len(), path: path.clone() });
        }
    }
    // The day is the end of each name.
    let date =
        |backup: &Backup| backup.name.len().checked_sub(10).and_then(|at| backup.name.get(at..)).map(str::to_owned);
    all.sort_by_key(|backup| std::cmp::Reverse((date(backup), backup.name.clone())));
    Ok(all)
}

/// Copies the database before its tables are brought to `format`.
pub(super) fn keep_before(db: &Connection, project: &Path, format: i64) -> Result<(), Fault> {
    keep(db, project, &format!("{BEFORE_FORMAT}{format}-{}", day(now())))?;
    tidy(project);
    Ok(())
}

fn keep(db: &Connection, project: &Path, name: &str) -> Result<(), Fault> {
    let dir = project.join(BACKUPS);
    let path = dir.join(format!("{name}{ENDING}"));
    if path.exists() {
        return Ok(());
    }
    let failed = |source| Fault::Write { path: dir.clone(), source };
    // Of a project that went away meanwhile nothing comes back.
    if let Err(error) = fs::create_dir(&dir)
        && error.kind() != io::ErrorKind::AlreadyExists
    {
        return Err(failed(error));
    }
    // An empty file is as good as none to SQLite, and one of this name is tidied up should this be cut off.
    let copy = tempfile::NamedTempFile::new_in(&dir).map_err(failed)?.into_temp_path();
    // SQLite takes names as the system does: as bytes.
    db.execute("VACUUM INTO ?1", [ToSqlOutput::Borrowed(ValueRef::Text(&path_bytes(&copy)))])?;
    let synced = move || {
        fs::File::options().write(true).open(&copy)?.sync_all()?;
        copy.persist(&path).map_err(|e| e.error)?;
        sync_dir(&dir)
    };
    synced().map_err(|source| Fault::Write { path: project.join(BACKUPS), source })
}

/// Removes copies that are too many.
fn tidy(project: &Path) {
    let all = match list(project) {
        Ok(all) => all,
        Err(error) => return tracing::warn!(%error, "copies of the database are not tidied up"),
    };
    let (mut n_days, mut n_formats, mut bytes) = (0, 0, 0);
    for backup in all {
        let is_kept = if backup.name.starts_with(OF_DAY) {
            n_days += 1;
            bytes += backup.bytes;
            n_days <= LEAST_DAYS || (n_days <= MOST_DAYS && bytes <= MOST_BYTES)
        } else {
            n_formats += 1;
            n_formats <= MOST_FORMATS
        };
        if !is_kept && let Err(error) = fs::remove_file(&backup.path) {
            tracing::warn!(%error, "an old copy of the database stays");
        }
    }
}

/// Sees to it that the first change of each day is followed by a copy.
#[derive(Debug, Default)]
pub(super) struct Daily {
    /// The day of the copy that was made, or tried, last.
    seen: Option<String>,
    making: Option<JoinHandle<()>>,
}

impl Daily {
    /// Something was changed in the project at `place`.
    pub fn changed(&mut self, project: &Path, place: &Place) {
        let today = day(now());
        if self.seen.as_ref() == Some(&today) {
            return;
        }
        self.wait();
        self.seen = Some(today.clone());
        let (project, place) = (project.to_owned(), place.clone());
        let copy = move || {
            if let Err(error) = keep_day(&project, &place, &today) {
                tracing::warn!(%error, "no copy of the database was made today");
            }
        };
        let started = std::thread::Builder::new().name("gleaner-backup".into()).spawn(copy);
        self.making = started.inspect_err(|error| tracing::warn!(%error, "no copy of the database")).ok();
    }

    /// Until a copy that is being made is there.
    pub fn wait(&mut self) {
        if self.making.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("a copy of the database panicked");
        }
    }
}

fn keep_day(project: &Path, place: &Place, today: &str) -> Result<(), StoreError> {
    let name = format!("{OF_DAY}{today}");
    if project.join(BACKUPS).join(format!("{name}{ENDING}")).exists() {
        return Ok(());
    }
    let size = fs::metadata(project.join(DATABASE)).map_or(0, |file| file.len());
    if crate::room::free_bytes(project).is_some_and(|free| free < 2 * size + SPARE_BYTES) {
        tracing::warn!("no copy of the database was made today: the disk is nearly full");
        return Ok(());
    }
    place.check()?;
    let (reading, _) = connection::open_as_it_is(project)?;
    keep(&reading.db, project, &name).map_err(|fault| fault.at(project))?;
    tidy(project);
    Ok(())
}
