//! ReLU as one operator: zero gradient at zero (candle's is one there), NaN stays NaN.

use super::host::{Host, argument, tensor};
use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};
use rayon::prelude::*;

/// The larger of each element and zero; f32, any shape.
///
/// # Errors
/// On another element type.
pub fn relu(x: &Tensor) -> Result<Tensor> {
    if !x.device().is_cpu() {
        return composed(x);
    }
    x.contiguous()?.apply_op1(Relu)
}

/// The same by stock operators, with the same gradient.
pub(super) fn composed(x: &Tensor) -> Result<Tensor> {
    let zeros = x.zeros_like()?;
    x.le(&zeros)?.where_cond(&zeros, x)
}

/// Floats a task takes: a few tens of microseconds of work.
const CHUNK: usize = 64 * 1024;

struct Relu;

impl CustomOp1 for Relu {
    fn name(&self) -> &'static str {
        "relu"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let x = argument(storage, layout)?;
        let mut y = vec![0.0; x.len()];
        y.par_chunks_mut(CHUNK).zip(x.par_chunks(CHUNK)).for_each(|(y, x)| {
            for (y, &x) in y.iter_mut().zip(x) {
                *y = if x <= 0.0 { 0.0 } else { x };
            }
        });
        Ok((CpuStorage::F32(y), layout.shape().clone()))
    }

    fn bwd(&self, _: &Tensor, y: &Tensor, dy: &Tensor) -> Result<Option<Tensor>> {
        let dy = dy.contiguous()?;
        let (y_host, dy_host) = (Host::new(y)?, Host::new(&dy)?);
        let (ys, dys) = (y_host.numbers(), dy_host.numbers());
        let mut dx = vec![0.0; ys.len()];
        dx.par_chunks_mut(CHUNK).zip(ys.par_chunks(CHUNK)).zip(dys.par_chunks(CHUNK)).for_each(|((dx, y), dy)| {
            for ((dx, &y), &dy) in dx.iter_mut().zip(y).zip(dy) {
                *dx = if y <= 0.0 { 0.0 } else { dy };
            }
        });
        Ok(Some(tensor(dx, y.shape())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::{Device, Var};

    #[test]
    fn value_and_gradient_at_zero_infinity_and_nan() {
        let x = Var::from_vec(vec![-2.0_f32, 0.0, 3.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN], 6, &Device::Cpu)
            .unwrap();
        for y in [relu(&x).unwrap(), composed(&x).unwrap()] {
            let values = y.to_vec1::<f32>().unwrap();
            assert_eq!(values[..5], [0.0, 0.0, 3.0, f32::INFINITY, 0.0]);
            assert!(values[5].is_nan());
            let grads = y.sum_all().unwrap().backward().unwrap();
            assert_eq!(grads.get(&x).unwrap().to_vec1::<f32>().unwrap(), [0.0, 0.0, 1.0, 1.0, 0.0, 1.0]);
        }
    }
}
