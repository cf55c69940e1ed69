//! All changes of a project, those taken back with them; a click goes to any of them in one step.

use crate::gui::frame::Out;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{elided, weak};
use crate::gui::kit::words;
use crate::session::protocol::{HistoryView, Request, Snapshot};
use egui::accesskit::Role;
use egui::{Align2, Color32, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, TextStyle, Ui, WidgetInfo, pos2, vec2};

/// Height of a line.
const LINE: f32 = 28.0;

/// What the list remembers while it is open.
#[derive(Default)]
pub struct HistoryList {
    filter: String,
    has_been_drawn: bool,
}

/// A point of the history: how many changes are in force there, and the last of them.
struct Point<'a> {
    n_done: usize,
    text: &'a str,
}

impl HistoryList {
    /// Draws the list, newest first. Never closes by itself.
    pub fn history_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) -> bool {
        let history = &snapshot.history;
        let n_now = history.entries.len();
        if n_now == 0 && history.undone.is_empty() {
            ui.label("Nothing was changed yet. Every name, split, merge, move and confirmation will be listed here.");
            return false;
        }
        let n_undone = history.undone.len();
        let undone = match n_undone {
            0 => String::new(),
            n => format!("; {} above \u{201c}now\u{201d} can be made again", changes(n)),
        };
        weak(ui, format!("{}, newest first. A click goes there in one step{undone}.", changes(n_now)));
        let field = TextEdit::singleline(&mut self.filter)
            .hint_text("Filter changes")
            .desired_width(f32::INFINITY)
            .margin(vec2(8.0, 4.0));
        let response = ui.add(field).accessible_name("Filter changes");
        if !std::mem::replace(&mut self.has_been_drawn, true) {
            response.request_focus();
        }
        response.on_hover_text("Lists only changes whose words contain this");
        ui.add_space(4.0);
        let points: Vec<Point<'_>> = points(history, &self.filter);
        if points.is_empty() {
            weak(ui, format!("No change has \u{201c}{}\u{201d} in its words.", self.filter.trim()));
            return false;
        }
        let mut target = None;
        let area = ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]);
        area.show_rows(ui, LINE, points.len(), |ui, range| {
            for point in &points[range] {
                if point_ui(ui, point, n_now) && point.n_done != n_now {
                    target = Some(point.n_done);
                }
            }
        });
        if let Some(n_done) = target {
            out.request(Request::GoTo(n_done));
        }
        false
    }
}

fn changes(n: usize) -> String {
    words::counted(n, "change", "changes")
}

/// The points that the filter lets through, newest first.
fn points<'a>(history: &'a HistoryView, filter: &str) -> Vec<Point<'a>> {
    let all = history.entries.iter().chain(&history.undone).enumerate();
    let mut points = vec![Point { n_done: 0, text: "The beginning" }];
    points.extend(all.map(|(i, text)| Point { n_done: i + 1, text }));
    points.retain(|point| words::contains_ignoring_case(point.text, filter.trim()));
    points.reverse();
    points
}

fn point_ui(ui: &mut Ui, point: &Point<'_>, n_now: usize) -> bool {
    let colors = Palette::of(ui);
    let (is_now, is_undone) = (point.n_done == n_now, point.n_done > n_now);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::click());
    let verb = match () {
        () if is_now => "Now",
        () if is_undone => "Forward to",
        () => "Back to",
    };
    let name = format!("{verb}: {}", point.text);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_now, &name));
    let fill = match () {
        () if is_now => colors.selected,
        () if response.hovered() || response.has_focus() => colors.control,
        () => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, 6.0, fill);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 6.0, Stroke::new(1.5, colors.accent_text), StrokeKind::Inside);
    }
    let color = if is_undone { colors.weak } else { colors.text };
    let galley = elided(ui, point.text, &TextStyle::Body, rect.width() - 100.0, color);
    ui.painter().galley(pos2(rect.left() + 10.0, rect.center().y - galley.size().y / 2.0), galley, color);
    let font = TextStyle::Small.resolve(ui.style());
    let right = rect.right_center() - vec2(10.0, 0.0);
    let (word, color) = match () {
        () if is_now => ("now", colors.accent_text),
        () if is_undone => ("taken back", colors.weak),
        () => ("", colors.weak),
    };
    ui.painter().text(right, Align2::RIGHT_CENTER, word, font, color);
    response.on_hover_text(point.text).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_back_stands_above_now() {
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let history = HistoryView {
            entries: list(&["Use the clusters of run 1", "Rename Cluster 1 to Cats"]),
            undone: list(&["Confirm 2 images", "Merge Dogs into Cats"]),
            ..HistoryView::default()
        };
        let all = points(&history, "");
        assert_eq!(all.iter().map(|point| point.n_done).collect::<Vec<_>>(), [4, 3, 2, 1, 0]);
        assert_eq!(all[0].text, "Merge Dogs into Cats");
        let some: Vec<usize> = points(&history, " CATS").iter().map(|point| point.n_done).collect();
        assert_eq!(some, [4, 2]);
    }
}
