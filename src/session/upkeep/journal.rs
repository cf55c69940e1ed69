//! Which entries of a journal can be kept, and what the others did to those after them.
//!
//! An entry that can not be read was a change all the same: the undo that follows took *it* back, not the change before, and
//! the points that people went to counted it. So all entries are played with a place held for what is lost, and steps back
//! and forth are put so that what remains is in force at the end as it was. Nothing is written here.

use crate::curation::edit::EditError;
use crate::curation::history::History;
use crate::curation::labels::{Assignment, RunAssignments};
use crate::ids::RunId;
use crate::store::project::{JournalEntry, RawEntry};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Assignments by run.
#[derive(Default)]
pub struct Assignments(pub BTreeMap<RunId, Arc<Assignment>>);

impl RunAssignments for Assignments {
    fn assignment(&self, run: RunId) -> Option<Arc<Assignment>> {
        self.0.get(&run).cloned()
    }
}

/// What came out of playing a journal.
#[derive(Debug, Default)]
pub struct Played {
    /// Entries that can not be kept, by number, and why.
    pub lost: Vec<(i64, String)>,
    /// Steps that only concern what is lost.
    pub idle: Vec<i64>,
    /// Steps that count what is lost, and how they are without it.
    pub recounted: Vec<(i64, JournalEntry)>,
}

impl Played {
    /// Whether all entries fit.
    pub fn is_whole(&self) -> bool {
        self.lost.is_empty()
    }
}

/// Changes as people counted them: whether each is still known.
#[derive(Default)]
struct Counted {
    done: Vec<bool>,
    /// The last is the next to be made again.
    undone: Vec<bool>,
}

impl Counted {
    fn change(&mut self, is_known: bool) {
        self.done.push(is_known);
        self.undone.clear();
    }

    fn n_known(&self) -> usize {
        self.done.iter().filter(|is_known| **is_known).count()
    }

    fn go_to(&mut self, n_done: usize) {
        while self.done.len() > n_done {
            self.undone.extend(self.done.pop());
        }
        while self.done.len() < n_done {
            let Some(next) = self.undone.pop() else { break };
            self.done.push(next);
        }
    }
}

/// Plays a journal from beginning to end.
pub fn play(entries: &[RawEntry], runs: &Assignments) -> Played {
    let (mut history, mut counted, mut played) = (History::default(), Counted::default(), Played::default());
    for raw in entries {
        if let Err(why) = step(raw, runs, &mut history, &mut counted, &mut played) {
            played.lost.push((raw.seq, why));
        }
    }
    played
}

fn step(
    raw: &RawEntry,
    runs: &Assignments,
    history: &mut History,
    counted: &mut Counted,
    played: &mut Played,
) -> Result<(), String> {
    let words = |error: EditError| error.to_string();
    let entry = match &raw.entry {
        Ok(entry) => entry,
        Err(why) => {
            if raw.may_be_edit() {
                counted.change(false);
            }
            return Err(why.clone());
        }
    };
    let target = match entry {
        JournalEntry::Edit(edit) => {
            let applied = history.apply(edit.clone(), runs).map_err(words);
            counted.change(applied.is_ok());
            return applied;
        }
        JournalEntry::Undo => counted.done.len().saturating_sub(1),
        JournalEntry::Redo => (counted.done.len() + 1).min(counted.done.len() + counted.undone.len()),
        JournalEntry::GoTo(n_done) => *n_done as usize,
    };
    let n_all = counted.done.len() + counted.undone.len();
    if target > n_all {
        return Err(words(EditError::NoSuchPoint(n_all)));
    }
    let is_counted = counted.done.iter().chain(&counted.undone).all(|is_known| *is_known);
    let before = (counted.done.len(), counted.n_known());
    counted.go_to(target);
    let n_known = counted.n_known();
    if n_known == before.1 && !is_counted {
        played.idle.push(raw.seq);
        return Ok(());
    }
    if let Err(error) = history.go_to(n_known, runs) {
        counted.go_to(before.0);
        return Err(words(error));
    }
    if let JournalEntry::GoTo(n_done) = entry
        && *n_done as usize != n_known
    {
        played.recounted.push((raw.seq, JournalEntry::GoTo(n_known as u32)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curation::edit::Edit;
    use crate::ids::{ClusterId, ImageId};

    fn raw(seq: i64, entry: JournalEntry) -> RawEntry {
        let kind = if matches!(entry, JournalEntry::Edit(_)) { "edit" } else { "undo" };
        RawEntry { seq, kind: kind.into(), bytes: vec![1], words: String::new(), written: 0, entry: Ok(entry) }
    }

    fn class(id: u32) -> JournalEntry {
        let images = vec![ImageId(id)];
        JournalEntry::Edit(Edit::NewCluster { id: ClusterId(id), name: format!("c{id}"), images })
    }

    fn journal(entries: Vec<JournalEntry>) -> Vec<RawEntry> {
        (1..).zip(entries).map(|(seq, entry)| raw(seq, entry)).collect()
    }

    fn break_entry(entries: &mut [RawEntry], seq: i64) {
        entries[seq as usize - 1].entry = Err("torn".into());
    }

    /// What is left when lost and idle entries are taken out and steps recounted.
    fn kept(entries: &[RawEntry], played: &Played) -> Vec<RawEntry> {
        let mut kept = entries.to_vec();
        kept.retain(|raw| !played.idle.contains(&raw.seq) && played.lost.iter().all(|(seq, _)| *seq != raw.seq));
        for raw in &mut kept {
            if let Some((_, entry)) = played.recounted.iter().find(|(seq, _)| *seq == raw.seq) {
                raw.entry = Ok(entry.clone());
            }
        }
        kept
    }

    fn names(entries: &[RawEntry]) -> Vec<u32> {
        let mut history = History::default();
        for raw in entries {
            let runs = Assignments::default();
            match raw.entry.clone().expect("readable") {
                JournalEntry::Edit(edit) => history.apply(edit, &runs).expect("fits"),
                JournalEntry::Undo => assert!(history.undo()),
                JournalEntry::Redo => assert!(history.redo(&runs).expect("fits")),
                JournalEntry::GoTo(n) => assert!(history.go_to(n as usize, &runs).expect("fits")),
            }
        }
        history.labels().clusters().map(|cluster| cluster.id.0).collect()
    }

    #[test]
    fn a_whole_journal_is_left_alone() {
        let entries = journal(vec![class(1), class(2), JournalEntry::Undo, JournalEntry::Redo, JournalEntry::GoTo(1)]);
        let played = play(&entries, &Assignments::default());
        assert!(played.is_whole() && played.idle.is_empty() && played.recounted.is_empty(), "{played:?}");
    }

    #[test]
    fn the_undo_of_a_lost_change_does_not_take_back_another_one() {
        let mut entries = journal(vec![class(1), class(2), JournalEntry::Undo, class(3)]);
        break_entry(&mut entries, 2);
        let played = play(&entries, &Assignments::default());
        assert_eq!((played.lost.len(), &played.idle[..]), (1, &[3][..]));
        assert_eq!(names(&kept(&entries, &played)), [1, 3]);
    }

    #[test]
    fn points_are_counted_without_what_is_lost() {
        let mut entries = journal(vec![class(1), class(2), class(3), JournalEntry::GoTo(2), JournalEntry::Redo]);
        break_entry(&mut entries, 1);
        let played = play(&entries, &Assignments::default());
        assert_eq!(played.recounted, [(4, JournalEntry::GoTo(1))]);
        let kept = kept(&entries, &played);
        assert_eq!(names(&kept), [2, 3]);
        assert!(play(&kept, &Assignments::default()).is_whole());
    }

    #[test]
    fn what_hangs_on_a_lost_change_is_lost_with_it() {
        let rename = JournalEntry::Edit(Edit::Rename { cluster: ClusterId(1), name: "x".into() });
        let mut entries = journal(vec![class(1), rename, class(2)]);
        break_entry(&mut entries, 1);
        let played = play(&entries, &Assignments::default());
        assert_eq!(played.lost.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(names(&kept(&entries, &played)), [2]);
    }
}
