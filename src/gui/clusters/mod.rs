//! The list of groups on the left: shows, renames, marks for merging, and takes images that are dropped on it. The keyboard
//! keeps its place in it whatever an edit does to the order.

mod footer;
mod guess;
mod menu;
mod order;
mod rename;
mod row;
mod rows;
mod shelves;

pub use order::groups;

use super::command::Command;
use crate::gui::frame::facts::is_at_work;
use crate::gui::frame::{Frame, Out, Shown, ViewState};
use crate::gui::kit::widgets::{caption, weak};
use crate::gui::kit::words;
use crate::ids::ClusterId;
use crate::session::protocol::{ClusterView, JobKind, Snapshot};
use crate::strings::say;
use egui::{Align, Align2, ComboBox, Layout, TextEdit, Ui, vec2};
use rename::Renaming;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Order of the clusters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClusterSort {
    /// By their numbers: largest first when the result came, and nothing moves until the next.
    #[default]
    Number,
    /// Largest first.
    Size,
    /// By name.
    Name,
    /// Least sure first: where there is most to mend.
    Doubtful,
}

/// What the list remembers.
pub struct ClusterList {
    /// Order of the clusters.
    pub sort: ClusterSort,
    /// Clusters that are marked for merging, in the order in which they were marked; the first remains.
    pub marked: Vec<ClusterId>,
    filter: String,
    renaming: Option<Renaming>,
    /// The row whose name is edited had the keyboard before.
    was_renamed_in_list: bool,
    /// Groups whose clusters are not listed; None: what is in no group.
    closed: BTreeSet<Option<String>>,
    focus_filter: bool,
    scroll_to_shown: bool,
    /// How far the list is scrolled, in points.
    offset: f32,
    /// The row that has the keyboard, and how many stand before it.
    focused: Option<(ClusterId, usize)>,
    /// The shelves are folded or not by hand; None: by the room that there is.
    are_shelves_open: Option<bool>,
}

impl ClusterList {
    /// An unfiltered list.
    #[must_use]
    pub fn new(sort: ClusterSort) -> Self {
        Self {
            sort,
            marked: Vec::new(),
            filter: String::new(),
            renaming: None,
            was_renamed_in_list: false,
            closed: BTreeSet::new(),
            focus_filter: false,
            scroll_to_shown: false,
            offset: 0.0,
            focused: None,
            are_shelves_open: None,
        }
    }

    /// The filter takes the keyboard.
    pub fn focus_filter(&mut self) {
        self.focus_filter = true;
    }

    /// The shown cluster scrolls into sight.
    pub fn scroll_to_shown(&mut self) {
        self.scroll_to_shown = true;
    }

    /// The name of this cluster becomes a field; it is named before others that have no name.
    pub fn begin_rename(&mut self, cluster: &ClusterView) {
        if !words::contains_ignoring_case(&cluster.name, &self.filter) {
            self.filter.clear();
        }
        self.closed.remove(&cluster.group);
        self.was_renamed_in_list = self.focused.is_some_and(|(focused, _)| focused == cluster.id);
        self.renaming = Some(Renaming::new(cluster));
        self.scroll_to_shown = true;
    }

    /// Forgets clusters that are gone; what was shown and is gone becomes all images.
    pub fn note(&mut self, snapshot: &Snapshot, view: &mut ViewState) {
        self.marked.retain(|id| snapshot.cluster(*id).is_some());
        self.renaming.take_if(|renaming| snapshot.cluster(renaming.cluster).is_none());
        if let (Shown::Provisional(i), None) = (view.shown, &snapshot.provisional) {
            // A group of the first guess keeps its number when the result comes.
            let same = snapshot.clusters.iter().find(|cluster| cluster.number as usize == i + 1);
            view.shown = same.map_or(Shown::All, |cluster| Shown::Cluster(cluster.id));
        }
        let is_gone = match view.shown {
            Shown::Cluster(id) => snapshot.cluster(id).is_none(),
            Shown::Provisional(i) => snapshot.provisional.as_ref().is_none_or(|guess| i >= guess.clusters.len()),
            _ => false,
        };
        if is_gone {
            view.shown = Shown::All;
        }
    }

    /// Draws the list.
    pub fn clusters_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let snapshot = frame.snapshot;
        ui.spacing_mut().item_spacing.y = 3.0;
        shelves::shelves_ui(ui, frame, &mut self.are_shelves_open);
        ui.add_space(6.0);
        if snapshot.clusters.is_empty() {
            if snapshot.provisional.is_some() {
                guess::guess_ui(ui, frame);
            } else {
                empty_ui(ui, snapshot, frame.out);
            }
            return;
        }
        self.header_ui(ui, snapshot);
        let height = (ui.available_height() - self.footer_height(snapshot)).max(60.0);
        if let Shown::Cluster(id) = frame.view.shown
            && self.scroll_to_shown
            && let Some(cluster) = snapshot.cluster(id)
        {
            // What is to be seen is not behind a closed heading.
            self.closed.remove(&cluster.group);
        }
        let entries = order::entries(&snapshot.clusters, self.sort, &self.filter, &self.closed);
        if entries.is_empty() {
            ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
                ui.set_min_height(height);
                weak(ui, say!("groups-none-called", name = &self.filter));
            });
        } else {
            self.rows_ui(ui, frame, &entries, height);
        }
        self.footer_ui(ui, snapshot, frame.view.selection.images.len(), frame.out);
    }

    fn header_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot) {
        ui.horizontal(|ui| {
            ui.set_height(24.0);
            caption(ui, &say!("groups-title", n = snapshot.clusters.len()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = |sort: ClusterSort| match sort {
                    ClusterSort::Number => say!("groups-sort-number"),
                    ClusterSort::Size => say!("groups-by-size"),
                    ClusterSort::Name => say!("groups-by-name"),
                    ClusterSort::Doubtful => say!("groups-least-sure-first"),
                };
                ui.name_inputs(say!("groups-order"), |ui| {
                    let box_ = ComboBox::from_id_salt("order of clusters").width(118.0);
                    box_.selected_text(name(self.sort)).show_ui(ui, |ui| {
                        for sort in [ClusterSort::Number, ClusterSort::Size, ClusterSort::Name, ClusterSort::Doubtful] {
                            ui.selectable_value(&mut self.sort, sort, name(sort));
                        }
                    });
                });
            });
        });
        let field = TextEdit::singleline(&mut self.filter)
            .hint_text(say!("groups-filter"))
            .desired_width(f32::INFINITY)
            .margin(vec2(8.0, 4.0))
            .align(Align2::LEFT_CENTER);
        let response = ui.add(field).accessible_name(say!("groups-filter"));
        if std::mem::take(&mut self.focus_filter) {
            response.request_focus();
        }
        let tip = Command::FilterClusters.tooltip_with_key(ui.ctx());
        response.on_hover_text(tip);
        ui.add_space(4.0);
    }

    /// Marks or unmarks; the shown cluster counts as marked first, as in other lists.
    fn toggle_mark(&mut self, id: ClusterId, shown: Shown) {
        if let (true, Shown::Cluster(shown)) = (self.marked.is_empty(), shown)
            && shown != id
        {
            self.marked.push(shown);
        }
        match self.marked.iter().position(|marked| *marked == id) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push(id),
        }
    }
}

fn empty_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
    caption(ui, say!("groups-title-none"));
    ui.add_space(4.0);
    if is_at_work(snapshot, JobKind::Run) {
        ui.label(say!("groups-learning"));
    } else if is_at_work(snapshot, JobKind::Import) {
        ui.label(say!("groups-reading"));
    } else if snapshot.images.rows.is_empty() {
        ui.label(if snapshot.folder.missing.is_empty() { say!("groups-no-images") } else { say!("groups-all-gone") });
        if !snapshot.skipped.is_empty() {
            out.button_ui(ui, Command::ShowSkipped);
        }
    } else {
        ui.label(say!("groups-none-yet"));
        ui.add_space(4.0);
        out.button_as_ui(ui, Command::Discover, Command::Discover.label());
    }
}
