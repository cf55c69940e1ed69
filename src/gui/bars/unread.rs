//! That the photos of the open project were not read, since it was made elsewhere, for as long as it is so. It can not be put
//! away.

use crate::gui::frame::Out;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::note;
use crate::session::protocol::{ProjectInfo, Request};
use crate::strings::say;
use egui::Ui;

/// Says it, and offers to read them.
pub fn unread_ui(ui: &mut Ui, project: &ProjectInfo, out: &mut Out) {
    note(ui, Icon::Info, Palette::of(ui).accent, |ui| {
        ui.label(strong(say!("bar-unread")));
        ui.label(say!("bar-unread-why", folder = project.folder.display().to_string()));
        let read = ui.button(say!("stranger-read")).on_hover_text(say!("bar-unread-read"));
        if read.clicked() {
            out.request(Request::Trust { project: project.path.clone(), folder: project.folder.clone() });
        }
    });
    ui.add_space(4.0);
}
