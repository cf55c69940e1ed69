//! Operators with a backward pass of their own, where candle's is wrong or slow.
//!
//! Each has a CPU kernel (f32, NCHW, on rayon's current pool) and a composition of stock operators for devices it has no
//! kernel for. It knows no network: layers and their parameters live above. It casts nothing: other element types fail.

pub(crate) mod above;
pub mod conv;
mod conv_cpu;
pub(crate) mod dot;
pub(crate) mod gemm;
mod host;
pub mod matmul;
mod microkernel;
pub mod norm;
mod norm_cpu;
pub mod pool;
pub mod relu;
pub(crate) mod simd;
#[cfg(test)]
mod testing;
