//! Some images side by side under one lens, with what is known of each; the last one gives way to the next ones.

use super::Grid;
use crate::gui::command::MOST_COMPARED;
use crate::gui::frame::asks::images::junk;
use crate::gui::frame::{Frame, Intent, Shown, ViewState};
use crate::gui::kit::colours;
use crate::gui::kit::dialog::hide_tooltips_below;
use crate::gui::kit::pictures::marks;
use crate::gui::kit::text::{cluster_name, decided_by};
use crate::gui::kit::theme::{self, strong};
use crate::gui::viewer::{Lens, has_keys};
use crate::ids::ImageId;
use crate::session::protocol::{Evidence, Fetch, LabelSource};
use crate::strings::{Share, say};
use egui::{Align, Button, Color32, Id, Key, Label, Layout, Modal, Modifiers, RichText, Sense, Ui, Vec2, vec2};
use std::sync::Arc;

/// What is compared.
pub struct Compare {
    /// Two or more, in the order of the grid.
    images: Vec<ImageId>,
    lens: Lens,
    /// Where the last one was last seen in the grid.
    position: usize,
}

/// Points between the pictures.
const GAP: f32 = 12.0;
/// Height of what stands below a picture.
const FACTS: f32 = 74.0;

/// Where to go from the image at `from`, one on or back among `n`, past those at `skipped`; None at the ends.
fn next(from: usize, is_on: bool, n: usize, skipped: &[usize]) -> Option<usize> {
    let step = |at: usize| if is_on { Some(at + 1).filter(|to| *to < n) } else { at.checked_sub(1) };
    std::iter::successors(step(from), |at| step(*at)).find(|at| !skipped.contains(at))
}

/// Columns for `n` pictures: a row of up to three, else two rows.
fn columns(n: usize) -> usize {
    if n <= 3 { n } else { n.div_ceil(2) }
}

/// How similar `other` is to the image of this evidence, if it is one of its neighbours.
fn similarity(evidence: &Fetch<Arc<Evidence>>, other: ImageId) -> Option<f32> {
    let Fetch::Ready(evidence) = evidence else { return None };
    evidence.neighbors.iter().find(|neighbor| neighbor.image == other).map(|neighbor| neighbor.similarity)
}

impl Grid {
    /// Lays the selected images side by side; a sentence if they are too few or too many.
    pub(in crate::gui) fn compare(&mut self, state: &ViewState) -> Option<Intent> {
        let mut places: Vec<(usize, ImageId)> =
            Self::selected(state).iter().filter_map(|image| Some((self.list.position(*image)?, *image))).collect();
        places.sort_unstable();
        if !(2..=MOST_COMPARED).contains(&places.len()) {
            return Some(Intent::Hint(say!("grid-compare-how", most = MOST_COMPARED)));
        }
        let position = places[places.len() - 1].0;
        let images = places.into_iter().map(|(_, image)| image).collect();
        self.compare = Some(Compare { images, lens: Lens::default(), position });
        None
    }

    /// Whether images lie side by side over the grid.
    pub(in crate::gui) fn is_comparing(&self) -> bool {
        self.compare.is_some()
    }

    pub(super) fn compare_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let Some(mut compare) = self.compare.take() else { return };
        if compare.images.iter().any(|image| frame.snapshot.images.position(*image).is_none()) {
            return;
        }
        hide_tooltips_below(ui.ctx());
        let size = ui.ctx().content_rect().size() - vec2(32.0, 20.0);
        let modal =
            Modal::new(Id::unique("gleaner-compare")).frame(egui::Frame::NONE).backdrop_color(Color32::from_gray(0x0e));
        let mut is_closed = false;
        let shown = modal.show(ui.ctx(), |ui| {
            // Always dark: photos are judged against dark, whatever the theme.
            *ui.visuals_mut() = theme::style(egui::Theme::Dark, false).visuals;
            ui.set_min_size(size);
            ui.set_max_size(size);
            is_closed |= has_keys(ui) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::C));
            is_closed |= top_row_ui(ui, frame, &compare);
            compare.lens.keys_ui(ui);
            let n_columns = columns(compare.images.len());
            let n_rows = compare.images.len().div_ceil(n_columns);
            let width = (size.x - GAP * (n_columns as f32 - 1.0)) / n_columns as f32;
            let height = (ui.available_height() - 36.0 - GAP * (n_rows as f32 - 1.0)) / n_rows as f32;
            for row in compare.images.chunks(n_columns) {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = GAP;
                    for image in row {
                        ui.allocate_ui_with_layout(vec2(width, height), Layout::top_down(Align::Min), |ui| {
                            ui.set_min_size(vec2(width, height));
                            ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
                            let picture = vec2(width, (height - FACTS).max(24.0));
                            compare.lens.picture_ui(ui, frame, *image, picture, None);
                            facts_ui(ui, frame, *image);
                        });
                    }
                });
            }
            self.steps_ui(ui, frame.view, &mut compare);
        });
        if !is_closed && !shown.should_close() {
            self.compare = Some(compare);
        }
    }

    /// The row that puts other images into the last place.
    fn steps_ui(&mut self, ui: &mut Ui, state: &mut ViewState, compare: &mut Compare) {
        let images = self.list.images();
        let Some((last, others)) = compare.images.split_last_mut() else { return };
        // What was put elsewhere meanwhile leaves its place to the next one.
        let position = self.list.position(*last).unwrap_or(compare.position.min(images.len()));
        let skipped: Vec<usize> = others.iter().filter_map(|image| self.list.position(*image)).collect();
        let (on, back) = (next(position, true, images.len(), &skipped), next(position, false, images.len(), &skipped));
        let has_keys = has_keys(ui);
        let keys = ui.input_mut(|input| {
            let mut on = |key| has_keys && input.consume_key(Modifiers::NONE, key);
            (on(Key::ArrowLeft), on(Key::ArrowRight))
        });
        let mut to = None;
        ui.horizontal(|ui| {
            ui.set_height(32.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let next = ui.add_enabled(on.is_some(), Button::new(say!("grid-compare-next")));
                if next.on_hover_text(say!("grid-compare-next.tip")).clicked() || keys.1 {
                    to = on;
                }
                let previous = ui.add_enabled(back.is_some(), Button::new(say!("grid-compare-previous")));
                if previous.on_hover_text(say!("grid-compare-previous.tip")).clicked() || keys.0 {
                    to = back;
                }
                ui.label(say!("viewer-place", at = (position + 1).min(images.len()), n = images.len()));
                let words = say!("grid-compare-keys");
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(RichText::new(words).color(colours::soft_color(ui.visuals()))).truncate());
                });
            });
        });
        if let Some(to) = to {
            (*last, compare.position) = (images[to], to);
            state.selection.images = compare.images.iter().copied().collect();
            state.selection.cursor = Some(images[to]);
            self.reveal = Some(images[to]);
        }
    }
}

/// Gives whether it was closed.
fn top_row_ui(ui: &mut Ui, frame: &Frame<'_>, compare: &Compare) -> bool {
    ui.horizontal(|ui| {
        ui.set_height(28.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let is_closed = ui.button(say!("viewer-close")).on_hover_text(say!("viewer-close.tip")).clicked();
            if !compare.lens.is_whole() {
                let scale = format!("{:.0}", compare.lens.scale() * 100.0);
                ui.label(say!("viewer-scale", scale = scale));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(strong(say!("count-images", n = compare.images.len())).size(15.0));
                let words = likeness(frame, compare);
                ui.add(Label::new(RichText::new(words).color(colours::soft_color(ui.visuals()))).truncate());
            });
            is_closed
        })
        .inner
    })
    .inner
}

/// Whether two are among each other's most alike, in words; empty while it is not known, and for more than two.
fn likeness(frame: &Frame<'_>, compare: &Compare) -> String {
    let [left, right] = compare.images[..] else { return String::new() };
    let (of_left, of_right) = (frame.fetcher.evidence(left), frame.fetcher.evidence(right));
    match similarity(&of_left, right).or_else(|| similarity(&of_right, left)) {
        Some(similarity) => say!("grid-compare-alike", similarity = crate::text::decimal(similarity, 2)),
        None if matches!((of_left, of_right), (Fetch::Ready(_), Fetch::Ready(_))) => {
            say!("grid-compare-not-alike").to_owned()
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
                marks::swatch(ui.painter(), rect, colours::of_cluster(snapshot, cluster), ui.visuals());
            }
            let name = cluster_name(snapshot, label.cluster);
            words.push(if label.is_junk { say!("grid-gone-junk").to_owned() } else { name });
            if label.cluster.is_some() && label.source == LabelSource::Machine {
                words.push(say!("grid-sure", share = Share(f64::from(label.confidence))));
            }
            let by = decided_by(snapshot, &label);
            words.extend((!by.is_empty()).then_some(by));
        }
        ui.add(Label::new(words.join(say!("list-separator"))).truncate());
    });
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !label.is_junk && !is_guess {
                let button = ui.button(say!("grid-compare-junk")).on_hover_text(say!("grid-compare-junk.tip"));
                if button.accessible_name(say!("grid-compare-junk-name", path = &*info.path)).clicked() {
                    frame.out.intents.push(junk(snapshot, [image]));
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let size = say!("grid-tip-size", width = info.width.to_string(), height = info.height.to_string());
                let group = frame.view.quality.group_of(row).map(|group| &frame.view.quality.groups[group]);
                let set = group.map(|group| {
                    let n = group.len();
                    let is_best = group.first() == Some(&image);
                    if is_best { say!("grid-set-best", n = n) } else { say!("grid-set-one", n = n) }
                });
                let words = [Some(size), set].into_iter().flatten().collect::<Vec<_>>().join(say!("list-separator"));
                ui.add(Label::new(RichText::new(words).color(colours::soft_color(ui.visuals()))).truncate());
            });
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_past_the_other_images_and_stop_at_the_ends() {
        assert_eq!(next(3, true, 10, &[2]), Some(4));
        assert_eq!(next(3, false, 10, &[2]), Some(1));
        assert_eq!(next(3, false, 10, &[1, 2]), Some(0));
        assert_eq!(next(8, true, 10, &[9]), None);
        assert_eq!((next(9, true, 10, &[]), next(0, false, 10, &[])), (None, None));
        assert_eq!((next(0, true, 0, &[]), next(1, false, 1, &[0])), (None, None));
    }

    #[test]
    fn pictures_stand_in_one_row_or_two() {
        assert_eq!([2, 3, 4, 5, 6].map(columns), [2, 3, 2, 3, 3]);
    }
}
