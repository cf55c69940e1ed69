//! The forms of vision transformers that are known, and how one is told from the names and shapes of a file's tensors.

use crate::learning::network::transformer::LayerNames;
use crate::linalg::rows::Activation;
use std::collections::BTreeMap;

/// Whose names, and which ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// DINOv2 (Oquab et al. 2023), with or without registers (Darcet et al. 2023): the class token after the last norm.
    Dinov2,
    /// The vision tower of CLIP (Radford et al. 2021): the class token, projected to where texts are.
    Clip,
    /// The vision tower of SigLIP (Zhai et al. 2023): tokens pooled by attention.
    Siglip,
}

/// Everything that decides a transformer's layers.
#[derive(Clone, Debug, PartialEq)]
pub struct VitForm {
    /// Names and ends.
    pub family: Family,
    /// Width of a token.
    pub dim: usize,
    /// Number of layers.
    pub depth: usize,
    /// Heads of attention.
    pub heads: usize,
    /// Width of the perceptrons.
    pub hidden: usize,
    /// Side of a patch in pixels.
    pub patch: usize,
    /// Patches a side that the position embedding was trained for.
    pub grid: usize,
    /// Tokens of no place beside the class token.
    pub registers: usize,
    /// Width of CLIP's projection; None where the file has none.
    pub projection: Option<usize>,
    /// Between the layers of a perceptron.
    pub activation: Activation,
    /// Added to variances.
    pub eps: f32,
}

impl VitForm {
    /// Width of a feature row.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.projection.unwrap_or(self.dim)
    }

    /// Tokens before the patches'.
    pub(super) fn n_extra(&self) -> usize {
        match self.family {
            Family::Siglip => 0,
            Family::Dinov2 | Family::Clip => 1 + self.registers,
        }
    }

    /// The form of a file with tensors of these names and shapes (Hugging Face's); None if it is none of the families'.
    ///
    /// The number of heads is in no shape: all published ones have heads 64 wide, but for SigLIP's so400m, with 16 heads.
    /// CLIP is taken to be OpenAI's, with the activation that it was trained with.
    #[must_use]
    pub fn recognise(shapes: &BTreeMap<String, Vec<usize>>) -> Option<Self> {
        let shape = |name: &str| shapes.get(name).map(Vec::as_slice);
        let square = |n: usize| {
            let side = (n as f64).sqrt().round() as usize;
            (side * side == n).then_some(side)
        };
        let heads = |dim: usize| if dim == 1152 { 16 } else { (dim / 64).max(1) };
        let depth = |prefix: &str, name: &str| {
            (0..shapes.len()).take_while(|i| shapes.contains_key(&format!("{prefix}{i}.{name}"))).count()
        };
        if let (Some(&[dim, 3, patch, _]), Some(&[1, n_positions, _])) =
            (shape("embeddings.patch_embeddings.projection.weight"), shape("embeddings.position_embeddings"))
        {
            let &[hidden, _] = shape("encoder.layer.0.mlp.fc1.weight")? else { return None };
            return Some(Self {
                family: Family::Dinov2,
                dim,
                depth: depth("encoder.layer.", "norm1.weight"),
                heads: heads(dim),
                hidden,
                patch,
                grid: square(n_positions.checked_sub(1)?)?,
                registers: shape("embeddings.register_tokens").and_then(|shape| shape.get(1).copied()).unwrap_or(0),
                projection: None,
                activation: Activation::Gelu,
                eps: 1e-6,
            });
        }
        let &[dim, 3, patch, _] = shape("vision_model.embeddings.patch_embedding.weight")? else { return None };
        let &[n_positions, _] = shape("vision_model.embeddings.position_embedding.weight")? else { return None };
        let &[hidden, _] = shape("vision_model.encoder.layers.0.mlp.fc1.weight")? else { return None };
        let is_clip = shapes.contains_key("vision_model.embeddings.class_embedding");
        Some(Self {
            family: if is_clip { Family::Clip } else { Family::Siglip },
            dim,
            depth: depth("vision_model.encoder.layers.", "layer_norm1.weight"),
            heads: heads(dim),
            hidden,
            patch,
            grid: square(n_positions.checked_sub(usize::from(is_clip))?)?,
            registers: 0,
            projection: shape("visual_projection.weight").filter(|_| is_clip).and_then(|s| s.first().copied()),
            activation: if is_clip { Activation::QuickGelu } else { Activation::GeluTanh },
            eps: if is_clip { 1e-5 } else { 1e-6 },
        })
    }

    /// Names and shapes of all tensors that the form needs.
    #[must_use]
    pub fn tensors(&self) -> BTreeMap<String, Vec<usize>> {
        let (d, hidden, patch) = (self.dim, self.hidden, self.patch);
        let mut all = BTreeMap::new();
        let mut add = |name: String, shape: &[usize]| drop(all.insert(name, shape.to_vec()));
        let n_positions = self.grid * self.grid + usize::from(self.family != Family::Siglip);
        let patches: &[usize] = &[d, 3, patch, patch];
        match self.family {
            Family::Dinov2 => {
                add("embeddings.cls_token".into(), &[1, 1, d]);
                add("embeddings.position_embeddings".into(), &[1, n_positions, d]);
                add("embeddings.patch_embeddings.projection.weight".into(), patches);
                add("embeddings.patch_embeddings.projection.bias".into(), &[d]);
                if self.registers > 0 {
                    add("embeddings.register_tokens".into(), &[1, self.registers, d]);
                }
            }
            Family::Clip | Family::Siglip => {
                add("vision_model.embeddings.position_embedding.weight".into(), &[n_positions, d]);
                add("vision_model.embeddings.patch_embedding.weight".into(), patches);
                if self.family == Family::Clip {
                    add("vision_model.embeddings.class_embedding".into(), &[d]);
                } else {
                    add("vision_model.embeddings.patch_embedding.bias".into(), &[d]);
                }
            }
        }
        for names in (0..self.depth).map(|i| self.layer_names(i)) {
            for (name, shape) in names.tensors(d, hidden) {
                add(name, &shape);
            }
        }
        let mut norm = |name: &str| {
            add(format!("{name}.weight"), &[d]);
            add(format!("{name}.bias"), &[d]);
        };
        match self.family {
            Family::Dinov2 => norm("layernorm"),
            Family::Clip => {
                norm("vision_model.pre_layrnorm");
                norm("vision_model.post_layernorm");
            }
            Family::Siglip => {
                norm("vision_model.post_layernorm");
                norm("vision_model.head.layernorm");
            }
        }
        if let Some(width) = self.projection {
            add("visual_projection.weight".into(), &[width, d]);
        }
        if self.family == Family::Siglip {
            let head = |name: &str| format!("vision_model.head.{name}");
            add(head("probe"), &[1, 1, d]);
            add(head("attention.in_proj_weight"), &[3 * d, d]);
            add(head("attention.in_proj_bias"), &[3 * d]);
            for (name, n_out, n_in) in [("attention.out_proj", d, d), ("mlp.fc1", hidden, d), ("mlp.fc2", d, hidden)] {
                add(head(&format!("{name}.weight")), &[n_out, n_in]);
                add(head(&format!("{name}.bias")), &[n_out]);
            }
        }
        all
    }

    pub(super) fn layer_names(&self, i: usize) -> LayerNames {
        let names = |prefix: String, attention: [&str; 4], norms: [&str; 2], has_scales: bool| {
            let of = |name: &str| format!("{prefix}.{name}");
            let [query, key, value, out] = attention.map(of);
            let [norm1, norm2] = norms.map(of);
            let scales = has_scales.then(|| ["layer_scale1.lambda1", "layer_scale2.lambda1"].map(of));
            LayerNames { query, key, value, out, norm1, norm2, fc1: of("mlp.fc1"), fc2: of("mlp.fc2"), scales }
        };
        match self.family {
            Family::Dinov2 => names(
                format!("encoder.layer.{i}"),
                [
                    "attention.attention.query",
                    "attention.attention.key",
                    "attention.attention.value",
                    "attention.output.dense",
                ],
                ["norm1", "norm2"],
                true,
            ),
            Family::Clip | Family::Siglip => names(
                format!("vision_model.encoder.layers.{i}"),
                ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.out_proj"],
                ["layer_norm1", "layer_norm2"],
                false,
            ),
        }
    }
}
