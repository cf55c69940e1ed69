//! Labels as one CSV table.

use super::InterchangeError;
use super::format::{Export, ExportFormat, Target};

/// As a format of exports.
pub const FORMAT: ExportFormat = ExportFormat {
    key: "csv",
    name: "CSV table",
    about: "One line an image: file, label, confidence, who decided.",
    target: Target::File { extension: "csv" },
    write,
};

/// The first line.
const HEADER: [&str; 6] = ["file_name", "label", "confidence", "source", "cluster", "run"];

/// Writes a header and a line for each row with a label.
fn write(export: &mut Export) -> Result<usize, InterchangeError> {
    export.write_file(|to| {
        let mut table = ::csv::WriterBuilder::new().has_headers(false).from_writer(to);
        table.write_record(HEADER)?;
        let mut n_rows = 0;
        for row in export.labelled() {
            table.serialize(row)?;
            n_rows += 1;
        }
        table.flush()?;
        Ok(n_rows)
    })
}

#[cfg(test)]
mod tests {
    use super::super::provenance;
    use super::super::testing::{awkward_rows, export};
    use super::*;
    use crate::dataset::rel_path::RelPath;

    #[test]
    fn everything_comes_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("labels.csv");
        let rows = awkward_rows();
        assert_eq!(export(&FORMAT, &rows, &out, false).expect("written"), 4);
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
        assert_eq!(export(&FORMAT, &[], &out, false).expect("written"), 0);
        assert_eq!(std::fs::read_to_string(&out).expect("text"), "file_name,label,confidence,source,cluster,run\n");
        assert!(matches!(export(&FORMAT, &awkward_rows(), &out, false), Err(InterchangeError::Exists(_))));
        assert_eq!(export(&FORMAT, &awkward_rows(), &out, true).expect("replaced"), 4);
    }
}
