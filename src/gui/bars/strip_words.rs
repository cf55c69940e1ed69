//! The sentences below the pictures.

use crate::gui::frame::Shown;
use crate::session::protocol::FolderView;
use crate::strings::say;

/// What one sentence is about, the most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// The whole folder is gone, or holds nothing.
    Away,
    /// Files became other pictures.
    Changed,
    /// Images are copies of labelled ones.
    Copies,
    /// Images that no run has seen.
    Unplaced,
    /// Images are gone from the folder.
    Missing,
}

impl Matter {
    /// All, the most important first.
    pub const ALL: [Self; 5] = [Self::Away, Self::Changed, Self::Copies, Self::Unplaced, Self::Missing];

    /// How many images it is about.
    #[must_use]
    pub fn n(self, folder: &FolderView) -> usize {
        match self {
            Self::Away => folder.n_away,
            Self::Changed => folder.changed.len(),
            Self::Copies => folder.copies.len(),
            Self::Unplaced => folder.unplaced.len(),
            Self::Missing => folder.missing.len(),
        }
    }

    /// Where its images are.
    #[must_use]
    pub fn shelf(self) -> Option<Shown> {
        match self {
            Self::Changed => Some(Shown::Changed),
            Self::Copies => Some(Shown::Copies),
            Self::Unplaced => Some(Shown::Unplaced),
            Self::Away | Self::Missing => None,
        }
    }

    /// The news in a sentence.
    #[must_use]
    pub fn sentence(self, n: usize) -> String {
        match self {
            Self::Away => say!("bar-strip-away", n = n),
            Self::Changed => say!("bar-strip-changed", n = n),
            Self::Copies => say!("bar-strip-copies", n = n),
            Self::Unplaced => say!("bar-strip-new", n = n),
            Self::Missing => say!("bar-strip-missing", n = n),
        }
    }

    /// What is not said in the sentence.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Away => say!("bar-strip-away-about"),
            Self::Changed => say!("bar-strip-changed-about"),
            Self::Copies => say!("bar-strip-copies-about"),
            Self::Unplaced => say!("bar-strip-new-about"),
            Self::Missing => say!("bar-strip-missing-about"),
        }
    }
}

/// What is said while a part of the folder is away.
#[must_use]
pub fn part_away(n: usize) -> String {
    say!("bar-strip-part-away", n = n)
}

/// Asks before images are taken out of the project.
#[must_use]
pub fn forget_question(n: usize) -> String {
    say!("bar-strip-forget", n = n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_read_well() {
        let said = |n: usize| Matter::ALL.map(|matter| matter.sentence(n));
        assert_eq!(
            said(1),
            [
                "1 image that was here is gone: is the drive connected?",
                "1 file is another picture than when you confirmed it",
                "1 copy of an image that you put into a group",
                "1 new image is in no group yet",
                "1 image is gone; what you said of it is kept",
            ]
        );
        assert_eq!(said(1800)[0], "1,800 images that were here are gone: is the drive connected?");
        assert_eq!(part_away(1), "1 image is gone with its whole folder: is a drive away?");
        assert_eq!(part_away(40), "40 images are gone with their whole folder: is a drive away?");
        assert_eq!(said(12)[2], "12 copies of images that you put into groups");
        assert_eq!(said(212)[3], "212 new images are in no group yet");
        assert_eq!(
            [forget_question(1), forget_question(3)],
            [
                "Take 1 image out of the project? If it ever comes back, so does what you said of it.",
                "Take 3 images out of the project? If they ever come back, so does what you said of them.",
            ]
        );
    }
}
