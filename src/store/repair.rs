//! Putting right what can be put right in the database, behind the writer's lock and after a copy was made.
//!
//! It decides nothing: callers say which rows are wrong. Each call is one transaction.

use super::connection::{self, with_suffix};
use super::error::{Fault, StoreError};
use super::journal::{JournalEntry, parts};
use super::layout::DATABASE;
use super::links;
use super::lock::WriterLock;
use super::packs::sync_dir;
use super::project::Store;
use super::run_row::RunRow;
use super::{blob, journal, json, runs, schema};
use crate::clustering::settings::{Preset, RunSettings};
use crate::curation::labels::Assignment;
use crate::ids::{ImageId, RunId};
use crate::strings::Told;
use rusqlite::Connection;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a copy of the database before a repair is called.
pub const BACKUP: &str = "project.db.before-repair";

/// The writer's lock of a project that is not open yet.
pub struct Claim {
    path: PathBuf,
    lock: WriterLock,
}

impl Claim {
    /// Takes the lock, so that nobody changes what is looked at.
    ///
    /// # Errors
    /// [`StoreError`]: another process writes to it; there is no project.
    pub fn take(path: &Path) -> Result<Self, StoreError> {
        let path = std::path::absolute(path).map_err(|source| StoreError::Read { path: path.to_owned(), source })?;
        if !path.join(DATABASE).exists() {
            return Err(connection::why_none(&path));
        }
        links::check(&path)?;
        Ok(Self { lock: WriterLock::take(&path)?, path })
    }

    /// Copies the database as it is, byte by byte and with its log, and opens it for writing. Gives the copy's path too.
    ///
    /// # Errors
    /// [`StoreError`]; without a copy nothing is opened.
    pub fn open(self) -> Result<(Store, PathBuf), StoreError> {
        let copy = self.copy_aside()?;
        Ok((Store::open_claimed(self.path, self.lock)?, copy))
    }

    /// Puts a copy of the database in its place, after the one that is there was copied aside; gives where that is. Stopped at any
    /// moment, the project has the one or the other.
    ///
    /// # Errors
    /// [`StoreError`]: the copy is no whole database of a project; the disk.
    pub fn restore(self, backup: &Path) -> Result<PathBuf, StoreError> {
        let making = tempfile::Builder::new().prefix(".tmp").tempdir_in(&self.path);
        let making = making.map_err(|source| StoreError::Write { path: self.path.clone(), source })?;
        let (database, whole) = (self.path.join(DATABASE), making.path().join(DATABASE));
        let write = |source| StoreError::Write { path: database.clone(), source };
        copy_file(backup, &whole).map_err(write)?;
        // Opening it brings its tables up to date and reads of it what is read of every project. That one is thrown away: what lies
        // beside the database, which older tables need to come up to date, is not there.
        let problems = Store::open_copy(making.path())?.problems()?;
        if let Some(why) = problems.into_iter().next() {
            return Err(StoreError::Damaged { path: backup.to_owned(), why });
        }
        copy_file(backup, &whole).map_err(write)?;
        let aside = self.copy_aside()?;
        // Without its log the database that goes must be whole, should this be stopped before the other one is in its place.
        connection::take_in_log(&self.path)?;
        // The log is of the database that goes, and would be played onto the one that comes.
        for suffix in ["-wal", "-shm", "-journal"] {
            match fs::remove_file(with_suffix(&database, suffix)) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(write(e)),
                _ => {}
            }
        }
        sync_dir(&self.path).map_err(write)?;
        fs::rename(&whole, &database).map_err(write)?;
        sync_dir(&self.path).map_err(write)?;
        Ok(aside)
    }

    fn copy_aside(&self) -> Result<PathBuf, StoreError> {
        let database = self.path.join(DATABASE);
        let copy = copy_name(&self.path);
        let write = |source| StoreError::Write { path: copy.clone(), source };
        copy_file(&database, &copy).map_err(write)?;
        let log = with_suffix(&database, "-wal");
        if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
            copy_file(&log, &with_suffix(&copy, "-wal")).map_err(write)?;
        }
        sync_dir(&self.path).map_err(write)?;
        Ok(copy)
    }
}

/// Removes a copy that [`Claim::open`] made and nobody will need, since nothing was changed.
///
/// # Errors
/// [`StoreError::Write`].
pub fn remove_copy(copy: &Path) -> Result<(), StoreError> {
    for path in [copy, &with_suffix(copy, "-wal")] {
        match fs::remove_file(path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(StoreError::Write { path: path.to_owned(), source });
            }
            _ => {}
        }
    }
    Ok(())
}

/// A name that no earlier copy has: those are kept.
fn copy_name(project: &Path) -> PathBuf {
    let numbered = (2..).map(|n| project.join(format!("{BACKUP}.{n}")));
    let mut names = std::iter::once(project.join(BACKUP)).chain(numbered);
    names.find(|path| !path.exists()).expect("numbers do not end")
}

fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    fs::File::options().write(true).open(to)?.sync_all()
}

impl Store {
    fn repair(&mut self, change: impl FnOnce(&Connection) -> Result<(), Fault>) -> Result<(), StoreError> {
        self.write(|store| {
            let transaction = store.db.transaction()?;
            change(&transaction)?;
            Ok(transaction.commit()?)
        })
    }

    /// Whether any row was changed since it was opened.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.db.total_changes() > 0
    }

    /// Builds all indices anew from the rows.
    ///
    /// # Errors
    /// [`StoreError`], for instance if rows are damaged too.
    pub fn rebuild_indices(&mut self) -> Result<(), StoreError> {
        self.repair(|db| Ok(db.execute_batch("REINDEX")?))
    }

    /// Rows that share their path with another one stop being at it: they wait as missing until their content is seen.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn leave_paths(&mut self, rows: &[ImageId]) -> Result<(), StoreError> {
        self.repair(|db| {
            // An index that let two rows have one path can not be trusted to find them.
            db.execute_batch("DROP INDEX IF EXISTS images_by_path")?;
            for row in rows {
                db.execute("UPDATE images SET presence = 'missing' WHERE id = ?1", [row.0])?;
            }
            Ok(db.execute_batch(schema::IMAGES_BY_PATH)?)
        })
    }

    /// Rows forget whose place they took.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn clear_replaces(&mut self, rows: &[ImageId]) -> Result<(), StoreError> {
        self.repair(|db| {
            for row in rows {
                db.execute("UPDATE images SET replaces = NULL WHERE id = ?1", [row.0])?;
            }
            Ok(())
        })
    }

    /// Rows that can not be read keep their number and path alone, as of files that are gone: labels hang on the number,
    /// and the next look at the folder reads the file.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn empty_images(&mut self, rows: &[i64]) -> Result<(), StoreError> {
        let columns = [
            "links",
            "ctime_ns",
            "replaces",
            "reason",
            "width",
            "height",
            "content_hash",
            "perceptual_hash",
            "thumbnail_segment",
            "thumbnail_offset",
            "thumbnail_length",
            "thumbnail_checksum",
            "tile_segment",
            "tile_offset",
            "tile_length",
            "tile_checksum",
            "tile_width",
            "tile_height",
        ];
        let cleared: String = columns.map(|column| format!(", {column} = NULL")).concat();
        self.repair(|db| {
            for row in rows {
                let empty = format!("UPDATE images SET presence = 'missing', status = 'gone'{cleared} WHERE id = ?1");
                db.execute(&empty, [row])?;
            }
            Ok(())
        })
    }

    /// Takes entries out of the journal and puts others in the places of some.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn correct_journal(&mut self, removed: &[i64], replaced: &[(i64, JournalEntry)]) -> Result<(), StoreError> {
        self.repair(|db| {
            for seq in removed {
                db.execute("DELETE FROM journal WHERE seq = ?1", [seq])?;
            }
            for (seq, entry) in replaced {
                let (kind, bytes) = parts(entry);
                let checksum = journal::checksum(kind, &bytes);
                let replace = "UPDATE journal SET kind = ?2, bytes = ?3, checksum = ?4 WHERE seq = ?1";
                db.execute(replace, (seq, kind, bytes, checksum))?;
            }
            Ok(())
        })
    }

    /// Removes epochs and predictions of runs that have no row.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn remove_orphans(&mut self) -> Result<(), StoreError> {
        self.repair(|db| {
            db.execute_batch(
                "DELETE FROM epochs WHERE run NOT IN (SELECT id FROM runs);
                 DELETE FROM predictions WHERE run NOT IN (SELECT id FROM runs);",
            )
            .map_err(Fault::from)
        })
    }

    /// Makes the row of a run readable: what can not be read in it becomes what the balanced preset says, or empty.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn reset_run(&mut self, run: RunId, note: Told) -> Result<(), StoreError> {
        let settings = json::settings_to_text(&RunSettings::preset(Preset::Balanced));
        self.repair(|db| {
            let settings = settings?;
            let select = format!("SELECT {} FROM runs WHERE id = ?1", runs::COLUMNS);
            let is_readable = || -> Result<bool, Fault> {
                let mut statement = db.prepare(&select)?;
                let mut rows = statement.query([run.0])?;
                Ok(rows.next()?.is_some_and(|row| runs::run_row(row).is_ok()))
            };
            let notes = json::notes_to_text(&[note]).map_err(|e| Fault::unknown(format!("run {run}"), &e))?;
            // The least first: settings tell how the clusters came about.
            let values = [
                ("notes", Some(notes.as_str())),
                ("stages", Some("[]")),
                ("proposed", None),
                ("content", None),
                ("base_clusters", None),
                // Which it is is not known any more; that there is one is.
                ("base", Some("0")),
                ("settings", Some(settings.as_str())),
            ];
            for (column, value) in values {
                if is_readable()? {
                    break;
                }
                db.execute(&format!("UPDATE runs SET {column} = ?2 WHERE id = ?1"), (run.0, value))?;
            }
            if !is_readable()? {
                let state =
                    "UPDATE runs SET state = iif(EXISTS (SELECT 1 FROM predictions WHERE run = ?1), 'done', 'failed')
                    WHERE id = ?1";
                db.execute(state, [run.0])?;
            }
            Ok(())
        })
    }

    /// Removes the epochs of a run that can not be read.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn remove_unreadable_epochs(&mut self, run: RunId) -> Result<(), StoreError> {
        self.repair(|db| {
            let mut unreadable = Vec::new();
            let mut statement = db.prepare("SELECT rowid, metrics FROM epochs WHERE run = ?1")?;
            let mut rows = statement.query([run.0])?;
            while let Some(row) = rows.next()? {
                let text = row.get_ref(1)?.as_str().ok();
                if text.is_none_or(|text| json::epoch_from_text(text).is_err()) {
                    unreadable.push(row.get::<_, i64>(0)?);
                }
            }
            for id in unreadable {
                db.execute("DELETE FROM epochs WHERE rowid = ?1", [id])?;
            }
            Ok(())
        })
    }

    /// Puts the kept assignment of a run in the place of what is there, or takes the run for failed without one.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn restore_assignment(&mut self, run: &RunRow, assignment: Option<&Assignment>) -> Result<(), StoreError> {
        self.repair(|db| {
            db.execute("DELETE FROM predictions WHERE run = ?1", [run.id.0])?;
            match assignment {
                Some(assignment) => {
                    runs::insert_predictions(db, run.id, run.kept.as_ref().map(|kept| &kept.stage), assignment)
                }
                None => Ok(db.execute("UPDATE runs SET state = 'failed' WHERE id = ?1", [run.id.0]).map(|_| ())?),
            }
        })
    }

    /// Sets the images that a run was begun with.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn set_run_images(&mut self, run: RunId, images: &[ImageId]) -> Result<(), StoreError> {
        let blob = blob::to_blob(images.iter().map(|id| id.0.to_le_bytes()));
        self.repair(|db| Ok(db.execute("UPDATE runs SET images = ?2 WHERE id = ?1", (run.0, blob)).map(|_| ())?))
    }

    /// Adds a note to a run.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn add_note(&mut self, run: &RunRow, note: Told) -> Result<(), StoreError> {
        let notes: Vec<Told> = run.notes.iter().cloned().chain([note]).collect();
        let notes = json::notes_to_text(&notes).map_err(|e| Fault::unknown(format!("run {}", run.id), &e));
        self.repair(|db| Ok(db.execute("UPDATE runs SET notes = ?2 WHERE id = ?1", (run.id.0, notes?)).map(|_| ())?))
    }
}
