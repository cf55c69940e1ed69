//! Which language the window speaks: what a person chose, else what the system asks for, and never one whose letters no
//! font has.

use crate::gui::kit::fonts::has_chinese;
use crate::strings::{Language, speak};
use egui::Ui;

/// What was chosen and what the system asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    chosen: Option<Language>,
    system: Option<Language>,
}

impl Speech {
    /// With what was chosen last, by its tag; an empty one is the system's.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        Self { chosen: Language::ALL.into_iter().find(|language| language.tag() == tag), system: None }
    }

    /// From now on follows the system where nothing is chosen.
    pub fn follow_system(&mut self) {
        self.system = Some(Language::of_system());
    }

    /// What a person chose.
    #[must_use]
    pub fn chosen(self) -> Option<Language> {
        self.chosen
    }

    /// What the system asks for.
    #[must_use]
    pub fn of_system(self) -> Language {
        self.system.unwrap_or_default()
    }

    /// Speaks this from the next frame on, or what the system asks for.
    pub fn choose(&mut self, language: Option<Language>) {
        self.chosen = language;
    }

    /// What to remember: a tag, empty for the system's.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.chosen.map_or("", Language::tag)
    }

    /// Makes this thread speak it. Says nothing where nobody chose and no system is followed.
    pub fn speak(self, ui: &Ui) {
        let Some(wanted) = self.chosen.or(self.system) else { return };
        speak(shown(ui, wanted));
    }
}

/// The language itself, or English where no font has its letters: they would be boxes.
pub fn shown(ui: &Ui, language: Language) -> Language {
    if language != Language::Chinese || has_chinese(ui) { language } else { Language::English }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_comes_back_by_its_tag() {
        for language in Language::ALL {
            let mut speech = Speech::default();
            speech.choose(Some(language));
            assert_eq!(Speech::new(speech.tag()), speech);
        }
        assert_eq!((Speech::new(""), Speech::new("tlh")), (Speech::default(), Speech::default()));
    }
}
