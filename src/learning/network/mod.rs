//! Networks as functions over named parameters: ResNet backbones, vision transformers, and the heads on top.
//!
//! No training here: a network turns a batch into features, and says which parameters it has.

pub mod heads;
mod layers;
pub mod lite;
pub mod packed;
pub mod params;
pub mod resnet;
pub mod text;
mod transformer;
pub mod vit;

pub use params::{Gradients, Init, Params};

/// How a network is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// BatchNorm uses the batch's statistics and moves the running ones; else it uses the running ones.
    pub is_training: bool,
    /// Keep the graph for a backward pass.
    pub with_grad: bool,
}

impl Mode {
    /// A training step.
    pub const TRAIN: Self = Self { is_training: true, with_grad: true };
    /// BatchNorm as in training, without a gradient: self-labelling's target pass.
    pub const TARGET: Self = Self { is_training: true, with_grad: false };
    /// Evaluation.
    pub const EVAL: Self = Self { is_training: false, with_grad: false };
}
