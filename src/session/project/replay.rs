//! Puts the journal of a project that is opened into force. An entry that can not be read keeps nothing from opening: whatever
//! fits without it, before and after, is in force; it, and what hangs on it, is kept aside in a file of the project and told.
//!
//! An entry of a newer program is no damage: who can not read it does not go on without it.

use super::open::Open;
use crate::curation::history::History;
use crate::session::SessionError;
use crate::session::upkeep::{Played, keep_lost, play};
use crate::store::{JournalEntry, RawEntry, StoreError};
use crate::strings::{Told, told};

impl Open {
    /// Reads the journal, and tells what of it could not be.
    pub(super) fn replay(&mut self) -> Result<Option<Told>, SessionError> {
        let strict = match self.store.dated_journal() {
            Ok(entries) => return self.put_in_force(&entries).map(|()| None),
            Err(error @ (StoreError::Unknown { .. } | StoreError::Damaged { .. })) => error,
            Err(error) => return Err(error.into()),
        };
        let raw = self.store.raw_journal()?;
        if raw.iter().any(RawEntry::is_of_newer) {
            return Err(strict.into());
        }
        let played = play(&raw, &self.assignments());
        self.put_in_force(&kept(&raw, &played))?;
        let n = played.lost.len();
        if self.store.place().is_none() {
            return Ok(Some(told!("journal-left-out", n = n)));
        }
        let file = keep_lost(self.store.path(), &raw, &played)?;
        let removed: Vec<i64> = played.lost.iter().map(|(seq, _)| *seq).chain(played.idle.iter().copied()).collect();
        self.store.correct_journal(&removed, &played.recounted)?;
        tracing::warn!(n, file = %file.display(), "changes that can not be read were kept aside");
        Ok(Some(told!("journal-kept-aside", n = n, file = file.display().to_string())))
    }

    fn put_in_force(&mut self, entries: &[(JournalEntry, i64)]) -> Result<(), SessionError> {
        let mut history = History::default();
        let runs = self.assignments();
        for (entry, written) in entries {
            entry.replay(&mut history, &runs)?;
            if matches!(entry, JournalEntry::Edit(_)) {
                history.date(*written);
            }
        }
        self.history = history;
        Ok(())
    }
}

/// What is left without what is lost, steps being counted without it.
fn kept(raw: &[RawEntry], played: &Played) -> Vec<(JournalEntry, i64)> {
    let is_out = |seq: i64| played.idle.contains(&seq) || played.lost.iter().any(|(lost, _)| *lost == seq);
    let entry = |raw: &RawEntry| {
        let recounted = played.recounted.iter().find(|(seq, _)| *seq == raw.seq).map(|(_, entry)| entry.clone());
        Some((recounted.or_else(|| raw.entry.clone().ok())?, raw.written))
    };
    raw.iter().filter(|raw| !is_out(raw.seq)).filter_map(entry).collect()
}
