//! Labels as JSON lines: one object a line.

use super::InterchangeError;
use super::format::{Export, ExportFormat, Target};

/// As a format of exports.
pub const FORMAT: ExportFormat = ExportFormat {
    key: "jsonl",
    name: "JSON lines",
    about: "The same, one JSON object a line.",
    target: Target::File { extension: "jsonl" },
    write,
};

/// Writes one object for each row with a label, with the same fields as the CSV.
fn write(export: &mut Export) -> Result<usize, InterchangeError> {
    export.write_file(|to| {
        let mut n_rows = 0;
        for row in export.labelled() {
            serde_json::to_writer(&mut *to, &row)?;
            to.write_all(b"\n")?;
            n_rows += 1;
        }
        Ok(n_rows)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{awkward_rows, export};
    use super::*;
    use crate::dataset::rel_path::RelPath;

    #[test]
    fn everything_comes_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("labels.jsonl");
        let rows = awkward_rows();
        assert_eq!(export(&FORMAT, &rows, &out, false).expect("written"), 4);
        let text = std::fs::read_to_string(&out).expect("text");
        assert_eq!(text.lines().count(), 4);
        for (row, line) in rows.iter().zip(text.lines()) {
            let object: serde_json::Value = serde_json::from_str(line).expect("an object");
            assert_eq!(RelPath::parse_display(object["file_name"].as_str().expect("text")), row.path);
            assert_eq!(object["label"].as_str(), row.label.as_deref());
            assert_eq!(object["confidence"].as_f64().expect("a number") as f32, row.confidence);
            assert_eq!(object["cluster"].as_u64(), row.cluster.map(|id| u64::from(id.0)));
            assert_eq!(object["run"], 2);
            assert!(object["source"] == "machine" || object["source"] == "confirmed");
        }
        assert!(matches!(export(&FORMAT, &rows, &out, false), Err(InterchangeError::Exists(_))));
        assert_eq!(export(&FORMAT, &[], &out, true).expect("replaced"), 0);
    }
}
