//! Asks which cluster something goes to: by typing a part of its name, by arrow keys, by click, or as a new cluster.

use crate::gui::frame::{Intent, Out, Said, Shown};
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{elided, takes_key, weak};
use crate::gui::kit::words;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Change, ClusterView, Edit, Snapshot};
use egui::accesskit::Role;
use egui::{
    Align2, Color32, Key, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, TextStyle, Ui, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// What goes to a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moving {
    /// These images.
    Images(Vec<ImageId>),
    /// All of this cluster, which ends.
    Cluster(ClusterId),
    /// The image that the review asks about.
    Answer(ImageId),
}

/// The dialog that asks for a cluster.
pub struct MoveDialog {
    what: Moving,
    query: String,
    chosen: usize,
    /// Only a new cluster is offered.
    is_new_only: bool,
}

/// One answer that is offered.
enum Target {
    Cluster(Arc<ClusterView>),
    New(String),
}

impl MoveDialog {
    /// Asks for any cluster.
    #[must_use]
    pub fn new(what: Moving) -> Self {
        Self { what, query: String::new(), chosen: 0, is_new_only: false }
    }

    /// Asks for the name of a new cluster.
    #[must_use]
    pub fn to_new(images: Vec<ImageId>) -> Self {
        Self { is_new_only: true, ..Self::new(Moving::Images(images)) }
    }

    /// Asks which cluster the reviewed image belongs to; `typed`: the beginning of its name.
    #[must_use]
    pub fn to_answer(image: ImageId, typed: String) -> Self {
        Self { query: typed, ..Self::new(Moving::Answer(image)) }
    }

    /// The dialog's title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self.what {
            Moving::Images(_) if self.is_new_only => "New cluster",
            Moving::Images(_) => "Move images",
            Moving::Cluster(_) => "Merge with",
            Moving::Answer(_) => "Which cluster?",
        }
    }

    /// Draws the question; true when it is answered.
    pub fn move_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot, out: &mut Out) -> bool {
        let (up, down, enter) = (takes_key(ui, Key::ArrowUp), takes_key(ui, Key::ArrowDown), takes_key(ui, Key::Enter));
        match &self.what {
            Moving::Images(images) if images.is_empty() => {
                weak(ui, "An empty class: images can be moved, dropped or reviewed into it.");
            }
            Moving::Images(images) => {
                weak(ui, format!("{}, to stay there in later runs.", words::images(images.len())));
            }
            Moving::Answer(_) => {
                drop(weak(ui, "Type a part of its name; a name that is not there yet makes a new class."));
            }
            Moving::Cluster(id) => {
                let name = snapshot.cluster(*id).map_or("", |cluster| &cluster.name);
                weak(ui, format!("Choose what \u{201c}{name}\u{201d} is merged with. A preview comes next."));
            }
        }
        let hint = if self.is_new_only { "Name of the new cluster" } else { "Name of a cluster" };
        let field =
            TextEdit::singleline(&mut self.query).hint_text(hint).desired_width(f32::INFINITY).margin(vec2(8.0, 6.0));
        let response = ui.add(field).accessible_name(hint);
        response.request_focus();
        if response.changed() {
            self.chosen = 0;
        }
        let targets = self.targets(snapshot);
        if targets.is_empty() {
            ui.add_space(4.0);
            weak(ui, if self.is_new_only { "Type a name, then Enter." } else { "No cluster has such a name." });
            return false;
        }
        let n = targets.len();
        self.chosen = match (up, down) {
            (true, _) => (self.chosen + n - 1) % n,
            (_, true) => (self.chosen + 1) % n,
            _ => self.chosen.min(n - 1),
        };
        let mut answer = if enter { Some(self.chosen) } else { None };
        ui.add_space(2.0);
        ScrollArea::vertical().max_height(300.0).min_scrolled_height(300.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for (i, target) in targets.iter().enumerate() {
                if target_ui(ui, target, i == self.chosen, up || down) {
                    answer = Some(i);
                }
            }
        });
        let Some(answer) = answer else { return false };
        self.answer(&targets[answer], out);
        true
    }

    /// Clusters whose name has the typed text in it, those that begin with it first, then a new one of this name.
    fn targets(&self, snapshot: &Snapshot) -> Vec<Target> {
        let query = self.query.trim();
        let mut targets = Vec::new();
        if !self.is_new_only {
            let moved = match self.what {
                Moving::Cluster(id) => Some(id),
                Moving::Images(_) | Moving::Answer(_) => None,
            };
            let matching = |c: &&Arc<ClusterView>| Some(c.id) != moved && words::contains_ignoring_case(&c.name, query);
            let mut clusters: Vec<_> = snapshot.clusters.iter().filter(matching).cloned().collect();
            let lower = query.to_lowercase();
            clusters.sort_by_key(|c| !c.name.to_lowercase().starts_with(&lower));
            targets.extend(clusters.into_iter().map(Target::Cluster));
        }
        let is_taken = snapshot.clusters.iter().any(|cluster| cluster.name == query);
        if !matches!(self.what, Moving::Cluster(_)) && !query.is_empty() && !is_taken {
            targets.push(Target::New(query.to_owned()));
        } else if self.is_new_only && is_taken {
            let taken = snapshot.clusters.iter().filter(|cluster| cluster.name == query);
            targets.extend(taken.cloned().map(Target::Cluster));
        }
        targets
    }

    fn answer(&self, target: &Target, out: &mut Out) {
        match (&self.what, target) {
            (Moving::Images(images), Target::Cluster(cluster)) if images.is_empty() => {
                out.intents.push(Intent::Show(Shown::Cluster(cluster.id)));
            }
            (Moving::Images(images), Target::Cluster(cluster)) => {
                out.edit(Edit::Move { images: images.clone(), to: Some(cluster.id) });
            }
            (Moving::Images(images), Target::New(name)) => {
                out.edit(Change::NewCluster { images: images.clone(), name: name.clone() });
            }
            (Moving::Answer(image), Target::Cluster(cluster)) => {
                out.intents.push(Intent::Answer(*image, Said::Cluster(cluster.id)));
            }
            (Moving::Answer(image), Target::New(name)) => {
                out.intents.push(Intent::Answer(*image, Said::New(name.clone())));
            }
            (Moving::Cluster(id), Target::Cluster(cluster)) => {
                out.intents.push(Intent::Show(Shown::Cluster(*id)));
                out.intents.push(Intent::PreviewMerge(vec![cluster.id, *id]));
            }
            // Not offered: a cluster is not merged with a new one.
            (Moving::Cluster(_), Target::New(_)) => (),
        }
    }
}

fn target_ui(ui: &mut Ui, target: &Target, is_chosen: bool, follow: bool) -> bool {
    let colors = Palette::of(ui);
    let (name, detail) = match target {
        Target::Cluster(cluster) => (cluster.name.clone(), words::images(cluster.members.len())),
        Target::New(name) => (format!("New cluster \u{201c}{name}\u{201d}"), String::new()),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, format!("To {name}")));
    let fill = if is_chosen {
        colors.selected
    } else if response.hovered() {
        colors.control
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect, 6.0, fill);
    if is_chosen && follow {
        response.scroll_to_me(None);
    }
    let mut left = rect.left() + 10.0;
    if let Target::Cluster(cluster) = target {
        let swatch = egui::Rect::from_center_size(pos2(left + 6.0, rect.center().y), vec2(12.0, 12.0));
        let color = crate::gui::kit::colours::of_view(cluster, ui.visuals().dark_mode);
        ui.painter().rect(swatch, 3.0, color, Stroke::new(1.0, colors.line_strong), StrokeKind::Inside);
        left += 22.0;
    }
    let font = TextStyle::Small.resolve(ui.style());
    let right =
        ui.painter().text(rect.right_center() - vec2(10.0, 0.0), Align2::RIGHT_CENTER, detail, font, colors.weak);
    let galley = elided(ui, &name, &TextStyle::Body, right.left() - left - 8.0, colors.text);
    ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, colors.text);
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::session::protocol::Request;

    fn names(dialog: &MoveDialog, snapshot: &Snapshot) -> Vec<String> {
        let name = |target: Target| match target {
            Target::Cluster(cluster) => cluster.name.clone(),
            Target::New(name) => format!("new {name}"),
        };
        dialog.targets(snapshot).into_iter().map(name).collect()
    }

    #[test]
    fn a_part_of_a_name_finds_clusters_and_offers_a_new_one() {
        let snapshot = fixtures::clustered();
        let mut dialog = MoveDialog::new(Moving::Images(vec![ImageId(1)]));
        assert_eq!(names(&dialog, &snapshot).len(), snapshot.clusters.len());
        dialog.query = "ca".into();
        assert_eq!(names(&dialog, &snapshot), ["Cats", "new ca"]);
        dialog.query = "Cats".into();
        assert_eq!(names(&dialog, &snapshot), ["Cats"]);
        let mut dialog = MoveDialog::to_new(vec![ImageId(1)]);
        assert!(names(&dialog, &snapshot).is_empty());
        dialog.query = "Owls".into();
        let mut out = Out::default();
        dialog.answer(&dialog.targets(&snapshot)[0], &mut out);
        let asked = match &out.intents[0] {
            Intent::Request(Request::Edit(edit)) => Some(edit.clone()),
            _ => None,
        };
        assert_eq!(asked, Some(Change::NewCluster { images: vec![ImageId(1)], name: "Owls".into() }));
    }

    #[test]
    fn a_cluster_is_never_merged_with_itself() {
        let snapshot = fixtures::clustered();
        let id = snapshot.clusters[0].id;
        let dialog = MoveDialog::new(Moving::Cluster(id));
        assert_eq!(names(&dialog, &snapshot).len(), snapshot.clusters.len() - 1);
    }
}
