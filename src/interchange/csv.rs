//! Labels as one CSV table.

use super::{InterchangeError, LabelRow, Provenance, atomic, provenance};
use serde::Serialize;
use std::path::Path;

/// One line of a table, CSV and JSON lines alike.
#[derive(Serialize)]
pub(super) struct TableRow<'a> {
    file_name: String,
    label: &'a str,
    confidence: f32,
    source: super::LabelOrigin,
    cluster: Option<u32>,
    run: Option<u32>,
}

impl<'a> TableRow<'a> {
    /// None for a row without a label.
    pub(super) fn new(row: &'a LabelRow) -> Option<Self> {
        Some(Self {
            file_name: row.path.display(),
            label: row.label.as_deref()?,
            confidence: row.confidence,
            source: row.origin,
            cluster: row.cluster.map(|id| id.0),
            run: row.run.map(|id| id.0),
        })
    }
}

/// The first line.
const HEADER: [&str; 6] = ["file_name", "label", "confidence", "source", "cluster", "run"];

/// Writes `file_name,label,confidence,source,cluster,run`; rows without a label are left out. Gives the rows written.
/// Provenance goes into `gleaner-provenance.json` beside it.
///
/// # Errors
/// [`InterchangeError`].
pub fn write(rows: &[LabelRow], out: &Path, force: bool, about: &Provenance) -> Result<usize, InterchangeError> {
    atomic::check_free(out, force)?;
    provenance::check_beside(out)?;
    let mut n_rows = 0;
    atomic::write(out, force, |to| {
        let mut table = ::csv::WriterBuilder::new().has_headers(false).from_writer(to);
        table.write_record(HEADER)?;
        for row in rows.iter().filter_map(TableRow::new) {
            table.serialize(row)?;
            n_rows += 1;
        }
        table.flush()
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
        let out = dir.path().join("labels.csv");
        let rows = awkward_rows();
        assert_eq!(write(&rows, &out, false, &about()).expect("written"), 4);
        let mut table = ::csv::Reader::from_path(&out).expect("a table");
        assert_eq!(table.headers().expect("a header"), &::csv::StringRecord::from(HEADER.to_vec()));
        let read: Vec<::csv::StringRecord> = table.records().map(|r| r.expect("a row")).collect();
        assert_eq!(read.len(), 4);
        for (row, line) in rows.iter().zip(&read) {
            assert_eq!(RelPath::parse_display(&line[0]), row.path);
            assert_eq!(Some(&line[1]), row.label.as_deref());
            assert_eq!(line[2].parse::<f32>().expect("a number"), row.confidence);
            assert_eq!(line[4].parse().ok(), row.cluster);
            assert_eq!(line[5].parse().ok(), row.run);
        }
        assert_eq!((&read[0][3], &read[1][3]), ("machine", "confirmed"));
        assert!(dir.path().join(provenance::FILE_NAME).exists());
    }

    #[test]
    fn an_empty_table_has_its_header_and_nothing_is_replaced() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("labels.csv");
        assert_eq!(write(&[], &out, false, &about()).expect("written"), 0);
        assert_eq!(std::fs::read_to_string(&out).expect("text"), "file_name,label,confidence,source,cluster,run\n");
        assert!(matches!(write(&awkward_rows(), &out, false, &about()), Err(InterchangeError::Exists(_))));
        assert_eq!(write(&awkward_rows(), &out, true, &about()).expect("replaced"), 4);
    }
}
