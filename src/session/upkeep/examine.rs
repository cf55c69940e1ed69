//! Looks at everything in a project, and lists what does not hold. It changes nothing and words nothing.

use super::journal::{Assignments, Played, play};
use super::{STEP, Show, UpkeepError};
use crate::control::CancelToken;
use crate::curation::labels::Assignment;
use crate::dataset::pixels::{is_of_tile, is_whole};
use crate::dataset::rel_path::RelPath;
use crate::ids::{ImageId, RunId};
use crate::session::worker::Pace;
use crate::stage::Stage;
use crate::store::leftovers::Leftover;
use crate::store::packs::PackReader;
use crate::store::results::RunArrays;
use crate::store::{
    ImageRow, ImageState, JournalEntry, Presence, Records, RunRecord, RunRow, Store, StoreError, StoredRunState,
};
use crate::strings::{Told, told};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// What a run is told that lost its result file.
pub fn arrays_note() -> Told {
    told!("note-no-arrays")
}

/// What a run is told whose features are another run's that is gone.
pub fn base_note() -> Told {
    told!("note-no-base")
}

/// What is wrong with a project.
#[derive(Debug, Default)]
pub struct Ills {
    /// Why the database can not be read.
    pub unreadable: Option<Told>,
    /// What the database finds wrong with itself.
    pub problems: Vec<String>,
    pub n_orphans: usize,
    pub unreadable_images: Vec<(i64, String)>,
    /// Paths at which two rows are: the one to keep there, and the other.
    pub double_paths: Vec<(RelPath, ImageId, ImageId)>,
    /// Rows that took the place of none.
    pub lost_replaces: Vec<ImageId>,
    /// Rows with numbers that were never given.
    pub beyond: Vec<ImageId>,
    pub journal: Played,
    /// Images in the journal that have no row.
    pub strange_images: BTreeSet<ImageId>,
    pub runs: Vec<RunIll>,
    pub pixels: Vec<LostPixels>,
    pub changed_files: Vec<String>,
    pub absent_folder: Option<PathBuf>,
    /// Not looked at, since the project is not known here.
    pub unread_folder: Option<PathBuf>,
    pub leftovers: Vec<Leftover>,
    /// How much there is.
    pub counts: Counts,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub files: usize,
    pub changes: usize,
    pub runs: usize,
}

/// An image whose thumbnail or tile can not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostPixels {
    pub id: ImageId,
    pub path: String,
}

/// Something that is wrong with a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunIll {
    pub run: RunId,
    pub fault: RunFault,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunFault {
    Unreadable(String),
    Epochs(usize),
    Assignment { why: String, is_in_arrays: bool },
    Images(String),
    UnknownImages(usize),
    Arrays { why: Told, is_noted: bool },
    Base { base: Option<RunId>, is_noted: bool },
}

impl RunIll {
    /// Whether it was told and noted before, and nothing more can be done.
    pub fn is_known(&self) -> bool {
        matches!(self.fault, RunFault::Arrays { is_noted: true, .. } | RunFault::Base { is_noted: true, .. })
    }
}

impl Ills {
    /// Whether a repair has anything to do.
    pub fn is_repairable(&self) -> bool {
        let can_be_helped = |ill: &RunIll| !ill.is_known() && !matches!(ill.fault, RunFault::UnknownImages(_));
        self.unreadable.is_none()
            && (self.n_orphans > 0
                || !self.journal.is_whole()
                || self.runs.iter().any(can_be_helped)
                || ![
                    self.problems.is_empty(),
                    self.unreadable_images.is_empty(),
                    self.double_paths.is_empty(),
                    self.lost_replaces.is_empty(),
                    self.pixels.is_empty(),
                    self.leftovers.is_empty(),
                ]
                .into_iter()
                .all(|is_sound| is_sound))
    }

    /// Whether the database complains about nothing but its indices.
    pub fn are_indices_alone(&self) -> bool {
        !self.problems.is_empty() && self.problems.iter().all(|problem| problem.contains("index"))
    }
}

/// Looks at everything.
pub fn examine(store: &Store, reads_folder: bool, cancel: &CancelToken, show: Show) -> Result<Ills, UpkeepError> {
    let mut ills = Ills::default();
    show(Pace::new(told!("checkup-database"), 0).at(0));
    cancel.check()?;
    let read = store.problems().and_then(|problems| Ok((problems, store.records()?)));
    let records = match read {
        Ok((problems, records)) => {
            ills.problems = problems;
            records
        }
        Err(error @ (StoreError::Damaged { .. } | StoreError::Database { .. })) => {
            ills.unreadable = Some(Told::of(error));
            return Ok(ills);
        }
        Err(error) => return Err(error.into()),
    };
    cancel.check()?;
    ills.counts = Counts { files: records.images.len(), changes: records.journal.len(), runs: records.runs.len() };
    ills.n_orphans = records.n_orphans;
    ills.unreadable_images.clone_from(&records.unreadable_images);
    let known = known_images(&records);
    look_at_rows(&records, &known, &mut ills);
    look_at_journal(&records, &known, &mut ills);
    let pace = Pace::new(told!("checkup-runs"), records.runs.len() as u64);
    for (n, run) in records.runs.iter().enumerate() {
        cancel.check()?;
        show(pace.at(n as u64));
        look_at_run(run, store, &known, &records, &mut ills);
    }
    ills.pixels = look_at_pixels(&records.images, store, cancel, show)?;
    if reads_folder {
        look_at_folder(&records.images, store, &mut ills, cancel, show)?;
    } else {
        ills.unread_folder = Some(store.folder().to_path_buf());
    }
    ills.leftovers = store.leftovers(&records.runs.iter().map(|run| run.id).collect())?;
    Ok(ills)
}

fn known_images(records: &Records) -> BTreeSet<ImageId> {
    let unreadable = records.unreadable_images.iter().filter_map(|(id, _)| u32::try_from(*id).ok()).map(ImageId);
    records.images.iter().map(|row| row.id).chain(unreadable).collect()
}

fn look_at_rows(records: &Records, known: &BTreeSet<ImageId>, ills: &mut Ills) {
    let mut at: BTreeMap<&RelPath, ImageId> = BTreeMap::new();
    for row in records.images.iter().filter(|row| row.record.presence == Presence::Here) {
        // Rows come by number: the newest one is the file that is there.
        if let Some(before) = at.insert(&row.record.path, row.id) {
            ills.double_paths.push((row.record.path.clone(), row.id, before));
        }
    }
    ills.double_paths.sort();
    for row in &records.images {
        if row.record.replaces.is_some_and(|other| other == row.id || !known.contains(&other)) {
            ills.lost_replaces.push(row.id);
        }
        if i64::from(row.id.0) > records.highest_image {
            ills.beyond.push(row.id);
        }
    }
}

/// Assignments of finished runs, as far as they can be read.
pub fn assignments(runs: &[RunRecord]) -> Assignments {
    let read = |run: &RunRecord| Some((run.id, Arc::new(run.assignment.as_ref().ok()?.clone()?)));
    Assignments(runs.iter().filter_map(read).collect())
}

fn look_at_journal(records: &Records, known: &BTreeSet<ImageId>, ills: &mut Ills) {
    ills.journal = play(&records.journal, &assignments(&records.runs));
    for raw in &records.journal {
        if let Ok(JournalEntry::Edit(edit)) = &raw.entry {
            ills.strange_images.extend(edit.images().into_iter().filter(|image| !known.contains(image)));
        }
    }
}

/// The assignment of a run's kept stage, as its result file has it.
pub fn assignment_in(arrays: &RunArrays, kept: &Stage) -> Option<Assignment> {
    let stage = arrays.stages.iter().find(|stage| stage.name == *kept)?;
    Some(Assignment {
        images: arrays.images.iter().copied().map(ImageId).collect(),
        clusters: stage.clusters.clone(),
        confidence: stage.confidence.clone(),
    })
}

/// What is wrong with one run, as it is now.
pub fn run_ills(store: &Store, run: RunId) -> Result<Vec<RunIll>, StoreError> {
    let (records, mut ills) = (store.records()?, Ills::default());
    let known = known_images(&records);
    if let Some(record) = records.runs.iter().find(|record| record.id == run) {
        look_at_run(record, store, &known, &records, &mut ills);
    }
    Ok(ills.runs)
}

fn look_at_run(record: &RunRecord, store: &Store, known: &BTreeSet<ImageId>, records: &Records, ills: &mut Ills) {
    let mut tell = |fault| ills.runs.push(RunIll { run: record.id, fault });
    if record.n_unreadable_epochs > 0 {
        tell(RunFault::Epochs(record.n_unreadable_epochs));
    }
    let mut images = BTreeSet::new();
    match &record.images {
        Ok(ids) => images.extend(ids.iter().copied()),
        Err(why) => tell(RunFault::Images(why.clone())),
    }
    if let Ok(Some(assignment)) = &record.assignment {
        images.extend(assignment.images.iter().copied());
    }
    match &record.row {
        Err(why) => tell(RunFault::Unreadable(why.clone())),
        Ok(row) => {
            if row.state == StoredRunState::Done {
                look_at_result(row, record, store, &mut images, &mut tell);
            }
            let is_noted = is_noted(row, &base_note());
            let lost = row.base.as_ref().filter(|base| records.runs.iter().all(|run| run.id != base.run));
            if let Some(base) = lost {
                tell(RunFault::Base { base: Some(base.run).filter(|run| *run != RunId(0)), is_noted });
            }
        }
    }
    let n_unknown = images.iter().filter(|image| !known.contains(image)).count();
    if n_unknown > 0 {
        tell(RunFault::UnknownImages(n_unknown));
    }
}

/// Whether a run says so already; older programs said it in English words alone.
fn is_noted(row: &RunRow, note: &Told) -> bool {
    let words = note.english();
    row.notes.iter().any(|own| own.english() == words)
}

fn look_at_result(
    row: &RunRow,
    record: &RunRecord,
    store: &Store,
    images: &mut BTreeSet<ImageId>,
    tell: &mut impl FnMut(RunFault),
) {
    let kept = row.kept.as_ref().map(|kept| &kept.stage);
    let arrays = store.arrays(row.id);
    let in_arrays = arrays.as_ref().ok().zip(kept).and_then(|(arrays, kept)| assignment_in(arrays, kept));
    let why = match &record.assignment {
        Ok(Some(_)) => None,
        Ok(None) => Some("it ended with a result, and has none".to_owned()),
        Err(why) => Some(why.clone()),
    };
    if let Some(why) = why {
        tell(RunFault::Assignment { why, is_in_arrays: in_arrays.is_some() });
    }
    let is_noted = is_noted(row, &arrays_note());
    match arrays {
        Ok(arrays) => {
            images.extend(arrays.images.iter().copied().map(ImageId));
            if in_arrays.is_none() {
                let path = store.run_dir(row.id);
                let stage = kept.map_or("none", Stage::name);
                let why = told!("checkup-no-stage", path = path.display().to_string(), stage = stage);
                tell(RunFault::Arrays { why, is_noted });
            }
        }
        // The words name the file and say that labels are kept.
        Err(error) => {
            tell(RunFault::Arrays { why: told!("checkup-arrays", run = row.id.0, why = error.to_string()), is_noted });
        }
    }
}

/// What a piece of a pack has to be, with its sides.
enum Piece {
    /// The thumbnail that the tile is made of.
    All(u32, u32),
    /// The tile.
    Tile(u32, u32),
}

impl Piece {
    fn fits(&self, kept: &[u8]) -> bool {
        match *self {
            Self::All(width, height) => is_whole(kept, width, height),
            Self::Tile(width, height) => is_of_tile(kept, width, height),
        }
    }
}

/// Images whose thumbnail or tile can not be read, by id.
fn look_at_pixels(
    rows: &[ImageRow],
    store: &Store,
    cancel: &CancelToken,
    show: Show,
) -> Result<Vec<LostPixels>, UpkeepError> {
    let reader = PackReader::open(&store.pixels_dir())?;
    let mut places = Vec::with_capacity(rows.len() * 2);
    for row in rows {
        if let ImageState::Ready { width, height, thumbnail, tile, tile_width, tile_height, .. } = &row.record.state {
            let is_all = tile == thumbnail;
            places.push((*thumbnail, row, is_all.then_some(Piece::All(*width, *height))));
            if !is_all {
                places.push((*tile, row, Some(Piece::Tile(*tile_width, *tile_height))));
            }
        }
    }
    // Disks like to be read from front to back.
    places.sort_by_key(|(at, ..)| (at.segment, at.offset));
    let pace = Pace::new(told!("checkup-reading-pixels"), places.len() as u64);
    let mut lost = BTreeMap::new();
    for (n, (at, row, piece)) in places.into_iter().enumerate() {
        if n % STEP == 0 {
            cancel.check()?;
            show(pace.at(n as u64));
        }
        let kept = reader.read(&at);
        if !kept.is_ok_and(|kept| piece.is_none_or(|piece| piece.fits(&kept))) {
            lost.insert(row.id, LostPixels { id: row.id, path: row.record.path.display() });
        }
    }
    Ok(lost.into_values().collect())
}

fn look_at_folder(
    rows: &[ImageRow],
    store: &Store,
    ills: &mut Ills,
    cancel: &CancelToken,
    show: Show,
) -> Result<(), UpkeepError> {
    let folder = store.folder();
    if !folder.is_dir() {
        ills.absent_folder = Some(folder.to_path_buf());
        return Ok(());
    }
    let mut here: Vec<&ImageRow> = rows.iter().filter(|row| row.record.presence == Presence::Here).collect();
    here.sort_by_key(|row| &row.record.path);
    let pace = Pace::new(told!("checkup-looking"), here.len() as u64);
    for (n, row) in here.into_iter().enumerate() {
        if n % STEP == 0 {
            cancel.check()?;
            show(pace.at(n as u64));
        }
        // Where names are not bytes some can not be opened again: they were skipped for that.
        let is_skipped = matches!(row.record.state, ImageState::Skipped(_));
        match fs::metadata(row.record.path.to_path(folder)) {
            Ok(file) if file.len() == row.record.stamp.size || (is_skipped && !file.is_file()) => {}
            Err(_) if is_skipped => {}
            _ => ills.changed_files.push(row.record.path.display()),
        }
    }
    Ok(())
}
