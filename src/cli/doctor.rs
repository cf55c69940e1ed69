//! `gleaner doctor`: whether a project is sound, and repairing it.

use super::outcome::{Answer, Exit, Failure};
use super::progress::Display;
use super::trust::Trust;
use super::{interrupt, text};
use crate::session::upkeep::{self, Checkup, Finding, Severity};
use crate::session::{SessionError, places, trust};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 sound, 1 something is wrong (with --repair: is so still). A folder that changed and \
    leftover files are told and are no damage."
)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    #[command(flatten)]
    trust: Trust,
    /// Put right what can be, after a copy of the database was made (project.db.before-repair)
    #[arg(long)]
    repair: bool,
    /// Put a copy of the database in its place (the check names those that there are); the one that is there now is kept aside
    /// (project.db.before-repair)
    #[arg(long, value_name = "NAME", conflicts_with = "repair")]
    restore: Option<String>,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    is_sound: bool,
    n_files: usize,
    n_changes: usize,
    n_runs: usize,
    findings: &'a [Finding],
    repairs: &'a [String],
    backup: Option<&'a Path>,
    backups: &'a [String],
}

/// Runs the command.
///
/// # Errors
/// [`Failure`]: also if anything is damaged, or is so after the repair.
pub fn run(args: &Args) -> Answer {
    if args.repair {
        args.trust.check(&args.project)?;
    }
    args.trust.note(&args.project)?;
    let known = trust::check(&places::data_dir(), &args.project);
    let is_stranger = matches!(known, Err(SessionError::Stranger { .. }));
    let stop = interrupt::token();
    let mut display = Display::new();
    let restored = args.restore.as_ref().map(|name| upkeep::restore(&args.project, name)).transpose()?;
    let show = &mut |progress| display.show(&progress);
    let checkup = if is_stranger {
        upkeep::doctor_of_stranger(&args.project, &stop, show)
    } else {
        upkeep::doctor(&args.project, args.repair, &stop, show)
    };
    display.clear();
    let mut checkup = checkup?;
    if let (Some(name), Some(aside)) = (&args.restore, restored) {
        checkup.repairs.push(format!("Put {name} in the place of the database."));
        checkup.backup = Some(aside);
    }
    if args.json {
        text::print_json(&Report {
            is_sound: checkup.is_sound(),
            n_files: checkup.n_files,
            n_changes: checkup.n_changes,
            n_runs: checkup.n_runs,
            findings: &checkup.findings,
            repairs: &checkup.repairs,
            backup: checkup.backup.as_deref(),
            backups: &checkup.backups,
        })?;
    } else {
        text::print(&words(&checkup, &args.project))?;
    }
    if checkup.is_sound() {
        return Ok(Exit::Done);
    }
    let n = text::counted(checkup.n_wrong(), "thing is", "things are");
    let left = if args.repair { " and could not be put right" } else { "" };
    Err(Failure::failed(format!("{n} wrong with {}{left}", args.project.display())))
}

fn words(checkup: &Checkup, project: &Path) -> String {
    let of_project = |words: &str| words.replace("PROJECT", &text::shell(project));
    let mut lines: Vec<String> = Vec::new();
    lines.extend(checkup.repairs.iter().map(|repair| format!("Repair. {}", of_project(repair))));
    if let Some(backup) = &checkup.backup {
        lines.push(format!("The database as it was before lies in {}.", backup.display()));
    }
    for finding in &checkup.findings {
        let kind = match finding.severity {
            Severity::Wrong => "Wrong",
            Severity::Changed => "Changed",
            Severity::Harmless => "Harmless",
        };
        lines.push(format!("{kind}. {}", finding.words));
        if !finding.help.is_empty() {
            lines.push(format!("  What helps: {}.", of_project(&finding.help.to_string())));
        }
    }
    if !checkup.backups.is_empty() {
        let names = checkup.backups.join(", ");
        lines.push(format!("Copies of the database: {names}. --restore NAME puts one in its place."));
    }
    if checkup.is_sound() {
        let has = [
            text::counted(checkup.n_files, "file", "files"),
            text::counted(checkup.n_changes, "entry of the journal", "entries of the journal"),
            text::counted(checkup.n_runs, "run", "runs"),
        ];
        lines.push(format!("The project is sound: {} were checked.", has.join(", ")));
    }
    lines.iter().map(|line| text::one_line(line)).collect::<Vec<_>>().join("\n")
}
