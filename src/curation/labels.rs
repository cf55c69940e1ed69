//! Clusters and the label of every image: what a run said, overlaid by what people did.
//!
//! Unchanged clusters are shared between states, so a copy costs little. How labels are changed is told by `delta`.

use super::proof::Verdict;
use crate::ids::{ClusterId, ImageId, RunId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What holds between two images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The images are of one class.
    Same,
    /// The images are of two classes.
    Different,
}

/// The hard result of a run: parallel lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assignment {
    /// Which images took part.
    pub images: Vec<ImageId>,
    /// The run's own cluster number of each.
    pub clusters: Vec<u32>,
    /// Probability of that cluster, 0 to 1.
    pub confidence: Vec<f32>,
}

/// Where the assignments of runs are found.
pub trait RunAssignments {
    /// The kept assignment of a run, if the run has one.
    fn assignment(&self, run: RunId) -> Option<Arc<Assignment>>;
}

/// Who decided where an image belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// A run gave it.
    #[default]
    Machine,
    /// A person put it there (or took it out).
    Placed,
    /// A person said that it is right.
    Confirmed,
}

/// Where an image belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Label {
    /// None: in no cluster.
    pub cluster: Option<ClusterId>,
    /// A person said that it belongs in no class; then it is in no cluster, and no later run takes it.
    pub is_junk: bool,
    /// How probable the machine that put it there found the cluster, 0 to 1, whatever people said of it; 0 where no machine
    /// did. Of an image that a machine found no cluster for, how probable it found the best one: nobody is shown that.
    pub confidence: f32,
    /// Who decided about the label.
    pub source: Source,
}

/// What a person gave a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// A name.
    pub name: Option<String>,
    /// The heading that it stands under.
    pub group: Option<String>,
    /// One of [`super::edit::N_COLOURS`] colours.
    pub colour: Option<u8>,
    /// The key 1 to 9 that puts images into it.
    pub hot_key: Option<u8>,
    /// Words for whoever labels.
    pub note: String,
    /// The member that stands for it; of no account while it is no member.
    pub cover: Option<ImageId>,
}

/// One cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// Its id.
    pub id: ClusterId,
    /// What a person gave it.
    pub about: About,
    /// Its place in the list when a run was taken last, from 1; clusters that came since follow. It is called by it while it
    /// has no name.
    pub number: u32,
    /// Numbers, in the run that was taken last, of the run's own clusters that it is made of, ascending: several after a merge,
    /// those of the whole in a part of a split, none in a class that people made.
    pub made_of: Arc<Vec<u32>>,
    /// Sorted by id.
    pub members: Arc<Vec<ImageId>>,
    /// What was said of its random sample, in the order of asking. It begins anew where a run, a merge or a split changed the
    /// members: what was drawn from others says nothing of these.
    pub verdicts: Arc<Vec<Verdict>>,
    /// Images that a machine placed here when the sample had been drawn past where they stand in its order, sorted. They are
    /// the next to be drawn; until a person has looked at them the sample is none of the whole.
    pub late: Arc<Vec<ImageId>>,
    /// Images of those that the sample is drawn from which a person confirmed since without their being drawn. They may have
    /// been chosen for being sure, so the sample goes on to speak of them too.
    pub n_undrawn: usize,
}

/// All clusters and labels at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Labels {
    pub(super) clusters: BTreeMap<ClusterId, Arc<Cluster>>,
    /// By image id; ids are dense and begin near zero.
    pub(super) by_image: Vec<Label>,
    /// What images are not, as far as a person said so; no set is empty.
    pub(super) rejected: BTreeMap<ImageId, BTreeSet<ClusterId>>,
    /// By pairs, the lower id first.
    pub(super) links: BTreeMap<[ImageId; 2], Link>,
    pub(super) adopted: Option<RunId>,
    pub(super) next_id: u32,
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            clusters: BTreeMap::new(),
            by_image: Vec::new(),
            rejected: BTreeMap::new(),
            links: BTreeMap::new(),
            adopted: None,
            next_id: 1,
        }
    }
}

impl Labels {
    /// Clusters by id. Empty ones are there only if a person named them.
    pub fn clusters(&self) -> impl Iterator<Item = &Arc<Cluster>> {
        self.clusters.values()
    }

    /// One cluster.
    #[must_use]
    pub fn cluster(&self, id: ClusterId) -> Option<&Arc<Cluster>> {
        self.clusters.get(&id)
    }

    /// Where an image belongs.
    #[must_use]
    pub fn label(&self, image: ImageId) -> Label {
        self.by_image.get(image.0 as usize).copied().unwrap_or_default()
    }

    /// What each image is not, as far as a person said so.
    #[must_use]
    pub fn rejected(&self) -> &BTreeMap<ImageId, BTreeSet<ClusterId>> {
        &self.rejected
    }

    /// Pairs of images that a person said are of one class or of two, the lower id first.
    #[must_use]
    pub fn links(&self) -> &BTreeMap<[ImageId; 2], Link> {
        &self.links
    }

    /// The run whose clusters these are.
    #[must_use]
    pub fn adopted(&self) -> Option<RunId> {
        self.adopted
    }

    /// The id that the next new cluster gets.
    #[must_use]
    pub fn next_cluster_id(&self) -> ClusterId {
        ClusterId(self.next_id)
    }

    /// The number that a cluster gets which comes now.
    pub(super) fn next_number(&self) -> u32 {
        self.clusters.values().map(|cluster| cluster.number).max().unwrap_or(0) + 1
    }

    /// Sets a label and gives the one before. The list ends with the last image that has one, so it may have to grow.
    pub(super) fn put(&mut self, image: ImageId, label: Label) -> Label {
        let index = image.0 as usize;
        if index >= self.by_image.len() {
            self.by_image.resize(index + 1, Label::default());
        }
        std::mem::replace(&mut self.by_image[index], label)
    }

    /// The list of labels ends with the last image that has one.
    pub(super) fn trim(&mut self) {
        while self.by_image.last().is_some_and(|label| *label == Label::default()) {
            self.by_image.pop();
        }
    }
}
