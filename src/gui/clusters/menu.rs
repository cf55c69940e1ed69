//! The menu of a group in the list.

use super::ClusterList;
use super::rename::source_words;
use crate::gui::command::{Command, Situation};
use crate::gui::dialogs::mark;
use crate::gui::frame::asks::{curating, images};
use crate::gui::frame::{Frame, Intent, MarkKind, Shown, Tab};
use crate::gui::kit::colours;
use crate::session::Suggestions;
use crate::session::protocol::{ClusterView, Edit, Mark};
use crate::strings::say;
use egui::{Button, Ui};

impl ClusterList {
    /// Draws the menu.
    pub(super) fn menu_ui(
        &mut self,
        ui: &mut Ui,
        frame: &mut Frame<'_>,
        cluster: &ClusterView,
        suggestions: &Suggestions,
    ) {
        let snapshot = frame.snapshot;
        let id = cluster.id;
        ui.set_min_width(210.0);
        // Its commands are about this cluster, whichever the grid shows.
        let situation = frame.out.about(cluster);
        let entry = |ui: &mut Ui, text: &str, tip: &str| ui.button(text).on_hover_text(tip).clicked();
        if entry(ui, say!("groups-show"), say!("groups-show.tip")) {
            frame.out.intents.push(Intent::Show(Shown::Cluster(id)));
        }
        if Command::Rename.line_ui(ui, &situation) {
            frame.out.intents.push(Intent::BeginRename(id));
        }
        for suggested in &suggestions.names {
            let text = say!("names-call-it", name = &suggested.name);
            if entry(ui, &text, source_words(suggested.from)) {
                frame.out.edit(Edit::Rename { cluster: id, name: suggested.name.clone() });
            }
        }
        if Command::Split.line_ui(ui, &situation) {
            frame.out.intents.push(Intent::PreviewSplit(id));
        }
        if Command::Merge.line_ui(ui, &situation) {
            self.marked.clear();
            frame.out.intents.push(Intent::Show(Shown::Cluster(id)));
            frame.out.commands.push(Command::Merge);
        }
        let is_marked = self.marked.contains(&id);
        let text = if is_marked { say!("groups-unmark") } else { say!("groups-mark") };
        if entry(ui, text, say!("groups-mark.tip")) {
            self.toggle_mark(id, frame.view.shown);
        }
        ui.separator();
        if Command::GroupClusters.line_ui(ui, &situation) {
            let many = self.marked.len() > 1 && is_marked;
            let clusters = if many { self.marked.clone() } else { vec![id] };
            frame.out.intents.push(Intent::AskMark(clusters, MarkKind::Group));
        }
        if cluster.group.is_some() && entry(ui, say!("groups-out-of-heading"), say!("groups-out-of-heading.tip")) {
            frame.out.edit(Edit::Group { name: String::new(), clusters: vec![id] });
        }
        ui.menu_button(say!("groups-colour"), |ui| {
            if let Some(mark) = colours::choice_ui(ui, cluster.colour) {
                frame.out.edit(Edit::Mark { cluster: id, mark });
                ui.close();
            }
        });
        ui.menu_button(say!("groups-key"), |ui| {
            if let Some(mark) = mark::keys_ui(ui, snapshot, cluster) {
                frame.out.edit(Edit::Mark { cluster: id, mark });
                ui.close();
            }
        });
        if Command::NoteCluster.line_ui(ui, &situation) {
            frame.out.intents.push(Intent::AskMark(vec![id], MarkKind::Note));
        }
        if cluster.has_chosen_cover && entry(ui, say!("groups-automatic-cover"), say!("groups-automatic-cover.tip")) {
            frame.out.edit(Edit::Mark { cluster: id, mark: Mark::Cover(None) });
        }
        ui.separator();
        let is_open = cluster.n_confirmed < cluster.members.len();
        let confirm = ui.add_enabled(is_open, Button::new(Command::ConfirmCluster.short()));
        let confirm = confirm.on_hover_text(say!("groups-confirm.tip"));
        if confirm.on_disabled_hover_text(say!("groups-confirm.off")).clicked() {
            frame.out.intents.push(images::confirm(snapshot, cluster.members.iter().copied(), true));
        }
        // On another tab nobody sees what is selected.
        let is_seen = frame.view.tab == Tab::Grid;
        let n_selected = if is_seen { curating::n_in(snapshot, &frame.view.selection.images, id) } else { 0 };
        if n_selected > 0 {
            let text = if frame.view.is_filtered() {
                say!("groups-confirm-shown-but", n = n_selected)
            } else {
                say!("groups-confirm-but", n = n_selected)
            };
            let situation = Situation { n_selected, ..situation };
            if Command::ConfirmRest.line_as_ui(ui, text, &situation) {
                frame.out.intents.push(Intent::ConfirmRest(id));
            }
        }
        frame.out.line_as_ui(ui, Command::Export, Command::Export.label());
    }
}
