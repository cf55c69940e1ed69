//! The whole look at a project, and the repair of it if that was asked for.

use super::examine::{Ills, examine};
use super::repair::repair;
use super::words::{Finding, Severity, findings};
use super::{Show, UpkeepError};
use crate::control::CancelToken;
use crate::store::project::{Claim, Store, StoreError};
use std::path::{Path, PathBuf};

/// How a project is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkup {
    /// What was found, worst first; after a repair what is still so.
    pub findings: Vec<Finding>,
    /// What was repaired, in order.
    pub repairs: Vec<String>,
    /// The database as it was before the repair.
    pub backup: Option<PathBuf>,
    /// Image rows.
    pub n_images: usize,
    /// Changes in the journal.
    pub n_changes: usize,
    /// Runs.
    pub n_runs: usize,
}

impl Checkup {
    /// Whether nothing is damaged. A folder that changed and leftovers are no damage.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.n_wrong() == 0
    }

    /// Findings that are damage.
    #[must_use]
    pub fn n_wrong(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Wrong).count()
    }

    fn of(ills: &Ills) -> Self {
        Self {
            findings: findings(ills),
            repairs: Vec::new(),
            backup: None,
            n_images: ills.counts.n_images,
            n_changes: ills.counts.n_changes,
            n_runs: ills.counts.n_runs,
        }
    }
}

/// Looks at everything in a project. With `repairs` what can be put right is, after the database was copied.
///
/// # Errors
/// [`UpkeepError`]: there is no project, a newer program wrote it, it is open elsewhere (for a repair), it was stopped.
pub fn doctor(project: &Path, repairs: bool, cancel: &CancelToken, show: Show) -> Result<Checkup, UpkeepError> {
    // Taken before the look, so that what is repaired is what was seen.
    let claim = if repairs { Some(Claim::take(project)?) } else { None };
    let look = |show: Show| -> Result<Ills, UpkeepError> {
        match Store::open_read_only(project) {
            Ok(store) => examine(&store, cancel, show),
            Err(error @ (StoreError::Damaged { .. } | StoreError::Database { .. })) => {
                Ok(Ills { unreadable: Some(error.to_string()), ..Ills::default() })
            }
            Err(error) => Err(error.into()),
        }
    };
    let ills = look(show)?;
    let before = Checkup::of(&ills);
    let is_needed = before.findings.iter().any(|finding| !finding.help.is_empty() && finding.about != "folder");
    let Some(claim) = claim.filter(|_| is_needed && ills.unreadable.is_none()) else { return Ok(before) };
    let (mut store, backup) = claim.open()?;
    let done = repair(&mut store, &ills, cancel, show)?;
    drop(store);
    Ok(Checkup { repairs: done, backup: Some(backup), ..Checkup::of(&look(show)?) })
}
