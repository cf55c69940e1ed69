//! True labels: from the folders that images lie in, or from a table.
//!
//! It matches nothing: whether a named file is in the project is for the session to see.

use super::InterchangeError;
use crate::dataset::rel_path::RelPath;
use std::collections::HashMap;
use std::path::Path;

/// True labels of these paths by their first folder; None for an image that lies in no folder.
#[must_use]
pub fn from_folders(paths: &[RelPath]) -> Vec<Option<String>> {
    let first_folder = |path: &RelPath| {
        let end = path.0.iter().position(|&byte| byte == b'/')?;
        Some(RelPath(path.0[..end].to_vec()).display())
    };
    paths.iter().map(first_folder).collect()
}

/// Reads a CSV or JSON lines file with `file_name,label` (more columns are ignored), as (displayed path, label). The
/// kind is told by content; a CSV may be parted by commas, semicolons or tabs. Lines with an empty label are left out.
///
/// # Errors
/// [`InterchangeError::Malformed`] with the line, or the disk.
pub fn read(file: &Path) -> Result<Vec<(String, String)>, InterchangeError> {
    let bytes = std::fs::read(file).map_err(InterchangeError::io(file))?;
    let malformed = |why: String| InterchangeError::Malformed { path: file.to_owned(), why };
    let text = std::str::from_utf8(&bytes).map_err(|e| {
        let line = bytes[..e.valid_up_to()].split(|&byte| byte == b'\n').count();
        malformed(format!("line {line} is not UTF-8; save the table as UTF-8"))
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let lines =
        if text.trim_start().starts_with('{') { json_lines(text) } else { csv_lines(text) }.map_err(malformed)?;
    let mut seen: HashMap<String, (usize, String)> = HashMap::new();
    let mut labels = Vec::with_capacity(lines.len());
    for (line, name, label) in lines {
        let name = name.strip_prefix("./").map_or(name.clone(), str::to_owned);
        if label.is_empty() {
            continue;
        }
        match seen.get(&name) {
            Some((first, other)) if *other != label => {
                let why = format!("line {line} calls {name} \"{label}\", line {first} calls it \"{other}\"");
                return Err(malformed(why));
            }
            Some(_) => {}
            None => {
                seen.insert(name.clone(), (line, label.clone()));
                labels.push((name, label));
            }
        }
    }
    Ok(labels)
}

/// Line number, file name and label.
type Line = (usize, String, String);

fn csv_lines(text: &str) -> Result<Vec<Line>, String> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|&d| {
        // The first of equally frequent ones would be the last: commas win ties.
        (first.bytes().filter(|&byte| byte == d).count(), u8::from(d == b','))
    });
    let mut table =
        ::csv::ReaderBuilder::new().delimiter(delimiter.unwrap_or(b',')).flexible(true).from_reader(text.as_bytes());
    let header = table.headers().map_err(|e| e.to_string())?.clone();
    let column = |name: &str| {
        let found = header.iter().position(|title| title.trim().eq_ignore_ascii_case(name));
        found.ok_or_else(|| format!("line 1 names no column \"{name}\"; a table of labels needs file_name,label"))
    };
    let (name_at, label_at) = (column("file_name")?, column("label")?);
    let mut lines = Vec::new();
    for record in table.records() {
        let record = record.map_err(|e| e.to_string())?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        match (record.get(name_at), record.get(label_at)) {
            (Some(name), Some(label)) if !name.is_empty() => lines.push((line, name.to_owned(), label.to_owned())),
            _ => return Err(format!("line {line} has no file name or no label")),
        }
    }
    Ok(lines)
}

fn json_lines(text: &str) -> Result<Vec<Line>, String> {
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let object: serde_json::Value =
            serde_json::from_str(line).map_err(|e| format!("line {number} is no JSON object: {e}"))?;
        let name = object["file_name"].as_str().filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| format!("line {number} has no \"file_name\""))?;
        let label = match &object["label"] {
            serde_json::Value::String(label) => label.clone(),
            serde_json::Value::Number(label) => label.to_string(),
            serde_json::Value::Null => String::new(),
            _ => return Err(format!("line {number}: \"label\" is neither text nor a number")),
        };
        lines.push((number, name.to_owned(), label));
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{about, awkward_rows};
    use super::*;

    fn parse(text: &[u8]) -> Result<Vec<(String, String)>, String> {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("labels");
        std::fs::write(&file, text).expect("written");
        read(&file).map_err(|e| e.to_string())
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn the_first_folder_is_the_label() {
        let paths = [RelPath::from("cats/2024/a.jpg"), RelPath::from("a.jpg"), RelPath(b"\xff/b.jpg".to_vec())];
        assert_eq!(from_folders(&paths), [Some("cats".to_owned()), None, Some("\\xff".to_owned())]);
    }

    #[test]
    fn tables_of_every_kind_are_read() {
        let expected = pairs(&[("a/1.jpg", "cat"), ("b,2.jpg", "my dog")]);
        for text in [
            "file_name,label\na/1.jpg,cat\n\"b,2.jpg\",my dog\n",
            "\u{feff}Label;extra;File_Name\r\ncat;;./a/1.jpg\r\nmy dog;;b,2.jpg\r\n",
            "file_name\tlabel\na/1.jpg\tcat\nb,2.jpg\tmy dog\nc.jpg\t\n",
            "{\"file_name\":\"a/1.jpg\",\"label\":\"cat\"}\n\n{\"label\":\"my dog\",\"file_name\":\"b,2.jpg\"}",
        ] {
            assert_eq!(parse(text.as_bytes()).expect(text), expected, "{text}");
        }
        assert_eq!(parse(b"{\"file_name\":\"a\",\"label\":7}").expect("a number"), pairs(&[("a", "7")]));
        assert_eq!(parse(b"file_name,label\na,x\na,x\n").expect("the same twice"), pairs(&[("a", "x")]));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, word) in [
            (&b"name,label\na,b\n"[..], "file_name"),
            (b"", "file_name"),
            (b"file_name,label\na,b\nc\n", "line 3"),
            (b"file_name,label\na,\xff\n", "line 2"),
            (b"file_name,label\na,x\na,y\n", "line 3"),
            (b"{\"file_name\":\"a\",\"label\":\"b\"}\n{oops\n", "line 2"),
            (b"{\"label\":\"b\"}\n", "file_name"),
        ] {
            let error = parse(text).expect_err(word);
            assert!(error.contains(word), "{error}");
        }
        assert!(read(Path::new("/nowhere/labels.csv")).expect_err("gone").to_string().contains("/nowhere/labels.csv"));
    }

    #[test]
    fn our_own_exports_are_read_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let rows = awkward_rows();
        let named = rows.iter().filter_map(|row| Some((row.path.display(), row.label.clone()?)));
        let expected: Vec<(String, String)> = named.collect();
        let (csv, json) = (dir.path().join("a.csv"), dir.path().join("a.jsonl"));
        super::super::csv::write(&rows, &csv, false, &about()).expect("written");
        super::super::json::write(&rows, &json, false, &about()).expect("written");
        assert_eq!(read(&csv).expect("a table"), expected);
        assert_eq!(read(&json).expect("a table"), expected);
    }
}
