//! An open project in memory: the store's rows, the labels in force, the runs; opened for writing by the engine, for
//! reading by the command line.
//!
//! Every change goes to the store first and into memory when it is durable.

use super::aside::{self, Waiting};
use super::rows::Rows;
use super::sureness::{RunSureness, Sureness};
use super::{better, places, view};
use crate::curation::edit::Edit;
use crate::curation::history::History;
use crate::curation::labels::{Assignment, Label, RunAssignments, Source};
use crate::dataset::pixels::thumbnail_jpeg;
use crate::ids::{ImageId, Point, RunId};
use crate::session::SessionError;
use crate::session::folder::news::News;
use crate::session::folder::report::LookReport;
use crate::session::insight::quality::Print;
use crate::session::protocol::{Candidate, Exported, ImageTable, Origin, ProjectInfo, Provisional, Snapshot};
use crate::session::worker::groups::prints;
use crate::store::packs::PackReader;
use crate::store::{
    ImageRecord, ImageRow, ImageState, JournalEntry, Presence, RowChange, RunOutcome, RunRow, Store, StoredRunState,
};
use crate::strings::{Told, told};
use parking_lot::Mutex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Assignments of runs, read from the store when they are first asked for.
pub(super) struct Assignments<'a> {
    store: &'a Store,
    known: &'a Mutex<BTreeMap<RunId, Arc<Assignment>>>,
}

impl RunAssignments for Assignments<'_> {
    fn assignment(&self, run: RunId) -> Option<Arc<Assignment>> {
        if let Some(known) = self.known.lock().get(&run) {
            return Some(Arc::clone(known));
        }
        let read = self.store.assignment(run).inspect_err(|error| tracing::error!(%error, "an assignment"));
        let read = Arc::new(read.ok()??);
        self.known.lock().insert(run, Arc::clone(&read));
        Some(read)
    }
}

/// Characters of the name of a group or a heading, at most: folders are called so, and lines of lists show it. What is in the
/// journal is longer where a program before this one let it be.
const LONGEST_NAME: usize = 200;

/// Checks that people could read the names that an edit gives.
fn check_names(edit: &Edit) -> Result<(), SessionError> {
    let length = |name: &str| name.trim().chars().count();
    match edit.names().into_iter().find(|name| length(name) > LONGEST_NAME) {
        Some(name) => {
            let begin: String = name.trim().chars().take(40).collect();
            Err(SessionError::Words(told!("edit-name-long", begin = begin, n = length(name), most = LONGEST_NAME)))
        }
        None => Ok(()),
    }
}

/// A project in memory.
pub struct Open {
    pub store: Store,
    pub history: History,
    rows: Rows,
    news: News,
    /// What the last look at the folder found.
    pub last_look: Option<LookReport>,
    /// Images of the run whose clusters were shown last, sorted: each edit asks for them.
    seen: Option<(RunId, Vec<ImageId>)>,
    /// By id.
    runs: BTreeMap<RunId, RunRow>,
    assignments: Mutex<BTreeMap<RunId, Arc<Assignment>>>,
    /// Clusters as they are shown.
    views: view::Views,
    /// How sure the adopted run is.
    sureness: Option<RunSureness>,
    /// What a run that still trains shows.
    pub provisional: Option<Arc<Provisional>>,
    /// A finished run that waits to be taken or left.
    pub candidate: Option<RunId>,
    /// The run that found clusters that fit better than those in force, and why they do.
    pub better: Option<(RunId, Told)>,
    /// The last export.
    pub exported: Option<Exported>,
    /// What whoever opened it has to be told.
    pub notice: Option<Told>,
}

impl Open {
    /// Opens for writing; makes the project for `folder` if it is not there.
    pub fn for_writing(path: &Path, folder: Option<&Path>) -> Result<Self, SessionError> {
        let mut open = Self::from_store(Store::open(path, folder)?)?;
        let cut_off = |run: &&RunRow| run.state == StoredRunState::Unfinished && open.is_refinement(run.id);
        let cut_off: Vec<RunId> = open.runs.values().filter(cut_off).map(|run| run.id).collect();
        for run in cut_off {
            // There is nothing to go on with: it takes seconds.
            open.fail_run(run, told!("engine-cut-off-note"))?;
        }
        Ok(open)
    }

    /// Whether a run learned from corrections on the rows of another one.
    pub fn is_refinement(&self, run: RunId) -> bool {
        self.run(run).is_some_and(|run| run.base.is_some())
    }

    /// Ends a run without a result.
    pub fn fail_run(&mut self, run: RunId, why: Told) -> Result<(), SessionError> {
        let row = self.run(run);
        let outcome = RunOutcome {
            settings: None,
            state: StoredRunState::Failed,
            seconds: row.map_or(0.0, |row| row.epochs.iter().map(|epoch| epoch.seconds).sum()),
            device: row.map(|row| row.device.clone()).unwrap_or_default(),
            threads: row.map_or(0, |row| row.threads),
            kept: None,
            stages: Vec::new(),
            notes: vec![why],
            assignment: None,
        };
        self.store.finish_run(run, &outcome)?;
        self.reload_runs()
    }

    /// Opens beside a writer.
    pub fn open_read_only(path: &Path) -> Result<Self, SessionError> {
        Self::from_store(Store::open_read_only(path)?)
    }

    fn from_store(store: Store) -> Result<Self, SessionError> {
        let rows = Rows::new(store.images()?);
        let runs = store.runs()?.into_iter().map(|run| (run.id, run)).collect();
        let mut open = Self {
            history: History::default(),
            rows,
            news: News::default(),
            last_look: None,
            seen: None,
            runs,
            assignments: Mutex::default(),
            views: view::Views::default(),
            sureness: None,
            provisional: None,
            candidate: None,
            better: None,
            exported: aside::read(store.path()),
            notice: None,
            store,
        };
        open.note_look();
        open.notice = open.replay()?;
        open.take_up_offer();
        Ok(open)
    }

    /// Assignments of runs.
    pub(super) fn assignments(&self) -> Assignments<'_> {
        Assignments { store: &self.store, known: &self.assignments }
    }

    /// Makes a change: checked, durable, then in force. Gives its words.
    pub fn edit(&mut self, edit: Edit) -> Result<Told, SessionError> {
        check_names(&edit)?;
        let runs = Assignments { store: &self.store, known: &self.assignments };
        let prepared = self.history.check(&edit, &runs)?;
        let words = prepared.words().clone();
        let written = self.store.append(&JournalEntry::Edit(edit), &words.to_string())?;
        self.history.commit(prepared);
        self.history.date(written);
        Ok(words)
    }

    /// Takes back the last change; what was done, and with how many images.
    pub fn undo(&mut self) -> Result<Told, SessionError> {
        let words = self.history.undo_words().cloned();
        let words = words.ok_or(SessionError::NothingToDo(told!("need-Undoable")))?;
        let to = self.history.tree().before(self.history.now());
        self.went(to, &JournalEntry::Undo, &words, told!("engine-undone", what = &words))
    }

    /// Makes the last undone change again; what was done, and with how many images.
    pub fn redo(&mut self) -> Result<Told, SessionError> {
        let words = self.history.redo_words().cloned();
        let (words, to) =
            words.zip(self.history.tree().redo()).ok_or(SessionError::NothingToDo(told!("need-Redoable")))?;
        self.went(to, &JournalEntry::Redo, &words, told!("engine-redone", what = &words))
    }

    /// Goes to a point of the history, on whatever branch; what was done, and with how many images.
    pub fn go_to(&mut self, point: Point) -> Result<Told, SessionError> {
        let entry = JournalEntry::going_to(point, self.history.tree())?;
        if point == self.history.now() {
            return Err(SessionError::NothingToDo(told!("engine-there-already")));
        }
        let words = match self.history.words(point) {
            Some(what) => told!("engine-went", what = what),
            None => told!("engine-went-beginning"),
        };
        self.went(point, &entry, &words.clone(), words)
    }

    /// Goes to a point once that is written down as `noted`; gives `words` with how many images have another label then.
    fn went(&mut self, to: Point, entry: &JournalEntry, noted: &Told, words: Told) -> Result<Told, SessionError> {
        let before = self.history.on_the_way(to)?;
        self.store.append(entry, &noted.to_string())?;
        self.history.go_to(to)?;
        let n = before.iter().filter(|(image, label)| self.history.labels().label(**image) != **label).count();
        Ok(if n == 0 { words } else { told!("engine-with-images", what = &words, n = n) })
    }

    /// Offers a finished run to be taken or left, or none, and remembers it; gives the one that was offered before.
    pub fn offer(&mut self, run: Option<RunId>) -> Option<RunId> {
        if self.store.place().is_none_or(|place| place.check().is_ok()) {
            aside::keep(self.store.path(), run.map(|run| Waiting { run }).as_ref());
        }
        std::mem::replace(&mut self.candidate, run)
    }

    /// Offers what was offered when the project was open last.
    fn take_up_offer(&mut self) {
        let Some(Waiting { run }) = aside::read(self.store.path()) else { return };
        let Some(row) = self.run(run).filter(|row| row.state == StoredRunState::Done) else { return };
        let base = self.history.labels().adopted().and_then(|id| self.run(id));
        let has_other_rows = base.is_none_or(|base| base.settings.features != row.settings.features);
        let kept = row.kept.as_ref().map(|kept| &kept.stage);
        let (is_better, why) = better::reason(&row.stages, kept, &row.notes, has_other_rows);
        self.better = is_better.then_some((run, why));
        self.candidate = Some(run);
    }

    /// What the run that waits would change, among these images.
    fn compare_candidate(&self, images: &ImageTable) -> Option<Candidate> {
        let run = self.candidate.filter(|run| Some(*run) != self.history.labels().adopted())?;
        let edit = self.adoption(run).ok()?;
        let runs = Assignments { store: &self.store, known: &self.assignments };
        let after = self.history.preview(&edit, &runs).ok()?;
        let origin = match &self.better {
            Some((better, why)) if *better == run => Origin::Better(why.clone()),
            _ if self.is_refinement(run) => Origin::Corrections,
            _ => Origin::Run,
        };
        Some(view::candidate(run, origin, images, self.history.labels(), &after))
    }

    /// Adds or replaces rows, durably.
    pub fn put_images(&mut self, changes: Vec<RowChange>) -> Result<(), SessionError> {
        let ids = self.store.put_images(&changes)?;
        self.rows
            .put(ids.into_iter().zip(changes).map(|(id, change)| ImageRow { id, record: change.record }).collect());
        Ok(())
    }

    /// Works out what rows alone say of the folder: once it was looked at, not with each batch of rows.
    pub fn note_look(&mut self) {
        self.news = News::of(self.rows());
    }

    /// Takes images whose files are gone out of the project, and those whose folder is away if asked; how many.
    pub fn forget(&mut self, with_away: bool) -> Result<usize, SessionError> {
        let missing: BTreeSet<ImageId> = self.news.missing().collect();
        let is_gone =
            |row: &&ImageRow| missing.contains(&row.id) || (with_away && row.record.presence == Presence::Away);
        let forgotten = |row: &ImageRow| RowChange {
            id: Some(row.id),
            record: ImageRecord { presence: Presence::Forgotten, ..row.record.clone() },
        };
        let changes: Vec<RowChange> = self.rows().filter(is_gone).map(forgotten).collect();
        let n = changes.len();
        self.put_images(changes)?;
        self.note_look();
        Ok(n)
    }

    /// All rows, by path; what was at a path before and what is there now are neighbours.
    pub fn rows(&self) -> impl Iterator<Item = &ImageRow> + Clone {
        self.rows.iter()
    }

    /// Rows of images that are shown, by path: see [`ImageRecord::is_shown`].
    pub fn ready_rows(&self) -> impl Iterator<Item = &ImageRow> {
        self.rows().filter(|row| row.record.is_shown())
    }

    /// Images that are hidden since their files are gone.
    pub fn missing(&self) -> impl Iterator<Item = ImageId> {
        self.news.missing()
    }

    /// Images that a person said something of, whether they are shown or not.
    pub fn decided(&self) -> BTreeSet<ImageId> {
        let labels = self.history.labels();
        let is_decided = |id: &ImageId| labels.label(*id).source != Source::Machine;
        let linked = labels.links().keys().flatten();
        let said = labels.rejected().keys().chain(linked).copied();
        self.rows.ids().filter(is_decided).chain(said).collect()
    }

    /// What tells duplicates, of readable images by path.
    pub fn prints(&self) -> Vec<Print> {
        let print = |row: &ImageRow| {
            let (hash, content) = prints(row);
            Print { hash, content, bytes: row.record.stamp.size }
        };
        self.ready_rows().map(print).collect()
    }

    /// Runs by id.
    pub fn runs(&self) -> impl DoubleEndedIterator<Item = &RunRow> {
        self.runs.values()
    }

    /// One run.
    pub fn run(&self, id: RunId) -> Option<&RunRow> {
        self.runs.get(&id)
    }

    /// The run to speak of when none is named: the adopted one, else the newest finished one.
    pub fn present_run(&self) -> Option<&RunRow> {
        let adopted = self.history.labels().adopted().and_then(|id| self.run(id));
        adopted.or_else(|| self.runs().rev().find(|run| run.state == StoredRunState::Done))
    }

    /// Reads the runs again after one was begun or ended.
    pub fn reload_runs(&mut self) -> Result<(), SessionError> {
        self.runs = self.store.runs()?.into_iter().map(|run| (run.id, run)).collect();
        Ok(())
    }

    /// Keeps an epoch of a run, on disk and in memory.
    pub fn put_epoch(&mut self, run: RunId, metrics: crate::stage::EpochMetrics) -> Result<(), SessionError> {
        self.store.put_epoch(run, &metrics)?;
        if let Some(row) = self.runs.get_mut(&run) {
            row.epochs.retain(|epoch| (&epoch.stage, epoch.epoch) != (&metrics.stage, metrics.epoch));
            row.epochs.push(metrics);
        }
        Ok(())
    }

    /// Keeps the number of clusters that a run took, on disk and in memory.
    pub fn keep_proposed(&mut self, run: RunId, n_clusters: u32) -> Result<(), SessionError> {
        self.store.keep_proposed(run, n_clusters)?;
        if let Some(row) = self.runs.get_mut(&run) {
            row.proposed = Some(n_clusters);
        }
        Ok(())
    }

    /// What is shown of the project.
    pub fn info(&self) -> ProjectInfo {
        ProjectInfo {
            name: places::folder_name(self.store.folder()),
            folder: self.store.folder().to_path_buf(),
            path: self.store.path().to_path_buf(),
        }
    }

    /// Fills in images and skipped files, which change with the folder alone.
    pub fn show_images(&mut self, snapshot: &mut Snapshot) {
        snapshot.project = Some(Arc::new(self.info()));
        (snapshot.images, snapshot.skipped) = self.rows.tables();
    }

    /// Fills in labels, clusters and history, for the images that are shown.
    pub fn show_labels(&mut self, snapshot: &mut Snapshot) {
        self.note_sureness();
        let labels = self.history.labels();
        let sureness = Sureness::new(labels, self.sureness.as_ref());
        let shown = view::image_labels(&snapshot.images, labels, &sureness);
        snapshot.clusters = Arc::new(self.views.update(&snapshot.images, labels, &shown));
        snapshot.labels = Arc::new(shown);
        snapshot.history = Arc::new(view::history_view(&self.history));
        snapshot.adopted = labels.adopted();
        snapshot.candidate = self.compare_candidate(&snapshot.images).map(Arc::new);
        self.show_exported(snapshot);
        self.show_folder(snapshot);
    }

    /// Has at hand what the adopted run says.
    fn note_sureness(&mut self) {
        let adopted = self.history.labels().adopted();
        if self.sureness.as_ref().map(RunSureness::run) == adopted {
            return;
        }
        let runs = Assignments { store: &self.store, known: &self.assignments };
        self.sureness = adopted.and_then(|id| {
            let kept = self.run(id)?.kept.as_ref()?.stage.clone();
            Some(RunSureness::new(id, runs.assignment(id)?, self.store.run_dir(id), kept))
        });
    }

    /// How sure the adopted run is of a label.
    pub fn sure(&self, image: ImageId, label: &Label) -> f32 {
        Sureness::new(self.history.labels(), self.sureness.as_ref()).of(image, label)
    }

    /// Fills in the last export, and whether it is what the labels are now.
    pub fn show_exported(&self, snapshot: &mut Snapshot) {
        let now = self.history.now();
        let of = |exported: &Exported| Exported { is_current: exported.point == now, ..exported.clone() };
        snapshot.exported = self.exported.as_ref().map(|exported| Arc::new(of(exported)));
    }

    /// The thumbnails of some images as JPEG, as far as they can be read.
    pub fn thumbnails(&self, images: impl Iterator<Item = ImageId>) -> Vec<Vec<u8>> {
        let Ok(packs) = PackReader::open(&self.store.pixels_dir()) else { return Vec::new() };
        let read = |id: ImageId| match &self.rows.get(id)?.record.state {
            ImageState::Ready { thumbnail, .. } => packs.read(thumbnail).ok().map(thumbnail_jpeg),
            _ => None,
        };
        images.filter_map(read).collect()
    }

    /// Fills in what became of the folder's images.
    fn show_folder(&mut self, snapshot: &mut Snapshot) {
        let labels = self.history.labels();
        let adopted = labels.adopted();
        if self.seen.as_ref().map(|(run, _)| *run) != adopted {
            let runs = Assignments { store: &self.store, known: &self.assignments };
            self.seen = adopted.and_then(|run| runs.assignment(run).map(|of_run| (run, of_run.images.clone())));
            if let Some((_, seen)) = &mut self.seen {
                seen.sort_unstable();
            }
        }
        let shown = snapshot.images.rows.iter().map(|row| row.id);
        let seen = self.seen.as_ref().map(|(_, seen)| &seen[..]);
        snapshot.folder = Arc::new(self.news.view(labels, shown, seen, self.last_look));
    }

    /// Fills in runs, newest first, and the first guess.
    pub fn show_runs(&self, snapshot: &mut Snapshot) {
        snapshot.runs = Arc::new(self.runs().rev().map(view::run_summary).collect());
        snapshot.provisional.clone_from(&self.provisional);
    }
}
