//! The answers of a person on their way to the engine: what each asks of it, which of them it has, and how the last is taken
//! back. Nothing here waits or draws.
//!
//! A person goes on before the engine has answered. An undo takes back the last change whatever it is, so it waits until all
//! answers before it are known to be in force or refused.

use super::sheet::Sheet;
use crate::gui::frame::Said;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Answer, Change, ClusterView, Edit, Purity, Request};
use crate::strings::say;
use std::collections::VecDeque;

/// Steps that can be gone back, one after the other.
const N_KEPT: usize = 1000;

/// Where an image is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the queue of what is most useful.
    Queue,
    /// In the random sample of this cluster.
    Sample(ClusterId),
    /// Among all that is open of this cluster, the least sure first.
    Clean(ClusterId),
}

/// The image that is asked about, and the cluster that the question names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which image.
    pub image: ImageId,
    /// None: it is in no cluster.
    pub cluster: Option<ClusterId>,
}

/// The changes that an answer asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// In their order.
    pub edits: Vec<Change>,
    /// Images of the sample that it speaks of, and how many of them are right.
    pub counts: (usize, usize),
}

/// What was asked before, to be shown again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// Where it was asked.
    pub place: Place,
    /// The image, or the first of the sheet.
    pub asked: Asked,
    /// The sheet, if several images were asked about at once.
    pub sheet: Option<Sheet>,
}

impl Said {
    /// What to ask of the engine.
    ///
    /// # Errors
    /// In words, what can not be said of an image that is in no cluster.
    pub fn changes(&self, place: Place, asked: Asked) -> Result<Changes, &'static str> {
        let Asked { image, cluster } = asked;
        let is_sample = matches!(place, Place::Sample(_));
        let counts = |is_right| if is_sample { (1, usize::from(is_right)) } else { (0, 0) };
        let judge = |cluster, answer| Change::Edit(Edit::Judge { cluster, image, answer, is_sample });
        let one = |edit, is_right| Ok(Changes { edits: vec![edit], counts: counts(is_right) });
        let images = vec![image];
        match (self, cluster) {
            (Self::Right, Some(own)) => one(judge(own, Answer::Right), true),
            (Self::Cluster(id), Some(own)) if *id == own => one(judge(own, Answer::Right), true),
            (Self::Cluster(id), Some(own)) => one(judge(own, Answer::Other(*id)), false),
            (Self::Cluster(id), None) => one(Change::Edit(Edit::Move { images, to: Some(*id) }), true),
            (Self::New(name), Some(own)) if is_sample => {
                // The sample has to know that it was wrong here.
                let new = Change::NewCluster { images, name: name.clone() };
                Ok(Changes { edits: vec![judge(own, Answer::Wrong), new], counts: counts(false) })
            }
            (Self::New(name), _) => one(Change::NewCluster { images, name: name.clone() }, false),
            (Self::Wrong, Some(own)) => one(judge(own, Answer::Wrong), false),
            (Self::Junk, Some(own)) => one(judge(own, Answer::Junk), false),
            (Self::Junk, None) => one(Change::Edit(Edit::Junk { images }), false),
            (Self::Right, None) => Err(say!("review-in-no-group")),
            (Self::Wrong, None) => Err(say!("review-nothing-to-deny")),
        }
    }
}

impl Returned {
    /// One image that was asked about alone.
    pub fn single(place: Place, asked: Asked) -> Self {
        Self { place, asked, sheet: None }
    }

    /// The images that it asked about, in order.
    pub fn images(&self) -> Vec<ImageId> {
        self.sheet.as_ref().map_or_else(|| vec![self.asked.image], |sheet| sheet.images.clone())
    }

    fn n_images(&self) -> usize {
        self.sheet.as_ref().map_or(1, |sheet| sheet.images.len())
    }

    /// Whether it asked about this image.
    fn is_about(&self, image: ImageId) -> bool {
        self.asked.image == image || self.sheet.as_ref().is_some_and(|sheet| sheet.images.contains(&image))
    }
}

/// One answer, or what was passed over.
struct Step {
    id: u64,
    what: Returned,
    counts: (usize, usize),
    /// Changes that are in force or on their way.
    n_edits: usize,
    /// Of these, on their way.
    n_waiting: usize,
    /// Undos on their way.
    n_undos: usize,
}

/// The answers since the window was opened.
#[derive(Default)]
pub struct Answers {
    /// The last [`N_KEPT`] or so.
    trail: VecDeque<Step>,
    /// Taken back, until the engine has done it.
    undone: Vec<Step>,
    outbox: VecDeque<(u64, Request)>,
    n_sent: usize,
    n_ids: u64,
    n_answered: usize,
    /// Steps of the trail with changes on their way.
    n_on_way: usize,
    /// So many steps at the beginning are older than a change by something else.
    n_fixed: usize,
}

impl Answers {
    /// An answer was given.
    pub fn push(&mut self, what: Returned, changes: Changes) {
        let n = changes.edits.len();
        self.step(what, changes.counts, n);
        let id = self.n_ids;
        self.outbox.extend(changes.edits.into_iter().map(|edit| (id, Request::Edit(edit))));
    }

    /// It was passed over.
    pub fn skip(&mut self, what: Returned) {
        self.step(what, (0, 0), 0);
    }

    fn step(&mut self, what: Returned, counts: (usize, usize), n: usize) {
        self.n_ids += 1;
        self.n_answered += if n > 0 { what.n_images() } else { 0 };
        self.n_on_way += usize::from(n > 0);
        self.trail.push_back(Step { id: self.n_ids, what, counts, n_edits: n, n_waiting: n, n_undos: 0 });
        if self.trail.len() > N_KEPT && self.trail.front().is_some_and(|step| step.n_waiting == 0) {
            self.trail.pop_front();
            self.n_fixed = self.n_fixed.saturating_sub(1);
        }
    }

    /// Steps with changes on their way: they are among the last.
    fn on_way(&self) -> impl Iterator<Item = &Step> {
        self.trail.iter().rev().filter(|step| step.n_waiting > 0).take(self.n_on_way)
    }

    /// Takes the last step back; gives what was asked.
    ///
    /// # Errors
    /// In words, why there is none to be taken back.
    pub fn back(&mut self) -> Result<Returned, &'static str> {
        let is_fixed = self.trail.len() <= self.n_fixed;
        match self.trail.back() {
            None => return Err(say!("review-back.none")),
            Some(last) if is_fixed && last.n_edits > 0 => {
                return Err(say!("review-back-too-late"));
            }
            Some(_) => (),
        }
        let Some(step) = self.trail.pop_back() else { return Err(say!("review-back.none")) };
        self.n_fixed = self.n_fixed.min(self.trail.len());
        let what = step.what.clone();
        self.outbox.extend((0..step.n_edits).map(|_| (step.id, Request::Undo)));
        if step.n_edits > 0 {
            self.n_answered -= what.n_images();
            self.n_on_way -= usize::from(step.n_waiting > 0);
            self.undone.push(step);
        }
        Ok(what)
    }

    /// Whether the last change is an answer that can be taken back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.trail.len() > self.n_fixed && self.trail.back().is_some_and(|step| step.n_edits > 0)
    }

    /// Whether there is a step to go back to.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.trail.is_empty()
    }

    /// What can be sent now, each with the number of its answer for [`Answers::note_end`].
    pub fn take_requests(&mut self) -> Vec<(u64, Request)> {
        let mut taken = Vec::new();
        while let Some((id, request)) = self.outbox.front() {
            if matches!(request, Request::Undo) {
                if self.n_sent > 0 {
                    break;
                }
                let step = self.undone.iter_mut().find(|step| step.id == *id && step.n_edits > 0);
                let Some(step) = step else {
                    // It was refused: there is nothing to take back.
                    self.outbox.pop_front();
                    continue;
                };
                step.n_edits -= 1;
                step.n_undos += 1;
            }
            self.n_sent += 1;
            taken.extend(self.outbox.pop_front());
        }
        taken
    }

    /// The engine has done or refused a request; gives what to show again if an answer was refused.
    pub fn note_end(&mut self, id: u64, is_done: bool) -> Option<Returned> {
        self.n_sent = self.n_sent.saturating_sub(1);
        if let Some(at) = self.undone.iter().position(|step| step.id == id) {
            let step = &mut self.undone[at];
            if step.n_waiting > 0 {
                step.n_waiting -= 1;
                step.n_edits -= usize::from(!is_done);
            } else {
                step.n_undos = step.n_undos.saturating_sub(1);
            }
            if step.n_edits + step.n_undos == 0 {
                self.undone.remove(at);
            }
            return None;
        }
        let at = self.trail.iter().rposition(|step| step.id == id)?;
        let step = &mut self.trail[at];
        if step.n_waiting > 0 {
            step.n_waiting -= 1;
            self.n_on_way -= usize::from(step.n_waiting == 0);
        }
        if is_done {
            return None;
        }
        step.n_edits = step.n_edits.saturating_sub(1);
        let shown = step.what.clone();
        if step.n_edits == 0 {
            self.trail.remove(at);
            self.n_answered -= shown.n_images();
            self.n_fixed -= usize::from(at < self.n_fixed);
        }
        Some(shown)
    }

    /// Something else was changed: what came before can not be taken back from here. Gives the steps whose undo was not
    /// sent yet: they are not taken back, and are in the trail again.
    pub fn note_other_change(&mut self) -> Vec<Returned> {
        self.outbox.retain(|(_, request)| !matches!(request, Request::Undo));
        let (mut kept, mut undone) = (Vec::new(), Vec::new());
        for mut step in std::mem::take(&mut self.undone) {
            if step.n_edits == 0 {
                undone.push(step);
                continue;
            }
            kept.push(step.what.clone());
            if step.n_undos > 0 {
                // One of its two changes is being taken back, the other stays.
                step.n_edits = 0;
                undone.push(step);
                continue;
            }
            self.n_answered += step.what.n_images();
            self.n_on_way += usize::from(step.n_waiting > 0);
            let at = self.trail.partition_point(|other| other.id < step.id);
            self.trail.insert(at, step);
        }
        self.undone = undone;
        self.n_fixed = self.trail.len();
        kept
    }

    /// Whether the engine has all answers.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.n_sent == 0 && self.outbox.is_empty()
    }

    /// Whether an answer about this image is on its way.
    #[must_use]
    pub fn is_on_its_way(&self, image: ImageId) -> bool {
        self.on_way().any(|step| step.what.is_about(image))
    }

    /// Images that were answered.
    #[must_use]
    pub fn n_answered(&self) -> usize {
        self.n_answered
    }

    /// What the sample of a cluster says, with the answers that are still on their way.
    #[must_use]
    pub fn purity(&self, cluster: &ClusterView) -> Purity {
        let here = |step: &&Step| step.what.place == Place::Sample(cluster.id);
        let known = cluster.purity;
        let (mut n, mut n_right) = (known.n, known.n_right);
        for step in self.on_way().filter(here).filter(|step| step.n_waiting == step.n_edits) {
            n += step.counts.0;
            n_right += step.counts.1;
        }
        for step in self.undone.iter().filter(here).filter(|step| step.n_waiting == 0) {
            n = n.saturating_sub(step.counts.0);
            n_right = n_right.saturating_sub(step.counts.1);
        }
        let n_open = cluster.members.len().saturating_sub(cluster.n_confirmed);
        let n_all = known.n_all.max(if known.n == 0 { n_open } else { 0 });
        // Those whose turn has passed are asked about first.
        Purity::with_late(n_right.min(n), n, n_all, known.n_late.saturating_sub(n.saturating_sub(known.n)))
    }
}

#[cfg(test)]
mod tests;
