//! What a residual network is made of, in two ways: each layer an operator of candle's graph, on any device; or all of
//! them one operator on the CPU's blocked maps, whose weights' gradients come by [`Params::backward`].
//!
//! The network itself, which layer follows which, is written once over [`Layers`].

use super::{Mode, Params};
use crate::learning::kernels::tape::{self, Statistics, Tape, Value};
use crate::learning::kernels::{conv, norm, pool};
use candle_core::{Result, Tensor};

const BN_EPS: f64 = 1e-5;
const BN_MOMENTUM: f64 = 0.1;

/// What follows a BatchNorm.
pub(super) enum Then<'a, M> {
    Nothing,
    /// ReLU, after the sum with the shortcut if there is one.
    Relu(Option<&'a M>),
}

/// A convolution without bias and the BatchNorm after it, by the names of their parameters.
pub(super) struct Layer<'a, M> {
    pub conv: &'a str,
    pub bn: &'a str,
    pub stride: usize,
    pub padding: usize,
    pub then: Then<'a, M>,
}

pub(super) trait Layers {
    /// Feature maps.
    type Map: Clone;

    /// Images (n, 3, h, w).
    fn input(&mut self, images: &Tensor) -> Result<Self::Map>;
    fn conv_norm(&mut self, x: &Self::Map, layer: Layer<'_, Self::Map>) -> Result<Self::Map>;
    fn max_pool(&mut self, x: &Self::Map, kernel: usize, stride: usize, padding: usize) -> Result<Self::Map>;
    /// Mean and standard deviation of each channel over its plane, (n, 2 c); no gradient flows back from here.
    fn moments(&self, x: &Self::Map) -> Result<Tensor>;
    /// The mean of each channel, (n, c).
    fn features(self, x: Self::Map) -> Result<Tensor>;
}

/// Parameters of a BatchNorm.
struct Bn<'a> {
    gamma: Tensor,
    beta: Tensor,
    mean: &'a candle_core::Var,
    var: &'a candle_core::Var,
}

impl<'a> Bn<'a> {
    fn of(params: &'a Params, name: &str, with_grad: bool) -> Result<Self> {
        Ok(Self {
            gamma: params.weight(&format!("{name}.weight"), with_grad)?,
            beta: params.weight(&format!("{name}.bias"), with_grad)?,
            mean: params.buffer(&format!("{name}.running_mean"))?,
            var: params.buffer(&format!("{name}.running_var"))?,
        })
    }

    /// Moves the running statistics (momentum 0.1, unbiased variance, as PyTorch).
    fn follow(&self, batch_mean: &Tensor, batch_var: &Tensor, count: usize) -> Result<()> {
        let count = count as f64;
        let unbiased = count / (count - 1.0).max(1.0);
        self.mean.set(&((self.mean.as_tensor() * (1.0 - BN_MOMENTUM))? + (batch_mean * BN_MOMENTUM)?)?)?;
        self.var.set(&((self.var.as_tensor() * (1.0 - BN_MOMENTUM))? + (batch_var * (BN_MOMENTUM * unbiased))?)?)
    }
}

/// Each layer an operator of the graph.
pub(super) struct Composed<'a> {
    pub params: &'a Params,
    pub mode: Mode,
}

impl Layers for Composed<'_> {
    type Map = Tensor;

    fn input(&mut self, images: &Tensor) -> Result<Tensor> {
        Ok(images.clone())
    }

    fn conv_norm(&mut self, x: &Tensor, layer: Layer<'_, Tensor>) -> Result<Tensor> {
        let weight = self.params.weight(&format!("{}.weight", layer.conv), self.mode.with_grad)?;
        let x = conv::conv2d(x, &weight, layer.stride, layer.padding)?;
        let bn = Bn::of(self.params, layer.bn, self.mode.with_grad)?;
        if !self.mode.is_training {
            let (mean, var) = (bn.mean.as_tensor(), bn.var.as_tensor());
            return match layer.then {
                Then::Nothing => norm::batch_norm_eval(&x, &bn.gamma, &bn.beta, mean, var, BN_EPS),
                Then::Relu(shortcut) => {
                    norm::batch_norm_relu_eval(&x, &bn.gamma, &bn.beta, mean, var, BN_EPS, shortcut)
                }
            };
        }
        let (y, mean, var) = match layer.then {
            Then::Nothing => norm::batch_norm_train(&x, &bn.gamma, &bn.beta, BN_EPS)?,
            Then::Relu(shortcut) => norm::batch_norm_relu_train(&x, &bn.gamma, &bn.beta, BN_EPS, shortcut)?,
        };
        let (n, _, h, w) = x.dims4()?;
        bn.follow(&mean, &var, n * h * w)?;
        Ok(y)
    }

    fn max_pool(&mut self, x: &Tensor, kernel: usize, stride: usize, padding: usize) -> Result<Tensor> {
        pool::max_pool2d(x, kernel, stride, padding)
    }

    fn moments(&self, x: &Tensor) -> Result<Tensor> {
        let planes = x.detach().flatten_from(2)?;
        let mean = planes.mean_keepdim(2)?;
        let deviation = planes.broadcast_sub(&mean)?.sqr()?.mean(2)?.sqrt()?;
        Tensor::cat(&[mean.squeeze(2)?, deviation], 1)
    }

    fn features(self, x: Tensor) -> Result<Tensor> {
        pool::global_avg_pool(&x)
    }
}

/// All layers one operator, on the CPU.
pub(super) struct Blocked<'a> {
    params: &'a Params,
    mode: Mode,
    tape: Tape,
}

impl<'a> Blocked<'a> {
    pub(super) fn new(params: &'a Params, mode: Mode) -> Self {
        Self { params, mode, tape: Tape::new(mode.with_grad) }
    }
}

impl Layers for Blocked<'_> {
    type Map = Value;

    fn input(&mut self, images: &Tensor) -> Result<Value> {
        self.tape.input(images)
    }

    fn conv_norm(&mut self, x: &Value, layer: Layer<'_, Value>) -> Result<Value> {
        let bn = Bn::of(self.params, layer.bn, false)?;
        let [weight, gamma, beta] =
            [format!("{}.weight", layer.conv), format!("{}.weight", layer.bn), format!("{}.bias", layer.bn)];
        let (is_relu, residual) = match layer.then {
            Then::Nothing => (false, None),
            Then::Relu(shortcut) => (true, shortcut),
        };
        let run = tape::Layer {
            weight: (&weight, self.params.weight(&weight, false)?),
            gamma: (&gamma, bn.gamma.clone()),
            beta: (&beta, bn.beta.clone()),
            stride: layer.stride,
            padding: layer.padding,
            residual,
            is_relu,
            eps: BN_EPS,
        };
        if !self.mode.is_training {
            return self.tape.eval(x, &run, bn.mean.as_tensor(), bn.var.as_tensor());
        }
        let (y, Statistics { mean, var, count }) = self.tape.train(x, &run)?;
        let tensor = |values: Vec<f64>| {
            let values: Vec<f32> = values.into_iter().map(|v| v as f32).collect();
            Tensor::new(values, &candle_core::Device::Cpu)
        };
        bn.follow(&tensor(mean)?, &tensor(var)?, count)?;
        Ok(y)
    }

    fn max_pool(&mut self, x: &Value, kernel: usize, stride: usize, padding: usize) -> Result<Value> {
        self.tape.max_pool(x, kernel, stride, padding)
    }

    fn moments(&self, x: &Value) -> Result<Tensor> {
        self.tape.moments(x)
    }

    fn features(self, x: Value) -> Result<Tensor> {
        self.tape.features(x, self.params.tape_gradients())
    }
}
