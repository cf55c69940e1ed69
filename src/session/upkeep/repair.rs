//! Puts right what a look found, from the journal, from result files and from the photos; tells each thing that it did.
//!
//! Each repair is durable by itself, so that a stop between two leaves a project that is better than before.

use super::examine::{
    Ills, LostPixels, RunFault, RunIll, arrays_note, assignment_in, assignments, base_note, run_ills,
};
use super::journal::{Played, play};
use super::words::named;
use super::{Show, UpkeepError};
use crate::control::CancelToken;
use crate::dataset::fingerprint::content_hash_of;
use crate::dataset::pixels::{self, Prepared};
use crate::dataset::scan::Entry;
use crate::ids::ImageId;
use crate::session::project::places::unix_now;
use crate::session::worker::{Pace, append_tile};
use crate::store::packs::{PackError, PackWriter};
use crate::store::results::RunArrays;
use crate::store::{ImageRecord, ImageRow, ImageState, RawEntry, RowChange, RunRow, Store, StoreError};
use crate::strings::told;
use crate::text::counted;
use parking_lot::Mutex;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Images whose pixels are kept at once.
const BATCH: usize = 256;

/// Builds indices anew; a database whose rows are damaged too is left as it is.
pub fn indices(store: &mut Store, ills: &Ills, told: &mut Vec<String>) {
    let mut rebuilt = Ok(());
    if ills.are_indices_alone() && !ills.double_paths.is_empty() {
        rebuilt = paths(store, ills, told);
    }
    told.push(match rebuilt.and_then(|()| store.rebuild_indices()) {
        Ok(()) => "Built the indices of the database anew.".into(),
        Err(error) => format!("The indices of the database could not be built anew: {error}."),
    });
}

/// Repairs all but indices; `told` gets what was done, in words.
pub fn repair(
    store: &mut Store,
    ills: &Ills,
    told: &mut Vec<String>,
    cancel: &CancelToken,
    show: Show,
) -> Result<(), UpkeepError> {
    rows(store, ills, told)?;
    for ill in &ills.runs {
        cancel.check()?;
        run(store, ill, told)?;
    }
    // Clusters that came back from result files let changes fit again.
    journal(store, told)?;
    lost_pixels(store, &ills.pixels, told, cancel, show)?;
    for leftover in &ills.leftovers {
        leftover.remove()?;
        told.push(format!("Removed {}, which nobody needs.", leftover.path.display()));
    }
    Ok(())
}

/// Of two rows at one path one stays.
fn paths(store: &mut Store, ills: &Ills, told: &mut Vec<String>) -> Result<(), StoreError> {
    let others: Vec<ImageId> = ills.double_paths.iter().map(|(_, _, other)| *other).collect();
    store.leave_paths(&others)?;
    for (path, kept, other) in &ills.double_paths {
        told.push(format!("{path}: image {kept} is there; image {other} waits for its file to come back."));
    }
    Ok(())
}

fn rows(store: &mut Store, ills: &Ills, told: &mut Vec<String>) -> Result<(), UpkeepError> {
    if !ills.double_paths.is_empty() {
        paths(store, ills, told)?;
    }
    if !ills.unreadable_images.is_empty() {
        let ids: Vec<i64> = ills.unreadable_images.iter().map(|(id, _)| *id).collect();
        store.empty_images(&ids)?;
        let n = counted(ids.len(), "image row that could not be read", "image rows that could not be read");
        told.push(format!(
            "Emptied {n}; numbers, paths and labels are kept. `gleaner update PROJECT` reads the files."
        ));
    }
    if !ills.lost_replaces.is_empty() {
        store.clear_replaces(&ills.lost_replaces)?;
        let n = counted(ills.lost_replaces.len(), "image does", "images do");
        told.push(format!("{n} not say any more that they took the place of one that there is not."));
    }
    if ills.n_orphans > 0 {
        store.remove_orphans()?;
        told.push(format!("Removed {} of runs without a row.", counted(ills.n_orphans, "value", "values")));
    }
    Ok(())
}

fn run(store: &mut Store, ill: &RunIll, told: &mut Vec<String>) -> Result<(), UpkeepError> {
    let id = ill.run;
    let row = |store: &Store| -> Result<Option<RunRow>, UpkeepError> {
        let record = store.records()?.runs.into_iter().find(|run| run.id == id);
        Ok(record.and_then(|run| run.row.ok()))
    };
    match &ill.fault {
        RunFault::Unreadable(why) => {
            store.reset_run(id, told!("note-reset", why = why))?;
            told.push(format!("Run {id}: what could not be read was reset ({why})."));
            // Only now can be seen how its result is.
            for more in run_ills(store, id)?.iter().filter(|more| !matches!(more.fault, RunFault::Unreadable(_))) {
                run(store, more, told)?;
            }
        }
        RunFault::Epochs(n) => {
            store.remove_unreadable_epochs(id)?;
            told.push(format!("Run {id}: removed {}.", counted(*n, "unreadable epoch", "unreadable epochs")));
        }
        RunFault::Assignment { .. } => {
            let Some(row) = row(store)? else { return Ok(()) };
            let arrays = store.arrays(id).ok().zip(row.kept.as_ref());
            let assignment = arrays.and_then(|(arrays, kept)| assignment_in(&arrays, &kept.stage));
            store.restore_assignment(&row, assignment.as_ref())?;
            told.push(match assignment {
                Some(_) => format!("Run {id}: took its groups from its result file."),
                None => format!("Run {id}: it has no groups any more and counts as one without a result."),
            });
        }
        RunFault::Images(_) => {
            let assignment = store.assignment(id).ok().flatten();
            store.set_run_images(id, &assignment.map(|assignment| assignment.images).unwrap_or_default())?;
            told.push(format!("Run {id}: took its list of images from its result."));
        }
        RunFault::Arrays { is_noted: false, .. } => {
            let Some(row) = row(store)? else { return Ok(()) };
            if store.arrays(id).is_err() && RunArrays::set_aside(&store.run_dir(id))? {
                told.push(format!("Run {id}: renamed its damaged result file."));
            }
            store.add_note(&row, arrays_note())?;
            told.push(format!("Run {id}: noted that its neighbours and probabilities are gone; its labels are kept."));
        }
        RunFault::Base { is_noted: false, .. } => {
            let Some(row) = row(store)? else { return Ok(()) };
            store.add_note(&row, base_note())?;
            told.push(format!("Run {id}: noted that the run whose features it learned on is gone."));
        }
        RunFault::UnknownImages(_) | RunFault::Arrays { .. } | RunFault::Base { .. } => {}
    }
    Ok(())
}

/// Moves what does not fit out of the journal, after it was written to a file beside the database.
fn journal(store: &mut Store, told: &mut Vec<String>) -> Result<(), UpkeepError> {
    let records = store.records()?;
    let played = play(&records.journal, &assignments(&records.runs));
    if played.is_whole() {
        return Ok(());
    }
    let file = keep_lost(store.path(), &records.journal, &played)?;
    let removed: Vec<i64> = played.lost.iter().map(|(seq, _)| *seq).chain(played.idle.iter().copied()).collect();
    store.correct_journal(&removed, &played.recounted)?;
    let (n_kept, n_lost) = (records.journal.len() - removed.len(), played.lost.len());
    let mut words = format!("Moved {} out of the journal to {}", counted(n_lost, "change", "changes"), file.display());
    if !played.idle.is_empty() {
        let n = counted(played.idle.len(), "step", "steps");
        let _ = write!(words, ", with {n} back or forth over them");
    }
    told.push(format!("{words}; {} stay.", counted(n_kept, "entry", "entries")));
    Ok(())
}

/// One JSON object a line: the entry as it was, its content in hexadecimal digits.
pub fn keep_lost(project: &Path, entries: &[RawEntry], played: &Played) -> Result<PathBuf, StoreError> {
    let now = unix_now();
    let numbered = (2..).map(|n| project.join(format!("journal-unreadable-{now}-{n}.jsonl")));
    let mut names = std::iter::once(project.join(format!("journal-unreadable-{now}.jsonl"))).chain(numbered);
    let path = names.find(|path| !path.exists()).expect("numbers do not end");
    let why: BTreeMap<i64, &str> = played
        .lost
        .iter()
        .map(|(seq, why)| (*seq, why.as_str()))
        .chain(played.idle.iter().map(|seq| (*seq, "a step over what is lost")))
        .chain(played.recounted.iter().map(|(seq, _)| (*seq, "counted what is lost; it stays, with another number")))
        .collect();
    let mut lines = String::new();
    for raw in entries {
        let Some(why) = why.get(&raw.seq) else { continue };
        let mut hex = String::with_capacity(2 * raw.bytes.len());
        for byte in &raw.bytes {
            let _ = write!(hex, "{byte:02x}");
        }
        let line = json!({
            "seq": raw.seq, "kind": raw.kind, "bytes": hex, "words": raw.words, "written": raw.written, "why": why,
        });
        let _ = writeln!(lines, "{line}");
    }
    let written = || -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(project)?;
        file.write_all(lines.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        Ok(())
    };
    written().map_err(|source| StoreError::Write { path: path.clone(), source })?;
    Ok(path)
}

/// Makes pixels again: from the photo if its content is the row's, else from another image of the same content.
fn lost_pixels(
    store: &mut Store,
    lost: &[LostPixels],
    told: &mut Vec<String>,
    cancel: &CancelToken,
    show: Show,
) -> Result<(), UpkeepError> {
    if lost.is_empty() {
        return Ok(());
    }
    let lost: BTreeSet<ImageId> = lost.iter().map(|lost| lost.id).collect();
    let rows = store.images()?;
    let (ill, sound): (Vec<&ImageRow>, Vec<&ImageRow>) = rows.iter().partition(|row| lost.contains(&row.id));
    let sound: BTreeMap<&[u8; 32], &ImageRow> =
        sound.into_iter().filter_map(|row| Some((row.record.content()?, row))).collect();
    let (alike, ill): (Vec<&ImageRow>, Vec<&ImageRow>) =
        ill.into_iter().partition(|row| row.record.content().is_some_and(|content| sound.contains_key(content)));
    let mut changes = Vec::new();
    for row in &alike {
        if let Some(other) = row.record.content().and_then(|content| sound.get(content)) {
            changes.push(with_state(row, other.record.state.clone()));
        }
    }
    store.put_images(&changes)?;
    let pace = Pace::new(told!("repair-pixels"), ill.len() as u64);
    let (mut n_made, mut left) = (changes.len(), Vec::new());
    let mut packs = PackWriter::open(&store.pixels_dir())?;
    for batch in ill.chunks(BATCH) {
        let mut changes = Vec::new();
        let made = from_photos(store.folder(), batch, cancel)?;
        for (row, made) in batch.iter().zip(made) {
            match made {
                Some(prepared) => changes.push(with_state(row, keep(&mut packs, &prepared)?)),
                None => left.push(row.record.path.display()),
            }
        }
        packs.sync()?;
        store.put_images(&changes)?;
        n_made += changes.len();
        show(pace.at((n_made + left.len()) as u64));
    }
    if n_made > 0 {
        told.push(format!("Made the pixels of {} again.", counted(n_made, "image", "images")));
    }
    if !left.is_empty() {
        let n = counted(left.len(), "image has", "images have");
        told.push(format!(
            "{n} no photo of the same content to make pixels of: {}. `gleaner update PROJECT` looks at the folder; \
             when the photos are there again, repair again.",
            named(&left)
        ));
    }
    Ok(())
}

/// What is made of each row's photo; None where no file has the row's content.
fn from_photos(folder: &Path, rows: &[&ImageRow], cancel: &CancelToken) -> Result<Vec<Option<Prepared>>, UpkeepError> {
    let (mut entries, mut row_of) = (Vec::new(), Vec::new());
    for (n, row) in rows.iter().enumerate() {
        cancel.check()?;
        let ImageRecord { path, links, stamp, .. } = &row.record;
        let is_it = |path: &PathBuf| {
            let content = File::open(path).and_then(content_hash_of).ok();
            content.is_some() && content.as_ref() == row.record.content()
        };
        if let Some(path) = std::iter::once(path).chain(links).find(|path| is_it(&path.to_path(folder))) {
            entries.push(Entry { path: path.clone(), stamp: *stamp, is_link: false, file: None, links: Vec::new() });
            row_of.push(n);
        }
    }
    let made = Mutex::new(vec![None; rows.len()]);
    pixels::import(folder, &entries, 0, cancel, &|_, _| (), &|n, prepared| {
        let row = row_of[n];
        let prepared = prepared.ok().filter(|prepared| rows[row].record.content() == Some(&prepared.content_hash));
        made.lock()[row] = prepared;
    })?;
    Ok(made.into_inner())
}

fn keep(packs: &mut PackWriter, prepared: &Prepared) -> Result<ImageState, PackError> {
    let thumbnail = packs.append(&prepared.thumbnail)?;
    Ok(ImageState::Ready {
        width: prepared.width,
        height: prepared.height,
        content_hash: prepared.content_hash,
        perceptual_hash: prepared.perceptual_hash,
        thumbnail,
        tile: append_tile(packs, prepared, thumbnail)?,
        tile_width: prepared.tile.width,
        tile_height: prepared.tile.height,
    })
}

fn with_state(row: &ImageRow, state: ImageState) -> RowChange {
    RowChange { id: Some(row.id), record: ImageRecord { state, ..row.record.clone() } }
}
