//! The tab where a person looks at one image after the other and answers by single keys: in the order of what is most useful
//! next, or to prove by a random sample how pure a cluster is.
//!
//! A key is answered by the next image in the same frame; the engine is asked meanwhile, and what it refuses comes back. What
//! an answer asks for is in `answers`, what comes next in `desk`; nothing here changes project state by itself.

mod answers;
mod choices;
mod desk;
mod keys;
mod parts;
mod proof;
mod session;
mod stage;
#[cfg(test)]
mod tests;

pub use keys::ReviewKey;

use crate::gui::frame::{Frame, Intent, Said, Tab};
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::protocol::{ClusterView, Evidence, Fetch, JobKind, LabelSource, Request, Snapshot};
use answers::{Answers, Asked, Place};
use desk::{Desk, N_ASKED, Rounds};
use egui::{Context, Ui};
use session::Tally;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// Images after the current one whose pictures and evidence are asked for.
const N_AHEAD: usize = 5;
/// Images whose evidence is kept: numbers of clusters must not change under a finger.
const N_EVIDENCE: usize = 32;

/// In which order images come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// Most useful next.
    #[default]
    Queue,
    /// The random sample of one cluster.
    Prove,
}

/// The tab between two frames.
#[derive(Default)]
pub struct Review {
    mode: Mode,
    /// The cluster that is being proven; None: one is to be chosen.
    proved: Option<ClusterId>,
    queue: Desk,
    sample: Desk,
    rounds: Rounds,
    /// Images nobody had decided about when the queue ran empty.
    n_left: Option<usize>,
    /// Why there is no queue.
    missing: Option<Arc<str>>,
    answers: Answers,
    tally: Tally,
    keys: VecDeque<ReviewKey>,
    /// The first key is a number that waits for what is known of this image.
    waits_for: Option<(Place, ImageId)>,
    /// Of images that are asked about or soon will be.
    evidence: VecDeque<(ImageId, Arc<Evidence>)>,
    /// Typical images of clusters, as last known.
    prototypes: HashMap<ClusterId, Vec<ImageId>>,
    /// What the last key could not do.
    notice: Option<String>,
    /// Goes on with the sample of this cluster although it is proven.
    goes_on: Option<ClusterId>,
    /// Cluster, images that could be drawn, revision and answers when the sample was drawn last.
    drawn: Option<(ClusterId, usize, u64, usize)>,
    revision: Option<u64>,
    adopted: Option<RunId>,
    was_refining: bool,
}

impl Review {
    /// Takes the keys of the review out of the input. To be called before anything else looks for keys.
    pub fn take_keys(&mut self, ctx: &Context) {
        if ctx.text_edit_focused() {
            return;
        }
        let is_pressing = ctx.memory(|memory| memory.focused().is_some());
        let waiting = self.keys.pop_back_if(|key| matches!(key, ReviewKey::Choose(_)));
        self.keys.extend(ctx.input_mut(|input| keys::take(&mut input.events, is_pressing, waiting)));
    }

    /// Another tab is shown: what was pressed and not worked off is not meant any more.
    pub fn forget_keys(&mut self) {
        self.keys.clear();
        self.waits_for = None;
    }

    /// As if a key had been pressed.
    pub fn press(&mut self, key: ReviewKey) {
        self.keys.push_back(key);
    }

    /// What to send to the engine, each with a number for [`Review::note_end`].
    pub fn take_requests(&mut self) -> Vec<(u64, Request)> {
        self.answers.take_requests()
    }

    /// The engine has done a request, or refused it for this reason.
    pub fn note_end(&mut self, number: u64, refusal: Option<&str>, snapshot: &Snapshot) {
        let shown = self.answers.note_end(number, refusal.is_none());
        let (Some((place, Asked { image, .. })), Some(why)) = (shown, refusal) else { return };
        self.notice = Some(format!("The answer was not kept: {why}"));
        // It may be elsewhere by now: the same question would be refused again and again.
        let Some(cluster) = snapshot.label(image).map(|label| label.cluster) else { return };
        if matches!(place, Place::Sample(sampled) if cluster != Some(sampled)) {
            return;
        }
        self.forget_keys();
        self.desk_of(place).bring_back(Asked { image, cluster });
    }

    /// Something else was changed, or asked to be: answers before it can not be taken back from here.
    pub fn note_other_change(&mut self) {
        for (place, asked) in self.answers.note_other_change() {
            self.notice = Some("The last answer could not be taken back: something else was changed before.".into());
            match place {
                Place::Queue => self.queue.let_go(asked.image),
                Place::Sample(_) => self.sample.let_go(asked.image),
            }
            // It is to be passed on from once the engine has all answers.
            self.revision = None;
        }
    }

    /// Whether undo would take an answer back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.answers.can_undo()
    }

    /// Whether there is an image to go back to.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        !self.answers.is_empty()
    }

    /// Whether clusters are being proven, so that a click on one in the list means its sample.
    #[must_use]
    pub fn is_proving(&self) -> bool {
        self.mode == Mode::Prove
    }

    /// Asks about the sample of this cluster.
    pub fn prove(&mut self, cluster: ClusterId) {
        self.mode = Mode::Prove;
        if self.proved != Some(cluster) {
            self.proved = Some(cluster);
            self.sample = Desk::default();
            self.drawn = None;
            self.notice = None;
            self.goes_on = None;
        }
    }

    /// Shows what is proven of each cluster, to choose one.
    pub fn choose_cluster(&mut self) {
        self.mode = Mode::Prove;
        self.proved = None;
    }

    /// Goes to the next cluster that can still be proven; false if there is none.
    pub fn prove_next(&mut self, snapshot: &Snapshot) -> bool {
        let clusters = &snapshot.clusters;
        let here = clusters.iter().position(|cluster| Some(cluster.id) == self.proved);
        let first = here.map_or(0, |at| at + 1);
        let order = (0..clusters.len()).map(|i| &clusters[(first + i) % clusters.len()]);
        let mut others = order.filter(|cluster| Some(cluster.id) != self.proved);
        let next = others.find(|cluster| proof::State::of(&self.answers.purity(cluster)).is_open());
        let found = next.map(|cluster| cluster.id);
        if let Some(found) = found {
            self.prove(found);
        }
        found.is_some()
    }

    /// The image that is asked about.
    #[must_use]
    pub fn current(&self, snapshot: &Snapshot) -> Option<ImageId> {
        self.asked(snapshot).map(|asked| asked.image)
    }

    /// Answers about an image; false if another one is asked about.
    #[must_use]
    pub fn answer(&mut self, image: ImageId, said: &Said, snapshot: &Snapshot, now: f64) -> bool {
        let is_current = self.current(snapshot) == Some(image);
        if is_current {
            self.say(said, snapshot, now);
        }
        is_current
    }

    /// Works off the keys and draws the tab in all the space there is.
    pub fn review_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        self.follow(frame.snapshot);
        self.fill(frame);
        let now = ui.input(|input| input.time);
        self.work_off_keys(frame, now);
        if let Some(asked) = self.asked(frame.snapshot)
            && frame.view.tab == Tab::Review
            && (frame.view.selection.images.len() != 1 || frame.view.selection.cursor != Some(asked.image))
        {
            // The inspector shows it.
            frame.view.selection.only(asked.image);
        }
        self.tab_ui(ui, frame);
    }

    fn place(&self) -> Option<Place> {
        match self.mode {
            Mode::Queue => Some(Place::Queue),
            Mode::Prove => self.proved.map(Place::Sample),
        }
    }

    fn desk(&self) -> &Desk {
        match self.mode {
            Mode::Queue => &self.queue,
            Mode::Prove => &self.sample,
        }
    }

    /// The pile of a place, which is shown from now on.
    fn desk_of(&mut self, place: Place) -> &mut Desk {
        match place {
            Place::Queue => {
                self.mode = Mode::Queue;
                &mut self.queue
            }
            Place::Sample(cluster) => {
                self.prove(cluster);
                &mut self.sample
            }
        }
    }

    fn proved<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a Arc<ClusterView>> {
        self.proved.and_then(|id| snapshot.cluster(id))
    }

    /// What is asked: nothing while it is said that a cluster is proven.
    fn asked(&self, snapshot: &Snapshot) -> Option<Asked> {
        self.desk().current.filter(|_| self.mode == Mode::Queue || !self.is_proven(snapshot))
    }

    fn is_proven(&self, snapshot: &Snapshot) -> bool {
        self.goes_on != self.proved
            && self.proved(snapshot).is_some_and(|cluster| self.answers.purity(cluster).is_proven())
    }

    /// Looks at what has changed since the last frame.
    fn follow(&mut self, snapshot: &Snapshot) {
        if self.adopted != snapshot.adopted {
            self.adopted = snapshot.adopted;
            self.evidence.clear();
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
            (self.proved, self.sample) = (None, Desk::default());
        }
        // Until the engine has all answers, labels say less than what was answered.
        if self.revision != Some(snapshot.revision) && self.answers.is_settled() {
            self.revision = Some(snapshot.revision);
            self.queue.note(snapshot, None);
            self.sample.note(snapshot, self.proved);
            // Something may have been opened again since the queue ran empty.
            if self.n_left.is_some_and(|n| n != n_undecided(snapshot)) && !self.rounds.is_waiting {
                self.rounds.begin();
                self.n_left = None;
            }
        }
    }

    /// Sees to it that there is an image to ask about, if there is one.
    fn fill(&mut self, frame: &Frame<'_>) {
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
            Mode::Prove => {
                let Some(cluster) = self.proved(snapshot) else { return };
                let n_answered = self.answers.n_answered() + self.sample.n_skipped();
                let now = (cluster.id, cluster.purity.n_all, snapshot.revision, n_answered);
                let is_new = self.drawn.is_none_or(|drawn| drawn.0 != now.0);
                let is_other = self.drawn.is_some_and(|drawn| drawn.1 != now.1) && self.answers.is_settled();
                let is_out = self.sample.current.is_none() && self.sample.n_next() == 0 && self.drawn != Some(now);
                if is_new || is_other || is_out {
                    self.drawn = Some(now);
                    let images = cluster.sample(snapshot, N_ASKED);
                    self.sample.fill(&images, |image| self.answers.is_on_its_way(image));
                }
                if self.sample.current.is_none() {
                    self.sample.advance(snapshot, Some(cluster.id));
                }
            }
        }
    }

    fn work_off_keys(&mut self, frame: &mut Frame<'_>, now: f64) {
        let asked = |review: &Self| review.place().zip(review.current(frame.snapshot));
        if self.waits_for.is_some_and(|waits_for| asked(self) != Some(waits_for)) {
            self.forget_keys();
            self.notice = Some("Another image is asked about now; choose again.".into());
        }
        while let Some(key) = self.keys.pop_front() {
            if self.work_off(&key, frame, now) {
                self.waits_for = None;
                if matches!(key, ReviewKey::Choose(_)) {
                    // A field is over the image now.
                    self.keys.clear();
                }
                self.fill(frame);
                continue;
            }
            self.waits_for = asked(self);
            self.keys.push_front(key);
            if self.keys.contains(&ReviewKey::Leave) {
                frame.view.tab = Tab::Grid;
                self.forget_keys();
            }
            // What is not answered yet is taken back at once.
            let Some(at) = self.keys.iter().position(|key| *key == ReviewKey::Back) else { break };
            self.keys.drain(at - 1..=at);
            if at == 1 {
                self.waits_for = None;
            }
        }
    }

    /// Does what a key says; false if it has to wait.
    fn work_off(&mut self, key: &ReviewKey, frame: &mut Frame<'_>, now: f64) -> bool {
        match key {
            ReviewKey::Leave => {
                frame.view.tab = Tab::Grid;
                self.forget_keys();
                return true;
            }
            ReviewKey::Back => {
                self.back();
                return true;
            }
            _ => (),
        }
        let snapshot = frame.snapshot;
        let Some(asked) = self.asked(snapshot) else { return true };
        match key {
            ReviewKey::Yes => self.say(&Said::Right, snapshot, now),
            ReviewKey::No => self.say(&Said::Wrong, snapshot, now),
            ReviewKey::Junk => self.say(&Said::Junk, snapshot, now),
            ReviewKey::Skip => self.skip(snapshot),
            ReviewKey::Choose(typed) => {
                frame.out.intents.push(Intent::ChooseAnswer { image: asked.image, typed: typed.clone() });
            }
            ReviewKey::Number(number) => {
                let by_key = snapshot.clusters.iter().find(|cluster| cluster.hot_key == Some(*number));
                let chosen = if let Some(cluster) = by_key {
                    Some(cluster.id)
                } else {
                    let choices = match self.evidence(frame, asked.image) {
                        Fetch::Pending => return false,
                        Fetch::Ready(evidence) => choices::choices(snapshot, Some(&evidence)),
                        Fetch::Missing(_) => choices::choices(snapshot, None),
                    };
                    choices.iter().find(|choice| choice.number == *number).map(|choice| choice.cluster)
                };
                match chosen {
                    Some(cluster) => self.say(&Said::Cluster(cluster), snapshot, now),
                    None => self.notice = Some(format!("No cluster has the number {number} here.")),
                }
            }
            ReviewKey::Leave | ReviewKey::Back => (),
        }
        true
    }

    fn say(&mut self, said: &Said, snapshot: &Snapshot, now: f64) {
        let (Some(place), Some(asked)) = (self.place(), self.asked(snapshot)) else { return };
        match said.changes(place, asked) {
            Ok(changes) => {
                self.answers.push(place, asked, changes);
                self.tally.note(now);
                self.advance(snapshot);
            }
            Err(why) => self.notice = Some(why.to_owned()),
        }
    }

    fn skip(&mut self, snapshot: &Snapshot) {
        let (Some(place), Some(asked)) = (self.place(), self.asked(snapshot)) else { return };
        self.answers.skip(place, asked);
        self.desk_of(place).skip();
        self.advance(snapshot);
    }

    fn advance(&mut self, snapshot: &Snapshot) {
        self.notice = None;
        match self.mode {
            Mode::Queue => {
                self.queue.advance(snapshot, None);
                let n_open = self.queue.n_next() + usize::from(self.queue.current.is_some());
                self.rounds.note_answer(n_open);
            }
            Mode::Prove => self.sample.advance(snapshot, self.proved),
        }
    }

    fn back(&mut self) {
        match self.answers.back() {
            Ok((place, asked)) => {
                self.notice = None;
                self.desk_of(place).bring_back(asked);
            }
            Err(why) => self.notice = Some(why.to_owned()),
        }
    }

    /// What is known of an image. What was known first stays: answers about others change little.
    fn evidence(&mut self, frame: &Frame<'_>, image: ImageId) -> Fetch<Arc<Evidence>> {
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
    fn prototypes(&mut self, frame: &Frame<'_>, cluster: ClusterId) -> Option<Vec<ImageId>> {
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
