//! What sits on a backbone: the SimCLR projection head and linear cluster heads.

use super::{Init, Params};
use candle_core::{Result, Tensor};

/// Adds a linear layer (c_in -> c_out), initialised as PyTorch's.
///
/// # Errors
/// From candle.
pub fn add_linear(params: &mut Params, name: &str, c_in: usize, c_out: usize, seed: u64) -> Result<()> {
    params.add_weight(&format!("{name}.weight"), &[c_out, c_in], Init::Linear(c_in), seed)?;
    params.add_weight(&format!("{name}.bias"), &[c_out], Init::Linear(c_in), seed)
}

/// x (n, c_in) -> (n, c_out).
///
/// # Errors
/// From candle, or if there is no such layer.
pub fn linear(params: &Params, name: &str, x: &Tensor, with_grad: bool) -> Result<Tensor> {
    let weight = params.weight(&format!("{name}.weight"), with_grad)?;
    x.matmul(&weight.t()?)?.broadcast_add(&params.weight(&format!("{name}.bias"), with_grad)?)
}

/// Adds SimCLR's projection head: d -> d -> ReLU -> 128.
///
/// # Errors
/// From candle.
pub fn add_projection(params: &mut Params, n_features: usize, seed: u64) -> Result<()> {
    add_linear(params, "projection.0", n_features, n_features, seed)?;
    add_linear(params, "projection.2", n_features, 128, seed)
}

/// Features (n, d) -> (n, 128), not yet normalised.
///
/// # Errors
/// From candle.
pub fn projection(params: &Params, features: &Tensor, with_grad: bool) -> Result<Tensor> {
    let hidden = linear(params, "projection.0", features, with_grad)?.relu()?;
    linear(params, "projection.2", &hidden, with_grad)
}

/// Name of the i-th cluster head's layer.
#[must_use]
pub fn cluster_head(i: usize) -> String {
    format!("cluster_head.{i}")
}
