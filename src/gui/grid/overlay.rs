//! One image as large as the window: zoom, pan, and the images before and after it.

use super::layout::letterbox;
use super::words::{cluster_name, decided_by, grouped, percent};
use super::{Grid, Scene, marks};
use crate::gui::intent::{Intent, ViewState};
use crate::gui::textures::{FULL_UV, Picture, Thumbs, reason_words};
use crate::gui::theme::strong;
use crate::ids::ImageId;
use egui::{
    Align, Button, Color32, Frame, Id, Key, Layout, Modal, Modifiers, Pos2, Rect, RichText, Sense, Ui, Vec2, vec2,
};

/// What is looked at and how near.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlay {
    image: ImageId,
    /// 1 fits the window.
    zoom: f32,
    /// Of the picture's centre from the window's, in points.
    pan: Vec2,
}

/// Nearest and farthest.
const ZOOMS: std::ops::RangeInclusive<f32> = 1.0..=16.0;

impl Overlay {
    /// The whole of an image.
    pub fn new(image: ImageId) -> Self {
        Self { image, zoom: 1.0, pan: Vec2::ZERO }
    }

    /// Changes the zoom so that what lies under `pointer` stays there.
    fn zoom_at(&mut self, factor: f32, pointer: Pos2, center: Pos2) {
        let zoom = (self.zoom * factor).clamp(*ZOOMS.start(), *ZOOMS.end());
        let from_center = pointer - center - self.pan;
        self.pan -= from_center * (zoom / self.zoom - 1.0);
        self.zoom = zoom;
    }

    /// Keeps the picture over the middle of the window.
    fn clamp_pan(&mut self, fitted: Vec2) {
        let reach = fitted * (self.zoom - 1.0) / 2.0;
        self.pan = self.pan.clamp(-reach, reach);
    }
}

impl Grid {
    pub(super) fn overlay_ui(
        &mut self,
        ui: &mut Ui,
        scene: Scene<'_>,
        state: &mut ViewState,
        thumbs: &mut Thumbs,
        intents: &mut Vec<Intent>,
    ) {
        let Some(position) = self.overlay.as_ref().and_then(|overlay| self.list.position(overlay.image)) else {
            self.overlay = None;
            return;
        };
        let size = ui.ctx().content_rect().size() - vec2(48.0, 40.0);
        let modal =
            Modal::new(Id::unique("gleaner-large")).frame(Frame::NONE).backdrop_color(Color32::from_black_alpha(246));
        let mut is_closed = false;
        let shown = modal.show(ui.ctx(), |ui| {
            // Always dark: photos are judged against dark, whatever the theme.
            *ui.visuals_mut() = egui::Visuals::dark();
            ui.set_min_size(size);
            ui.set_max_size(size);
            is_closed |= self.top_row_ui(ui, scene, position);
            let picture = vec2(size.x, ui.available_height() - 36.0);
            self.picture_ui(ui, scene, thumbs, picture);
            let step = self.bottom_row_ui(ui, scene, state, position, intents);
            if let Some(to) = step {
                let image = self.list.images()[to];
                self.overlay = Some(Overlay::new(image));
                state.selection.only(image);
                self.reveal = Some(image);
            }
        });
        if is_closed || shown.should_close() {
            self.overlay = None;
        }
    }

    /// Gives whether it was closed.
    fn top_row_ui(&self, ui: &mut Ui, scene: Scene<'_>, position: usize) -> bool {
        let info = &scene.snapshot.images.rows[self.list.row(position)];
        ui.horizontal(|ui| {
            ui.set_height(28.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let is_closed = ui.button("Close").on_hover_text("Esc").clicked();
                let zoom = self.overlay.as_ref().map_or(1.0, |overlay| overlay.zoom);
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

    fn picture_ui(&mut self, ui: &mut Ui, scene: Scene<'_>, thumbs: &mut Thumbs, size: Vec2) {
        let Some(overlay) = &mut self.overlay else { return };
        let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK | Sense::DRAG);
        let painter = ui.painter_at(rect);
        // The next zoom step is not worth another decode: the largest preview is asked for at once.
        let picture = thumbs.preview(ui.ctx(), scene.fetcher, overlay.image, 2048.0);
        let (texture, pixels) = match picture {
            Picture::Ready(texture, pixels) => (texture, pixels),
            Picture::Pending => return marks::placeholder(&painter, rect.shrink(rect.width() / 4.0), ui.visuals()),
            Picture::Missing(reason) => {
                marks::broken(&painter, Rect::from_center_size(rect.center(), Vec2::splat(120.0)), ui.visuals());
                let below = rect.center() + vec2(0.0, 84.0);
                let (font, color) = (egui::FontId::proportional(15.0), ui.visuals().text_color());
                painter.text(below, egui::Align2::CENTER_CENTER, reason_words(&reason), font, color);
                return;
            }
        };
        let info = scene.snapshot.images.get(overlay.image);
        let proportions = info.map_or(pixels, |info| vec2(info.width as f32, info.height as f32));
        let fitted = letterbox(rect, proportions, ui.pixels_per_point());
        let (scroll, zoom) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        if let Some(pointer) = response.hover_pos() {
            overlay.zoom_at(zoom * (scroll / 240.0).exp(), pointer, rect.center());
        }
        let keyed = ui.input_mut(|input| {
            let mut on = |key| input.consume_key(Modifiers::NONE, key);
            let nearer = on(Key::Plus) || on(Key::Equals);
            (nearer, on(Key::Minus), on(Key::Num0))
        });
        match keyed {
            (true, ..) => overlay.zoom_at(1.5, rect.center(), rect.center()),
            (_, true, _) => overlay.zoom_at(1.0 / 1.5, rect.center(), rect.center()),
            (_, _, true) => (overlay.zoom, overlay.pan) = (1.0, Vec2::ZERO),
            _ => {}
        }
        if response.double_clicked() {
            let full = proportions.x / (fitted.width() * ui.pixels_per_point());
            let factor = if overlay.zoom > 1.0 { 0.0 } else { full.max(2.0) };
            overlay.zoom_at(factor, response.interact_pointer_pos().unwrap_or(rect.center()), rect.center());
        }
        overlay.pan += response.drag_delta();
        overlay.clamp_pan(fitted.size());
        let shown = Rect::from_center_size(fitted.center() + overlay.pan, fitted.size() * overlay.zoom);
        marks::picture(&painter, shown, texture, FULL_UV, 2.0, 1.0);
        if overlay.zoom > 1.0 {
            response.on_hover_cursor(egui::CursorIcon::Grab);
        }
    }

    /// Gives the position to go to.
    fn bottom_row_ui(
        &mut self,
        ui: &mut Ui,
        scene: Scene<'_>,
        state: &ViewState,
        position: usize,
        intents: &mut Vec<Intent>,
    ) -> Option<usize> {
        let last = self.list.images().len() - 1;
        let image = self.list.images()[position];
        let label = scene.snapshot.label(image).copied().unwrap_or_default();
        let keys = ui.input_mut(|input| {
            let mut on = |key| input.consume_key(Modifiers::NONE, key);
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
                ui.label(format!("{} of {}", grouped(position + 1), grouped(last + 1)));
                if label.cluster.is_some() && label.source != crate::session::protocol::LabelSource::Confirmed {
                    is_confirmed |= ui.button("Confirm").on_hover_text("Enter").clicked();
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    if !scene.snapshot.clusters.is_empty() {
                        let mut words = cluster_name(scene.snapshot, label.cluster);
                        if label.cluster.is_some() {
                            let by = decided_by(scene.snapshot, &label);
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
            intents.push(super::body::confirm_shown(scene, state.shown, [image]));
        }
        to.filter(|to| *to != position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn zoom_keeps_what_is_under_the_pointer() {
        let mut overlay = Overlay::new(ImageId(1));
        let (center, pointer) = (pos2(500.0, 400.0), pos2(620.0, 350.0));
        let under = |overlay: &Overlay| (pointer - center - overlay.pan) / overlay.zoom;
        let before = under(&overlay);
        overlay.zoom_at(3.0, pointer, center);
        assert!((under(&overlay) - before).length() < 1e-3);
        overlay.zoom_at(100.0, pointer, center);
        assert_eq!(overlay.zoom, 16.0);
        overlay.zoom_at(0.0, pointer, center);
        overlay.clamp_pan(vec2(300.0, 200.0));
        assert_eq!((overlay.zoom, overlay.pan), (1.0, Vec2::ZERO), "the whole picture sits in the middle");
    }
}
