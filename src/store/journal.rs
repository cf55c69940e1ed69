//! The journal: everything that people did, one row a change, only ever appended to.
//!
//! It applies nothing; [`crate::curation::history`] does.

use super::connection::now;
use super::error::{Fault, StoreError};
use super::project::Store;
use crate::curation::edit::Edit;

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
            let unknown = |why: &str| Fault::unknown(format!("entry {seq} of the journal"), why);
            entries.push(match kind.as_str() {
                EDIT => {
                    let bytes = row.get_ref(2)?.as_blob().map_err(|e| Fault::Damaged(e.to_string()))?;
                    JournalEntry::Edit(Edit::from_bytes(bytes).map_err(|e| unknown(&e.to_string()))?)
                }
                UNDO => JournalEntry::Undo,
                REDO => JournalEntry::Redo,
                GO_TO => {
                    let bytes = row.get_ref(2)?.as_blob().map_err(|e| Fault::Damaged(e.to_string()))?;
                    let number = bytes.try_into().map_err(|_| unknown("no number"))?;
                    JournalEntry::GoTo(u32::from_le_bytes(number))
                }
                other => return Err(unknown(&format!("`{other}`"))),
            });
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
        let (kind, bytes) = match entry {
            JournalEntry::Edit(edit) => (EDIT, edit.to_bytes()),
            JournalEntry::Undo => (UNDO, Vec::new()),
            JournalEntry::Redo => (REDO, Vec::new()),
            JournalEntry::GoTo(n_done) => (GO_TO, n_done.to_le_bytes().to_vec()),
        };
        let mut insert =
            self.db.prepare_cached("INSERT INTO journal (kind, bytes, words, written) VALUES (?1, ?2, ?3, ?4)")?;
        insert.execute((kind, bytes, words, now()))?;
        Ok(())
    }
}
