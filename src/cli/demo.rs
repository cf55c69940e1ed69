//! `gleaner demo`: the whole job on the sample, in the window or without one.

use super::outcome::{Answer, Exit, Failure};
use super::work::{Work, look};
use super::{summary, text, window};
use crate::session::evaluation::TrueLabels;
use crate::session::protocol::{Provisional, Request};
use crate::session::{RunSettings, models, run_secs};
use std::path::PathBuf;
use std::time::Instant;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Without a window: prints the clusters and writes an HTML contact sheet
    #[arg(long)]
    headless: bool,
    /// Directory for the contact sheet of --headless [default: gleaner-demo]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// With --headless: where features come from, builtin or simclr (learned from the sample alone) [default: builtin]
    #[arg(long, value_name = "builtin|simclr", requires = "headless", value_enum)]
    features: Option<DemoFeatures>,
    /// With --headless: seed of every random draw of the run; the pictures stay the same [default: 0]
    #[arg(long, value_name = "S", requires = "headless")]
    seed: Option<u32>,
}

// What each is stands in the help of the option.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum DemoFeatures {
    Builtin,
    Simclr,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`].
pub fn run(args: &Args) -> Answer {
    if !args.headless {
        return window::open(window::Wanted::Sample);
    }
    let started = Instant::now();
    let mut work = Work::start(0)?;
    work.ask(&Request::OpenSample)?;
    let settings = match args.features {
        Some(DemoFeatures::Simclr) => RunSettings::demo_from_scratch(),
        Some(DemoFeatures::Builtin) | None => RunSettings::demo(),
    };
    let settings = RunSettings { seed: u64::from(args.seed.unwrap_or(0)), ..settings };
    let snapshot = work.snapshot();
    models::measure();
    let time =
        run_secs(&settings, &snapshot).map_or_else(String::new, |secs| format!(" About {}.", text::duration(secs)));
    text::print(&format!("The sample: {}. Sorting them into groups.{time}", summary::counts(&snapshot)))?;
    let mut has_guess = false;
    work.ask_watching(&Request::Run { settings: Box::new(settings), resume: false }, &mut |snapshot, display| {
        if let (Some(guess), false) = (&snapshot.provisional, has_guess) {
            has_guess = true;
            let line = first_guess(guess, started.elapsed().as_secs_f64());
            // What can not be printed now can not be printed at the end either, where it is told.
            let _ = display.beside(|| text::print(&line));
        }
    })?;
    let snapshot = work.snapshot();
    work.finish();
    let run = summary::newest(&snapshot).ok_or_else(|| Failure::failed("the run left no result"))?;
    let project = snapshot.project.as_ref().ok_or_else(|| Failure::failed("the sample could not be opened"))?;
    let reader = look(&project.path)?;
    let truth = project.folder.with_file_name("truth.csv");
    let evaluation = reader.evaluate(&TrueLabels::File(truth), Some(run.id))?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("gleaner-demo")).join("contact-sheet.html");
    reader.write_report(&out, Some(&evaluation))?;
    text::print(&format!(
        "\n{}\nContact sheet: {}\nThe sample in the window, to name and merge: gleaner open {}",
        summary::run(&snapshot, run, Some(&evaluation)),
        out.display(),
        text::shell(&project.path)
    ))?;
    Ok(Exit::Done)
}

fn first_guess(guess: &Provisional, secs: f64) -> String {
    let sizes: Vec<String> = guess.clusters.iter().map(|members| text::number(members.len())).collect();
    format!(
        "First guess after {} ({}): {} of {} images.",
        text::duration(secs),
        guess.source,
        text::counted(sizes.len(), "group", "groups"),
        sizes.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ImageId;
    use std::sync::Arc;

    #[test]
    fn a_guess_is_one_line() {
        let members = |n: u32| Arc::new((0..n).map(ImageId).collect());
        let guess =
            Provisional { source: "k-means on the features of epoch 1".into(), clusters: vec![members(3), members(2)] };
        let line = "First guess after 12 s (k-means on the features of epoch 1): 2 groups of 3, 2 images.";
        assert_eq!(first_guess(&guess, 12.2), line);
    }

    #[test]
    fn the_settings_of_the_sample_can_be_run() {
        assert!(RunSettings::demo().check().is_ok());
        assert!(RunSettings::demo_from_scratch().check().is_ok());
    }
}
