//! Pictures, placeholders and badges as shapes: drawn with lines rather than glyphs, so that every font will do.

use crate::gui::kit::colours::{confirmed_color, placed_color, tile_color, warning_color};
use crate::session::protocol::LabelSource;
use egui::epaint::{CircleShape, PathShape, RectShape};
use egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, TextureId, Vec2, Visuals,
    pos2, vec2,
};

/// Rounding of pictures in points.
pub const RADIUS: f32 = 4.0;

/// The largest rectangle of a picture's proportions inside `tile`, centred, on whole pixels.
pub fn letterbox(tile: Rect, picture: Vec2, pixels_per_point: f32) -> Rect {
    let scale = (tile.width() / picture.x.max(1.0)).min(tile.height() / picture.y.max(1.0));
    let snap = |length: f32| ((length * pixels_per_point).round().max(1.0)) / pixels_per_point;
    let size = vec2(snap(picture.x * scale), snap(picture.y * scale)).min(tile.size());
    let corner = tile.center() - size / 2.0;
    let corner = pos2(
        (corner.x * pixels_per_point).round() / pixels_per_point,
        (corner.y * pixels_per_point).round() / pixels_per_point,
    );
    Rect::from_min_size(corner, size)
}

/// A texture over `rect`, with rounded corners.
pub fn picture(painter: &Painter, rect: Rect, texture: TextureId, uv: Rect, radius: f32, opacity: f32) {
    let tint = Color32::WHITE.gamma_multiply(opacity);
    painter.add(RectShape::filled(rect, CornerRadius::from(radius), tint).with_texture(texture, uv));
}

/// Where a picture is on its way: a faint landscape.
pub fn placeholder(painter: &Painter, rect: Rect, visuals: &Visuals) {
    painter.rect_filled(rect, RADIUS, tile_color(visuals));
    landscape(painter, rect, visuals.weak_text_color().gamma_multiply(0.35));
}

/// Where a picture can not be had: the landscape, struck through.
pub fn broken(painter: &Painter, rect: Rect, visuals: &Visuals) {
    painter.rect_filled(rect, RADIUS, tile_color(visuals));
    let color = visuals.weak_text_color();
    let frame = landscape(painter, rect, color.gamma_multiply(0.7));
    let strike = frame.expand(frame.width() * 0.12);
    painter.line_segment([strike.left_bottom(), strike.right_top()], Stroke::new(4.0, tile_color(visuals)));
    painter.line_segment([strike.left_bottom(), strike.right_top()], Stroke::new(2.0, color));
}

/// Gives the frame of the little picture.
fn landscape(painter: &Painter, rect: Rect, color: Color32) -> Rect {
    let width = (rect.size().min_elem() * 0.36).clamp(8.0, 44.0);
    let frame = Rect::from_center_size(rect.center(), vec2(width, width * 0.78));
    let stroke = Stroke::new((width / 18.0).clamp(1.0, 2.0), color);
    painter.rect_stroke(frame, width / 10.0, stroke, StrokeKind::Inside);
    let at = |x: f32, y: f32| pos2(frame.left() + x * frame.width(), frame.top() + y * frame.height());
    painter.line(vec![at(0.1, 0.82), at(0.38, 0.45), at(0.55, 0.66), at(0.7, 0.52), at(0.9, 0.82)], stroke);
    painter.circle_filled(at(0.7, 0.3), width * 0.075, color);
    frame
}

/// The badge of who decided, centred at `center`: a check mark for confirmed, a figure for placed; none for the machine.
pub fn source_badge(painter: &Painter, center: Pos2, radius: f32, source: LabelSource, visuals: &Visuals) {
    match source {
        LabelSource::Machine => {}
        LabelSource::Confirmed => {
            disc(painter, center, radius, confirmed_color(visuals), visuals);
            let at = |x: f32, y: f32| center + vec2(x, y) * radius;
            let stroke = Stroke::new(radius * 0.26, Color32::WHITE);
            painter.add(PathShape::line(vec![at(-0.46, 0.04), at(-0.12, 0.38), at(0.48, -0.34)], stroke));
        }
        LabelSource::Placed => {
            disc(painter, center, radius, placed_color(visuals), visuals);
            painter.circle_filled(center - vec2(0.0, radius * 0.3), radius * 0.24, Color32::WHITE);
            let shoulders = (0..=12).map(|i| {
                let angle = std::f32::consts::PI * (1.0 + i as f32 / 12.0);
                center + vec2(angle.cos() * 0.5, angle.sin() * 0.44 + 0.52) * radius
            });
            painter.add(PathShape::convex_polygon(shoulders.collect(), Color32::WHITE, Stroke::NONE));
        }
    }
}

/// Two sheets and how many near-duplicates there are, from the lower left corner on; filled for the best of them.
pub fn group_badge(painter: &Painter, corner: Pos2, radius: f32, n: usize, is_best: bool, visuals: &Visuals) {
    let color = crate::gui::kit::colours::selection_color(visuals);
    let ground = if visuals.dark_mode { Color32::from_gray(0x1c) } else { Color32::WHITE };
    let (fill, ink) = if is_best { (color, ground) } else { (ground, color) };
    let galley = painter.layout_no_wrap(n.to_string(), FontId::proportional((radius * 1.5).max(9.0)), ink);
    let height = radius * 2.0;
    let size = vec2(galley.size().x + radius * 2.0 + 9.0, height);
    let rect = Rect::from_min_size(corner - vec2(0.0, height), size);
    painter.rect(rect, height / 2.0, fill.gamma_multiply(0.94), Stroke::new(1.0, color), StrokeKind::Inside);
    let side = radius * 0.95;
    let sheet =
        Rect::from_min_size(pos2(rect.left() + radius * 0.8, rect.center().y - side * 0.35), vec2(side, side * 0.85));
    let stroke = Stroke::new(1.0, ink);
    painter.rect_stroke(sheet.translate(vec2(side * 0.3, -side * 0.3)), 1.0, stroke, StrokeKind::Inside);
    painter.rect(sheet, 1.0, fill, stroke, StrokeKind::Inside);
    let at = pos2(rect.right() - 6.0 - galley.size().x, rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, ink);
}

/// An amber disc with an exclamation mark.
pub fn warning_dot(painter: &Painter, center: Pos2, radius: f32, visuals: &Visuals) {
    disc(painter, center, radius, warning_color(visuals), visuals);
    let stroke = Stroke::new(radius * 0.26, Color32::BLACK);
    painter.line_segment([center - vec2(0.0, radius * 0.52), center + vec2(0.0, radius * 0.12)], stroke);
    painter.circle_filled(center + vec2(0.0, radius * 0.48), radius * 0.16, Color32::BLACK);
}

/// A drive that is struck through, centred at `center`: the file is not here at the moment.
pub fn away_badge(painter: &Painter, center: Pos2, radius: f32, visuals: &Visuals) {
    let (fill, ink) = (Color32::from_gray(0x30), Color32::WHITE);
    disc(painter, center, radius, fill, visuals);
    let stroke = Stroke::new((radius * 0.2).max(1.0), ink);
    let drive = Rect::from_center_size(center, vec2(radius * 1.15, radius * 0.8));
    painter.rect_stroke(drive, radius * 0.15, stroke, StrokeKind::Middle);
    painter.circle_filled(drive.right_bottom() - vec2(radius * 0.28, radius * 0.26), radius * 0.13, ink);
    let arm = vec2(radius * 0.68, -radius * 0.62);
    painter.line_segment([center - arm, center + arm], Stroke::new(stroke.width * 2.6, fill));
    painter.line_segment([center - arm, center + arm], stroke);
}

/// A thin line in the page's colour keeps badges apart from any picture.
fn disc(painter: &Painter, center: Pos2, radius: f32, fill: Color32, visuals: &Visuals) {
    let outline = if visuals.dark_mode { Color32::from_gray(0x14) } else { Color32::WHITE };
    painter.add(CircleShape { center, radius: radius + 1.0, fill: outline, stroke: Stroke::NONE });
    painter.circle_filled(center, radius, fill);
}

/// A pill with a few words at the pointer while something is dragged.
pub fn drag_badge(painter: &Painter, pointer: Pos2, words: &str, visuals: &Visuals) {
    let color = crate::gui::kit::colours::selection_color(visuals);
    let text_color = if visuals.dark_mode { Color32::BLACK } else { Color32::WHITE };
    let galley = painter.layout_no_wrap(words.to_owned(), FontId::proportional(13.0), text_color);
    let rect = Rect::from_min_size(pointer + vec2(14.0, 12.0), galley.size() + vec2(20.0, 10.0));
    painter.rect_filled(rect.translate(vec2(3.0, 3.0)), rect.height() / 2.0, color.gamma_multiply(0.35));
    painter.rect_filled(rect, rect.height() / 2.0, color);
    painter.galley(Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size()).min, galley, text_color);
}

/// A small square in a cluster's colour, with an outline so that pale ones are seen.
pub fn swatch(painter: &Painter, rect: Rect, color: Color32, visuals: &Visuals) {
    let outline = Stroke::new(1.0, visuals.text_color().gamma_multiply(0.25));
    painter.rect(rect, 3.0, color, outline, StrokeKind::Inside);
}

/// A cross, for what disagrees.
pub fn cross(center: Pos2, radius: f32, stroke: Stroke) -> [Shape; 2] {
    let arm = |x: f32, y: f32| vec2(x, y) * radius;
    [
        Shape::line_segment([center - arm(1.0, 1.0), center + arm(1.0, 1.0)], stroke),
        Shape::line_segment([center - arm(1.0, -1.0), center + arm(1.0, -1.0)], stroke),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_keep_their_proportions() {
        let tile = Rect::from_min_size(pos2(10.0, 10.0), Vec2::splat(100.0));
        assert_eq!(letterbox(tile, vec2(200.0, 100.0), 1.0), Rect::from_min_size(pos2(10.0, 35.0), vec2(100.0, 50.0)));
        assert_eq!(letterbox(tile, vec2(1.0, 1000.0), 1.0).width(), 1.0, "never thinner than a pixel");
        assert!(tile.contains_rect(letterbox(tile, vec2(333.0, 334.0), 1.5)));
    }
}
