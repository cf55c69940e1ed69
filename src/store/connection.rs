//! Connections to a project's database: made, opened for writing, opened for reading beside a writer.
//!
//! It reads the header and nothing else of the content.

use super::error::{Fault, StoreError};
use super::layout::{DATABASE, LOCK_FILE, PIXELS, RUNS};
use super::packs::sync_dir;
use super::schema::{self, Kind};
use super::{backups, beside, journal};
use crate::room;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// A database being made; renamed when it is whole, so that a crash leaves a project or none.
pub(super) const UNBORN: &str = "project.db.new";

/// The header of every SQLite database.
const HEADER_BYTES: u64 = 100;

/// How long to wait for a reader that recovers after a crash.
const PATIENCE: Duration = Duration::from_secs(5);

/// Seconds since 1970.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs() as i64)
}

/// Says why `project`, which has no database, can not be opened as a project.
pub(super) fn why_none(project: &Path) -> StoreError {
    let path = project.to_owned();
    if let Err(source) = fs::symlink_metadata(project.join(DATABASE))
        && source.kind() == io::ErrorKind::PermissionDenied
    {
        return StoreError::Read { path, source };
    }
    if !project.exists() {
        StoreError::NotFound { path }
    } else if project.join(RUNS).is_dir() || project.join(PIXELS).is_dir() {
        StoreError::NoDatabase { path }
    } else {
        StoreError::NotAProject { path }
    }
}

/// Whether a project can be made in `project`: it is not there, or holds nothing but what a crash while making left.
pub(super) fn check_empty(project: &Path) -> Result<(), StoreError> {
    let read = |source| StoreError::Read { path: project.to_owned(), source };
    let entries = match fs::read_dir(project) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) if e.kind() == io::ErrorKind::NotADirectory => return Err(why_none(project)),
        Err(e) => return Err(read(e)),
    };
    for entry in entries {
        let name = entry.map_err(read)?.file_name();
        let name = name.to_string_lossy();
        if !(name == LOCK_FILE || name.starts_with(UNBORN) || name.starts_with('.')) {
            return Err(why_none(project));
        }
    }
    Ok(())
}

/// Makes the database of a new project whose photos lie in `folder` (see [`path_bytes`]). The writer's lock must be
/// held.
pub(super) fn create(project: &Path, folder: &[u8]) -> Result<(), StoreError> {
    let unborn = project.join(UNBORN);
    let write = |source| StoreError::Write { path: project.to_owned(), source };
    for left in [&unborn, &project.join(format!("{UNBORN}-journal"))] {
        match fs::remove_file(left) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(write(e)),
            _ => {}
        }
    }
    let made = || -> Result<(), Fault> {
        let mut db = open(&unborn, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        schema::migrate(&mut db, 0, project)?;
        let name = project.file_stem().unwrap_or_default().to_string_lossy();
        let row = (folder, &*name, now(), env!("CARGO_PKG_VERSION"));
        db.execute("INSERT INTO meta (id, folder, name, created, version) VALUES (1, ?1, ?2, ?3, ?4)", row)?;
        Ok(db.close().map_err(|(_, e)| e)?)
    };
    made().map_err(|fault| fault.at(project))?;
    fs::rename(&unborn, project.join(DATABASE)).map_err(write)?;
    sync_dir(project).map_err(write)?;
    project.parent().map_or(Ok(()), sync_dir).map_err(write)
}

/// Opens an existing database for writing, with its tables brought up to date. The writer's lock must be held.
pub(super) fn open_writer(project: &Path) -> Result<Connection, StoreError> {
    let opened = || -> Result<(Connection, Kind), Fault> {
        let db = open(&project.join(DATABASE), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        db.busy_timeout(PATIENCE)?;
        let kind = schema::kind(&db)?;
        Ok((db, kind))
    };
    let (mut db, kind) = opened().map_err(|fault| fault.at(project))?;
    let version = known_version(kind, project)?;
    schema::check(&db, version).map_err(|fault| fault.at(project))?;
    let set_up = |db: &mut Connection| -> Result<(), Fault> {
        let _: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        // FULL syncs at every commit: an edit is durable when it is shown. On macOS only fullfsync reaches the disk.
        db.execute_batch("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON;")?;
        if version < schema::VERSION {
            backups::keep_before(db, project, schema::VERSION)?;
            return schema::migrate(db, version, project);
        }
        Ok(())
    };
    set_up(&mut db).map_err(|fault| fault.at(project))?;
    Ok(db)
}

/// Brings what is in the log of a database into the database itself. The writer's lock must be held. Of one that is too damaged for
/// that nothing is taken in.
///
/// # Errors
/// [`StoreError`]: another process reads it without an end; the disk is full.
pub(super) fn take_in_log(project: &Path) -> Result<(), StoreError> {
    let taken_in = || -> Result<(), rusqlite::Error> {
        let db = open(&project.join(DATABASE), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        db.busy_timeout(PATIENCE)?;
        db.execute_batch("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;")?;
        let is_busy: bool = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if is_busy {
            return Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None));
        }
        db.close().map_err(|(_, e)| e)
    };
    match taken_in() {
        Err(e) if matches!(e.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DiskFull)) => {
            Err(Fault::from(e).at(project))
        }
        Err(error) => {
            tracing::warn!(%error, "the log is not taken in");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// A connection that can not write.
pub(super) struct Reading {
    /// The connection.
    pub db: Connection,
    /// Holds a copy that is read in place of the project.
    pub copy: Option<TempDir>,
}

/// Opens an existing database for reading, beside a writer or on a drive that can not be written.
pub(super) fn open_reader(project: &Path) -> Result<Reading, StoreError> {
    match open_as_it_is(project)? {
        (reading, schema::VERSION) => Ok(reading),
        (reading, schema::WITHOUT_COLUMNS_OF_RUNS) => {
            let lay = |db: &Connection| beside::lay_over(db, project).and_then(|()| journal::lay_over(db));
            lay_over(&reading.db, lay).map_err(|fault| fault.at(project))?;
            Ok(reading)
        }
        (reading, schema::WITHOUT_CHECKSUMS) => {
            lay_over(&reading.db, journal::lay_over).map_err(|fault| fault.at(project))?;
            Ok(reading)
        }
        (reading, older) => open_migrated(&reading.db, older, project).map_err(|fault| fault.at(project)),
    }
}

/// Lays temporary tables over those of an older format, also where a connection is kept from writing anything.
fn lay_over(db: &Connection, lay: impl FnOnce(&Connection) -> Result<(), Fault>) -> Result<(), Fault> {
    let is_kept: bool = db.pragma_query_value(None, "query_only", |row| row.get(0))?;
    db.pragma_update(None, "query_only", false)?;
    let laid = lay(db);
    db.pragma_update(None, "query_only", is_kept)?;
    laid
}

/// The same with the tables that it has, of whatever version.
pub(super) fn open_as_it_is(project: &Path) -> Result<(Reading, i64), StoreError> {
    let (reading, kind) = match open_shared(&project.join(DATABASE)) {
        Ok((db, kind)) => (Reading { db, copy: None }, kind),
        // SQLite may not make the files that a reader shares with a writer.
        Err(e) if may_lack_shared(&e, project) => open_unshared(project)?,
        Err(e) => return Err(Fault::from(e).at(project)),
    };
    let version = known_version(kind, project)?;
    schema::check(&reading.db, version).map_err(|fault| fault.at(project))?;
    Ok((reading, version))
}

/// Whether the files that SQLite shares between processes may not be made, or have no room.
fn may_lack_shared(error: &rusqlite::Error, project: &Path) -> bool {
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly) => true,
        // Another one that looks at it without room keeps all others out while it copies.
        Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::DatabaseBusy) => room::is_used_up(project),
        _ => false,
    }
}

/// A project of an older format is read from a copy that has today's tables: who only looks changes nothing.
fn open_migrated(db: &Connection, version: i64, project: &Path) -> Result<Reading, Fault> {
    let failed = |source| Fault::Write { path: std::env::temp_dir(), source };
    let copy = tempfile::tempdir().map_err(failed)?;
    let path = copy.path().join(DATABASE);
    db.execute("VACUUM INTO ?1", [path.to_string_lossy()])?;
    let mut db = open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    schema::migrate(&mut db, version, project)?;
    db.close().map_err(|(_, e)| e)?;
    let db = open(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    Ok(Reading { db, copy: Some(copy) })
}

fn open_shared(database: &Path) -> Result<(Connection, Kind), rusqlite::Error> {
    let db = open(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    db.busy_timeout(PATIENCE)?;
    let kind = schema::kind(&db)?;
    Ok((db, kind))
}

/// Where nobody can write, nobody writes: the file can be read as it is. What a killed writer left in the log beside
/// it can only be read from a copy.
pub(super) fn open_unshared(project: &Path) -> Result<(Reading, Kind), StoreError> {
    let database = project.join(DATABASE);
    let log = with_suffix(&database, "-wal");
    let faulty = |e| Fault::from(e).at(project);
    if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        // Alone with it, SQLite shares nothing, and keeps in memory where things are in the log.
        if let Ok((db, kind)) = open_alone(&database) {
            // Left open it keeps everybody else out: it stays so only where there is no room for a copy either.
            let reading = match copy_of(&db) {
                Ok(reading) => reading,
                Err(error) => {
                    tracing::warn!(?error, "read alone, without a copy");
                    Reading { db, copy: None }
                }
            };
            return Ok((reading, kind));
        }
        let copied = || -> io::Result<TempDir> {
            let copy = tempfile::tempdir()?;
            fs::copy(&database, copy.path().join(DATABASE))?;
            fs::copy(&log, with_suffix(&copy.path().join(DATABASE), "-wal"))?;
            Ok(copy)
        };
        let copy = copied().map_err(|source| StoreError::Read { path: project.to_owned(), source })?;
        let (db, kind) = open_shared(&copy.path().join(DATABASE)).map_err(faulty)?;
        return Ok((Reading { db, copy: Some(copy) }, kind));
    }
    let opened = || -> Result<(Connection, Kind), rusqlite::Error> {
        let mode = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let db = open(Path::new(&immutable_uri(&database)), mode)?;
        let kind = schema::kind(&db)?;
        Ok((db, kind))
    };
    let (db, kind) = opened().map_err(faulty)?;
    Ok((Reading { db, copy: None }, kind))
}

/// Copies what a connection that is alone with its database reads to where there is room.
fn copy_of(db: &Connection) -> Result<Reading, Fault> {
    let failed = |source| Fault::Write { path: std::env::temp_dir(), source };
    let copy = tempfile::tempdir().map_err(failed)?;
    let path = copy.path().join(DATABASE);
    // What is written is the copy alone.
    db.execute_batch("PRAGMA query_only = OFF")?;
    let copied = db.execute("VACUUM INTO ?1", [path.to_string_lossy()]);
    db.execute_batch("PRAGMA query_only = ON")?;
    copied?;
    let db = open(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    Ok(Reading { db, copy: Some(copy) })
}

/// Opens a database that nobody else has open, with its log, and writes nothing.
fn open_alone(database: &Path) -> Result<(Connection, Kind), rusqlite::Error> {
    let db = open(database, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db.execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON; PRAGMA temp_store = MEMORY;")?;
    // The log is neither played into the database nor taken away.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let kind = schema::kind(&db)?;
    Ok((db, kind))
}

fn known_version(kind: Kind, project: &Path) -> Result<i64, StoreError> {
    let path = project.to_owned();
    match kind {
        // SQLite takes a file without a whole header for an empty one.
        Kind::Foreign if fs::metadata(project.join(DATABASE)).is_ok_and(|file| file.len() < HEADER_BYTES) => {
            Err(StoreError::Damaged { path: project.join(DATABASE), why: "it has no content".into() })
        }
        Kind::Foreign => Err(StoreError::NotAProject { path }),
        Kind::Project(version) if version > schema::VERSION => {
            Err(StoreError::Newer { path, version, known: schema::VERSION })
        }
        Kind::Project(version) => Ok(version),
    }
}

/// Opens a database that may come from a stranger: what stands in it is data. Its triggers do not run, its views are not read
/// (a temporary one of this program's is), its definitions call no functions that do anything, and its pages are not written
/// but through its tables. A connection is used by one thread at a time: no mutex of SQLite's own.
fn open(database: &Path, mode: OpenFlags) -> Result<Connection, rusqlite::Error> {
    let db = Connection::open_with_flags(database, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    for trusting in [
        DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA,
        DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER,
        DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW,
    ] {
        db.set_db_config(trusting, false)?;
    }
    Ok(db)
}

/// A path with more at its end.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn hex_digit(value: u8) -> char {
    char::from_digit(u32::from(value), 16).expect("half a byte")
}

/// `file:` and the path, with every byte escaped that could mean something in an address.
fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    let bytes = path_bytes(path);
    if !bytes.starts_with(b"/") {
        uri.push('/');
    }
    for byte in bytes {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => uri.push(char::from(byte)),
            b':' if cfg!(windows) => uri.push(':'),
            _ => uri.extend(['%', hex_digit(byte >> 4), hex_digit(byte & 15)]),
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// A path as the system's bytes; where its names are not bytes, as UTF-8.
#[cfg(unix)]
pub(super) fn path_bytes(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

/// What [`path_bytes`] made.
#[cfg(unix)]
pub(super) fn path_from_bytes(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}

/// A path as the system's bytes; where its names are not bytes, as UTF-8.
#[cfg(not(unix))]
pub(super) fn path_bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

/// What [`path_bytes`] made.
#[cfg(not(unix))]
pub(super) fn path_from_bytes(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}
