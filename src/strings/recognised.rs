//! Words that are kept in English alone, found again among the English strings, so that they can be said in any language.
//!
//! Only strings of a line and without a choice are looked for; what is none of them stays as it is.

use super::catalogue;
use super::message::Told;
use std::sync::OnceLock;

/// Strings that are kept in English: why a file is no image.
const KEPT: &str = "skip-why-";

/// An English string: what stands between its arguments, and their names.
struct Template {
    key: &'static str,
    parts: Vec<&'static str>,
    names: Vec<&'static str>,
}

impl Template {
    /// None for a string with a choice in it.
    fn read(key: &'static str, text: &'static str) -> Option<Self> {
        let (mut parts, mut names, mut rest) = (Vec::new(), Vec::new(), text);
        while let Some((part, after)) = rest.split_once("{ $") {
            let (name, after) = after.split_once(" }")?;
            parts.push(part);
            names.push(name);
            rest = after;
        }
        parts.push(rest);
        parts.iter().chain(&names).all(|part| !part.contains(['{', '}', '>'])).then_some(Self { key, parts, names })
    }

    fn fit(&self, words: &str) -> Option<Told> {
        let (first, others) = self.parts.split_first()?;
        let mut rest = words.strip_prefix(first)?;
        let mut told = Told::new(self.key);
        for (i, (name, part)) in self.names.iter().zip(others).enumerate() {
            let at = if i + 1 == others.len() { rest.strip_suffix(part)?.len() } else { rest.find(part)? };
            told = told.with(*name, &rest[..at]);
            rest = &rest[at + part.len()..];
        }
        rest.is_empty().then_some(told)
    }
}

/// What English words say, if they are a string that is kept so; else the words.
#[must_use]
pub fn recognised(words: &str) -> Told {
    static ALL: OnceLock<Vec<Template>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let lines = catalogue::english_lines().filter(|(key, _)| key.starts_with(KEPT));
        let mut all: Vec<Template> = lines.filter_map(|(key, text)| Template::read(key, text)).collect();
        // Those that say most first.
        all.sort_by_key(|template| std::cmp::Reverse(template.parts.iter().map(|part| part.len()).sum::<usize>()));
        all
    });
    all.iter().find_map(|template| template.fit(words)).unwrap_or_else(|| Told::words(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strings::{Language, speak, told};

    #[test]
    fn what_is_kept_in_english_is_said_in_any_language() {
        let size = told!("skip-why-header-size", width = "0", height = "7");
        let kept = [
            told!("skip-why-short"),
            size.clone(),
            told!("skip-why-kind", what = "a {kind} of (its) own"),
            told!("skip-why-leads", path = "a, which is not there, b"),
        ];
        for told in kept {
            assert_eq!(recognised(&told.english()), told);
        }
        speak(Language::German);
        assert_eq!(recognised("its header says 0 x 7 pixels").to_string(), size.to_string());
        assert_eq!(recognised("the file ends too early").to_string(), "die Datei endet zu fr\u{fc}h");
        for words in ["", "Lzw error: invalid code", "the file ends too early for us"] {
            assert_eq!(recognised(words), Told::words(words));
        }
    }
}
