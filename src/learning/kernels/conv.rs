//! Two-dimensional convolution, one group, no dilation, no bias, with gradients of its own.
//!
//! candle's own input gradient is a plain loop, and is computed for the first layer too, where nobody needs it.

use super::cpu::conv as blocked;
use super::cpu::conv_weight;
use super::cpu::grid::{Finish, Geometry};
use super::cpu::maps::Maps;
use super::host::{Host, argument, tensor};
use candle_core::backend::BackendStorage;
use candle_core::{CpuStorage, CudaStorage, CustomOp2, Layout, MetalStorage, Result, Shape, Storage, Tensor, bail};

/// `x` (n, c, h, w) with `weight` (o, c, kh, kw), both f32, to (n, o, ho, wo); zeros around the border.
///
/// The gradient of `x` is computed only if `x` depends on a variable: images cost nothing backwards.
///
/// # Errors
/// When the shapes do not fit, the kernel is larger than the padded input, or on another element type.
pub fn conv2d(x: &Tensor, weight: &Tensor, stride: usize, padding: usize) -> Result<Tensor> {
    let (x, weight) = (x.contiguous()?, weight.contiguous()?);
    if x.device().is_cpu() {
        return x.apply_op2(&weight, Conv2d { stride, padding });
    }
    let value = composed_forward(&x.detach(), &weight.detach(), stride, padding)?;
    x.apply_op2(&weight, Composed { value, stride, padding })
}

pub(super) fn geometry(x: &[usize], weight: &[usize], stride: usize, padding: usize) -> Result<Geometry> {
    let (&[n, c, h, w], &[o, weight_c, kh, kw]) = (x, weight) else {
        bail!("conv2d takes (n, c, h, w) and (o, c, kh, kw), not {x:?} and {weight:?}")
    };
    if c != weight_c || c * o * stride == 0 || kh == 0 || kw == 0 || h + 2 * padding < kh || w + 2 * padding < kw {
        bail!("conv2d: an input of {x:?} does not fit weights of {weight:?} with stride {stride}, padding {padding}");
    }
    let (ho, wo) = ((h + 2 * padding - kh) / stride + 1, (w + 2 * padding - kw) / stride + 1);
    Ok(Geometry { n, c, h, w, o, kh, kw, stride, padding, ho, wo })
}

struct Conv2d {
    stride: usize,
    padding: usize,
}

impl CustomOp2 for Conv2d {
    fn name(&self) -> &'static str {
        "conv2d"
    }

    fn cpu_fwd(&self, x: &CpuStorage, lx: &Layout, w: &CpuStorage, lw: &Layout) -> Result<(CpuStorage, Shape)> {
        let g = geometry(lx.dims(), lw.dims(), self.stride, self.padding)?;
        let x = Maps::from_nchw(argument(x, lx)?, (g.n, g.c, g.h, g.w));
        let (y, _) = blocked::forward(&g, &x, argument(w, lw)?, None, Finish::default());
        Ok((CpuStorage::F32(y.to_nchw()), (g.n, g.o, g.ho, g.wo).into()))
    }

    fn bwd(&self, x: &Tensor, weight: &Tensor, _: &Tensor, dy: &Tensor) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let g = geometry(x.dims(), weight.dims(), self.stride, self.padding)?;
        let dy = dy.contiguous()?;
        let dy = Maps::from_nchw(Host::new(&dy)?.numbers(), (g.n, g.o, g.ho, g.wo));
        let dx = if x.track_op() {
            let mut dx = Maps::new(g.n, g.c, g.h, g.w);
            blocked::input_gradient(&g, &dy, Host::new(weight)?.numbers(), &mut dx, false);
            Some(tensor(dx.to_nchw(), x.shape())?)
        } else {
            None
        };
        let dw = if weight.track_op() {
            let x = Maps::from_nchw(Host::new(x)?.numbers(), (g.n, g.c, g.h, g.w));
            let mut dw = vec![0.0; weight.elem_count()];
            conv_weight::weight_gradient(&g, &x, &dy, &mut dw);
            Some(tensor(dw, weight.shape())?)
        } else {
            None
        };
        Ok((dx, dw))
    }
}

/// A value computed beforehand by stock operators, with the gradients below in place of theirs.
struct Composed {
    value: Tensor,
    stride: usize,
    padding: usize,
}

impl CustomOp2 for Composed {
    fn name(&self) -> &'static str {
        "conv2d-composed"
    }

    fn cpu_fwd(&self, _: &CpuStorage, _: &Layout, _: &CpuStorage, _: &Layout) -> Result<(CpuStorage, Shape)> {
        match &*self.value.storage_and_layout().0 {
            Storage::Cpu(s) => Ok((s.try_clone(self.value.layout())?, self.value.shape().clone())),
            _ => bail!("the value lies on another device than the arguments"),
        }
    }

    fn cuda_fwd(&self, _: &CudaStorage, _: &Layout, _: &CudaStorage, _: &Layout) -> Result<(CudaStorage, Shape)> {
        match &*self.value.storage_and_layout().0 {
            Storage::Cuda(s) => Ok((s.try_clone(self.value.layout())?, self.value.shape().clone())),
            _ => bail!("the value lies on another device than the arguments"),
        }
    }

    fn metal_fwd(&self, _: &MetalStorage, _: &Layout, _: &MetalStorage, _: &Layout) -> Result<(MetalStorage, Shape)> {
        match &*self.value.storage_and_layout().0 {
            Storage::Metal(s) => Ok((s.try_clone(self.value.layout())?, self.value.shape().clone())),
            _ => bail!("the value lies on another device than the arguments"),
        }
    }

    fn bwd(&self, x: &Tensor, weight: &Tensor, _: &Tensor, dy: &Tensor) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let (x_value, weight_value, dy) = (x.detach(), weight.detach(), dy.contiguous()?);
        let g = geometry(x.dims(), weight.dims(), self.stride, self.padding)?;
        let dx = x.track_op().then(|| composed_input_gradient(&g, &weight_value, &dy)).transpose()?;
        let dw = weight.track_op().then(|| composed_weight_gradient(&g, &x_value, &dy)).transpose()?;
        Ok((dx, dw))
    }
}

fn composed_forward(x: &Tensor, weight: &Tensor, stride: usize, padding: usize) -> Result<Tensor> {
    geometry(x.dims(), weight.dims(), stride, padding)?;
    x.conv2d(weight, padding, stride, 1, 1)?.contiguous()
}

/// The gradient, spread out by the stride and padded, convolved with the turned weights.
fn composed_input_gradient(g: &Geometry, weight: &Tensor, dy: &Tensor) -> Result<Tensor> {
    let weight = weight.transpose(0, 1)?.contiguous()?.flip(&[2, 3])?.contiguous()?;
    let spread = spread(&spread(dy, 2, g.stride)?, 3, g.stride)?;
    let padded = pad(&pad(&spread, 2, g.kh, g.padding, g.h)?, 3, g.kw, g.padding, g.w)?;
    padded.contiguous()?.conv2d(&weight, 0, 1, 1, 1)
}

/// `stride - 1` zeros between neighbours along `dim`.
fn spread(dy: &Tensor, dim: usize, stride: usize) -> Result<Tensor> {
    if stride == 1 {
        return Ok(dy.clone());
    }
    let len = dy.dim(dim)?;
    let wide = dy.unsqueeze(dim + 1)?.pad_with_zeros(dim + 1, 0, stride - 1)?.flatten(dim, dim + 1)?;
    wide.narrow(dim, 0, (len - 1) * stride + 1)
}

/// Pads (or cuts) `dim` so that a kernel of `k` leaves exactly `size`, the input's size.
fn pad(dy: &Tensor, dim: usize, k: usize, padding: usize, size: usize) -> Result<Tensor> {
    let mut dy = dy.clone();
    let cut = (padding + 1).saturating_sub(k);
    if cut > 0 {
        dy = dy.narrow(dim, cut, dy.dim(dim)? - cut)?;
    }
    let wanted = size + k - 1;
    let left = (k - 1).saturating_sub(padding);
    let len = dy.dim(dim)?.min(wanted - left);
    dy.narrow(dim, 0, len)?.pad_with_zeros(dim, left, wanted - left - len)
}

/// The input convolved with the gradient, channels and images swapped.
fn composed_weight_gradient(g: &Geometry, x: &Tensor, dy: &Tensor) -> Result<Tensor> {
    // Contiguous on both sides: Metal's conv2d reads a strided kernel wrongly.
    let x = x.transpose(0, 1)?.contiguous()?;
    let dy = dy.transpose(0, 1)?.contiguous()?;
    let dw = x.conv2d(&dy, g.padding, 1, g.stride, 1)?;
    dw.narrow(2, 0, g.kh)?.narrow(3, 0, g.kw)?.transpose(0, 1)?.contiguous()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::kernels::testing::{assert_close, random};
    use candle_core::{Device, Var};

    /// Plain loops: value, and the gradients of `sum(y * dy)`.
    fn twin(g: &Geometry, x: &[f32], weight: &[f32], dy: &[f32]) -> [Vec<f64>; 3] {
        let mut y = vec![0.0; g.n * g.o * g.ho * g.wo];
        let (mut dx, mut dw) = (vec![0.0; x.len()], vec![0.0; weight.len()]);
        for (at, value) in y.iter_mut().enumerate() {
            let (xo, yo, o, n) = (at % g.wo, at / g.wo % g.ho, at / (g.wo * g.ho) % g.o, at / (g.wo * g.ho * g.o));
            for (tap, dw) in dw[o * g.c * g.kh * g.kw..][..g.c * g.kh * g.kw].iter_mut().enumerate() {
                let (kx, ky, c) = (tap % g.kw, tap / g.kw % g.kh, tap / (g.kw * g.kh));
                let (yi, xi) =
                    ((yo * g.stride + ky).wrapping_sub(g.padding), (xo * g.stride + kx).wrapping_sub(g.padding));
                if yi >= g.h || xi >= g.w {
                    continue;
                }
                let from = ((n * g.c + c) * g.h + yi) * g.w + xi;
                let w = weight[o * g.c * g.kh * g.kw + tap] as f64;
                *value += x[from] as f64 * w;
                dx[from] += dy[at] as f64 * w;
                *dw += dy[at] as f64 * x[from] as f64;
            }
        }
        [y, dx, dw]
    }

    fn check(x: [usize; 4], weight: [usize; 4], stride: usize, padding: usize) {
        let g = geometry(&x, &weight, stride, padding).unwrap();
        let (xs, ws) = (random(&x, 1), random(&weight, 2));
        let dys = random(&[g.n, g.o, g.ho, g.wo], 3);
        let dy = tensor(dys.clone(), (g.n, g.o, g.ho, g.wo)).unwrap();
        let [y_twin, dx_twin, dw_twin] = twin(&g, &xs, &ws, &dys);
        for is_composed in [false, true] {
            let what = format!("{x:?} {weight:?} stride {stride} padding {padding} composed {is_composed}");
            let x = Var::from_vec(xs.clone(), &x, &Device::Cpu).unwrap();
            let w = Var::from_vec(ws.clone(), &weight, &Device::Cpu).unwrap();
            let y = if is_composed {
                let value = composed_forward(&x.detach(), &w.detach(), stride, padding).unwrap();
                x.apply_op2(&w, Composed { value, stride, padding }).unwrap()
            } else {
                conv2d(&x, &w, stride, padding).unwrap()
            };
            assert_close(&y, &y_twin, 1e-5, &format!("forward {what}"));
            let grads = (y * &dy).unwrap().sum_all().unwrap().backward().unwrap();
            assert_close(grads.get(&x).unwrap(), &dx_twin, 1e-4, &format!("input gradient {what}"));
            assert_close(grads.get(&w).unwrap(), &dw_twin, 1e-4, &format!("weight gradient {what}"));
        }
    }

    #[test]
    fn agrees_with_plain_loops() {
        check([2, 3, 8, 8], [4, 3, 3, 3], 1, 1);
        check([3, 5, 9, 7], [6, 5, 3, 3], 2, 1);
        check([1, 1, 5, 5], [1, 1, 3, 3], 1, 0);
        check([1, 1, 1, 1], [1, 1, 1, 1], 1, 0);
        check([2, 1, 11, 13], [7, 1, 7, 7], 2, 3);
        check([1, 4, 6, 6], [3, 4, 5, 3], 1, 2);
        check([2, 3, 4, 6], [2, 3, 2, 3], 2, 3);
        check([2, 6, 7, 9], [5, 6, 1, 1], 1, 0);
        check([2, 6, 7, 9], [5, 6, 1, 1], 2, 0);
        check([2, 2, 5, 5], [3, 2, 1, 1], 1, 3);
        check([1, 2, 10, 3], [2, 2, 3, 3], 3, 0);
        check([9, 16, 4, 4], [17, 16, 3, 3], 1, 1);
        check([5, 8, 8, 8], [16, 8, 3, 3], 2, 1);
        check([2, 3, 33, 35], [13, 3, 3, 3], 1, 1);
        check([3, 7, 21, 22], [12, 7, 3, 3], 2, 1);
        check([1, 3, 40, 40], [16, 3, 7, 7], 2, 3);
    }

    #[test]
    fn the_input_layer_gets_no_gradient() {
        let x = tensor(random(&[2, 3, 6, 6], 1), (2, 3, 6, 6)).unwrap();
        let w = Var::from_vec(random(&[4, 3, 3, 3], 2), (4, 3, 3, 3), &Device::Cpu).unwrap();
        let grads = conv2d(&x, &w, 1, 1).unwrap().sum_all().unwrap().backward().unwrap();
        assert!(grads.get(&x).is_none() && grads.get(&w).is_some());
    }

    #[test]
    fn strided_inputs_count_like_their_copies() {
        let x = tensor(random(&[6, 3, 5, 2], 1), (6, 3, 5, 2)).unwrap().transpose(0, 3).unwrap();
        let w = tensor(random(&[3, 3, 3, 4], 2), (3, 3, 3, 4)).unwrap().transpose(0, 3).unwrap();
        let strided = conv2d(&x, &w, 1, 1).unwrap();
        let copied = conv2d(&x.contiguous().unwrap(), &w.contiguous().unwrap(), 1, 1).unwrap();
        assert_eq!(
            strided.flatten_all().unwrap().to_vec1::<f32>().unwrap(),
            copied.flatten_all().unwrap().to_vec1::<f32>().unwrap()
        );
    }

    #[test]
    fn nan_and_infinity_reach_the_output() {
        for bad in [f32::NAN, f32::INFINITY] {
            let mut numbers = vec![1.0; 25];
            numbers[12] = bad;
            let w = tensor(vec![1.0; 9], (1, 1, 3, 3)).unwrap();
            let y = conv2d(&tensor(numbers, (1, 1, 5, 5)).unwrap(), &w, 1, 0).unwrap();
            let y = y.flatten_all().unwrap().to_vec1::<f32>().unwrap();
            assert!(y.iter().all(|v| v.to_bits() == bad.to_bits() || v.is_nan() && bad.is_nan()), "{y:?}");
        }
    }

    #[test]
    fn gradients_are_the_same_bits_each_time() {
        let x = Var::from_vec(random(&[13, 4, 9, 9], 1), (13, 4, 9, 9), &Device::Cpu).unwrap();
        let w = Var::from_vec(random(&[6, 4, 3, 3], 2), (6, 4, 3, 3), &Device::Cpu).unwrap();
        let bits = || {
            let grads = conv2d(&x, &w, 1, 1).unwrap().sqr().unwrap().sum_all().unwrap().backward().unwrap();
            grads.get(&w).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap()
        };
        let first = bits();
        for _ in 0..5 {
            assert!(bits().iter().zip(&first).all(|(a, b)| a.to_bits() == b.to_bits()));
        }
    }

    #[test]
    fn shapes_that_do_not_fit_are_refused() {
        let x = tensor(vec![0.0; 32], (1, 2, 4, 4)).unwrap();
        for shape in [(1, 3, 1, 1), (1, 2, 5, 1), (1, 2, 1, 7)] {
            let w = Tensor::zeros(shape, candle_core::DType::F32, &Device::Cpu).unwrap();
            assert!(conv2d(&x, &w, 1, 0).is_err());
        }
    }
}
