//! The decoupled contrastive loss (Yeh et al. 2022) on several small views, as a stage: what SimCLR learns, for less.
//!
//! A view of half the side costs a quarter, and of n views n (n - 1) pairs are learned from, as in multi-crop (Caron et al.
//! 2020); the average at the end of the network takes any side. On 5,000 images of CIFAR-10 five epochs of six such views
//! voted 0.408 right in 97 s of one core, where SimCLR's ten with equally small batches took 233 s to 0.395. Fewer, larger,
//! smaller or closer views and the total coding rate of EMP-SSL were no better: the tables are in `benches/README.md`.

use super::losses;
use super::network::resnet::ResNet;
use super::network::{Mode, Params, heads};
use super::prefetch::{Order, Views};
use super::trainer::{Objective, TrainError, stage_key};
use super::views::View;
use crate::stage::{EpochMetrics, Stage};
use candle_core::Tensor;

/// Decoupled contrastive learning on the views of a folder.
pub struct Dcl<'a> {
    /// Backbone.
    pub net: ResNet,
    /// Its parameters and the projection head's.
    pub params: Params,
    /// Seed of the views.
    pub seed: u64,
    /// Views of an image, at least 2.
    pub n_views: usize,
    /// Side of a view in pixels.
    pub view_size: usize,
    /// Temperature of the loss.
    pub temperature: f64,
    /// Called after each epoch, counted from 0: a first look at what was learned.
    pub on_epoch_end: &'a mut dyn FnMut(usize) -> Result<(), TrainError>,
}

impl Objective for Dcl<'_> {
    fn orders(&self, epoch: usize, step: usize, batch: &[u32]) -> Vec<Order> {
        let key = |view| [self.seed, stage_key(&Stage::Dcl), epoch as u64, step as u64, view];
        let first = Order::new(View::SimclrAt(self.view_size), batch, &key(0));
        vec![(1..self.n_views as u64).fold(first, |order, view| order.and(batch, &key(view)))]
    }

    fn loss(&mut self, _: &[u32], views: &mut Views) -> Result<Tensor, TrainError> {
        let all = views.tensor(self.params.device())?;
        let features = self.net.forward(&self.params, &all, Mode::TRAIN)?;
        let z = heads::projection(&self.params, &features, true)?;
        Ok(losses::dcl(&z, self.n_views, self.temperature)?)
    }

    fn end_epoch(&mut self, epoch: usize, _: &mut EpochMetrics) -> Result<(), TrainError> {
        (self.on_epoch_end)(epoch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::{CancelToken, Rng};
    use crate::learning::network::resnet::{Arch, Stem};
    use crate::learning::optim::{Rule, Schedule};
    use crate::learning::prefetch;
    use crate::learning::testing::to_vec;
    use crate::learning::trainer::{self, Plan, Watch};
    use crate::learning::views::TileSet;
    use candle_core::Device;

    const N: usize = 48;

    /// Two kinds of image: dark with light stripes, lying or standing.
    fn stripes() -> TileSet {
        let tile = |i: usize| -> Result<_, std::convert::Infallible> {
            let mut rng = Rng::from_key(&[i as u64]);
            let shift = rng.below(4);
            let level = |x: usize, y: usize| [40, 40, 200, 200][([x, y][i % 2] + shift) % 4];
            let pixels = (0..16 * 16).flat_map(|at| [level(at % 16, at / 16); 3]);
            Ok((16, 16, pixels.map(|level| (level + rng.below(30)) as u8).collect()))
        };
        TileSet::build(N, 16, tile).expect("infallible")
    }

    /// Mean cosine of centred features within a kind, less that across.
    fn separation(net: ResNet, params: &Params, tiles: &TileSet) -> f32 {
        let all: Vec<u32> = (0..N as u32).collect();
        let mut views = prefetch::cut(tiles, &[Order::new(View::Plain, &all, &[])]);
        let x = views.tensor(params.device()).expect("ordered");
        let features = net.forward(params, &x, Mode::TARGET).expect("forward");
        let centred = features.broadcast_sub(&features.mean_keepdim(0).expect("mean")).expect("centred");
        let z = losses::l2_normalize(&centred).expect("unit");
        let cosine = to_vec(&z.matmul(&z.t().expect("turned")).expect("cosine"));
        let mean = |is_same: bool| {
            let pairs = (0..N * N).filter(|at| at / N != at % N && (at / N % 2 == at % N % 2) == is_same);
            let (sum, n) = pairs.fold((0.0, 0.0), |(sum, n), at| (sum + cosine[at], n + 1.0));
            sum / n
        };
        mean(true) - mean(false)
    }

    fn learn(tiles: &TileSet) -> (Vec<f64>, f32) {
        let net = ResNet { arch: Arch::ResNet18, stem: Stem::Cifar, width: 4 };
        let mut params = Params::new(&Device::Cpu);
        net.add_params(&mut params, 1).expect("parameters");
        heads::add_projection(&mut params, net.n_features(), 1).expect("parameters");
        let plan = Plan {
            stage: Stage::Dcl,
            seed: 1,
            n_images: N,
            n_epochs: 12,
            batch: 16,
            drops_remainder: false,
            n_inputs: 3.0 * 0.75 * 0.75,
            rule: Rule::Sgd { momentum: 0.9, weight_decay: 1e-4 },
            schedule: Schedule::Cosine { lr: 0.05, floor: 1e-3 },
            checkpoint: None,
            resumes: false,
        };
        let mut n_looks = 0;
        let mut look = |_: usize| {
            n_looks += 1;
            Ok(())
        };
        let mut objective = Dcl {
            net,
            params: params.clone(),
            seed: 1,
            n_views: 3,
            view_size: 12,
            temperature: 0.2,
            on_epoch_end: &mut look,
        };
        let cancel = CancelToken::default();
        let mut watch =
            Watch { cancel: &cancel, on_step: &mut |_, _| (), on_epoch: &mut |_| (), on_smaller_batch: &mut |_| () };
        let epochs = trainer::train(&plan, &params, tiles, &mut objective, &mut watch).expect("trained");
        assert_eq!(n_looks, 12);
        (epochs.iter().map(|epoch| epoch.loss).collect(), separation(net, &params, tiles))
    }

    #[test]
    fn kinds_come_apart_without_labels_and_the_same_seed_gives_the_same_run() {
        let tiles = stripes();
        let (losses, separation) = learn(&tiles);
        assert!(losses[11] < losses[0] - 0.3, "{losses:?}");
        assert!(separation > 0.5, "{separation}");
        assert_eq!(learn(&tiles), (losses, separation));
    }
}
