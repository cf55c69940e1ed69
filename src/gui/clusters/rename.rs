//! The name of a group as a field in its row: Enter takes it, Escape does not, Tab takes what is suggested.

use crate::gui::frame::Out;
use crate::ids::ClusterId;
use crate::session::protocol::{ClusterView, Edit};
use crate::strings::say;
use egui::{Id, Key, Rect, TextEdit, Ui, vec2};

/// The name that is being edited.
pub struct Renaming {
    /// The cluster that gets a name.
    pub cluster: ClusterId,
    text: String,
    is_new: bool,
}

impl Renaming {
    /// Begins with the name that a person gave.
    pub fn new(cluster: &ClusterView) -> Self {
        // An automatic name is nothing to keep a letter of; the field then shows what the cluster may be called.
        let text = if cluster.is_named { cluster.name.clone() } else { String::new() };
        Self { cluster: cluster.id, text, is_new: true }
    }

    /// Draws the field; true when it is done.
    pub fn field_ui(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        cluster: &ClusterView,
        suggestion: Option<&str>,
        out: &mut Out,
    ) -> bool {
        let id = Id::unique("rename cluster");
        let is_empty = self.text.is_empty();
        let hint = match suggestion {
            Some(suggestion) => say!("groups-tab-takes", name = suggestion),
            None => cluster.name.clone(),
        };
        if let Some(suggestion) = suggestion.filter(|_| self.text.is_empty() && !self.is_new)
            && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Tab))
        {
            self.text = suggestion.to_owned();
            self.is_new = true;
        }
        let field = TextEdit::singleline(&mut self.text)
            .id(id)
            .desired_width(rect.width())
            .margin(vec2(4.0, 2.0))
            .hint_text(hint)
            .lock_focus(suggestion.is_some() && is_empty);
        let response = ui.put(rect, field).accessible_name(say!("groups-rename"));
        if std::mem::take(&mut self.is_new) {
            response.request_focus();
            let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
            let all = egui::text::CCursorRange::two(
                egui::text::CCursor::new(0),
                egui::text::CCursor::new(self.text.chars().count()),
            );
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), id);
            return false;
        }
        if response.lost_focus() {
            let is_cancelled = ui.input(|input| input.key_pressed(Key::Escape));
            let name = self.text.trim().to_owned();
            let is_same = name == cluster.name || (name.is_empty() && !cluster.is_named);
            if !is_cancelled && !is_same {
                out.edit(Edit::Rename { cluster: cluster.id, name });
            }
            return true;
        }
        false
    }
}
