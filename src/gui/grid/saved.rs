//! Filters that have a name: taken, deleted, and a name for the one that is in force. What a filter is is typed in the search
//! field alone.

use super::list::List;
use crate::gui::frame::{Frame, ViewState};
use crate::gui::kit::colours::soft_color;
use crate::gui::kit::icons::Icon;
use crate::gui::kit::theme::Palette;
use crate::gui::kit::widgets::{icon_button, stay_on_top};
use crate::strings::say;
use egui::{Button, Id, Key, Label, Popup, PopupCloseBehavior, RichText, TextEdit, Ui};

/// The list between two frames.
#[derive(Default)]
pub struct SavedList {
    /// It is to be opened, and the field for a name takes the keyboard.
    opens: bool,
    /// Name of the filter that is to be saved.
    name: String,
}

impl SavedList {
    /// Opens it in the next frame.
    pub fn open(&mut self) {
        self.opens = true;
    }

    /// The button that opens it, where a filter was saved or can be.
    pub fn button_ui(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        // An id of its own: what stands before the button comes and goes while the filter is typed.
        let id = Id::unique("saved filters");
        let opens = std::mem::take(&mut self.opens);
        let is_needed = !frame.view.saved_filters.is_empty() || frame.view.is_filtered();
        if !is_needed && !opens && !Popup::is_id_open(ui.ctx(), id) {
            return;
        }
        let button = ui.button(say!("grid-saved")).on_hover_text(say!("grid-saved.tip"));
        if opens {
            Popup::open_id(ui.ctx(), id);
        }
        let takes_focus = opens || button.clicked();
        let popup = Popup::menu(&button).id(id).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        popup.accessible_name(say!("grid-saved")).show(|ui| {
            stay_on_top(ui);
            ui.set_width(300.0f32.min(ui.ctx().content_rect().width() - 24.0));
            self.saved_ui(ui, frame.view, takes_focus);
        });
    }

    fn saved_ui(&mut self, ui: &mut Ui, view: &mut ViewState, takes_focus: bool) {
        let (mut removed, mut taken) = (None, None);
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
            if view.saved_filters.is_empty() {
                let words = RichText::new(say!("grid-saved-none")).color(soft_color(ui.visuals()));
                ui.add(Label::new(words).wrap());
            }
            return;
        }
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.name).hint_text(say!("grid-saved-name")).desired_width(180.0);
            let field = ui.add(field).accessible_name(say!("grid-saved-name"));
            if takes_focus {
                field.request_focus();
            }
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

/// Sentences about terms that are none, or that can find nothing.
pub fn remarks_ui(ui: &mut Ui, list: &List) {
    let color = Palette::of(ui).warning;
    for remark in list.remarks() {
        ui.add(Label::new(RichText::new(remark).color(color)).truncate()).on_hover_text(remark);
    }
}
