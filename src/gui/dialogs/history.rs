//! All changes of a project: those in force, those taken back, and those set aside when other ones were made. A click goes to any of
//! them in one step. Each has a picture of what it is about, and says how long ago it was made.

use crate::gui::frame::Frame;
use crate::gui::kit::dialog::body_ui;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{elided, weak};
use crate::gui::kit::words;
use crate::ids::{ImageId, Point};
use crate::session::protocol::{HistoryView, Made, Request, Snapshot, Standing, Topic};
use crate::strings::{Told, ago, say};
use egui::accesskit::Role;
use egui::{
    Align2, Color32, Rect, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, TextStyle, Ui, WidgetInfo, pos2, vec2,
};

/// Height of a line.
const LINE: f32 = 40.0;
/// Side of its picture.
const PICTURE: f32 = 32.0;
/// How much further to the right a branch stands.
const INDENT: f32 = 16.0;

/// Points of branches further away than this are drawn no further to the right.
const MOST_INDENTED: usize = 6;

/// What the list remembers while it is open.
#[derive(Default)]
pub struct HistoryList {
    filter: String,
    has_been_drawn: bool,
}

/// A line of the list: a point of the history, and the change right before it.
struct Row<'a> {
    point: Point,
    /// None at the beginning.
    words: Option<&'a Told>,
    standing: Standing,
    /// How many branches it is away from the line that the labels are on.
    depth: usize,
    /// Unix seconds at which it was made, where that is known.
    written: Option<i64>,
    topic: Topic,
}

impl Row<'_> {
    fn text(&self) -> String {
        self.words.map_or_else(|| say!("history-beginning").to_owned(), ToString::to_string)
    }
}

impl HistoryList {
    /// Draws the list, newest first. Never closes by itself.
    pub fn history_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) -> bool {
        let history = &frame.snapshot.history;
        if history.changes.is_empty() {
            ui.label(say!("history-empty"));
            return false;
        }
        let n = |standing| history.changes.iter().filter(|made| made.standing == standing).count();
        weak(ui, say!("history-how", n = n(Standing::InForce)));
        if n(Standing::TakenBack) > 0 {
            weak(ui, say!("history-taken-back", n = n(Standing::TakenBack)));
        }
        if n(Standing::SetAside) > 0 {
            weak(ui, say!("history-set-aside"));
        }
        let field = TextEdit::singleline(&mut self.filter)
            .hint_text(say!("history-filter"))
            .desired_width(f32::INFINITY)
            .margin(vec2(8.0, 4.0));
        let response = ui.add(field).accessible_name(say!("history-filter"));
        if !std::mem::replace(&mut self.has_been_drawn, true) {
            response.request_focus();
        }
        response.on_hover_text(say!("history-filter.tip"));
        ui.add_space(4.0);
        let rows = rows(history, &self.filter);
        if rows.is_empty() {
            weak(ui, say!("history-none", words = self.filter.trim()));
            return false;
        }
        let (mut target, now) = (None, words::unix_now());
        body_ui(ui, |ui| {
            let area = ScrollArea::vertical().max_height(ui.available_height().min(420.0)).auto_shrink([false, true]);
            area.show_rows(ui, LINE, rows.len(), |ui, range| {
                for row in &rows[range] {
                    if row_ui(ui, frame, row, now) && row.point != history.now {
                        target = Some(row.point);
                    }
                }
            });
        });
        if let Some(point) = target {
            frame.out.request(Request::GoTo(point));
        }
        false
    }
}

/// The picture of what a change is about, where there is one.
fn picture(snapshot: &Snapshot, topic: Topic) -> Option<ImageId> {
    match topic {
        Topic::Image(image) => snapshot.images.position(image).map(|_| image),
        Topic::Cluster(id) => snapshot.cluster(id).and_then(|cluster| cluster.cover),
        Topic::Everything => None,
    }
}

/// The points that the filter lets through, newest first. What was set aside stands right above the point where it was left.
fn rows<'a>(history: &'a HistoryView, filter: &str) -> Vec<Row<'a>> {
    let mut after: Vec<Vec<&Made>> = vec![Vec::new(); history.changes.len() + 1];
    for made in &history.changes {
        after[made.before.0 as usize].push(made);
    }
    let beginning = Row {
        point: Point::BEGINNING,
        words: None,
        standing: Standing::InForce,
        depth: 0,
        written: None,
        topic: Topic::Everything,
    };
    let (mut rows, mut open) = (Vec::with_capacity(after.len()), vec![beginning]);
    while let Some(row) = open.pop() {
        let row_of = |made: &&'a Made| Row {
            point: made.point,
            words: Some(&made.words),
            standing: made.standing,
            depth: row.depth + usize::from(!made.is_next),
            written: made.written,
            topic: made.about,
        };
        let made = &after[row.point.0 as usize];
        // The last one comes first: branches, the oldest before all, and then the way on.
        open.extend(made.iter().filter(|made| made.is_next).map(row_of));
        open.extend(made.iter().rev().filter(|made| !made.is_next).map(row_of));
        rows.push(row);
    }
    let filter = filter.trim();
    if !filter.is_empty() {
        rows.retain(|row| words::contains_ignoring_case(&row.text(), filter));
    }
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
        (0, 0) => say!("history-like-this").to_owned(),
        (back, 0) => say!("history-takes-back", n = back),
        (0, again) => say!("history-makes-again", n = again),
        (back, again) => say!("history-takes-back-and-makes", back = back, again = again),
    }
}

fn row_ui(ui: &mut Ui, frame: &mut Frame<'_>, row: &Row<'_>, now: i64) -> bool {
    let text = row.text();
    let history = &frame.snapshot.history;
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::click());
    let is_now = row.point == history.now;
    let (name, word) = match row.standing {
        Standing::InForce if is_now => (say!("history-now", words = &text), say!("history-is-now")),
        Standing::InForce => (say!("history-back-to", words = &text), ""),
        Standing::TakenBack => (say!("history-forward-to", words = &text), say!("history-is-taken-back")),
        Standing::SetAside => (say!("history-bring-back", words = &text), say!("history-is-set-aside")),
    };
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
    let left = rect.left() + 6.0 + INDENT * depth as f32;
    for branch in 1..=depth {
        let x = rect.left() + 10.0 + INDENT * (branch as f32 - 0.5);
        ui.painter().vline(x, rect.y_range(), Stroke::new(1.0, colors.weak));
    }
    let cell = Rect::from_min_size(pos2(left, rect.center().y - PICTURE / 2.0), vec2(PICTURE, PICTURE));
    if let Some(image) = picture(frame.snapshot, row.topic) {
        frame.thumbs.paint_thumb(ui, frame.fetcher, image, cell);
    }
    let left = cell.right() + 10.0;
    let font = TextStyle::Small.resolve(ui.style());
    let right = rect.right_center() - vec2(10.0, 0.0);
    let color = if is_now { colors.accent_text } else { colors.weak };
    let word = ui.painter().text(right, Align2::RIGHT_CENTER, word, font.clone(), color);
    let color = if row.standing == Standing::InForce { colors.text } else { colors.weak };
    let galley = elided(ui, &text, &TextStyle::Body, word.left() - left - 10.0, color);
    // Without a time the words stand in the middle.
    let y = rect.center().y - if row.written.is_some() { 9.0 } else { 0.0 };
    ui.painter().galley(pos2(left, y - galley.size().y / 2.0), galley, color);
    if let Some(written) = row.written {
        let at = pos2(left, rect.center().y + 9.0);
        ui.painter().text(at, Align2::LEFT_CENTER, ago(written, now), font, colors.weak);
    }
    let response = response.on_hover_ui(|ui| {
        ui.label(&text);
        weak(ui, effect(history, row.point));
    });
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::ids::ClusterId;

    fn shown(history: &HistoryView, filter: &str) -> Vec<(u32, usize, Standing)> {
        rows(history, filter).iter().map(|row| (row.point.0, row.depth, row.standing)).collect()
    }

    #[test]
    fn what_was_taken_back_stands_above_now() {
        let history = fixtures::history(
            &[
                ("Use the clusters of run 1", 0),
                ("Rename Group 1 to Cats", 1),
                ("Confirm 2 images", 2),
                ("Merge Dogs into Cats", 3),
            ],
            2,
        );
        let points = |filter| rows(&history, filter).iter().map(|row| row.point.0).collect::<Vec<_>>();
        assert_eq!(points(""), [4, 3, 2, 1, 0]);
        assert_eq!(rows(&history, "")[0].text(), "Merge Dogs into Cats");
        assert_eq!(points(" CATS"), [4, 2]);
        let effect = |point| effect(&history, Point(point));
        assert_eq!((effect(4), effect(0)), ("Redoes 2 changes.".into(), "Undoes 2 changes.".into()));
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
        assert_eq!(effect(&history, Point(3)), "Undoes 1 change and redoes 2 others.");
        assert_eq!(effect(&history, Point(5)), "This is how things are now.");
    }

    #[test]
    fn a_change_has_the_picture_of_what_it_is_about() {
        let snapshot = fixtures::clustered();
        let of = |topic| picture(&snapshot, topic);
        assert_eq!(of(Topic::Image(ImageId(3))), Some(ImageId(3)));
        assert_eq!(of(Topic::Image(ImageId(99_999))), None, "its file is gone");
        assert_eq!(of(Topic::Cluster(ClusterId(1))), snapshot.clusters[0].cover);
        assert_eq!((of(Topic::Cluster(ClusterId(99))), of(Topic::Everything)), (None, None));
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
