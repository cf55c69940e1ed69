//! True labels: from the folders that images lie in, or from a table.
//!
//! It matches nothing: whether a named file is in the project is for the session to see.

use super::InterchangeError;
use super::table::{self, Column};
use crate::dataset::rel_path::RelPath;
use crate::strings::{Told, told};
use std::collections::HashMap;
use std::path::Path;

/// A line of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelLine {
    /// Where it stands, from 1.
    pub line: usize,
    /// The image, as the table names it.
    pub file: String,
    /// Its class; never empty.
    pub label: String,
}

/// True labels of these paths: the first folder of each, or, where all of them lie in one common folder, the first folder below
/// it. None for an image that lies in no such folder.
#[must_use]
pub fn from_folders(paths: &[RelPath]) -> Vec<Option<String>> {
    let folders: Vec<Vec<&[u8]>> = paths
        .iter()
        .map(|path| {
            let mut parts: Vec<&[u8]> = path.0.split(|&byte| byte == b'/').collect();
            parts.pop();
            parts
        })
        .collect();
    let first = folders.first().map_or(&[][..], Vec::as_slice);
    let is_common = |depth: &usize| folders.iter().all(|parts| parts.get(*depth) == Some(&first[*depth]));
    let n_common = (0..first.len()).take_while(is_common).count();
    // Where nothing lies below, the common folder itself is the class.
    let deepest = folders.iter().map(Vec::len).max().unwrap_or_default();
    let depth = n_common.min(deepest.saturating_sub(1));
    folders.iter().map(|parts| Some(RelPath(parts.get(depth)?.to_vec()).display())).collect()
}

/// Why images of a folder of this name are no class: it is where people and cameras put what nobody sorted yet. None for any
/// other name.
#[must_use]
pub fn unsorted(folder: &str) -> Option<Told> {
    let letters: String = folder.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let without_number = letters.trim_end_matches(|c: char| c.is_ascii_digit());
    if UNSORTED.contains(&without_number) {
        Some(told!("labels-folder-unsorted"))
    } else if letters == "dcim" || is_of_camera(folder) {
        Some(told!("labels-folder-camera"))
    } else if is_date(folder) {
        Some(told!("labels-folder-date"))
    } else {
        None
    }
}

/// Names of folders for what is not sorted yet, without capitals, signs and numbers.
const UNSORTED: [&str; 25] = [
    "inbox",
    "unsorted",
    "tosort",
    "sortme",
    "unlabeled",
    "unlabelled",
    "uncategorized",
    "uncategorised",
    "new",
    "newfolder",
    "untitledfolder",
    "misc",
    "miscellaneous",
    "other",
    "others",
    "todo",
    "tmp",
    "temp",
    "import",
    "imports",
    "imported",
    "upload",
    "uploads",
    "download",
    "downloads",
];

/// 100CANON, 101APPLE, 100_FUJI: three digits and five letters, as cameras name folders.
fn is_of_camera(folder: &str) -> bool {
    let bytes = folder.as_bytes();
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    bytes.len() == 8
        && (b'1'..=b'9').contains(&bytes[0])
        && bytes[..3].iter().all(u8::is_ascii_digit)
        && bytes[3..].iter().all(is_word)
        && bytes[3..].iter().any(u8::is_ascii_alphabetic)
}

/// 2023, 2023-05, 20230501: a year, with month and day or without.
fn is_date(folder: &str) -> bool {
    let is_sign = |c: char| "-_. ".contains(c);
    let digits: String = folder.chars().filter(|c| !is_sign(*c)).collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number && matches!(digits.len(), 4 | 6 | 8) && (digits.starts_with("19") || digits.starts_with("20"))
}

/// Reads a CSV or JSON lines file with `file_name,label` (more columns are ignored). The kind is told by content; a CSV may be
/// parted by commas, semicolons or tabs, and be UTF-8 or UTF-16. Lines with an empty label are left out.
///
/// # Errors
/// [`InterchangeError::Malformed`] with the line, or the disk.
pub fn read(file: &Path) -> Result<Vec<LabelLine>, InterchangeError> {
    let malformed = |why: Told| InterchangeError::Malformed { path: file.to_owned(), why };
    let text = table::text_of(file)?;
    let mut beginning = text.trim_start().bytes();
    let lines = match (beginning.next(), beginning.find(|byte| !byte.is_ascii_whitespace())) {
        (Some(b'{'), _) => json_lines(&text),
        (Some(b'['), Some(b'{')) => Err(told!("table-list")),
        _ => csv_lines(&text),
    };
    let mut seen: HashMap<String, (usize, String)> = HashMap::new();
    let mut labels = Vec::new();
    for LabelLine { line, file, label } in lines.map_err(malformed)? {
        if label.is_empty() {
            continue;
        }
        match seen.get(&file) {
            Some((first, other)) if *other != label => {
                let why =
                    told!("table-two-names", line = line, file = file, label = label, first = *first, other = other);
                return Err(malformed(why));
            }
            Some(_) => {}
            None => {
                seen.insert(file.clone(), (line, label.clone()));
                labels.push(LabelLine { line, file, label });
            }
        }
    }
    Ok(labels)
}

fn csv_lines(text: &str) -> Result<Vec<LabelLine>, Told> {
    let rows = table::rows(text, [Column::Needed("file_name"), Column::Needed("label")], &told!("table-of-labels"))?;
    let line = |table::Row { line, cells: [file, label] }| match (file.filter(|file| !file.is_empty()), label) {
        (Some(file), Some(label)) => Ok(LabelLine { line, file, label }),
        (None, _) => Err(told!("table-no-name", line = line)),
        (_, None) => Err(told!("table-no-label", line = line)),
    };
    rows.into_iter().map(line).collect()
}

fn json_lines(text: &str) -> Result<Vec<LabelLine>, Told> {
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let object: serde_json::Value =
            serde_json::from_str(line).map_err(|e| told!("table-no-object", line = number, why = e.to_string()))?;
        let name = object["file_name"].as_str().filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| told!("table-no-field", line = number))?;
        let label = match &object["label"] {
            serde_json::Value::String(label) => label.clone(),
            serde_json::Value::Number(label) => label.to_string(),
            serde_json::Value::Null => String::new(),
            _ => return Err(told!("table-label-kind", line = number)),
        };
        lines.push(LabelLine { line: number, file: name.to_owned(), label });
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{awkward_rows, export};
    use super::*;

    fn parse(text: &[u8]) -> Result<Vec<(String, String)>, String> {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("labels");
        std::fs::write(&file, text).expect("written");
        let lines = read(&file).map_err(|e| e.to_string())?;
        Ok(lines.into_iter().map(|line| (line.file, line.label)).collect())
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
    fn a_folder_that_all_lie_in_is_no_class_but_what_is_below_it() {
        for (paths, expected) in [
            (&["all/cats/1.jpg", "all/dogs/2/3.jpg", "all/4.jpg"][..], &[Some("cats"), Some("dogs"), None][..]),
            (&["a/b/cats/1.jpg", "a/b/dogs/2.jpg"], &[Some("cats"), Some("dogs")]),
            (&["all/cats/1.jpg", "dogs/2.jpg"], &[Some("all"), Some("dogs")]),
            (&["x/cats/1.jpg", "x/cats/2.jpg"], &[Some("cats"), Some("cats")]),
            (&["1.jpg", "2.jpg"], &[None, None]),
            (&[], &[]),
        ] {
            let paths: Vec<RelPath> = paths.iter().map(|path| RelPath::from(*path)).collect();
            let found = from_folders(&paths);
            assert_eq!(found.iter().map(Option::as_deref).collect::<Vec<_>>(), expected, "{paths:?}");
        }
    }

    #[test]
    fn folders_that_nobody_sorted_are_told() {
        for name in [
            "inbox",
            "Unsorted",
            "New folder (2)",
            "_unlabeled",
            "To sort",
            "tmp",
            "DCIM",
            "100CANON",
            "101_FUJI",
            "100apple",
            "2023",
            "2023-05",
            "2023-05-01",
            "20230501",
            "1999_12",
        ] {
            assert!(unsorted(name).is_some(), "{name}");
        }
        for name in
            ["cats", "news", "00", "07", "123", "5000", "2023 Rome", "100 dogs", "10000000", "\u{732b}", "", "newt"]
        {
            assert_eq!(unsorted(name), None, "{name}");
        }
    }

    #[test]
    fn tables_of_every_kind_are_read() {
        let expected = pairs(&[("a/1.jpg", "cat"), ("b,2.jpg", "my dog")]);
        for text in [
            "file_name,label\na/1.jpg,cat\n\"b,2.jpg\",my dog\n",
            "\u{feff}Label;extra;File_Name\r\ncat;;a/1.jpg\r\nmy dog;;b,2.jpg\r\n",
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
            (b"[\n {\"file_name\":\"a\",\"label\":\"b\"}]", "one JSON object a line"),
            (b"a/1.jpg,cat\n", "line 1 looks like data (a/1.jpg); begin with the line file_name,label"),
            (b"file_name,label\n,cat\n", "line 2 has no file name"),
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
        export(&super::super::csv::FORMAT, &rows, &csv, false).expect("written");
        export(&super::super::json::FORMAT, &rows, &json, false).expect("written");
        for file in [csv, json] {
            let lines = read(&file).expect("a table");
            assert_eq!(lines.into_iter().map(|line| (line.file, line.label)).collect::<Vec<_>>(), expected);
        }
    }
}
