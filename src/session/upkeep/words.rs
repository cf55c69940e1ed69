//! What a look at a project found, in words: what is wrong, and what helps.
//!
//! It looks at nothing; [`super::examine`] did.

use super::examine::{Ills, LostPixels, RunFault, RunIll};
use crate::store::leftovers::LeftoverKind;
use crate::strings::{Told, told};
use serde::Serialize;

/// Things of one kind that are named; of the others the number is told.
const N_NAMED: usize = 5;

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Damage.
    Wrong,
    /// The folder is not as it was at the last look.
    Changed,
    /// Files that nobody needs, or a loss that was repaired as far as it could be.
    Harmless,
}

/// A part of a project that something is found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// The database file.
    Database,
    /// The table of images.
    Images,
    /// The journal of edits.
    Journal,
    /// The table of runs, and their results.
    Runs,
    /// Thumbnails and tiles.
    Pixels,
    /// The photo folder.
    Folder,
    /// Files that nobody needs.
    Leftovers,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub about: Subject,
    /// What is so, in a sentence.
    pub words: Told,
    /// What helps; empty if nothing need be done.
    pub help: Told,
}

impl Finding {
    fn wrong(about: Subject, words: Told, help: Told) -> Self {
        Self { severity: Severity::Wrong, about, words, help }
    }
}

/// The first few of some names.
pub fn named(names: &[String]) -> Told {
    let first = names.iter().take(N_NAMED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(N_NAMED) {
        0 => Told::words(first),
        more => told!("checkup-and-more", names = first, n = more),
    }
}

fn listed<T: ToString>(things: impl IntoIterator<Item = T>) -> Told {
    named(&things.into_iter().map(|thing| thing.to_string()).collect::<Vec<_>>())
}

/// All findings, worst first.
pub fn findings(ills: &Ills) -> Vec<Finding> {
    let mut all = database(ills);
    all.extend(images(ills));
    all.extend(journal(ills));
    all.extend(ills.runs.iter().map(run));
    all.extend(pixels(&ills.pixels));
    all.extend(folder(ills));
    all.extend(leftovers(ills));
    all.sort_by_key(|finding| finding.severity);
    all
}

fn database(ills: &Ills) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut wrong = |words, help| all.push(Finding::wrong(Subject::Database, words, help));
    if let Some(words) = &ills.unreadable {
        wrong(words.clone(), told!("checkup-unreadable-help"));
    }
    if !ills.problems.is_empty() {
        let help =
            if ills.are_indices_alone() { told!("checkup-problems.indices") } else { told!("checkup-problems.help") };
        wrong(told!("checkup-problems", list = named(&ills.problems)), help);
    }
    if ills.n_orphans > 0 {
        wrong(told!("checkup-orphans", n = ills.n_orphans), told!("checkup-orphans.help"));
    }
    all
}

fn images(ills: &Ills) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut wrong = |words, help| all.push(Finding::wrong(Subject::Images, words, help));
    if !ills.unreadable_images.is_empty() {
        let names: Vec<String> = ills.unreadable_images.iter().map(|(id, why)| format!("{id} ({why})")).collect();
        wrong(told!("checkup-images", n = names.len(), list = named(&names)), told!("checkup-images.help"));
    }
    if !ills.double_paths.is_empty() {
        let names: Vec<String> =
            ills.double_paths.iter().map(|(path, kept, other)| format!("{path} ({kept}, {other})")).collect();
        wrong(told!("checkup-double", list = named(&names)), told!("checkup-double.help"));
    }
    if !ills.lost_replaces.is_empty() {
        let list = listed(&ills.lost_replaces);
        wrong(told!("checkup-replaces", n = ills.lost_replaces.len(), list = list), told!("checkup-replaces.help"));
    }
    if !ills.beyond.is_empty() {
        wrong(told!("checkup-beyond", list = listed(&ills.beyond)), told!("checkup-beyond.help"));
    }
    all
}

fn journal(ills: &Ills) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut wrong = |words, help| all.push(Finding::wrong(Subject::Journal, words, help));
    let lost = &ills.journal.lost;
    if !lost.is_empty() {
        let names: Vec<String> = lost.iter().map(|(seq, why)| format!("{seq} ({why})")).collect();
        wrong(told!("checkup-changes", n = lost.len(), list = named(&names)), told!("checkup-changes.help"));
    }
    if !ills.strange_images.is_empty() {
        wrong(told!("checkup-strange", list = listed(&ills.strange_images)), told!("checkup-rows-lost"));
    }
    all
}

fn run(ill: &RunIll) -> Finding {
    let id = ill.run.0;
    let none = Told::default;
    let (words, help) = match &ill.fault {
        RunFault::Unreadable(why) => (told!("checkup-run", run = id, why = why), told!("checkup-run.help")),
        RunFault::Epochs(n) => (told!("checkup-epochs", n = *n, run = id), told!("checkup-epochs.help")),
        RunFault::Assignment { why, is_in_arrays } => (
            told!("checkup-groups", run = id, why = why),
            if *is_in_arrays { told!("checkup-groups.file") } else { told!("checkup-groups.help") },
        ),
        RunFault::Images(why) => (told!("checkup-run-images", run = id, why = why), told!("checkup-run-images.help")),
        RunFault::UnknownImages(n) => (told!("checkup-run-unknown", run = id, n = *n), told!("checkup-rows-lost")),
        RunFault::Arrays { why, is_noted } => (why.clone(), if *is_noted { none() } else { told!("checkup-noted") }),
        RunFault::Base { base, is_noted } => (
            match base {
                Some(base) => told!("checkup-base", run = id, base = base.0),
                None => told!("checkup-no-base", run = id),
            },
            if *is_noted { none() } else { told!("checkup-base.help") },
        ),
    };
    let severity = if ill.is_known() { Severity::Harmless } else { Severity::Wrong };
    Finding { severity, about: Subject::Runs, words, help }
}

fn pixels(lost: &[LostPixels]) -> Vec<Finding> {
    if lost.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = lost.iter().map(|lost| lost.path.clone()).collect();
    let words = told!("checkup-pixels", n = lost.len(), list = named(&names));
    vec![Finding::wrong(Subject::Pixels, words, told!("checkup-pixels.help"))]
}

fn folder(ills: &Ills) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut changed =
        |words, help| all.push(Finding { severity: Severity::Changed, about: Subject::Folder, words, help });
    if let Some(folder) = &ills.absent_folder {
        changed(told!("checkup-folder", folder = folder.display().to_string()), told!("checkup-folder.help"));
    }
    if let Some(folder) = &ills.unread_folder {
        changed(told!("checkup-unread", folder = folder.display().to_string()), Told::default());
    }
    if !ills.changed_files.is_empty() {
        let (n, list) = (ills.changed_files.len(), named(&ills.changed_files));
        changed(told!("checkup-files", n = n, list = list), told!("checkup-files.help"));
    }
    all
}

fn leftovers(ills: &Ills) -> Vec<Finding> {
    let found = |kind: LeftoverKind| {
        let names: Vec<String> =
            ills.leftovers.iter().filter(|one| one.kind == kind).map(|one| one.path.display().to_string()).collect();
        let list = named(&names);
        let words = match kind {
            LeftoverKind::Run => told!("checkup-left-runs", list = list),
            LeftoverKind::Temporary => told!("checkup-left-files", list = list),
            LeftoverKind::Features => told!("checkup-left-features", list = list),
        };
        let (severity, about, help) = (Severity::Harmless, Subject::Leftovers, told!("checkup-left-runs.help"));
        (!names.is_empty()).then_some(Finding { severity, about, words, help })
    };
    [LeftoverKind::Run, LeftoverKind::Temporary, LeftoverKind::Features].into_iter().filter_map(found).collect()
}
