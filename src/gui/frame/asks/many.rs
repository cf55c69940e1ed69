//! How many images a change touches, and which of them deserve a second look before it is made.
//!
//! A change that has a preview of its own (a merge, a split, another result, labels from folders) is not asked about again.

use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{Change, Edit, ImageLabel, LabelSource, Snapshot};
use std::collections::BTreeSet;

/// Images up to which a change is made without a question: as many as a person may have looked at.
pub const MOST_UNASKED: usize = 50;

/// What becomes of images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A person says that they are where they belong.
    Confirm,
    /// A person no longer says so.
    Unconfirm,
    /// They belong in no class.
    Junk,
    /// They leave their groups.
    TakeOut,
    /// They go to this group.
    Move(ClusterId),
    /// They become a group of this name.
    New(String),
    /// They are not of this group.
    Reject(ClusterId),
    /// They get the labels that they are offered.
    Label,
}

/// What a change does to which images; None for one that is not asked about.
#[must_use]
pub fn deed(change: &Change) -> Option<(Deed, Vec<ImageId>)> {
    let (deed, images) = match change {
        Change::NewCluster { images, name } => (Deed::New(name.clone()), images),
        Change::Edit(Edit::Confirm { images, is_confirmed: true }) => (Deed::Confirm, images),
        Change::Edit(Edit::Confirm { images, is_confirmed: false }) => (Deed::Unconfirm, images),
        Change::Edit(Edit::Junk { images }) => (Deed::Junk, images),
        Change::Edit(Edit::Move { images, to: None }) => (Deed::TakeOut, images),
        Change::Edit(Edit::Move { images, to: Some(to) }) => (Deed::Move(*to), images),
        Change::Edit(Edit::Reject { cluster, images }) => (Deed::Reject(*cluster), images),
        Change::Edit(edit @ Edit::Label { .. }) => return Some((Deed::Label, edit.images())),
        _ => return None,
    };
    Some((deed, images.clone()))
}

/// The change for all images but these; None where nothing of it is left.
#[must_use]
pub fn without(change: &Change, left_out: &BTreeSet<ImageId>) -> Option<Change> {
    let mut change = change.clone();
    let is_left = |image: &ImageId| !left_out.contains(image);
    match &mut change {
        Change::NewCluster { images, .. }
        | Change::Edit(
            Edit::Confirm { images, .. }
            | Edit::Junk { images }
            | Edit::Move { images, .. }
            | Edit::Reject { images, .. },
        ) => images.retain(is_left),
        Change::Edit(Edit::Label { classes }) => {
            for class in &mut *classes {
                class.images.retain(is_left);
            }
            classes.retain(|class| !class.images.is_empty());
        }
        _ => (),
    }
    deed(&change).is_none_or(|(_, images)| !images.is_empty()).then_some(change)
}

/// Images in the order in which they deserve a look: where they are said to belong there, the least sure first; where they
/// leave a place, those first that a person put there, then those that fit it best.
pub fn by_doubt(images: &mut [ImageId], deed: &Deed, snapshot: &Snapshot) {
    let label = |image: &ImageId| snapshot.label(*image).copied().unwrap_or_default();
    let is_staying = *deed == Deed::Confirm;
    images.sort_by_cached_key(|image| {
        let ImageLabel { confidence, source, .. } = label(image);
        // Steps of a ten-thousandth: what is shown as the same number keeps its order.
        let sure = (confidence.clamp(0.0, 1.0) * 10_000.0) as u32;
        if is_staying { (false, sure, *image) } else { (source == LabelSource::Machine, 10_000 - sure, *image) }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures;
    use crate::session::protocol::LabelledClass;

    fn ids(ids: impl IntoIterator<Item = u32>) -> Vec<ImageId> {
        ids.into_iter().map(ImageId).collect()
    }

    #[test]
    fn what_is_left_out_is_in_no_change() {
        let some = BTreeSet::from([ImageId(2)]);
        let images = || ids(1..4);
        let class = |images| LabelledClass { cluster: ClusterId(1), name: String::new(), images };
        let all = [
            Change::NewCluster { images: images(), name: "New".into() },
            Change::Edit(Edit::Confirm { images: images(), is_confirmed: true }),
            Change::Edit(Edit::Junk { images: images() }),
            Change::Edit(Edit::Move { images: images(), to: None }),
            Change::Edit(Edit::Reject { cluster: ClusterId(1), images: images() }),
            Change::Edit(Edit::Label { classes: vec![class(ids([2])), class(ids([1, 3]))] }),
        ];
        for change in all {
            let left = without(&change, &some).and_then(|left| deed(&left)).map(|(_, images)| images);
            assert_eq!(left, Some(ids([1, 3])), "{change:?}");
            assert_eq!(without(&change, &images().into_iter().collect()), None);
        }
        let merge = Change::Edit(Edit::Merge { into: ClusterId(1), from: vec![ClusterId(2)] });
        assert_eq!(deed(&merge), None, "it has a preview of its own");
    }

    #[test]
    fn the_least_sure_are_looked_at_first_and_of_what_leaves_what_a_person_put_there() {
        let snapshot = fixtures::clustered();
        // Cats: 0 to 263, surest first; the first 88 are confirmed.
        let mut images = ids([10, 100, 260]);
        by_doubt(&mut images, &Deed::Confirm, &snapshot);
        assert_eq!(images, ids([260, 100, 10]));
        by_doubt(&mut images, &Deed::Junk, &snapshot);
        assert_eq!(images, ids([10, 100, 260]));
    }
}
