//! A run that learns its features from the folder: SimCLR or another pretext, then SCAN and self-labelling through the network.

use super::plans::NetworkWork;
use super::query;
use super::state::{State, confidence_of, nearness};
use super::{Observer, ProvisionalClusters, RunOutput, StageResult};
use crate::clustering::heads::start::Clustered;
use crate::clustering::kmeans;
use crate::clustering::neighbors::Neighbors;
use crate::clustering::pipeline::progress::Meter;
use crate::clustering::pipeline::words;
use crate::clustering::settings::{Clusterer, Init, Preset, RunSettings};
use crate::clustering::stages::embed::{self, Features};
use crate::clustering::stages::pretext;
use crate::clustering::stages::scan::{Best, Scan};
use crate::clustering::stages::selflabel::{self, Selflabel, Transport};
use crate::control::CancelToken;
use crate::learning::network::resnet::ResNet;
use crate::learning::network::{Params, heads};
use crate::learning::optim::{Rule, Schedule};
use crate::learning::prior::SizePrior;
use crate::learning::trainer::{self, Objective, Plan, TrainError, Watch};
use crate::learning::views::TileSet;
use crate::stage::{EpochMetrics, Stage};
use crate::strings::{Told, told};
use candle_core::Device;

/// Epochs of the pretext after which a first look is given; then every tenth.
const FIRST_LOOKS: [usize; 4] = [1, 2, 4, 7];

/// A run at work.
pub(super) struct Run<'a> {
    pub state: State<'a>,
    tiles: &'a TileSet,
    net: ResNet,
    /// The backbone's, shared by all stages.
    params: Params,
}

impl<'a> Run<'a> {
    /// `start`: a network that was trained before, to go on from.
    pub(super) fn new(
        state: State<'a>,
        tiles: &'a TileSet,
        start: Option<(ResNet, Params)>,
        device: &Device,
    ) -> Result<Self, TrainError> {
        if let Some((net, params)) = start {
            return Ok(Self { state, tiles, net, params });
        }
        let net = pretext::network(state.settings);
        let mut params = Params::new(device);
        net.add_params(&mut params, state.settings.seed)?;
        Ok(Self { state, tiles, net, params })
    }

    pub(super) fn all(mut self) -> Result<RunOutput, TrainError> {
        query::save_colours(self.tiles, &self.state.input.dir)?;
        let features = self.pretext()?;
        let neighbors = self.neighbors(&features)?;
        let mut embedding = features.backbone;
        let d = features.n_features;
        let mean_norm = embed::normalize_rows(&mut embedding, d);
        let neighbors = self.state.settle_clusters(&embedding, d, &neighbors)?;
        let centers = self.state.kmeans(Stage::KMeans, &embedding, d, told!("engine-guess-learned"))?;
        if self.state.settings.heads().contains(&Clusterer::Scan) {
            let clustered = Clustered { rows: &embedding, d, mean_norm, centers: &centers };
            self.through_network([Stage::Scan, Stage::SelfLabel], &neighbors, &clustered)?;
        } else {
            self.state.heads(&embedding, d, &neighbors, &centers)?;
        }
        self.state.finish((embedding, d), neighbors, None)
    }

    /// Clusters through the network, then self-labelling; the stages have the names given.
    pub(super) fn through_network(
        &mut self,
        [scan, selflabel]: [Stage; 2],
        neighbors: &Neighbors,
        clustered: &Clustered<'_>,
    ) -> Result<(), TrainError> {
        match self.scan(scan, neighbors, clustered)? {
            Some((head, params)) => self.selflabel(selflabel, &head, &params),
            None => Ok(()),
        }
    }

    fn plan(&self, stage: Stage, work: NetworkWork) -> Plan {
        let settings = self.state.settings;
        let checkpoint = Some(self.state.input.dir.join(format!("{}.safetensors", stage.key())));
        let plan = Plan { checkpoint, resumes: self.state.input.resume, ..pretext::plan(settings, self.state.n) };
        let (n_epochs, batch, n_inputs, lr) = match work {
            NetworkWork::Pretext => return plan,
            NetworkWork::Scan => (settings.scan.epochs, settings.scan.batch, 2.0, settings.scan.lr),
            NetworkWork::SelfLabel => (settings.selflabel.epochs, settings.selflabel.batch, 1.0, settings.selflabel.lr),
        };
        let (rule, schedule) = (Rule::Adam { weight_decay: 1e-4 }, Schedule::Constant(lr));
        Plan { stage, n_epochs, batch, n_inputs, rule, schedule, ..plan }
    }

    /// Trains one stage; the metrics of its epochs, what it cost, and what a person should know of it.
    fn train(
        plan: &Plan,
        params: &Params,
        tiles: &TileSet,
        objective: &mut dyn Objective,
        meter: &mut Meter,
        cancel: &CancelToken,
        on_epoch: &mut dyn FnMut(&EpochMetrics),
    ) -> (Result<Vec<EpochMetrics>, TrainError>, StageResult, Option<Told>) {
        meter.begin(plan.stage.clone());
        let meter = std::cell::RefCell::new(meter);
        let (mut epochs, mut note) = (Vec::new(), None);
        let mut watch = Watch {
            cancel,
            on_step: &mut |n_images, rate| meter.borrow_mut().step(n_images, rate),
            on_epoch: &mut |metrics| {
                meter.borrow_mut().epoch(metrics);
                epochs.push(metrics.clone());
                on_epoch(metrics);
            },
            on_smaller_batch: &mut |now| note = Some(words::smaller_batch(&plan.stage, plan.batch, now)),
        };
        let result = trainer::train(plan, params, tiles, objective, &mut watch);
        let mut rates: Vec<f64> = epochs.iter().map(|e| e.images_per_sec).collect();
        rates.sort_by(f64::total_cmp);
        let stage = StageResult {
            seconds: epochs.iter().map(|e| e.seconds).sum(),
            images_per_sec: rates.get(rates.len() / 2).copied().unwrap_or(0.0),
            ..StageResult::new(plan.stage.clone())
        };
        (result, stage, note)
    }

    pub(super) fn pretext(&mut self) -> Result<Features, TrainError> {
        let settings = self.state.settings;
        let (tiles, net, cancel) = (self.tiles, self.net, self.state.observer.cancel.clone());
        let (stage, epochs) = (settings.pretext_stage(), settings.pretext_epochs());
        let is_trained = epochs > 0;
        let mut params = self.params.clone();
        if is_trained {
            heads::add_projection(&mut params, net.n_features(), settings.seed)?;
            let plan = self.plan(stage.clone(), NetworkWork::Pretext);
            let Observer { on_epoch, on_provisional, .. } = &mut *self.state.observer;
            let mut look = |epoch: usize| {
                if FIRST_LOOKS.contains(&(epoch + 1)) || (epoch + 1).is_multiple_of(10) {
                    on_provisional(first_look(net, &params, tiles, settings, epoch, &cancel)?);
                }
                Ok(())
            };
            let mut objective = pretext::objective(settings, net, &params, &mut look);
            let (result, stage, note) =
                Self::train(&plan, &params, self.tiles, &mut *objective, &mut self.state.meter, &cancel, on_epoch);
            drop(objective);
            self.state.notes.extend(note);
            result?;
            self.state.stages.push(stage);
        } else {
            self.state.notes.push(words::untrained(&stage, &settings.simclr.init));
        }
        let features = embed::features(net, &params, tiles, is_trained, &cancel)?;
        if !features.backbone.iter().chain(&features.projected).all(|x| x.is_finite()) {
            // Training looks at its own batches; evaluation goes by running statistics and can overflow alone.
            return Err(TrainError::NotFinite { stage, epoch: epochs });
        }
        Ok(features)
    }

    /// In the head space where there is a trained head, else in the backbone's (METHOD 3).
    fn neighbors(&mut self, features: &Features) -> Result<Neighbors, TrainError> {
        let (rows, d) = if features.projected.is_empty() {
            (&features.backbone, features.n_features)
        } else {
            (&features.projected, 128)
        };
        self.state.neighbors(rows, d, self.state.settings.neighbors.k)
    }

    /// The chosen head's name and the parameters of the chosen epoch; None if the stage was skipped or broke.
    fn scan(
        &mut self,
        name: Stage,
        neighbors: &Neighbors,
        clustered: &Clustered<'_>,
    ) -> Result<Option<(String, Params)>, TrainError> {
        let settings = self.state.settings;
        if settings.scan.epochs == 0 {
            return Ok(None);
        }
        let c = settings.clusters;
        let mut params = self.params.clone();
        let names: Vec<String> = (0..settings.scan.heads).map(heads::cluster_head).collect();
        for name in &names {
            heads::add_linear(&mut params, name, self.net.n_features(), c, settings.seed)?;
        }
        let plan = self.plan(name, NetworkWork::Scan);
        let cancel = self.state.observer.cancel.clone();
        if settings.scan.init == Init::KMeans {
            crate::clustering::heads::start::begin(&params, &names, clustered, settings.seed, &cancel)?;
        }
        let Observer { on_epoch, on_provisional, .. } = &mut *self.state.observer;
        let mut show = |epoch: usize, p: &[f32]| {
            let (clusters, confidence) = embed::arg_max_rows(p, c);
            on_provisional(ProvisionalClusters {
                source: told!("engine-guess-scan", n = epoch + 1),
                clusters,
                confidence,
            });
        };
        let mut objective = Scan {
            tiles: self.tiles,
            neighbors,
            net: self.net,
            params: params.clone(),
            heads: names.clone(),
            n_clusters: c,
            entropy_weight: settings.scan.entropy_weight,
            prior: SizePrior::new(c, settings.scan.prior_alpha),
            draws_self: settings.preset == Preset::Paper,
            seed: settings.seed,
            cancel: &cancel,
            best: Best::default(),
            on_clusters: &mut show,
        };
        let (result, mut stage, note) =
            Self::train(&plan, &params, self.tiles, &mut objective, &mut self.state.meter, &cancel, on_epoch);
        let best = objective.best;
        self.state.notes.extend(note);
        match result {
            Err(error @ TrainError::NotFinite { .. }) => self.state.notes.push(words::failure(error)),
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
        self.state.stages.push(stage);
        let head = names[best.head].clone();
        let kept = params.subset(|name| !name.starts_with("cluster_head.") || name.starts_with(&format!("{head}.")));
        Ok(Some((head, kept)))
    }

    fn selflabel(&mut self, name: Stage, head: &str, params: &Params) -> Result<(), TrainError> {
        let settings = self.state.settings;
        if settings.selflabel.epochs == 0 {
            return Ok(());
        }
        let c = settings.clusters;
        let plan = self.plan(name, NetworkWork::SelfLabel);
        let cancel = self.state.observer.cancel.clone();
        let Observer { on_epoch, on_provisional, .. } = &mut *self.state.observer;
        let mut show = |epoch: usize, p: &[f32]| {
            let (clusters, confidence) = embed::arg_max_rows(p, c);
            let source = told!("engine-guess-selflabel", n = epoch + 1);
            on_provisional(ProvisionalClusters { source, clusters, confidence });
        };
        let mut objective = Selflabel {
            tiles: self.tiles,
            net: self.net,
            params: params.clone(),
            head: head.to_owned(),
            n_clusters: c,
            threshold: settings.selflabel.threshold,
            class_weights: settings.selflabel.class_weights,
            transport: settings.selflabel.is_transport().then(|| {
                let prior = SizePrior::new(c, settings.scan.prior_alpha);
                Transport::new(prior, settings.selflabel.epochs, self.state.n)
            }),
            ema: settings.selflabel.ema,
            average: selflabel::first_average(params, settings.selflabel.ema)?,
            n_fallbacks: 0,
            seed: settings.seed,
            cancel: &cancel,
            probabilities: Vec::new(),
            on_clusters: &mut show,
        };
        let (result, mut stage, note) =
            Self::train(&plan, params, self.tiles, &mut objective, &mut self.state.meter, &cancel, on_epoch);
        let (probabilities, n_fallbacks) = (objective.probabilities, objective.n_fallbacks);
        self.state.notes.extend(note);
        match result {
            Err(error @ TrainError::NotFinite { .. }) => {
                self.state.notes.push(words::failure(error));
                return Ok(());
            }
            Err(error) => return Err(error),
            Ok(_) => (),
        }
        if n_fallbacks > 0 {
            self.state.notes.push(words::fallback(n_fallbacks, settings.selflabel.threshold));
        }
        let (clusters, confidence) = embed::arg_max_rows(&probabilities, c);
        stage.clusters = Some(clusters);
        stage.confidence = Some(confidence);
        stage.probabilities = Some(probabilities);
        self.state.stages.push(stage);
        Ok(())
    }
}

/// k-means on the features of an unfinished pretext: something to look at.
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
    let clusters = settings.expected_clusters().min(tiles.n);
    let found = kmeans::kmeans(&backbone, n_features, clusters, 2, settings.seed, cancel)?;
    let probabilities = nearness(&backbone, n_features, &found.centers);
    let confidence = confidence_of(&probabilities, clusters, &found.assignment);
    let source = told!("engine-guess-kmeans", n = epoch + 1);
    Ok(ProvisionalClusters { source, clusters: found.assignment, confidence })
}
