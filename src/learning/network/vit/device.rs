//! The same transformers as candle composes them, for devices other than the CPU.

use super::{Dense, Norm, Vit, VitForm};
use crate::linalg::rows::Activation;
use candle_core::{D, Device, Result, Tensor};
use candle_nn::ops::{layer_norm, softmax_last_dim};

/// A linear layer: (in, out) and (out).
struct Linear {
    weight: Tensor,
    bias: Tensor,
}

struct LayerNorm {
    gain: Tensor,
    bias: Tensor,
    eps: f32,
}

struct Layer {
    norm1: LayerNorm,
    qkv: Linear,
    out: Linear,
    norm2: LayerNorm,
    fc1: Linear,
    fc2: Linear,
}

struct Pooling {
    /// (1, 1, dim), projected.
    query: Tensor,
    key_value: Linear,
    out: Linear,
    norm: LayerNorm,
    fc1: Linear,
    fc2: Linear,
}

/// A transformer whose weights lie on a device.
pub struct DeviceVit {
    form: VitForm,
    patches: Linear,
    /// (1, extra, dim); None without a class token.
    extra: Option<Tensor>,
    /// (1, places, dim) for the side that it was made for.
    positions: Tensor,
    pre_norm: Option<LayerNorm>,
    layers: Vec<Layer>,
    last_norm: LayerNorm,
    /// (dim, out)
    projection: Option<Tensor>,
    pooling: Option<Pooling>,
    size: usize,
}

impl Vit {
    /// Puts the weights on a device, for images of `size` pixels a side.
    ///
    /// # Errors
    /// From candle: the device has no room for instance.
    pub fn on_device(&self, size: usize, device: &Device) -> Result<DeviceVit> {
        let form = self.form.clone();
        let (d, eps) = (form.dim, form.eps);
        let to = Place { device, eps };
        let layers = self.layers.iter().map(|layer| {
            Ok(Layer {
                norm1: to.norm(&layer.norm1)?,
                qkv: to.linear(&layer.qkv)?,
                out: to.linear(&layer.out)?,
                norm2: to.norm(&layer.norm2)?,
                fc1: to.linear(&layer.fc1)?,
                fc2: to.linear(&layer.fc2)?,
            })
        });
        let pooling = self.pooling.as_ref().map(|pooling| {
            let probe = to.tensor(&pooling.probe, &[1, d])?;
            Ok::<_, candle_core::Error>(Pooling {
                query: to.linear(&pooling.query)?.run(&probe)?.unsqueeze(0)?,
                key_value: to.linear(&pooling.key_value)?,
                out: to.linear(&pooling.out)?,
                norm: to.norm(&pooling.norm)?,
                fc1: to.linear(&pooling.fc1)?,
                fc2: to.linear(&pooling.fc2)?,
            })
        });
        let positions = self.positions_for(size);
        let projection = self.projection.as_ref().map(|weight| to.tensor(weight, &[weight.len() / d, d])?.t());
        Ok(DeviceVit {
            patches: to.linear(&self.patches)?,
            extra: (!self.extra.is_empty())
                .then(|| to.tensor(&self.extra, &[1, self.extra.len() / d, d]))
                .transpose()?,
            positions: to.tensor(&positions, &[1, positions.len() / d, d])?,
            pre_norm: self.pre_norm.as_ref().map(|norm| to.norm(norm)).transpose()?,
            layers: layers.collect::<Result<_>>()?,
            last_norm: to.norm(&self.last_norm)?,
            projection: projection.transpose()?,
            pooling: pooling.transpose()?,
            form,
            size,
        })
    }
}

/// Where weights are put.
struct Place<'a> {
    device: &'a Device,
    eps: f32,
}

impl Place<'_> {
    fn tensor(&self, numbers: &[f32], shape: &[usize]) -> Result<Tensor> {
        Tensor::from_slice(numbers, shape, self.device)
    }

    fn linear(&self, dense: &Dense) -> Result<Linear> {
        let n_out = dense.bias.len();
        let weight = self.tensor(&dense.weight, &[n_out, dense.weight.len() / n_out])?.t()?.contiguous()?;
        Ok(Linear { weight, bias: self.tensor(&dense.bias, &[n_out])? })
    }

    fn norm(&self, norm: &Norm) -> Result<LayerNorm> {
        let of = |numbers: &[f32]| self.tensor(numbers, &[numbers.len()]);
        Ok(LayerNorm { gain: of(&norm.gain)?, bias: of(&norm.bias)?, eps: self.eps })
    }
}

impl Linear {
    /// (..., in) -> (..., out)
    fn run(&self, x: &Tensor) -> Result<Tensor> {
        x.broadcast_matmul(&self.weight)?.broadcast_add(&self.bias)
    }
}

impl LayerNorm {
    fn run(&self, x: &Tensor) -> Result<Tensor> {
        layer_norm(&x.contiguous()?, &self.gain, &self.bias, self.eps)
    }
}

fn activated(x: &Tensor, activation: Activation) -> Result<Tensor> {
    match activation {
        Activation::Gelu => x.gelu_erf(),
        Activation::GeluTanh => x.gelu(),
        Activation::QuickGelu => x * candle_nn::ops::sigmoid(&(x * 1.702)?)?,
    }
}

/// (n, heads, queries, width) of attention over keys and values of the same form, as (n, queries, dim).
fn attention(query: &Tensor, key: &Tensor, value: &Tensor) -> Result<Tensor> {
    let (n, heads, n_queries, width) = query.dims4()?;
    let scores = (query.matmul(&key.t()?.contiguous()?)? / (width as f64).sqrt())?;
    softmax_last_dim(&scores)?.matmul(value)?.transpose(1, 2)?.reshape((n, n_queries, heads * width))
}

impl DeviceVit {
    /// Feature rows (n, [`VitForm::n_features`]) of normalised images (n, 3, size, size).
    ///
    /// # Errors
    /// From candle: images of another size, no room.
    pub fn features(&self, images: &Tensor) -> Result<Tensor> {
        let (n, dim) = (images.dim(0)?, self.form.dim);
        let mut x = self.patches.run(&self.cut(images)?)?.broadcast_add(&self.positions)?;
        if let Some(extra) = &self.extra {
            x = Tensor::cat(&[&extra.expand((n, extra.dim(1)?, dim))?, &x], 1)?;
        }
        if let Some(norm) = &self.pre_norm {
            x = norm.run(&x)?;
        }
        for layer in &self.layers {
            x = self.layer(layer, &x)?;
        }
        let Some(pooling) = &self.pooling else {
            let class = self.last_norm.run(&x.narrow(1, 0, 1)?.squeeze(1)?)?;
            return match &self.projection {
                Some(weight) => class.matmul(weight),
                None => Ok(class),
            };
        };
        let key_value = pooling.key_value.run(&self.last_norm.run(&x)?)?;
        let [key, value] = self.parts(&key_value)?;
        let query = self.heads(&pooling.query.expand((n, 1, dim))?.contiguous()?)?;
        let pooled = pooling.out.run(&attention(&query, &key, &value)?.squeeze(1)?)?;
        let hidden = activated(&pooling.fc1.run(&pooling.norm.run(&pooled)?)?, self.form.activation)?;
        pooled + pooling.fc2.run(&hidden)?
    }

    /// (n, 3, size, size) -> (n, places, 3 x patch x patch)
    fn cut(&self, images: &Tensor) -> Result<Tensor> {
        let (patch, grid) = (self.form.patch, self.size / self.form.patch);
        let (n, side) = (images.dim(0)?, grid * patch);
        images
            .narrow(2, 0, side)?
            .narrow(3, 0, side)?
            .reshape(vec![n, 3, grid, patch, grid, patch])?
            .permute(vec![0, 2, 4, 1, 3, 5])?
            .reshape((n, grid * grid, 3 * patch * patch))
    }

    fn layer(&self, layer: &Layer, x: &Tensor) -> Result<Tensor> {
        let [query, key, value] = self.parts(&layer.qkv.run(&layer.norm1.run(x)?)?)?;
        let x = (x + layer.out.run(&attention(&query, &key, &value)?)?)?;
        let hidden = activated(&layer.fc1.run(&layer.norm2.run(&x)?)?, self.form.activation)?;
        &x + layer.fc2.run(&hidden)?
    }

    /// (n, tokens, N dim) -> N times (n, heads, tokens, width)
    fn parts<const N: usize>(&self, x: &Tensor) -> Result<[Tensor; N]> {
        let dim = x.dim(D::Minus1)? / N;
        let parts = (0..N).map(|i| self.heads(&x.narrow(D::Minus1, i * dim, dim)?.contiguous()?));
        let parts = parts.collect::<Result<Vec<_>>>()?;
        parts.try_into().map_err(|_| candle_core::Error::Msg("as many parts as asked for".into()))
    }

    /// (n, tokens, dim) -> (n, heads, tokens, width)
    fn heads(&self, x: &Tensor) -> Result<Tensor> {
        let (n, tokens, dim) = x.dims3()?;
        x.reshape((n, tokens, self.form.heads, dim / self.form.heads))?.transpose(1, 2)?.contiguous()
    }
}
