//! A project opened for reading: what the command line shows, evaluates and exports beside whoever writes.

use super::classes::Classes;
use super::curating::{self, Part};
use super::evaluation::{self, Evaluation, TrueLabels};
use super::evidence::RunEvidence;
use super::names::{ImageNames, NoImage};
use super::quality::Quality;
use super::search::{Nearest, Now, Query, RunPlace, Searcher, Suggestions};
use crate::control::{CancelToken, Progress};
use crate::dataset::decode::ByteBudget;
use crate::dataset::rel_path::RelPath;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::interchange::InterchangeError;
use crate::interchange::report::{self, Report, ReportCluster};
use crate::session::SessionError;
use crate::session::project::open::Open;
use crate::session::protocol::{ClusterView, Evidence, ExportRequest, RunState, RunSummary, Snapshot};
use crate::session::worker::{ExportWork, Pace, run_export};
use crate::store::packs::{Location, PackReader};
use crate::store::project::{ImageState, RunRow};
use crate::text::counted;
use std::cell::OnceCell;
use std::collections::BTreeMap;
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
}

impl ReadOnly {
    /// Opens a `.gleaner` directory without changing anything.
    ///
    /// # Errors
    /// Words: not there, not a project, from a newer program.
    pub fn open(project: &Path) -> Result<Self, SessionError> {
        if !crate::session::project::places::is_project(project) {
            let what = if project.exists() { "is no Gleaner project" } else { "does not exist" };
            return Err(SessionError(format!("{} {what}.", project.display())));
        }
        let mut open = Open::open_read_only(project)?;
        let mut snapshot = Snapshot::default();
        open.show_images(&mut snapshot);
        open.show_labels(&mut snapshot);
        open.show_runs(&mut snapshot);
        Ok(Self { open, snapshot: Arc::new(snapshot) })
    }

    /// The snapshot that is shown.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    /// Probabilities, neighbours and stages of one image. `top` holds at most 5 clusters.
    ///
    /// # Errors
    /// Words, if no run is adopted or its files are gone.
    pub fn evidence(&self, image: ImageId) -> Result<Evidence, SessionError> {
        let run = self.open.present_run().ok_or_else(|| SessionError("No run has a result yet.".into()))?;
        Ok(self.run_evidence(run)?.of(image, &self.snapshot))
    }

    /// Near-duplicates, junk, doubts and calibration, by the adopted run and the labels in force; without a run near-duplicates
    /// alone, by hashes.
    ///
    /// # Errors
    /// Words, if the run's files are damaged.
    pub fn quality(&self) -> Result<Quality, SessionError> {
        let run = self.open.present_run().map(|run| self.run_evidence(run)).transpose()?;
        Ok(Quality::of(run.as_ref(), &self.snapshot, &self.open.prints(), &CancelToken::default()))
    }

    /// The merge tree of the features of the adopted run, else of the newest finished one.
    ///
    /// # Errors
    /// Words, if there is none or its files are gone.
    pub fn classes(&self) -> Result<Classes, SessionError> {
        let run = self.open.present_run().ok_or_else(|| SessionError("No run has a result yet.".into()))?;
        let evidence = self.run_evidence(run)?;
        let classes = Classes::of(&evidence, run.id, run.settings.seed, &CancelToken::default());
        classes.ok_or_else(|| SessionError("The classes could not be counted.".into()))
    }

    /// Parts that a cluster could be split into, largest first: `n`, or fewer where there is less to tell apart.
    ///
    /// # Errors
    /// Words: no such cluster, no run has a result.
    pub fn split(&self, cluster: ClusterId, n: usize) -> Result<Vec<Part>, SessionError> {
        let run = self.open.present_run().ok_or_else(|| SessionError("No run has a result yet.".into()))?;
        let no_cluster = || SessionError(format!("There is no cluster {cluster}."));
        let view = self.snapshot.cluster(cluster).ok_or_else(no_cluster)?;
        let parts = curating::split(&self.run_evidence(run)?, view, n, run.settings.seed, &CancelToken::default());
        parts.map_err(|e| SessionError(e.to_string()))
    }

    pub(in crate::session) fn run_evidence(&self, run: &RunRow) -> Result<RunEvidence, SessionError> {
        let arrays = self.open.store.arrays(run.id)?;
        Ok(RunEvidence::new(arrays, run.kept.as_ref().map(|kept| kept.stage.clone())))
    }

    /// The `n` images that are nearest to something by the run that is shown, best first.
    ///
    /// # Errors
    /// Words: no run has a result, the file is damaged, the words are not known.
    pub fn search(&self, query: &Query, n: usize) -> Result<Nearest, SessionError> {
        let (rows, searcher) = self.searcher()?;
        self.now(|now| searcher.search(&rows, query, n, now)).map_err(SessionError)
    }

    /// Words that name each cluster of the snapshot, in its order, best first, each with how much nearer it is to this
    /// cluster than to the others: from a person's own list (one a line), the project's, or the shipped one.
    ///
    /// # Errors
    /// Words: no run has a result, nothing is known of what the images show, the list can not be read.
    pub fn suggestions(&self, own: Option<&Path>) -> Result<Vec<Suggestions>, SessionError> {
        let (rows, searcher) = self.searcher()?;
        let clusters: Vec<ClusterId> = self.snapshot.clusters.iter().map(|cluster| cluster.id).collect();
        let kept = super::search::own_words(self.open.store.path());
        let own = own.or_else(|| Some(kept.as_path()).filter(|path| path.is_file()));
        self.now(|now| searcher.suggestions(&rows, &clusters, own, now)).map_err(SessionError)
    }

    fn searcher(&self) -> Result<(RunEvidence, Searcher), SessionError> {
        let run = self.open.present_run().and_then(|run| RunPlace::of(run, &self.open.store));
        let run = run.ok_or_else(|| SessionError("No run has a result yet.".into()))?;
        let rows = RunEvidence::new(self.open.store.arrays(run.id)?, Some(run.kept.clone()));
        Ok((rows, Searcher::new(run)))
    }

    fn now<T>(&self, ask: impl FnOnce(&Now<'_>) -> T) -> T {
        let contents: BTreeMap<ImageId, [u8; 32]> = self
            .open
            .ready_rows()
            .filter_map(|row| match &row.record.state {
                ImageState::Ready { content_hash, .. } => Some((row.id, *content_hash)),
                _ => None,
            })
            .collect();
        ask(&Now {
            folder: self.open.store.folder(),
            snapshot: &self.snapshot,
            content: &|image| contents.get(&image).copied(),
            budget: &ByteBudget::default(),
            cancel: &CancelToken::default(),
        })
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

    /// Writes labels out; gives the sentence to print ("Wrote 1,000 labels to labels.csv"). `show` is told how far it is.
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
        let pace = Pace::new("Writing labels", self.snapshot.images.rows.len() as u64);
        run_export(&work, cancel, show, &pace).map_err(|error| match error {
            error @ InterchangeError::Fewer { .. } => ExportError::Fewer(error.to_string()),
            error => ExportError::Failed(error.to_string()),
        })
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
            facts.extend(run.notes.iter().cloned());
        }
        let packs = PackReader::open(&self.open.store.pixels_dir()).map_err(|e| SessionError(e.to_string()))?;
        let locations = self.thumbnail_locations();
        let reported = |cluster: &Arc<ClusterView>| self.reported(cluster, &packs, &locations);
        let clusters = snapshot.clusters.iter().map(reported).collect::<Result<_, _>>()?;
        let metrics = evaluation.map(|e| e.metrics.clone()).unwrap_or_default();
        let report = Report {
            title: info.name,
            folder: info.folder.display().to_string(),
            facts,
            clusters,
            skipped: snapshot.skipped.iter().map(|file| (file.path.clone(), file.reason.clone())).collect(),
            metrics: metrics.into_iter().collect(),
        };
        report::write(&report, out).map_err(|e| SessionError(e.to_string()))
    }

    pub(in crate::session) fn thumbnail_locations(&self) -> BTreeMap<ImageId, Location> {
        let located = self.open.ready_rows().filter_map(|row| match &row.record.state {
            ImageState::Ready { thumbnail, .. } => Some((row.id, *thumbnail)),
            _ => None,
        });
        located.collect()
    }

    fn reported(
        &self,
        cluster: &ClusterView,
        packs: &PackReader,
        locations: &BTreeMap<ImageId, Location>,
    ) -> Result<ReportCluster, SessionError> {
        let mut thumbnails = Vec::new();
        for (id, confidence) in cluster.members.iter().zip(cluster.confidences.iter()).take(N_REPORTED) {
            let (Some(location), Some(image)) = (locations.get(id), self.snapshot.images.get(*id)) else { continue };
            let jpeg = packs.read(location).map_err(|e| SessionError(e.to_string()))?;
            thumbnails.push((image.path.to_string(), *confidence, jpeg));
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
}

impl Snapshot {
    /// A cluster by its id or its unique name.
    ///
    /// # Errors
    /// Words: no such cluster, or a name that several have.
    pub fn resolve_cluster(&self, text: &str) -> Result<ClusterId, SessionError> {
        // A person may have named a cluster "7". Where that is also the id of another one, nobody knows which is meant.
        let named: Vec<ClusterId> = self.clusters.iter().filter(|c| c.name == text).map(|c| c.id).collect();
        let by_id = text.parse::<ClusterId>().ok().and_then(|id| self.cluster(id));
        match (&named[..], text.parse::<ClusterId>()) {
            ([id], _) if by_id.is_some_and(|other| other.id != *id) => Err(SessionError(format!(
                "{text:?} is the id of one cluster and the name of another ({id}); rename that one by its own id first."
            ))),
            ([id], _) => Ok(*id),
            ([], Ok(id)) if self.cluster(id).is_some() => Ok(id),
            ([], _) => Err(SessionError(format!(
                "There is no cluster {text:?}; there are {}.",
                match self.clusters.len() {
                    0 => "none yet".to_owned(),
                    n if n <= 12 => {
                        let list = self.clusters.iter().map(|c| format!("{} ({:?})", c.id, c.name));
                        list.collect::<Vec<_>>().join(", ")
                    }
                    n => format!("{n}; `gleaner clusters` lists them"),
                }
            ))),
            (several, _) => {
                let ids = several.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                Err(SessionError(format!("Several clusters are called {text:?}: use the id, one of {ids}.")))
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
            return Err(SessionError(format!("{} was skipped: {}.", file.path, file.reason)));
        }
        names.get_or_init(|| self.image_names()).find(text).map_err(|why| match why {
            NoImage::Nowhere(_) => SessionError(format!(
                "There is no image {text:?}; give its path relative to the photo folder, or its id."
            )),
            why => SessionError(format!("{why}.")),
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

fn by_path_bytes(a: &str, b: &str) -> std::cmp::Ordering {
    a.as_bytes().cmp(b.as_bytes())
}
