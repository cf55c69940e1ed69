//! The journal: everything that people did, one row a change, only ever appended to.
//!
//! What is in force follows from all rows in their order; [`crate::curation::history`] works it out. Nothing is ever cut off: a
//! change after an undo begins a branch, and the rows of the other one stay.
//!
//! - `edit`, with [`Edit::to_bytes`]: makes a change at the point where the history is. Changes are numbered from 1 in the order of
//!   these rows.
//! - `undo`, empty: goes to the point before.
//! - `redo`, empty: goes to the point after, on the branch that was left last.
//! - `goto`, 4 bytes, a `u32`: goes to the point of the present line where so many changes are in force. The present line is what is
//!   in force, and then what redo after redo makes again.
//! - `goto`, 8 bytes, a `u64`: goes to the point right after the change of this number, on whatever branch.
//!
//! Numbers are little-endian.
//!
//! The first form of `goto` is the only one of programs that forgot a branch once another one was begun. It means the same now: their
//! list of changes was the present line. It is still written wherever it can name the point, so that those programs go on reading
//! the journals of all who stay on one line; they refuse the second form as that of a newer program.

use super::bounds::Bounds;
use super::connection::now;
use super::error::{Fault, StoreError};
use super::project::Store;
use crate::curation::edit::{Edit, EditError};
use crate::curation::history::History;
use crate::curation::labels::RunAssignments;
use crate::curation::tree::Tree;
use crate::ids::Point;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// One row of the append-only journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalEntry {
    /// A change.
    Edit(Edit),
    /// Took back the last change in force.
    Undo,
    /// Made the last undone change again.
    Redo,
    /// Took back or made again, on the line of then, until so many changes were in force.
    GoTo(u32),
    /// Went to a point of another branch.
    Cross(Point),
}

impl JournalEntry {
    /// The step that goes to a point.
    ///
    /// # Errors
    /// [`EditError::NoSuchPoint`].
    pub fn going_to(point: Point, tree: &Tree) -> Result<Self, EditError> {
        let place = tree.place_on_line(tree.find(point)?);
        Ok(place.map_or(Self::Cross(point), |n_done| Self::GoTo(n_done as u32)))
    }

    /// Where a step goes; None: it is an edit, or there is nothing to take back or to make again.
    ///
    /// # Errors
    /// [`EditError::NoSuchPoint`].
    pub fn target(&self, tree: &Tree) -> Result<Option<Point>, EditError> {
        match self {
            Self::Edit(_) => Ok(None),
            Self::Undo => Ok(tree.undo()),
            Self::Redo => Ok(tree.redo()),
            Self::GoTo(n_done) => match tree.at(*n_done as usize) {
                None => Err(EditError::NoSuchPoint(tree.n_on_line())),
                there => Ok(there),
            },
            Self::Cross(point) => tree.find(*point).map(Some),
        }
    }

    /// Does to a history what was written; false: it is as it was.
    ///
    /// # Errors
    /// [`EditError`], and nothing is changed.
    pub fn replay(&self, history: &mut History, runs: &dyn RunAssignments) -> Result<bool, EditError> {
        match (self, self.target(history.tree())?) {
            (Self::Edit(edit), _) => history.apply(edit, runs).map(|()| true),
            (_, Some(point)) => history.go_to(point),
            (_, None) => Ok(false),
        }
    }
}

const EDIT: &str = "edit";
const UNDO: &str = "undo";
const REDO: &str = "redo";
const GO_TO: &str = "goto";

/// One row of the journal as it lies in the table, whether it can be read or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawEntry {
    /// Its number.
    pub seq: i64,
    /// The word of its kind.
    pub kind: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// What it did, in the words of then.
    pub words: String,
    /// Unix seconds at which it was written.
    pub written: i64,
    /// What it says, or why that can not be told.
    pub entry: Result<JournalEntry, String>,
    /// Its checksum is that of its content, or there is none to compare with.
    pub is_as_written: bool,
}

impl RawEntry {
    /// Whether it can not be read since a newer program wrote it, as far as can be told: a word, or the number of an edit, that may
    /// come to mean something.
    #[must_use]
    pub fn is_of_newer(&self) -> bool {
        let is_word = !self.kind.is_empty() && self.kind.bytes().all(|byte| byte.is_ascii_lowercase());
        self.is_as_written
            && self.entry.is_err()
            && if self.kind == EDIT {
                Edit::is_of_newer(&self.bytes)
            } else {
                is_word && ![UNDO, REDO, GO_TO].contains(&&*self.kind)
            }
    }

    /// Whether it was, or may have been, a change of labels rather than a step back or forth.
    #[must_use]
    pub fn may_be_edit(&self) -> bool {
        match &self.entry {
            Ok(entry) => matches!(entry, JournalEntry::Edit(_)),
            Err(_) => self.kind == EDIT || (![UNDO, REDO, GO_TO].contains(&&*self.kind) && !self.bytes.is_empty()),
        }
    }
}

impl Store {
    /// The journal, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn journal(&self) -> Result<Vec<JournalEntry>, StoreError> {
        Ok(self.dated_journal()?.into_iter().map(|(entry, _)| entry).collect())
    }

    /// The journal, oldest first, with the Unix seconds at which each entry was written.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn dated_journal(&self) -> Result<Vec<(JournalEntry, i64)>, StoreError> {
        self.read_journal().map_err(|fault| fault.at(&self.path))
    }

    fn read_journal(&self) -> Result<Vec<(JournalEntry, i64)>, Fault> {
        let mut statement =
            self.db.prepare_cached("SELECT seq, kind, bytes, written, checksum FROM journal ORDER BY seq")?;
        let bounds = Bounds::of(&self.db)?;
        let mut rows = statement.query([])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            let (seq, kind): (i64, String) = (row.get(0)?, row.get(1)?);
            let bytes = row.get_ref(2)?.as_blob().map_err(|e| Fault::Damaged(e.to_string()))?;
            let unknown = |why: String| Fault::unknown(format!("entry {seq} of the journal"), &why);
            if !is_as_written(&kind, bytes, checksum_of(row, 4)?) {
                return Err(Fault::Damaged(format!("entry {seq} of the journal: {TURNED}")));
            }
            entries.push((decode(&kind, bytes, bounds).map_err(unknown)?, row.get(3)?));
        }
        Ok(entries)
    }

    /// All rows of the journal, oldest first, whether they can be read or not.
    ///
    /// # Errors
    /// [`StoreError`], if the table can not be gone through.
    pub fn raw_journal(&self) -> Result<Vec<RawEntry>, StoreError> {
        read_raw(&self.db).map_err(|fault| fault.at(&self.path))
    }

    /// Appends to the journal, with what it does in words for whoever reads the table; durable (synced) when it
    /// returns the Unix seconds that it is dated.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is appended.
    pub fn append(&mut self, entry: &JournalEntry, words: &str) -> Result<i64, StoreError> {
        let written = self.write(|store| store.write_entry(entry, words))?;
        self.note_day();
        Ok(written)
    }

    fn write_entry(&self, entry: &JournalEntry, words: &str) -> Result<i64, Fault> {
        let ((kind, bytes), written) = (parts(entry), now());
        let mut insert = self.db.prepare_cached(
            "INSERT INTO journal (kind, bytes, words, written, checksum) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        let checksum = checksum(kind, &bytes);
        match insert.execute((kind, bytes, words, written, checksum))? {
            1 => Ok(written),
            n => Err(rusqlite::Error::StatementChangedRows(n).into()),
        }
    }
}

/// Kind and content of an entry, as they are stored.
pub(super) fn parts(entry: &JournalEntry) -> (&'static str, Vec<u8>) {
    match entry {
        JournalEntry::Edit(edit) => (EDIT, edit.to_bytes()),
        JournalEntry::Undo => (UNDO, Vec::new()),
        JournalEntry::Redo => (REDO, Vec::new()),
        JournalEntry::GoTo(n_done) => (GO_TO, n_done.to_le_bytes().to_vec()),
        JournalEntry::Cross(point) => (GO_TO, u64::from(point.0).to_le_bytes().to_vec()),
    }
}

/// Of what [`parts`] gives: a byte that a disk changed may make another edit of one.
pub(super) fn checksum(kind: &str, bytes: &[u8]) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind.as_bytes()).update(&[0]).update(bytes);
    let mut sum = [0; 8];
    hasher.finalize_xof().fill(&mut sum);
    sum
}

const TURNED: &str = "its bytes are not those that were written";

/// Whether a checksum speaks for an entry. One that has no content is its word alone, and no turned bit makes one of these words
/// of another: there the checksum may be what turned.
fn is_as_written(kind: &str, bytes: &[u8], sum: Option<&[u8]>) -> bool {
    let is_word_alone = [UNDO, REDO].contains(&kind) && bytes.is_empty();
    is_word_alone || sum.is_none_or(|sum| sum == checksum(kind, bytes))
}

/// The checksum in a column; none of entries from before format 4.
fn checksum_of<'r>(row: &'r Row, column: usize) -> Result<Option<&'r [u8]>, Fault> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => None,
        ValueRef::Blob(bytes) => Some(bytes),
        _ => Some(&[]),
    })
}

/// Gives the tables of an older format, which can not be changed, the column that they lack.
pub(super) fn lay_over(db: &Connection) -> Result<(), Fault> {
    db.execute_batch(
        "PRAGMA temp_store = MEMORY;
        CREATE TEMP VIEW journal AS SELECT stored.*, NULL AS checksum FROM main.journal AS stored",
    )?;
    Ok(())
}

/// What [`parts`] made, or what does not fit.
fn decode(kind: &str, bytes: &[u8], bounds: Bounds) -> Result<JournalEntry, String> {
    Ok(match kind {
        EDIT => {
            let edit = Edit::from_bytes(bytes).map_err(|e| e.to_string())?;
            bounds.check_edit(&edit)?;
            JournalEntry::Edit(edit)
        }
        UNDO => JournalEntry::Undo,
        REDO => JournalEntry::Redo,
        GO_TO => going(bytes).ok_or("no point of a history")?,
        other => return Err(format!("`{other}`")),
    })
}

fn going(bytes: &[u8]) -> Option<JournalEntry> {
    if let Ok(n_done) = bytes.try_into() {
        return Some(JournalEntry::GoTo(u32::from_le_bytes(n_done)));
    }
    let number = u64::from_le_bytes(bytes.try_into().ok()?);
    u32::try_from(number).ok().map(|number| JournalEntry::Cross(Point(number)))
}

/// All rows, however little of them is what it should be.
pub(super) fn read_raw(db: &Connection) -> Result<Vec<RawEntry>, Fault> {
    let mut statement = db.prepare("SELECT seq, kind, bytes, words, written, checksum FROM journal ORDER BY seq")?;
    let bounds = Bounds::of(db)?;
    let mut rows = statement.query([])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(raw_entry(row, bounds)?);
    }
    Ok(entries)
}

/// A row of `seq, kind, bytes, words, written, checksum`, however little of it is what it should be.
fn raw_entry(row: &Row, bounds: Bounds) -> Result<RawEntry, Fault> {
    let bytes = |column| -> Result<Vec<u8>, Fault> {
        Ok(match row.get_ref(column)? {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
            _ => Vec::new(),
        })
    };
    let text = |column| bytes(column).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let (kind, bytes) = (text(1)?, bytes(2)?);
    let is_as_written = is_as_written(&kind, &bytes, checksum_of(row, 5)?);
    let entry = if is_as_written { decode(&kind, &bytes, bounds) } else { Err(TURNED.into()) };
    let (seq, words, written) = (row.get(0)?, text(3)?, row.get(4).unwrap_or_default());
    Ok(RawEntry { seq, kind, bytes, words, written, entry, is_as_written })
}
