//! Images by the names that people's tables and command lines give them.
//!
//! A path as it is shown goes before everything else. After it come other ways to write the same path, then other Unicode
//! forms of the same text, then other capitals. Each step takes a name only where it fits one image: nothing is guessed.

use crate::dataset::rel_path::RelPath;
use crate::ids::ImageId;
use crate::session::protocol::{ImageTable, Snapshot};
use crate::strings::{Told, say, told};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use unicode_normalization::UnicodeNormalization;

/// Lines of a table that are told.
const N_TOLD: usize = 5;

/// A text in the one Unicode form that texts are compared in, without spaces around it.
#[must_use]
pub fn compared(text: &str) -> String {
    text.trim().nfc().collect()
}

/// Why a name is no image.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoImage {
    /// No image has this name.
    #[error("{}", say!("name-nowhere", name = format!("{:?}", .0)))]
    Nowhere(String),
    /// It is the last part of a path, and the folders are missing.
    #[error("{}", say!("name-without-folder", name = format!("{name:?}"), path = path))]
    WithoutFolder {
        /// What was given.
        name: String,
        /// An image of that name.
        path: String,
    },
    /// It fits several, and none exactly.
    #[error("{}", say!("name-several", name = format!("{name:?}"), first = first, second = second))]
    Several {
        /// What was given.
        name: String,
        /// One image of that name.
        first: String,
        /// Another image of that name.
        second: String,
    },
}

/// Places in the list of paths, by a looser form of each.
type Index = HashMap<String, Vec<usize>>;

/// Finds images by name. What looser forms need is made when the first name needs it.
pub struct ImageNames {
    /// Paths as they are shown; an image may have several.
    paths: Vec<(Arc<str>, ImageId)>,
    exact: HashMap<Arc<str>, usize>,
    /// The photo folder: as it was opened, and without symbolic links.
    folders: Vec<PathBuf>,
    one_form: OnceLock<Index>,
    one_case: OnceLock<Index>,
    last_parts: OnceLock<Index>,
}

impl ImageNames {
    /// Names of images in a photo folder, by their paths as they are shown.
    #[must_use]
    pub fn new(paths: impl IntoIterator<Item = (ImageId, Arc<str>)>, folder: &Path) -> Self {
        let paths: Vec<(Arc<str>, ImageId)> = paths.into_iter().map(|(image, path)| (path, image)).collect();
        let mut exact = HashMap::new();
        for (at, (path, _)) in paths.iter().enumerate() {
            // The first one: what is at a path itself goes before links.
            exact.entry(Arc::clone(path)).or_insert(at);
        }
        let real = folder.canonicalize().ok().filter(|real| real != folder);
        // Every path lies below an empty one.
        let given = Some(folder.to_path_buf()).filter(|folder| !folder.as_os_str().is_empty());
        let folders = given.into_iter().chain(real).collect();
        let not_yet = OnceLock::new;
        Self { paths, exact, folders, one_form: not_yet(), one_case: not_yet(), last_parts: not_yet() }
    }

    /// The image that a name is meant for.
    ///
    /// # Errors
    /// [`NoImage`].
    pub fn find(&self, name: &str) -> Result<ImageId, NoImage> {
        if let Some(&at) = self.exact.get(name) {
            return Ok(self.paths[at].1);
        }
        let forms = self.forms(name);
        let exact: Vec<usize> = forms.iter().filter_map(|form| self.exact.get(form.as_str()).copied()).collect();
        if let Some(image) = self.one_of(&exact, name)? {
            return Ok(image);
        }
        let one_form = self.one_form.get_or_init(|| self.index(compared));
        if let Some(image) = self.one_of(&fitting(one_form, &forms, compared), name)? {
            return Ok(image);
        }
        let one_case = self.one_case.get_or_init(|| self.index(without_capitals));
        if let Some(image) = self.one_of(&fitting(one_case, &forms, without_capitals), name)? {
            return Ok(image);
        }
        let last_parts = self.last_parts.get_or_init(|| self.index(|path| last_part(&compared(path)).to_owned()));
        let without_folder =
            forms.iter().filter(|form| !form.contains('/')).find_map(|form| last_parts.get(&compared(form)));
        Err(match without_folder.and_then(|places| places.first()) {
            Some(&at) => NoImage::WithoutFolder { name: name.to_owned(), path: self.paths[at].0.to_string() },
            None => NoImage::Nowhere(name.to_owned()),
        })
    }

    fn index(&self, form: impl Fn(&str) -> String) -> Index {
        let mut index = Index::new();
        for (at, (path, _)) in self.paths.iter().enumerate() {
            index.entry(form(path)).or_default().push(at);
        }
        index
    }

    /// The one image at these places, if there is any.
    fn one_of(&self, places: &[usize], name: &str) -> Result<Option<ImageId>, NoImage> {
        let Some((&first, others)) = places.split_first() else { return Ok(None) };
        let (path, image) = &self.paths[first];
        match others.iter().map(|&at| &self.paths[at]).find(|(_, other)| other != image) {
            Some((other, _)) => {
                Err(NoImage::Several { name: name.to_owned(), first: path.to_string(), second: other.to_string() })
            }
            None => Ok(Some(*image)),
        }
    }

    /// Paths relative to the photo folder, as they are shown, that a name may stand for.
    fn forms(&self, name: &str) -> BTreeSet<String> {
        let mut forms = BTreeSet::new();
        let trimmed = name.trim();
        let with_slashes = trimmed.contains('\\').then(|| trimmed.replace('\\', "/"));
        for text in [Some(trimmed), with_slashes.as_deref()].into_iter().flatten() {
            let mut relative = text;
            while let Some(rest) = relative.strip_prefix("./") {
                relative = rest.trim_start_matches('/');
            }
            let mut add = |form: &str| {
                let mut is_folder = self.folders.iter().filter_map(|folder| folder.file_name()?.to_str());
                if let Some((first, below)) = form.split_once('/')
                    && is_folder.any(|folder| compared(folder) == compared(first))
                {
                    forms.insert(RelPath::parse_display(below).display());
                }
                forms.insert(RelPath::parse_display(form).display());
            };
            if let Some(from_root) = relative.strip_prefix('/') {
                match self.below_folder(Path::new(relative)) {
                    Some(inside) => _ = forms.insert(inside),
                    None => add(from_root.trim_start_matches('/')),
                }
            } else {
                add(relative);
            }
        }
        forms
    }

    /// Where an absolute path lies in the photo folder.
    fn below_folder(&self, path: &Path) -> Option<String> {
        let inside = |path: &Path| {
            let inside = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok())?;
            let relative = inside.iter().fold(RelPath::default(), |path, part| path.child(part));
            Some(relative.display()).filter(|relative| !relative.is_empty())
        };
        // The folder that the file lies in may be named through a link; the file itself may be one that was imported as it is.
        let through_links = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
        inside(path).or_else(|| inside(&through_links()?))
    }
}

fn fitting(index: &Index, forms: &BTreeSet<String>, of: impl Fn(&str) -> String) -> Vec<usize> {
    forms.iter().filter_map(|form| index.get(&of(form))).flatten().copied().collect()
}

fn without_capitals(path: &str) -> String {
    compared(path).to_lowercase().nfc().collect()
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

impl ImageTable {
    /// Finds these images by name, or by the names of links to them.
    #[must_use]
    pub fn names(&self, folder: &Path) -> ImageNames {
        let paths = self.rows.iter().map(|row| (row.id, Arc::clone(&row.path)));
        let links = self.rows.iter().flat_map(|row| row.links.iter().map(|link| (row.id, Arc::from(&**link))));
        ImageNames::new(paths.chain(links), folder)
    }
}

impl Snapshot {
    /// Finds the images of the open project by name.
    #[must_use]
    pub fn image_names(&self) -> ImageNames {
        self.images.names(self.project.as_ref().map_or(Path::new(""), |project| &project.folder))
    }
}

/// "line 2: there is no image "x.jpg"; line 3: ...; and 4 lines more", in the order of the lines.
pub fn told_by_line(mut lines: Vec<(usize, Told)>) -> Told {
    lines.sort_by_key(|(line, _)| *line);
    let n_more = lines.len().saturating_sub(N_TOLD);
    let told = lines.into_iter().take(N_TOLD).map(|(line, why)| told!("lines-one", line = line, why = why));
    let more = (n_more > 0).then(|| told!("lines-more", n = n_more));
    let all = told.chain(more).reduce(|first, next| told!("lines-two", first = first, next = next));
    all.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPOSED: &str = "F\u{ea}te/\u{e9}.jpg";
    const DECOMPOSED: &str = "Fe\u{302}te/e\u{301}.jpg";

    fn names(paths: &[&str], folder: &Path) -> ImageNames {
        ImageNames::new((1..).map(ImageId).zip(paths.iter().map(|path| Arc::from(*path))), folder)
    }

    fn found(names: &ImageNames, name: &str) -> Option<u32> {
        names.find(name).ok().map(|image| image.0)
    }

    #[test]
    fn one_path_is_found_however_it_is_written() {
        let folder = Path::new("/data/My photos");
        let names = names(&["set a/1.jpg", DECOMPOSED, "b\\1.jpg", "B/1.jpg", "\\xff/2.jpg", " c.jpg"], folder);
        for (written, expected) in [
            ("set a/1.jpg", 1),
            ("./set a/1.jpg", 1),
            (".\\set a\\1.jpg", 1),
            ("set a\\1.jpg", 1),
            ("/set a/1.jpg", 1),
            ("\\set a\\1.jpg", 1),
            ("/data/My photos/set a/1.jpg", 1),
            ("My photos/set a/1.jpg", 1),
            ("My photos\\set a\\1.jpg", 1),
            ("/My photos/set a/1.jpg", 1),
            ("SET A/1.JPG", 1),
            (COMPOSED, 2),
            ("my PHOTOS/F\u{ca}TE/\u{c9}.jpg", 0),
            ("My photos/F\u{ca}TE/\u{c9}.jpg", 2),
            ("/data/My photos/F\u{ea}te/\u{e9}.jpg", 2),
            ("b\\1.jpg", 3),
            ("B\\1.jpg", 4),
            ("\\xFF/2.jpg", 5),
            ("c.jpg", 6),
            ("/elsewhere/set a/1.jpg", 0),
            ("1.jpg", 0),
            ("", 0),
        ] {
            assert_eq!(found(&names, written).unwrap_or_default(), expected, "{written}");
        }
    }

    #[test]
    fn an_exact_path_goes_first_and_nothing_is_guessed() {
        let both = names(&[COMPOSED, DECOMPOSED, "a/B.jpg", "a/b.jpg", "photos/1.jpg", "1.jpg"], Path::new("/photos"));
        assert_eq!((found(&both, COMPOSED), found(&both, DECOMPOSED)), (Some(1), Some(2)));
        // Half composed: neither of the two.
        let half = "F\u{ea}te/e\u{301}.jpg";
        let error = both.find(half).expect_err("two fit").to_string();
        assert!(error.contains(COMPOSED) && error.contains(DECOMPOSED), "{error}");
        assert!(matches!(both.find("A/b.jpg"), Err(NoImage::Several { .. })));
        assert_eq!((found(&both, "a/B.jpg"), found(&both, "a/b.jpg")), (Some(3), Some(4)));
        assert_eq!(found(&both, "photos/1.jpg"), Some(5));
        assert!(matches!(both.find("/photos/photos/1.jpg"), Ok(ImageId(5))));
        let twice = ImageNames::new([(ImageId(1), "a.jpg".into()), (ImageId(1), "A.jpg".into())], Path::new("/p"));
        assert_eq!(found(&twice, "A.JPG"), Some(1), "two places of one image");
    }

    #[test]
    fn a_name_without_its_folders_is_told_as_that() {
        let names = names(&["set a/1.jpg", DECOMPOSED], Path::new("/photos"));
        for name in ["1.jpg", "\u{e9}.jpg", "./1.jpg"] {
            let error = names.find(name).expect_err("no path");
            assert!(matches!(error, NoImage::WithoutFolder { .. }), "{error}");
            assert!(error.to_string().contains("relative to the photo folder"), "{error}");
        }
        assert_eq!(names.find("2.jpg"), Err(NoImage::Nowhere("2.jpg".into())));
    }

    #[cfg(unix)]
    #[test]
    fn an_absolute_path_may_go_through_a_link() {
        let dir = tempfile::tempdir().expect("a folder");
        let real = dir.path().canonicalize().expect("there").join("real");
        std::fs::create_dir_all(real.join("set a")).expect("made");
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(&real, &link).expect("linked");
        for folder in [&real, &link] {
            let names = names(&["set a/1.jpg"], folder);
            for written in [&real, &link] {
                let name = written.join("set a/1.jpg").display().to_string();
                assert_eq!(found(&names, &name), Some(1), "{name} in {}", folder.display());
            }
            assert_eq!(found(&names, "link/set a/1.jpg").is_some(), folder == &link);
            assert_eq!(found(&names, "real/set a/1.jpg"), Some(1));
        }
    }

    #[test]
    fn wrong_lines_are_told_in_their_order() {
        let lines = (1..8).rev().map(|line| (line, Told::words(format!("bad {line}")))).collect();
        let words = told_by_line(lines).to_string();
        assert!(words.starts_with("line 1: bad 1; line 2: ") && words.ends_with("; and 2 lines more"), "{words}");
    }
}
