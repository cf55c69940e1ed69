//! `gleaner update`: looks at the folder again, and places what is new into the clusters there are.

use super::outcome::{Answer, Exit, Failure};
use super::text;
use super::trust::Trust;
use super::work::Work;
use crate::session::folder::report::{LookReport, away_words};
use crate::session::protocol::{FolderView, Request, Snapshot};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    #[command(flatten)]
    trust: Trust,
    /// Where the photos are now, if they were moved [default: where they were; if nothing is there they are looked for]
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Leave new images in no cluster
    #[arg(long)]
    no_place: bool,
    /// Take images that are gone out of the project; if they come back, so does what was said of them
    #[arg(long)]
    forget_missing: bool,
    /// Those too whose whole folder is gone: no drive is merely away
    #[arg(long)]
    forget_away: bool,
    /// Give images that are byte by byte what was labelled elsewhere the same label, as one undo step
    #[arg(long)]
    take_copies: bool,
    /// Try once more to read files that ended the program when they were read before
    #[arg(long)]
    retry: bool,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

/// The last line for scripts. What happened since the look before: `new`, `moved`, `changed`, `returned`, `edited`; what is so
/// now: `missing`, `away`; what placing did: `placed`, `unplaced`.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Updated {
    new: usize,
    moved: usize,
    /// Paths with another picture than before.
    changed: usize,
    /// Images that are gone, those whose whole folder is gone among them.
    missing: usize,
    returned: usize,
    placed: usize,
    unplaced: usize,
    /// Known images that were turned, tagged or saved again, and kept their labels.
    edited: usize,
    /// Of `missing`: images whose whole folder is gone, and that are shown as before.
    away: usize,
    /// Images that took the place of one that a person had decided about, and of which nobody has said anything yet.
    changed_since_confirmed: Vec<String>,
    forgotten: usize,
    /// Files that this look could not take.
    skipped: usize,
    /// Images that are byte by byte what was labelled elsewhere, and have no label of a person.
    copies: usize,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`]; also if the folder is not there, after all was told.
pub fn run(args: &Args) -> Answer {
    args.trust.note(&args.project)?;
    let mut work = Work::start(0)?;
    let (path, project) = match &args.folder {
        Some(folder) => (folder.clone(), Some(args.project.clone())),
        None => (args.project.clone(), None),
    };
    let mut words = vec![work.ask(&Request::Open { path, project })?];
    if args.retry {
        words.push(work.ask(&Request::Retry)?);
    }
    let looked = work.snapshot();
    let mut updated = of(&looked);
    let n_kept = if args.forget_away { 0 } else { updated.away };
    if (args.forget_missing || args.forget_away) && updated.missing > n_kept {
        words.push(work.ask(&Request::Forget { with_away: args.forget_away })?);
        updated.forgotten = updated.missing - n_kept;
        (updated.missing, updated.away) = (n_kept, n_kept);
    }
    let offers = Arc::clone(&work.snapshot().folder.copies);
    if args.take_copies && !offers.is_empty() {
        words.push(work.ask(&Request::edit(FolderView::taken(offers.iter().copied())))? + ".");
    } else if !offers.is_empty() {
        let (images, are) = (
            text::counted(offers.len(), "image", "images"),
            if offers.len() == 1 { "is a copy" } else { "are copies" },
        );
        words.push(format!("{images} {are} of what was labelled elsewhere; --take-copies gives the same labels."));
        updated.copies = offers.len();
    }
    if !args.no_place && !work.snapshot().folder.unplaced.is_empty() {
        words.push(work.ask(&Request::Place)?);
        let placed = work.snapshot().last_placing.unwrap_or_default();
        (updated.placed, updated.unplaced) = (placed.placed, placed.unplaced + placed.without_row);
    }
    work.finish();
    if !updated.changed_since_confirmed.is_empty() {
        let list = updated.changed_since_confirmed.join(", ");
        let n = text::counted(updated.changed_since_confirmed.len(), "image", "images");
        words.push(format!("{n} changed since you confirmed what was there: {list}."));
    }
    if args.json {
        text::print_json(&updated)?;
    } else {
        text::print(&text::one_line(&words.join(" ")))?;
    }
    if updated.away == 0 { Ok(Exit::Done) } else { Err(Failure::failed(away_words(updated.away))) }
}

fn of(snapshot: &Snapshot) -> Updated {
    let folder = &snapshot.folder;
    let LookReport { new, moved, returned, edited, replaced, skipped, .. } = folder.last_look.unwrap_or_default();
    let path = |image| snapshot.images.get(image).map(|row| row.path.to_string());
    Updated {
        new,
        moved,
        changed: replaced,
        missing: folder.missing.len() + folder.n_away,
        returned,
        edited,
        skipped,
        away: folder.n_away,
        changed_since_confirmed: folder.changed.iter().filter_map(|changed| path(changed.image)).collect(),
        ..Updated::default()
    }
}
