//! One image as large as the window: zoom, pan, and the images before and after it.

use super::Grid;
use super::lens::{Lens, has_keys};
use crate::gui::frame::Frame;
use crate::gui::frame::asks::{files, images};
use crate::gui::kit::text::{cluster_name, decided_by};
use crate::gui::kit::theme::strong;
use crate::ids::ImageId;
use crate::text::{number, percent};
use egui::{Align, Button, Color32, Id, Key, Layout, Modal, Modifiers, RichText, Ui, vec2};

/// What is looked at and how near.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlay {
    image: ImageId,
    lens: Lens,
}

impl Overlay {
    /// The whole of an image.
    pub fn new(image: ImageId) -> Self {
        Self { image, lens: Lens::default() }
    }
}

impl Grid {
    pub(super) fn overlay_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let Some(position) = self.overlay.as_ref().and_then(|overlay| self.list.position(overlay.image)) else {
            self.overlay = None;
            return;
        };
        let size = ui.ctx().content_rect().size() - vec2(48.0, 40.0);
        let modal = Modal::new(Id::unique("gleaner-large"))
            .frame(egui::Frame::NONE)
            .backdrop_color(Color32::from_black_alpha(246));
        let mut is_closed = false;
        let shown = modal.show(ui.ctx(), |ui| {
            // Always dark: photos are judged against dark, whatever the theme.
            *ui.visuals_mut() = egui::Visuals::dark();
            ui.set_min_size(size);
            ui.set_max_size(size);
            is_closed |= self.top_row_ui(ui, frame, position);
            let picture = vec2(size.x, ui.available_height() - 36.0);
            if let Some(overlay) = &mut self.overlay {
                overlay.lens.keys_ui(ui);
                overlay.lens.picture_ui(ui, frame, overlay.image, picture);
            }
            let step = self.bottom_row_ui(ui, frame, position);
            if let Some(to) = step {
                let image = self.list.images()[to];
                self.overlay = Some(Overlay::new(image));
                frame.view.selection.only(image);
                self.reveal = Some(image);
            }
        });
        if is_closed || shown.should_close() {
            self.overlay = None;
        }
    }

    /// Gives whether it was closed.
    fn top_row_ui(&self, ui: &mut Ui, frame: &Frame<'_>, position: usize) -> bool {
        let info = &frame.snapshot.images.rows[self.list.row(position)];
        ui.horizontal(|ui| {
            ui.set_height(28.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let is_closed = ui.button("Close").on_hover_text("Esc").clicked();
                let zoom = self.overlay.as_ref().map_or(1.0, |overlay| overlay.lens.zoom);
                let size = format!("{} \u{d7} {}, shown at {zoom:.1} times", info.width, info.height);
                ui.label(RichText::new(if zoom > 1.0 {
                    size
                } else {
                    format!("{} \u{d7} {}", info.width, info.height)
                }));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(strong(&*info.path)).truncate());
                });
                is_closed
            })
            .inner
        })
        .inner
    }

    /// Gives the position to go to.
    fn bottom_row_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, position: usize) -> Option<usize> {
        let last = self.list.images().len() - 1;
        let image = self.list.images()[position];
        let label = frame.snapshot.label(image).copied().unwrap_or_default();
        let has_keys = has_keys(ui);
        let keys = ui.input_mut(|input| {
            let mut on = |key| has_keys && input.consume_key(Modifiers::NONE, key);
            (on(Key::ArrowLeft), on(Key::ArrowRight), on(Key::Home), on(Key::End), on(Key::Enter))
        });
        let mut to = None;
        let mut is_confirmed = keys.4;
        ui.horizontal(|ui| {
            ui.set_height(32.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.add_enabled(position < last, Button::new("Next")).on_hover_text("Right arrow").clicked() || keys.1
                {
                    to = Some((position + 1).min(last));
                }
                if ui.add_enabled(position > 0, Button::new("Previous")).on_hover_text("Left arrow").clicked() || keys.0
                {
                    to = Some(position.saturating_sub(1));
                }
                ui.label(format!("{} of {}", number(position + 1), number(last + 1)));
                if let Some(answer) = files::answer(frame.snapshot, frame.view.shown, image, 1) {
                    is_confirmed |= ui.button(answer).on_hover_text("Enter").clicked();
                } else if !frame.view.shown.is_of_folder()
                    && label.cluster.is_some()
                    && label.source != crate::session::protocol::LabelSource::Confirmed
                {
                    is_confirmed |= ui.button("Confirm").on_hover_text("Enter").clicked();
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    if !frame.snapshot.clusters.is_empty() {
                        let mut words = cluster_name(frame.snapshot, label.cluster);
                        if label.cluster.is_some() {
                            let by = decided_by(frame.snapshot, &label);
                            words = format!("{words}, {}, {by}", percent(label.confidence));
                        }
                        ui.add(egui::Label::new(words).truncate());
                    }
                });
            });
        });
        if keys.2 {
            to = Some(0);
        }
        if keys.3 {
            to = Some(last);
        }
        if is_confirmed {
            frame.out.intents.extend(images::confirm_shown(frame.snapshot, frame.view.shown, [image]));
        }
        to.filter(|to| *to != position)
    }
}
