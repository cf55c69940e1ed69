//! A job at work, as the engine holds it.

use crate::control::CancelToken;
use crate::ids::{JobId, RunId};
use crate::session::protocol::{Exported, JobInfo, JobKind, Ticket};
use crate::strings::Told;
use crate::timing::Course;
use std::path::PathBuf;
use std::thread::JoinHandle;

/// A job at work.
pub struct Job {
    pub(super) id: JobId,
    pub(super) kind: JobKind,
    /// The request that it ends; None if the engine began it by itself.
    pub(super) ticket: Option<Ticket>,
    pub cancel: CancelToken,
    /// How far it is, and what its parts took.
    pub(super) course: Course,
    pub(super) run: Option<RunId>,
    /// Why it was stopped, if not by a person.
    pub failure: Option<Told>,
    /// The clusters of the run are taken when it is done, whatever people did before.
    pub(super) takes: bool,
    /// Of an export: the project, and what is remembered once it is done.
    pub(super) exports: Option<(PathBuf, Exported)>,
    pub(super) thread: Option<JoinHandle<()>>,
}

impl Job {
    /// As front ends see it.
    pub fn info(&self) -> JobInfo {
        JobInfo { id: self.id, kind: self.kind, is_paused: self.cancel.is_paused() }
    }
}
