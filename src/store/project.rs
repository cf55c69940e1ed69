//! The project directory: `project.db`, `pixels/`, `runs/<id>/` and `writer.lock`.
//!
//! It opens and finds; rows are read and written by `images`, `journal` and `runs`. Each call sees the newest committed
//! state, so a reader beside a writer should read the journal before the runs that it names.

use super::backups::Daily;
use super::connection::{self, Reading, path_bytes, path_from_bytes};
use super::error::{Fault, StoreError};
use super::layout::{DATABASE, PIXELS, RUNS};
use super::links;
use super::lock::WriterLock;
use super::place::Place;
use super::results::RunArrays;
use crate::ids::RunId;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A project directory: the database and the paths of everything beside it.
pub struct Store {
    pub(super) path: PathBuf,
    folder: PathBuf,
    made: i64,
    /// Of one that may write.
    place: Option<Place>,
    daily: Daily,
    // Fields are dropped in this order: the database is closed before the next writer may come.
    pub(super) db: Connection,
    _lock: Option<WriterLock>,
    _copy: Option<TempDir>,
}

impl Store {
    /// Opens the project at `path` for writing, or makes it for `folder`. Takes the writer's lock. A `folder` that
    /// differs from the stored one takes its place. Relative paths are taken from the working directory.
    ///
    /// # Errors
    /// [`StoreError`]: another process writes to it; not a project; a newer schema; the disk.
    pub fn open(path: &Path, folder: Option<&Path>) -> Result<Self, StoreError> {
        let path = absolute(path)?;
        let folder = folder.map(absolute).transpose()?;
        links::check(&path)?;
        let has_database = || path.join(DATABASE).exists();
        if !has_database() {
            if folder.is_none() {
                return Err(connection::why_none(&path));
            }
            connection::check_empty(&path)?;
            fs::create_dir_all(&path).map_err(|source| StoreError::Write { path: path.clone(), source })?;
        }
        let lock = WriterLock::take(&path)?;
        if let Some(folder) = folder.as_ref().filter(|_| !has_database()) {
            connection::create(&path, &path_bytes(folder))?;
        }
        let mut store = Self::open_claimed(path, lock)?;
        match folder {
            Some(folder) if folder != store.folder => store.set_folder(&folder)?,
            _ => {}
        }
        Ok(store)
    }

    /// Opens what the lock was taken of.
    pub(super) fn open_claimed(path: PathBuf, lock: WriterLock) -> Result<Self, StoreError> {
        links::part(&path)?;
        let db = connection::open_writer(&path)?;
        let (folder, made) = about(&db).map_err(|fault| fault.at(&path))?;
        let place = Some(Place::of(&path));
        Ok(Self { path, folder, made, place, daily: Daily::default(), db, _lock: Some(lock), _copy: None })
    }

    /// Opens a database that lies alone in a directory, as a copy that is to be looked into.
    pub(super) fn open_copy(dir: &Path) -> Result<Self, StoreError> {
        Self::open_claimed(dir.to_owned(), WriterLock::take(dir)?)
    }

    /// Opens the project at `path` for reading only, beside a writer; changes nothing on disk. (SQLite may leave empty
    /// files beside the database, which the next writer removes.)
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let path = absolute(path)?;
        if !path.join(DATABASE).exists() {
            return Err(connection::why_none(&path));
        }
        links::check(&path)?;
        let Reading { db, copy } = connection::open_reader(&path)?;
        let (folder, made) = about(&db).map_err(|fault| fault.at(&path))?;
        Ok(Self { path, folder, made, place: None, daily: Daily::default(), db, _lock: None, _copy: copy })
    }

    /// Whether the project at `path` could be opened for writing now: nobody writes to it, and a file can be made there. Costs little
    /// and leaves nothing.
    ///
    /// # Errors
    /// [`StoreError`]: why not.
    pub fn try_writing(path: &Path) -> Result<(), StoreError> {
        let write = |source| StoreError::Write { path: path.to_owned(), source };
        let _lock = WriterLock::take(path)?;
        // The database is not opened for it: closing it again would take the locks of those of this process that read it.
        if fs::metadata(path.join(DATABASE)).map_err(write)?.permissions().readonly() {
            return Err(write(io::ErrorKind::PermissionDenied.into()));
        }
        let mut probe = tempfile::Builder::new().prefix(".tmp").tempfile_in(path).map_err(write)?;
        probe.write_all(&[0; 4096]).and_then(|()| probe.as_file().sync_all()).map_err(write)
    }

    /// The photo folder of the project at `path`, without opening all of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn folder_of(path: &Path) -> Result<PathBuf, StoreError> {
        Ok(Self::about(path)?.0)
    }

    /// The photo folder of the project at `path`, and the Unix seconds at which it was made, without opening all of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn about(path: &Path) -> Result<(PathBuf, i64), StoreError> {
        let path = absolute(path)?;
        if !path.join(DATABASE).exists() {
            return Err(connection::why_none(&path));
        }
        links::check(&path)?;
        let (reading, _) = connection::open_as_it_is(&path)?;
        about(&reading.db).map_err(|fault| fault.at(&path))
    }

    /// The `.gleaner` directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The photo folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Unix seconds at which the project was made.
    #[must_use]
    pub fn made(&self) -> i64 {
        self.made
    }

    /// Sets the photo folder (it was moved).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_folder(&mut self, folder: &Path) -> Result<(), StoreError> {
        let folder = absolute(folder)?;
        self.write(|store| Ok(store.db.execute("UPDATE meta SET folder = ?1", [path_bytes(&folder)])?))?;
        self.folder = folder;
        Ok(())
    }

    /// Where it was opened, of a project that is open for writing: who writes beside the database asks it before.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// Makes a change to the database, and to nothing else than the project that was opened: every change goes through here.
    pub(super) fn write<T>(&mut self, change: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, StoreError> {
        self.place.as_ref().map_or(Ok(()), Place::check)?;
        let changed = change(self).map_err(|fault| fault.at(&self.path))?;
        self.place.as_ref().map_or(Ok(()), Place::check_written)?;
        Ok(changed)
    }

    /// Something that people did was written: the first of each day is followed by a copy of the database.
    pub(super) fn note_day(&mut self) {
        if let Some(place) = &self.place {
            self.daily.changed(&self.path, place);
        }
    }

    /// Where the packs lie: `pixels/`.
    #[must_use]
    pub fn pixels_dir(&self) -> PathBuf {
        self.path.join(PIXELS)
    }

    /// Where a run keeps its files: `runs/<id>/`.
    #[must_use]
    pub fn run_dir(&self, run: RunId) -> PathBuf {
        self.path.join(RUNS).join(run.to_string())
    }

    /// Copies the database as it is now into one file, without what was removed; works beside a writer.
    ///
    /// # Errors
    /// [`StoreError`], for instance if the disk is full; `to` must not be there.
    pub fn copy_database(&self, to: &Path) -> Result<(), StoreError> {
        // SQLite takes names as the system does: as bytes.
        let to = path_bytes(to);
        let copied = self.db.execute("VACUUM INTO ?1", [ToSqlOutput::Borrowed(ValueRef::Text(&to))]);
        copied.map_err(|e| Fault::from(e).at(&self.path)).map(|_| ())
    }

    /// Gives the room of what was removed from the database back to the disk.
    ///
    /// # Errors
    /// [`StoreError`], for instance if there is no room for the copy that this takes; nothing is changed then.
    pub fn shrink_database(&mut self) -> Result<(), StoreError> {
        self.write(|store| {
            store.db.execute_batch("VACUUM")?;
            // Readers beside keep the log from being emptied, which is no failure.
            let _: i64 = store.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            Ok(())
        })
    }

    /// The large arrays of a finished run.
    ///
    /// # Errors
    /// [`StoreError`], for instance if the file is gone.
    pub fn arrays(&self, run: RunId) -> Result<RunArrays, StoreError> {
        RunArrays::load(&self.run_dir(run))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.daily.wait();
        // SQLite tidies up by name: of a project that was replaced it would take the other one's log away.
        if self.place.as_ref().is_some_and(|place| place.check().is_err()) {
            let kept = self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
            kept.map_or_else(|error| tracing::warn!(%error, "the log is tidied up"), |_| ());
        }
    }
}

#[cfg(test)]
impl Store {
    /// Damages the database of a project that nobody opens as one, for the same.
    pub fn damage_at(project: &Path, statements: &str) {
        let db = Connection::open(project.join(DATABASE)).expect("a database");
        db.execute_batch(statements).expect("a statement of a test");
    }

    /// Damages the database, for tests of what becomes of it.
    pub fn damage(&self, statements: &str) {
        let defensive = DbConfig::SQLITE_DBCONFIG_DEFENSIVE;
        self.db.set_db_config(defensive, false).expect("a setting of a test");
        self.db.execute_batch(statements).expect("a statement of a test");
    }
}

/// Survives a change of the working directory.
fn absolute(path: &Path) -> Result<PathBuf, StoreError> {
    std::path::absolute(path).map_err(|source| StoreError::Read { path: path.to_owned(), source })
}

/// The photo folder, and when the project was made.
fn about(db: &Connection) -> Result<(PathBuf, i64), Fault> {
    let stored = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?));
    let (folder, made) = db.query_row("SELECT folder, created FROM meta", [], stored)?;
    Ok((path_from_bytes(&folder), made))
}
