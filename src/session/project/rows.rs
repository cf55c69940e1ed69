//! The rows of an open project in memory, by number and by path, and the tables that are shown of them.
//!
//! While a folder is read rows come in the order of their paths: they are put behind those that are there, and tables that were
//! shown grow by them. It reads no database and writes none.

use super::view;
use crate::dataset::rel_path::RelPath;
use crate::ids::ImageId;
use crate::session::protocol::{ImageTable, SkippedFile};
use crate::store::ImageRow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All rows of a project.
pub struct Rows {
    by_id: BTreeMap<ImageId, ImageRow>,
    /// All of them, by path, then by number.
    by_path: Vec<ImageId>,
    /// What was shown last, unless rows changed since that were in it.
    shown: Option<Shown>,
}

/// Tables of the first rows by path.
struct Shown {
    n_rows: usize,
    images: Arc<ImageTable>,
    skipped: Arc<Vec<SkippedFile>>,
}

impl Rows {
    /// Of rows in any order; linear where they come by number and numbers were given in the order of the paths.
    pub fn new(rows: Vec<ImageRow>) -> Self {
        let by_id: BTreeMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
        let mut places: Vec<_> = by_id.values().map(|row| (&row.record.path, row.id)).collect();
        // (The stable sort takes what is in order already as one run.)
        places.sort();
        let by_path = places.into_iter().map(|(_, id)| id).collect();
        Self { by_id, by_path, shown: None }
    }

    /// All numbers, ascending.
    pub fn ids(&self) -> impl Iterator<Item = ImageId> {
        self.by_id.keys().copied()
    }

    /// The row of this number.
    pub fn get(&self, id: ImageId) -> Option<&ImageRow> {
        self.by_id.get(&id)
    }

    /// All rows, by path; what was at a path before and what is there now are neighbours.
    pub fn iter(&self) -> impl Iterator<Item = &ImageRow> + Clone {
        rows_of(&self.by_id, &self.by_path)
    }

    /// Adds rows and replaces those of the same numbers.
    pub fn put(&mut self, rows: Vec<ImageRow>) {
        let (mut came, mut left) = (Vec::new(), BTreeSet::new());
        for row in rows {
            match self.by_id.get(&row.id) {
                None => came.push(row.id),
                Some(before) => {
                    self.shown = None;
                    if before.record.path != row.record.path {
                        left.insert(row.id);
                    }
                }
            }
            self.by_id.insert(row.id, row);
        }
        if !left.is_empty() {
            self.by_path.retain(|id| !left.contains(id));
            came.extend(left);
        }
        came.sort_unstable_by(|a, b| self.place(*a).cmp(&self.place(*b)));
        came.dedup();
        self.put_in_order(&came);
    }

    /// Puts numbers that are sorted by place where they belong.
    fn put_in_order(&mut self, came: &[ImageId]) {
        let Some(first) = came.first() else { return };
        let is_before = |other: &ImageId, id: ImageId| self.place(*other) < self.place(id);
        let from = self.by_path.partition_point(|other| is_before(other, *first));
        if self.shown.as_ref().is_some_and(|shown| from < shown.n_rows) {
            self.shown = None;
        }
        let behind = self.by_path.split_off(from);
        let mut rest = &behind[..];
        for &id in came {
            let (before, others) = rest.split_at(rest.partition_point(|other| self.place(*other) < self.place(id)));
            self.by_path.extend_from_slice(before);
            self.by_path.push(id);
            rest = others;
        }
        self.by_path.extend_from_slice(rest);
    }

    fn place(&self, id: ImageId) -> (Option<&RelPath>, ImageId) {
        (self.by_id.get(&id).map(|row| &row.record.path), id)
    }

    /// The images that are shown and the files that were skipped, by path. What was shown before is not made again if rows only
    /// came behind it.
    pub fn tables(&mut self) -> (Arc<ImageTable>, Arc<Vec<SkippedFile>>) {
        let before =
            self.shown.take().unwrap_or_else(|| Shown { n_rows: 0, images: Arc::default(), skipped: Arc::default() });
        let came = rows_of(&self.by_id, &self.by_path[before.n_rows..]);
        let images: Vec<_> = came.clone().filter_map(view::image_info).collect();
        let skipped: Vec<_> = came.filter_map(view::skipped_file).collect();
        let images = if images.is_empty() { before.images } else { Arc::new(before.images.with(images)) };
        let skipped = if skipped.is_empty() {
            before.skipped
        } else {
            Arc::new(before.skipped.iter().cloned().chain(skipped).collect())
        };
        let shown = self.shown.insert(Shown { n_rows: self.by_path.len(), images, skipped });
        (Arc::clone(&shown.images), Arc::clone(&shown.skipped))
    }
}

fn rows_of<'a>(
    by_id: &'a BTreeMap<ImageId, ImageRow>,
    ids: &'a [ImageId],
) -> impl Iterator<Item = &'a ImageRow> + Clone {
    ids.iter().filter_map(|id| by_id.get(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;
    use crate::dataset::scan::FileStamp;
    use crate::dataset::skip::{SkipKind, SkipReason};
    use crate::store::packs::Location;
    use crate::store::{ImageRecord, ImageState};

    fn row(id: u32, path: &str, is_image: bool) -> ImageRow {
        let at = Location { segment: 0, offset: 0, length: 0, checksum: 0 };
        let state = if is_image {
            ImageState::Ready {
                width: id,
                height: 1,
                content_hash: [0; 32],
                perceptual_hash: 0,
                thumbnail: at,
                tile: at,
                tile_width: 1,
                tile_height: 1,
            }
        } else {
            ImageState::Skipped(SkipReason::new(SkipKind::Damaged, "cut"))
        };
        let stamp = FileStamp { size: 1, mtime_ns: 1, ctime_ns: None };
        ImageRow { id: ImageId(id), record: ImageRecord::here(RelPath(path.as_bytes().to_vec()), stamp, state) }
    }

    /// Rows are in order, and tables are as if they were made anew.
    fn check(rows: &mut Rows) {
        let places: Vec<_> = rows.iter().map(|row| (row.record.path.clone(), row.id)).collect();
        assert!(places.is_sorted() && places.len() == rows.by_id.len(), "{places:?}");
        let (images, skipped) = rows.tables();
        let anew = ImageTable::new(rows.iter().filter_map(view::image_info).collect());
        assert_eq!((&images.rows, &images.by_id), (&anew.rows, &anew.by_id));
        assert_eq!(*skipped, rows.iter().filter_map(view::skipped_file).collect::<Vec<_>>());
    }

    #[test]
    fn rows_stay_in_order_and_tables_with_them_whatever_comes() {
        let mut rng = Rng::from_key(&[7]);
        for _ in 0..50 {
            let mut rows = Rows::new(Vec::new());
            let mut next = 1;
            for _ in 0..12 {
                let mut batch = Vec::new();
                for _ in 0..rng.below(6) {
                    let known = if next > 1 && rng.below(4) == 0 {
                        Some(1 + rng.below(next as usize - 1) as u32)
                    } else {
                        None
                    };
                    let id = known.unwrap_or(next);
                    next += u32::from(known.is_none());
                    batch.push(row(id, &format!("{:02}.png", rng.below(40)), rng.below(5) > 0));
                }
                rows.put(batch);
                if rng.below(3) > 0 {
                    check(&mut rows);
                }
            }
            check(&mut rows);
        }
    }

    #[test]
    fn a_table_grows_by_what_comes_behind_it() {
        let batch = |from: u32| (from..from + 3).map(|id| row(id, &format!("{id:03}.png"), id % 3 > 0)).collect();
        let mut rows = Rows::new(batch(1));
        let (first, _) = rows.tables();
        assert!(Arc::ptr_eq(&first, &rows.tables().0), "nothing came");
        rows.put(batch(4));
        assert!(rows.shown.is_some());
        check(&mut rows);
        let (grown, _) = rows.tables();
        assert!(Arc::ptr_eq(&first.rows[0].path, &grown.rows[0].path), "what was shown is not made again");
        rows.put(vec![row(9, "000.png", true)]);
        assert!(rows.shown.is_none(), "it is not behind the others");
        check(&mut rows);
        rows.put(vec![row(9, "000.png", false)]);
        assert!(rows.shown.is_none(), "it was shown as another one");
        check(&mut rows);
    }
}
