//! Where the project is archived: all of it but the photos, in one file that is not there yet.

use super::export::{documents, file_name};
use crate::gui::frame::Out;
use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::{is_enter, primary_button, weak};
use crate::gui::system::picker::Purpose;
use crate::session::protocol::{Request, Snapshot};
use egui::{Align, Align2, Button, Layout, TextEdit, Ui, vec2};
use std::path::{Path, PathBuf};

/// What was chosen so far.
pub struct ArchiveForm {
    /// The suggested name of the file.
    name: String,
    path: String,
}

impl ArchiveForm {
    /// Suggests a file of the project's name in the user's documents.
    #[must_use]
    pub fn new(snapshot: &Snapshot) -> Self {
        let name = format!("{}.zip", file_name(snapshot));
        let path = documents().join(&name).to_string_lossy().into_owned();
        Self { name, path }
    }

    /// A path from the system's dialog.
    pub fn set_path(&mut self, path: &Path) {
        self.path = path.to_string_lossy().into_owned();
    }

    /// Draws the form. (Whether the archive was asked for, which dialog of the system to show.)
    pub fn archive_ui(&mut self, ui: &mut Ui, is_dialog_open: bool, out: &mut Out) -> (bool, Option<Purpose>) {
        let enter = is_enter(ui);
        ui.label("Labels, history, runs and thumbnails go into one file, to keep or to take to another computer.");
        weak(ui, "The photos are not in it: copy their folder too. You can work on meanwhile.");
        ui.add_space(8.0);
        ui.label(strong("File"));
        let browse = ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.path)
                .desired_width(ui.available_width() - 96.0)
                .hint_text("Where to write to")
                .margin(vec2(8.0, 5.0))
                .align(Align2::LEFT_CENTER);
            ui.add(field).accessible_name("Where to write to");
            let is_asked = ui.add_enabled(!is_dialog_open, Button::new("Browse\u{2026}")).clicked();
            is_asked.then(|| Purpose::Archive { name: self.name.clone() })
        });
        weak(ui, "A file that is there already is never replaced. `gleaner unarchive` makes a project of an archive.");
        ui.add_space(8.0);
        let path = self.path.trim();
        let mut is_done = false;
        let right = Layout::right_to_left(Align::Center);
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 32.0), right, |ui| {
            let write = primary_button(ui, "Write the archive", !path.is_empty());
            let write = write.on_hover_text("Enter").on_disabled_hover_text("Say where to write to.");
            if !path.is_empty() && (write.clicked() || enter) {
                out.request(Request::Archive(PathBuf::from(path)));
                is_done = true;
            }
        });
        (is_done, browse.inner)
    }
}
