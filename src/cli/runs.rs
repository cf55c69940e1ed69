//! `gleaner runs`: the runs of a project, newest first.

use super::outcome::{Answer, Exit};
use super::text;
use super::work::look;
use crate::ids::RunId;
use crate::session::protocol::{RunState, RunSummary, StageReport};
use crate::stage::Stage;
use crate::strings::Told;
use serde::Serialize;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    /// Print one JSON list as the last line
    #[arg(long)]
    json: bool,
}

/// One entry of the list.
#[derive(Serialize)]
struct Entry<'a> {
    id: RunId,
    state: RunState,
    is_adopted: bool,
    started: i64,
    seconds: f64,
    version: &'a str,
    device: &'a str,
    kept: Option<&'a Stage>,
    settings: &'a crate::session::RunSettings,
    stages: &'a [StageReport],
    notes: &'a [Told],
}

/// Runs the command.
///
/// # Errors
/// If the project can not be read.
pub fn run(args: &Args) -> Answer {
    let snapshot = look(&args.project)?.snapshot();
    if args.json {
        let entries: Vec<Entry> = snapshot.runs.iter().map(|run| entry(run, snapshot.adopted)).collect();
        text::print_json(&entries)?;
    } else {
        text::print(&words(&snapshot.runs, snapshot.adopted))?;
    }
    Ok(Exit::Done)
}

fn entry(run: &RunSummary, adopted: Option<RunId>) -> Entry<'_> {
    Entry {
        id: run.id,
        state: run.state,
        is_adopted: adopted == Some(run.id),
        started: run.started,
        seconds: run.seconds,
        version: &run.version,
        device: &run.device,
        kept: run.kept.as_ref().map(|kept| &kept.stage),
        settings: &run.settings,
        stages: &run.stages,
        notes: &run.notes,
    }
}

fn words(runs: &[RunSummary], adopted: Option<RunId>) -> String {
    if runs.is_empty() {
        return "There are no runs yet; `gleaner run FOLDER` makes one.".to_owned();
    }
    let row = |run: &RunSummary| {
        let state = match run.state {
            RunState::Unfinished => "unfinished (go on with --resume)".to_owned(),
            RunState::Failed => format!("failed: {}", Told::sentences(run.notes.to_vec())),
            RunState::Done if adopted == Some(run.id) => "done, its groups are shown".to_owned(),
            RunState::Done => "done".to_owned(),
        };
        let settings = &run.settings;
        vec![
            run.id.to_string(),
            text::date(run.started),
            text::duration(run.seconds),
            settings.preset.to_string(),
            if settings.is_open() { "auto".to_owned() } else { settings.clusters.to_string() },
            settings.seed.to_string(),
            run.device.clone(),
            run.kept.as_ref().map_or("-", |kept| kept.stage.name()).to_owned(),
            text::one_line(&state),
        ]
    };
    let header = ["id", "started", "took", "preset", "groups", "seed", "device", "kept", "state"];
    text::table(&header, &runs.iter().map(row).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::RunSettings;
    use crate::stage::Kept;
    use std::sync::Arc;

    #[test]
    fn every_run_has_a_line() {
        let run = |id, state, kept: Option<Stage>| RunSummary {
            id: RunId(id),
            state,
            settings: Arc::new(RunSettings::default()),
            started: 0,
            seconds: 61.0,
            version: "0.1.0".into(),
            device: "cpu".into(),
            kept: kept.map(|stage| Kept { stage, why: Told::default() }),
            stages: Arc::default(),
            epochs: Arc::default(),
            notes: Arc::new(vec!["It stopped.".into()]),
        };
        let runs = [
            run(3, RunState::Unfinished, None),
            run(2, RunState::Failed, None),
            run(1, RunState::Done, Some(Stage::Scan)),
        ];
        let words = words(&runs, Some(RunId(1)));
        let lines: Vec<&str> = words.lines().collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[1].contains("--resume") && lines[2].ends_with("failed: It stopped."), "{words}");
        assert!(lines[3].contains("SCAN") && lines[3].ends_with("its groups are shown"), "{words}");
        assert!(lines[3].contains("1970-01-01 00:00 UTC"));
        assert_eq!(serde_json::to_value(entry(&runs[2], None)).expect("JSON")["kept"], "scan");
    }
}
