//! One row of a list that something is chosen from: actions and groups in the palette, groups in a picker, names.
//!
//! It is drawn alike everywhere and knows nothing of what is chosen; a cover is painted by whoever has the pictures.

use super::theme::{Palette, strong_family};
use super::widgets::elided;
use egui::accesskit::Role;
use egui::{Align2, Color32, FontId, Rect, Response, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, pos2, vec2};

/// Height of a row with a cover.
pub const WITH_COVER: f32 = 42.0;
/// Height of a row of words alone.
pub const OF_WORDS: f32 = 30.0;
/// Side of a cover.
const COVER: f32 = 34.0;
/// Share of a row that what is told beside the name has at most.
const MOST_DETAIL: f32 = 0.48;

/// What a row shows.
#[derive(Default)]
pub struct ChoiceRow<'a> {
    /// What is chosen.
    pub name: &'a str,
    /// What a screen reader says of it.
    pub spoken: String,
    /// A few words at the right.
    pub detail: &'a str,
    /// What it may be called, weakly behind the name.
    pub aside: &'a str,
    /// The colour of a group.
    pub colour: Option<Color32>,
    /// The key of a group.
    pub key: Option<u8>,
    /// Room is left for a cover.
    pub has_cover: bool,
    /// The arrow keys stand here.
    pub is_chosen: bool,
    /// It scrolls into sight.
    pub follow: bool,
}

/// Draws a row; gives it, and where its cover belongs.
pub fn choice_row_ui(ui: &mut Ui, row: &ChoiceRow<'_>) -> (Response, Rect) {
    let colors = Palette::of(ui);
    let height = if row.has_cover { WITH_COVER } else { OF_WORDS };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, row.is_chosen, &row.spoken));
    let fill = if row.is_chosen {
        colors.selected
    } else if response.hovered() {
        colors.control
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect, 6.0, fill);
    if row.is_chosen && colors.is_high_contrast() {
        ui.painter().rect_stroke(rect, 6.0, colors.focus_ring(), StrokeKind::Inside);
    }
    if row.is_chosen && row.follow {
        response.scroll_to_me(None);
    }
    let middle = rect.center().y;
    let cover = Rect::from_center_size(pos2(rect.left() + 4.0 + COVER / 2.0, middle), vec2(COVER, COVER));
    let mut left = if row.has_cover { cover.right() + 10.0 } else { rect.left() + 12.0 };
    if let Some(colour) = row.colour {
        let swatch = Rect::from_center_size(pos2(left + 6.0, middle), vec2(12.0, 12.0));
        ui.painter().rect(swatch, 3.0, colour, Stroke::new(1.0, colors.line_strong), StrokeKind::Inside);
        left += 20.0;
    }
    let style = if row.has_cover { TextStyle::Small } else { TextStyle::Body };
    let at = pos2(rect.right() - 12.0, middle);
    // The name comes first: what is told beside it has the lesser half.
    let detail = elided(ui, row.detail, &style, (at.x - left) * MOST_DETAIL, colors.weak);
    let mut right = at.x - detail.size().x;
    ui.painter().galley(pos2(right, middle - detail.size().y / 2.0), detail, colors.weak);
    if let Some(key) = row.key {
        let cap = Rect::from_center_size(pos2(right - 16.0, middle), vec2(18.0, 18.0));
        ui.painter().rect(cap, 4.0, colors.raised, Stroke::new(1.0, colors.line_strong), StrokeKind::Inside);
        let font = FontId::new(11.5, strong_family());
        ui.painter().text(cap.center(), Align2::CENTER_CENTER, key, font, colors.text);
        right = cap.left();
    }
    let width = right - left - 10.0;
    let name = elided(ui, row.name, &TextStyle::Body, width, colors.text);
    let after = name.size().x + 5.0;
    ui.painter().galley(pos2(left, middle - name.size().y / 2.0), name, colors.text);
    if !row.aside.is_empty() && width - after > 24.0 {
        let aside = elided(ui, row.aside, &TextStyle::Body, width - after, colors.weak);
        ui.painter().galley(pos2(left + after, middle - aside.size().y / 2.0), aside, colors.weak);
    }
    (response, cover)
}

/// The row that the arrow keys go to among `n`, round and round.
#[must_use]
pub fn step(chosen: usize, n: usize, up: bool, down: bool) -> usize {
    match (up, down) {
        _ if n == 0 => 0,
        (true, _) => (chosen.min(n - 1) + n - 1) % n,
        (_, true) => (chosen.min(n - 1) + 1) % n,
        _ => chosen.min(n - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round() {
        assert_eq!([step(0, 3, true, false), step(2, 3, false, true), step(9, 3, false, false)], [2, 0, 2]);
        assert_eq!(step(1, 0, false, true), 0);
    }
}
