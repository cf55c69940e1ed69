//! What goes in and out: true labels from folders or a table, exports as CSV, JSON lines and class folders, the HTML report, and
//! review sheets with the answers that come back.
//!
//! It sees rows, not projects: the session gathers what is to be written. Everything is written beside its place and
//! renamed into it, so that a stopped export leaves nothing half done; nothing is replaced without being told.

use crate::dataset::rel_path::RelPath;
use crate::ids::{ClusterId, RunId};
use crate::room;
use crate::stage::Stage;
use crate::strings::{Told, say, told};
use serde::Serialize;
use std::path::{Path, PathBuf};

pub mod answers_in;
mod atomic;
pub mod cells;
pub mod csv;
pub mod folders;
pub mod format;
pub mod formats;
pub mod json;
pub mod labels_in;
mod names;
mod page;
pub mod place;
mod provenance;
pub mod report;
pub mod review_sheet;
pub mod standing;
mod table;

/// Who gave a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LabelOrigin {
    /// A person confirmed it or put the image there.
    Confirmed,
    /// A run gave it.
    Machine,
}

/// One image of an export.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelRow {
    /// Relative to the folder.
    pub path: RelPath,
    /// Cluster name; None: unlabelled, or left out by the export's rule (class folders put it under `_unlabeled/`).
    pub label: Option<String>,
    /// Confidence of the label, 0 to 1.
    pub confidence: f32,
    /// Who gave the label.
    pub origin: LabelOrigin,
    /// Cluster id.
    pub cluster: Option<ClusterId>,
    /// The adopted run.
    pub run: Option<RunId>,
    /// BLAKE3 of the picture that has the label, if it was read.
    pub content: Option<[u8; 32]>,
}

/// What is written beside an export, as `gleaner-provenance.json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Provenance {
    /// "Gleaner 0.1.0".
    pub program: String,
    /// The photo folder.
    pub folder: String,
    /// The adopted run.
    pub run: Option<RunId>,
    /// Its kept stage.
    pub stage: Option<Stage>,
    /// Which labels are in: "confirmed labels", "confirmed labels and machine labels with confidence from 0.9".
    pub labels: String,
    /// Images in it whose label a person gave.
    pub confirmed: usize,
    /// Unix seconds at which it was written.
    pub written: i64,
    /// How right the labels are, as far as people looked: of all labels in force, before any rule left some out.
    pub reviewed: Reviewed,
}

/// What people said of random samples of the clusters, and what follows for all labels.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reviewed {
    /// Clusters with members, largest first.
    pub clusters: Vec<ReviewedCluster>,
    /// Expected share of right labels among all, 0 to 1, each cluster by its size; what a person decided counts as right.
    /// Unknown while a cluster with labels of the machine has no sample, and where only a part of the labels was written.
    pub right: Option<f64>,
    /// Lower end of its 95 % interval.
    pub right_low: Option<f64>,
    /// Upper end of the interval.
    pub right_high: Option<f64>,
    /// Names of the clusters of whose images a machine put there nothing is known.
    pub without_sample: Vec<String>,
}

impl Reviewed {
    /// The same beside a part of the labels alone, of which no sample speaks: the share over all is left out.
    #[must_use]
    pub fn of_part(self, is_part: bool) -> Self {
        if is_part { Self { right: None, right_low: None, right_high: None, ..self } } else { self }
    }
}

/// One cluster of [`Reviewed`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReviewedCluster {
    /// Its id.
    pub id: ClusterId,
    /// Its name.
    pub name: String,
    /// Number of members.
    pub size: usize,
    /// Members that a person decided about.
    pub confirmed: usize,
    /// Images of its random sample that were looked at; they stay counted where they left.
    pub reviewed: usize,
    /// Images of these that were right.
    pub right: usize,
    /// Share of the images that a machine put there that is right, 0 to 1, by the sample; unknown without one.
    pub purity: Option<f64>,
    /// Lower end of its 95 % interval (Wilson, with finite population correction).
    pub purity_low: Option<f64>,
    /// Upper end of the interval.
    pub purity_high: Option<f64>,
    /// At least 95 % right beyond doubt: by the sample, or since a person decided about every member.
    pub proven: bool,
    /// Right answers in a row that would prove it from here; unknown where it can not be proven any more.
    pub more: Option<usize>,
}

/// Why something could not be read or written: words with the path and the way out.
#[derive(Debug, thiserror::Error)]
pub enum InterchangeError {
    /// Something is there that may not be replaced unasked.
    #[error("{}", say!("export-exists", path = .0.display().to_string()))]
    Exists(PathBuf),
    /// Something is there that must not be replaced even when told.
    #[error("{}", say!("export-not-ours", path = path.display().to_string(), why = why))]
    NotOurs {
        /// What is there.
        path: PathBuf,
        /// Why it is left alone: "is not an export of Gleaner".
        why: Told,
    },
    /// It would replace an export that holds more of what people said, or while images are missing.
    #[error("{}", words_of_fewer(path, *before, *now, *n_missing))]
    Fewer {
        /// What is there.
        path: PathBuf,
        /// Labels of people in it, as far as that can be told.
        before: Option<usize>,
        /// Labels of people that would be in the new one.
        now: usize,
        /// Images of the project whose files are not there.
        n_missing: usize,
    },
    /// The system said no: which file, and why, as it was then.
    #[error("{0}")]
    Io(Told),
    /// A table that can not be read.
    #[error("{}", say!("fault-at", path = path.display().to_string(), why = why))]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// What is wrong, with the line.
        why: Told,
    },
    /// The photo folder of a stranger's project is not read.
    #[error("{}", say!("export-stranger", path = .0.display().to_string()))]
    Unread(PathBuf),
    /// Hard links reach no other disk.
    #[error("{}", say!("export-other-disk", path = .0.display().to_string()))]
    OtherDisk(PathBuf),
    /// Class folders among the photos would be taken for photos at the next look.
    #[error("{}", say!("export-in-photos", path = .0.display().to_string()))]
    InsidePhotos(PathBuf),
    /// A project holds a person's work and nothing else.
    #[error("{}", say!("export-in-project", path = .0.display().to_string()))]
    InsideProject(PathBuf),
    /// No file could be taken; nothing was written, and an earlier export is as it was.
    #[error("{}", say!("export-nothing", some = some_of(.0)))]
    NothingToTake(Vec<(String, String)>),
    /// The export is there, but some files could not be taken; they are listed in its provenance file.
    #[error("{}", say!("export-incomplete", path = out.display().to_string(), n = *n_written, failed = failed.len(), some = some_of(failed)))]
    Incomplete {
        /// The export.
        out: PathBuf,
        /// Files that are in it.
        n_written: usize,
        /// Displayed path and reason of those that are not.
        failed: Vec<(String, String)>,
    },
    /// Stopped by its token.
    #[error("{}", say!("fault-cancelled"))]
    Cancelled,
}

impl InterchangeError {
    fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        |source| Self::unwritten(path, &source)
    }

    /// How much room there is is measured now, before what was begun is taken away again.
    fn unwritten(path: &Path, source: &std::io::Error) -> Self {
        Self::Io(room::failed(path, source))
    }
}

/// Both counts, and that nothing happened.
fn words_of_fewer(path: &Path, before: Option<usize>, now: usize, n_missing: usize) -> String {
    let path = path.display().to_string();
    match (before, n_missing) {
        (Some(before), 0) => say!("export-fewer", path = path, before = before, now = now),
        (Some(before), n) => say!("export-fewer-missing", path = path, before = before, now = now, n = n),
        (None, 0) => say!("export-replaces", path = path, now = now),
        (None, n) => say!("export-replaces-missing", path = path, now = now, n = n),
    }
}

/// The first failures, and how many more there are.
fn some_of(failed: &[(String, String)]) -> Told {
    const N_TOLD: usize = 3;
    let told = failed.iter().take(N_TOLD).map(|(path, why)| told!("export-failed-one", path = path, why = why));
    let n_more = failed.len().saturating_sub(N_TOLD);
    let more = (n_more > 0).then(|| told!("export-failed-more", n = n_more, file = provenance::FILE_NAME));
    let all = told.chain(more).reduce(|first, next| told!("export-failed-two", first = first, next = next));
    all.unwrap_or_default()
}

#[cfg(test)]
mod testing {
    //! Rows and provenance for the tests of each format.

    use super::cells::TableForm;
    use super::format::{Export, ExportFormat, LinkKind};
    use super::{InterchangeError, LabelOrigin, LabelRow, Provenance, Reviewed};
    use crate::control::CancelToken;
    use crate::dataset::fingerprint::content_hash;
    use crate::dataset::rel_path::RelPath;
    use crate::ids::{ClusterId, RunId};
    use std::path::Path;

    pub(super) fn row(path: &[u8], label: Option<&str>, confidence: f32, origin: LabelOrigin) -> LabelRow {
        let cluster = label.map(|label| ClusterId(label.len() as u32));
        LabelRow {
            path: RelPath(path.to_vec()),
            label: label.map(str::to_owned),
            confidence,
            origin,
            cluster,
            run: Some(RunId(2)),
            content: Some(content_hash(path)),
        }
    }

    /// Names and labels that break careless writers.
    pub(super) fn awkward_rows() -> Vec<LabelRow> {
        vec![
            row(b"a/same.jpg", Some("cats, \"large\""), 0.987_654_3, LabelOrigin::Machine),
            row(b"b/same.jpg", Some("cats, \"large\""), 1.0, LabelOrigin::Confirmed),
            row("日本/写 真\n.jpg".as_bytes(), Some("猫/\u{202e}犬\n"), 1e-7, LabelOrigin::Machine),
            row(b"not_utf8_\xff\xfe.jpg", Some("=cmd()|'x'"), 0.5, LabelOrigin::Machine),
            row(b"left.jpg", None, 0.2, LabelOrigin::Machine),
        ]
    }

    /// Writes tables.
    pub(super) fn export(
        format: &ExportFormat,
        rows: &[LabelRow],
        out: &Path,
        force: bool,
    ) -> Result<usize, InterchangeError> {
        (format.write)(&mut Export {
            rows,
            root: Path::new(""),
            out,
            link: LinkKind::Copy,
            force,
            about: &about(),
            cancel: &CancelToken::default(),
            on_progress: &mut |_| (),
            table: TableForm::default(),
            n_guarded: 0,
        })
    }

    pub(super) fn about() -> Provenance {
        Provenance {
            confirmed: 1,
            program: "Gleaner 0.1.0".into(),
            folder: "/photos".into(),
            run: Some(RunId(2)),
            stage: Some("scan".into()),
            labels: "confirmed labels and machine labels with confidence from 0.9".into(),
            written: 1_700_000_000,
            reviewed: Reviewed::default(),
        }
    }
}
