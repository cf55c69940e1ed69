//! What the targets share: files that live in memory where the system has a place for them.

use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// An empty directory, in memory if there is `/dev/shm`.
///
/// # Panics
/// If none can be made.
#[must_use]
pub fn directory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a temporary directory")
}

/// A file that each input is written to.
pub struct Scratch {
    dir: TempDir,
    name: &'static str,
}

impl Scratch {
    /// A file of this name in a directory of its own.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self { dir: directory(), name }
    }

    /// Writes the input and tells where.
    ///
    /// # Panics
    /// If it can not be written.
    pub fn holding(&self, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(self.name);
        std::fs::write(&path, bytes).expect("a written file");
        path
    }
}

thread_local! {
    static TABLE: Scratch = Scratch::new("input");
}

/// Runs `read` on a file that holds `bytes`.
pub fn with_file<T>(bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    TABLE.with(|scratch| read(&scratch.holding(bytes)))
}

/// Panics that the program catches itself are no faults of it: the next one runs as in the program, and only one that nobody
/// catches ends the process.
pub fn let_panics_be_caught() {
    drop(std::panic::take_hook());
}
