//! Keys of commands, taken from the input of a frame.

use super::{Command, Scope};
use egui::{Context, Key, KeyboardShortcut, Modifiers};

/// Takes the keys of commands from the input. `is_modal`: a dialog is open, which leaves alone what works everywhere.
pub fn take_keys(ctx: &Context, is_modal: bool) -> Vec<Command> {
    let in_text = ctx.text_edit_focused();
    // A focused button or row is pressed by Enter; then Enter is not for the selection.
    let is_pressing = ctx.memory(|memory| memory.focused().is_some());
    let mut taken = Vec::new();
    // More modifiers first: egui lets Ctrl+Shift+Z pass as Ctrl+Z.
    let with_keys = |command: Command| {
        let spec = command.spec();
        spec.keys.into_iter().chain(spec.also_keys).map(move |keys| (command, keys, spec.scope))
    };
    let mut commands: Vec<_> = Command::all().flat_map(with_keys).collect();
    commands.sort_by_key(|(_, shortcut, _)| std::cmp::Reverse(count(shortcut.modifiers)));
    for (command, shortcut, scope) in commands {
        let is_read_here = match scope {
            Scope::Free => !is_modal && !in_text,
            Scope::Typing => !is_modal,
            Scope::Always => true,
            Scope::Elsewhere => false,
        };
        let is_enter = shortcut.logical_key == Key::Enter && !shortcut.modifiers.command;
        let is_open = is_read_here && (!is_enter || !is_pressing);
        if is_open && ctx.input_mut(|input| consume(input, shortcut)) {
            taken.push(command);
        }
    }
    taken
}

/// Takes the keys of these commands from the input, for who has the keyboard alone.
pub fn take_keys_of(ctx: &Context, commands: &[Command]) -> Vec<Command> {
    let keys_of = |command: &Command| {
        let spec = command.spec();
        let command = *command;
        spec.keys.into_iter().chain(spec.also_keys).map(move |keys| (command, keys))
    };
    let mut with_keys: Vec<_> = commands.iter().flat_map(keys_of).collect();
    // More modifiers first: egui lets Shift+Enter pass as Enter.
    with_keys.sort_by_key(|(_, keys)| std::cmp::Reverse(count(keys.modifiers)));
    let taken = with_keys.into_iter().filter(|(_, keys)| ctx.input_mut(|input| consume(input, *keys)));
    taken.map(|(command, _)| command).collect()
}

fn count(modifiers: Modifiers) -> usize {
    [modifiers.command, modifiers.shift, modifiers.alt].into_iter().filter(|&m| m).count()
}

/// Takes one shortcut out of the input. `?` and `/` need Shift on many keyboards, so they match by what was typed.
fn consume(input: &mut egui::InputState, shortcut: KeyboardShortcut) -> bool {
    let sign = match shortcut.logical_key {
        Key::Questionmark => "?",
        Key::Slash => "/",
        _ => return input.consume_shortcut(&shortcut),
    };
    let is_typed = input.events.iter().any(|event| matches!(event, egui::Event::Text(text) if text == sign));
    if is_typed {
        input.events.retain(|event| !matches!(event, egui::Event::Text(text) if text == sign));
    }
    input.consume_key(Modifiers::NONE, shortcut.logical_key) || is_typed
}
