//! Labels that people shape: clusters and their members, edits with inverses, undo and redo.
//!
//! Pure and in memory: it imports only `ids` and `control`, knows no run, disk or screen.

mod bytes;
mod change;
pub mod edit;
pub mod history;
pub mod labels;
pub mod proof;
#[cfg(test)]
mod tests;
