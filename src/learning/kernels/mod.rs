//! Operators with a backward pass of their own, where candle's is wrong or slow.
//!
//! Each has a CPU kernel (f32, on rayon's current pool) and a composition of stock operators for devices it has no
//! kernel for. `cpu` holds the kernels, on blocked maps; `tape` strings them together without candle's graph, as training
//! does. It knows no network: layers and their parameters live above. It casts nothing: other element types fail.

pub(crate) mod bottleneck;
pub mod conv;
#[expect(unsafe_code, reason = "vectors, and outputs that several tasks write at once")]
pub(crate) mod cpu;
pub(crate) mod host;
pub mod norm;
pub mod pool;
pub mod relu;
pub mod tape;
#[cfg(test)]
mod testing;
