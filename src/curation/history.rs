//! Undo and redo without end: labels with the list of changes in force.

use super::edit::{Edit, EditError};
use super::labels::{Inverse, Labels, RunAssignments};

struct Done {
    edit: Edit,
    inverse: Inverse,
    words: String,
}

/// Labels, what led to them, and what was taken back.
#[derive(Default)]
pub struct History {
    labels: Labels,
    done: Vec<Done>,
    undone: Vec<(Edit, String)>,
}

impl History {
    /// The labels now.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Makes a change; what was taken back before can no longer be made again.
    ///
    /// # Errors
    /// [`EditError`], and nothing is changed.
    pub fn apply(&mut self, edit: Edit, runs: &dyn RunAssignments) -> Result<(), EditError> {
        let words = edit.describe(&self.labels);
        let inverse = self.labels.apply(&edit, runs)?;
        self.done.push(Done { edit, inverse, words });
        self.undone.clear();
        Ok(())
    }

    /// Whether a change could be made and would change anything, without making it.
    ///
    /// # Errors
    /// Those of [`History::apply`], and [`EditError::NothingToDo`].
    pub fn check(&self, edit: &Edit, runs: &dyn RunAssignments) -> Result<(), EditError> {
        let after = self.preview(edit, runs)?;
        // An undo that takes back nothing is a riddle; another run's clusters are news even where they are the same.
        if after == self.labels { Err(EditError::NothingToDo) } else { Ok(()) }
    }

    /// The labels as a change would leave them, without making it.
    ///
    /// # Errors
    /// Those of [`History::apply`].
    pub fn preview(&self, edit: &Edit, runs: &dyn RunAssignments) -> Result<Labels, EditError> {
        let mut after = self.labels.clone();
        after.apply(edit, runs)?;
        Ok(after)
    }

    /// Takes back the last change; false if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(Done { edit, inverse, words }) = self.done.pop() else { return false };
        self.labels.revert(inverse);
        self.undone.push((edit, words));
        true
    }

    /// Makes the last change that was taken back again; false if there is none.
    ///
    /// # Errors
    /// As [`History::apply`]: the run may be gone.
    pub fn redo(&mut self, runs: &dyn RunAssignments) -> Result<bool, EditError> {
        let Some((edit, words)) = self.undone.last().cloned() else { return Ok(false) };
        let inverse = self.labels.apply(&edit, runs)?;
        self.undone.pop();
        self.done.push(Done { edit, inverse, words });
        Ok(true)
    }

    /// How many changes are in force.
    #[must_use]
    pub fn n_done(&self) -> usize {
        self.done.len()
    }

    /// What undo would take back.
    #[must_use]
    pub fn undo_words(&self) -> Option<&str> {
        self.done.last().map(|done| done.words.as_str())
    }

    /// What redo would make again.
    #[must_use]
    pub fn redo_words(&self) -> Option<&str> {
        self.undone.last().map(|(_, words)| words.as_str())
    }

    /// Takes back or makes again until the first `n_done` changes of all that are known are in force; false if they are
    /// already.
    ///
    /// # Errors
    /// As [`History::redo`], and [`EditError::NoSuchPoint`], and nothing is changed.
    pub fn go_to(&mut self, n_done: usize, runs: &dyn RunAssignments) -> Result<bool, EditError> {
        let (now, n_all) = (self.done.len(), self.done.len() + self.undone.len());
        if n_done > n_all {
            return Err(EditError::NoSuchPoint(n_all));
        }
        while self.done.len() > n_done {
            self.undo();
        }
        while self.done.len() < n_done {
            if let Err(error) = self.redo(runs) {
                while self.done.len() > now {
                    self.undo();
                }
                return Err(error);
            }
        }
        Ok(n_done != now)
    }

    /// All changes in force, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<String> {
        self.done.iter().map(|done| done.words.clone()).collect()
    }

    /// What was taken back and can be made again, what comes next first.
    #[must_use]
    pub fn undone(&self) -> Vec<String> {
        self.undone.iter().rev().map(|(_, words)| words.clone()).collect()
    }

    /// Changes in force since a run was taken last that say which images belong together.
    #[must_use]
    pub fn n_to_learn(&self) -> usize {
        let since = self.done.iter().rev().take_while(|done| !matches!(done.edit, Edit::AdoptRun { .. }));
        since.filter(|done| done.edit.is_lesson()).count()
    }

    /// Whether new images were placed, by an edit that is in force.
    #[must_use]
    pub fn has_placed(&self) -> bool {
        self.done.iter().any(|done| matches!(done.edit, Edit::Place { .. }))
    }

    /// Whether a person changed anything that is in force; adopting a run alone and placing new images do not count.
    #[must_use]
    pub fn is_edited_by_person(&self) -> bool {
        self.done.iter().any(|done| done.edit.is_by_person())
    }
}
