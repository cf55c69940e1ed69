//! The sentences above the grid.

use crate::gui::frame::Shown;
use crate::gui::kit::words::{counted, images, number};
use crate::session::protocol::FolderView;

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
        let one = n == 1;
        match self {
            Self::Away => {
                let (were, are) = if one { ("was", "is") } else { ("were", "are") };
                format!("{} that {were} here {are} gone: is the drive connected?", images(n))
            }
            Self::Changed if one => "1 file is another picture than when you confirmed it".to_owned(),
            Self::Changed => format!("{} files are other pictures than when you confirmed them", number(n)),
            Self::Copies => counted(n, "copy of an image you labelled", "copies of images you labelled"),
            Self::Unplaced => counted(n, "new image is in no cluster yet", "new images are in no cluster yet"),
            Self::Missing => {
                let (are, their) = if one { ("is", "its label is") } else { ("are", "their labels are") };
                format!("{} {are} gone; {their} kept", images(n))
            }
        }
    }

    /// What is not said in the sentence.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Away => {
                "Everything that the project keeps is shown: thumbnails, clusters, labels. Only the originals can not \
                 be opened, and nothing is learned anew. Once the folder is there again this line goes by itself."
            }
            Self::Changed => {
                "What you said stays with the picture that was there, and comes back with it. The new one waits to be \
                 looked at."
            }
            Self::Copies => "Byte for byte the same as an image that you put into a cluster.",
            Self::Unplaced => "They came after the clusters were found.",
            Self::Missing => {
                "Their files are not in the folder, and they are in no export. When a file comes back, under any name, so does what you said of it."
            }
        }
    }
}

/// What is said while a part of the folder is away.
#[must_use]
pub fn part_away(n: usize) -> String {
    let (are, their) = if n == 1 { ("is", "its") } else { ("are", "their") };
    format!("{} {are} gone with {their} whole folder: is a drive away?", images(n))
}

/// Asks before images are taken out of the project.
#[must_use]
pub fn forget_question(n: usize) -> String {
    let (they, them) = if n == 1 { ("it", "it") } else { ("they", "them") };
    format!(
        "Take {} out of the project? If {they} ever come{} back, so does what you said of {them}.",
        images(n),
        if n == 1 { "s" } else { "" }
    )
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
                "1 copy of an image you labelled",
                "1 new image is in no cluster yet",
                "1 image is gone; its label is kept",
            ]
        );
        assert_eq!(said(1800)[0], "1,800 images that were here are gone: is the drive connected?");
        assert_eq!(part_away(1), "1 image is gone with its whole folder: is a drive away?");
        assert_eq!(part_away(40), "40 images are gone with their whole folder: is a drive away?");
        assert_eq!(said(12)[2], "12 copies of images you labelled");
        assert_eq!(said(212)[3], "212 new images are in no cluster yet");
        assert_eq!(
            [forget_question(1), forget_question(3)],
            [
                "Take 1 image out of the project? If it ever comes back, so does what you said of it.",
                "Take 3 images out of the project? If they ever come back, so does what you said of them.",
            ]
        );
    }
}
