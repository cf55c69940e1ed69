//! Operators with a backward pass of their own, where candle's is wrong or slow.
//!
//! Each has a CPU kernel and a composition of stock operators for devices it has no kernel for.

pub mod conv;
pub mod norm;
pub mod pool;
