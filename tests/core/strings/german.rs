//! What goes wrong is said in the language of whoever reads: none of it has English words when it is read in German.

use gleaner::clustering::settings::{Preset, RunSettings};
use gleaner::dataset::scan::ScanError;
use gleaner::dataset::skip::{SkipKind, SkipReason};
use gleaner::ids::RunId;
use gleaner::interchange::InterchangeError;
use gleaner::room;
use gleaner::store::StoreError;
use gleaner::strings::{Language, Told, speak};
use std::fmt::Display;
use std::io;

/// Words that stand in nearly every English sentence and in no German one.
const ENGLISH: [&str; 16] =
    ["the", "is", "and", "there", "be", "not", "of", "it", "cannot", "was", "that", "no", "to", "has", "its", "with"];

fn told(what: impl Display) -> String {
    what.to_string()
}

#[test]
fn no_error_has_english_words_in_german() {
    let path = || "/fotos/urlaub".into();
    let refused = || io::Error::other("E");
    let settings = RunSettings { threads: 100_000, ..RunSettings::preset(Preset::Quick) };
    let kinds = SkipKind::STORED.map(|kind| SkipReason::new(kind, "the file ends too early"));
    let failed = || (0..9).map(|i| (format!("{i}.jpg"), "E".to_owned())).collect();
    speak(Language::German);
    let mut all: Vec<String> = kinds.iter().map(told).collect();
    all.extend([
        told(StoreError::InUse { path: path() }),
        told(StoreError::NotFound { path: path() }),
        told(StoreError::NotAProject { path: path() }),
        told(StoreError::NoDatabase { path: path() }),
        told(StoreError::Newer { path: path(), version: 9, known: 3 }),
        told(StoreError::Damaged { path: path(), why: "E".into() }),
        told(StoreError::NoSuchRun { path: path(), run: RunId(3) }),
        told(StoreError::Full { path: path() }),
        told(StoreError::ReadOnly { path: path() }),
        told(StoreError::Write { path: path(), source: refused() }),
        told(StoreError::Read { path: path(), source: refused() }),
        told(StoreError::NoResult { path: path() }),
        told(ScanError::NotFound(path())),
        told(ScanError::NotAFolder(path())),
        told(ScanError::Unreadable { path: path(), source: refused() }),
        told(InterchangeError::Exists(path())),
        told(InterchangeError::Fewer { path: path(), before: Some(1), now: 0, n_missing: 2 }),
        told(InterchangeError::Fewer { path: path(), before: None, now: 1, n_missing: 0 }),
        told(InterchangeError::Io(room::failed("/fotos/urlaub".as_ref(), &refused()))),
        told(InterchangeError::Malformed { path: path(), why: Told::words("E") }),
        told(InterchangeError::OtherDisk(path())),
        told(InterchangeError::InsidePhotos(path())),
        told(InterchangeError::InsideProject(path())),
        told(InterchangeError::NothingToTake(failed())),
        told(InterchangeError::Incomplete { out: path(), n_written: 3, failed: failed() }),
        told(settings.check().expect_err("too many threads")),
    ]);
    for words in all {
        let english = words.split(|c: char| !c.is_alphanumeric()).find(|word| ENGLISH.contains(word));
        assert_eq!(english, None, "{words}");
    }
}
