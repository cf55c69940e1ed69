//! A session as the command line uses it: asks, shows progress, waits, and stops on Ctrl-C.

use super::interrupt;
use super::outcome::Failure;
use super::progress::Display;
use crate::control::{CancelToken, Waker};
use crate::session::protocol::{Outcome, Request, Snapshot, Ticket};
use crate::session::{ReadOnly, Session, SessionError, SessionOptions, places};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A project to look at, beside whoever writes to it; what has to be told of it is.
///
/// # Errors
/// [`SessionError`]: not there, not a project, from a newer program.
pub fn look(project: &Path) -> Result<ReadOnly, SessionError> {
    let mut project = ReadOnly::open(project)?;
    if let Some(folder) = project.spare_photos(&places::data_dir()) {
        tell_unread(folder);
    }
    if let Some(notice) = project.notice() {
        eprintln!("{}", super::text::one_line(&notice.to_string()));
    }
    Ok(project)
}

/// That nothing of the photo folder of a project from elsewhere is read.
fn tell_unread(folder: &Path) {
    let words = format!("the project is new to this computer: its photos in {} were not read", folder.display());
    eprintln!("{}", super::text::one_line(&words));
}

/// A running engine with somebody who waits for it.
pub struct Work {
    session: Session,
    display: Display,
    stop: CancelToken,
}

impl Work {
    /// Starts an engine; `threads` read images, 0 takes all cores.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn start(threads: usize) -> Result<Self, Failure> {
        let options = SessionOptions { data_dir: places::data_dir(), threads, watches: false };
        let session = Session::start(options, Waker::default())
            .map_err(|e| Failure::failed(format!("no thread can be started: {e}")))?;
        Ok(Self { session, display: Display::new(), stop: interrupt::token() })
    }

    /// Asks, and waits for the end; gives what the engine says.
    ///
    /// # Errors
    /// What went wrong, or cancelled.
    pub fn ask(&mut self, request: &Request) -> Result<String, Failure> {
        self.ask_watching(request, &mut |_, _| ())
    }

    /// The same; `on_tick` sees the snapshot about ten times a second.
    ///
    /// # Errors
    /// What went wrong, or cancelled.
    pub fn ask_watching(
        &mut self,
        request: &Request,
        on_tick: &mut dyn FnMut(&Snapshot, &Display),
    ) -> Result<String, Failure> {
        if self.stop.is_cancelled() {
            return Err(Failure::cancelled());
        }
        let ticket = self.hand_over(request);
        let (session, display, stop) = (&self.session, &mut self.display, &self.stop);
        let mut is_stopping = false;
        let outcome = session.wait(ticket, &mut |snapshot, progress| {
            display.tell(&snapshot.log);
            if let Some(job) = &snapshot.job {
                display.show(progress);
                if stop.is_cancelled() && !is_stopping {
                    is_stopping = session.request(Request::Cancel(job.id)).is_some();
                }
            }
            on_tick(snapshot, display);
        });
        display.tell(&session.snapshot().log);
        display.clear();
        if matches!((request, &outcome), (Request::OpenProject(_), Outcome::Done(..)))
            && let snapshot = session.snapshot()
            && let Some(project) = snapshot.project.as_ref().filter(|_| snapshot.is_stranger)
        {
            tell_unread(&project.folder);
        }
        match outcome {
            Outcome::Done(_, words) | Outcome::Warning(words) => Ok(words.to_string()),
            Outcome::Cancelled(_) => Err(Failure::cancelled()),
            Outcome::Failed(words) | Outcome::Refused(words) => Err(Failure::failed(words)),
            Outcome::Stranger { project, folder } => {
                let words = SessionError::Stranger { project, folder };
                Err(Failure::failed(format!("{words} (--trust)")))
            }
        }
    }

    /// The newest snapshot.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.session.snapshot()
    }

    /// Ends the engine when everything is on disk.
    pub fn finish(self) {
        self.session.shutdown();
    }

    fn hand_over(&self, request: &Request) -> Ticket {
        loop {
            match self.session.request(request.clone()) {
                Some(ticket) => return ticket,
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}
