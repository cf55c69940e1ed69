//! The menu of a cluster in the list.

use super::ClusterList;
use crate::gui::app::curate;
use crate::gui::app::window::Out;
use crate::gui::command::Command;
use crate::gui::dialogs::mark;
use crate::gui::frame::intent::{Intent, MarkKind, Shown, Tab, ViewState};
use crate::gui::grid;
use crate::gui::kit::colours;
use crate::gui::kit::words;
use crate::session::Suggestions;
use crate::session::protocol::{ClusterView, EditRequest, Snapshot};
use egui::{Button, Ui};

impl ClusterList {
    /// Draws the menu.
    pub(super) fn menu_ui(
        &mut self,
        ui: &mut Ui,
        snapshot: &Snapshot,
        cluster: &ClusterView,
        suggestions: &Suggestions,
        view: &ViewState,
        out: &mut Out,
    ) {
        let id = cluster.id;
        ui.set_min_width(210.0);
        let entry = |ui: &mut Ui, text: &str, command: Option<Command>, tip: &str| {
            let button = match command.and_then(|command| command.key_text(ui.ctx())) {
                Some(key) => Button::new(text).shortcut_text(key),
                None => Button::new(text),
            };
            ui.add(button).on_hover_text(tip).clicked()
        };
        if entry(ui, "Show its images", None, "Shows them in the grid") {
            out.intents.push(Intent::Show(Shown::Cluster(id)));
        }
        if entry(ui, "Rename", Some(Command::Rename), Command::Rename.tooltip()) {
            out.intents.push(Intent::BeginRename(id));
        }
        for (name, _) in &suggestions.names {
            if entry(
                ui,
                &format!("Call it \u{201c}{name}\u{201d}"),
                None,
                suggestions.note.unwrap_or("Gives it this name"),
            ) {
                out.edit(EditRequest::Rename { cluster: id, name: name.clone() });
            }
        }
        let split = Button::new("Split\u{2026}").shortcut_text(Command::Split.key_text(ui.ctx()).unwrap_or_default());
        let split = ui.add_enabled(cluster.members.len() > 1, split).on_hover_text(Command::Split.tooltip());
        if split.on_disabled_hover_text("It takes two images or more").clicked() {
            out.intents.push(Intent::PreviewSplit(id));
        }
        if entry(ui, "Merge with\u{2026}", Some(Command::Merge), "Makes one of it and another cluster") {
            self.marked.clear();
            out.intents.push(Intent::Show(Shown::Cluster(id)));
            out.commands.push(Command::Merge);
        }
        let is_marked = self.marked.contains(&id);
        let text = if is_marked { "Unmark" } else { "Mark for merging" };
        if entry(ui, text, None, "Marked clusters are seen side by side, and can be merged (Ctrl+click)") {
            self.toggle_mark(id, view.shown);
        }
        ui.separator();
        if entry(ui, "Group\u{2026}", None, Command::GroupClusters.tooltip()) {
            let many = self.marked.len() > 1 && is_marked;
            let clusters = if many { self.marked.clone() } else { vec![id] };
            out.intents.push(Intent::AskMark(clusters, MarkKind::Group));
        }
        if cluster.group.is_some() && entry(ui, "Out of its group", None, "Takes it out of its group") {
            out.edit(EditRequest::Group { name: String::new(), clusters: vec![id] });
        }
        ui.menu_button("Colour", |ui| {
            if let Some(mark) = colours::choice_ui(ui, cluster.colour) {
                out.edit(EditRequest::Mark { cluster: id, mark });
                ui.close();
            }
        });
        ui.menu_button("Key", |ui| {
            if let Some(mark) = mark::keys_ui(ui, snapshot, cluster) {
                out.edit(EditRequest::Mark { cluster: id, mark });
                ui.close();
            }
        });
        if entry(ui, "Note\u{2026}", None, Command::NoteCluster.tooltip()) {
            out.intents.push(Intent::AskMark(vec![id], MarkKind::Note));
        }
        ui.separator();
        let is_open = cluster.n_confirmed < cluster.members.len();
        let confirm = ui.add_enabled(is_open, Button::new("Confirm all of it"));
        let confirm = confirm.on_hover_text("Says that all its images belong there");
        if confirm.on_disabled_hover_text("It has no image that is not confirmed").clicked() {
            out.intents.push(grid::confirm(snapshot, cluster.members.iter().copied(), true));
        }
        // On another tab nobody sees what is selected.
        let is_seen = view.tab == Tab::Grid;
        let n_selected = if is_seen { curate::n_in(snapshot, &view.selection.images, id) } else { 0 };
        if n_selected > 0 {
            let all = if view.is_filtered() { "all shown" } else { "all" };
            let text = format!("Confirm {all} but the {} selected", words::number(n_selected));
            if entry(ui, &text, Some(Command::ConfirmRest), Command::ConfirmRest.tooltip()) {
                out.intents.push(Intent::ConfirmRest(id));
            }
        }
        if entry(ui, Command::Export.label(), Some(Command::Export), Command::Export.tooltip()) {
            out.commands.push(Command::Export);
        }
    }
}
