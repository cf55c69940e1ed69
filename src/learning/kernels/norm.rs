//! BatchNorm.
use candle_core::{Result, Tensor};
fn per_channel(v: &Tensor) -> Result<Tensor> {
    v.reshape((1, v.elem_count(), 1, 1))
}
/// train
pub fn batch_norm_train(x: &Tensor, gamma: &Tensor, beta: &Tensor, eps: f64) -> Result<(Tensor, Tensor, Tensor)> {
    let mean = x.mean_keepdim((0, 2, 3))?;
    let centered = x.broadcast_sub(&mean)?;
    let var = centered.sqr()?.mean_keepdim((0, 2, 3))?;
    let y = centered.broadcast_div(&(&var + eps)?.sqrt()?)?;
    let y = y.broadcast_mul(&per_channel(gamma)?)?.broadcast_add(&per_channel(beta)?)?;
    Ok((y, mean.detach().flatten_all()?, var.detach().flatten_all()?))
}
/// eval
pub fn batch_norm_eval(
    x: &Tensor,
    gamma: &Tensor,
    beta: &Tensor,
    mean: &Tensor,
    var: &Tensor,
    eps: f64,
) -> Result<Tensor> {
    let scale = (gamma / (var + eps)?.sqrt()?)?;
    let shift = (beta - (mean * &scale)?)?;
    x.broadcast_mul(&per_channel(&scale)?)?.broadcast_add(&per_channel(&shift)?)
}
