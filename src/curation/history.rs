//! Undo and redo without end: all changes that were ever made, with the labels at the point where the history is.
//!
//! A change that is made after others were taken back begins a branch; those are set aside and can be gone to. See
//! [`super::tree`] for the branches.

use super::delta::Delta;
use super::edit::{Edit, EditError, Topic};
use super::labels::{Cluster, Label, Labels, RunAssignments};
use super::tree::Tree;
use crate::ids::{ImageId, Point, RunId};
use crate::strings::Told;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What holds at a point, counted over the changes that lead to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    n_to_learn: usize,
    has_placed: bool,
    is_edited_by_person: bool,
}

impl Tally {
    fn after(self, edit: &Edit) -> Self {
        Self {
            n_to_learn: match edit {
                Edit::AdoptRun { .. } => 0,
                _ => self.n_to_learn + usize::from(edit.is_lesson()),
            },
            has_placed: self.has_placed || matches!(edit, Edit::Place { .. }),
            is_edited_by_person: self.is_edited_by_person || edit.is_by_person(),
        }
    }
}

/// One change that was made.
struct Revision {
    /// What it replaced, while it is in force; else what it brings.
    delta: Delta,
    words: Told,
    tally: Tally,
    about: Topic,
    takes: Option<RunId>,
    written: Option<i64>,
}

/// A change that was computed and is not in force yet: [`History::commit`] takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    delta: Delta,
    words: Told,
    tally: Tally,
    about: Topic,
    takes: Option<RunId>,
    /// The point that it was computed at.
    at: Point,
}

impl Prepared {
    /// What it does.
    #[must_use]
    pub fn words(&self) -> &Told {
        &self.words
    }
}

/// Where a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The labels are as it left them, or as later changes did.
    InForce,
    /// It was taken back; redo, or several, make it again.
    TakenBack,
    /// It was taken back, and then another change was made or gone to: it is on another branch.
    SetAside,
}

/// One change of a history, as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The point right after it.
    pub point: Point,
    /// The point that it was made at.
    pub before: Point,
    /// Of all changes that were made there, it is the one that was in force last: redo leads to it from there.
    pub is_next: bool,
    /// What it does.
    pub words: Told,
    /// Whether it is in force.
    pub standing: Standing,
    /// Unix seconds at which it was made; None where that was not kept.
    pub written: Option<i64>,
    /// What it is about, to show a picture of it.
    pub about: Topic,
    /// The run whose clusters it takes, if it does that.
    pub takes: Option<RunId>,
}

/// Labels, what led to them, and all that was taken back.
#[derive(Default)]
pub struct History {
    labels: Labels,
    tree: Tree,
    /// The first stands for the point 1.
    revisions: Vec<Revision>,
}

impl History {
    /// The labels now.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Makes a change; what was taken back before is set aside.
    ///
    /// # Errors
    /// [`EditError`], and nothing is changed.
    pub fn apply(&mut self, edit: &Edit, runs: &dyn RunAssignments) -> Result<(), EditError> {
        let prepared = self.prepare(edit, runs)?;
        self.commit(prepared);
        Ok(())
    }

    /// Computes a change, if it can be made and would change anything.
    ///
    /// # Errors
    /// Those of [`History::apply`], and [`EditError::NothingToDo`].
    pub fn check(&self, edit: &Edit, runs: &dyn RunAssignments) -> Result<Prepared, EditError> {
        let prepared = self.prepare(edit, runs)?;
        // An undo that takes back nothing is a riddle; another run's clusters are news even where they are the same.
        if prepared.delta.is_nothing(&self.labels) { Err(EditError::NothingToDo) } else { Ok(prepared) }
    }

    fn prepare(&self, edit: &Edit, runs: &dyn RunAssignments) -> Result<Prepared, EditError> {
        Ok(Prepared {
            delta: self.labels.delta(edit, runs)?,
            words: edit.describe(&self.labels),
            tally: self.tally().after(edit),
            about: edit.topic(),
            takes: match edit {
                Edit::AdoptRun { run, .. } => Some(*run),
                _ => None,
            },
            at: self.now(),
        })
    }

    /// Puts a change into force.
    ///
    /// # Panics
    /// If the history has moved on since the change was computed.
    pub fn commit(&mut self, prepared: Prepared) {
        let Prepared { delta, words, tally, about, takes, at } = prepared;
        assert_eq!(at, self.now(), "the change was computed elsewhere");
        self.revisions.push(Revision { delta, words, tally, about, takes, written: None });
        let point = self.tree.grow();
        self.swap(point);
    }

    /// Says when the newest change was made, in Unix seconds; zero is what a journal says that does not know.
    pub fn date(&mut self, written: i64) {
        if let Some(newest) = self.revisions.last_mut() {
            newest.written = Some(written).filter(|written| *written > 0);
        }
    }

    /// The labels as a change would leave them, without making it.
    ///
    /// # Errors
    /// Those of [`History::apply`].
    pub fn preview(&self, edit: &Edit, runs: &dyn RunAssignments) -> Result<Labels, EditError> {
        let mut delta = self.labels.delta(edit, runs)?;
        let mut after = self.labels.clone();
        after.swap(&mut delta);
        Ok(after)
    }

    /// Takes back the last change; false if there is none.
    pub fn undo(&mut self) -> bool {
        self.tree.undo().inspect(|to| self.jump(*to)).is_some()
    }

    /// Makes the last change that was taken back again; false if there is none.
    pub fn redo(&mut self) -> bool {
        self.tree.redo().inspect(|to| self.jump(*to)).is_some()
    }

    /// Where the history is.
    #[must_use]
    pub fn now(&self) -> Point {
        self.tree.now()
    }

    /// The points of all changes, on whatever branch.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// What the change right before a point does; None at the beginning.
    #[must_use]
    pub fn words(&self, point: Point) -> Option<&Told> {
        self.revision(point).map(|revision| &revision.words)
    }

    /// What undo would take back.
    #[must_use]
    pub fn undo_words(&self) -> Option<&Told> {
        self.words(self.now())
    }

    /// What redo would make again.
    #[must_use]
    pub fn redo_words(&self) -> Option<&Told> {
        self.words(self.tree.redo()?)
    }

    /// Takes back and makes again until the labels are as they were at a point, on whatever branch; false if they are already.
    ///
    /// # Errors
    /// [`EditError::NoSuchPoint`], and nothing is changed.
    pub fn go_to(&mut self, point: Point) -> Result<bool, EditError> {
        let is_elsewhere = self.tree.find(point)? != self.now();
        self.jump(point);
        Ok(is_elsewhere)
    }

    /// The labels, as they are now, of all images that are another one somewhere on the way to a point.
    ///
    /// # Errors
    /// [`EditError::NoSuchPoint`].
    pub fn on_the_way(&self, to: Point) -> Result<BTreeMap<ImageId, Label>, EditError> {
        let (tree, now) = (&self.tree, self.now());
        let common = tree.common(now, tree.find(to)?);
        let way = tree.way(common, now).into_iter().chain(tree.way(common, to));
        let images = way.filter_map(|point| self.revision(point)).flat_map(|revision| revision.delta.images());
        Ok(images.map(|image| (image, self.labels.label(image))).collect())
    }

    fn jump(&mut self, to: Point) {
        let common = self.tree.common(self.now(), to);
        while self.now() != common {
            self.swap(self.now());
            self.tree.leave();
        }
        for point in self.tree.way(common, to) {
            self.swap(point);
            self.tree.enter(point);
        }
    }

    /// Makes or takes back the change right before a point.
    fn swap(&mut self, point: Point) {
        self.labels.swap(&mut self.revisions[point.0 as usize - 1].delta);
    }

    fn revision(&self, point: Point) -> Option<&Revision> {
        self.revisions.get((point.0 as usize).checked_sub(1)?)
    }

    fn tally(&self) -> Tally {
        self.revision(self.now()).map(|revision| revision.tally).unwrap_or_default()
    }

    /// All changes that were ever made, in the order in which they were made.
    #[must_use]
    pub fn made(&self) -> Vec<Made> {
        let mut standings = vec![Standing::SetAside; self.revisions.len() + 1];
        for point in self.tree.way(Point::BEGINNING, self.now()) {
            standings[point.0 as usize] = Standing::InForce;
        }
        let mut last = self.now();
        while let Some(next) = self.tree.next(last) {
            standings[next.0 as usize] = Standing::TakenBack;
            last = next;
        }
        let made = |(n, revision): (u32, &Revision)| {
            let point = Point(n);
            let before = self.tree.before(point);
            Made {
                point,
                before,
                is_next: self.tree.next(before) == Some(point),
                words: revision.words.clone(),
                standing: standings[n as usize],
                written: revision.written,
                about: revision.about,
                takes: revision.takes,
            }
        };
        (1..).zip(&self.revisions).map(made).collect()
    }

    /// Clusters as they were before another change, or as they would be if one were made again; of the newest changes first.
    pub fn former_clusters(&self) -> impl Iterator<Item = &Arc<Cluster>> {
        self.revisions.iter().rev().flat_map(|revision| revision.delta.clusters())
    }

    /// Changes in force since a run was taken last that say which images belong together.
    #[must_use]
    pub fn n_to_learn(&self) -> usize {
        self.tally().n_to_learn
    }

    /// Whether new images were placed, by an edit that is in force.
    #[must_use]
    pub fn has_placed(&self) -> bool {
        self.tally().has_placed
    }

    /// Whether a person changed anything that is in force; adopting a run alone and placing new images do not count.
    #[must_use]
    pub fn is_edited_by_person(&self) -> bool {
        self.tally().is_edited_by_person
    }
}
