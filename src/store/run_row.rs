//! A run as it is stored: plain data.

use crate::clustering::settings::RunSettings;
use crate::curation::labels::Assignment;
use crate::ids::{ClusterId, RunId};
use crate::stage::{EpochMetrics, Kept, Stage};
use crate::strings::Told;
use std::collections::BTreeMap;

/// State of a run, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredRunState {
    /// Being trained, or cut off and resumable.
    Unfinished,
    /// Has a result.
    Done,
    /// Ended without a result.
    Failed,
}

impl StoredRunState {
    /// Each of them.
    pub(super) const ALL: [Self; 3] = [Self::Unfinished, Self::Done, Self::Failed];

    /// As it is stored.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Unfinished => "unfinished",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// One stage, as stored (JSON in the run's row).
#[derive(Clone, Debug, PartialEq)]
pub struct StoredStage {
    /// The stage.
    pub name: Stage,
    /// Wall time.
    pub seconds: f64,
    /// Training inputs a second.
    pub images_per_sec: f64,
    /// Numbers by name.
    pub metrics: BTreeMap<String, f64>,
}

/// One run, as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    /// Its id.
    pub id: RunId,
    /// State of the run.
    pub state: StoredRunState,
    /// Its settings.
    pub settings: RunSettings,
    /// Unix seconds at which it started.
    pub started: i64,
    /// Wall time so far: of an unfinished run, that of its epochs.
    pub seconds: f64,
    /// Program version.
    pub version: String,
    /// Device name; what was asked for until the run ends.
    pub device: String,
    /// Worker threads; what was asked for until the run ends.
    pub threads: u32,
    /// The stage whose clusters were kept, and why.
    pub kept: Option<Kept>,
    /// Stages.
    pub stages: Vec<StoredStage>,
    /// All epochs, in order: stages as they began, epochs by number.
    pub epochs: Vec<EpochMetrics>,
    /// Notes in plain words.
    pub notes: Vec<Told>,
    /// What it learned corrections on; None of a run that made its own rows.
    pub base: Option<RunBase>,
    /// The number of clusters that it took where its settings leave that open.
    pub proposed: Option<u32>,
    /// The name of the content of the images that it was begun with: see [`super::content_key`].
    pub content: Option<String>,
}

/// The run whose rows a run learned on from corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunBase {
    /// That run; 0, which there is not, if it is not known any more.
    pub run: RunId,
    /// The cluster that each column of the result is.
    pub clusters: Vec<ClusterId>,
}

impl RunBase {
    /// Whether it is known which run that is.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.run != RunId(0)
    }
}

/// How a run ended, committed in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct RunOutcome {
    /// The settings with what the run itself decided, if they left something open.
    pub settings: Option<RunSettings>,
    /// Done or Failed.
    pub state: StoredRunState,
    /// Wall time.
    pub seconds: f64,
    /// Device name.
    pub device: String,
    /// Worker threads.
    pub threads: u32,
    /// The stage whose clusters were kept, and why.
    pub kept: Option<Kept>,
    /// Stages.
    pub stages: Vec<StoredStage>,
    /// Notes.
    pub notes: Vec<Told>,
    /// Hard assignment of the kept stage (stored as compact blobs in a `predictions` table).
    pub assignment: Option<Assignment>,
}
