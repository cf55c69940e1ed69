//! Clustering with the SCAN loss (Van Gansbeke et al. 2020, METHOD 4): several heads on one backbone, the best epoch and
//! head chosen without labels.

use crate::clustering::neighbors::Neighbors;
use crate::clustering::stages::embed;
use crate::control::{CancelToken, Rng};
use crate::learning::checkpoint::Checkpoint;
use crate::learning::losses;
use crate::learning::network::resnet::ResNet;
use crate::learning::network::{Mode, Params, heads};
use crate::learning::prefetch::{Order, Views};
use crate::learning::prior::SizePrior;
use crate::learning::trainer::{Objective, TrainError, stage_key};
use crate::learning::views::{TileSet, View};
use crate::stage::{EpochMetrics, Stage};
use candle_core::{Result, Tensor};
use std::collections::BTreeMap;

/// The best moment of the stage so far.
#[derive(Clone, Default)]
pub struct Best {
    /// consistency - entropy, with an uneven prior consistency + KL to it - ln C; lower is better.
    pub score: f64,
    /// Counted from 1; 0: none yet.
    pub epoch: usize,
    /// Position of the head.
    pub head: usize,
    /// All parameters at that moment.
    pub tensors: BTreeMap<String, Tensor>,
    /// (n, c) probabilities of plain views.
    pub probabilities: Vec<f32>,
}

/// SCAN as an objective of the training loop.
pub struct Scan<'a> {
    /// What to learn from.
    pub tiles: &'a TileSet,
    /// Mined before, in the feature space.
    pub neighbors: &'a Neighbors,
    /// Backbone.
    pub net: ResNet,
    /// Backbone and cluster heads.
    pub params: Params,
    /// Names of the heads' layers.
    pub heads: Vec<String>,
    /// Number of clusters, C.
    pub n_clusters: usize,
    /// Weight of the entropy term.
    pub entropy_weight: f64,
    /// The sizes that clusters are held to.
    pub prior: SizePrior,
    /// The image itself may be drawn as its neighbour, as in the paper's code.
    pub draws_self: bool,
    /// Seed of views and draws.
    pub seed: u64,
    /// For the evaluation after each epoch.
    pub cancel: &'a CancelToken,
    /// The best moment so far.
    pub best: Best,
    /// Called after each epoch with the probabilities of the epoch's best head.
    pub on_clusters: &'a mut dyn FnMut(usize, &[f32]),
}

impl Scan<'_> {
    /// A neighbour for each anchor.
    fn draw_neighbors(&self, anchors: &[u32], key: &[u64]) -> Vec<u32> {
        let k = self.neighbors.k;
        let draw = |&i: &u32| {
            let mut rng = Rng::from_key(&[key, &[u64::from(i)]].concat());
            let choice = rng.below(k + usize::from(self.draws_self));
            if choice == k { i } else { self.neighbors.ids[i as usize * k + choice] }
        };
        anchors.iter().map(draw).collect()
    }
}

impl Objective for Scan<'_> {
    fn orders(&self, epoch: usize, step: usize, batch: &[u32]) -> Vec<Order> {
        let key = |purpose| [self.seed, stage_key(&Stage::Scan), epoch as u64, step as u64, purpose];
        let partners = if self.neighbors.k == 0 { batch.to_vec() } else { self.draw_neighbors(batch, &key(2)) };
        vec![Order::new(View::Strong, batch, &key(0)), Order::new(View::Strong, &partners, &key(1))]
    }

    fn loss(&mut self, _: &[u32], views: &mut Views) -> std::result::Result<Tensor, TrainError> {
        let device = self.params.device();
        let (anchors, partners) = (views.tensor(device)?, views.tensor(device)?);
        let anchors = self.net.forward(&self.params, &anchors, Mode::TRAIN)?;
        let partners = self.net.forward(&self.params, &partners, Mode::TRAIN)?;
        let mut total: Option<Tensor> = None;
        for name in &self.heads {
            let logits = |x: &Tensor| heads::linear(&self.params, name, x, true);
            let loss = losses::scan(&logits(&anchors)?, &logits(&partners)?, self.entropy_weight, &self.prior)?.total;
            total = Some(match total {
                Some(sum) => (sum + loss)?,
                None => loss,
            });
        }
        Ok(total.ok_or_else(|| candle_core::Error::Msg("SCAN needs at least one head".into()))?)
    }

    fn end_epoch(&mut self, epoch: usize, metrics: &mut EpochMetrics) -> std::result::Result<(), TrainError> {
        let all = embed::probabilities(self.net, &self.params, &self.heads, self.tiles, self.cancel)?;
        let c = self.n_clusters;
        let mut chosen = (f64::INFINITY, 0, 0.0, 0.0);
        let is_finite = |(_, p): &(usize, &Vec<f32>)| p.iter().all(|x| x.is_finite());
        for (head, p) in all.iter().enumerate().filter(is_finite) {
            let (consistency, entropy) = (consistency(p, c, self.neighbors), embed::mean_entropy(p, c));
            let score = consistency - (entropy + self.prior.tilt(&embed::mean_row(p, c)));
            if score < chosen.0 {
                chosen = (score, head, consistency, entropy);
            }
        }
        let (score, head, consistency, entropy) = chosen;
        if !score.is_finite() {
            return Err(TrainError::NotFinite { stage: Stage::Scan, epoch: epoch + 1 });
        }
        let p = &all[head];
        metrics.loss /= self.heads.len() as f64;
        metrics.consistency = Some(consistency);
        metrics.entropy = Some(entropy);
        let (classes, confidence) = embed::arg_max_rows(p, c);
        metrics.cluster_sizes = Some(embed::class_sizes(&classes, c));
        let n_sure = confidence.iter().filter(|&&x| x > 0.99).count();
        metrics.confident_share = Some(n_sure as f64 / confidence.len().max(1) as f64);
        (self.on_clusters)(epoch, p);
        if self.best.epoch == 0 || score < self.best.score {
            let tensors = self.params.to_tensors()?;
            self.best = Best { score, epoch: epoch + 1, head, tensors, probabilities: p.clone() };
        }
        Ok(())
    }

    fn save(&self, checkpoint: &mut Checkpoint) -> Result<()> {
        let Best { score, epoch, head, tensors, probabilities } = &self.best;
        // The bits, so that a resumed run compares with the very same number.
        checkpoint.meta["best"] = serde_json::json!({ "score": score.to_bits(), "epoch": epoch, "head": head });
        checkpoint.add("best", tensors.clone());
        let shape = (probabilities.len() / self.n_clusters, self.n_clusters);
        let rows = Tensor::from_slice(probabilities, shape, &candle_core::Device::Cpu)?;
        checkpoint.tensors.insert("probabilities".into(), rows);
        Ok(())
    }

    fn load(&mut self, checkpoint: &Checkpoint) -> Result<()> {
        let number = |key: &str| checkpoint.meta["best"][key].as_u64().unwrap_or(0);
        let rows = checkpoint.tensors.get("probabilities");
        let rows =
            rows.ok_or_else(|| candle_core::Error::Msg("the checkpoint of SCAN lacks its probabilities".into()))?;
        self.best = Best {
            score: f64::from_bits(number("score")),
            epoch: number("epoch") as usize,
            head: number("head") as usize,
            tensors: checkpoint.part("best"),
            probabilities: rows.flatten_all()?.to_vec1()?,
        };
        Ok(())
    }
}

/// Mean of -log <p_i, p_j> over all images i and their neighbours j, the log clamped at -100; p is (n, c).
pub(in crate::clustering) fn consistency(p: &[f32], c: usize, neighbors: &Neighbors) -> f64 {
    let row = |i: usize| &p[i * c..(i + 1) * c];
    let (mut sum, mut n_pairs) = (0.0, 0u64);
    for (i, ids) in neighbors.ids.chunks_exact(neighbors.k.max(1)).enumerate() {
        for &j in ids {
            let dot: f64 = row(i).iter().zip(row(j as usize)).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
            sum -= dot.ln().max(-100.0);
            n_pairs += 1;
        }
    }
    sum / n_pairs.max(1) as f64
}
