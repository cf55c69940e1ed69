//! Vision transformers in evaluation mode (Dosovitskiy et al. 2021): DINOv2, and the vision towers of CLIP and SigLIP, by
//! the names of Hugging Face checkpoints.
//!
//! On the CPU on plain slices, an image a task: each core runs whole images, so that every product stays in its caches and
//! no step waits for another. On other devices candle composes the same layers. It trains nothing.

mod device;
mod form;
mod positions;

pub use device::DeviceVit;
pub use form::{Family, VitForm};

pub use super::transformer::WeightsError as VitError;

use crate::control::{CancelToken, Cancelled};
use crate::learning::network::transformer::{Dense, Layer, LayerShape, Norm, Scratch, Weights};
use crate::linalg::matmul::product_with_transposed;
use crate::linalg::rows::activate;
use candle_core::Tensor;
use positions::resampled;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// SigLIP's end: one token that attends to all others, and a perceptron.
struct Pooling {
    probe: Vec<f32>,
    query: Dense,
    key_value: Dense,
    out: Dense,
    norm: Norm,
    fc1: Dense,
    fc2: Dense,
}

/// A transformer with its weights.
pub struct Vit {
    form: VitForm,
    /// (dim, 3 x patch x patch)
    patches: Dense,
    /// Class token and registers, positions added.
    extra: Vec<f32>,
    /// (grid x grid, dim)
    positions: Vec<f32>,
    pre_norm: Option<Norm>,
    layers: Vec<Layer>,
    last_norm: Norm,
    projection: Option<Vec<f32>>,
    pooling: Option<Pooling>,
}

impl Vit {
    /// Takes the weights of a form from named tensors; others are left alone.
    ///
    /// # Errors
    /// [`VitError`]: a tensor is missing, or of another shape.
    pub fn new(form: VitForm, tensors: &BTreeMap<String, Tensor>) -> Result<Self, VitError> {
        let weights = Weights { tensors, shapes: form.tensors() };
        let take = |name: &str| weights.take(name);
        let dense = |name: &str| weights.dense(name);
        let norm = |name: &str| weights.norm(name);
        let d = form.dim;
        let layers = (0..form.depth).map(|i| weights.layer(&form.layer_names(i)));
        let layers = layers.collect::<Result<Vec<_>, VitError>>()?;
        let vision = |name: &str| format!("vision_model.{name}");
        let (patches, positions, class) = match form.family {
            Family::Dinov2 => (
                dense("embeddings.patch_embeddings.projection")?,
                take("embeddings.position_embeddings")?,
                Some(take("embeddings.cls_token")?),
            ),
            Family::Clip => (
                Dense { weight: take(&vision("embeddings.patch_embedding.weight"))?, bias: vec![0.0; d] },
                take(&vision("embeddings.position_embedding.weight"))?,
                Some(take(&vision("embeddings.class_embedding"))?),
            ),
            Family::Siglip => (
                dense(&vision("embeddings.patch_embedding"))?,
                take(&vision("embeddings.position_embedding.weight"))?,
                None,
            ),
        };
        let (of_class, of_patches) = positions.split_at(if class.is_some() { d } else { 0 });
        let mut extra: Vec<f32> = class.unwrap_or_default().iter().zip(of_class).map(|(x, p)| x + p).collect();
        if form.registers > 0 {
            extra.extend(take("embeddings.register_tokens")?);
        }
        let last_norm = if form.family == Family::Dinov2 { "layernorm".into() } else { vision("post_layernorm") };
        Ok(Self {
            patches,
            extra,
            positions: of_patches.to_vec(),
            pre_norm: (form.family == Family::Clip).then(|| norm(&vision("pre_layrnorm"))).transpose()?,
            layers,
            last_norm: norm(&last_norm)?,
            projection: form.projection.map(|_| take("visual_projection.weight")).transpose()?,
            pooling: (form.family == Family::Siglip)
                .then(|| {
                    let weight = take(&vision("head.attention.in_proj_weight"))?;
                    let bias = take(&vision("head.attention.in_proj_bias"))?;
                    let part = |rows: std::ops::Range<usize>| Dense {
                        weight: weight[rows.start * d..rows.end * d].to_vec(),
                        bias: bias[rows].to_vec(),
                    };
                    Ok::<_, VitError>(Pooling {
                        probe: take(&vision("head.probe"))?,
                        query: part(0..d),
                        key_value: part(d..3 * d),
                        out: dense(&vision("head.attention.out_proj"))?,
                        norm: norm(&vision("head.layernorm"))?,
                        fc1: dense(&vision("head.mlp.fc1"))?,
                        fc2: dense(&vision("head.mlp.fc2"))?,
                    })
                })
                .transpose()?,
            form,
        })
    }

    /// Its form.
    #[must_use]
    pub fn form(&self) -> &VitForm {
        &self.form
    }

    /// Feature rows (n, [`VitForm::n_features`]) of normalised images (n, 3, size, size), on all threads of the pool. Sides
    /// that are no multiple of the patch lose what is over at the right and below.
    ///
    /// # Errors
    /// [`Cancelled`], looked at before each image.
    ///
    /// # Panics
    /// If `images` does not hold whole images, or a side is smaller than a patch.
    pub fn features(&self, images: &[f32], size: usize, cancel: &CancelToken) -> Result<Vec<f32>, Cancelled> {
        let positions = self.positions_for(size);
        let per_image = 3 * size * size;
        assert_eq!(images.len() % per_image, 0, "whole images of {size} pixels");
        let mut rows = vec![0.0; images.len() / per_image * self.form.n_features()];
        let tasks = rows.par_chunks_mut(self.form.n_features()).zip(images.par_chunks(per_image));
        tasks
            .map_init(Scratch::default, |scratch, (out, image)| {
                cancel.check()?;
                self.tokens(image, size, &positions, scratch);
                self.finish(scratch, out);
                Ok(())
            })
            .collect::<Result<(), Cancelled>>()?;
        Ok(rows)
    }

    fn positions_for(&self, size: usize) -> Vec<f32> {
        let grid = size / self.form.patch;
        assert!(grid > 0, "a side of {size} pixels has no patch of {}", self.form.patch);
        resampled(&self.positions, self.form.dim, self.form.grid, grid, self.form.registers > 0)
    }

    /// All tokens of one image through all layers, before the last norm, into `scratch.x`.
    fn tokens(&self, image: &[f32], size: usize, positions: &[f32], scratch: &mut Scratch) {
        let d = self.form.dim;
        let (patch, grid) = (self.form.patch, size / self.form.patch);
        let n_numbers = 3 * patch * patch;
        scratch.hidden.resize(grid * grid * n_numbers, 0.0);
        for (at, numbers) in scratch.hidden.chunks_exact_mut(n_numbers).enumerate() {
            let (top, left) = (at / grid * patch, at % grid * patch);
            for (line, out) in numbers.chunks_exact_mut(patch).enumerate() {
                let (channel, y) = (line / patch, top + line % patch);
                out.copy_from_slice(&image[(channel * size + y) * size + left..][..patch]);
            }
        }
        let n_extra = self.form.n_extra();
        let n_tokens = n_extra + grid * grid;
        scratch.x.resize(n_tokens * d, 0.0);
        let (extra, of_patches) = scratch.x.split_at_mut(n_extra * d);
        extra.copy_from_slice(&self.extra);
        product_with_transposed(&scratch.hidden, &self.patches.weight, n_numbers, of_patches);
        for (row, position) in of_patches.chunks_exact_mut(d).zip(positions.chunks_exact(d)) {
            for ((x, bias), position) in row.iter_mut().zip(&self.patches.bias).zip(position) {
                *x += bias + position;
            }
        }
        if let Some(norm) = &self.pre_norm {
            scratch.y.resize(n_tokens * d, 0.0);
            norm.apply(&scratch.x, self.form.eps, &mut scratch.y);
            std::mem::swap(&mut scratch.x, &mut scratch.y);
        }
        let shape = self.layer_shape();
        for layer in &self.layers {
            layer.run(shape, scratch);
        }
    }

    fn layer_shape(&self) -> LayerShape {
        let VitForm { dim, heads, hidden, activation, eps, .. } = self.form;
        LayerShape { dim, heads, hidden, activation, eps, is_causal: false }
    }

    /// The feature row from the tokens of one image.
    fn finish(&self, scratch: &mut Scratch, out: &mut [f32]) {
        let (d, eps) = (self.form.dim, self.form.eps);
        let Scratch { x, y, qkv, hidden, attention } = scratch;
        let Some(pooling) = &self.pooling else {
            y.resize(d, 0.0);
            self.last_norm.apply(&x[..d], eps, y);
            match &self.projection {
                Some(weight) => product_with_transposed(y, weight, d, out),
                None => out.copy_from_slice(y),
            }
            return;
        };
        let n = x.len() / d;
        y.resize(n * d, 0.0);
        self.last_norm.apply(x, eps, y);
        let mut query = Vec::new();
        pooling.query.run(&pooling.probe, d, &mut query);
        pooling.key_value.run(y, d, hidden);
        // As rows of queries, keys and values, of which the queries of one are looked at.
        qkv.clear();
        for row in hidden.chunks_exact(2 * d) {
            qkv.extend_from_slice(&query);
            qkv.extend_from_slice(row);
        }
        attention.run(qkv, n, d, self.form.heads, false, y);
        let mut pooled = Vec::new();
        pooling.out.run(&y[..d], d, &mut pooled);
        let mut normed = vec![0.0; d];
        pooling.norm.apply(&pooled, eps, &mut normed);
        hidden.resize(self.form.hidden, 0.0);
        product_with_transposed(&normed, &pooling.fc1.weight, d, hidden);
        activate(hidden, &pooling.fc1.bias, self.form.activation);
        product_with_transposed(hidden, &pooling.fc2.weight, self.form.hidden, out);
        for ((out, bias), pooled) in out.iter_mut().zip(&pooling.fc2.bias).zip(&pooled) {
            *out += bias + pooled;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::testing::{golden, integer_formula_values, to_vec};
    use crate::linalg::rows::Activation;
    use candle_core::{DType, Device};

    fn form(family: Family) -> VitForm {
        let (dim, patch, grid, registers, projection, activation, eps) = match family {
            Family::Dinov2 => (384, 14, 37, 0, None, Activation::Gelu, 1e-6),
            Family::Clip => (768, 32, 7, 0, Some(512), Activation::QuickGelu, 1e-5),
            Family::Siglip => (768, 16, 14, 0, None, Activation::GeluTanh, 1e-6),
        };
        VitForm {
            family,
            dim,
            depth: 12,
            heads: dim / 64,
            hidden: 4 * dim,
            patch,
            grid,
            registers,
            projection,
            activation,
            eps,
        }
    }

    fn tensors(form: &VitForm) -> BTreeMap<String, Tensor> {
        let tensor = |(name, shape): (String, Vec<usize>)| {
            let is_gain = name.ends_with("lambda1") || (name.contains("norm") && name.ends_with(".weight"));
            let values = integer_formula_values(&name, shape.iter().product());
            let values: Vec<f32> =
                values.map(|u| if is_gain { 1.0 + 0.4 * u } else { 0.1 * u }).map(|x| x as f32).collect();
            (name, Tensor::from_vec(values, shape, &Device::Cpu).expect("as many as the shape"))
        };
        form.tensors().into_iter().map(tensor).collect()
    }

    fn check(form: VitForm, size: usize, name: &str) {
        let tensors = tensors(&form);
        let shapes = tensors.iter().map(|(name, x)| (name.clone(), x.dims().to_vec())).collect();
        assert_eq!(VitForm::recognise(&shapes).as_ref(), Some(&form));
        let vit = Vit::new(form, &tensors).expect("whole");
        let image: Vec<f32> = to_vec(&crate::learning::testing::integer_formula_images(1, size));
        let ours = vit.features(&image, size, &CancelToken::default()).expect("not cancelled");
        let golden = golden("vit");
        let theirs = to_vec(&golden[name]);
        let off = ours.iter().zip(&theirs).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt();
        let scale = theirs.iter().map(|b| f64::from(*b).powi(2)).sum::<f64>().sqrt();
        assert!(off < 1e-4 * scale, "{name}: off by {off} at a norm of {scale}");
        // What other devices compute, computed here.
        let on_device = vit.on_device(size, &Device::Cpu).expect("room");
        let image = Tensor::from_vec(image, (1, 3, size, size), &Device::Cpu).expect("an image");
        let composed = to_vec(&on_device.features(&image).expect("composed"));
        let off = composed.iter().zip(&ours).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt();
        assert!(off < 1e-4 * scale, "{name}: candle's is off by {off} at a norm of {scale}");
    }

    #[test]
    fn dinov2_is_that_of_transformers() {
        check(form(Family::Dinov2), 224, "dinov2_small.224.cls");
        check(form(Family::Dinov2), 518, "dinov2_small.518.cls");
    }

    #[test]
    fn dinov2_with_registers_is_that_of_transformers() {
        check(VitForm { registers: 4, ..form(Family::Dinov2) }, 224, "dinov2_registers_small.224.cls");
    }

    #[test]
    fn clip_and_siglip_are_those_of_transformers() {
        check(form(Family::Clip), 224, "clip_vit_b32.224.image_embeds");
        check(form(Family::Siglip), 224, "siglip_base16.224.pooler");
    }

    #[test]
    fn a_file_that_lacks_something_is_told_by_name() {
        let form = VitForm { dim: 8, depth: 1, heads: 2, hidden: 16, grid: 2, ..form(Family::Dinov2) };
        let mut tensors = tensors(&form);
        tensors
            .insert("encoder.layer.0.norm1.weight".into(), Tensor::zeros(9, DType::F32, &Device::Cpu).expect("zeros"));
        let words = Vit::new(form.clone(), &tensors).err().expect("of another shape").to_string();
        assert!(words.contains("norm1.weight") && words.contains("[9]"), "{words}");
        tensors.remove("encoder.layer.0.norm1.weight");
        let words = Vit::new(form, &tensors).err().expect("missing").to_string();
        assert!(words.contains("norm1.weight") && words.contains("missing"), "{words}");
        assert_eq!(VitForm::recognise(&BTreeMap::from([("fc.weight".to_owned(), vec![10, 5])])), None);
    }
}
