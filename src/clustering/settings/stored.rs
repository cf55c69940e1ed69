//! Settings as a project stores them: what other versions of the program wrote is read as what it meant, and words that
//! this version does not know are kept beside what stands in for them.
//!
//! Only here anything unknown is let through, since a run that is over can not be asked again. People's own words are
//! refused by [`RunSettings::set`], and [`RunSettings::check`] lets no run begin with an unknown one.

use super::{Head, Init, Preset, Pretext, PseudoLabel, RunSettings, Sizes, Start, StemChoice};
use crate::features::Source;
use crate::learning::device::DeviceChoice;
use crate::learning::network::resnet::Arch;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;
use std::str::FromStr;

/// A part of the settings that came with the present built-in network.
const SINCE_LITE: &str = "learn_on";

/// A setting that is one of a few words.
struct WordSetting {
    /// Dotted key.
    key: &'static str,
    /// What an unknown word is taken for, in estimates and on screen.
    stand_in: &'static str,
    /// What the key takes, if this word is nothing of it.
    why_not: fn(&str) -> Option<String>,
}

/// Every such setting, in the order in which they are checked.
const WORDS: [WordSetting; 10] = [
    WordSetting { key: "preset", stand_in: "quick", why_not: Preset::why_not },
    of::<Pretext>("pretext", "simclr"),
    of::<Head>("head", "kmeans"),
    of::<Arch>("net.arch", "resnet18"),
    of::<StemChoice>("net.stem", "auto"),
    of::<Init>("temi.init", "random"),
    of::<Init>("scan.init", "random"),
    of::<Sizes>("scan.sizes", "even"),
    of::<PseudoLabel>("selflabel.pseudo", "threshold"),
    of::<DeviceChoice>("device", "auto"),
];

const fn of<T: FromStr<Err: ToString>>(key: &'static str, stand_in: &'static str) -> WordSetting {
    WordSetting { key, stand_in, why_not: |word| word.parse::<T>().err().map(|why| why.to_string()) }
}

/// Words of a stored run that this version does not know, by their keys. A stand-in has their place among the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnknownWords(BTreeMap<&'static str, String>);

impl UnknownWords {
    /// The first of them: its key, itself, and what the key takes.
    pub(super) fn first(&self) -> Option<(&'static str, &str, String)> {
        let told = |setting: &WordSetting| {
            let word = self.0.get(setting.key)?;
            Some((setting.key, word.as_str(), (setting.why_not)(word).unwrap_or_default()))
        };
        WORDS.iter().find_map(told)
    }

    /// Another value was set.
    pub(super) fn forget(&mut self, key: &str) {
        self.0.remove(key);
    }
}

impl RunSettings {
    /// Reads settings that a project stored, also an earlier or later version's.
    ///
    /// # Errors
    /// Text that is no JSON, or a value that is no word and does not fit.
    pub fn from_stored(text: &str) -> Result<Self, serde_json::Error> {
        let mut root: Value = serde_json::from_str(text)?;
        let is_before_lite = root.get(SINCE_LITE).is_none();
        let mut unknown_words = UnknownWords::default();
        for WordSetting { key, stand_in, why_not } in &WORDS {
            if let Some(Value::String(word)) = at(&mut root, key)
                && why_not(word).is_some()
            {
                unknown_words.0.insert(key, std::mem::replace(word, (*stand_in).to_owned()));
            }
        }
        let features = take_word(&mut root, "features");
        let init = take_word(&mut root, "simclr.init");
        let mut settings = Self { unknown_words, ..serde_json::from_value(root)? };
        if let Some(name) = features {
            settings.features = name.parse().unwrap_or(Source::Unlisted(name));
        }
        if is_before_lite && settings.features == Source::Builtin {
            // Another network was built in then; its rows are kept, and pictures are compared with them.
            settings.features = Source::BuiltinResnet;
        }
        if let Some(name) = init {
            settings.simclr.init = match name.as_str() {
                "builtin" if is_before_lite => Start::Network(Source::BuiltinResnet),
                _ => name.parse().unwrap_or(Start::Network(Source::Unlisted(name))),
            };
        }
        Ok(settings)
    }

    /// The settings with what stands in for words that this version does not know.
    #[must_use]
    pub fn without_unknown_words(&self) -> Self {
        Self { unknown_words: UnknownWords::default(), ..self.clone() }
    }
}

/// The value of a dotted key.
fn at<'a>(root: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    key.split('.').try_fold(root, |value, name| value.get_mut(name))
}

/// Takes the word of a dotted key out.
fn take_word(root: &mut Value, key: &str) -> Option<String> {
    let (section, name) = key.split_once('.').unwrap_or(("", key));
    let table = if section.is_empty() { root } else { root.get_mut(section)? }.as_object_mut()?;
    match table.remove(name) {
        Some(Value::String(word)) => Some(word),
        Some(other) => {
            table.insert(name.to_owned(), other);
            None
        }
        None => None,
    }
}

impl<'de> Deserialize<'de> for RunSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

impl Serialize for RunSettings {
    /// As they were stored: unknown words in place of what stands in for them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.unknown_words.0.is_empty() {
            return Self::serialize(self, serializer);
        }
        let mut root = serde_json::to_value(self.without_unknown_words()).map_err(serde::ser::Error::custom)?;
        for (key, word) in &self.unknown_words.0 {
            if let Some(value) = at(&mut root, key) {
                *value = Value::String(word.clone());
            }
        }
        root.serialize(serializer)
    }
}
