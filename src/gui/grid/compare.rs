//! Two images side by side under one lens, with what is known of each; the right one gives way to the next ones.

use super::Grid;
use super::lens::{Lens, has_keys};
use crate::gui::frame::asks::images::junk;
use crate::gui::frame::{Frame, Intent, Shown, ViewState};
use crate::gui::kit::colours;
use crate::gui::kit::pictures::marks;
use crate::gui::kit::text::{cluster_name, decided_by};
use crate::gui::kit::theme::strong;
use crate::ids::ImageId;
use crate::session::protocol::{Evidence, Fetch, LabelSource};
use crate::text::{counted, number, percent};
use egui::{Align, Button, Color32, Id, Key, Label, Layout, Modal, Modifiers, RichText, Sense, Ui, Vec2, vec2};
use std::collections::BTreeSet;

/// What is compared.
pub struct Compare {
    left: ImageId,
    right: ImageId,
    lens: Lens,
    /// Where the right one was last seen in the grid.
    position: usize,
}

/// Points between the pictures.
const GAP: f32 = 12.0;
/// Height of what stands below a picture.
const FACTS: f32 = 74.0;

/// Where to go from the image at `from`, one on or back among `n`, past the one at `skipped`; None at the ends.
fn next(from: usize, is_on: bool, n: usize, skipped: Option<usize>) -> Option<usize> {
    let step = |at: usize| if is_on { Some(at + 1).filter(|to| *to < n) } else { at.checked_sub(1) };
    let to = step(from)?;
    if Some(to) == skipped { step(to) } else { Some(to) }
}

/// How similar `other` is to the image of this evidence, if it is one of its neighbours.
fn similarity(evidence: &Fetch<std::sync::Arc<Evidence>>, other: ImageId) -> Option<f32> {
    let Fetch::Ready(evidence) = evidence else { return None };
    evidence.neighbors.iter().find(|neighbor| neighbor.image == other).map(|neighbor| neighbor.similarity)
}

impl Grid {
    /// Lays the two selected images side by side; a sentence if there are not two.
    pub(in crate::gui) fn compare(&mut self, state: &ViewState) -> Option<Intent> {
        let mut places: Vec<(usize, ImageId)> = Self::selected(state)
            .iter()
            .filter_map(|image| Some((self.list.position(*image)?, *image)))
            .take(3)
            .collect();
        places.sort_unstable();
        let [(_, left), (position, right)] = places[..] else {
            let words = "Select two images to compare: click one, then Ctrl+click the other.";
            return Some(Intent::Toast(words.to_owned()));
        };
        self.overlay = None;
        self.compare = Some(Compare { left, right, lens: Lens::default(), position });
        None
    }

    /// Whether two images lie side by side over the grid.
    pub(in crate::gui) fn is_comparing(&self) -> bool {
        self.compare.is_some()
    }

    /// Takes them away, if two images lie there.
    pub(in crate::gui) fn stop_comparing(&mut self) {
        self.compare = None;
    }

    pub(super) fn compare_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let Some(mut compare) = self.compare.take() else { return };
        let is_known = |image| frame.snapshot.images.position(image).is_some();
        if !is_known(compare.left) || !is_known(compare.right) {
            return;
        }
        let size = ui.ctx().content_rect().size() - vec2(48.0, 40.0);
        let modal = Modal::new(Id::unique("gleaner-compare"))
            .frame(egui::Frame::NONE)
            .backdrop_color(Color32::from_black_alpha(246));
        let mut is_closed = false;
        let shown = modal.show(ui.ctx(), |ui| {
            // Always dark: photos are judged against dark, whatever the theme.
            *ui.visuals_mut() = egui::Visuals::dark();
            ui.set_min_size(size);
            ui.set_max_size(size);
            is_closed |= has_keys(ui) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::C));
            is_closed |= top_row_ui(ui, frame, &compare);
            compare.lens.keys_ui(ui);
            let column = vec2((size.x - GAP) / 2.0, ui.available_height() - 36.0);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for image in [compare.left, compare.right] {
                    ui.allocate_ui_with_layout(column, Layout::top_down(Align::Min), |ui| {
                        ui.set_min_size(column);
                        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
                        let picture = vec2(column.x, column.y - FACTS);
                        compare.lens.picture_ui(ui, frame, image, picture);
                        facts_ui(ui, frame, image);
                    });
                }
            });
            self.steps_ui(ui, frame.view, &mut compare);
        });
        if !is_closed && !shown.should_close() {
            self.compare = Some(compare);
        }
    }

    /// The row that puts other images to the right.
    fn steps_ui(&mut self, ui: &mut Ui, state: &mut ViewState, compare: &mut Compare) {
        let images = self.list.images();
        // What was put elsewhere meanwhile leaves its place to the next one.
        let position = self.list.position(compare.right).unwrap_or(compare.position.min(images.len()));
        let skipped = self.list.position(compare.left);
        let (on, back) = (next(position, true, images.len(), skipped), next(position, false, images.len(), skipped));
        let has_keys = has_keys(ui);
        let keys = ui.input_mut(|input| {
            let mut on = |key| has_keys && input.consume_key(Modifiers::NONE, key);
            (on(Key::ArrowLeft), on(Key::ArrowRight))
        });
        let mut to = None;
        ui.horizontal(|ui| {
            ui.set_height(32.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let next = ui.add_enabled(on.is_some(), Button::new("Next on the right"));
                if next.on_hover_text("Right arrow").clicked() || keys.1 {
                    to = on;
                }
                let previous = ui.add_enabled(back.is_some(), Button::new("Previous on the right"));
                if previous.on_hover_text("Left arrow").clicked() || keys.0 {
                    to = back;
                }
                ui.label(format!("{} of {}", number((position + 1).min(images.len())), number(images.len())));
                let words = "Wheel, drag and double click move both pictures; + and - zoom, 0 shows the whole.";
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(RichText::new(words).color(colours::soft_color(ui.visuals()))).truncate());
                });
            });
        });
        if let Some(to) = to {
            (compare.right, compare.position) = (images[to], to);
            state.selection.images = BTreeSet::from([compare.left, compare.right]);
            state.selection.cursor = Some(compare.right);
            self.reveal = Some(compare.right);
        }
    }
}

/// Gives whether it was closed.
fn top_row_ui(ui: &mut Ui, frame: &Frame<'_>, compare: &Compare) -> bool {
    ui.horizontal(|ui| {
        ui.set_height(28.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let is_closed = ui.button("Close").on_hover_text("Esc").clicked();
            if compare.lens.zoom > 1.0 {
                ui.label(format!("shown at {:.1} times", compare.lens.zoom));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(strong("Two images").size(15.0));
                let words = likeness(frame, compare);
                ui.add(Label::new(RichText::new(words).color(colours::soft_color(ui.visuals()))).truncate());
            });
            is_closed
        })
        .inner
    })
    .inner
}

/// How similar the two are, in words; empty while it is not known whether they are neighbours.
fn likeness(frame: &Frame<'_>, compare: &Compare) -> String {
    let (of_left, of_right) = (frame.fetcher.evidence(compare.left), frame.fetcher.evidence(compare.right));
    match similarity(&of_left, compare.right).or_else(|| similarity(&of_right, compare.left)) {
        Some(similarity) => format!("Similarity {similarity:.2} of at most 1"),
        None if matches!((of_left, of_right), (Fetch::Ready(_), Fetch::Ready(_))) => {
            "Neither is among the other's nearest neighbours".to_owned()
        }
        None => String::new(),
    }
}

/// Path, cluster, size and near-duplicates of an image, and what can be done with it.
fn facts_ui(ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId) {
    let snapshot = frame.snapshot;
    let Some(row) = snapshot.images.position(image) else { return };
    let (info, label) = (&snapshot.images.rows[row], snapshot.labels.get(row).copied().unwrap_or_default());
    let is_guess = matches!(frame.view.shown, Shown::Provisional(_));
    ui.add(Label::new(strong(&*info.path)).truncate());
    ui.horizontal(|ui| {
        let mut words = Vec::new();
        if !snapshot.clusters.is_empty() && !is_guess {
            if let Some(cluster) = label.cluster {
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(12.0), Sense::hover());
                marks::swatch(ui.painter(), rect, colours::of_cluster(snapshot, cluster, true), ui.visuals());
            }
            words.push(if label.is_junk { "Junk".to_owned() } else { cluster_name(snapshot, label.cluster) });
            if label.cluster.is_some() && label.source == LabelSource::Machine {
                words.push(percent(label.confidence));
            }
            let by = decided_by(snapshot, &label);
            words.extend((!by.is_empty()).then_some(by));
        }
        ui.add(Label::new(words.join(", ")).truncate());
    });
    ui.horizontal(|ui| {
        let mut words = format!("{} \u{d7} {}", info.width, info.height);
        if let Some(group) = frame.view.quality.group_of(row).map(|group| &frame.view.quality.groups[group]) {
            let best = if group.first() == Some(&image) { "the best" } else { "one" };
            words = format!("{words}, {best} of {}", counted(group.len(), "near-duplicate", "near-duplicates"));
        }
        ui.label(RichText::new(words).color(colours::soft_color(ui.visuals())));
        if !label.is_junk && !is_guess {
            let button = ui.button("Put into junk").on_hover_text("Says that this image belongs in no class");
            if button.accessible_name(format!("Put {} into junk", info.path)).clicked() {
                frame.out.intents.push(junk(snapshot, [image]));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_past_the_left_image_and_stop_at_the_ends() {
        assert_eq!(next(3, true, 10, Some(2)), Some(4));
        assert_eq!(next(3, false, 10, Some(2)), Some(1));
        assert_eq!(next(8, true, 10, Some(9)), None);
        assert_eq!((next(9, true, 10, None), next(0, false, 10, None)), (None, None));
        assert_eq!((next(0, true, 0, None), next(1, false, 1, Some(0))), (None, None));
    }
}
