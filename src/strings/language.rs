//! The languages that the program speaks, and which one a thread speaks.

use std::cell::Cell;

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// What everything is written in first.
    #[default]
    English,
    /// German.
    German,
    /// Chinese in simplified characters; it needs a font that the system has to bring.
    Chinese,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Chinese];

    /// Its tag by BCP 47, by which settings keep it, and the name of its folder of files.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Chinese => "zh-Hans",
        }
    }

    /// What it calls itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Chinese => "\u{7b80}\u{4f53}\u{4e2d}\u{6587}",
        }
    }

    /// The language of a tag, if it is one of ours: "de_AT.UTF-8" and "de-AT" are German. Chinese in traditional characters
    /// is none of ours.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let tag = tag.split(['.', '@']).next().unwrap_or_default().replace('_', "-").to_ascii_lowercase();
        let mut parts = tag.split('-');
        match parts.next()? {
            "en" => Some(Self::English),
            "de" => Some(Self::German),
            "zh" => {
                let is_traditional = parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo"));
                (!is_traditional).then_some(Self::Chinese)
            }
            _ => None,
        }
    }

    /// The first of the languages that the system asks for which is one of ours; English without any.
    #[must_use]
    pub fn of_system() -> Self {
        sys_locale::get_locales().find_map(|tag| Self::of_tag(&tag)).unwrap_or_default()
    }
}

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// What this thread speaks.
#[must_use]
pub fn language() -> Language {
    SPOKEN.get()
}

/// Has this thread speak `language` from now on.
pub fn speak(language: Language) {
    SPOKEN.set(language);
}

/// What `f` gives while this thread speaks `language`.
pub(super) fn spoken_as<T>(language: Language, f: impl FnOnce() -> T) -> T {
    let before = SPOKEN.replace(language);
    let made = f();
    SPOKEN.set(before);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_systems_are_understood() {
        let cases = [
            ("en_GB.UTF-8", Some(Language::English)),
            ("de_AT.UTF-8@euro", Some(Language::German)),
            ("DE", Some(Language::German)),
            ("zh_CN", Some(Language::Chinese)),
            ("zh-Hans-SG", Some(Language::Chinese)),
            ("zh-Hant-HK", None),
            ("zh_TW.UTF-8", None),
            ("fr-FR", None),
            ("C", None),
            ("", None),
        ];
        for (tag, language) in cases {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
        }
    }
}
