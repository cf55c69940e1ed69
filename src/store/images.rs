//! The image table: one row for each file ever seen in the folder, also after it was moved, replaced or removed.
//!
//! It reads no file and no pixel; where those lie is a [`Location`]. Which row a file is is not decided here.

use super::bounds::Bounds;
use super::error::{Fault, StoreError};
use super::packs::Location;
use super::project::Store;
use crate::dataset::rel_path::RelPath;
use crate::dataset::scan::FileStamp;
use crate::dataset::skip::{SkipKind, SkipReason};
use crate::ids::ImageId;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Row, params_from_iter};

/// What the database keeps of one file that is, or was, in the folder.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRecord {
    /// Relative to the folder: where the file is, or was seen last.
    pub path: RelPath,
    /// Further places of the same file, by hard or symbolic links, sorted.
    pub links: Vec<RelPath>,
    /// As of the last look; it says whether the file may have changed.
    pub stamp: FileStamp,
    /// Whether it is there.
    pub presence: Presence,
    /// The row whose file was at this path before another picture took its place.
    pub replaces: Option<ImageId>,
    /// What became of it.
    pub state: ImageState,
}

impl ImageRecord {
    /// Of a file that is there.
    #[must_use]
    pub fn here(path: RelPath, stamp: FileStamp, state: ImageState) -> Self {
        Self { path, links: Vec::new(), stamp, presence: Presence::Here, replaces: None, state }
    }

    /// A readable image that is shown: its file is there, or its folder is away.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        matches!(self.state, ImageState::Ready { .. }) && matches!(self.presence, Presence::Here | Presence::Away)
    }

    /// BLAKE3 of the file, of a readable image.
    #[must_use]
    pub fn content(&self) -> Option<&[u8; 32]> {
        match &self.state {
            ImageState::Ready { content_hash, .. } => Some(content_hash),
            _ => None,
        }
    }
}

/// Whether a row's file is in the folder. What is kept of a file does not hang on it: when its content is seen again,
/// wherever, the row is [`Presence::Here`] again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// The file is at its path.
    #[default]
    Here,
    /// Its whole folder is gone or empty: a drive may not be connected, so the image is shown as before.
    Away,
    /// Not at its path any more, and nowhere else.
    Missing,
    /// Another picture is at its path.
    Replaced,
    /// Its path is a link to a file that has a row of its own.
    Linked,
    /// A person took it out of the project after it was gone.
    Forgotten,
}

impl Presence {
    /// All states.
    pub const ALL: [Self; 6] = [Self::Here, Self::Away, Self::Missing, Self::Replaced, Self::Linked, Self::Forgotten];

    /// The word that is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Away => "away",
            Self::Missing => "missing",
            Self::Replaced => "replaced",
            Self::Linked => "linked",
            Self::Forgotten => "forgotten",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|presence| presence.as_str() == word)
    }
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
        /// Where the thumbnail lies.
        thumbnail: Location,
        /// Where what is kept of the tile lies; where the thumbnail does, if the tile is made from that.
        tile: Location,
        /// Tile width in pixels.
        tile_width: u32,
        /// Tile height in pixels.
        tile_height: u32,
    },
    /// Not taken, and why. [`SkipKind::Cancelled`] is refused: stopped work says nothing about a file.
    Skipped(SkipReason),
    /// Was gone when a program before this one looked, which kept nothing of it but size and time.
    Gone,
}

/// One row of the image table.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRow {
    /// Given at the first sight of the file, never reused.
    pub id: ImageId,
    /// What is known of the file.
    pub record: ImageRecord,
}

/// Names the content of images, in order.
pub fn content_key<'a>(images: impl Iterator<Item = &'a ImageRow>) -> String {
    let mut hasher = blake3::Hasher::new();
    for content in images.filter_map(|row| row.record.content()) {
        hasher.update(content);
    }
    hasher.finalize().to_hex().to_string()
}

const READY: &str = "ready";
const GONE: &str = "gone";

pub(super) const SELECT: &str = "SELECT id, path, size, mtime_ns, status, reason, width, height, content_hash, perceptual_hash, \
    thumbnail_segment, thumbnail_offset, thumbnail_length, thumbnail_checksum, \
    tile_segment, tile_offset, tile_length, tile_checksum, tile_width, tile_height, \
    links, ctime_ns, presence, replaces FROM images ORDER BY id";

const UPDATE: &str = "UPDATE images SET path = ?1, size = ?2, mtime_ns = ?3, status = ?4, reason = ?5, width = ?6, \
    height = ?7, content_hash = ?8, perceptual_hash = ?9, \
    thumbnail_segment = ?10, thumbnail_offset = ?11, thumbnail_length = ?12, thumbnail_checksum = ?13, \
    tile_segment = ?14, tile_offset = ?15, tile_length = ?16, tile_checksum = ?17, tile_width = ?18, tile_height = ?19, \
    links = ?20, ctime_ns = ?21, presence = ?22, replaces = ?23 WHERE id = ?24";

/// While files swap their names, two rows may have one path for a moment.
const STEP_ASIDE: &str = "UPDATE images SET presence = 'moving' WHERE id = ?1";

const INSERT: &str = "INSERT INTO images (path, size, mtime_ns, status, reason, width, height, \
    content_hash, perceptual_hash, thumbnail_segment, thumbnail_offset, thumbnail_length, thumbnail_checksum, \
    tile_segment, tile_offset, tile_length, tile_checksum, tile_width, tile_height, \
    links, ctime_ns, presence, replaces) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, \
    ?17, ?18, ?19, ?20, ?21, ?22, ?23) RETURNING id";

/// A row to add, or to put in the place of the one that has this id.
#[derive(Clone, Debug, PartialEq)]
pub struct RowChange {
    /// None: a new row.
    pub id: Option<ImageId>,
    /// What is to be kept.
    pub record: ImageRecord,
}

impl Store {
    /// All rows, sorted by the bytes of the path, then by id.
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
        // Most are in order already: files are met by their paths. (The database would copy all rows into a tree of its own.)
        images.sort_by(|a, b| (&a.record.path, a.id).cmp(&(&b.record.path, b.id)));
        Bounds::of(&self.db)?.check(images.iter().map(|image| image.id)).map_err(Fault::Damaged)?;
        Ok(images)
    }

    /// Adds and replaces rows in one transaction; gives their ids in order.
    ///
    /// # Errors
    /// [`StoreError`], also if two files would be at one path, and nothing is changed.
    pub fn put_images(&mut self, changes: &[RowChange]) -> Result<Vec<ImageId>, StoreError> {
        self.write(|store| store.write_images(changes))
    }

    fn write_images(&mut self, changes: &[RowChange]) -> Result<Vec<ImageId>, Fault> {
        let transaction = self.db.transaction()?;
        let mut ids = Vec::with_capacity(changes.len());
        {
            let mut step_aside = transaction.prepare_cached(STEP_ASIDE)?;
            let mut update = transaction.prepare_cached(UPDATE)?;
            let mut insert = transaction.prepare_cached(INSERT)?;
            for id in changes.iter().filter_map(|change| change.id) {
                step_aside.execute([id.0])?;
            }
            for RowChange { id, record } in changes {
                let values = values(record)?;
                ids.push(match id {
                    Some(id) => {
                        let own = ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(id.0)));
                        if update.execute(params_from_iter(values.iter().chain([&own])))? == 0 {
                            return Err(Fault::Damaged(format!("image {id} has no row")));
                        }
                        *id
                    }
                    None => ImageId(insert.query_row(params_from_iter(&values), |row| row.get(0))?),
                });
            }
        }
        transaction.commit()?;
        Ok(ids)
    }
}

/// The values of [`UPDATE`] and [`INSERT`], ?1 first.
fn values(record: &ImageRecord) -> Result<[ToSqlOutput<'_>; 23], Fault> {
    let null = || ToSqlOutput::Borrowed(ValueRef::Null);
    let number = |number: i64| ToSqlOutput::Borrowed(ValueRef::Integer(number));
    let bytes = |bytes| ToSqlOutput::Borrowed(ValueRef::Blob(bytes));
    let text = |text: &'static str| ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()));
    let mut values = [(); 23].map(|()| null());
    values[0] = bytes(&record.path.0);
    values[1] = number(record.stamp.size as i64);
    values[2] = number(record.stamp.mtime_ns);
    if !record.links.is_empty() {
        let links: Vec<&[u8]> = record.links.iter().map(|link| &link.0[..]).collect();
        values[19] = ToSqlOutput::Owned(links.join(&0).into());
    }
    values[20] = record.stamp.ctime_ns.map_or_else(null, number);
    values[21] = text(record.presence.as_str());
    values[22] = record.replaces.map_or_else(null, |id| number(i64::from(id.0)));
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
            values[3] = text(kind.key());
            values[4] = ToSqlOutput::Borrowed(ValueRef::Text(detail.as_bytes()));
        }
        ImageState::Gone => values[3] = text(GONE),
    }
    Ok(values)
}

pub(super) fn image_row(row: &Row) -> Result<ImageRow, Fault> {
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
            // Pages that a disk lost read as zeros.
            let is_word = word.bytes().all(|byte| byte.is_ascii_graphic());
            let unknown = || {
                if is_word {
                    Fault::unknown("an image's status", &format!("`{word}`"))
                } else {
                    Fault::Damaged("an image's status is no word".into())
                }
            };
            let kind = SkipKind::parse(word).ok_or_else(unknown)?;
            ImageState::Skipped(SkipReason { kind, detail: row.get::<_, Option<String>>(5)?.unwrap_or_default() })
        }
    };
    let word = row.get_ref(22)?.as_str().map_err(|e| Fault::Damaged(e.to_string()))?;
    let presence =
        Presence::parse(word).ok_or_else(|| Fault::unknown("whether an image is there", &format!("`{word}`")))?;
    let links: Option<Vec<u8>> = row.get(20)?;
    let links = links.iter().flat_map(|links| links.split(|&byte| byte == 0)).map(|link| RelPath(link.to_vec()));
    let (path, links): (_, Vec<RelPath>) = (RelPath(row.get(1)?), links.collect());
    // A project may come from a stranger, and what is at the path is shown and copied.
    if let Some(out) = std::iter::once(&path).chain(&links).find(|path| !path.is_within()) {
        return Err(Fault::Damaged(format!("the path of an image leads out of the photo folder: {out}")));
    }
    let record = ImageRecord {
        path,
        links,
        stamp: FileStamp { size: row.get::<_, i64>(2)? as u64, mtime_ns: row.get(3)?, ctime_ns: row.get(21)? },
        presence,
        replaces: row.get::<_, Option<u32>>(23)?.map(ImageId),
        state,
    };
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
