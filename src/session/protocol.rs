//! What front ends and the engine say to each other: requests, the snapshot, and what can be fetched by id.
//!
//! Plain data without behaviour; no tensor, connection or widget appears here. A snapshot is immutable and cheap to
//! clone: unchanged parts are shared between revisions.

mod clusters;
mod folder;
mod jobs;

pub use clusters::{Candidate, ClusterView, OWN_SCORE, Origin, PRESENT_SCORE};
pub use folder::{ChangedImage, FolderView, LabelOffer, LookReport, MissingImage};
pub use jobs::{JobInfo, JobKind};

use crate::clustering::settings::RunSettings;
use crate::control::EpochMetrics;
pub use crate::curation::edit::{Answer, Link, MOST_PARTS, Mark, N_COLOURS, SampleAnswers};
pub use crate::curation::proof::{PURE, Purity};
use crate::ids::{ClusterId, ImageId, JobId, RunId};
pub use crate::session::upkeep::{Checkup, Finding, Severity};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;

/// Names one request, so that its outcome can be found in the snapshot's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What a front end may ask of the engine.
#[derive(Clone, Debug)]
pub enum Request {
    /// Opens a folder of images (its project is found or made) or a project directory; then imports what changed.
    Open {
        /// A folder of images, or a `.gleaner` directory.
        path: PathBuf,
        /// Where the project of a folder lies; None: found or made in the user's data directory.
        project: Option<PathBuf>,
    },
    /// Opens a project directory as it is, without looking at its folder.
    OpenProject(PathBuf),
    /// Writes the embedded sample folder (if it is not there) and opens it.
    OpenSample,
    /// Looks at the folder again.
    Import,
    /// Takes images whose files are gone out of the project, until their content is seen again.
    Forget {
        /// Those too whose whole folder is gone.
        with_away: bool,
    },
    /// Learns and clusters; the outcome is a candidate run, adopted by itself before the first edit by a person.
    Run {
        /// All settings of the run.
        settings: Box<RunSettings>,
        /// Goes on from the last unfinished run's checkpoint if it had the same settings.
        resume: bool,
    },
    /// Holds the running job.
    Pause,
    /// Lets it go on.
    Resume,
    /// Stops a job; what it finished is kept.
    Cancel(JobId),
    /// One change by a person: durable before it is shown.
    Edit(EditRequest),
    /// Takes back the last change.
    Undo,
    /// Makes it again.
    Redo,
    /// Goes to the point of the history where this many of its changes are in force.
    GoTo(usize),
    /// Learns from what people confirmed, rejected and linked, on the rows of the adopted run: seconds. The outcome is a
    /// candidate run.
    Refine {
        /// Take its clusters at once.
        take: bool,
    },
    /// Looks for clusters that fit the images better than those of the adopted run, among other features that cost little and
    /// other ways of clustering. If it finds some they are a candidate run; else nothing changes. Makes way for any other work.
    Improve {
        /// Take them at once.
        take: bool,
    },
    /// Puts images that came after the adopted run into its clusters as they are now, without learning anew; what a person decided
    /// about is left alone. [`Snapshot::last_placing`] has the numbers.
    Place,
    /// Leaves the candidate: it stays in the list of runs and is no longer offered.
    Leave,
    /// Writes labels out.
    Export(ExportRequest),
    /// Suggests names from this list of words, one a line, from now on; it is copied into the project.
    UseWords(PathBuf),
    /// Downloads the weights of the network of this name; a person agreed to its size and licence.
    Download(String),
    /// Looks whether everything in the project is whole and changes nothing; [`Snapshot::last_check`] has the findings.
    Check,
    /// Writes all of the project but the photos into this file, which must not be there yet.
    Archive(PathBuf),
    /// Ends the engine after the running job was cancelled and everything is on disk.
    Shutdown,
}

/// A change by a person.
#[derive(Clone, Debug, PartialEq)]
pub enum EditRequest {
    /// A new name; an empty one returns to the automatic name.
    Rename {
        /// Which cluster.
        cluster: ClusterId,
        /// The name, in any script.
        name: String,
    },
    /// Makes several clusters one; the first keeps its id and name.
    Merge {
        /// What remains.
        into: ClusterId,
        /// What is taken in.
        from: Vec<ClusterId>,
    },
    /// Puts images into a cluster; None takes them out of every cluster.
    Move {
        /// Which images.
        images: Vec<ImageId>,
        /// Where to.
        to: Option<ClusterId>,
    },
    /// Puts images into a new cluster of this name.
    MoveToNew {
        /// Which images.
        images: Vec<ImageId>,
        /// Name of the new cluster.
        name: String,
    },
    /// Puts images on the shelf of what belongs in no class; taking them out of every cluster takes them off it.
    Junk {
        /// Which images.
        images: Vec<ImageId>,
    },
    /// Says that the images are where they belong (or no longer says so): no later run moves them.
    Confirm {
        /// Which images.
        images: Vec<ImageId>,
        /// Set or clear.
        is_confirmed: bool,
    },
    /// Takes a finished run's clusters; names, merges and moves of people survive.
    AdoptRun(RunId),
    /// Makes a cluster several: the first part keeps its id and name, and whatever is in no part; two to [`MOST_PARTS`] parts.
    Split {
        /// Which cluster.
        cluster: ClusterId,
        /// Members of each part.
        parts: Vec<Vec<ImageId>>,
    },
    /// Says that images are not of this cluster.
    Reject {
        /// The cluster.
        cluster: ClusterId,
        /// Which images.
        images: Vec<ImageId>,
    },
    /// Answers what one image of a cluster is.
    Judge {
        /// The cluster that it is in.
        cluster: ClusterId,
        /// Which image.
        image: ImageId,
        /// The answer.
        answer: Answer,
        /// It is of the cluster's random sample ([`ClusterView::sample`]) and counts towards its purity.
        is_sample: bool,
    },
    /// Answers for images of the random samples of clusters, all at once: one undo step.
    JudgeSample {
        /// By cluster.
        answers: Vec<SampleAnswers>,
    },
    /// Says of which classes images are, whatever was said of them before: each class goes to the cluster of that name, else to a
    /// new one, and its images are confirmed there. See [`super::labelling`].
    Label {
        /// Name and images of each class.
        classes: Vec<(String, Vec<ImageId>)>,
    },
    /// Says of which clusters images are, all in one step: they are confirmed there.
    LabelAs {
        /// Images by cluster.
        clusters: Vec<(ClusterId, Vec<ImageId>)>,
    },
    /// Says whether two images are of one class; None forgets it.
    Link {
        /// The two.
        images: [ImageId; 2],
        /// What holds.
        link: Option<Link>,
    },
    /// Puts clusters under a heading; an empty one takes them out of theirs.
    Group {
        /// The heading.
        name: String,
        /// Which clusters.
        clusters: Vec<ClusterId>,
    },
    /// Gives a cluster a colour, a key or a note.
    Mark {
        /// Which cluster.
        cluster: ClusterId,
        /// Of what kind.
        mark: Mark,
    },
}

/// File format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// One table.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// One folder a class.
    Folders,
}

/// How image files get into class folders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    /// Copies; the only kind that another disk can hold.
    #[default]
    Copy,
    /// Hard links.
    Hard,
    /// Symbolic links.
    Symbolic,
}

/// What to write where.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportRequest {
    /// Format.
    pub format: ExportFormat,
    /// File (csv, jsonl) or directory (folders) to make.
    pub out: PathBuf,
    /// Machine labels below this confidence are left out (csv, jsonl) or go to `_unlabeled` (folders).
    pub min_confidence: f32,
    /// Only labels that a person confirmed.
    pub confirmed_only: bool,
    /// For folders.
    pub link: LinkKind,
    /// Replace what is at `out`.
    pub force: bool,
    /// Replace it also by fewer labels of people, and while images are missing.
    pub allow_fewer: bool,
}

/// Everything small that a front end shows, at one moment.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Grows with every change.
    pub revision: u64,
    /// None until a project is open.
    pub project: Option<Arc<ProjectInfo>>,
    /// Readable images.
    pub images: Arc<ImageTable>,
    /// Files that were skipped, by path.
    pub skipped: Arc<Vec<SkippedFile>>,
    /// What became of the folder's images.
    pub folder: Arc<FolderView>,
    /// Clusters, largest first, ties by id.
    pub clusters: Arc<Vec<Arc<ClusterView>>>,
    /// A first guess of a run that still trains, shown while no run is adopted; can be looked at, not edited.
    pub provisional: Option<Arc<Provisional>>,
    /// Label of each image, in the order of `images.rows`.
    pub labels: Arc<Vec<ImageLabel>>,
    /// A finished run whose clusters wait to be taken or left, since people changed the present ones.
    pub candidate: Option<Arc<Candidate>>,
    /// Runs, newest first.
    pub runs: Arc<Vec<RunSummary>>,
    /// Whose clusters are shown.
    pub adopted: Option<RunId>,
    /// Undo and redo.
    pub history: Arc<HistoryView>,
    /// The job at work, if any; how far it is stands in the progress slot.
    pub job: Option<JobInfo>,
    /// What became of the new images when some were placed last in this session; None before, and when another project is opened.
    pub last_placing: Option<Placed>,
    /// What the last look at the project found; None before, while one is awaited, and when another project is opened.
    pub last_check: Option<Arc<Checkup>>,
    /// Outcomes and warnings, oldest first, the last 200.
    pub log: Arc<Vec<LogEntry>>,
}

impl Snapshot {
    /// The cluster of this id.
    #[must_use]
    pub fn cluster(&self, id: ClusterId) -> Option<&Arc<ClusterView>> {
        self.clusters.iter().find(|c| c.id == id)
    }

    /// The label of an image.
    #[must_use]
    pub fn label(&self, image: ImageId) -> Option<&ImageLabel> {
        self.labels.get(self.images.position(image)?)
    }
}

/// What became of new images that were to be placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Images that went into a cluster.
    pub placed: usize,
    /// Images that fit none: they are in no cluster, with the probability of the likeliest as their confidence.
    pub unplaced: usize,
    /// Images that the file of features does not name, so that nothing is known of them.
    pub without_row: usize,
}

/// The open project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectInfo {
    /// Name to show.
    pub name: String,
    /// The photo folder.
    pub folder: PathBuf,
    /// The `.gleaner` directory.
    pub path: PathBuf,
}

/// The readable images of a project, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct ImageTable {
    /// Sorted by path.
    pub rows: Vec<ImageInfo>,
    /// Positions in `rows`, sorted by id, for [`ImageTable::position`].
    pub by_id: Vec<(ImageId, u32)>,
}

impl ImageTable {
    /// A table of these rows, which are sorted by path already.
    #[must_use]
    pub fn new(rows: Vec<ImageInfo>) -> Self {
        let mut by_id: Vec<_> = (0u32..).zip(&rows).map(|(position, row)| (row.id, position)).collect();
        by_id.sort_unstable();
        Self { rows, by_id }
    }

    /// Where an image stands in `rows`.
    #[must_use]
    pub fn position(&self, id: ImageId) -> Option<usize> {
        let found = self.by_id.binary_search_by_key(&id, |entry| entry.0).ok()?;
        Some(self.by_id[found].1 as usize)
    }

    /// The row of an image.
    #[must_use]
    pub fn get(&self, id: ImageId) -> Option<&ImageInfo> {
        self.position(id).map(|position| &self.rows[position])
    }
}

/// One readable image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageInfo {
    /// Its id.
    pub id: ImageId,
    /// Path relative to the folder, `/` separators, bytes that are not UTF-8 as `\xHH`.
    pub path: Arc<str>,
    /// Upright width in pixels.
    pub width: u32,
    /// Upright height in pixels.
    pub height: u32,
    /// Its folder is gone or empty: it is known by what the project keeps of it alone.
    pub is_away: bool,
    /// Further paths of the same file, by links, as they are displayed.
    pub links: Vec<Box<str>>,
}

impl ImageInfo {
    /// An image whose file is there, at one path.
    #[must_use]
    pub fn new(id: ImageId, path: impl Into<Arc<str>>, width: u32, height: u32) -> Self {
        Self { id, path: path.into(), width, height, is_away: false, links: Vec::new() }
    }
}

/// A file that could not be read as an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SkippedFile {
    /// As [`ImageInfo::path`].
    pub path: String,
    /// In words: "damaged: unexpected end of file".
    pub reason: String,
    /// One word for counting: `not-an-image`, `damaged`, `too-large`, `empty`, `unreadable`, `broken-link`, `not-a-file`.
    pub kind: String,
}

/// Where the label of an image comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelSource {
    /// A run.
    #[default]
    Machine,
    /// A person put it there.
    Placed,
    /// A person confirmed it.
    Confirmed,
}

/// The label of one image.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ImageLabel {
    /// None: in no cluster.
    pub cluster: Option<ClusterId>,
    /// On the shelf of what belongs in no class; then it is in no cluster.
    pub is_junk: bool,
    /// Probability of the cluster, 0 to 1; 1 where a person decided.
    pub confidence: f32,
    /// Who decided.
    pub source: LabelSource,
}

/// Clusters of a stage that is still being trained.
#[derive(Clone, Debug, PartialEq)]
pub struct Provisional {
    /// "k-means on the features of epoch 6".
    pub source: String,
    /// Members of each cluster, largest first, most typical members first.
    pub clusters: Vec<Arc<Vec<ImageId>>>,
}

/// State of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunState {
    /// Being trained, or cut off and resumable.
    Unfinished,
    /// Has clusters that can be adopted.
    Done,
    /// Ended without a result.
    Failed,
}

/// A run in the list of runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSummary {
    /// Its id.
    pub id: RunId,
    /// State.
    pub state: RunState,
    /// Settings.
    pub settings: Arc<RunSettings>,
    /// Unix seconds.
    pub started: i64,
    /// Wall time so far.
    pub seconds: f64,
    /// Program version that ran it.
    pub version: String,
    /// Where it ran: "cpu".
    pub device: String,
    /// Which stage's clusters were kept: `kmeans`, `scan` or `selflabel`.
    pub kept: Option<String>,
    /// One report a stage.
    pub stages: Arc<Vec<StageReport>>,
    /// Every epoch of every stage.
    pub epochs: Arc<Vec<EpochMetrics>>,
    /// Plain words: which stage was kept and why, collapse, fallbacks; for failed runs what happened and what helps.
    pub notes: Arc<Vec<String>>,
}

/// What one stage of a run gave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StageReport {
    /// `simclr`, `dcl`, `kmeans`, `scan`, `consensus`, `selflabel`, `temi`, `turtle`, `tree` or `checkpoint`.
    pub name: String,
    /// Wall time.
    pub seconds: f64,
    /// Training inputs a second; 0 where nothing is trained.
    pub images_per_sec: f64,
    /// Numbers by name: `score`, `neighbor_agreement`, `effective_clusters`; with true labels also `accuracy`, `nmi`,
    /// `ami`, `ari`, and `neighbor_purity` for `simclr` or `dcl`, or `kmeans` on frozen features.
    pub metrics: std::collections::BTreeMap<String, f64>,
}

/// Undo, redo and the list of changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryView {
    /// What undo would take back: "Rename to \"Cats\"".
    pub undo: Option<String>,
    /// What redo would make again.
    pub redo: Option<String>,
    /// All changes in force, oldest first.
    pub entries: Vec<String>,
    /// What was taken back and can be made again, what comes next first.
    pub undone: Vec<String>,
    /// Changes since a run was taken last that a refinement could learn from.
    pub n_to_learn: usize,
}

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Finished; words for people: "Wrote 1,000 labels to labels.csv".
    Done(String),
    /// Stopped by a person.
    Cancelled,
    /// Did not work, and what helps.
    Failed(String),
    /// Not done, since something would be lost that nobody has said may be: an export asked for with
    /// [`ExportRequest::allow_fewer`] is written.
    Refused(String),
    /// Not an end: something to know.
    Warning(String),
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Counts up, never reused.
    pub seq: u64,
    /// The request that it ends; None for warnings and jobs that the engine started by itself.
    pub ticket: Option<Ticket>,
    /// What happened.
    pub outcome: Outcome,
}

/// Something fetched by id: there, or on its way (the waker is called when it is), or not to be had.
#[derive(Clone, Debug)]
pub enum Fetch<T> {
    /// Here it is.
    Ready(T),
    /// Asked for; ask again after a wake.
    Pending,
    /// Can not be had, with the reason in words.
    Missing(Arc<str>),
}

/// Upright RGBA8 pixels, row-major, opaque.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// width * height * 4 bytes.
    pub rgba: Vec<u8>,
}

/// Why an image is where it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Most probable clusters of the kept stage, highest first.
    pub top: Vec<ClusterProbability>,
    /// Nearest neighbours in feature space, most similar first.
    pub neighbors: Vec<NeighborInfo>,
    /// What each stage of the adopted run said: stage name, cluster, confidence.
    pub stages: Vec<(String, ClusterProbability)>,
    /// Clusters that people said it is not of.
    pub rejected: Vec<ClusterId>,
    /// Images that people said are, or are not, of one class with it.
    pub links: Vec<(ImageId, Link)>,
}

/// A cluster and how probable it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterProbability {
    /// None where the run's cluster has no counterpart any more.
    pub cluster: Option<ClusterId>,
    /// Name to show.
    pub name: String,
    /// 0 to 1.
    pub probability: f32,
}

/// One neighbour.
#[derive(Clone, Debug, PartialEq)]
pub struct NeighborInfo {
    /// Which image.
    pub image: ImageId,
    /// Cosine, -1 to 1.
    pub similarity: f32,
    /// Its cluster now.
    pub cluster: Option<ClusterId>,
}
