//! A project on disk: an SQLite database, packs of pixels, and one directory a run.
//!
//! It knows no thread, request or widget; the engine alone writes through it, readers open it read-only.

pub mod packs;
pub mod project;
pub mod results;
mod schema;
