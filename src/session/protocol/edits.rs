//! The changes that a person may ask for: edits, and what becomes one by the labels in force.

use super::Edit;
use crate::ids::{ClusterId, ImageId, RunId};

/// A change by a person: an edit, or what becomes one by the labels that are in force when its turn comes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// An edit as it is.
    Edit(Edit),
    /// Puts images into a new cluster of this name.
    NewCluster {
        /// Which images.
        images: Vec<ImageId>,
        /// Name of the new cluster.
        name: String,
    },
    /// Takes a finished run's clusters; names, merges and moves of people survive.
    AdoptRun(RunId),
    /// Makes a cluster several: the first part keeps its id and name, and whatever is in no part; two to
    /// [`MOST_PARTS`](super::MOST_PARTS) parts.
    Split {
        /// Which cluster.
        cluster: ClusterId,
        /// Members of each part.
        parts: Vec<Vec<ImageId>>,
    },
    /// Says of which classes images are, whatever was said of them before: each class goes to the cluster of that name, else to a
    /// new one, and its images are confirmed there. See [`crate::session::insight::labelling`].
    Label {
        /// Name and images of each class.
        classes: Vec<(String, Vec<ImageId>)>,
    },
}

impl From<Edit> for Change {
    fn from(edit: Edit) -> Self {
        Self::Edit(edit)
    }
}
