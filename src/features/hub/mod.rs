//! Weights from the Hugging Face hub, kept where its other programs keep theirs.
//!
//! The layout on disk is the hub's own (the `hf-hub` crate names the paths): what a Python program downloaded is found
//! here, and the other way round. That crate's client can not be stopped, gives a dead line no end and compares no
//! checksum, so the two requests of a download are made here: one asks for name, size and checksum, one fetches bytes,
//! from where an earlier attempt stopped. Nothing is asked of the network before somebody asks for a download.

mod transfer;

#[cfg(test)]
mod tests;

use super::registry::{Model, Origin};
use crate::control::{CancelToken, Cancelled};
use crate::room;
use crate::strings::say;
use hf_hub::{Cache, Repo};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use transfer::{Announced, Line};

/// Where models are unless the environment names another place.
const ENDPOINT: &str = "https://huggingface.co";

/// Bytes of a file that are hashed at a time.
const CHUNK: usize = 1 << 20;

/// A download did not work: what happened, and what helps.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// By a person; what came stays for the next time.
    #[error("{}", say!("fault-cancelled"))]
    Cancelled,
    /// It is fetched by hand.
    #[error("{}", say!("hub-by-hand", name = *label, page = *page))]
    ByHand {
        /// Name for people.
        label: &'static str,
        /// Address of the page.
        page: &'static str,
    },
    /// `HF_HUB_OFFLINE` is set.
    #[error("{}", say!("hub-offline", address = .0))]
    Offline(String),
    /// No way to the server, or it went silent.
    #[error("{}", say!("hub-no-connection", address = endpoint, why = why))]
    NoConnection {
        /// Address of the hub.
        endpoint: String,
        /// What the system said.
        why: String,
    },
    /// The server answered with an error.
    #[error("{}", status_words(url, *status))]
    Status {
        /// What was asked for.
        url: String,
        /// HTTP status.
        status: u16,
    },
    /// The answer has no size or no checksum.
    #[error("{}", say!("hub-not-told", address = url, what = *what))]
    NotTold {
        /// What was asked for.
        url: String,
        /// What is missing.
        what: &'static str,
    },
    /// What came is not what was announced.
    #[error("{}", say!("hub-checksum", address = endpoint, wanted = wanted, found = found))]
    Checksum {
        /// Address of the hub.
        endpoint: String,
        /// First digits of what was announced.
        wanted: String,
        /// First digits of what came.
        found: String,
    },
    /// The hub has another file than the one that is known by this name.
    #[error("{}", say!("hub-other-file", address = endpoint, name = *name, wanted = wanted, found = found))]
    OtherFile {
        /// Address of the hub.
        endpoint: String,
        /// The network.
        name: &'static str,
        /// First digits of the file that is known.
        wanted: String,
        /// First digits of the one that is there.
        found: String,
    },
    /// Another program does the same.
    #[error("{}", say!("hub-in-use"))]
    InUse,
    /// The disk said no.
    #[error("{}", room::failed(path, source))]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl From<Cancelled> for HubError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

fn status_words(address: &str, status: u16) -> String {
    let number = status.to_string();
    match status {
        401 | 403 => say!("hub-status-login", address = address, status = number),
        404 | 410 => say!("hub-status-gone", address = address, status = number),
        429 => say!("hub-status-often", address = address, status = number),
        500..=599 => say!("hub-status-theirs", address = address, status = number),
        _ => say!("hub-status", address = address, status = number),
    }
}

/// The hub as this machine reaches it, and the folder where its files lie.
pub struct Hub {
    endpoint: String,
    cache: Cache,
    token: Option<String>,
    is_offline: bool,
    /// Files are those that are known by their checksums. A server on this machine is believed: it belongs to whoever asks.
    is_checked: bool,
}

impl Hub {
    /// As the environment says: `HF_ENDPOINT`, `HF_HUB_CACHE` or `HF_HOME`, `HF_TOKEN`, `HF_HUB_OFFLINE`.
    #[must_use]
    pub fn from_env() -> Self {
        let of = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
        let home = || directories::BaseDirs::new().map_or_else(std::env::temp_dir, |dirs| dirs.home_dir().to_owned());
        let dir = of("HF_HUB_CACHE").map_or_else(
            || of("HF_HOME").map_or_else(|| home().join(".cache/huggingface"), PathBuf::from).join("hub"),
            PathBuf::from,
        );
        let hub = Self::new(&of("HF_ENDPOINT").unwrap_or_else(|| ENDPOINT.into()), &dir);
        let token = of("HF_TOKEN").or_else(|| hub.cache.token());
        let is_offline =
            of("HF_HUB_OFFLINE").is_some_and(|text| !["0", "false", "no"].contains(&&*text.to_lowercase()));
        Self { token, is_offline, ..hub }
    }

    /// Another hub, and another folder.
    #[must_use]
    pub fn new(endpoint: &str, dir: &Path) -> Self {
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        let is_checked = !transfer::is_on_this_machine(&endpoint);
        Self { endpoint, cache: Cache::new(dir.to_owned()), token: None, is_offline: false, is_checked }
    }

    /// The folder where its files lie.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.cache.path()
    }

    /// The weights of a network, if they were downloaded.
    #[must_use]
    pub fn path(&self, model: &Model) -> Option<PathBuf> {
        let Origin::Hub { repo, file, .. } = model.origin else { return None };
        self.cache.repo(Repo::model(repo.into())).get(file)
    }

    /// What turns words into numbers for a network's text tower, if it was downloaded.
    #[must_use]
    pub fn tokenizer_path(&self, model: &Model) -> Option<PathBuf> {
        let Origin::Hub { repo, tokenizer, .. } = model.origin else { return None };
        self.cache.repo(Repo::model(repo.into())).get(tokenizer?)
    }

    /// Whether all files of a network were downloaded.
    #[must_use]
    pub fn has_all(&self, model: &Model) -> bool {
        self.path(model).is_some() && (!model.knows_words() || self.tokenizer_path(model).is_some())
    }

    /// Downloads the weights of a network and what turns words into numbers for it, unless they are here. `on_bytes` hears
    /// how many bytes of a file are there, of how many. Gives where the weights lie.
    ///
    /// # Errors
    /// [`HubError`]. What came before an error is kept, but for a wrong checksum.
    pub fn download(
        &self,
        model: &Model,
        cancel: &CancelToken,
        on_bytes: &mut dyn FnMut(u64, u64),
    ) -> Result<PathBuf, HubError> {
        let (repo, file, tokenizer, sha256) = match model.origin {
            Origin::Hub { repo, file, tokenizer, sha256 } => (repo, file, tokenizer, sha256),
            Origin::Authors { page } => return Err(HubError::ByHand { label: model.label, page }),
        };
        let check = |found: &Checksum| match sha256.filter(|_| self.is_checked) {
            Some(known) if *found != Checksum::Sha256(known.into()) => Err(HubError::OtherFile {
                endpoint: self.endpoint.clone(),
                name: model.name,
                wanted: short(known),
                found: short(found.digits()),
            }),
            _ => Ok(()),
        };
        // Without the small file the weights serve all that needs no words, so it comes last.
        let path = self.download_file(repo, file, &check, cancel, on_bytes)?;
        if let Some(tokenizer) = tokenizer {
            self.download_file(repo, tokenizer, &|_| Ok(()), cancel, on_bytes)?;
        }
        Ok(path)
    }

    /// `check` sees the checksum that is announced before anything is fetched.
    fn download_file(
        &self,
        repo: &str,
        file: &str,
        check: &dyn Fn(&Checksum) -> Result<(), HubError>,
        cancel: &CancelToken,
        on_bytes: &mut dyn FnMut(u64, u64),
    ) -> Result<PathBuf, HubError> {
        let repo = Repo::model(repo.into());
        if let Some(path) = self.cache.repo(repo.clone()).get(file) {
            return Ok(path);
        }
        if self.is_offline {
            return Err(HubError::Offline(self.endpoint.clone()));
        }
        let url = format!("{}/{}/resolve/{}/{file}", self.endpoint, repo.url(), repo.url_revision());
        let line = Line::new(&self.endpoint, self.token.as_deref());
        let announced = line.ask(&url, cancel)?;
        check(&announced.checksum)?;
        let place = self.cache.repo(repo);
        let blob = place.blob_path(announced.checksum.digits());
        if !blob.is_file() {
            make_dir(blob.parent())?;
            fetch(&line, &url, &announced, &blob, cancel, on_bytes)?;
        }
        let snapshot = place.pointer_path(&announced.commit);
        let pointer = snapshot.join(file);
        make_dir(pointer.parent())?;
        link(&blob, &pointer).map_err(|source| HubError::Io { path: pointer.clone(), source })?;
        place.create_ref(&announced.commit).map_err(|source| HubError::Io { path: snapshot, source })?;
        Ok(pointer)
    }

    /// Takes the weights of a network off this machine; gives the bytes that became free. Other programs that use the
    /// same folder lose them too.
    ///
    /// # Errors
    /// [`HubError::Io`].
    pub fn remove(&self, model: &Model) -> Result<u64, HubError> {
        let Origin::Hub { repo, .. } = model.origin else { return Ok(0) };
        let place = self.cache.repo(Repo::model(repo.into()));
        let mut freed = 0;
        let mut delete = |path: &Path| {
            let n_bytes = fs::metadata(path).map_or(0, |about| about.len());
            fs::remove_file(path)
                .map(|()| freed += n_bytes)
                .map_err(|source| HubError::Io { path: path.into(), source })
        };
        // Unfinished downloads go with it: nobody else would ever look for them.
        let blobs = place.blob_path("");
        for entry in fs::read_dir(&blobs).into_iter().flatten().flatten() {
            if entry.path().extension().is_some_and(|ending| ending == transfer::UNFINISHED) {
                delete(&entry.path())?;
            }
        }
        for pointer in [self.path(model), self.tokenizer_path(model)].into_iter().flatten() {
            let blob = fs::canonicalize(&pointer).unwrap_or_else(|_| pointer.clone());
            if blob != pointer && fs::symlink_metadata(&pointer).is_ok_and(|about| about.is_symlink()) {
                fs::remove_file(&pointer).map_err(|source| HubError::Io { path: pointer.clone(), source })?;
            }
            if blob.exists() {
                delete(&blob)?;
            }
        }
        Ok(freed)
    }
}

/// Fetches a file beside its place, compares its checksum, and puts it there.
fn fetch(
    line: &Line,
    url: &str,
    announced: &Announced,
    blob: &Path,
    cancel: &CancelToken,
    on_bytes: &mut dyn FnMut(u64, u64),
) -> Result<(), HubError> {
    let unfinished = blob.with_extension(transfer::UNFINISHED);
    let io = |source: io::Error| HubError::Io { path: unfinished.clone(), source };
    let mut file = File::options().read(true).append(true).create(true).open(&unfinished).map_err(io)?;
    file.try_lock().map_err(|error| match error {
        fs::TryLockError::WouldBlock => HubError::InUse,
        fs::TryLockError::Error(source) => io(source),
    })?;
    line.fetch(url, announced.size, &mut file, &unfinished, cancel, on_bytes)?;
    file.sync_all().map_err(io)?;
    let found = announced.checksum.same_of(&unfinished, announced.size, cancel)?;
    if found != announced.checksum {
        fs::remove_file(&unfinished).map_err(io)?;
        let (wanted, found) = (short(announced.checksum.digits()), short(found.digits()));
        return Err(HubError::Checksum { endpoint: line.endpoint().into(), wanted, found });
    }
    fs::rename(&unfinished, blob).map_err(io)
}

/// The first digits of a checksum, for people.
fn short(digits: &str) -> String {
    digits.chars().take(12).collect()
}

/// What a file is to be checked by, in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Checksum {
    /// Of its content: how the hub names large files.
    Sha256(String),
    /// SHA-1 of its length and content, as git has it: how the hub names small files.
    GitBlob(String),
}

impl Checksum {
    /// By the number of digits.
    fn parse(text: &str) -> Option<Self> {
        let is_hex = text.bytes().all(|c| c.is_ascii_hexdigit());
        match text.len() {
            64 if is_hex => Some(Self::Sha256(text.to_lowercase())),
            40 if is_hex => Some(Self::GitBlob(text.to_lowercase())),
            _ => None,
        }
    }

    fn digits(&self) -> &str {
        let (Self::Sha256(digits) | Self::GitBlob(digits)) = self;
        digits
    }

    /// The same kind of checksum of a file of `size` bytes.
    fn same_of(&self, path: &Path, size: u64, cancel: &CancelToken) -> Result<Self, HubError> {
        match self {
            Self::Sha256(_) => Ok(Self::Sha256(hashed(path, Sha256::new(), cancel)?)),
            Self::GitBlob(_) => {
                let begun = Sha1::new_with_prefix(format!("blob {size}\0"));
                Ok(Self::GitBlob(hashed(path, begun, cancel)?))
            }
        }
    }
}

/// The hash of a file after what `hash` took in already, in hexadecimal digits.
fn hashed(path: &Path, mut hash: impl Digest, cancel: &CancelToken) -> Result<String, HubError> {
    let io = |source| HubError::Io { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(io)?;
    let mut chunk = vec![0; CHUNK];
    loop {
        cancel.check()?;
        match file.read(&mut chunk).map_err(io)? {
            0 => break,
            n => hash.update(&chunk[..n]),
        }
    }
    Ok(hash.finalize().iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}")))
}

fn make_dir(dir: Option<&Path>) -> Result<(), HubError> {
    let Some(dir) = dir else { return Ok(()) };
    fs::create_dir_all(dir).map_err(|source| HubError::Io { path: dir.to_owned(), source })
}

/// A relative link, as the hub's programs make; where links are not allowed the file itself.
fn link(blob: &Path, pointer: &Path) -> io::Result<()> {
    if fs::symlink_metadata(pointer).is_ok() {
        fs::remove_file(pointer)?;
    }
    // From snapshots/COMMIT/FILE to blobs/SHA256.
    let name = blob.file_name().unwrap_or_default();
    let target = Path::new("../../blobs").join(name);
    #[cfg(unix)]
    return std::os::unix::fs::symlink(target, pointer);
    #[cfg(windows)]
    return std::os::windows::fs::symlink_file(target, pointer).or_else(|_| fs::rename(blob, pointer));
    #[cfg(not(any(unix, windows)))]
    return fs::rename(blob, pointer);
}
