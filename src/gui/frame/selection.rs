//! What is selected in the grid, as in a file manager.

use crate::ids::ImageId;
use std::collections::BTreeSet;

/// The selected images, where a range of them begins and where the keyboard stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// What is selected.
    pub images: BTreeSet<ImageId>,
    /// Where a range begins.
    pub anchor: Option<ImageId>,
    /// Where the keyboard stands; the inspector shows it.
    pub cursor: Option<ImageId>,
}

impl Selection {
    /// Selects this image alone.
    pub fn only(&mut self, image: ImageId) {
        self.images = BTreeSet::from([image]);
        (self.anchor, self.cursor) = (Some(image), Some(image));
    }

    /// Nothing selected.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
