//! What fits this folder: rows of each source that costs little, and which of them the run goes on with.

use super::run::{Fitting, RunWork};
use super::{Context, Pace};
use crate::clustering::judge::choice::{self, Candidate, ChoicePlan};
use crate::clustering::pipeline::{RawRows, RunError};
use crate::features::hub::Hub;
use crate::features::registry::MODELS;
use crate::features::{Source, cost, rows};
use crate::session::estimate;
use crate::strings::{Told, told};

/// Seconds that the rows of a downloaded network may take to be looked at unasked.
const MOST_SECS: f64 = 60.0;

impl RunWork {
    /// Rows of the source that fits the images best.
    pub(super) fn fitting(&self, context: &Context) -> Result<Fitting, RunError> {
        let mut known: Vec<(Source, RawRows)> = Vec::new();
        // The first is what stays unless another leads clearly.
        for source in std::iter::once(Source::both_builtin()).chain(self.affordable()) {
            let rows = self.rows(&source, context)?;
            known.push((source, rows));
        }
        context.course.begin(&estimate::comparing_kind(&self.settings));
        context.show(Pace::new(told!("engine-comparing-features"), 0).at(0));
        let unit: Vec<(Told, Vec<f32>, usize, bool)> = known
            .iter()
            .map(|(source, all)| {
                let is_judge = !matches!(source, Source::Pixels | Source::Colours | Source::Joined(_));
                (source.label(), rows::combine(&all.raw, &all.blocks), rows::width(&all.blocks), is_judge)
            })
            .collect();
        let candidates: Vec<Candidate<'_>> =
            unit.iter().map(|(name, rows, d, is_judge)| Candidate { name, rows, d: *d, is_judge: *is_judge }).collect();
        let plan = ChoicePlan::new(self.settings.expected_clusters(), self.settings.seed);
        let choice = choice::choose(&candidates, &plan, &context.cancel).map_err(|_| RunError::Cancelled)?;
        let (source, rows) = known.swap_remove(choice.kept);
        Ok(Fitting { source, rows, why: choice.why })
    }

    /// The networks that are looked through, each once.
    pub(super) fn networks(&self) -> Vec<Source> {
        let mut all: Vec<Source> = Vec::new();
        for source in self.affordable() {
            all.extend(estimate::sources(&source).into_iter().filter(|part| !all.contains(part)).collect::<Vec<_>>());
        }
        all
    }

    /// What the program has, and downloaded networks that look at all images within a minute.
    fn affordable(&self) -> Vec<Source> {
        let (hub, threads) = (Hub::from_env(), crate::clustering::pipeline::n_threads(&self.settings));
        let downloaded = MODELS.iter().filter(|model| hub.path(model).is_some()).map(Source::Model);
        let is_quick = |source: &Source| cost::secs_per_image(source, threads) * self.images.len() as f64 <= MOST_SECS;
        Source::QUICK.into_iter().chain(downloaded.filter(is_quick)).collect()
    }
}
