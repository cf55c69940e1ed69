//! The filter as a text, below its button: the field, how it may go on, filters that were saved, and what is wrong with it.

use super::list::List;
use super::offers::{Offer, offers};
use crate::gui::frame::{Frame, ViewState};
use crate::gui::kit::colours::soft_color;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::{Palette, strong};
use crate::gui::kit::widgets::{elided_font, icon_button, stay_on_top};
use crate::strings::say;
use egui::{
    Button, FontId, Id, Key, Label, Modifiers, Popup, PopupCloseBehavior, RichText, Role, ScrollArea, Sense, TextEdit,
    Ui, WidgetInfo, pos2, vec2,
};

/// The menu between two frames.
#[derive(Default)]
pub struct FilterMenu {
    /// It is to be opened, and its field takes the keyboard.
    opens: bool,
    /// Name of the filter that is to be saved.
    name: String,
}

impl FilterMenu {
    /// Opens it in the next frame.
    pub fn open(&mut self) {
        self.opens = true;
    }

    /// The button that opens it.
    pub fn button_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let button = ui.add(Button::new(say!("grid-filter")).selected(frame.view.is_filtered()));
        let button = button.on_hover_text(say!("grid-filter.tip"));
        // An id of its own: what stands before the button comes and goes while the filter is typed.
        let id = Id::unique("grid-filter-menu");
        let popup = Popup::menu(&button).id(id).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let takes_focus = std::mem::take(&mut self.opens);
        if takes_focus {
            Popup::open_id(ui.ctx(), id);
        }
        popup.accessible_name(say!("grid-filter")).show(|ui| {
            stay_on_top(ui);
            ui.set_width(430.0f32.min(ui.ctx().content_rect().width() - 24.0));
            field_ui(ui, frame.view, takes_focus || button.clicked());
            self.saved_ui(ui, frame.view);
            ui.separator();
            let offered = offers(&frame.view.filter, frame.snapshot, &frame.view.saved_filters);
            let height = (ui.ctx().content_rect().height() * 0.45).max(120.0);
            ScrollArea::vertical().max_height(height).show(ui, |ui| {
                for offer in offered {
                    if offer_ui(ui, &offer) {
                        frame.view.filter = format!("{} ", offer.text);
                        ui.memory_mut(|memory| memory.request_focus(field_id()));
                    }
                }
            });
        });
    }

    /// Filters that have a name, and a name for the one that is typed.
    fn saved_ui(&mut self, ui: &mut Ui, view: &mut ViewState) {
        if view.saved_filters.is_empty() && !view.is_filtered() {
            return;
        }
        ui.separator();
        ui.label(strong(say!("grid-saved")));
        let mut removed = None;
        let mut taken = None;
        for (at, saved) in view.saved_filters.iter().enumerate() {
            ui.horizontal(|ui| {
                let name = say!("grid-saved-remove", name = &saved.name);
                if icon_button(ui, Icon::Close, &name, &name, true).clicked() {
                    removed = Some(at);
                }
                let button = Button::selectable(view.filter.trim() == saved.text, &saved.name);
                if ui.add(button).on_hover_text(&saved.text).clicked() {
                    taken = Some(saved.text.clone());
                }
            });
        }
        if let Some(at) = removed {
            view.saved_filters.remove(at);
        }
        if let Some(text) = taken {
            view.filter = text;
        }
        if !view.is_filtered() {
            return;
        }
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.name).hint_text(say!("grid-saved-name")).desired_width(180.0);
            let field = ui.add(field).accessible_name(say!("grid-saved-name"));
            let is_named = !self.name.trim().is_empty();
            let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let save = ui.add_enabled(is_named, Button::new(say!("grid-saved-save")));
            if save.clicked() || (is_entered && is_named) {
                view.save_filter(&self.name);
                self.name.clear();
            }
        });
    }
}

/// The field, and what takes all of it away.
fn field_ui(ui: &mut Ui, view: &mut ViewState, takes_focus: bool) {
    let id = field_id();
    ui.horizontal(|ui| {
        let width = ui.available_width() - 34.0;
        let field =
            TextEdit::singleline(&mut view.filter).id(id).hint_text(say!("grid-filter-hint")).desired_width(width);
        let field = ui.add(field).accessible_name(say!("grid-filter-field"));
        if takes_focus {
            field.request_focus();
        }
        if icon_button(ui, Icon::Close, say!("grid-empty-clear"), say!("grid-empty-clear"), view.is_filtered())
            .clicked()
        {
            view.filter.clear();
        }
    });
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        Popup::close_all(ui.ctx());
    }
    ui.label(RichText::new(say!("grid-filter-how")).color(soft_color(ui.visuals())));
}

/// The field's id.
fn field_id() -> Id {
    Id::unique("grid-filter")
}

/// Sentences about terms that are none, or that can find nothing.
pub fn remarks_ui(ui: &mut Ui, list: &List) {
    let color = Palette::of(ui).warning;
    for remark in list.remarks() {
        ui.add(Label::new(RichText::new(remark).color(color)).truncate()).on_hover_text(remark);
    }
}

/// A text and what it means, as a button; gives whether it was clicked.
fn offer_ui(ui: &mut Ui, offer: &Offer) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    let name = say!("grid-filter-add", text = &offer.text, meaning = &offer.meaning);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 4.0, ui.visuals().widgets.hovered.weak_bg_fill);
    }
    let middle = |x: f32, height: f32| pos2(rect.left() + x, rect.center().y - height / 2.0);
    let color = ui.visuals().text_color();
    let galley = elided_font(ui, &offer.text, FontId::monospace(12.5), rect.width() * 0.5 - 12.0, color);
    let after = (galley.size().x + 18.0).max(146.0);
    ui.painter().galley(middle(6.0, galley.size().y), galley, color);
    let color = soft_color(ui.visuals());
    let galley = elided_font(ui, &offer.meaning, FontId::proportional(12.5), rect.width() - after - 6.0, color);
    ui.painter().galley(middle(after, galley.size().y), galley, color);
    response.clicked()
}
