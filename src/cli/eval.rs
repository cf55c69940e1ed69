//! `gleaner eval`: a run beside true labels.

use super::outcome::{Answer, Exit, Failure};
use super::summary::{self, RunReport};
use super::text;
use super::work::look;
use crate::ids::RunId;
use crate::session::evaluation::{Evaluation, TrueLabels};
use crate::strings::Told;
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    /// True labels: the first folder of each path (below the one that all images lie
    /// in), or a table (CSV or JSON lines) with file_name,label
    #[arg(long, value_name = "folders|FILE.csv", default_value = "folders")]
    labels: String,
    /// Which run [default: the one whose clusters are shown]
    #[arg(long, value_name = "ID")]
    run: Option<RunId>,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

/// The object of `run`, and what only a comparison has.
#[derive(Serialize)]
struct EvalReport<'a> {
    #[serde(flatten)]
    report: RunReport,
    n_labelled: usize,
    confusion: &'a [(String, String, u64)],
    notes: &'a [Told],
}

/// Runs the command.
///
/// # Errors
/// [`Failure`].
pub fn run(args: &Args) -> Answer {
    let reader = look(&args.project)?;
    let evaluation = reader.evaluate(&TrueLabels::parse(&args.labels), args.run)?;
    let snapshot = reader.snapshot();
    let run = snapshot.runs.iter().find(|run| run.id == evaluation.run);
    let run = run.ok_or_else(|| Failure::failed(format!("there is no run {}", evaluation.run)))?;
    if args.json {
        let Evaluation { n_labelled, confusion, notes, .. } = &evaluation;
        let report = RunReport::new(&snapshot, run, Some(&evaluation));
        text::print_json(&EvalReport { report, n_labelled: *n_labelled, confusion, notes })?;
    } else {
        text::print(&words(&evaluation))?;
    }
    Ok(Exit::Done)
}

fn words(evaluation: &Evaluation) -> String {
    let stages = summary::stages(Some(&evaluation.kept), &evaluation.stages);
    let mut words = format!("Run {}\n{stages}\n{}", evaluation.run, summary::evaluation(evaluation));
    if !evaluation.confusion.is_empty() {
        let row = |(cluster, class, n): &(String, String, u64)| {
            vec![text::number(*n as usize), format!("{} < {}", text::one_line(cluster), text::one_line(class))]
        };
        let rows: Vec<Vec<String>> = evaluation.confusion.iter().take(30).map(row).collect();
        let _ = write!(words, "\n{}", text::table(&["images", "group < true label"], &rows));
        if evaluation.confusion.len() > rows.len() {
            let _ = writeln!(words, "and {} smaller ones (--json has all)", evaluation.confusion.len() - rows.len());
        }
    }
    for note in &evaluation.notes {
        let _ = write!(words, "\n{note}");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::Stage;

    #[test]
    fn what_was_confused_is_listed() {
        let evaluation = Evaluation {
            run: RunId(4),
            kept: Stage::KMeans,
            stages: Vec::new(),
            n_labelled: 10,
            metrics: [("accuracy".to_owned(), 0.9)].into(),
            confusion: vec![("Group 1".into(), "cat".into(), 9), ("Group 1".into(), "dog".into(), 1)],
            notes: vec!["2 labels name no image.".into()],
        };
        let words = words(&evaluation);
        for part in ["Run 4", "Beside 10 true labels", "0.900  accuracy", "9  Group 1 < cat", "2 labels name no image."]
        {
            assert!(words.contains(part), "{part}: {words}");
        }
    }
}
