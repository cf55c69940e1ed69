//! What stands in the grid's place when it has nothing to show: a sentence and the next step.

use super::filter::{Term, Test};
use super::list::List;
use crate::gui::frame::{Frame, Intent, Shown, ViewState};
use crate::gui::kit::text::shown_name;
use crate::gui::kit::theme::strong;
use crate::session::protocol::{JobKind, Snapshot};
use crate::text::counted;
use egui::{Align, Layout, RichText, Ui, vec2};

/// Why a grid is empty, and what helps.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    title: String,
    next: String,
    button: Option<(&'static str, Way)>,
}

/// What the button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    ClearFilter,
    ShowAll,
    ShowMissing,
}

/// Draws it in the place of `list`.
pub fn empty_ui(ui: &mut Ui, frame: &mut Frame<'_>, list: &List) {
    let snapshot = frame.snapshot;
    let words = words(snapshot, frame.view, list.n_before_filter(), list.terms());
    let size = ui.available_size();
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.add_space((size.y * 0.36).floor());
        ui.label(strong(&words.title).size(18.0));
        ui.add_space(4.0);
        ui.scope(|ui| {
            ui.set_max_width(440.0f32.min(size.x - 32.0));
            ui.label(RichText::new(&words.next).color(crate::gui::kit::colours::soft_color(ui.visuals())));
        });
        ui.add_space(12.0);
        if let Some((label, way)) = words.button {
            let button = egui::Button::new(label).min_size(vec2(0.0, 28.0));
            if ui.add(button).clicked() {
                match way {
                    Way::ClearFilter => frame.view.filter.clear(),
                    Way::ShowAll => frame.out.intents.push(Intent::Show(Shown::All)),
                    Way::ShowMissing => frame.out.intents.push(Intent::ShowMissing),
                }
            }
        }
    });
}

/// `n_before_filter` images would be there without the filter of these terms.
fn words(snapshot: &Snapshot, state: &ViewState, n_before_filter: usize, terms: &[Term]) -> Words {
    let is_importing = snapshot.job.as_ref().is_some_and(|job| job.kind == JobKind::Import);
    let show_all = Some(("Show all images", Way::ShowAll));
    let words = |title: String, next: &str, button| Words { title, next: next.to_owned(), button };
    if n_before_filter > 0 {
        return words(
            match terms {
                [Term { is_negated: false, test: Test::Path(text) }] => {
                    format!("No path contains \u{201c}{text}\u{201d}")
                }
                [term] => format!("No image is found by {term}"),
                [rest @ .., last] => {
                    let rest: Vec<String> = rest.iter().map(Term::to_string).collect();
                    format!("No image is found by {} and {last} together", rest.join(", "))
                }
                [] => "No image is found".to_owned(),
            },
            &format!(
                "{} hidden by the filter.",
                counted(n_before_filter, "image", "images") + if n_before_filter == 1 { " is" } else { " are" }
            ),
            Some(("Clear the filter", Way::ClearFilter)),
        );
    }
    match state.shown {
        _ if snapshot.project.is_none() => words(
            "No images yet".to_owned(),
            "Drop a folder of images on this window, or press Ctrl+O to choose one.",
            None,
        ),
        Shown::All if is_importing => {
            words("Reading the folder".to_owned(), "Images appear here as they are read.", None)
        }
        Shown::All if !snapshot.folder.missing.is_empty() => words(
            "The images of this folder are gone".to_owned(),
            "What you said of them is kept, and comes back with them. The list of images that are gone says where they \
             were.",
            Some(("Show the list", Way::ShowMissing)),
        ),
        Shown::All if snapshot.skipped.is_empty() => words(
            "This folder has no images".to_owned(),
            "Put images into it, or press Ctrl+O to choose another one.",
            None,
        ),
        Shown::All => words(
            "This folder has no image that can be read".to_owned(),
            &format!(
                "{} skipped; the list of skipped files says why each one was.",
                counted(snapshot.skipped.len(), "file", "files")
                    + if snapshot.skipped.len() == 1 { " was" } else { " were" }
            ),
            None,
        ),
        Shown::Cluster(id) if snapshot.cluster(id).is_none() => words(
            "This cluster is not there any more".to_owned(),
            "It may have been merged into another one, or a later run may have replaced it. Undo brings it back.",
            show_all,
        ),
        Shown::Cluster(_) => words(
            format!("{} is empty", shown_name(snapshot, state.shown)),
            "All its images were moved. Drag images onto it in the list to fill it again.",
            show_all,
        ),
        Shown::Provisional(_) => words(
            "This first guess is gone".to_owned(),
            "The run went on and made better groups: choose one in the list.",
            show_all,
        ),
        Shown::Unlabelled if snapshot.images.rows.is_empty() => {
            words("No images yet".to_owned(), "They appear here once the folder is read.", None)
        }
        Shown::Junk => words(
            "Nothing is junk".to_owned(),
            "Images that belong in no class come here: select them and press X.",
            show_all,
        ),
        Shown::Unusual => words(
            "No image is unusual".to_owned(),
            "Images that are unlike everything else come here, once clusters are there.",
            show_all,
        ),
        Shown::Unsure => words(
            "Nothing is unsure".to_owned(),
            "Images come here whose neighbours are in other clusters, or whose confidence is low.",
            show_all,
        ),
        Shown::Duplicates => words(
            "No two images are nearly the same".to_owned(),
            "Bursts, resized and recompressed copies come here.",
            show_all,
        ),
        Shown::Changed => words(
            "No file is another picture than when you confirmed it".to_owned(),
            "Files come here whose picture was replaced or edited since you decided about it.",
            show_all,
        ),
        Shown::Unplaced => words(
            "Every image has been seen by a run".to_owned(),
            "Images that come into the folder after the clusters were found come here.",
            show_all,
        ),
        Shown::Copies => words(
            "No image is a copy of one that you labelled".to_owned(),
            "Files come here that are byte for byte what you put into a cluster.",
            show_all,
        ),
        Shown::Found => words(
            "Nothing was found".to_owned(),
            "Select an image and press F, or drop one on the window, to find images like it.",
            show_all,
        ),
        Shown::Unlabelled => words(
            "Every image is in a cluster".to_owned(),
            "Images that you take out of a cluster come here.",
            show_all,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::grid::filter;
    use crate::gui::tests::fake;
    use crate::ids::ClusterId;

    #[test]
    fn every_emptiness_has_words() {
        let check = |snapshot: &Snapshot, state: &ViewState, n, title: &str, has_button: bool| {
            let words = words(snapshot, state, n, &filter::parse(&state.filter).0);
            assert!(words.title.contains(title), "{words:?}");
            assert_eq!((words.button.is_some(), words.next.ends_with('.')), (has_button, true), "{words:?}");
        };
        let (none, full) = (Snapshot::default(), fake::snapshot(10, 2));
        let state = |shown, filter: &str| ViewState { shown, filter: filter.into(), ..ViewState::default() };
        check(&none, &state(Shown::All, ""), 0, "No images yet", false);
        check(&full, &state(Shown::All, "xyz"), 10, "No path contains \u{201c}xyz\u{201d}", true);
        check(&full, &state(Shown::All, "-dup:yes"), 10, "No image is found by dup:no", true);
        let two = "found by conf<0.1, -xyz and confirmed:yes together";
        check(&full, &state(Shown::All, "conf<10% -xyz confirmed:yes"), 10, two, true);
        check(&full, &state(Shown::Cluster(ClusterId(99)), ""), 0, "not there any more", true);
        check(&full, &state(Shown::Cluster(full.clusters[0].id), ""), 0, "is empty", true);
        check(&full, &state(Shown::Unlabelled, ""), 0, "Every image", true);
        check(&full, &state(Shown::Provisional(3), ""), 0, "first guess", true);
        check(&full, &state(Shown::Changed, ""), 0, "another picture", true);
        check(&full, &state(Shown::Unplaced, ""), 0, "seen by a run", true);
        check(&full, &state(Shown::Copies, ""), 0, "is a copy", true);
        let mut gone = crate::gui::tests::fixtures::with_news();
        gone.images = std::sync::Arc::default();
        check(&gone, &state(Shown::All, ""), 0, "are gone", true);
    }
}
