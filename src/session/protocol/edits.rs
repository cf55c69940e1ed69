//! The changes that a person may ask for: edits, and what becomes one by the labels in force.

use super::Edit;
use crate::ids::{ClusterId, ImageId, RunId};

/// What becomes of a name that another cluster has already: equal names are one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnSame {
    /// Nothing is changed, and the outcome says that the name is taken: a person has to choose.
    #[default]
    Ask,
    /// The cluster becomes part of the one that has the name.
    Merge,
    /// Both stay, and this one gets a number that everybody sees: "forest (2)".
    KeepBoth,
}

/// A change by a person: an edit, or what becomes one by the labels that are in force when its turn comes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// An edit as it is.
    Edit(Edit),
    /// Names a cluster; an empty name returns to the automatic one. An [`Edit::Rename`] that comes as it is asks, too.
    Rename {
        /// Which cluster.
        cluster: ClusterId,
        /// The name.
        name: String,
        /// What becomes of a name that another cluster has: see [`Snapshot::named`](super::Snapshot::named).
        on_same: OnSame,
    },
    /// Puts images into a new cluster of this name; into the one that has the name, where there is one.
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
        /// Names of the parts but the first, which keeps its own; an empty or missing one is automatic.
        names: Vec<String>,
        /// Positions of the parts all of whose images a person confirms with it. What was said of the whole is said of the
        /// first part alone.
        confirmed: Vec<usize>,
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
