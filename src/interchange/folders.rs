//! skeleton
use super::{InterchangeError, LabelRow, Provenance};
use crate::control::CancelToken;
use std::path::Path;
/// How files get there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Copies.
    Copy,
    /// Hard links.
    Hard,
    /// Symbolic links.
    Symbolic,
}
/// Writes `<out>/<class>/<image>` from the photo folder `root`; unlabelled ones under `_unlabeled/`; equal base names from
/// different folders get distinct names. Gives the files written. `on_progress` is told how many are done.
///
/// # Errors
/// [`InterchangeError`].
pub fn write(
    _rows: &[LabelRow],
    _root: &Path,
    _out: &Path,
    _link: Link,
    _force: bool,
    _about: &Provenance,
    _cancel: &CancelToken,
    _on_progress: &mut dyn FnMut(usize),
) -> Result<usize, InterchangeError> {
    todo!()
}
