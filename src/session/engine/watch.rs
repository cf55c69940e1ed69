//! Notices that something in the photo folder changed while a project is open: files that come, go or change, and a drive
//! that is connected or not.
//!
//! It looks at no file; the engine looks at the folder when it is told, once it is quiet.

use crate::session::worker::FromWorker;
use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A folder is quiet when nothing changed for so long: a copy of many files is looked at once.
const QUIET: Duration = Duration::from_millis(1500);
/// It is looked at even if it is never quiet.
const MOST_WAIT: Duration = Duration::from_secs(20);
/// How often a look tells whether the folder is there: systems tell nothing of a drive that goes.
const BETWEEN_LOOKS: Duration = Duration::from_secs(4);

/// Watches until it is dropped.
pub struct Watch {
    #[expect(dead_code, reason = "the thread ends when it is closed")]
    open: Sender<()>,
}

impl Watch {
    /// Watches a folder; None if the system gives no thread.
    pub fn start(folder: &Path, engine: Sender<FromWorker>) -> Option<Self> {
        let (open, closed) = bounded(1);
        let (changed, changes) = bounded(1);
        let watching = Watching { folder: folder.to_path_buf(), changed, changes, closed, engine, watcher: None };
        let thread = std::thread::Builder::new().name("gleaner-watch".into());
        let spawned = thread.spawn(move || watching.run());
        spawned.inspect_err(|error| tracing::warn!(%error, "no thread to watch the folder")).ok()?;
        Some(Self { open })
    }
}

struct Watching {
    folder: PathBuf,
    changed: Sender<()>,
    changes: Receiver<()>,
    closed: Receiver<()>,
    engine: Sender<FromWorker>,
    /// It watches for as long as it is held.
    watcher: Option<RecommendedWatcher>,
}

impl Watching {
    fn run(mut self) {
        let mut was_there = is_there(&self.folder);
        self.watcher = was_there.then(|| self.watcher()).flatten();
        // Between the look at an opened folder and now something may have changed unseen.
        if self.watcher.is_some() && self.engine.send(FromWorker::FolderChanged).is_err() {
            return;
        }
        loop {
            let is_changed = crossbeam_channel::select! {
                // Nothing is ever sent.
                recv(self.closed) -> _ => return,
                recv(self.changes) -> _ => true,
                default(BETWEEN_LOOKS) => false,
            };
            if is_changed && !self.is_quiet_at_last() {
                return;
            }
            let is_there = is_there(&self.folder);
            if is_there != was_there {
                was_there = is_there;
                self.watcher = is_there.then(|| self.watcher()).flatten();
            } else if !is_changed {
                continue;
            }
            if self.engine.send(FromWorker::FolderChanged).is_err() {
                return;
            }
        }
    }

    /// False when the watch is over.
    fn is_quiet_at_last(&self) -> bool {
        let began = Instant::now();
        while began.elapsed() < MOST_WAIT {
            if self.changes.recv_timeout(QUIET).is_err() {
                break;
            }
        }
        self.closed.try_recv() != Err(TryRecvError::Disconnected)
    }

    fn watcher(&self) -> Option<RecommendedWatcher> {
        let changed = self.changed.clone();
        let heard = move |event: notify::Result<notify::Event>| {
            // That files are read, by ourselves too, changes nothing.
            if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
                let _ = changed.try_send(());
            }
        };
        let watching = notify::recommended_watcher(heard).and_then(|mut watcher| {
            watcher.watch(&self.folder, RecursiveMode::Recursive)?;
            Ok(watcher)
        });
        match watching {
            Ok(watcher) => Some(watcher),
            Err(error) => {
                tracing::warn!(%error, "the folder is not watched");
                let _ = self.engine.send(FromWorker::NotWatching(error.to_string()));
                None
            }
        }
    }
}

/// Whether a folder is there and holds anything.
fn is_there(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_in_a_folder_is_noticed_until_the_watch_ends() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(dir.path().join("deep")).expect("made");
        std::fs::write(dir.path().join("deep/a.jpg"), b"a").expect("written");
        let (engine, heard) = bounded(8);
        let watch = Watch::start(dir.path(), engine).expect("a thread");
        let is_told = || matches!(heard.recv_timeout(Duration::from_mins(1)), Ok(FromWorker::FolderChanged));
        assert!(is_told(), "it watches from now on");
        std::fs::write(dir.path().join("deep/b.jpg"), b"b").expect("written");
        assert!(is_told());
        drop(watch);
        // The thread lets go of the engine.
        while heard.recv().is_ok() {}
    }
}
