//! The name of a group as a field in its row. What it may be called stands in it; Enter names it and goes on to the next group
//! that has no name, so that all are named without leaving the keyboard. A name that another group has is offered as a merge.

use super::ClusterList;
use super::order::names_to_give;
use super::row;
use super::rows::row_id;
use crate::gui::frame::{Frame, Intent, Shown};
use crate::gui::kit::colours;
use crate::gui::kit::name_field::{Look, NameField, Named, Offer};
use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::primary_button;
use crate::gui::kit::words;
use crate::ids::ClusterId;
use crate::session::protocol::{Change, ClusterView, Edit, OnSame, Snapshot};
use crate::session::{NameSource, Suggestions};
use crate::strings::say;
use crate::text::same_name;
use egui::{Id, Rect, Ui, vec2};
use std::sync::Arc;

/// Names of other groups that are offered, at most.
const N_OFFERED: usize = 12;

/// The name that is being edited.
pub struct Renaming {
    /// The group that gets a name.
    pub cluster: ClusterId,
    field: NameField,
    /// Those that have none either, in the order in which they come after it; not known before it was drawn.
    next: Option<Vec<ClusterId>>,
    /// A group was passed, and is left without a name.
    has_passed: bool,
    /// It is not drawn in this frame: the letters in its input were typed in the field before.
    typed_before: Option<u64>,
}

impl Renaming {
    /// Begins with the name that a person gave.
    pub fn new(cluster: &ClusterView) -> Self {
        // An automatic name is nothing to keep a letter of; the field then shows what the group may be called.
        let text = if cluster.is_named { cluster.name.clone() } else { String::new() };
        Self { cluster: cluster.id, field: NameField::new(text), next: None, has_passed: false, typed_before: None }
    }
}

/// The field, to move the keyboard there.
fn field_id() -> Id {
    Id::unique("rename cluster")
}

impl ClusterList {
    /// The first group that has no name, in the order of the list.
    pub fn first_unnamed(&self, snapshot: &Snapshot) -> Option<ClusterId> {
        names_to_give(&snapshot.clusters, self.sort, None).first().copied()
    }

    /// Draws the field in its row, and does what is entered.
    pub(super) fn rename_ui(
        &mut self,
        ui: &mut Ui,
        frame: &mut Frame<'_>,
        row: Rect,
        cluster: &ClusterView,
        suggestions: &Suggestions,
    ) {
        let now = ui.ctx().cumulative_pass_nr();
        let Some(renaming) = self.renaming.as_mut().filter(|renaming| renaming.typed_before != Some(now)) else {
            return;
        };
        let (snapshot, sort) = (frame.snapshot, self.sort);
        renaming.next.get_or_insert_with(|| names_to_give(&snapshot.clusters, sort, Some(cluster.id)));
        let named = renaming.field_ui(ui, frame, row::name_rect(row), cluster, suggestions);
        let is_by_key = !matches!(named, Named::Left(_));
        // Nothing typed and nothing suggested: it stays without a name.
        let is_left_open = matches!(&named, Named::Entered { name, .. } if name.trim().is_empty());
        renaming.has_passed |= named == Named::Passed || is_left_open;
        let after = match named {
            Named::Not => return,
            Named::Cancelled => None,
            Named::Left(name) => {
                rename(frame, cluster, name, false);
                None
            }
            Named::Passed => Some(String::new()),
            Named::Entered { name, is_kept_apart, after } => {
                rename(frame, cluster, name, is_kept_apart);
                // Who gives a group another name wants that and nothing else.
                (!cluster.is_named).then_some(after)
            }
        };
        let was_in_list = std::mem::take(&mut self.was_renamed_in_list);
        let Some(ended) = self.renaming.take() else { return };
        match after {
            Some(after) => self.name_next(ui, frame, ended, after),
            None => ui.memory_mut(|memory| {
                memory.surrender_focus(field_id());
                if was_in_list && is_by_key {
                    // A name that was asked for in the list gives the keyboard back to its row.
                    memory.request_focus(row_id(cluster.id));
                }
            }),
        }
    }

    /// Opens the field of the next group that has no name, with what was typed for it already.
    fn name_next(&mut self, ui: &Ui, frame: &mut Frame<'_>, ended: Renaming, typed: String) {
        let (mut next, has_passed) = (ended.next.unwrap_or_default(), ended.has_passed);
        let is_open = |id: &ClusterId| frame.snapshot.cluster(*id).filter(|cluster| !cluster.is_named);
        let Some(at) = next.iter().position(|id| is_open(id).is_some()) else {
            ui.memory_mut(|memory| memory.surrender_focus(field_id()));
            if !has_passed {
                frame.out.intents.push(Intent::Hint(say!("names-all-named").to_owned()));
            }
            return;
        };
        let cluster = next.drain(..=at).next_back().and_then(|id| frame.snapshot.cluster(id));
        let Some(cluster) = cluster else { return };
        self.begin_rename(cluster);
        let typed_before = Some(ui.ctx().cumulative_pass_nr());
        let field = NameField::begun(typed);
        self.renaming = Some(Renaming { cluster: cluster.id, field, next: Some(next), has_passed, typed_before });
        frame.out.intents.push(Intent::Show(Shown::Cluster(cluster.id)));
        // At once: letters that come before the field is drawn are its own.
        ui.memory_mut(|memory| memory.request_focus(field_id()));
    }
}

impl Renaming {
    fn field_ui(
        &mut self,
        ui: &mut Ui,
        frame: &mut Frame<'_>,
        rect: Rect,
        cluster: &ClusterView,
        suggestions: &Suggestions,
    ) -> Named {
        let ghost = suggestions.names.first().map(|suggested| suggested.name.as_str()).filter(|_| !cluster.is_named);
        let offers = offers(self.field.text(), frame.snapshot, cluster, suggestions);
        let same = called(frame.snapshot, cluster.id, self.field.shown(&offers, ghost)).cloned();
        let help = match (&same, cluster.is_named) {
            (Some(_), _) => say!("names-help-same"),
            (None, true) => say!("names-help-rename"),
            (None, false) => say!("names-help"),
        };
        let look = Look { rect, id: field_id(), spoken: say!("names-field"), hint: &cluster.name, ghost, help };
        let mut pressed = None;
        let named = self.field.field_ui(ui, &look, &offers, |ui| {
            if let Some(other) = &same {
                pressed = same_ui(ui, frame, cluster, other);
            }
        });
        match (pressed, same) {
            (Some(is_kept_apart), Some(other)) => {
                let name = other.name.clone();
                Named::Entered { name, is_kept_apart, after: String::new() }
            }
            _ => named,
        }
    }
}

/// Names that go on as the text begins: those of other groups, then what the group may be called. Without a text what it may
/// be called comes first.
fn offers(text: &str, snapshot: &Snapshot, cluster: &ClusterView, suggestions: &Suggestions) -> Vec<Offer> {
    let begins = |name: &str| name.to_lowercase().starts_with(&text.to_lowercase());
    let fits = |name: &str| words::contains_ignoring_case(name, text) && name != text;
    let suggested = suggestions.names.iter().filter(|suggested| fits(&suggested.name));
    let suggested = suggested
        .map(|suggested| Offer { name: suggested.name.clone(), about: source_words(suggested.from).to_owned() });
    let others = snapshot.clusters.iter().filter(|other| other.is_named && other.id != cluster.id && fits(&other.name));
    let others =
        others.map(|other| Offer { name: other.name.clone(), about: say!("count-images", n = other.members.len()) });
    let mut offers: Vec<Offer> = match (text.is_empty(), cluster.is_named) {
        (true, true) => Vec::new(),
        (true, false) => suggested.chain(others).collect(),
        // All of a name that stands there is no beginning of another.
        (false, true) if text == cluster.name => Vec::new(),
        (false, _) => others.chain(suggested).collect(),
    };
    let mut seen = std::collections::BTreeSet::new();
    offers.retain(|offer| seen.insert(offer.name.to_lowercase()));
    if !text.is_empty() {
        // Stable: of those that begin so the groups still come first.
        offers.sort_by_key(|offer| !begins(&offer.name));
    }
    offers.truncate(N_OFFERED);
    offers
}

/// Where a name comes from, in a few words.
pub fn source_words(from: NameSource) -> &'static str {
    match from {
        NameSource::Earlier => say!("names-from-earlier"),
        NameSource::Folder => say!("names-from-folder"),
        NameSource::Words => say!("names-from-words"),
        NameSource::Network => say!("names-from-network"),
    }
}

/// The other group that has this name.
fn called<'a>(snapshot: &'a Snapshot, cluster: ClusterId, name: &str) -> Option<&'a Arc<ClusterView>> {
    let name = same_name(name);
    let is_other = |other: &&Arc<ClusterView>| other.id != cluster && same_name(&other.name) == name;
    snapshot.clusters.iter().filter(|_| !name.is_empty()).find(is_other)
}

/// Both groups, and what becomes of them; whether they are to be kept apart, once that was said.
fn same_ui(ui: &mut Ui, frame: &mut Frame<'_>, cluster: &ClusterView, other: &ClusterView) -> Option<bool> {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for group in [cluster, other] {
            if let Some(cover) = group.cover {
                frame.thumbs.thumb_ui(ui, frame.fetcher, cover, vec2(46.0, 46.0));
            }
        }
        ui.vertical(|ui| {
            ui.horizontal(|ui| {
                colours::swatch_ui(ui, other);
                ui.label(strong(say!("names-merge", name = &other.name)));
            });
            let (own, others) = (cluster.members.len(), other.members.len());
            ui.label(say!("names-merge-sum", own = own, other = others, n = own + others));
        });
    });
    let pressed = ui.horizontal(|ui| {
        let merge = primary_button(ui, say!("names-merge-button"), true).on_hover_text("Enter").clicked();
        let keep = ui.button(say!("names-keep-both")).on_hover_text(say!("names-keep-both.tip")).clicked();
        match (merge, keep) {
            (true, _) => Some(false),
            (_, true) => Some(true),
            _ => None,
        }
    });
    ui.add_space(4.0);
    pressed.inner
}

/// Asks for the name; where another group has it, for what was chosen of the two.
fn rename(frame: &mut Frame<'_>, cluster: &ClusterView, name: String, is_kept_apart: bool) {
    let is_same = name == cluster.name || (name.is_empty() && !cluster.is_named);
    if is_same {
        return;
    }
    match called(frame.snapshot, cluster.id, &name) {
        Some(other) if !is_kept_apart => frame.out.edit(Edit::Merge { into: other.id, from: vec![cluster.id] }),
        Some(_) => frame.out.edit(Change::Rename { cluster: cluster.id, name, on_same: OnSame::KeepBoth }),
        None => frame.out.edit(Edit::Rename { cluster: cluster.id, name }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::session::SuggestedName;

    #[test]
    fn what_it_may_be_called_comes_first_until_one_types() {
        let snapshot = fixtures::clustered();
        let cluster = snapshot.cluster(ClusterId(3)).expect("one without a name");
        let name = |name: &str, from| SuggestedName { name: name.into(), from, lead: 0.5 };
        let names = vec![name("boa", NameSource::Folder), name("cats", NameSource::Network)];
        let suggestions = Suggestions { names, note: None };
        let of = |text: &str| -> Vec<String> {
            offers(text, &snapshot, cluster, &suggestions).into_iter().map(|offer| offer.name).collect()
        };
        assert_eq!(of("")[..3], ["boa", "cats", "Dogs"].map(str::to_owned), "a name is offered once");
        assert_eq!(of("bo"), ["Boats", "boa"]);
        assert_eq!(of("boa"), ["Boats"]);
        let cats = snapshot.cluster(ClusterId(1)).expect("named");
        assert!(offers("Cats", &snapshot, cats, &Suggestions::default()).is_empty());
    }
}
