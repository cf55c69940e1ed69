//! The files of strings, parsed once a language.

use super::language::{Language, language};
use super::numbers;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use parking_lot::RwLock;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

/// The files of every language, in the order of [`Language::ALL`].
macro_rules! files {
    ($($room:literal),+ $(,)?) => {
        [
            &[$(include_str!(concat!("../../assets/strings/en/", $room, ".ftl"))),+],
            &[$(include_str!(concat!("../../assets/strings/de/", $room, ".ftl"))),+],
            &[$(include_str!(concat!("../../assets/strings/zh-Hans/", $room, ".ftl"))),+],
        ]
    };
}

static FILES: [&[&str]; Language::ALL.len()] = files![
    "bar",
    "commands",
    "dialogs",
    "discover",
    "engine",
    "faults",
    "grid",
    "groups",
    "inspector",
    "kit",
    "names",
    "notes",
    "numbers",
    "quality",
    "review",
    "settings",
    "start",
    "viewer",
];

/// The strings of one language.
struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// Strings without arguments that were asked for. They live as long as the program: there are as many as keys.
    plain: RwLock<HashMap<&'static str, Option<&'static str>>>,
}

impl Catalogue {
    fn of(language: Language) -> &'static Self {
        static ALL: [OnceLock<Catalogue>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];
        ALL[language as usize].get_or_init(|| Self::read(language))
    }

    fn read(language: Language) -> Self {
        let identifier: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Marks around what is put in are for languages written from right to left; fonts draw them as boxes.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(numbers::fluent(number)),
            _ => None,
        }));
        for text in FILES[language as usize] {
            // A mistake in a file is found by a test; what could be read of it stands.
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(read, _)| read);
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::debug!(?errors, "strings of {}", language.tag());
            }
        }
        Self { bundle, plain: RwLock::default() }
    }

    /// None without such a key.
    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        Some(self.try_format(key, args)?.0)
    }

    /// As [`Self::format`], and whether all was there that the string takes.
    fn try_format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<(String, bool)> {
        let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        Some((text, errors.is_empty()))
    }

    fn plain(&self, key: &'static str) -> Option<&'static str> {
        if let Some(found) = self.plain.read().get(key) {
            return *found;
        }
        let found = self.format(key, None).map(|text| &*text.leak());
        *self.plain.write().entry(key).or_insert(found)
    }
}

/// In this thread's language, or in English.
pub fn find(key: &'static str) -> Option<&'static str> {
    let spoken = language();
    let found = Catalogue::of(spoken).plain(key);
    found.or_else(|| if spoken == Language::English { None } else { Catalogue::of(Language::English).plain(key) })
}

/// As [`find`]; the key where there is none.
pub fn plain(key: &'static str) -> &'static str {
    find(key).unwrap_or(key)
}

/// In English; the key where there is none.
pub fn english(key: &'static str) -> &'static str {
    Catalogue::of(Language::English).plain(key).unwrap_or(key)
}

/// In this thread's language, or in English, or the key.
pub fn with_args(key: &str, args: &FluentArgs<'_>) -> String {
    let found = Catalogue::of(language()).format(key, Some(args));
    found.or_else(|| Catalogue::of(Language::English).format(key, Some(args))).unwrap_or_else(|| key.to_owned())
}

/// The key, if it is one of ours: with its attribute after a point.
pub fn known(key: &str) -> Option<&'static str> {
    static ALL: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    // They live as long as the program.
    let all = ALL.get_or_init(|| keys(Language::English).into_iter().map(|key| &*key.leak()).collect());
    all.get(key).copied()
}

/// Whether a string gets all that it takes.
pub fn takes(key: &str, args: &FluentArgs<'_>) -> bool {
    Catalogue::of(Language::English).try_format(key, Some(args)).is_some_and(|(_, is_whole)| is_whole)
}

/// English strings that stand on a line, by their keys.
pub fn english_lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = FILES[Language::English as usize].iter().flat_map(|text| text.lines());
    lines.filter(|line| line.starts_with(char::is_alphabetic)).filter_map(|line| line.split_once(" = "))
}

/// The keys of a language with their attributes, sorted.
pub fn keys(language: Language) -> Vec<String> {
    let mut keys = Vec::new();
    for text in FILES[language as usize] {
        let mut id = "";
        for line in text.lines() {
            let is_of_message = line.starts_with(' ');
            let Some((left, _)) = line.split_once('=') else { continue };
            let left = left.trim();
            match left.strip_prefix('.') {
                Some(attribute) if is_of_message => keys.push(format!("{id}.{attribute}")),
                None if !is_of_message && !left.starts_with(['#', '-']) => {
                    id = left;
                    keys.push(id.to_owned());
                }
                _ => (),
            }
        }
    }
    keys.sort();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strings::{Told, speak};

    #[test]
    fn every_file_can_be_read_and_no_key_stands_twice() {
        for language in Language::ALL {
            for text in FILES[language as usize] {
                let read = FluentResource::try_new((*text).to_owned());
                assert!(read.is_ok(), "{}: {:?}", language.tag(), read.err().map(|(_, errors)| errors));
            }
            let keys = keys(language);
            let twice: Vec<_> = keys.windows(2).filter(|pair| pair[0] == pair[1]).collect();
            assert!(twice.is_empty(), "{}: {twice:?}", language.tag());
        }
    }

    #[test]
    fn a_thread_speaks_its_language_and_others_theirs() {
        let told = Told::new("count-images").with("n", 12_345_usize);
        assert_eq!(told.to_string(), "12,345 images");
        speak(Language::German);
        assert_eq!(told.to_string(), "12.345 Bilder");
        assert_eq!(Told::new("count-images").with("n", 1).to_string(), "1 Bild");
        let elsewhere = std::thread::scope(|scope| {
            let named = std::thread::Builder::new().name("elsewhere".into());
            named.spawn_scoped(scope, || told.to_string()).expect("a thread").join()
        });
        assert_eq!(elsewhere.ok().as_deref(), Some("12,345 images"));
        speak(Language::Chinese);
        assert_eq!(told.to_string(), "12,345 \u{5f20}\u{56fe}\u{7247}");
        assert_eq!(plain("ago-now"), "\u{521a}\u{521a}");
        assert_eq!(plain("no-such-key"), "no-such-key");
        assert_eq!(find("no-such-key"), None);
    }
}
