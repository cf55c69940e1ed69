//! The command palette: every action by its name, filtered while one types.

use super::command::{Command, fuzzy};
use super::theme::Palette as Colors;
use super::widgets::{elided, takes_key, weak};
use egui::accesskit::Role;
use egui::{Align2, Color32, Key, Rect, ScrollArea, Sense, TextEdit, TextStyle, Ui, WidgetInfo, pos2, vec2};

/// The open palette.
#[derive(Default)]
pub struct Palette {
    query: String,
    chosen: usize,
}

impl Palette {
    /// Draws the field and the list; gives the action that was chosen. `is_possible` tells which can be done now.
    pub fn palette_ui(&mut self, ui: &mut Ui, is_possible: &dyn Fn(Command) -> bool) -> Option<Command> {
        ui.set_width(520.0);
        // Before the field sees them.
        let (up, down, enter) = (takes_key(ui, Key::ArrowUp), takes_key(ui, Key::ArrowDown), takes_key(ui, Key::Enter));
        let field = TextEdit::singleline(&mut self.query)
            .hint_text("Find an action")
            .desired_width(f32::INFINITY)
            .margin(vec2(10.0, 8.0));
        let response = ui.add(field).accessible_name("Find an action");
        response.request_focus();
        if response.changed() {
            self.chosen = 0;
        }
        let found = found(&self.query, is_possible);
        if found.is_empty() {
            ui.add_space(6.0);
            weak(ui, "No action has such a name. Fewer letters find more.");
            return None;
        }
        let n = found.len();
        self.chosen = match (up, down) {
            (true, _) => (self.chosen + n - 1) % n,
            (_, true) => (self.chosen + 1) % n,
            _ => self.chosen.min(n - 1),
        };
        if enter {
            return Some(found[self.chosen]).filter(|command| is_possible(*command));
        }
        let mut chosen = None;
        ScrollArea::vertical().max_height(380.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for (i, &command) in found.iter().enumerate() {
                if row_ui(ui, command, i == self.chosen, is_possible(command), up || down) {
                    chosen = Some(command);
                }
            }
        });
        chosen
    }
}

/// The actions that answer to the query: possible ones first, then the better match.
fn found(query: &str, is_possible: &dyn Fn(Command) -> bool) -> Vec<Command> {
    let commands = Command::ALL.into_iter().filter(|c| *c != Command::Palette);
    let mut scored: Vec<(bool, i32, Command)> = commands
        .filter_map(|c| Some((is_possible(c), if query.is_empty() { 0 } else { fuzzy(query, c.label())? }, c)))
        .collect();
    scored.sort_by_key(|(possible, score, _)| (!possible, -score));
    scored.into_iter().map(|(_, _, c)| c).collect()
}

fn row_ui(ui: &mut Ui, command: Command, is_chosen: bool, is_possible: bool, follow: bool) -> bool {
    let colors = Colors::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, is_possible, is_chosen, command.label()));
    let fill = if is_chosen {
        colors.selected
    } else if response.hovered() {
        colors.control
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect, 6.0, fill);
    if is_chosen && follow {
        response.scroll_to_me(None);
    }
    let color = if is_possible { colors.text } else { colors.weak };
    let font = TextStyle::Body.resolve(ui.style());
    let key = command.key_text(ui.ctx()).unwrap_or_default();
    let key_rect: Rect =
        ui.painter().text(rect.right_center() - vec2(12.0, 0.0), Align2::RIGHT_CENTER, key, font, colors.weak);
    let galley = elided(ui, command.label(), &TextStyle::Body, key_rect.left() - rect.left() - 24.0, color);
    ui.painter().galley(pos2(rect.left() + 12.0, rect.center().y - galley.size().y / 2.0), galley, color);
    let tooltip = if is_possible {
        command.tooltip().to_owned()
    } else {
        format!("{} Not possible right now.", command.tooltip())
    };
    response.on_hover_text(tooltip).clicked() && is_possible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_done_comes_first() {
        let list = found("", &|c| c == Command::Quit);
        assert_eq!(list[0], Command::Quit);
        assert_eq!(list.len(), Command::ALL.len() - 1);
        assert_eq!(found("undo", &|_| true), [Command::Undo]);
    }
}
