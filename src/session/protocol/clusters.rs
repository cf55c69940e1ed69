//! Clusters as they are shown.

use super::{LabelSource, Snapshot};
use crate::curation::proof::{Purity, rank};
use crate::ids::{ClusterId, ImageId};
use std::sync::Arc;

/// A cluster as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterView {
    /// Its id.
    pub id: ClusterId,
    /// What it is called, by nobody else: the name that a person gave, with a number where another cluster has the same one
    /// ("forest (2)"), or "Group 7".
    pub name: String,
    /// The number that it is called by while it has no name: its place in the list when a run was taken last. No id.
    pub number: u32,
    /// Numbers of the run's own clusters that it is made of: what the run says for them is said for it.
    pub made_of: Arc<Vec<u32>>,
    /// A person gave the name.
    pub is_named: bool,
    /// Members, highest confidence first; those that the run says nothing of come last.
    pub members: Arc<Vec<ImageId>>,
    /// The member that a person chose, else the first: it stands for the cluster in lists. None in an empty cluster.
    pub cover: Option<ImageId>,
    /// A person chose the cover.
    pub has_chosen_cover: bool,
    /// Confidence of each member, as `members`.
    pub confidences: Arc<Vec<f32>>,
    /// Mean confidence of the members that the run says something of, 0 to 1; 0 where there are none.
    pub mean_confidence: f32,
    /// Members whose label a person gave: confirmed, or placed there.
    pub n_confirmed: usize,
    /// 20 equal bins of confidence from 0 to 1, of the members that the run says something of.
    pub histogram: [u32; 20],
    /// The heading that a person put it under.
    pub group: Option<String>,
    /// A colour that a person gave it, below [`super::N_COLOURS`].
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

    /// How sure the run is of its members on average; None where it says nothing of any.
    #[must_use]
    pub fn sure(&self) -> Option<f32> {
        Some(self.mean_confidence).filter(|sure| *sure > 0.0)
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
}
