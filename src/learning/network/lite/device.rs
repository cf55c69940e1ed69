//! The same network as candle composes it, for devices other than the CPU.
//!
//! candle has no quick depthwise convolution: one is the sum of its taps, each a shifted map times a number a channel; a
//! stride of 2 takes the taps from the four maps of even and odd rows and columns.

use super::{COLOURS, Cancelled, Lite, N_CLASSES, STEM_KERNEL, Seen, WIDTH, n_pictures, normal};
use crate::control::CancelToken;
use crate::learning::kernels::cpu::depthwise::Filters;
use crate::learning::kernels::cpu::pointwise::{Matrix, SIX};
use candle_core::{D, Device, Result, Tensor};

/// Images that go through together.
const BATCH: usize = 32;

/// A matrix (outputs, inputs) and a bias (outputs, 1).
struct Linear {
    weight: Tensor,
    bias: Tensor,
}

struct Depthwise {
    /// One (1, channels, 1, 1) for each tap, row by row.
    taps: Vec<Tensor>,
    bias: Tensor,
    kernel: usize,
    stride: usize,
}

struct Block {
    /// None in the first, which begins with the stem's output.
    expand: Option<Linear>,
    depthwise: Depthwise,
    project: Linear,
    adds_input: bool,
}

/// The network with its weights on a device.
pub struct DeviceLite {
    device: Device,
    /// (outputs, colours, 3, 3)
    stem: Tensor,
    stem_bias: Tensor,
    blocks: Vec<Block>,
    head: Linear,
    classifier: Linear,
}

impl Lite {
    /// Puts the weights on a device.
    ///
    /// # Errors
    /// From candle: the device has no room for instance.
    pub fn on_device(&self, device: &Device) -> Result<DeviceLite> {
        let linear = |matrix: &Matrix| {
            let (outputs, inputs) = (matrix.outputs(), matrix.depth());
            Ok::<_, candle_core::Error>(Linear {
                weight: Tensor::from_vec(matrix.rows(), (outputs, inputs), device)?,
                bias: Tensor::from_slice(matrix.bias(), (outputs, 1), device)?,
            })
        };
        let blocks = self.blocks.iter().enumerate().map(|(i, block)| {
            Ok(Block {
                expand: (i > 0).then(|| linear(&block.expand)).transpose()?,
                depthwise: Depthwise::new(&block.filters, device)?,
                project: linear(&block.project)?,
                adds_input: block.adds_input,
            })
        });
        let stem = &self.blocks[0].expand;
        let k = STEM_KERNEL;
        let weight = Tensor::from_vec(stem.rows(), (stem.outputs(), k, k, COLOURS), device)?;
        Ok(DeviceLite {
            device: device.clone(),
            stem: weight.permute((0, 3, 1, 2))?.contiguous()?,
            stem_bias: Tensor::from_slice(stem.bias(), (1, stem.outputs(), 1, 1), device)?,
            blocks: blocks.collect::<Result<_>>()?,
            head: linear(&self.head)?,
            classifier: linear(&self.classifier)?,
        })
    }
}

impl DeviceLite {
    /// As [`Lite::see`], on this device.
    ///
    /// # Errors
    /// From candle: no room for instance; [`Cancelled`] inside of it once the token says so.
    ///
    /// # Panics
    /// If `side` is not a multiple of [`super::SIDE_STEP`], or the pictures are not whole.
    pub fn see(
        &self,
        rgb: &[u8],
        side: usize,
        with_classes: bool,
        cancel: &CancelToken,
    ) -> Result<std::result::Result<Seen, Cancelled>> {
        let n = n_pictures(rgb, side);
        let mut seen = Seen { rows: Vec::with_capacity(n * WIDTH), classes: Vec::new() };
        for rgb in rgb.chunks(BATCH * side * side * COLOURS) {
            if let Err(cancelled) = cancel.check() {
                return Ok(Err(cancelled));
            }
            let last = self.last_block(rgb, side)?;
            seen.rows.extend(last.mean(D::Minus1)?.flatten_all()?.to_vec1::<f32>()?);
            if with_classes {
                let pooled = self.head.run(&last)?.clamp(0f32, SIX)?.mean_keepdim(D::Minus1)?;
                let classes = self.classifier.run(&pooled)?.squeeze(D::Minus1)?;
                debug_assert_eq!(classes.dims()[1], N_CLASSES, "the classifier's outputs");
                seen.classes.extend(candle_nn::ops::softmax_last_dim(&classes)?.flatten_all()?.to_vec1::<f32>()?);
            }
        }
        Ok(Ok(seen))
    }

    /// (n, channels, places) of the last block.
    fn last_block(&self, rgb: &[u8], side: usize) -> Result<Tensor> {
        let n = n_pictures(rgb, side);
        let levels: Vec<f32> = rgb.iter().map(|level| normal(*level)).collect();
        let pictures = Tensor::from_vec(levels, (n, side, side, COLOURS), &self.device)?;
        let pictures = pictures.permute((0, 3, 1, 2))?.contiguous()?;
        let padded = pictures.pad_with_zeros(2, 0, 1)?.pad_with_zeros(3, 0, 1)?;
        let mut x = padded.conv2d(&self.stem, 0, 2, 1, 1)?.broadcast_add(&self.stem_bias)?.clamp(0f32, SIX)?;
        for block in &self.blocks {
            x = block.run(&x)?;
        }
        x.flatten_from(2)
    }
}

impl Linear {
    /// (n, inputs, places) -> (n, outputs, places)
    fn run(&self, x: &Tensor) -> Result<Tensor> {
        self.weight.broadcast_matmul(x)?.broadcast_add(&self.bias)
    }

    /// The same of maps (n, inputs, height, width).
    fn run_maps(&self, x: &Tensor) -> Result<Tensor> {
        let (n, _, h, w) = x.dims4()?;
        self.run(&x.flatten_from(2)?)?.reshape((n, (), h, w))
    }
}

impl Block {
    fn run(&self, x: &Tensor) -> Result<Tensor> {
        let expanded = match &self.expand {
            Some(expand) => &expand.run_maps(x)?.clamp(0f32, SIX)?,
            None => x,
        };
        let y = self.project.run_maps(&self.depthwise.run(expanded)?.clamp(0f32, SIX)?)?;
        if self.adds_input { x + y } else { Ok(y) }
    }
}

impl Depthwise {
    fn new(filters: &Filters, device: &Device) -> Result<Self> {
        let (channels, kernel) = (filters.channels(), filters.kernel);
        let kernels = Tensor::from_vec(filters.kernels(), (channels, kernel * kernel), device)?;
        let tap = |at: usize| kernels.narrow(1, at, 1)?.reshape((1, channels, 1, 1))?.contiguous();
        Ok(Self {
            taps: (0..kernel * kernel).map(tap).collect::<Result<_>>()?,
            bias: Tensor::from_slice(filters.bias(), (1, channels, 1, 1), device)?,
            kernel,
            stride: filters.stride,
        })
    }

    fn run(&self, x: &Tensor) -> Result<Tensor> {
        let (n, c, h, w) = x.dims4()?;
        let (s, before) = (self.stride, (self.kernel - self.stride) / 2);
        let (out_h, out_w) = (h.div_ceil(s), w.div_ceil(s));
        // Whole steps of the stride, as many as the last output's last tap asks for.
        let steps = |out: usize| out + (self.kernel - 1) / s;
        let x = x.pad_with_zeros(2, before, steps(out_h) * s - h - before)?;
        let x = x.pad_with_zeros(3, before, steps(out_w) * s - w - before)?;
        let phases = x.reshape(vec![n, c, steps(out_h), s, steps(out_w), s])?;
        let mut sum: Option<Tensor> = None;
        for (at, weight) in self.taps.iter().enumerate() {
            let (row, column) = (at / self.kernel, at % self.kernel);
            let phase = phases.narrow(3, row % s, 1)?.narrow(5, column % s, 1)?.squeeze(5)?.squeeze(3)?;
            let shifted = phase.narrow(2, row / s, out_h)?.narrow(3, column / s, out_w)?;
            let product = shifted.broadcast_mul(weight)?;
            sum = Some(match sum {
                Some(sum) => (sum + product)?,
                None => product.broadcast_add(&self.bias)?,
            });
        }
        sum.ok_or_else(|| candle_core::Error::Msg("a kernel without taps".into()))
    }
}
