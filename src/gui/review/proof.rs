//! What a random sample says of how much of a cluster is right: in words, as an interval, and of all clusters in a table.

use super::{Mode, Review};
use crate::gui::command::Command;
use crate::gui::frame::Out;
use crate::gui::kit::checked::{self, State};
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{card, elided, weak};
use crate::gui::kit::{colours, words};
use crate::ids::ClusterId;
use crate::session::protocol::{ClusterView, PURE, Purity, Snapshot};
use crate::strings::{percent, say};
use egui::accesskit::Role;
use egui::{
    Align, Align2, Color32, FontId, Label, Layout, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, TextStyle,
    Ui, WidgetInfo, pos2, vec2,
};

/// Draws the card below the image of a sample: what was checked, and what is left to prove it. `is_low`: as a line alone.
pub fn proof_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review, is_low: bool, out: &mut Out) {
    let Some(cluster) = review.proved(snapshot) else { return };
    let purity = review.answers.purity(cluster);
    let words = checked::words(&purity);
    let tip = [checked::interval(&purity), say!("review-interval.tip").to_owned()];
    let tip = tip.iter().filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join("\n");
    if is_low {
        ui.add(Label::new(strong(&words)).truncate()).on_hover_text(format!("{words}\n{tip}"));
        return;
    }
    card(ui, |ui| {
        ui.add(Label::new(strong(&words)).wrap());
        ui.horizontal(|ui| {
            ui.set_height(34.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                out.button_ui(ui, Command::NextUnproven);
                interval_ui(ui, &purity).on_hover_text(tip);
            });
        });
    });
}

/// The interval as a bar over half of all or all shares, with the mark that it has to pass.
fn interval_ui(ui: &mut Ui, purity: &Purity) -> Response {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let (low, high) = checked::ends(purity);
    let name = say!("review-interval-bar", low = percent(low), high = percent(high));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let from = if purity.n > 0 && purity.low >= 0.5 { 0.5 } else { 0.0 };
    let scale = Scale { rect: rect.shrink2(vec2(8.0, 0.0)), from };
    let middle = rect.top() + 9.0;
    scale.paint(ui, purity, middle, 8.0);
    let font = FontId::proportional(11.0);
    let text = |share: f64, align, text: &str, color| {
        ui.painter().text(pos2(scale.x(share), rect.bottom()), align, text, font.clone(), color);
    };
    let is_wide = rect.width() > 220.0;
    text(from, Align2::CENTER_BOTTOM, if from > 0.0 { "50" } else { "0" }, colors.weak);
    text(PURE, Align2::CENTER_BOTTOM, "95", colors.text);
    if from == 0.0 || is_wide {
        let at = if from > 0.0 { 0.75 } else { 0.5 };
        text(at, Align2::CENTER_BOTTOM, if from > 0.0 { "75" } else { "50" }, colors.weak);
    }
    response
}

/// Shares from `from` to 1 across a rectangle.
struct Scale {
    rect: Rect,
    from: f64,
}

impl Scale {
    fn x(&self, share: f64) -> f32 {
        let at = ((share - self.from) / (1.0 - self.from)).clamp(0.0, 1.0) as f32;
        self.rect.left() + at * self.rect.width()
    }

    fn paint(&self, ui: &Ui, purity: &Purity, middle: f32, height: f32) {
        let colors = Palette::of(ui);
        let painter = ui.painter();
        let half = height / 2.0;
        let track = Rect::from_x_y_ranges(self.rect.x_range(), middle - half..=middle + half);
        painter.rect_filled(track, half, colors.control);
        if purity.n > 0 {
            let color = if purity.is_proven() { colors.good } else { colors.accent };
            let mut filled = Rect::from_x_y_ranges(self.x(purity.low)..=self.x(purity.high), track.y_range());
            filled.set_width(filled.width().max(3.0));
            painter.rect_filled(filled, half.min(3.0), color);
            let dot = pos2(self.x(purity.share), middle);
            painter.circle(dot, half + 1.0, colors.canvas, Stroke::new(2.0, colors.text));
        }
        painter.vline(self.x(PURE), middle - half - 4.0..=middle + half + 4.0, Stroke::new(2.0, colors.text));
    }
}

/// Draws all clusters with what is proven of each, to choose one; gives the one that was clicked.
pub fn table_ui(ui: &mut Ui, snapshot: &Snapshot, review: &Review) -> Option<ClusterId> {
    let purities: Vec<(&ClusterView, Purity)> =
        snapshot.clusters.iter().map(|cluster| (&**cluster, review.answers.purity(cluster))).collect();
    let n_proven = purities.iter().filter(|(_, purity)| purity.is_proven()).count();
    ui.label(strong(say!("review-which-group")).size(18.0));
    let text = match review.mode {
        Mode::Clean => say!("review-which-to-clean").to_owned(),
        _ => say!("review-which-to-prove", n = purities.len(), proven = n_proven),
    };
    weak(ui, text);
    ui.add_space(6.0);
    let mut clicked = None;
    let height = 46.0;
    let area = ScrollArea::vertical().id_salt("purities").auto_shrink(false);
    area.show_rows(ui, height, purities.len(), |ui, range| {
        for (cluster, purity) in &purities[range] {
            if row_ui(ui, height, cluster, purity, review.mode) {
                clicked = Some(cluster.id);
            }
        }
    });
    clicked
}

fn row_ui(ui: &mut Ui, height: f32, cluster: &ClusterView, purity: &Purity, mode: Mode) -> bool {
    let colors = Palette::of(ui);
    let state = State::of(purity);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 10.0, height), Sense::click());
    response.widget_info(|| {
        let (counted, state) = (checked::counted(purity), state.short());
        let name = match mode {
            Mode::Clean => say!("review-clean-row", name = &cluster.name, checked = counted, state = state),
            _ => say!("review-prove-row", name = &cluster.name, checked = counted, state = state),
        };
        WidgetInfo::labeled(Role::Button, true, name)
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, colors.control);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 6.0, Stroke::new(1.5, colors.accent_text), StrokeKind::Inside);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, colors.line));
    let (top, bottom) = (rect.top() + 15.0, rect.top() + 32.0);
    let put = |text: &str, style: TextStyle, x: f32, y: f32, width: f32, color: Color32| {
        let galley = elided(ui, text, &style, width, color);
        ui.painter().galley(pos2(x, y - galley.size().y / 2.0), galley, color);
    };
    let swatch = Rect::from_center_size(pos2(rect.left() + 14.0, top), vec2(12.0, 12.0));
    let color = colours::of_view(cluster);
    ui.painter().rect(swatch, 3.0, color, Stroke::new(1.0, colors.line_strong), StrokeKind::Inside);
    let (first, second) = (rect.left() + rect.width() * 0.34, rect.left() + rect.width() * 0.78);
    let name_width = first - swatch.right() - 16.0;
    put(&cluster.name, TextStyle::Body, swatch.right() + 8.0, top, name_width, colors.text);
    let size = words::images(cluster.members.len());
    put(&size, TextStyle::Small, swatch.right() + 8.0, bottom, name_width, colors.weak);
    put(&checked::counted(purity), TextStyle::Body, first, top, second - first - 12.0, colors.text);
    let scale = Scale { rect: Rect::from_x_y_ranges(first..=second - 24.0, rect.y_range()), from: 0.0 };
    scale.paint(ui, purity, bottom + 1.0, 6.0);
    put(&state.short(), TextStyle::Small, second, top, rect.right() - second - 8.0, state.color(colors));
    response.on_hover_text(checked::words(purity)).clicked()
}
