//! The database of a project: a whole one with some bytes that somebody changed, opened, read, and written to.
#![no_main]

use gleaner::curation::edit::Edit;
use gleaner::ids::ClusterId;
use gleaner::store::{JournalEntry, Store, layout};
use gleaner_fuzz::directory;
use libfuzzer_sys::fuzz_target;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// A project of an earlier release, brought to the form of this one.
fn database() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let released = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/projects/released/labelled.gleaner");
        let dir = directory();
        let whole = dir.path().join(layout::DATABASE);
        fs::copy(released.join(layout::DATABASE), &whole).expect("a database");
        drop(Store::open(dir.path(), None).expect("a project"));
        fs::read(&whole).expect("a database")
    })
}

/// The database with the input's changes in it: of each four bytes, where to (in 1/65536 of all), how many of the following to
/// write there, and how far from there.
fn changed(input: &[u8]) -> Vec<u8> {
    let mut bytes = database().to_vec();
    let mut rest = input;
    while let Some((&[low, high, n, off], after)) = rest.split_first_chunk() {
        let (new, after) = after.split_at(usize::from(n % 32).min(after.len()));
        let at = usize::from(u16::from_le_bytes([low, high])) * bytes.len() / 65_536 + usize::from(off);
        for (to, new) in bytes.iter_mut().skip(at).zip(new) {
            *to = *new;
        }
        rest = after;
    }
    bytes
}

fn read(store: &Store) {
    let _ = store.images();
    let _ = store.problems();
    let _ = store.records();
    for run in store.runs().unwrap_or_default() {
        let _ = (store.run_images(run.id), store.assignment(run.id));
    }
    let _ = store.journal();
}

fuzz_target!(|input: &[u8]| {
    let dir = directory();
    fs::write(dir.path().join(layout::DATABASE), changed(input)).expect("a written file");
    if let Ok(store) = Store::open_read_only(dir.path()) {
        read(&store);
    }
    if let Ok(mut store) = Store::open(dir.path(), None) {
        read(&store);
        let before = store.journal();
        let entry = JournalEntry::Edit(Edit::Rename { cluster: ClusterId(1), name: "kept".into() });
        if store.append(&entry, "words").is_ok() {
            if let (Ok(before), Ok(after)) = (before, store.journal()) {
                assert!(after.len() == before.len() + 1 && after.last() == Some(&entry), "said to be kept, and is not");
            }
        }
    }
});
