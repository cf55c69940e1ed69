//! Labels as JSON lines: one object a line.

use super::csv::TableRow;
use super::{InterchangeError, LabelRow, Provenance, atomic, provenance};
use std::path::Path;

/// Writes one object a line with the same fields as the CSV. Gives the rows written.
/// Provenance goes into `gleaner-provenance.json` beside it.
///
/// # Errors
/// [`InterchangeError`].
pub fn write(rows: &[LabelRow], out: &Path, force: bool, about: &Provenance) -> Result<usize, InterchangeError> {
    atomic::check_free(out, force)?;
    provenance::check_beside(out)?;
    let mut n_rows = 0;
    atomic::write(out, force, |to| {
        for row in rows.iter().filter_map(TableRow::new) {
            serde_json::to_writer(&mut *to, &row)?;
            to.write_all(b"\n")?;
            n_rows += 1;
        }
        Ok(())
    })?;
    provenance::write_beside(out, about)?;
    Ok(n_rows)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{about, awkward_rows};
    use super::*;
    use crate::dataset::rel_path::RelPath;

    #[test]
    fn everything_comes_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("labels.jsonl");
        let rows = awkward_rows();
        assert_eq!(write(&rows, &out, false, &about()).expect("written"), 4);
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
        assert!(matches!(write(&rows, &out, false, &about()), Err(InterchangeError::Exists(_))));
        assert_eq!(write(&[], &out, true, &about()).expect("replaced"), 0);
    }
}
