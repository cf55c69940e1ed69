//! Names for folders and files that every system takes: labels in any script and with any character become safe and
//! distinct.
//!
//! It touches no disk. Two names are held to be equal when they differ only in case, as on Windows and macOS.

use crate::dataset::rel_path::RelPath;
use crate::text::same_name;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};

/// Where images without a label go.
pub const UNLABELED: &str = "_unlabeled";

/// Bytes of a name at most, so that a number still fits below the usual limit of 255.
const MAX_BYTES: usize = 180;

/// Names that Windows keeps for devices, with any ending.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A folder name for each of these labels, in their order, each another one on every file system: labels that are safe already
/// keep theirs.
pub fn folder_names(labels: &[&str], taken: &[&str]) -> Vec<String> {
    let mut used: HashSet<String> = taken.iter().map(|name| same_name(name)).collect();
    let safe: Vec<String> = labels.iter().map(|label| safe_name(label)).collect();
    let mut names = vec![None; safe.len()];
    let unchanged: Vec<bool> = labels.iter().zip(&safe).map(|(label, safe)| label == safe).collect();
    for keeps in [true, false] {
        for (i, safe) in safe.iter().enumerate().filter(|(i, _)| unchanged[*i] == keeps) {
            let distinct = (1..).map(|n| if n == 1 { safe.clone() } else { format!("{safe}-{n}") });
            names[i] = distinct.into_iter().find(|name| used.insert(same_name(name)));
        }
    }
    names.into_iter().map(|name| name.expect("there is no end of numbers")).collect()
}

/// The label without what some system refuses in a name.
fn safe_name(label: &str) -> String {
    let is_refused = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let mut name: String = label.chars().map(|c| if is_refused(c) { '_' } else { c }).collect();
    if name.len() > MAX_BYTES {
        name.truncate(name.floor_char_boundary(MAX_BYTES));
    }
    // Windows drops spaces and dots at the end, a dot in front hides a folder.
    name.truncate(name.trim_end_matches([' ', '.']).len());
    let mut name = name.trim_start().to_owned();
    if name.starts_with('.') {
        name.replace_range(..1, "_");
    }
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    if name.is_empty() || RESERVED.contains(&stem.as_str()) {
        name.insert(0, '_');
    }
    name
}

/// File names of one folder: those in use, and those that some file would like to have, so that a numbered name never
/// takes the one of a later file.
#[derive(Default)]
pub struct FileNames {
    wanted: HashSet<String>,
    used: HashSet<String>,
}

impl FileNames {
    /// Says that a file would like this name.
    pub fn want(&mut self, name: &OsStr) {
        self.wanted.insert(key(name));
    }

    /// `wanted`, or with a number before its ending if it is in use.
    pub fn distinct(&mut self, wanted: &OsStr) -> OsString {
        if self.used.insert(key(wanted)) {
            return wanted.to_owned();
        }
        let path = std::path::Path::new(wanted);
        let stem = path.file_stem().unwrap_or(wanted);
        let numbered = |n: usize| {
            let mut name = stem.to_owned();
            name.push(format!("-{n}"));
            if let Some(ending) = path.extension() {
                name.push(".");
                name.push(ending);
            }
            name
        };
        let is_free = |name: &OsString| !self.used.contains(&key(name)) && !self.wanted.contains(&key(name));
        let mut n = 2;
        while !is_free(&numbered(n)) {
            n += 1;
        }
        let name = numbered(n);
        self.used.insert(key(&name));
        name
    }
}

/// Equal for names that some system takes for the same. Bytes that are not UTF-8 stay different.
fn key(name: &OsStr) -> String {
    RelPath::default().child(name).display().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn any_label_becomes_a_safe_distinct_name() {
        let labels = [
            "cats",
            "Cats",
            "a/b",
            "a\\b",
            "a:b",
            "a_b",
            "..",
            ".",
            "",
            " ",
            "con",
            "COM1.txt",
            "nul ",
            ".hidden",
            "end. ",
            "日本",
            "_unlabeled",
            "gleaner-provenance.json",
            "\u{e9}t\u{e9}",
            "e\u{301}te\u{301}",
            "two  words",
            "two words",
            "tab\there",
            "🌻",
        ];
        let long = "長".repeat(200);
        let labels: BTreeSet<&str> = labels.into_iter().chain([long.as_str()]).collect();
        let labels: Vec<&str> = labels.into_iter().chain(["cats"]).collect();
        let names = folder_names(&labels, &[UNLABELED, "gleaner-provenance.json"]);
        let distinct: HashSet<String> = names.iter().map(|name| same_name(name)).collect();
        assert_eq!(distinct.len(), labels.len(), "{names:?}");
        for (label, name) in labels.iter().zip(&names) {
            assert!(!name.is_empty() && name.len() < 200 && !name.starts_with('.') && !name.ends_with(['.', ' ']));
            assert!(!name.contains(['/', '\\', ':', '\t']), "{label:?} {name:?}");
            assert!(!RESERVED.contains(&name.split('.').next().unwrap_or_default().to_lowercase().as_str()), "{name}");
            assert_ne!(name, UNLABELED);
        }
        let of = |label: &str| &names[labels.iter().position(|l| *l == label).expect("there")];
        assert_eq!((of("a_b").as_str(), of("日本").as_str(), of("🌻").as_str()), ("a_b", "日本", "🌻"));
        assert_eq!(of("_unlabeled"), "_unlabeled-2");
    }

    #[test]
    fn files_of_one_name_get_numbers() {
        let wanted = ["same.jpg", "same.jpg", "SAME.jpg", "same-2.jpg", "plain", "plain"].map(OsStr::new);
        let mut names = FileNames::default();
        for name in wanted {
            names.want(name);
        }
        let given: Vec<OsString> = wanted.iter().map(|name| names.distinct(name)).collect();
        assert_eq!(
            given,
            ["same.jpg", "same-3.jpg", "SAME-4.jpg", "same-2.jpg", "plain", "plain-2"].map(OsString::from)
        );
    }
}
