//! A whole run: SimCLR, neighbours, k-means, SCAN, self-labelling, and the label-free choice of what is kept.
//!
//! Tiles go in and plain vectors come out: no tensor, path of an image, label or database passes here. Each stage leaves
//! a checkpoint in the run's directory, so that a killed run goes on where it was.

use super::assignment::{self, PartitionScore};
use super::embed::{self, Features};
use super::head_start::{self, Clustered};
use super::neighbors::{self, Neighbors};
use super::progress::Meter;
use super::scan::{Best, Scan};
use super::selflabel::{self, Selflabel};
use super::settings::{Preset, RunSettings};
use super::{kmeans, words};
use crate::control::{CancelToken, EpochMetrics, Latest, Progress, Waker};
use crate::learning::device;
use crate::learning::kernels::tape;
use crate::learning::network::resnet::{Arch, ResNet, Stem};
use crate::learning::network::{Params, heads};
use crate::learning::optim::{Rule, Schedule};
use crate::learning::simclr::Simclr;
use crate::learning::trainer::{self, Objective, Plan, TrainError, Watch};
use crate::learning::views::TileSet;
use candle_core::Device;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Why a run has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// By a person; finished epochs are on disk.
    #[error("cancelled")]
    Cancelled,
    /// In plain words, with what helps.
    #[error("{0}")]
    Failed(String),
}

/// What a run works on.
pub struct PipelineInput {
    /// The images.
    pub tiles: Arc<TileSet>,
    /// Checked by the run.
    pub settings: RunSettings,
    /// For checkpoints; made if it is not there.
    pub dir: PathBuf,
    /// Go on from the checkpoints in `dir`.
    pub resume: bool,
}

/// A first guess while a run trains.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvisionalClusters {
    /// "k-means on the features of epoch 6".
    pub source: String,
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
    /// Called after progress changed.
    pub waker: Waker,
    /// Called after each epoch.
    pub on_epoch: Box<dyn FnMut(&EpochMetrics) + Send>,
    /// Called when there are clusters to look at before the end.
    pub on_provisional: Box<dyn FnMut(ProvisionalClusters) + Send>,
}

/// What a stage gave.
#[derive(Clone, Debug, Default)]
pub struct StageResult {
    /// `simclr`, `kmeans`, `scan` or `selflabel`.
    pub name: String,
    /// Wall time; of a resumed stage with the epochs before it was cut off.
    pub seconds: f64,
    /// Training inputs a second, median over epochs; 0 where nothing is trained.
    pub images_per_sec: f64,
    /// Cluster of each image.
    pub clusters: Option<Vec<u32>>,
    /// 0 to 1, of each image.
    pub confidence: Option<Vec<f32>>,
    /// (n, C)
    pub probabilities: Option<Vec<f32>>,
    /// Numbers by name.
    pub metrics: BTreeMap<String, f64>,
}

/// The result of a run.
#[derive(Clone, Debug)]
pub struct RunOutput {
    /// In order.
    pub stages: Vec<StageResult>,
    /// Name of the stage whose clusters are kept.
    pub kept: String,
    /// Mined before clustering.
    pub neighbors: Neighbors,
    /// (n, d) unit rows of the backbone, and d.
    pub embedding: (Vec<f32>, usize),
    /// What a person should know, in plain words.
    pub notes: Vec<String>,
    /// Where it ran.
    pub device: String,
    /// Worker threads.
    pub threads: usize,
}

/// Epochs of SimCLR after which a first look is given; then every tenth.
const FIRST_LOOKS: [usize; 4] = [1, 2, 4, 7];

/// Runs all stages.
///
/// # Errors
/// [`RunError`]: cancelled, or words that say why and what helps.
pub fn run(input: &PipelineInput, observer: &mut Observer) -> Result<RunOutput, RunError> {
    let failed = |why: String| RunError::Failed(why);
    input.settings.check().map_err(|e| failed(e.to_string()))?;
    words::check_images(input.tiles.n, input.settings.clusters).map_err(failed)?;
    std::fs::create_dir_all(&input.dir).map_err(|e| failed(format!("{}: {e}", input.dir.display())))?;
    let threads = n_threads(&input.settings);
    let named = |i| format!("gleaner-learn-{i}");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(named).build();
    let pool = pool.map_err(|e| failed(format!("{threads} worker threads could not be started: {e}")))?;
    let device = device::open(&input.settings.device).map_err(|e| failed(e.to_string()))?;
    let mut notes = Vec::new();
    if input.settings.device == "auto" && !device.is_cpu() {
        notes.push(format!("Computed on {}.", device::name(&device)));
    }
    let _freed = FreeMemory;
    // candle's products and our kernels take the threads of the pool that they are called in.
    pool.install(|| Run::new(input, observer, &device, threads, notes)?.all()).map_err(|error| match error {
        TrainError::Cancelled => RunError::Cancelled,
        other => RunError::Failed(words::failure(&other)),
    })
}

/// Gives what the steps of a run passed on to each other back, however the run ends.
struct FreeMemory;

impl Drop for FreeMemory {
    fn drop(&mut self) {
        tape::free_memory();
    }
}

/// Threads that a run with these settings uses.
#[must_use]
pub fn n_threads(settings: &RunSettings) -> usize {
    let available = std::thread::available_parallelism().map_or(1, usize::from);
    if settings.threads == 0 { available } else { settings.threads }
}

/// What the settings' device is called.
///
/// # Errors
/// Words, if it can not be had.
pub fn device_name(settings: &RunSettings) -> Result<String, RunError> {
    let device = device::open(&settings.device).map_err(|e| RunError::Failed(e.to_string()))?;
    Ok(device::name(&device))
}

/// A run at work.
struct Run<'a> {
    input: &'a PipelineInput,
    observer: &'a mut Observer,
    meter: Meter,
    net: ResNet,
    /// The backbone's, shared by all stages.
    params: Params,
    threads: usize,
    notes: Vec<String>,
    stages: Vec<StageResult>,
}

impl<'a> Run<'a> {
    fn new(
        input: &'a PipelineInput,
        observer: &'a mut Observer,
        device: &Device,
        threads: usize,
        notes: Vec<String>,
    ) -> Result<Self, TrainError> {
        let net = network(&input.settings);
        let mut params = Params::new(device);
        net.add_params(&mut params, input.settings.seed)?;
        let meter = Meter::new(&input.settings, input.tiles.n, observer.progress.clone(), observer.waker.clone());
        Ok(Self { input, observer, meter, net, params, threads, notes, stages: Vec::new() })
    }

    fn all(mut self) -> Result<RunOutput, TrainError> {
        let n_clusters = self.input.settings.clusters;
        let features = self.simclr()?;
        let neighbors = self.neighbors(&features)?;
        let mut embedding = features.backbone;
        let mean_norm = embed::normalize_rows(&mut embedding, features.n_features);
        let centers = self.kmeans(&embedding, features.n_features)?;
        let clustered = Clustered { rows: &embedding, d: features.n_features, mean_norm, centers: &centers };
        if let Some((head, params)) = self.scan(&neighbors, &clustered)? {
            self.selflabel(&head, &params)?;
        }
        let kept = self.judge(&embedding, features.n_features, &neighbors, n_clusters)?;
        Ok(RunOutput {
            kept,
            neighbors,
            embedding: (embedding, features.n_features),
            device: device::name(self.params.device()),
            threads: self.threads,
            notes: self.notes,
            stages: self.stages,
        })
    }

    fn plan(&self, stage: &'static str) -> Plan {
        let settings = &self.input.settings;
        let n_images = self.input.tiles.n;
        let adam = Rule::Adam { weight_decay: 1e-4 };
        let (n_epochs, batch, n_views, rule, schedule) = match stage {
            "simclr" => {
                let simclr = &settings.simclr;
                let lr = simclr.lr * simclr.batch.min(n_images) as f64 / 512.0;
                let rule = Rule::Sgd { momentum: 0.9, weight_decay: 1e-4 };
                (simclr.epochs, simclr.batch, 2, rule, Schedule::Cosine { lr, floor: 1e-3 })
            }
            "scan" => (settings.scan.epochs, settings.scan.batch, 2, adam, Schedule::Constant(settings.scan.lr)),
            _ => {
                let selflabel = &settings.selflabel;
                (selflabel.epochs, selflabel.batch, 1, adam, Schedule::Constant(selflabel.lr))
            }
        };
        Plan {
            stage,
            seed: settings.seed,
            n_images,
            n_epochs,
            batch,
            drops_remainder: settings.preset == Preset::Paper,
            n_views,
            rule,
            schedule,
            checkpoint: Some(self.input.dir.join(format!("{stage}.safetensors"))),
            resumes: self.input.resume,
        }
    }

    /// Trains one stage and reports what it cost; the metrics of its epochs.
    fn train(
        plan: &Plan,
        params: &Params,
        tiles: &TileSet,
        objective: &mut dyn Objective,
        meter: &mut Meter,
        cancel: &CancelToken,
        on_epoch: &mut dyn FnMut(&EpochMetrics),
    ) -> (Result<Vec<EpochMetrics>, TrainError>, StageResult) {
        meter.begin(plan.stage);
        let meter = std::cell::RefCell::new(meter);
        let mut epochs = Vec::new();
        let mut watch = Watch {
            cancel,
            on_step: &mut |n_images, rate| meter.borrow_mut().step(n_images, rate),
            on_epoch: &mut |metrics| {
                meter.borrow_mut().epoch(metrics);
                epochs.push(metrics.clone());
                on_epoch(metrics);
            },
        };
        let result = trainer::train(plan, params, tiles, objective, &mut watch);
        let mut rates: Vec<f64> = epochs.iter().map(|e| e.images_per_sec).collect();
        rates.sort_by(f64::total_cmp);
        let stage = StageResult {
            name: plan.stage.to_owned(),
            seconds: epochs.iter().map(|e| e.seconds).sum(),
            images_per_sec: rates.get(rates.len() / 2).copied().unwrap_or(0.0),
            ..StageResult::default()
        };
        (result, stage)
    }

    fn simclr(&mut self) -> Result<Features, TrainError> {
        let settings = &self.input.settings;
        let (tiles, net, cancel) = (&*self.input.tiles, self.net, self.observer.cancel.clone());
        let is_trained = settings.simclr.epochs > 0;
        let mut params = self.params.clone();
        if is_trained {
            heads::add_projection(&mut params, net.n_features(), settings.seed)?;
            let plan = self.plan("simclr");
            let Observer { on_epoch, on_provisional, .. } = &mut *self.observer;
            let mut look = |epoch: usize| {
                if FIRST_LOOKS.contains(&(epoch + 1)) || (epoch + 1).is_multiple_of(10) {
                    on_provisional(first_look(net, &params, tiles, settings, epoch, &cancel)?);
                }
                Ok(())
            };
            let mut objective = Simclr {
                net,
                params: params.clone(),
                seed: settings.seed,
                temperature: settings.simclr.temperature,
                one_sided: settings.simclr.one_sided,
                on_epoch_end: &mut look,
            };
            let (result, stage) =
                Self::train(&plan, &params, &self.input.tiles, &mut objective, &mut self.meter, &cancel, on_epoch);
            result?;
            self.stages.push(stage);
        } else {
            self.notes
                .push("No features were learned (simclr.epochs = 0): clusters stand on an untrained network.".into());
        }
        let features = embed::features(net, &params, tiles, is_trained, &cancel)?;
        if !features.backbone.iter().chain(&features.projected).all(|x| x.is_finite()) {
            // Training looks at its own batches; evaluation goes by running statistics and can overflow alone.
            return Err(TrainError::NotFinite { stage: "simclr", epoch: settings.simclr.epochs });
        }
        Ok(features)
    }

    /// In the head space where there is a trained head, else in the backbone's (METHOD 3).
    fn neighbors(&mut self, features: &Features) -> Result<Neighbors, TrainError> {
        self.meter.say("Finding neighbours");
        let n = self.input.tiles.n;
        let cap = (n / (2 * self.input.settings.clusters)).clamp(1, n.saturating_sub(1).max(1));
        let k = self.input.settings.neighbors.k.min(cap);
        if k < self.input.settings.neighbors.k {
            self.notes.push(format!(
                "{k} neighbours an image instead of {}: more would reach into other clusters.",
                self.input.settings.neighbors.k
            ));
        }
        let (rows, d) = if features.projected.is_empty() {
            (&features.backbone, features.n_features)
        } else {
            (&features.projected, 128)
        };
        Ok(neighbors::exact_cosine(rows, d, k, &self.observer.cancel)?)
    }

    /// Gives the centres, (C, d).
    fn kmeans(&mut self, embedding: &[f32], d: usize) -> Result<Vec<f32>, TrainError> {
        self.meter.say("Clustering with k-means");
        let started = Instant::now();
        let settings = &self.input.settings;
        let found = kmeans::kmeans(embedding, d, settings.clusters, 10, settings.seed, &self.observer.cancel)?;
        let probabilities = nearness(embedding, d, &found.centers);
        let confidence = confidence_of(&probabilities, settings.clusters, &found.assignment);
        (self.observer.on_provisional)(ProvisionalClusters {
            source: "k-means on the learned features".into(),
            clusters: found.assignment.clone(),
            confidence: confidence.clone(),
        });
        self.stages.push(StageResult {
            name: "kmeans".into(),
            seconds: started.elapsed().as_secs_f64(),
            clusters: Some(found.assignment),
            confidence: Some(confidence),
            probabilities: Some(probabilities),
            ..StageResult::default()
        });
        Ok(found.centers)
    }

    /// The chosen head's name and the parameters of the chosen epoch; None if the stage was skipped or broke.
    fn scan(
        &mut self,
        neighbors: &Neighbors,
        clustered: &Clustered<'_>,
    ) -> Result<Option<(String, Params)>, TrainError> {
        let settings = &self.input.settings;
        if settings.scan.epochs == 0 {
            return Ok(None);
        }
        let c = settings.clusters;
        let mut params = self.params.clone();
        let names: Vec<String> = (0..settings.scan.heads).map(heads::cluster_head).collect();
        for name in &names {
            heads::add_linear(&mut params, name, self.net.n_features(), c, settings.seed)?;
        }
        let plan = self.plan("scan");
        let cancel = self.observer.cancel.clone();
        if settings.scan.init == "kmeans" {
            head_start::begin(&params, &names, clustered, settings.seed, &cancel)?;
        }
        let Observer { on_epoch, on_provisional, .. } = &mut *self.observer;
        let mut show = |epoch: usize, p: &[f32]| {
            let (clusters, confidence) = embed::arg_max_rows(p, c);
            on_provisional(ProvisionalClusters { source: format!("SCAN, epoch {}", epoch + 1), clusters, confidence });
        };
        let mut objective = Scan {
            tiles: &self.input.tiles,
            neighbors,
            net: self.net,
            params: params.clone(),
            heads: names.clone(),
            n_clusters: c,
            entropy_weight: settings.scan.entropy_weight,
            draws_self: settings.preset == Preset::Paper,
            seed: settings.seed,
            cancel: &cancel,
            best: Best::default(),
            on_clusters: &mut show,
        };
        let (result, mut stage) =
            Self::train(&plan, &params, &self.input.tiles, &mut objective, &mut self.meter, &cancel, on_epoch);
        let best = objective.best;
        match result {
            Err(error @ TrainError::NotFinite { .. }) => self.notes.push(words::failure(&error)),
            Err(error) => return Err(error),
            Ok(_) => (),
        }
        if best.epoch == 0 {
            return Ok(None);
        }
        params.load(&best.tensors)?;
        let (clusters, confidence) = embed::arg_max_rows(&best.probabilities, c);
        stage.clusters = Some(clusters);
        stage.confidence = Some(confidence);
        stage.probabilities = Some(best.probabilities);
        stage.metrics.insert("best_epoch".into(), best.epoch as f64);
        stage.metrics.insert("best_head".into(), best.head as f64);
        stage.metrics.insert("scan_loss".into(), best.score);
        self.stages.push(stage);
        let head = names[best.head].clone();
        let kept = params.subset(|name| !name.starts_with("cluster_head.") || name.starts_with(&format!("{head}.")));
        Ok(Some((head, kept)))
    }

    fn selflabel(&mut self, head: &str, params: &Params) -> Result<(), TrainError> {
        let settings = &self.input.settings;
        if settings.selflabel.epochs == 0 {
            return Ok(());
        }
        let c = settings.clusters;
        let plan = self.plan("selflabel");
        let cancel = self.observer.cancel.clone();
        let Observer { on_epoch, on_provisional, .. } = &mut *self.observer;
        let mut show = |epoch: usize, p: &[f32]| {
            let (clusters, confidence) = embed::arg_max_rows(p, c);
            let source = format!("self-labelling, epoch {}", epoch + 1);
            on_provisional(ProvisionalClusters { source, clusters, confidence });
        };
        let mut objective = Selflabel {
            tiles: &self.input.tiles,
            net: self.net,
            params: params.clone(),
            head: head.to_owned(),
            n_clusters: c,
            threshold: settings.selflabel.threshold,
            class_weights: settings.selflabel.class_weights,
            ema: settings.selflabel.ema,
            average: selflabel::first_average(params, settings.selflabel.ema)?,
            n_fallbacks: 0,
            seed: settings.seed,
            cancel: &cancel,
            probabilities: Vec::new(),
            on_clusters: &mut show,
        };
        let (result, mut stage) =
            Self::train(&plan, params, &self.input.tiles, &mut objective, &mut self.meter, &cancel, on_epoch);
        let (probabilities, n_fallbacks) = (objective.probabilities, objective.n_fallbacks);
        match result {
            Err(error @ TrainError::NotFinite { .. }) => {
                self.notes.push(words::failure(&error));
                return Ok(());
            }
            Err(error) => return Err(error),
            Ok(_) => (),
        }
        if n_fallbacks > 0 {
            self.notes.push(words::fallback(n_fallbacks, settings.selflabel.threshold));
        }
        let (clusters, confidence) = embed::arg_max_rows(&probabilities, c);
        stage.clusters = Some(clusters);
        stage.confidence = Some(confidence);
        stage.probabilities = Some(probabilities);
        self.stages.push(stage);
        Ok(())
    }

    /// Scores every candidate without labels, says what happened, and names the stage to keep.
    fn judge(&mut self, embedding: &[f32], d: usize, neighbors: &Neighbors, c: usize) -> Result<String, TrainError> {
        let reference = self.stages.iter().find(|s| s.name == "kmeans").and_then(|s| s.clusters.clone());
        let mut candidates: Vec<(String, PartitionScore)> = Vec::new();
        for stage in &mut self.stages {
            let Some(clusters) = &stage.clusters else { continue };
            let score = assignment::score_partition(neighbors, clusters, c);
            stage.metrics.insert("score".into(), score.score);
            stage.metrics.insert("neighbor_agreement".into(), score.neighbor_agreement);
            stage.metrics.insert("corrected_agreement".into(), score.corrected_agreement);
            stage.metrics.insert("effective_clusters".into(), score.effective_clusters);
            stage.metrics.insert("silhouette".into(), embed::silhouette(embedding, d, clusters, c));
            if let (Some(reference), true) = (&reference, stage.name != "kmeans") {
                stage.metrics.insert("ari_with_kmeans".into(), super::metrics::scores(clusters, reference).ari);
            }
            if stage.name != "kmeans" {
                self.notes.extend(words::collapse(&stage.name, &embed::class_sizes(clusters, c)));
            }
            candidates.push((stage.name.clone(), score));
        }
        self.judge_kmeans(&mut candidates, neighbors.k, c)?;
        let (chosen, why) = assignment::keep(&candidates, c);
        self.notes.push(why);
        Ok(candidates[chosen].0.clone())
    }

    /// Judges k-means by what the best learned stage sees, see [`assignment::score_by_learned`].
    fn judge_kmeans(
        &mut self,
        candidates: &mut [(String, PartitionScore)],
        k: usize,
        c: usize,
    ) -> Result<(), TrainError> {
        let is_spread = |score: &PartitionScore| score.effective_clusters * 2.0 >= c as f64;
        let learned = candidates.iter().filter(|(name, score)| name != "kmeans" && is_spread(score));
        let best = learned.max_by(|a, b| a.1.score.total_cmp(&b.1.score)).map(|(name, _)| name.clone());
        let probabilities = best.and_then(|name| self.stages.iter().find(|s| s.name == name)?.probabilities.as_ref());
        let kmeans = self.stages.iter().position(|stage| stage.name == "kmeans");
        let (Some(probabilities), Some(at)) = (probabilities, kmeans) else { return Ok(()) };
        let Some(clusters) = &self.stages[at].clusters else { return Ok(()) };
        let seen = assignment::score_by_learned(probabilities, c, k, clusters, &self.observer.cancel)?;
        let stage = &mut self.stages[at];
        let own = stage.metrics.insert("score".into(), seen.score);
        stage.metrics.insert("score_in_own_space".into(), own.unwrap_or_default());
        for (_, score) in candidates.iter_mut().filter(|(name, _)| name == "kmeans") {
            score.score = seen.score;
        }
        Ok(())
    }
}

/// The network that the settings ask for.
fn network(settings: &RunSettings) -> ResNet {
    let arch = if settings.net.arch == "resnet50" { Arch::ResNet50 } else { Arch::ResNet18 };
    let stem = match settings.net.stem.as_str() {
        "cifar" => Stem::Cifar,
        "stl" => Stem::Stl,
        "imagenet" => Stem::ImageNet,
        "stride2" => Stem::Stride2,
        _ => Stem::for_size(settings.net.size),
    };
    ResNet { arch, stem, width: settings.net.width }
}

/// k-means on the features of an unfinished SimCLR: something to look at.
fn first_look(
    net: ResNet,
    params: &Params,
    tiles: &TileSet,
    settings: &RunSettings,
    epoch: usize,
    cancel: &CancelToken,
) -> Result<ProvisionalClusters, TrainError> {
    let Features { mut backbone, n_features, .. } = embed::features(net, params, tiles, false, cancel)?;
    embed::normalize_rows(&mut backbone, n_features);
    let found = kmeans::kmeans(&backbone, n_features, settings.clusters, 2, settings.seed, cancel)?;
    let probabilities = nearness(&backbone, n_features, &found.centers);
    let confidence = confidence_of(&probabilities, settings.clusters, &found.assignment);
    let source = format!("k-means on the features of epoch {}", epoch + 1);
    Ok(ProvisionalClusters { source, clusters: found.assignment, confidence })
}

/// k-means has no probabilities: a softmax over cosines to the centres at temperature 0.1 stands in, (n, c).
fn nearness(rows: &[f32], d: usize, centers: &[f32]) -> Vec<f32> {
    let mut centers = centers.to_vec();
    embed::normalize_rows(&mut centers, d);
    let mut all = Vec::with_capacity(rows.len() / d.max(1) * centers.len() / d.max(1));
    for row in rows.chunks_exact(d.max(1)) {
        let dot = |center: &[f32]| row.iter().zip(center).map(|(a, b)| a * b).sum::<f32>() / 0.1;
        let logits: Vec<f32> = centers.chunks_exact(d.max(1)).map(dot).collect();
        let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = logits.iter().map(|l| (l - max).exp()).sum();
        all.extend(logits.iter().map(|l| (l - max).exp() / sum));
    }
    all
}

fn confidence_of(probabilities: &[f32], c: usize, clusters: &[u32]) -> Vec<f32> {
    probabilities.chunks_exact(c.max(1)).zip(clusters).map(|(row, &cluster)| row[cluster as usize]).collect()
}
