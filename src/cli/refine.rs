//! `gleaner refine`: learns from what was confirmed, rejected and linked, on the rows of the present run.

use super::outcome::{Answer, Exit};
use super::text;
use super::work::Work;
use crate::ids::RunId;
use crate::session::protocol::{Request, RunState, Snapshot};
use serde::Serialize;
use std::path::PathBuf;
use std::time::Instant;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    /// Leave the labels as they are; `gleaner edit PROJECT adopt RUN` takes the result later
    #[arg(long)]
    leave: bool,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

/// The last line for scripts.
#[derive(Serialize)]
struct Refined {
    run: Option<RunId>,
    /// Images whose cluster is another one.
    moved: usize,
    /// Clusters that were not there.
    new: usize,
    seconds: f64,
}

/// Runs the command.
///
/// # Errors
/// Nothing was said yet, or there is no run.
pub fn run(args: &Args) -> Answer {
    let mut work = Work::start(0)?;
    work.ask(&Request::OpenProject(args.project.clone()))?;
    let before = work.snapshot();
    let started = Instant::now();
    let words = work.ask(&Request::Refine { take: !args.leave })?;
    let seconds = started.elapsed().as_secs_f64();
    let after = work.snapshot();
    work.finish();
    let refined = of(&before, &after, seconds);
    if args.json {
        text::print_json(&refined)?;
    } else {
        // What waits to be taken says by itself what it would move.
        let moved = if args.leave {
            String::new()
        } else {
            format!(" {}.", text::count(refined.moved, "image moved", "images moved"))
        };
        text::print(&format!("{}{moved} It took {seconds:.1} s.\n", text::one_line(&words).trim_end()))?;
    }
    Ok(Exit::Done)
}

fn of(before: &Snapshot, after: &Snapshot, seconds: f64) -> Refined {
    let run = after.runs.iter().find(|run| run.state == RunState::Done).map(|run| run.id);
    if let Some(candidate) = &after.candidate {
        return Refined { run, moved: candidate.moved.len(), new: candidate.n_new, seconds };
    }
    let moved = before.labels.iter().zip(after.labels.iter()).filter(|(a, b)| a.cluster != b.cluster).count();
    let new = after.clusters.iter().filter(|cluster| before.cluster(cluster.id).is_none()).count();
    Refined { run, moved, new, seconds }
}
