//! The tables of a project, and how tables of older programs become those of this one.
//!
//! It holds no rows. Whole 64-bit numbers without a sign (sizes, hashes, seeds) are stored as their bits, since SQLite's
//! have one; lists of numbers are blobs of little-endian 32-bit values; flags and kinds are words.

use super::beside;
use super::error::Fault;
use crate::strings::say;
use rusqlite::{Connection, TransactionBehavior};
use std::collections::BTreeSet;
use std::path::Path;

/// Marks the file as a project of this program: "GLNR".
pub(super) const APPLICATION_ID: i32 = 0x474c_4e52;

/// Entry i leads from version i to i + 1. Released entries are never changed.
const MIGRATIONS: [&str; 4] = [V1, V2, V3, V4];

/// The version that this program writes.
pub(super) const VERSION: i64 = MIGRATIONS.len() as i64;

/// AUTOINCREMENT: the id of a removed row is never given again, so the journal stays true.
const V1: &str = "
CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    folder BLOB NOT NULL,
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    version TEXT NOT NULL
) STRICT;
CREATE TABLE images (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    width INTEGER,
    height INTEGER,
    content_hash BLOB,
    perceptual_hash INTEGER,
    thumbnail_segment INTEGER,
    thumbnail_offset INTEGER,
    thumbnail_length INTEGER,
    thumbnail_checksum INTEGER,
    tile_segment INTEGER,
    tile_offset INTEGER,
    tile_length INTEGER,
    tile_checksum INTEGER,
    tile_width INTEGER,
    tile_height INTEGER
) STRICT;
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL,
    settings TEXT NOT NULL,
    seed INTEGER NOT NULL,
    started INTEGER NOT NULL,
    seconds REAL NOT NULL,
    version TEXT NOT NULL,
    device TEXT NOT NULL,
    threads INTEGER NOT NULL,
    kept TEXT,
    stages TEXT NOT NULL,
    notes TEXT NOT NULL,
    images BLOB NOT NULL
) STRICT;
CREATE TABLE epochs (
    run INTEGER NOT NULL REFERENCES runs (id),
    stage TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    metrics TEXT NOT NULL,
    PRIMARY KEY (run, stage, epoch)
) STRICT;
CREATE TABLE predictions (
    run INTEGER NOT NULL REFERENCES runs (id),
    stage TEXT NOT NULL,
    images BLOB NOT NULL,
    clusters BLOB NOT NULL,
    confidence BLOB NOT NULL,
    PRIMARY KEY (run, stage)
) STRICT;
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    bytes BLOB NOT NULL,
    words TEXT NOT NULL,
    written INTEGER NOT NULL
) STRICT;
";

/// A path is no longer what an image is told by: the file that was at a path and the one that is there now are two rows.
/// `presence` says whether a row's file is there, `replaces` whose place it took, `links` where else it is (paths parted
/// by zero bytes). What older programs called gone has lost its hash.
const V2: &str = "
CREATE TABLE images_2 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path BLOB NOT NULL,
    links BLOB,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER,
    presence TEXT NOT NULL,
    replaces INTEGER,
    status TEXT NOT NULL,
    reason TEXT,
    width INTEGER,
    height INTEGER,
    content_hash BLOB,
    perceptual_hash INTEGER,
    thumbnail_segment INTEGER,
    thumbnail_offset INTEGER,
    thumbnail_length INTEGER,
    thumbnail_checksum INTEGER,
    tile_segment INTEGER,
    tile_offset INTEGER,
    tile_length INTEGER,
    tile_checksum INTEGER,
    tile_width INTEGER,
    tile_height INTEGER
) STRICT;
INSERT INTO images_2
    SELECT id, path, NULL, size, mtime_ns, NULL, CASE status WHEN 'gone' THEN 'missing' ELSE 'here' END, NULL, status,
        reason, width, height, content_hash, perceptual_hash,
        thumbnail_segment, thumbnail_offset, thumbnail_length, thumbnail_checksum,
        tile_segment, tile_offset, tile_length, tile_checksum, tile_width, tile_height
    FROM images ORDER BY id;
INSERT OR REPLACE INTO sqlite_sequence (rowid, name, seq)
    SELECT (SELECT rowid FROM sqlite_sequence WHERE name = 'images_2'), 'images_2', seq
    FROM sqlite_sequence WHERE name = 'images';
DROP TABLE images;
ALTER TABLE images_2 RENAME TO images;
CREATE UNIQUE INDEX images_by_path ON images (path) WHERE presence = 'here';
";

/// What a run knows of others and of itself that was in files of its directory: the run whose rows it learned on and the
/// cluster that each column of its result is, the number of clusters that it took where its settings leave that open, and the
/// name of the content of its images. [`beside::take_in`] fills in what older programs left there.
const V3: &str = "
ALTER TABLE runs ADD COLUMN base INTEGER;
ALTER TABLE runs ADD COLUMN base_clusters BLOB;
ALTER TABLE runs ADD COLUMN proposed INTEGER;
ALTER TABLE runs ADD COLUMN content TEXT;
";

/// A checksum of each entry of the journal; older entries have none. Since this version pixels may be packed (see
/// `dataset::lossless`), which programs before it would take for damage.
const V4: &str = "ALTER TABLE journal ADD COLUMN checksum BLOB;";

/// The version before which those were files.
const WITH_FILES: i64 = 3;

/// The version that lacks those columns, and the checksums of the journal, and nothing else.
pub(super) const WITHOUT_COLUMNS_OF_RUNS: i64 = 2;

/// The version that lacks the checksums of the journal and nothing else.
pub(super) const WITHOUT_CHECKSUMS: i64 = 3;

/// The index that keeps two files from being at one path, as the newest of the tables has it.
pub(super) const IMAGES_BY_PATH: &str = "CREATE UNIQUE INDEX images_by_path ON images (path) WHERE presence = 'here'";

/// What a database file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A database of another program.
    Foreign,
    /// A project of this version of the tables.
    Project(i64),
}

/// Looks at the header.
pub(super) fn kind(db: &Connection) -> Result<Kind, rusqlite::Error> {
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let application: i32 = db.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    Ok(if application == APPLICATION_ID && version > 0 { Kind::Project(version) } else { Kind::Foreign })
}

/// Checks that there are no tables, indices, triggers or views but those that this program makes in the version that the database
/// says that it has. Of one that is missing whoever needs it says so.
///
/// # Errors
/// [`Fault::Damaged`].
pub(super) fn check(db: &Connection, version: i64) -> Result<(), Fault> {
    let own = Connection::open_in_memory()?;
    for (_, step) in (0..version).zip(MIGRATIONS) {
        own.execute_batch(step)?;
    }
    let own = made(&own)?;
    match made(db)?.into_iter().find(|definition| !own.contains(definition)) {
        Some((kind, name, _)) => {
            let name: String = name.chars().take(60).collect();
            Err(Fault::Damaged(say!("store-foreign-schema", kind = kind, name = name)))
        }
        None => Ok(()),
    }
}

/// Kind, name and definition of all that a database has, but for what SQLite makes by itself. Programs of different versions of
/// SQLite put other spaces and quotes into definitions that they change.
fn made(db: &Connection) -> Result<BTreeSet<(String, String, String)>, rusqlite::Error> {
    let mut statement = db.prepare("SELECT type, name, ifnull(sql, '') FROM main.sqlite_schema")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let is_own = |made: &(String, String, String)| !made.1.starts_with("sqlite_");
    let plain = |(kind, name, sql): (String, String, String)| {
        let sql = sql.chars().filter(|c| !c.is_whitespace() && *c != '"').collect();
        (kind, name, sql)
    };
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().filter(is_own).map(plain).collect())
}

/// Brings the tables of a project from `version` (0: an empty file) to [`VERSION`] in one transaction. Files beside the database
/// are read where they were its part, and left: a copy of the database that was made before may need them.
pub(super) fn migrate(db: &mut Connection, version: i64, project: &Path) -> Result<(), Fault> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (_, step) in (0..).zip(MIGRATIONS).filter(|(i, _)| *i >= version) {
        transaction.execute_batch(step)?;
    }
    if (1..WITH_FILES).contains(&version) {
        beside::take_in(&transaction, project)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    Ok(transaction.commit()?)
}
