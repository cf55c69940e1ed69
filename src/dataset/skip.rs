//! Why a file is not taken as an image: one word for counting, and a sentence for people.
//!
//! Nothing here decides; [`super::scan`] and [`super::decode`] do.

use crate::strings::{Told, plain, recognised, told};
use serde::Serialize;
use std::fmt;
use std::io;

/// One word for counting skipped files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "&'static str")]
pub enum SkipKind {
    /// The content is no picture.
    NotAnImage,
    /// A picture of a known type whose content is cut or wrong.
    Damaged,
    /// More pixels or memory than the limits allow.
    TooLarge,
    /// No bytes at all.
    Empty,
    /// The system refused, or a type of picture that this version has no decoder for.
    Unreadable,
    /// A symbolic link to nothing.
    BrokenLink,
    /// A pipe, socket or device.
    NotAFile,
    /// The program ended while it was being read; it is not opened again unless a person asks or it changes.
    EndedProgram,
    /// The work was stopped while the file was being read. Never stored: an import ends with `Cancelled` instead.
    Cancelled,
}

impl SkipKind {
    /// Every kind that can be stored.
    pub const STORED: [Self; 8] = [
        Self::NotAnImage,
        Self::Damaged,
        Self::TooLarge,
        Self::Empty,
        Self::Unreadable,
        Self::BrokenLink,
        Self::NotAFile,
        Self::EndedProgram,
    ];

    /// The word that is stored and counted: `not-an-image`, `damaged`, `too-large`, `empty`, `unreadable`,
    /// `broken-link`, `not-a-file`, `ended-the-program`.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotAnImage => "not-an-image",
            Self::Damaged => "damaged",
            Self::TooLarge => "too-large",
            Self::Empty => "empty",
            Self::Unreadable => "unreadable",
            Self::BrokenLink => "broken-link",
            Self::NotAFile => "not-a-file",
            Self::EndedProgram => "ended-the-program",
            Self::Cancelled => "cancelled",
        }
    }

    /// The kind of a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::STORED.into_iter().find(|kind| kind.key() == word)
    }

    /// For people: "not an image", "cannot be read".
    pub fn words(self) -> &'static str {
        plain(self.words_key())
    }

    fn words_key(self) -> &'static str {
        match self {
            Self::NotAnImage => "skip-not-an-image",
            Self::Damaged => "skip-damaged",
            Self::TooLarge => "skip-too-large",
            Self::Empty => "skip-empty",
            Self::Unreadable => "skip-unreadable",
            Self::BrokenLink => "skip-broken-link",
            Self::NotAFile => "skip-not-a-file",
            Self::EndedProgram => "skip-ended-program",
            Self::Cancelled => "skip-stopped",
        }
    }
}

impl From<SkipKind> for &'static str {
    fn from(kind: SkipKind) -> Self {
        kind.key()
    }
}

/// Why one file was skipped. `Display` is the sentence for people: "damaged: the file ends too early".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkipReason {
    /// Kind, by which reasons are counted.
    pub kind: SkipKind,
    /// What exactly, in English words, as it is stored; may be empty.
    pub detail: String,
}

impl SkipReason {
    /// What it says, in the language of whoever reads.
    pub fn told(&self) -> Told {
        let kind = Told::new(self.kind.words_key());
        if self.detail.is_empty() { kind } else { told!("skip-why", kind = kind, why = recognised(&self.detail)) }
    }

    /// A reason of this kind, for what is said of it.
    pub fn why(kind: SkipKind, why: &Told) -> Self {
        Self::new(kind, why.english())
    }

    /// A reason of this kind.
    pub fn new(kind: SkipKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    /// What an error of the file system means for one file.
    pub fn from_io(error: &io::Error) -> Self {
        let detail = match error.kind() {
            io::ErrorKind::PermissionDenied => told!("skip-why-permission").english(),
            io::ErrorKind::NotFound => told!("skip-why-gone").english(),
            _ => error.to_string(),
        };
        Self::new(SkipKind::Unreadable, detail)
    }

    /// The reason of a stopped piece of work.
    pub fn cancelled() -> Self {
        Self::new(SkipKind::Cancelled, "")
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_stored_and_found_again() {
        for kind in SkipKind::STORED {
            assert_eq!(SkipKind::parse(kind.key()), Some(kind));
        }
        assert_eq!(SkipKind::parse("cancelled"), None);
    }

    #[test]
    fn a_reason_reads_as_a_sentence() {
        assert_eq!(SkipReason::new(SkipKind::Empty, "").to_string(), "empty file");
        let gone = SkipReason::from_io(&io::Error::from(io::ErrorKind::PermissionDenied));
        assert_eq!(gone.to_string(), "cannot be read: permission denied");
    }
}
