//! What became of the files of the folder: how it is said above the grid, and what a person can do about it.
//!
//! What is to be said is worked out by the session; here it gets words, buttons and commands.

use super::window::Window;
use crate::gui::command::Command;
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::missing::MissingList;
use crate::gui::frame::facts::is_at_work;
use crate::gui::frame::intent::{Intent, Shown, Tab};
use crate::gui::frame::offers;
use crate::gui::grid;
use crate::gui::kit::toasts::Kind;
use crate::gui::system::picker::Purpose;
use crate::gui::system::reveal;
use crate::ids::ImageId;
use crate::session::protocol::{JobKind, Request, Snapshot};
use std::path::{Path, PathBuf};

impl Window {
    /// Whether one of the commands about files can do anything now.
    pub(in crate::gui) fn can_tend(&self, command: Command, snapshot: &Snapshot) -> bool {
        let folder = &snapshot.folder;
        match command {
            Command::Rescan => snapshot.project.is_some() && !is_learning(snapshot),
            Command::ShowMissing => !folder.missing.is_empty(),
            Command::ShowChanged => !folder.changed.is_empty(),
            Command::ShowUnplaced => !folder.unplaced.is_empty(),
            Command::ShowCopies | Command::LabelCopies => !folder.copies.is_empty(),
            Command::Locate => snapshot.project.is_some() && !self.picker.is_open(),
            Command::Place => !folder.unplaced.is_empty() && !is_learning(snapshot),
            // What can not be seen is not meant.
            Command::StillSame => {
                self.view.tab == Tab::Grid && self.view.shown == Shown::Changed && !self.grid.images().is_empty()
            }
            _ => false,
        }
    }

    /// Does one of them.
    pub(in crate::gui) fn tend(&mut self, command: Command, ctx: &egui::Context, snapshot: &Snapshot) {
        match command {
            Command::Rescan => self.ask(Request::Import),
            Command::ShowMissing => self.dialog = Some(Dialog::Missing(MissingList::default())),
            Command::ShowChanged => self.do_intent(Intent::Show(Shown::Changed), snapshot),
            Command::ShowUnplaced => self.do_intent(Intent::Show(Shown::Unplaced), snapshot),
            Command::ShowCopies => self.do_intent(Intent::Show(Shown::Copies), snapshot),
            Command::Locate => self.picker.show(ctx, Purpose::Locate),
            Command::Place => self.ask(Request::Place),
            Command::StillSame => {
                let intents = offers::still(snapshot, self.meant_of_shelf(Shown::Changed));
                self.do_intents(intents, snapshot);
            }
            Command::LabelCopies => {
                let all = || snapshot.folder.copies.iter().map(|offer| offer.image).collect();
                let images = if self.view.shown == Shown::Copies { self.meant_of_shelf(Shown::Copies) } else { all() };
                let intents = offers::label_copies(snapshot, images);
                self.do_intents(intents, snapshot);
            }
            _ => (),
        }
    }

    /// Confirms the selected images: among changed files as what they were.
    pub(in crate::gui) fn confirm_selected(&mut self, snapshot: &Snapshot) {
        let intents = grid::confirm_shown(snapshot, self.view.shown, self.selected());
        self.do_intents(intents, snapshot);
    }

    /// The project goes on with the images at this place.
    pub(in crate::gui) fn locate(&mut self, path: PathBuf, snapshot: &Snapshot) {
        if let Some(project) = &snapshot.project {
            self.dialog = None;
            self.ask(Request::Open { path, project: Some(project.path.clone()) });
        }
    }

    /// Shows an image's file in the system's file manager.
    pub(in crate::gui) fn reveal_file(&mut self, image: ImageId, snapshot: &Snapshot) {
        let (Some(project), Some(info)) = (&snapshot.project, snapshot.images.get(image)) else { return };
        // A name that is not UTF-8 is shown with escapes; its folder is the nearest that can be named.
        let shown = Path::new(&*info.path);
        let inside = if info.path.contains("\\x") { shown.parent().unwrap_or(Path::new("")) } else { shown };
        if let Err(why) = reveal::show_in_file_manager(&project.folder.join(inside)) {
            self.toasts.push(Kind::Failure, why, false);
        }
    }

    /// Opens an image's file with the system's viewer.
    pub(in crate::gui) fn open_file(&mut self, image: ImageId, snapshot: &Snapshot) {
        let (Some(project), Some(info)) = (&snapshot.project, snapshot.images.get(image)) else { return };
        let opened = if info.path.contains("\\x") {
            // Shown with escapes: the file's own name is not known here.
            Err("The name of this file is not text, so it can not be handed to a viewer.".to_owned())
        } else {
            reveal::open_in_viewer(&project.folder.join(&*info.path))
        };
        if let Err(why) = opened {
            self.toasts.push(Kind::Failure, why, false);
        }
    }

    fn do_intents(&mut self, intents: Vec<Intent>, snapshot: &Snapshot) {
        for intent in intents {
            self.do_intent(intent, snapshot);
        }
    }

    /// The selected images of a shelf that is shown, or all of it that the filter lets through.
    fn meant_of_shelf(&self, shelf: Shown) -> Vec<ImageId> {
        let selected = self.selected();
        if selected.is_empty() && self.view.shown == shelf { self.grid.images().to_vec() } else { selected }
    }
}

/// What to do first, for the commands about files.
pub fn why_not(command: Command, snapshot: &Snapshot) -> Option<&'static str> {
    Some(match command {
        Command::Rescan if is_learning(snapshot) => "A run is at work; look at the folder again when it is done.",
        Command::Place if is_learning(snapshot) => "A run is at work; new images can be placed when it is done.",
        Command::ShowMissing => "No image is gone from the folder.",
        Command::ShowChanged => "No file became another picture since you decided about it.",
        Command::ShowUnplaced | Command::Place => "There are no new images that no run has seen.",
        Command::ShowCopies | Command::LabelCopies => "No image is a copy of one that you labelled.",
        Command::StillSame => "Show what changed since you confirmed it first.",
        Command::Locate => "A file dialog is open already.",
        _ => return None,
    })
}

/// Whether a run, or what is like one, is at work: the folder stays as it was for it.
fn is_learning(snapshot: &Snapshot) -> bool {
    [JobKind::Run, JobKind::Refine, JobKind::Place].into_iter().any(|kind| is_at_work(snapshot, kind))
}
