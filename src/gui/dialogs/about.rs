//! What the program is, and its keys.

use crate::gui::command::Command;
use crate::gui::theme::strong;
use crate::gui::widgets::{caption, key_cap, weak};
use egui::{Grid, Ui, vec2};

/// Name, version, what it does, where its method comes from. Never closes by itself.
pub fn about_ui(ui: &mut Ui) -> bool {
    ui.label(strong(format!("Gleaner {}", env!("CARGO_PKG_VERSION"))));
    ui.label("Finds the classes hiding in a folder of unlabelled images, shows them, and turns them into labels.");
    ui.add_space(6.0);
    ui.label("Everything stays on this computer. The photo folder is read, never written.");
    ui.add_space(6.0);
    weak(
        ui,
        "The method is SCAN: Van Gansbeke, Vandenhende, Georgoulis, Proesmans and Van Gool, \u{201c}Learning to Classify \
         Images without Labels\u{201d}, ECCV 2020.",
    );
    ui.add_space(6.0);
    weak(ui, "Licensed under MIT or Apache-2.0. The typeface is Inter, under the SIL Open Font License.");
    false
}

/// Every key, in groups. Never closes by itself.
pub fn keys_ui(ui: &mut Ui) -> bool {
    let command =
        |c: Command| (c.key_text(ui.ctx()).unwrap_or_default(), c.label().trim_end_matches('\u{2026}').to_owned());
    let plain = |key: &str, what: &str| (key.to_owned(), what.to_owned());
    let select = egui::KeyboardShortcut::new(egui::Modifiers::COMMAND, egui::Key::A);
    let select = ui.ctx().format_shortcut(&select);
    let groups = [
        (
            "IMAGES",
            vec![
                plain("Arrows", "Go from image to image"),
                plain("Shift+Arrows", "Select a range"),
                plain("Space", "Select or unselect"),
                plain(&select, "Select all"),
                plain("V", "Open large"),
                command(Command::Confirm),
                command(Command::Unconfirm),
                command(Command::Move),
                command(Command::MoveToNew),
                command(Command::ReviewDoubtful),
                command(Command::FilterImages),
                plain("Ctrl+Wheel", "Size of thumbnails"),
            ],
        ),
        (
            "CLUSTERS",
            vec![
                plain("Up, Down", "Go from cluster to cluster"),
                command(Command::Rename),
                plain("Ctrl+Click", "Mark for merging"),
                command(Command::Merge),
                command(Command::FilterClusters),
                command(Command::Discover),
                command(Command::ToggleCurves),
            ],
        ),
        (
            "EVERYTHING",
            vec![
                command(Command::Palette),
                command(Command::Undo),
                command(Command::Redo),
                command(Command::ShowHistory),
                command(Command::Open),
                command(Command::Rescan),
                command(Command::Export),
                command(Command::ZoomIn),
                command(Command::ZoomOut),
                command(Command::Keys),
                plain("Tab", "Go to the next control"),
                plain("Esc", "Close, or stop editing"),
            ],
        ),
    ];
    let [images, clusters, everything] = groups;
    ui.columns_const(|[left, right]| {
        group_ui(left, &images);
        left.add_space(12.0);
        group_ui(left, &clusters);
        group_ui(right, &everything);
    });
    ui.add_space(6.0);
    weak(ui, "The palette has every action, also those without a key.");
    false
}

fn group_ui(ui: &mut Ui, (name, rows): &(&str, Vec<(String, String)>)) {
    caption(ui, name);
    Grid::new(name).num_columns(2).spacing(vec2(12.0, 5.0)).min_row_height(20.0).min_col_width(84.0).show(ui, |ui| {
        for (key, what) in rows {
            key_cap(ui, key);
            ui.label(what);
            ui.end_row();
        }
    });
}
