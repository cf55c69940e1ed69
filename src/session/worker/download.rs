//! Downloading the weights of a network.

use super::{Context, Ending};
use crate::control::Progress;
use crate::features::hub::{Hub, HubError};
use crate::features::registry::Model;
use crate::strings::{Told, told};
use std::time::{Duration, Instant};

/// How often progress is shown.
const SHOW: Duration = Duration::from_millis(100);

/// What is downloaded.
pub struct DownloadWork {
    /// Which network.
    pub model: &'static Model,
}

impl DownloadWork {
    /// Downloads the weights.
    pub fn run(self, context: &Context) -> Ending {
        let started = Instant::now();
        let (mut first, mut last_shown) = (None, None::<Instant>);
        let mut show = |n_there: u64, n_all: u64| {
            let first = *first.get_or_insert(n_there);
            if n_there < n_all && last_shown.is_some_and(|at| at.elapsed() < SHOW) {
                return;
            }
            last_shown = Some(Instant::now());
            context.show(self.at(n_there, n_all, n_there.saturating_sub(first), started.elapsed()));
        };
        let done = Hub::from_env().download(self.model, &context.cancel, &mut show);
        match done {
            Ok(path) => {
                Ending::Done(told!("engine-downloaded", model = self.model.label, path = path.display().to_string()))
            }
            Err(HubError::Cancelled) => Ending::Cancelled,
            Err(error) => Ending::Failed(Told::of(error)),
        }
    }

    /// `n_new` bytes came in `elapsed`.
    fn at(&self, n_there: u64, n_all: u64, n_new: u64, elapsed: Duration) -> Progress {
        let megabytes = |n: u64| n as f64 / 1e6;
        let rate = n_new as f64 / elapsed.as_secs_f64().max(1e-3);
        let is_known = elapsed > Duration::from_millis(500) && n_new > 0;
        let (there, all) = (format!("{:.0}", megabytes(n_there)), format!("{:.0}", megabytes(n_all)));
        let detail = match () {
            () if n_there == n_all => told!("engine-checksum"),
            () if is_known => {
                told!("engine-megabytes-rate", there = there, all = all, rate = format!("{:.1}", rate / 1e6))
            }
            () => told!("engine-megabytes", there = there, all = all),
        };
        Progress {
            stage: told!("engine-downloading", model = self.model.label),
            done: n_there,
            total: n_all,
            secs_left: is_known.then(|| (n_all - n_there.min(n_all)) as f64 / rate),
            detail,
            ..Progress::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::registry;

    #[test]
    fn what_is_left_follows_from_what_came_now() {
        let work = DownloadWork { model: registry::find("dinov2-small").expect("known") };
        // 40 MB were there before; 20 came in two seconds, 28 are left.
        let progress = work.at(60_000_000, 88_000_000, 20_000_000, Duration::from_secs(2));
        assert_eq!(
            (&*progress.stage.to_string(), &*progress.detail.to_string()),
            ("Downloading DINOv2 small", "60 of 88 MB, 10.0 MB/s")
        );
        assert!((progress.secs_left.expect("known") - 2.8).abs() < 1e-9);
        assert_eq!(work.at(5, 10, 0, Duration::ZERO).secs_left, None);
    }
}
