//! Why a frozen network can not be used, in words.

use crate::features::recognise::Unrecognised;
use crate::learning::network::vit::VitError;
use crate::strings::say;
use std::path::PathBuf;

/// A network can not be used, in words.
#[derive(Debug, thiserror::Error)]
pub enum BackboneError {
    /// The disk said no.
    #[error("{}", say!("fault-at", path = path.display().to_string(), why = source.to_string()))]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not a file of tensors.
    #[error("{}", say!("weights-no-format", path = path.display().to_string(), why = why))]
    Format {
        /// Which file.
        path: PathBuf,
        /// What it seems to be.
        why: String,
    },
    /// A file of tensors that is damaged, or of a kind that is not read.
    #[error("{}", say!("weights-unusable", path = path.display().to_string(), kind = *kind, why = why))]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// Its format, with an article.
        kind: &'static str,
        /// What the reader said.
        why: String,
    },
    /// Tensors of no network that is known.
    #[error("{}", say!("fault-at", path = path.display().to_string(), why = source.to_string()))]
    Unrecognised {
        /// Which file.
        path: PathBuf,
        /// What was looked for.
        source: Unrecognised,
    },
    /// Tensors that do not fit.
    #[error("{}", say!("fault-at", path = path.display().to_string(), why = source.to_string()))]
    Misfit {
        /// Which file.
        path: PathBuf,
        /// What does not fit.
        source: VitError,
    },
    /// It was not downloaded.
    #[error("{}", say!("weights-not-here", name = *name))]
    NotHere {
        /// Which network.
        name: &'static str,
    },
    /// The weights are another network's.
    #[error("{}", say!("weights-other", path = path.display().to_string(), name = *name, found = found))]
    AnotherModel {
        /// Which file.
        path: PathBuf,
        /// What it should be.
        name: &'static str,
        /// What its tensors say.
        found: String,
    },
    /// Not a network that comes with weights.
    #[error("{}", say!("weights-not-frozen", source = .0))]
    NotFrozen(String),
    /// A network of a form that can not be trained.
    #[error("{}", say!("weights-not-trainable", source = .0))]
    NotTrainable(String),
    /// candle failed, out of memory for instance.
    #[error("{}", say!("weights-not-made", why = crate::learning::device::first_line(.0)))]
    Tensor(#[from] candle_core::Error),
}
