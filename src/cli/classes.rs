//! `gleaner classes`: how many classes the features of a run propose, and what speaks for each number.

use super::outcome::{Answer, Exit};
use super::text;
use super::work::look;
use crate::session::classes::{Classes, Cut};
use serde::Serialize;
use std::path::PathBuf;

/// Rows of the table for people, around the proposal; scripts get all.
const N_SHOWN: usize = 15;

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
struct Counted<'a> {
    proposal: usize,
    low: usize,
    high: usize,
    cuts: &'a [Cut],
}

/// Runs the command.
///
/// # Errors
/// If no run has a result.
pub fn run(args: &Args) -> Answer {
    let classes = look(&args.project)?.classes()?;
    let (proposal, low, high) = classes.proposal();
    if args.json {
        text::print_json(&Counted { proposal, low, high, cuts: classes.cuts() })?;
    } else {
        text::print(&words(&classes, &args.project))?;
    }
    Ok(Exit::Done)
}

fn words(classes: &Classes, project: &std::path::Path) -> String {
    let (proposal, low, high) = classes.proposal();
    let cuts = classes.cuts();
    let at = cuts.iter().position(|cut| cut.k == proposal).unwrap_or(0);
    let first = at.saturating_sub(N_SHOWN / 2).min(cuts.len().saturating_sub(N_SHOWN));
    let shown = &cuts[first..(first + N_SHOWN).min(cuts.len())];
    let row = |cut: &Cut| {
        let mark = match cut.k {
            k if k == proposal => "<- proposed",
            k if (low..=high).contains(&k) => "|",
            _ => "",
        };
        vec![
            cut.k.to_string(),
            text::decimal(cut.coding_length, 0),
            text::decimal(cut.silhouette, 3),
            text::decimal(cut.stability, 3),
            mark.to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = shown.iter().map(row).collect();
    let table = text::table(&["classes", "coding length", "silhouette", "stability", ""], &rows);
    let range = if low == high { String::new() } else { format!(", anything from {low} to {high} is defensible") };
    format!(
        "{} proposed{range}.\n\n{table}\nProposed is where merging on would join what shares few neighbours. A shorter coding length, a \
         larger silhouette and a larger stability speak for a number too.\n\
         `gleaner run FOLDER --project {} --clusters {proposal}` looks for as many.\n",
        text::counted(proposal, "class is", "classes are"),
        text::shell(project)
    )
}
