//! What a made-up run found, as it lies in a project.

use gleaner::curation::labels::Assignment;
use gleaner::stage::{Kept, Stage};
use gleaner::store::{RunOutcome, StoredRunState};

/// A finished run that gave this assignment.
pub fn finished(assignment: Assignment) -> RunOutcome {
    RunOutcome {
        settings: None,
        state: StoredRunState::Done,
        seconds: 1.0,
        device: "cpu".into(),
        threads: 2,
        kept: Some(Kept { stage: Stage::Scan, why: String::new().into() }),
        stages: Vec::new(),
        notes: Vec::new(),
        assignment: Some(assignment),
    }
}
