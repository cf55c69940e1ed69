//! Keys of commands, taken from the input of a frame.

use super::{Command, Scope};
use crate::gui::kit::typed;
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
    commands.retain(|(_, shortcut, scope)| {
        let is_read_here = match scope {
            Scope::Free => !is_modal && !in_text,
            Scope::Typing => !is_modal,
            Scope::Always => true,
            Scope::Elsewhere => false,
        };
        let is_enter = shortcut.logical_key == Key::Enter && !shortcut.modifiers.command;
        is_read_here && (!is_enter || !is_pressing)
    });
    let first = |event: &egui::Event| commands.iter().find(|(_, shortcut, _)| is_key(event, *shortcut));
    let opens = |event: &egui::Event| first(event).is_some_and(|(command, ..)| command.spec().opens_field);
    if let Some(at) = ctx.input(|input| input.events.iter().position(opens)) {
        // What follows is typed into the field, and is no command; the sign of the key itself is neither.
        ctx.input_mut(|input| {
            if input.events.get(at).is_some_and(|event| matches!(event, egui::Event::Key { .. }))
                && input.events.get(at + 1).is_some_and(|event| matches!(event, egui::Event::Text(_)))
            {
                input.events.remove(at + 1);
            }
        });
        typed::keep(ctx, at + 1);
    }
    for (command, shortcut, _) in commands {
        if ctx.input_mut(|input| consume(input, shortcut)) {
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

/// Whether an event is the press of a shortcut, as [`consume`] takes it.
fn is_key(event: &egui::Event, shortcut: KeyboardShortcut) -> bool {
    match event {
        egui::Event::Key { key, pressed: true, modifiers, .. } => {
            *key == shortcut.logical_key && modifiers.matches_logically(shortcut.modifiers)
        }
        egui::Event::Text(text) => sign(shortcut) == Some(text),
        _ => false,
    }
}

fn count(modifiers: Modifiers) -> usize {
    [modifiers.command, modifiers.shift, modifiers.alt].into_iter().filter(|&m| m).count()
}

/// Takes one shortcut out of the input. `?` and `/` need Shift on many keyboards, so they match by what was typed.
fn consume(input: &mut egui::InputState, shortcut: KeyboardShortcut) -> bool {
    let Some(sign) = sign(shortcut) else { return input.consume_shortcut(&shortcut) };
    let is_typed = input.events.iter().any(|event| matches!(event, egui::Event::Text(text) if text == sign));
    if is_typed {
        input.events.retain(|event| !matches!(event, egui::Event::Text(text) if text == sign));
    }
    input.consume_key(Modifiers::NONE, shortcut.logical_key) || is_typed
}

/// What is typed by a key that needs Shift on many keyboards.
fn sign(shortcut: KeyboardShortcut) -> Option<&'static str> {
    match shortcut.logical_key {
        Key::Questionmark => Some("?"),
        Key::Slash => Some("/"),
        _ => None,
    }
}
