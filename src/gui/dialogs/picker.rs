//! Chooses a group: those that are nearest come first, letters find by name, and a name that no group has makes a new one.
//!
//! Its list is as high as it was when it was opened, so that nothing moves while one types. What is done with the group is no
//! matter of it.

use crate::gui::frame::Frame;
use crate::gui::frame::fetch::suggested_names;
use crate::gui::kit::choice::{ChoiceRow, WITH_COVER, choice_row_ui, step};
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{takes_key, weak};
use crate::gui::kit::{colours, words};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, Fetch, Snapshot};
use crate::strings::say;
use crate::text::same_name;
use egui::{Id, Key, ScrollArea, TextEdit, Ui, vec2};
use std::collections::HashMap;
use std::sync::Arc;

/// Rows that are seen at once, at most.
const MOST_ROWS: usize = 8;

/// What groups are near to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Near {
    /// To a group, which is not offered itself.
    Group(ClusterId),
    /// To images, by how probable each group is.
    Images(Vec<ImageId>),
}

/// What may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offers {
    /// Groups that are there.
    Groups,
    /// Those, and a new one.
    GroupsAndNew,
    /// A new one; one that is there only where it has the typed name.
    New,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// A group.
    Group(ClusterId),
    /// A group that is not there yet, of this name.
    New(String),
}

/// What is typed, and which row the arrow keys stand on.
#[derive(Default)]
pub struct Picker {
    query: String,
    /// The row; the first one until an arrow key was pressed.
    chosen: Option<Picked>,
}

impl Picker {
    /// With letters that were typed already.
    #[must_use]
    pub fn typed(query: String) -> Self {
        Self { query, chosen: None }
    }

    /// Draws the field and the list; gives what was chosen.
    pub fn picker_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, near: &Near, offers: Offers) -> Option<Picked> {
        let (up, down, enter) = (takes_key(ui, Key::ArrowUp), takes_key(ui, Key::ArrowDown), takes_key(ui, Key::Enter));
        let hint = if offers == Offers::New { say!("move-new-name") } else { say!("move-find") };
        // Before it is drawn: letters that were typed meanwhile are its own.
        let id = Id::unique("field of the picker");
        ui.memory_mut(|memory| memory.request_focus(id));
        let field = TextEdit::singleline(&mut self.query)
            .id(id)
            .hint_text(hint)
            .desired_width(f32::INFINITY)
            .margin(vec2(8.0, 6.0));
        if ui.add(field).accessible_name(hint).changed() {
            self.chosen = None;
        }
        let order = nearest(frame, near);
        let suggested = suggested_names(frame.fetcher, frame.snapshot);
        let rows = self.rows(frame.snapshot, &suggested, order.as_deref(), near, offers);
        let n_seen = match offers {
            Offers::New => 1,
            _ => (frame.snapshot.clusters.len() + 1).clamp(2, MOST_ROWS),
        };
        let room = ui.ctx().content_rect().height() - 240.0;
        let height = (n_seen as f32 * (WITH_COVER + 1.0)).min(room).max(2.0 * WITH_COVER);
        if offers != Offers::New {
            ui.add_space(2.0);
            let is_known = order.is_some();
            weak(ui, if is_known { say!("move-nearest") } else { say!("move-nearest-pending") });
        }
        let mut picked = None;
        ui.scope(|ui| {
            ui.set_min_height(height);
            if rows.is_empty() {
                weak(ui, if offers == Offers::New { say!("move-type-name") } else { say!("move-none") });
                return;
            }
            let at = self.chosen.as_ref().and_then(|chosen| rows.iter().position(|row| row.is(chosen)));
            let at = step(at.unwrap_or_default(), rows.len(), up, down);
            if up || down {
                self.chosen = Some(rows[at].picked());
            }
            picked = enter.then(|| rows[at].picked());
            let area = ScrollArea::vertical().id_salt("groups to pick").max_height(height).min_scrolled_height(height);
            area.auto_shrink(false).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                for (i, row) in rows.iter().enumerate() {
                    if row.row_ui(ui, frame, i == at, up || down) {
                        picked = Some(row.picked());
                    }
                }
            });
        });
        picked
    }

    /// Groups with the typed text in their name, or in the one that is suggested; those that begin with it first, then a
    /// new one of this name.
    fn rows(
        &self,
        snapshot: &Snapshot,
        suggested: &HashMap<ClusterId, String>,
        order: Option<&[ClusterId]>,
        near: &Near,
        offers: Offers,
    ) -> Vec<Row> {
        let query = self.query.trim();
        let lower = query.to_lowercase();
        let own = match near {
            Near::Group(id) => Some(*id),
            Near::Images(_) => None,
        };
        let same = same_name(query);
        let is_called = |group: &Arc<ClusterView>| same_name(&group.name) == same;
        let maybe = |group: &Arc<ClusterView>| suggested.get(&group.id).map_or("", String::as_str);
        let is_offered = |group: &&Arc<ClusterView>| {
            let fits = match offers {
                Offers::New => is_called(group),
                _ => [&group.name, maybe(group)].iter().any(|name| words::contains_ignoring_case(name, query)),
            };
            fits && Some(group.id) != own
        };
        let mut groups: Vec<&Arc<ClusterView>> = snapshot.clusters.iter().filter(is_offered).collect();
        let place = |id: ClusterId| order.and_then(|order| order.iter().position(|other| *other == id));
        // Stable: what nothing is known of stays in the order of the list, behind the others.
        groups.sort_by_key(|group| {
            let begins = |name: &str| !lower.is_empty() && name.to_lowercase().starts_with(&lower);
            (!begins(&group.name) && !begins(maybe(group)), place(group.id).unwrap_or(usize::MAX))
        });
        let row = |group| Row::Group { group: Arc::clone(group), suggested: suggested.get(&group.id).cloned() };
        let mut rows: Vec<Row> = groups.into_iter().map(row).collect();
        let is_taken = snapshot.clusters.iter().any(is_called);
        if offers != Offers::Groups && !query.is_empty() && !is_taken {
            rows.push(Row::New(query.to_owned()));
        }
        rows
    }
}

/// Groups from near to far; None while it is looked for.
fn nearest(frame: &Frame<'_>, near: &Near) -> Option<Vec<ClusterId>> {
    let ids = |near: &[(ClusterId, f32)]| near.iter().map(|(id, _)| *id).collect();
    let found = match near {
        Near::Group(id) => frame.fetcher.nearest_clusters(*id),
        Near::Images(images) => frame.fetcher.likely_clusters(images),
    };
    match found {
        Fetch::Ready(near) => Some(ids(&near)),
        Fetch::Pending => None,
        // Nothing is known of them: the order of the list.
        Fetch::Missing(_) => Some(Vec::new()),
    }
}

/// One answer that is offered.
enum Row {
    /// A group, and what it may be called.
    Group {
        group: Arc<ClusterView>,
        suggested: Option<String>,
    },
    New(String),
}

impl Row {
    fn picked(&self) -> Picked {
        match self {
            Self::Group { group, .. } => Picked::Group(group.id),
            Self::New(name) => Picked::New(name.clone()),
        }
    }

    fn is(&self, picked: &Picked) -> bool {
        match (self, picked) {
            (Self::Group { group, .. }, Picked::Group(id)) => group.id == *id,
            (Self::New(_), Picked::New(_)) => true,
            _ => false,
        }
    }

    fn row_ui(&self, ui: &mut Ui, frame: &mut Frame<'_>, is_chosen: bool, follow: bool) -> bool {
        let (name, aside, spoken, detail, group) = match self {
            Self::Group { group, suggested } => {
                let (aside, spoken) = match suggested {
                    Some(maybe) => (
                        say!("groups-suggested-behind", name = maybe),
                        say!("move-to-maybe", name = &group.name, maybe = maybe),
                    ),
                    None => (String::new(), say!("move-to", name = &group.name)),
                };
                (group.name.clone(), aside, spoken, say!("count-images", n = group.members.len()), Some(group))
            }
            Self::New(name) => {
                let name = say!("move-new-group", name = name);
                (name.clone(), String::new(), say!("move-to", name = &name), String::new(), None)
            }
        };
        let row = ChoiceRow {
            name: &name,
            aside: &aside,
            spoken,
            detail: &detail,
            colour: group.map(|group| colours::of_view(group)),
            key: group.and_then(|group| group.hot_key),
            has_cover: true,
            is_chosen,
            follow,
        };
        let (response, cover) = choice_row_ui(ui, &row);
        match group {
            Some(group) => {
                if let Some(image) = group.cover {
                    drop(frame.thumbs.paint_thumb(ui, frame.fetcher, image, cover));
                }
            }
            None => Icon::Plus.paint(ui.painter(), cover.shrink(9.0), Palette::of(ui).weak),
        }
        response.clicked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;

    fn names(picker: &Picker, snapshot: &Snapshot, order: &[u32], near: &Near, offers: Offers) -> Vec<String> {
        let order: Vec<ClusterId> = order.iter().copied().map(ClusterId).collect();
        let name = |row: Row| match row {
            Row::Group { group, suggested } => [&*group.name, suggested.as_deref().unwrap_or_default()].concat(),
            Row::New(name) => format!("new {name}"),
        };
        let suggested = HashMap::from([(ClusterId(3), " forest".to_owned())]);
        picker.rows(snapshot, &suggested, Some(&order), near, offers).into_iter().map(name).collect()
    }

    #[test]
    fn the_nearest_come_first_and_a_part_of_a_name_finds_and_offers_a_new_one() {
        let snapshot = fixtures::clustered();
        let images = Near::Images(vec![ImageId(1)]);
        let all = names(&Picker::default(), &snapshot, &[7, 2], &images, Offers::GroupsAndNew);
        assert_eq!((all.len(), &*all[0], &*all[1]), (snapshot.clusters.len(), "Boats", "Dogs"));
        let typed = |query: &str, offers| names(&Picker::typed(query.into()), &snapshot, &[], &images, offers);
        assert_eq!(typed("ca", Offers::GroupsAndNew), ["Cats", "new ca"]);
        assert_eq!(typed("cats ", Offers::GroupsAndNew), ["Cats"], "capitals make no other class");
        assert_eq!(typed("Owls", Offers::Groups), Vec::<String>::new());
        assert_eq!(
            typed("forest", Offers::GroupsAndNew),
            ["Group 3 forest", "new forest"],
            "what it may be called finds it"
        );
        assert_eq!(typed("Owls", Offers::New), ["new Owls"]);
        assert_eq!(typed("Ca", Offers::New), ["new Ca"]);
        assert!(typed("", Offers::New).is_empty());
    }

    #[test]
    fn a_group_is_never_merged_with_itself() {
        let snapshot = fixtures::clustered();
        let id = snapshot.clusters[0].id;
        let others = names(&Picker::default(), &snapshot, &[], &Near::Group(id), Offers::Groups);
        assert_eq!(others.len(), snapshot.clusters.len() - 1);
    }
}
