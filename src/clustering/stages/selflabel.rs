//! Self-labelling (METHOD 5): the network learns from its own confident predictions, or from those that optimal transport
//! makes of them (METHOD 8).

use crate::clustering::heads::transport;
use crate::clustering::stages::embed;
use crate::control::{CancelToken, Cancelled};
use crate::learning::checkpoint::Checkpoint;
use crate::learning::losses::{self, pseudo_labels};
use crate::learning::network::resnet::ResNet;
use crate::learning::network::{Mode, Params, heads};
use crate::learning::prefetch::{Order, Views};
use crate::learning::prior::SizePrior;
use crate::learning::trainer::{Objective, TrainError, stage_key};
use crate::learning::views::{TileSet, View};
use crate::stage::{EpochMetrics, Stage};
use candle_core::{D, Result, Tensor};
use std::collections::BTreeMap;

/// Predictions that a batch is carried together with, at most: the small clusters of a batch alone hold too few images.
const MOST_RECENT: usize = 4096;

/// Pseudo-labels by optimal transport, batch after batch.
pub struct Transport {
    prior: SizePrior,
    n_epochs: usize,
    /// Counted from 0; the share that is carried grows by it.
    epoch: usize,
    /// (m, C) latest probabilities of plain views, the oldest first.
    recent: Vec<f32>,
    /// Rows of it, at most.
    n_kept: usize,
}

impl Transport {
    /// For a stage of `n_epochs` over `n_images`, with clusters drawn to the sizes of `prior`.
    #[must_use]
    pub fn new(prior: SizePrior, n_epochs: usize, n_images: usize) -> Self {
        Self { prior, n_epochs, epoch: 0, recent: Vec::new(), n_kept: n_images.min(MOST_RECENT) }
    }

    /// Soft targets (b, C) of a batch's probabilities (b, C), which are remembered.
    fn targets(&mut self, batch: &[f32], cancel: &CancelToken) -> std::result::Result<Vec<f32>, Cancelled> {
        let n_old = (self.n_kept * self.prior.n_clusters()).saturating_sub(batch.len()).min(self.recent.len());
        self.recent.drain(..self.recent.len() - n_old);
        self.recent.extend_from_slice(batch);
        let share = transport::share(self.epoch, self.n_epochs);
        Ok(transport::targets(&self.recent, share, &self.prior, cancel)?.split_off(n_old))
    }
}

/// Self-labelling as an objective of the training loop.
pub struct Selflabel<'a> {
    /// What to learn from.
    pub tiles: &'a TileSet,
    /// Backbone.
    pub net: ResNet,
    /// Backbone and the one head.
    pub params: Params,
    /// Name of the head's layer.
    pub head: String,
    /// Number of clusters, C.
    pub n_clusters: usize,
    /// Probability above which a prediction becomes a target.
    pub threshold: f64,
    /// Weigh classes by n / n_c.
    pub class_weights: bool,
    /// Takes the place of threshold and class weights.
    pub transport: Option<Transport>,
    /// Decay of the moving average of the parameters that is copied into the model each step; 0 is off.
    pub ema: f64,
    /// The average, by weight name.
    pub average: BTreeMap<String, Tensor>,
    /// Batches without any confident image, for an honest note.
    pub n_fallbacks: u64,
    /// Seed of the views.
    pub seed: u64,
    /// For the evaluation after each epoch.
    pub cancel: &'a CancelToken,
    /// (n, c) probabilities after the last epoch.
    pub probabilities: Vec<f32>,
    /// Called after each epoch with the probabilities.
    pub on_clusters: &'a mut dyn FnMut(usize, &[f32]),
}

/// The moving average as it begins, the weights themselves; empty where there is none.
///
/// # Errors
/// From candle.
pub fn first_average(params: &Params, ema: f64) -> Result<BTreeMap<String, Tensor>> {
    let is_wanted = |_: &(&str, &candle_core::Var)| ema > 0.0;
    let copy = |(name, var): (&str, &candle_core::Var)| Ok((name.to_owned(), var.as_tensor().copy()?.detach()));
    params.weights().filter(is_wanted).map(copy).collect()
}

impl Selflabel<'_> {
    fn logits(&self, views: &mut Views, mode: Mode) -> Result<Tensor> {
        let x = views.tensor(self.params.device())?;
        let features = self.net.forward(&self.params, &x, mode)?;
        heads::linear(&self.params, &self.head, &features, mode.with_grad)
    }
}

impl Objective for Selflabel<'_> {
    fn orders(&self, epoch: usize, step: usize, batch: &[u32]) -> Vec<Order> {
        let key = [self.seed, stage_key(&Stage::SelfLabel), epoch as u64, step as u64];
        vec![Order::new(View::Plain, batch, &key), Order::new(View::Strong, batch, &key)]
    }

    fn loss(&mut self, _: &[u32], views: &mut Views) -> std::result::Result<Tensor, TrainError> {
        let plain = self.logits(views, Mode::TARGET)?;
        let plain = candle_nn::ops::softmax(&plain, D::Minus1)?;
        if let Some(transport) = &mut self.transport {
            let targets = transport.targets(&plain.flatten_all()?.to_vec1::<f32>()?, self.cancel)?;
            let strong = self.logits(views, Mode::TRAIN)?;
            return Ok(losses::soft_label(&strong, &targets)?);
        }
        let labels = pseudo_labels(&plain.to_vec2::<f32>()?, self.threshold);
        self.n_fallbacks += u64::from(labels.is_fallback);
        self.cancel.check()?;
        let strong = self.logits(views, Mode::TRAIN)?;
        Ok(losses::self_label(&strong, &labels, self.class_weights)?)
    }

    fn after_step(&mut self) -> Result<()> {
        if self.ema <= 0.0 {
            return Ok(());
        }
        for (name, var) in self.params.weights() {
            let now = var.as_tensor().detach();
            let before =
                self.average.get(name).ok_or_else(|| candle_core::Error::Msg(format!("no average of {name}")))?;
            let average = ((before * self.ema)? + (now * (1.0 - self.ema))?)?;
            var.set(&average)?;
            self.average.insert(name.to_owned(), average);
        }
        Ok(())
    }

    fn end_epoch(&mut self, epoch: usize, metrics: &mut EpochMetrics) -> std::result::Result<(), TrainError> {
        let names = [self.head.clone()];
        let mut all = embed::probabilities(self.net, &self.params, &names, self.tiles, self.cancel)?;
        self.probabilities = all.pop().unwrap_or_default();
        if !self.probabilities.iter().all(|x| x.is_finite()) {
            return Err(TrainError::NotFinite { stage: Stage::SelfLabel, epoch: epoch + 1 });
        }
        if let Some(transport) = &mut self.transport {
            transport.epoch = epoch + 1;
        }
        let c = self.n_clusters;
        let (classes, confidence) = embed::arg_max_rows(&self.probabilities, c);
        metrics.entropy = Some(embed::mean_entropy(&self.probabilities, c));
        metrics.cluster_sizes = Some(embed::class_sizes(&classes, c));
        let n_confident = confidence.iter().filter(|&&p| f64::from(p) > self.threshold).count();
        metrics.confident_share = Some(n_confident as f64 / confidence.len().max(1) as f64);
        (self.on_clusters)(epoch, &self.probabilities);
        Ok(())
    }

    fn save(&self, checkpoint: &mut Checkpoint) -> Result<()> {
        checkpoint.meta["n_fallbacks"] = self.n_fallbacks.into();
        checkpoint.add("average", self.average.clone());
        let shape = (self.probabilities.len() / self.n_clusters, self.n_clusters);
        let rows = Tensor::from_slice(&self.probabilities, shape, &candle_core::Device::Cpu)?;
        checkpoint.tensors.insert("probabilities".into(), rows);
        if let Some(transport) = &self.transport {
            checkpoint.meta["transport_epoch"] = transport.epoch.into();
            let shape = (transport.recent.len() / self.n_clusters, self.n_clusters);
            let recent = Tensor::from_slice(&transport.recent, shape, &candle_core::Device::Cpu)?;
            checkpoint.tensors.insert("recent".into(), recent);
        }
        Ok(())
    }

    fn load(&mut self, checkpoint: &Checkpoint) -> Result<()> {
        self.n_fallbacks = checkpoint.meta["n_fallbacks"].as_u64().unwrap_or(0);
        for (name, average) in checkpoint.part("average") {
            self.average.insert(name, average.to_device(self.params.device())?);
        }
        if let Some(rows) = checkpoint.tensors.get("probabilities") {
            self.probabilities = rows.flatten_all()?.to_vec1()?;
        }
        if let (Some(transport), Some(recent)) = (&mut self.transport, checkpoint.tensors.get("recent")) {
            transport.epoch = checkpoint.meta["transport_epoch"].as_u64().unwrap_or(0) as usize;
            transport.recent = recent.flatten_all()?.to_vec1()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_carried_with_what_came_before_and_memory_is_bounded() {
        let cancel = CancelToken::default();
        let mut transport = Transport::new(SizePrior::new(2, 0.0), 1, 5);
        let sure = [0.9, 0.1].repeat(4);
        let first = transport.targets(&sure, &cancel).expect("not cancelled");
        // Rows that are all alike end at their odds to the power 1 / (1 + eps).
        let odds = 9f32.powf(1.0 / 1.1);
        assert!((first[0] - odds / (1.0 + odds)).abs() < 1e-4, "{first:?}");
        let second = transport.targets(&[0.1, 0.9], &cancel).expect("not cancelled");
        assert!(second.len() == 2 && second[1] > 0.99, "{second:?}");
        assert_eq!(transport.recent.len(), 10);
        let third = transport.targets(&sure, &cancel).expect("not cancelled");
        assert!(third.len() == 8 && transport.recent.len() == 10);
        assert_eq!(transport.recent[..2], [0.1, 0.9]);
    }
}
