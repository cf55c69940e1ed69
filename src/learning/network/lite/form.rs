//! The form of EfficientNet-Lite2, and its convolutions as they are read from a file with each BatchNorm folded in.

use crate::learning::network::packed::unpacked;
use candle_core::{DType, Error, Result, Tensor};
use std::collections::BTreeMap;

/// What is added to a variance. The original's 0.001 is inside the file's variances, but for this.
const EPS: f64 = 1e-5;

/// Numbers between the last block and the classes.
pub(super) const HEAD: usize = 1280;

/// Some blocks in a row.
struct Stage {
    blocks: usize,
    outputs: usize,
    expansion: usize,
    kernel: usize,
    /// Of the first block.
    stride: usize,
}

const STAGES: [Stage; 7] = [
    Stage { blocks: 1, outputs: 16, expansion: 1, kernel: 3, stride: 1 },
    Stage { blocks: 3, outputs: 24, expansion: 6, kernel: 3, stride: 2 },
    Stage { blocks: 3, outputs: 48, expansion: 6, kernel: 5, stride: 2 },
    Stage { blocks: 4, outputs: 88, expansion: 6, kernel: 3, stride: 2 },
    Stage { blocks: 4, outputs: 120, expansion: 6, kernel: 5, stride: 1 },
    Stage { blocks: 5, outputs: 208, expansion: 6, kernel: 5, stride: 2 },
    Stage { blocks: 1, outputs: super::WIDTH, expansion: 6, kernel: 3, stride: 1 },
];

/// Channels of the first convolution.
const STEM: usize = 32;

/// One block: where its convolutions stand in the file, and its sizes.
pub(super) struct Block {
    /// None in the first block, which begins with the stem's output.
    pub expand: Option<String>,
    pub depthwise: String,
    pub project: String,
    pub inputs: usize,
    pub middle: usize,
    pub outputs: usize,
    pub kernel: usize,
    pub stride: usize,
}

impl Block {
    /// Whether the input is added to the output.
    pub(super) fn adds_input(&self) -> bool {
        self.stride == 1 && self.inputs == self.outputs
    }
}

/// All blocks in their order.
pub(super) fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut inputs = STEM;
    for (at, stage) in STAGES.iter().enumerate() {
        for block in 0..stage.blocks {
            let part = |part: usize| format!("features.{}.{block}.block.{part}", at + 1);
            let expands = stage.expansion != 1;
            blocks.push(Block {
                expand: expands.then(|| part(0)),
                depthwise: part(usize::from(expands)),
                project: part(usize::from(expands) + 1),
                inputs,
                middle: inputs * stage.expansion,
                outputs: stage.outputs,
                kernel: stage.kernel,
                stride: if block == 0 { stage.stride } else { 1 },
            });
            inputs = stage.outputs;
        }
    }
    blocks
}

/// A convolution or linear layer whose normalisation is folded in: row-major weights (output, ...) and a bias.
pub(super) struct Conv {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

/// The tensors of a file.
pub(super) struct Source(BTreeMap<String, Tensor>);

impl Source {
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        Ok(Self(unpacked(bytes)?))
    }

    fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let tensor = self.0.get(name).ok_or_else(|| Error::Msg(format!("the network's file lacks {name}")))?;
        if tensor.dims() != shape {
            let words = format!("{name} has the shape {:?} in the network's file instead of {shape:?}", tensor.dims());
            return Err(Error::Msg(words));
        }
        tensor.to_dtype(DType::F32)?.flatten_all()?.to_vec1()
    }

    /// The convolution `prefix`.0 of this shape with its bias, or with the normalisation `prefix`.1 after it.
    pub(super) fn conv(&self, prefix: &str, shape: &[usize]) -> Result<Conv> {
        let mut weight = self.numbers(&format!("{prefix}.0.weight"), shape)?;
        let n = &shape[..1];
        if self.0.contains_key(&format!("{prefix}.0.bias")) {
            return Ok(Conv { weight, bias: self.numbers(&format!("{prefix}.0.bias"), n)? });
        }
        let of = |name: &str| self.numbers(&format!("{prefix}.1.{name}"), n);
        let (gain, shift, mean, variance) = (of("weight")?, of("bias")?, of("running_mean")?, of("running_var")?);
        let mut bias = Vec::with_capacity(shape[0]);
        let of_output = weight.len() / shape[0];
        for (o, row) in weight.chunks_exact_mut(of_output).enumerate() {
            let gain = f64::from(gain[o]) / (f64::from(variance[o]) + EPS).sqrt();
            for x in row {
                *x = (f64::from(*x) * gain) as f32;
            }
            bias.push((f64::from(shift[o]) - f64::from(mean[o]) * gain) as f32);
        }
        Ok(Conv { weight, bias })
    }

    /// The first convolution: (output, colour, row, column).
    pub(super) fn stem(&self) -> Result<Conv> {
        self.conv("features.0", &[STEM, 3, 3, 3])
    }

    /// The convolution after the last block.
    pub(super) fn head(&self) -> Result<Conv> {
        self.conv("features.8", &[HEAD, super::WIDTH, 1, 1])
    }

    /// The layer that tells the classes.
    pub(super) fn classifier(&self) -> Result<Conv> {
        let weight = self.numbers("classifier.1.weight", &[super::N_CLASSES, HEAD])?;
        Ok(Conv { weight, bias: self.numbers("classifier.1.bias", &[super::N_CLASSES])? })
    }
}
