//! Names of what a project directory holds.

/// The database's name within the project.
pub const DATABASE: &str = "project.db";
/// The directory of the packs.
pub const PIXELS: &str = "pixels";
/// The directory of the runs' directories.
pub const RUNS: &str = "runs";

/// What the one who writes holds.
pub const LOCK_FILE: &str = "writer.lock";
