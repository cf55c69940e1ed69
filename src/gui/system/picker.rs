//! The system's file dialogs, each on a thread of its own, so that no frame waits for one.
//!
//! Where no dialog service runs, the dialog answers at once as if it had been cancelled; the window then points to the
//! field in which a path can be typed.

use crate::strings::{language, say, speak};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::{Duration, Instant};

/// What a path is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A folder or project to open.
    Open,
    /// Where the images of the open project are now.
    Locate,
    /// A file for an export, with a name to begin with.
    ExportFile {
        /// Suggested file name.
        name: String,
        /// `csv` or `jsonl`.
        extension: &'static str,
    },
    /// A folder in which an export makes its class folders.
    ExportFolder,
    /// A file that the project is archived in, with a name to begin with.
    Archive {
        /// Suggested file name.
        name: String,
    },
    /// Weights or rows that features come from.
    Features,
    /// A list of words for names.
    Words,
    /// A table of labels.
    Labels,
}

/// What came of a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// A path was chosen.
    Path(Purpose, PathBuf),
    /// No dialog could be shown, as far as one can tell: it ended faster than a person can.
    NoDialog(Purpose),
    /// Cancelled.
    Nothing,
}

struct Running {
    purpose: Purpose,
    since: Instant,
    answer: Receiver<Option<PathBuf>>,
}

/// At most one dialog at a time.
#[derive(Default)]
pub struct Picker {
    running: Option<Running>,
}

impl Picker {
    /// Shows a dialog, if none is shown yet; `ctx` is repainted when it ends.
    pub fn show(&mut self, ctx: &egui::Context, purpose: Purpose) {
        if self.running.is_some() {
            return;
        }
        let (sender, answer) = sync_channel(1);
        let (asked, ctx, spoken) = (purpose.clone(), ctx.clone(), language());
        let thread = std::thread::Builder::new().name("file-dialog".into()).spawn(move || {
            speak(spoken);
            // The window may be gone by now; then nobody asks for the answer.
            let _ = sender.send(ask(&asked));
            ctx.request_repaint();
        });
        if thread.is_ok() {
            self.running = Some(Running { purpose, since: Instant::now(), answer });
        }
    }

    /// Whether a dialog is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.running.is_some()
    }

    /// What came of the dialog, told once.
    pub fn poll(&mut self) -> Option<Picked> {
        let running = self.running.as_ref()?;
        let path = match running.answer.try_recv() {
            Err(TryRecvError::Empty) => return None,
            Ok(path) => path,
            // The dialog's thread ended without an answer: its library failed.
            Err(TryRecvError::Disconnected) => None,
        };
        let Running { purpose, since, .. } = self.running.take()?;
        Some(match path {
            Some(path) => Picked::Path(purpose, path),
            None if since.elapsed() < Duration::from_millis(700) => Picked::NoDialog(purpose),
            None => Picked::Nothing,
        })
    }
}

fn ask(purpose: &Purpose) -> Option<PathBuf> {
    let dialog = rfd::FileDialog::new();
    match purpose {
        Purpose::Open => dialog.set_title(say!("system-pick-folder")).pick_folder(),
        Purpose::Locate => dialog.set_title(say!("system-pick-locate")).pick_folder(),
        Purpose::Features => dialog
            .set_title(say!("system-pick-features"))
            .add_filter(say!("system-pick-features.kind"), &["safetensors", "pth", "pt", "tar", "bin", "npy"])
            .pick_file(),
        Purpose::Words => dialog
            .set_title(say!("system-pick-words"))
            .add_filter(say!("system-pick-words.kind"), &["txt", "csv"])
            .pick_file(),
        Purpose::Labels => dialog
            .set_title(say!("system-pick-labels"))
            .add_filter(say!("system-pick-labels.kind"), &["csv", "tsv", "txt", "jsonl", "ndjson", "json"])
            .pick_file(),
        Purpose::ExportFolder => dialog.set_title(say!("system-pick-export-folder")).pick_folder(),
        Purpose::Archive { name } => dialog
            .set_title(say!("system-pick-archive"))
            .set_file_name(name)
            .add_filter(say!("system-pick-archive.kind"), &["zip"])
            .save_file(),
        Purpose::ExportFile { name, extension } => dialog
            .set_title(say!("system-pick-export"))
            .set_file_name(name)
            .add_filter(extension.to_uppercase(), &[extension])
            .save_file(),
    }
}
