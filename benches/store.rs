//! Times what the store does while a person waits: opening a project of many images, and an edit of many to durable.
//! It decodes nothing and draws nothing.
//!
//! `cargo bench --bench store -- [--images 10000] [--repeats 5]`; every line is the median of the repeats.

#[path = "common/finished.rs"]
mod finished;
#[path = "common/option.rs"]
mod option;
#[path = "common/record.rs"]
mod record;

use finished::finished;
use gleaner::clustering::settings::RunSettings;
use gleaner::curation::edit::Edit;
use gleaner::curation::labels::Assignment;
use gleaner::ids::{ClusterId, ImageId};
use gleaner::store::{ImageRecord, JournalEntry, RowChange, RunOutcome, Store, StoreError};
use option::option;
use record::record;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let n_images: u32 = option("--images", 10_000)?;
    let repeats: usize = option("--repeats", 5)?;
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("bench.gleaner");
    let records: Vec<ImageRecord> = (0..n_images).map(record).collect();
    let changes = |ids: Option<&[ImageId]>| -> Vec<RowChange> {
        let of = |(i, record): (usize, &ImageRecord)| RowChange { id: ids.map(|ids| ids[i]), record: record.clone() };
        records.iter().enumerate().map(of).collect()
    };
    let mut store = Store::open(&path, Some(Path::new("/photos")))?;
    let ids = time("import: put_images, new", 1, || store.put_images(&changes(None)))?;
    time("import again: put_images, replaced", repeats, || store.put_images(&changes(Some(&ids))))?;
    let run = time("a run: begin, finish", 1, || {
        let run = store.begin_run(&RunSettings::default(), &ids)?;
        store.finish_run(run, &outcome(&ids))?;
        Ok(run)
    })?;
    let edit = JournalEntry::Edit(Edit::Move { images: ids.clone(), to: Some(ClusterId(1)) });
    time("an edit of all images, to durable", repeats, || store.append(&edit, "Move"))?;
    let small = JournalEntry::Edit(Edit::Move { images: vec![ImageId(1)], to: None });
    time("an edit of one image, to durable", repeats, || store.append(&small, "Move"))?;
    drop(store);
    time("open for writing, read all", repeats, || read_all(&Store::open(&path, None)?))?;
    time("open for reading, read all", repeats, || read_all(&Store::open_read_only(&path)?))?;
    let store = Store::open_read_only(&path)?;
    time("images alone", repeats, || store.images())?;
    time("assignment alone", repeats, || store.assignment(run))?;
    Ok(())
}

/// What an engine reads before it can show anything.
fn read_all(store: &Store) -> Result<(), StoreError> {
    store.images()?;
    store.journal()?;
    for run in store.runs()? {
        store.assignment(run.id)?;
    }
    Ok(())
}

fn outcome(ids: &[ImageId]) -> RunOutcome {
    finished(Assignment {
        images: ids.to_vec(),
        clusters: ids.iter().map(|id| id.0 % 10).collect(),
        confidence: vec![0.9; ids.len()],
    })
}

/// Prints the median of the times of `work`; gives its last result.
fn time<T>(what: &str, repeats: usize, mut work: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let mut milliseconds = Vec::new();
    loop {
        let start = Instant::now();
        let result = work()?;
        milliseconds.push(start.elapsed().as_secs_f64() * 1e3);
        if milliseconds.len() >= repeats {
            milliseconds.sort_by(f64::total_cmp);
            println!("{what:<36} {:8.1} ms", milliseconds[milliseconds.len() / 2]);
            return Ok(result);
        }
    }
}
