//! Looking for clusters that fit better than those in force, after the first ones are there: a run that chooses its features and
//! tries more ways of clustering, and that nobody hears of unless it finds something.

use super::core::{Changed, Engine};
use super::job::Job;
use crate::clustering::settings::{Head, RunSettings};
use crate::features::Source;
use crate::ids::RunId;
use crate::session::SessionError;
use crate::session::project::better;
use crate::session::protocol::{Deed, JobKind, Outcome, Request, Ticket};
use crate::store::RunOutcome;
use crate::strings::told;

/// Clusters in which fewer images than one of so many lie elsewhere are not worth a person's attention.
const LEAST_MOVED: usize = 100;

impl Engine {
    /// Looks for better clusters than the adopted run's.
    pub(super) fn start_improvement(&mut self, ticket: Ticket, take: bool) -> Result<(), SessionError> {
        if self.job.is_some() {
            self.waiting.push_back((ticket, Request::Improve { take }));
            return Ok(());
        }
        let n_clusters = self.shown.clusters.len().max(2);
        let open = self.opened()?;
        let base = open.history.labels().adopted().and_then(|id| open.run(id));
        let Some(base) = base.filter(|run| !open.is_refinement(run.id)).map(|run| run.settings.clone()) else {
            // It was asked for together with a run that gave nothing, which was told.
            self.end(Some(ticket), Outcome::Cancelled(Some(JobKind::Improve)));
            return Ok(());
        };
        let is_given = |source: &Source| matches!(source, Source::Vectors(_) | Source::File(_) | Source::Unlisted(_));
        if !base.is_frozen() || base.features.parts().into_iter().any(is_given) {
            return Err(SessionError::Words(told!("engine-own-features")));
        }
        let clusters = if base.is_open() { n_clusters } else { base.clusters };
        let settings = RunSettings { clusters, features: Source::Auto, head: Head::Consensus, ..base };
        self.begin_run(ticket, settings, false, JobKind::Improve)?;
        if let Some(job) = &mut self.job {
            job.takes = take;
        }
        Ok(())
    }

    /// Work that a person asks for does not wait for it.
    pub(super) fn make_way_for(&mut self, request: &Request) {
        let is_work = matches!(
            request,
            Request::Run { .. }
                | Request::Refine { .. }
                | Request::Place
                | Request::Import
                | Request::Retry
                | Request::OpenSample
                | Request::Check
                | Request::Download(_)
                | Request::Improve { .. }
        );
        if is_work && let Some(job) = self.job.as_ref().filter(|job| job.kind == JobKind::Improve) {
            job.cancel.cancel();
        }
    }

    /// What it found is offered, or taken, if it is better and differs enough.
    pub(super) fn improvement_done(&mut self, job: &Job, run: RunId, outcome: &RunOutcome) {
        let result = self.opened().and_then(|open| {
            open.store.finish_run(run, outcome)?;
            open.reload_runs()?;
            let base = open.history.labels().adopted().and_then(|id| open.run(id));
            let features = outcome.settings.as_ref().map(|settings| &settings.features);
            let has_other_rows = base.is_none_or(|base| Some(&base.settings.features) != features);
            let kept = outcome.kept.as_ref().map(|kept| &kept.stage);
            let (is_other, why) = better::reason(&outcome.stages, kept, &outcome.notes, has_other_rows);
            let before = open.candidate;
            open.offer(Some(run).filter(|_| is_other).or(before));
            open.better = Some((run, why));
            Ok((is_other, before))
        });
        self.show(Changed::Images);
        let (is_other, before) = match result {
            Ok(found) => found,
            Err(error) => return self.end(job.ticket, Outcome::Failed(error.into())),
        };
        let moved = self.shown.candidate.as_ref().filter(|candidate| is_other && candidate.run == run);
        let is_worth_it = moved.is_some_and(|candidate| candidate.moved.len() * LEAST_MOVED >= self.shown.labels.len());
        let changes = moved.map(|candidate| candidate.words()).unwrap_or_default();
        let n_moved = moved.map_or(0, |candidate| candidate.moved.len());
        if !is_worth_it {
            if let Some(open) = &mut self.open {
                open.offer(before);
            }
            self.show(Changed::Images);
            return self.end(job.ticket, Outcome::Done(Deed::Told, told!("engine-nothing-better")));
        }
        if job.takes {
            match self.adopt(run) {
                Ok(_) => {
                    self.show(Changed::Images);
                    self.end_adoption(job.ticket, run, Deed::Edited, told!("engine-better-taken", n = n_moved));
                }
                Err(error) => self.end(job.ticket, Outcome::Failed(error.into())),
            }
            return;
        }
        let words = told!("engine-better-ready", changes = changes);
        self.end(job.ticket, Outcome::Done(Deed::Waiting { run, after: job.kind }, words));
    }
}
