//! All changes of a project: those in force, those taken back, and those set aside when other ones were made. A click goes to any of
//! them in one step.

use crate::gui::frame::Out;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{elided, weak};
use crate::gui::kit::words;
use crate::ids::Point;
use crate::session::protocol::{HistoryView, Made, Request, Snapshot, Standing};
use egui::accesskit::Role;
use egui::{Align2, Color32, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, TextStyle, Ui, WidgetInfo, pos2, vec2};

/// Height of a line.
const LINE: f32 = 28.0;
/// How much further to the right a branch stands.
const INDENT: f32 = 16.0;

/// Points of branches further away than this are drawn no further to the right.
const MOST_INDENTED: usize = 6;
/// Above a list with changes on other branches.
const SET_ASIDE: &str = "\u{201c}Set aside\u{201d} is what you had done before you went back and did something else. Nothing of it is \
                         lost: a click brings it back, and sets aside what you did instead.";

/// What the list remembers while it is open.
#[derive(Default)]
pub struct HistoryList {
    filter: String,
    has_been_drawn: bool,
}

/// A line of the list: a point of the history, and the change right before it.
struct Row<'a> {
    point: Point,
    text: &'a str,
    standing: Standing,
    /// How many branches it is away from the line that the labels are on.
    depth: usize,
}

impl HistoryList {
    /// Draws the list, newest first. Never closes by itself.
    pub fn history_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) -> bool {
        let history = &snapshot.history;
        if history.changes.is_empty() {
            ui.label("Nothing was changed yet. Every name, split, merge, move and confirmation will be listed here.");
            return false;
        }
        let n = |standing| history.changes.iter().filter(|made| made.standing == standing).count();
        let undone = match n(Standing::TakenBack) {
            0 => String::new(),
            n => format!("; {} above \u{201c}now\u{201d} can be made again", changes(n)),
        };
        weak(ui, format!("{}, newest first. A click goes there in one step{undone}.", changes(n(Standing::InForce))));
        if n(Standing::SetAside) > 0 {
            weak(ui, SET_ASIDE);
        }
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
        let rows = rows(history, &self.filter);
        if rows.is_empty() {
            weak(ui, format!("No change has \u{201c}{}\u{201d} in its words.", self.filter.trim()));
            return false;
        }
        let mut target = None;
        let area = ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]);
        area.show_rows(ui, LINE, rows.len(), |ui, range| {
            for row in &rows[range] {
                if row_ui(ui, row, history) && row.point != history.now {
                    target = Some(row.point);
                }
            }
        });
        if let Some(point) = target {
            out.request(Request::GoTo(point));
        }
        false
    }
}

fn changes(n: usize) -> String {
    words::counted(n, "change", "changes")
}

/// The points that the filter lets through, newest first. What was set aside stands right above the point where it was left.
fn rows<'a>(history: &'a HistoryView, filter: &str) -> Vec<Row<'a>> {
    let mut after: Vec<Vec<&Made>> = vec![Vec::new(); history.changes.len() + 1];
    for made in &history.changes {
        after[made.before.0 as usize].push(made);
    }
    let beginning = Row { point: Point::BEGINNING, text: "The beginning", standing: Standing::InForce, depth: 0 };
    let (mut rows, mut open) = (Vec::with_capacity(after.len()), vec![beginning]);
    while let Some(row) = open.pop() {
        let row_of = |made: &&'a Made| Row {
            point: made.point,
            text: &made.words,
            standing: made.standing,
            depth: row.depth + usize::from(!made.is_next),
        };
        let made = &after[row.point.0 as usize];
        // The last one comes first: branches, the oldest before all, and then the way on.
        open.extend(made.iter().filter(|made| made.is_next).map(row_of));
        open.extend(made.iter().rev().filter(|made| !made.is_next).map(row_of));
        rows.push(row);
    }
    rows.retain(|row| words::contains_ignoring_case(row.text, filter.trim()));
    rows.reverse();
    rows
}

/// How many changes are taken back, and how many made again, to go to a point.
fn steps(history: &HistoryView, to: Point) -> (usize, usize) {
    let before =
        |point: Point| history.changes.get((point.0 as usize).wrapping_sub(1)).map_or(point, |made| made.before);
    let (mut from, mut to) = (history.now, to);
    let (mut n_back, mut n_again) = (0, 0);
    while from != to {
        // What was made later is never on the way to what was made before.
        if from > to {
            (from, n_back) = (before(from), n_back + 1);
        } else {
            (to, n_again) = (before(to), n_again + 1);
        }
    }
    (n_back, n_again)
}

/// What a click does.
fn effect(history: &HistoryView, to: Point) -> String {
    match steps(history, to) {
        (0, 0) => "The labels are like this now.".to_owned(),
        (back, 0) => format!("Takes back {}.", changes(back)),
        (0, again) => format!("Makes {} again.", changes(again)),
        (back, again) => {
            format!("Takes back {} and makes {} again.", changes(back), words::counted(again, "other", "others"))
        }
    }
}

fn row_ui(ui: &mut Ui, row: &Row<'_>, history: &HistoryView) -> bool {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::click());
    let is_now = row.point == history.now;
    let (verb, word) = match row.standing {
        Standing::InForce if is_now => ("Now", "now"),
        Standing::InForce => ("Back to", ""),
        Standing::TakenBack => ("Forward to", "taken back"),
        Standing::SetAside => ("Bring back", "set aside"),
    };
    let name = format!("{verb}: {}", row.text);
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
    let depth = row.depth.min(MOST_INDENTED);
    let left = rect.left() + 10.0 + INDENT * depth as f32;
    for branch in 1..=depth {
        let x = rect.left() + 10.0 + INDENT * (branch as f32 - 0.5);
        ui.painter().vline(x, rect.y_range(), Stroke::new(1.0, colors.weak));
    }
    let color = if row.standing == Standing::InForce { colors.text } else { colors.weak };
    let galley = elided(ui, row.text, &TextStyle::Body, rect.right() - left - 90.0, color);
    ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, color);
    let font = TextStyle::Small.resolve(ui.style());
    let right = rect.right_center() - vec2(10.0, 0.0);
    let color = if is_now { colors.accent_text } else { colors.weak };
    ui.painter().text(right, Align2::RIGHT_CENTER, word, font, color);
    let response = response.on_hover_ui(|ui| {
        ui.label(row.text);
        weak(ui, effect(history, row.point));
    });
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    fn shown(history: &HistoryView, filter: &str) -> Vec<(u32, usize, Standing)> {
        rows(history, filter).iter().map(|row| (row.point.0, row.depth, row.standing)).collect()
    }

    #[test]
    fn what_was_taken_back_stands_above_now() {
        let history = fixtures::history(
            &[
                ("Use the clusters of run 1", 0),
                ("Rename Cluster 1 to Cats", 1),
                ("Confirm 2 images", 2),
                ("Merge Dogs into Cats", 3),
            ],
            2,
        );
        let points = |filter| rows(&history, filter).iter().map(|row| row.point.0).collect::<Vec<_>>();
        assert_eq!(points(""), [4, 3, 2, 1, 0]);
        assert_eq!(rows(&history, "")[0].text, "Merge Dogs into Cats");
        assert_eq!(points(" CATS"), [4, 2]);
        let effect = |point| effect(&history, Point(point));
        assert_eq!((effect(4), effect(0)), ("Makes 2 changes again.".into(), "Takes back 2 changes.".into()));
    }

    #[test]
    fn what_was_set_aside_stands_above_the_point_where_it_was_left() {
        use Standing::{InForce, SetAside, TakenBack};
        // After 1: first 2 and 3, with 4 in the place of 3, then 5 and 6, and back to 5.
        let all = [("a", 0), ("b", 1), ("c", 2), ("d", 2), ("e", 1), ("f", 5)];
        let history = fixtures::history(&all, 5);
        let expected = [
            (6, 0, TakenBack),
            (5, 0, InForce),
            (4, 1, SetAside),
            (3, 2, SetAside),
            (2, 1, SetAside),
            (1, 0, InForce),
            (0, 0, InForce),
        ];
        assert_eq!(shown(&history, ""), expected);
        assert_eq!(shown(&history, "c"), [(3, 2, SetAside)]);
        assert_eq!(effect(&history, Point(3)), "Takes back 1 change and makes 2 others again.");
        assert_eq!(effect(&history, Point(5)), "The labels are like this now.");
    }

    #[test]
    fn a_long_history_of_one_line_and_one_of_many_branches_are_listed_whole() {
        let line: Vec<(String, u32)> = (0..30_000).map(|n| (format!("change {n}"), n)).collect();
        let star: Vec<(String, u32)> = (0..3_000).map(|n| (format!("change {n}"), 0)).collect();
        for all in [line, star] {
            let history = fixtures::history(&all, 1);
            assert_eq!(rows(&history, "").len(), all.len() + 1);
        }
    }
}
