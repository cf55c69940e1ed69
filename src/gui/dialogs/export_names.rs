//! Groups that have no name, named before labels are written: a field each, with what the group may be called.
//!
//! What is typed is kept until the labels are written; nothing is renamed before.

use crate::gui::frame::Frame;
use crate::gui::frame::fetch::suggested_name;
use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::{boxed, weak};
use crate::ids::ClusterId;
use crate::session::protocol::{Change, ClusterView, OnSame, Snapshot};
use crate::strings::{join, say};
use crate::text::{numbered, same_name};
use egui::{Id, Key, ScrollArea, TextEdit, Ui, vec2};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Side of a cover.
const SIDE: f32 = 36.0;
/// Groups that are called by name where they are left without one.
const MOST_TOLD: usize = 6;

/// A name that is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Typed {
    text: String,
    /// Where another group has that name: make the two one.
    merges: bool,
}

/// What groups are to be called.
#[derive(Default)]
pub struct ExportNames {
    typed: BTreeMap<ClusterId, Typed>,
}

/// Groups with images and without a name.
fn unnamed(snapshot: &Snapshot) -> impl Iterator<Item = &Arc<ClusterView>> {
    snapshot.clusters.iter().filter(|cluster| !cluster.is_named && !cluster.members.is_empty())
}

fn field_id(cluster: ClusterId) -> Id {
    Id::unique(("name before export", cluster))
}

impl ExportNames {
    /// Draws the fields, if there is a group without a name.
    pub fn names_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let clusters: Vec<Arc<ClusterView>> = unnamed(frame.snapshot).cloned().collect();
        self.typed.retain(|id, _| clusters.iter().any(|cluster| cluster.id == *id));
        if clusters.is_empty() {
            return;
        }
        let n_all = frame.snapshot.clusters.iter().filter(|cluster| !cluster.members.is_empty()).count();
        ui.horizontal_wrapped(|ui| {
            ui.label(strong(say!("export-unnamed", n = clusters.len(), all = n_all)));
            self.all_suggested_ui(ui, frame, &clusters);
        });
        let height = (SIDE + 8.0) * clusters.len().min(3) as f32 + if clusters.len() > 3 { 20.0 } else { 0.0 };
        ScrollArea::vertical().id_salt("names before export").max_height(height).auto_shrink([false, true]).show(
            ui,
            |ui| {
                for (at, cluster) in clusters.iter().enumerate() {
                    let next = clusters.get(at + 1).map(|next| next.id);
                    self.field_ui(ui, frame, cluster, next);
                }
            },
        );
        let left: Vec<&str> = clusters
            .iter()
            .filter(|cluster| self.name_of(cluster.id).is_none())
            .map(|cluster| cluster.name.as_str())
            .collect();
        match left.len() {
            0 => (),
            n if n > MOST_TOLD => drop(weak(ui, say!("export-left-many", n = n, first = left[0]))),
            n => drop(weak(ui, say!("export-left", n = n, names = join(&left)))),
        }
        ui.add_space(8.0);
    }

    /// One button for all names that are suggested, where there are several. What is typed stays.
    fn all_suggested_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, clusters: &[Arc<ClusterView>]) {
        let empty = clusters.iter().filter(|cluster| self.name_of(cluster.id).is_none());
        let suggested = |cluster: &Arc<ClusterView>| Some((cluster.id, suggested_name(frame.fetcher, cluster)?));
        let suggested: Vec<(ClusterId, String)> = empty.filter_map(suggested).collect();
        if suggested.len() < 2 {
            return;
        }
        let button = ui.button(say!("export-suggested-all", n = suggested.len()));
        if button.on_hover_text(say!("export-suggested-all.tip")).clicked() {
            for (cluster, name) in suggested {
                self.typed.entry(cluster).or_default().text = name;
            }
        }
    }

    /// One group: its cover, the field, and what becomes of a name that another one has.
    fn field_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView, next: Option<ClusterId>) {
        let suggested = suggested_name(frame.fetcher, cluster);
        let others = self.others(frame.snapshot, cluster.id);
        let typed = self.typed.entry(cluster.id).or_default();
        ui.horizontal(|ui| {
            if let Some(cover) = cluster.cover {
                frame.thumbs.thumb_ui(ui, frame.fetcher, cover, vec2(SIDE, SIDE));
            }
            ui.vertical(|ui| {
                ui.horizontal(|ui| {
                    let field = TextEdit::singleline(&mut typed.text)
                        .id(field_id(cluster.id))
                        .desired_width(200.0)
                        .margin(vec2(8.0, 4.0))
                        .hint_text(cluster.name.clone());
                    let response = ui.add(field).accessible_name(say!("export-name-of", name = &cluster.name));
                    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                        next.map(field_id).into_iter().for_each(|id| ui.memory_mut(|memory| memory.request_focus(id)));
                    }
                    if let Some(suggested) = suggested.filter(|_| typed.text.trim().is_empty()) {
                        let button = ui.button(say!("export-suggested", name = &suggested));
                        if button.on_hover_text(say!("export-suggested.tip")).clicked() {
                            typed.text = suggested;
                        }
                    }
                    weak(ui, say!("count-images", n = cluster.members.len()));
                });
                let name = typed.text.trim();
                if let Some(other) = others.get(&same_name(name)).filter(|_| !name.is_empty()) {
                    let free = numbered(name, |name| others.contains_key(&same_name(name)));
                    boxed(ui, |ui| ui.checkbox(&mut typed.merges, say!("export-merge", name = other)));
                    if !typed.merges {
                        weak(ui, say!("export-keep-both", name = &free));
                    }
                }
            });
        });
    }

    /// The names that other groups have, or are to have; by their form that is compared.
    fn others(&self, snapshot: &Snapshot, cluster: ClusterId) -> HashMap<String, String> {
        let others = snapshot.clusters.iter().filter(|other| other.id != cluster);
        let mut names: HashMap<String, String> =
            others.map(|other| (same_name(&other.name), other.name.clone())).collect();
        let before = unnamed(snapshot).take_while(|other| other.id != cluster);
        let typed = before.filter_map(|other| self.name_of(other.id));
        names.extend(typed.map(|name| (same_name(name), name.to_owned())));
        names
    }

    fn name_of(&self, cluster: ClusterId) -> Option<&str> {
        self.typed.get(&cluster).map(|typed| typed.text.trim()).filter(|name| !name.is_empty())
    }

    /// A name is being typed: Enter goes to the next, and writes nothing.
    pub fn has_focus(&self, ui: &Ui) -> bool {
        let focused = ui.memory(egui::Memory::focused);
        focused.is_some_and(|focused| self.typed.keys().any(|id| field_id(*id) == focused))
    }

    /// The changes that give the names, in the order of the list; they are forgotten here.
    pub fn take(&mut self, snapshot: &Snapshot) -> Vec<Change> {
        let change = |cluster: &Arc<ClusterView>| {
            let typed = self.typed.get(&cluster.id)?;
            let on_same = if typed.merges { OnSame::Merge } else { OnSame::KeepBoth };
            Some(Change::Rename { cluster: cluster.id, name: self.name_of(cluster.id)?.to_owned(), on_same })
        };
        let changes = unnamed(snapshot).filter_map(change).collect();
        self.typed.clear();
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    #[test]
    fn typed_names_become_changes_and_equal_ones_are_told_apart() {
        let snapshot = fixtures::clustered();
        let unnamed: Vec<ClusterId> = unnamed(&snapshot).map(|cluster| cluster.id).collect();
        assert_eq!(unnamed, [3, 6, 8].map(ClusterId));
        let mut names = ExportNames::default();
        let typed = |text: &str, merges| Typed { text: text.into(), merges };
        names.typed.insert(unnamed[0], typed(" Owls ", false));
        names.typed.insert(unnamed[1], typed("CATS", true));
        names.typed.insert(unnamed[2], typed("  ", false));
        assert_eq!(names.others(&snapshot, unnamed[1]).get("owls").map(String::as_str), Some("Owls"));
        assert!(names.others(&snapshot, unnamed[0]).contains_key("cats"));
        let rename = |cluster, name: &str, on_same| Change::Rename { cluster, name: name.into(), on_same };
        let expected = [rename(unnamed[0], "Owls", OnSame::KeepBoth), rename(unnamed[1], "CATS", OnSame::Merge)];
        assert_eq!(names.take(&snapshot), expected);
        assert_eq!(names.take(&snapshot), []);
    }
}
