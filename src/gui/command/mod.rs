//! Every action a person can ask for by name, in one table: menus, buttons, the search field and the sheet of keys are drawn from
//! it, so that name, key, what it needs and the reason why not are the same everywhere. What it is called stands in
//! `commands.ftl`. What an action does is no matter of this room; it knows no other part of the window.

mod draw;
mod fuzzy;
mod input;
mod need;
mod situation;
mod table;

pub use fuzzy::fuzzy;
pub use input::{take_keys, take_keys_of};
#[cfg(test)]
use need::Need;
pub use need::{MOST_COMPARED, MOST_LINKED};
pub use situation::Situation;
use table::Scope;
pub use table::{Command, Group};

use crate::strings::{find, plain};
use egui::{Context, Key, KeyboardShortcut};

impl Command {
    /// Its full name, for lists of all actions.
    #[must_use]
    pub fn label(self) -> &'static str {
        plain(self.keys().label)
    }

    /// Its full name in English, by which it is found too, whatever the window speaks.
    #[must_use]
    pub fn english(self) -> &'static str {
        crate::strings::english(self.keys().label)
    }

    /// Its name where what it is about is plain to see.
    #[must_use]
    pub fn short(self) -> &'static str {
        find(self.keys().short).unwrap_or_else(|| self.label())
    }

    /// What it does, in a sentence.
    #[must_use]
    pub fn tooltip(self) -> &'static str {
        plain(self.keys().tip)
    }

    /// The key as it is written on this system: "Ctrl+K", on a Mac with its sign.
    #[must_use]
    pub fn key_text(self, ctx: &Context) -> Option<String> {
        self.spec().keys.map(|shortcut| written(shortcut, ctx))
    }

    /// All keys that ask for it, each as it is written.
    #[must_use]
    pub fn all_key_texts(self, ctx: &Context) -> Vec<String> {
        let spec = self.spec();
        spec.keys.into_iter().chain(spec.also_keys).map(|shortcut| written(shortcut, ctx)).collect()
    }

    /// Label and key: "Undo (Ctrl+Z)".
    #[must_use]
    pub fn label_with_key(self, ctx: &Context) -> String {
        self.with_key(self.label(), ctx)
    }

    /// Tooltip and key.
    #[must_use]
    pub fn tooltip_with_key(self, ctx: &Context) -> String {
        self.with_key(self.tooltip(), ctx)
    }

    /// Words of a place of its own, with the key: "Out of its cluster (N)".
    #[must_use]
    pub fn with_key(self, text: &str, ctx: &Context) -> String {
        match self.key_text(ctx) {
            Some(key) => format!("{text} ({key})"),
            None => text.to_owned(),
        }
    }
}

fn written(shortcut: KeyboardShortcut, ctx: &Context) -> String {
    match (shortcut.modifiers.is_none(), shortcut.logical_key) {
        (true, Key::Questionmark) => "?".into(),
        (true, Key::Slash) => "/".into(),
        (false, Key::Comma) => ctx.format_shortcut(&shortcut).replace("Comma", ","),
        _ => ctx.format_shortcut(&shortcut),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{HashMap, HashSet};

    #[test]
    fn no_two_commands_share_a_key_or_a_name() {
        let mut keys = HashMap::new();
        let mut names = HashMap::new();
        for command in Command::all() {
            for shortcut in command.spec().keys.into_iter().chain(command.spec().also_keys) {
                let other = keys.insert(format!("{shortcut:?}"), command);
                assert_eq!(other, None, "{command:?} has the key of {other:?}");
            }
            assert_eq!(names.insert(command.label(), command), None, "{command:?}");
            assert!(command.tooltip().ends_with('.'), "{command:?}");
            assert_ne!(command.label(), command.keys().label, "{command:?} has no name");
            assert_ne!(command.short(), command.keys().short, "{command:?} has no name");
        }
    }

    #[test]
    fn each_row_is_found_by_its_command() {
        let numbers: Vec<usize> = Command::all().map(|command| command as usize).collect();
        assert_eq!(numbers, (0..numbers.len()).collect::<Vec<_>>());
        assert_eq!(Command::Quit.label(), "Quit");
        assert_eq!(Command::Compare.short(), "Compare side by side");
    }

    #[test]
    fn what_a_command_needs_comes_in_the_order_in_which_a_person_would_mend_it() {
        let nothing = Situation::default();
        let mut sentences = HashSet::new();
        for command in Command::all() {
            let needs = command.spec().needs;
            let is_of_project = needs.iter().position(|need| *need == Need::Project).is_none_or(|at| at == 0);
            assert!(is_of_project, "{command:?}: without a project nothing else can be mended");
            for need in needs {
                assert!(need.sentence().ends_with('.'), "{need:?}");
                sentences.insert(need.sentence());
            }
        }
        assert!(sentences.len() > 30 && sentences.iter().all(|sentence| !sentence.starts_with("need-")));
        assert_eq!(nothing.why_not(Command::Junk), Some("Open a folder of images first."));
        assert_eq!(nothing.why_not(Command::About), None);
        let opened = Situation { has_project: true, is_grid: true, ..nothing };
        assert_eq!(opened.why_not(Command::KeepBest), Some("Select images in the grid first."));
        assert_eq!(opened.why_not(Command::Confirm), Some("There are no groups yet. Press Discover first."));
        let selected = Situation { n_clusters: 2, n_selected: 3, has_selected_in_cluster: true, ..opened };
        assert!(selected.allows(Command::Junk) && selected.allows(Command::Confirm));
        assert!(selected.allows(Command::Compare) && selected.allows(Command::LinkSame));
        assert!(!Situation { n_selected: 7, ..selected }.allows(Command::Compare), "too many to see anything");
        let guess = Situation { is_guess: true, ..selected };
        assert!(guess.why_not(Command::Move).is_some_and(|why| why.contains("first guess")));
        assert!(!Situation { is_grid: false, ..selected }.allows(Command::Confirm), "what is not seen is not meant");
    }
}
