//! skeleton
use super::{InterchangeError, LabelRow, Provenance};
use std::path::Path;
/// Writes one object a line with the same fields as the CSV. Gives the rows written.
///
/// # Errors
/// [`InterchangeError`].
pub fn write(_rows: &[LabelRow], _out: &Path, _force: bool, _about: &Provenance) -> Result<usize, InterchangeError> {
    todo!()
}
