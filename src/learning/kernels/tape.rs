//! A residual network's layers run one after the other on blocked maps, what they leave behind for the backward pass,
//! and that pass. To a tensor's graph the whole is one operator.
//!
//! candle's graph adds every gradient into fresh zeros on one thread, which costs more than the kernels; here a gradient
//! is written, or added, where it belongs, and its memory goes to the next step. It knows no network: layers come by
//! their numbers and names. CPU only.

use super::conv::geometry;
use super::cpu::conv;
use super::cpu::grid::{Finish, Geometry};
use super::cpu::maps::Maps;
use super::cpu::norm::{self, Gate, Normalization};
use super::cpu::pool::{self, Windows};
use super::cpu::{conv_weight, maps};
use super::host::{Host, tensor};
use super::pool::windows;
use candle_core::{CpuStorage, CustomOp1, DType, Device, Layout, Result, Shape, Tensor, bail};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Gradients that backward passes left, by the weights' names; those of one weight are summed.
pub type Gradients = Arc<Mutex<BTreeMap<String, Tensor>>>;

/// Maps that some layer gave.
#[derive(Clone)]
pub struct Value {
    id: usize,
    maps: Arc<Maps>,
}

/// A convolution and the batch normalisation after it, with what follows.
pub struct Layer<'a> {
    /// Name and values (o, c, k, k).
    pub weight: (&'a str, Tensor),
    /// Scale (o).
    pub gamma: (&'a str, Tensor),
    /// Shift (o).
    pub beta: (&'a str, Tensor),
    /// Stride of the convolution.
    pub stride: usize,
    /// Zeros around its input.
    pub padding: usize,
    /// Added after normalisation.
    pub residual: Option<&'a Value>,
    /// Whether negative values become zero after that.
    pub is_relu: bool,
    /// Added to the variance.
    pub eps: f64,
}

/// Statistics of a batch.
pub struct Statistics {
    /// Of each channel.
    pub mean: Vec<f64>,
    /// Biased variance of each channel.
    pub var: Vec<f64>,
    /// Values that each is taken over.
    pub count: usize,
}

enum Node {
    Layer(Box<LayerNode>),
    MaxPool { x: usize, y: usize, size: (usize, usize, usize, usize), from: Vec<u32> },
}

struct LayerNode {
    x: Value,
    /// The convolution's result.
    z: Maps,
    y: Value,
    geometry: Geometry,
    weight: Tensor,
    normalization: Normalization,
    residual: Option<usize>,
    is_relu: bool,
    /// Of weight, gamma and beta.
    names: [String; 3],
}

/// Layers that have run, if they are recorded.
pub struct Tape {
    records: bool,
    nodes: Vec<Node>,
    n_values: usize,
}

impl Tape {
    /// An empty one. Without `records` nothing is kept and there is no backward pass.
    #[must_use]
    pub fn new(records: bool) -> Self {
        Self { records, nodes: Vec::new(), n_values: 0 }
    }

    fn value(&mut self, maps: Maps) -> Value {
        self.n_values += 1;
        Value { id: self.n_values - 1, maps: Arc::new(maps) }
    }

    /// Images (n, c, h, w), f32, on the CPU; they get no gradient.
    ///
    /// # Errors
    /// For other tensors.
    pub fn input(&mut self, images: &Tensor) -> Result<Value> {
        let shape = images.dims4()?;
        let images = images.contiguous()?;
        Ok(self.value(Maps::from_nchw(Host::new(&images)?.numbers(), shape)))
    }

    /// The layer with the batch's own statistics, which are given back.
    ///
    /// # Errors
    /// When shapes do not fit.
    pub fn train(&mut self, x: &Value, layer: &Layer<'_>) -> Result<(Value, Statistics)> {
        let geometry = fitting(x, layer)?;
        if geometry.n * geometry.ho * geometry.wo == 0 {
            bail!("batch norm of an empty batch");
        }
        let weight = layer.weight.1.contiguous()?;
        let finish = Finish { with_moments: true, ..Finish::default() };
        let (z, moments) = conv::forward(&geometry, &x.maps, Host::new(&weight)?.numbers(), None, finish);
        let (mean, var) = norm::mean_and_var(&moments, geometry.o);
        let (gamma, beta): (Vec<f32>, Vec<f32>) = (layer.gamma.1.to_vec1()?, layer.beta.1.to_vec1()?);
        let normalization = Normalization::new(&mean, &var, &gamma, &beta, layer.eps, true);
        let residual = layer.residual.map(|residual| &*residual.maps);
        let y = if self.records {
            let mut y = Maps::like(&z);
            norm::apply(&z, &normalization.affine, residual, layer.is_relu, &mut y);
            let y = self.value(y);
            let names = [layer.weight.0, layer.gamma.0, layer.beta.0].map(str::to_owned);
            let residual = layer.residual.map(|residual| residual.id);
            self.nodes.push(Node::Layer(Box::new(LayerNode {
                x: x.clone(),
                z,
                y: y.clone(),
                geometry,
                weight,
                normalization,
                residual,
                is_relu: layer.is_relu,
                names,
            })));
            y
        } else {
            let mut z = z;
            norm::apply_in_place(&mut z, &normalization.affine, residual, layer.is_relu);
            self.value(z)
        };
        Ok((y, Statistics { mean, var, count: geometry.n * geometry.ho * geometry.wo }))
    }

    /// The layer with the given statistics (o), folded into the convolution. Not recorded.
    ///
    /// # Errors
    /// When shapes do not fit.
    pub fn eval(&mut self, x: &Value, layer: &Layer<'_>, mean: &Tensor, var: &Tensor) -> Result<Value> {
        let geometry = fitting(x, layer)?;
        let wide = |t: &Tensor| t.to_dtype(DType::F64)?.to_vec1::<f64>();
        let (gamma, beta): (Vec<f32>, Vec<f32>) = (layer.gamma.1.to_vec1()?, layer.beta.1.to_vec1()?);
        let affine = Normalization::new(&wide(mean)?, &wide(var)?, &gamma, &beta, layer.eps, false).affine;
        let weight = layer.weight.1.contiguous()?;
        let finish = Finish {
            bias: Some(&affine.shift),
            residual: layer.residual.map(|residual| &*residual.maps),
            is_relu: layer.is_relu,
            ..Finish::default()
        };
        let (y, _) = conv::forward(&geometry, &x.maps, Host::new(&weight)?.numbers(), Some(&affine.scale), finish);
        Ok(self.value(y))
    }

    /// As [`super::pool::max_pool2d`].
    ///
    /// # Errors
    /// When the windows do not fit.
    pub fn max_pool(&mut self, x: &Value, kernel: usize, stride: usize, padding: usize) -> Result<Value> {
        let size = (x.maps.n, x.maps.c, x.maps.h, x.maps.w);
        let windows: Windows = windows(&[size.0, size.1, size.2, size.3], kernel, stride, padding)?;
        let (y, from) = pool::max_pool(&x.maps, &windows);
        let y = self.value(y);
        if self.records {
            self.nodes.push(Node::MaxPool { x: x.id, y: y.id, size, from });
        }
        Ok(y)
    }

    /// The mean of each channel of the last value, (n, c): a tensor whose backward pass runs this tape's and leaves the
    /// gradients of all weights in `gradients`. The graph reaches it through a variable of its own.
    ///
    /// # Errors
    /// From candle.
    pub fn features(self, x: Value, gradients: &Gradients) -> Result<Tensor> {
        let (n, c) = (x.maps.n, x.maps.c);
        let features = pool::global_average(&x.maps);
        if !self.records {
            return tensor(features, (n, c));
        }
        let start = Start { features, shape: (n, c), done: Mutex::new(Some((self, x))), gradients: gradients.clone() };
        candle_core::Var::zeros(1, DType::F32, &Device::Cpu)?.apply_op1(start)
    }

    /// Mean and standard deviation of each channel of a value, (n, 2 c), without a backward pass.
    ///
    /// # Errors
    /// From candle.
    pub fn moments(&self, x: &Value) -> Result<Tensor> {
        tensor(pool::global_moments(&x.maps), (x.maps.n, 2 * x.maps.c))
    }

    /// Runs backwards from the gradient of the features (n, c).
    fn backward(mut self, last: Value, dy: &[f32]) -> Result<BTreeMap<String, Tensor>> {
        let mut of_values: HashMap<usize, Maps> = HashMap::new();
        let mut dx = Maps::like(&last.maps);
        pool::global_average_gradient(dy, &mut dx);
        of_values.insert(last.id, dx);
        drop(last);
        let mut of_weights = BTreeMap::new();
        while let Some(node) = self.nodes.pop() {
            match node {
                Node::Layer(node) => node.backward(&mut of_values, &mut of_weights)?,
                Node::MaxPool { x, y, size: (n, c, h, w), from } => {
                    let Some(dy) = of_values.remove(&y) else { continue };
                    let mut dx = Maps::new(n, c, h, w);
                    pool::max_pool_gradient(&dy, &from, &mut dx);
                    insert(&mut of_values, x, dx);
                }
            }
        }
        Ok(of_weights)
    }
}

fn insert(of_values: &mut HashMap<usize, Maps>, id: usize, gradient: Maps) {
    match of_values.get_mut(&id) {
        Some(sum) => norm::add(sum, &gradient),
        None => drop(of_values.insert(id, gradient)),
    }
}

/// The first value is the images.
const IMAGES: usize = 0;

impl LayerNode {
    fn backward(self, of_values: &mut HashMap<usize, Maps>, of_weights: &mut BTreeMap<String, Tensor>) -> Result<()> {
        let Some(mut dy) = of_values.remove(&self.y.id) else { return Ok(()) };
        let gate = match (self.is_relu, self.residual) {
            (false, _) => Gate::Open,
            (true, None) => Gate::Own,
            (true, Some(_)) => Gate::Output(&self.y.maps),
        };
        let (dz, affine) = if let Some(residual) = self.residual {
            let mut dz = Maps::like(&self.z);
            let affine = norm::backward(&self.z, &self.normalization, gate, &mut dy, Some(&mut dz));
            insert(of_values, residual, dy);
            (dz, affine)
        } else {
            let affine = norm::backward(&self.z, &self.normalization, gate, &mut dy, None);
            (dy, affine)
        };
        let Self { x, z, geometry, weight, names: [weight_name, gamma_name, beta_name], .. } = self;
        drop((self.y, z));
        let mut dw = vec![0.0; weight.elem_count()];
        conv_weight::weight_gradient(&geometry, &x.maps, &dz, &mut dw);
        if x.id != IMAGES {
            let host = Host::new(&weight)?;
            if let Some(sum) = of_values.get_mut(&x.id) {
                conv::input_gradient(&geometry, &dz, host.numbers(), sum, true);
            } else {
                let mut dx = Maps::like(&x.maps);
                conv::input_gradient(&geometry, &dz, host.numbers(), &mut dx, false);
                of_values.insert(x.id, dx);
            }
        }
        let channels = affine.beta.len();
        of_weights.insert(weight_name, tensor(dw, weight.shape())?);
        of_weights.insert(gamma_name, tensor(affine.gamma, channels)?);
        of_weights.insert(beta_name, tensor(affine.beta, channels)?);
        Ok(())
    }
}

fn fitting(x: &Value, layer: &Layer<'_>) -> Result<Geometry> {
    let weight = layer.weight.1.dims();
    let geometry = geometry(&[x.maps.n, x.maps.c, x.maps.h, x.maps.w], weight, layer.stride, layer.padding)?;
    for of_channels in [&layer.gamma.1, &layer.beta.1] {
        if of_channels.dims() != [geometry.o] {
            bail!("{} channels do not fit a parameter of {:?}", geometry.o, of_channels.shape());
        }
    }
    if let Some(residual) = layer.residual {
        let residual = &residual.maps;
        if (residual.n, residual.c, residual.h, residual.w) != (geometry.n, geometry.o, geometry.ho, geometry.wo) {
            bail!("a residual of {} x {} channels does not fit", residual.n, residual.c);
        }
    }
    Ok(geometry)
}

/// The features, and in the backward pass everything that led to them.
struct Start {
    features: Vec<f32>,
    shape: (usize, usize),
    done: Mutex<Option<(Tape, Value)>>,
    gradients: Gradients,
}

impl CustomOp1 for Start {
    fn name(&self) -> &'static str {
        "backbone"
    }

    fn cpu_fwd(&self, _: &CpuStorage, _: &Layout) -> Result<(CpuStorage, Shape)> {
        Ok((CpuStorage::F32(self.features.clone()), self.shape.into()))
    }

    fn bwd(&self, _: &Tensor, _: &Tensor, dy: &Tensor) -> Result<Option<Tensor>> {
        let Some((tape, last)) = self.done.lock().take() else {
            bail!("the backward pass of a backbone runs once");
        };
        let dy = dy.contiguous()?;
        let found = tape.backward(last, Host::new(&dy)?.numbers())?;
        let mut gradients = self.gradients.lock();
        for (name, gradient) in found {
            match gradients.get_mut(&name) {
                Some(sum) => *sum = (&*sum + gradient)?,
                None => drop(gradients.insert(name, gradient)),
            }
        }
        Ok(None)
    }
}

/// Gives the memory that steps pass on to each other back to the system: after a stage.
pub fn free_memory() {
    maps::free_kept();
}
