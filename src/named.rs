//! Choices that have a word each: in settings files, databases, JSON and on the command line.
//!
//! It knows the words of no choice: each type says its own, once, and all translations follow from there.

/// A word that stands for none of the choices; its text says which there are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", crate::strings::say!("setting-one-of", words = .0))]
pub struct UnknownWord(String);

impl UnknownWord {
    /// None of these words.
    pub fn none_of(words: impl IntoIterator<Item = &'static str>) -> Self {
        Self(words.into_iter().collect::<Vec<_>>().join(", "))
    }
}

/// Gives an enum of plain variants its words: `ALL`, `word`, and with them `Display`, `FromStr` and serde.
macro_rules! named {
    ($type:ty { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $type {
            /// All of them, in the order in which people are told of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its word in settings.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $type {
            type Err = crate::named::UnknownWord;

            fn from_str(word: &str) -> std::result::Result<Self, Self::Err> {
                let all = || Self::ALL.iter().copied();
                let found = all().find(|one| one.word() == word);
                found.ok_or_else(|| crate::named::UnknownWord::none_of(all().map(Self::word)))
            }
        }

        crate::named::as_text!($type);
    };
}

/// Serde for what is stored as its text: by `Display` and `FromStr`.
macro_rules! as_text {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {as_text, named};
