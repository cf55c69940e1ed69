//! The parameters of a network under torchvision's names, and their initial values.
//!
//! Two kinds: trained weights (candle variables) and buffers (BatchNorm's running statistics), which no gradient touches.

use crate::control::Rng;
use crate::learning::kernels::tape;
use candle_core::{DType, Device, Result, Tensor, Var};
use std::collections::BTreeMap;

/// Named weights and buffers of one or more modules on one device.
#[derive(Clone)]
pub struct Params {
    device: Device,
    weights: BTreeMap<String, Var>,
    buffers: BTreeMap<String, Var>,
    /// What backward passes outside candle's graph left; shared with copies and subsets.
    tape_gradients: tape::Gradients,
}

/// The gradients of a step, by the weights' names.
pub struct Gradients(BTreeMap<String, Tensor>);

impl Gradients {
    /// The gradient of a weight; none if the loss does not depend on it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Tensor> {
        self.0.get(name)
    }
}

/// How a weight starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Init {
    /// He normal, fan out: for convolutions before ReLU (He et al. 2015), as torchvision does.
    HeFanOut,
    /// Uniform within 1 / sqrt(fan in), as PyTorch's linear layers; the given fan in is for biases.
    Linear(usize),
    /// One value.
    Constant(f32),
}

impl Params {
    /// No parameters yet.
    #[must_use]
    pub fn new(device: &Device) -> Self {
        Self {
            device: device.clone(),
            weights: BTreeMap::new(),
            buffers: BTreeMap::new(),
            tape_gradients: tape::Gradients::default(),
        }
    }

    /// Where the parameters live.
    #[must_use]
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Adds a trained weight; its values are a function of the seed and the name.
    ///
    /// # Errors
    /// From candle, out of memory for instance.
    pub fn add_weight(&mut self, name: &str, shape: &[usize], init: Init, seed: u64) -> Result<()> {
        let n: usize = shape.iter().product();
        let mut rng = Rng::from_key(&[seed, name_key(name)]);
        let values: Vec<f32> = match init {
            Init::HeFanOut => {
                let fan_out = shape[0] * shape[2..].iter().product::<usize>();
                let std = (2.0 / fan_out as f64).sqrt();
                (0..n).map(|_| (rng.normal() * std) as f32).collect()
            }
            Init::Linear(fan_in) => {
                let bound = 1.0 / (fan_in as f64).sqrt();
                (0..n).map(|_| rng.range(-bound, bound) as f32).collect()
            }
            Init::Constant(value) => vec![value; n],
        };
        let var = Var::from_tensor(&Tensor::from_vec(values, shape, &self.device)?)?;
        self.weights.insert(name.to_owned(), var);
        Ok(())
    }

    /// Adds a buffer that starts with one value.
    ///
    /// # Errors
    /// From candle.
    pub fn add_buffer(&mut self, name: &str, shape: &[usize], value: f32) -> Result<()> {
        let tensor = Tensor::full(value, shape, &self.device)?;
        self.buffers.insert(name.to_owned(), Var::from_tensor(&tensor)?);
        Ok(())
    }

    /// A weight as a graph node; cut from the graph when no gradient is wanted.
    ///
    /// # Errors
    /// If there is no such weight.
    pub fn weight(&self, name: &str, with_grad: bool) -> Result<Tensor> {
        let var = self.weights.get(name).ok_or_else(|| missing(name))?;
        Ok(if with_grad { var.as_tensor().clone() } else { var.as_tensor().detach() })
    }

    /// A buffer.
    ///
    /// # Errors
    /// If there is no such buffer.
    pub fn buffer(&self, name: &str) -> Result<&Var> {
        self.buffers.get(name).ok_or_else(|| missing(name))
    }

    /// Where a backbone that ran on these parameters leaves its gradients.
    pub(super) fn tape_gradients(&self) -> &tape::Gradients {
        &self.tape_gradients
    }

    /// The gradients of a loss by these weights, whichever way the network ran.
    ///
    /// # Errors
    /// From candle.
    pub fn backward(&self, loss: &Tensor) -> Result<Gradients> {
        // Of a step that was given up half way.
        self.tape_gradients.lock().clear();
        let in_graph = loss.backward()?;
        let mut found = std::mem::take(&mut *self.tape_gradients.lock());
        for (name, var) in &self.weights {
            let Some(gradient) = in_graph.get(var.as_tensor()) else { continue };
            let sum = match found.remove(name) {
                Some(other) => (other + gradient)?,
                None => gradient.clone(),
            };
            found.insert(name.clone(), sum);
        }
        Ok(Gradients(found))
    }

    /// The trained weights, by name.
    pub fn weights(&self) -> impl Iterator<Item = (&str, &Var)> {
        self.weights.iter().map(|(name, var)| (name.as_str(), var))
    }

    /// Copies of all weights and buffers, by name.
    ///
    /// # Errors
    /// From candle.
    pub fn to_tensors(&self) -> Result<BTreeMap<String, Tensor>> {
        let all = self.weights.iter().chain(&self.buffers);
        all.map(|(name, var)| Ok((name.clone(), var.as_tensor().copy()?.detach()))).collect()
    }

    /// Sets the weights and buffers that `tensors` names; every one of ours must be there with its shape.
    ///
    /// # Errors
    /// If a tensor is missing or has another shape.
    pub fn load(&self, tensors: &BTreeMap<String, Tensor>) -> Result<()> {
        for (name, var) in self.weights.iter().chain(&self.buffers) {
            let tensor = tensors.get(name).ok_or_else(|| missing(name))?;
            if tensor.shape() != var.shape() {
                candle_core::bail!("`{name}` has the shape {:?}, not {:?}", tensor.shape(), var.shape());
            }
            var.set(&tensor.to_dtype(DType::F32)?.to_device(&self.device)?.contiguous()?)?;
        }
        Ok(())
    }

    /// Moves all parameters of `other` in; names must differ.
    pub fn extend(&mut self, other: Self) {
        self.weights.extend(other.weights);
        self.buffers.extend(other.buffers);
    }

    /// The parameters whose names begin with one of `prefixes`; they stay shared with `self`.
    #[must_use]
    pub fn subset(&self, keep: impl Fn(&str) -> bool) -> Self {
        let pick = |from: &BTreeMap<String, Var>| {
            from.iter().filter(|(name, _)| keep(name)).map(|(n, v)| (n.clone(), v.clone())).collect()
        };
        Self {
            device: self.device.clone(),
            weights: pick(&self.weights),
            buffers: pick(&self.buffers),
            tape_gradients: self.tape_gradients.clone(),
        }
    }
}

fn missing(name: &str) -> candle_core::Error {
    candle_core::Error::Msg(format!("the network has no parameter `{name}`"))
}

/// FNV-1a of the name, so that each weight has random numbers of its own.
fn name_key(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
