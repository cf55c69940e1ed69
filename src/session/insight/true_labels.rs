//! Where true labels come from: folder names or a table.

use crate::interchange::labels_in;
use crate::session::SessionError;
use crate::strings::Told;
use std::path::PathBuf;

/// Where true labels come from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TrueLabels {
    /// The first folder of each image's path; where all images lie in one common folder, the first one below it.
    Folders,
    /// A CSV or JSON lines file with `file_name,label`, whose names are read as [`super::names`] tells.
    File(PathBuf),
}

impl TrueLabels {
    /// From `--labels folders|FILE.csv`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text == "folders" { Self::Folders } else { Self::File(PathBuf::from(text)) }
    }

    /// Checks that they can be read, before hours are spent on a run.
    ///
    /// # Errors
    /// Words.
    pub fn check(&self) -> Result<(), SessionError> {
        match self {
            Self::Folders => Ok(()),
            Self::File(path) => labels_in::read(path).map(|_| ()).map_err(|e| SessionError::Words(Told::of(e))),
        }
    }
}
