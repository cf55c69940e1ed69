//! Before a cluster becomes several: its parts with their first members, as many as one likes.

use crate::gui::frame::{Frame, Intent, Shown};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{card, is_enter, note, primary_button, takes_key, weak};
use crate::gui::kit::{colours, words};
use crate::ids::{ClusterId, ImageId};
use crate::session::curating::Part;
use crate::session::protocol::{Change, ClusterView, Fetch, MOST_PARTS, Snapshot};
use egui::{Align, Key, Layout, Slider, Spinner, Ui, vec2};
use std::sync::Arc;

/// Side of a picture in the strips.
const SIDE: f32 = 60.0;

/// The cluster to be split.
pub struct SplitPreview {
    cluster: ClusterId,
    n: usize,
    /// What was shown last, until the answer to another number is there.
    last: Option<Arc<Vec<Part>>>,
}

impl SplitPreview {
    /// In two parts at first; None if there is nothing to split.
    #[must_use]
    pub fn new(cluster: ClusterId, snapshot: &Snapshot) -> Option<Self> {
        let is_there = snapshot.cluster(cluster).is_some_and(|cluster| cluster.members.len() > 1);
        is_there.then_some(Self { cluster, n: 2, last: None })
    }

    /// Draws the preview; true when the split was asked for or can not be done any more.
    pub fn split_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) -> bool {
        let enter = is_enter(ui);
        let most = MOST_PARTS;
        if takes_key(ui, Key::ArrowRight) {
            self.n = (self.n + 1).min(most);
        }
        if takes_key(ui, Key::ArrowLeft) {
            self.n = (self.n - 1).max(2);
        }
        let Some(cluster) = frame.snapshot.cluster(self.cluster).map(Arc::clone) else { return true };
        let most = most.min(cluster.members.len()).max(2);
        self.n = self.n.min(most);
        let fetched = frame.fetcher.split(self.cluster, self.n);
        if let Fetch::Ready(parts) = &fetched {
            self.last = Some(Arc::clone(parts));
        }
        let ready = match &fetched {
            Fetch::Ready(parts) if parts.len() > 1 => Some(Arc::clone(parts)),
            _ => None,
        };
        let mut is_done = false;
        ui.horizontal(|ui| {
            ui.spacing_mut().slider_width = 160.0;
            ui.label("Parts");
            ui.add(Slider::new(&mut self.n, 2..=most)).accessible_name("Number of parts").on_hover_text(
                "How many parts are looked for (the arrows left and right). Nothing is changed before you split",
            );
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let n = ready.as_ref().map_or(self.n, |parts| parts.len());
                let response = primary_button(ui, &format!("Split into {n}"), ready.is_some());
                let response = response
                    .on_hover_text("Makes the parts clusters of their own; can be undone (Enter)")
                    .on_disabled_hover_text("The parts are not there yet");
                if let Some(parts) = ready.as_ref().filter(|_| response.clicked() || enter) {
                    let parts = parts.iter().map(|part| part.members.clone()).collect();
                    frame.out.edit(Change::Split { cluster: self.cluster, parts, confirmed: Vec::new() });
                    frame.out.intents.push(Intent::Show(Shown::Cluster(self.cluster)));
                    is_done = true;
                }
                if matches!(fetched, Fetch::Pending) {
                    ui.add(Spinner::new().size(16.0));
                    weak(ui, format!("Looking for {} parts\u{2026}", self.n));
                }
            });
        });
        ui.add_space(4.0);
        match &fetched {
            Fetch::Missing(why) => {
                note(ui, Icon::Warning, Palette::of(ui).warning, |ui| {
                    ui.label(format!("It can not be split: {why}"));
                });
                return is_done;
            }
            Fetch::Ready(parts) if parts.len() < 2 => {
                note(ui, Icon::Info, Palette::of(ui).warning, |ui| {
                    ui.label("Its images can not be told apart: by the features of the run they are all the same.");
                });
                return is_done;
            }
            Fetch::Ready(parts) if parts.len() < self.n => {
                weak(ui, format!("Only {} parts can be told apart.", parts.len()));
            }
            _ => (),
        }
        let Some(parts) = self.last.clone() else { return is_done };
        ui.scope(|ui| {
            if matches!(fetched, Fetch::Pending) {
                ui.multiply_opacity(0.4);
            }
            for (i, part) in parts.iter().enumerate() {
                card(ui, |ui| part_ui(ui, frame, &cluster, i, &part.members));
                ui.add_space(2.0);
            }
        });
        is_done
    }
}

/// One part: what it is called, how large it is, its first members.
fn part_ui(ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView, i: usize, members: &[ImageId]) {
    ui.horizontal(|ui| {
        if i == 0 {
            colours::swatch_ui(ui, cluster);
            ui.label(strong(&cluster.name));
            weak(ui, "keeps its name \u{b7}");
        } else {
            ui.label(strong(format!("Part {}", i + 1)));
            weak(ui, "a new cluster \u{b7}");
        }
        let share = words::percent(members.len() as f64 / cluster.members.len().max(1) as f64);
        weak(ui, format!("{}, {share}", words::images(members.len())));
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for image in members {
            if ui.available_width() < SIDE {
                break;
            }
            frame.thumbs.thumb_ui(ui, frame.fetcher, *image, vec2(SIDE, SIDE));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn what_has_one_image_is_not_split() {
        let mut snapshot = fixtures::clustered();
        assert!(SplitPreview::new(ClusterId(1), &snapshot).is_some());
        assert!(SplitPreview::new(ClusterId(99), &snapshot).is_none());
        let cats = &mut Arc::make_mut(&mut snapshot.clusters)[0];
        Arc::make_mut(cats).members = Arc::new(vec![ImageId(0)]);
        assert!(SplitPreview::new(ClusterId(1), &snapshot).is_none());
    }
}
