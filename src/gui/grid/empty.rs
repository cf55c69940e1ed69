//! What stands in the grid's place when it has nothing to show: a sentence and the next step.

use super::filter::{self, Term, Test};
use super::list::List;
use crate::gui::frame::{Frame, Intent, Shown, ViewState};
use crate::gui::kit::text::shown_name;
use crate::gui::kit::theme::strong;
use crate::session::protocol::{JobKind, Snapshot};
use crate::strings::say;
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
    if n_before_filter > 0 {
        let title = match terms {
            [Term { is_negated: false, test: Test::Path(text) }] => say!("grid-empty-path", text = text),
            terms => say!("grid-empty-filter", terms = filter::written(terms)),
        };
        let button = Some((say!("grid-empty-clear"), Way::ClearFilter));
        return Words { title, next: say!("grid-empty-hidden", n = n_before_filter), button };
    }
    let show_all = Some((say!("grid-empty-show-all"), Way::ShowAll));
    let words = |title: &str, next: &str, button| Words { title: title.to_owned(), next: next.to_owned(), button };
    match state.shown {
        _ if snapshot.project.is_none() => words(say!("grid-empty-nothing"), say!("grid-empty-nothing.next"), None),
        Shown::All if is_importing => words(say!("grid-empty-reading"), say!("grid-empty-reading.next"), None),
        Shown::All if !snapshot.folder.missing.is_empty() => words(
            say!("grid-empty-missing"),
            say!("grid-empty-missing.next"),
            Some((say!("grid-empty-missing.button"), Way::ShowMissing)),
        ),
        Shown::All if snapshot.skipped.is_empty() => {
            words(say!("grid-empty-folder"), say!("grid-empty-folder.next"), None)
        }
        Shown::All => words(say!("grid-empty-folder"), &say!("grid-empty-skipped", n = snapshot.skipped.len()), None),
        Shown::Cluster(id) if snapshot.cluster(id).is_none() => {
            words(say!("grid-empty-group-gone"), say!("grid-empty-group-gone.next"), show_all)
        }
        Shown::Cluster(_) => words(
            &say!("grid-empty-group", name = shown_name(snapshot, state.shown)),
            say!("grid-empty-group-next"),
            show_all,
        ),
        Shown::Provisional(_) => words(say!("grid-empty-guess"), say!("grid-empty-guess.next"), show_all),
        Shown::Unlabelled if snapshot.images.rows.is_empty() => {
            words(say!("grid-empty-nothing"), say!("grid-empty-nothing.later"), None)
        }
        Shown::Junk => words(say!("grid-empty-junk"), say!("grid-empty-junk.next"), show_all),
        Shown::Unusual => words(say!("grid-empty-unusual"), say!("grid-empty-unusual.next"), show_all),
        Shown::Unsure => words(say!("grid-empty-unsure"), say!("grid-empty-unsure.next"), show_all),
        Shown::Duplicates => words(say!("grid-empty-duplicates"), say!("grid-empty-duplicates.next"), show_all),
        Shown::Changed => words(say!("grid-empty-changed"), say!("grid-empty-changed.next"), show_all),
        Shown::Unplaced => words(say!("grid-empty-new"), say!("grid-empty-new.next"), show_all),
        Shown::Copies => words(say!("grid-empty-copies"), say!("grid-empty-copies.next"), show_all),
        Shown::Found => words(say!("grid-empty-found"), say!("grid-empty-found.next"), show_all),
        Shown::Unlabelled => words(say!("grid-empty-ungrouped"), say!("grid-empty-ungrouped.next"), show_all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        check(&full, &state(Shown::All, "-dup:yes"), 10, "No image matches dup:no", true);
        let two = "matches sure<0.1 -xyz confirmed:yes";
        check(&full, &state(Shown::All, "conf<10% -xyz confirmed:yes"), 10, two, true);
        check(&full, &state(Shown::Cluster(ClusterId(99)), ""), 0, "not there any more", true);
        check(&full, &state(Shown::Cluster(full.clusters[0].id), ""), 0, "is empty", true);
        check(&full, &state(Shown::Unlabelled, ""), 0, "Every image", true);
        check(&full, &state(Shown::Provisional(3), ""), 0, "first guess", true);
        check(&full, &state(Shown::Changed, ""), 0, "another picture", true);
        check(&full, &state(Shown::Unplaced, ""), 0, "No image is new", true);
        check(&full, &state(Shown::Copies, ""), 0, "is a copy", true);
        let mut gone = crate::gui::tests::fixtures::with_news();
        gone.images = std::sync::Arc::default();
        check(&gone, &state(Shown::All, ""), 0, "are gone", true);
    }
}
