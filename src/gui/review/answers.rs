//! The answers of a person on their way to the engine: what each asks of it, which of them it has, and how the last is taken
//! back. Nothing here waits or draws.
//!
//! A person goes on before the engine has answered. An undo takes back the last change whatever it is, so it waits until all
//! answers before it are known to be in force or refused.

use crate::gui::frame::Said;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Answer, Change, ClusterView, Edit, Purity, Request};
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
    edits: Vec<Change>,
    /// What the answer counts as in the sample.
    verdict: Option<bool>,
}

impl Said {
    /// What to ask of the engine.
    ///
    /// # Errors
    /// In words, what can not be said of an image that is in no cluster.
    pub fn changes(&self, place: Place, asked: Asked) -> Result<Changes, &'static str> {
        let Asked { image, cluster } = asked;
        let is_sample = place != Place::Queue;
        let verdict = |is_right| is_sample.then_some(is_right);
        let judge = |cluster, answer| Change::Edit(Edit::Judge { cluster, image, answer, is_sample });
        let one = |edit, is_right| Ok(Changes { edits: vec![edit], verdict: verdict(is_right) });
        let images = vec![image];
        match (self, cluster) {
            (Self::Right, Some(own)) => one(judge(own, Answer::Right), true),
            (Self::Cluster(id), Some(own)) if *id == own => one(judge(own, Answer::Right), true),
            (Self::Cluster(id), Some(own)) => one(judge(own, Answer::Other(*id)), false),
            (Self::Cluster(id), None) => one(Change::Edit(Edit::Move { images, to: Some(*id) }), true),
            (Self::New(name), Some(own)) if is_sample => {
                // The sample has to know that it was wrong here.
                let new = Change::NewCluster { images, name: name.clone() };
                Ok(Changes { edits: vec![judge(own, Answer::Wrong), new], verdict: Some(false) })
            }
            (Self::New(name), _) => one(Change::NewCluster { images, name: name.clone() }, false),
            (Self::Wrong, Some(own)) => one(judge(own, Answer::Wrong), false),
            (Self::Junk, Some(own)) => one(judge(own, Answer::Junk), false),
            (Self::Junk, None) => one(Change::Edit(Edit::Junk { images }), false),
            (Self::Right, None) => Err("It is in no cluster yet: choose one by its number, or look one up with /."),
            (Self::Wrong, None) => Err("It is in no cluster: there is nothing to say no to."),
        }
    }
}

/// One answer, or an image that was passed over.
struct Step {
    id: u64,
    place: Place,
    asked: Asked,
    verdict: Option<bool>,
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
    pub fn push(&mut self, place: Place, asked: Asked, changes: Changes) {
        let n = changes.edits.len();
        self.step(place, asked, changes.verdict, n);
        let id = self.n_ids;
        self.outbox.extend(changes.edits.into_iter().map(|edit| (id, Request::Edit(edit))));
    }

    /// An image was passed over.
    pub fn skip(&mut self, place: Place, asked: Asked) {
        self.step(place, asked, None, 0);
    }

    fn step(&mut self, place: Place, asked: Asked, verdict: Option<bool>, n: usize) {
        self.n_ids += 1;
        self.n_answered += usize::from(n > 0);
        self.n_on_way += usize::from(n > 0);
        self.trail.push_back(Step { id: self.n_ids, place, asked, verdict, n_edits: n, n_waiting: n, n_undos: 0 });
        if self.trail.len() > N_KEPT && self.trail.front().is_some_and(|step| step.n_waiting == 0) {
            self.trail.pop_front();
            self.n_fixed = self.n_fixed.saturating_sub(1);
        }
    }

    /// Steps with changes on their way: they are among the last.
    fn on_way(&self) -> impl Iterator<Item = &Step> {
        self.trail.iter().rev().filter(|step| step.n_waiting > 0).take(self.n_on_way)
    }

    /// Takes the last step back; gives where it was and what was asked.
    ///
    /// # Errors
    /// In words, why there is none to be taken back.
    pub fn back(&mut self) -> Result<(Place, Asked), &'static str> {
        let is_fixed = self.trail.len() <= self.n_fixed;
        match self.trail.back() {
            None => return Err("There is no image before this one."),
            Some(last) if is_fixed && last.n_edits > 0 => {
                return Err("Something else was changed since that answer: undo takes changes back one by one.");
            }
            Some(_) => (),
        }
        let Some(step) = self.trail.pop_back() else { return Err("There is no image before this one.") };
        self.n_fixed = self.n_fixed.min(self.trail.len());
        let asked = (step.place, step.asked);
        self.outbox.extend((0..step.n_edits).map(|_| (step.id, Request::Undo)));
        if step.n_edits > 0 {
            self.n_answered -= 1;
            self.n_on_way -= usize::from(step.n_waiting > 0);
            self.undone.push(step);
        }
        Ok(asked)
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
    pub fn note_end(&mut self, id: u64, is_done: bool) -> Option<(Place, Asked)> {
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
        let shown = (step.place, step.asked);
        if step.n_edits == 0 {
            self.trail.remove(at);
            self.n_answered -= 1;
            self.n_fixed -= usize::from(at < self.n_fixed);
        }
        Some(shown)
    }

    /// Something else was changed: what came before can not be taken back from here. Gives the steps whose undo was not
    /// sent yet: they are not taken back, and are in the trail again.
    pub fn note_other_change(&mut self) -> Vec<(Place, Asked)> {
        self.outbox.retain(|(_, request)| !matches!(request, Request::Undo));
        let (mut kept, mut undone) = (Vec::new(), Vec::new());
        for mut step in std::mem::take(&mut self.undone) {
            if step.n_edits == 0 {
                undone.push(step);
                continue;
            }
            kept.push((step.place, step.asked));
            if step.n_undos > 0 {
                // One of its two changes is being taken back, the other stays.
                step.n_edits = 0;
                undone.push(step);
                continue;
            }
            self.n_answered += 1;
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
        self.on_way().any(|step| step.asked.image == image)
    }

    /// Images that were answered.
    #[must_use]
    pub fn n_answered(&self) -> usize {
        self.n_answered
    }

    /// What the sample of a cluster says, with the answers that are still on their way.
    #[must_use]
    pub fn purity(&self, cluster: &ClusterView) -> Purity {
        let here = |step: &&Step| step.place == Place::Sample(cluster.id);
        let known = cluster.purity;
        let (mut n, mut n_right) = (known.n, known.n_right);
        for step in self.on_way().filter(here).filter(|step| step.n_waiting == step.n_edits) {
            n += usize::from(step.verdict.is_some());
            n_right += usize::from(step.verdict == Some(true));
        }
        for step in self.undone.iter().filter(here).filter(|step| step.n_waiting == 0) {
            n = n.saturating_sub(usize::from(step.verdict.is_some()));
            n_right = n_right.saturating_sub(usize::from(step.verdict == Some(true)));
        }
        let n_open = cluster.members.len().saturating_sub(cluster.n_confirmed);
        let n_all = known.n_all.max(if known.n == 0 { n_open } else { 0 });
        // Those whose turn has passed are asked about first.
        Purity::with_late(n_right.min(n), n, n_all, known.n_late.saturating_sub(n.saturating_sub(known.n)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEACH: ClusterId = ClusterId(1);
    const CITY: ClusterId = ClusterId(2);

    fn asked(image: u32) -> Asked {
        Asked { image: ImageId(image), cluster: Some(BEACH) }
    }

    fn say(answers: &mut Answers, place: Place, image: u32, said: &Said) {
        answers.push(place, asked(image), said.changes(place, asked(image)).expect("can be said"));
    }

    #[test]
    fn answers_ask_for_what_they_mean() {
        let judge =
            |answer, is_sample| Change::Edit(Edit::Judge { cluster: BEACH, image: ImageId(7), answer, is_sample });
        let (queue, sample) = (Place::Queue, Place::Sample(BEACH));
        let new = Change::NewCluster { images: vec![ImageId(7)], name: "Owls".into() };
        let cases = [
            (queue, Said::Right, vec![judge(Answer::Right, false)], None),
            (sample, Said::Right, vec![judge(Answer::Right, true)], Some(true)),
            (sample, Said::Cluster(BEACH), vec![judge(Answer::Right, true)], Some(true)),
            (sample, Said::Cluster(CITY), vec![judge(Answer::Other(CITY), true)], Some(false)),
            (sample, Said::Wrong, vec![judge(Answer::Wrong, true)], Some(false)),
            (queue, Said::Junk, vec![judge(Answer::Junk, false)], None),
            (queue, Said::New("Owls".into()), vec![new.clone()], None),
            (sample, Said::New("Owls".into()), vec![judge(Answer::Wrong, true), new], Some(false)),
        ];
        for (place, said, edits, verdict) in cases {
            assert_eq!(said.changes(place, asked(7)), Ok(Changes { edits, verdict }), "{said:?} at {place:?}");
        }
        let nowhere = Asked { image: ImageId(7), cluster: None };
        let moved = Change::Edit(Edit::Move { images: vec![ImageId(7)], to: Some(CITY) });
        assert_eq!(Said::Cluster(CITY).changes(queue, nowhere).expect("can be said").edits, [moved]);
        assert!(Said::Right.changes(queue, nowhere).is_err() && Said::Wrong.changes(queue, nowhere).is_err());
    }

    #[test]
    fn an_undo_waits_for_the_answer_that_it_takes_back() {
        let mut answers = Answers::default();
        say(&mut answers, Place::Queue, 1, &Said::Right);
        assert_eq!(answers.back(), Ok((Place::Queue, asked(1))));
        say(&mut answers, Place::Queue, 1, &Said::Wrong);
        let sent = answers.take_requests();
        assert!(matches!(&sent[..], [(1, Request::Edit(_))]), "{sent:?}");
        assert!(answers.take_requests().is_empty());
        answers.note_end(1, true);
        let sent = answers.take_requests();
        assert!(matches!(&sent[..], [(1, Request::Undo), (2, Request::Edit(_))]), "{sent:?}");
        answers.note_end(1, true);
        assert!(!answers.is_settled());
        answers.note_end(2, true);
        assert!(answers.is_settled() && answers.undone.is_empty());
        assert_eq!(answers.n_answered(), 1);
    }

    #[test]
    fn what_was_refused_is_shown_again_and_never_undone() {
        let mut answers = Answers::default();
        say(&mut answers, Place::Queue, 1, &Said::Right);
        say(&mut answers, Place::Queue, 2, &Said::Right);
        assert_eq!(answers.take_requests().len(), 2);
        assert_eq!(answers.back(), Ok((Place::Queue, asked(2))));
        answers.note_end(1, true);
        assert_eq!(answers.note_end(2, false), None, "it is shown already");
        assert!(answers.take_requests().is_empty(), "an undo would take back the answer before");
        say(&mut answers, Place::Queue, 2, &Said::Right);
        let id = answers.take_requests()[0].0;
        assert_eq!(answers.note_end(id, false), Some((Place::Queue, asked(2))));
        assert_eq!(answers.n_answered(), 1);
    }

    #[test]
    fn only_the_last_change_is_taken_back() {
        let mut answers = Answers::default();
        assert!(answers.back().is_err() && !answers.can_undo());
        say(&mut answers, Place::Queue, 1, &Said::Right);
        answers.note_other_change();
        assert!(answers.back().is_err());
        answers.skip(Place::Queue, asked(2));
        assert_eq!(answers.back(), Ok((Place::Queue, asked(2))), "nothing has to be undone for this");
        assert!(answers.back().is_err());
    }

    #[test]
    fn an_undo_that_came_too_late_leaves_its_answer() {
        let mut answers = Answers::default();
        say(&mut answers, Place::Sample(BEACH), 1, &Said::Right);
        let id = answers.take_requests()[0].0;
        answers.back().expect("can be taken back");
        assert_eq!(answers.note_other_change(), [(Place::Sample(BEACH), asked(1))]);
        assert!(answers.take_requests().is_empty() && answers.back().is_err());
        assert_eq!(answers.n_answered(), 1);
        let cluster = ClusterView { id: BEACH, purity: Purity::new(0, 0, 9), ..ClusterView::default() };
        assert_eq!(answers.purity(&cluster), Purity::new(1, 1, 9));
        assert_eq!(answers.note_end(id, false), Some((Place::Sample(BEACH), asked(1))), "it was refused after all");
        assert_eq!((answers.n_answered(), answers.is_settled()), (0, true));
        // Of two changes one is being taken back already.
        say(&mut answers, Place::Sample(BEACH), 2, &Said::New("Owls".into()));
        let ids = answers.take_requests();
        for (id, _) in &ids {
            assert_eq!(answers.note_end(*id, true), None);
        }
        answers.back().expect("can be taken back");
        assert_eq!(answers.take_requests().len(), 1);
        assert_eq!(answers.note_other_change().len(), 1);
        answers.note_end(ids[0].0, true);
        assert!(answers.is_settled() && answers.undone.is_empty());
    }

    #[test]
    fn the_trail_is_trimmed_and_counts_stay() {
        let mut answers = Answers::default();
        for image in 0..N_KEPT as u32 + 50 {
            say(&mut answers, Place::Queue, image, &Said::Right);
            answers.skip(Place::Queue, asked(image));
            for (id, _) in answers.take_requests() {
                assert!(answers.is_on_its_way(ImageId(image)));
                answers.note_end(id, true);
            }
        }
        assert!(answers.trail.len() <= N_KEPT);
        assert_eq!((answers.n_answered(), answers.n_on_way), (N_KEPT + 50, 0));
        answers.back().expect("passed over");
        answers.back().expect("answered");
        assert_eq!(answers.n_answered(), N_KEPT + 49);
    }

    #[test]
    fn the_purity_counts_what_is_on_its_way() {
        let members = std::sync::Arc::new((0..200).map(ImageId).collect());
        let mut cluster = ClusterView { id: BEACH, members, ..ClusterView::default() };
        let mut answers = Answers::default();
        say(&mut answers, Place::Sample(BEACH), 1, &Said::Right);
        say(&mut answers, Place::Sample(BEACH), 2, &Said::New("Owls".into()));
        say(&mut answers, Place::Sample(CITY), 3, &Said::Right);
        let purity = answers.purity(&cluster);
        assert_eq!((purity.n_right, purity.n, purity.n_all), (1, 2, 200));
        for (id, _) in answers.take_requests() {
            answers.note_end(id, true);
        }
        cluster.purity = Purity::new(1, 2, 200);
        assert_eq!(answers.purity(&cluster), cluster.purity, "each counts once");
        answers.back().expect("can be taken back");
        answers.back().expect("can be taken back");
        assert_eq!(answers.purity(&cluster), Purity::new(1, 1, 200), "before the engine has done it");
    }
}
