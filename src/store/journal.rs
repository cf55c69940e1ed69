//! The journal: everything that people did, one row a change, only ever appended to.
//!
//! It applies nothing; [`crate::curation::history`] does.

use super::connection::now;
use super::error::{Fault, StoreError};
use super::project::Store;
use crate::curation::edit::Edit;
use rusqlite::Row;
use rusqlite::types::ValueRef;

/// One row of the append-only journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalEntry {
    /// A change.
    Edit(Edit),
    /// Took back the last change in force.
    Undo,
    /// Made the last undone change again.
    Redo,
    /// Took back or made again until so many changes were in force.
    GoTo(u32),
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
}

impl RawEntry {
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
        self.read_journal().map_err(|fault| fault.at(&self.path))
    }

    fn read_journal(&self) -> Result<Vec<JournalEntry>, Fault> {
        let mut statement = self.db.prepare_cached("SELECT seq, kind, bytes FROM journal ORDER BY seq")?;
        let mut rows = statement.query([])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            let (seq, kind): (i64, String) = (row.get(0)?, row.get(1)?);
            let bytes = row.get_ref(2)?.as_blob().map_err(|e| Fault::Damaged(e.to_string()))?;
            let unknown = |why: String| Fault::unknown(format!("entry {seq} of the journal"), &why);
            entries.push(decode(&kind, bytes).map_err(unknown)?);
        }
        Ok(entries)
    }

    /// Appends to the journal, with what it does in words for whoever reads the table; durable (synced) when it
    /// returns.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is appended.
    pub fn append(&mut self, entry: &JournalEntry, words: &str) -> Result<(), StoreError> {
        self.write_entry(entry, words).map_err(|fault| fault.at(&self.path))
    }

    fn write_entry(&self, entry: &JournalEntry, words: &str) -> Result<(), Fault> {
        let (kind, bytes) = parts(entry);
        let mut insert =
            self.db.prepare_cached("INSERT INTO journal (kind, bytes, words, written) VALUES (?1, ?2, ?3, ?4)")?;
        insert.execute((kind, bytes, words, now()))?;
        Ok(())
    }
}

/// Kind and content of an entry, as they are stored.
pub(super) fn parts(entry: &JournalEntry) -> (&'static str, Vec<u8>) {
    match entry {
        JournalEntry::Edit(edit) => (EDIT, edit.to_bytes()),
        JournalEntry::Undo => (UNDO, Vec::new()),
        JournalEntry::Redo => (REDO, Vec::new()),
        JournalEntry::GoTo(n_done) => (GO_TO, n_done.to_le_bytes().to_vec()),
    }
}

/// What [`parts`] made, or what does not fit.
fn decode(kind: &str, bytes: &[u8]) -> Result<JournalEntry, String> {
    Ok(match kind {
        EDIT => JournalEntry::Edit(Edit::from_bytes(bytes).map_err(|e| e.to_string())?),
        UNDO => JournalEntry::Undo,
        REDO => JournalEntry::Redo,
        GO_TO => JournalEntry::GoTo(u32::from_le_bytes(bytes.try_into().map_err(|_| "no number")?)),
        other => return Err(format!("`{other}`")),
    })
}

/// A row of `seq, kind, bytes, words, written`, however little of it is what it should be.
pub(super) fn raw_entry(row: &Row) -> Result<RawEntry, Fault> {
    let bytes = |column| -> Result<Vec<u8>, Fault> {
        Ok(match row.get_ref(column)? {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
            _ => Vec::new(),
        })
    };
    let text = |column| bytes(column).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let (kind, bytes) = (text(1)?, bytes(2)?);
    let entry = decode(&kind, &bytes);
    Ok(RawEntry { seq: row.get(0)?, kind, bytes, words: text(3)?, written: row.get(4).unwrap_or_default(), entry })
}
