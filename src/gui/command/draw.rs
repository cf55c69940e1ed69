//! Commands as lines of menus and as buttons. Name, keys, what it does and the reason why it can not be done come from the
//! table and from the situation, so that no place says otherwise. Each gives whether it was chosen and does nothing itself.

use super::{Command, Situation};
use crate::gui::kit::widgets::primary_button;
use egui::{Button, Response, Ui};

impl Command {
    /// A line of a menu under its short name, with its keys at the right.
    pub fn line_ui(self, ui: &mut Ui, situation: &Situation) -> bool {
        self.line_as_ui(ui, self.short(), situation)
    }

    /// A line of a menu under a name that says more: how many images, which cluster.
    pub fn line_as_ui(self, ui: &mut Ui, text: impl Into<String>, situation: &Situation) -> bool {
        let line = Button::new(text.into());
        let line = match self.key_text(ui.ctx()) {
            Some(keys) => line.shortcut_text(keys),
            None => line,
        };
        let response = ui.add_enabled(situation.allows(self), line).on_hover_text(self.tooltip());
        self.is_pressed(response, situation)
    }

    /// A button under a name of its own.
    pub fn button_as_ui(self, ui: &mut Ui, text: impl Into<String>, situation: &Situation) -> bool {
        let response = ui.add_enabled(situation.allows(self), Button::new(text.into()));
        self.is_chosen(ui, response, situation)
    }

    /// The button that says what to do next.
    pub fn primary_ui(self, ui: &mut Ui, text: &str, situation: &Situation) -> bool {
        let response = primary_button(ui, text, situation.allows(self));
        self.is_chosen(ui, response, situation)
    }

    /// Whether a widget that was drawn for this command was pressed; it gets the tooltip, or the reason.
    pub fn is_chosen(self, ui: &Ui, response: Response, situation: &Situation) -> bool {
        let tooltip = self.tooltip_with_key(ui.ctx());
        self.is_pressed(response.on_hover_text(tooltip), situation)
    }

    fn is_pressed(self, response: Response, situation: &Situation) -> bool {
        match situation.why_not(self) {
            Some(why) => response.on_disabled_hover_text(why).clicked(),
            None => response.clicked(),
        }
    }
}
