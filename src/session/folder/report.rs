//! What one look at the folder found, in numbers and words.

use crate::text::counted;
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

    /// "Read 3 images. 32 images moved, and kept their labels."
    #[must_use]
    pub fn words(&self) -> String {
        let images = |n| counted(n, "image", "images");
        let n_read = self.new + self.edited + self.replaced;
        let mut all = Vec::new();
        if n_read > 0 {
            all.push(format!("Read {}.", images(n_read)));
        }
        for (n, was, were, words) in [
            (self.moved, "", "", "moved, and kept what you said of"),
            (self.returned, "", "", "came back, with all that you said of"),
            (self.edited, "was ", "were ", "turned or saved again; what you said stays with"),
        ] {
            if n > 0 {
                let (was, them) = if n == 1 { (was, "it") } else { (were, "them") };
                all.push(format!("{} {was}{words} {them}.", images(n)));
            }
        }
        if self.replaced > 0 {
            let is = if self.replaced == 1 { "is another picture" } else { "are other pictures" };
            all.push(format!("{} {is} now than before.", counted(self.replaced, "file", "files")));
        }
        if self.missing > 0 {
            let is = if self.missing == 1 { "is" } else { "are" };
            all.push(format!("{} {is} gone; the labels are kept.", images(self.missing)));
        }
        if self.away > 0 {
            let are = if self.away == 1 { "is gone with its" } else { "are gone with their" };
            all.push(format!("{} {are} whole folder: is a drive away?", images(self.away)));
        }
        if self.skipped > 0 {
            all.push(format!("{} skipped.", counted(self.skipped, "file was", "files were")));
        }
        match (all.is_empty(), self.files) {
            (true, 0) => "There are no images in this folder.".to_owned(),
            (true, n) => format!("Nothing new among {}.", counted(n, "file", "files")),
            _ => all.join(" "),
        }
    }
}

/// What is said while the folder of so many images is away.
#[must_use]
pub fn away_words(n: usize) -> String {
    let (images, were, are) =
        (counted(n, "image", "images"), if n == 1 { "was" } else { "were" }, if n == 1 { "is" } else { "are" });
    format!("{images} that {were} here {are} gone: is the drive connected? Labels and thumbnails are kept.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_told_in_words() {
        let quiet = LookReport { files: 3, ..LookReport::default() };
        assert_eq!(quiet.words(), "Nothing new among 3 files.");
        assert_eq!(LookReport::default().words(), "There are no images in this folder.");
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
        };
        assert_eq!(
            much.words(),
            "Read 4 images. 32 images moved, and kept what you said of them. 1 image came back, with all that you said of \
             it. 1 image was turned or saved again; what you said stays with it. 1 file is another picture now than before. \
             2 images are gone; the labels are kept. 5 images are gone with their whole folder: is a drive away? 1 file was \
             skipped."
        );
        assert_eq!(
            away_words(1),
            "1 image that was here is gone: is the drive connected? Labels and thumbnails are kept."
        );
    }
}
