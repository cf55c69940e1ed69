//! The grid's keys, read when no one else wants them.

use super::select::Step;
use crate::gui::command::Command;
use egui::{EventFilter, Id, Key, Modifiers, Ui};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAction {
    /// Moves the cursor; `is_range` with Shift.
    Step {
        /// Direction of the step.
        step: Step,
        /// Extends the selection.
        is_range: bool,
    },
    /// Selects the image at the cursor or takes it out.
    Toggle,
    /// Selects all.
    All,
    /// Selects nothing.
    Clear,
    /// Confirms what is selected.
    Confirm,
    /// Takes confirmations back.
    Unconfirm,
    /// Opens the large viewer.
    Preview,
}

const STEPS: [(Key, Step); 8] = [
    (Key::ArrowLeft, Step::Left),
    (Key::ArrowRight, Step::Right),
    (Key::ArrowUp, Step::Up),
    (Key::ArrowDown, Step::Down),
    (Key::PageUp, Step::PageUp),
    (Key::PageDown, Step::PageDown),
    (Key::Home, Step::Home),
    (Key::End, Step::End),
];

/// Remembers who has the focus as a frame begins. A text field gives it up on Enter and leaves the key where it is: by
/// the time the grid is drawn nothing says any more that the key was not for the images.
pub fn note_focus(ctx: &egui::Context) {
    let focused = ctx.memory(egui::Memory::focused);
    ctx.data_mut(|data| data.insert_temp(focus_note(), focused));
}

/// Whether a widget is the grid.
pub fn is_focus(id: Id) -> bool {
    id == super::body::focus_id()
}

fn focus_note() -> Id {
    Id::unique("focus as the frame began")
}

/// Takes the grid's keys out of the input, if the grid (its widget is `id`) or nothing at all has the focus.
pub fn read(ui: &Ui, id: Id, has_selection: bool) -> Vec<KeyAction> {
    let focused = ui.memory(egui::Memory::focused);
    let began = ui.data(|data| data.get_temp::<Option<Id>>(focus_note())).flatten();
    let is_free = ui.is_enabled()
        && focused.is_none_or(|focused| focused == id)
        && began.is_none_or(|began| began == id)
        && ui.memory(|memory| memory.allows_interaction(ui.layer_id()))
        && !egui::Popup::is_any_open(ui.ctx());
    if !is_free {
        return Vec::new();
    }
    // With the focus, arrows move in the grid and not to the next widget; Tab leaves it.
    let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: has_selection };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    ui.input_mut(|input| {
        let mut actions = Vec::new();
        for (key, step) in STEPS {
            // A key without modifiers also matches with Shift: the special case comes first.
            for (modifiers, is_range) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
                let n = input.count_and_consume_key(modifiers, key);
                actions.extend(std::iter::repeat_n(KeyAction::Step { step, is_range }, n));
            }
        }
        let mut on = |modifiers, key, action| {
            if input.consume_key(modifiers, key) {
                actions.push(action);
            }
        };
        // Without modifiers matches with Ctrl too: that comes first.
        on(Modifiers::COMMAND, Key::Space, KeyAction::Toggle);
        let mut on_keys_of = |command: Command, action| {
            for keys in command.spec().keys.into_iter().chain(command.spec().also_keys) {
                on(keys.modifiers, keys.logical_key, action);
            }
        };
        on_keys_of(Command::SelectAll, KeyAction::All);
        on_keys_of(Command::OpenLarge, KeyAction::Preview);
        if has_selection {
            // Without modifiers matches with Shift too: that comes first.
            on_keys_of(Command::Unconfirm, KeyAction::Unconfirm);
            on_keys_of(Command::Confirm, KeyAction::Confirm);
            on(Modifiers::NONE, Key::Escape, KeyAction::Clear);
        }
        actions
    })
}
