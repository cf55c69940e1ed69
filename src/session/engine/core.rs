//! The engine thread: takes requests and workers' messages one at a time, changes the project, publishes snapshots.
//!
//! It does nothing that takes long: reading, learning and writing are jobs (see `jobs`).

use super::SessionOptions;
use super::growth::Growth;
use super::job::Job;
use super::strangers::reads_photos;
use super::watch::Watch;
use crate::control::{Latest, Progress, Waker};
use crate::ids::{Point, RunId};
use crate::session::insight::source::Source;
use crate::session::project::open::Open;
use crate::session::project::{moved, places, timings, trust, view};
use crate::session::protocol::{Change, Deed, JobKind, LogEntry, Outcome, Request, Snapshot, Ticket, Unkept};
use crate::session::worker::{Ending, FromWorker};
use crate::session::{Reader, SessionError};
use crate::store::packs::PackReader;
use crate::strings::{Told, told};
use crate::timing::Timings;
use crossbeam_channel::{Receiver, Sender, select};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Log entries that a snapshot holds.
const LOG_LENGTH: usize = 200;

/// What the engine shares with front ends and workers.
pub struct Links {
    pub snapshot: Latest<Snapshot>,
    pub progress: Latest<Progress>,
    pub reader: Reader,
    pub waker: Waker,
    pub to_engine: Sender<FromWorker>,
}

/// What the engine thread owns.
pub struct Engine {
    pub(super) options: SessionOptions,
    pub(super) links: Links,
    pub(super) open: Option<Open>,
    pub(super) job: Option<Job>,
    /// Exports and archives at work beside the job.
    pub(super) exports: Vec<Job>,
    /// Requests that begin when the job ends.
    pub(super) waiting: VecDeque<(Ticket, Request)>,
    pub(super) next_job: u64,
    pub(super) shown: Snapshot,
    /// Notices changes in the folder.
    watch: Option<Watch>,
    /// The folder changed while a job was at work.
    pub(super) is_look_due: bool,
    /// Packs are read from front to back with the next look: something in them is damaged, or somebody asked for it.
    pub(super) is_pack_check_due: bool,
    /// When images that come are shown.
    pub(super) growth: Growth,
    /// What work took on this machine.
    pub(super) timings: Arc<Timings>,
    next_seq: u64,
    labels_revision: u64,
    pub(super) project_revision: u64,
}

/// What changed and is to be shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// Images, and all that hangs on them.
    Images,
    /// Labels, clusters, history.
    Labels,
    /// Runs and the first guess.
    Runs,
}

impl Engine {
    /// With nothing open.
    pub fn new(options: SessionOptions, links: Links) -> Self {
        let timings = Arc::new(timings::read(&options.data_dir));
        Self {
            timings,
            options,
            links,
            open: None,
            job: None,
            exports: Vec::new(),
            waiting: VecDeque::new(),
            next_job: 1,
            shown: Snapshot::default(),
            watch: None,
            is_look_due: false,
            is_pack_check_due: false,
            growth: Growth::default(),
            next_seq: 1,
            labels_revision: 0,
            project_revision: 0,
        }
    }

    /// Until every front end is gone or one asks for the end.
    pub fn work(mut self, inbox: &Receiver<(Ticket, Request)>, from_workers: &Receiver<FromWorker>) {
        loop {
            select! {
                recv(inbox) -> request => match request {
                    Ok((ticket, Request::Shutdown)) => {
                        self.close(from_workers);
                        self.end(Some(ticket), Outcome::Done(Deed::Told, told!("engine-closed")));
                        return;
                    }
                    Ok((ticket, request)) => {
                        self.guarded(Some(ticket), |engine| engine.take(ticket, request));
                    }
                    Err(_) => return self.close(from_workers),
                },
                recv(from_workers) -> message => {
                    // The engine holds a sender itself, so the channel is never closed.
                    if let Ok(message) = message {
                        self.guarded(None, |engine| engine.hear(message));
                    }
                }
            }
        }
    }

    /// An error of ours ends the request, not the program: everything that counts is on disk already.
    fn guarded(&mut self, ticket: Option<Ticket>, act: impl FnOnce(&mut Self)) {
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| act(self))).is_err() {
            self.end(ticket, Outcome::Failed(told!("engine-fault")));
        }
    }

    /// The folder changed: it is looked at as soon as nothing else is at work.
    pub(super) fn look_when_free(&mut self) {
        // What a look finds is to be kept, and a stranger's folder is looked at only when somebody says so.
        self.is_look_due = !self.shown.is_stranger && self.open.is_some() && self.shown.unkept.is_none();
        if self.job.is_none()
            && std::mem::take(&mut self.is_look_due)
            && let Err(error) = self.start_import(None, false)
        {
            self.end(None, Outcome::Warning(error.into()));
        }
    }

    /// Stops everything; what finished is kept.
    pub(super) fn close(&mut self, from_workers: &Receiver<FromWorker>) {
        self.watch = None;
        self.remember();
        self.waiting.clear();
        for job in self.job.iter().chain(&self.exports) {
            job.cancel.cancel();
        }
        while self.job.is_some() || !self.exports.is_empty() {
            match from_workers.recv() {
                Ok(message) => self.hear(message),
                Err(_) => return,
            }
        }
    }

    /// Carries out one request.
    pub(super) fn take(&mut self, ticket: Ticket, request: Request) {
        self.make_way_for(&request);
        if request.changes_project()
            && let Err(error) = self.make_writable()
        {
            return self.end(Some(ticket), Outcome::Failed(error.into()));
        }
        let result = match request {
            request if self.shown.is_stranger && reads_photos(&request) => self.ask_who_made_it(),
            Request::Open { path, project } => self.ask_open(ticket, path, project),
            Request::OpenProject(path) => self.open_project(ticket, &path),
            Request::Trust { project, folder } => {
                let trusted = trust::trust_shown(&self.options.data_dir, &project, &folder);
                trusted.and_then(|()| self.ask_open(ticket, project, None))
            }
            Request::OpenSample => self.start_sample(ticket),
            Request::Import => {
                self.is_pack_check_due = true;
                self.start_import(Some(ticket), false)
            }
            Request::Retry => self.start_import(Some(ticket), true),
            Request::Forget { with_away } => self.forget(ticket, with_away),
            Request::Run { settings, resume } => self.start_run(ticket, *settings, resume),
            Request::Pause => self.set_paused(ticket, true),
            Request::Resume => self.set_paused(ticket, false),
            Request::Cancel(id) => self.cancel(ticket, id),
            Request::Edit(edit) => self.edit(ticket, edit),
            Request::Undo => self.change(ticket, Deed::Undone, Open::undo),
            Request::Redo => self.change(ticket, Deed::Redone, Open::redo),
            Request::GoTo(point) => {
                let from = self.open.as_ref().map_or(Point::BEGINNING, |open| open.history.now());
                self.change(ticket, Deed::Went { from }, |open| open.go_to(point))
            }
            Request::Refine { take } => self.start_refine(ticket, take),
            Request::Improve { take } => self.start_improvement(ticket, take),
            Request::Place => self.start_place(ticket, Told::default()),
            Request::Leave => self.change(ticket, Deed::Told, |open| match open.offer(None) {
                Some(run) => Ok(told!("engine-discarded", run = run.0)),
                None => Err(SessionError::NothingToDo(told!("engine-none-waits"))),
            }),
            Request::Export(request) => self.start_export(ticket, &request),
            Request::Download(name) => self.start_download(ticket, name),
            Request::LearnWords(name) => self.start_words(ticket, name),
            Request::Check => self.start_check(ticket),
            Request::Archive(out) => self.start_archive(ticket, out),
            Request::UseWords(path) => self.use_words(ticket, &path),
            // Taken by the loop.
            Request::Shutdown => Ok(()),
        };
        if let Err(error) = result {
            let outcome = match error {
                SessionError::Stranger { project, folder } => Outcome::Stranger { project, folder },
                error => Outcome::Failed(error.into()),
            };
            self.end(Some(ticket), outcome);
        }
    }

    /// One message of a worker.
    fn hear(&mut self, message: FromWorker) {
        match message {
            FromWorker::Images(changes) => {
                let Some(open) = &mut self.open else { return };
                match open.put_images(changes) {
                    Ok(()) => self.show_growth(),
                    Err(error) => {
                        // The disk is full, or worse: what is not kept need not be read.
                        match &mut self.job {
                            Some(job) => {
                                job.cancel.cancel();
                                job.failure = Some(error.into());
                            }
                            None => self.end(None, Outcome::Warning(error.into())),
                        }
                    }
                }
            }
            FromWorker::Warning(told) => self.end(None, Outcome::Warning(told)),
            FromWorker::Epoch(run, metrics) => {
                let Some(open) = &mut self.open else { return };
                match open.put_epoch(run, *metrics) {
                    Ok(()) => self.show(Changed::Runs),
                    Err(error) => self.end(None, Outcome::Warning(error.into())),
                }
            }
            FromWorker::Proposed(run, n_clusters) => {
                let Some(open) = &mut self.open else { return };
                if let Err(error) = open.keep_proposed(run, n_clusters) {
                    self.end(None, Outcome::Warning(error.into()));
                }
            }
            FromWorker::FolderChanged => self.look_when_free(),
            FromWorker::PixelsDamaged => {
                self.is_pack_check_due = true;
                self.look_when_free();
            }
            FromWorker::NotWatching(why) => {
                self.end(None, Outcome::Warning(told!("engine-not-watching", why = why)));
            }
            FromWorker::Provisional(guess) => {
                let Some(open) = &mut self.open else { return };
                open.provisional = Some(Arc::new(view::in_order_of(guess, open.provisional.as_deref())));
                self.show(Changed::Runs);
            }
            FromWorker::Ended(id, ending) => self.job_ended(id, ending),
        }
    }

    fn edit(&mut self, ticket: Ticket, change: Change) -> Result<(), SessionError> {
        let adopted = match &change {
            Change::AdoptRun(run) => Some(*run),
            _ => None,
        };
        let open = self.opened()?;
        let edit = open.edit_of(change)?;
        let words = open.edit(edit)?;
        self.show_quietly(Changed::Labels);
        match adopted {
            Some(run) => self.end_adoption(Some(ticket), run, Deed::Edited, told!("engine-used", run = run.0)),
            None => self.end(Some(ticket), Outcome::Done(Deed::Edited, words)),
        }
        Ok(())
    }

    /// Takes images that are gone out of the project.
    fn forget(&mut self, ticket: Ticket, with_away: bool) -> Result<(), SessionError> {
        if self.job.is_some() {
            return Err(SessionError::Busy(told!("engine-busy")));
        }
        let n = self.opened()?.forget(with_away)?;
        if n == 0 {
            return Err(SessionError::NothingToDo(told!("engine-none-gone")));
        }
        self.show_quietly(Changed::Images);
        self.end(Some(ticket), Outcome::Done(Deed::Told, told!("engine-forgot", n = n)));
        Ok(())
    }

    fn change(
        &mut self,
        ticket: Ticket,
        deed: Deed,
        change: impl FnOnce(&mut Open) -> Result<Told, SessionError>,
    ) -> Result<(), SessionError> {
        let words = change(self.opened()?)?;
        self.show_quietly(Changed::Labels);
        self.end(Some(ticket), Outcome::Done(deed, words));
        Ok(())
    }

    /// The open project.
    pub(super) fn opened(&mut self) -> Result<&mut Open, SessionError> {
        self.open.as_mut().ok_or(SessionError::NothingOpen)
    }

    /// Opens a project directory without looking at its folder.
    fn open_project(&mut self, ticket: Ticket, path: &Path) -> Result<(), SessionError> {
        if self.job.is_some() {
            return Err(SessionError::Busy(told!("engine-busy")));
        }
        if !places::is_project(path) {
            return Err(places::why_none(path));
        }
        self.open_now(path, None)?;
        self.end(Some(ticket), Outcome::Done(Deed::Told, told!("engine-opened", path = path.display().to_string())));
        Ok(())
    }

    /// Opens a folder or a project, then looks at the folder.
    fn ask_open(&mut self, ticket: Ticket, path: PathBuf, project: Option<PathBuf>) -> Result<(), SessionError> {
        if let Some(job) = &self.job {
            // What is open gives way: a person asked for something else.
            job.cancel.cancel();
            self.waiting.push_back((ticket, Request::Open { path, project }));
            return Ok(());
        }
        if places::is_project(&path) {
            if let Some(other) = project.filter(|other| *other != path) {
                let (path, other) = (path.display().to_string(), other.display().to_string());
                return Err(SessionError::Words(told!("engine-two-projects", path = path, other = other)));
            }
            self.open_found(&path)?;
        } else if !path.exists() {
            // What is known of a folder can be worked with while its drive is away.
            let known = match project {
                Some(project) => Some(project).filter(|project| moved::is_of_gone(project, &path)),
                None => moved::project_of_gone(&self.options.data_dir, &path),
            };
            let known = known.ok_or_else(|| places::why_none(&path))?;
            self.open_found(&known)?;
        } else {
            if !path.is_dir() {
                return Err(SessionError::Words(told!("engine-no-folder", path = path.display().to_string())));
            }
            let folder = std::fs::canonicalize(&path).unwrap_or(path);
            if let Some(project) = &project {
                moved::check_owner(project, &folder)?;
            }
            let project = project.unwrap_or_else(|| moved::project_for(&self.options.data_dir, &folder));
            if project.starts_with(&folder) && project.parent() != Some(&folder) {
                tracing::info!(project = %project.display(), "the project lies within the photo folder, as asked");
            }
            self.open_now(&project, Some(&folder))?;
        }
        if self.shown.unkept.is_some() {
            // What a look at the folder finds could not be kept.
            let path = self.opened()?.store.path().display().to_string();
            self.end(Some(ticket), Outcome::Done(Deed::Told, told!("engine-opened-to-look", path = path)));
            return Ok(());
        }
        self.start_import(Some(ticket), false)
    }

    /// Opens a project with its folder, wherever that is now, unless it is a stranger's.
    fn open_found(&mut self, project: &Path) -> Result<(), SessionError> {
        trust::check(&self.options.data_dir, project)?;
        let folder = moved::find_folder(project);
        self.open_now(project, folder.as_deref())?;
        if let Some(folder) = folder {
            let told = told!("engine-folder-found", folder = folder.display().to_string());
            self.end(None, Outcome::Warning(told));
        }
        Ok(())
    }

    pub(super) fn open_now(&mut self, project: &Path, folder: Option<&Path>) -> Result<(), SessionError> {
        // The lock of the project that is open is given back first: it may be the same one.
        self.remember();
        let is_same = self.open.as_ref().is_some_and(|open| open.store.path() == project);
        if is_same {
            self.open = None;
        }
        let opened = match Open::for_writing(project, folder) {
            // It can be looked at and exported from; whatever would change it says why it can not.
            Err(SessionError::Store(error)) if error.leaves_reading() && places::is_project(project) => {
                Open::open_read_only(project).map(|open| (open, Some(Unkept { why: Told::words(error.to_string()) })))
            }
            opened => opened.map(|open| (open, None)),
        };
        if opened.is_err() && is_same {
            self.forget_shown();
        }
        let (opened, unkept) = opened?;
        // Who names a folder wants it to be read; a project that can only be read goes on with its own.
        let is_named = folder.is_some_and(|folder| unkept.is_none() || opened.store.folder() == folder);
        let is_known = trust::note_opened(&self.options.data_dir, &opened.store, is_named);
        self.watch = (self.options.watches && is_known)
            .then(|| Watch::start(opened.store.folder(), self.links.to_engine.clone()))
            .flatten();
        (self.is_look_due, self.is_pack_check_due) = (false, false);
        self.growth = Growth::default();
        let notice = self.open.insert(opened).notice.take();
        self.project_revision += 1;
        self.forget_shown();
        self.shown.is_stranger = !is_known;
        self.shown.unkept = unkept.map(Arc::new);
        self.show(Changed::Images);
        self.remember();
        if let Some(told) = notice {
            self.end(None, Outcome::Warning(told));
        }
        Ok(())
    }

    /// What is shown of a project goes; what was told stays.
    fn forget_shown(&mut self) {
        let log = Arc::clone(&self.shown.log);
        self.shown = Snapshot { revision: self.shown.revision, log, ..Snapshot::default() };
    }

    /// Puts the open project on the list of recent ones.
    pub(super) fn remember(&self) {
        let (Some(info), Some(open)) = (&self.shown.project, &self.open) else { return };
        if self.shown.is_stranger {
            return;
        }
        let (clusters, rows) = (&self.shown.clusters, &self.shown.images.rows);
        let of_clusters = clusters.iter().filter_map(|cluster| cluster.cover);
        // Before there are groups: pictures from all over the folder.
        let spread = rows.iter().step_by((rows.len() / places::N_COVERS).max(1)).map(|row| row.id);
        let covers = open.thumbnails(of_clusters.chain(spread.filter(|_| clusters.is_empty())).take(places::N_COVERS));
        let recent = places::Recent {
            name: info.name.clone(),
            folder: info.folder.clone(),
            project: info.path.clone(),
            opened: places::unix_now(),
            n_images: rows.len() as u64,
            progress: places::RecentProgress {
                n_groups: clusters.len() as u64,
                n_named: clusters.iter().filter(|cluster| cluster.is_named).count() as u64,
                n_confirmed: clusters.iter().map(|cluster| cluster.n_confirmed as u64).sum(),
                is_exported: self.shown.exported.as_ref().is_some_and(|exported| exported.is_current),
            },
            covers: Vec::new(),
        };
        places::remember(&self.options.data_dir, recent, &covers);
    }

    /// Takes a run's clusters as an edit.
    pub(super) fn adopt(&mut self, run: RunId) -> Result<Told, SessionError> {
        let open = self.opened()?;
        let edit = open.adoption(run)?;
        open.edit(edit)
    }

    /// Shows images that came, if they have been waited for long enough.
    pub(super) fn show_growth(&mut self) {
        if self.growth.came() {
            self.show_all_that_came();
        }
    }

    /// Shows images that came and wait to be shown.
    pub(super) fn show_all_that_came(&mut self) {
        if self.growth.is_due() {
            let started = Instant::now();
            self.show(Changed::Images);
            self.growth.was_shown(started.elapsed());
        }
    }

    /// Publishes what changed.
    pub(super) fn show(&mut self, changed: Changed) {
        self.show_quietly(changed);
        self.publish();
    }

    pub(super) fn show_quietly(&mut self, changed: Changed) {
        let Some(open) = &mut self.open else { return };
        if changed == Changed::Images {
            open.show_images(&mut self.shown);
        }
        if matches!(changed, Changed::Images | Changed::Labels) {
            open.show_labels(&mut self.shown);
            self.labels_revision += 1;
        }
        if matches!(changed, Changed::Images | Changed::Runs) {
            open.show_runs(&mut self.shown);
        }
        if matches!(changed, Changed::Images | Changed::Labels) {
            self.feed_reader(changed == Changed::Images);
        }
    }

    fn feed_reader(&self, has_new_images: bool) {
        let Some(open) = &self.open else { return };
        let before = self.links.reader.source().filter(|s| s.project_revision == self.project_revision);
        let snapshot = Arc::new(Snapshot { log: Arc::default(), ..self.shown.clone() });
        let mut source = Source::of(open, snapshot, before.as_ref(), has_new_images);
        if before.is_none() {
            let (is_told, to_engine) = (AtomicBool::new(false), self.links.to_engine.clone());
            source.packs = Arc::new(PackReader::noticing(&open.store.pixels_dir(), move || {
                // Once is enough; where there is no room for a word, the next piece says it.
                if !is_told.swap(true, Ordering::Relaxed) && to_engine.try_send(FromWorker::PixelsDamaged).is_err() {
                    is_told.store(false, Ordering::Relaxed);
                }
            }));
        }
        source.labels_revision = self.labels_revision;
        source.project_revision = self.project_revision;
        self.links.reader.set_source(source);
    }

    /// Writes an outcome to the log and publishes.
    pub(super) fn end(&mut self, ticket: Option<Ticket>, outcome: Outcome) {
        match &outcome {
            Outcome::Failed(words) | Outcome::Refused(words) => tracing::warn!(%words, "not done"),
            Outcome::Stranger { project, .. } => {
                tracing::info!(project = %project.display(), "made elsewhere: asked about");
            }
            Outcome::Warning(words) => tracing::warn!(%words, "warning"),
            _ => (),
        }
        if self.shown.unkept.is_some() || matches!(outcome, Outcome::Failed(_) | Outcome::Warning(_)) {
            self.note_place();
        }
        let log = Arc::make_mut(&mut self.shown.log);
        log.push(Arc::new(LogEntry { seq: self.next_seq, ticket, outcome }));
        if log.len() > LOG_LENGTH {
            log.remove(0);
        }
        self.next_seq += 1;
        self.publish();
    }

    pub(super) fn publish(&mut self) {
        self.shown.revision += 1;
        self.shown.timings = Arc::clone(&self.timings);
        self.shown.job = self.job.as_ref().or(self.exports.first()).map(Job::info);
        self.links.snapshot.set(self.shown.clone());
        self.links.waker.wake();
    }

    /// A failed or cancelled job of an ending.
    pub(super) fn outcome_of(kind: JobKind, ending: Ending) -> Outcome {
        match ending {
            Ending::Done(words) => Outcome::Done(Deed::Told, words),
            Ending::Looked(deed, words, _) => Outcome::Done(deed, words),
            Ending::Cancelled => Outcome::Cancelled(Some(kind)),
            Ending::Failed(words) => Outcome::Failed(words),
            Ending::Refused(words) => Outcome::Refused(words),
            Ending::SampleReady(_) | Ending::RunDone(..) | Ending::Placed(_) | Ending::Checked(_) => {
                Outcome::Done(Deed::Told, Told::default())
            }
        }
    }
}
