//! Where the project is archived: all of it but the photos, in one file that is not there yet.

use super::export::{documents, file_name};
use crate::gui::frame::Out;
use crate::gui::kit::dialog::{body_ui, buttons_ui, field_error_ui};
use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::{beside_button, is_enter, primary_button, weak};
use crate::gui::system::picker::Purpose;
use crate::session::protocol::{Request, Snapshot};
use crate::strings::say;
use egui::{Align2, Button, TextEdit, Ui, vec2};
use std::path::{Path, PathBuf};

/// What was chosen so far.
pub struct ArchiveForm {
    /// The suggested name of the file.
    name: String,
    path: String,
    /// A file of this name was there when it was to be written.
    is_there: bool,
}

impl ArchiveForm {
    /// Suggests a file of the project's name in the user's documents.
    #[must_use]
    pub fn new(snapshot: &Snapshot) -> Self {
        let name = format!("{}.zip", file_name(snapshot));
        let path = documents().join(&name).to_string_lossy().into_owned();
        Self { name, path, is_there: false }
    }

    /// A path from the system's dialog.
    pub fn set_path(&mut self, path: &Path) {
        self.path = path.to_string_lossy().into_owned();
        self.is_there = false;
    }

    /// Draws the form. (Whether the archive was asked for, which dialog of the system to show.)
    pub fn archive_ui(&mut self, ui: &mut Ui, is_dialog_open: bool, out: &mut Out) -> (bool, Option<Purpose>) {
        let enter = is_enter(ui);
        let browse = body_ui(ui, |ui| {
            ui.label(say!("archive-what"));
            weak(ui, say!("archive-photos"));
            ui.add_space(8.0);
            ui.label(strong(say!("archive-file")));
            let browse = ui.horizontal(|ui| {
                let field = TextEdit::singleline(&mut self.path)
                    .desired_width(beside_button(ui, say!("dialogs-browse"), 8.0))
                    .hint_text(say!("archive-path"))
                    .margin(vec2(8.0, 5.0))
                    .align(Align2::LEFT_CENTER);
                if ui.add(field).accessible_name(say!("archive-path")).changed() {
                    self.is_there = false;
                }
                let is_asked = ui.add_enabled(!is_dialog_open, Button::new(say!("dialogs-browse"))).clicked();
                is_asked.then(|| Purpose::Archive { name: self.name.clone() })
            });
            if self.is_there {
                field_error_ui(ui, say!("archive-is-there"));
            }
            weak(ui, say!("archive-never-replaces"));
            browse.inner
        });
        let path = self.path.trim();
        let is_possible = !path.is_empty() && !self.is_there;
        let is_asked = buttons_ui(ui, |ui| {
            let write = primary_button(ui, say!("archive-write"), is_possible);
            let write = write.on_hover_text("Enter").on_disabled_hover_text(say!("archive-say-where"));
            is_possible && (write.clicked() || enter)
        });
        if is_asked {
            self.is_there = Path::new(path).exists();
        }
        let is_done = is_asked && !self.is_there;
        if is_done {
            out.request(Request::Archive(PathBuf::from(path)));
        }
        (is_done, browse)
    }
}
