//! Labels as one CSV table.

use super::InterchangeError;
use super::cells::MARK;
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

/// Writes a header and a line for each row with a label; what a spreadsheet would compute has a `'` before it, unless all cells are
/// asked for as they are.
fn write(export: &mut Export) -> Result<usize, InterchangeError> {
    let mut n_guarded = 0;
    let n_rows = export.write_file(|to| {
        if export.table.has_mark {
            to.write_all(MARK)?;
        }
        let mut table = ::csv::WriterBuilder::new().has_headers(false).from_writer(to);
        table.write_record(HEADER)?;
        let mut n_rows = 0;
        for row in export.labelled() {
            let (row, n) = if export.table.is_raw { (row, 0) } else { row.guarded() };
            table.serialize(row)?;
            n_rows += 1;
            n_guarded += n;
        }
        table.flush()?;
        Ok(n_rows)
    })?;
    export.n_guarded = n_guarded;
    Ok(n_rows)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{awkward_rows, export};
    use super::super::{cells, provenance};
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
            assert_eq!(row.label.as_deref(), Some(&*cells::unguarded(line[1].to_owned())));
            assert_eq!(line[2].parse::<f32>().expect("a number"), row.confidence);
            assert_eq!(line[4].parse().ok(), row.cluster);
            assert_eq!(line[5].parse().ok(), row.run);
        }
        assert_eq!(&read[3][1], "'=cmd()|'x'", "no spreadsheet computes it");
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
