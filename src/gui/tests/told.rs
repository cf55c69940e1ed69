//! Answers that a test of the window has beforehand. What it was not told stays pending, as if it were still being found out.

use crate::gui::frame::Fetcher;
use crate::ids::{ClusterId, ImageId};
use crate::session::classes::Classes;
use crate::session::curating::Part;
use crate::session::evaluation::TrueLabels;
use crate::session::labelling::Proposal;
use crate::session::protocol::{Evidence, Fetch, Pixels};
use crate::session::{Examples, Nearest, Query, Suggestions};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;

/// An answer with what it answers.
pub enum Told {
    /// Parts of a cluster, asked for by their number.
    Split(ClusterId, usize, Vec<Part>),
    /// The other clusters by nearness.
    Near(ClusterId, Vec<(ClusterId, f32)>),
    /// All clusters by how probable they are for images.
    Likely(Vec<ImageId>, Vec<(ClusterId, f32)>),
    /// Typical and doubtful members, asked for by their number.
    Examples(ClusterId, usize, Examples),
    /// Why an image is where it is.
    Evidence(ImageId, Evidence),
    /// What a cluster may be called.
    Names(ClusterId, Suggestions),
    /// Classes to take, asked for in a round.
    Proposal(TrueLabels, u64, Proposal),
    /// Why nothing is found.
    Unfound(Query, String),
    /// A picture.
    Thumbnail(ImageId, Pixels),
}

/// A source of answers that knows what it was told. Clones share it.
#[derive(Clone, Default)]
pub struct Known(Arc<Mutex<Answers>>);

#[derive(Default)]
struct Answers {
    splits: HashMap<(ClusterId, usize), Arc<Vec<Part>>>,
    near: HashMap<ClusterId, Arc<Vec<(ClusterId, f32)>>>,
    likely: HashMap<Vec<ImageId>, Arc<Vec<(ClusterId, f32)>>>,
    examples: HashMap<(ClusterId, usize), Arc<Examples>>,
    evidence: HashMap<ImageId, Arc<Evidence>>,
    names: HashMap<ClusterId, Arc<Suggestions>>,
    proposals: HashMap<(TrueLabels, u64), Arc<Proposal>>,
    thumbnails: HashMap<ImageId, Arc<Pixels>>,
    unfound: HashMap<Query, Arc<str>>,
}

impl Known {
    /// Takes an answer for the question that it answers.
    pub fn tell(&self, told: Told) {
        let mut known = self.0.lock();
        match told {
            Told::Split(cluster, n, parts) => drop(known.splits.insert((cluster, n), Arc::new(parts))),
            Told::Near(cluster, near) => drop(known.near.insert(cluster, Arc::new(near))),
            Told::Likely(images, likely) => drop(known.likely.insert(images, Arc::new(likely))),
            Told::Examples(cluster, n, examples) => drop(known.examples.insert((cluster, n), Arc::new(examples))),
            Told::Evidence(image, evidence) => drop(known.evidence.insert(image, Arc::new(evidence))),
            Told::Names(cluster, names) => drop(known.names.insert(cluster, Arc::new(names))),
            Told::Proposal(from, round, proposal) => drop(known.proposals.insert((from, round), Arc::new(proposal))),
            Told::Unfound(query, why) => drop(known.unfound.insert(query, why.into())),
            Told::Thumbnail(image, pixels) => drop(known.thumbnails.insert(image, Arc::new(pixels))),
        }
    }
}

fn known<T>(answer: Option<&Arc<T>>) -> Fetch<Arc<T>> {
    answer.map_or(Fetch::Pending, |answer| Fetch::Ready(Arc::clone(answer)))
}

impl Fetcher for Known {
    fn thumbnail(&self, image: ImageId) -> Fetch<Arc<Pixels>> {
        known(self.0.lock().thumbnails.get(&image))
    }

    fn evidence(&self, image: ImageId) -> Fetch<Arc<Evidence>> {
        known(self.0.lock().evidence.get(&image))
    }

    fn examples(&self, cluster: ClusterId, n: usize) -> Fetch<Arc<Examples>> {
        known(self.0.lock().examples.get(&(cluster, n)))
    }

    fn nearest_clusters(&self, cluster: ClusterId) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
        known(self.0.lock().near.get(&cluster))
    }

    fn likely_clusters(&self, images: &[ImageId]) -> Fetch<Arc<Vec<(ClusterId, f32)>>> {
        known(self.0.lock().likely.get(images))
    }

    fn classes(&self) -> Fetch<Arc<Classes>> {
        Fetch::Missing("no run is in force".into())
    }

    fn suggestions(&self, cluster: ClusterId) -> Fetch<Arc<Suggestions>> {
        known(self.0.lock().names.get(&cluster))
    }

    fn search(&self, query: &Query, _n: usize) -> Fetch<Arc<Nearest>> {
        match self.0.lock().unfound.get(query) {
            Some(why) => Fetch::Missing(Arc::clone(why)),
            None => Fetch::Pending,
        }
    }

    fn split(&self, cluster: ClusterId, n: usize) -> Fetch<Arc<Vec<Part>>> {
        known(self.0.lock().splits.get(&(cluster, n)))
    }

    fn proposal(&self, from: &TrueLabels, round: u64) -> Fetch<Arc<Proposal>> {
        known(self.0.lock().proposals.get(&(from.clone(), round)))
    }
}
