//! A project opened for reading: what the command line shows, evaluates and exports beside whoever writes.

use super::classes::Classes;
use super::curating::Part;
use super::evaluation::{self, Evaluation, TrueLabels};
use super::labelling::Proposal;
use super::names::{ImageNames, NoImage};
use super::quality::Quality;
use super::question::Question;
use super::questions;
use super::search::{Nearest, Query, Suggestions};
use super::source::{Known, Source};
use crate::control::{CancelToken, Progress};
use crate::dataset::decode::{ByteBudget, Share};
use crate::dataset::pixels::thumbnail_jpeg;
use crate::dataset::rel_path::RelPath;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::interchange::InterchangeError;
use crate::interchange::report::{self, Report, ReportCluster};
use crate::session::SessionError;
use crate::session::project::aside;
use crate::session::project::open::Open;
use crate::session::project::{places, trust};
use crate::session::protocol::{ClusterView, Evidence, ExportRequest, RunState, RunSummary, Snapshot};
use crate::session::worker::{ExportWork, Pace, run_export};
use crate::strings::{Told, told};
use crate::text::{counted, group};
use std::cell::OnceCell;
use std::path::Path;
use std::sync::Arc;

/// Thumbnails of a cluster in the contact sheet.
const N_REPORTED: usize = 60;

/// Why nothing was exported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// It would have replaced an export that holds more: see [`ExportRequest::allow_fewer`].
    #[error("{0}")]
    Fewer(String),
    /// It failed: why, in words for people.
    #[error("{0}")]
    Failed(String),
}

/// A project opened for reading, beside whoever writes to it.
///
/// ```no_run
/// let project = gleaner::session::ReadOnly::open("photos.gleaner".as_ref())?;
/// for cluster in project.snapshot().clusters.iter() {
///     println!("{}: {} images", cluster.name, cluster.members.len());
/// }
/// # Ok::<(), gleaner::session::SessionError>(())
/// ```
pub struct ReadOnly {
    pub(in crate::session) open: Open,
    pub(in crate::session) snapshot: Arc<Snapshot>,
    source: OnceCell<Source>,
    budget: ByteBudget,
}

impl ReadOnly {
    /// Opens a `.gleaner` directory without changing anything.
    ///
    /// # Errors
    /// Words: not there, not a project, from a newer program.
    pub fn open(project: &Path) -> Result<Self, SessionError> {
        if !places::is_project(project) {
            return Err(places::why_none(project));
        }
        let mut open = Open::open_read_only(project)?;
        let mut snapshot = Snapshot::default();
        open.show_images(&mut snapshot);
        open.show_labels(&mut snapshot);
        open.show_runs(&mut snapshot);
        Ok(Self {
            open,
            snapshot: Arc::new(snapshot),
            source: OnceCell::new(),
            budget: ByteBudget::here(Share::Looking),
        })
    }

    /// Of a project that was made elsewhere and that nobody vouched for, nothing of the photo folder is read from now on: gives
    /// that folder. `data_dir`: where the list of known ones lies.
    pub fn spare_photos(&mut self, data_dir: &Path) -> Option<&Path> {
        if trust::is_known(data_dir, &self.open.store) {
            return None;
        }
        Arc::make_mut(&mut self.snapshot).is_stranger = true;
        self.source.take();
        Some(self.open.store.folder())
    }

    /// What whoever looks at it has to be told: changes that can not be read.
    #[must_use]
    pub fn notice(&self) -> Option<&Told> {
        self.open.notice.as_ref()
    }

    /// The snapshot that is shown.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    /// Answers at once what the reader of a window answers on its threads.
    ///
    /// # Errors
    /// Why it can not be answered.
    pub(super) fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, SessionError> {
        question.answer(&self.known())
    }

    /// What answers go by, gathered when it is first needed.
    pub(super) fn known(&self) -> Known<'_> {
        let source = self.source.get_or_init(|| Source::of(&self.open, self.snapshot(), None, true));
        Known { source, budget: &self.budget }
    }

    /// Why the image is where it is: probabilities, neighbours, stages, and what people said of it.
    ///
    /// # Errors
    /// Words, if no run has a result or its files are gone.
    pub fn evidence(&self, image: ImageId) -> Result<Evidence, SessionError> {
        self.ask(&questions::WhyHere(image))
    }

    /// Near-duplicates, junk, doubts and calibration, by the adopted run and the labels in force; without a run near-duplicates
    /// alone, by hashes.
    ///
    /// # Errors
    /// Words, if the run's files are damaged.
    pub fn quality(&self) -> Result<Quality, SessionError> {
        let quality = self.ask(&questions::WhatIsDoubtful)?;
        // Who asked for all of it is not told a part as if it were the whole.
        quality.unread.clone().map_or(Ok(quality), Err)
    }

    /// The merge tree of the features of the adopted run, else of the newest finished one.
    ///
    /// # Errors
    /// Words, if there is none or its files are gone.
    pub fn classes(&self) -> Result<Classes, SessionError> {
        self.ask(&questions::CountedClasses)
    }

    /// Parts that a cluster could be split into, largest first: `n`, or fewer where there is less to tell apart.
    ///
    /// # Errors
    /// Words: no such cluster, no run has a result.
    pub fn split(&self, cluster: ClusterId, n: usize) -> Result<Vec<Part>, SessionError> {
        self.ask(&questions::PartsOf { cluster, n })
    }

    /// The `n` images that are nearest to something by the run that is shown, best first.
    ///
    /// # Errors
    /// Words: no run has a result, the file is damaged, the words are not known.
    pub fn search(&self, query: &Query, n: usize) -> Result<Nearest, SessionError> {
        self.ask(&questions::Search { query: query.clone(), n })
    }

    /// Words that name each cluster of the snapshot, in its order, best first, each with how much nearer it is to this
    /// cluster than to the others: from a person's own list (one a line), the project's, or the shipped one.
    ///
    /// # Errors
    /// Words: no run has a result, nothing is known of what the images show, the list can not be read.
    pub fn suggestions(&self, own: Option<&Path>) -> Result<Vec<Suggestions>, SessionError> {
        self.ask(&questions::NamesForAll(own.map(Path::to_path_buf)))
    }

    /// Compares a run (None: the adopted one, else the newest finished one) with true labels.
    ///
    /// # Errors
    /// Words.
    pub fn evaluate(&self, labels: &TrueLabels, run: Option<RunId>) -> Result<Evaluation, SessionError> {
        evaluation::evaluate(&self.open, &self.snapshot, labels, run)
    }

    /// Checks that true labels fit the images, before a run is compared with them.
    ///
    /// # Errors
    /// Words: no image has one.
    pub fn check_labels(&self, labels: &TrueLabels) -> Result<(), SessionError> {
        evaluation::check(&self.snapshot, labels)
    }

    /// Writes labels out; gives the sentence to print ("Wrote 1,000 labels to labels.csv"). `show` is told how far it is. A project
    /// that can be written to remembers the export: it is all that is changed there.
    ///
    /// # Errors
    /// Words.
    pub fn export(
        &self,
        request: &ExportRequest,
        cancel: &CancelToken,
        show: &mut dyn FnMut(Progress),
    ) -> Result<String, ExportError> {
        let work = ExportWork::gather(&self.open, &self.snapshot, request);
        let pace = Pace::new(told!("export-writing"), self.snapshot.images.rows.len() as u64);
        let told = run_export(&work, cancel, show, &pace).map_err(|error| match error {
            error @ InterchangeError::Fewer { .. } => ExportError::Fewer(error.to_string()),
            error => ExportError::Failed(error.to_string()),
        })?;
        aside::keep(self.open.store.path(), Some(&aside::exported(request, self.open.history.now())));
        Ok(told.to_string())
    }

    /// Writes the self-contained HTML contact sheet of all clusters; with true labels also the numbers.
    ///
    /// # Errors
    /// Words.
    pub fn write_report(&self, out: &Path, evaluation: Option<&Evaluation>) -> Result<(), SessionError> {
        let snapshot = &self.snapshot;
        let info = self.open.info();
        let mut facts = vec![counted(snapshot.images.rows.len(), "image", "images")];
        if !snapshot.skipped.is_empty() {
            facts.push(format!("{} skipped", counted(snapshot.skipped.len(), "file", "files")));
        }
        if let Some(run) = snapshot.runs.iter().find(|run| Some(run.id) == snapshot.adopted) {
            facts.push(format!("run {} took {:.0} s on {}", run.id, run.seconds, run.device));
            facts.extend(run.notes.iter().map(ToString::to_string));
        }
        let known = self.known();
        let reported = |cluster: &Arc<ClusterView>| self.reported(cluster, known.source);
        let clusters = snapshot.clusters.iter().map(reported).collect::<Result<_, _>>()?;
        let metrics = evaluation.map(|e| e.metrics.clone()).unwrap_or_default();
        let report = Report {
            title: info.name,
            folder: info.folder.display().to_string(),
            facts,
            clusters,
            skipped: snapshot.skipped.iter().map(|file| (file.path.clone(), file.reason.to_string())).collect(),
            metrics: metrics.into_iter().collect(),
        };
        report::write(&report, out).map_err(|e| SessionError::Words(Told::of(e)))
    }

    fn reported(&self, cluster: &ClusterView, source: &Source) -> Result<ReportCluster, SessionError> {
        let mut thumbnails = Vec::new();
        for (id, confidence) in cluster.members.iter().zip(cluster.confidences.iter()).take(N_REPORTED) {
            let (Some(place), Some(image)) = (source.images.get(id), self.snapshot.images.get(*id)) else { continue };
            let kept = source.packs.read(&place.thumbnail).map_err(|e| SessionError::Words(Told::of(e)))?;
            thumbnails.push((image.path.to_string(), *confidence, thumbnail_jpeg(kept)));
        }
        Ok(ReportCluster {
            name: cluster.name.clone(),
            size: cluster.members.len(),
            mean_confidence: cluster.mean_confidence,
            n_confirmed: cluster.n_confirmed,
            purity: cluster.purity,
            histogram: cluster.histogram,
            thumbnails,
        })
    }

    /// The classes that can be taken from folder names or from a table.
    ///
    /// # Errors
    /// Words: there are none, the table can not be read.
    pub fn proposal(&self, from: &TrueLabels) -> Result<Proposal, SessionError> {
        self.ask(&questions::ProposedLabels { from: from.clone(), round: 0 })
    }
}

impl Snapshot {
    /// A cluster by its id or its name, however that is written. A bare number is an id, as lists show it first; "Group 7", or
    /// "Cluster 7" as it was called once, is what is shown under that name.
    ///
    /// # Errors
    /// Words: no such cluster.
    pub fn resolve_cluster(&self, text: &str) -> Result<ClusterId, SessionError> {
        let exact = self.clusters.iter().find(|cluster| cluster.name == text);
        let named = exact.or_else(|| self.named(text)).or_else(|| self.named(&as_group(text)?));
        let by_id = text.trim().parse::<ClusterId>().ok().and_then(|id| self.cluster(id));
        match (named, by_id) {
            // A person may have named a cluster "7". Where that is also the id of another one, nobody knows which is meant.
            (Some(named), Some(other)) if named.id != other.id => {
                Err(SessionError::Ambiguous(told!("resolve-id-and-name", text = format!("{text:?}"), id = named.id.0)))
            }
            (Some(cluster), _) | (None, Some(cluster)) => Ok(cluster.id),
            (None, None) => {
                let text = format!("{text:?}");
                let list = || self.clusters.iter().map(|c| format!("{} ({:?})", c.id, c.name)).collect::<Vec<_>>();
                Err(SessionError::NoSuch(match self.clusters.len() {
                    0 => told!("resolve-no-groups", text = text),
                    n if n <= 12 => told!("resolve-no-group", text = text, list = list().join(", ")),
                    n => told!("resolve-no-group-of-many", text = text, n = n),
                }))
            }
        }
    }

    /// An image by its path relative to the folder (as it is displayed, or as [`super::names`] tells) or its id.
    ///
    /// # Errors
    /// Words: no such image; a skipped file is told with its reason.
    pub fn resolve_image(&self, text: &str) -> Result<ImageId, SessionError> {
        self.resolve_image_by(&OnceCell::new(), text)
    }

    /// The same for one text of several: what its search needs is made once, if at all.
    ///
    /// # Errors
    /// As [`Snapshot::resolve_image`].
    pub fn resolve_image_by(&self, names: &OnceCell<ImageNames>, text: &str) -> Result<ImageId, SessionError> {
        let path = RelPath::parse_display(text.strip_prefix("./").unwrap_or(text)).display();
        if let Some(id) = self.image_at(&path) {
            return Ok(id);
        }
        if let Some(id) = text.parse::<ImageId>().ok().filter(|id| self.images.position(*id).is_some()) {
            return Ok(id);
        }
        if let Some(file) = self.skipped.iter().find(|file| file.path == path) {
            return Err(SessionError::NoSuch(told!("resolve-skipped", path = &file.path, why = &file.reason)));
        }
        names.get_or_init(|| self.image_names()).find(text).map_err(|why| match why {
            NoImage::Nowhere(_) => SessionError::NoSuch(told!("resolve-no-image", text = format!("{text:?}"))),
            why => SessionError::NoSuch(told!("resolve-unclear", why = Told::of(why))),
        })
    }

    /// The images that a text names: one by its path, all of a cluster by id or unique name, or one by its id, in this
    /// order.
    ///
    /// # Errors
    /// Words: nothing of that name.
    pub fn resolve_images(&self, names: &OnceCell<ImageNames>, text: &str) -> Result<Vec<ImageId>, SessionError> {
        let path = RelPath::parse_display(text.strip_prefix("./").unwrap_or(text)).display();
        if let Some(image) = self.image_at(&path).filter(|_| text.parse::<ImageId>().is_err()) {
            return Ok(vec![image]);
        }
        let cluster = self.resolve_cluster(text).ok().and_then(|id| self.cluster(id));
        match cluster {
            Some(cluster) => Ok(cluster.members.to_vec()),
            None => self.resolve_image_by(names, text).map(|image| vec![image]),
        }
    }

    /// The image of a path relative to the folder, as it is displayed.
    pub(in crate::session) fn image_at(&self, path: &str) -> Option<ImageId> {
        let rows = &self.images.rows;
        let at = rows.binary_search_by(|row| by_path_bytes(&row.path, path)).ok();
        // Escaped names do not sort like their bytes.
        let at = at.or_else(|| rows.iter().position(|row| *row.path == *path));
        at.map(|at| rows[at].id)
    }

    /// The newest run that has a result, whether it was taken or not; not one that looked for better clusters and found none.
    #[must_use]
    pub fn newest_done_run(&self) -> Option<RunId> {
        let is_worth_it = |run: &&RunSummary| run.state == RunState::Done && !run.found_nothing(self);
        self.runs.iter().find(is_worth_it).map(|run| run.id)
    }
}

/// "Cluster 7" by its name of today.
fn as_group(text: &str) -> Option<String> {
    let (word, number) = text.trim().split_once(char::is_whitespace)?;
    let number = number.trim().parse().ok()?;
    word.eq_ignore_ascii_case("cluster").then(|| group(number))
}

fn by_path_bytes(a: &str, b: &str) -> std::cmp::Ordering {
    a.as_bytes().cmp(b.as_bytes())
}
