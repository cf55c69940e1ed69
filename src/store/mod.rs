//! A project on disk: an SQLite database, packs of pixels, and one directory a run.
//!
//! It knows no thread, request or widget; the engine alone writes through it, readers open it read-only.
//!
//! [`project`] opens a project and is what others call: its rows are read and written by `images`, `runs` and
//! `journal`, the tables are `schema`'s; `records` reads them as far as they go, [`repair`] puts them right, [`leftovers`] are
//! files that nobody needs. [`results`] are the arrays too large for rows, [`packs`] the pixels,
//! [`features`] the rows of frozen features, [`in_work`] which files are being read; [`layout`] has the names of them all.

pub mod backups;
mod beside;
mod blob;
mod bounds;
mod connection;
mod error;
pub mod features;
mod images;
pub mod in_work;
mod journal;
mod json;
pub mod layout;
pub mod leftovers;
mod links;
mod lock;
pub mod packs;
mod place;
pub mod project;
mod records;
pub mod repair;
pub mod results;
mod run_row;
mod runs;
mod schema;
#[cfg(test)]
mod tests;

pub use error::StoreError;
pub use images::{ImageRecord, ImageRow, ImageState, Presence, RowChange, content_key};
pub use journal::{JournalEntry, RawEntry};
pub use place::Place;
pub use project::Store;
pub use records::{Records, RunRecord};
pub use repair::Claim;
pub use run_row::{RunBase, RunOutcome, RunRow, StoredRunState, StoredStage};
