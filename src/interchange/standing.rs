//! What an export that is about to be replaced holds: nobody's labels are to be lost to a poorer table without a word.
//!
//! It decides nothing; who writes compares.

use super::provenance;
use super::table::{self, Column};
use crate::strings::Told;
use std::path::Path;

/// How many labels of people an earlier export at `out` holds: the lines of a table whose `source` says so (every labelled
/// line of one without that column), or what is written in class folders. None where there is no such thing, or nobody can
/// tell.
#[must_use]
pub fn confirmed_in(out: &Path) -> Option<usize> {
    if out.is_dir() {
        return provenance::confirmed_inside(out);
    }
    if !out.is_file() {
        return None;
    }
    let text = table::text_of(out).ok()?;
    if text.trim_start().starts_with('{') { of_json_lines(&text) } else { of_table(&text) }
}

fn is_by_person(label: &str, source: Option<&str>) -> bool {
    !label.is_empty() && source.is_none_or(|source| source == "confirmed")
}

fn of_json_lines(text: &str) -> Option<usize> {
    let mut n = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let object: serde_json::Value = serde_json::from_str(line).ok()?;
        n += usize::from(is_by_person(object["label"].as_str().unwrap_or_default(), object["source"].as_str()));
    }
    Some(n)
}

fn of_table(text: &str) -> Option<usize> {
    let rows = table::rows(text, [Column::Needed("label"), Column::MayBe("source")], &Told::default()).ok()?;
    let is_counted = |row: &&table::Row<2>| {
        let [label, source] = &row.cells;
        is_by_person(label.as_deref().unwrap_or_default(), source.as_deref())
    };
    Some(rows.iter().filter(is_counted).count())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{awkward_rows, export};
    use super::*;

    #[test]
    fn labels_of_people_are_counted_whatever_the_form() {
        let dir = tempfile::tempdir().expect("a folder");
        let at = |name: &str| dir.path().join(name);
        let rows = awkward_rows();
        let is_confirmed =
            |row: &&super::super::LabelRow| row.label.is_some() && row.origin == super::super::LabelOrigin::Confirmed;
        let n = rows.iter().filter(is_confirmed).count();
        export(&super::super::csv::FORMAT, &rows, &at("a.csv"), false).expect("written");
        export(&super::super::json::FORMAT, &rows, &at("a.jsonl"), false).expect("written");
        assert_eq!([confirmed_in(&at("a.csv")), confirmed_in(&at("a.jsonl"))], [Some(n); 2]);
        assert!(n > 0);
        for (text, expected) in [
            ("file_name;label\na;cat\nb;\n", Some(1)),
            ("\u{feff}file_name,label,source\na,cat,machine\nb,cat,confirmed\n", Some(1)),
            ("something else\n", None),
            ("{\"label\": \"cat\"}\n", Some(1)),
            ("{oops\n", None),
        ] {
            std::fs::write(at("b"), text).expect("written");
            assert_eq!(confirmed_in(&at("b")), expected, "{text}");
        }
        assert_eq!([confirmed_in(&at("nowhere")), confirmed_in(dir.path())], [None; 2]);
    }
}
