//! Clusters as they are shown, and what a run that waits would change.

use super::{LabelSource, RunSummary, Snapshot};
use crate::curation::proof::{Purity, rank};
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::worker::grouped;
use std::sync::Arc;

/// A cluster as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterView {
    /// Its id.
    pub id: ClusterId,
    /// Given by a person, or "Cluster 7".
    pub name: String,
    /// A person gave the name.
    pub is_named: bool,
    /// Members, highest confidence first.
    pub members: Arc<Vec<ImageId>>,
    /// The surest member by a run: it stands for the cluster in lists, and does not change with each confirmation. Without one
    /// the first member; None in an empty cluster.
    pub cover: Option<ImageId>,
    /// Confidence of each member, as `members`.
    pub confidences: Arc<Vec<f32>>,
    /// Mean confidence of the members, 0 to 1.
    pub mean_confidence: f32,
    /// Members whose label a person gave: confirmed, or placed there.
    pub n_confirmed: usize,
    /// 20 equal bins of confidence from 0 to 1.
    pub histogram: [u32; 20],
    /// The heading that a person put it under.
    pub group: Option<String>,
    /// A colour that a person gave it, below [`N_COLOURS`].
    pub colour: Option<u8>,
    /// The key 1 to 9 that puts images into it.
    pub hot_key: Option<u8>,
    /// A person's words about it.
    pub note: String,
    /// What its random sample says of how pure the images are that a machine put here; nobody was asked yet where `n` is 0.
    pub purity: Purity,
    /// Confirmed members that its sample still speaks of: they were confirmed while it was drawn, without being drawn.
    pub n_undrawn: usize,
}

impl ClusterView {
    /// A person gave it a name, a heading, a colour, a key or a note.
    #[must_use]
    pub fn is_given(&self) -> bool {
        let is_marked = self.colour.is_some() || self.hot_key.is_some() || !self.note.is_empty();
        self.is_named || self.group.is_some() || is_marked
    }

    /// The next `n` images of its random sample: members that no person has decided about.
    #[must_use]
    pub fn sample(&self, snapshot: &Snapshot, n: usize) -> Vec<ImageId> {
        let is_open = |image: &&ImageId| snapshot.label(**image).is_some_and(|l| l.source == LabelSource::Machine);
        let mut open: Vec<(u64, ImageId)> =
            self.members.iter().filter(is_open).map(|image| (rank(self.id, *image), *image)).collect();
        open.sort_unstable();
        open.into_iter().take(n).map(|(_, image)| image).collect()
    }
}

/// What the neighbours of the images say for the clusters in force, a number of the kept stage of each run that looked for better
/// ones.
pub const PRESENT_SCORE: &str = "present_score";
/// The same for the run's own clusters.
pub const OWN_SCORE: &str = "own_score";

impl RunSummary {
    /// Whether it looked for better clusters than those that were there, and found none that were taken or are offered.
    #[must_use]
    pub fn found_nothing(&self, snapshot: &Snapshot) -> bool {
        let looked = self.stages.iter().any(|stage| stage.metrics.contains_key(PRESENT_SCORE));
        let is_offered = snapshot.candidate.as_ref().is_some_and(|candidate| candidate.run == self.id);
        looked && !is_offered && snapshot.adopted != Some(self.id)
    }
}

/// What a run was for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// A person pressed Discover.
    #[default]
    Run,
    /// Learned from corrections on the rows of another run.
    Corrections,
    /// Found beside the first clusters, which fit less well: why, in a sentence.
    Better(String),
}

/// What a finished run would change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidate {
    /// Which run.
    pub run: RunId,
    /// What it was for.
    pub origin: Origin,
    /// Images whose cluster would be another one, sorted by id.
    pub moved: Arc<Vec<ImageId>>,
    /// From where to where, most images first; None: no cluster. Clusters that are not there yet have their ids to be.
    pub flows: Vec<(Option<ClusterId>, Option<ClusterId>, usize)>,
    /// Clusters that are not there yet.
    pub n_new: usize,
    /// Clusters that would be gone.
    pub n_gone: usize,
}

impl Candidate {
    /// "34 images moved; 2 clusters are new."
    #[must_use]
    pub fn words(&self) -> String {
        let images = |n: usize| if n == 1 { "1 image".into() } else { format!("{} images", grouped(n)) };
        let clusters = |n: usize| if n == 1 { "1 cluster is".into() } else { format!("{} clusters are", grouped(n)) };
        let mut words = if self.moved.is_empty() {
            "No image moved".to_owned()
        } else {
            format!("{} moved", images(self.moved.len()))
        };
        for (n, what) in [(self.n_new, "new"), (self.n_gone, "gone")] {
            if n > 0 {
                words = format!("{words}; {} {what}", clusters(n));
            }
        }
        words + "."
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::protocol::{ImageInfo, ImageLabel, ImageTable};

    #[test]
    fn a_sample_goes_on_where_it_stopped() {
        let image = |i: u32| ImageInfo::new(ImageId(i), format!("{i:03}.jpg"), 1, 1);
        let cluster = ClusterView { members: Arc::new((0..50).map(ImageId).collect()), ..ClusterView::default() };
        let mut snapshot = Snapshot {
            images: Arc::new(ImageTable::new((0..50).map(image).collect())),
            labels: Arc::new(vec![ImageLabel::default(); 50]),
            ..Snapshot::default()
        };
        let first = cluster.sample(&snapshot, 5);
        assert_ne!(first, (0..5).map(ImageId).collect::<Vec<_>>(), "in no order that a person could guess");
        for image in &first[..3] {
            Arc::make_mut(&mut snapshot.labels)[image.0 as usize].source = LabelSource::Confirmed;
        }
        let then = cluster.sample(&snapshot, 50);
        assert_eq!((&then[..2], then.len()), (&first[3..], 47));
    }

    #[test]
    fn a_candidate_says_what_it_would_change() {
        let candidate = |n, n_new, n_gone| Candidate {
            moved: Arc::new((0..n).map(ImageId).collect()),
            n_new,
            n_gone,
            ..Candidate::default()
        };
        assert_eq!(candidate(34, 2, 0).words(), "34 images moved; 2 clusters are new.");
        assert_eq!(candidate(1, 1, 1).words(), "1 image moved; 1 cluster is new; 1 cluster is gone.");
        assert_eq!(candidate(0, 0, 0).words(), "No image moved.");
    }
}
