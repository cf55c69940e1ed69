//! Care for the open project as far as it needs no closing of it: looking whether it is whole, and archiving it.
//!
//! Repairing and compacting take the writer's lock, which the engine holds: they are left to the command line.

use super::core::Engine;
use crate::session::SessionError;
use crate::session::protocol::{Checkup, Deed, JobKind, Outcome, Request, Ticket};
use crate::session::worker::{ArchiveWork, CheckWork};
use crate::strings::told;
use std::path::PathBuf;
use std::sync::Arc;

impl Engine {
    /// Looks whether the project is whole, while nothing else is at work: what is half written would look broken.
    pub(super) fn start_check(&mut self, ticket: Ticket) -> Result<(), SessionError> {
        let project = self.opened()?.store.path().to_owned();
        match self.job.as_ref().map(|job| job.info().kind) {
            Some(JobKind::Run | JobKind::Refine) => {
                return Err(SessionError::Busy(told!("engine-busy-check")));
            }
            Some(JobKind::Check) => return Err(SessionError::Busy(told!("engine-busy-checking"))),
            Some(_) => {
                self.shown.last_check = None;
                self.waiting.push_back((ticket, Request::Check));
                self.publish();
                return Ok(());
            }
            None => (),
        }
        self.shown.last_check = None;
        self.begin(JobKind::Check, Some(ticket), None, |context| CheckWork { project }.run(context))
    }

    /// Shows what was found.
    pub(super) fn checked(&mut self, ticket: Option<Ticket>, checkup: Checkup) {
        let words = checkup.words();
        self.shown.last_check = Some(Arc::new(checkup));
        self.end(ticket, Outcome::Done(Deed::Checked, words));
    }

    /// Writes the project into one file, beside whatever else is at work.
    pub(super) fn start_archive(&mut self, ticket: Ticket, out: PathBuf) -> Result<(), SessionError> {
        let project = self.opened()?.store.path().to_owned();
        self.begin(JobKind::Archive, Some(ticket), None, |context| ArchiveWork { project, out }.run(context))
    }
}
