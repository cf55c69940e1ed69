//! Why something in a session did not work: the cause as a value, and words for people with the way out.

use crate::clustering::settings::SettingsError;
use crate::control::Cancelled;
use crate::curation::edit::EditError;
use crate::ids::{ClusterId, RunId};
use crate::store::StoreError;
use std::path::PathBuf;
use std::sync::Arc;

/// Why something in a session did not work.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SessionError {
    /// No project is open.
    #[error("Open a folder of images first.")]
    NothingOpen,
    /// Other work has to end before, or is this very work.
    #[error("{0}")]
    Busy(&'static str),
    /// There is nothing that it could be done to.
    #[error("{0}")]
    NothingToDo(&'static str),
    /// It needs clusters, and there are none.
    #[error("{0}")]
    NoClusters(&'static str),
    /// It goes by a run, and none has a result.
    #[error("No run has a result yet.")]
    NoRun,
    /// No run has this id.
    #[error("There is no run {0}.")]
    NoSuchRun(RunId),
    /// A run that was cut off or failed.
    #[error("Run {0} has no result.")]
    NoResult(RunId),
    /// No cluster has this id.
    #[error("There is no cluster {0}.")]
    NoSuchCluster(ClusterId),
    /// An image of which nothing is known any more.
    #[error("this image is not in the folder any more")]
    ImageGone,
    /// What a person named is not there, with what is.
    #[error("{0}")]
    NoSuch(String),
    /// What a person named is there several times.
    #[error("{0}")]
    Ambiguous(String),
    /// Another group has the name already: equal names are one class.
    #[error(
        "There is already a group called \u{201c}{name}\u{201d}. Merge the two, or keep both: then this one is called \
         \u{201c}{numbered}\u{201d}."
    )]
    SameName {
        /// The name.
        name: String,
        /// What the second one would be called.
        numbered: String,
    },
    /// A directory that holds no project.
    #[error("{} is no Gleaner project.", .0.display())]
    NotAProject(PathBuf),
    /// A path at which nothing is.
    #[error("{} does not exist.", .0.display())]
    NotThere(PathBuf),
    /// A project that belongs to another folder, or is asked for as two.
    #[error("{0}")]
    OtherFolder(String),
    /// No merge tree could be built.
    #[error("The classes could not be counted.")]
    Uncounted,
    /// A person stopped it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// Settings that no run can have.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A change that can not be made.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The project could not be read or written.
    #[error(transparent)]
    Store(Arc<StoreError>),
    /// A file, a network or the system did not do its part: words, which nobody but a person can act on.
    #[error("{0}")]
    Words(String),
}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}
