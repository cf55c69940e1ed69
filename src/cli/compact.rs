//! `gleaner compact`: gives room that a project does not need back to the disk.

use super::outcome::{Answer, Exit};
use super::progress::Display;
use super::{interrupt, text};
use crate::session::upkeep;
use serde::Serialize;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    bytes_freed: u64,
    bytes_before: u64,
    bytes_after: u64,
    n_removed: usize,
    n_damaged: usize,
}

/// Runs the command.
///
/// # Errors
/// [`super::outcome::Failure`].
pub fn run(args: &Args) -> Answer {
    let stop = interrupt::token();
    let mut display = Display::new();
    let compacted = upkeep::compact(&args.project, &stop, &mut |progress| display.show(&progress));
    display.clear();
    let compacted = compacted?;
    if args.json {
        text::print_json(&Report {
            bytes_freed: compacted.freed(),
            bytes_before: compacted.bytes_before,
            bytes_after: compacted.bytes_after,
            n_removed: compacted.n_removed,
            n_damaged: compacted.n_damaged,
        })?;
    } else {
        text::print(&compacted.words())?;
    }
    Ok(Exit::Done)
}
