//! Why nothing can be kept in the open project, for as long as it is so. It can not be put away.

use crate::gui::command::Command;
use crate::gui::frame::Out;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::note;
use crate::session::protocol::Unkept;
use crate::strings::say;
use egui::Ui;

/// Says it, with what can be done about it.
pub fn unkept_ui(ui: &mut Ui, unkept: &Unkept, out: &mut Out) {
    note(ui, Icon::Warning, Palette::of(ui).warning, |ui| {
        let title = ui.label(strong(say!("bar-unkept")));
        ui.ctx().accesskit_node_builder(title.id, |node| node.set_live(egui::accesskit::Live::Assertive));
        ui.label(unkept.why.to_string());
        ui.horizontal_wrapped(|ui| {
            out.button_ui(ui, Command::Export);
            out.button_ui(ui, Command::Open);
        });
    });
    ui.add_space(4.0);
}
