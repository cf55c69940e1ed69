//! When images are shown that come while a folder is read.
//!
//! All that is shown of a folder is made again as it grows: labels, places of pictures, what front ends count. That takes the
//! longer the more images there are, so it is done the more seldom, and reading a folder takes time in proportion to its images.

use std::time::{Duration, Instant};

/// Of the time at most one in so many goes into showing what came.
const SHARE: u32 = 10;

/// When what came is shown.
#[derive(Default)]
pub(super) struct Growth {
    /// Not before this.
    next: Option<Instant>,
    /// Images came that are not shown.
    is_due: bool,
}

impl Growth {
    /// Images came; gives whether they are to be shown at once.
    pub(super) fn came(&mut self) -> bool {
        self.is_due = true;
        self.next.is_none_or(|next| Instant::now() >= next)
    }

    /// Whether images wait to be shown.
    pub(super) fn is_due(&self) -> bool {
        self.is_due
    }

    /// Shown now, which took so long.
    pub(super) fn was_shown(&mut self, took: Duration) {
        *self = Self { next: Some(Instant::now() + took * SHARE), is_due: false };
    }
}
