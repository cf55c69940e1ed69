//! The groups that are most like one: what it may have to be merged with.

use super::steady::Room;
use super::{section_ui, weak};
use crate::gui::frame::{Frame, Intent, Shown};
use crate::gui::kit::colours;
use crate::ids::ClusterId;
use crate::session::protocol::Fetch;
use crate::strings::say;
use egui::{Align, Label, Layout, Sense, Ui};

/// Groups that are listed.
const N_NEAREST: usize = 4;

/// Draws them, each with a way to see the merge before it is done; with details, how alike each is as a number.
pub fn nearest_ui(ui: &mut Ui, frame: &mut Frame<'_>, id: ClusterId, room: &mut Room, shows_details: bool) {
    if frame.snapshot.clusters.len() < 2 {
        return;
    }
    section_ui(ui, say!("inspector-most-alike-groups"));
    let near = match frame.fetcher.nearest_clusters(id) {
        Fetch::Ready(near) => near,
        Fetch::Pending => return room.waiting_ui(ui, say!("inspector-looking-up")),
        Fetch::Missing(reason) => {
            ui.add(Label::new(weak(ui, say!("inspector-none-since", reason = &*reason))).wrap());
            return;
        }
    };
    room.filled_ui(ui, |ui| {
        let there = near.iter().filter_map(|(other, s)| Some((frame.snapshot.cluster(*other)?, *s)));
        let mut n = 0;
        for (other, similarity) in there.take(N_NEAREST) {
            n += 1;
            ui.horizontal(|ui| {
                colours::swatch_ui(ui, other);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let button = ui.small_button(say!("inspector-preview-merge"));
                    let button = button.on_hover_text(say!("inspector-preview-merge.tip"));
                    let button = button.accessible_name(say!("inspector-preview-merge-with", name = &other.name));
                    if button.clicked() {
                        frame.out.intents.push(Intent::PreviewMerge(vec![id, other.id]));
                    }
                    if shows_details {
                        let number = ui.label(weak(ui, crate::text::decimal(similarity, 2)));
                        number.on_hover_text(say!("inspector-cosine-of-centres"));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let name = Label::new(&other.name).truncate().sense(Sense::click());
                        let response = ui.add(name).on_hover_text(say!("inspector-show", name = &other.name));
                        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                            frame.out.intents.push(Intent::Show(Shown::Cluster(other.id)));
                        }
                    });
                });
            });
        }
        if n == 0 {
            ui.label(weak(ui, say!("inspector-no-alike-groups")));
        }
    });
}
