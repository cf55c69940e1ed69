//! Fetches thumbnails, previews, evidence and examples by id, on threads of its own.
//!
//! Asking never waits: an answer is there, on its way, or not to be had. The newest question is answered first, since
//! that is what is on screen; old ones are dropped when there are too many. What was answered is kept within a byte
//! budget.

use super::evidence::{RunEvidence, examples_by_confidence};
use super::protocol::{Evidence, Fetch, Pixels, Snapshot};
use crate::control::{CancelToken, Waker};
use crate::dataset::decode::{ByteBudget, Limits, decode};
use crate::dataset::rel_path::RelPath;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::store::packs::{Location, PackReader};
use crate::store::results::RunArrays;
use parking_lot::{Condvar, Mutex};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

/// Questions that may wait; older ones are dropped and asked again when they are still wanted.
const MOST_WAITING: usize = 256;
/// Bytes of answers that are kept.
const CACHE_BYTES: usize = 96 << 20;
const N_THREADS: usize = 2;

/// Members that show what a cluster is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// Nearest to the centre first.
    pub prototypes: Vec<ImageId>,
    /// Least certain first.
    pub borderlines: Vec<ImageId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Question {
    Thumbnail(ImageId),
    Preview(ImageId, u32),
    /// With the revision of the labels that it speaks of.
    Evidence(ImageId, u64),
    Examples(ClusterId, usize, u64),
}

#[derive(Clone)]
enum Answer {
    Pixels(Arc<Pixels>),
    Evidence(Arc<Evidence>),
    Examples(Arc<Examples>),
    Missing(Arc<str>),
}

impl Answer {
    fn bytes(&self) -> usize {
        match self {
            Self::Pixels(pixels) => pixels.rgba.len(),
            Self::Evidence(evidence) => 64 * (evidence.neighbors.len() + evidence.top.len()) + 512,
            Self::Examples(examples) => 4 * (examples.prototypes.len() + examples.borderlines.len()) + 64,
            Self::Missing(why) => why.len() + 64,
        }
    }
}

/// What the answers come from; replaced by the engine when it changes.
#[derive(Clone)]
pub struct Source {
    pub folder: PathBuf,
    pub packs: Arc<PackReader>,
    /// Path and thumbnail of readable images.
    pub images: Arc<HashMap<ImageId, (RelPath, Location)>>,
    /// The adopted run: its directory and kept stage.
    pub run: Option<(RunId, PathBuf, String)>,
    /// For labels and cluster names.
    pub snapshot: Arc<Snapshot>,
    /// Changes when labels do.
    pub labels_revision: u64,
    /// Changes when another project is opened.
    pub project_revision: u64,
}

/// A run's arrays, or why they can not be had.
type LoadedRun = Result<RunEvidence, Arc<str>>;

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
    cancel: CancelToken,
}

/// Fetches large things by id; clones share caches. Never waits.
#[derive(Clone)]
pub struct Reader(Arc<Inner>);

impl Reader {
    /// Starts the reading threads, which end with [`Reader::close`].
    pub(super) fn start(waker: Waker) -> std::io::Result<(Self, Vec<JoinHandle<()>>)> {
        let inner = Inner {
            state: Mutex::default(),
            asked: Condvar::new(),
            waker,
            budget: ByteBudget::default(),
            cancel: CancelToken::default(),
        };
        let reader = Self(Arc::new(inner));
        let thread = |i: usize| {
            let inner = Arc::clone(&reader.0);
            std::thread::Builder::new().name(format!("gleaner-read-{i}")).spawn(move || inner.work())
        };
        let threads = (0..N_THREADS).map(thread).collect::<Result<_, _>>()?;
        Ok((reader, threads))
    }

    /// One without threads: every question stays open. For tests of what shows answers.
    #[cfg(all(test, feature = "gui"))]
    pub(crate) fn unanswered() -> Self {
        Self(Arc::new(Inner {
            state: Mutex::default(),
            asked: Condvar::new(),
            waker: Waker::default(),
            budget: ByteBudget::default(),
            cancel: CancelToken::default(),
        }))
    }

    /// Ends the threads; later questions are never answered.
    pub(super) fn close(&self) {
        self.0.cancel.cancel();
        self.0.state.lock().is_closed = true;
        self.0.asked.notify_all();
    }

    /// Sets where answers come from.
    pub(super) fn set_source(&self, source: Source) {
        let mut state = self.0.state.lock();
        let before = state.source.as_ref().map(|s| (s.project_revision, s.labels_revision));
        if before.is_none_or(|(project, _)| project != source.project_revision) {
            state.answers.clear();
            state.bytes = 0;
            state.waiting.clear();
            state.run = None;
        } else if before.is_some_and(|(_, labels)| labels != source.labels_revision) {
            // Nobody will ask again for what was said about older labels.
            state.waiting.retain(|q| !matches!(q, Question::Evidence(..) | Question::Examples(..)));
            state.answers.retain(|q, _| !matches!(q, Question::Evidence(..) | Question::Examples(..)));
            state.bytes = state.answers.values().map(|entry| entry.0.bytes()).sum();
        }
        state.source = Some(source);
    }

    /// Where answers come from now.
    pub(super) fn source(&self) -> Option<Source> {
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
            return Some(answer.clone());
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
        self.0.asked.notify_one();
        None
    }
}

impl Inner {
    fn work(&self) {
        loop {
            let mut state = self.state.lock();
            let (question, source) = loop {
                if state.is_closed {
                    return;
                }
                let source = state.source.clone();
                if let (Some(source), Some(question)) = (source, state.waiting.pop()) {
                    break (question, source);
                }
                self.asked.wait(&mut state);
            };
            state.at_work.push(question);
            drop(state);
            let answered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.answer(question, &source)));
            let answer = answered.unwrap_or_else(|_| Answer::Missing("this could not be shown".into()));
            let mut state = self.state.lock();
            state.at_work.retain(|other| *other != question);
            let is_current = state.source.as_ref().is_some_and(|s| s.project_revision == source.project_revision);
            if is_current {
                state.keep(question, answer);
            }
            drop(state);
            self.waker.wake();
        }
    }

    fn answer(&self, question: Question, source: &Source) -> Answer {
        let missing = |why: String| Answer::Missing(why.into());
        match question {
            Question::Thumbnail(image) => {
                let Some((_, location)) = source.images.get(&image) else {
                    return missing("this image is not in the folder any more".into());
                };
                let jpeg = match source.packs.read(location) {
                    Ok(jpeg) => jpeg,
                    Err(error) => return missing(error.to_string()),
                };
                match image::load_from_memory_with_format(&jpeg, image::ImageFormat::Jpeg) {
                    Ok(thumbnail) => pixels(&thumbnail.into_rgba8()),
                    Err(error) => missing(format!("the thumbnail can not be read: {error}")),
                }
            }
            Question::Preview(image, max_side) => {
                let Some((path, _)) = source.images.get(&image) else {
                    return missing("this image is not in the folder any more".into());
                };
                let path = path.to_path(&source.folder);
                match decode(&path, &Limits::default(), &self.budget, &self.cancel) {
                    Ok(rgb) => {
                        let largest = rgb.width().max(rgb.height());
                        let whole = image::DynamicImage::ImageRgb8(rgb);
                        let shown = if largest > max_side { whole.thumbnail(max_side, max_side) } else { whole };
                        pixels(&shown.into_rgba8())
                    }
                    Err(reason) => missing(reason.to_string()),
                }
            }
            Question::Evidence(image, _) => match &*self.run(source) {
                Ok(run) => Answer::Evidence(Arc::new(run.of(image, &source.snapshot))),
                Err(why) => Answer::Missing(Arc::clone(why)),
            },
            Question::Examples(cluster, n, _) => {
                let Some(cluster) = source.snapshot.cluster(cluster) else {
                    return missing("this cluster is not there any more".into());
                };
                let examples = match &*self.run(source) {
                    Ok(run) => run.examples(&cluster.members, n),
                    Err(_) => examples_by_confidence(&cluster.members, n),
                };
                Answer::Examples(Arc::new(examples))
            }
        }
    }

    /// The adopted run's arrays, read once.
    fn run(&self, source: &Source) -> Arc<LoadedRun> {
        let Some((id, dir, kept)) = &source.run else {
            return Arc::new(Err("No clusters were taken yet, so there is nothing to explain.".into()));
        };
        {
            let state = self.state.lock();
            if let Some((known, project, run)) = &state.run
                && (known, *project) == (id, source.project_revision)
            {
                return Arc::clone(run);
            }
        }
        let loaded = match RunArrays::load(dir) {
            Ok(arrays) => Ok(RunEvidence::new(arrays, kept)),
            Err(error) => Err(error.to_string().into()),
        };
        let loaded = Arc::new(loaded);
        self.state.lock().run = Some((*id, source.project_revision, Arc::clone(&loaded)));
        loaded
    }
}

impl State {
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
        let by_age: BTreeMap<u64, Question> = self.answers.iter().map(|(q, (_, used))| (*used, *q)).collect();
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

fn pixels(rgba: &image::RgbaImage) -> Answer {
    Answer::Pixels(Arc::new(Pixels { width: rgba.width(), height: rgba.height(), rgba: rgba.as_raw().clone() }))
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
