//! A plain list: files that were skipped.

use crate::gui::frame::out::Out;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{elided, weak};
use crate::gui::kit::words;
use crate::session::protocol::{Request, SkipKind, SkippedFile, Snapshot, guarded};
use crate::strings::say;
use crate::text::capitalised;
use egui::accesskit::Role;
use egui::{Align2, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

/// Every skipped file with its reason. Closes when a person asks to try once more what ended the program.
pub fn skipped_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) -> bool {
    let skipped = &snapshot.skipped;
    ui.label(words::skipped(skipped, snapshot.images.rows.len()));
    if skipped.is_empty() {
        return false;
    }
    let mut is_done = false;
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if ui.button(say!("missing-copy")).on_hover_text(say!("lists-copy-tip")).clicked() {
            ui.ctx().copy_text(as_table(skipped));
        }
        let ended = skipped.iter().any(|file| file.kind == SkipKind::EndedProgram);
        if ended && ui.button(say!("lists-retry")).on_hover_text(say!("lists-retry.tip")).clicked() {
            out.request(Request::Retry);
            is_done = true;
        }
        weak(ui, say!("lists-untouched"));
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
                let kind = capitalised(file.kind.words());
                let font = TextStyle::Small.resolve(ui.style());
                let right = pos2(rect.right() - 8.0, rect.top() + 12.0);
                let kind = ui.painter().text(right, Align2::RIGHT_CENTER, kind, font, colors.warning);
                let width = kind.left() - rect.left() - 12.0;
                let path = elided(ui, &file.path, &TextStyle::Body, width, colors.text);
                ui.painter().galley(rect.min + vec2(2.0, 3.0), path, colors.text);
                let reason = elided(ui, &file.reason.to_string(), &TextStyle::Small, rect.width() - 12.0, colors.weak);
                ui.painter().galley(rect.min + vec2(2.0, 21.0), reason, colors.weak);
                response.on_hover_text(format!("{}\n{}", file.path, file.reason));
            }
        },
    );
    is_done
}

fn as_table(skipped: &[SkippedFile]) -> String {
    let rows: Vec<_> = skipped
        .iter()
        .map(|file| [&*guarded(&file.path), file.kind.key(), &*guarded(&file.reason.to_string())].join("\t"))
        .collect();
    rows.join("\n")
}
