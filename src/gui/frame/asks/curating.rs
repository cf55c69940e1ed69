//! Rejections, links, and what is confirmed or moved of a cluster at once.

use super::images::confirm;
use crate::gui::command::MOST_LINKED;
use crate::gui::frame::intent::Intent;
use crate::gui::frame::selection::Selection;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ClusterView, Edit, Link, Request, Snapshot};
use crate::strings::say;
use std::collections::{BTreeMap, BTreeSet};

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
        return vec![Intent::Hint(say!("ask-in-no-group").to_owned())];
    }
    let edit = |(cluster, images)| Intent::Request(Request::edit(Edit::Reject { cluster, images }));
    by_cluster.into_iter().map(edit).collect()
}

/// Says of each selected image whether it is of one class with the first one: one step a pair.
pub fn link(selection: &Selection, link: Link) -> Vec<Intent> {
    let images = &selection.images;
    if !(2..=MOST_LINKED).contains(&images.len()) {
        return vec![Intent::Hint(say!("ask-link", most = MOST_LINKED))];
    }
    let first = selection.anchor.filter(|anchor| images.contains(anchor)).or(images.first().copied());
    let Some(first) = first else { return Vec::new() };
    let edit = |other| Intent::Request(Request::edit(Edit::Link { images: [first, other], link: Some(link) }));
    images.iter().copied().filter(|image| *image != first).map(edit).collect()
}

/// Confirms the images that are not among `ticked_off`.
pub fn confirm_rest(
    snapshot: &Snapshot,
    images: impl IntoIterator<Item = ImageId>,
    ticked_off: &BTreeSet<ImageId>,
) -> Intent {
    confirm(snapshot, images.into_iter().filter(|image| !ticked_off.contains(image)), true)
}

/// Puts images into a cluster, those that are not in it already.
pub fn put_into(snapshot: &Snapshot, images: &[ImageId], cluster: &ClusterView) -> Intent {
    let is_elsewhere = |image: &ImageId| snapshot.label(*image).is_some_and(|l| l.cluster != Some(cluster.id));
    let images: Vec<ImageId> = images.iter().copied().filter(is_elsewhere).collect();
    if images.is_empty() {
        return Intent::Hint(say!("ask-there-already", name = &cluster.name));
    }
    Intent::Request(Request::edit(Edit::Move { images, to: Some(cluster.id) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::frame::selection::Selection;
    use crate::gui::tests::fixtures::{self, edits};
    use crate::session::protocol::Change;

    #[test]
    fn each_cluster_is_rejected_on_its_own() {
        let snapshot = fixtures::clustered();
        let ids = |ids: &[u32]| ids.iter().copied().map(ImageId).collect::<Vec<_>>();
        let rejected = edits(reject(&snapshot, &ids(&[5, 300, 6, 999])));
        let reject =
            |cluster, images: &[u32]| Change::Edit(Edit::Reject { cluster: ClusterId(cluster), images: ids(images) });
        assert_eq!(rejected, [reject(1, &[5, 6]), reject(2, &[300])], "image 999 is in none");
        assert!(edits(super::reject(&snapshot, &ids(&[999]))).is_empty());
    }

    #[test]
    fn links_go_from_the_first_image() {
        let mut selection = Selection { anchor: Some(ImageId(7)), ..Selection::default() };
        selection.images = [3, 7, 9].map(ImageId).into();
        let pair = |other| Change::Edit(Edit::Link { images: [ImageId(7), ImageId(other)], link: Some(Link::Same) });
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
        let confirm = |images: &[ImageId]| Change::Edit(Edit::Confirm { images: images.to_vec(), is_confirmed: true });
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
