//! The text towers of CLIP and SigLIP in evaluation mode, by the names of Hugging Face checkpoints: from token numbers to
//! rows in the space where images are.
//!
//! On the CPU on plain slices, a text a task. It knows no words: tokenizers live above. It trains nothing.

use super::transformer::{Layer, LayerNames, LayerShape, Norm, Scratch, Weights};
use super::vit::{Family, VitError};
use crate::control::{CancelToken, Cancelled};
use crate::linalg::matmul::product_with_transposed;
use crate::linalg::rows::Activation;
use candle_core::Tensor;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Everything that decides a text tower's layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextForm {
    /// CLIP: tokens look back alone, and the last one speaks for all. SigLIP: all look at all.
    pub family: Family,
    /// Tokens that are known.
    pub vocabulary: usize,
    /// Tokens that a text may have.
    pub positions: usize,
    /// Width of a token.
    pub dim: usize,
    /// Number of layers.
    pub depth: usize,
    /// Width of the perceptrons.
    pub hidden: usize,
    /// Numbers of a row.
    pub n_features: usize,
}

/// A text tower with its weights.
pub struct TextTower {
    form: TextForm,
    /// (vocabulary, dim)
    tokens: Vec<f32>,
    /// (positions, dim)
    positions: Vec<f32>,
    layers: Vec<Layer>,
    last_norm: Norm,
    /// (n_features, dim)
    projection: Vec<f32>,
    /// SigLIP's alone.
    projection_bias: Option<Vec<f32>>,
}

impl TextForm {
    /// The form of the text tower beside a vision tower; None if the file has none.
    #[must_use]
    pub fn recognise(shapes: &BTreeMap<String, Vec<usize>>) -> Option<Self> {
        let shape = |name: &str| shapes.get(name).map(Vec::as_slice);
        let &[vocabulary, dim] = shape("text_model.embeddings.token_embedding.weight")? else { return None };
        let &[positions, _] = shape("text_model.embeddings.position_embedding.weight")? else { return None };
        let &[hidden, _] = shape("text_model.encoder.layers.0.mlp.fc1.weight")? else { return None };
        let of_clip = shape("text_projection.weight");
        let (family, projection) = match of_clip {
            Some(projection) => (Family::Clip, projection),
            None => (Family::Siglip, shape("text_model.head.weight")?),
        };
        let layer = |i: &usize| shapes.contains_key(&format!("text_model.encoder.layers.{i}.layer_norm1.weight"));
        let depth = (0..shapes.len()).take_while(layer).count();
        Some(Self { family, vocabulary, positions, dim, depth, hidden, n_features: *projection.first()? })
    }

    /// Names and shapes of all tensors that the form needs.
    #[must_use]
    pub fn tensors(&self) -> BTreeMap<String, Vec<usize>> {
        let (d, hidden) = (self.dim, self.hidden);
        let mut all = BTreeMap::new();
        let mut add = |name: String, shape: &[usize]| drop(all.insert(name, shape.to_vec()));
        add("text_model.embeddings.token_embedding.weight".into(), &[self.vocabulary, d]);
        add("text_model.embeddings.position_embedding.weight".into(), &[self.positions, d]);
        for names in (0..self.depth).map(layer_names) {
            for (name, shape) in names.tensors(d, hidden) {
                add(name, &shape);
            }
        }
        add("text_model.final_layer_norm.weight".into(), &[d]);
        add("text_model.final_layer_norm.bias".into(), &[d]);
        if self.family == Family::Clip {
            add("text_projection.weight".into(), &[self.n_features, d]);
        } else {
            add("text_model.head.weight".into(), &[self.n_features, d]);
            add("text_model.head.bias".into(), &[self.n_features]);
        }
        all
    }

    fn layer_shape(&self) -> LayerShape {
        let is_clip = self.family == Family::Clip;
        LayerShape {
            dim: self.dim,
            // As of the vision towers, the number is in no shape.
            heads: if self.dim == 1152 { 16 } else { (self.dim / 64).max(1) },
            hidden: self.hidden,
            activation: if is_clip { Activation::QuickGelu } else { Activation::GeluTanh },
            eps: if is_clip { 1e-5 } else { 1e-6 },
            is_causal: is_clip,
        }
    }
}

fn layer_names(i: usize) -> LayerNames {
    let of = |name: &str| format!("text_model.encoder.layers.{i}.{name}");
    LayerNames {
        query: of("self_attn.q_proj"),
        key: of("self_attn.k_proj"),
        value: of("self_attn.v_proj"),
        out: of("self_attn.out_proj"),
        norm1: of("layer_norm1"),
        norm2: of("layer_norm2"),
        fc1: of("mlp.fc1"),
        fc2: of("mlp.fc2"),
        scales: None,
    }
}

impl TextTower {
    /// Takes the weights of a form from named tensors; others are left alone.
    ///
    /// # Errors
    /// [`VitError`]: a tensor is missing, or of another shape.
    pub fn new(form: TextForm, tensors: &BTreeMap<String, Tensor>) -> Result<Self, VitError> {
        let weights = Weights { tensors, shapes: form.tensors() };
        let layers = (0..form.depth).map(|i| weights.layer(&layer_names(i))).collect::<Result<_, VitError>>()?;
        let (projection, projection_bias) = match form.family {
            Family::Clip => (weights.take("text_projection.weight")?, None),
            Family::Dinov2 | Family::Siglip => {
                (weights.take("text_model.head.weight")?, Some(weights.take("text_model.head.bias")?))
            }
        };
        Ok(Self {
            tokens: weights.take("text_model.embeddings.token_embedding.weight")?,
            positions: weights.take("text_model.embeddings.position_embedding.weight")?,
            layers,
            last_norm: weights.norm("text_model.final_layer_norm")?,
            projection,
            projection_bias,
            form,
        })
    }

    /// Its form.
    #[must_use]
    pub fn form(&self) -> &TextForm {
        &self.form
    }

    /// Rows (n, n_features) of texts, each the numbers of its tokens, the last of which speaks for all: CLIP's end of
    /// text, whatever SigLIP pads with. On all threads of the pool.
    ///
    /// # Errors
    /// [`Cancelled`], looked at before each text.
    ///
    /// # Panics
    /// If a text is empty or has more tokens than there are positions, or one that is not known.
    pub fn rows(&self, texts: &[Vec<u32>], cancel: &CancelToken) -> Result<Vec<f32>, Cancelled> {
        let mut rows = vec![0.0; texts.len() * self.form.n_features];
        let tasks = rows.par_chunks_mut(self.form.n_features).zip(texts);
        tasks
            .map_init(Scratch::default, |scratch, (out, text)| {
                cancel.check()?;
                self.row(text, scratch, out);
                Ok(())
            })
            .collect::<Result<(), Cancelled>>()?;
        Ok(rows)
    }

    fn row(&self, text: &[u32], scratch: &mut Scratch, out: &mut [f32]) {
        let (d, shape) = (self.form.dim, self.form.layer_shape());
        assert!(!text.is_empty() && text.len() <= self.form.positions, "as many tokens as there are positions");
        scratch.x.resize(text.len() * d, 0.0);
        for ((x, &token), position) in scratch.x.chunks_exact_mut(d).zip(text).zip(self.positions.chunks_exact(d)) {
            let token = &self.tokens[token as usize * d..][..d];
            x.iter_mut().zip(token).zip(position).for_each(|((x, token), position)| *x = token + position);
        }
        for layer in &self.layers {
            layer.run(shape, scratch);
        }
        let last = &scratch.x[(text.len() - 1) * d..];
        scratch.y.resize(d, 0.0);
        self.last_norm.apply(last, shape.eps, &mut scratch.y[..d]);
        product_with_transposed(&scratch.y[..d], &self.projection, d, out);
        if let Some(bias) = &self.projection_bias {
            out.iter_mut().zip(bias).for_each(|(x, bias)| *x += bias);
        }
    }
}
