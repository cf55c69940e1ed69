//! The clusters that are nearest to one by its features: what it may have to be merged with.

use super::{section_ui, weak};
use crate::gui::frame::{Frame, Intent, Shown};
use crate::gui::kit::colours;
use crate::ids::ClusterId;
use crate::session::protocol::Fetch;
use egui::{Align, Label, Layout, Sense, Ui};

/// Clusters that are listed.
const N_NEAREST: usize = 4;

/// Draws them, each with how alike it is, and a way to see the merge before it is done.
pub fn nearest_ui(ui: &mut Ui, frame: &mut Frame<'_>, id: ClusterId) {
    if frame.snapshot.clusters.len() < 2 {
        return;
    }
    section_ui(ui, "Nearest clusters");
    let near = match frame.fetcher.nearest_clusters(id) {
        Fetch::Ready(near) => near,
        Fetch::Pending => {
            ui.label(weak(ui, "Looking them up\u{2026}"));
            return;
        }
        Fetch::Missing(reason) => {
            ui.add(Label::new(weak(ui, format!("None to show: {reason}"))).wrap());
            return;
        }
    };
    let there = near.iter().filter_map(|(other, s)| Some((frame.snapshot.cluster(*other)?, *s)));
    let mut n = 0;
    for (other, similarity) in there.take(N_NEAREST) {
        n += 1;
        ui.horizontal(|ui| {
            colours::swatch_ui(ui, other);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = ui.small_button("Preview merge").on_hover_text("Shows what a merge would do first");
                if button.accessible_name(format!("Preview the merge with {}", other.name)).clicked() {
                    frame.out.intents.push(Intent::PreviewMerge(vec![id, other.id]));
                }
                let tip = "Cosine of the two centres: 1 for the same direction";
                ui.label(weak(ui, format!("{similarity:.2}"))).on_hover_text(tip);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let name = Label::new(&other.name).truncate().sense(Sense::click());
                    let response = ui.add(name).on_hover_text(format!("Show {}", other.name));
                    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                        frame.out.intents.push(Intent::Show(Shown::Cluster(other.id)));
                    }
                });
            });
        });
    }
    if n == 0 {
        ui.label(weak(ui, "None: the run of these clusters saw no image of it."));
    }
}
