//! What comes next: which image or sheet is asked about, what happens once it is answered, and what of it is looked up ahead.

use super::answers::{Asked, Returned};
use super::desk::{Desk, N_ASKED, is_open};
use super::sheet::{self, Sheet};
use super::{Drawn, Mode, N_EVIDENCE, Review, stage};
use crate::gui::frame::{Frame, Said};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, Evidence, Fetch, JobKind, LabelSource, Snapshot};
use std::sync::Arc;

impl Review {
    /// What is asked: nothing while it is said that a cluster is proven.
    pub(super) fn asked(&self, snapshot: &Snapshot) -> Option<Asked> {
        self.desk().current.filter(|_| self.mode != Mode::Prove || !self.is_proven(snapshot))
    }

    pub(super) fn is_proven(&self, snapshot: &Snapshot) -> bool {
        self.goes_on != self.proved
            && self.proved(snapshot).is_some_and(|cluster| self.answers.purity(cluster).is_proven())
    }

    /// Looks at what has changed since the last frame.
    pub(super) fn follow(&mut self, snapshot: &Snapshot) {
        if self.adopted != snapshot.adopted {
            self.adopted = snapshot.adopted;
            self.evidence.clear();
            self.sheet = None;
            self.prototypes.clear();
            self.note_other_change();
            self.drawn = None;
            self.rounds.begin();
        }
        let is_refining = snapshot.job.as_ref().is_some_and(|job| job.kind == JobKind::Refine);
        if self.was_refining && !is_refining {
            self.rounds.begin();
        }
        self.was_refining = is_refining;
        if self.proved.is_some() && self.proved(snapshot).is_none() {
            (self.proved, self.sample, self.clean) = (None, Desk::default(), Desk::default());
        }
        self.numbers.follow(snapshot);
        // Until the engine has all answers, labels say less than what was answered.
        if self.revision != Some(snapshot.revision) && self.answers.is_settled() {
            self.revision = Some(snapshot.revision);
            self.queue.note(snapshot, None);
            self.sample.note(snapshot, self.proved);
            self.clean.note(snapshot, self.proved);
            if let Some(sheet) = &mut self.sheet {
                sheet.keep_open(snapshot);
            }
            // Something may have been opened again since the queue ran empty.
            if self.n_left.is_some_and(|n| n != n_undecided(snapshot)) && !self.rounds.is_waiting {
                self.rounds.begin();
                self.n_left = None;
            }
        }
    }

    /// Sees to it that there is an image to ask about, if there is one, and that a sheet is laid out where one is wanted.
    pub(super) fn fill(&mut self, frame: &Frame<'_>) {
        self.fill_desk(frame);
        self.lay_out(frame.snapshot);
    }

    /// Lays out a sheet, if the one that lies there does not begin with the image that is asked about.
    pub(super) fn lay_out(&mut self, snapshot: &Snapshot) {
        let asked = self.asked(snapshot).filter(|_| self.has_sheets);
        let lies = self.sheet.as_ref().map(|sheet| (sheet.images.first().copied(), Some(sheet.cluster)));
        if lies.is_some() && lies == asked.map(|asked| (Some(asked.image), asked.cluster)) {
            return;
        }
        let n = (self.cells.0 * self.cells.1).max(sheet::LEAST * sheet::LEAST);
        let desk = match self.mode {
            Mode::Queue => &mut self.queue,
            Mode::Prove => &mut self.sample,
            Mode::Clean => &mut self.clean,
        };
        let images = asked.and_then(|_| desk.gather(snapshot, n));
        self.sheet = images.map(|(cluster, images)| Sheet::new(cluster, images));
    }

    fn fill_desk(&mut self, frame: &Frame<'_>) {
        let snapshot = frame.snapshot;
        let answers = &self.answers;
        match self.mode {
            Mode::Queue => {
                if self.rounds.is_waiting {
                    match frame.fetcher.queue(N_ASKED, self.rounds.number) {
                        Fetch::Ready(images) => {
                            self.rounds.is_waiting = false;
                            self.missing = None;
                            self.queue.fill(&images, |image| answers.is_on_its_way(image));
                        }
                        Fetch::Missing(why) => self.missing = Some(why),
                        Fetch::Pending => (),
                    }
                }
                if self.queue.current.is_none() {
                    self.queue.advance(snapshot, None);
                    if self.queue.current.is_none() {
                        self.rounds.note_empty();
                    }
                }
                if !self.queue.is_empty() {
                    self.n_left = None;
                } else if !self.rounds.is_waiting {
                    self.n_left.get_or_insert_with(|| n_undecided(snapshot));
                }
            }
            Mode::Prove | Mode::Clean => {
                let (Some(place), Some(cluster)) = (self.place(), self.proved(snapshot)) else { return };
                let (id, is_sample) = (cluster.id, self.mode == Mode::Prove);
                let desk = if is_sample { &self.sample } else { &self.clean };
                let n_answered = answers.n_answered() + desk.n_skipped();
                let n_all = if is_sample { cluster.purity.n_all } else { cluster.members.len() };
                let now = Drawn { place, n_all, revision: snapshot.revision, n_answered };
                let is_new = self.drawn.is_none_or(|drawn| drawn.place != place);
                let is_other =
                    is_sample && self.drawn.is_some_and(|drawn| drawn.n_all != n_all) && answers.is_settled();
                let is_out = desk.current.is_none() && desk.n_next() == 0 && self.drawn != Some(now);
                if is_new || is_other || is_out {
                    self.drawn = Some(now);
                    let images = if is_sample {
                        cluster.sample(snapshot, N_ASKED)
                    } else {
                        least_sure(cluster, snapshot, N_ASKED)
                    };
                    let desk = if is_sample { &mut self.sample } else { &mut self.clean };
                    desk.fill(&images, |image| answers.is_on_its_way(image));
                }
                let desk = if is_sample { &mut self.sample } else { &mut self.clean };
                if desk.current.is_none() {
                    desk.advance(snapshot, Some(id));
                }
            }
        }
    }

    pub(super) fn say(&mut self, said: &Said, snapshot: &Snapshot, now: f64) {
        let (Some(place), Some(asked)) = (self.place(), self.asked(snapshot)) else { return };
        match said.changes(place, asked) {
            Ok(changes) => {
                self.answers.push(Returned::single(place, asked), changes);
                self.tally.note(now, 1);
                self.advance(snapshot, 1);
            }
            Err(why) => self.notice = Some(why.to_owned()),
        }
    }

    /// Passes over what is asked about.
    pub(super) fn skip(&mut self, snapshot: &Snapshot) {
        let (Some(place), Some(asked)) = (self.place(), self.asked(snapshot)) else { return };
        let what = Returned { place, asked, sheet: self.sheet.take() };
        let images = what.images();
        self.answers.skip(what);
        self.desk_of(place).skip_all(&images);
        self.advance(snapshot, images.len());
    }

    /// Goes on after `n` images.
    pub(super) fn advance(&mut self, snapshot: &Snapshot, n: usize) {
        (self.notice, self.sheet) = (None, None);
        match self.mode {
            Mode::Queue => {
                self.queue.advance(snapshot, None);
                let n_open = self.queue.n_next() + usize::from(self.queue.current.is_some());
                self.rounds.note_answers(n, n_open);
            }
            Mode::Prove => self.sample.advance(snapshot, self.proved),
            Mode::Clean => self.clean.advance(snapshot, self.proved),
        }
    }

    /// Takes the last answer back, and shows what was asked as it was when it was answered.
    pub(super) fn back(&mut self) {
        match self.answers.back() {
            Ok(what) => {
                let others = what.images().split_off(1);
                self.bring_back(what.place, what.asked, &others);
                self.notice = None;
                if what.sheet.is_none() && what.asked.cluster.is_some() {
                    self.has_sheets = false;
                }
                self.sheet = what.sheet;
            }
            Err(why) => self.notice = Some(why.to_owned()),
        }
    }

    /// What is known of the image that is asked about: the most probable clusters get a number.
    pub(super) fn known(&mut self, frame: &Frame<'_>, image: ImageId) -> Fetch<Arc<Evidence>> {
        let found = self.evidence(frame, image);
        if let Fetch::Ready(evidence) = &found {
            self.numbers.note(frame.snapshot, evidence);
        }
        found
    }

    /// What is known of an image. What was known first stays: answers about others change little.
    pub(super) fn evidence(&mut self, frame: &Frame<'_>, image: ImageId) -> Fetch<Arc<Evidence>> {
        if let Some((_, known)) = self.evidence.iter().find(|entry| entry.0 == image) {
            return Fetch::Ready(Arc::clone(known));
        }
        let found = frame.fetcher.evidence(image);
        if let Fetch::Ready(found) = &found {
            if self.evidence.len() >= N_EVIDENCE {
                self.evidence.pop_front();
            }
            self.evidence.push_back((image, Arc::clone(found)));
        }
        found
    }

    /// Typical images of a cluster, as far as they are known: those known last while others are looked up.
    pub(super) fn prototypes(&mut self, frame: &Frame<'_>, cluster: ClusterId) -> Option<Vec<ImageId>> {
        match frame.fetcher.examples(cluster, stage::N_PROTOTYPES) {
            Fetch::Ready(examples) => {
                self.prototypes.insert(cluster, examples.prototypes.clone());
                Some(examples.prototypes.clone())
            }
            Fetch::Missing(_) => Some(Vec::new()),
            Fetch::Pending => self.prototypes.get(&cluster).cloned(),
        }
    }
}

/// Images that nobody has decided about.
fn n_undecided(snapshot: &Snapshot) -> usize {
    let labels = snapshot.labels.iter();
    labels.filter(|label| label.source == LabelSource::Machine && !label.is_junk).count()
}

/// The `n` least sure members of a cluster that nobody has decided about, the least sure first.
fn least_sure(cluster: &ClusterView, snapshot: &Snapshot, n: usize) -> Vec<ImageId> {
    // Members come with the surest first.
    let open = cluster.members.iter().rev().copied().filter(|image| is_open(snapshot, *image, Some(cluster.id)));
    open.take(n).collect()
}
