//! skeleton
use super::{InterchangeError, LabelRow, Provenance};
use std::path::Path;
/// Writes `file_name,label,confidence,source,cluster,run`; rows without a label are left out. Gives the rows written.
///
/// # Errors
/// [`InterchangeError`].
pub fn write(_rows: &[LabelRow], _out: &Path, _force: bool, _about: &Provenance) -> Result<usize, InterchangeError> {
    todo!()
}
