//! How near a picture is looked at, and where: one lens may stand over several pictures at once.

use crate::gui::frame::Frame;
use crate::gui::kit::pictures::marks::{self, letterbox};
use crate::gui::kit::pictures::textures::{FULL_UV, Picture, reason_words};
use crate::ids::ImageId;
use egui::{Key, Modifiers, Rect, Sense, Ui, Vec2, vec2};

/// Zoom and place, in units of the picture as it fits its frame, so that the same lens shows the same part of any picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lens {
    /// 1 shows the whole picture.
    pub zoom: f32,
    /// Of the picture's centre from the frame's.
    pan: Vec2,
}

impl Default for Lens {
    fn default() -> Self {
        Self { zoom: 1.0, pan: Vec2::ZERO }
    }
}

/// Nearest and farthest.
const ZOOMS: std::ops::RangeInclusive<f32> = 1.0..=16.0;

/// Whether keys are meant for the layer of `ui`: nothing lies over it, and no text is being typed.
pub fn has_keys(ui: &Ui) -> bool {
    let is_top = ui.memory(|memory| memory.top_modal_layer().is_none_or(|top| top == ui.layer_id()));
    is_top && !ui.text_edit_focused()
}

impl Lens {
    /// Changes the zoom so that what lies under a pointer, `from_center` away from the middle, stays there.
    fn zoom_at(&mut self, factor: f32, from_center: Vec2) {
        let zoom = (self.zoom * factor).clamp(*ZOOMS.start(), *ZOOMS.end());
        self.pan -= (from_center - self.pan) * (zoom / self.zoom - 1.0);
        self.zoom = zoom;
    }

    /// Moves the picture, but keeps it over the middle of its frame.
    fn move_by(&mut self, by: Vec2) {
        let reach = Vec2::splat((self.zoom - 1.0) / 2.0);
        self.pan = (self.pan + by).clamp(-reach, reach);
    }

    /// `+`, `-` and `0`.
    pub fn keys_ui(&mut self, ui: &Ui) {
        if !has_keys(ui) {
            return;
        }
        let (nearer, farther, whole) = ui.input_mut(|input| {
            let mut on = |key| input.consume_key(Modifiers::NONE, key);
            (on(Key::Plus) || on(Key::Equals), on(Key::Minus), on(Key::Num0))
        });
        match (nearer, farther, whole) {
            (true, ..) => self.zoom_at(1.5, Vec2::ZERO),
            (_, true, _) => self.zoom_at(1.0 / 1.5, Vec2::ZERO),
            (_, _, true) => *self = Self::default(),
            _ => {}
        }
        self.move_by(Vec2::ZERO);
    }

    /// A picture through this lens, in a frame of `size` points; wheel, drag and double click change the lens.
    pub fn picture_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, image: ImageId, size: Vec2) {
        let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK | Sense::DRAG);
        let painter = ui.painter_at(rect);
        // The next zoom step is not worth another decode: the largest preview is asked for at once.
        let is_away = frame.snapshot.images.get(image).is_some_and(|info| info.is_away);
        let picture = if is_away {
            // The original can not be had; what is kept of it can.
            frame.thumbs.picture(ui.ctx(), frame.fetcher, image, 256.0)
        } else {
            frame.thumbs.preview(ui.ctx(), frame.fetcher, image, 2048.0)
        };
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
        let info = frame.snapshot.images.get(image);
        let proportions = info.map_or(pixels, |info| vec2(info.width as f32, info.height as f32));
        let fitted = letterbox(rect, proportions, ui.pixels_per_point());
        let unit = fitted.size().max(Vec2::splat(1.0));
        let (scroll, zoom) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        if let Some(pointer) = response.hover_pos() {
            self.zoom_at(zoom * (scroll / 240.0).exp(), (pointer - fitted.center()) / unit);
        }
        if response.double_clicked() {
            let full = proportions.x / (fitted.width() * ui.pixels_per_point());
            let factor = if self.zoom > 1.0 { 0.0 } else { full.max(2.0) };
            let pointer = response.interact_pointer_pos().unwrap_or(fitted.center());
            self.zoom_at(factor, (pointer - fitted.center()) / unit);
        }
        self.move_by(response.drag_delta() / unit);
        let shown = Rect::from_center_size(fitted.center() + self.pan * unit, unit * self.zoom);
        marks::picture(&painter, shown, texture, FULL_UV, 2.0, 1.0);
        if self.zoom > 1.0 {
            response.on_hover_cursor(egui::CursorIcon::Grab);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zoom_keeps_what_is_under_the_pointer() {
        let mut lens = Lens::default();
        let pointer = vec2(0.3, -0.2);
        let under = |lens: &Lens| (pointer - lens.pan) / lens.zoom;
        let before = under(&lens);
        lens.zoom_at(3.0, pointer);
        assert!((under(&lens) - before).length() < 1e-5);
        lens.zoom_at(100.0, pointer);
        assert_eq!(lens.zoom, 16.0);
        lens.move_by(vec2(99.0, 0.0));
        assert_eq!(lens.pan.x, 7.5, "its edge stays in the frame's middle at most");
        lens.zoom_at(0.0, pointer);
        lens.move_by(Vec2::ZERO);
        assert_eq!(lens, Lens::default(), "the whole picture sits in the middle");
    }
}
