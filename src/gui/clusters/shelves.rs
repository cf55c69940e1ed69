//! The rows above the clusters: all images, and the shelves of those that are in no cluster or deserve a look.

use crate::gui::frame::{DraggedImages, Frame, Intent, Shown};
use crate::gui::kit::widgets::list_row;
use crate::gui::kit::words;
use crate::session::protocol::Edit;
use egui::Ui;

/// A shelf, how many images are on it, and what it is.
struct Shelf {
    shown: Shown,
    name: &'static str,
    n: usize,
    detail: String,
    about: &'static str,
}

/// Draws the rows. Shelves that are empty are left out, but for the one that is shown.
pub fn shelves_ui(ui: &mut Ui, frame: &mut Frame<'_>) {
    ui.spacing_mut().item_spacing.y = 1.0;
    for shelf in shelves(frame) {
        let is_shown = frame.view.shown == shelf.shown;
        if shelf.n == 0 && !is_shown && shelf.shown != Shown::All {
            continue;
        }
        let response = list_row(ui, shelf.name, &shelf.detail, is_shown);
        let dropped = response.dnd_release_payload::<DraggedImages>();
        if let Some(images) = dropped.map(|images| images.0.clone()) {
            match shelf.shown {
                Shown::Unlabelled => frame.out.edit(Edit::Move { images, to: None }),
                Shown::Junk => frame.out.edit(Edit::Junk { images }),
                _ => frame.out.intents.push(Intent::Toast(format!("Images can not be put among {}.", shelf.name))),
            }
        }
        if response.on_hover_text(shelf.about).clicked() {
            frame.out.intents.push(Intent::Show(shelf.shown));
        }
    }
    ui.spacing_mut().item_spacing.y = 3.0;
}

fn shelves(frame: &Frame<'_>) -> Vec<Shelf> {
    let snapshot = frame.snapshot;
    let quality = &frame.view.quality;
    let n_all = snapshot.images.rows.len();
    let n_open = if snapshot.clusters.is_empty() {
        0
    } else {
        n_all.saturating_sub(frame.facts.n_labelled + frame.facts.n_junk)
    };
    let shelf = |shown, name, n, about| Shelf { shown, name, n, detail: words::number(n), about };
    let (n_groups, n_duplicates) = (quality.groups.len(), quality.duplicates.len());
    let duplicates = Shelf {
        detail: format!("{} in {}", words::number(n_duplicates), words::counted(n_groups, "group", "groups")),
        ..shelf(
            Shown::Duplicates,
            "Near-duplicates",
            n_duplicates,
            "Bursts, resized and recompressed copies. Each group has one vote when clusters are looked for.",
        )
    };
    vec![
        shelf(Shown::All, "All images", n_all, "Every readable image of the folder."),
        shelf(Shown::Found, "Found", frame.view.found.images.len(), "What was searched for last."),
        shelf(
            Shown::Unlabelled,
            "Unlabelled",
            n_open,
            "Images in no cluster. Drop images here to take them out of theirs.",
        ),
        shelf(
            Shown::Unsure,
            "Unsure",
            quality.unsure.len(),
            "Images whose neighbours are mostly in other clusters, or whose confidence is below 50 %.",
        ),
        duplicates,
        shelf(
            Shown::Changed,
            "Changed since you confirmed it",
            snapshot.folder.changed.len(),
            "Files that are other pictures now than when you decided about them. Enter says that one still is what it was.",
        ),
        shelf(
            Shown::Unplaced,
            "New, not placed",
            snapshot.folder.unplaced.len(),
            "Images that came after the clusters were found: no run has seen them.",
        ),
        shelf(
            Shown::Copies,
            "Copies of labelled",
            snapshot.folder.copies.len(),
            "Byte for byte the same as an image that you put into a cluster. Enter gives one the same label.",
        ),
        shelf(
            Shown::Unusual,
            "Unusual",
            quality.unusual.len(),
            "Images that are unlike everything else, most unusual first. They stay where they are until you say otherwise.",
        ),
        shelf(
            Shown::Junk,
            "Junk",
            frame.facts.n_junk,
            "What you said belongs in no class. It is in no cluster, no export of labels and no later run.",
        ),
    ]
}
