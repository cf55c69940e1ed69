//! skeleton
use super::InterchangeError;
use crate::dataset::rel_path::RelPath;
use std::path::Path;
/// True labels of these paths by their first folder; None for an image that lies in no folder.
#[must_use]
pub fn from_folders(_paths: &[RelPath]) -> Vec<Option<String>> {
    todo!()
}
/// Reads a CSV or JSON lines file with `file_name,label` (more columns are ignored), as (displayed path, label).
///
/// # Errors
/// [`InterchangeError::Malformed`] with the line, or the disk.
pub fn read(_file: &Path) -> Result<Vec<(String, String)>, InterchangeError> {
    todo!()
}
