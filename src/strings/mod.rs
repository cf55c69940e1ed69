//! What people read, in their language: every string of the window stands in a file of `assets/strings`, one folder a
//! language, one file a room of the window, in the syntax of Fluent (<https://projectfluent.org>).
//!
//! Code names a string by its key: `say!("grid-empty")`, `say!("grid-count", n = 5)`. A thread has a language, English
//! unless [`speak`] says otherwise: the window's thread speaks what a person chose, the command line English. What another
//! thread has to say is a [`Told`], which is put into words where it is shown.
//!
//! A translation is a folder of files like the English ones, with the same keys; a test compares them. Nothing here draws.

mod catalogue;
mod language;
mod message;
mod numbers;
mod recognised;
mod stored;

pub use language::{Language, language, speak};
pub use message::{Arg, Decimal, Share, Span, Told};
pub use numbers::{about, ago, decimal, duration, join, number, percent, short_percent};
pub use recognised::recognised;
pub use stored::Stored;

/// The string of a key that takes no arguments, in the language of this thread; `key.tip` is its attribute `tip`. A key
/// that is nowhere is shown as it is.
#[must_use]
pub fn plain(key: &'static str) -> &'static str {
    catalogue::plain(key)
}

/// The string of a key as [`plain`], if there is one: for what has a shorter name only sometimes.
#[must_use]
pub fn find(key: &'static str) -> Option<&'static str> {
    catalogue::find(key)
}

/// The English string of a key as [`plain`], whatever this thread speaks.
#[must_use]
pub fn english(key: &'static str) -> &'static str {
    catalogue::english(key)
}

/// The keys of the English files with their attributes (`key.tip`), sorted.
#[must_use]
pub fn keys(language: Language) -> Vec<String> {
    catalogue::keys(language)
}

/// A string in the language of this thread: `say!("key")` is a `&'static str`, `say!("key", n = 5)` a `String`.
macro_rules! say {
    ($key:literal) => {
        $crate::strings::plain($key)
    };
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::strings::told!($key, $($name = $value),+).to_string()
    };
}

/// A string that is put into words where it is shown: see [`Told`].
macro_rules! told {
    ($key:literal) => {
        $crate::strings::Told::new($key)
    };
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::strings::Told::new($key)$(.with(stringify!($name), $value))+
    };
}

pub(crate) use {say, told};
