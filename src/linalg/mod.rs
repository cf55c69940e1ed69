//! Arithmetic on plain slices of f32: sums of products, matrix products, softmax and its like, codes of eight bits.
//!
//! It stands on the ground floor: no tensor, no thread pool, nothing of this program but [`crate::control`] in tests. Each
//! kernel is written once and compiled for every instruction set that `simd` knows; all run on the calling thread alone.
//! Operators that are learned through, with a backward pass, live in [`crate::learning::kernels`].

pub(crate) mod above;
pub mod activation;
pub(crate) mod codes;
pub(crate) mod dot;
pub(crate) mod gemm;
pub mod matmul;
pub mod rows;
pub(crate) mod simd;
