//! Lists of numbers as blobs of little-endian 32-bit values.

use super::error::Fault;

/// A list of numbers as a blob.
pub(super) fn to_blob(numbers: impl IntoIterator<Item = [u8; 4]>) -> Vec<u8> {
    numbers.into_iter().flatten().collect()
}

/// What [`to_blob`] made, each number's bytes.
pub(super) fn from_blob(blob: &[u8]) -> Result<impl Iterator<Item = [u8; 4]>, Fault> {
    let (numbers, rest) = blob.as_chunks::<4>();
    if rest.is_empty() { Ok(numbers.iter().copied()) } else { Err(Fault::Damaged("a list of numbers is cut".into())) }
}
