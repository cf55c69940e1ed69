//! The tab that tells how good the clusters are: how many there should be, how far confidences can be believed, and what
//! deserves a look.
//!
//! It sends nothing: it returns intents, and remembers which number of classes is looked at.

mod classes;
mod trust;

use crate::gui::command::Command;
use crate::gui::frame::{Frame, Out};
use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::weak;
use crate::strings::say;
use egui::{Margin, ScrollArea, Ui};

/// The tab between two frames.
#[derive(Default)]
pub struct QualityTab {
    classes: classes::ClassesCard,
}

impl QualityTab {
    /// Draws the tab in all the space there is.
    pub fn quality_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        if frame.snapshot.clusters.is_empty() {
            empty_ui(ui, frame.out);
            return;
        }
        ScrollArea::vertical().id_salt("quality").auto_shrink(false).show(ui, |ui| {
            egui::Frame::NONE.inner_margin(Margin { right: 12, bottom: 16, ..Margin::ZERO }).show(ui, |ui| {
                ui.set_width(ui.available_width());
                trust::trust_ui(ui, frame);
                ui.add_space(10.0);
                self.classes.card_ui(ui, frame);
            });
        });
    }
}

fn empty_ui(ui: &mut Ui, out: &mut Out) {
    let height = ui.available_height();
    ui.vertical_centered(|ui| {
        ui.add_space((height * 0.36).floor());
        ui.label(strong(say!("quality-empty")).size(18.0));
        ui.add_space(4.0);
        weak(ui, say!("quality-empty.about"));
        ui.add_space(12.0);
        out.primary_ui(ui, Command::Discover, Command::Discover.label());
    });
}
