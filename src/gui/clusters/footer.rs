//! Below the list: what to do with marked groups, learning from corrections, and where images become a new group.

use super::ClusterList;
use crate::gui::command::Command;
use crate::gui::frame::{DraggedImages, Out};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::card;
use crate::session::protocol::Snapshot;
use crate::strings::say;
use egui::accesskit::Role;
use egui::{Align2, Button, Rect, Sense, Stroke, Ui, WidgetInfo, vec2};

impl ClusterList {
    /// How high the footer is, in points.
    pub(super) fn footer_height(&self, snapshot: &Snapshot) -> f32 {
        let marked = if self.marked.len() > 1 { 76.0 } else { 0.0 };
        let learn = if is_learning_offered(snapshot) { 34.0 } else { 0.0 };
        42.0 + marked + learn
    }

    /// Draws it; a new cluster would get `n_selected` images.
    pub(super) fn footer_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, n_selected: usize, out: &mut Out) {
        if self.marked.len() > 1 {
            let marked = || self.marked.iter().filter_map(|id| snapshot.cluster(*id));
            let n: usize = marked().map(|cluster| cluster.members.len()).sum();
            ui.add_space(4.0);
            card(ui, |ui| {
                let text = say!("groups-marked", n = self.marked.len(), images = say!("count-images", n = n));
                ui.label(text);
                ui.horizontal(|ui| {
                    out.primary_ui(ui, Command::Merge, say!("groups-merge"));
                    if ui.button(say!("groups-deselect")).on_hover_text(say!("groups-deselect.tip")).clicked() {
                        self.marked.clear();
                    }
                });
            });
        }
        ui.add_space(2.0);
        if is_learning_offered(snapshot) {
            learn_ui(ui, snapshot, out);
        }
        new_cluster_ui(ui, n_selected, out);
    }
}

/// Whether something was said since a run was taken last, and no candidate waits.
fn is_learning_offered(snapshot: &Snapshot) -> bool {
    snapshot.history.n_to_learn > 0 && snapshot.candidate.is_none() && snapshot.adopted.is_some()
}

fn learn_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
    let command = Command::Refine;
    let n = snapshot.history.n_to_learn;
    let said = say!("groups-corrections", n = n);
    let button = Button::new(command.label()).min_size(vec2(ui.available_width(), 28.0));
    let response = ui.add_enabled(out.situation.allows(command), button);
    out.note(ui, command, response.on_hover_text(said));
}

/// Takes selected or dropped images as a new cluster.
fn new_cluster_ui(ui: &mut Ui, n_selected: usize, out: &mut Out) {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, say!("groups-new")));
    let is_target = response.dnd_hover_payload::<DraggedImages>().is_some();
    if is_target {
        ui.painter().rect_filled(rect, 8.0, colors.selected);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 8.0, colors.control);
    }
    let line = if is_target || response.has_focus() { colors.accent_text } else { colors.line_strong };
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(egui::Shape::dashed_line(&corners, Stroke::new(1.0, line), 5.0, 4.0));
    let icon = Rect::from_center_size(rect.left_center() + vec2(20.0, 0.0), vec2(12.0, 12.0));
    Icon::Plus.paint(ui.painter(), icon, colors.weak);
    let font = egui::FontId::proportional(13.0);
    let at = rect.left_center() + vec2(36.0, 0.0);
    ui.painter().text(at, Align2::LEFT_CENTER, say!("groups-new"), font, colors.weak);
    if let Some(images) = response.dnd_release_payload::<DraggedImages>() {
        out.new_cluster = Some(images.0.clone());
    }
    let tip = match n_selected {
        0 => say!("groups-new.tip").to_owned(),
        n => say!("groups-new-of", n = n),
    };
    if response.on_hover_text(tip).clicked() {
        out.commands.push(Command::MoveToNew);
    }
}
