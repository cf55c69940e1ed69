//! The command line: one file a subcommand, over the session alone.
//!
//! Results go to the standard output, progress and what went wrong to the error stream; each command answers with
//! an `Exit` or a `Failure` of `outcome`, which become the exit code here and nowhere else.

mod archive;
mod classes;
mod clusters;
mod compact;
mod demo;
mod doctor;
mod duplicates;
mod edit;
mod eval;
mod export;
mod features;
mod info;
mod interrupt;
mod labels;
mod log;
mod manual;
mod outcome;
mod progress;
mod quality;
mod refine;
mod review;
mod run;
mod runs;
mod search;
mod show;
mod skipped;
mod summary;
mod text;
mod trust;
mod update;
mod window;
mod work;

use crate::control::start_threads;
use crate::session::places;
use clap::{CommandFactory, Parser, Subcommand};
use outcome::{Answer, Failure};
use std::path::PathBuf;
use std::process::ExitCode;

/// Finds the classes hiding in a folder of unlabelled images, shows them, and turns them into labels.
///
/// Without a command the window opens. Your photo folder is read and never written to.
#[derive(Debug, Parser)]
// A flag that is given again replaces the one before, so that a script can append to a line that it was given.
#[command(name = "gleaner", version, max_term_width = 100, after_help = AFTER_HELP, args_override_self = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

const AFTER_HELP: &str = "\
PROJECT is a .gleaner directory. CLUSTER is an id or a unique name. IMAGE is a path relative to the photo folder, \
or below it from the root, or an id.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 finished but files were skipped (with --strict), 130 cancelled.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Open the window on a folder of images or a project
    Open {
        /// A folder of images, or a .gleaner directory
        #[arg(value_name = "FOLDER|PROJECT")]
        path: PathBuf,
    },
    /// Do the whole job on a sample that the program draws itself
    Demo(demo::Args),
    /// Read a folder of images, learn from it, and cluster it
    Run(run::Args),
    /// Look at the folder again: what is new is placed, what moved keeps its labels
    Update(update::Args),
    /// Compare a run with true labels
    Eval(eval::Args),
    /// List the groups, in the order of their numbers
    Clusters(clusters::Args),
    /// Propose how many classes there are, with what speaks for each number
    Classes(classes::Args),
    /// List groups of images that are nearly the same
    Duplicates(duplicates::Args),
    /// Tell what is unusual, what is unsure, and how far confidences can be believed
    Quality(quality::Args),
    /// Tell why an image is where it is: probabilities, cluster, neighbours
    Show(show::Args),
    /// Find the images nearest to an image, a file, or words
    Search(search::Args),
    /// Change clusters: rename, merge, split, move, confirm, reject, link, undo and more
    Edit(edit::Args),
    /// Take folder names or a table as labels, in one change
    Labels(labels::Args),
    /// Learn from what was confirmed, rejected and linked, in seconds
    Refine(refine::Args),
    /// Look for clusters that fit better: other features that cost little, other ways of clustering
    Improve(refine::Args),
    /// Prove how pure clusters are: a sheet of random samples for the browser, and its answers taken in
    Review(review::Args),
    /// Write labels out
    Export(export::Args),
    /// List networks to take features from, download their weights, or take them off this machine
    Features(features::Args),
    /// List the files that were skipped, and why
    Skipped(skipped::Args),
    /// List the runs of a project
    Runs(runs::Args),
    /// Check a project for damage, and repair it
    Doctor(doctor::Args),
    /// Give room that a project does not need back to the disk
    Compact(compact::Args),
    /// Write a project without its photos into one file, to keep it or take it elsewhere
    Archive(archive::ArchiveArgs),
    /// Make a project of such a file
    Unarchive(archive::UnarchiveArgs),
    /// Tell version, places, threads and devices
    Info(info::Args),
    /// Print the manual as a man page
    Man(manual::ManArgs),
    /// Print what makes a shell complete commands and options
    Completions(manual::CompletionsArgs),
}

/// Runs the program with the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return outcome::of_arguments(&error),
    };
    if let Err(why) = start_threads() {
        return outcome::code(Err(Failure::failed(format!("there is no room for the threads of the program: {why}"))));
    }
    let log = log::start(&places::data_dir());
    let answer = std::panic::catch_unwind(|| dispatch(cli)).unwrap_or_else(|_| {
        let place = log.map_or(String::new(), |path| format!("; what happened stands in {}", path.display()));
        Err(Failure::failed(format!("a fault in the program itself ended it{place}")))
    });
    outcome::code(answer)
}

fn dispatch(cli: Cli) -> Answer {
    match cli.command {
        None => window::open(window::Wanted::Empty),
        Some(Command::Open { path }) => window::open(window::Wanted::Path(path)),
        Some(Command::Demo(args)) => demo::run(&args),
        Some(Command::Run(args)) => run::run(&args),
        Some(Command::Update(args)) => update::run(&args),
        Some(Command::Eval(args)) => eval::run(&args),
        Some(Command::Clusters(args)) => clusters::run(&args),
        Some(Command::Classes(args)) => classes::run(&args),
        Some(Command::Duplicates(args)) => duplicates::run(&args),
        Some(Command::Quality(args)) => quality::run(&args),
        Some(Command::Show(args)) => show::run(&args),
        Some(Command::Search(args)) => search::run(&args),
        Some(Command::Edit(args)) => edit::run(args),
        Some(Command::Labels(args)) => labels::run(&args),
        Some(Command::Refine(args)) => refine::run(&args),
        Some(Command::Improve(args)) => refine::improve(&args),
        Some(Command::Review(args)) => review::run(&args),
        Some(Command::Export(args)) => export::run(args),
        Some(Command::Features(args)) => features::run(args),
        Some(Command::Skipped(args)) => skipped::run(&args),
        Some(Command::Runs(args)) => runs::run(&args),
        Some(Command::Doctor(args)) => doctor::run(&args),
        Some(Command::Compact(args)) => compact::run(&args),
        Some(Command::Archive(args)) => archive::archive(&args),
        Some(Command::Unarchive(args)) => archive::unarchive(&args),
        Some(Command::Info(args)) => info::run(&args),
        Some(Command::Man(args)) => manual::man(&args, Cli::command()),
        Some(Command::Completions(args)) => manual::completions(&args, Cli::command()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_line_of_the_manual_parses() {
        for line in [
            "",
            "open photos",
            "demo",
            "demo --headless --out there",
            "run photos",
            "run photos --project p.gleaner --clusters 5 --features simclr --preset quick --settings f.toml --set a=1 --set \
             b=2 --seed 3 --labels folders --threads 2 --device auto --resume --strict --json",
            "run photos --device cuda:1 --labels truth.csv --preset paper",
            "run photos --clusters 3 --seed 1 --clusters 9 --seed 2 --set a=1 --set b=2",
            "update p.gleaner",
            "update p.gleaner --folder photos --no-place --forget-missing --forget-away --take-copies --json",
            "eval p.gleaner",
            "eval p.gleaner --labels truth.csv --run 2 --json",
            "clusters p.gleaner --json",
            "run photos --clusters auto",
            "classes p.gleaner --json",
            "duplicates p.gleaner --json",
            "quality p.gleaner --json",
            "clusters p.gleaner --suggest --words words.txt",
            "show p.gleaner a/b.jpg --json",
            "search p.gleaner --image a/b.jpg -n 5 --json",
            "search p.gleaner --text zebra --count 3 --trust",
            "edit p.gleaner rename 3 Zebras",
            "edit p.gleaner rename 3 -",
            "edit p.gleaner merge 1 2 3",
            "edit p.gleaner move 1 a.jpg b.jpg",
            "edit p.gleaner junk 3 a.jpg",
            "edit p.gleaner unlabel Zebras",
            "edit p.gleaner split 3 4",
            "edit p.gleaner confirm 3 a.jpg --above 0.9 --except b.jpg c.jpg",
            "edit p.gleaner reject Zebras a.jpg b.jpg",
            "edit p.gleaner class Owls",
            "edit p.gleaner group Animals 1 Zebras",
            "edit p.gleaner mark 1 --key 3",
            "edit p.gleaner mark 1 --colour 0",
            "edit p.gleaner mark 1 --note --",
            "edit p.gleaner link a.jpg b.jpg",
            "edit p.gleaner unlink a.jpg b.jpg --forget",
            "edit p.gleaner history --json",
            "edit p.gleaner goto 0",
            "labels p.gleaner --from folders",
            "labels p.gleaner --from truth.csv --only cats,dogs --except owls --json",
            "refine p.gleaner --leave --json",
            "improve p.gleaner --leave --json",
            "review p.gleaner --json",
            "review p.gleaner --cluster Zebras --sample 40 --out sheet.html",
            "review p.gleaner --out sheet.html --json",
            "review p.gleaner --answers answers.csv --json",
            "edit p.gleaner undo",
            "edit p.gleaner redo",
            "edit p.gleaner adopt 2",
            "export p.gleaner --format csv --out a.csv --min-confidence 0.9 --confirmed-only --raw-cells --bom --trust",
            "export p.gleaner --format folders --out a --link hard --force --allow-fewer",
            "features",
            "features list --json",
            "features add dinov2-small --yes",
            "features remove dinov2-small",
            "features path",
            "features path dinov2-small",
            "skipped p.gleaner",
            "runs p.gleaner",
            "doctor p.gleaner",
            "doctor p.gleaner --repair --json",
            "compact p.gleaner --json",
            "archive p.gleaner --out p.zip --json",
            "unarchive p.zip --out q.gleaner --json",
            "info",
            "man",
            "man --out there",
            "completions zsh",
        ] {
            let args = std::iter::once("gleaner").chain(line.split_whitespace());
            assert!(Cli::try_parse_from(args).is_ok(), "{line}");
        }
    }

    #[test]
    fn wrong_use_is_refused() {
        for line in [
            "run",
            "fly",
            "run photos --clusters many",
            "run photos --preset slow",
            "run photos --device gpu",
            "run photos --device cuda:x",
            "run photos --seed -1",
            "eval p.gleaner --run x",
            "clusters p.gleaner --words words.txt",
            "search p.gleaner",
            "search p.gleaner --image a.jpg --text zebra",
            "edit p.gleaner",
            "edit p.gleaner merge 1",
            "edit p.gleaner move 1",
            "edit p.gleaner junk",
            "edit p.gleaner split 3 1",
            "edit p.gleaner split 3 9",
            "edit p.gleaner confirm 3 --above 1.5",
            "edit p.gleaner mark 1",
            "edit p.gleaner mark 1 --key 10",
            "edit p.gleaner link a.jpg",
            "edit p.gleaner goto x",
            "labels p.gleaner",
            "review p.gleaner --out sheet.html --answers answers.csv",
            "review p.gleaner --sample 40",
            "review p.gleaner --cluster 3 --answers answers.csv",
            "review p.gleaner --sample 0 --out sheet.html",
            "export p.gleaner --format xml --out a",
            "export p.gleaner --format csv",
            "export p.gleaner --format csv --out a --min-confidence 2",
            "export p.gleaner --format folders --out a --link soft",
            "completions sh",
            "doctor",
            "archive p.gleaner",
            "unarchive p.zip",
        ] {
            let args = std::iter::once("gleaner").chain(line.split_whitespace());
            let error = Cli::try_parse_from(args).expect_err(line);
            assert!(error.use_stderr() && error.exit_code() == 2, "{line}");
        }
    }
}
