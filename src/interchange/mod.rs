//! What goes in and out: true labels from folders or a table, exports as CSV, JSON lines and class folders, and the HTML report.
//!
//! It sees rows, not projects: the session gathers what is to be written.

pub mod csv;
pub mod folders;
pub mod json;
pub mod labels_in;
pub mod report;
