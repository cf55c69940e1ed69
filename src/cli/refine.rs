//! `gleaner refine` and `gleaner improve`: learns from what was confirmed, rejected and linked, on the rows of the present run;
//! looks for clusters that fit better than those of the present run.

use super::outcome::{Answer, Exit, Failure};
use super::text;
use super::trust::Trust;
use super::work::Work;
use crate::ids::RunId;
use crate::session::protocol::{Request, Snapshot};
use serde::Serialize;
use std::path::PathBuf;
use std::time::Instant;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    #[command(flatten)]
    trust: Trust,
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
    /// Whose clusters they are; none if nothing better was found.
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
    ask(args, &Request::Refine { take: !args.leave })
}

/// Looks for better clusters.
///
/// # Errors
/// There is no run, or its features are not the program's.
pub fn improve(args: &Args) -> Answer {
    ask(args, &Request::Improve { take: !args.leave })
}

fn ask(args: &Args, request: &Request) -> Answer {
    args.trust.note(&args.project)?;
    let mut work = Work::start(0)?;
    work.ask(&Request::OpenProject(args.project.clone()))?;
    let before = work.snapshot();
    if before.adopted.is_none() {
        return Err(Failure::failed("There are no groups yet: `gleaner run` finds some first."));
    }
    let started = Instant::now();
    let words = work.ask(request)?;
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
            format!(" {}.", text::counted(refined.moved, "image moved", "images moved"))
        };
        text::print(&format!("{}{moved} It took {seconds:.1} s.\n", text::one_line(&words).trim_end()))?;
    }
    Ok(Exit::Done)
}

fn of(before: &Snapshot, after: &Snapshot, seconds: f64) -> Refined {
    let run = after.newest_done_run().filter(|run| before.runs.iter().all(|known| known.id != *run));
    if let Some(candidate) = &after.candidate {
        return Refined { run, moved: candidate.moved.len(), new: candidate.n_new, seconds };
    }
    let moved = before.labels.iter().zip(after.labels.iter()).filter(|(a, b)| a.cluster != b.cluster).count();
    let new = after.clusters.iter().filter(|cluster| before.cluster(cluster.id).is_none()).count();
    Refined { run, moved, new, seconds }
}
