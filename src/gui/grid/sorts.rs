//! The list of orders: every one is always there, and one that can not be had says why.

use crate::gui::frame::{Shown, Sort, ViewState};
use crate::session::protocol::Snapshot;
use crate::strings::say;
use egui::{Button, ComboBox, Ui};

/// Draws the list.
pub fn sort_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut ViewState) {
    let chosen = name(in_force(snapshot, state), state.shown);
    let is_waiting = state.sort.is_by_date() && state.dates.is_none();
    let text = if is_waiting { say!("grid-sort-reading") } else { chosen };
    ComboBox::from_id_salt("grid-sort")
        .selected_text(text)
        .width(124.0)
        .truncate()
        .height(360.0)
        .show_ui(ui, |ui| {
            for sort in Sort::ALL {
                let why_not = why_not(sort, snapshot, state);
                let is_chosen = state.sort == sort;
                let entry = Button::selectable(is_chosen, name(sort, state.shown));
                let entry = ui.add_enabled(why_not.is_none(), entry);
                let entry = match (why_not, tip(sort)) {
                    (Some(why), _) => entry.on_disabled_hover_text(why),
                    (None, Some(tip)) => entry.on_hover_text(tip),
                    (None, None) => entry,
                };
                if entry.clicked() {
                    // Chosen again, what is shuffled is shuffled anew.
                    state.seed = state.seed.wrapping_add(u64::from(sort == Sort::Random));
                    state.sort = sort;
                }
            }
        })
        .response
        .accessible_name(say!("grid-sort-name", order = text))
        .on_hover_text(say!("grid-sort-tip"));
}

/// The order that images are in: while nothing is sure it is by name.
fn in_force(snapshot: &Snapshot, state: &ViewState) -> Sort {
    let is_by_sure = matches!(state.sort, Sort::MostConfident | Sort::LeastConfident);
    if is_by_sure && why_not(state.sort, snapshot, state).is_some() { Sort::Path } else { state.sort }
}

fn why_not(sort: Sort, snapshot: &Snapshot, state: &ViewState) -> Option<&'static str> {
    let is_guess = matches!(state.shown, Shown::Provisional(_));
    match sort {
        Sort::MostConfident | Sort::LeastConfident => {
            let has_order = state.shown.has_own_order() || is_guess || !snapshot.clusters.is_empty();
            (!has_order).then(|| say!("grid-sort-no-groups"))
        }
        Sort::MostTypical | Sort::LeastTypical if is_guess => Some(say!("grid-sort-guess")),
        Sort::MostTypical | Sort::LeastTypical if snapshot.clusters.is_empty() => Some(say!("grid-sort-no-groups")),
        Sort::MostTypical | Sort::LeastTypical => {
            state.quality.mean_agreement.is_none().then(|| say!("grid-sort-no-neighbours"))
        }
        Sort::Oldest | Sort::Newest => {
            let is_unknown = state.dates.as_ref().is_some_and(|dates| dates.is_empty());
            is_unknown.then(|| say!("grid-sort-no-dates"))
        }
        Sort::Path | Sort::Largest | Sort::Smallest | Sort::Random => None,
    }
}

fn name(sort: Sort, shown: Shown) -> &'static str {
    match (sort, shown) {
        (Sort::MostConfident, Shown::Unusual) => say!("grid-sort-unusual"),
        (Sort::LeastConfident, Shown::Unusual) => say!("grid-sort-usual"),
        (Sort::MostConfident, Shown::Unsure) => say!("grid-sort-doubtful"),
        (Sort::LeastConfident, Shown::Unsure) => say!("grid-sort-undoubtful"),
        (Sort::MostConfident, Shown::Duplicates) => say!("grid-sort-sets"),
        (Sort::LeastConfident, Shown::Duplicates) => say!("grid-sort-sets-back"),
        (Sort::MostConfident, Shown::Found) => say!("grid-sort-alike"),
        (Sort::LeastConfident, Shown::Found) => say!("grid-sort-unlike"),
        (Sort::MostConfident, shown) if shown.is_of_folder() => say!("grid-sort-path"),
        (Sort::LeastConfident, shown) if shown.is_of_folder() => say!("grid-sort-path-back"),
        (Sort::MostConfident, _) => say!("grid-sort-surest"),
        (Sort::LeastConfident, _) => say!("grid-sort-least-sure"),
        (Sort::MostTypical, _) => say!("grid-sort-typical"),
        (Sort::LeastTypical, _) => say!("grid-sort-untypical"),
        (Sort::Path, _) => say!("grid-sort-by-name"),
        (Sort::Oldest, _) => say!("grid-sort-oldest"),
        (Sort::Newest, _) => say!("grid-sort-newest"),
        (Sort::Largest, _) => say!("grid-sort-largest"),
        (Sort::Smallest, _) => say!("grid-sort-smallest"),
        (Sort::Random, _) => say!("grid-sort-random"),
    }
}

fn tip(sort: Sort) -> Option<&'static str> {
    Some(match sort {
        Sort::MostTypical | Sort::LeastTypical => say!("grid-sort-typical.tip"),
        Sort::Oldest | Sort::Newest => say!("grid-sort-oldest.tip"),
        Sort::Largest | Sort::Smallest => say!("grid-sort-largest.tip"),
        Sort::Random => say!("grid-sort-random.tip"),
        Sort::MostConfident | Sort::LeastConfident | Sort::Path => return None,
    })
}
