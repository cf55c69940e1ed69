//! What `run`, `eval` and `demo` tell about a run: the object for scripts and the text for people.

use super::text;
use crate::ids::RunId;
use crate::session::Suggestions;
use crate::session::evaluation::Evaluation;
use crate::session::protocol::{RunSummary, Snapshot, StageReport};
use crate::stage::Stage;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The last line of `--json`.
#[derive(Debug, PartialEq, Serialize)]
pub struct RunReport {
    /// The `.gleaner` directory.
    pub project: String,
    /// Which run.
    pub run: RunId,
    /// Readable images.
    pub n_images: usize,
    /// Skipped files.
    pub n_skipped: usize,
    /// Key of the kept stage.
    pub kept: String,
    /// One entry a stage, with the numbers beside true labels where there are any.
    pub stages: Vec<StageReport>,
    /// Of the kept stage; empty without true labels.
    pub metrics: BTreeMap<String, f64>,
}

impl RunReport {
    /// Of a run in a snapshot.
    pub fn new(snapshot: &Snapshot, run: &RunSummary, evaluation: Option<&Evaluation>) -> Self {
        Self {
            project: snapshot.project.as_ref().map(|project| project.path.display().to_string()).unwrap_or_default(),
            run: run.id,
            n_images: snapshot.images.rows.len(),
            n_skipped: snapshot.skipped.len(),
            kept: run.kept.as_ref().map_or("", |kept| kept.stage.key()).to_owned(),
            stages: evaluation.map_or_else(|| run.stages.to_vec(), |evaluation| evaluation.stages.clone()),
            metrics: evaluation.map(|evaluation| evaluation.metrics.clone()).unwrap_or_default(),
        }
    }
}

/// The newest finished run.
pub fn newest(snapshot: &Snapshot) -> Option<&RunSummary> {
    snapshot.newest_done_run().and_then(|id| snapshot.runs.iter().find(|run| run.id == id))
}

/// "24 images, 1 file skipped".
pub fn counts(snapshot: &Snapshot) -> String {
    let images = text::counted(snapshot.images.rows.len(), "image", "images");
    match snapshot.skipped.len() {
        0 => images,
        n => format!("{images}, {} skipped", text::counted(n, "file", "files")),
    }
}

/// The table of clusters.
pub fn clusters(snapshot: &Snapshot, suggested: Option<&[Suggestions]>) -> String {
    if snapshot.clusters.is_empty() {
        return "There are no groups yet.\n".to_owned();
    }
    let row = |(at, cluster): (usize, &std::sync::Arc<crate::session::protocol::ClusterView>)| {
        let names =
            suggested.map(|all| all[at].names.iter().map(|name| text::one_line(&name.name)).collect::<Vec<_>>());
        let mut row = vec![
            cluster.id.to_string(),
            text::number(cluster.members.len()),
            text::decimal(cluster.mean_confidence, 2),
            text::number(cluster.n_confirmed),
            text::one_line(&cluster.name),
        ];
        row.extend(names.map(|names| names.join(", ")));
        row
    };
    let rows: Vec<Vec<String>> = snapshot.clusters.iter().enumerate().map(row).collect();
    let header = ["id", "images", "mean confidence", "confirmed", "name", "suggested names"];
    let table = text::table(&header[..header.len() - usize::from(suggested.is_none())], &rows);
    match suggested.and_then(|all| all.first()?.note) {
        Some(note) => format!("{table}\n{note}\n"),
        None => table,
    }
}

/// Stages with their times and numbers, the kept one marked.
pub fn stages(kept: Option<&Stage>, stages: &[StageReport]) -> String {
    let shown = ["score", "neighbor_agreement", "neighbor_purity", "accuracy", "nmi", "ari"];
    let is_there = |name: &&str| stages.iter().any(|stage| stage.metrics.contains_key(*name));
    let columns: Vec<&str> = shown.into_iter().filter(is_there).collect();
    let row = |stage: &StageReport| {
        let number = |x: f64, digits: usize| if x > 0.0 { format!("{x:.digits$}") } else { "-".to_owned() };
        let metric = |name: &&str| stage.metrics.get(*name).map_or("-".to_owned(), |value| text::decimal(*value, 3));
        let mark = if kept == Some(&stage.name) { " (kept)" } else { "" };
        let mut cells = vec![number(stage.seconds, 1), number(stage.images_per_sec, 0)];
        cells.extend(columns.iter().map(metric));
        cells.push(format!("{}{mark}", stage.name.name()));
        cells
    };
    let titles: Vec<String> = columns.iter().map(|name| name.replace('_', " ")).collect();
    let mut header = vec!["seconds", "images/s"];
    header.extend(titles.iter().map(String::as_str));
    header.push("stage");
    text::table(&header, &stages.iter().map(row).collect::<Vec<_>>())
}

/// Metrics beside true labels, one a line.
pub fn evaluation(evaluation: &Evaluation) -> String {
    let mut words = format!("Beside {}:\n", text::counted(evaluation.n_labelled, "true label", "true labels"));
    for (name, value) in &evaluation.metrics {
        let _ = writeln!(words, "{value:>8.3}  {}", name.replace('_', " "));
    }
    words
}

/// A run for people: what was read, how it went, what came of it.
pub fn run(snapshot: &Snapshot, run: &RunSummary, beside: Option<&Evaluation>) -> String {
    let mut words = format!("{}; run {} took {}.\n", counts(snapshot), run.id, text::duration(run.seconds));
    for note in run.notes.iter().chain(beside.iter().flat_map(|evaluation| &evaluation.notes)) {
        let _ = writeln!(words, "{note}");
    }
    let reports = beside.map_or(run.stages.as_slice(), |evaluation| &evaluation.stages);
    let _ =
        write!(words, "\n{}\n{}", stages(run.kept.as_ref().map(|kept| &kept.stage), reports), clusters(snapshot, None));
    if let Some(beside) = beside {
        let _ = write!(words, "\n{}", evaluation(beside));
    }
    if let Some(project) = &snapshot.project {
        let _ = writeln!(words, "\nProject: {}", project.path.display());
        if snapshot.adopted != Some(run.id) {
            let _ = writeln!(
                words,
                "The groups above are still those with your changes; to take the new ones (names, merges and moves \
                 stay): gleaner edit {} adopt {}",
                text::shell(&project.path),
                run.id
            );
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ClusterId, ImageId};
    use crate::session::RunSettings;
    use crate::session::protocol::{ClusterView, ImageInfo, ImageTable, ProjectInfo, RunState, SkipKind, SkippedFile};
    use crate::stage::Kept;
    use std::sync::Arc;

    fn stage(name: &str, metrics: &[(&str, f64)]) -> StageReport {
        let metrics = metrics.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        StageReport { name: name.into(), seconds: 12.34, images_per_sec: 0.0, metrics }
    }

    fn snapshot() -> Snapshot {
        let row = |i: u32| ImageInfo::new(ImageId(i), format!("{i}.jpg"), 4, 3);
        let cluster = ClusterView {
            id: ClusterId(3),
            name: "Sun\nflowers".into(),
            is_named: true,
            members: Arc::new(vec![ImageId(0), ImageId(1)]),
            confidences: Arc::new(vec![0.9, 0.8]),
            mean_confidence: 0.85,
            n_confirmed: 1,
            histogram: [0; 20],
            ..ClusterView::default()
        };
        let run = |id, state| RunSummary {
            id: RunId(id),
            state,
            settings: Arc::new(RunSettings::default()),
            started: 0,
            seconds: 100.0,
            version: "0.1.0".into(),
            device: "cpu".into(),
            kept: Some(Kept { stage: Stage::Scan, why: "SCAN was kept.".into() }),
            stages: Arc::new(vec![stage("kmeans", &[]), stage("scan", &[("score", 0.5)])]),
            epochs: Arc::default(),
            notes: Arc::new(vec!["SCAN was kept.".into()]),
        };
        Snapshot {
            project: Some(Arc::new(ProjectInfo {
                name: "p".into(),
                folder: "/photos".into(),
                path: "/p.gleaner".into(),
            })),
            images: Arc::new(ImageTable::new(vec![row(0), row(1)])),
            skipped: Arc::new(vec![SkippedFile {
                path: "x".into(),
                reason: "empty file".into(),
                kind: SkipKind::Empty,
            }]),
            clusters: Arc::new(vec![Arc::new(cluster)]),
            runs: Arc::new(vec![run(2, RunState::Failed), run(1, RunState::Done)]),
            adopted: Some(RunId(1)),
            ..Snapshot::default()
        }
    }

    #[test]
    fn the_object_has_every_field_with_and_without_labels() {
        let snapshot = snapshot();
        let run = newest(&snapshot).expect("a finished run");
        assert_eq!(run.id, RunId(1));
        let plain = serde_json::to_value(RunReport::new(&snapshot, run, None)).expect("JSON");
        for key in ["project", "run", "n_images", "n_skipped", "kept", "stages", "metrics"] {
            assert!(plain.get(key).is_some(), "{key}");
        }
        assert_eq!((&plain["n_images"], &plain["n_skipped"]), (&2.into(), &1.into()));
        assert_eq!(plain["metrics"], serde_json::json!({}));
        let evaluation = Evaluation {
            run: RunId(1),
            kept: Stage::Scan,
            n_labelled: 2,
            stages: vec![stage("scan", &[("accuracy", 0.75)])],
            metrics: [("accuracy".to_owned(), 0.75)].into(),
            confusion: Vec::new(),
            notes: Vec::new(),
        };
        let labelled = serde_json::to_value(RunReport::new(&snapshot, run, Some(&evaluation))).expect("JSON");
        assert_eq!(labelled["metrics"]["accuracy"], 0.75);
        assert_eq!(labelled["stages"][0]["metrics"]["accuracy"], 0.75);
    }

    #[test]
    fn the_text_tells_the_same() {
        let snapshot = snapshot();
        let words = run(&snapshot, newest(&snapshot).expect("a run"), None);
        for part in
            ["2 images, 1 file skipped; run 1 took 2 min.", "SCAN was kept.", "0.500  SCAN (kept)", "Sun\\nflowers"]
        {
            assert!(words.contains(part), "{part}: {words}");
        }
        assert!(!words.contains("adopt"), "{words}");
        let other = Snapshot { adopted: None, ..snapshot.clone() };
        assert!(run(&other, newest(&other).expect("a run"), None).contains("gleaner edit /p.gleaner adopt 1"));
    }
}
