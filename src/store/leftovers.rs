//! Files in a project that nobody needs any more: what a crash left while a file was written, directories of runs that
//! were never committed, feature files that no program can read.
//!
//! Holes in packs are not among them: see [`super::packs`].

use super::connection::UNBORN;
use super::error::StoreError;
use super::features::FeatureFile;
use super::layout::{FEATURES, RUNS};
use super::project::Store;
use crate::ids::RunId;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How names of files that are being written begin.
const TEMPORARY: &str = ".tmp";

/// What a leftover is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftoverKind {
    /// A directory of a run that has no row.
    Run,
    /// A file that was being written.
    Temporary,
    /// A file of feature rows whose beginning is none.
    Features,
}

/// Something that can be removed without loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// What it is.
    pub kind: LeftoverKind,
    /// A file or directory.
    pub path: PathBuf,
}

impl Leftover {
    /// Removes it; what is gone already is fine.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn remove(&self) -> Result<(), StoreError> {
        let removed = if self.path.is_dir() { fs::remove_dir_all(&self.path) } else { fs::remove_file(&self.path) };
        match removed {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::Write { path: self.path.clone(), source })
            }
            _ => Ok(()),
        }
    }
}

impl Store {
    /// Lists them; `runs` have rows. Beside a writer some may be its work in progress.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub fn leftovers(&self, runs: &BTreeSet<RunId>) -> Result<Vec<Leftover>, StoreError> {
        let mut found = Vec::new();
        for path in entries(self.path())? {
            let name = name(&path);
            if is_temporary(&name) || (name.starts_with(UNBORN) && !path.is_dir()) {
                found.push(Leftover { kind: LeftoverKind::Temporary, path });
            } else if path.is_dir() {
                found.extend(inside(&path)?);
            }
        }
        for path in entries(&self.path().join(RUNS))?.into_iter().filter(|path| path.is_dir()) {
            // What is not called as runs are is not ours.
            match name(&path).parse::<RunId>() {
                Ok(run) if !runs.contains(&run) => found.push(Leftover { kind: LeftoverKind::Run, path }),
                Ok(_) => found.extend(inside(&path)?),
                Err(_) => {}
            }
        }
        for path in entries(&self.path().join(FEATURES))? {
            let is_rows = path.extension().is_some_and(|ending| ending == "rows");
            if is_rows && !FeatureFile::is_one(&path).map_err(|source| read(&path, source))? {
                found.push(Leftover { kind: LeftoverKind::Features, path });
            }
        }
        Ok(found)
    }
}

/// Temporary files right in a directory.
fn inside(dir: &Path) -> Result<Vec<Leftover>, StoreError> {
    let temporary = entries(dir)?.into_iter().filter(|path| is_temporary(&name(path)) && path.is_file());
    Ok(temporary.map(|path| Leftover { kind: LeftoverKind::Temporary, path }).collect())
}

fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMPORARY)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Sorted; none where there is no such directory.
fn entries(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let listed = match fs::read_dir(dir) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed.and_then(|all| all.map(|entry| entry.map(|entry| entry.path())).collect()),
    };
    let mut paths: Vec<PathBuf> = listed.map_err(|source| read(dir, source))?;
    paths.sort();
    Ok(paths)
}

fn read(path: &Path, source: io::Error) -> StoreError {
    StoreError::Read { path: path.to_owned(), source }
}
