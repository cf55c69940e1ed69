//! The sheet of keys: every key of the window in groups, in as many columns as there is room for, found by typing. Keys of
//! commands come from their table; here are only the keys and gestures that are no command's.

use crate::gui::command::{Command, Group};
use crate::gui::kit::dialog::body_ui;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{caption, key_cap, takes_key, weak};
use crate::gui::kit::words::contains_ignoring_case;
use crate::strings::say;
use egui::style::ScrollAnimation;
use egui::{
    Align, Context, Key, KeyboardShortcut, Label, Layout, Modifiers, Rect, RichText, TextEdit, Ui, UiBuilder, vec2,
};

/// A column is at least so wide.
const COLUMN: f32 = 268.0;
/// Width of the keys in a column.
const KEYS: f32 = 98.0;

/// The open sheet.
#[derive(Default)]
pub struct KeySheet {
    query: String,
    is_open: bool,
}

/// One key and what it does.
struct Row {
    key: String,
    what: String,
}

/// What stands in a column.
enum Line<'a> {
    Caption(&'static str),
    Row(&'a Row),
}

impl KeySheet {
    /// Draws the field and the keys. Never closes by itself.
    pub fn keys_ui(&mut self, ui: &mut Ui) -> bool {
        // The field has the keyboard, and nothing in the list takes it.
        let keys = [(Key::ArrowDown, -60.0), (Key::ArrowUp, 60.0), (Key::PageDown, -300.0), (Key::PageUp, 300.0)];
        let by: f32 = keys.into_iter().filter(|(key, _)| takes_key(ui, *key)).map(|(_, by)| by).sum();
        let field = TextEdit::singleline(&mut self.query)
            .hint_text(say!("settings-keys-find"))
            .desired_width(f32::INFINITY)
            .margin(vec2(10.0, 6.0));
        let response = ui.add(field).accessible_name(say!("settings-keys-find"));
        let is_new = !std::mem::replace(&mut self.is_open, true);
        if is_new {
            response.request_focus();
        }
        ui.add_space(4.0);
        let groups = found(groups(ui.ctx()), self.query.trim());
        body_ui(ui, |ui| {
            if is_new {
                // Where it was scrolled to when it was open last is nothing to anybody.
                let top = Rect::from_min_size(ui.cursor().min, vec2(1.0, 1.0));
                ui.scroll_to_rect_animation(top, Some(Align::TOP), ScrollAnimation::none());
            }
            if by != 0.0 {
                ui.scroll_with_delta(vec2(0.0, by));
            }
            if groups.is_empty() {
                weak(ui, say!("settings-keys-none"));
            } else {
                columns_ui(ui, &groups);
            }
            weak(ui, say!("settings-keys-actions"));
        });
        false
    }
}

/// Of each group what answers to the query; groups without any are left out.
fn found(mut groups: Vec<(&'static str, Vec<Row>)>, query: &str) -> Vec<(&'static str, Vec<Row>)> {
    let is_found = |text: &str| contains_ignoring_case(text, query);
    for (_, rows) in &mut groups {
        rows.retain(|row| is_found(&row.what) || is_found(&row.key));
    }
    groups.retain(|(_, rows)| !rows.is_empty());
    groups
}

/// All groups, one after the other through columns of about the same length.
fn columns_ui(ui: &mut Ui, groups: &[(&'static str, Vec<Row>)]) {
    let width = ui.available_width();
    let n = ((width / COLUMN) as usize).max(1);
    let gap = 18.0;
    let column = (width - gap * (n - 1) as f32) / n as f32;
    let all: Vec<Line<'_>> = groups
        .iter()
        .flat_map(|(name, rows)| std::iter::once(Line::Caption(name)).chain(rows.iter().map(Line::Row)))
        .collect();
    let start = ui.cursor().min;
    let mut bottom = start.y;
    for (i, lines) in parted(&all, n).into_iter().enumerate() {
        let at = start + vec2(i as f32 * (column + gap), 0.0);
        let place = Rect::from_min_size(at, vec2(column, f32::INFINITY));
        let mut inside =
            ui.new_child(UiBuilder::new().id_salt(("keys", i)).max_rect(place).layout(Layout::top_down(Align::Min)));
        inside.spacing_mut().item_spacing.y = 3.0;
        for line in lines {
            line_ui(&mut inside, line, column);
        }
        bottom = bottom.max(inside.min_rect().bottom());
    }
    ui.allocate_space(vec2(width, bottom - start.y + 8.0));
}

/// Lines in `n` columns of about the same length; no caption stands last in one.
fn parted<'a, 'b>(all: &'a [Line<'b>], n: usize) -> Vec<&'a [Line<'b>]> {
    let most = all.len().div_ceil(n).max(1);
    let mut rest = all;
    let mut columns = Vec::new();
    while !rest.is_empty() {
        let mut end = most.min(rest.len());
        if end > 1 && end < rest.len() && matches!(rest[end - 1], Line::Caption(_)) {
            end -= 1;
        }
        if columns.len() + 1 == n {
            end = rest.len();
        }
        let (column, after) = rest.split_at(end);
        columns.push(column);
        rest = after;
    }
    columns
}

fn line_ui(ui: &mut Ui, line: &Line<'_>, width: f32) {
    let row = match line {
        Line::Caption(name) => {
            ui.add_space(4.0);
            caption(ui, name);
            return;
        }
        Line::Row(row) => row,
    };
    let color = Palette::of(ui).text;
    ui.horizontal_top(|ui| {
        let left = ui.cursor().left();
        key_cap(ui, &row.key);
        let used = ui.cursor().left() - left;
        ui.add_space((KEYS - used).max(0.0));
        let room = width - used.max(KEYS);
        ui.allocate_ui(vec2(room, 18.0), |ui| {
            ui.set_max_width(room);
            ui.add(Label::new(RichText::new(&row.what).color(color)).wrap());
        });
    });
}

/// Every key, each once.
fn groups(ctx: &Context) -> Vec<(&'static str, Vec<Row>)> {
    let row = |key: &str, what: &str| Row { key: key.into(), what: what.into() };
    let commands = |group: Group| {
        Command::all().filter(move |command| command.spec().group == group).filter_map(|command| {
            let what = command.label().trim_end_matches('\u{2026}').to_owned();
            let keys = command.all_key_texts(ctx);
            (!keys.is_empty()).then(|| Row { key: keys.join(" / "), what })
        })
    };
    let all = ctx.format_shortcut(&KeyboardShortcut::new(Modifiers::COMMAND, Key::A));
    // "Ctrl+" or the Mac's sign.
    let held = all.trim_end_matches('A');
    let mut images = vec![
        row(say!("settings-cap-arrows"), say!("settings-key-step")),
        row(say!("settings-cap-home-end"), say!("settings-key-ends")),
        row(say!("settings-cap-pages"), say!("settings-key-page")),
        row(say!("settings-cap-shift-arrows"), say!("settings-key-range")),
        row(&format!("{held}{}", say!("settings-cap-space")), say!("settings-key-select")),
        row(say!("settings-cap-numbers"), say!("settings-key-hot")),
        row("Esc", say!("settings-key-none")),
        row(say!("settings-cap-click"), say!("settings-key-click")),
        row(&format!("{held}{}", say!("settings-cap-click")), say!("settings-key-click-more")),
        row(say!("settings-cap-drag"), say!("settings-key-drag")),
        row(&format!("{held}{}", say!("settings-cap-wheel")), say!("settings-key-wheel")),
    ];
    images.extend(commands(Group::Images));
    let preview = vec![
        row(say!("settings-cap-left-right"), say!("settings-key-preview-step")),
        row(say!("settings-cap-plus-minus"), say!("settings-key-preview-zoom")),
        row("0", say!("settings-key-preview-whole")),
        row(say!("settings-cap-esc-v"), say!("settings-key-preview-back")),
    ];
    let mut clusters = vec![
        row(say!("settings-cap-up-down"), say!("settings-key-group-step")),
        row(&format!("{held}{}", say!("settings-cap-space")), say!("settings-key-group-mark")),
        row(say!("settings-cap-double-click"), say!("settings-key-group-rename")),
        row(say!("settings-cap-right-click"), say!("settings-key-group-menu")),
        row("Tab", say!("settings-key-group-suggested")),
    ];
    clusters.extend(commands(Group::Clusters));
    let mut review: Vec<Row> = commands(Group::Review).collect();
    review.extend([
        row(say!("settings-cap-enter-space"), say!("settings-key-review-yes")),
        row("N", say!("settings-key-review-no")),
        row(say!("settings-cap-numbers"), say!("settings-key-review-number")),
        row("/", say!("settings-key-review-find")),
        row("X", say!("settings-key-review-junk")),
        row("S", say!("settings-key-review-skip")),
        row(say!("settings-cap-backspace"), say!("settings-key-review-back")),
        row("Esc", say!("settings-key-review-leave")),
    ]);
    let mut window: Vec<Row> = commands(Group::Window).collect();
    window.extend([
        row(say!("settings-cap-tabs"), say!("settings-key-window-tab")),
        row(say!("settings-cap-enter-space"), say!("settings-key-window-press")),
        row("Enter", say!("settings-key-window-main")),
        row("Esc", say!("settings-key-window-close")),
    ]);
    vec![
        (say!("settings-keys-images"), images),
        (say!("settings-keys-preview"), preview),
        (say!("settings-keys-groups"), clusters),
        (say!("settings-keys-review"), review),
        (say!("settings-keys-project"), commands(Group::Project).collect()),
        (say!("settings-keys-window"), window),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_key_of_a_command_is_listed_once() {
        let ctx = Context::default();
        let rows: Vec<Row> = groups(&ctx).into_iter().flat_map(|(_, rows)| rows).collect();
        for command in Command::all() {
            let keys = command.all_key_texts(&ctx);
            if keys.is_empty() {
                continue;
            }
            let key = keys.join(" / ");
            let what = command.label().trim_end_matches('\u{2026}');
            let n = rows.iter().filter(|row| row.key == key && row.what == what).count();
            assert_eq!(n, 1, "{command:?}");
        }
        let mut seen = HashSet::new();
        for row in &rows {
            assert!(seen.insert((&row.key, &row.what)), "{} is there twice", row.what);
            assert!(!row.key.is_empty());
        }
        let names: HashSet<_> = rows.iter().map(|row| &row.what).collect();
        assert_eq!(names.len(), rows.len(), "two keys for one thing stand in one row");
    }

    #[test]
    fn columns_are_about_as_long_and_no_caption_ends_one() {
        let groups = groups(&Context::default());
        let all: Vec<Line<'_>> = groups
            .iter()
            .flat_map(|(name, rows)| std::iter::once(Line::Caption(name)).chain(rows.iter().map(Line::Row)))
            .collect();
        for n in 1..6 {
            let columns = parted(&all, n);
            assert_eq!((columns.len(), columns.iter().map(|column| column.len()).sum::<usize>()), (n, all.len()));
            assert!(columns.iter().all(|column| !matches!(column.last(), Some(Line::Caption(_)))));
            let longest = columns.iter().map(|column| column.len()).max().unwrap();
            assert!(longest <= all.len().div_ceil(n) + n, "{n} columns, {longest} of {}", all.len());
        }
    }
}
