//! One group in the list: its colour, cover, name, count, how sure the machine is of it and how much a person confirmed. In a
//! narrow list the bars go first, then the words; numbers never lie over each other.

use super::rename::source_words;
use crate::gui::frame::{DraggedImages, Frame};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong_family};
use crate::gui::kit::widgets::{elided_font, paint_histogram};
use crate::gui::kit::{checked, colours};
use crate::ids::ImageId;
use crate::session::protocol::ClusterView;
use crate::session::{SuggestedName, Suggestions};
use crate::strings::{Share, join, number, percent, say};
use egui::{Align2, Color32, FontId, Id, Rect, Response, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

/// Height of a row of the list.
pub const ROW_HEIGHT: f32 = 58.0;
/// Side of a cover.
pub const COVER: f32 = 46.0;
/// Between the numbers of a row.
const GAP: f32 = 8.0;
/// Least room in which bars say anything.
const LEAST_BARS: f32 = 40.0;
/// Most room that they take.
const MOST_BARS: f32 = 72.0;

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
    let dropped = response.and_then(|response| response.dnd_hover_payload::<DraggedImages>());
    let is_target = dropped.is_some();
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
    if let Some(dropped) = dropped {
        // Below the number of its images: how many would come.
        let (at, font) = (pos2(rect.right() - 10.0, rect.center().y + 2.0), FontId::new(13.0, strong_family()));
        let text = format!("+{}", number(dropped.0.len()));
        ui.painter().text(at, Align2::RIGHT_CENTER, text, font, colors.accent_text);
    }
}

/// Everything of a row but its ground and cover. `suggestion` is a name that nobody has given yet.
pub fn paint_cluster(ui: &Ui, rect: Rect, cluster: &ClusterView, suggestion: Option<&str>, state: RowState) {
    let colors = Palette::of(ui);
    let color = colours::of_view(cluster);
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
            number(cluster.members.len()),
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
            let text =
                elided_font(ui, &say!("groups-suggested", name = suggestion), font, end - after - 8.0, colors.weak);
            ui.painter().galley(pos2(after, rect.top() + 17.0 - text.size().y / 2.0), text, colors.weak);
        }
    }

    let y = rect.bottom() - 17.0;
    if cluster.members.is_empty() {
        let font = FontId::proportional(11.5);
        ui.painter().text(pos2(left, y), Align2::LEFT_CENTER, say!("groups-empty-row"), font, colors.weak);
        return;
    }
    let small = FontId::proportional(11.5);
    let layout = |text: String, color| ui.painter().layout_no_wrap(text, small.clone(), color);
    let mut end = right;
    if cluster.n_confirmed > 0 {
        let share = cluster.n_confirmed as f64 / cluster.members.len().max(1) as f64;
        let text = layout(percent(share), colors.good);
        end -= text.size().x;
        ui.painter().galley(pos2(end, y - text.size().y / 2.0), text, colors.good);
        end -= 15.0;
        let icon = Rect::from_center_size(pos2(end + 6.0, y), vec2(11.0, 11.0));
        Icon::Check.paint(ui.painter(), icon, colors.good);
    }
    let Some(share) = cluster.sure().map(f64::from) else { return };
    let forms = [say!("groups-sure", share = Share(share)), percent(share)].map(|text| layout(text, colors.weak));
    let Some((at, bars)) = fitting(end - left, forms.each_ref().map(|form| form.size().x)) else { return };
    let sure = &forms[at];
    ui.painter().galley(pos2(left, y - sure.size().y / 2.0), sure.clone(), colors.weak);
    if let Some(width) = bars {
        let bars = Rect::from_min_size(pos2(left + sure.size().x + GAP, y - 8.0), vec2(width, 15.0));
        paint_histogram(ui, bars, &cluster.histogram, colors.accent_text);
    }
}

/// Which of the forms of a number fits into the room before the next one, and how wide bars may be behind it; None where
/// nothing does: the name says more than a number that cannot be read.
fn fitting(room: f32, widths: [f32; 2]) -> Option<(usize, Option<f32>)> {
    let at = widths.iter().position(|width| width + GAP <= room)?;
    let left = room - widths[at] - 2.0 * GAP;
    Some((at, (left >= LEAST_BARS).then(|| left.min(MOST_BARS))))
}

/// What a group may be called, and where that comes from; None where there is no name.
fn names_line(suggestions: &Suggestions) -> Option<String> {
    let name = |suggested: &SuggestedName| {
        say!("names-with-source", name = &suggested.name, from = source_words(suggested.from))
    };
    let names: Vec<String> = suggestions.names.iter().map(name).collect();
    (!names.is_empty()).then(|| say!("names-may-be", names = join(&names)))
}

/// What the tooltip of a row says.
#[must_use]
pub fn tooltip(cluster: &ClusterView, suggestions: &Suggestions) -> String {
    let n = cluster.members.len();
    let share = cluster.n_confirmed as f64 / n.max(1) as f64;
    let mut lines = match n {
        0 => vec![say!("groups-tip-empty", name = &cluster.name)],
        n => vec![match cluster.sure() {
            Some(sure) => say!("groups-tip", name = &cluster.name, n = n, share = Share(f64::from(sure))),
            None => say!("groups-row", name = &cluster.name, n = n),
        }],
    };
    match cluster.n_confirmed {
        0 if n == 0 => (),
        0 => lines.push(say!("groups-tip-none-confirmed").to_owned()),
        c => lines.push(say!("groups-tip-confirmed", n = c, share = Share(share))),
    }
    if cluster.purity.n > 0 {
        lines.push(checked::words(&cluster.purity));
    }
    lines.extend(names_line(suggestions));
    lines.extend(cluster.group.as_ref().map(|group| say!("groups-tip-heading", name = group)));
    lines.extend(cluster.hot_key.map(|key| say!("groups-tip-key", key = key)));
    if !cluster.note.is_empty() {
        lines.push(say!("groups-tip-note", note = &cluster.note));
    }
    lines.push(say!("groups-tip-how").to_owned());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_row_never_lie_over_each_other() {
        let (words, share) = (62.0, 36.0);
        for room in 0..400u16 {
            let room = f32::from(room);
            match fitting(room, [words, share]) {
                None => assert!(room < share + GAP),
                Some((at, bars)) => {
                    let width = [words, share][at];
                    let end = width + bars.map_or(0.0, |bars| GAP + bars);
                    assert!(end + GAP <= room, "{room}: {end}");
                    assert_eq!(at == 0, room >= words + GAP, "words where they fit");
                }
            }
        }
        assert_eq!(fitting(300.0, [words, share]), Some((0, Some(MOST_BARS))));
    }
}
