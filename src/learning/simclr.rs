//! SimCLR (Chen et al. 2020) as a stage: a backbone learns to tell two views of one image from all others.

use super::losses;
use super::network::resnet::ResNet;
use super::network::{Mode, Params, heads};
use super::trainer::{Objective, TrainError, stage_key};
use super::views::{self, TileSet, View};
use crate::control::EpochMetrics;
use candle_core::{Device, Result, Tensor};

/// A batch of one view of some images, (n, 3, size, size), normalised; `key` decides every random draw.
///
/// # Errors
/// From candle.
pub fn view_batch(tiles: &TileSet, view: View, images: &[u32], key: &[u64], device: &Device) -> Result<Tensor> {
    let mut pixels = Vec::new();
    views::batch(tiles, view, images, key, &mut pixels);
    Tensor::from_vec(pixels, (images.len(), 3, tiles.size, tiles.size), device)
}

/// SimCLR on the tiles of a folder.
pub struct Simclr<'a> {
    /// What to learn from.
    pub tiles: &'a TileSet,
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
    pub on_epoch_end: &'a mut dyn FnMut(usize) -> std::result::Result<(), TrainError>,
}

impl Objective for Simclr<'_> {
    fn loss(&mut self, epoch: usize, step: usize, batch: &[u32]) -> std::result::Result<Tensor, TrainError> {
        let device = self.params.device().clone();
        let key = |view| [self.seed, stage_key("simclr"), epoch as u64, step as u64, view];
        let mut pixels = Vec::new();
        let mut second = Vec::new();
        views::batch(self.tiles, View::Simclr, batch, &key(0), &mut pixels);
        views::batch(self.tiles, View::Simclr, batch, &key(1), &mut second);
        pixels.append(&mut second);
        let shape = (2 * batch.len(), 3, self.tiles.size, self.tiles.size);
        let both = Tensor::from_vec(pixels, shape, &device)?;
        let features = self.net.forward(&self.params, &both, Mode::TRAIN)?;
        let z = heads::projection(&self.params, &features, true)?;
        let b = batch.len();
        Ok(losses::nt_xent(&z.narrow(0, 0, b)?, &z.narrow(0, b, b)?, self.temperature, self.one_sided)?)
    }

    fn end_epoch(&mut self, epoch: usize, _: &mut EpochMetrics) -> std::result::Result<(), TrainError> {
        (self.on_epoch_end)(epoch)
    }
}
