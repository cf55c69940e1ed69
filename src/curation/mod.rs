//! Labels that people shape: clusters and their members, edits, undo and redo without end.
//!
//! Pure and in memory: it imports only `ids` and `text`, knows no run, disk or screen.

mod bytes;
mod delta;
mod draft;
pub mod edit;
pub mod history;
pub mod labels;
mod names;
pub mod proof;
#[cfg(test)]
mod tests;
pub mod tree;
