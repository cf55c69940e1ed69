//! What a person can do about the files of the folder: those that changed, those that are copies, and where they lie.

use super::window::Window;
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::stranger::Stranger;
use crate::gui::frame::Shown;
use crate::gui::frame::asks::{files, images};
use crate::gui::kit::toasts::Kind;
use crate::gui::system::reveal;
use crate::ids::ImageId;
use crate::session::protocol::{LabelSource, Request, Snapshot};
use crate::strings::say;
use std::path::{Path, PathBuf};

impl Window {
    /// Gives copies the labels of what they are copies of: those that are meant on their shelf, else all.
    pub(super) fn label_copies(&mut self, snapshot: &Snapshot) {
        let all = || snapshot.folder.copies.iter().map(|offer| offer.image).collect();
        let images = if self.view.shown == Shown::Copies { self.meant_of_shelf(Shown::Copies) } else { all() };
        self.do_intents(files::label_copies(snapshot, images), snapshot);
    }

    /// Confirms the selected images: among changed files as what they were.
    pub(in crate::gui) fn confirm_selected(&mut self, snapshot: &Snapshot) {
        let is_confirmed =
            |image: &ImageId| snapshot.label(*image).is_some_and(|label| label.source == LabelSource::Confirmed);
        if !self.view.shown.is_of_folder() && self.view.selection.images.iter().all(is_confirmed) {
            // Nothing to say of them any more: the keyboard goes on.
            self.grid.go_on(&mut self.view.selection);
            return;
        }
        let intents = images::confirm_shown(snapshot, self.view.shown, self.selected());
        self.do_intents(intents, snapshot);
    }

    /// The project, the one that was asked about or the open one, goes on with the images at this place.
    pub(in crate::gui) fn locate(&mut self, path: PathBuf, snapshot: &Snapshot) {
        let open = || snapshot.project.as_ref().map(|project| project.path.clone());
        if let Some(project) = self.located.take().or_else(open) {
            self.dialog = None;
            self.ask(Request::Open { path, project: Some(project) });
        }
    }

    /// Whether nobody has vouched for the project yet: then that is asked first.
    fn asks_who_made_it(&mut self, snapshot: &Snapshot) -> bool {
        let unread = snapshot.project.as_ref().filter(|_| snapshot.is_stranger);
        if let Some(project) = unread {
            let question = Stranger::new(project.path.clone(), project.folder.clone(), true);
            self.dialog = Some(Dialog::Stranger(question));
        }
        unread.is_some()
    }

    /// Shows an image's file in the system's file manager.
    pub(in crate::gui) fn reveal_file(&mut self, image: ImageId, snapshot: &Snapshot) {
        if self.asks_who_made_it(snapshot) {
            return;
        }
        let (Some(project), Some(info)) = (&snapshot.project, snapshot.images.get(image)) else { return };
        // A name that is not UTF-8 is shown with escapes; its folder is the nearest that can be named.
        let shown = Path::new(&*info.path);
        let inside = if info.path.contains("\\x") { shown.parent().unwrap_or(Path::new("")) } else { shown };
        if let Err(why) = reveal::show_in_file_manager(&project.folder.join(inside)) {
            self.toasts.push(Kind::Failure, why, false);
        }
    }

    /// Shows a folder in the system's file manager.
    pub(in crate::gui) fn reveal_path(&mut self, path: &Path, snapshot: &Snapshot) {
        let is_of_photos = snapshot.project.as_ref().is_some_and(|project| path.starts_with(&project.folder));
        if is_of_photos && self.asks_who_made_it(snapshot) {
            return;
        }
        if let Err(why) = reveal::show_in_file_manager(path) {
            self.toasts.push(Kind::Failure, why, false);
        }
    }

    /// Opens an image's file with the system's viewer.
    pub(in crate::gui) fn open_file(&mut self, image: ImageId, snapshot: &Snapshot) {
        if self.asks_who_made_it(snapshot) {
            return;
        }
        let (Some(project), Some(info)) = (&snapshot.project, snapshot.images.get(image)) else { return };
        let opened = if info.path.contains("\\x") {
            // Shown with escapes: the file's own name is not known here.
            Err(say!("system-name-no-text").to_owned())
        } else {
            reveal::open_in_viewer(&project.folder.join(&*info.path))
        };
        if let Err(why) = opened {
            self.toasts.push(Kind::Failure, why, false);
        }
    }

    /// The selected images of a shelf that is shown, or all of it that the filter lets through.
    pub(super) fn meant_of_shelf(&self, shelf: Shown) -> Vec<ImageId> {
        let selected = self.selected();
        if selected.is_empty() && self.view.shown == shelf { self.grid.images().to_vec() } else { selected }
    }
}
