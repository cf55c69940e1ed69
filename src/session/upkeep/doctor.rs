//! The whole look at a project, and the repair of it if that was asked for.

use super::examine::{Ills, examine};
use super::repair::{indices, repair};
use super::words::{Finding, Severity, findings, named};
use super::{Show, UpkeepError};
use crate::control::CancelToken;
use crate::store::backups::{self, Backup};
use crate::store::layout::BACKUPS;
use crate::store::repair::remove_copy;
use crate::store::{Claim, Store, StoreError};
use crate::strings::{Told, told};
use std::path::{Path, PathBuf};

/// What a check found in a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkup {
    /// What was found, worst first; after a repair what is still so.
    pub findings: Vec<Finding>,
    /// What was repaired, in order.
    pub repairs: Vec<String>,
    /// The database as it was before the repair, if that changed it.
    pub backup: Option<PathBuf>,
    /// Copies of the database that Gleaner made by itself, the newest first.
    pub backups: Vec<String>,
    /// Files that have a row, also those that were skipped or are gone.
    pub n_files: usize,
    /// Changes in the journal.
    pub n_changes: usize,
    /// Number of runs.
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

    /// What came of it, in a sentence or two for whoever has the list beside it.
    #[must_use]
    pub fn words(&self) -> Told {
        match (self.n_wrong(), self.findings.len()) {
            (0, 0) => told!("checkup-whole"),
            (0, n) => told!("checkup-worth-knowing", n = n),
            (n, _) => told!("checkup-wrong", n = n),
        }
    }

    fn of(ills: &Ills) -> Self {
        Self {
            findings: findings(ills),
            repairs: Vec::new(),
            backup: None,
            backups: Vec::new(),
            n_files: ills.counts.files,
            n_changes: ills.counts.changes,
            n_runs: ills.counts.runs,
        }
    }
}

/// Puts a copy of the database in its place; gives where the one that was there is.
///
/// # Errors
/// [`UpkeepError`]: there is no such copy, or it is damaged; the project is open elsewhere. Nothing is changed then.
pub fn restore(project: &Path, name: &str) -> Result<PathBuf, UpkeepError> {
    let claim = Claim::take(project)?;
    let all = copies(project)?;
    let Some(backup) = all.iter().find(|backup| backup.name == name.trim_end_matches(".db")) else {
        let names: Vec<String> = all.into_iter().map(|backup| backup.name).collect();
        return Err(UpkeepError::Failed(if names.is_empty() {
            told!("backup-none", path = project.display().to_string())
        } else {
            told!("backup-unknown", name = name, list = named(&names))
        }));
    };
    Ok(claim.restore(&backup.path)?)
}

fn copies(project: &Path) -> Result<Vec<Backup>, UpkeepError> {
    backups::list(project).map_err(|source| StoreError::Read { path: project.join(BACKUPS), source }.into())
}

/// Looks at everything in a project. With `repairs` what can be put right is, after the database was copied.
///
/// # Errors
/// [`UpkeepError`]: there is no project, a newer program wrote it, it is open elsewhere (for a repair), it was stopped.
pub fn doctor(project: &Path, repairs: bool, cancel: &CancelToken, show: Show) -> Result<Checkup, UpkeepError> {
    with_copies(project, check(project, repairs, true, cancel, show)?)
}

/// Looks for damage in a project that nobody has vouched for: nothing of its photo folder is looked at.
///
/// # Errors
/// As [`doctor`] says.
pub fn doctor_of_stranger(project: &Path, cancel: &CancelToken, show: Show) -> Result<Checkup, UpkeepError> {
    with_copies(project, check(project, false, false, cancel, show)?)
}

fn with_copies(project: &Path, checkup: Checkup) -> Result<Checkup, UpkeepError> {
    let backups = copies(project)?.into_iter().map(|backup| backup.name).collect();
    Ok(Checkup { backups, ..checkup })
}

fn check(
    project: &Path,
    repairs: bool,
    reads_folder: bool,
    cancel: &CancelToken,
    show: Show,
) -> Result<Checkup, UpkeepError> {
    // Taken before the look, so that what is repaired is what was seen.
    let claim = if repairs { Some(Claim::take(project)?) } else { None };
    let look = |show: Show| -> Result<Ills, UpkeepError> {
        match Store::open_read_only(project) {
            Ok(store) => examine(&store, reads_folder, cancel, show),
            Err(error) if is_damage(&error) => Ok(Ills { unreadable: Some(Told::of(error)), ..Ills::default() }),
            Err(error) => Err(error.into()),
        }
    };
    let ills = look(show)?;
    let before = Checkup::of(&ills);
    let Some(claim) = claim.filter(|_| ills.is_repairable()) else { return Ok(before) };
    let (mut store, backup) = match claim.open() {
        Err(error) if is_damage(&error) => return Ok(before),
        opened => opened?,
    };
    let mut done = Vec::new();
    let mut ills = ills;
    let was_rebuilt = !ills.problems.is_empty();
    if was_rebuilt {
        indices(&mut store, &ills, &mut done);
        ills = look(show)?;
        if !ills.problems.is_empty() || ills.unreadable.is_some() {
            // In a file that contradicts itself no row can be trusted, so none is changed.
            return Ok(Checkup { repairs: done, backup: Some(backup), ..Checkup::of(&ills) });
        }
    }
    if let Err(error) = repair(&mut store, &ills, &mut done, cancel, show) {
        // What was done before is done all the same.
        for words in &done {
            tracing::info!("repaired: {words}");
        }
        return Err(match error {
            UpkeepError::Failed(words) if !done.is_empty() => {
                UpkeepError::Failed(told!("repair-before-that", why = words, done = done.join(" ")))
            }
            error => error,
        });
    }
    let is_changed = was_rebuilt || store.is_changed();
    drop(store);
    if !is_changed {
        remove_copy(&backup)?;
    }
    Ok(Checkup { repairs: done, backup: is_changed.then_some(backup), ..Checkup::of(&look(show)?) })
}

fn is_damage(error: &StoreError) -> bool {
    matches!(error, StoreError::Damaged { .. } | StoreError::Database { .. })
}
