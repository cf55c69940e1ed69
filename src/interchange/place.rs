//! Where an export may lie: never over a photo, never inside a project.

use super::{InterchangeError, provenance};
use crate::strings::told;
use std::path::{Path, PathBuf};

/// Folders that an export must leave as they are.
#[derive(Clone, Debug, Default)]
pub struct Protected {
    /// The photo folder: a table may be put beside the photos, and replaces nothing but an earlier table.
    pub photos: PathBuf,
    /// Whether somebody vouched for the project. The folder of a stranger's is compared as it is written: nothing there is looked
    /// at.
    pub is_known: bool,
    /// The `.gleaner` directory: nothing of it is written by an export.
    pub project: PathBuf,
}

impl Protected {
    /// Checks a table's place, whatever may be replaced otherwise.
    ///
    /// # Errors
    /// [`InterchangeError::NotOurs`], [`InterchangeError::InsideProject`] or that something that is no file is there.
    pub fn check_table(&self, out: &Path) -> Result<(), InterchangeError> {
        self.check_outside_project(out)?;
        check_no_special(out)?;
        let is_among_photos = if self.is_known {
            resolved(out).starts_with(resolved(&self.photos))
        } else {
            let written = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            let photos = written(&self.photos);
            resolved(out).starts_with(&photos) || written(out).starts_with(&photos)
        };
        if is_among_photos && std::fs::symlink_metadata(out).is_ok() && !provenance::names_table(out) {
            let why = told!("export-why-nothing-else");
            return Err(InterchangeError::NotOurs { path: out.to_owned(), why });
        }
        Ok(())
    }

    /// Checks that a place is not inside the project.
    ///
    /// # Errors
    /// [`InterchangeError::InsideProject`].
    pub fn check_outside_project(&self, out: &Path) -> Result<(), InterchangeError> {
        if resolved(out).starts_with(resolved(&self.project)) {
            return Err(InterchangeError::InsideProject(out.to_owned()));
        }
        Ok(())
    }
}

/// Checks that what is at a place, if anything, is a file or a folder: a device, a pipe or a socket is never replaced, not even
/// where anything may be, and reading one might never end.
///
/// # Errors
/// [`InterchangeError::Malformed`].
pub(super) fn check_no_special(out: &Path) -> Result<(), InterchangeError> {
    match std::fs::metadata(out) {
        Ok(there) if !there.is_file() && !there.is_dir() => {
            Err(InterchangeError::Malformed { path: out.to_owned(), why: told!("export-why-special") })
        }
        _ => Ok(()),
    }
}

/// The absolute path with the links of its existing part followed.
pub(super) fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let exists = path.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    match exists {
        Some((part, real)) => path.strip_prefix(part).map_or(real.clone(), |rest| real.join(rest)),
        None => path.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_and_projects_are_left_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        let at = |path: &str| dir.path().join(path);
        let protected = Protected { photos: at("photos"), is_known: true, project: at("p.gleaner") };
        std::fs::create_dir_all(at("photos/dog")).expect("a folder");
        std::fs::create_dir_all(at("p.gleaner")).expect("a folder");
        for path in ["photos/dog/1.png", "p.gleaner/project.db", "other.csv"] {
            std::fs::write(at(path), b"x").expect("written");
        }
        protected.check_table(&at("other.csv")).expect("a file of the person's, who says whether to replace it");
        protected.check_table(&at("photos/labels.csv")).expect("new");
        let refused = |path: &str| protected.check_table(&at(path)).expect_err(path);
        assert!(matches!(refused("photos/dog/1.png"), InterchangeError::NotOurs { .. }));
        assert!(matches!(refused("photos/dog/../dog/1.png"), InterchangeError::NotOurs { .. }));
        assert!(matches!(refused("p.gleaner/project.db"), InterchangeError::InsideProject(_)));
        assert!(matches!(refused("p.gleaner/new/labels.csv"), InterchangeError::InsideProject(_)));
        assert!(protected.check_outside_project(&at("p.gleaner/classes")).is_err());

        std::fs::write(at("photos/labels.csv"), b"x").expect("written");
        assert!(matches!(refused("photos/labels.csv"), InterchangeError::NotOurs { .. }));
        provenance::write_beside(&at("photos/labels.csv"), &super::super::testing::about()).expect("written");
        protected.check_table(&at("photos/labels.csv")).expect("an earlier export");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at("photos"), at("link")).expect("a link");
            assert!(matches!(refused("link/dog/1.png"), InterchangeError::NotOurs { .. }));
            // Whether a stranger's folder is a link nobody looks.
            let real = at("").canonicalize().expect("a folder");
            let strange =
                |photos: &str| Protected { photos: real.join(photos), is_known: false, project: at("p.gleaner") };
            assert!(strange("link").check_table(&real.join("photos/dog/1.png")).is_ok());
            assert!(strange("photos").check_table(&real.join("link/dog/1.png")).is_err());
            assert!(strange("link").check_table(&real.join("link/dog/1.png")).is_err());
        }
    }
}
