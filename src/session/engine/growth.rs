//! When images are shown that come while a folder is read.
//!
//! All that is shown of a folder is made again as it grows: labels, places of pictures, what front ends count. That takes the
//! longer the more images there are, so it is done the more seldom, and reading a folder takes time in proportion to its images.

use super::core::{Changed, Engine};
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
    /// Shown now, which took so long.
    fn was_shown(&mut self, took: Duration) {
        *self = Self { next: Some(Instant::now() + took * SHARE), is_due: false };
    }
}

impl Engine {
    /// Shows images that came, if they have been waited for long enough.
    pub(super) fn show_growth(&mut self) {
        self.growth.is_due = true;
        if self.growth.next.is_none_or(|next| Instant::now() >= next) {
            self.show_all_that_came();
        }
    }

    /// Shows images that came and wait to be shown.
    pub(super) fn show_all_that_came(&mut self) {
        if self.growth.is_due {
            let started = Instant::now();
            self.show(Changed::Images);
            self.growth.was_shown(started.elapsed());
        }
    }
}
