//! How far clusters and confidences can be believed: agreement with neighbours, the histogram of confidences, the
//! reliability diagram once enough labels are there, and the shelves.

use crate::gui::frame::{Frame, Intent, Out, Shown, ViewState};
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{bar, card, paint_histogram, weak};
use crate::session::protocol::Snapshot;
use crate::session::quality::{Bin, Calibration, LEAST_LABELS, Reliability};
use crate::strings::{Share, say};
use egui::accesskit::Role;
use egui::{Align, Align2, FontId, Layout, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Height of the three cards' contents in points.
const HEIGHT: f32 = 202.0;

/// Draws three cards side by side, or one under the other where there is little room.
pub fn trust_ui(ui: &mut Ui, frame: &mut Frame<'_>) {
    let snapshot = frame.snapshot;
    let cards: [&mut dyn FnMut(&mut Ui); 3] = [
        &mut |ui| agreement_ui(ui, snapshot, frame.view),
        &mut |ui| calibration_ui(ui, snapshot, frame.view),
        &mut |ui| {
            shelves_ui(ui, snapshot, frame.view, frame.out);
        },
    ];
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
    ui.label(strong(say!("quality-sure")));
    let mut bins = [0u32; 20];
    for cluster in snapshot.clusters.iter() {
        bins.iter_mut().zip(cluster.histogram).for_each(|(sum, n)| *sum += n);
    }
    let n: u32 = bins.iter().sum();
    let n_sure: u32 = bins[18..].iter().sum();
    let name = say!("quality-sure-high", n = n_sure, all = n);
    ui.label(&name);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 56.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    paint_histogram(ui, rect, &bins, colors.accent);
    response.on_hover_text(say!("quality-histogram.tip"));
    weak(ui, say!("quality-histogram"));
    ui.add_space(4.0);
    match view.quality.mean_agreement.filter(|_| view.quality.is_of(&snapshot.images)) {
        Some(agreement) => {
            ui.label(say!("quality-agreement", share = Share(agreement))).on_hover_text(say!("quality-agreement.tip"));
            let size = vec2(ui.available_width(), 8.0);
            bar(ui, size, agreement as f32, colors.accent, say!("quality-agreement-bar"));
        }
        None => drop(weak(ui, say!("quality-pending"))),
    }
}

fn calibration_ui(ui: &mut Ui, snapshot: &Snapshot, view: &ViewState) {
    ui.label(strong(say!("quality-believed")));
    if !view.quality.is_of(&snapshot.images) {
        weak(ui, say!("quality-pending"));
        return;
    }
    if let Some(calibration) = &view.quality.calibration {
        let temperature = format!("{:.1}", calibration.temperature);
        ui.label(verdict(calibration)).on_hover_text(say!("quality-temperature", temperature = temperature));
        diagram_ui(ui, &calibration.before, &calibration.after);
        return;
    }
    let n = view.quality.n_labels;
    ui.label(say!("quality-believed-unknown", n = LEAST_LABELS.saturating_sub(n)));
    ui.add_space(4.0);
    let share = n as f32 / LEAST_LABELS as f32;
    bar(ui, vec2(ui.available_width(), 8.0), share, Palette::of(ui).accent, say!("quality-believed-bar"));
    weak(ui, say!("quality-believed-so-far", n = n, all = LEAST_LABELS));
    ui.add_space(4.0);
    weak(ui, say!("quality-believed-until"));
}

/// "Too sure: ..".
fn verdict(calibration: &Calibration) -> String {
    let (n, before, after) = (calibration.n_labels, Share(calibration.before.ece), Share(calibration.after.ece));
    match calibration.temperature {
        t if t > 1.15 => say!("quality-believed-too-sure", n = n, before = before, after = after),
        t if t < 0.87 => say!("quality-believed-modest", n = n, before = before, after = after),
        _ => say!("quality-believed-right", n = n, before = before, after = after),
    }
}

/// Accuracy over confidence: hollow as the head says it, filled as corrected; the diagonal is where both are the same.
fn diagram_ui(ui: &mut Ui, before: &Reliability, after: &Reliability) {
    let colors = Palette::of(ui);
    let side = (HEIGHT - 74.0).max(60.0);
    let (whole, response) = ui.allocate_exact_size(vec2(ui.available_width(), side + 16.0), Sense::hover());
    let rect = Rect::from_min_size(whole.left_top(), vec2((side * 1.5).min(whole.width() - 96.0), side));
    let describe = |bin: &Bin| say!("quality-diagram-bin", sure = Share(bin.confidence), right = Share(bin.accuracy));
    let bins: Vec<String> = after.bins.iter().filter(|bin| bin.n > 0).map(describe).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, say!("quality-diagram", bins = bins.join("; "))));
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
    painter.text(below, Align2::CENTER_TOP, say!("quality-diagram-across"), font.clone(), colors.weak);
    let legend = rect.right_top() + vec2(14.0, 8.0);
    painter.circle_stroke(legend, 4.0, Stroke::new(1.2, colors.weak));
    painter.text(legend + vec2(9.0, 0.0), Align2::LEFT_CENTER, say!("quality-diagram-said"), font.clone(), colors.weak);
    painter.circle_filled(legend + vec2(0.0, 18.0), 4.0, colors.accent);
    painter.text(
        legend + vec2(9.0, 18.0),
        Align2::LEFT_CENTER,
        say!("quality-diagram-corrected"),
        font.clone(),
        colors.weak,
    );
    painter.text(legend + vec2(-4.0, 36.0), Align2::LEFT_CENTER, say!("quality-diagram-height"), font, colors.weak);
    response.on_hover_text(bins.join("\n"));
}

/// A shelf of images that deserve a look.
struct Shelf {
    shown: Shown,
    n: usize,
    text: String,
    name: &'static str,
    about: &'static str,
    show: &'static str,
}

fn shelves_ui(ui: &mut Ui, snapshot: &Snapshot, view: &ViewState, out: &mut Out) {
    let quality = &view.quality;
    let is_known = quality.is_of(&snapshot.images);
    ui.label(strong(say!("quality-look")));
    let (unsure, duplicates, unusual) = (quality.unsure.len(), quality.duplicates.len(), quality.unusual.len());
    let shelf = |shown, n, text, [name, about, show]: [&'static str; 3]| Shelf { shown, n, text, name, about, show };
    let shelves = [
        shelf(
            Shown::Unsure,
            unsure,
            say!("quality-unsure", n = unsure),
            [say!("quality-unsure.name"), say!("quality-unsure.about"), say!("quality-unsure.show")],
        ),
        shelf(
            Shown::Duplicates,
            duplicates,
            say!("quality-duplicates", n = duplicates),
            [say!("quality-duplicates.name"), say!("quality-duplicates.about"), say!("quality-duplicates.show")],
        ),
        shelf(
            Shown::Unusual,
            unusual,
            say!("quality-unusual", n = unusual),
            [say!("quality-unusual.name"), say!("quality-unusual.about"), say!("quality-unusual.show")],
        ),
    ];
    for shelf in shelves {
        ui.add_space(2.0);
        ui.horizontal(|ui| {
            let button = egui::Button::new(say!("quality-show")).min_size(vec2(52.0, 0.0));
            let button = ui.add_enabled(is_known && shelf.n > 0, button).accessible_name(shelf.show);
            let button = button.on_hover_text(say!("quality-show.tip"));
            let why = if is_known { say!("quality-show.none") } else { say!("quality-show.pending") };
            if button.on_disabled_hover_text(why).clicked() {
                out.intents.push(Intent::Show(shelf.shown));
            }
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                if is_known {
                    ui.label(shelf.text);
                } else {
                    ui.label(say!("quality-shelf-pending", name = shelf.name));
                }
                weak(ui, shelf.about);
            });
        });
    }
}
