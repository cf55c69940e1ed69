//! The layers that transformers of images and of texts have in common, on plain slices on the calling thread alone:
//! normalise, attend, add; normalise, perceptron, add (Vaswani et al. 2017, normalised first).

use crate::linalg::matmul::{product, product_with_transposed};
use crate::linalg::rows::{Activation, activate, layer_norm, softmax};
use crate::strings::say;
use candle_core::{DType, Device, Tensor};
use std::collections::BTreeMap;

/// A linear layer (out, in) and its bias.
pub(super) struct Dense {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

/// Gain and bias of a layer normalisation.
pub(super) struct Norm {
    pub gain: Vec<f32>,
    pub bias: Vec<f32>,
}

pub(super) struct Layer {
    pub norm1: Norm,
    /// Queries, keys and values one after the other.
    pub qkv: Dense,
    pub out: Dense,
    pub norm2: Norm,
    pub fc1: Dense,
    pub fc2: Dense,
}

/// What all layers of a transformer share.
#[derive(Clone, Copy)]
pub(super) struct LayerShape {
    pub dim: usize,
    pub heads: usize,
    /// Width of the perceptrons.
    pub hidden: usize,
    pub activation: Activation,
    pub eps: f32,
    /// No token looks at a later one.
    pub is_causal: bool,
}

impl Layer {
    /// Takes the tokens in `scratch.x` through the layer.
    pub fn run(&self, shape: LayerShape, scratch: &mut Scratch) {
        let LayerShape { dim: d, eps, .. } = shape;
        let Scratch { x, y, qkv, hidden, attention } = scratch;
        let n = x.len() / d;
        y.resize(n * d, 0.0);
        self.norm1.apply(x, eps, y);
        self.qkv.run(y, d, qkv);
        attention.run(qkv, n, d, shape.heads, shape.is_causal, y);
        self.out.add_to(y, d, hidden, x);
        self.norm2.apply(x, eps, y);
        hidden.resize(n * shape.hidden, 0.0);
        product_with_transposed(y, &self.fc1.weight, d, hidden);
        activate(hidden, &self.fc1.bias, shape.activation);
        product_with_transposed(hidden, &self.fc2.weight, shape.hidden, y);
        add(x, y, &self.fc2.bias);
    }
}

/// Names of the parts of a layer, without `.weight` and `.bias`.
pub(super) struct LayerNames {
    pub query: String,
    pub key: String,
    pub value: String,
    pub out: String,
    pub norm1: String,
    pub norm2: String,
    pub fc1: String,
    pub fc2: String,
    /// What the results of attention and perceptron are multiplied by; whole names.
    pub scales: Option<[String; 2]>,
}

impl LayerNames {
    /// Names and shapes of a layer's tensors, of width `d` with `hidden` numbers between.
    pub fn tensors(&self, d: usize, hidden: usize) -> Vec<(String, Vec<usize>)> {
        let mut all = Vec::new();
        for (name, n_out, n_in) in [
            (&self.query, d, d),
            (&self.key, d, d),
            (&self.value, d, d),
            (&self.out, d, d),
            (&self.fc1, hidden, d),
            (&self.fc2, d, hidden),
        ] {
            all.push((format!("{name}.weight"), vec![n_out, n_in]));
            all.push((format!("{name}.bias"), vec![n_out]));
        }
        for name in [&self.norm1, &self.norm2] {
            all.push((format!("{name}.weight"), vec![d]));
            all.push((format!("{name}.bias"), vec![d]));
        }
        all.extend(self.scales.iter().flatten().map(|name| (name.clone(), vec![d])));
        all
    }
}

/// A file that does not fit.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// What is missing or of another shape.
    #[error("{}", say!("weights-tensor", name = name, problem = problem))]
    Tensor {
        /// Its name.
        name: String,
        /// What does not fit, in words.
        problem: String,
    },
    /// candle could not read it.
    #[error("{}", crate::learning::device::first_line(.0))]
    Candle(#[from] candle_core::Error),
}

/// The tensors of a file, and the shapes that they should have.
pub(super) struct Weights<'a> {
    pub tensors: &'a BTreeMap<String, Tensor>,
    pub shapes: BTreeMap<String, Vec<usize>>,
}

impl Weights<'_> {
    /// The numbers of a tensor.
    pub fn take(&self, name: &str) -> Result<Vec<f32>, WeightsError> {
        let problem = |problem: String| WeightsError::Tensor { name: name.to_owned(), problem };
        let tensor = self.tensors.get(name).ok_or_else(|| problem("is missing".into()))?;
        if let Some(shape) = self.shapes.get(name).filter(|shape| *shape != tensor.dims()) {
            return Err(problem(format!("has the shape {:?} instead of {shape:?}", tensor.dims())));
        }
        Ok(tensor.to_device(&Device::Cpu)?.to_dtype(DType::F32)?.flatten_all()?.to_vec1()?)
    }

    /// A linear layer.
    pub fn dense(&self, name: &str) -> Result<Dense, WeightsError> {
        Ok(Dense { weight: self.take(&format!("{name}.weight"))?, bias: self.take(&format!("{name}.bias"))? })
    }

    /// A layer normalisation.
    pub fn norm(&self, name: &str) -> Result<Norm, WeightsError> {
        Ok(Norm { gain: self.take(&format!("{name}.weight"))?, bias: self.take(&format!("{name}.bias"))? })
    }

    /// A layer; what its parts are multiplied by goes into their weights.
    pub fn layer(&self, names: &LayerNames) -> Result<Layer, WeightsError> {
        let [scale1, scale2] = match &names.scales {
            Some([one, two]) => [Some(self.take(one)?), Some(self.take(two)?)],
            None => [None, None],
        };
        let parts = [self.dense(&names.query)?, self.dense(&names.key)?, self.dense(&names.value)?];
        Ok(Layer {
            norm1: self.norm(&names.norm1)?,
            qkv: joined(parts),
            out: self.dense(&names.out)?.scaled(scale1.as_deref()),
            norm2: self.norm(&names.norm2)?,
            fc1: self.dense(&names.fc1)?,
            fc2: self.dense(&names.fc2)?.scaled(scale2.as_deref()),
        })
    }
}

/// Memory of one thread.
#[derive(Default)]
pub(super) struct Scratch {
    pub x: Vec<f32>,
    pub y: Vec<f32>,
    pub qkv: Vec<f32>,
    pub hidden: Vec<f32>,
    pub attention: Attention,
}

/// Attention of all heads, one after the other, with its memory.
#[derive(Default)]
pub(super) struct Attention {
    query: Vec<f32>,
    key: Vec<f32>,
    value: Vec<f32>,
    weights: Vec<f32>,
    out: Vec<f32>,
}

impl Attention {
    /// `qkv` (n, 3 d) -> `y` (n, d). Of causal attention no token looks at a later one.
    pub fn run(&mut self, qkv: &[f32], n: usize, d: usize, heads: usize, is_causal: bool, y: &mut [f32]) {
        let width = d / heads;
        for of in [&mut self.query, &mut self.key, &mut self.value, &mut self.out] {
            of.resize(n * width, 0.0);
        }
        self.weights.resize(n * n, 0.0);
        for head in 0..heads {
            let parts = [&mut self.query, &mut self.key, &mut self.value];
            for (part, to) in parts.into_iter().enumerate() {
                let start = part * d + head * width;
                for (to, row) in to.chunks_exact_mut(width).zip(qkv.chunks_exact(3 * d)) {
                    to.copy_from_slice(&row[start..start + width]);
                }
            }
            product_with_transposed(&self.query, &self.key, width, &mut self.weights);
            if is_causal {
                for (at, weights) in self.weights.chunks_exact_mut(n).enumerate() {
                    weights[at + 1..].fill(f32::MIN);
                }
            }
            softmax(&mut self.weights, n, 1.0 / (width as f32).sqrt());
            product(&self.weights, &self.value, n, &mut self.out);
            for (row, out) in y.chunks_exact_mut(d).zip(self.out.chunks_exact(width)) {
                row[head * width..(head + 1) * width].copy_from_slice(out);
            }
        }
    }
}

impl Norm {
    pub fn apply(&self, x: &[f32], eps: f32, out: &mut [f32]) {
        layer_norm(x, &self.gain, &self.bias, eps, out);
    }
}

impl Dense {
    /// x (n, in) -> `out` (n, out).
    pub fn run(&self, x: &[f32], n_in: usize, out: &mut Vec<f32>) {
        out.resize(x.len() / n_in * self.bias.len(), 0.0);
        product_with_transposed(x, &self.weight, n_in, out);
        for row in out.chunks_exact_mut(self.bias.len()) {
            row.iter_mut().zip(&self.bias).for_each(|(x, b)| *x += b);
        }
    }

    /// Adds the layer of `y` (n, in) to `x` (n, out).
    pub fn add_to(&self, y: &[f32], n_in: usize, scratch: &mut Vec<f32>, x: &mut [f32]) {
        scratch.resize(x.len(), 0.0);
        product_with_transposed(y, &self.weight, n_in, scratch);
        add(x, scratch, &self.bias);
    }

    /// Each output times a number of its own.
    fn scaled(mut self, scale: Option<&[f32]>) -> Self {
        let Some(scale) = scale else { return self };
        let n_in = self.weight.len() / scale.len().max(1);
        for ((row, bias), scale) in self.weight.chunks_exact_mut(n_in.max(1)).zip(&mut self.bias).zip(scale) {
            for w in row {
                *w *= scale;
            }
            *bias *= scale;
        }
        self
    }
}

/// x += y + bias, row by row.
fn add(x: &mut [f32], y: &[f32], bias: &[f32]) {
    for (x, y) in x.chunks_exact_mut(bias.len()).zip(y.chunks_exact(bias.len())) {
        for ((x, y), bias) in x.iter_mut().zip(y).zip(bias) {
            *x += y + bias;
        }
    }
}

fn joined(parts: [Dense; 3]) -> Dense {
    let mut all = Dense { weight: Vec::new(), bias: Vec::new() };
    for part in parts {
        all.weight.extend(part.weight);
        all.bias.extend(part.bias);
    }
    all
}
