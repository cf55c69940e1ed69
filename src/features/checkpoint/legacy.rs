//! The format of `torch.save` before PyTorch 1.6, and of later ones on request.
//!
//! Pickles one after the other: a magic number, the version, facts of the machine, the object, the list of the storages'
//! keys; then for each key the number of its elements (i64) and the elements. Numbers are little-endian.

use super::pickle::Pickle;
use super::state::{self, State};
use super::value::Value;
use std::borrow::Cow;
use std::collections::HashMap;

/// The magic number as pickle writes it: LONG1, ten bytes, 0x1950a86a20f9469cfc6c.
const MAGIC: [u8; 12] = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const VERSION: i64 = 1001;

/// Whether a file begins with the magic number, after what announces a pickle.
pub(super) fn is_legacy(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x80]) && bytes.get(2..14) == Some(&MAGIC)
}

/// Reads a checkpoint.
pub(super) fn read(bytes: &[u8]) -> Result<State, String> {
    let mut rest = bytes;
    let mut next = || -> Result<Pickle, String> {
        let pickle = Pickle::read(rest)?;
        rest = &rest[pickle.len..];
        Ok(pickle)
    };
    let (_magic, version, machine, object, keys) = (next()?, next()?, next()?, next()?, next()?);
    if *version.value(version.root) != Value::Int(VERSION) {
        return Err(format!("its version is not {VERSION}"));
    }
    let is_little_endian = machine.get(machine.root, "little_endian").map(|id| machine.value(id));
    if is_little_endian == Some(&Value::Bool(false)) {
        return Err("its numbers are big-endian; save it again on a little-endian machine".into());
    }
    let Value::List(keys_in_turn) = keys.value(keys.root) else {
        return Err("it has no list of storages".into());
    };
    let keys_in_turn = keys_in_turn.iter().map(|id| keys.value(*id));
    let elements = object.storages.iter().map(|storage| (storage.key, storage.element.n_bytes())).collect();
    let data = storages(rest, keys_in_turn, &elements)?;
    state::read(&object, bytes.len(), &mut |storage| {
        let key = object.storages[storage].key;
        data.get(key).map(|bytes| Cow::Borrowed(*bytes)).ok_or_else(|| format!("it lacks the storage {key}"))
    })
}

/// The bytes of each storage, by its key.
fn storages<'a, 'v>(
    mut rest: &'a [u8],
    keys: impl Iterator<Item = &'v Value<'v>>,
    n_bytes_of_element: &HashMap<&str, usize>,
) -> Result<HashMap<&'v str, &'a [u8]>, String> {
    let mut data = HashMap::new();
    for key in keys {
        let Value::Text(key) = key else { return Err("a storage's key is no text".into()) };
        let element = n_bytes_of_element.get(key).ok_or_else(|| format!("its storage {key} is of a type not known"))?;
        let (n, after) = rest.split_first_chunk().ok_or("it ends early")?;
        let n_bytes = usize::try_from(i64::from_le_bytes(*n)).ok().and_then(|n| n.checked_mul(*element));
        let (bytes, after) = n_bytes.and_then(|n| after.split_at_checked(n)).ok_or("it ends early")?;
        data.insert(*key, bytes);
        rest = after;
    }
    Ok(data)
}
