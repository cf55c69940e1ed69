//! The rows above the groups: all images, and the shelves of those that deserve a look or are in no group. Where there is little
//! room they fold away under one row.

use crate::gui::frame::{DraggedImages, Frame, Intent, Shown};
use crate::gui::kit::widgets::list_row;
use crate::session::protocol::Edit;
use crate::strings::{number, say};
use egui::Ui;

/// Height of the list below which shelves are folded unless somebody unfolds them.
const LEAST_HEIGHT: f32 = 430.0;

/// A shelf, how many images are on it, and what it is.
struct Shelf {
    shown: Shown,
    name: &'static str,
    n: usize,
    detail: String,
    about: &'static str,
    /// What is on it is not known yet: its row keeps its place, so that nothing moves when it is.
    is_pending: bool,
}

/// Draws the rows. Shelves that are empty are left out, but for the one that is shown.
pub fn shelves_ui(ui: &mut Ui, frame: &mut Frame<'_>, is_open: &mut Option<bool>) {
    ui.spacing_mut().item_spacing.y = 1.0;
    let shelves = shelves(frame);
    let is_there = |shelf: &&Shelf| {
        shelf.n > 0 || shelf.is_pending || frame.view.shown == shelf.shown || shelf.shown == Shown::All
    };
    let there: Vec<&Shelf> = shelves.iter().filter(is_there).collect();
    let is_low = ui.available_height() < LEAST_HEIGHT;
    let is_unfolded = is_open.unwrap_or(!is_low);
    let n_folded = there.iter().filter(|shelf| !is_always_seen(shelf, frame)).count();
    for shelf in &there {
        if is_unfolded || n_folded < 2 || is_always_seen(shelf, frame) {
            shelf_ui(ui, frame, shelf);
        }
    }
    if n_folded > 1 && (is_low || *is_open == Some(false)) {
        let words = if is_unfolded { say!("groups-fewer-shelves") } else { say!("groups-more-shelves") };
        let detail = if is_unfolded { String::new() } else { number(n_folded) };
        if list_row(ui, words, &detail, false).on_hover_text(say!("groups-more-shelves.tip")).clicked() {
            *is_open = Some(!is_unfolded);
        }
    }
    ui.spacing_mut().item_spacing.y = 3.0;
}

/// Whether a fold leaves it.
fn is_always_seen(shelf: &Shelf, frame: &Frame<'_>) -> bool {
    shelf.shown == Shown::All || shelf.shown == frame.view.shown
}

fn shelf_ui(ui: &mut Ui, frame: &mut Frame<'_>, shelf: &Shelf) {
    let response = list_row(ui, shelf.name, &shelf.detail, frame.view.shown == shelf.shown);
    let dropped = response.dnd_release_payload::<DraggedImages>();
    if let Some(images) = dropped.map(|images| images.0.clone()) {
        match shelf.shown {
            Shown::Unlabelled => frame.out.edit(Edit::Move { images, to: None }),
            Shown::Junk => frame.out.edit(Edit::Junk { images }),
            _ => frame.out.intents.push(Intent::Hint(say!("groups-no-drop", name = shelf.name))),
        }
    }
    if response.on_hover_text(shelf.about).clicked() {
        frame.out.intents.push(Intent::Show(shelf.shown));
    }
}

fn shelves(frame: &Frame<'_>) -> [Shelf; 10] {
    let snapshot = frame.snapshot;
    let quality = &frame.view.quality;
    let n_all = snapshot.images.rows.len();
    let n_open = if snapshot.clusters.is_empty() {
        0
    } else {
        n_all.saturating_sub(frame.facts.n_labelled + frame.facts.n_junk)
    };
    let shelf = |shown, name, n, about| Shelf { shown, name, n, detail: number(n), about, is_pending: false };
    // Once there are groups, what deserves a look is computed without being asked for.
    let is_pending = !snapshot.clusters.is_empty() && quality.images.rows.is_empty();
    let computed = |shelf: Shelf| {
        if is_pending { Shelf { detail: "\u{2026}".into(), is_pending, ..shelf } } else { shelf }
    };
    let (n_sets, n_duplicates) = (quality.groups.len(), quality.duplicates.len());
    let folder = &snapshot.folder;
    [
        shelf(Shown::All, say!("groups-all"), n_all, say!("groups-all.tip")),
        shelf(Shown::Found, say!("groups-found"), frame.view.found.images.len(), say!("groups-found.tip")),
        computed(shelf(Shown::Unsure, say!("groups-unsure"), quality.unsure.len(), say!("groups-unsure.tip"))),
        computed(Shelf {
            detail: say!("groups-in-sets", n = n_duplicates, sets = n_sets),
            ..shelf(Shown::Duplicates, say!("groups-duplicates"), n_duplicates, say!("groups-duplicates.tip"))
        }),
        computed(shelf(Shown::Unusual, say!("groups-unusual"), quality.unusual.len(), say!("groups-unusual.tip"))),
        shelf(Shown::Unlabelled, say!("groups-in-none"), n_open, say!("groups-in-none.tip")),
        shelf(Shown::Junk, say!("groups-junk"), frame.facts.n_junk, say!("groups-junk.tip")),
        shelf(Shown::Changed, say!("groups-changed"), folder.changed.len(), say!("groups-changed.tip")),
        shelf(Shown::Unplaced, say!("groups-unplaced"), folder.unplaced.len(), say!("groups-unplaced.tip")),
        shelf(Shown::Copies, say!("groups-copies"), folder.copies.len(), say!("groups-copies.tip")),
    ]
}
