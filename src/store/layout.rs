//! Names of what a project directory holds.

/// The database's name within the project.
pub const DATABASE: &str = "project.db";
/// The directory of the packs.
pub const PIXELS: &str = "pixels";
/// The directory of the runs' directories.
pub const RUNS: &str = "runs";
/// The directory of the rows of frozen features.
pub const FEATURES: &str = "features";
/// The directory of squares that were cut from originals for runs.
pub const PREPARED: &str = "prepared";
/// A person's own words for names of clusters.
pub const WORDS: &str = "words.txt";
/// What was exported last, and where to.
pub const EXPORTED: &str = "exported.json";
/// The result that waits to be applied or discarded.
pub const WAITING: &str = "waiting.json";
/// The files that are being read, while some are.
pub const IN_WORK: &str = ".reading";
/// The directory of copies of the database.
pub const BACKUPS: &str = "backups";
/// What the one who writes holds.
pub const LOCK_FILE: &str = "writer.lock";
