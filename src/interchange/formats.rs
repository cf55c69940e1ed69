//! All formats of exports. One more is a file beside this one with a `FORMAT`, and a line in [`FORMATS`].

use super::format::ExportFormat;
use super::{csv, folders, json};

/// All formats, the one to begin with first.
pub static FORMATS: &[&ExportFormat] = &[&csv::FORMAT, &json::FORMAT, &folders::FORMAT];

impl ExportFormat {
    /// The format of a `key`.
    pub fn named(key: &str) -> Option<&'static Self> {
        FORMATS.iter().copied().find(|format| format.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_a_name_of_its_own() {
        for &format in FORMATS {
            assert_eq!(ExportFormat::named(format.key), Some(format));
            assert!(format.about.ends_with('.'), "{}", format.about);
        }
        assert_eq!(ExportFormat::named("xlsx"), None);
        let suggested =
            ["csv", "jsonl", "folders"].map(|key| ExportFormat::named(key).map(ExportFormat::suggested_name));
        assert_eq!(suggested.map(Option::unwrap_or_default), ["labels.csv", "labels.jsonl", "labelled"]);
    }
}
