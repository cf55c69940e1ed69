//! The images before and after the one that is shown large, as a strip.

use crate::gui::frame::Frame;
use crate::gui::grid::Grid;
use crate::gui::kit::colours::selection_color;
use crate::strings::say;
use egui::{Id, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

/// Height of the strip in points.
pub const HEIGHT: f32 = 60.0;
const SIDE: f32 = 52.0;
const STEP: f32 = SIDE + 6.0;

/// Draws the strip around `position` of the grid's order; gives the position that was clicked.
pub fn film_ui(ui: &mut Ui, frame: &mut Frame<'_>, grid: &Grid, position: usize) -> Option<usize> {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let mut clicked = None;
    for at in seen(rect.width(), position, grid.order().len()) {
        let x = rect.center().x + (at as f32 - position as f32) * STEP;
        let tile = Rect::from_center_size(pos2(x, rect.center().y), Vec2::splat(SIDE));
        let image = grid.order()[at];
        let path = frame.snapshot.images.get(image).map_or("", |info| &*info.path);
        let response = ui.interact(tile, Id::unique("viewer film").with(image), Sense::click());
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, true, at == position, say!("viewer-go-to", path = path))
        });
        frame.thumbs.paint_thumb(ui, frame.fetcher, image, tile);
        if grid.is_gone(at) {
            ui.painter().rect_filled(tile, 4.0, ui.visuals().panel_fill.gamma_multiply(0.7));
        }
        if at == position {
            let stroke = Stroke::new(2.5, selection_color(ui.visuals()));
            ui.painter().rect_stroke(tile.expand(2.0), 6.0, stroke, StrokeKind::Inside);
        } else if response.hovered() {
            let stroke = Stroke::new(1.5, ui.visuals().strong_text_color());
            ui.painter().rect_stroke(tile, 4.0, stroke, StrokeKind::Inside);
        }
        if response.on_hover_text(path).clicked() && at != position {
            clicked = Some(at);
        }
    }
    clicked
}

/// Positions that have room beside `position` in a strip of `width`, which lies in its middle.
fn seen(width: f32, position: usize, n: usize) -> std::ops::Range<usize> {
    let beside = ((width / 2.0 - SIDE / 2.0) / STEP).floor().max(0.0) as usize;
    position.saturating_sub(beside)..(position + beside + 1).min(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strip_shows_what_has_room() {
        assert_eq!(seen(STEP * 5.0, 10, 100), 8..13);
        assert_eq!(seen(STEP * 5.0, 1, 100), 0..4);
        assert_eq!(seen(STEP * 5.0, 99, 100), 97..100);
        assert_eq!(seen(10.0, 3, 100), 3..4);
    }
}
