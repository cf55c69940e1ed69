//! skeleton
use super::Reader;
use super::protocol::{Outcome, Request, Snapshot, Ticket};
use crate::control::{Latest, Progress, Waker};
use std::path::PathBuf;
use std::sync::Arc;

/// How a session is set up.
#[derive(Clone, Debug)]
pub struct SessionOptions {
    /// Where projects of folders, the sample, the list of recent projects and the log lie.
    pub data_dir: PathBuf,
    /// Threads that read images; 0 takes all cores.
    pub threads: usize,
}

/// A running engine, as front ends hold it.
pub struct Session {}

impl Session {
    /// Starts the engine thread. `waker` is called whenever the snapshot, the progress or something fetched changed.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn start(_options: SessionOptions, _waker: Waker) -> std::io::Result<Self> {
        todo!()
    }

    /// Hands a request to the engine without waiting; None if too many are waiting already (ask again).
    pub fn request(&self, _request: Request) -> Option<Ticket> {
        todo!()
    }

    /// The newest snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        todo!()
    }

    /// Where the running job stands.
    #[must_use]
    pub fn progress(&self) -> Arc<Progress> {
        todo!()
    }

    /// The slot behind [`Session::progress`].
    #[must_use]
    pub fn progress_slot(&self) -> Latest<Progress> {
        todo!()
    }

    /// Fetches thumbnails, previews and evidence by id.
    #[must_use]
    pub fn reader(&self) -> Reader {
        todo!()
    }

    /// Waits for the outcome of a request (never `Outcome::Warning`); for the command line, never for a window.
    /// `on_tick` is called about ten times a second meanwhile.
    pub fn wait(&self, _ticket: Ticket, _on_tick: &mut dyn FnMut(&Snapshot, &Progress)) -> Outcome {
        todo!()
    }

    /// Asks the engine to end, and waits until everything is on disk. Dropping does the same.
    pub fn shutdown(self) {
        todo!()
    }
}
