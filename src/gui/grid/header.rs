//! The one row above the grid: what is shown and how much of it, what narrows it, its order, and the size of the pictures.
//! What is rarely needed opens below its button; what has no room is cut, and nothing wraps.

use super::folders::Folders;
use super::list::List;
use super::saved::{self, SavedList};
use super::{filter, sorts};
use crate::gui::command::Command;
use crate::gui::frame::{Frame, Intent, Shown, ViewState};
use crate::gui::kit::colours::soft_color;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::text::{shortened, shown_name};
use crate::gui::kit::theme::strong;
use crate::gui::kit::widgets::icon_button;
use crate::ids::ImageId;
use crate::session::protocol::Snapshot;
use crate::strings::{Share, number, percent, say};
use egui::{
    Align, Button, Color32, Label, Layout, Popup, PopupCloseBehavior, Rect, RichText, Sense, Slider, TextStyle, Ui,
    Vec2, vec2,
};

/// Least and greatest side of a picture in points.
pub const SIDES: std::ops::RangeInclusive<f32> = 48.0..=320.0;
/// Height of the row in points.
const HEIGHT: f32 = 28.0;
/// The slider for the size of the pictures has room beside the rest from this width on.
const SIZE_FROM: f32 = 740.0;

/// What the row remembers.
#[derive(Default)]
pub struct Header {
    pub folders: Folders,
    pub saved: SavedList,
}

impl Header {
    /// Draws the row.
    pub fn header_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, list: &List) {
        self.folders.update(&frame.snapshot.images);
        let width = ui.available_width();
        ui.allocate_ui_with_layout(vec2(width, HEIGHT), Layout::right_to_left(Align::Center), |ui| {
            ui.set_min_height(HEIGHT);
            ui.spacing_mut().item_spacing.x = 6.0;
            self.controls_ui(ui, frame, list, width);
            ui.with_layout(Layout::left_to_right(Align::Center).with_main_justify(false), |ui| {
                ui.set_clip_rect(ui.clip_rect().intersect(ui.max_rect().expand(2.0)));
                Self::title_ui(ui, frame, list);
            });
        });
        saved::remarks_ui(ui, list);
    }

    /// From right to left.
    fn controls_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>, list: &List, width: f32) {
        if width >= SIZE_FROM {
            ui.spacing_mut().slider_width = 72.0;
            ui.add(Slider::new(&mut frame.view.thumb_side, SIDES).show_value(false))
                .accessible_name(say!("grid-size"))
                .on_hover_text(say!("grid-size.tip"));
        }
        sorts::sort_ui(ui, frame.snapshot, frame.view);
        if list.has_confidence() && !frame.view.shown.has_own_order() {
            sure_ui(ui, frame.snapshot, list, frame.view);
        }
        if !self.folders.is_empty() {
            self.folders.button_ui(ui, frame.view);
        }
        self.saved.button_ui(ui, frame);
        if list.is_outdated() {
            frame.out.button_ui(ui, Command::RefreshOrder);
        }
    }

    /// What is shown, how much of it, and the terms that narrow it; the name gives way first.
    fn title_ui(ui: &mut Ui, frame: &mut Frame<'_>, list: &List) {
        let is_searched = frame.view.shown == Shown::Found;
        if is_searched {
            searched_ui(ui, frame);
        }
        let name = match frame.view.shown {
            Shown::Found if !frame.view.found.title.is_empty() => frame.view.found.title.clone(),
            shown => shown_name(frame.snapshot, shown),
        };
        let counts = counts(list, frame.view);
        let width_of = |ui: &Ui, text: &str| {
            let font = TextStyle::Body.resolve(ui.style());
            ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, Color32::WHITE).size().x)
        };
        let chips: Vec<String> = list.terms().iter().map(ToString::to_string).collect();
        let chips_width: f32 = chips.iter().map(|chip| width_of(ui, &shortened(chip)) + 32.0).sum();
        let others = width_of(ui, &counts) + chips_width + if is_searched { 40.0 } else { 16.0 };
        ui.scope(|ui| {
            ui.set_max_width((ui.available_width() - others).max(56.0));
            ui.add(Label::new(strong(&name).size(16.0)).truncate()).on_hover_text(&name);
        });
        if is_searched
            && icon_button(ui, Icon::Close, say!("grid-search-clear"), say!("grid-search-clear.tip"), true).clicked()
        {
            frame.out.intents.push(Intent::Show(frame.view.found.before));
        }
        ui.add(Label::new(RichText::new(counts).color(soft_color(ui.visuals()))).truncate());
        for (at, chip) in chips.iter().enumerate() {
            if ui.available_width() < 64.0 {
                let words = say!("grid-chips-more", n = chips.len() - at);
                if ui.add(Button::new(words).small()).on_hover_text(&frame.view.filter).clicked() {
                    frame.out.commands.push(Command::FilterImages);
                }
                break;
            }
            chip_ui(ui, frame.view, list, at, chip);
        }
    }
}

/// One term of the filter; a click takes it away.
fn chip_ui(ui: &mut Ui, view: &mut ViewState, list: &List, at: usize, chip: &str) {
    let button = Button::new(format!("{} \u{d7}", shortened(chip))).small().corner_radius(9);
    let button = ui.add(button).accessible_name(say!("grid-chip-remove", term = chip));
    if button.on_hover_text(say!("grid-chip-remove", term = chip)).clicked() {
        let mut terms = list.terms().to_vec();
        terms.remove(at);
        view.filter = filter::written(&terms);
    }
}

/// The picture that the images are like.
fn searched_ui(ui: &mut Ui, frame: &mut Frame<'_>) {
    if let Some(image) = frame.view.found.like {
        let picture = frame.thumbs.thumb_ui(ui, frame.fetcher, image, Vec2::splat(24.0));
        let title = frame.view.found.title.clone();
        let picture = picture.interact(Sense::click()).on_hover_text(title);
        if picture.clicked() {
            frame.out.intents.push(Intent::OpenLarge(image));
        }
    } else {
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
        Icon::Search.paint(
            ui.painter(),
            Rect::from_center_size(rect.center(), Vec2::splat(15.0)),
            soft_color(ui.visuals()),
        );
    }
}

/// "134 images, 12 selected".
fn counts(list: &List, state: &ViewState) -> String {
    let (n, all) = (list.here().len(), list.n_before_filter());
    match (n == all, state.selection.images.len()) {
        (true, 0) => say!("count-images", n = n),
        (false, 0) => say!("grid-count-of", n = n, all = all),
        (true, selected) => say!("grid-count-selected", n = n, selected = selected),
        (false, selected) => say!("grid-count-of-selected", n = n, all = all, selected = selected),
    }
}

/// Dims what is less sure than a threshold.
fn sure_ui(ui: &mut Ui, snapshot: &Snapshot, list: &List, state: &mut ViewState) {
    let is_set = state.threshold > 0.0;
    let share = Share(f64::from(state.threshold));
    let words = if is_set { say!("grid-sure-above", share = share) } else { say!("grid-sure-any").to_owned() };
    let button = ui.add(Button::new(words).selected(is_set)).on_hover_text(say!("grid-sure-any.tip"));
    let popup = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.accessible_name(say!("grid-sure-slider")).show(|ui| {
        ui.set_width(280.0f32.min(ui.ctx().content_rect().width() - 40.0));
        ui.label(RichText::new(say!("grid-sure-any.tip")).color(soft_color(ui.visuals())));
        ui.spacing_mut().slider_width = 180.0;
        let slider = Slider::new(&mut state.threshold, 0.0..=1.0)
            .step_by(0.01)
            .custom_formatter(|value, _| percent(value))
            .custom_parser(|text| Some(text.trim().trim_end_matches('%').trim().parse::<f64>().ok()? / 100.0));
        ui.add(slider).accessible_name(say!("grid-sure-slider"));
        let (below, above) = list.below_and_above(state.threshold);
        ui.label(say!("grid-sure-counts", above = number(above), below = number(below)));
        let button = ui.add_enabled(below > 0, Button::new(say!("grid-sure-select", n = below)));
        if button.on_disabled_hover_text(say!("grid-sure-none")).clicked() {
            select_by_confidence(snapshot, list.here(), state, |confidence, threshold| confidence < threshold);
        }
    });
}

/// Selects the images in clusters whose confidence and the threshold satisfy `is_wanted`.
pub(in crate::gui) fn select_by_confidence(
    snapshot: &Snapshot,
    images: &[ImageId],
    state: &mut ViewState,
    is_wanted: impl Fn(f32, f32) -> bool,
) {
    let threshold = state.threshold;
    let is_selected = |image: &ImageId| {
        let label = snapshot.label(*image).filter(|label| label.cluster.is_some());
        label.is_some_and(|label| is_wanted(label.confidence, threshold))
    };
    let selection = &mut state.selection;
    let mut selected = images.iter().copied().filter(is_selected).peekable();
    selection.cursor = selected.peek().copied();
    selection.anchor = selection.cursor;
    selection.images = selected.collect();
}
