//! The images of a project, their labels, and the files that are none.

use crate::dataset::skip::SkipKind;
use crate::ids::{ClusterId, ImageId};
use crate::strings::Told;
use serde::Serialize;
use std::sync::Arc;

/// The readable images of a project, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct ImageTable {
    /// Images, by path.
    pub rows: Vec<ImageInfo>,
    /// Positions in `rows`, sorted by id, for [`ImageTable::position`].
    pub by_id: Vec<(ImageId, u32)>,
}

impl ImageTable {
    /// A table of these rows, which are sorted by path already.
    #[must_use]
    pub fn new(rows: Vec<ImageInfo>) -> Self {
        let mut by_id: Vec<_> = (0u32..).zip(&rows).map(|(position, row)| (row.id, position)).collect();
        by_id.sort_unstable();
        Self { rows, by_id }
    }

    /// This table with more rows behind its own.
    #[must_use]
    pub fn with(&self, rows: Vec<ImageInfo>) -> Self {
        let positions = self.rows.len() as u32..;
        let mut by_id: Vec<_> =
            self.by_id.iter().copied().chain(rows.iter().map(|row| row.id).zip(positions)).collect();
        // Two runs that are sorted, one behind the other where ids were given in the order of the rows.
        by_id.sort();
        Self { rows: self.rows.iter().cloned().chain(rows).collect(), by_id }
    }

    /// Where an image stands in `rows`.
    #[must_use]
    pub fn position(&self, id: ImageId) -> Option<usize> {
        let found = self.by_id.binary_search_by_key(&id, |entry| entry.0).ok()?;
        Some(self.by_id[found].1 as usize)
    }

    /// The row of an image.
    #[must_use]
    pub fn get(&self, id: ImageId) -> Option<&ImageInfo> {
        self.position(id).map(|position| &self.rows[position])
    }
}

/// One readable image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageInfo {
    /// Its id.
    pub id: ImageId,
    /// Path relative to the folder, `/` separators, bytes that are not UTF-8 as `\xHH`.
    pub path: Arc<str>,
    /// Upright width in pixels.
    pub width: u32,
    /// Upright height in pixels.
    pub height: u32,
    /// Its folder is gone or empty: it is known by what the project keeps of it alone.
    pub is_away: bool,
    /// Further paths of the same file, by links, as they are displayed.
    pub links: Vec<Box<str>>,
}

impl ImageInfo {
    /// An image whose file is there, at one path.
    #[must_use]
    pub fn new(id: ImageId, path: impl Into<Arc<str>>, width: u32, height: u32) -> Self {
        Self { id, path: path.into(), width, height, is_away: false, links: Vec::new() }
    }
}

/// A file that could not be read as an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SkippedFile {
    /// As [`ImageInfo::path`].
    pub path: String,
    /// In words: "damaged: the file ends too early".
    pub reason: Told,
    /// For counting.
    pub kind: SkipKind,
}

/// Where the label of an image comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelSource {
    /// A run gave it.
    #[default]
    Machine,
    /// A person put it there.
    Placed,
    /// A person confirmed it.
    Confirmed,
}

/// The label of one image.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ImageLabel {
    /// None: in no cluster.
    pub cluster: Option<ClusterId>,
    /// On the shelf of what belongs in no class; then it is in no cluster.
    pub is_junk: bool,
    /// How probable the run found the cluster, 0 to 1, whatever people said: the sum over the run's own clusters that it is made
    /// of. 0 where the run says nothing of it: see [`ImageLabel::sure`].
    pub confidence: f32,
    /// Who decided about the label.
    pub source: LabelSource,
}

impl ImageLabel {
    /// How probable the run found the cluster; None where it says nothing of it: in no cluster, in a class that people made, or
    /// of an image that came later and was put there by hand.
    #[must_use]
    pub fn sure(&self) -> Option<f32> {
        Some(self.confidence).filter(|sure| self.cluster.is_some() && *sure > 0.0)
    }
}
