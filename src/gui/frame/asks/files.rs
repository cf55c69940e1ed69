//! Labels that images could get since other files had them: what a file was before it changed, and what a copy of it is.
//! Only what would change something is sent, and where nothing would, a sentence says why.

use crate::gui::frame::intent::Intent;
use crate::gui::frame::view::Shown;
use crate::gui::kit::text::{cluster_name, shortened};
use crate::ids::ImageId;
use crate::session::protocol::{ChangedImage, Edit, FolderView, LabelOffer, Request, Snapshot};
use crate::strings::say;
use std::collections::BTreeSet;

/// The edit that gives images these labels as a person's own, if there are any.
fn taken(offers: Vec<LabelOffer>) -> Option<Edit> {
    (!offers.is_empty()).then(|| FolderView::taken(offers))
}

/// Says of these images, whose files were other pictures, that they are still what was said of those.
pub fn still(snapshot: &Snapshot, images: impl IntoIterator<Item = ImageId>) -> Vec<Intent> {
    let (mut offers, mut junk) = (Vec::new(), Vec::new());
    let meant: BTreeSet<ImageId> = images.into_iter().collect();
    for changed in snapshot.folder.changed.iter().filter(|changed| meant.contains(&changed.image)) {
        match changed.cluster {
            Some(cluster) if snapshot.cluster(cluster).is_some() => {
                offers.push(LabelOffer { image: changed.image, cluster });
            }
            None => junk.push(changed.image),
            // Its cluster is no more: there is nothing that it could still be.
            Some(_) => (),
        }
    }
    let mut edits: Vec<Edit> = taken(offers).into_iter().collect();
    edits.extend((!junk.is_empty()).then_some(Edit::Junk { images: junk }));
    intents(edits, say!("ask-none-still"))
}

/// Gives these images, which are copies of labelled ones, the labels of those.
pub fn label_copies(snapshot: &Snapshot, images: impl IntoIterator<Item = ImageId>) -> Vec<Intent> {
    let meant: BTreeSet<ImageId> = images.into_iter().collect();
    let offers = snapshot.folder.copies.iter().filter(|offer| meant.contains(&offer.image));
    let offers = offers.filter(|offer| snapshot.cluster(offer.cluster).is_some()).copied();
    intents(taken(offers.collect()).into_iter().collect(), say!("ask-no-copy"))
}

/// What Enter says of images on a shelf where they are offered labels: "Still checks", "Label it checks". None on other
/// shelves, and where there is nothing to say.
#[must_use]
pub fn answer(snapshot: &Snapshot, shown: Shown, image: ImageId, n: usize) -> Option<String> {
    match shown {
        Shown::Changed => {
            let was = was(snapshot, snapshot.folder.changed(image)?)?;
            Some(if n == 1 { say!("ask-still", name = shortened(&was)) } else { say!("ask-still-all").to_owned() })
        }
        Shown::Copies => {
            let offer = snapshot.folder.copies.iter().find(|offer| offer.image == image)?;
            let name = cluster_name(snapshot, Some(offer.cluster));
            Some(if n == 1 { say!("ask-label", name = shortened(&name)) } else { say!("ask-label-all").to_owned() })
        }
        _ => None,
    }
}

/// What a file was said to be before it changed: "checks", "junk"; None where that cluster is no more.
#[must_use]
pub fn was(snapshot: &Snapshot, changed: &ChangedImage) -> Option<String> {
    match changed.cluster {
        Some(cluster) => snapshot.cluster(cluster).map(|_| cluster_name(snapshot, changed.cluster)),
        None => Some(say!("ask-was-junk").to_owned()),
    }
}

fn intents(edits: Vec<Edit>, why_none: &str) -> Vec<Intent> {
    if edits.is_empty() {
        return vec![Intent::Hint(why_none.to_owned())];
    }
    edits.into_iter().map(|edit| Intent::Request(Request::edit(edit))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fixtures::{self, edits};
    use crate::ids::ClusterId;
    use crate::session::protocol::{Change, LabelledClass};

    #[test]
    fn each_image_gets_the_label_that_it_is_offered_and_no_other() {
        let snapshot = fixtures::with_news();
        let labelled = |all: &[(u32, &[u32])]| {
            let of = |(to, images): &(u32, &[u32])| LabelledClass {
                cluster: ClusterId(*to),
                name: String::new(),
                images: images.iter().copied().map(ImageId).collect(),
            };
            Change::Edit(Edit::Label { classes: all.iter().map(of).collect() })
        };
        let all: Vec<ImageId> = (0..fixtures::N_IMAGES).map(ImageId).collect();
        let junk = Change::Edit(Edit::Junk { images: vec![ImageId(972)] });
        assert_eq!(edits(still(&snapshot, all.iter().copied())), [labelled(&[(1, &[970]), (7, &[971])]), junk]);
        assert_eq!(edits(still(&snapshot, [ImageId(971)])), [labelled(&[(7, &[971])])]);
        assert!(edits(still(&snapshot, [ImageId(3)])).is_empty(), "nothing was there before it");
        assert_eq!(
            edits(label_copies(&snapshot, all.iter().copied())),
            [labelled(&[(1, &[975, 976, 977]), (2, &[978])])]
        );
        assert_eq!(edits(label_copies(&snapshot, [ImageId(978)])), [labelled(&[(2, &[978])])]);
        let said = |shown, image, n| answer(&snapshot, shown, ImageId(image), n);
        assert_eq!(said(Shown::Changed, 970, 1).as_deref(), Some("Still Cats"));
        assert_eq!(said(Shown::Changed, 972, 1).as_deref(), Some("Still junk"));
        assert_eq!(said(Shown::Changed, 973, 1), None, "its cluster is no more");
        assert_eq!(said(Shown::Copies, 978, 1).as_deref(), Some("Put it into Dogs"));
        assert_eq!(said(Shown::Copies, 978, 2).as_deref(), Some("Put them into the same groups"));
        assert_eq!(said(Shown::All, 970, 1), None);
    }
}
