//! The tab where a person looks at one image after the other and answers by single keys, or at several of one cluster at a
//! glance: in the order of what is most useful next, to prove by a random sample how much of a cluster is right, or to clean
//! it of what does not belong.
//!
//! A key is answered by the next image in the same frame; the engine is asked meanwhile, and what it refuses comes back. What
//! an answer asks for is in `answers`, what comes next in `desk` and `flow`; nothing here changes project state by itself.

mod answers;
mod desk;
mod flow;
mod keys;
mod numbers;
mod parts;
mod press;
mod proof;
mod question;
mod session;
mod sheet;
mod stage;
#[cfg(test)]
mod tests;

pub use keys::ReviewKey;

use crate::gui::frame::{Frame, Intent, Said, Tab};
use crate::gui::kit::checked::State;
use crate::gui::kit::typed;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::protocol::{ClusterView, Evidence, Request, Snapshot};
use crate::session::quality::Quality;
use crate::strings::say;
use answers::{Answers, Asked, Place, Returned};
use desk::{Desk, Rounds};
use egui::{Context, Ui};
use numbers::Numbers;
use session::Tally;
use sheet::Sheet;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// Images after the current one whose pictures and evidence are asked for.
const N_AHEAD: usize = 5;
/// Images whose evidence is kept.
const N_EVIDENCE: usize = 32;

/// In which order images come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// Most useful next.
    #[default]
    Queue,
    /// The random sample of one cluster.
    Prove,
    /// The images of one cluster, least sure first.
    Clean,
}

/// The tab between two frames.
#[derive(Default)]
pub struct Review {
    mode: Mode,
    /// The cluster that is being proven or cleaned; None: one is to be chosen.
    proved: Option<ClusterId>,
    queue: Desk,
    sample: Desk,
    clean: Desk,
    /// Several images are asked about at once, where they are of one cluster.
    has_sheets: bool,
    /// The sheet that is laid out.
    sheet: Option<Sheet>,
    /// Columns and rows of a sheet in the room there is.
    cells: (usize, usize),
    numbers: Numbers,
    doubtful: Doubtful,
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
    /// What was so when images of one cluster were drawn last.
    drawn: Option<Drawn>,
    revision: Option<u64>,
    adopted: Option<RunId>,
    was_refining: bool,
}

/// What was so when images of one cluster were drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Drawn {
    place: Place,
    /// Images that could be drawn.
    n_all: usize,
    revision: u64,
    n_answered: usize,
}

/// How many images neighbours or the machine itself doubt and nobody has decided about.
#[derive(Default)]
struct Doubtful {
    /// As it was for this revision; None while it is not known.
    n: Option<usize>,
    revision: Option<u64>,
    quality: Arc<Quality>,
}

impl Review {
    /// Takes the keys of the review out of the input. To be called before anything else looks for keys.
    pub fn take_keys(&mut self, ctx: &Context) {
        if ctx.text_edit_focused() {
            return;
        }
        let is_pressing = ctx.memory(|memory| memory.focused().is_some());
        let waiting = self.keys.pop_back_if(|key| matches!(key, ReviewKey::Choose(_)));
        self.keys
            .extend(ctx.input_mut(|input| keys::take(&mut input.events, is_pressing, waiting, self.sheet.is_some())));
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
        let (Some(shown), Some(why)) = (shown, refusal) else { return };
        self.notice = Some(say!("review-not-kept", why = why));
        // They may be elsewhere by now: the same question would be refused again and again.
        let now_in = |image| snapshot.label(image).map(|label| label.cluster);
        let (place, all) = (shown.place, shown.images());
        let is_here = |image: &ImageId| match place {
            Place::Queue => now_in(*image) == Some(shown.asked.cluster) || shown.sheet.is_none(),
            Place::Sample(cluster) | Place::Clean(cluster) => now_in(*image) == Some(Some(cluster)),
        };
        let images: Vec<ImageId> = all.into_iter().filter(is_here).collect();
        let Some((image, others)) = images.split_first() else { return };
        let Some(cluster) = now_in(*image) else { return };
        self.forget_keys();
        self.bring_back(place, Asked { image: *image, cluster }, others);
        // What was marked is marked still.
        self.sheet = shown.sheet.map(|mut sheet| {
            sheet.keep_open(snapshot);
            sheet
        });
    }

    /// Something else was changed, or asked to be: answers before it can not be taken back from here.
    pub fn note_other_change(&mut self) {
        for kept in self.answers.note_other_change() {
            self.notice = Some(say!("review-not-taken-back").to_owned());
            let desk = match kept.place {
                Place::Queue => &mut self.queue,
                Place::Sample(_) => &mut self.sample,
                Place::Clean(_) => &mut self.clean,
            };
            kept.images().into_iter().for_each(|image| desk.let_go(image));
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

    /// Whether one cluster is asked about, so that a click on one in the list means its images.
    #[must_use]
    pub fn is_of_cluster(&self) -> bool {
        self.mode != Mode::Queue
    }

    /// Asks about the sample of this cluster.
    pub fn prove(&mut self, cluster: ClusterId) {
        self.ask_about(Mode::Prove, cluster);
    }

    /// Asks about all that is open of this cluster, the least sure first.
    pub fn clean(&mut self, cluster: ClusterId) {
        self.ask_about(Mode::Clean, cluster);
    }

    /// Asks about this cluster as another was asked about before.
    pub fn ask_about_cluster(&mut self, cluster: ClusterId) {
        let mode = if self.mode == Mode::Queue { Mode::Prove } else { self.mode };
        self.ask_about(mode, cluster);
    }

    fn ask_about(&mut self, mode: Mode, cluster: ClusterId) {
        self.show_mode(mode);
        if self.proved != Some(cluster) {
            self.proved = Some(cluster);
            self.sample = Desk::default();
            self.clean = Desk::default();
            self.drawn = None;
            self.notice = None;
            self.goes_on = None;
        }
    }

    fn show_mode(&mut self, mode: Mode) {
        if self.mode != mode {
            (self.mode, self.notice, self.sheet) = (mode, None, None);
        }
    }

    /// Asks about several images at once, or about one after the other again.
    pub fn toggle_sheets(&mut self) {
        self.has_sheets = !self.has_sheets;
        (self.sheet, self.notice) = (None, None);
    }

    /// Shows what is proven of each cluster, to choose one.
    pub fn choose_cluster(&mut self) {
        self.show_mode(Mode::Prove);
        self.proved = None;
    }

    /// Shows the clusters, to choose the one that is to be cleaned.
    pub fn choose_cluster_to_clean(&mut self) {
        self.show_mode(Mode::Clean);
        self.proved = None;
    }

    /// Goes to the next cluster that can still be proven; false if there is none.
    pub fn prove_next(&mut self, snapshot: &Snapshot) -> bool {
        let clusters = &snapshot.clusters;
        let here = clusters.iter().position(|cluster| Some(cluster.id) == self.proved);
        let first = here.map_or(0, |at| at + 1);
        let order = (0..clusters.len()).map(|i| &clusters[(first + i) % clusters.len()]);
        let mut others = order.filter(|cluster| Some(cluster.id) != self.proved);
        let next = others.find(|cluster| State::of(&self.answers.purity(cluster)).is_open());
        let found = next.map(|cluster| cluster.id);
        if let Some(found) = found {
            self.prove(found);
        }
        found.is_some()
    }

    /// The image that is asked about.
    #[must_use]
    pub fn current(&self, snapshot: &Snapshot) -> Option<ImageId> {
        let asked = self.asked(snapshot)?;
        Some(self.sheet.as_ref().and_then(Sheet::current).unwrap_or(asked.image))
    }

    /// Answers about an image; false if another one is asked about.
    #[must_use]
    pub fn answer(&mut self, image: ImageId, said: &Said, snapshot: &Snapshot, now: f64) -> bool {
        let is_current = self.sheet.is_none() && self.current(snapshot) == Some(image);
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
        let n = frame.out.intents.len();
        self.work_off_keys(frame, now);
        if frame.out.intents[n..].iter().any(|intent| matches!(intent, Intent::ChooseAnswer { .. })) {
            typed::expect(ui.ctx());
        }
        if let Some(image) = self.current(frame.snapshot)
            && frame.view.tab == Tab::Review
            && (frame.view.selection.images.len() != 1 || frame.view.selection.cursor != Some(image))
        {
            // The inspector shows it.
            frame.view.selection.only(image);
        }
        self.tab_ui(ui, frame);
    }

    fn place(&self) -> Option<Place> {
        match self.mode {
            Mode::Queue => Some(Place::Queue),
            Mode::Prove => self.proved.map(Place::Sample),
            Mode::Clean => self.proved.map(Place::Clean),
        }
    }

    fn desk(&self) -> &Desk {
        match self.mode {
            Mode::Queue => &self.queue,
            Mode::Prove => &self.sample,
            Mode::Clean => &self.clean,
        }
    }

    /// The pile of a place, which is shown from now on.
    fn desk_of(&mut self, place: Place) -> &mut Desk {
        match place {
            Place::Queue => {
                self.show_mode(Mode::Queue);
                &mut self.queue
            }
            Place::Sample(cluster) => {
                self.prove(cluster);
                &mut self.sample
            }
            Place::Clean(cluster) => {
                self.clean(cluster);
                &mut self.clean
            }
        }
    }

    /// Shows again what was asked about before.
    fn bring_back(&mut self, place: Place, asked: Asked, others: &[ImageId]) {
        // A sheet that comes back would be cut up by showing one image after the other.
        self.has_sheets |= !others.is_empty();
        self.desk_of(place).bring_back(asked, others);
    }

    fn proved<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a Arc<ClusterView>> {
        self.proved.and_then(|id| snapshot.cluster(id))
    }
}
