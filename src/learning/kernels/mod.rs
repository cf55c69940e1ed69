//! Operators with a backward pass of their own, where candle's is wrong or slow.
//!
//! Each has a CPU kernel (f32, on rayon's current pool) and a composition of stock operators for devices it has no
//! kernel for. `cpu` holds the kernels, on blocked maps; `tape` strings them together without candle's graph, as training
//! does. It knows no network: layers and their parameters live above. It casts nothing: other element types fail.

pub(crate) mod above;
pub mod activation;
pub(crate) mod bottleneck;
pub(crate) mod codes;
pub mod conv;
pub(crate) mod cpu;
pub(crate) mod dot;
pub(crate) mod gemm;
pub(crate) mod host;
pub mod matmul;
pub mod norm;
pub mod pool;
pub mod relu;
pub mod rows;
pub(crate) mod simd;
pub mod tape;
#[cfg(test)]
mod testing;
