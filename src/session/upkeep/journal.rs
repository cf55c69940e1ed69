//! Which entries of a journal can be kept, and what the others did to those after them.
//!
//! An entry that can not be read was a change all the same: the undo that follows took *it* back, not the change before, and
//! the points that people went to counted it. So all entries are played with a place held for what is lost, on whatever branch,
//! and steps back and forth are put so that what remains is in force at the end as it was. Nothing is written here.

use crate::curation::edit::EditError;
use crate::curation::history::History;
use crate::curation::labels::{Assignment, RunAssignments};
use crate::curation::tree::Tree;
use crate::ids::{Point, RunId};
use crate::store::{JournalEntry, RawEntry};
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

/// The history as people saw it, with places for what is lost.
#[derive(Default)]
struct Seen {
    tree: Tree,
    /// Of each change, the point right after it among those that are known; None: it is lost.
    known: Vec<Option<Point>>,
}

impl Seen {
    fn change(&mut self, known: Option<Point>) {
        self.tree.grow();
        self.known.push(known);
    }

    fn is_whole(&self) -> bool {
        self.known.iter().all(Option::is_some)
    }

    /// Where what is known was at a point.
    fn known(&self, mut point: Point) -> Point {
        while point != Point::BEGINNING {
            if let Some(known) = self.known[point.0 as usize - 1] {
                return known;
            }
            point = self.tree.before(point);
        }
        point
    }
}

/// Plays a journal from beginning to end.
pub fn play(entries: &[RawEntry], runs: &dyn RunAssignments) -> Played {
    let (mut history, mut seen, mut played) = (History::default(), Seen::default(), Played::default());
    for raw in entries {
        if let Err(why) = step(raw, runs, &mut history, &mut seen, &mut played) {
            played.lost.push((raw.seq, why));
        }
    }
    played
}

fn step(
    raw: &RawEntry,
    runs: &dyn RunAssignments,
    history: &mut History,
    seen: &mut Seen,
    played: &mut Played,
) -> Result<(), String> {
    let words = |error: EditError| error.to_string();
    let entry = match &raw.entry {
        Ok(entry) => entry,
        Err(why) => {
            if raw.may_be_edit() {
                seen.change(None);
            }
            return Err(why.clone());
        }
    };
    if let JournalEntry::Edit(edit) = entry {
        let applied = history.apply(edit, runs).map_err(words);
        seen.change(applied.is_ok().then(|| history.now()));
        return applied;
    }
    let Some(target) = entry.target(&seen.tree).map_err(words)? else { return Ok(()) };
    seen.tree.go_to(target);
    let known = seen.known(target);
    if known == history.now() && !seen.is_whole() {
        played.idle.push(raw.seq);
        return Ok(());
    }
    // What the step would do in a journal without what is lost.
    if entry.target(history.tree()) != Ok(Some(known)) {
        played.recounted.push((raw.seq, JournalEntry::going_to(known, history.tree()).map_err(words)?));
    }
    history.go_to(known).map_err(words)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curation::edit::Edit;
    use crate::ids::{ClusterId, ImageId};
    use proptest::prelude::*;

    fn raw(seq: i64, entry: JournalEntry) -> RawEntry {
        let kind = if matches!(entry, JournalEntry::Edit(_)) { "edit" } else { "undo" };
        let (kind, entry) = (kind.into(), Ok(entry));
        RawEntry { seq, kind, bytes: vec![1], words: String::new(), written: 0, entry, is_as_written: true }
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
            let entry = raw.entry.as_ref().expect("readable");
            assert!(entry.replay(&mut history, &Assignments::default()).expect("fits"), "{entry:?}");
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
    fn a_branch_is_gone_to_whatever_is_lost_beside_it() {
        let cross = |n| JournalEntry::Cross(Point(n));
        let branch = || [class(4), class(5), cross(3), cross(4)];
        let whole =
            || journal([class(1), class(2), class(3), JournalEntry::GoTo(1)].into_iter().chain(branch()).collect());
        assert!(play(&whole(), &Assignments::default()).is_whole());
        assert_eq!(names(&whole()), [1, 4]);
        for (lost, seq, recounted, now) in [
            // What was on the way to the branch.
            (2, 7, cross(2), vec![1, 4]),
            // The first change of the branch that is in force at the end.
            (5, 8, JournalEntry::GoTo(1), vec![1]),
        ] {
            let mut entries = whole();
            break_entry(&mut entries, lost);
            let played = play(&entries, &Assignments::default());
            assert!(played.recounted.iter().any(|(at, entry)| (*at, entry) == (seq, &recounted)), "{played:?}");
            let kept = kept(&entries, &played);
            assert_eq!(names(&kept), now, "{played:?}");
            assert!(play(&kept, &Assignments::default()).is_whole());
        }
    }

    #[test]
    fn redo_goes_to_the_branch_that_was_left_whatever_is_lost_on_it() {
        let undo = || JournalEntry::Undo;
        // 1, then 2 and 3, then back to 1, then 4, back to 1 by way of the change that is lost, and forth to 3.
        let mut entries = journal(vec![
            class(1),
            class(2),
            class(3),
            undo(),
            undo(),
            class(4),
            undo(),
            JournalEntry::Cross(Point(2)),
            JournalEntry::Redo,
        ]);
        assert_eq!(names(&entries), [1, 2, 3]);
        break_entry(&mut entries, 2);
        let played = play(&entries, &Assignments::default());
        let kept = kept(&entries, &played);
        assert_eq!(names(&kept), [1, 3], "{played:?}");
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

    /// What a session writes when a person makes changes, goes back and forth and to other branches.
    fn written(acts: &[(u8, f64)]) -> Vec<RawEntry> {
        let (mut history, mut entries) = (History::default(), Vec::new());
        for (kind, share) in acts {
            let newest = history.tree().newest().0;
            let entry = match kind {
                0..4 => class(newest + 1),
                4 | 5 if history.tree().undo().is_some() => JournalEntry::Undo,
                6 if history.tree().redo().is_some() => JournalEntry::Redo,
                7.. => {
                    let point = Point((f64::from(newest + 1) * share) as u32);
                    JournalEntry::going_to(point, history.tree()).expect("it is there")
                }
                _ => continue,
            };
            if entry.replay(&mut history, &Assignments::default()).expect("fits") {
                entries.push(entry);
            }
        }
        journal(entries)
    }

    proptest! {
        #[test]
        fn what_is_known_is_in_force_as_it_was_on_whatever_branch(
            acts in prop::collection::vec((0..9u8, 0.0..1.0f64), 1..40),
            lost in prop::collection::btree_set(1..40u32, 0..5),
        ) {
            let mut entries = written(&acts);
            let whole = names(&entries);
            let is_lost = |raw: &RawEntry| match &raw.entry {
                Ok(JournalEntry::Edit(Edit::NewCluster { id, .. })) => lost.contains(&id.0),
                _ => false,
            };
            let broken: Vec<i64> = entries.iter().filter(|raw| is_lost(raw)).map(|raw| raw.seq).collect();
            for seq in &broken {
                break_entry(&mut entries, *seq);
            }
            let played = play(&entries, &Assignments::default());
            prop_assert_eq!(played.lost.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), broken);
            let kept = kept(&entries, &played);
            let again = play(&kept, &Assignments::default());
            prop_assert!(again.is_whole() && again.idle.is_empty() && again.recounted.is_empty(), "{:?}", again);
            let known: Vec<u32> = whole.into_iter().filter(|id| !lost.contains(id)).collect();
            prop_assert_eq!(names(&kept), known);
        }
    }
}
