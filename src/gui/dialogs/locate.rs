//! Where the images of the open project are now, typed, where the system shows no dialog for it.

use crate::gui::kit::widgets::{is_enter, primary_button, weak};
use egui::{Align2, TextEdit, Ui, vec2};
use std::path::PathBuf;

/// The field; gives the path when it is asked for.
pub fn locate_ui(ui: &mut Ui, path: &mut String) -> Option<PathBuf> {
    let enter = is_enter(ui);
    ui.label("The project goes on with the images that are there: what you said stays with each picture.");
    weak(ui, "This system shows no file dialog: type or paste the path of the folder.");
    ui.add_space(4.0);
    let is_possible = |path: &str| !path.trim().is_empty();
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(path)
            .hint_text("Path of the folder")
            .desired_width(ui.available_width() - 110.0)
            .margin(vec2(8.0, 5.0))
            .align(Align2::LEFT_CENTER);
        let field = ui.add(field).accessible_name("Where the images are now");
        if ui.memory(|memory| memory.focused().is_none()) && !enter {
            field.request_focus();
        }
        let go = primary_button(ui, "Go on there", is_possible(path)).on_disabled_hover_text("Type a path first");
        let is_asked = go.clicked() || (enter && is_possible(path));
        is_asked.then(|| PathBuf::from(path.trim().trim_matches(['"', '\''])))
    })
    .inner
}
