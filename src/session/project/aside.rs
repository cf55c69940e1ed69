//! What a project remembers that is no label: small files beside the database. One that can not be read is as good as none, and
//! failing to write one is no reason to call what it tells of failed.

use super::places;
use crate::ids::{Point, RunId};
use crate::input;
use crate::session::protocol::{ExportRequest, Exported};
use crate::store::layout;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Nothing that is remembered is longer.
const MOST_BYTES: u64 = 1 << 20;

/// Something that is remembered, in a file of its own.
pub trait Remembered: Serialize + DeserializeOwned {
    /// The file's name.
    const FILE: &'static str;
}

impl Remembered for Exported {
    const FILE: &'static str = layout::EXPORTED;
}

/// A finished run that waits to be taken or left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Which run.
    pub run: RunId,
}

impl Remembered for Waiting {
    const FILE: &'static str = layout::WAITING;
}

/// What the project at `project` remembers.
pub fn read<T: Remembered>(project: &Path) -> Option<T> {
    let text = input::read_text(&project.join(T::FILE), MOST_BYTES).ok()?;
    serde_json::from_str(&text).inspect_err(|error| tracing::warn!(%error, file = T::FILE, "not known any more")).ok()
}

/// Has it remember `what`, or nothing.
pub fn keep<T: Remembered>(project: &Path, what: Option<&T>) {
    let write = || -> std::io::Result<()> {
        let Some(what) = what else {
            let gone = fs::remove_file(project.join(T::FILE));
            return gone.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) });
        };
        let mut file = tempfile::NamedTempFile::new_in(project)?;
        file.write_all(&serde_json::to_vec_pretty(what)?)?;
        file.persist(project.join(T::FILE))?;
        Ok(())
    };
    if let Err(error) = write() {
        tracing::warn!(%error, file = T::FILE, "not remembered");
    }
}

/// An export that writes the labels as they are at `point`.
pub fn exported(request: &ExportRequest, point: Point) -> Exported {
    Exported {
        point,
        path: std::path::absolute(&request.out).unwrap_or_else(|_| request.out.clone()),
        format: request.format.key.to_owned(),
        written: places::unix_now(),
        is_current: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_and_a_broken_file_is_nothing() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read::<Exported>(dir.path()), None);
        let exported = Exported {
            point: Point(7),
            path: "/data/labels.csv".into(),
            format: "csv".into(),
            written: 12,
            is_current: false,
        };
        keep(dir.path(), Some(&exported));
        assert_eq!(read(dir.path()), Some(exported));
        fs::write(dir.path().join(layout::EXPORTED), "{").unwrap();
        assert_eq!(read::<Exported>(dir.path()), None);

        keep(dir.path(), Some(&Waiting { run: RunId(2) }));
        assert_eq!(read(dir.path()), Some(Waiting { run: RunId(2) }));
        for _ in 0..2 {
            keep::<Waiting>(dir.path(), None);
            assert_eq!(read::<Waiting>(dir.path()), None);
        }
    }
}
