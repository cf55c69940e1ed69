//! Two plain lists: files that were skipped, and the changes of a project.

use crate::gui::command::Command;
use crate::gui::theme::Palette;
use crate::gui::widgets::{elided, weak};
use crate::gui::window::Out;
use crate::gui::words;
use crate::session::protocol::{Request, SkippedFile, Snapshot};
use egui::accesskit::Role;
use egui::{Align2, Color32, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

/// Every skipped file with its reason. Never closes by itself.
pub fn skipped_ui(ui: &mut Ui, snapshot: &Snapshot) -> bool {
    let skipped = &snapshot.skipped;
    ui.label(words::skipped(skipped, snapshot.images.rows.len()));
    if skipped.is_empty() {
        return false;
    }
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if ui.button("Copy the list").on_hover_text("Copies paths and reasons as a table").clicked() {
            ui.ctx().copy_text(as_table(skipped));
        }
        weak(ui, "The files themselves were not touched.");
    });
    ui.add_space(6.0);
    let colors = Palette::of(ui);
    let height = 40.0;
    ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]).show_rows(
        ui,
        height,
        skipped.len(),
        |ui, range| {
            for file in &skipped[range] {
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
                response
                    .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}: {}", file.path, file.reason)));
                ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, colors.line));
                let kind = words::skip_heading(&file.kind);
                let font = TextStyle::Small.resolve(ui.style());
                let right = pos2(rect.right() - 8.0, rect.top() + 12.0);
                let kind = ui.painter().text(right, Align2::RIGHT_CENTER, kind, font, colors.warning);
                let width = kind.left() - rect.left() - 12.0;
                let path = elided(ui, &file.path, &TextStyle::Body, width, colors.text);
                ui.painter().galley(rect.min + vec2(2.0, 3.0), path, colors.text);
                let reason = elided(ui, &file.reason, &TextStyle::Small, rect.width() - 12.0, colors.weak);
                ui.painter().galley(rect.min + vec2(2.0, 21.0), reason, colors.weak);
                response.on_hover_text(format!("{}\n{}", file.path, file.reason));
            }
        },
    );
    false
}

fn as_table(skipped: &[SkippedFile]) -> String {
    let rows: Vec<_> = skipped.iter().map(|file| [&*file.path, &*file.kind, &*file.reason].join("\t")).collect();
    rows.join("\n")
}

/// All changes, newest first; a click goes back to the state right after a change.
pub fn history_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) -> bool {
    let history = &snapshot.history;
    if history.entries.is_empty() && history.redo.is_none() {
        ui.label("Nothing was changed yet. Every rename, merge, move and confirmation will be listed here.");
        return false;
    }
    weak(ui, "Newest first. A click goes back to right after that change; Redo goes forward again.");
    ui.add_space(4.0);
    if let Some(redo) = &history.redo {
        ui.horizontal(|ui| {
            let tip = Command::Redo.tooltip_with_key(ui.ctx());
            if ui.button("Redo").accessible_name("Redo this").on_hover_text(tip).clicked() {
                out.request(Request::Redo);
            }
            weak(ui, redo);
        });
        ui.add_space(4.0);
    }
    let n = history.entries.len();
    let mut n_undone = None;
    ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]).show_rows(ui, 28.0, n + 1, |ui, range| {
        for at in range {
            let is_now = at == 0;
            let text = if at == n { "The beginning" } else { &history.entries[n - 1 - at] };
            if entry_ui(ui, text, is_now) && !is_now {
                n_undone = Some(at);
            }
        }
    });
    for _ in 0..n_undone.unwrap_or(0) {
        out.request(Request::Undo);
    }
    false
}

fn entry_ui(ui: &mut Ui, text: &str, is_now: bool) -> bool {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    let name = if is_now { format!("Now: {text}") } else { format!("Back to: {text}") };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_now, &name));
    let fill = match () {
        () if is_now => colors.selected,
        () if response.hovered() || response.has_focus() => colors.control,
        () => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, 6.0, fill);
    let galley = elided(ui, text, &TextStyle::Body, rect.width() - 70.0, colors.text);
    ui.painter().galley(pos2(rect.left() + 10.0, rect.center().y - galley.size().y / 2.0), galley, colors.text);
    if is_now {
        let font = TextStyle::Small.resolve(ui.style());
        let right = rect.right_center() - vec2(10.0, 0.0);
        ui.painter().text(right, Align2::RIGHT_CENTER, "now", font, colors.accent_text);
    }
    response.clicked()
}
