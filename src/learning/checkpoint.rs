//! One safetensors file a stage: model, optimiser, position and whatever else the stage needs to go on bit by bit.
//!
//! Random numbers need no state: they are functions of seed, stage, epoch and step. Files are replaced atomically, so a
//! killed process finds the last whole one.

use crate::room;
use crate::strings::say;
use candle_core::{DType, Device, Tensor};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Reading or writing a checkpoint failed.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The disk said no.
    #[error("{}", room::failed(path, source))]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not one of our files, or damaged.
    #[error("{}", say!("packs-checkpoint-damaged", path = path.display().to_string(), why = why))]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What does not fit.
        why: String,
    },
    /// Whole, but of a program or of settings whose networks are others.
    #[error("{}", say!("packs-checkpoint-other", path = path.display().to_string(), why = why))]
    Other {
        /// Which file.
        path: PathBuf,
        /// What does not fit.
        why: String,
    },
}

/// Named tensors and one JSON value.
#[derive(Default)]
pub struct Checkpoint {
    /// f32 tensors by name.
    pub tensors: BTreeMap<String, Tensor>,
    /// Everything that is no tensor.
    pub meta: serde_json::Value,
}

impl Checkpoint {
    /// Adds tensors under `prefix.`.
    pub fn add(&mut self, prefix: &str, tensors: BTreeMap<String, Tensor>) {
        self.tensors.extend(tensors.into_iter().map(|(name, x)| (format!("{prefix}.{name}"), x)));
    }

    /// The tensors that were added under `prefix.`; empty if there are none.
    #[must_use]
    pub fn part(&self, prefix: &str) -> BTreeMap<String, Tensor> {
        let dotted = format!("{prefix}.");
        let stripped = |(name, x): (&String, &Tensor)| Some((name.strip_prefix(&dotted)?.to_owned(), x.clone()));
        self.tensors.iter().filter_map(stripped).collect()
    }

    /// Writes the file atomically: a temporary one beside it, synced, then renamed.
    ///
    /// # Errors
    /// [`CheckpointError::Io`] with the path.
    pub fn save(&self, path: &Path) -> Result<(), CheckpointError> {
        let io = |source: std::io::Error| CheckpointError::Io { path: path.to_owned(), source };
        let tensor_error = |e: candle_core::Error| io(std::io::Error::other(crate::learning::device::first_line(&e)));
        let mut data = Vec::with_capacity(self.tensors.len());
        for (name, tensor) in &self.tensors {
            let values = tensor.to_dtype(DType::F32).and_then(|x| x.flatten_all()?.to_vec1::<f32>());
            let bytes: Vec<u8> = values.map_err(tensor_error)?.iter().flat_map(|v| v.to_le_bytes()).collect();
            data.push((name, tensor.dims().to_vec(), bytes));
        }
        let view = |(name, shape, bytes)| -> Result<_, std::io::Error> {
            let view = TensorView::new(Dtype::F32, shape, bytes).map_err(std::io::Error::other)?;
            Ok((name, view))
        };
        let views = data.iter().map(|(name, shape, bytes)| view((*name, shape.clone(), bytes)));
        let views = views.collect::<Result<Vec<_>, _>>().map_err(io)?;
        let meta = HashMap::from([("gleaner".to_owned(), self.meta.to_string())]);
        let bytes = safetensors::serialize(views, Some(meta)).map_err(std::io::Error::other).map_err(io)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
        file.write_all(&bytes).map_err(io)?;
        file.as_file().sync_all().map_err(io)?;
        file.persist(path).map_err(|e| io(e.error))?;
        Ok(())
    }

    /// Reads a file that [`Checkpoint::save`] wrote; None if there is none.
    ///
    /// # Errors
    /// [`CheckpointError`] if it can not be read or is not whole.
    pub fn load(path: &Path) -> Result<Option<Self>, CheckpointError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(CheckpointError::Io { path: path.to_owned(), source }),
        };
        let damaged = |why: String| CheckpointError::Damaged { path: path.to_owned(), why };
        let (_, header) = SafeTensors::read_metadata(&bytes).map_err(|e| damaged(e.to_string()))?;
        let text = header.metadata().as_ref().and_then(|m| m.get("gleaner"));
        let text = text.ok_or_else(|| damaged("no description of its content".into()))?;
        let meta = serde_json::from_str(text).map_err(|e| damaged(e.to_string()))?;
        let tensors =
            candle_core::safetensors::load_buffer(&bytes, &Device::Cpu).map_err(|e| damaged(e.to_string()))?;
        Ok(Some(Self { tensors: tensors.into_iter().collect(), meta }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_in_words() {
        let source = std::io::ErrorKind::StorageFull.into();
        let told = CheckpointError::Io { path: "runs/1/simclr.state".into(), source }.to_string();
        assert!(told.contains("the disk of runs/1/simclr.state is full"), "{told}");
    }

    #[test]
    fn what_is_saved_is_loaded() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("scan.safetensors");
        assert!(Checkpoint::load(&path).expect("no file is no error").is_none());
        let x = Tensor::new(&[[1f32, -2.5e-20], [f32::MAX, 0.0]], &Device::Cpu).expect("tensor");
        let mut checkpoint = Checkpoint { meta: serde_json::json!({"epoch": 3}), ..Checkpoint::default() };
        checkpoint.add("model", BTreeMap::from([("w".to_owned(), x.clone())]));
        checkpoint.save(&path).expect("saved");
        checkpoint.save(&path).expect("replaced");
        let loaded = Checkpoint::load(&path).expect("whole").expect("there");
        assert_eq!(loaded.meta["epoch"], 3);
        let w = loaded.part("model")["w"].to_vec2::<f32>().expect("rows");
        assert_eq!(w, x.to_vec2::<f32>().expect("rows"));
        assert!(loaded.part("optimizer").is_empty());
    }

    #[test]
    fn a_cut_file_is_told_in_words() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.safetensors");
        std::fs::write(&path, b"\x10\0\0\0\0\0\0\0{\"a\":").expect("written");
        let error = Checkpoint::load(&path).err().expect("damaged").to_string();
        assert!(error.contains("damaged") && error.contains("--resume"), "{error}");
    }
}
