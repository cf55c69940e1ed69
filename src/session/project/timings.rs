//! What work took on this machine, in a small file of the data directory. It measures nothing.

use crate::timing::Timings;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The file's name.
const FILE: &str = "timings.json";

/// What is known; nothing if the file can not be read.
pub fn read(data_dir: &Path) -> Timings {
    let text = fs::read_to_string(data_dir.join(FILE)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Keeps it. Failing to is not worth a word to anybody: estimates are worse then.
pub fn keep(data_dir: &Path, timings: &Timings) {
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(data_dir)?;
        let mut file = tempfile::NamedTempFile::new_in(data_dir)?;
        file.write_all(&serde_json::to_vec(timings)?)?;
        file.persist(data_dir.join(FILE))?;
        Ok(())
    };
    if let Err(error) = write() {
        tracing::warn!(%error, "what work took is not remembered");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timing::Took;

    #[test]
    fn what_work_took_is_kept_and_rubbish_is_nothing() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(dir.path()), Timings::default());
        let mut timings = Timings::default();
        timings.note("reading", Took { units: 3.0, secs: 2.0 });
        keep(dir.path(), &timings);
        assert_eq!(read(dir.path()), timings);
        fs::write(dir.path().join(FILE), "[").unwrap();
        assert_eq!(read(dir.path()), Timings::default());
    }
}
