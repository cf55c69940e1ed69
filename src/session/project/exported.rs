//! What a project remembers of its last export: a small file beside the database. It writes no labels.

use super::places;
use crate::ids::Point;
use crate::session::protocol::{ExportRequest, Exported};
use crate::store::layout;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The last export of the project at `project`. A file that can not be read is as good as none.
pub fn read(project: &Path) -> Option<Exported> {
    let text = fs::read_to_string(project.join(layout::EXPORTED)).ok()?;
    serde_json::from_str(&text).inspect_err(|error| tracing::warn!(%error, "the last export is not known")).ok()
}

/// What is remembered of an export that writes the labels as they are at `point`.
pub fn of(request: &ExportRequest, point: Point) -> Exported {
    Exported {
        point,
        path: std::path::absolute(&request.out).unwrap_or_else(|_| request.out.clone()),
        format: request.format.key.to_owned(),
        written: places::unix_now(),
        is_current: true,
    }
}

/// Keeps it. Failing to is no reason to call an export failed.
pub fn keep(project: &Path, exported: &Exported) {
    let write = || -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(project)?;
        file.write_all(&serde_json::to_vec_pretty(exported)?)?;
        file.persist(project.join(layout::EXPORTED))?;
        Ok(())
    };
    if let Err(error) = write() {
        tracing::warn!(%error, "the last export is not remembered");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_export_is_kept_and_a_broken_file_is_none() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(dir.path()), None);
        let exported = Exported {
            point: Point(7),
            path: "/data/labels.csv".into(),
            format: "csv".into(),
            written: 12,
            is_current: false,
        };
        keep(dir.path(), &exported);
        assert_eq!(read(dir.path()), Some(exported));
        fs::write(dir.path().join(layout::EXPORTED), "{").unwrap();
        assert_eq!(read(dir.path()), None);
    }
}
