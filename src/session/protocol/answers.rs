//! What is fetched by id, since it is too large for the snapshot or takes long to find.

use super::{ImageLabel, Link};
use crate::ids::{ClusterId, ImageId};
use crate::stage::Stage;
use crate::strings::{Told, percent, short_percent, told};
use std::sync::Arc;

/// Something fetched by id: there, or on its way (the waker is called when it is), or not to be had.
#[derive(Clone, Debug)]
pub enum Fetch<T> {
    /// The answer.
    Ready(T),
    /// Asked for; ask again after a wake.
    Pending,
    /// Can not be had, with the reason in words.
    Missing(Arc<str>),
}

/// Upright RGBA8 pixels, row-major, opaque.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// width * height * 4 bytes.
    pub rgba: Vec<u8>,
}

/// Why an image is where it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Most probable clusters of the kept stage, highest first.
    pub top: Vec<ClusterProbability>,
    /// Nearest neighbours in feature space, most similar first.
    pub neighbors: Vec<NeighborInfo>,
    /// What each stage of the adopted run said: cluster and confidence.
    pub stages: Vec<(Stage, ClusterProbability)>,
    /// What the run says for each of its own clusters that the image's cluster is made of, most first: its confidence is their
    /// sum. One alone where nothing was merged; none in a class that people made.
    pub summed: Vec<f32>,
    /// Clusters that people said it is not of.
    pub rejected: Vec<ClusterId>,
    /// Images that people said are, or are not, of one class with it.
    pub links: Vec<(ImageId, Link)>,
}

impl Evidence {
    /// Where the confidence of the image's label comes from, if that is not plain: several groups of the result were merged, or
    /// the result knows nothing of it.
    #[must_use]
    pub fn sum_words(&self, label: &ImageLabel) -> Option<Told> {
        match &self.summed[..] {
            _ if label.cluster.is_none() => None,
            _ if label.sure().is_none() => Some(told!("engine-sure-unknown")),
            [] | [_] => None,
            several => {
                let parts: Vec<String> = several.iter().map(|p| short_percent(*p)).collect();
                Some(told!(
                    "engine-sure-sum",
                    n = several.len(),
                    parts = parts.join(" + "),
                    sum = percent(label.confidence)
                ))
            }
        }
    }
}

/// A cluster and how probable it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterProbability {
    /// None where the run's cluster has no counterpart any more.
    pub cluster: Option<ClusterId>,
    /// Name to show.
    pub name: Told,
    /// Name in JSON, where a cluster without a counterpart is told by the key of its stage: "kmeans's own 1".
    pub key: String,
    /// Probability, 0 to 1.
    pub probability: f32,
}

/// One neighbour.
#[derive(Clone, Debug, PartialEq)]
pub struct NeighborInfo {
    /// Which image.
    pub image: ImageId,
    /// Cosine, -1 to 1.
    pub similarity: f32,
    /// Its cluster now.
    pub cluster: Option<ClusterId>,
}
