//! Small widgets that several parts of the window share. Each has an accessible name; none knows a project.

use super::icons::Icon;
use super::theme::{Palette, strong};
use egui::accesskit::Role;
use egui::{
    Align2, Button, Color32, CornerRadius, FontId, Frame, Key, Margin, Modifiers, Rect, Response, RichText, Sense,
    Stroke, StrokeKind, TextStyle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

/// The keys 1 to 9.
pub const NUMBERS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// The width of a field's text that leaves room beside the field for a button of these words. `margin`: of the field, at
/// either side.
pub fn beside_button(ui: &Ui, words: &str, margin: f32) -> f32 {
    let font = TextStyle::Button.resolve(ui.style());
    let text = ui.painter().layout_no_wrap(words.to_owned(), font, Color32::PLACEHOLDER).size().x;
    let spacing = ui.spacing();
    let button = (text + 2.0 * spacing.button_padding.x).ceil() + 2.0;
    (ui.available_width() - button - spacing.item_spacing.x - 2.0 * margin).max(40.0)
}

/// The button that says what to do next.
pub fn primary_button(ui: &mut Ui, text: &str, is_enabled: bool) -> Response {
    let palette = Palette::of(ui);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (look, fill) in [
            (&mut widgets.inactive, palette.accent),
            (&mut widgets.hovered, palette.accent_hover),
            (&mut widgets.active, palette.accent_hover),
        ] {
            look.weak_bg_fill = fill;
            look.bg_stroke = Stroke::new(1.0, fill);
        }
        let focus_ring = Stroke::new(2.0, palette.text);
        let button = Button::new(strong(text).color(palette.on_accent));
        let response = ui.add_enabled(is_enabled, button);
        if response.has_focus() {
            ui.painter().rect_stroke(response.rect, 6.0, focus_ring, StrokeKind::Outside);
        }
        response
    })
    .inner
}

/// A square button with an icon; `name` is its accessible name and, with the key, its tooltip.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str, tooltip: &str, is_enabled: bool) -> Response {
    let side = ui.spacing().interact_size.y;
    let sense = if is_enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, name));
    let palette = Palette::of(ui);
    if is_enabled && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, 6.0, palette.control_hover);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 6.0, palette.focus_ring(), StrokeKind::Inside);
    }
    let color = if is_enabled { palette.text } else { palette.weak.gamma_multiply(0.5) };
    icon.paint(ui.painter(), rect.shrink(side * 0.22), color);
    response.on_hover_text(tooltip)
}

/// Text that is less important.
pub fn weak(ui: &mut Ui, text: impl Into<String>) -> Response {
    let color = Palette::of(ui).weak;
    ui.label(RichText::new(text).color(color))
}

/// A small heading above a group.
pub fn caption(ui: &mut Ui, text: &str) -> Response {
    let color = Palette::of(ui).weak;
    ui.label(strong(text).size(11.5).color(color))
}

/// A boxed group on the canvas colour.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = Palette::of(ui);
    Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(12, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// A note with an icon on a tinted ground.
pub fn note(ui: &mut Ui, icon: Icon, color: Color32, add: impl FnOnce(&mut Ui)) {
    Frame::new()
        .fill(color.gamma_multiply(0.09))
        .stroke(Stroke::new(1.0, color.gamma_multiply(0.45)))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(12, 9))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
                icon.paint(ui.painter(), rect, color);
                ui.vertical(add);
            });
        });
}

/// How wide words are in one line.
pub fn text_width(ui: &Ui, text: &str) -> f32 {
    let font = TextStyle::Body.resolve(ui.style());
    ui.painter().layout_no_wrap(text.to_owned(), font, Color32::WHITE).size().x
}

/// A box to tick or a round choice, with a frame that can be seen on any ground.
pub fn boxed(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> Response) -> Response {
    let colors = Palette::of(ui);
    ui.scope(|ui| {
        let inactive = &mut ui.visuals_mut().widgets.inactive;
        inactive.bg_fill = colors.canvas;
        inactive.bg_stroke = Stroke::new(1.0, colors.line_strong);
        add(ui)
    })
    .inner
}

/// A horizontal bar that is filled to `share` (0 to 1).
pub fn bar(ui: &mut Ui, size: Vec2, share: f32, color: Color32, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, name);
        info.value = Some(f64::from(share) * 100.0);
        info
    });
    paint_bar(ui, rect, share, color);
    response
}

/// Paints such a bar.
pub fn paint_bar(ui: &Ui, rect: Rect, share: f32, color: Color32) {
    let radius = CornerRadius::same((rect.height() / 2.0).min(6.0) as u8);
    ui.painter().rect_filled(rect, radius, Palette::of(ui).control);
    let mut filled = rect;
    filled.set_width(rect.width() * share.clamp(0.0, 1.0));
    if share > 0.0 {
        filled.set_width(filled.width().max(rect.height().min(rect.width())));
        ui.painter().rect_filled(filled, radius, color);
    }
}

/// Paints a histogram's bins as small bars, scaled to the tallest.
pub fn paint_histogram(ui: &Ui, rect: Rect, bins: &[u32], color: Color32) {
    let tallest = bins.iter().copied().max().unwrap_or(0).max(1) as f32;
    let width = rect.width() / bins.len().max(1) as f32;
    let line = Palette::of(ui).line;
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, line));
    for (i, &n) in bins.iter().enumerate().filter(|(_, n)| **n > 0) {
        // The root keeps small bins visible beside a peak.
        let height = (rect.height() * (n as f32 / tallest).sqrt()).max(1.5);
        let left = rect.left() + i as f32 * width;
        let bin = Rect::from_min_max(pos2(left, rect.bottom() - height), pos2(left + width * 0.8, rect.bottom()));
        ui.painter().rect_filled(bin, 0.5, color);
    }
}

/// A key as it is printed on a keyboard.
pub fn key_cap(ui: &mut Ui, text: &str) -> Response {
    let palette = Palette::of(ui);
    let font = FontId::proportional(11.5);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, palette.weak);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(12.0, 5.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.painter().rect(rect, 4.0, palette.panel, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, palette.weak);
    response
}

/// A line of text that is cut at `width` with an ellipsis.
pub fn elided(ui: &Ui, text: &str, style: &TextStyle, width: f32, color: Color32) -> std::sync::Arc<egui::Galley> {
    let font = ui.style().text_styles.get(style).cloned().unwrap_or_default();
    elided_font(ui, text, font, width, color)
}

/// As [`elided`], with any font.
pub fn elided_font(ui: &Ui, text: &str, font: FontId, width: f32, color: Color32) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(8.0));
    ui.painter().layout_job(job)
}

/// One row of a list that is chosen by click or Enter; `text` on the left, `detail` on the right.
pub fn list_row(ui: &mut Ui, text: &str, detail: &str, is_selected: bool) -> Response {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, text));
    let fill = if is_selected {
        palette.selected
    } else if response.hovered() || response.has_focus() {
        palette.control
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect, 6.0, fill);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 6.0, palette.focus_ring(), StrokeKind::Inside);
    }
    let font = TextStyle::Body.resolve(ui.style());
    let right =
        ui.painter().text(rect.right_center() - vec2(10.0, 0.0), Align2::RIGHT_CENTER, detail, font, palette.weak);
    let galley = elided(ui, text, &TextStyle::Body, right.left() - rect.left() - 24.0, palette.text);
    ui.painter().galley(pos2(rect.left() + 10.0, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    response
}

/// To be called in the contents of a popup over a dialog: a quick click raises both in one frame, and the dialog would stay
/// above.
pub fn stay_on_top(ui: &Ui) {
    ui.ctx().move_to_top(ui.layer_id());
}

/// Takes a key press, so that nobody else sees it.
pub fn takes_key(ui: &Ui, key: Key) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, key))
}

/// Whether Enter is meant for the dialog's main button: nothing else that could be pressed has the keyboard. To be asked
/// before any field is drawn, since a field gives the keyboard back on Enter.
pub fn is_enter(ui: &Ui) -> bool {
    let is_free = ui.memory(|memory| memory.focused().is_none()) || ui.ctx().text_edit_focused();
    is_free && ui.input(|input| input.key_pressed(Key::Enter))
}
