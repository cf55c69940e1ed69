//! The rows above the grid: what is shown and how much of it, order, filter, size of the pictures, and the confidence
//! below which images are dimmed.

use super::filter_bar;
use super::list::List;
use crate::gui::frame::{Shown, Sort, ViewState};
use crate::gui::kit::text::shown_name;
use crate::gui::kit::theme::strong;
use crate::session::protocol::Snapshot;
use crate::text::{counted, number, percent};
use egui::{Align, ComboBox, Layout, RichText, Slider, Ui, vec2};

/// Least and greatest side of a picture in points.
pub const SIDES: std::ops::RangeInclusive<f32> = 48.0..=320.0;

/// Draws the rows.
pub fn header_ui(ui: &mut Ui, snapshot: &Snapshot, list: &List, state: &mut ViewState) {
    let width = ui.available_width();
    if width > 540.0 {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                controls_ui(ui, state);
                title_row_ui(ui, snapshot, list, state);
            });
        });
        ui.horizontal(|ui| filter_bar::filter_ui(ui, state, width));
    } else {
        ui.horizontal(|ui| title_ui(ui, snapshot, list, state));
        ui.horizontal(|ui| filter_bar::filter_ui(ui, state, width));
        ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), |ui| controls_ui(ui, state)));
    }
    filter_bar::remarks_ui(ui, list);
    if list.has_confidence() && !state.shown.has_own_order() {
        ui.horizontal_wrapped(|ui| threshold_ui(ui, snapshot, list, state));
    }
}

/// The title in what a row leaves.
fn title_row_ui(ui: &mut Ui, snapshot: &Snapshot, list: &List, state: &ViewState) {
    ui.with_layout(Layout::left_to_right(Align::Center).with_main_justify(false), |ui| {
        title_ui(ui, snapshot, list, state);
    });
}

fn title_ui(ui: &mut Ui, snapshot: &Snapshot, list: &List, state: &ViewState) {
    let name = match state.shown {
        Shown::Found if !state.found.title.is_empty() => state.found.title.clone(),
        shown => shown_name(snapshot, shown),
    };
    let counts = counts(list, state);
    // The name gives way before the counts do.
    let counts_width = ui.fonts_mut(|fonts| {
        fonts.layout_no_wrap(counts.clone(), egui::TextStyle::Body.resolve(ui.style()), egui::Color32::WHITE).size().x
    });
    ui.scope(|ui| {
        ui.set_max_width((ui.available_width() - counts_width - 16.0).max(48.0));
        ui.add(egui::Label::new(strong(&name).size(17.0)).truncate()).on_hover_text(&name);
    });
    ui.add(
        egui::Label::new(RichText::new(counts).color(crate::gui::kit::colours::soft_color(ui.visuals()))).truncate(),
    );
}

/// "134 images, 12 selected".
fn counts(list: &List, state: &ViewState) -> String {
    let (n, n_all) = (list.images().len(), list.n_before_filter());
    let shown = if n == n_all {
        counted(n, "image", "images")
    } else {
        format!("{} of {}", number(n), counted(n_all, "image", "images"))
    };
    match state.selection.images.len() {
        0 => shown,
        n_selected => format!("{shown}, {} selected", number(n_selected)),
    }
}

/// From right to left.
fn controls_ui(ui: &mut Ui, state: &mut ViewState) {
    // In small or enlarged windows the filter is what needs the room: the wheel sizes pictures too.
    if ui.available_width() > 400.0 {
        ui.spacing_mut().slider_width = 84.0;
        ui.add(Slider::new(&mut state.thumb_side, SIDES).show_value(false))
            .accessible_name("Thumbnail size")
            .on_hover_text("Size of the pictures (Ctrl and the mouse wheel)");
        ui.label(RichText::new("Size").color(crate::gui::kit::colours::soft_color(ui.visuals())));
    }
    sort_ui(ui, state);
}

fn sort_ui(ui: &mut Ui, state: &mut ViewState) {
    let is_guess = matches!(state.shown, Shown::Provisional(_));
    let own = match state.shown {
        Shown::Unusual => Some(["Most unusual first", "Least unusual first"]),
        Shown::Unsure => Some(["Most doubtful first", "Least doubtful first"]),
        Shown::Duplicates => Some(["Group by group", "Smallest group first"]),
        Shown::Found => Some(["Most similar first", "Least similar first"]),
        shown if shown.is_of_folder() => Some(["By path", "By path, last first"]),
        _ => None,
    };
    let name = |sort| match (sort, is_guess) {
        (Sort::MostConfident, _) if own.is_some() => own.unwrap_or_default()[0],
        (Sort::LeastConfident, _) if own.is_some() => own.unwrap_or_default()[1],
        (Sort::MostConfident, false) => "Most confident first",
        (Sort::LeastConfident, false) => "Least confident first",
        (Sort::MostConfident, true) | (Sort::MostTypical, _) => "Most typical first",
        (Sort::LeastConfident, true) | (Sort::LeastTypical, _) => "Least typical first",
        (Sort::Path, _) => "By path",
        (Sort::Largest, _) => "Most pixels first",
        (Sort::Smallest, _) => "Fewest pixels first",
    };
    let chosen = name(state.sort);
    ComboBox::from_id_salt("grid-sort")
        .selected_text(chosen)
        .width(154.0)
        .show_ui(ui, |ui| {
            let of_shelf = [Sort::MostConfident, Sort::LeastConfident];
            // A first guess has no neighbours yet, and no result of a run none at all.
            let has_neighbors = state.quality.mean_agreement.is_some() && !is_guess;
            let by_neighbors = [Sort::MostTypical, Sort::LeastTypical].into_iter().filter(|_| has_neighbors);
            let by_path = [Sort::Path].into_iter().filter(|_| !state.shown.is_of_folder());
            let by_size = [Sort::Largest, Sort::Smallest];
            for sort in of_shelf.into_iter().chain(by_neighbors).chain(by_path).chain(by_size) {
                let choice = ui.selectable_value(&mut state.sort, sort, name(sort));
                if sort.is_by_neighbors() {
                    choice.on_hover_text("By how many of an image's neighbours are in its own cluster");
                }
            }
        })
        .response
        .accessible_name(format!("Order: {chosen}"))
        .on_hover_text("Order of the images");
}

fn threshold_ui(ui: &mut Ui, snapshot: &Snapshot, list: &List, state: &mut ViewState) {
    let weak = crate::gui::kit::colours::soft_color(ui.visuals());
    ui.spacing_mut().slider_width = 120.0;
    ui.label(RichText::new("Dim below").color(weak));
    let slider = Slider::new(&mut state.threshold, 0.0..=1.0)
        .step_by(0.01)
        .custom_formatter(|value, _| percent(value))
        .custom_parser(|text| Some(text.trim().trim_end_matches('%').trim().parse::<f64>().ok()? / 100.0));
    ui.add(slider)
        .accessible_name("Confidence threshold")
        .on_hover_text("Images whose confidence is below are dimmed: that is where mistakes are");
    let (below, above) = list.below_and_above(state.threshold);
    ui.label(RichText::new(format!("{} at or above, {} below", number(above), number(below))).color(weak));
    let button = ui.add_enabled(below > 0, egui::Button::new("Select below").min_size(vec2(0.0, 0.0)));
    let button = button
        .on_hover_text(format!("Selects the {} below {}", counted(below, "image", "images"), percent(state.threshold)))
        .on_disabled_hover_text("No image is below the threshold");
    if button.clicked() {
        select_by_confidence(snapshot, list.images(), state, |confidence, threshold| confidence < threshold);
    }
}

/// Selects the images in clusters whose confidence and the threshold satisfy `is_wanted`.
pub(in crate::gui) fn select_by_confidence(
    snapshot: &Snapshot,
    images: &[crate::ids::ImageId],
    state: &mut ViewState,
    is_wanted: impl Fn(f32, f32) -> bool,
) {
    let threshold = state.threshold;
    let is_selected = |image: &crate::ids::ImageId| {
        let label = snapshot.label(*image).filter(|label| label.cluster.is_some());
        label.is_some_and(|label| is_wanted(label.confidence, threshold))
    };
    let selection = &mut state.selection;
    let mut selected = images.iter().copied().filter(is_selected).peekable();
    selection.cursor = selected.peek().copied();
    selection.anchor = selection.cursor;
    selection.images = selected.collect();
}
