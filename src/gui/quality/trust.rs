//! How far clusters and confidences can be believed: agreement with neighbours, the histogram of confidences, the
//! reliability diagram once enough labels are there, and the shelves.

use crate::gui::frame::{Frame, Intent, Out, Shown, ViewState};
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{bar, card, paint_histogram, weak};
use crate::gui::kit::words;
use crate::session::protocol::Snapshot;
use crate::session::quality::{Bin, Calibration, LEAST_LABELS, Reliability};
use egui::accesskit::Role;
use egui::{Align, Align2, FontId, Layout, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Height of the three cards' contents in points.
const HEIGHT: f32 = 202.0;

/// Draws three cards side by side, or one under the other where there is little room.
pub fn trust_ui(ui: &mut Ui, frame: &mut Frame<'_>) {
    let snapshot = frame.snapshot;
    let cards: [&mut dyn FnMut(&mut Ui); 3] =
        [&mut |ui| agreement_ui(ui, snapshot, frame.view), &mut |ui| calibration_ui(ui, frame.view), &mut |ui| {
            shelves_ui(ui, frame.view, frame.out);
        }];
    if ui.available_width() < 620.0 {
        for add in cards {
            card(ui, add);
            ui.add_space(6.0);
        }
        return;
    }
    ui.columns(3, |columns| {
        for (ui, add) in columns.iter_mut().zip(cards) {
            card(ui, |ui| {
                ui.set_min_height(HEIGHT);
                // Columns stretch their lines to both sides.
                ui.with_layout(Layout::top_down(Align::Min), |ui| add(ui));
            });
        }
    });
}

fn agreement_ui(ui: &mut Ui, snapshot: &Snapshot, view: &ViewState) {
    let colors = Palette::of(ui);
    ui.label(strong("Clusters"));
    match view.quality.mean_agreement {
        Some(agreement) => {
            ui.label(format!("{} of an image\u{2019}s neighbours are in its cluster.", words::percent(agreement)));
            bar(ui, vec2(ui.available_width(), 8.0), agreement as f32, colors.accent, "Neighbour agreement");
        }
        None => drop(weak(ui, "Looking around\u{2026}")),
    }
    ui.add_space(6.0);
    weak(ui, "Confidence of all images");
    let mut bins = [0u32; 20];
    for cluster in snapshot.clusters.iter() {
        bins.iter_mut().zip(cluster.histogram).for_each(|(sum, n)| *sum += n);
    }
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 56.0), Sense::hover());
    let n: u32 = bins.iter().sum();
    let n_sure: u32 = bins[18..].iter().sum();
    let name = format!(
        "{} of {} images have a confidence above 90 %",
        words::number(n_sure as usize),
        words::number(n as usize)
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    paint_histogram(ui, rect, &bins, colors.accent);
    response.on_hover_text(name);
    ui.horizontal(|ui| {
        weak(ui, "0 %");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| weak(ui, "100 %"));
    });
}

fn calibration_ui(ui: &mut Ui, view: &ViewState) {
    ui.label(strong("Can confidences be believed?"));
    if let Some(calibration) = &view.quality.calibration {
        ui.label(verdict(calibration));
        diagram_ui(ui, &calibration.before, &calibration.after);
        return;
    }
    let n = view.quality.n_labels;
    ui.label(format!(
        "Not known yet: confirm or correct {} to find out.",
        words::counted(LEAST_LABELS.saturating_sub(n), "more image", "more images")
    ));
    ui.add_space(4.0);
    let share = n as f32 / LEAST_LABELS as f32;
    bar(ui, vec2(ui.available_width(), 8.0), share, Palette::of(ui).accent, "Labels to check confidences with");
    weak(ui, format!("{n} of {LEAST_LABELS} labels of yours"));
    ui.add_space(4.0);
    weak(ui, "Until then the share of neighbours that agree is the better guide.");
}

/// "Too sure: ..".
fn verdict(calibration: &Calibration) -> String {
    let kind = match calibration.temperature {
        t if t > 1.15 => "Too sure of itself",
        t if t < 0.87 => "Surer than it says",
        _ => "About right",
    };
    format!(
        "{kind}, by {}: off by {} before and {} after correction (temperature {:.1}).",
        words::counted(calibration.n_labels, "label of yours", "labels of yours"),
        words::percent(calibration.before.ece),
        words::percent(calibration.after.ece),
        calibration.temperature
    )
}

/// Accuracy over confidence: hollow as the head says it, filled as corrected; the diagonal is where both are the same.
fn diagram_ui(ui: &mut Ui, before: &Reliability, after: &Reliability) {
    let colors = Palette::of(ui);
    let side = (HEIGHT - 74.0).max(60.0);
    let (whole, response) = ui.allocate_exact_size(vec2(ui.available_width(), side + 16.0), Sense::hover());
    let rect = Rect::from_min_size(whole.left_top(), vec2((side * 1.5).min(whole.width() - 96.0), side));
    let describe =
        |bin: &Bin| format!("{} said, {} right", words::percent(bin.confidence), words::percent(bin.accuracy));
    let bins: Vec<String> = after.bins.iter().filter(|bin| bin.n > 0).map(describe).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Reliability: {}", bins.join("; "))));
    let painter = ui.painter();
    painter.rect_stroke(rect, 0.0, Stroke::new(1.0, colors.line), StrokeKind::Inside);
    painter.line_segment([rect.left_bottom(), rect.right_top()], Stroke::new(1.0, colors.line_strong));
    let at = |bin: &Bin| {
        pos2(rect.left() + bin.confidence as f32 * rect.width(), rect.bottom() - bin.accuracy as f32 * rect.height())
    };
    let most = after.bins.iter().chain(&before.bins).map(|bin| bin.n).max().unwrap_or(1).max(1) as f32;
    let radius = |bin: &Bin| 2.5 + 4.0 * (bin.n as f32 / most).sqrt();
    for bin in before.bins.iter().filter(|bin| bin.n > 0) {
        painter.circle_stroke(at(bin), radius(bin), Stroke::new(1.2, colors.weak));
    }
    for bin in after.bins.iter().filter(|bin| bin.n > 0) {
        painter.circle_filled(at(bin), radius(bin), colors.accent);
    }
    let font = FontId::proportional(11.0);
    let below = rect.center_bottom() + vec2(0.0, 2.0);
    painter.text(below, Align2::CENTER_TOP, "confidence", font.clone(), colors.weak);
    let legend = rect.right_top() + vec2(14.0, 8.0);
    painter.circle_stroke(legend, 4.0, Stroke::new(1.2, colors.weak));
    painter.text(legend + vec2(9.0, 0.0), Align2::LEFT_CENTER, "as said", font.clone(), colors.weak);
    painter.circle_filled(legend + vec2(0.0, 18.0), 4.0, colors.accent);
    painter.text(legend + vec2(9.0, 18.0), Align2::LEFT_CENTER, "corrected", font.clone(), colors.weak);
    painter.text(legend + vec2(-4.0, 36.0), Align2::LEFT_CENTER, "height: share right", font, colors.weak);
    response.on_hover_text(bins.join("\n"));
}

fn shelves_ui(ui: &mut Ui, view: &ViewState, out: &mut Out) {
    let quality = &view.quality;
    ui.label(strong("Worth a look"));
    let rows = [
        (Shown::Unsure, "unsure", quality.unsure.len(), "neighbours or the head doubt them"),
        (Shown::Duplicates, "near-duplicates", quality.duplicates.len(), "bursts and copies, one vote a group"),
        (Shown::Unusual, "unusual", quality.unusual.len(), "unlike everything else"),
    ];
    for (shown, name, n, about) in rows {
        ui.add_space(2.0);
        ui.horizontal(|ui| {
            let button = egui::Button::new("Show").min_size(vec2(52.0, 0.0));
            let button = ui.add_enabled(n > 0, button).accessible_name(format!("Show {name}"));
            let button = button.on_hover_text("Shows them in the grid");
            if button.on_disabled_hover_text("There are none.").clicked() {
                out.intents.push(Intent::Show(shown));
            }
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.label(format!("{} {name}", words::number(n)));
                weak(ui, about);
            });
        });
    }
}
