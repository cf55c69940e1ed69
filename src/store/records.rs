//! Everything in the database, read as far as it can be read: what does not fit is told beside the rest.
//!
//! Opening a project is strict: one row that can not be read stops it, so that nothing is decided on half of what is
//! known. Who looks for damage asks here. It changes nothing, and knows no file beside the database.

use super::error::{Fault, StoreError};
use super::images::ImageRow;
use super::journal::{RawEntry, read_raw};
use super::project::Store;
use super::run_row::RunRow;
use super::{blob, images, json, runs};
use crate::curation::labels::Assignment;
use crate::ids::{ImageId, RunId};
use crate::stage::EpochMetrics;
use rusqlite::Connection;
use rusqlite::types::Value;

/// Complaints of the database about itself that are listed.
const MOST_PROBLEMS: usize = 100;

/// What the tables hold, as of one moment.
#[derive(Debug, Default)]
pub struct Records {
    /// Image rows that can be read, by number.
    pub images: Vec<ImageRow>,
    /// Numbers of those that can not, and why.
    pub unreadable_images: Vec<(i64, String)>,
    /// The highest id that was ever given to an image.
    pub highest_image: i64,
    /// The journal, oldest first.
    pub journal: Vec<RawEntry>,
    /// Runs, oldest first.
    pub runs: Vec<RunRecord>,
    /// Epochs and predictions of runs that have no row.
    pub n_orphans: usize,
}

/// What the tables hold of one run.
#[derive(Debug)]
pub struct RunRecord {
    /// Its id.
    pub id: RunId,
    /// The row, with the epochs that can be read, or why it can not be.
    pub row: Result<RunRow, String>,
    /// Epochs that can not be read.
    pub n_unreadable_epochs: usize,
    /// The images that it was begun with.
    pub images: Result<Vec<ImageId>, String>,
    /// The kept assignment.
    pub assignment: Result<Option<Assignment>, String>,
}

impl Store {
    /// What SQLite finds wrong with the file itself: structure, indices, references. Empty if nothing is.
    ///
    /// # Errors
    /// [`StoreError`], if it can not even be looked at.
    pub fn problems(&self) -> Result<Vec<String>, StoreError> {
        let read = || -> Result<Vec<String>, Fault> {
            let mut statement = self.db.prepare(&format!("PRAGMA integrity_check({MOST_PROBLEMS})"))?;
            let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
            Ok(lines.collect::<Result<Vec<_>, _>>()?.into_iter().filter(|line| line != "ok").collect())
        };
        read().map_err(|fault| fault.at(&self.path))
    }

    /// Reads everything in one transaction, so that it fits together beside a writer.
    ///
    /// # Errors
    /// [`StoreError`], if the file is so damaged that a table can not be gone through.
    pub fn records(&self) -> Result<Records, StoreError> {
        self.read_records().map_err(|fault| fault.at(&self.path))
    }

    fn read_records(&self) -> Result<Records, Fault> {
        let transaction = self.db.unchecked_transaction()?;
        let mut records = Records {
            highest_image: highest(&transaction)?,
            n_orphans: orphans(&transaction)?,
            runs: run_records(&transaction)?,
            ..Records::default()
        };
        let mut statement = transaction.prepare(images::SELECT)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            match images::image_row(row) {
                Ok(image) => records.images.push(image),
                Err(fault) => records.unreadable_images.push((row.get(0)?, why(fault))),
            }
        }
        drop(rows);
        drop(statement);
        records.journal = read_raw(&transaction)?;
        for run in &mut records.runs {
            run.assignment = match self.read_assignment(run.id) {
                Err(Fault::Sql(error)) if error.sqlite_error_code().is_some() => return Err(error.into()),
                read => read.map_err(why),
            };
        }
        Ok(records)
    }
}

fn highest(db: &Connection) -> Result<i64, Fault> {
    let given = db.query_row("SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'images'", [], |row| {
        row.get::<_, Value>(0)
    })?;
    Ok(if let Value::Integer(number) = given { number } else { 0 })
}

fn orphans(db: &Connection) -> Result<usize, Fault> {
    let count = "SELECT (SELECT count(*) FROM epochs WHERE run NOT IN (SELECT id FROM runs)) +
        (SELECT count(*) FROM predictions WHERE run NOT IN (SELECT id FROM runs))";
    Ok(db.query_row(count, [], |row| row.get::<_, i64>(0))? as usize)
}

fn run_records(db: &Connection) -> Result<Vec<RunRecord>, Fault> {
    let mut statement = db.prepare(&format!("SELECT {}, images FROM runs ORDER BY id", runs::COLUMNS))?;
    let mut rows = statement.query([])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        let blob: Vec<u8> = row.get(runs::N_COLUMNS)?;
        let images = blob::from_blob(&blob).map(|ids| ids.map(u32::from_le_bytes).map(ImageId).collect());
        let id: i64 = row.get(0)?;
        let Ok(id) = u32::try_from(id) else {
            return Err(Fault::Damaged(format!("{id} cannot be the number of a run")));
        };
        records.push(RunRecord {
            id: RunId(id),
            row: runs::run_row(row).map_err(why),
            n_unreadable_epochs: 0,
            images: images.map_err(why),
            assignment: Ok(None),
        });
    }
    let mut statement = db.prepare("SELECT run, metrics FROM epochs ORDER BY rowid")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, metrics): (i64, Value) = (row.get(0)?, row.get(1)?);
        let Some(record) = records.iter_mut().find(|record| i64::from(record.id.0) == id) else { continue };
        match (epoch(&metrics), &mut record.row) {
            (Some(epoch), Ok(row)) => row.epochs.push(epoch),
            (Some(_), Err(_)) => {}
            (None, _) => record.n_unreadable_epochs += 1,
        }
    }
    Ok(records)
}

fn epoch(metrics: &Value) -> Option<EpochMetrics> {
    if let Value::Text(text) = metrics { json::epoch_from_text(text).ok() } else { None }
}

/// A fault in words that name no path: whoever tells it knows where.
fn why(fault: Fault) -> String {
    match fault {
        Fault::Damaged(why) => why,
        Fault::Unknown { what, why } => format!("{what}: {why}"),
        Fault::Sql(error) => error.to_string(),
        other => format!("{other:?}"),
    }
}
