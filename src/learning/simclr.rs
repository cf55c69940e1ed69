//! SimCLR (Chen et al. 2020) as a stage: a backbone learns to tell two views of one image from all others.

use super::losses;
use super::network::resnet::ResNet;
use super::network::{Mode, Params, heads};
use super::prefetch::{Order, Views};
use super::trainer::{Objective, TrainError, stage_key};
use super::views::View;
use crate::stage::{EpochMetrics, Stage};
use candle_core::Tensor;

/// SimCLR on the views of a folder.
pub struct Simclr<'a> {
    /// Backbone.
    pub net: ResNet,
    /// Its parameters and the projection head's.
    pub params: Params,
    /// Seed of the views.
    pub seed: u64,
    /// Temperature of NT-Xent.
    pub temperature: f64,
    /// Anchor the first view alone.
    pub one_sided: bool,
    /// Called after each epoch, counted from 0: a first look at what was learned.
    pub on_epoch_end: &'a mut dyn FnMut(usize) -> Result<(), TrainError>,
}

impl Objective for Simclr<'_> {
    fn orders(&self, epoch: usize, step: usize, batch: &[u32]) -> Vec<Order> {
        let key = |view| [self.seed, stage_key(&Stage::Simclr), epoch as u64, step as u64, view];
        vec![Order::new(View::Simclr, batch, &key(0)).and(batch, &key(1))]
    }

    fn loss(&mut self, batch: &[u32], views: &mut Views) -> Result<Tensor, TrainError> {
        let both = views.tensor(self.params.device())?;
        let features = self.net.forward(&self.params, &both, Mode::TRAIN)?;
        let z = heads::projection(&self.params, &features, true)?;
        let b = batch.len();
        Ok(losses::nt_xent(&z.narrow(0, 0, b)?, &z.narrow(0, b, b)?, self.temperature, self.one_sided)?)
    }

    fn end_epoch(&mut self, epoch: usize, _: &mut EpochMetrics) -> Result<(), TrainError> {
        (self.on_epoch_end)(epoch)
    }
}
