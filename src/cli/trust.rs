//! Projects that were made elsewhere: their photos are read only when `--trust` says so.

use super::outcome::Failure;
use crate::session::{places, trust};
use std::path::Path;

/// The flag.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Trust {
    /// Read the photos, and the files of networks, that the project names, though it was made elsewhere; asked once
    #[arg(long = "trust")]
    is_given: bool,
}

impl Trust {
    /// Notes that somebody vouches for the project, if the flag is there.
    ///
    /// # Errors
    /// [`Failure`], if it is no project.
    pub fn note(self, project: &Path) -> Result<(), Failure> {
        if self.is_given && places::is_project(project) {
            trust::trust(&places::data_dir(), project)?;
        }
        Ok(())
    }

    /// The same; then checks that the photos of the project may be read.
    ///
    /// # Errors
    /// [`Failure`], which names the flag.
    pub fn check(self, project: &Path) -> Result<(), Failure> {
        self.note(project)?;
        if !places::is_project(project) {
            // Opening it says what is there.
            return Ok(());
        }
        trust::check(&places::data_dir(), project).map_err(|why| Failure::failed(format!("{why} (--trust)")))
    }
}
