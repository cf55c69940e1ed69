//! Where the images of the open project are now, typed, where the system shows no dialog for it.

use crate::gui::kit::dialog::{body_ui, buttons_ui, field_error_ui};
use crate::gui::kit::widgets::{is_enter, primary_button, weak};
use crate::strings::say;
use egui::{Align2, TextEdit, Ui, vec2};
use std::path::PathBuf;

/// The folder as it was typed so far.
#[derive(Default)]
pub struct LocateForm {
    path: String,
    /// There was no such folder when it was to be used.
    is_nowhere: bool,
}

impl LocateForm {
    /// The field; gives the path when it is asked for and a folder is there.
    pub fn locate_ui(&mut self, ui: &mut Ui) -> Option<PathBuf> {
        let enter = is_enter(ui);
        body_ui(ui, |ui| {
            ui.label(say!("locate-what"));
            weak(ui, say!("locate-how"));
            ui.add_space(4.0);
            let field = TextEdit::singleline(&mut self.path)
                .hint_text(say!("locate-path"))
                .desired_width(f32::INFINITY)
                .margin(vec2(8.0, 5.0))
                .align(Align2::LEFT_CENTER);
            let field = ui.add(field).accessible_name(say!("locate-name"));
            if field.changed() {
                self.is_nowhere = false;
            }
            if ui.memory(|memory| memory.focused().is_none()) && !enter {
                field.request_focus();
            }
            if self.is_nowhere {
                field_error_ui(ui, say!("locate-nowhere"));
            }
        });
        let path = self.path.trim().trim_matches(['"', '\'']);
        let is_possible = !path.is_empty();
        let is_asked = buttons_ui(ui, |ui| {
            let go = primary_button(ui, say!("locate-go"), is_possible).on_disabled_hover_text(say!("locate-type"));
            go.clicked() || (enter && is_possible)
        });
        let path = is_asked.then(|| PathBuf::from(path))?;
        self.is_nowhere = !path.is_dir();
        (!self.is_nowhere).then_some(path)
    }
}
