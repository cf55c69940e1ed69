//! What is told of a folder's images beside their clusters: near-duplicates and who stands for whom, how likely each is
//! junk, and where images belong that came after a run.
//!
//! It trains nothing, and it knows no files: rows and hashes come from outside.

pub mod duplicates;
pub mod grouped;
pub mod outliers;
pub mod place;
