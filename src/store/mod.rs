//! The project directory: SQLite rows and segment files, written atomically, one writer at a time.
//!
//! rusqlite appears nowhere else. Nothing here decides what to write.

pub mod packs;
pub mod project;
pub mod schema;
