//! The list of clusters on the left: shows, renames, marks for merging, and takes images that are dropped on it.

mod row;
mod shelves;

use super::command::Command;
use super::facts::{Facts, is_at_work};
use super::icons::Icon;
use super::intent::{DraggedImages, Intent, Shown, ViewState};
use super::textures::Thumbs;
use super::theme::Palette;
use super::widgets::{caption, note, primary_button, weak};
use super::window::{Out, Shared};
use super::words;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, EditRequest, Fetch, JobKind, Snapshot};
use egui::accesskit::Role;
use egui::{
    Align, Align2, ComboBox, EventFilter, Id, Key, Layout, Rect, Response, ScrollArea, Sense, Stroke, TextEdit, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};
use row::{ROW_HEIGHT, RowState};
use serde::{Deserialize, Serialize};

/// Order of the clusters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClusterSort {
    /// Largest first.
    #[default]
    Size,
    /// By name.
    Name,
    /// Least sure first: where there is most to mend.
    Doubtful,
}

struct Renaming {
    cluster: ClusterId,
    text: String,
    is_new: bool,
}

/// What the list remembers.
pub struct ClusterList {
    /// Order of the clusters.
    pub sort: ClusterSort,
    /// Clusters that are marked for merging, in the order in which they were marked; the first remains.
    pub marked: Vec<ClusterId>,
    filter: String,
    renaming: Option<Renaming>,
    focus_filter: bool,
    scroll_to_shown: bool,
    /// How far the list is scrolled, in points.
    offset: f32,
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
            focus_filter: false,
            scroll_to_shown: false,
            offset: 0.0,
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

    /// The name of this cluster becomes a field.
    pub fn begin_rename(&mut self, cluster: &ClusterView) {
        if !words::contains_ignoring_case(&cluster.name, &self.filter) {
            self.filter.clear();
        }
        // An automatic name is nothing to keep a letter of; the field then shows what the cluster may be called.
        let text = if cluster.is_named { cluster.name.clone() } else { String::new() };
        self.renaming = Some(Renaming { cluster: cluster.id, text, is_new: true });
        self.scroll_to_shown = true;
    }

    /// Forgets clusters that are gone; what was shown and is gone becomes all images.
    pub fn note(&mut self, snapshot: &Snapshot, view: &mut ViewState) {
        self.marked.retain(|id| snapshot.cluster(*id).is_some());
        self.renaming.take_if(|renaming| snapshot.cluster(renaming.cluster).is_none());
        let is_gone = match view.shown {
            Shown::Cluster(id) => snapshot.cluster(id).is_none(),
            Shown::Provisional(i) => snapshot.provisional.as_ref().is_none_or(|guess| i >= guess.clusters.len()),
            _ => false,
        };
        if is_gone {
            view.shown = Shown::All;
        }
    }

    /// Draws the list; `selected` are the images that a new cluster would get.
    #[expect(clippy::too_many_arguments, reason = "each is another part of what is shown")]
    pub fn clusters_ui(
        &mut self,
        ui: &mut Ui,
        shared: Shared<'_>,
        facts: &Facts,
        view: &ViewState,
        selected: &[ImageId],
        thumbs: &mut Thumbs,
        out: &mut Out,
    ) {
        let snapshot = shared.snapshot;
        ui.spacing_mut().item_spacing.y = 3.0;
        shelves::shelves_ui(ui, snapshot, facts, view, out);
        ui.add_space(6.0);
        if snapshot.clusters.is_empty() {
            if snapshot.provisional.is_some() {
                provisional_ui(ui, shared, view, thumbs, out);
            } else {
                empty_ui(ui, snapshot, out);
            }
            return;
        }
        self.header_ui(ui, snapshot);
        let footer = if self.marked.len() > 1 { 118.0 } else { 42.0 };
        let height = (ui.available_height() - footer).max(60.0);
        let order = order(&snapshot.clusters, self.sort, &self.filter);
        if order.is_empty() {
            ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
                ui.set_min_height(height);
                weak(ui, format!("No cluster has \u{201c}{}\u{201d} in its name.", self.filter));
            });
        } else {
            self.rows_ui(ui, shared, view, &order, height, thumbs, out);
        }
        self.footer_ui(ui, snapshot, selected, out);
    }

    fn header_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot) {
        ui.horizontal(|ui| {
            ui.set_height(24.0);
            caption(ui, &format!("CLUSTERS  {}", words::number(snapshot.clusters.len())));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = |sort: ClusterSort| match sort {
                    ClusterSort::Size => "Largest first",
                    ClusterSort::Name => "By name",
                    ClusterSort::Doubtful => "Doubtful first",
                };
                ui.name_inputs("Order of clusters", |ui| {
                    let box_ = ComboBox::from_id_salt("order of clusters").width(112.0);
                    box_.selected_text(name(self.sort)).show_ui(ui, |ui| {
                        for sort in [ClusterSort::Size, ClusterSort::Name, ClusterSort::Doubtful] {
                            ui.selectable_value(&mut self.sort, sort, name(sort));
                        }
                    });
                });
            });
        });
        let field = TextEdit::singleline(&mut self.filter)
            .hint_text("Filter clusters")
            .desired_width(f32::INFINITY)
            .margin(vec2(8.0, 4.0))
            .align(Align2::LEFT_CENTER);
        let response = ui.add(field).accessible_name("Filter clusters");
        if std::mem::take(&mut self.focus_filter) {
            response.request_focus();
        }
        let tip = Command::FilterClusters.tooltip_with_key(ui.ctx());
        response.on_hover_text(tip);
        ui.add_space(4.0);
    }

    #[expect(clippy::too_many_arguments, reason = "each is another part of what is shown")]
    fn rows_ui(
        &mut self,
        ui: &mut Ui,
        shared: Shared<'_>,
        view: &ViewState,
        order: &[usize],
        height: f32,
        thumbs: &mut Thumbs,
        out: &mut Out,
    ) {
        let clusters = &shared.snapshot.clusters;
        let step = ROW_HEIGHT + ui.spacing().item_spacing.y;
        let shown = order.iter().position(|&i| view.shown == Shown::Cluster(clusters[i].id));
        let mut area = ScrollArea::vertical().id_salt("clusters").auto_shrink(false).max_height(height);
        if let Some(at) = shown.filter(|_| std::mem::take(&mut self.scroll_to_shown)) {
            let (top, bottom) = (at as f32 * step, (at + 1) as f32 * step);
            if top < self.offset || bottom > self.offset + height {
                area = area.vertical_scroll_offset((top - height / 2.0 + step / 2.0).max(0.0));
            }
        }
        let mut next = None;
        let output = area.show_rows(ui, ROW_HEIGHT, order.len(), |ui, range| {
            for at in range {
                let cluster = &clusters[order[at]];
                let response = self.row_ui(ui, shared, view, cluster, thumbs, out);
                // Taken up after all rows, or the next one would answer to the same key.
                next = next.or(arrow_target(ui, &response, at, order.len()));
            }
        });
        if let Some(next) = next.map(|at| clusters[order[at]].id) {
            out.intents.push(Intent::Show(Shown::Cluster(next)));
            ui.memory_mut(|memory| memory.request_focus(row_id(next)));
        }
        self.offset = output.state.clamped_offset().y;
    }

    fn row_ui(
        &mut self,
        ui: &mut Ui,
        shared: Shared<'_>,
        view: &ViewState,
        cluster: &ClusterView,
        thumbs: &mut Thumbs,
        out: &mut Out,
    ) -> Response {
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW_HEIGHT));
        let is_renamed = self.renaming.as_ref().is_some_and(|renaming| renaming.cluster == cluster.id);
        let is_shown = view.shown == Shown::Cluster(cluster.id);
        let is_marked = self.marked.contains(&cluster.id);
        let state = RowState { is_shown, is_marked, is_renamed };
        row::paint_ground(ui, rect, row_id(cluster.id), state);
        if let Some(cover) = cluster.members.first() {
            cover_ui(ui, shared, row::cover_rect(rect), *cover, thumbs);
        }
        let suggestion = suggestion(shared, cluster);
        row::paint_cluster(ui, rect, cluster, suggestion.as_deref(), state);
        // After the cover, so that the row and not its picture takes clicks.
        let response = ui.interact(rect, row_id(cluster.id), Sense::click());
        response.widget_info(|| {
            let name = format!("{}, {}", cluster.name, words::images(cluster.members.len()));
            WidgetInfo::selected(Role::Button, true, is_shown, name)
        });
        if is_renamed {
            self.rename_ui(ui, row::name_rect(rect), cluster, suggestion.as_deref(), out);
        }
        if let Some(images) = response.dnd_release_payload::<DraggedImages>() {
            out.edit(EditRequest::Move { images: images.0.clone(), to: Some(cluster.id) });
        }
        if response.double_clicked() {
            out.intents.push(Intent::BeginRename(cluster.id));
        } else if response.clicked() {
            if ui.input(|input| input.modifiers.command) {
                self.toggle_mark(cluster.id, view.shown);
            } else {
                self.marked.clear();
                out.intents.push(Intent::Show(Shown::Cluster(cluster.id)));
            }
        }
        response.context_menu(|ui| self.menu_ui(ui, cluster, view.shown, out));
        if !is_renamed && egui::DragAndDrop::payload::<DraggedImages>(ui.ctx()).is_none() {
            return response.on_hover_text(row::tooltip(cluster));
        }
        response
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

    fn menu_ui(&mut self, ui: &mut Ui, cluster: &ClusterView, shown: Shown, out: &mut Out) {
        let id = cluster.id;
        ui.set_min_width(190.0);
        if ui.button("Show its images").on_hover_text("Shows them in the grid").clicked() {
            out.intents.push(Intent::Show(Shown::Cluster(id)));
        }
        let key = Command::Rename.key_text(ui.ctx()).unwrap_or_default();
        if ui.add(egui::Button::new("Rename").shortcut_text(key)).on_hover_text(Command::Rename.tooltip()).clicked() {
            out.intents.push(Intent::BeginRename(id));
        }
        if ui.button("Merge with\u{2026}").on_hover_text("Makes one of it and another cluster").clicked() {
            self.marked.clear();
            out.intents.push(Intent::Show(Shown::Cluster(id)));
            out.commands.push(Command::Merge);
        }
        let is_marked = self.marked.contains(&id);
        let mark = ui.button(if is_marked { "Unmark" } else { "Mark for merging" });
        if mark.on_hover_text("Marked clusters can be merged into one (Ctrl+click)").clicked() {
            self.toggle_mark(id, shown);
        }
        ui.separator();
        if ui.button("Confirm all of it").on_hover_text("Says that all its images belong there").clicked() {
            out.edit(EditRequest::Confirm { images: cluster.members.to_vec(), is_confirmed: true });
        }
        if ui.button(Command::Export.label()).on_hover_text(Command::Export.tooltip()).clicked() {
            out.commands.push(Command::Export);
        }
    }

    fn rename_ui(&mut self, ui: &mut Ui, rect: Rect, cluster: &ClusterView, suggestion: Option<&str>, out: &mut Out) {
        let Some(renaming) = &mut self.renaming else { return };
        let id = Id::unique("rename cluster");
        let is_empty = renaming.text.is_empty();
        let hint = match suggestion {
            Some(suggestion) => format!("{suggestion} (Tab takes it)"),
            None => cluster.name.clone(),
        };
        if let Some(suggestion) = suggestion.filter(|_| renaming.text.is_empty() && !renaming.is_new)
            && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Tab))
        {
            renaming.text = suggestion.to_owned();
            renaming.is_new = true;
        }
        let field = TextEdit::singleline(&mut renaming.text)
            .id(id)
            .desired_width(rect.width())
            .margin(vec2(4.0, 2.0))
            .hint_text(hint)
            .lock_focus(suggestion.is_some() && is_empty);
        let response = ui.put(rect, field).accessible_name("Name of the cluster");
        if std::mem::take(&mut renaming.is_new) {
            response.request_focus();
            let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
            let all = egui::text::CCursorRange::two(
                egui::text::CCursor::new(0),
                egui::text::CCursor::new(renaming.text.chars().count()),
            );
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), id);
            return;
        }
        if response.lost_focus() {
            let is_cancelled = ui.input(|input| input.key_pressed(Key::Escape));
            let name = renaming.text.trim().to_owned();
            let is_same = name == cluster.name || (name.is_empty() && !cluster.is_named);
            if !is_cancelled && !is_same {
                out.edit(EditRequest::Rename { cluster: cluster.id, name });
            }
            self.renaming = None;
        }
    }

    /// What to do with marked clusters, and where images become a new cluster.
    fn footer_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, selected: &[ImageId], out: &mut Out) {
        if self.marked.len() > 1 {
            let marked = || self.marked.iter().filter_map(|id| snapshot.cluster(*id));
            let n: usize = marked().map(|cluster| cluster.members.len()).sum();
            ui.add_space(4.0);
            super::widgets::card(ui, |ui| {
                let text = format!("{} marked, {}", words::clusters(self.marked.len()), words::images(n));
                ui.label(text);
                ui.horizontal(|ui| {
                    let tip = Command::Merge.tooltip_with_key(ui.ctx());
                    if primary_button(ui, "Merge\u{2026}", true).on_hover_text(tip).clicked() {
                        out.commands.push(Command::Merge);
                    }
                    if ui.button("Unmark all").on_hover_text("Merges nothing").clicked() {
                        self.marked.clear();
                    }
                });
            });
        }
        ui.add_space(2.0);
        new_cluster_ui(ui, selected, out);
    }
}

/// What a cluster that nobody has named may be called, where the features know words.
fn suggestion(shared: Shared<'_>, cluster: &ClusterView) -> Option<String> {
    if cluster.is_named {
        return None;
    }
    match shared.reader.suggestions(cluster.id) {
        Fetch::Ready(names) => names.first().map(|(name, _)| name.clone()),
        _ => None,
    }
}

/// The id of a cluster's row, to move the keyboard there.
fn row_id(cluster: ClusterId) -> Id {
    Id::unique(("cluster row", cluster))
}

/// Up and down move from row to row while a row has the keyboard.
fn arrow_target(ui: &Ui, response: &Response, at: usize, n: usize) -> Option<usize> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let (up, down) = ui.input(|input| (input.key_pressed(Key::ArrowUp), input.key_pressed(Key::ArrowDown)));
    match (up, down) {
        (true, _) if at > 0 => Some(at - 1),
        (_, true) if at + 1 < n => Some(at + 1),
        _ => None,
    }
}

/// Positions in `clusters` of those that the filter lets through, in order.
fn order(clusters: &[std::sync::Arc<ClusterView>], sort: ClusterSort, filter: &str) -> Vec<usize> {
    let matches = |&i: &usize| words::contains_ignoring_case(&clusters[i].name, filter);
    let mut order: Vec<usize> = (0..clusters.len()).filter(matches).collect();
    match sort {
        ClusterSort::Size => (),
        ClusterSort::Name => order.sort_by_cached_key(|&i| natural(&clusters[i].name)),
        ClusterSort::Doubtful => {
            order.sort_by(|&a, &b| clusters[a].mean_confidence.total_cmp(&clusters[b].mean_confidence));
        }
    }
    order
}

/// A key by which "Cluster 10" comes after "Cluster 9": texts and the numbers behind them.
fn natural(name: &str) -> Vec<(String, u64)> {
    let lower = name.to_lowercase();
    let mut rest = lower.as_str();
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (text, tail) = rest.split_at(rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len()));
        let (digits, tail) = tail.split_at(tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len()));
        parts.push((text.to_owned(), digits.parse().unwrap_or(0)));
        rest = tail;
    }
    parts
}

fn empty_ui(ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) {
    caption(ui, "CLUSTERS");
    ui.add_space(4.0);
    if is_at_work(snapshot, JobKind::Run) {
        ui.label("Learning from the images. A first guess of the clusters appears here soon.");
    } else if is_at_work(snapshot, JobKind::Import) {
        ui.label("The folder is being read. Discover finds the clusters once that is done.");
    } else if snapshot.images.rows.is_empty() {
        ui.label("No readable images are in this folder.");
        let skipped = Command::ShowSkipped;
        if !snapshot.skipped.is_empty() && ui.button(skipped.label()).on_hover_text(skipped.tooltip()).clicked() {
            out.commands.push(Command::ShowSkipped);
        }
    } else {
        ui.label("There are none yet. Discover learns from the images and sorts them into clusters.");
        ui.add_space(4.0);
        let tip = Command::Discover.tooltip_with_key(ui.ctx());
        if ui.button(Command::Discover.label()).on_hover_text(tip).clicked() {
            out.commands.push(Command::Discover);
        }
    }
}

/// The groups of a run that still trains: to look at, not to edit.
fn provisional_ui(ui: &mut Ui, shared: Shared<'_>, view: &ViewState, thumbs: &mut Thumbs, out: &mut Out) {
    let Some(guess) = &shared.snapshot.provisional else { return };
    let colors = Palette::of(ui);
    note(ui, Icon::Info, colors.warning, |ui| {
        ui.label(super::theme::strong("A first guess"));
        ui.label(format!("By {}. It gets better while the run goes on, and can not be changed yet.", guess.source));
    });
    ui.add_space(6.0);
    ScrollArea::vertical().id_salt("first guess").auto_shrink(false).show_rows(
        ui,
        ROW_HEIGHT,
        guess.clusters.len(),
        |ui, range| {
            for i in range {
                let members = &guess.clusters[i];
                let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW_HEIGHT));
                let is_shown = view.shown == Shown::Provisional(i);
                let id = Id::unique(("first guess", i));
                row::paint_ground(ui, rect, id, RowState { is_shown, ..RowState::default() });
                if let Some(cover) = members.first() {
                    cover_ui(ui, shared, row::cover_rect(rect), *cover, thumbs);
                }
                let response = ui.interact(rect, id, Sense::click());
                let name = format!("Group {}", i + 1);
                response.widget_info(|| {
                    let name = format!("{name}, {}", words::images(members.len()));
                    WidgetInfo::selected(Role::Button, true, is_shown, name)
                });
                let at = row::cover_rect(rect).right_center() + vec2(12.0, 0.0);
                let font = egui::FontId::proportional(13.5);
                ui.painter().text(at, Align2::LEFT_CENTER, name, font.clone(), colors.text);
                let right = pos2(rect.right() - 10.0, rect.center().y);
                ui.painter().text(right, Align2::RIGHT_CENTER, words::number(members.len()), font, colors.weak);
                if response.clicked() {
                    out.intents.push(Intent::Show(Shown::Provisional(i)));
                }
            }
        },
    );
}

fn cover_ui(ui: &mut Ui, shared: Shared<'_>, rect: Rect, image: ImageId, thumbs: &mut Thumbs) {
    ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
        thumbs.thumb_ui(ui, shared.reader, image, rect.size());
    });
}

/// Takes selected or dropped images as a new cluster.
fn new_cluster_ui(ui: &mut Ui, selected: &[ImageId], out: &mut Out) {
    let colors = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "New cluster"));
    let is_target = response.dnd_hover_payload::<DraggedImages>().is_some();
    if is_target {
        ui.painter().rect_filled(rect, 8.0, colors.selected);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 8.0, colors.control);
    }
    let line = if is_target || response.has_focus() { colors.accent_text } else { colors.line_strong };
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(egui::Shape::dashed_line(&corners, Stroke::new(1.0, line), 5.0, 4.0));
    let icon = Rect::from_center_size(rect.left_center() + vec2(20.0, 0.0), vec2(12.0, 12.0));
    Icon::Plus.paint(ui.painter(), icon, colors.weak);
    let font = egui::FontId::proportional(13.0);
    let at = rect.left_center() + vec2(36.0, 0.0);
    ui.painter().text(at, Align2::LEFT_CENTER, "New cluster", font, colors.weak);
    if let Some(images) = response.dnd_release_payload::<DraggedImages>() {
        out.new_cluster = Some(images.0.clone());
    }
    let tip = match selected.len() {
        0 => "Drop images here, or select some first.".to_owned(),
        n => format!("Makes a new cluster of {}.", words::images(n)),
    };
    if response.on_hover_text(tip).clicked() {
        out.commands.push(Command::MoveToNew);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_people_count() {
        let mut names = ["Cluster 10", "cluster 9", "Boats", "9 lives", "Cluster 1b", "Cluster 1"];
        names.sort_by_cached_key(|name| natural(name));
        assert_eq!(names, ["9 lives", "Boats", "Cluster 1", "Cluster 1b", "cluster 9", "Cluster 10"]);
    }
}
