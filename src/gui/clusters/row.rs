//! One cluster in the list: its colour, cover, name, count, how sure the machine is of it and how much a person confirmed.

use crate::gui::frame::{DraggedImages, Frame};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong_family};
use crate::gui::kit::widgets::{elided_font, paint_histogram};
use crate::gui::kit::{colours, words};
use crate::ids::ImageId;
use crate::session::Suggestions;
use crate::session::protocol::ClusterView;
use egui::{Align2, Color32, FontId, Id, Rect, Response, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

/// Height of a row of the list.
pub const ROW_HEIGHT: f32 = 58.0;
/// Side of a cover.
pub const COVER: f32 = 46.0;

/// How a row looks.
#[derive(Clone, Copy, Default)]
pub struct RowState {
    /// Its images are in the grid.
    pub is_shown: bool,
    /// Marked for merging.
    pub is_marked: bool,
    /// Its name is being edited: the name is left out.
    pub is_renamed: bool,
}

/// Where the cover of a row lies.
#[must_use]
pub fn cover_rect(row: Rect) -> Rect {
    Rect::from_min_size(pos2(row.left() + 12.0, row.center().y - COVER / 2.0), vec2(COVER, COVER))
}

/// Where the name of a row lies, which is where it is edited.
#[must_use]
pub fn name_rect(row: Rect) -> Rect {
    Rect::from_min_max(
        pos2(cover_rect(row).right() + 10.0, row.top() + 7.0),
        pos2(row.right() - 10.0, row.top() + 29.0),
    )
}

/// The ground of the row `id`, below its cover: shown, under the pointer, or about to take dropped images.
pub fn paint_ground(ui: &Ui, rect: Rect, id: Id, state: RowState) {
    let colors = Palette::of(ui);
    // Of the last frame: the row itself is added after its cover.
    let response = ui.ctx().read_response(id);
    let is_hovered = response.as_ref().is_some_and(Response::hovered);
    let has_focus = response.as_ref().is_some_and(Response::has_focus);
    let is_target = response.is_some_and(|response| response.dnd_hover_payload::<DraggedImages>().is_some());
    let fill = if is_target || state.is_shown {
        colors.selected
    } else if is_hovered {
        colors.control
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect, 8.0, fill);
    if is_target || state.is_marked || has_focus {
        let width = match (is_target, has_focus) {
            (true, _) => 2.5,
            (_, true) => colors.focus_ring().width,
            _ => 1.5,
        };
        ui.painter().rect_stroke(rect, 8.0, Stroke::new(width, colors.accent_text), StrokeKind::Inside);
    }
}

/// Everything of a row but its ground and cover. `suggestion` is a name that nobody has given yet.
pub fn paint_cluster(ui: &Ui, rect: Rect, cluster: &ClusterView, suggestion: Option<&str>, state: RowState) {
    let colors = Palette::of(ui);
    let color = colours::of_view(cluster, ui.visuals().dark_mode);
    let stripe = Rect::from_min_size(pos2(rect.left() + 4.0, rect.top() + 9.0), vec2(4.0, rect.height() - 18.0));
    ui.painter().rect(stripe, 2.0, color, Stroke::new(0.5, colors.line_strong), StrokeKind::Outside);

    let left = cover_rect(rect).right() + 10.0;
    let right = rect.right() - 10.0;
    if let Some(key) = cluster.hot_key {
        paint_key(ui, cover_rect(rect), key);
    }
    if !state.is_renamed {
        let count = ui.painter().text(
            pos2(right, rect.top() + 17.0),
            Align2::RIGHT_CENTER,
            words::number(cluster.members.len()),
            FontId::proportional(13.0),
            colors.weak,
        );
        let family = if cluster.is_named { strong_family() } else { egui::FontFamily::Proportional };
        let mut end = count.left();
        if !cluster.note.is_empty() {
            let icon = Rect::from_center_size(pos2(end - 12.0, rect.top() + 17.0), vec2(13.0, 13.0));
            Icon::Note.paint(ui.painter(), icon, colors.weak);
            end = icon.left();
        }
        let width = end - left - 8.0;
        let name = elided_font(ui, &cluster.name, FontId::new(13.5, family), width, colors.text);
        let after = left + name.size().x + 8.0;
        ui.painter().galley(pos2(left, rect.top() + 17.0 - name.size().y / 2.0), name, colors.text);
        if let Some(suggestion) = suggestion.filter(|_| end - after > 48.0) {
            let font = FontId::proportional(13.0);
            let text = elided_font(ui, &format!("{suggestion}?"), font, end - after - 8.0, colors.weak);
            ui.painter().galley(pos2(after, rect.top() + 17.0 - text.size().y / 2.0), text, colors.weak);
        }
    }

    let y = rect.bottom() - 17.0;
    if cluster.members.is_empty() {
        let font = FontId::proportional(11.5);
        ui.painter().text(pos2(left, y), Align2::LEFT_CENTER, "Empty: drop images here", font, colors.weak);
        return;
    }
    let histogram = Rect::from_min_max(pos2(left, y - 8.0), pos2(left + 56.0, y + 7.0));
    paint_histogram(ui, histogram, &cluster.histogram, colors.accent_text);
    let small = FontId::proportional(11.5);
    let mut end = right;
    if cluster.n_confirmed > 0 {
        let share = words::percent(cluster.n_confirmed as f64 / cluster.members.len().max(1) as f64);
        let text = ui.painter().text(pos2(right, y), Align2::RIGHT_CENTER, share, small.clone(), colors.good);
        let icon = Rect::from_center_size(pos2(text.left() - 9.0, y), vec2(11.0, 11.0));
        Icon::Check.paint(ui.painter(), icon, colors.good);
        end = icon.left();
    }
    let share = words::percent(f64::from(cluster.mean_confidence));
    let layout = |text: String| ui.painter().layout_no_wrap(text, small.clone(), colors.weak);
    let mut sure = layout(format!("{share} sure"));
    if left + 64.0 + sure.size().x + 6.0 > end {
        sure = layout(share);
    }
    ui.painter().galley(pos2(left + 64.0, y - sure.size().y / 2.0), sure, colors.weak);
}

/// What a cluster may be called, and where that comes from; None where there is no name.
fn names_line(suggestions: &Suggestions) -> Option<String> {
    let names: Vec<String> = suggestions.names.iter().map(|(name, _)| format!("\u{201c}{name}\u{201d}")).collect();
    let note = suggestions.note.map(|note| format!(" {note}")).unwrap_or_default();
    let names = names.join(", ");
    (!names.is_empty()).then(|| format!("It may be called {names}; a right click offers them.{note}"))
}

/// What the tooltip of a row says.
#[must_use]
pub fn tooltip(cluster: &ClusterView, suggestions: &Suggestions) -> String {
    let n = cluster.members.len();
    let share = words::percent(cluster.n_confirmed as f64 / n.max(1) as f64);
    let confirmed = match cluster.n_confirmed {
        0 => "None is confirmed yet.".to_owned(),
        c => format!("{} of them ({share}) confirmed by you.", words::number(c)),
    };
    let sure = words::percent(f64::from(cluster.mean_confidence));
    let mut lines = match n {
        0 => vec![format!("{} is empty.", cluster.name)],
        n => vec![format!("{}: {}, on average {sure} sure. {confirmed}", cluster.name, words::images(n))],
    };
    if cluster.purity.n > 0 {
        lines.push(format!("Of a random sample {}.", cluster.purity.words()));
    }
    lines.extend(names_line(suggestions));
    lines.extend(cluster.group.as_ref().map(|group| format!("In the group {group}.")));
    lines.extend(cluster.hot_key.map(|key| format!("The key {key} puts selected images into it.")));
    if !cluster.note.is_empty() {
        lines.push(format!("Note: {}", cluster.note));
    }
    if n > 0 {
        lines.push("The bars count its images from unsure (left) to sure (right).".to_owned());
    }
    let how = "Double click renames, Ctrl+click marks for merging, images can be dropped here.";
    lines.push(how.to_owned());
    lines.join("\n")
}

/// The key of a cluster on the corner of its cover.
fn paint_key(ui: &Ui, cover: Rect, key: u8) {
    let colors = Palette::of(ui);
    let rect = Rect::from_min_size(cover.min - vec2(3.0, 3.0), vec2(16.0, 16.0));
    ui.painter().rect(rect, 4.0, colors.raised, Stroke::new(1.0, colors.line_strong), StrokeKind::Inside);
    let font = FontId::new(11.0, strong_family());
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, key.to_string(), font, colors.text);
}

/// The picture of a row.
pub fn cover_ui(ui: &mut Ui, frame: &mut Frame<'_>, rect: Rect, image: ImageId) {
    ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
        frame.thumbs.thumb_ui(ui, frame.fetcher, image, rect.size());
    });
}
