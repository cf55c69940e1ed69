//! `gleaner-provenance.json`: what an export holds and where it came from, beside a table or inside class folders.
//!
//! One file serves all tables of a folder: each has its entry under `tables`, by file name.

use super::{InterchangeError, Provenance, atomic};
use crate::input;
use crate::strings::told;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// No list of the files of an export is longer.
const MOST_BYTES: u64 = 1 << 30;
/// Its name.
pub const FILE_NAME: &str = "gleaner-provenance.json";

/// Checks before a table is written that its entry can be added.
///
/// # Errors
/// [`InterchangeError::NotOurs`] if the file beside it is something else.
pub fn check_beside(table: &Path) -> Result<(), InterchangeError> {
    read(&atomic::parent(table).join(FILE_NAME)).map(drop)
}

/// Whether the file beside a table says that Gleaner wrote it.
pub fn names_table(table: &Path) -> bool {
    let Ok(Some(whole)) = read(&atomic::parent(table).join(FILE_NAME)) else { return false };
    let name = table.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    whole.get("tables").and_then(Value::as_object).is_some_and(|tables| tables.contains_key(&name))
}

/// Adds or replaces the entry of a table in the file beside it; everything else in that file stays.
///
/// # Errors
/// [`InterchangeError::NotOurs`], or the disk.
pub fn write_beside(table: &Path, about: &Provenance) -> Result<(), InterchangeError> {
    let path = atomic::parent(table).join(FILE_NAME);
    let mut whole = read(&path)?.unwrap_or_default();
    let name = table.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let tables = whole.entry("tables").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(tables) = tables {
        tables.insert(name, entry(about));
    }
    put(&path, true, &Value::Object(whole))
}

/// Writes the file of class folders: which original each file is, and which could not be taken and why.
///
/// # Errors
/// The disk.
pub fn write_inside(
    dir: &Path,
    about: &Provenance,
    files: &BTreeMap<String, String>,
    failed: &[(String, String)],
) -> Result<(), InterchangeError> {
    let mut whole = match entry(about) {
        Value::Object(whole) => whole,
        _ => Map::new(),
    };
    whole.insert("files".into(), files.iter().map(|(file, from)| (file.clone(), Value::from(from.as_str()))).collect());
    let failure = |(path, why): &(String, String)| serde_json::json!({ "file_name": path, "reason": why });
    whole.insert("failed".into(), failed.iter().map(failure).collect());
    put(&dir.join(FILE_NAME), false, &Value::Object(whole))
}

/// The files that an earlier export wrote into class folders, relative to them with `/`; None if it is not one.
pub fn files_inside(dir: &Path) -> Option<Vec<String>> {
    let whole = read(&dir.join(FILE_NAME)).ok()??;
    Some(whole.get("files")?.as_object()?.keys().cloned().collect())
}

/// How many labels of people an earlier export put into class folders; None if it is not one, or did not say.
pub fn confirmed_inside(dir: &Path) -> Option<usize> {
    let whole = read(&dir.join(FILE_NAME)).ok()??;
    whole.get("confirmed")?.as_u64().map(|n| n as usize)
}

fn entry(about: &Provenance) -> Value {
    serde_json::to_value(about).expect("numbers and texts are JSON")
}

fn put(path: &Path, force: bool, whole: &Value) -> Result<(), InterchangeError> {
    atomic::write(path, force, |to| {
        serde_json::to_writer_pretty(&mut *to, whole)?;
        to.write_all(b"\n")
    })
}

/// None if there is no such file.
fn read(path: &Path) -> Result<Option<Map<String, Value>>, InterchangeError> {
    let bytes = match input::read(path, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(InterchangeError::unwritten(path, &source)),
    };
    let ours = |whole: &Map<String, Value>| {
        let tables = whole.get("tables");
        tables.is_some_and(Value::is_object) || (tables.is_none() && whole.contains_key("program"))
    };
    match serde_json::from_slice::<Value>(&bytes) {
        Ok(Value::Object(whole)) if ours(&whole) => Ok(Some(whole)),
        _ => {
            let why = told!("export-why-not-written");
            Err(InterchangeError::NotOurs { path: path.to_owned(), why })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::about;
    use super::*;

    #[test]
    fn tables_of_one_folder_share_a_file() {
        let dir = tempfile::tempdir().expect("a folder");
        write_beside(&dir.path().join("a.csv"), &about()).expect("written");
        write_beside(&dir.path().join("b.jsonl"), &about()).expect("written");
        let text = std::fs::read_to_string(dir.path().join(FILE_NAME)).expect("text");
        let whole: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(whole["tables"]["a.csv"]["stage"], "scan");
        assert_eq!(whole["tables"]["b.jsonl"]["run"], 2);
    }

    #[test]
    fn a_file_of_somebody_else_is_left_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join(FILE_NAME), "my notes").expect("written");
        let table = dir.path().join("a.csv");
        assert!(matches!(check_beside(&table), Err(InterchangeError::NotOurs { .. })));
        assert!(write_beside(&table, &about()).is_err());
        assert_eq!(files_inside(dir.path()), None);
        assert_eq!(std::fs::read_to_string(dir.path().join(FILE_NAME)).expect("text"), "my notes");
    }
}
