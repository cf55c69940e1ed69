//! Fetches thumbnails, previews, evidence, examples, similar images and suggested names by id, on threads of its own.
//!
//! Asking never waits: an answer is there, on its way, or not to be had. The newest question is answered first, since
//! that is what is on screen; old ones are dropped when there are too many. Questions that may take a network have a
//! thread of their own, so that pictures never wait for them. What was answered is kept within a byte budget. How
//! answers are found is told by each of the [`questions`].

mod cache;

use super::classes::Classes;
use super::curating::Part;
use super::evaluation::TrueLabels;
use super::evidence::Examples;
use super::labelling::Proposal;
use super::quality::Quality;
use super::question::Question;
use super::questions;
use super::search::{Nearest, Query, Suggestions};
use super::source::{Known, Source};
use crate::control::Waker;
use crate::dataset::decode::{ByteBudget, Share};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Dates, Evidence, Fetch, Photo, Pixels};
use cache::{Answer, Asked, State, no_run};
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::thread::JoinHandle;

/// Of each thread, whether it answers slow questions and no others.
const THREADS: [bool; 3] = [false, false, true];

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
        let inner =
            Inner { state: Mutex::default(), asked: Condvar::new(), waker, budget: ByteBudget::here(Share::Looking) };
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
    pub(in crate::session) fn set_source(&self, source: Source) {
        self.0.state.lock().set_source(source);
    }

    /// Where answers come from now.
    pub(in crate::session) fn source(&self) -> Option<Source> {
        self.0.state.lock().source.clone()
    }

    /// The thumbnail (fits 256 x 256). The newest asked for come first.
    pub fn thumbnail(&self, image: ImageId) -> Fetch<Arc<Pixels>> {
        self.ask(questions::Thumbnail(image))
    }

    /// The original, upright, no side longer than `max_side` pixels; of a stranger's project its thumbnail.
    pub fn preview(&self, image: ImageId, max_side: u32) -> Fetch<Arc<Pixels>> {
        self.ask(questions::Preview { image, max_side: max_side.max(1) })
    }

    /// What the file of the image tells beside its pixels: date, camera, exposure, size.
    pub fn photo(&self, image: ImageId) -> Fetch<Arc<Photo>> {
        self.ask(questions::PhotoOf(image))
    }

    /// When each image was taken. Every file is opened for it once for each `round`, which takes seconds.
    pub fn dates(&self, round: u64) -> Fetch<Arc<Dates>> {
        self.ask(questions::DatesOfAll { round })
    }

    /// Why the image is where it is, by the adopted run.
    pub fn evidence(&self, image: ImageId) -> Fetch<Arc<Evidence>> {
        self.ask(questions::WhyHere(image))
    }

    /// The most and the least typical members of a cluster: nearest to its centre in feature space, and those whose
    /// second choice is nearest to their first; at most `n` of each.
    pub fn examples(&self, cluster: ClusterId, n: usize) -> Fetch<Arc<Examples>> {
        self.ask(questions::ExamplesOf { cluster, n })
    }

    /// Near-duplicates, what is unusual, what is unsure, and how far confidences can be believed.
    pub fn quality(&self) -> Fetch<Arc<Quality>> {
        self.ask(questions::WhatIsDoubtful)
    }

    /// The merge tree of the adopted run's features. Building it takes seconds.
    pub fn classes(&self) -> Fetch<Arc<Classes>> {
        if self.0.state.lock().source.as_ref().is_none_or(|source| source.run.is_none()) {
            return Fetch::Missing(no_run());
        }
        self.ask(questions::CountedClasses)
    }

    /// The `n` images that are nearest to something by the adopted run's features, best first. The first question by a
    /// file or by words may take seconds, in which the network is opened; later ones take milliseconds.
    pub fn search(&self, query: &Query, n: usize) -> Fetch<Arc<Nearest>> {
        self.ask(questions::Search { query: query.clone(), n })
    }

    /// Names for a cluster, best first, each with how much nearer it is to this cluster than to the others; may be none.
    /// Words for what the images show may take a minute the first time; what is known without is there until they come.
    pub fn suggestions(&self, cluster: ClusterId) -> Fetch<Arc<Suggestions>> {
        match self.ask(questions::NamesFor(cluster)) {
            Fetch::Pending => match self.ask(questions::PlainNamesFor(cluster)) {
                Fetch::Ready(names) if names.names.is_empty() => Fetch::Pending,
                plain => plain,
            },
            names => names,
        }
    }

    /// Parts that a cluster could be split into, largest first: `n`, or fewer where there is less to tell apart.
    pub fn split(&self, cluster: ClusterId, n: usize) -> Fetch<Arc<Vec<Part>>> {
        self.ask(questions::PartsOf { cluster, n })
    }

    /// At most `n` images to ask a person about next, most useful first. It is made once for each `round`: what a person
    /// decides meanwhile is still in it.
    pub fn queue(&self, n: usize, round: u64) -> Fetch<Arc<Vec<ImageId>>> {
        self.ask(questions::ReviewQueue { n, round })
    }

    /// The other clusters by how near their centres are to that of this one: cosine, -1 to 1, nearest first.
    pub fn nearest_clusters(&self, cluster: ClusterId) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
        self.ask(questions::NearClusters(cluster))
    }

    /// All clusters by how probable they are for these images in the mean, 0 to 1, likeliest first; the images' own one comes
    /// last.
    pub fn likely_clusters(&self, images: &[ImageId]) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
        self.ask(questions::LikelyClusters(images.to_vec()))
    }

    /// Classes that folder names or a table propose as labels. A table is read once for each `round`.
    pub fn proposal(&self, from: &TrueLabels, round: u64) -> Fetch<Arc<Proposal>> {
        self.ask(questions::ProposedLabels { from: from.clone(), round })
    }

    fn ask<Q: Question>(&self, question: Q) -> Fetch<Arc<Q::Answer>> {
        let mut state = self.0.state.lock();
        let asked = Asked::now(question, state.source.as_ref());
        let answer = state.ask(asked);
        drop(state);
        match answer.map(|answer| answer.to::<Q>()) {
            Some(Ok(answer)) => Fetch::Ready(answer),
            Some(Err(why)) => Fetch::Missing(why),
            None => {
                // One thread alone may not be the one that answers this kind.
                self.0.asked.notify_all();
                Fetch::Pending
            }
        }
    }
}

impl Inner {
    /// Answers slow questions or the others, until it is closed.
    fn work(&self, is_slow: bool) {
        loop {
            let mut state = self.state.lock();
            let (asked, source) = loop {
                if state.is_closed {
                    return;
                }
                if let Some(source) = state.source.clone()
                    && let Some(asked) = state.next(is_slow)
                {
                    break (asked, source);
                }
                self.asked.wait(&mut state);
            };
            state.at_work.push(asked.clone());
            drop(state);
            let known = Known { source: &source, budget: &self.budget };
            let answered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| asked.answer(&known)));
            let answer = answered.unwrap_or_else(|_| Answer::missing("this could not be shown".into()));
            let mut state = self.state.lock();
            state.at_work.retain(|other| *other != asked);
            // What was begun by labels or by a run that are no longer in force is of no use.
            let is_current = state
                .source
                .as_ref()
                .is_some_and(|now| now.project_revision == source.project_revision && asked.is_current(now));
            if is_current {
                state.keep(asked, answer);
            }
            drop(state);
            self.waker.wake();
        }
    }
}
