//! What a look at a project found, in words: what is wrong, and what helps.
//!
//! It looks at nothing; [`super::examine`] did.

use super::examine::{Ills, LostPixels, RunFault, RunIll};
use crate::store::leftovers::LeftoverKind;
use crate::text::counted;
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
    pub words: String,
    /// What helps; empty if nothing need be done.
    pub help: String,
}

impl Finding {
    fn new(severity: Severity, about: Subject, words: String, help: impl Into<String>) -> Self {
        Self { severity, about, words, help: help.into() }
    }

    fn wrong(about: Subject, words: String, help: impl Into<String>) -> Self {
        Self::new(Severity::Wrong, about, words, help)
    }
}

/// The first few of some names.
pub fn named(names: &[String]) -> String {
    let first = names.iter().take(N_NAMED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > N_NAMED { format!("{first} and {} more", names.len() - N_NAMED) } else { first }
}

const REPAIR: &str = "`gleaner doctor PROJECT --repair`";
const COPY: &str = "put the project back from a copy; or rename it and open the photo folder again, which makes a new project without its labels";

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
    if let Some(words) = &ills.unreadable {
        all.push(Finding::wrong(Subject::Database, words.clone(), "nothing in it can be repaired from here"));
    }
    if !ills.problems.is_empty() {
        let words = format!("The database finds fault with itself: {}.", named(&ills.problems));
        let help = if ills.are_indices_alone() {
            format!("{REPAIR} builds its indices anew; no row is lost")
        } else {
            format!("{REPAIR} builds its indices anew; if that does not help, nothing is changed: {COPY}")
        };
        all.push(Finding::wrong(Subject::Database, words, help));
    }
    if ills.n_orphans > 0 {
        let words =
            format!("{} of runs that have no row.", counted(ills.n_orphans, "result or epoch", "results and epochs"));
        all.push(Finding::wrong(Subject::Database, words, format!("{REPAIR} removes them")));
    }
    all
}

fn images(ills: &Ills) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut wrong = |words: String, help: String| all.push(Finding::wrong(Subject::Images, words, help));
    if !ills.unreadable_images.is_empty() {
        let names: Vec<String> = ills.unreadable_images.iter().map(|(id, why)| format!("{id} ({why})")).collect();
        let n = counted(names.len(), "image row", "image rows");
        wrong(
            format!("{n} can not be read: {}. The project does not open with them.", named(&names)),
            format!(
                "if a newer Gleaner wrote them, install it; else {REPAIR} empties them, keeps their labels, and \
                 `gleaner update PROJECT` reads the files again"
            ),
        );
    }
    if !ills.double_paths.is_empty() {
        let names: Vec<String> =
            ills.double_paths.iter().map(|(path, kept, other)| format!("{path} (images {kept} and {other})")).collect();
        wrong(
            format!("Two images are said to be at one path: {}.", named(&names)),
            format!("{REPAIR} keeps the newer one there, and the other waits for its file to come back"),
        );
    }
    if !ills.lost_replaces.is_empty() {
        let names: Vec<String> = ills.lost_replaces.iter().map(ToString::to_string).collect();
        let n = counted(names.len(), "image is said to have taken", "images are said to have taken");
        wrong(format!("{n} the place of one that there is not: {}.", named(&names)), format!("{REPAIR} forgets that"));
    }
    if !ills.beyond.is_empty() {
        let names: Vec<String> = ills.beyond.iter().map(ToString::to_string).collect();
        wrong(
            format!("Images have numbers that were never given out: {}.", named(&names)),
            "their labels could be taken for those of later images; put the project back from a copy if you have one"
                .into(),
        );
    }
    all
}

fn journal(ills: &Ills) -> Vec<Finding> {
    let mut all = Vec::new();
    let lost = &ills.journal.lost;
    if !lost.is_empty() {
        let names: Vec<String> = lost.iter().map(|(seq, why)| format!("{seq} ({why})")).collect();
        let n = counted(lost.len(), "change", "changes");
        all.push(Finding::wrong(
            Subject::Journal,
            format!(
                "{n} in the journal can not be read or do not fit: {}. The project does not open with them.",
                named(&names)
            ),
            format!(
                "if a newer Gleaner wrote them, install it; else {REPAIR} moves them to a file beside the database and \
                 keeps all other changes"
            ),
        ));
    }
    if !ills.strange_images.is_empty() {
        let names: Vec<String> = ills.strange_images.iter().map(ToString::to_string).collect();
        all.push(Finding::wrong(
            Subject::Journal,
            format!("Changes name images that there are not: {}.", named(&names)),
            "nothing shown depends on them, but rows of the image table were lost: put the project back from a copy if \
             you have one",
        ));
    }
    all
}

fn run(ill: &RunIll) -> Finding {
    let id = ill.run;
    let again = "the labels are kept; discover again to get neighbours and probabilities back";
    let (words, help) = match &ill.fault {
        RunFault::Unreadable(why) => (
            format!("Run {id} can not be read ({why}). The project does not open with it."),
            format!("if a newer Gleaner wrote it, install it; else {REPAIR} puts standard settings in the place of what can not be read"),
        ),
        RunFault::Epochs(n) => (
            format!("{} of run {id} can not be read. The project does not open with them.", counted(*n, "epoch", "epochs")),
            format!("{REPAIR} removes them; they are only drawn as curves"),
        ),
        RunFault::Assignment { why, is_in_arrays } => (
            format!("The clusters of run {id} are damaged: {why}."),
            if *is_in_arrays {
                format!("{REPAIR} takes them from the run's result file")
            } else {
                format!("the result file does not have them either; {REPAIR} takes the run for one without a result")
            },
        ),
        RunFault::Images(why) => {
            (format!("The list of images of run {id} is damaged: {why}."), format!("{REPAIR} takes it from the run's result"))
        }
        RunFault::UnknownImages(n) => (
            format!("Run {id} names {} there is not.", counted(*n, "image that", "images that")),
            "nothing shown depends on them, but rows of the image table were lost: put the project back from a copy if \
             you have one"
                .into(),
        ),
        RunFault::Arrays { why, is_noted: false } => (why.clone(), format!("{REPAIR} notes that with the run")),
        RunFault::Arrays { why, .. } => (why.clone(), String::new()),
        RunFault::Base { base, is_noted } => (
            match base {
                Some(base) => format!("Run {id} learned on the features of run {base}, which there is not."),
                None => format!("It is not known any more on which run's features run {id} learned."),
            },
            if *is_noted { String::new() } else { format!("{REPAIR} notes that with the run; {again}") },
        ),
    };
    let severity = if ill.is_known() { Severity::Harmless } else { Severity::Wrong };
    Finding::new(severity, Subject::Runs, words, help)
}

fn pixels(lost: &[LostPixels]) -> Vec<Finding> {
    if lost.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = lost.iter().map(|lost| lost.path.clone()).collect();
    let n = counted(lost.len(), "image has", "images have");
    vec![Finding::wrong(
        Subject::Pixels,
        format!("{n} lost thumbnail or pixels to learn from: {}.", named(&names)),
        format!("{REPAIR} makes them again from the photos; labels are not touched"),
    )]
}

fn folder(ills: &Ills) -> Vec<Finding> {
    let mut all = Vec::new();
    if let Some(folder) = &ills.absent_folder {
        let words = format!("The photo folder {} is not there.", folder.display());
        all.push(Finding::new(
            Severity::Changed,
            Subject::Folder,
            words,
            "is the drive connected? Labels and thumbnails stay",
        ));
    }
    if !ills.changed_files.is_empty() {
        let n = counted(ills.changed_files.len(), "file is", "files are");
        let words = format!("{n} changed or gone since the last look: {}.", named(&ills.changed_files));
        all.push(Finding::new(Severity::Changed, Subject::Folder, words, "`gleaner update PROJECT` looks"));
    }
    all
}

fn leftovers(ills: &Ills) -> Vec<Finding> {
    let kinds = [
        (LeftoverKind::Run, "directories of runs that were never begun"),
        (LeftoverKind::Temporary, "files that were never finished"),
        (LeftoverKind::Features, "feature files that can not be read"),
    ];
    let told = |(kind, what): (LeftoverKind, &str)| {
        let names: Vec<String> =
            ills.leftovers.iter().filter(|one| one.kind == kind).map(|one| one.path.display().to_string()).collect();
        let help = format!("harmless; {REPAIR} removes them, `gleaner compact PROJECT` too");
        (!names.is_empty()).then(|| {
            Finding::new(Severity::Harmless, Subject::Leftovers, format!("There are {what}: {}.", named(&names)), help)
        })
    };
    kinds.into_iter().filter_map(told).collect()
}
