//! The rows of the list, as many as can be seen: headings that open and close, and groups with their cover. Where the row that
//! has the keyboard goes elsewhere it is followed; where it goes away its neighbour takes its place.

use super::ClusterList;
use super::order::{Entry, Heading};
use super::row::{self, ROW_HEIGHT, RowState};
use crate::gui::frame::{DraggedImages, Frame, Intent, MarkKind, Shown};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong_family};
use crate::gui::kit::widgets::elided_font;
use crate::ids::ClusterId;
use crate::session::Suggestions;
use crate::session::protocol::{ClusterView, Edit, Fetch};
use crate::strings::say;
use egui::accesskit::Role;
use egui::{
    Align2, EventFilter, FontId, Id, Key, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};
use std::sync::Arc;

/// Height of a heading.
const HEADING_HEIGHT: f32 = 28.0;

impl ClusterList {
    pub(super) fn rows_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, entries: &[Entry], height: f32) {
        let clusters = &frame.snapshot.clusters;
        let (tops, total) = tops(entries, ui.spacing().item_spacing.y);
        let is_shown =
            |entry: &Entry| matches!(entry, Entry::Cluster(i) if frame.view.shown == Shown::Cluster(clusters[*i].id));
        let mut area = ScrollArea::vertical().id_salt("clusters").auto_shrink(false).max_height(height);
        let shown = entries.iter().position(is_shown).filter(|_| std::mem::take(&mut self.scroll_to_shown));
        if let Some(top) = shown.map(|at| tops[at])
            && (top < self.offset || top + ROW_HEIGHT > self.offset + height)
        {
            area = area.vertical_scroll_offset((top - height / 2.0 + ROW_HEIGHT / 2.0).max(0.0));
        }
        let rows: Vec<ClusterId> = entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Cluster(i) => Some(clusters[*i].id),
                Entry::Heading(_) => None,
            })
            .collect();
        if let Some(top) = self.follow_focus(ui, entries, clusters, &rows).map(|at| tops[at])
            && (top < self.offset || top + ROW_HEIGHT > self.offset + height)
        {
            area = area.vertical_scroll_offset((top - height / 2.0 + ROW_HEIGHT / 2.0).max(0.0));
        }
        let mut next = None;
        let output = area.show_viewport(ui, |ui, viewport| {
            ui.set_height(total);
            let origin = ui.max_rect().min;
            let width = ui.available_width();
            for (entry, &top) in entries.iter().zip(&tops) {
                let size = vec2(width, entry_height(entry));
                if top + size.y < viewport.top() || top > viewport.bottom() {
                    continue;
                }
                let rect = Rect::from_min_size(origin + vec2(0.0, top), size);
                match entry {
                    Entry::Heading(heading) => self.heading_ui(ui, frame, rect, heading),
                    Entry::Cluster(i) => {
                        let response = self.row_ui(ui, frame, rect, &clusters[*i]);
                        // Taken up after all rows, or the next one would answer to the same key.
                        let at = rows.iter().position(|id| *id == clusters[*i].id).unwrap_or_default();
                        next = next.or(arrow_target(ui, &response, at, rows.len()));
                    }
                }
            }
        });
        if let Some(next) = next.map(|at| rows[at]) {
            frame.out.intents.push(Intent::Show(Shown::Cluster(next)));
            ui.memory_mut(|memory| memory.request_focus(row_id(next)));
        }
        self.offset = output.state.clamped_offset().y;
        let focused = ui.memory(egui::Memory::focused);
        self.focused = rows.iter().enumerate().find(|(_, id)| Some(row_id(**id)) == focused).map(|(at, id)| (*id, at));
    }

    /// Where the row that has the keyboard stands now, if an edit moved it; where it is gone, its neighbour has the keyboard.
    fn follow_focus(
        &mut self,
        ui: &Ui,
        entries: &[Entry],
        clusters: &[Arc<ClusterView>],
        rows: &[ClusterId],
    ) -> Option<usize> {
        let (id, before) = self.focused.take()?;
        let focused = ui.memory(egui::Memory::focused);
        if focused.is_some_and(|focused| focused != row_id(id)) {
            return None;
        }
        let now = rows.iter().position(|row| *row == id);
        let at = now.or_else(|| rows.len().checked_sub(1).map(|last| before.min(last)))?;
        if now == Some(before) {
            return None;
        }
        ui.memory_mut(|memory| memory.request_focus(row_id(rows[at])));
        entries.iter().position(|entry| matches!(entry, Entry::Cluster(i) if clusters[*i].id == rows[at]))
    }

    /// The heading of a group: a click opens or closes it.
    fn heading_ui(&mut self, ui: &Ui, frame: &mut Frame<'_>, rect: Rect, heading: &Heading) {
        let Heading { group, clusters, is_open } = heading;
        let (snapshot, group, is_open) = (frame.snapshot, group.as_ref(), *is_open);
        let colors = Palette::of(ui);
        let name = group.map_or(say!("groups-no-heading"), String::as_str);
        let n: usize = clusters.iter().map(|&i| snapshot.clusters[i].members.len()).sum();
        let response = ui.interact(rect, Id::unique(("heading of a group", group)), Sense::click());
        response.widget_info(|| {
            let name = if is_open {
                say!("groups-heading-open", name = name, n = clusters.len())
            } else {
                say!("groups-heading-closed", name = name, n = clusters.len())
            };
            WidgetInfo::labeled(Role::Button, true, name)
        });
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, 6.0, colors.control);
        }
        if response.has_focus() {
            ui.painter().rect_stroke(rect, 6.0, Stroke::new(1.5, colors.accent_text), StrokeKind::Inside);
        }
        let icon = Rect::from_center_size(pos2(rect.left() + 12.0, rect.center().y), vec2(10.0, 10.0));
        (if is_open { Icon::ChevronDown } else { Icon::ChevronRight }).paint(ui.painter(), icon, colors.weak);
        let detail = say!("groups-heading-detail", groups = clusters.len(), n = n);
        let right = pos2(rect.right() - 10.0, rect.center().y);
        let right = ui.painter().text(right, Align2::RIGHT_CENTER, detail, FontId::proportional(11.5), colors.weak);
        let color = if group.is_some() { colors.text } else { colors.weak };
        let width = right.left() - rect.left() - 32.0;
        let galley = elided_font(ui, name, FontId::new(12.5, strong_family()), width, color);
        ui.painter().galley(pos2(rect.left() + 24.0, rect.center().y - galley.size().y / 2.0), galley, color);
        if response.clicked() {
            let group = group.cloned();
            if is_open {
                self.closed.insert(group);
            } else {
                self.closed.remove(&group);
            }
        }
        let Some(group) = group else { return };
        let members: Vec<ClusterId> = clusters.iter().map(|&i| snapshot.clusters[i].id).collect();
        response.context_menu(|ui| {
            ui.set_min_width(170.0);
            if ui.button(say!("groups-rename-heading")).on_hover_text(say!("groups-rename-heading.tip")).clicked() {
                frame.out.intents.push(Intent::AskMark(members.clone(), MarkKind::Group));
            }
            if ui.button(say!("groups-remove-heading")).on_hover_text(say!("groups-remove-heading.tip")).clicked() {
                frame.out.edit(Edit::Group { name: String::new(), clusters: members.clone() });
            }
        });
        response.on_hover_text(say!("groups-heading-tip", name = group));
    }

    fn row_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, rect: Rect, cluster: &ClusterView) -> Response {
        let is_renamed = self.renaming.as_ref().is_some_and(|renaming| renaming.cluster == cluster.id);
        let is_shown = frame.view.shown == Shown::Cluster(cluster.id);
        let is_marked = self.marked.contains(&cluster.id);
        let state = RowState { is_shown, is_marked, is_renamed };
        row::paint_ground(ui, rect, row_id(cluster.id), state);
        if let Some(cover) = &cluster.cover {
            row::cover_ui(ui, frame, row::cover_rect(rect), *cover);
        }
        let suggestions = suggestions(frame, cluster);
        let suggestion = suggestions.names.first().map(|suggested| suggested.name.as_str());
        row::paint_cluster(ui, rect, cluster, suggestion, state);
        // After the cover, so that the row and not its picture takes clicks.
        let response = ui.interact(rect, row_id(cluster.id), Sense::click());
        response.widget_info(|| {
            let name = say!("groups-row", name = &cluster.name, n = cluster.members.len());
            WidgetInfo::selected(Role::Button, true, is_shown, name)
        });
        if is_renamed {
            self.rename_ui(ui, frame, rect, cluster, &suggestions);
        }
        if let Some(images) = response.dnd_release_payload::<DraggedImages>() {
            frame.out.edit(Edit::Move { images: images.0.clone(), to: Some(cluster.id) });
        }
        let is_on_name =
            is_shown && response.interact_pointer_pos().is_some_and(|at| row::name_rect(rect).contains(at));
        let is_plain = ui.input(|input| input.modifiers.is_none());
        if response.double_clicked() || (response.clicked() && is_on_name && is_plain) {
            frame.out.intents.push(Intent::BeginRename(cluster.id));
        } else if response.clicked() {
            if ui.input(|input| input.modifiers.command) {
                self.toggle_mark(cluster.id, frame.view.shown);
            } else {
                self.marked.clear();
                frame.out.intents.push(Intent::Show(Shown::Cluster(cluster.id)));
            }
        }
        response.context_menu(|ui| self.menu_ui(ui, frame, cluster, &suggestions));
        if !is_renamed && egui::DragAndDrop::payload::<DraggedImages>(ui.ctx()).is_none() {
            return response.on_hover_text(row::tooltip(cluster, &suggestions));
        }
        response
    }
}

/// How high a row is.
fn entry_height(entry: &Entry) -> f32 {
    match entry {
        Entry::Heading(_) => HEADING_HEIGHT,
        Entry::Cluster(_) => ROW_HEIGHT,
    }
}

/// Where each row begins, and how high all of them are.
fn tops(entries: &[Entry], gap: f32) -> (Vec<f32>, f32) {
    let mut y = 0.0;
    let tops = entries.iter().map(|entry| {
        let top = y;
        y += entry_height(entry) + gap;
        top
    });
    let tops = tops.collect();
    (tops, (y - gap).max(0.0))
}

/// What a cluster that nobody has named may be called, where something is known of what its images show.
fn suggestions(frame: &Frame<'_>, cluster: &ClusterView) -> Arc<Suggestions> {
    if cluster.is_named {
        return Arc::default();
    }
    match frame.fetcher.suggestions(cluster.id) {
        Fetch::Ready(names) => names,
        _ => Arc::default(),
    }
}

/// The id of a cluster's row, to move the keyboard there.
pub(super) fn row_id(cluster: ClusterId) -> Id {
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
