//! The changes that a person may ask for; the engine turns them into what the journal keeps.

use super::{Answer, Link, Mark, SampleAnswers};
use crate::ids::{ClusterId, ImageId, RunId};

/// A change by a person.
#[derive(Clone, Debug, PartialEq)]
pub enum EditRequest {
    /// A new name; an empty one returns to the automatic name.
    Rename {
        /// Which cluster.
        cluster: ClusterId,
        /// The name, in any script.
        name: String,
    },
    /// Makes several clusters one; the first keeps its id and name.
    Merge {
        /// The cluster that remains.
        into: ClusterId,
        /// The clusters that become part of it.
        from: Vec<ClusterId>,
    },
    /// Puts images into a cluster; None takes them out of every cluster.
    Move {
        /// Which images.
        images: Vec<ImageId>,
        /// The cluster that they go to; None: into no cluster.
        to: Option<ClusterId>,
    },
    /// Puts images into a new cluster of this name.
    MoveToNew {
        /// Which images.
        images: Vec<ImageId>,
        /// Name of the new cluster.
        name: String,
    },
    /// Puts images on the shelf of what belongs in no class; taking them out of every cluster takes them off it.
    Junk {
        /// Which images.
        images: Vec<ImageId>,
    },
    /// Says that the images are where they belong (or no longer says so): no later run moves them.
    Confirm {
        /// Which images.
        images: Vec<ImageId>,
        /// True confirms them, false takes confirmations back.
        is_confirmed: bool,
    },
    /// Takes a finished run's clusters; names, merges and moves of people survive.
    AdoptRun(RunId),
    /// Makes a cluster several: the first part keeps its id and name, and whatever is in no part; two to [`MOST_PARTS`](super::MOST_PARTS) parts.
    Split {
        /// Which cluster.
        cluster: ClusterId,
        /// Members of each part.
        parts: Vec<Vec<ImageId>>,
    },
    /// Says that images are not of this cluster.
    Reject {
        /// The cluster.
        cluster: ClusterId,
        /// Which images.
        images: Vec<ImageId>,
    },
    /// Answers what one image of a cluster is.
    Judge {
        /// The cluster that it is in.
        cluster: ClusterId,
        /// Which image.
        image: ImageId,
        /// The answer.
        answer: Answer,
        /// It is of the cluster's random sample ([`ClusterView::sample`](super::ClusterView::sample)) and counts towards its purity.
        is_sample: bool,
    },
    /// Answers for images of the random samples of clusters, all at once: one undo step.
    JudgeSample {
        /// Answers, an entry a cluster.
        answers: Vec<SampleAnswers>,
    },
    /// Says of which classes images are, whatever was said of them before: each class goes to the cluster of that name, else to a
    /// new one, and its images are confirmed there. See [`crate::session::insight::labelling`].
    Label {
        /// Name and images of each class.
        classes: Vec<(String, Vec<ImageId>)>,
    },
    /// Says of which clusters images are, all in one step: they are confirmed there.
    LabelAs {
        /// Images by cluster.
        clusters: Vec<(ClusterId, Vec<ImageId>)>,
    },
    /// Says whether two images are of one class; None forgets it.
    Link {
        /// The pair of images.
        images: [ImageId; 2],
        /// The constraint; None takes it back.
        link: Option<Link>,
    },
    /// Puts clusters under a heading; an empty one takes them out of theirs.
    Group {
        /// The heading that they go under.
        name: String,
        /// Which clusters.
        clusters: Vec<ClusterId>,
    },
    /// Gives a cluster a colour, a key or a note.
    Mark {
        /// Which cluster.
        cluster: ClusterId,
        /// The mark.
        mark: Mark,
    },
}
