//! One file that several paths lead to, by hard or symbolic links, is one image with several places: an album of links
//! does not double what it shows.
//!
//! It opens no file: the system's numbers of files tell. Copies are files of their own.

use super::rel_path::RelPath;
use super::scan::Entry;
use std::collections::BTreeMap;

/// Puts entries of the same file together, sorted by path again. The path of the whole is the first that `is_known`,
/// else the first that is no symbolic link, else the first; the others become its [`Entry::links`].
#[must_use]
pub fn join(entries: Vec<Entry>, is_known: &dyn Fn(&RelPath) -> bool) -> Vec<Entry> {
    let mut joined = Vec::with_capacity(entries.len());
    let mut files: BTreeMap<_, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        match entry.file {
            // A drive that gives one number to several files gives them away by their sizes and times.
            Some(file) => files.entry((file, entry.stamp.size, entry.stamp.mtime_ns)).or_default().push(entry),
            None => joined.push(entry),
        }
    }
    for mut places in files.into_values() {
        let first = (0..places.len()).min_by_key(|&i| {
            let place = &places[i];
            (!is_known(&place.path), place.is_link, place.path.clone())
        });
        let mut first = places.swap_remove(first.expect("a group has a member"));
        first.links = places.into_iter().map(|place| place.path).collect();
        first.links.sort();
        joined.push(first);
    }
    joined.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    joined
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::control::CancelToken;
    use crate::dataset::scan::scan;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn places_of_one_file_are_one_entry_and_copies_are_not() {
        let dir = tempfile::tempdir().expect("a folder");
        let at = |path: &str| dir.path().join(path);
        for folder in ["a", "b", ".annex"] {
            fs::create_dir(at(folder)).expect("made");
        }
        for (path, bytes) in [("a/1.jpg", b"one"), ("a/copy.jpg", b"one"), (".annex/2", b"two")] {
            fs::write(at(path), bytes).expect("written");
        }
        fs::hard_link(at("a/1.jpg"), at("b/hard.jpg")).expect("linked");
        symlink("../a/1.jpg", at("a/0.jpg")).expect("linked");
        symlink("../.annex/2", at("b/2.jpg")).expect("linked");
        symlink("../b/2.jpg", at("a/2.jpg")).expect("linked");
        let found = || scan(dir.path(), &CancelToken::default(), &mut |_| ()).expect("scanned").files;
        let told = |entries: Vec<Entry>| -> Vec<String> {
            let places = |entry: &Entry| {
                let places = std::iter::once(&entry.path).chain(&entry.links);
                places.map(ToString::to_string).collect::<Vec<_>>().join(" ")
            };
            entries.iter().map(places).collect()
        };
        let joined = told(join(found(), &|_| false));
        assert_eq!(joined, ["a/1.jpg a/0.jpg b/hard.jpg", "a/2.jpg b/2.jpg", "a/copy.jpg"]);
        // What a project knows a file by stays its name.
        let joined = told(join(found(), &|path| path.display() == "b/hard.jpg"));
        assert_eq!(joined, ["a/2.jpg b/2.jpg", "a/copy.jpg", "b/hard.jpg a/0.jpg a/1.jpg"]);
    }
}
