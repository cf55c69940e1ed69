//! Optimisers whose state can be saved: SGD with momentum, Adam with coupled L2, AdamW; and learning-rate schedules.
//!
//! candle's own have no momentum (SGD) or keep their moments to themselves (AdamW), so a run could not be resumed. On the
//! CPU all weights are moved in one parallel pass over weights, gradients and moments, where they are.

use super::kernels::host::{Host, with_numbers};
use super::network::{Gradients, Params};
use candle_core::{Device, Result, Tensor, Var};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Which rule moves the weights; the field values are PyTorch's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// v <- momentum v + (g + decay w);  w <- w - lr v
    Sgd {
        /// 0 is plain gradient descent.
        momentum: f64,
        /// Weight of the L2 penalty.
        weight_decay: f64,
    },
    /// Adam (Kingma and Ba 2015), betas 0.9 and 0.999, eps 1e-8; the decay is added to the gradient (L2).
    Adam {
        /// Weight of the L2 penalty.
        weight_decay: f64,
    },
    /// AdamW (Loshchilov and Hutter 2019): the decay acts on the weight itself.
    AdamW {
        /// Decoupled weight decay.
        weight_decay: f64,
    },
}

const BETA1: f64 = 0.9;
const BETA2: f64 = 0.999;
const EPS: f64 = 1e-8;

/// One optimiser over the weights of a [`Params`].
pub struct Optimizer {
    rule: Rule,
    n_steps: u64,
    /// Momentum (SGD) or first moment, by weight name.
    first: BTreeMap<String, Tensor>,
    /// Second moment.
    second: BTreeMap<String, Tensor>,
}

impl Optimizer {
    /// A fresh optimiser.
    #[must_use]
    pub fn new(rule: Rule) -> Self {
        Self { rule, n_steps: 0, first: BTreeMap::new(), second: BTreeMap::new() }
    }

    /// Moves every weight that has a gradient.
    ///
    /// # Errors
    /// From candle.
    pub fn step(&mut self, params: &Params, grads: &Gradients, lr: f64) -> Result<()> {
        self.n_steps += 1;
        if params.device().is_cpu() {
            return self.step_in_place(params, grads, lr);
        }
        for (name, var) in params.weights() {
            let Some(grad) = grads.get(name) else { continue };
            self.move_composed(name, var, grad, lr)?;
        }
        Ok(())
    }

    /// All weights at once, each a piece at a time.
    fn step_in_place(&mut self, params: &Params, grads: &Gradients, lr: f64) -> Result<()> {
        let update = Update::new(self.rule, self.n_steps, lr);
        let mut moves = Vec::new();
        for (name, var) in params.weights() {
            let Some(grad) = grads.get(name) else { continue };
            let moment = |of: &mut BTreeMap<String, Tensor>| -> Result<Tensor> {
                if let Some(moment) = of.get(name) {
                    return Ok(moment.clone());
                }
                let moment = Var::zeros(var.shape(), var.dtype(), var.device())?.as_tensor().detach();
                of.insert(name.to_owned(), moment.clone());
                Ok(moment)
            };
            let first = moment(&mut self.first)?;
            let second = if update.is_adam { Some(moment(&mut self.second)?) } else { None };
            moves.push((var.as_tensor(), grad.contiguous()?, first, second));
        }
        moves.par_iter().try_for_each(|(weight, grad, first, second)| {
            let grad = Host::new(grad)?;
            let grad = grad.numbers();
            with_numbers(weight, |weight| {
                with_numbers(first, |first| {
                    let Some(second) = second else {
                        update.sgd(weight, grad, first);
                        return Ok(());
                    };
                    with_numbers(second, |second| update.adam(weight, grad, first, second))
                })?
            })?
        })
    }

    /// By stock operators, on any device.
    fn move_composed(&mut self, name: &str, var: &Var, grad: &Tensor, lr: f64) -> Result<()> {
        let weight = var.as_tensor().detach();
        let moved = match self.rule {
            Rule::Sgd { momentum, weight_decay } => {
                let grad = decayed(grad, &weight, weight_decay)?;
                let velocity = match self.first.get(name) {
                    Some(before) => ((before * momentum)? + grad)?,
                    None => grad,
                };
                let moved = (weight - (&velocity * lr)?)?;
                self.first.insert(name.to_owned(), velocity.detach());
                moved
            }
            Rule::Adam { weight_decay } => {
                let grad = decayed(grad, &weight, weight_decay)?;
                (&weight - (self.adam_direction(name, &grad)? * lr)?)?
            }
            Rule::AdamW { weight_decay } => {
                let shrunk = (&weight * (1.0 - lr * weight_decay))?;
                (shrunk - (self.adam_direction(name, grad)? * lr)?)?
            }
        };
        var.set(&moved)
    }

    fn adam_direction(&mut self, name: &str, grad: &Tensor) -> Result<Tensor> {
        let blend = |before: Option<&Tensor>, now: Tensor, beta: f64| match before {
            Some(before) => (before * beta)? + now * (1.0 - beta),
            None => now * (1.0 - beta),
        };
        let first = blend(self.first.get(name), grad.clone(), BETA1)?;
        let second = blend(self.second.get(name), grad.sqr()?, BETA2)?;
        let steps = self.n_steps as f64;
        let (bias1, bias2) = (1.0 - BETA1.powf(steps), 1.0 - BETA2.powf(steps));
        let direction = ((&first / bias1)? / ((&second / bias2)?.sqrt()? + EPS)?)?;
        self.first.insert(name.to_owned(), first.detach());
        self.second.insert(name.to_owned(), second.detach());
        Ok(direction)
    }

    /// The state as named tensors, for a checkpoint.
    #[must_use]
    pub fn to_tensors(&self) -> (u64, BTreeMap<String, Tensor>) {
        let named = |prefix: &'static str, from: &BTreeMap<String, Tensor>| {
            from.iter().map(|(name, x)| (format!("{prefix}.{name}"), x.clone())).collect::<Vec<_>>()
        };
        let tensors = named("first", &self.first).into_iter().chain(named("second", &self.second)).collect();
        (self.n_steps, tensors)
    }

    /// Restores what [`Optimizer::to_tensors`] gave, on the device of the weights: files are read on the CPU.
    ///
    /// # Errors
    /// If the device has no room.
    pub fn load(&mut self, n_steps: u64, tensors: &BTreeMap<String, Tensor>, device: &Device) -> Result<()> {
        let pick = |prefix: &str| {
            let named = tensors.iter().filter_map(|(name, x)| Some((name.strip_prefix(prefix)?, x)));
            // A copy: the moments are changed where they are.
            named
                .map(|(name, x)| Ok((name.to_owned(), x.copy()?.to_device(device)?)))
                .collect::<Result<BTreeMap<_, _>>>()
        };
        self.n_steps = n_steps;
        self.first = pick("first.")?;
        self.second = pick("second.")?;
        Ok(())
    }
}

/// One step of a rule on plain numbers.
pub(crate) struct Update {
    is_adam: bool,
    momentum: f32,
    /// Added to the gradient.
    l2: f32,
    /// What is left of the weight itself.
    kept: f32,
    lr: f32,
    /// 1 - beta^steps of both moments.
    bias: (f32, f32),
}

/// Numbers that a task takes.
const PIECE: usize = 1 << 15;

impl Update {
    /// The `n_steps`-th step, counted from 1.
    pub(crate) fn new(rule: Rule, n_steps: u64, lr: f64) -> Self {
        let steps = n_steps as f64;
        let bias = ((1.0 - BETA1.powf(steps)) as f32, (1.0 - BETA2.powf(steps)) as f32);
        let plain = Self { is_adam: true, momentum: 0.0, l2: 0.0, kept: 1.0, lr: lr as f32, bias };
        match rule {
            Rule::Sgd { momentum, weight_decay } => {
                Self { is_adam: false, momentum: momentum as f32, l2: weight_decay as f32, ..plain }
            }
            Rule::Adam { weight_decay } => Self { l2: weight_decay as f32, ..plain },
            Rule::AdamW { weight_decay } => Self { kept: (1.0 - lr * weight_decay) as f32, ..plain },
        }
    }

    /// Of gradient descent: moves `weight` and its velocity, in parallel pieces.
    pub(crate) fn sgd(&self, weight: &mut [f32], grad: &[f32], velocity: &mut [f32]) {
        let pieces = weight.par_chunks_mut(PIECE).zip(grad.par_chunks(PIECE)).zip(velocity.par_chunks_mut(PIECE));
        pieces.for_each(|((weight, grad), velocity)| {
            for ((w, g), v) in weight.iter_mut().zip(grad).zip(velocity) {
                *v = *v * self.momentum + (g + *w * self.l2);
                *w -= *v * self.lr;
            }
        });
    }

    /// Of Adam and AdamW: moves `weight` and both moments, in parallel pieces.
    pub(crate) fn adam(&self, weight: &mut [f32], grad: &[f32], first: &mut [f32], second: &mut [f32]) {
        let (beta1, beta2) = (BETA1 as f32, BETA2 as f32);
        let (rest1, rest2) = ((1.0 - BETA1) as f32, (1.0 - BETA2) as f32);
        let moments = first.par_chunks_mut(PIECE).zip(second.par_chunks_mut(PIECE));
        weight.par_chunks_mut(PIECE).zip(grad.par_chunks(PIECE)).zip(moments).for_each(
            |((weight, grad), (first, second))| {
                for (((w, g), m), v) in weight.iter_mut().zip(grad).zip(first).zip(second) {
                    let g = g + *w * self.l2;
                    *m = *m * beta1 + g * rest1;
                    *v = *v * beta2 + g * g * rest2;
                    let direction = (*m / self.bias.0) / ((*v / self.bias.1).sqrt() + EPS as f32);
                    *w = *w * self.kept - direction * self.lr;
                }
            },
        );
    }
}

fn decayed(grad: &Tensor, weight: &Tensor, weight_decay: f64) -> Result<Tensor> {
    if weight_decay == 0.0 { Ok(grad.clone()) } else { grad + (weight * weight_decay)? }
}

/// Learning rate over epochs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Schedule {
    /// The same throughout.
    Constant(f64),
    /// From `lr` down to `lr * floor` by a half cosine over the epochs that are run, stepped once an epoch.
    Cosine {
        /// At the first epoch.
        lr: f64,
        /// Share of `lr` that it tends to.
        floor: f64,
    },
}

impl Schedule {
    /// The rate of an epoch, counted from 0.
    #[must_use]
    pub fn at(&self, epoch: usize, n_epochs: usize) -> f64 {
        match *self {
            Self::Constant(lr) => lr,
            Self::Cosine { lr, floor } => {
                let phase = std::f64::consts::PI * epoch as f64 / n_epochs.max(1) as f64;
                lr * floor + lr * (1.0 - floor) * f64::midpoint(1.0, phase.cos())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::network::Init;
    use crate::learning::testing::to_vec;
    use candle_core::Device;

    /// Three steps on w -> mean(w^3) from w = (1, -2).
    fn run(rule: Rule, restart_after: Option<usize>) -> Vec<f32> {
        let mut params = Params::new(&Device::Cpu);
        params.add_weight("w", &[2], Init::Constant(0.0), 0).expect("weight");
        let start = Tensor::new(&[1f32, -2.0], &Device::Cpu).expect("tensor");
        params.load(&BTreeMap::from([("w".to_owned(), start)])).expect("load");
        let mut optimizer = Optimizer::new(rule);
        for step in 0..3 {
            if restart_after == Some(step) {
                let (n_steps, state) = optimizer.to_tensors();
                optimizer = Optimizer::new(rule);
                optimizer.load(n_steps, &state, &Device::Cpu).expect("load");
            }
            let w = params.weight("w", true).expect("weight");
            let loss = w.powf(3.0).and_then(|x| x.mean_all()).expect("loss");
            optimizer.step(&params, &params.backward(&loss).expect("backward"), 0.1).expect("step");
        }
        to_vec(&params.weight("w", false).expect("weight"))
    }

    /// On the CPU, by stock operators.
    fn run_composed(rule: Rule) -> Vec<f32> {
        let w = Var::new(&[1f32, -2.0], &Device::Cpu).expect("variable");
        let mut optimizer = Optimizer::new(rule);
        for _ in 0..3 {
            let loss = w.as_tensor().powf(3.0).and_then(|x| x.mean_all()).expect("loss");
            let grads = loss.backward().expect("backward");
            optimizer.n_steps += 1;
            optimizer.move_composed("w", &w, grads.get(w.as_tensor()).expect("gradient"), 0.1).expect("step");
        }
        to_vec(w.as_tensor())
    }

    /// The expected numbers: torch.optim with the same values, three steps, printed with %.6f.
    #[test]
    fn rules_match_pytorch() {
        let check = |rule, expected: [f32; 2]| {
            for w in [run(rule, None), run_composed(rule)] {
                assert!(
                    w.iter().zip(expected).all(|(a, b)| (a - b).abs() < 2e-5),
                    "{rule:?}: {w:?} is not {expected:?}"
                );
            }
        };
        for (rule, expected) in TORCH_CASES {
            check(rule, expected);
        }
    }

    #[test]
    fn a_restored_optimiser_goes_on_bit_by_bit() {
        for (rule, _) in TORCH_CASES {
            assert_eq!(run(rule, None), run(rule, Some(2)), "{rule:?}");
        }
    }

    #[test]
    fn the_cosine_decays_within_the_epochs_that_are_run() {
        let cosine = Schedule::Cosine { lr: 0.4, floor: 1e-3 };
        assert_eq!(cosine.at(0, 30), 0.4);
        assert!((cosine.at(15, 30) - 0.2002).abs() < 1e-9);
        assert!(cosine.at(29, 30) < 0.002);
    }

    const TORCH_CASES: [(Rule, [f32; 2]); 3] = [
        (Rule::Sgd { momentum: 0.9, weight_decay: 0.01 }, [0.328398, -8.113585]),
        (Rule::Adam { weight_decay: 0.1 }, [0.703951, -2.300495]),
        (Rule::AdamW { weight_decay: 0.1 }, [0.678091, -2.23807]),
    ];
}
