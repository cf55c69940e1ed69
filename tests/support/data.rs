//! Test data that is too large, or not ours, to lie in the repository. `docs/CONTRIBUTING.md` says what each file holds.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A file of the folder that `GLEANER_TEST_DATA` names.
pub fn file(name: &str) -> PathBuf {
    let folder = std::env::var_os("GLEANER_TEST_DATA").expect("GLEANER_TEST_DATA names the folder with the test data");
    let path = Path::new(&folder).join(name);
    assert!(path.is_file(), "{} is not there", path.display());
    path
}

/// Unpacks an archive of that folder.
pub fn unpack(name: &str, into: &Path) {
    let status = Command::new("tar").arg("-xf").arg(file(name)).arg("-C").arg(into).status();
    assert!(status.expect("tar is there").success(), "{name}");
}
