//! The groups of a run that still trains, in place of those that can be edited: to look at.

use super::row::{self, ROW_HEIGHT, RowState};
use crate::gui::frame::{Frame, Intent, Shown};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::note;
use crate::strings::{number, say};
use egui::accesskit::Role;
use egui::{Align2, Id, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

/// Draws them.
pub fn guess_ui(ui: &mut Ui, frame: &mut Frame<'_>) {
    let Some(guess) = &frame.snapshot.provisional else { return };
    let colors = Palette::of(ui);
    note(ui, Icon::Info, colors.warning, |ui| {
        ui.label(strong(say!("groups-guess")));
        ui.label(say!("groups-guess-what")).on_hover_text(guess.source.to_string());
    });
    ui.add_space(6.0);
    ScrollArea::vertical().id_salt("first guess").auto_shrink(false).show_rows(
        ui,
        ROW_HEIGHT,
        guess.clusters.len(),
        |ui, range| {
            for i in range {
                let members = &guess.clusters[i];
                let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW_HEIGHT));
                let is_shown = frame.view.shown == Shown::Provisional(i);
                let id = Id::unique(("first guess", i));
                row::paint_ground(ui, rect, id, RowState { is_shown, ..RowState::default() });
                if let Some(cover) = members.first() {
                    row::cover_ui(ui, frame, row::cover_rect(rect), *cover);
                }
                let response = ui.interact(rect, id, Sense::click());
                let name = say!("groups-number", n = i + 1);
                response.widget_info(|| {
                    let name = say!("groups-row", name = &name, n = members.len());
                    WidgetInfo::selected(Role::Button, true, is_shown, name)
                });
                let at = row::cover_rect(rect).right_center() + vec2(12.0, 0.0);
                let font = egui::FontId::proportional(13.5);
                ui.painter().text(at, Align2::LEFT_CENTER, name, font.clone(), colors.text);
                let right = pos2(rect.right() - 10.0, rect.center().y);
                ui.painter().text(right, Align2::RIGHT_CENTER, number(members.len()), font, colors.weak);
                if response.clicked() {
                    frame.out.intents.push(Intent::Show(Shown::Provisional(i)));
                }
            }
        },
    );
}
