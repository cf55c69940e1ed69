//! A whole run: features, neighbours, k-means, better heads, and the label-free choice of what is kept.
//!
//! Features are learned from tiles (SimCLR, then SCAN and self-labelling through the network), or come as rows of a frozen
//! source, on which heads are trained; or a network learns on from tiles where those heads ended. Plain vectors come out: no tensor, path of an image, label or database passes here.
//! Each stage that trains a network leaves a checkpoint in the run's directory, so that a killed run goes on where it was.

mod frozen;
mod learned;
mod plans;
pub mod progress;
mod query;
mod refined;
mod state;
pub mod words;

pub use plans::n_threads;
pub use query::QueryNetwork;
pub use state::TIE;

use crate::clustering::merge_tree::{self, MergeTree};
use crate::clustering::neighbors::Neighbors;
use crate::clustering::settings::{CheckedSettings, RunSettings, Start};
use crate::control::{CancelToken, Latest, Progress, Waker};
use crate::features::ClusterHead;
use crate::features::backbone::{Backbone, Seen};
use crate::features::rows::{self, Block};
use crate::learning::device::{self, DeviceChoice};
use crate::learning::kernels::tape;
use crate::learning::trainer::TrainError;
use crate::learning::views::TileSet;
use crate::room;
use crate::stage::{EpochMetrics, Kept, Stage};
use crate::strings::{Told, say, told};
use crate::timing::Course;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Why a run has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// By a person; finished epochs are on disk.
    #[error("{}", say!("fault-cancelled"))]
    Cancelled,
    /// In plain words, with what helps.
    #[error("{0}")]
    Failed(Told),
}

impl From<RunError> for Told {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Failed(told) => told,
            cancelled @ RunError::Cancelled => Self::of(cancelled),
        }
    }
}

/// What a run sees of its images.
pub enum Images {
    /// Squares to learn from.
    Tiles(Arc<TileSet>),
    /// Rows of a frozen source.
    Rows(RawRows),
    /// Rows of a frozen source, and squares that a network learns on from.
    Both(RawRows, Arc<TileSet>),
}

impl Images {
    /// Number of images.
    #[must_use]
    pub fn n(&self) -> usize {
        match self {
            Self::Tiles(tiles) => tiles.n,
            Self::Rows(rows) | Self::Both(rows, _) => rows.raw.len() / rows::width(&rows.blocks).max(1),
        }
    }
}

/// What a frozen source gives.
#[derive(Clone, Debug)]
pub struct RawRows {
    /// (n, the blocks' widths in all)
    pub raw: Vec<f32>,
    /// What a row is made of.
    pub blocks: Vec<Block>,
    /// A cluster head that came with the weights.
    pub head: Option<ClusterHead>,
}

impl RawRows {
    /// Rows of the same images side by side. A head that came with weights knows nothing of what lies beside its own.
    ///
    /// # Panics
    /// If they are not of as many images.
    #[must_use]
    pub fn beside(mut parts: Vec<Self>) -> Self {
        if parts.len() == 1 {
            return parts.remove(0);
        }
        let rows: Vec<(&[f32], usize)> =
            parts.iter().map(|part| (part.raw.as_slice(), rows::width(&part.blocks))).collect();
        Self {
            raw: rows::side_by_side(&rows),
            blocks: parts.iter().flat_map(|part| part.blocks.clone()).collect(),
            head: None,
        }
    }
}

/// What a run works on.
pub struct PipelineInput {
    /// The images.
    pub images: Images,
    /// What to do with them.
    pub settings: CheckedSettings,
    /// For checkpoints; made if it is not there.
    pub dir: PathBuf,
    /// Go on from the checkpoints in `dir`.
    pub resume: bool,
    /// The number of clusters that the run took before it was cut off, where its settings leave that open.
    pub proposed: Option<usize>,
}

/// A first guess while a run trains.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvisionalClusters {
    /// "k-means on the features of epoch 6".
    pub source: Told,
    /// Cluster of each image.
    pub clusters: Vec<u32>,
    /// 0 to 1, of each image.
    pub confidence: Vec<f32>,
}

/// Who steers and watches a run.
pub struct Observer {
    /// Checked before each batch and each backward pass.
    pub cancel: CancelToken,
    /// Set after each step.
    pub progress: Latest<Progress>,
    /// Told which part of the work begins and how far it is. The run plans it where nobody did.
    pub course: Course,
    /// Called after progress changed.
    pub waker: Waker,
    /// Called after each epoch.
    pub on_epoch: Box<dyn FnMut(&EpochMetrics) + Send>,
    /// Called when there are clusters to look at before the end.
    pub on_provisional: Box<dyn FnMut(ProvisionalClusters) + Send>,
    /// Called with the number of clusters that the run takes where its settings leave that open.
    pub on_proposed: Box<dyn FnMut(usize) + Send>,
}

/// What a stage gave.
#[derive(Clone, Debug)]
pub struct StageResult {
    /// The stage.
    pub name: Stage,
    /// Wall time; of a resumed stage with the epochs before it was cut off.
    pub seconds: f64,
    /// Training inputs a second, median over epochs; 0 where nothing is trained.
    pub images_per_sec: f64,
    /// Cluster of each image.
    pub clusters: Option<Vec<u32>>,
    /// 0 to 1, of each image.
    pub confidence: Option<Vec<f32>>,
    /// (n, C) probabilities.
    pub probabilities: Option<Vec<f32>>,
    /// Numbers by name.
    pub metrics: BTreeMap<String, f64>,
}

impl StageResult {
    /// Of a stage that has given nothing yet.
    #[must_use]
    pub fn new(name: Stage) -> Self {
        Self {
            name,
            seconds: 0.0,
            images_per_sec: 0.0,
            clusters: None,
            confidence: None,
            probabilities: None,
            metrics: BTreeMap::new(),
        }
    }
}

/// The result of a run.
#[derive(Clone, Debug)]
pub struct RunOutput {
    /// Stages in the order in which they ran.
    pub stages: Vec<StageResult>,
    /// The stage whose clusters are kept.
    pub kept: Kept,
    /// Mined before clustering.
    pub neighbors: Neighbors,
    /// (n, d) unit rows of the backbone, and d.
    pub embedding: (Vec<f32>, usize),
    /// C of all stages: as asked, or as proposed where that was left open.
    pub n_clusters: usize,
    /// How likely each image is junk, 0 to 1, see [`crate::clustering::folder::outliers`].
    pub junk: Vec<f32>,
    /// What a person should know, in plain words.
    pub notes: Vec<Told>,
    /// Name of the device.
    pub device: String,
    /// Worker threads.
    pub threads: usize,
}

/// Runs all stages.
///
/// # Errors
/// [`RunError`]: cancelled, or words that say why and what helps.
pub fn run(input: &PipelineInput, observer: &mut Observer) -> Result<RunOutput, RunError> {
    words::check_images(input.images.n(), input.settings.clusters).map_err(RunError::Failed)?;
    std::fs::create_dir_all(&input.dir).map_err(|e| RunError::Failed(room::failed(&input.dir, &e)))?;
    let threads = n_threads(&input.settings);
    let pool = thread_pool(threads)?;
    let device = device::open(input.settings.device).map_err(failed)?;
    let start = match (&input.images, &input.settings.simclr.init) {
        (Images::Tiles(_) | Images::Both(..), Start::Network(source)) => {
            Some(Backbone::trainable(source, &device).map_err(failed)?)
        }
        (Images::Rows(_), _) | (_, Start::Random) => None,
    };
    let mut notes = Vec::new();
    if input.settings.device == DeviceChoice::Auto && !device.is_cpu() {
        notes.push(told!("note-computed-on", device = device::name(&device)));
    }
    let _freed = FreeMemory;
    // candle's products and our kernels take the threads of the pool that they are called in.
    let run = || {
        let resolved = std::cell::OnceCell::new();
        let state = state::State::new(input, &resolved, observer, threads, device::name(&device), notes);
        match &input.images {
            Images::Tiles(tiles) => learned::Run::new(state, tiles, start, &device)?.all(),
            Images::Rows(rows) => frozen::all(state, rows),
            Images::Both(rows, tiles) => refined::all(learned::Run::new(state, tiles, start, &device)?, rows),
        }
    };
    pool.install(run).map_err(|error| match error {
        TrainError::Cancelled => RunError::Cancelled,
        other => RunError::Failed(words::failure(other)),
    })
}

/// An error has words in the language of whoever reads.
pub(super) fn failed(error: impl std::fmt::Display + Send + Sync + 'static) -> RunError {
    RunError::Failed(Told::of(error))
}

fn thread_pool(threads: usize) -> Result<rayon::ThreadPool, RunError> {
    let named = |i| format!("gleaner-learn-{i}");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(named).build();
    pool.map_err(|e| RunError::Failed(told!("engine-no-threads", n = threads, why = e.to_string())))
}

/// The frozen networks that the settings' features come from: one, or those whose rows lie side by side.
///
/// # Errors
/// [`RunError`]: a file or the device can not be had.
pub fn backbones(settings: &RunSettings) -> Result<Vec<Backbone>, RunError> {
    let device = device::open(settings.device).map_err(failed)?;
    Backbone::open_parts(&settings.features, &device).map_err(failed)
}

/// What a frozen network sees of squares of its size; `on_done` hears how many are done.
///
/// # Errors
/// [`RunError`].
pub fn see(
    backbone: &Backbone,
    tiles: TileSet,
    settings: &RunSettings,
    cancel: &CancelToken,
    on_done: &mut (dyn FnMut(usize) + Send),
) -> Result<Seen, RunError> {
    let device = device::open(settings.device).map_err(failed)?;
    let _freed = FreeMemory;
    let seen = thread_pool(n_threads(settings))?.install(|| backbone.see(tiles, &device, cancel, on_done));
    seen.map_err(|error| match error {
        TrainError::Cancelled => RunError::Cancelled,
        TrainError::BrokenWeights => RunError::Failed(told!("engine-broken-weights", network = &backbone.label)),
        other => RunError::Failed(words::failure(other)),
    })
}

/// Gives what the steps of a run passed on to each other back, however the run ends.
struct FreeMemory;

impl Drop for FreeMemory {
    fn drop(&mut self) {
        tape::free_memory();
    }
}

/// The merge tree of the result of a run that is over: the one that the run cuts with `head = tree` or looked at for the
/// number of clusters, as far as its neighbour lists were as long.
///
/// # Errors
/// [`RunError::Cancelled`].
pub fn merge_tree_of(
    (rows, d): (&[f32], usize),
    neighbors: &Neighbors,
    seed: u64,
    cancel: &CancelToken,
) -> Result<MergeTree, RunError> {
    merge_tree::build(rows, d, neighbors, &state::merge_tree_plan(seed), cancel).map_err(|_| RunError::Cancelled)
}

/// What the settings' device is called.
///
/// # Errors
/// Words, if it can not be had.
pub fn device_name(settings: &RunSettings) -> Result<String, RunError> {
    let device = device::open(settings.device).map_err(failed)?;
    Ok(device::name(&device))
}
