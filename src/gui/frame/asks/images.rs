//! What a person may ask of some images, as intents: only what would change something is sent, and where nothing would,
//! a sentence says why.

use super::files;
use crate::gui::frame::intent::Intent;
use crate::gui::frame::view::Shown;
use crate::ids::ImageId;
use crate::session::protocol::{Edit, ImageLabel, LabelSource, Mark, Request, Snapshot};
use crate::session::quality::Quality;
use crate::strings::say;
use std::collections::BTreeSet;

/// Confirms images (or takes that back) of those that are in a cluster.
pub fn confirm(snapshot: &Snapshot, images: impl IntoIterator<Item = ImageId>, is_confirmed: bool) -> Intent {
    let would_change =
        |label: &ImageLabel| label.cluster.is_some() && (label.source == LabelSource::Confirmed) != is_confirmed;
    let images = those(snapshot, images, would_change);
    if !images.is_empty() {
        return Intent::Request(Request::edit(Edit::Confirm { images, is_confirmed }));
    }
    Intent::Hint(match (is_confirmed, snapshot.clusters.is_empty()) {
        (_, true) => say!("ask-no-groups").to_owned(),
        (true, _) => say!("ask-nothing-to-confirm").to_owned(),
        (false, _) => say!("ask-none-confirmed").to_owned(),
    })
}

/// Confirms images that are shown, unless they are a first guess. Among files that became other pictures each is confirmed
/// as what it was, among copies as what it is a copy of: which label it gets stands below it.
pub fn confirm_shown(snapshot: &Snapshot, shown: Shown, images: impl IntoIterator<Item = ImageId>) -> Vec<Intent> {
    match shown {
        Shown::Provisional(_) => vec![Intent::Hint(say!("ask-guess").to_owned())],
        Shown::Changed => files::still(snapshot, images),
        Shown::Copies => files::label_copies(snapshot, images),
        _ => vec![confirm(snapshot, images, true)],
    }
}

/// Lets an image stand for the cluster that it is in.
#[must_use]
pub fn cover(snapshot: &Snapshot, image: ImageId) -> Option<Intent> {
    let cluster = snapshot.label(image)?.cluster?;
    Some(Intent::Request(Request::edit(Edit::Mark { cluster, mark: Mark::Cover(Some(image)) })))
}

/// Takes images out of their clusters, or off the shelf of junk.
pub fn take_out(snapshot: &Snapshot, images: impl IntoIterator<Item = ImageId>) -> Intent {
    let images = those(snapshot, images, |label| label.cluster.is_some() || label.is_junk);
    if images.is_empty() {
        return Intent::Hint(say!("ask-in-no-group").to_owned());
    }
    Intent::Request(Request::edit(Edit::Move { images, to: None }))
}

/// Puts images on the shelf of junk.
pub fn junk(snapshot: &Snapshot, images: impl IntoIterator<Item = ImageId>) -> Intent {
    let images = those(snapshot, images, |label| !label.is_junk);
    if images.is_empty() {
        return Intent::Hint(say!("ask-junk-already").to_owned());
    }
    Intent::Request(Request::edit(Edit::Junk { images }))
}

/// How many sets of near-duplicates some images are of.
#[must_use]
pub fn n_sets(snapshot: &Snapshot, quality: &Quality, images: &[ImageId]) -> usize {
    sets(snapshot, quality, images.iter().copied()).len()
}

fn sets(snapshot: &Snapshot, quality: &Quality, images: impl IntoIterator<Item = ImageId>) -> BTreeSet<usize> {
    images.into_iter().filter_map(|image| quality.group_of(snapshot.images.position(image)?)).collect()
}

/// Puts all but the best of each group that one of `images` is in on the shelf of junk.
pub fn keep_best(snapshot: &Snapshot, quality: &Quality, images: impl IntoIterator<Item = ImageId>) -> Intent {
    let groups = sets(snapshot, quality, images);
    if groups.is_empty() {
        return Intent::Hint(say!("ask-no-duplicate").to_owned());
    }
    let rest = groups.into_iter().flat_map(|group| quality.groups[group].iter().skip(1).copied());
    junk(snapshot, rest)
}

/// Puts the full paths of images on the clipboard, one a line.
pub fn copy_paths(ctx: &egui::Context, snapshot: &Snapshot, images: impl IntoIterator<Item = ImageId>) -> Intent {
    let folder = snapshot.project.as_ref().map(|project| project.folder.as_path());
    let known = images.into_iter().filter_map(|image| snapshot.images.get(image));
    let paths: Vec<String> = known
        .map(|info| {
            folder.map_or_else(|| info.path.to_string(), |folder| folder.join(&*info.path).display().to_string())
        })
        .collect();
    let n = paths.len();
    ctx.copy_text(paths.join("\n"));
    Intent::News(say!("ask-copied", n = n))
}

fn those(
    snapshot: &Snapshot,
    images: impl IntoIterator<Item = ImageId>,
    is_wanted: impl Fn(&ImageLabel) -> bool,
) -> Vec<ImageId> {
    images.into_iter().filter(|image| snapshot.label(*image).is_some_and(&is_wanted)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::tests::fake;
    use crate::session::protocol::Change;

    #[test]
    fn only_what_would_change_is_sent() {
        let snapshot = fake::snapshot(40, 3);
        let all = || snapshot.images.rows.iter().map(|row| row.id);
        let n = |is_counted: &dyn Fn(&ImageLabel) -> bool| snapshot.labels.iter().filter(|l| is_counted(l)).count();
        let confirmed = n(&|label| label.source == LabelSource::Confirmed);
        let labelled = n(&|label| label.cluster.is_some());
        assert!(confirmed > 0 && labelled < 40);
        let Intent::Request(Request::Edit(Change::Edit(Edit::Confirm { images, .. }))) =
            confirm(&snapshot, all(), true)
        else {
            panic!("some are not confirmed");
        };
        assert_eq!(images.len(), labelled - confirmed);
        let Intent::Request(Request::Edit(Change::Edit(Edit::Confirm { images, .. }))) =
            confirm(&snapshot, all(), false)
        else {
            panic!("some are confirmed");
        };
        assert_eq!(images.len(), confirmed);
        assert!(matches!(confirm(&snapshot, images, true), Intent::Hint(_)), "they are confirmed already");
        let Intent::Request(Request::Edit(Change::Edit(Edit::Move { images, to: None }))) = take_out(&snapshot, all())
        else {
            panic!("some are in clusters");
        };
        assert_eq!(images.len(), labelled);
        assert!(matches!(take_out(&snapshot, []), Intent::Hint(_)));
    }
}
