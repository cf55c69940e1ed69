//! Max pooling and global average pooling.
//!
//! candle's max-pool passes back a quarter of a unique maximum's gradient, and fails where kernel and stride differ. It
//! knows no average pooling with windows.

use super::cpu::maps::Maps;
use super::cpu::pool::{self as blocked, Windows};
use super::host::{Host, argument, tensor};
use candle_core::{CpuStorage, CustomOp1, DType, Layout, Result, Shape, Tensor, bail};
use std::sync::{Arc, OnceLock};

/// The largest number of each `kernel` x `kernel` window of `x` (n, c, h, w), windows `stride` apart, the border padded
/// with minus infinity, to (n, c, ho, wo).
///
/// The whole gradient of a window goes to its first maximum, row by row; NaN counts as the largest.
///
/// # Errors
/// When the window is larger than the padded input, `padding` more than half of it, or on another element type than f32.
pub fn max_pool2d(x: &Tensor, kernel: usize, stride: usize, padding: usize) -> Result<Tensor> {
    if !x.device().is_cpu() {
        return composed(x, &windows(x.dims(), kernel, stride, padding)?);
    }
    x.contiguous()?.apply_op1(MaxPool2d { kernel, stride, padding, from: Arc::default() })
}

/// The mean of each channel of `x` (n, c, h, w), to (n, c).
///
/// # Errors
/// When `x` has other than four dimensions or none of its places.
pub fn global_avg_pool(x: &Tensor) -> Result<Tensor> {
    let (n, c, h, w) = x.dims4()?;
    if !x.device().is_cpu() || x.dtype() != DType::F32 || h * w == 0 {
        return x.flatten_from(2)?.mean(2);
    }
    x.contiguous()?.reshape((n, c, h * w))?.apply_op1(GlobalAvgPool)
}

/// The windows over `x` (n, c, h, w).
pub(super) fn windows(x: &[usize], kernel: usize, stride: usize, padding: usize) -> Result<Windows> {
    let &[_, _, h, w] = x else { bail!("max_pool2d takes (n, c, h, w), not {x:?}") };
    if stride == 0 || 2 * padding > kernel || h + 2 * padding < kernel || w + 2 * padding < kernel || kernel == 0 {
        bail!("max_pool2d: windows of {kernel}, stride {stride}, padding {padding} do not fit {x:?}");
    }
    let (ho, wo) = ((h + 2 * padding - kernel) / stride + 1, (w + 2 * padding - kernel) / stride + 1);
    Ok(Windows { h, w, kernel, stride, padding, ho, wo })
}

struct MaxPool2d {
    kernel: usize,
    stride: usize,
    padding: usize,
    /// Where in its channel each window's first maximum lies, left by the forward pass.
    from: Arc<OnceLock<Vec<u32>>>,
}

impl CustomOp1 for MaxPool2d {
    fn name(&self) -> &'static str {
        "max-pool2d"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let (n, c, h, w) = layout.shape().dims4()?;
        let p = windows(layout.dims(), self.kernel, self.stride, self.padding)?;
        let x = Maps::from_nchw(argument(storage, layout)?, (n, c, h, w));
        let (y, from) = blocked::max_pool(&x, &p);
        // A second run of the same operator has the same argument, so the same maxima.
        let _ = self.from.set(from);
        Ok((CpuStorage::F32(y.to_nchw()), (n, c, p.ho, p.wo).into()))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, dy: &Tensor) -> Result<Option<Tensor>> {
        let (n, c, h, w) = x.dims4()?;
        let from = self.from.get().expect("the forward pass comes before the backward pass");
        let dy = dy.contiguous()?;
        let dy = Maps::from_nchw(Host::new(&dy)?.numbers(), dy.dims4()?);
        let mut dx = Maps::new(n, c, h, w);
        blocked::max_pool_gradient(&dy, from, &mut dx);
        Ok(Some(tensor(dx.to_nchw(), x.shape())?))
    }
}

/// The same by stock operators: window places compared one after the other, so that the first of equals stays.
fn composed(x: &Tensor, p: &Windows) -> Result<Tensor> {
    let rows: Vec<Tensor> = (0..p.kernel).map(|k| shifted(x, 2, k, p, p.ho)).collect::<Result<_>>()?;
    let mut best: Option<Tensor> = None;
    for row in &rows {
        for k in 0..p.kernel {
            let next = shifted(row, 3, k, p, p.wo)?;
            best = Some(match best {
                Some(best) => {
                    let is_larger = (next.gt(&best)? + next.ne(&next)?)?;
                    is_larger.where_cond(&next, &best)?
                }
                None => next,
            });
        }
    }
    best.map_or_else(|| bail!("max_pool2d: an empty window"), Ok)
}

/// Element `k` of each window along `dim`; minus infinity where that lies in the padding.
fn shifted(x: &Tensor, dim: usize, k: usize, p: &Windows, out: usize) -> Result<Tensor> {
    let border = |len| {
        let mut dims = x.dims().to_vec();
        dims[dim] = len;
        Tensor::full(f32::NEG_INFINITY, dims, x.device())?.to_dtype(x.dtype())
    };
    // Enough behind to cut `out` whole strides.
    let padded = Tensor::cat(&[&border(p.padding)?, x, &border(p.padding + p.stride)?], dim)?;
    let strides = padded.narrow(dim, k, out * p.stride)?;
    let mut dims = x.dims().to_vec();
    dims[dim] = out;
    dims.insert(dim + 1, p.stride);
    strides.contiguous()?.reshape(dims)?.narrow(dim + 1, 0, 1)?.squeeze(dim + 1)?.contiguous()
}

/// (n, c, area) to (n, c).
struct GlobalAvgPool;

impl CustomOp1 for GlobalAvgPool {
    fn name(&self) -> &'static str {
        "global-avg-pool"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let (n, c, area) = layout.shape().dims3()?;
        let y = blocked::global_average(&Maps::from_nchw(argument(storage, layout)?, (n, c, area, 1)));
        Ok((CpuStorage::F32(y), (n, c).into()))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, dy: &Tensor) -> Result<Option<Tensor>> {
        let (n, c, area) = x.dims3()?;
        let dy = dy.contiguous()?;
        let mut dx = Maps::new(n, c, area, 1);
        blocked::global_average_gradient(Host::new(&dy)?.numbers(), &mut dx);
        Ok(Some(tensor(dx.to_nchw(), x.shape())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::kernels::testing::{assert_close, random};
    use candle_core::{Device, Var};

    fn grid(shape: &[usize]) -> Vec<f32> {
        // Few distinct values, so that ties are common.
        random(shape, 1).into_iter().map(|v| (v * 3.0).round()).collect()
    }

    fn check(shape: [usize; 4], kernel: usize, stride: usize, padding: usize) {
        let p = windows(&shape, kernel, stride, padding).unwrap();
        let (n, c) = (shape[0], shape[1]);
        let numbers = grid(&shape);
        let dy = random(&[n, c, p.ho, p.wo], 2);
        let (mut y_twin, mut dx_twin) = (vec![], vec![0.0; numbers.len()]);
        for (out, dy) in dy.iter().enumerate() {
            let (xo, yo, plane) = (out % p.wo, out / p.wo % p.ho, out / (p.wo * p.ho));
            let mut best: Option<usize> = None;
            for (ky, kx) in (0..kernel).flat_map(|ky| (0..kernel).map(move |kx| (ky, kx))) {
                let (y, x) = ((yo * stride + ky).wrapping_sub(padding), (xo * stride + kx).wrapping_sub(padding));
                let at = plane.wrapping_mul(p.h).wrapping_add(y).wrapping_mul(p.w).wrapping_add(x);
                if y < p.h && x < p.w && best.is_none_or(|best| numbers[at] > numbers[best]) {
                    best = Some(at);
                }
            }
            let best = best.unwrap();
            y_twin.push(numbers[best] as f64);
            dx_twin[best] += *dy as f64;
        }
        let dy = tensor(dy, (n, c, p.ho, p.wo)).unwrap();
        for is_composed in [false, true] {
            let x = Var::from_vec(numbers.clone(), &shape, &Device::Cpu).unwrap();
            let y =
                if is_composed { composed(&x, &p).unwrap() } else { max_pool2d(&x, kernel, stride, padding).unwrap() };
            let what = format!("{shape:?} kernel {kernel} stride {stride} padding {padding} composed {is_composed}");
            assert_close(&y, &y_twin, 0.0, &what);
            let grads = (y * &dy).unwrap().sum_all().unwrap().backward().unwrap();
            assert_close(grads.get(&x).unwrap(), &dx_twin, 1e-6, &what);
        }
    }

    #[test]
    fn max_pool_agrees_with_plain_loops() {
        check([2, 3, 8, 8], 3, 2, 1);
        check([1, 1, 7, 9], 2, 2, 0);
        check([3, 2, 5, 6], 3, 1, 1);
        check([1, 4, 9, 5], 5, 3, 2);
        check([2, 1, 6, 6], 6, 1, 3);
        check([2, 2, 4, 4], 1, 2, 0);
        check([1, 9, 11, 3], 2, 3, 1);
    }

    #[test]
    fn max_pool_of_nan_and_infinities() {
        let numbers =
            vec![f32::NAN, 1.0, f32::NEG_INFINITY, f32::NEG_INFINITY, 2.0, 3.0, f32::NEG_INFINITY, f32::NEG_INFINITY];
        let x = Var::from_vec(numbers, (1, 1, 2, 4), &Device::Cpu).unwrap();
        for y in [max_pool2d(&x, 2, 2, 0).unwrap(), composed(&x, &windows(&[1, 1, 2, 4], 2, 2, 0).unwrap()).unwrap()] {
            let values = y.flatten_all().unwrap().to_vec1::<f32>().unwrap();
            assert!(values[0].is_nan() && values[1] == f32::NEG_INFINITY);
            let dx = y.sum_all().unwrap().backward().unwrap().get(&x).unwrap().flatten_all().unwrap();
            assert_eq!(dx.to_vec1::<f32>().unwrap(), [1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        }
    }

    #[test]
    fn windows_that_do_not_fit_are_refused() {
        let x = tensor(vec![0.0; 16], (1, 1, 4, 4)).unwrap();
        assert!(
            max_pool2d(&x, 5, 1, 0).is_err() && max_pool2d(&x, 2, 0, 0).is_err() && max_pool2d(&x, 2, 1, 2).is_err()
        );
    }

    #[test]
    fn global_average_and_its_gradient() {
        let numbers = random(&[3, 5, 4, 7], 1);
        let mean = |slice: &[f32]| slice.iter().map(|&v| v as f64).sum::<f64>() / 28.0;
        let twin: Vec<f64> = numbers.chunks(28).map(mean).collect();
        let x = Var::from_vec(numbers, (3, 5, 4, 7), &Device::Cpu).unwrap();
        let y = global_avg_pool(&x).unwrap();
        assert_eq!(y.dims(), [3, 5]);
        assert_close(&y, &twin, 1e-6, "mean");
        let dy = random(&[3, 5], 2);
        let dx_twin: Vec<f64> = dy.iter().flat_map(|&v| [v as f64 / 28.0; 28]).collect();
        let grads = (y * tensor(dy, (3, 5)).unwrap()).unwrap().sum_all().unwrap().backward().unwrap();
        assert_close(grads.get(&x).unwrap(), &dx_twin, 1e-6, "gradient");
    }
}
