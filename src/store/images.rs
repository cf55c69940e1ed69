//! The image table: one row for each file ever seen in the folder.
//!
//! It reads no file and no pixel; where those lie is a [`Location`].

use super::error::{Fault, StoreError};
use super::packs::Location;
use super::project::Store;
use crate::dataset::rel_path::RelPath;
use crate::dataset::skip::{SkipKind, SkipReason};
use crate::ids::ImageId;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{OptionalExtension, Row, params_from_iter};

/// What the database keeps of one file of the folder. The path identifies it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRecord {
    /// Relative to the folder.
    pub path: RelPath,
    /// File size in bytes; with `mtime_ns` it says whether the file changed.
    pub size: u64,
    /// Nanoseconds since 1970.
    pub mtime_ns: i64,
    /// What became of it.
    pub state: ImageState,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum ImageState {
    /// A readable image.
    Ready {
        /// Upright width in pixels.
        width: u32,
        /// Upright height in pixels.
        height: u32,
        /// BLAKE3 of the file.
        content_hash: [u8; 32],
        /// 64-bit perceptual hash.
        perceptual_hash: u64,
        /// Where the JPEG thumbnail lies.
        thumbnail: Location,
        /// Where the raw RGB tile lies.
        tile: Location,
        /// Tile width in pixels.
        tile_width: u32,
        /// Tile height in pixels.
        tile_height: u32,
    },
    /// Not taken, and why. [`SkipKind::Cancelled`] is refused: stopped work says nothing about a file.
    Skipped(SkipReason),
    /// Was there at an earlier look and is gone now; its id and labels are kept in case it comes back.
    Gone,
}

/// One row of the image table.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRow {
    /// Given at the first sight of the path, never reused.
    pub id: ImageId,
    /// The rest.
    pub record: ImageRecord,
}

const READY: &str = "ready";
const GONE: &str = "gone";

const SELECT: &str = "SELECT id, path, size, mtime_ns, status, reason, width, height, content_hash, perceptual_hash, \
    thumbnail_segment, thumbnail_offset, thumbnail_length, thumbnail_checksum, \
    tile_segment, tile_offset, tile_length, tile_checksum, tile_width, tile_height FROM images ORDER BY path";

const UPDATE: &str = "UPDATE images SET size = ?2, mtime_ns = ?3, status = ?4, reason = ?5, width = ?6, height = ?7, \
    content_hash = ?8, perceptual_hash = ?9, \
    thumbnail_segment = ?10, thumbnail_offset = ?11, thumbnail_length = ?12, thumbnail_checksum = ?13, \
    tile_segment = ?14, tile_offset = ?15, tile_length = ?16, tile_checksum = ?17, \
    tile_width = ?18, tile_height = ?19 WHERE path = ?1 RETURNING id";

/// Not an upsert: that would use up an id for each row that is replaced, and labels are kept in a list by id.
const INSERT: &str = "INSERT INTO images (path, size, mtime_ns, status, reason, width, height, \
    content_hash, perceptual_hash, thumbnail_segment, thumbnail_offset, thumbnail_length, thumbnail_checksum, \
    tile_segment, tile_offset, tile_length, tile_checksum, tile_width, tile_height) VALUES \
    (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) RETURNING id";

impl Store {
    /// All rows, sorted by the bytes of the path.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn images(&self) -> Result<Vec<ImageRow>, StoreError> {
        self.read_images().map_err(|fault| fault.at(&self.path))
    }

    fn read_images(&self) -> Result<Vec<ImageRow>, Fault> {
        let mut statement = self.db.prepare_cached(SELECT)?;
        let mut rows = statement.query([])?;
        let mut images = Vec::new();
        while let Some(row) = rows.next()? {
            images.push(image_row(row)?);
        }
        Ok(images)
    }

    /// Adds or replaces rows by path in one transaction; gives their ids in order. Old ids stay.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn put_images(&mut self, records: &[ImageRecord]) -> Result<Vec<ImageId>, StoreError> {
        self.write_images(records).map_err(|fault| fault.at(&self.path))
    }

    fn write_images(&mut self, records: &[ImageRecord]) -> Result<Vec<ImageId>, Fault> {
        let transaction = self.db.transaction()?;
        let mut ids = Vec::with_capacity(records.len());
        {
            let mut update = transaction.prepare_cached(UPDATE)?;
            let mut insert = transaction.prepare_cached(INSERT)?;
            for record in records {
                let values = values(record)?;
                let old = update.query_row(params_from_iter(&values), |row| row.get(0)).optional()?;
                ids.push(ImageId(match old {
                    Some(id) => id,
                    None => insert.query_row(params_from_iter(&values), |row| row.get(0))?,
                }));
            }
        }
        transaction.commit()?;
        Ok(ids)
    }
}

/// The values of [`UPDATE`] and [`INSERT`], ?1 first.
fn values(record: &ImageRecord) -> Result<[ToSqlOutput<'_>; 19], Fault> {
    let null = || ToSqlOutput::Borrowed(ValueRef::Null);
    let number = |number: i64| ToSqlOutput::Borrowed(ValueRef::Integer(number));
    let bytes = |bytes| ToSqlOutput::Borrowed(ValueRef::Blob(bytes));
    let text = |text: &'static str| ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()));
    let mut values = [(); 19].map(|()| null());
    values[0] = bytes(&record.path.0);
    values[1] = number(record.size as i64);
    values[2] = number(record.mtime_ns);
    match &record.state {
        ImageState::Ready {
            width,
            height,
            content_hash,
            perceptual_hash,
            thumbnail,
            tile,
            tile_width,
            tile_height,
        } => {
            values[3] = text(READY);
            values[5] = number(i64::from(*width));
            values[6] = number(i64::from(*height));
            values[7] = bytes(content_hash);
            values[8] = number(*perceptual_hash as i64);
            for (first, location) in [(9, thumbnail), (13, tile)] {
                values[first] = number(i64::from(location.segment));
                values[first + 1] = number(location.offset as i64);
                values[first + 2] = number(i64::from(location.length));
                values[first + 3] = number(i64::from(location.checksum));
            }
            values[17] = number(i64::from(*tile_width));
            values[18] = number(i64::from(*tile_height));
        }
        ImageState::Skipped(SkipReason { kind: SkipKind::Cancelled, .. }) => {
            let why = "its reading was stopped; read it again".into();
            return Err(Fault::Unstorable { what: record.path.display(), why });
        }
        ImageState::Skipped(SkipReason { kind, detail }) => {
            values[3] = text(kind.as_str());
            values[4] = ToSqlOutput::Borrowed(ValueRef::Text(detail.as_bytes()));
        }
        ImageState::Gone => values[3] = text(GONE),
    }
    Ok(values)
}

fn image_row(row: &Row) -> Result<ImageRow, Fault> {
    let status = row.get_ref(4)?.as_str().map_err(|e| Fault::Damaged(e.to_string()))?;
    let state = match status {
        READY => ImageState::Ready {
            width: row.get(6)?,
            height: row.get(7)?,
            content_hash: row.get(8)?,
            perceptual_hash: row.get::<_, i64>(9)? as u64,
            thumbnail: location(row, 10)?,
            tile: location(row, 14)?,
            tile_width: row.get(18)?,
            tile_height: row.get(19)?,
        },
        GONE => ImageState::Gone,
        word => {
            let kind =
                SkipKind::parse(word).ok_or_else(|| Fault::unknown("an image's status", &format!("`{word}`")))?;
            ImageState::Skipped(SkipReason { kind, detail: row.get::<_, Option<String>>(5)?.unwrap_or_default() })
        }
    };
    let record =
        ImageRecord { path: RelPath(row.get(1)?), size: row.get::<_, i64>(2)? as u64, mtime_ns: row.get(3)?, state };
    Ok(ImageRow { id: ImageId(row.get(0)?), record })
}

fn location(row: &Row, first: usize) -> rusqlite::Result<Location> {
    Ok(Location {
        segment: row.get(first)?,
        offset: row.get::<_, i64>(first + 1)? as u64,
        length: row.get(first + 2)?,
        checksum: row.get(first + 3)?,
    })
}
