//! Pools.
use candle_core::{Result, Tensor};
/// max
pub fn max_pool2d(x: &Tensor, kernel: usize, stride: usize, padding: usize) -> Result<Tensor> {
    x.pad_with_zeros(2, padding, padding)?.pad_with_zeros(3, padding, padding)?.max_pool2d_with_stride(kernel, stride)
}
/// avg
pub fn global_avg_pool(x: &Tensor) -> Result<Tensor> {
    x.mean((2, 3))
}
