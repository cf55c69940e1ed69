//! The engine thread and the handle that front ends have of it.
//!
//! The handle never waits (but for [`Session::wait`], which is the command line's): requests are tried, snapshot and
//! progress are latest-value slots.

mod core;
mod growth;
mod improving;
mod job;
mod jobs;
mod kept;
mod placing;
mod strangers;
mod upkeep;
mod watch;
mod words;

use super::Reader;
use super::protocol::{Outcome, Request, Snapshot, Ticket};
use crate::control::{Latest, Progress, Waker};
use crate::strings::told;
use crossbeam_channel::Sender;
use parking_lot::{Condvar, Mutex};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Requests that may wait for the engine.
const MOST_REQUESTS: usize = 64;
/// Messages of workers that may wait for the engine.
const MOST_MESSAGES: usize = 64;

/// How a session is set up.
#[derive(Clone, Debug)]
pub struct SessionOptions {
    /// Where projects of folders, the sample, the list of recent projects and the log lie.
    pub data_dir: PathBuf,
    /// Threads that read images; 0 takes all cores.
    pub threads: usize,
    /// Whether changes in the folder are noticed while a project is open.
    pub watches: bool,
}

/// Lets [`Session::wait`] sleep until something changes.
#[derive(Default)]
struct Bell {
    rung: Mutex<bool>,
    changed: Condvar,
}

/// A running engine, as front ends hold it.
///
/// ```
/// use gleaner::control::Waker;
/// use gleaner::session::protocol::{Outcome, Request};
/// use gleaner::session::{Session, SessionOptions};
///
/// # let place = tempfile::tempdir()?;
/// # let folder = place.path().join("photos");
/// # std::fs::create_dir(&folder)?;
/// let options = SessionOptions { data_dir: place.path().join("data"), threads: 1, watches: false };
/// let session = Session::start(options, Waker::default())?;
/// let ticket = session.request(Request::Open { path: folder, project: None }).expect("room for a request");
/// let outcome = session.wait(ticket, &mut |_snapshot, progress| println!("{:?}", progress.share()));
/// assert!(matches!(outcome, Outcome::Done(..)), "{outcome:?}");
/// assert!(session.snapshot().project.is_some());
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Session {
    requests: Option<Sender<(Ticket, Request)>>,
    next_ticket: AtomicU64,
    snapshot: Latest<Snapshot>,
    progress: Latest<Progress>,
    reader: Reader,
    bell: Arc<Bell>,
    threads: Vec<JoinHandle<()>>,
}

impl Session {
    /// Starts the engine thread. `waker` is called whenever the snapshot, the progress or something fetched changed.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn start(options: SessionOptions, waker: Waker) -> std::io::Result<Self> {
        let bell = Arc::new(Bell::default());
        let rung = Arc::clone(&bell);
        let waker = Waker::new(move || {
            *rung.rung.lock() = true;
            rung.changed.notify_all();
            waker.wake();
        });
        let (requests, inbox) = crossbeam_channel::bounded(MOST_REQUESTS);
        let (to_engine, from_workers) = crossbeam_channel::bounded(MOST_MESSAGES);
        let (reader, mut threads) = Reader::start(waker.clone())?;
        let (snapshot, progress) = (Latest::<Snapshot>::default(), Latest::<Progress>::default());
        let engine = core::Engine::new(
            options,
            core::Links {
                snapshot: snapshot.clone(),
                progress: progress.clone(),
                reader: reader.clone(),
                waker,
                to_engine,
            },
        );
        let thread = std::thread::Builder::new().name("gleaner-engine".into());
        threads.push(thread.spawn(move || engine.work(&inbox, &from_workers))?);
        let requests = Some(requests);
        Ok(Self { requests, next_ticket: AtomicU64::new(1), snapshot, progress, reader, bell, threads })
    }

    /// Hands a request to the engine without waiting; None if too many are waiting already (ask again).
    pub fn request(&self, request: Request) -> Option<Ticket> {
        let ticket = Ticket(self.next_ticket.fetch_add(1, Ordering::Relaxed));
        self.requests.as_ref()?.try_send((ticket, request)).ok()?;
        Some(ticket)
    }

    /// The newest snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.get()
    }

    /// Where the running job stands.
    #[must_use]
    pub fn progress(&self) -> Arc<Progress> {
        self.progress.get()
    }

    /// The slot behind [`Session::progress`].
    #[must_use]
    pub fn progress_slot(&self) -> Latest<Progress> {
        self.progress.clone()
    }

    /// Fetches thumbnails, previews and evidence by id.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }

    /// Waits for the outcome of a request (never `Outcome::Warning`); for the command line, never for a window.
    /// `on_tick` is called about ten times a second meanwhile.
    pub fn wait(&self, ticket: Ticket, on_tick: &mut dyn FnMut(&Snapshot, &Progress)) -> Outcome {
        loop {
            let snapshot = self.snapshot();
            on_tick(&snapshot, &self.progress());
            let ends = |entry: &&Arc<super::protocol::LogEntry>| {
                entry.ticket == Some(ticket) && !matches!(entry.outcome, Outcome::Warning(_))
            };
            if let Some(entry) = snapshot.log.iter().find(ends) {
                return entry.outcome.clone();
            }
            if self
                .threads
                .iter()
                .any(|thread| thread.thread().name() == Some("gleaner-engine") && thread.is_finished())
            {
                return Outcome::Failed(told!("engine-stopped"));
            }
            let mut rung = self.bell.rung.lock();
            if !*rung {
                self.bell.changed.wait_for(&mut rung, Duration::from_millis(100));
            }
            *rung = false;
        }
    }

    /// Asks the engine to end, and waits until everything is on disk. Dropping does the same.
    pub fn shutdown(self) {
        drop(self);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A closed channel is the request to end that always gets through.
        self.requests = None;
        self.reader.close();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the session panicked");
            }
        }
    }
}
