//! How long work on a project will take: its parts, and what they took on this machine before.
//!
//! It measures nothing by itself but asks [`models::measure_soon`] where no run was seen yet.

use super::models;
use super::protocol::{RunState, Snapshot};
use crate::clustering::pipeline::progress;
use crate::clustering::settings::RunSettings;
use crate::features::{Source, cost};
use crate::timing::Work;

/// A network's own time is so much of what its rows take: pictures have to be read and cut, too.
const READING: f64 = 1.35;
/// Seconds that a byte of an image file takes on one thread.
const SECS_PER_BYTE: f64 = 15e-9;
/// What opening and shrinking a file costs beside its bytes, in bytes.
const BYTES_PER_FILE: u64 = 100_000;

/// The kind of work of computing rows of one source.
pub(super) fn features_kind(source: &Source, settings: &RunSettings) -> String {
    progress::kind(&format!("features {source}"), settings)
}

/// The kind of work of looking for near-duplicates before a run.
pub(super) fn duplicates_kind(settings: &RunSettings) -> String {
    progress::kind("duplicates", settings)
}

/// The kind of work of finding out which features fit a folder.
pub(super) fn comparing_kind(settings: &RunSettings) -> String {
    progress::kind("comparing", settings)
}

/// All that a run on `n_images` does, in order. Rows come from `sources`, which has those of a joined source one by one; of
/// each as many are missing as `n_missing` says.
pub(super) fn run_works(
    settings: &RunSettings,
    n_images: usize,
    sources: &[Source],
    n_missing: &dyn Fn(&Source) -> usize,
) -> Vec<Work> {
    let threads = crate::clustering::pipeline::n_threads(settings);
    let n = n_images as f64;
    let rows = |source: &Source| {
        let units = n_missing(source) as f64;
        let guess = units * cost::secs_per_image(source, threads) * READING;
        Work { kind: features_kind(source, settings), units, guess }
    };
    let mut works: Vec<Work> = sources.iter().map(rows).collect();
    if settings.features == Source::Auto {
        let units = n * sources.len() as f64;
        works.push(Work { kind: comparing_kind(settings), units, guess: units * 1.2e-3 / threads as f64 });
    }
    works.push(Work { kind: duplicates_kind(settings), units: n, guess: n * 5e-5 });
    works.extend(progress::works(settings, n_images));
    works
}

/// The networks whose rows a run asks for, each once; of what fits the folder, those that are in the program.
pub(super) fn sources(features: &Source) -> Vec<Source> {
    match features {
        Source::Auto => Source::QUICK.to_vec(),
        Source::Simclr | Source::Vectors(_) | Source::Unlisted(_) => Vec::new(),
        source => source.parts().into_iter().cloned().collect(),
    }
}

/// Reading image files of so many bytes.
pub(super) fn reading(n_files: usize, n_bytes: u64, threads: usize) -> Work {
    let n_bytes = units_of_files(n_files, n_bytes);
    Work {
        kind: format!("reading, {threads} threads"),
        units: n_bytes,
        guess: n_bytes * SECS_PER_BYTE / threads as f64,
    }
}

/// What reading files is counted in.
pub(super) fn units_of_files(n_files: usize, n_bytes: u64) -> f64 {
    (n_bytes + BYTES_PER_FILE * n_files as u64) as f64
}

/// Seconds until a run with these settings on the open project has its clusters. None for a moment, until the machine was
/// measured, if no run was seen yet.
#[must_use]
pub fn run_secs(settings: &RunSettings, snapshot: &Snapshot) -> Option<f64> {
    let n_images = snapshot.images.rows.len();
    let sources = sources(&settings.features);
    let missing = |source: &Source| n_missing(source, snapshot);
    let is_measured = models::measure_soon();
    let is_known = |source: &Source| missing(source) == 0 || snapshot.timings.knows(&features_kind(source, settings));
    if !is_measured && !sources.iter().all(is_known) {
        return None;
    }
    let works = run_works(settings, n_images, &sources, &missing);
    Some(works.iter().map(|work| snapshot.timings.secs(work)).sum())
}

/// Images without a row of a source, as far as the runs tell: a finished run leaves the rows of all its images.
fn n_missing(source: &Source, snapshot: &Snapshot) -> usize {
    let has_it = |features: &Source| features.parts().contains(&source);
    let is_there = snapshot.runs.iter().any(|run| run.state == RunState::Done && has_it(&run.settings.features));
    if is_there { snapshot.folder.unplaced.len() } else { snapshot.images.rows.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ImageId;
    use crate::session::protocol::{ImageInfo, ImageTable};
    use crate::timing::{Timings, Took};
    use std::sync::Arc;

    fn snapshot(n: u32) -> Snapshot {
        let rows = (0..n).map(|i| ImageInfo::new(ImageId(i), format!("{i}.jpg"), 1, 1)).collect();
        Snapshot { images: Arc::new(ImageTable::new(rows)), ..Snapshot::default() }
    }

    #[test]
    fn what_this_machine_took_counts_more_than_any_guess() {
        let settings = RunSettings { features: Source::Builtin, threads: 2, ..RunSettings::default() };
        let mut snapshot = snapshot(1000);
        models::measure();
        assert!(run_secs(&settings, &snapshot).is_some_and(|secs| secs > 0.0));
        let mut timings = Timings::default();
        timings.note(&features_kind(&Source::Builtin, &settings), Took { units: 500.0, secs: 5000.0 });
        snapshot.timings = Arc::new(timings);
        let after = run_secs(&settings, &snapshot).expect("measured");
        assert!((10_000.0..10_100.0).contains(&after), "{after}");
    }

    #[test]
    fn rows_that_are_there_cost_nothing() {
        let settings = RunSettings { threads: 2, features: Source::both_builtin(), ..RunSettings::default() };
        let names = sources(&settings.features);
        assert_eq!(names, [Source::Builtin, Source::BuiltinResnet]);
        let secs = |n: usize| -> f64 {
            run_works(&settings, 1000, &names, &|_: &Source| n).iter().map(|work| work.guess).sum()
        };
        assert!(secs(0) < secs(1000));
        let auto = RunSettings { features: Source::Auto, ..settings.clone() };
        let works = run_works(&auto, 1000, &sources(&auto.features), &|_: &Source| 0);
        assert!(works.iter().any(|work| work.kind == comparing_kind(&auto)));
    }

    #[test]
    fn large_files_take_longer_to_read() {
        assert!(reading(10, 40_000_000, 2).guess > 5.0 * reading(10, 400_000, 2).guess);
        assert!(reading(10, 0, 1).guess > 0.0);
    }
}
