//! What is dragged, at the pointer: the pictures of the images, one on the other, and how many they are.

use crate::gui::frame::{DraggedImages, Frame};
use crate::gui::kit::pictures::marks;
use crate::gui::kit::theme::Palette;
use crate::strings::say;
use egui::{DragAndDrop, Id, LayerId, Order, Rect, Stroke, StrokeKind, Ui, UiBuilder, Vec2, vec2};

/// Pictures that are drawn of a drag.
const MOST: usize = 4;
const SIDE: f32 = 58.0;
/// From one picture to the one below it.
const STEP: Vec2 = vec2(7.0, 6.0);

/// Draws what is dragged, if anything is.
pub fn drag_ui(ui: &mut Ui, frame: &mut Frame<'_>) {
    let Some(dragged) = DragAndDrop::payload::<DraggedImages>(ui.ctx()) else { return };
    let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
    let layer = LayerId::new(Order::Tooltip, Id::unique("gleaner-dragged-images"));
    let builder = UiBuilder::new().layer_id(layer).max_rect(ui.ctx().content_rect());
    ui.scope_builder(builder, |ui| {
        // Over everything, and not only over the grid.
        ui.set_clip_rect(ui.ctx().content_rect());
        let first = Rect::from_min_size(pointer + vec2(12.0, 12.0), Vec2::splat(SIDE));
        let line = Stroke::new(1.0, Palette::of(ui).line_strong);
        let n = dragged.0.len().min(MOST);
        // The first one lies on top.
        for (at, image) in dragged.0.iter().take(n).enumerate().rev() {
            let rect = first.translate(STEP * at as f32);
            ui.painter().rect_filled(rect.expand(1.5), 5.0, Palette::of(ui).panel);
            frame.thumbs.paint_thumb(ui, frame.fetcher, *image, rect);
            ui.painter().rect_stroke(rect.expand(1.5), 5.0, line, StrokeKind::Inside);
        }
        let below = first.translate(STEP * n.saturating_sub(1) as f32).left_bottom();
        let words = say!("count-images", n = dragged.0.len());
        marks::drag_badge(ui.painter(), below - vec2(18.0, 6.0), &words, ui.visuals());
    });
}
