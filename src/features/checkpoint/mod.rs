//! Weights on disk: safetensors, and both formats of `torch.save`, told apart by their bytes.
//!
//! A PyTorch checkpoint is a pickle with raw storages beside it: in a zip archive since PyTorch 1.6, one after the other in
//! one file before. Of the object in it the state dict is found, and of that the tensors of floating point are read; the
//! rest (optimisers, dates, settings, counters) is passed over. Nothing that a file says is executed: see [`pickle`].
//!
//! candle has a reader of such pickles, which is of no use here: it knows the zip format only, stops at an instruction or a
//! state that it does not know (an optimiser's or NumPy's, say, for it cannot pass them over), copies a value each time that
//! it is recalled, which a small file can make exponential, and allocates what a length in the file asks for.
//!
//! Not read: TorchScript programs, whole pickled modules, the tar files of PyTorch before 0.1.10, compressed zip archives,
//! big-endian files. Each is refused in words.

mod archive;
mod heads;
mod legacy;
mod pickle;
mod state;
mod tensor;
#[cfg(test)]
mod tests;
mod value;

pub use heads::ClusterHead;

use crate::strings::say;
use candle_core::{Device, Tensor};
use state::State;
use std::collections::BTreeMap;
use std::path::Path;

/// What a file of weights holds.
pub(super) struct Weights {
    /// On the CPU under the names of the state dict: f32 from PyTorch, of their own type from safetensors.
    pub tensors: BTreeMap<String, Tensor>,
    /// SCAN's linear cluster heads, in their order.
    pub heads: Vec<ClusterHead>,
    /// Which of the heads the file names as the best.
    pub best_head: Option<usize>,
    /// Of the file's bytes.
    pub content: blake3::Hash,
}

/// Weights can not be read, in words.
#[derive(Debug, thiserror::Error)]
pub(super) enum CheckpointError {
    /// The disk said no.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A file of neither format.
    #[error("{}", say!("weights-neither", why = .0))]
    Format(String),
    /// Of a format that is known, and not to be used.
    #[error("{}", say!("weights-kind", kind = *kind, why = why))]
    Unusable {
        /// The format.
        kind: &'static str,
        /// What is wrong.
        why: String,
    },
}

/// No file of weights is longer: twice the largest that is known.
const MOST_BYTES: u64 = 16 << 30;

/// Reads a file of weights.
///
/// # Errors
/// [`CheckpointError`].
pub(super) fn read(path: &Path) -> Result<Weights, CheckpointError> {
    parse(&crate::input::read(path, MOST_BYTES)?)
}

fn parse(bytes: &[u8]) -> Result<Weights, CheckpointError> {
    let (kind, state) = if bytes.starts_with(b"PK\x03\x04") {
        ("a PyTorch checkpoint", archive::read(bytes))
    } else if legacy::is_legacy(bytes) {
        ("a PyTorch checkpoint", legacy::read(bytes))
    } else if is_safetensors(bytes) {
        ("a safetensors file", safetensors(bytes))
    } else {
        return Err(CheckpointError::Format(first_sight(bytes).into()));
    };
    let unusable = |why| CheckpointError::Unusable { kind, why };
    let State { tensors, best_head } = state.map_err(unusable)?;
    let heads = heads::of(&tensors).map_err(unusable)?;
    let best_head = best_head.filter(|head| *head < heads.len());
    Ok(Weights { tensors, heads, best_head, content: blake3::hash(bytes) })
}

/// A header's length, and its brace.
fn is_safetensors(bytes: &[u8]) -> bool {
    const MAX_HEADER: u64 = 100_000_000;
    bytes.split_first_chunk().is_some_and(|(n, rest)| u64::from_le_bytes(*n) <= MAX_HEADER && rest.starts_with(b"{"))
}

fn safetensors(bytes: &[u8]) -> Result<State, String> {
    let tensors = candle_core::safetensors::load_buffer(bytes, &Device::Cpu)
        .map_err(|e| crate::learning::device::first_line(&e))?;
    Ok(State { tensors: tensors.into_iter().collect(), best_head: None })
}

/// What a file that is no weights seems to be.
fn first_sight(bytes: &[u8]) -> &'static str {
    match bytes {
        [] => "it is empty",
        [0x80, 2..=5, ..] => "it is a pickle, but not one that torch.save wrote",
        _ if bytes.get(257..262) == Some(b"ustar") => {
            "it is a tar archive; what PyTorch before 0.1.10 wrote so is to be saved again with a later one"
        }
        _ => "its first bytes are those of no such file",
    }
}
