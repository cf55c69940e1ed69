//! The field of the filter, its explanation, and what is wrong with what was typed.

use super::filter::EXAMPLES;
use super::list::List;
use crate::gui::frame::ViewState;
use crate::gui::kit::colours::soft_color;
use crate::gui::kit::theme::{Palette, strong};
use egui::{
    Button, Event, FontId, Id, Key, Label, Modifiers, Popup, PopupCloseBehavior, RichText, Sense, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

/// Width of the button beside the field.
const HELP_WIDTH: f32 = 24.0;

/// The field and the button that explains it, in `width` points; from left to right.
pub fn filter_ui(ui: &mut Ui, state: &mut ViewState, width: f32) {
    let id = field_id();
    // Before the field is drawn, so that the key itself does not land in it.
    if wants_filter(ui) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    if ui.memory(|memory| memory.has_focus(id)) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
    {
        state.filter.clear();
        ui.memory_mut(|memory| memory.surrender_focus(id));
    }
    let width = width - HELP_WIDTH - ui.spacing().item_spacing.x;
    let hint = if width > 230.0 { "Filter: beach cluster:cats conf<0.6" } else { "Filter images" };
    let field = TextEdit::singleline(&mut state.filter).id(id).hint_text(hint).desired_width(width - 8.0);
    ui.add(field).accessible_name("Filter images").on_hover_text(
        "Shows only images that satisfy all terms: a part of the path, cluster:cats, conf<0.6, dup:yes and others (/ to go \
         here, Esc to clear)",
    );
    help_ui(ui, state);
}

/// Sentences about terms that are none, or that can find nothing.
pub fn remarks_ui(ui: &mut Ui, list: &List) {
    let color = Palette::of(ui).warning;
    for remark in list.remarks() {
        ui.add(Label::new(RichText::new(remark).color(color)).wrap());
    }
}

/// The field's id, for those who want to go there.
fn field_id() -> Id {
    Id::unique("grid-filter")
}

/// A question mark that lists the terms; a click on one puts it into the field.
fn help_ui(ui: &mut Ui, state: &mut ViewState) {
    let button = ui.add(Button::new("?").min_size(vec2(HELP_WIDTH, 0.0)));
    let button = button.accessible_name("What the filter understands").on_hover_text("What the filter understands");
    Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).accessible_name("Filter terms").show(
        |ui| {
            ui.set_width(430.0f32.min(ui.ctx().content_rect().width() - 24.0));
            ui.label(strong("Terms of the filter"));
            ui.label(
                RichText::new("With several, an image has to satisfy all. A click adds one.")
                    .color(soft_color(ui.visuals())),
            );
            ui.add_space(4.0);
            for example in &EXAMPLES {
                if example_ui(ui, example.text, example.meaning) {
                    add_term(&mut state.filter, example.text);
                }
            }
        },
    );
}

/// A term and what it means, as a button; gives whether it was clicked.
fn example_ui(ui: &mut Ui, text: &str, meaning: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, format!("Add {text}: {meaning}")));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 4.0, ui.visuals().widgets.hovered.weak_bg_fill);
    }
    let middle = |x: f32, height: f32| pos2(rect.left() + x, rect.center().y - height / 2.0);
    let color = ui.visuals().text_color();
    let galley = ui.painter().layout_no_wrap(text.to_owned(), FontId::monospace(12.5), color);
    ui.painter().galley(middle(6.0, galley.size().y), galley, color);
    let color = soft_color(ui.visuals());
    let galley =
        crate::gui::kit::widgets::elided_font(ui, meaning, FontId::proportional(12.5), rect.width() - 152.0, color);
    ui.painter().galley(middle(146.0, galley.size().y), galley, color);
    response.clicked()
}

/// Appends a term, unless it is there.
fn add_term(filter: &mut String, term: &str) {
    if filter.contains(term) {
        return;
    }
    filter.truncate(filter.trim_end().len());
    if !filter.is_empty() {
        filter.push(' ');
    }
    filter.push_str(term);
}

/// `/` was pressed and no one else wants it.
fn wants_filter(ui: &Ui) -> bool {
    let is_free = ui.is_enabled()
        && ui.memory(|memory| memory.allows_interaction(ui.layer_id()))
        && !ui.ctx().text_edit_focused()
        && !Popup::is_any_open(ui.ctx());
    is_free
        && ui.input_mut(|input| {
            // Some keyboards type the slash with Shift and another key: the text counts, not only the key.
            let n = input.events.len();
            input.events.retain(|event| !matches!(event, Event::Text(text) if text == "/"));
            input.events.len() < n || input.consume_key(Modifiers::NONE, Key::Slash)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_added_once() {
        let mut filter = "beach ".to_owned();
        for _ in 0..2 {
            add_term(&mut filter, "conf<0.6");
        }
        assert_eq!(filter, "beach conf<0.6");
    }
}
