//! The sheet of keys: every key of the window in groups, found by typing. Keys of commands come from their table; here are
//! only the keys and gestures that are no command's.

use crate::gui::command::{Command, Group};
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{caption, key_cap, takes_key, weak};
use crate::gui::kit::words::contains_ignoring_case;
use egui::{Context, Key, KeyboardShortcut, Modifiers, RichText, TextEdit, Ui, vec2};

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

impl KeySheet {
    /// Draws the field and the keys. Never closes by itself.
    pub fn keys_ui(&mut self, ui: &mut Ui) -> bool {
        // The field has the keyboard, and nothing in the list takes it.
        for (key, by) in [(Key::ArrowDown, -60.0), (Key::ArrowUp, 60.0), (Key::PageDown, -300.0), (Key::PageUp, 300.0)]
        {
            if takes_key(ui, key) {
                ui.scroll_with_delta(vec2(0.0, by));
            }
        }
        let field = TextEdit::singleline(&mut self.query)
            .hint_text("Find a key")
            .desired_width(f32::INFINITY)
            .margin(vec2(10.0, 6.0));
        let response = ui.add(field).accessible_name("Find a key");
        if !std::mem::replace(&mut self.is_open, true) {
            response.request_focus();
        }
        ui.add_space(6.0);
        let mut groups = groups(ui.ctx());
        for (_, rows) in &mut groups {
            rows.retain(|row| {
                let is_found = |text: &str| contains_ignoring_case(text, self.query.trim());
                is_found(&row.what) || is_found(&row.key)
            });
        }
        if groups.iter().all(|(_, rows)| rows.is_empty()) {
            weak(ui, "No key does such a thing. The palette has every action, also those without a key.");
            return false;
        }
        if ui.available_width() > 520.0 {
            ui.columns_const(|[left, right]| {
                for (name, rows) in &groups {
                    let is_left = matches!(*name, "IMAGES" | "LARGE PREVIEW" | "REVIEW");
                    group_ui(if is_left { &mut *left } else { &mut *right }, name, rows);
                }
            });
        } else {
            for (name, rows) in &groups {
                group_ui(ui, name, rows);
            }
        }
        weak(ui, "The palette has every action, also those without a key.");
        false
    }
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
        row("Arrows", "Go from image to image"),
        row("Home, End", "Go to the first or last image"),
        row("Page keys", "Go a screen up or down"),
        row("Shift+Arrows", "Select a range"),
        row("Space", "Select or unselect"),
        row("1 to 9", "Put into the cluster with that key, or show it"),
        row("Esc", "Select nothing"),
        row("Click", "Select one; with Shift a range"),
        row(&format!("{held}Click"), "Select one more or one less"),
        row("Drag", "Frame several, or carry selected ones to a cluster"),
        row(&format!("{held}Wheel"), "Size of the pictures"),
    ];
    images.extend(commands(Group::Images));
    let preview = vec![
        row("Left, Right", "Go to the image before or after"),
        row("Plus, Minus", "Nearer or farther"),
        row("0", "The whole image"),
        row("Esc, V", "Back to the grid"),
    ];
    let mut clusters = vec![
        row("Up, Down", "Go from cluster to cluster"),
        row(&format!("{held}Space"), "Mark for merging, as does a click"),
        row("Double click", "Rename"),
        row("Right click", "Menu of the cluster"),
        row("Tab", "Take the suggested name, while renaming"),
    ];
    clusters.extend(commands(Group::Clusters));
    let mut review: Vec<Row> = commands(Group::Review).collect();
    review.extend([
        row("Enter, Space", "Yes, it belongs there"),
        row("N", "No, it does not"),
        row("1 to 9", "It belongs to the cluster of that number"),
        row("/", "Find the cluster that it belongs to"),
        row("X", "It belongs in no class"),
        row("S", "Skip it"),
        row("Backspace", "Take the last answer back"),
        row("Esc", "Back to the images"),
    ]);
    let mut window: Vec<Row> = commands(Group::Window).collect();
    window.extend([
        row("Tab, Shift+Tab", "Go to the next control, or the one before"),
        row("Enter, Space", "Press what has the keyboard"),
        row("Enter", "The main button of a dialog"),
        row("Esc", "Close, or stop editing"),
    ]);
    vec![
        ("IMAGES", images),
        ("LARGE PREVIEW", preview),
        ("CLUSTERS", clusters),
        ("REVIEW", review),
        ("PROJECT", commands(Group::Project).collect()),
        ("WINDOW", window),
    ]
}

fn group_ui(ui: &mut Ui, name: &str, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    caption(ui, name);
    let color = Palette::of(ui).text;
    egui::Grid::new(name).num_columns(2).spacing(vec2(12.0, 5.0)).min_row_height(20.0).min_col_width(96.0).show(
        ui,
        |ui| {
            for row in rows {
                key_cap(ui, &row.key);
                ui.add(egui::Label::new(RichText::new(&row.what).color(color)).wrap());
                ui.end_row();
            }
        },
    );
    ui.add_space(12.0);
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
            let Some(key) = command.key_text(&ctx) else { continue };
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
}
