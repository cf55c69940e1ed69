//! The zip format of `torch.save` since PyTorch 1.6: `*/data.pkl`, and a file `*/data/KEY` for each storage.
//!
//! PyTorch stores without compression; an archive that something else has compressed is refused.

use super::pickle::Pickle;
use super::state::{self, State};
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::read::{ArchiveOffset, Config};

struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The folder that all files are in, with its slash.
    folder: String,
    /// Bytes that may still be read: stored files that do not overlap have no more than the archive.
    n_left: u64,
}

/// Reads a checkpoint.
pub(super) fn read(bytes: &[u8]) -> Result<State, String> {
    // It begins where the file does, which is told: between the list of files and the end PyTorch writes a record for long
    // archives, which looks like so many bytes before the archive to who has to guess.
    let begins = Config { archive_offset: ArchiveOffset::Known(0) };
    let zip = ZipArchive::with_config(begins, Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let folders = zip.file_names().filter_map(|name| Some(name.ok()?.strip_suffix("data.pkl")?.to_owned()));
    let folder = folders.filter(|folder| folder.is_empty() || folder.ends_with('/')).min_by_key(String::len);
    let folder = folder.ok_or("it is a zip archive without data.pkl")?;
    let mut archive = Archive { zip, folder, n_left: bytes.len() as u64 };
    if archive.has("constants.pkl") {
        return Err("it is a TorchScript program; save the module's state_dict() instead".into());
    }
    if archive.has("byteorder") && archive.file("byteorder")? != b"little" {
        return Err("its numbers are big-endian; save it again on a little-endian machine".into());
    }
    let pickled = archive.file("data.pkl")?;
    let pickle = Pickle::read(&pickled)?;
    state::read(&pickle, bytes.len(), &mut |storage| {
        archive.file(&format!("data/{}", pickle.storages[storage].key)).map(Cow::Owned)
    })
}

impl Archive<'_> {
    fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(&format!("{}{name}", self.folder)).is_some()
    }

    /// The bytes of a file, whose checksum is right.
    fn file(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let words = |e: &dyn std::fmt::Display| format!("{name}: {e}");
        let mut file = self.zip.by_name(&format!("{}{name}", self.folder)).map_err(|e| words(&e))?;
        let n_bytes = file.size().max(file.compressed_size());
        self.n_left = self.n_left.checked_sub(n_bytes).ok_or_else(|| words(&"is larger than the archive"))?;
        let mut bytes = Vec::with_capacity(n_bytes as usize);
        file.read_to_end(&mut bytes).map_err(|e| words(&e))?;
        Ok(bytes)
    }
}
