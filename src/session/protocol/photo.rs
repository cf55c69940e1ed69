//! When images were taken.

use crate::ids::ImageId;

pub use crate::dataset::photo::{Photo, Taken};

/// When images were taken, as far as their files tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// Sorted by id.
    taken: Vec<(ImageId, Taken)>,
}

impl Dates {
    /// Of these images, in any order.
    #[must_use]
    pub fn new(mut taken: Vec<(ImageId, Taken)>) -> Self {
        taken.sort_unstable();
        Self { taken }
    }

    /// When an image was taken.
    #[must_use]
    pub fn taken(&self, image: ImageId) -> Option<Taken> {
        let at = self.taken.binary_search_by_key(&image, |entry| entry.0).ok()?;
        Some(self.taken[at].1)
    }

    /// Of how many images it is known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.taken.len()
    }

    /// Whether it is known of none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }
}
