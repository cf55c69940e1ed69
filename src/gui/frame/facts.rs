//! Counts over all images that several parts show, computed once a snapshot instead of once a frame.

use crate::session::Source;
use crate::session::protocol::{ImageLabel, JobKind, LabelSource, RunState, RunSummary, Snapshot};

/// Counts of one snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Revision that they were counted at.
    pub revision: Option<u64>,
    /// Images in a cluster.
    pub n_labelled: usize,
    /// Images that a person placed or confirmed.
    pub n_confirmed: usize,
    /// Images on the shelf of junk.
    pub n_junk: usize,
}

impl Facts {
    /// Counts anew if the snapshot is another one.
    pub fn update(&mut self, snapshot: &Snapshot) {
        if self.revision == Some(snapshot.revision) {
            return;
        }
        let labelled = snapshot.labels.iter().filter(|label| label.cluster.is_some());
        *self = Self {
            revision: Some(snapshot.revision),
            n_labelled: labelled.clone().count(),
            n_confirmed: labelled.filter(|label| is_by_person(label)).count(),
            n_junk: snapshot.labels.iter().filter(|label| label.is_junk).count(),
        };
    }
}

/// Whether a person decided.
#[must_use]
pub fn is_by_person(label: &ImageLabel) -> bool {
    label.source != LabelSource::Machine
}

/// The run at work or just cut off, if the newest run is unfinished.
#[must_use]
pub fn unfinished_run(snapshot: &Snapshot) -> Option<&RunSummary> {
    snapshot.runs.first().filter(|run| run.state == RunState::Unfinished && run.settings.features != Source::Auto)
}

/// A run that was cut off and can go on.
#[must_use]
pub fn interrupted_run(snapshot: &Snapshot) -> Option<&RunSummary> {
    let is_running = snapshot.job.as_ref().is_some_and(|job| job.kind == JobKind::Run);
    unfinished_run(snapshot).filter(|_| !is_running)
}

/// Whether a job of this kind is at work.
#[must_use]
pub fn is_at_work(snapshot: &Snapshot, kind: JobKind) -> bool {
    snapshot.job.as_ref().is_some_and(|job| job.kind == kind)
}
