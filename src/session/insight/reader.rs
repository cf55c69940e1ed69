//! Fetches thumbnails, previews, evidence, examples, similar images and suggested names by id, on threads of its own.
//!
//! Asking never waits: an answer is there, on its way, or not to be had. The newest question is answered first, since
//! that is what is on screen; old ones are dropped when there are too many. Questions that may take a network have a
//! thread of their own, so that pictures never wait for them. What was answered is kept within a byte budget. How
//! answers are found is told in `answers`.

mod answers;

use super::classes::Classes;
use super::curating::Part;
use super::evaluation::TrueLabels;
use super::evidence::RunEvidence;
use super::labelling::Proposal;
use super::quality::{Print, Quality};
use super::search::{Hit, Nearest, Query, RunPlace, Searcher, Suggestions};
use crate::control::{CancelToken, Waker};
use crate::dataset::decode::ByteBudget;
use crate::dataset::rel_path::RelPath;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::project::said::Said;
use crate::session::protocol::{Evidence, Fetch, Pixels, Snapshot};
use crate::store::packs::{Location, PackReader};
use parking_lot::{Condvar, Mutex};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;

/// Questions that may wait; older ones are dropped and asked again when they are still wanted.
const MOST_WAITING: usize = 256;
/// Bytes of answers that are kept.
const CACHE_BYTES: usize = 96 << 20;
/// Of each thread, whether it answers slow questions and no others.
const THREADS: [bool; 3] = [false, false, true];

/// Members that show what a cluster is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// Nearest to the centre first.
    pub prototypes: Vec<ImageId>,
    /// Least certain first.
    pub borderlines: Vec<ImageId>,
}

/// Numbers at the end are the revision of the labels and images that it speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Question {
    Thumbnail(ImageId),
    Preview(ImageId, u32),
    Evidence(ImageId, u64),
    Examples(ClusterId, usize, u64),
    Search(Arc<Query>, usize, u64),
    Suggestions(ClusterId, u64),
    /// With the revisions of images and labels.
    Quality(u64, u64),
    /// Of the features of a run.
    Classes(RunId),
    /// Parts of a cluster.
    Split(ClusterId, usize, u64),
    /// What to look at next; the number is of whoever asks, not of labels: the answer stays while a person works it off.
    Queue(usize, u64),
    /// Other clusters by nearness.
    NearClusters(ClusterId, u64),
    /// Classes by folder names or a table; the first number is of whoever asks: a file may change.
    Proposal(Arc<TrueLabels>, u64, u64),
}

impl Question {
    /// Whether a network may have to be opened or run for it, or all rows be gone through.
    fn is_slow(&self) -> bool {
        matches!(self, Self::Search(..) | Self::Suggestions(..) | Self::Classes(_) | Self::Split(..) | Self::Queue(..))
    }

    /// Among slow ones: names that nobody asked for wait for everything else.
    fn urgency(&self) -> u8 {
        match self {
            Self::Search(..) | Self::Split(..) | Self::Queue(..) => 2,
            Self::Classes(_) => 1,
            _ => 0,
        }
    }

    /// Whether its answer is out of date when another run is taken.
    fn is_of_run(&self) -> bool {
        matches!(self, Self::Classes(_) | Self::Queue(..))
    }

    /// Whether its answer is out of date when labels change.
    fn is_of_labels(&self) -> bool {
        !matches!(self, Self::Thumbnail(_) | Self::Preview(..) | Self::Classes(_) | Self::Queue(..))
    }
}

#[derive(Clone)]
enum Answer {
    Pixels(Arc<Pixels>),
    Evidence(Arc<Evidence>),
    Examples(Arc<Examples>),
    Nearest(Arc<Nearest>),
    Names(Arc<Suggestions>),
    Quality(Arc<Quality>),
    Classes(Arc<Classes>),
    Parts(Arc<Vec<Part>>),
    Images(Arc<Vec<ImageId>>),
    Clusters(Arc<Vec<(ClusterId, f32)>>),
    Proposal(Arc<Proposal>),
    Missing(Arc<str>),
}

impl Answer {
    fn bytes(&self) -> usize {
        match self {
            Self::Pixels(pixels) => pixels.rgba.len(),
            Self::Evidence(evidence) => 64 * (evidence.neighbors.len() + evidence.top.len()) + 512,
            Self::Examples(examples) => 4 * (examples.prototypes.len() + examples.borderlines.len()) + 64,
            Self::Nearest(nearest) => size_of::<Hit>() * nearest.hits.len() + 256,
            Self::Names(names) => 64 * (names.names.len() + 1),
            Self::Parts(parts) => parts.iter().map(|part| 4 * part.members.len() + 64).sum(),
            Self::Images(images) => 4 * images.len() + 64,
            Self::Clusters(clusters) => 8 * clusters.len() + 64,
            Self::Proposal(proposal) => {
                let classes: usize = proposal.classes.iter().map(|class| 4 * class.images.len() + 128).sum();
                classes + 256 * (proposal.unknown.len() + 1)
            }
            // One of each, which is always wanted.
            Self::Quality(_) | Self::Classes(_) => 0,
            Self::Missing(why) => why.len() + 64,
        }
    }
}

/// What the answers come from; replaced by the engine when it changes.
#[derive(Clone)]
pub struct Source {
    pub folder: PathBuf,
    pub packs: Arc<PackReader>,
    /// Readable images.
    pub images: Arc<HashMap<ImageId, ImagePlace>>,
    /// What tells duplicates, by row of the snapshot's image table.
    pub prints: Arc<Vec<Print>>,
    /// The adopted run.
    pub run: Option<RunPlace>,
    /// For labels and cluster names.
    pub snapshot: Arc<Snapshot>,
    /// What people said of images beside their clusters.
    pub said: Arc<Said>,
    /// Stops answers when another project is opened; the reader's own to set.
    pub cancel: CancelToken,
    /// Changes when images do.
    pub images_revision: u64,
    /// Changes when labels do.
    pub labels_revision: u64,
    /// Changes when another project is opened.
    pub project_revision: u64,
}

/// Where an image and what is kept of it lie.
pub struct ImagePlace {
    pub path: RelPath,
    pub thumbnail: Location,
    /// BLAKE3 of the file.
    pub content: [u8; 32],
}

/// A run whose arrays are in memory.
struct Run {
    evidence: RunEvidence,
    searcher: Searcher,
}

/// A run, or why it can not be had; read by whoever needs it first, while the others wait.
type LoadedRun = OnceLock<Result<Run, Arc<str>>>;

#[derive(Default)]
struct State {
    source: Option<Source>,
    /// A stack: the newest is answered first.
    waiting: Vec<Question>,
    at_work: Vec<Question>,
    answers: HashMap<Question, (Answer, u64)>,
    bytes: usize,
    clock: u64,
    run: Option<(RunId, u64, Arc<LoadedRun>)>,
    is_closed: bool,
}

struct Inner {
    state: Mutex<State>,
    asked: Condvar,
    waker: Waker,
    budget: ByteBudget,
}

/// Fetches large things by id; clones share caches. Never waits.
#[derive(Clone)]
pub struct Reader(Arc<Inner>);

impl Reader {
    /// Starts the reading threads, which end with [`Reader::close`].
    pub(in crate::session) fn start(waker: Waker) -> std::io::Result<(Self, Vec<JoinHandle<()>>)> {
        let inner = Inner { state: Mutex::default(), asked: Condvar::new(), waker, budget: ByteBudget::default() };
        let reader = Self(Arc::new(inner));
        let thread = |i: usize| {
            let inner = Arc::clone(&reader.0);
            std::thread::Builder::new().name(format!("gleaner-read-{i}")).spawn(move || inner.work(THREADS[i]))
        };
        let threads = (0..THREADS.len()).map(thread).collect::<Result<_, _>>()?;
        Ok((reader, threads))
    }

    /// Ends the threads; later questions are never answered.
    pub(in crate::session) fn close(&self) {
        let mut state = self.0.state.lock();
        state.is_closed = true;
        if let Some(source) = &state.source {
            source.cancel.cancel();
        }
        drop(state);
        self.0.asked.notify_all();
    }

    /// Sets where answers come from.
    pub(in crate::session) fn set_source(&self, mut source: Source) {
        let mut state = self.0.state.lock();
        match &state.source {
            Some(known) if known.project_revision == source.project_revision => {
                source.cancel = known.cancel.clone();
            }
            // Nobody waits for what was asked about another project.
            Some(known) => known.cancel.cancel(),
            None => (),
        }
        let before = state.source.as_ref().map(|s| (s.project_revision, s.labels_revision));
        if before.is_none_or(|(project, _)| project != source.project_revision) {
            state.answers.clear();
            state.bytes = 0;
            state.waiting.clear();
            state.run = None;
        } else if before.is_some_and(|(_, labels)| labels != source.labels_revision) {
            // Nobody will ask again for what was said about older labels.
            state.waiting.retain(|question| !question.is_of_labels());
            state.answers.retain(|question, _| !question.is_of_labels());
            state.bytes = state.answers.values().map(|entry| entry.0.bytes()).sum();
        }
        let run = |source: &Source| source.run.as_ref().map(|run| run.id);
        if state.source.as_ref().and_then(run) != run(&source) {
            // Another run was taken: trees of others are of no use, nor is why they could not be had.
            state.waiting.retain(|question| !question.is_of_run());
            state.answers.retain(|question, _| !question.is_of_run());
            state.bytes = state.answers.values().map(|entry| entry.0.bytes()).sum();
        }
        state.source = Some(source);
    }

    /// Where answers come from now.
    pub(in crate::session) fn source(&self) -> Option<Source> {
        self.0.state.lock().source.clone()
    }

    /// The thumbnail (fits 256 x 256). The newest asked for come first.
    pub fn thumbnail(&self, image: ImageId) -> Fetch<Arc<Pixels>> {
        self.pixels(Question::Thumbnail(image))
    }

    /// The original, upright, no side longer than `max_side` pixels.
    pub fn preview(&self, image: ImageId, max_side: u32) -> Fetch<Arc<Pixels>> {
        self.pixels(Question::Preview(image, max_side.max(1)))
    }

    /// Why the image is where it is, by the adopted run.
    pub fn evidence(&self, image: ImageId) -> Fetch<Arc<Evidence>> {
        match self.ask(Question::Evidence(image, self.labels_revision())) {
            Some(Answer::Evidence(evidence)) => Fetch::Ready(evidence),
            Some(Answer::Missing(why)) => Fetch::Missing(why),
            _ => Fetch::Pending,
        }
    }

    /// The most and the least typical members of a cluster: nearest to its centre in feature space, and those whose
    /// second choice is nearest to their first; at most `n` of each.
    pub fn examples(&self, cluster: ClusterId, n: usize) -> Fetch<Arc<Examples>> {
        match self.ask(Question::Examples(cluster, n, self.labels_revision())) {
            Some(Answer::Examples(examples)) => Fetch::Ready(examples),
            Some(Answer::Missing(why)) => Fetch::Missing(why),
            _ => Fetch::Pending,
        }
    }

    /// Near-duplicates, what looks like junk, what is unsure, and how far confidences can be believed.
    pub fn quality(&self) -> Fetch<Arc<Quality>> {
        let revisions = self.0.state.lock().source.as_ref().map(|s| (s.images_revision, s.labels_revision));
        let (images, labels) = revisions.unwrap_or_default();
        match self.ask(Question::Quality(images, labels)) {
            Some(Answer::Quality(quality)) => Fetch::Ready(quality),
            Some(Answer::Missing(why)) => Fetch::Missing(why),
            _ => Fetch::Pending,
        }
    }

    /// The merge tree of the adopted run's features. Building it takes seconds.
    pub fn classes(&self) -> Fetch<Arc<Classes>> {
        let run = self.0.state.lock().source.as_ref().and_then(|source| source.run.as_ref().map(|run| run.id));
        let Some(run) = run else { return Fetch::Missing(answers::NO_RUN.into()) };
        match self.ask(Question::Classes(run)) {
            Some(Answer::Classes(classes)) => Fetch::Ready(classes),
            Some(Answer::Missing(why)) => Fetch::Missing(why),
            _ => Fetch::Pending,
        }
    }

    /// The `n` images that are nearest to something by the adopted run's features, best first. The first question by a
    /// file or by words may take seconds, in which the network is opened; later ones take milliseconds.
    pub fn search(&self, query: &Query, n: usize) -> Fetch<Arc<Nearest>> {
        match self.ask(Question::Search(Arc::new(query.clone()), n, self.labels_revision())) {
            Some(Answer::Nearest(nearest)) => Fetch::Ready(nearest),
            Some(Answer::Missing(why)) => Fetch::Missing(why),
            _ => Fetch::Pending,
        }
    }

    /// Words that name a cluster, best first, each with how much nearer it is to this cluster than to the others; may
    /// be none. Missing where nothing is known of what the images show. The first question may take a minute.
    pub fn suggestions(&self, cluster: ClusterId) -> Fetch<Arc<Suggestions>> {
        match self.ask(Question::Suggestions(cluster, self.labels_revision())) {
            Some(Answer::Names(names)) => Fetch::Ready(names),
            Some(Answer::Missing(why)) => Fetch::Missing(why),
            _ => Fetch::Pending,
        }
    }

    /// Parts that a cluster could be split into, largest first: `n`, or fewer where there is less to tell apart.
    pub fn split(&self, cluster: ClusterId, n: usize) -> Fetch<Arc<Vec<Part>>> {
        match self.ask(Question::Split(cluster, n, self.labels_revision())) {
            Some(Answer::Parts(parts)) => Fetch::Ready(parts),
            Some(Answer::Missing(why)) => Fetch::Missing(why),
            _ => Fetch::Pending,
        }
    }

    /// At most `n` images to ask a person about next, most useful first. It is made once for each `round`: what a person
    /// decides meanwhile is still in it.
    pub fn queue(&self, n: usize, round: u64) -> Fetch<Arc<Vec<ImageId>>> {
        match self.ask(Question::Queue(n, round)) {
            Some(Answer::Images(images)) => Fetch::Ready(images),
            Some(Answer::Missing(why)) => Fetch::Missing(why),
            _ => Fetch::Pending,
        }
    }

    /// The other clusters by how near their centres are to that of this one: cosine, -1 to 1, nearest first.
    pub fn nearest_clusters(&self, cluster: ClusterId) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
        match self.ask(Question::NearClusters(cluster, self.labels_revision())) {
            Some(Answer::Clusters(clusters)) => Fetch::Ready(clusters),
            Some(Answer::Missing(why)) => Fetch::Missing(why),
            _ => Fetch::Pending,
        }
    }

    /// Classes that folder names or a table propose as labels. A table is read once for each `round`.
    pub fn proposal(&self, from: &TrueLabels, round: u64) -> Fetch<Arc<Proposal>> {
        match self.ask(Question::Proposal(Arc::new(from.clone()), round, self.labels_revision())) {
            Some(Answer::Proposal(proposal)) => Fetch::Ready(proposal),
            Some(Answer::Missing(why)) => Fetch::Missing(why),
            _ => Fetch::Pending,
        }
    }

    fn labels_revision(&self) -> u64 {
        self.0.state.lock().source.as_ref().map_or(0, |source| source.labels_revision)
    }

    fn pixels(&self, question: Question) -> Fetch<Arc<Pixels>> {
        match self.ask(question) {
            Some(Answer::Pixels(pixels)) => Fetch::Ready(pixels),
            Some(Answer::Missing(why)) => Fetch::Missing(why),
            _ => Fetch::Pending,
        }
    }

    fn ask(&self, question: Question) -> Option<Answer> {
        let mut state = self.0.state.lock();
        state.clock += 1;
        let now = state.clock;
        if let Some((answer, used)) = state.answers.get_mut(&question) {
            *used = now;
            let answer = answer.clone();
            if matches!((&question, &answer), (Question::Search(..), Answer::Missing(_))) {
                // What was missing may be there when it is looked for again.
                state.forget(&question);
            }
            return Some(answer);
        }
        if state.at_work.contains(&question) {
            return None;
        }
        match state.waiting.iter().position(|waiting| *waiting == question) {
            // What is asked for again is still on screen.
            Some(at) => {
                let question = state.waiting.remove(at);
                state.waiting.push(question);
            }
            None => state.waiting.push(question),
        }
        if state.waiting.len() > MOST_WAITING {
            state.waiting.remove(0);
        }
        drop(state);
        // One thread alone may not be the one that answers this kind.
        self.0.asked.notify_all();
        None
    }
}

impl Inner {
    /// Answers slow questions or the others, until it is closed.
    fn work(&self, is_slow: bool) {
        loop {
            let mut state = self.state.lock();
            let (question, source) = loop {
                if state.is_closed {
                    return;
                }
                // What a person waits for comes before what would be nice to have; then the newest.
                let of_kind = state.waiting.iter().enumerate().filter(|(_, question)| question.is_slow() == is_slow);
                let next = of_kind.max_by_key(|(at, question)| (question.urgency(), *at)).map(|(at, _)| at);
                if let (Some(source), Some(next)) = (state.source.clone(), next) {
                    break (state.waiting.remove(next), source);
                }
                self.asked.wait(&mut state);
            };
            state.at_work.push(question.clone());
            drop(state);
            let answered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.answer(&question, &source)));
            let answer = answered.unwrap_or_else(|_| Answer::Missing("this could not be shown".into()));
            let mut state = self.state.lock();
            state.at_work.retain(|other| *other != question);
            let run = |source: &Source| source.run.as_ref().map(|run| run.id);
            // What was begun by the rows of a run that is no longer the one is of no use.
            let is_current = state.source.as_ref().is_some_and(|now| {
                now.project_revision == source.project_revision && (!question.is_of_run() || run(now) == run(&source))
            });
            if is_current {
                state.keep(question, answer);
            }
            drop(state);
            self.waker.wake();
        }
    }
}

impl State {
    fn forget(&mut self, question: &Question) {
        if let Some((gone, _)) = self.answers.remove(question) {
            self.bytes -= gone.bytes();
        }
    }

    fn keep(&mut self, question: Question, answer: Answer) {
        self.clock += 1;
        self.bytes += answer.bytes();
        if let Some((before, _)) = self.answers.insert(question, (answer, self.clock)) {
            self.bytes -= before.bytes();
        }
        if self.bytes <= CACHE_BYTES {
            return;
        }
        // Down to three quarters at once, so that sorting is rare.
        let by_age: BTreeMap<u64, Question> = self.answers.iter().map(|(q, (_, used))| (*used, q.clone())).collect();
        for question in by_age.into_values() {
            if self.bytes <= CACHE_BYTES / 4 * 3 {
                break;
            }
            if let Some((gone, _)) = self.answers.remove(&question) {
                self.bytes -= gone.bytes();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_stay_within_their_budget_and_the_newest_stay() {
        let mut state = State::default();
        let big = || Answer::Pixels(Arc::new(Pixels { width: 1024, height: 1024, rgba: vec![0; 4 << 20] }));
        for i in 0..100 {
            state.keep(Question::Thumbnail(ImageId(i)), big());
            assert!(state.bytes <= CACHE_BYTES);
        }
        assert_eq!(state.bytes, state.answers.len() * (4 << 20));
        assert!(state.answers.contains_key(&Question::Thumbnail(ImageId(99))));
        assert!(!state.answers.contains_key(&Question::Thumbnail(ImageId(0))));
    }
}
