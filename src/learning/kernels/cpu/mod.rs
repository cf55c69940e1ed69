//! Kernels for the processor on blocked maps: plain memory, rayon's current pool, run-time choice of instructions.
//!
//! No tensor and no graph: `tape` strings them together, and the operators beside this folder lend them to tensors.

#![expect(
    clippy::inline_always,
    reason = "a kernel gets its instruction set from the function that it is inlined into"
)]
#![expect(
    clippy::needless_range_loop,
    reason = "loops of a fixed number of turns keep sums in registers, iterators may not"
)]

pub(crate) mod conv;
pub(crate) mod conv_weight;
pub(crate) mod depthwise;
mod direct;
pub(crate) mod grid;
pub(crate) mod maps;
pub(crate) mod moments;
pub(crate) mod norm;
mod outer;
pub(crate) mod pointwise;
pub(crate) mod pool;
mod rows;
mod scratch;
#[cfg(test)]
mod tests;
mod winograd;
mod winograd_weight;
