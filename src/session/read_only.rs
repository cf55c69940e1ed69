//! skeleton
use super::SessionError;
use super::evaluation::{Evaluation, TrueLabels};
use super::protocol::{Evidence, ExportRequest, Snapshot};
use crate::control::CancelToken;
use crate::ids::{ClusterId, ImageId, RunId};
use std::path::Path;
use std::sync::Arc;

/// A project opened for reading, beside whoever writes to it.
pub struct ReadOnly {}

impl ReadOnly {
    /// Opens a `.gleaner` directory without changing anything.
    ///
    /// # Errors
    /// Words: not there, not a project, from a newer program.
    pub fn open(_project: &Path) -> Result<Self, SessionError> {
        todo!()
    }

    /// Everything small.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        todo!()
    }

    /// Probabilities, neighbours and stages of one image. `top` holds at most 5 clusters.
    ///
    /// # Errors
    /// Words, if no run is adopted or its files are gone.
    pub fn evidence(&self, _image: ImageId) -> Result<Evidence, SessionError> {
        todo!()
    }

    /// Compares a run (None: the adopted one, else the newest finished one) with true labels.
    ///
    /// # Errors
    /// Words.
    pub fn evaluate(&self, _labels: &TrueLabels, _run: Option<RunId>) -> Result<Evaluation, SessionError> {
        todo!()
    }

    /// Writes labels out; gives the sentence to print ("Wrote 1,000 labels to labels.csv").
    ///
    /// # Errors
    /// Words.
    pub fn export(&self, _request: &ExportRequest, _cancel: &CancelToken) -> Result<String, SessionError> {
        todo!()
    }

    /// Writes the self-contained HTML contact sheet of all clusters.
    ///
    /// # Errors
    /// Words.
    pub fn write_report(&self, _out: &Path) -> Result<(), SessionError> {
        todo!()
    }
}

impl Snapshot {
    /// A cluster by its id or its unique name.
    ///
    /// # Errors
    /// Words: no such cluster, or a name that several have.
    pub fn resolve_cluster(&self, _text: &str) -> Result<ClusterId, SessionError> {
        todo!()
    }

    /// An image by its path relative to the folder (as it is displayed) or its id.
    ///
    /// # Errors
    /// Words: no such image; a skipped file is told with its reason.
    pub fn resolve_image(&self, _text: &str) -> Result<ImageId, SessionError> {
        todo!()
    }
}
