//! Runs as they are shown, and what one that waits would change.

use super::Snapshot;
use crate::clustering::settings::RunSettings;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::stage::{EpochMetrics, Kept, Stage};
use crate::strings::{Told, told};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// State of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunState {
    /// Being trained, or cut off and resumable.
    Unfinished,
    /// Has clusters that can be adopted.
    Done,
    /// Ended without a result.
    Failed,
}

/// A run in the list of runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSummary {
    /// Its id.
    pub id: RunId,
    /// State of the run.
    pub state: RunState,
    /// Its settings.
    pub settings: Arc<RunSettings>,
    /// Unix seconds at which it started.
    pub started: i64,
    /// Wall time so far.
    pub seconds: f64,
    /// Program version that ran it.
    pub version: String,
    /// Where it ran: "cpu".
    pub device: String,
    /// The stage whose clusters were kept, and why.
    pub kept: Option<Kept>,
    /// One report a stage.
    pub stages: Arc<Vec<StageReport>>,
    /// Every epoch of every stage.
    pub epochs: Arc<Vec<EpochMetrics>>,
    /// Plain words: which stage was kept and why, collapse, fallbacks; for failed runs what happened and what helps.
    pub notes: Arc<Vec<Told>>,
}

/// What one stage of a run gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageReport {
    /// The stage.
    pub name: Stage,
    /// Wall time.
    pub seconds: f64,
    /// Training inputs a second; 0 where nothing is trained.
    pub images_per_sec: f64,
    /// Numbers by name: `score`, `neighbor_agreement`, `effective_clusters`; with true labels also `accuracy`, `nmi`,
    /// `ami`, `ari`, and `neighbor_purity` for `simclr` or `dcl`, or `kmeans` on frozen features.
    pub metrics: BTreeMap<String, f64>,
}

/// Clusters of a stage that is still being trained.
#[derive(Clone, Debug, PartialEq)]
pub struct Provisional {
    /// "k-means on the features of epoch 6".
    pub source: Told,
    /// Members of each cluster, largest first, most typical members first.
    pub clusters: Vec<Arc<Vec<ImageId>>>,
}

/// What the neighbours of the images say for the clusters in force, a number of the kept stage of each run that looked for better
/// ones.
pub const PRESENT_SCORE: &str = "present_score";

/// The same for the run's own clusters.
pub const OWN_SCORE: &str = "own_score";

impl RunSummary {
    /// Whether it looked for better clusters than those that were there.
    #[must_use]
    pub fn is_improvement(&self) -> bool {
        self.stages.iter().any(|stage| stage.metrics.contains_key(PRESENT_SCORE))
    }

    /// Whether it looked for better clusters than those that were there, and found none that were taken or are offered.
    #[must_use]
    pub fn found_nothing(&self, snapshot: &Snapshot) -> bool {
        let looked = self.is_improvement();
        let is_offered = snapshot.candidate.as_ref().is_some_and(|candidate| candidate.run == self.id);
        looked && !is_offered && snapshot.adopted != Some(self.id)
    }
}

/// What a run was for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// A person pressed Discover.
    #[default]
    Run,
    /// Learned from corrections on the rows of another run.
    Corrections,
    /// Found beside the first clusters, which fit less well: why, in a sentence.
    Better(Told),
}

/// What a finished run would change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidate {
    /// Which run.
    pub run: RunId,
    /// Why the run was made.
    pub origin: Origin,
    /// Images whose cluster would be another one, sorted by id.
    pub moved: Arc<Vec<ImageId>>,
    /// Where each of them would be, in the same order; None: in no cluster.
    pub to: Arc<Vec<Option<ClusterId>>>,
    /// From where to where, most images first; None: no cluster. Clusters that are not there yet have their ids to be.
    pub flows: Vec<(Option<ClusterId>, Option<ClusterId>, usize)>,
    /// Clusters that are not there yet.
    pub n_new: usize,
    /// Clusters that would be gone.
    pub n_gone: usize,
}

impl Candidate {
    /// "It would move 34 images. 2 groups are new."
    #[must_use]
    pub fn words(&self) -> Told {
        let mut all = vec![self.moves()];
        if self.n_new > 0 {
            all.push(told!("engine-groups-new", n = self.n_new));
        }
        if self.n_gone > 0 {
            all.push(told!("engine-groups-gone", n = self.n_gone));
        }
        Told::sentences(all)
    }

    /// How many images it would move, in a sentence.
    #[must_use]
    pub fn moves(&self) -> Told {
        if self.moved.is_empty() { told!("engine-moves-none") } else { told!("engine-moves", n = self.moved.len()) }
    }

    /// The images that would go from one cluster to another, as `before` has them, in the order of [`Candidate::moved`].
    #[must_use]
    pub fn flow(&self, from: Option<ClusterId>, to: Option<ClusterId>, before: &Snapshot) -> Vec<ImageId> {
        let is_of_it = |(image, goes): &(&ImageId, &Option<ClusterId>)| {
            **goes == to && before.label(**image).and_then(|label| label.cluster) == from
        };
        self.moved.iter().zip(self.to.iter()).filter(is_of_it).map(|(image, _)| *image).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_to_have_moved_that_would() {
        let candidate = |n, n_new, n_gone| Candidate {
            moved: Arc::new((0..n).map(ImageId).collect()),
            n_new,
            n_gone,
            ..Candidate::default()
        };
        let words = |n, n_new, n_gone| candidate(n, n_new, n_gone).words().to_string();
        assert_eq!(words(34, 2, 0), "It would move 34 images. 2 groups are new.");
        assert_eq!(words(1, 1, 1), "It would move 1 image. 1 group is new. 1 group goes.");
        assert_eq!(words(0, 0, 0), "It would move no image.");
    }
}
