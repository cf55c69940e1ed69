//! How near a picture is looked at, and where: one lens may stand over several pictures at once.

use super::detail::Detail;
use crate::gui::frame::Frame;
use crate::gui::kit::pictures::marks::{self, letterbox};
use crate::gui::kit::pictures::textures::{FULL_UV, Picture, reason_words};
use crate::ids::ImageId;
use egui::{Key, Modifiers, Rect, Response, Sense, Ui, Vec2, vec2};

/// Zoom and place, in units of the picture as it fits its frame, so that the same lens shows the same part of any picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lens {
    /// 1 shows the whole picture.
    zoom: f32,
    /// Of the picture's centre from the frame's.
    pan: Vec2,
    /// A pixel of the picture was to be one of the screen; it is once the picture's frame is known.
    wants_pixels: bool,
    /// The zoom at which it is, as of the last frame.
    pixels_at: f32,
}

impl Default for Lens {
    fn default() -> Self {
        Self { zoom: 1.0, pan: Vec2::ZERO, wants_pixels: false, pixels_at: 1.0 }
    }
}

/// Farthest beyond the larger of: the whole picture, a pixel on a pixel.
const FARTHEST: f32 = 16.0;

/// Whether keys are meant for the layer of `ui`: nothing lies over it, and no text is being typed.
pub fn has_keys(ui: &Ui) -> bool {
    let is_top = ui.memory(|memory| memory.top_modal_layer().is_none_or(|top| top == ui.layer_id()));
    is_top && !ui.text_edit_focused() && !egui::Popup::is_any_open(ui.ctx())
}

impl Lens {
    /// Pixels of the screen for one of the picture.
    pub fn scale(&self) -> f32 {
        self.zoom / self.pixels_at
    }

    /// Whether the whole picture is shown.
    pub fn is_whole(&self) -> bool {
        (self.zoom - 1.0).abs() < 1e-3 && !self.wants_pixels
    }

    /// Shows the whole picture.
    pub fn show_whole(&mut self) {
        (self.zoom, self.pan, self.wants_pixels) = (1.0, Vec2::ZERO, false);
    }

    /// Shows a pixel of the picture on one of the screen.
    pub fn show_pixels(&mut self) {
        self.wants_pixels = true;
    }

    /// Nearer or farther, around the middle.
    pub fn step(&mut self, is_nearer: bool) {
        self.zoom_at(if is_nearer { 1.5 } else { 1.0 / 1.5 }, Vec2::ZERO);
        self.move_by(Vec2::ZERO);
    }

    /// Changes the zoom so that what lies under a pointer, `from_center` away from the middle, stays there.
    fn zoom_at(&mut self, factor: f32, from_center: Vec2) {
        let (least, most) = (self.pixels_at.min(1.0), self.pixels_at.max(1.0) * FARTHEST);
        let zoom = (self.zoom * factor).clamp(least, most);
        self.pan -= (from_center - self.pan) * (zoom / self.zoom - 1.0);
        self.zoom = zoom;
    }

    /// Moves the picture, but keeps it over the middle of its frame.
    fn move_by(&mut self, by: Vec2) {
        let reach = Vec2::splat(((self.zoom - 1.0) / 2.0).max(0.0));
        self.pan = (self.pan + by).clamp(-reach, reach);
    }

    /// `+`, `-`, `0` for the whole and `Z` for a pixel on a pixel.
    pub fn keys_ui(&mut self, ui: &Ui) {
        if !has_keys(ui) {
            return;
        }
        let (nearer, farther, whole, pixels) = ui.input_mut(|input| {
            let mut on = |key| input.consume_key(Modifiers::NONE, key);
            (on(Key::Plus) || on(Key::Equals), on(Key::Minus), on(Key::Num0), on(Key::Z))
        });
        match (nearer, farther, whole, pixels) {
            (true, ..) => self.step(true),
            (_, true, ..) => self.step(false),
            (_, _, true, _) => self.show_whole(),
            (.., true) => self.show_pixels(),
            _ => {}
        }
    }

    /// A picture through this lens, in a frame of `size` points; wheel, drag and double click change the lens. With `detail`
    /// every pixel of the original is shown where it is looked at so near.
    pub fn picture_ui(
        &mut self,
        ui: &mut Ui,
        frame: &mut Frame<'_>,
        image: ImageId,
        size: Vec2,
        detail: Option<&mut Detail>,
    ) -> Response {
        let (rect, mut response) = ui.allocate_exact_size(size, Sense::CLICK | Sense::DRAG);
        let painter = ui.painter_at(rect);
        // The next zoom step is not worth another decode: the largest preview is asked for at once.
        let info = frame.snapshot.images.get(image);
        let picture = if info.is_some_and(|info| info.is_away) {
            // The original can not be had; what is kept of it can.
            frame.thumbs.picture(ui.ctx(), frame.fetcher, image, 256.0)
        } else {
            frame.thumbs.preview(ui.ctx(), frame.fetcher, image, 2048.0)
        };
        let (texture, pixels) = match picture {
            Picture::Ready(texture, pixels) => (texture, pixels),
            Picture::Pending => {
                marks::placeholder(&painter, rect.shrink(rect.width() / 4.0), ui.visuals());
                return response;
            }
            Picture::Missing(reason) => {
                marks::broken(&painter, Rect::from_center_size(rect.center(), Vec2::splat(120.0)), ui.visuals());
                let below = rect.center() + vec2(0.0, 84.0);
                let (font, color) = (egui::FontId::proportional(15.0), ui.visuals().text_color());
                painter.text(below, egui::Align2::CENTER_CENTER, reason_words(&reason), font, color);
                return response;
            }
        };
        let proportions = info.map_or(pixels, |info| vec2(info.width as f32, info.height as f32));
        let fitted = letterbox(rect, proportions, ui.pixels_per_point());
        let unit = fitted.size().max(Vec2::splat(1.0));
        self.pixels_at = proportions.x / (unit.x * ui.pixels_per_point());
        if std::mem::take(&mut self.wants_pixels) {
            self.zoom_at(self.pixels_at / self.zoom, Vec2::ZERO);
        }
        let (scroll, zoom) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        if let Some(pointer) = response.hover_pos() {
            self.zoom_at(zoom * (scroll / 240.0).exp(), (pointer - fitted.center()) / unit);
        }
        if response.double_clicked() {
            let factor = if self.is_whole() { self.pixels_at.max(2.0) } else { 1.0 / self.zoom };
            let pointer = response.interact_pointer_pos().unwrap_or(fitted.center());
            self.zoom_at(factor, (pointer - fitted.center()) / unit);
        }
        self.move_by(response.drag_delta() / unit);
        let mut shown = Rect::from_center_size(fitted.center() + self.pan * unit, unit * self.zoom);
        if (self.scale() - 1.0).abs() < 1e-3 {
            // On whole pixels, or each would be a mixture of two.
            let snap = |at: f32| (at * ui.pixels_per_point()).round() / ui.pixels_per_point();
            shown = shown.translate(vec2(snap(shown.left()), snap(shown.top())) - shown.min.to_vec2());
        }
        marks::picture(&painter, shown, texture, FULL_UV, 2.0, 1.0);
        let has_more = proportions.max_elem() > pixels.max_elem() + 0.5;
        if let (Some(detail), true) = (detail, has_more && self.scale() * proportions.x > pixels.x * 1.05) {
            detail.paint(ui, &painter, frame.fetcher, info, shown, rect);
        }
        if self.zoom > 1.0 {
            response = response.on_hover_cursor(egui::CursorIcon::Grab);
        }
        response
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

    #[test]
    fn a_pixel_on_a_pixel_can_be_larger_or_smaller_than_the_whole() {
        let mut large = Lens { pixels_at: 4.0, ..Lens::default() };
        assert_eq!(large.scale(), 0.25);
        large.zoom_at(large.pixels_at / large.zoom, Vec2::ZERO);
        assert_eq!((large.scale(), large.zoom), (1.0, 4.0));
        let mut small = Lens { pixels_at: 0.2, ..Lens::default() };
        small.zoom_at(0.0, Vec2::ZERO);
        assert_eq!((small.scale(), small.zoom), (1.0, 0.2), "and no smaller than that");
        small.move_by(vec2(1.0, 1.0));
        assert_eq!(small.pan, Vec2::ZERO);
        small.show_whole();
        assert!(small.is_whole());
    }
}
