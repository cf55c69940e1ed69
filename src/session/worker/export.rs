//! Writing labels out.

use super::{Context, Ending, Pace};
use crate::control::{CancelToken, Progress};
use crate::curation::labels::Source;
use crate::dataset::fingerprint;
use crate::dataset::scan::{self, FileStamp};
use crate::ids::ImageId;
use crate::input;
use crate::interchange::format::{Export, Target};
use crate::interchange::place::Protected;
use crate::interchange::{InterchangeError, LabelOrigin, LabelRow, Provenance, standing};
use crate::session::folder::rule::Content;
use crate::session::insight::review;
use crate::session::project::open::Open;
use crate::session::project::places;
use crate::session::protocol::{ExportRequest, Snapshot};
use crate::strings::{Told, told};
use std::fs;
use std::path::PathBuf;

/// Files that are left out and told by name.
const N_TOLD: usize = 3;

/// What an export writes.
pub struct ExportWork {
    request: ExportRequest,
    rows: Vec<LabelRow>,
    folder: PathBuf,
    protected: Protected,
    provenance: Provenance,
    /// Labelled images that are hidden since their files are gone.
    n_missing: usize,
    /// What each file of `rows` was at the last look.
    seen: Vec<(FileStamp, Option<Content>)>,
    /// Images at whose paths other pictures were when a person labelled these.
    n_changed: usize,
    /// The project is a stranger's, whose files are not looked at.
    is_stranger: bool,
}

impl ExportWork {
    /// Gathers the labels in force. Labels of people are always written; those of a run from the least confidence on,
    /// unless only confirmed ones are asked for. Images whose label is left out stay in the rows without one.
    /// `snapshot`: what is shown now.
    pub fn gather(open: &Open, snapshot: &Snapshot, request: &ExportRequest) -> Self {
        let labels = open.history.labels();
        let names = labels.names();
        let run = labels.adopted();
        let row = |row: &crate::store::ImageRow| {
            let label = labels.label(row.id);
            let origin = match label.source {
                Source::Machine => LabelOrigin::Machine,
                Source::Placed | Source::Confirmed => LabelOrigin::Confirmed,
            };
            let confidence = open.sure(row.id, &label);
            let is_wanted = match origin {
                LabelOrigin::Confirmed => true,
                LabelOrigin::Machine => !request.confirmed_only && confidence >= request.min_confidence,
            };
            let cluster = label.cluster.filter(|_| is_wanted).and_then(|id| labels.cluster(id));
            LabelRow {
                path: row.record.path.clone(),
                label: cluster.and_then(|cluster| names.get(&cluster.id)).cloned(),
                confidence,
                origin,
                cluster: cluster.map(|cluster| cluster.id),
                run,
                content: row.record.content().copied(),
            }
        };
        // What a person called junk belongs in no class, not even among the unlabelled.
        let written = || open.ready_rows().filter(|row| !labels.label(row.id).is_junk);
        let rows: Vec<LabelRow> = written().map(row).collect();
        let seen = written().map(|row| (row.record.stamp, row.record.content().copied())).collect();
        let is_lost = |id: &ImageId| labels.label(*id).cluster.is_some();
        let n_missing = open.missing().filter(is_lost).count();
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
            stage: run.and_then(|run| Some(open.run(run)?.kept.as_ref()?.stage.clone())),
            labels: format!("confirmed labels{machine}"),
            // Counted when the files were looked at.
            confirmed: 0,
            written: places::unix_now(),
            reviewed: review::reviewed(&snapshot.clusters)
                .of_part(request.confirmed_only || request.min_confidence > 0.0),
        };
        let folder = open.store.folder().to_path_buf();
        let (photos, is_known) = (folder.clone(), !snapshot.is_stranger);
        let protected = Protected { photos, is_known, project: open.store.path().to_path_buf() };
        Self {
            seen,
            request: request.clone(),
            rows,
            folder,
            protected,
            provenance,
            n_missing,
            n_changed: snapshot.folder.changed.len(),
            is_stranger: snapshot.is_stranger,
        }
    }

    /// Runs the export as a job.
    pub fn run(self, context: &Context) -> Ending {
        let pace = Pace::new(told!("export-writing"), self.rows.len() as u64);
        match run_export(&self, &context.cancel, &mut |progress| context.show(progress), &pace) {
            Ok(words) => Ending::Done(words),
            Err(InterchangeError::Cancelled) => Ending::Cancelled,
            Err(error @ InterchangeError::Fewer { .. }) => Ending::Refused(Told::of(error)),
            Err(error) => Ending::Failed(Told::of(error)),
        }
    }
}

/// A table of labels is not replaced by one with fewer labels of people, nor while images are missing, unless that was
/// allowed.
fn check_fewer(work: &ExportWork, now: usize, n_away: usize) -> Result<(), InterchangeError> {
    let request = &work.request;
    if !request.force || request.allow_fewer || !request.out.exists() {
        return Ok(());
    }
    let before = standing::confirmed_in(&request.out);
    let n_missing = n_away + work.n_missing;
    if n_missing == 0 && before.is_none_or(|before| before <= now) {
        return Ok(());
    }
    Err(InterchangeError::Fewer { path: request.out.clone(), before, now, n_missing })
}

/// What of the rows can be written.
struct AsSeen {
    rows: Vec<LabelRow>,
    /// Of these, images whose files are not there: they can be named all the same.
    n_away: usize,
    /// Displayed paths of files that are not what the project knows, and are left out.
    stale: Vec<String>,
}

/// The rows whose files are what the project knows: a label is never written beside a picture that nobody has looked at.
fn as_seen(work: &ExportWork, cancel: &CancelToken) -> Result<AsSeen, InterchangeError> {
    if work.is_stranger {
        return Ok(AsSeen { rows: work.rows.clone(), n_away: 0, stale: Vec::new() });
    }
    let mut rows = Vec::with_capacity(work.rows.len());
    let mut n_away = 0;
    let mut stale = Vec::new();
    for (row, (stamp, content)) in work.rows.iter().zip(&work.seen) {
        if cancel.is_cancelled() {
            return Err(InterchangeError::Cancelled);
        }
        let path = row.path.to_path(&work.folder);
        let is_known = match fs::metadata(&path) {
            Ok(now) if !scan::stamp(&now).is_like(stamp) => {
                input::open(&path).and_then(fingerprint::content_hash_of).is_ok_and(|now| Some(now) == *content)
            }
            Ok(_) => true,
            Err(_) => {
                n_away += 1;
                true
            }
        };
        if is_known {
            rows.push(row.clone());
        } else {
            stale.push(row.path.display());
        }
    }
    Ok(AsSeen { rows, n_away, stale })
}

fn is_confirmed(row: &LabelRow) -> bool {
    row.label.is_some() && row.origin == LabelOrigin::Confirmed
}

/// Writes; gives the words to show.
pub fn run_export(
    work: &ExportWork,
    cancel: &CancelToken,
    show: &mut dyn FnMut(Progress),
    pace: &Pace,
) -> Result<Told, InterchangeError> {
    let AsSeen { rows, n_away, stale } = as_seen(work, cancel)?;
    let confirmed = rows.iter().filter(|row| is_confirmed(row)).count();
    let (rows, provenance) = (&rows, &Provenance { confirmed, ..work.provenance.clone() });
    let ExportWork { request, folder, protected, n_missing, n_changed, .. } = work;
    let ExportRequest { format, out, link, force, .. } = request;
    match format.target {
        Target::File { .. } => protected.check_table(out)?,
        Target::Folder => protected.check_outside_project(out)?,
    }
    if work.is_stranger && format.is_folder() {
        return Err(InterchangeError::Unread(folder.clone()));
    }
    check_fewer(work, confirmed, n_away)?;
    let mut export = Export {
        rows,
        root: folder,
        out,
        link: *link,
        force: *force,
        about: provenance,
        cancel,
        on_progress: &mut |n| show(pace.at(n as u64)),
        table: request.table,
        n_guarded: 0,
    };
    let n = (format.write)(&mut export)?;
    let n_guarded = export.n_guarded;
    let path = out.display().to_string();
    let mut wrote = vec![if format.is_folder() {
        told!("export-wrote-images", n = n, path = path)
    } else {
        told!("export-wrote-labels", n = n, path = path)
    }];
    if n_guarded > 0 {
        wrote.push(told!("export-guarded", n = n_guarded));
    }
    if n_away > 0 && !format.is_folder() {
        wrote.push(told!("export-not-there", n = n_away));
    }
    if work.is_stranger {
        wrote.push(told!("export-unread"));
    }
    if *n_changed > 0 {
        wrote.push(told!("export-changed", n = *n_changed));
    }
    if !stale.is_empty() {
        let some: Vec<&str> = stale.iter().take(N_TOLD).map(String::as_str).collect();
        let n_more = stale.len() - some.len();
        wrote.push(told!("export-stale", n = stale.len(), some = some.join(", "), more = n_more));
    }
    if *n_missing > 0 {
        wrote.push(told!("export-missing", n = *n_missing));
    }
    // What was confirmed alone is right as far as people are.
    if !request.confirmed_only {
        wrote.push(review::words(&provenance.reviewed));
    }
    Ok(Told::sentences(wrote))
}
