//! Care for a project: looking for damage and repairing it, giving room back, and keeping all of it in one file.
//!
//! | | writes | beside a writer |
//! |---|---|---|
//! | [`doctor`] | nothing, or with a repair behind the writer's lock and after a copy of the database | yes, or with a repair no |
//! | [`compact`] | packs and database, never what a row, the journal or a run's result is made of | no |
//! | [`archive`] | one file elsewhere | yes |
//! | [`unarchive`] | a new project | |
//!
//! Each is one call that shows how far it is and stops when its token is cancelled. None reads a photo but a repair, which
//! makes lost pixels again, and none writes to the photo folder.

mod archive;
mod compact;
mod doctor;
mod examine;
mod journal;
mod repair;
#[cfg(test)]
mod tests;
mod words;

pub use archive::{Archived, archive, unarchive};
pub use compact::{Compacted, compact};
pub use doctor::{Checkup, doctor, doctor_of_stranger, restore};
pub(in crate::session) use journal::{Played, play};
pub(in crate::session) use repair::keep_lost;
pub use words::{Finding, Severity, Subject};

pub use crate::text::megabytes;

use crate::control::{Cancelled, Progress};
use crate::room;
use crate::store::StoreError;
use crate::store::packs::PackError;
use crate::strings::{Told, say, told};
use std::io;
use std::path::Path;

/// Who watches the work.
pub type Show<'a> = &'a mut dyn FnMut(Progress);

/// Rows between two looks at the token, and two words about how far the work is.
const STEP: usize = 64;

/// Why it did not work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpkeepError {
    /// Stopped; the project is as sound as before.
    #[error("{}", say!("fault-cancelled"))]
    Cancelled,
    /// It failed: why, in words for people.
    #[error("{0}")]
    Failed(Told),
}

impl From<Cancelled> for UpkeepError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<StoreError> for UpkeepError {
    fn from(error: StoreError) -> Self {
        Self::Failed(Told::of(error))
    }
}

impl From<PackError> for UpkeepError {
    fn from(error: PackError) -> Self {
        Self::Failed(Told::of(error))
    }
}

/// What the system did not let us do to a file: "p.zip cannot be written: disk full".
fn cannot_be(done: &str, path: &Path, error: &io::Error) -> Told {
    if room::is_full(error) {
        return room::failed(path, error);
    }
    let (path, why) = (path.display().to_string(), error.to_string());
    match done {
        "read" => told!("archive-cannot-read", path = path, why = why),
        "written" => told!("archive-cannot-write", path = path, why = why),
        _ => told!("archive-cannot-use", path = path, why = why),
    }
}
