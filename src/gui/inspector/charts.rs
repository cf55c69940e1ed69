//! Bars and the confidence histogram, drawn by hand: each has a name for screen readers, and a number beside its colour.

use crate::gui::kit::pictures::marks;
use crate::strings::{percent, say};
use egui::{
    Align2, Color32, FontId, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// A named bar: swatch, name, bar, value.
pub struct Bar<'a> {
    /// What it measures.
    pub name: &'a str,
    /// 0 to 1 of the bar's width.
    pub share: f32,
    /// Of the width, for the name.
    pub name_share: f32,
    /// Written at its end.
    pub value: String,
    /// Of the bar; None: without a cluster.
    pub color: Option<Color32>,
}

/// Usual [`Bar::name_share`].
pub const NAME_SHARE: f32 = 0.42;

/// Draws it across the width.
pub fn bar_ui(ui: &mut Ui, bar: &Bar<'_>) -> Response {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Meter, true, format!("{}: {}", bar.name, bar.value)));
    let painter = ui.painter();
    let visuals = ui.visuals();
    let color = bar.color.unwrap_or(crate::gui::kit::colours::soft_color(visuals));
    let font = FontId::proportional(12.5);
    let square = Rect::from_center_size(pos2(rect.left() + 6.0, rect.center().y), vec2(10.0, 10.0));
    marks::swatch(painter, square, color, visuals);
    let name_width = (width * bar.name_share).floor();
    let mut job = egui::text::LayoutJob::simple_singleline(bar.name.to_owned(), font.clone(), visuals.text_color());
    job.wrap = egui::text::TextWrapping::truncate_at_width(name_width - 20.0);
    let galley = painter.layout_job(job);
    painter.galley(pos2(rect.left() + 17.0, rect.center().y - galley.size().y / 2.0), galley, visuals.text_color());
    let value_width = 64.0;
    let track = Rect::from_min_max(
        pos2(rect.left() + name_width, rect.center().y - 4.0),
        pos2((rect.right() - value_width).max(rect.left() + name_width + 8.0), rect.center().y + 4.0),
    );
    painter.rect_filled(track, 4.0, visuals.text_color().gamma_multiply(0.1));
    // A trace is still seen.
    let length = (track.width() * bar.share.clamp(0.0, 1.0)).max(if bar.share > 0.0 { 3.0 } else { 0.0 });
    painter.rect_filled(track.with_max_x(track.left() + length), 4.0, color);
    painter.text(rect.right_center(), Align2::RIGHT_CENTER, &bar.value, font, visuals.text_color());
    response.on_hover_text(format!("{}: {}", bar.name, bar.value))
}

/// Where the plot lies within the histogram's rectangle.
#[derive(Clone, Copy)]
struct Plot(Rect);

impl Plot {
    fn x(self, confidence: f32) -> f32 {
        self.0.left() + confidence * self.0.width()
    }

    fn confidence(self, x: f32) -> f32 {
        // Whole percents: what is shown is what counts.
        (((x - self.0.left()) / self.0.width()).clamp(0.0, 1.0) * 100.0).round() / 100.0
    }
}

/// Images by confidence in 20 bins from 0 to 1, with a threshold that can be dragged (or moved by the arrow keys).
pub fn histogram_ui(ui: &mut Ui, bins: &[u32; 20], color: Color32, threshold: &mut f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 112.0), Sense::click_and_drag());
    // Bars, and below them the axis; the handle of the threshold needs room at both ends.
    let plot = Plot(Rect::from_min_max(rect.min + vec2(8.0, 16.0), rect.max - vec2(8.0, 18.0)));
    if let Some(pointer) = response.interact_pointer_pos() {
        *threshold = plot.confidence(pointer.x);
    }
    if response.has_focus() {
        let filter = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let steps = ui.input_mut(|input| {
            let mut n = |key| input.count_and_consume_key(Modifiers::NONE, key) as f32;
            n(Key::ArrowRight) - n(Key::ArrowLeft)
        });
        *threshold = ((*threshold + steps / 100.0).clamp(0.0, 1.0) * 100.0).round() / 100.0;
    }
    response.widget_info(|| WidgetInfo::slider(true, f64::from(*threshold), say!("inspector-histogram")));
    paint_histogram(ui, plot, bins, color, *threshold, response.has_focus() || response.hovered());
    let response = response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal);
    if let Some(bin) = response.hover_pos().map(|pointer| (plot.confidence(pointer.x) * 20.0).min(19.0) as usize)
        && !response.dragged()
    {
        let words = say!("inspector-bin", low = bin * 5, high = bin * 5 + 5, n = bins[bin]);
        response.on_hover_text(words);
    }
}

fn paint_histogram(ui: &Ui, plot: Plot, bins: &[u32; 20], color: Color32, threshold: f32, is_active: bool) {
    let (painter, visuals, area) = (ui.painter(), ui.visuals(), plot.0);
    let tallest = bins.iter().copied().max().unwrap_or(0).max(1);
    let width = area.width() / 20.0;
    for (i, n) in bins.iter().enumerate().filter(|(_, n)| **n > 0) {
        // A single image is seen beside thousands.
        let height = (area.height() * *n as f32 / tallest as f32).max(2.0);
        let left = area.left() + i as f32 * width;
        let bar = Rect::from_min_max(pos2(left + 1.0, area.bottom() - height), pos2(left + width - 1.0, area.bottom()));
        let is_below = (i + 1) as f32 / 20.0 <= threshold + 1e-6;
        painter.rect_filled(bar, 1.5, if is_below { color.gamma_multiply(0.35) } else { color });
    }
    let axis = Stroke::new(1.0, crate::gui::kit::colours::soft_color(visuals).gamma_multiply(0.6));
    painter.hline(area.x_range(), area.bottom() + 0.5, axis);
    let font = FontId::proportional(11.0);
    for (share, align) in [(0.0, Align2::LEFT_TOP), (0.5, Align2::CENTER_TOP), (1.0, Align2::RIGHT_TOP)] {
        let at = pos2(plot.x(share), area.bottom() + 3.0);
        painter.text(at, align, percent(share), font.clone(), crate::gui::kit::colours::soft_color(visuals));
    }
    let most = say!("inspector-tallest", n = tallest);
    if threshold < 0.5 {
        painter.text(
            pos2(area.right(), area.top() - 15.0),
            Align2::RIGHT_TOP,
            most,
            font,
            crate::gui::kit::colours::soft_color(visuals),
        );
    } else {
        painter.text(
            pos2(area.left(), area.top() - 15.0),
            Align2::LEFT_TOP,
            most,
            font,
            crate::gui::kit::colours::soft_color(visuals),
        );
    }
    let line = Stroke::new(if is_active { 2.5 } else { 1.5 }, visuals.strong_text_color());
    let x = plot.x(threshold);
    painter.vline(x, (area.top() - 4.0)..=area.bottom(), line);
    handle(painter, pos2(x, area.top() - 5.0), is_active, visuals.strong_text_color());
    let (align, dx) = if threshold < 0.5 { (Align2::LEFT_CENTER, 9.0) } else { (Align2::RIGHT_CENTER, -9.0) };
    let at = pos2(x + dx, area.top() - 8.0);
    painter.text(at, align, percent(threshold), FontId::proportional(11.5), visuals.strong_text_color());
}

/// A drop that points down at the line.
fn handle(painter: &egui::Painter, at: Pos2, is_active: bool, color: Color32) {
    let r = if is_active { 6.0 } else { 5.0 };
    let points = vec![
        at + vec2(-r, -r - 1.0),
        at + vec2(r, -r - 1.0),
        at + vec2(r, -1.0),
        at + vec2(0.0, r - 1.0),
        at + vec2(-r, -1.0),
    ];
    painter.add(egui::epaint::PathShape::convex_polygon(points, color, Stroke::NONE));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_comes_in_whole_percents() {
        let plot = Plot(Rect::from_min_max(pos2(10.0, 0.0), pos2(210.0, 50.0)));
        assert_eq!(plot.confidence(110.0), 0.5);
        assert_eq!(plot.confidence(111.0), 0.51, "rounded to a percent");
        assert_eq!((plot.confidence(-50.0), plot.confidence(999.0)), (0.0, 1.0));
        assert_eq!(plot.confidence(plot.x(0.37)), 0.37);
    }
}
