//! Batch normalisation as one operator, optionally with the sum and ReLU that follow it in a residual network.
//!
//! It keeps no running statistics: the batch's own are handed back, without a gradient, for the layer to average.

use super::cpu::maps::Maps;
use super::cpu::norm::{self as blocked, Gate, Normalization};
use super::host::{Host, argument, tensor};
use candle_core::{CpuStorage, CustomOp2, CustomOp3, DType, Layout, Result, Shape, Tensor, bail};
use std::sync::{Arc, OnceLock};

/// What happens after `scale * x + shift`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Activation {
    None,
    Relu,
}

/// Mean and biased variance of each channel.
#[derive(Clone, Debug, Default)]
struct Statistics {
    mean: Vec<f64>,
    var: Vec<f64>,
}

/// `x` (n, c, ...) normalised by its own mean and variance over all but `c`, times `gamma` (c), plus `beta` (c).
///
/// Returns the result, the batch's mean (c) and its biased variance (c), the last two without a gradient.
///
/// # Errors
/// When the shapes do not fit, or on another element type than f32.
pub fn batch_norm_train(x: &Tensor, gamma: &Tensor, beta: &Tensor, eps: f64) -> Result<(Tensor, Tensor, Tensor)> {
    train(x, gamma, beta, eps, None, Activation::None)
}

/// `relu(batch_norm_train(x) + residual)` in one sweep; `residual` has the shape of `x`.
///
/// # Errors
/// As [`batch_norm_train`].
pub fn batch_norm_relu_train(
    x: &Tensor,
    gamma: &Tensor,
    beta: &Tensor,
    eps: f64,
    residual: Option<&Tensor>,
) -> Result<(Tensor, Tensor, Tensor)> {
    train(x, gamma, beta, eps, residual, Activation::Relu)
}

/// As [`batch_norm_train`] with the given `mean` (c) and biased `var` (c), which are constants: they get no gradient.
///
/// # Errors
/// As [`batch_norm_train`].
pub fn batch_norm_eval(
    x: &Tensor,
    gamma: &Tensor,
    beta: &Tensor,
    mean: &Tensor,
    var: &Tensor,
    eps: f64,
) -> Result<Tensor> {
    eval(x, gamma, beta, (mean, var), eps, None, Activation::None)
}

/// `relu(batch_norm_eval(x) + residual)` in one sweep.
///
/// # Errors
/// As [`batch_norm_train`].
pub fn batch_norm_relu_eval(
    x: &Tensor,
    gamma: &Tensor,
    beta: &Tensor,
    mean: &Tensor,
    var: &Tensor,
    eps: f64,
    residual: Option<&Tensor>,
) -> Result<Tensor> {
    eval(x, gamma, beta, (mean, var), eps, residual, Activation::Relu)
}

fn train(
    x: &Tensor,
    gamma: &Tensor,
    beta: &Tensor,
    eps: f64,
    residual: Option<&Tensor>,
    activation: Activation,
) -> Result<(Tensor, Tensor, Tensor)> {
    check_shapes(x, &[gamma, beta], residual)?;
    if !x.device().is_cpu() {
        return composed(x, gamma, beta, None, eps, residual, activation);
    }
    let (y, used) = apply(x, gamma, beta, None, eps, residual, activation)?;
    let of_channels = |values: Vec<f64>| {
        let c = values.len();
        tensor(values.into_iter().map(|v| v as f32).collect(), c)
    };
    Ok((y, of_channels(used.mean)?, of_channels(used.var)?))
}

fn eval(
    x: &Tensor,
    gamma: &Tensor,
    beta: &Tensor,
    (mean, var): (&Tensor, &Tensor),
    eps: f64,
    residual: Option<&Tensor>,
    activation: Activation,
) -> Result<Tensor> {
    check_shapes(x, &[gamma, beta, mean, var], residual)?;
    if !x.device().is_cpu() {
        return Ok(composed(x, gamma, beta, Some((mean, var)), eps, residual, activation)?.0);
    }
    let wide = |t: &Tensor| t.to_dtype(DType::F64)?.to_vec1();
    let fixed = Statistics { mean: wide(mean)?, var: wide(var)? };
    Ok(apply(x, gamma, beta, Some(fixed), eps, residual, activation)?.0)
}

fn check_shapes(x: &Tensor, per_channel: &[&Tensor], residual: Option<&Tensor>) -> Result<()> {
    let Some(&c) = x.dims().get(1) else { bail!("batch norm takes (n, c, ...), not {:?}", x.shape()) };
    if x.elem_count() == 0 {
        bail!("batch norm of an empty batch {:?}", x.shape());
    }
    for t in per_channel {
        if t.dims() != [c] {
            bail!("batch norm: {c} channels do not fit a parameter of {:?}", t.shape());
        }
    }
    if let Some(r) = residual.filter(|r| r.shape() != x.shape()) {
        bail!("batch norm: a residual of {:?} does not fit {:?}", r.shape(), x.shape());
    }
    Ok(())
}

fn apply(
    x: &Tensor,
    gamma: &Tensor,
    beta: &Tensor,
    fixed: Option<Statistics>,
    eps: f64,
    residual: Option<&Tensor>,
    activation: Activation,
) -> Result<(Tensor, Statistics)> {
    let x = x.contiguous()?;
    // An operator has three arguments at most, so gamma and beta travel as one.
    let affine = Tensor::stack(&[gamma, beta], 0)?;
    let used = Arc::new(OnceLock::new());
    let op = BatchNorm { fixed, used: used.clone(), eps, activation };
    let y = match residual {
        Some(residual) => x.apply_op3(&affine, &residual.contiguous()?, op)?,
        None => x.apply_op2(&affine, op)?,
    };
    let (statistics, _) = used.get().expect("the forward pass has run and left its statistics");
    Ok((y, statistics.clone()))
}

struct BatchNorm {
    /// Given statistics; the batch's own otherwise.
    fixed: Option<Statistics>,
    /// What the forward pass used, for the backward pass.
    used: Arc<OnceLock<(Statistics, Normalization)>>,
    eps: f64,
    activation: Activation,
}

/// (n, c, ...) as maps of one column.
fn maps(numbers: &[f32], dims: &[usize]) -> Maps {
    Maps::from_nchw(numbers, (dims[0], dims[1], dims[2..].iter().product(), 1))
}

impl BatchNorm {
    fn forward(
        &self,
        (x, lx): (&CpuStorage, &Layout),
        (affine, la): (&CpuStorage, &Layout),
        residual: Option<&[f32]>,
    ) -> Result<(CpuStorage, Shape)> {
        let (gamma, beta) = argument(affine, la)?.split_at(lx.dims()[1]);
        let mut y = maps(argument(x, lx)?, lx.dims());
        let statistics = self.fixed.clone().unwrap_or_else(|| {
            let (mean, var) = blocked::mean_and_var(&blocked::moments(&y), gamma.len());
            Statistics { mean, var }
        });
        let Statistics { mean, var } = &statistics;
        let normalization = Normalization::new(mean, var, gamma, beta, self.eps, self.fixed.is_none());
        let residual = residual.map(|residual| maps(residual, lx.dims()));
        let is_relu = self.activation == Activation::Relu;
        blocked::apply_in_place(&mut y, &normalization.affine, residual.as_ref(), is_relu);
        // A second run of the same operator has the same arguments, so the same statistics.
        let _ = self.used.set((statistics, normalization));
        Ok((CpuStorage::F32(y.to_nchw()), lx.shape().clone()))
    }

    /// The gradients of `x`, of `affine` and of the residual.
    fn backward(
        &self,
        x: &Tensor,
        affine: &Tensor,
        residual: Option<&Tensor>,
        y: &Tensor,
        dy: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let (_, normalization) = self.used.get().expect("the forward pass comes before the backward pass");
        let of = |t: &Tensor| Ok::<_, candle_core::Error>(maps(Host::new(t)?.numbers(), x.dims()));
        let (x_maps, mut dy_maps) = (of(x)?, of(&dy.contiguous()?)?);
        let y_maps = residual.map(|_| of(y)).transpose()?;
        let gate = match (self.activation, &y_maps) {
            (Activation::None, _) => Gate::Open,
            (Activation::Relu, None) => Gate::Own,
            (Activation::Relu, Some(y)) => Gate::Output(y),
        };
        let mut dx = Maps::like(&x_maps);
        let gradient = blocked::backward(&x_maps, normalization, gate, &mut dy_maps, Some(&mut dx));
        let of_affine = [gradient.gamma, gradient.beta].concat();
        let of_residual = residual.map(|_| tensor(dy_maps.to_nchw(), x.shape())).transpose()?;
        Ok((Some(tensor(dx.to_nchw(), x.shape())?), Some(tensor(of_affine, affine.shape())?), of_residual))
    }
}

impl CustomOp2 for BatchNorm {
    fn name(&self) -> &'static str {
        "batch-norm"
    }

    fn cpu_fwd(&self, x: &CpuStorage, lx: &Layout, a: &CpuStorage, la: &Layout) -> Result<(CpuStorage, Shape)> {
        self.forward((x, lx), (a, la), None)
    }

    fn bwd(&self, x: &Tensor, affine: &Tensor, y: &Tensor, dy: &Tensor) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let (dx, da, _) = self.backward(x, affine, None, y, dy)?;
        Ok((dx, da))
    }
}

impl CustomOp3 for BatchNorm {
    fn name(&self) -> &'static str {
        "batch-norm-residual"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        lx: &Layout,
        a: &CpuStorage,
        la: &Layout,
        r: &CpuStorage,
        lr: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        self.forward((x, lx), (a, la), Some(argument(r, lr)?))
    }

    fn bwd(
        &self,
        x: &Tensor,
        affine: &Tensor,
        residual: &Tensor,
        y: &Tensor,
        dy: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        self.backward(x, affine, Some(residual), y, dy)
    }
}

/// The same by stock operators, whose gradients are right here.
fn composed(
    x: &Tensor,
    gamma: &Tensor,
    beta: &Tensor,
    fixed: Option<(&Tensor, &Tensor)>,
    eps: f64,
    residual: Option<&Tensor>,
    activation: Activation,
) -> Result<(Tensor, Tensor, Tensor)> {
    let (n, c) = (x.dim(0)?, x.dim(1)?);
    let rows = x.reshape((n, c, x.elem_count() / (n * c)))?;
    let across = |per_channel: &Tensor| per_channel.reshape((1, c, 1));
    let (mean, var) = if let Some((mean, var)) = fixed {
        (across(&mean.detach())?, across(&var.detach())?)
    } else {
        let mean = rows.mean_keepdim((0, 2))?;
        let var = rows.broadcast_sub(&mean)?.sqr()?.mean_keepdim((0, 2))?;
        (mean, var)
    };
    let normal = rows.broadcast_sub(&mean)?.broadcast_div(&(&var + eps)?.sqrt()?)?;
    let y = normal.broadcast_mul(&across(gamma)?)?.broadcast_add(&across(beta)?)?.reshape(x.shape())?;
    let y = match residual {
        Some(residual) => (y + residual)?,
        None => y,
    };
    let y = match activation {
        Activation::None => y,
        Activation::Relu => super::relu::composed(&y)?,
    };
    Ok((y, mean.detach().flatten_all()?, var.detach().flatten_all()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::kernels::testing::{assert_close, random};
    use candle_core::{Device, Var};

    struct Case {
        shape: Vec<usize>,
        activation: Activation,
        has_residual: bool,
        is_batch: bool,
        offset: f32,
    }

    const EPS: f64 = 1e-5;

    /// Plain loops in f64: value, mean, variance, and the gradients of x, gamma, beta, residual under `dy`.
    fn twin(case: &Case, [x, gamma, beta, r, mean, var, dy]: [&[f32]; 7]) -> [Vec<f64>; 7] {
        let (n_images, n_channels) = (case.shape[0], case.shape[1]);
        let area: usize = case.shape[2..].iter().product();
        let count = (n_images * area) as f64;
        let at =
            |c: usize| (0..n_images).flat_map(move |n| (n * n_channels + c) * area..(n * n_channels + c + 1) * area);
        let lengths = [x.len(), n_channels, n_channels, x.len(), n_channels, n_channels, x.len()];
        let mut out = lengths.map(|len| vec![0.0; len]);
        let [y, means, vars, dx, dgamma, dbeta, dr] = &mut out;
        for c in 0..n_channels {
            (means[c], vars[c]) = (mean[c] as f64, var[c] as f64);
            if case.is_batch {
                means[c] = at(c).map(|i| x[i] as f64).sum::<f64>() / count;
                vars[c] = at(c).map(|i| (x[i] as f64 - means[c]).powi(2)).sum::<f64>() / count;
            }
            let std = (vars[c] + EPS).sqrt();
            let normal = |i: usize| (x[i] as f64 - means[c]) / std;
            for i in at(c) {
                let v =
                    normal(i) * gamma[c] as f64 + beta[c] as f64 + if case.has_residual { r[i] as f64 } else { 0.0 };
                let is_off = case.activation == Activation::Relu && v <= 0.0;
                y[i] = if is_off { 0.0 } else { v };
                dr[i] = if is_off { 0.0 } else { dy[i] as f64 };
                dgamma[c] += dr[i] * normal(i);
                dbeta[c] += dr[i];
            }
            for i in at(c) {
                let moved = if case.is_batch { (dbeta[c] + normal(i) * dgamma[c]) / count } else { 0.0 };
                dx[i] = gamma[c] as f64 / std * (dr[i] - moved);
            }
        }
        out
    }

    fn check(case: &Case) {
        let c = case.shape[1];
        let shift = |seed, scale: f32, offset: f32, len: &[usize]| -> Vec<f32> {
            random(len, seed).into_iter().map(|v| v * scale + offset).collect()
        };
        let x_numbers = shift(1, 2.0, case.offset, &case.shape);
        let [gamma, beta, mean] = [2, 3, 4].map(|seed| shift(seed, 1.0, 0.1, &[c]));
        let var = shift(5, 0.5, 1.0, &[c]);
        let (r, dy) = (shift(6, 1.0, 0.0, &case.shape), shift(7, 1.0, 0.3, &case.shape));
        let mut expected = twin(case, [&x_numbers, &gamma, &beta, &r, &mean, &var, &dy]);
        if !case.has_residual {
            expected[6].clear();
        }
        let dy = tensor(dy, case.shape.clone()).unwrap();
        let (mean, var) = (tensor(mean, c).unwrap(), tensor(var, c).unwrap());
        for is_composed in [false, true] {
            let var_of = |v: &[f32], s: &[usize]| Var::from_vec(v.to_vec(), s, &Device::Cpu).unwrap();
            let (x, r) = (var_of(&x_numbers, &case.shape), var_of(&r, &case.shape));
            let (g, b) = (var_of(&gamma, &[c]), var_of(&beta, &[c]));
            let residual = case.has_residual.then(|| r.as_tensor());
            let (y, batch_mean, batch_var) = match (is_composed, case.is_batch) {
                (true, true) => composed(&x, &g, &b, None, EPS, residual, case.activation).unwrap(),
                (true, false) => composed(&x, &g, &b, Some((&mean, &var)), EPS, residual, case.activation).unwrap(),
                (false, true) => train(&x, &g, &b, EPS, residual, case.activation).unwrap(),
                (false, false) => {
                    let y = eval(&x, &g, &b, (&mean, &var), EPS, residual, case.activation).unwrap();
                    (y, mean.clone(), var.clone())
                }
            };
            let grads = (&y * &dy).unwrap().sum_all().unwrap().backward().unwrap();
            let what = format!(
                "{:?} {:?} residual {} batch {} composed {is_composed}",
                case.shape, case.activation, case.has_residual, case.is_batch
            );
            // A large mean leaves x itself fewer digits, in f32, after the decimal point.
            let digits = f64::from(case.offset.abs().max(1.0));
            let found = [&y, &batch_mean, &batch_var].into_iter().chain([&x, &g, &b].map(|v| grads.get(v).unwrap()));
            let names = ["y", "mean", "var", "dx", "dgamma", "dbeta"];
            for (i, (found, name)) in found.zip(names).enumerate() {
                let tolerance = if i < 3 { 1e-5 } else { 1e-4 };
                assert_close(found, &expected[i], tolerance * digits, &format!("{name} {what}"));
            }
            if case.has_residual {
                assert_close(grads.get(&r).unwrap(), &expected[6], 1e-6, &format!("dr {what}"));
            }
            assert!(!batch_mean.track_op() && !batch_var.track_op());
        }
    }

    #[test]
    fn agrees_with_plain_loops() {
        let shapes: [&[usize]; 7] =
            [&[4, 3, 5, 7], &[1, 1, 9, 9], &[4, 5, 1, 1], &[7, 70], &[3, 33, 4, 4], &[5, 1, 3], &[2, 2, 40, 41]];
        for shape in shapes {
            for activation in [Activation::None, Activation::Relu] {
                for has_residual in [false, true] {
                    for is_batch in [false, true] {
                        check(&Case { shape: shape.to_vec(), activation, has_residual, is_batch, offset: 0.5 });
                    }
                }
            }
        }
    }

    #[test]
    fn a_large_mean_costs_no_variance() {
        let x = random(&[64, 2, 8, 8], 1).into_iter().map(|v| v + 1000.0).collect::<Vec<_>>();
        let exact: Vec<f64> = (0..2)
            .map(|c| {
                let at = (0..64).flat_map(|n| (0..64).map(move |i| (n * 2 + c) * 64 + i));
                let mean = at.clone().map(|i| x[i] as f64).sum::<f64>() / 4096.0;
                at.map(|i| (x[i] as f64 - mean).powi(2)).sum::<f64>() / 4096.0
            })
            .collect();
        let x = tensor(x, (64, 2, 8, 8)).unwrap();
        let one = tensor(vec![1.0; 2], 2).unwrap();
        let (_, _, var) = batch_norm_train(&x, &one, &one, EPS).unwrap();
        assert_close(&var, &exact, 1e-5, "variance");
    }

    #[test]
    fn results_do_not_depend_on_the_number_of_threads() {
        let x = Var::from_vec(random(&[9, 6, 7, 5], 1), (9, 6, 7, 5), &Device::Cpu).unwrap();
        let one = tensor(vec![1.0; 6], 6).unwrap();
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let y = batch_norm_relu_train(&x, &one, &one, EPS, None).unwrap().0;
                let grads = y.sqr().unwrap().sum_all().unwrap().backward().unwrap();
                grads.get(&x).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap()
            })
        };
        assert_eq!(run(1), run(3));
    }

    #[test]
    fn nan_reaches_its_channel_and_no_other() {
        let mut numbers = random(&[2, 2, 3, 3], 1);
        numbers[3] = f32::NAN;
        let one = tensor(vec![1.0; 2], 2).unwrap();
        let (y, mean, _) =
            batch_norm_relu_train(&tensor(numbers, (2, 2, 3, 3)).unwrap(), &one, &one, EPS, None).unwrap();
        let y = y.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        assert!(y[..9].iter().all(|v| v.is_nan()) && y[9..18].iter().all(|v| v.is_finite()));
        assert!(mean.to_vec1::<f32>().unwrap()[0].is_nan());
    }

    #[test]
    fn shapes_that_do_not_fit_are_refused() {
        let x = tensor(vec![0.0; 16], (2, 2, 2, 2)).unwrap();
        let (two, three) = (tensor(vec![1.0; 2], 2).unwrap(), tensor(vec![1.0; 3], 3).unwrap());
        assert!(batch_norm_train(&x, &two, &three, EPS).is_err());
        assert!(batch_norm_relu_train(&x, &two, &two, EPS, Some(&two)).is_err());
    }
}
