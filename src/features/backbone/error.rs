//! Why a frozen network can not be used, in words.

use crate::features::recognise::Unrecognised;
use crate::learning::network::vit::VitError;
use std::path::PathBuf;

/// A network can not be used, in words.
#[derive(Debug, thiserror::Error)]
pub enum BackboneError {
    /// The disk said no.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not a file of tensors.
    #[error("{path} is neither safetensors nor a PyTorch checkpoint ({why})")]
    Format {
        /// Which file.
        path: PathBuf,
        /// What it seems to be.
        why: String,
    },
    /// A file of tensors that is damaged, or of a kind that is not read.
    #[error("{path} is {kind} that cannot be used: {why}")]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// Its format, with an article.
        kind: &'static str,
        /// What the reader said.
        why: String,
    },
    /// Tensors of no network that is known.
    #[error("{path}: {source}")]
    Unrecognised {
        /// Which file.
        path: PathBuf,
        /// What was looked for.
        source: Unrecognised,
    },
    /// Tensors that do not fit.
    #[error("{path}: {source}")]
    Misfit {
        /// Which file.
        path: PathBuf,
        /// What does not fit.
        source: VitError,
    },
    /// It was not downloaded.
    #[error("{name} is not on this computer; `gleaner features add {name}` downloads it")]
    NotHere {
        /// Which network.
        name: &'static str,
    },
    /// The weights are another network's.
    #[error("{path} should be {name}, and is {found}; `gleaner features remove {name}` and add it again")]
    AnotherModel {
        /// Which file.
        path: PathBuf,
        /// What it should be.
        name: &'static str,
        /// What its tensors say.
        found: String,
    },
    /// Not a network that comes with weights.
    #[error("features from `{0}` are not computed by a frozen network")]
    NotFrozen(String),
    /// A network of a form that can not be trained.
    #[error("{0} cannot learn on from a folder; only residual networks can (builtin-resnet, for one)")]
    NotTrainable(String),
    /// candle failed, out of memory for instance.
    #[error("the network could not be made: {0}")]
    Tensor(#[from] candle_core::Error),
}
