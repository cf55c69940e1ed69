//! The card of a finished run whose clusters wait: what would change, and whether it is taken.

use super::icons::Icon;
use super::theme::{Palette, strong};
use super::widgets::{note, primary_button};
use super::window::Out;
use crate::session::protocol::{EditRequest, Request, Snapshot};
use egui::Ui;

/// Draws the card, if there is a candidate.
pub fn candidate_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
    let Some(candidate) = &snapshot.candidate else { return };
    let color = Palette::of(ui).accent_text;
    note(ui, Icon::Info, color, |ui| {
        let what = if candidate.is_refinement { "Learned from your answers" } else { "Another run is done" };
        ui.label(strong(what));
        ui.label(candidate.words());
        ui.horizontal(|ui| {
            if primary_button(ui, "Take", true).on_hover_text("Uses these clusters; can be undone").clicked() {
                out.edit(EditRequest::AdoptRun(candidate.run));
            }
            if ui.button("Leave").on_hover_text("Keeps the clusters as they are").clicked() {
                out.request(Request::Leave);
            }
        });
    });
}
