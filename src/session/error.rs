//! Why something in a session did not work: the cause as a value, and words for people with the way out.

use crate::clustering::settings::SettingsError;
use crate::control::Cancelled;
use crate::curation::edit::EditError;
use crate::ids::{ClusterId, RunId};
use crate::store::StoreError;
use crate::strings::{Told, say};
use std::path::PathBuf;
use std::sync::Arc;

/// Why something in a session did not work.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SessionError {
    /// No project is open.
    #[error("{}", say!("engine-nothing-open"))]
    NothingOpen,
    /// Other work has to end before, or is this very work.
    #[error("{0}")]
    Busy(Told),
    /// There is nothing that it could be done to.
    #[error("{0}")]
    NothingToDo(Told),
    /// It needs clusters, and there are none.
    #[error("{0}")]
    NoClusters(Told),
    /// It goes by a run, and none has a result.
    #[error("{}", say!("engine-no-run"))]
    NoRun,
    /// No run has this id.
    #[error("{}", say!("engine-no-such-run", run = .0.0))]
    NoSuchRun(RunId),
    /// A run that was cut off or failed.
    #[error("{}", say!("engine-no-result", run = .0.0))]
    NoResult(RunId),
    /// No cluster has this id.
    #[error("{}", say!("engine-no-such-group", group = .0.0))]
    NoSuchCluster(ClusterId),
    /// An image of which nothing is known any more.
    #[error("{}", say!("engine-image-gone"))]
    ImageGone,
    /// What a person named is not there, with what is.
    #[error("{0}")]
    NoSuch(Told),
    /// What a person named is there several times.
    #[error("{0}")]
    Ambiguous(Told),
    /// Another group has the name already: equal names are one class.
    #[error("{}", say!("engine-same-name", name = name, numbered = numbered))]
    SameName {
        /// The name.
        name: String,
        /// What the second one would be called.
        numbered: String,
    },
    /// A directory that holds no project.
    #[error("{}", say!("engine-not-a-project", path = .0.display().to_string()))]
    NotAProject(PathBuf),
    /// A path at which nothing is.
    #[error("{}", say!("engine-not-there", path = .0.display().to_string()))]
    NotThere(PathBuf),
    /// A project that belongs to another folder, or is asked for as two.
    #[error("{0}")]
    OtherFolder(Told),
    /// A project that was not made here, and that nobody here vouched for.
    #[error("{}", say!("engine-stranger", project = project.display().to_string(), folder = folder.display().to_string()))]
    Stranger {
        /// The `.gleaner` directory.
        project: PathBuf,
        /// Where it says that its photos are.
        folder: PathBuf,
    },
    /// No merge tree could be built.
    #[error("{}", say!("engine-uncounted"))]
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
    Words(Told),
}

impl From<SessionError> for Told {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Busy(told)
            | SessionError::NothingToDo(told)
            | SessionError::NoClusters(told)
            | SessionError::NoSuch(told)
            | SessionError::Ambiguous(told)
            | SessionError::OtherFolder(told)
            | SessionError::Words(told) => told,
            error => Self::of(error),
        }
    }
}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}
