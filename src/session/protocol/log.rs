//! How requests ended, and what else there is to know.
//!
//! What is said is put into words where it is shown, in the language that is spoken there.

use super::{JobKind, Ticket};
use crate::ids::{Point, RunId};
use crate::strings::Told;
use std::path::PathBuf;

/// What was done: who words it, or offers what can be done next, goes by this and not by what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Labels were changed in one step, which undo takes back.
    Edited,
    /// The last change was taken back; redo makes it again.
    Undone,
    /// The last change that was taken back was made again; undo takes it back.
    Redone,
    /// The labels are as they were at another point of the history.
    Went {
        /// The point where they were before.
        from: Point,
    },
    /// A run ended, and its clusters are in force, since nobody had changed the ones before.
    Found(RunId),
    /// A run ended; the labels are as they were until its clusters are taken.
    Waiting {
        /// Which run.
        run: RunId,
        /// The work that it came of.
        after: JobKind,
    },
    /// The project was checked; [`super::Snapshot::last_check`] has the findings.
    Checked,
    /// The folder was looked for and is away.
    FolderAway,
    /// The job at work was held, goes on or is being stopped.
    Steered,
    /// Anything else; the words say what.
    Told,
}

impl Deed {
    /// Whether undo takes it back.
    #[must_use]
    pub fn can_undo(self) -> bool {
        matches!(self, Self::Edited | Self::Redone)
    }

    /// Whether there is nothing to say beside the candidate, which is asked about: it is what was looked for.
    #[must_use]
    pub fn is_offered(self) -> bool {
        matches!(self, Self::Waiting { after: JobKind::Refine | JobKind::Improve, .. })
    }
}

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Finished: what was done, and words for people: "Wrote 1,000 labels to labels.csv".
    Done(Deed, Told),
    /// Stopped, by a person or for other work; which job it was or was to be, if it was one.
    Cancelled(Option<JobKind>),
    /// Did not work, and what helps.
    Failed(Told),
    /// Not done, since something would be lost that nobody has said may be: an export asked for with
    /// [`ExportRequest::allow_fewer`](super::ExportRequest::allow_fewer) is written.
    Refused(Told),
    /// A project was made elsewhere: [`Request::Trust`](super::Request::Trust) opens it, once a person said so.
    Stranger {
        /// The `.gleaner` directory.
        project: PathBuf,
        /// Where it says that its photos are.
        folder: PathBuf,
    },
    /// Not an end: something to know.
    Warning(Told),
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Counts up, never reused.
    pub seq: u64,
    /// The request that it ends; None for warnings and jobs that the engine started by itself.
    pub ticket: Option<Ticket>,
    /// What happened.
    pub outcome: Outcome,
}
