//! How large the number of an image may be. Numbers are dense and begin near zero, and lists go by them: one of four thousand
//! millions in a database of ten images would make everybody ask for gigabytes.

use super::error::Fault;
use crate::curation::edit::Edit;
use crate::ids::ImageId;
use rusqlite::Connection;

/// What any project may have, however few its images are: so many numbers take little memory.
const ALWAYS: u32 = 1 << 22;
/// How many numbers were given for each image that is still there, at most.
const FOR_EACH: u32 = 16;

/// The largest number of an image in a project.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    most: u32,
}

impl Bounds {
    /// Of the images that the database has.
    pub fn of(db: &Connection) -> Result<Self, Fault> {
        let greatest: i64 = db.query_row("SELECT ifnull(max(id), 0) FROM images", [], |row| row.get(0))?;
        if greatest <= i64::from(ALWAYS) {
            return Ok(Self { most: ALWAYS });
        }
        let n: u32 = db.query_row("SELECT count(*) FROM images", [], |row| row.get(0))?;
        Ok(Self { most: n.saturating_mul(FOR_EACH).saturating_add(ALWAYS) })
    }

    /// Whether all these can be numbers of images here.
    ///
    /// # Errors
    /// In words: which one can not.
    pub fn check(self, images: impl IntoIterator<Item = ImageId>) -> Result<(), String> {
        match images.into_iter().find(|image| image.0 > self.most) {
            Some(image) => Err(format!("{image} cannot be the number of an image")),
            None => Ok(()),
        }
    }

    /// Whether all images that an edit is about can be images of the project.
    ///
    /// # Errors
    /// In words: which one can not.
    pub fn check_edit(self, edit: &Edit) -> Result<(), String> {
        self.check(edit.images())
    }
}
