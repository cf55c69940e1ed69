//! Networks that take normalised tensors: residual ones and vision transformers.

use crate::control::CancelToken;
use crate::features::builtin_resnet;
use crate::learning::network::resnet::ResNet;
use crate::learning::network::vit::{DeviceVit, Vit};
use crate::learning::network::{Mode, Params};
use crate::learning::prefetch::{self, Order, Views};
use crate::learning::trainer::TrainError;
use crate::learning::views::{TileSet, View};
use candle_core::{Device, Tensor};

/// Images a forward pass.
const BATCH: usize = 128;

/// What computes rows from tensors.
pub(super) enum Tensors {
    /// Moments of two stages over the image and its mirror image, and colours.
    BuiltinResnet(Params),
    /// The features of a residual network.
    Residual(ResNet, Params),
    /// On the CPU.
    Vit(Box<Vit>),
    /// On a device other than the CPU.
    DeviceVit(Box<DeviceVit>),
}

impl Tensors {
    /// Rows of `n_features` numbers of squares, which say how they are normalised.
    pub(super) fn rows(
        &self,
        tiles: &TileSet,
        n_features: usize,
        device: &Device,
        cancel: &CancelToken,
        on_done: &mut dyn FnMut(usize),
    ) -> Result<Vec<f32>, TrainError> {
        let is_mirrored = matches!(self, Self::BuiltinResnet(_));
        let views: &[View] = if is_mirrored { &[View::Plain, View::Mirrored] } else { &[View::Plain] };
        let orders = |images: &[u32]| views.iter().map(|view| Order::new(*view, images, &[])).collect::<Vec<_>>();
        // What is ahead is in memory: large squares come in small batches.
        let batch = (BATCH * 64 * 64 / (tiles.size * tiles.size)).clamp(16, BATCH);
        let all: Vec<u32> = (0..tiles.n as u32).collect();
        let mut batches = all.chunks(batch);
        let mut next = batches.next().map(|images| (images, prefetch::cut(tiles, &orders(images))));
        let mut raw = Vec::with_capacity(tiles.n * n_features);
        while let Some((images, mut cut)) = next.take() {
            cancel.check()?;
            let following = batches.next();
            let ahead = following.map(orders).unwrap_or_default();
            let (seen, cut) = prefetch::beside(tiles, &ahead, || self.seen(&mut cut, tiles.size, device, cancel))?;
            let n_pixels = tiles.size * tiles.size * 3;
            for (&image, seen) in images.iter().zip(seen.chunks_exact(seen.len() / images.len())) {
                raw.extend_from_slice(seen);
                if is_mirrored {
                    raw.extend(builtin_resnet::colours(&tiles.rgb[image as usize * n_pixels..][..n_pixels]));
                }
            }
            on_done(raw.len() / n_features);
            next = following.map(|images| (images, cut));
        }
        Ok(raw)
    }

    /// What the network sees of a batch of images of `size` pixels, row after row.
    fn seen(
        &self,
        views: &mut Views,
        size: usize,
        device: &Device,
        cancel: &CancelToken,
    ) -> Result<Vec<f32>, TrainError> {
        let numbers = |x: &Tensor| x.to_device(&Device::Cpu)?.flatten_all()?.to_vec1::<f32>();
        match self {
            Self::BuiltinResnet(params) => {
                let plain = builtin_resnet::seen(params, &views.tensor(device)?)?;
                cancel.check()?;
                let mirrored = builtin_resnet::seen(params, &views.tensor(device)?)?;
                Ok(numbers(&((plain + mirrored)? * 0.5)?)?)
            }
            Self::Residual(net, params) => Ok(numbers(&net.forward(params, &views.tensor(device)?, Mode::EVAL)?)?),
            Self::DeviceVit(vit) => Ok(numbers(&vit.features(&views.tensor(device)?)?)?),
            Self::Vit(vit) => {
                let images = numbers(&views.tensor(&Device::Cpu)?)?;
                Ok(vit.features(&images, size, cancel)?)
            }
        }
    }
}
