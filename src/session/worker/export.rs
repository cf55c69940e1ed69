//! Writing labels out.

use super::{Context, Ending, Pace, counted};
use crate::control::{CancelToken, Progress};
use crate::curation::labels::Source;
use crate::interchange::folders::Link;
use crate::interchange::place::Protected;
use crate::interchange::{InterchangeError, LabelOrigin, LabelRow, Provenance, csv, folders, json};
use crate::session::open::Open;
use crate::session::places;
use crate::session::protocol::{ClusterView, ExportFormat, ExportRequest, LinkKind};
use crate::session::review;
use std::path::PathBuf;
use std::sync::Arc;

/// What an export writes.
pub struct ExportWork {
    request: ExportRequest,
    rows: Vec<LabelRow>,
    folder: PathBuf,
    protected: Protected,
    provenance: Provenance,
}

impl ExportWork {
    /// Gathers the labels in force. Labels of people are always written; those of a run from the least confidence on,
    /// unless only confirmed ones are asked for. Images whose label is left out stay in the rows without one.
    /// `clusters`: as they are shown now.
    pub fn gather(open: &Open, clusters: &[Arc<ClusterView>], request: &ExportRequest) -> Self {
        let labels = open.history.labels();
        let run = labels.adopted();
        let row = |row: &crate::store::project::ImageRow| {
            let label = labels.label(row.id);
            let origin = match label.source {
                Source::Machine => LabelOrigin::Machine,
                Source::Placed | Source::Confirmed => LabelOrigin::Confirmed,
            };
            let is_wanted = match origin {
                LabelOrigin::Confirmed => true,
                LabelOrigin::Machine => !request.confirmed_only && label.confidence >= request.min_confidence,
            };
            let cluster = label.cluster.filter(|_| is_wanted).and_then(|id| labels.cluster(id));
            LabelRow {
                path: row.record.path.clone(),
                label: cluster.map(|cluster| cluster.display_name()),
                confidence: label.confidence,
                origin,
                cluster: cluster.map(|cluster| cluster.id),
                run,
            }
        };
        // What a person called junk belongs in no class, not even among the unlabelled.
        let rows = open.ready_rows().filter(|row| !labels.label(row.id).is_junk).map(row).collect();
        let machine = if request.confirmed_only {
            String::new()
        } else if request.min_confidence > 0.0 {
            format!(" and machine labels with confidence from {}", request.min_confidence)
        } else {
            " and all machine labels".into()
        };
        let provenance = Provenance {
            program: format!("Gleaner {}", env!("CARGO_PKG_VERSION")),
            folder: open.store.folder().display().to_string(),
            run,
            stage: run.and_then(|run| open.run(run)?.kept.clone()),
            labels: format!("confirmed labels{machine}"),
            written: places::unix_now(),
            reviewed: review::reviewed(clusters).of_part(request.confirmed_only || request.min_confidence > 0.0),
        };
        let folder = open.store.folder().to_path_buf();
        let protected = Protected { photos: folder.clone(), project: open.store.path().to_path_buf() };
        Self { request: request.clone(), rows, folder, protected, provenance }
    }

    /// As a job.
    pub fn run(self, context: &Context) -> Ending {
        let pace = Pace::new("Writing labels", self.rows.len() as u64);
        match run_export(&self, &context.cancel, &mut |progress| context.show(progress), &pace) {
            Ok(words) => Ending::Done(words),
            Err(InterchangeError::Cancelled) => Ending::Cancelled,
            Err(error) => Ending::Failed(error.to_string()),
        }
    }
}

/// Writes; gives the words to show.
pub fn run_export(
    work: &ExportWork,
    cancel: &CancelToken,
    show: &mut dyn FnMut(Progress),
    pace: &Pace,
) -> Result<String, InterchangeError> {
    let ExportWork { request, rows, folder, protected, provenance } = work;
    let out = &request.out;
    match request.format {
        ExportFormat::Csv | ExportFormat::Jsonl => protected.check_table(out)?,
        ExportFormat::Folders => protected.check_outside_project(out)?,
    }
    let (n, what) = match request.format {
        ExportFormat::Csv => (csv::write(rows, out, request.force, provenance)?, ("label", "labels")),
        ExportFormat::Jsonl => (json::write(rows, out, request.force, provenance)?, ("label", "labels")),
        ExportFormat::Folders => {
            let link = match request.link {
                LinkKind::Copy => Link::Copy,
                LinkKind::Hard => Link::Hard,
                LinkKind::Symbolic => Link::Symbolic,
            };
            let mut on_progress = |n: usize| show(pace.at(n as u64));
            let n = folders::write(rows, folder, out, link, request.force, provenance, cancel, &mut on_progress)?;
            (n, ("image", "images"))
        }
    };
    let wrote = format!("Wrote {} to {}.", counted(n, what.0, what.1), out.display());
    // What was confirmed alone is right as far as people are.
    Ok(if request.confirmed_only { wrote } else { format!("{wrote} {}", review::words(&provenance.reviewed)) })
}
