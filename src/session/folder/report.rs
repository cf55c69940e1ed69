//! What one look at the folder found, in numbers and words.

use crate::strings::{Told, told};
use serde::Serialize;

/// Files of one look, by what became of them. Each file counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LookReport {
    /// Files that may be images.
    pub files: usize,
    /// Images that were never seen before.
    pub new: usize,
    /// Known images at another path.
    pub moved: usize,
    /// Known images that were missing, or whose drive was away.
    pub returned: usize,
    /// Known images that were turned, tagged or saved again, and kept their labels.
    pub edited: usize,
    /// Paths where another picture is now.
    pub replaced: usize,
    /// Images that this look found to be gone.
    pub missing: usize,
    /// Images whose folder this look found to be away.
    pub away: usize,
    /// Files that were read and could not be taken.
    pub skipped: usize,
    /// Images whose stored pictures were damaged or gone and were made again.
    pub healed: usize,
    /// Images whose stored pictures are damaged or gone, and which have no file to make them from.
    pub lost: usize,
}

impl LookReport {
    /// Anything but files that are as they were.
    #[must_use]
    pub fn is_news(&self) -> bool {
        *self != Self { files: self.files, ..Self::default() }
    }

    /// Whether anything happened to images that were known.
    #[must_use]
    pub fn is_of_known(&self) -> bool {
        self.moved + self.returned + self.edited + self.replaced + self.missing + self.away > 0
    }

    /// "Read 3 images. 32 images moved, and kept what you said about them."
    #[must_use]
    pub fn words(&self) -> Told {
        let all: Vec<Told> = [
            (self.n_read(), told!("engine-look-read", n = self.n_read())),
            (self.moved, told!("engine-look-moved", n = self.moved)),
            (self.returned, told!("engine-look-returned", n = self.returned)),
            (self.edited, told!("engine-look-edited", n = self.edited)),
            (self.replaced, told!("engine-look-replaced", n = self.replaced)),
            (self.missing, told!("engine-look-missing", n = self.missing)),
            (self.away, told!("engine-look-away", n = self.away)),
            (self.skipped, told!("engine-look-skipped", n = self.skipped)),
            (self.healed, told!("engine-look-healed", n = self.healed)),
            (self.lost, told!("engine-look-lost", n = self.lost)),
        ]
        .into_iter()
        .filter_map(|(n, told)| (n > 0).then_some(told))
        .collect();
        match (all.is_empty(), self.files) {
            (true, 0) => told!("engine-look-empty"),
            (true, n) => told!("engine-look-nothing-new", n = n),
            _ => Told::sentences(all),
        }
    }

    /// Images that were decoded.
    fn n_read(&self) -> usize {
        self.new + self.edited + self.replaced
    }
}

/// What is said while the folder of so many images is away.
#[must_use]
pub fn away_words(n: usize) -> Told {
    told!("engine-away", n = n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_told_in_words() {
        let quiet = LookReport { files: 3, ..LookReport::default() };
        assert_eq!(quiet.words().to_string(), "Nothing new in 3 files.");
        assert_eq!(LookReport::default().words().to_string(), "There are no images in this folder.");
        let much = LookReport {
            files: 40,
            new: 2,
            moved: 32,
            returned: 1,
            edited: 1,
            replaced: 1,
            missing: 2,
            away: 5,
            skipped: 1,
            healed: 1,
            lost: 2,
        };
        assert_eq!(
            much.words().to_string(),
            "Read 4 images. 32 images moved and kept what you said about them. 1 image came back, with all that you said \
             about it. 1 image was turned or saved again and kept what you said about it. 1 file holds another picture than \
             before. 2 images are gone; what you said about them is kept. 5 images are gone with their whole folder: is a \
             drive disconnected? 1 file was skipped. Made the damaged stored picture of 1 image again. The stored pictures of 2 \
             images are damaged, and their files are not there to make them again; “Check this project” names them."
        );
        assert_eq!(
            away_words(1).to_string(),
            "1 image that was here is gone: is the drive connected? Labels and thumbnails are kept."
        );
    }
}
