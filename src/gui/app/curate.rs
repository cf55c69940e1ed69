//! What a person says of clusters and of selected images, beyond moving and confirming: splits, rejections, links, groups,
//! keys, and what is learned from all of it. Only what would change something is sent, and where nothing would, a sentence
//! says why.

use super::window::Window;
use crate::gui::command::MOST_LINKED;
use crate::gui::dialogs::Dialog;
use crate::gui::dialogs::mark::MarkDialog;
use crate::gui::dialogs::split::SplitPreview;
use crate::gui::frame::intent::{Intent, MarkKind, Shown, Tab};
use crate::gui::grid;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, EditRequest, Link, Request, Snapshot};
use egui::{Context, Key, Modifiers};
use std::collections::{BTreeMap, BTreeSet};

/// The keys 1 to 9.
pub const NUMBERS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

impl Window {
    /// Confirms the images of a cluster that are not selected: what a filter hides nobody looked at.
    pub(in crate::gui) fn confirm_rest(&self, cluster: ClusterId, snapshot: &Snapshot) -> Option<Intent> {
        let cluster = snapshot.cluster(cluster).filter(|_| self.view.tab == Tab::Grid)?;
        let ticked_off = &self.view.selection.images;
        if !self.view.is_filtered() {
            return Some(confirm_rest(snapshot, cluster.members.iter().copied(), ticked_off));
        }
        let is_its = |image: &ImageId| snapshot.label(*image).is_some_and(|label| label.cluster == Some(cluster.id));
        Some(confirm_rest(snapshot, self.grid.images().iter().copied().filter(is_its), ticked_off))
    }

    /// Opens the preview of a split.
    pub(in crate::gui) fn preview_split(&mut self, cluster: ClusterId, snapshot: &Snapshot) {
        self.dialog = SplitPreview::new(cluster, snapshot).map(Dialog::Split);
    }

    /// Asks for the group, colour, key or note of clusters.
    pub(in crate::gui) fn ask_mark(&mut self, clusters: Vec<ClusterId>, kind: MarkKind, snapshot: &Snapshot) {
        self.dialog = MarkDialog::new(clusters, kind, snapshot).map(Dialog::Mark);
    }

    /// The keys 1 to 9: they put the selected images into the cluster that has the key, or show it.
    pub(in crate::gui) fn take_hot_keys(&mut self, ctx: &Context, snapshot: &Snapshot, intents: &mut Vec<Intent>) {
        if self.view.tab != Tab::Grid || ctx.text_edit_focused() || snapshot.clusters.is_empty() {
            return;
        }
        let pressed = ctx.input_mut(|input| {
            let all = (1u8..).zip(NUMBERS);
            all.filter(|(_, key)| input.consume_key(Modifiers::NONE, *key)).map(|(number, _)| number).last()
        });
        let Some(number) = pressed else { return };
        let Some(cluster) = snapshot.clusters.iter().find(|cluster| cluster.hot_key == Some(number)) else {
            let words = format!("No cluster has the key {number}. Right-click one on the left, then Key, to give it.");
            intents.push(Intent::Toast(words));
            return;
        };
        intents.push(if self.view.selection.images.is_empty() {
            Intent::Show(Shown::Cluster(cluster.id))
        } else {
            put_into(snapshot, &self.selected(), cluster)
        });
    }
}

/// How many of the images are in a cluster.
pub fn n_in(snapshot: &Snapshot, images: &BTreeSet<ImageId>, cluster: ClusterId) -> usize {
    let is_in = |image: &&ImageId| snapshot.label(**image).is_some_and(|label| label.cluster == Some(cluster));
    images.iter().filter(is_in).count()
}

/// Members of a cluster at or above a confidence.
pub fn above(cluster: &ClusterView, threshold: f32) -> &[ImageId] {
    // Members come most confident first.
    let n = cluster.confidences.partition_point(|confidence| *confidence >= threshold);
    &cluster.members[..n.min(cluster.members.len())]
}

/// Says of each image that it is not of the cluster that it is in: one step a cluster.
pub fn reject(snapshot: &Snapshot, images: &[ImageId]) -> Vec<Intent> {
    let mut by_cluster: BTreeMap<ClusterId, Vec<ImageId>> = BTreeMap::new();
    for &image in images {
        if let Some(cluster) = snapshot.label(image).and_then(|label| label.cluster) {
            by_cluster.entry(cluster).or_default().push(image);
        }
    }
    if by_cluster.is_empty() {
        return vec![Intent::Toast("These images are in no cluster.".to_owned())];
    }
    let edit = |(cluster, images)| Intent::Request(Request::Edit(EditRequest::Reject { cluster, images }));
    by_cluster.into_iter().map(edit).collect()
}

/// Says of each selected image whether it is of one class with the first one: one step a pair.
pub fn link(selection: &crate::gui::frame::intent::Selection, link: Link) -> Vec<Intent> {
    let images = &selection.images;
    if !(2..=MOST_LINKED).contains(&images.len()) {
        return vec![Intent::Toast(format!("Select 2 to {MOST_LINKED} images to link them."))];
    }
    let first = selection.anchor.filter(|anchor| images.contains(anchor)).or(images.first().copied());
    let Some(first) = first else { return Vec::new() };
    let edit = |other| Intent::Request(Request::Edit(EditRequest::Link { images: [first, other], link: Some(link) }));
    images.iter().copied().filter(|image| *image != first).map(edit).collect()
}

/// Confirms the images that are not among `ticked_off`.
fn confirm_rest(
    snapshot: &Snapshot,
    images: impl IntoIterator<Item = ImageId>,
    ticked_off: &BTreeSet<ImageId>,
) -> Intent {
    grid::confirm(snapshot, images.into_iter().filter(|image| !ticked_off.contains(image)), true)
}

fn put_into(snapshot: &Snapshot, images: &[ImageId], cluster: &ClusterView) -> Intent {
    let is_elsewhere = |image: &ImageId| snapshot.label(*image).is_some_and(|l| l.cluster != Some(cluster.id));
    let images: Vec<ImageId> = images.iter().copied().filter(is_elsewhere).collect();
    if images.is_empty() {
        return Intent::Toast(format!("These images are in {} already; Enter confirms them.", cluster.name));
    }
    Intent::Request(Request::Edit(EditRequest::Move { images, to: Some(cluster.id) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::frame::intent::Selection;
    use crate::gui::tests::fixtures;

    fn edits(intents: Vec<Intent>) -> Vec<EditRequest> {
        let edit = |intent| match intent {
            Intent::Request(Request::Edit(edit)) => Some(edit),
            _ => None,
        };
        intents.into_iter().filter_map(edit).collect()
    }

    #[test]
    fn each_cluster_is_rejected_on_its_own() {
        let snapshot = fixtures::clustered();
        let ids = |ids: &[u32]| ids.iter().copied().map(ImageId).collect::<Vec<_>>();
        let rejected = edits(reject(&snapshot, &ids(&[5, 300, 6, 999])));
        let reject = |cluster, images: &[u32]| EditRequest::Reject { cluster: ClusterId(cluster), images: ids(images) };
        assert_eq!(rejected, [reject(1, &[5, 6]), reject(2, &[300])], "image 999 is in none");
        assert!(edits(super::reject(&snapshot, &ids(&[999]))).is_empty());
    }

    #[test]
    fn links_go_from_the_first_image() {
        let mut selection = Selection { anchor: Some(ImageId(7)), ..Selection::default() };
        selection.images = [3, 7, 9].map(ImageId).into();
        let pair = |other| EditRequest::Link { images: [ImageId(7), ImageId(other)], link: Some(Link::Same) };
        assert_eq!(edits(link(&selection, Link::Same)), [pair(3), pair(9)]);
        selection.images = (0..20).map(ImageId).collect();
        assert!(edits(link(&selection, Link::Same)).is_empty());
    }

    #[test]
    fn the_rest_is_what_is_not_selected_nor_confirmed() {
        let snapshot = fixtures::clustered();
        let boats = snapshot.cluster(ClusterId(7)).expect("there");
        let cats = snapshot.cluster(ClusterId(1)).expect("there");
        let confirmed = |intent| edits(vec![intent]).pop();
        let confirm = |images: &[ImageId]| EditRequest::Confirm { images: images.to_vec(), is_confirmed: true };
        let rest = |cluster: &ClusterView, ticked_off: &[ImageId]| {
            confirm_rest(&snapshot, cluster.members.iter().copied(), &ticked_off.iter().copied().collect())
        };
        let confirmed_rest = |cluster, ticked_off| confirmed(rest(cluster, ticked_off));
        assert_eq!(confirmed_rest(boats, &boats.members[..6]), Some(confirm(&boats.members[6..])));
        assert_eq!(confirmed_rest(cats, &[]), Some(confirm(&cats.members[88..])), "88 are confirmed");
        assert_eq!(confirmed_rest(boats, &boats.members), None);
        assert_eq!(above(cats, 1.1).len(), 0);
        assert_eq!(above(cats, 0.0).len(), 264);
    }
}
