//! The photo folder beside what the project knows of it: what deserves a word.

use super::{Edit, LabelledClass};
use crate::ids::{ClusterId, ImageId};
pub use crate::session::folder::report::LookReport;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What became of the images of a folder, as far as it is to be said or asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderView {
    /// Images that are shown although their folder is gone or empty: a drive may not be connected.
    pub n_away: usize,
    /// Hidden images whose files are gone, by path.
    pub missing: Arc<Vec<MissingImage>>,
    /// Images that no run has seen and nobody has placed, by path. Empty while there are no clusters: all are new then.
    pub unplaced: Arc<Vec<ImageId>>,
    /// Images that took the place of one that a person had decided about, and of which nobody has said anything yet, by
    /// path: the shelf "Changed since you confirmed it".
    pub changed: Arc<Vec<ChangedImage>>,
    /// Images that are, byte by byte, what a person has put into a cluster elsewhere, by path.
    pub copies: Arc<Vec<LabelOffer>>,
    /// What the last look since the project was opened found.
    pub last_look: Option<LookReport>,
}

/// An image whose file is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingImage {
    /// Its id.
    pub id: ImageId,
    /// Where it was, as it is displayed.
    pub path: Arc<str>,
    /// The cluster that it is in.
    pub cluster: Option<ClusterId>,
    /// A person decided about it.
    pub is_decided: bool,
}

/// An image at whose path another one was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedImage {
    /// The one that is there now.
    pub image: ImageId,
    /// The one that a person decided about.
    pub before: ImageId,
    /// What that one was; None: junk.
    pub cluster: Option<ClusterId>,
}

/// A label that an image could get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelOffer {
    /// Which image.
    pub image: ImageId,
    /// The cluster that its copy was put into.
    pub cluster: ClusterId,
}

impl FolderView {
    /// The edit that takes these offers, all in one step.
    #[must_use]
    pub fn taken(offers: impl IntoIterator<Item = LabelOffer>) -> Edit {
        let mut clusters: BTreeMap<ClusterId, Vec<ImageId>> = BTreeMap::new();
        for LabelOffer { image, cluster } in offers {
            clusters.entry(cluster).or_default().push(image);
        }
        let class = |(cluster, images)| LabelledClass { cluster, name: String::new(), images };
        Edit::Label { classes: clusters.into_iter().map(class).collect() }
    }

    /// Whose place an image took, if it is on the shelf of changed ones.
    #[must_use]
    pub fn changed(&self, image: ImageId) -> Option<&ChangedImage> {
        self.changed.iter().find(|changed| changed.image == image)
    }
}
