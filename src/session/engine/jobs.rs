//! Jobs: how each kind begins, how it is held and stopped, and what its end changes.

use super::core::{Changed, Engine};
use super::job::Job;
use crate::clustering::settings::RunSettings;
use crate::control::{CancelToken, Progress};
use crate::curation::labels::Labels;
use crate::dataset::sample;
use crate::features::Source;
use crate::features::vectors::Names;
use crate::ids::{ClusterId, ImageId, JobId, RunId};
use crate::room;
use crate::session::folder::report::{LookReport, away_words};
use crate::session::insight::search;
use crate::session::insight::search::RunPlace;
use crate::session::project::said::Said;
use crate::session::project::{aside, places, timings, view};
use crate::session::protocol::{Deed, ExportRequest, Exported, JobKind, Outcome, Request, Ticket};
use crate::session::worker::{
    self, Context, DownloadWork, Ending, ExportWork, ImportWork, RefineWork, RunWork, SampleWork,
};
use crate::session::{SessionError, models};
use crate::store::layout;
use crate::store::{ImageRow, Presence, RunBase, RunOutcome, RunRow, StoredRunState, content_key};
use crate::strings::{Told, told};
use crate::timing::Course;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

impl Engine {
    pub(super) fn begin(
        &mut self,
        kind: JobKind,
        ticket: Option<Ticket>,
        run: Option<RunId>,
        work: impl FnOnce(&Context) -> Ending + Send + 'static,
    ) -> Result<(), SessionError> {
        let id = JobId(self.next_job);
        self.next_job += 1;
        let cancel = CancelToken::default();
        // An export beside a run must not write over the run's progress. (A run that begins beside an export takes it over.)
        let progress = match kind {
            JobKind::Export | JobKind::Archive if self.job.is_some() => crate::control::Latest::default(),
            _ => self.links.progress.clone(),
        };
        progress.set(Progress::default());
        let context = Context {
            job: id,
            cancel: cancel.clone(),
            progress,
            waker: self.links.waker.clone(),
            engine: self.links.to_engine.clone(),
            course: Course::default(),
            timings: Arc::clone(&self.timings),
            place: self.open.as_ref().and_then(|open| open.store.place().cloned()),
        };
        let course = context.course.clone();
        let name = match kind {
            JobKind::Import => "gleaner-import",
            JobKind::Run | JobKind::Refine | JobKind::Improve => "gleaner-learner",
            JobKind::Export => "gleaner-export",
            JobKind::Download => "gleaner-download",
            JobKind::Place => "gleaner-place",
            JobKind::Check => "gleaner-check",
            JobKind::Archive => "gleaner-archive",
        };
        let thread = worker::start(name, context, work)
            .map_err(|e| SessionError::Words(told!("engine-no-thread", why = e.to_string())))?;
        let (failure, exports, thread) = (None, None, Some(thread));
        let job = Job { id, kind, ticket, cancel, course, run, failure, takes: false, exports, thread };
        match kind {
            JobKind::Export | JobKind::Archive => self.exports.push(job),
            _ => self.job = Some(job),
        }
        self.publish();
        Ok(())
    }

    /// Looks at the folder of the open project; once more at what ended the program, if it `retries`.
    pub(super) fn start_import(&mut self, ticket: Option<Ticket>, retries: bool) -> Result<(), SessionError> {
        if let (Some(job), Some(ticket)) = (&self.job, ticket) {
            if matches!(job.kind, JobKind::Run | JobKind::Refine) {
                return Err(SessionError::Busy(told!("engine-busy-look")));
            }
            self.waiting.push_back((ticket, if retries { Request::Retry } else { Request::Import }));
            return Ok(());
        }
        let work = ImportWork { retries, ..self.import_work()? };
        self.begin(JobKind::Import, ticket, None, |context| work.run(context))
    }

    /// A look at the folder of the open project.
    fn import_work(&mut self) -> Result<ImportWork, SessionError> {
        self.check_who_made_it()?;
        let threads = self.options.threads;
        let checks_packs = std::mem::take(&mut self.is_pack_check_due);
        let open = self.opened()?;
        Ok(ImportWork {
            checks_packs,
            folder: open.store.folder().to_path_buf(),
            project: open.store.path().to_path_buf(),
            pixels_dir: open.store.pixels_dir(),
            threads,
            retries: false,
            rows: open.rows().cloned().collect(),
            decided: open.decided(),
            found: LookReport::default(),
        })
    }

    /// Opens the sample at once and draws what of it is not there yet, whose pictures appear as they come.
    pub(super) fn start_sample(&mut self, ticket: Ticket) -> Result<(), SessionError> {
        if let Some(job) = &self.job {
            job.cancel.cancel();
            self.waiting.push_back((ticket, Request::OpenSample));
            return Ok(());
        }
        let dir = places::sample_dir(&self.options.data_dir);
        let folder = sample::folder(&dir);
        let made = std::fs::create_dir_all(&folder);
        made.map_err(|e| SessionError::Words(room::failed(&folder, &e)))?;
        let project = places::project_of(&self.options.data_dir, &folder);
        let folder = std::fs::canonicalize(&folder).unwrap_or(folder);
        self.open_now(&project, Some(&folder))?;
        let work = SampleWork { dir, seed: 0, import: self.import_work()? };
        self.begin(JobKind::Import, Some(ticket), None, |context| work.run(context))
    }

    /// Learns and clusters.
    pub(super) fn start_run(
        &mut self,
        ticket: Ticket,
        settings: RunSettings,
        resume: bool,
    ) -> Result<(), SessionError> {
        match self.job.as_ref().map(|job| job.kind) {
            Some(JobKind::Run | JobKind::Refine) => {
                return Err(SessionError::Busy(told!("engine-busy-run")));
            }
            Some(_) => {
                self.waiting.push_back((ticket, Request::Run { settings: Box::new(settings), resume }));
                return Ok(());
            }
            None => (),
        }
        self.begin_run(ticket, settings, resume, JobKind::Run)
    }

    /// Begins a run of this kind; nothing else is at work.
    pub(super) fn begin_run(
        &mut self,
        ticket: Ticket,
        settings: RunSettings,
        resume: bool,
        kind: JobKind,
    ) -> Result<(), SessionError> {
        self.check_who_made_it()?;
        let checked = settings.check()?;
        let open = self.opened()?;
        let (mut images, away): (Vec<ImageRow>, Vec<ImageRow>) =
            open.ready_rows().cloned().partition(|row| row.record.presence == Presence::Here);
        if away.len() > images.len() {
            // A drive that is not connected is no reason to learn from what is left.
            return Err(SessionError::Words(told!("engine-away-no-run", away = away_words(away.len()))));
        }
        let n_away = away.len();
        let ready = images.clone();
        let labels = open.history.labels();
        // A person said that they belong in no class.
        images.retain(|row| !labels.label(row.id).is_junk);
        let n_all = images.len();
        if let Source::Vectors(path) = &settings.features {
            let names = Names::read(path).map_err(|e| SessionError::Words(Told::of(e)))?;
            images.retain(|row| names.row(&row.record.path.display()).is_some());
            if images.is_empty() {
                return Err(SessionError::Words(told!("engine-no-rows", path = path.display().to_string())));
            }
        }
        let n_without = n_all - images.len();
        let present = (kind == JobKind::Improve).then(|| present(&images, labels));
        let of_run: BTreeSet<ImageId> = images.iter().map(|row| row.id).collect();
        let said = Said::of(labels).among(|image| of_run.contains(&image));
        crate::clustering::pipeline::words::check_images(images.len(), settings.clusters)
            .map_err(SessionError::Words)?;
        crate::clustering::pipeline::device_name(&settings).map_err(|e| SessionError::Words(e.into()))?;
        let mut unfinished = None;
        let mut untaken = None;
        if resume {
            let is_like_it = |row: &&RunRow| {
                row.state == StoredRunState::Unfinished && row.settings == settings && !open.is_refinement(row.id)
            };
            for row in open.runs().rev().filter(is_like_it) {
                if let Some(as_begun) = as_begun(&open.store.run_images(row.id)?, &ready, &images) {
                    images = as_begun;
                    unfinished = Some(row.clone());
                    break;
                }
            }
            // One that was cut off between its end and the edit that takes it has nothing left to learn.
            let taken: BTreeSet<RunId> =
                view::history_view(&open.history).changes.iter().filter_map(|made| made.takes).collect();
            let is_its_end = |row: &&RunRow| {
                row.state == StoredRunState::Done
                    && !taken.contains(&row.id)
                    && is_of_settings(&row.settings, &settings)
                    && !open.is_refinement(row.id)
                    && row.content == Some(content_key(images.iter()))
            };
            let newest = open.runs().next_back().filter(|row| unfinished.is_none() && is_its_end(row));
            untaken = newest.map(|row| row.id);
        }
        if let Some(run) = untaken {
            open.provisional = None;
            self.settle_run(Some(ticket), run, kind, false);
            return Ok(());
        }
        let run = if let Some(found) = &unfinished {
            found.id
        } else {
            let ids: Vec<ImageId> = images.iter().map(|row| row.id).collect();
            let run = open.store.begin_run(&settings, &ids)?;
            open.store.keep_content(run, &content_key(images.iter()))?;
            run
        };
        let is_resumed = unfinished.is_some();
        let seconds_before = unfinished.iter().flat_map(|row| &row.epochs).map(|epoch| epoch.seconds).sum();
        let (content, proposed) = unfinished.map_or((None, None), |row| (row.content, row.proposed));
        let work = RunWork {
            run,
            resume: is_resumed,
            content,
            proposed,
            seconds_before,
            settings,
            images,
            folder: open.store.folder().to_path_buf(),
            pixels_dir: open.store.pixels_dir(),
            dir: open.store.run_dir(run),
            prepared_dir: open.store.path().join(layout::PREPARED),
            features_dir: search::features_dir(open.store.path()),
            said,
            present,
        };
        open.reload_runs()?;
        open.provisional = None;
        self.show(Changed::Runs);
        if n_away > 0 {
            self.end(None, Outcome::Warning(told!("engine-away-left-out", away = away_words(n_away))));
        }
        if n_without > 0 {
            self.end(None, Outcome::Warning(told!("engine-without-row", n = n_without)));
        }
        if resume && !is_resumed {
            self.end(None, Outcome::Warning(told!("engine-begins-anew")));
        }
        self.begin(kind, Some(ticket), Some(run), move |context| work.run(&checked, context))
    }

    /// Learns from corrections on the rows of the adopted run.
    pub(super) fn start_refine(&mut self, ticket: Ticket, take: bool) -> Result<(), SessionError> {
        match self.job.as_ref().map(|job| job.kind) {
            Some(JobKind::Run | JobKind::Refine) => {
                return Err(SessionError::Busy(told!("engine-busy-run")));
            }
            Some(_) => {
                self.waiting.push_back((ticket, Request::Refine { take }));
                return Ok(());
            }
            None => (),
        }
        let snapshot = Arc::new(self.shown.clone());
        let open = self.opened()?;
        let adopted = open.history.labels().adopted().and_then(|id| open.run(id));
        let no_run = || SessionError::NoClusters(told!("engine-nothing-to-refine"));
        let base = adopted.ok_or_else(no_run)?;
        if snapshot.clusters.is_empty() {
            return Err(no_run());
        }
        let of_base: BTreeSet<ImageId> = open.store.run_images(base.id)?.into_iter().collect();
        let said = Said::of(open.history.labels()).among(|image| of_base.contains(&image));
        if said.is_empty() {
            return Err(SessionError::Words(told!("engine-nothing-to-learn")));
        }
        let place = RunPlace::of(base, &open.store).ok_or_else(no_run)?;
        let root = base.base.as_ref().filter(|root| root.is_known()).map_or(base.id, |root| root.run);
        let (base, seed) = (base.id, place.settings.seed);
        let settings = RunSettings { clusters: snapshot.clusters.len(), ..RunSettings::clone(&place.settings) };
        let images: Vec<ImageId> = open.store.run_images(base)?;
        let mut columns: Vec<ClusterId> = snapshot.clusters.iter().map(|cluster| cluster.id).collect();
        columns.sort_unstable();
        let run = open.store.begin_refinement(&settings, &images, &RunBase { run: root, clusters: columns.clone() })?;
        let work = RefineWork {
            run,
            dir: open.store.run_dir(run),
            base_dir: place.dir,
            kept: place.kept,
            snapshot,
            columns,
            said,
            seed,
        };
        open.reload_runs()?;
        self.show(Changed::Runs);
        self.begin(JobKind::Refine, Some(ticket), Some(run), |context| work.run(context))?;
        if let Some(job) = &mut self.job {
            job.takes = take;
        }
        Ok(())
    }

    /// Writes labels out, beside whatever else is at work.
    pub(super) fn start_export(&mut self, ticket: Ticket, request: &ExportRequest) -> Result<(), SessionError> {
        let snapshot = self.shown.clone();
        let open = self.opened()?;
        let work = ExportWork::gather(open, &snapshot, request);
        let exported = aside::exported(request, open.history.now());
        let project = open.store.path().to_path_buf();
        self.begin(JobKind::Export, Some(ticket), None, |context| work.run(context))?;
        if let Some(job) = self.exports.last_mut() {
            job.exports = Some((project, exported));
        }
        Ok(())
    }

    /// Downloads weights. Nothing needs to be open.
    pub(super) fn start_download(&mut self, ticket: Ticket, name: String) -> Result<(), SessionError> {
        let model = models::model(&name)?;
        if let Some(job) = &self.job {
            if matches!(job.kind, JobKind::Run | JobKind::Refine) {
                return Err(SessionError::Busy(told!("engine-busy-download")));
            }
            self.waiting.push_back((ticket, Request::Download(name)));
            return Ok(());
        }
        self.begin(JobKind::Download, Some(ticket), None, |context| DownloadWork { model }.run(context))
    }

    /// Holds the job, or lets it go on.
    pub(super) fn set_paused(&mut self, ticket: Ticket, is_paused: bool) -> Result<(), SessionError> {
        let job = self.job.as_ref().ok_or(SessionError::NothingToDo(told!("engine-nothing-runs")))?;
        job.cancel.set_paused(is_paused);
        job.course.hold(is_paused);
        self.show_all_that_came();
        let told = if is_paused { told!("engine-paused") } else { told!("engine-resumed") };
        self.end(Some(ticket), Outcome::Done(Deed::Steered, told));
        Ok(())
    }

    /// Stops a job.
    pub(super) fn cancel(&mut self, ticket: Ticket, id: JobId) -> Result<(), SessionError> {
        let job = self.job.iter().chain(&self.exports).find(|job| job.id == id);
        let job = job.ok_or(SessionError::NothingToDo(told!("engine-job-over")))?;
        job.cancel.cancel();
        // What waited for it was asked for before: it goes with it.
        for (waiting, request) in std::mem::take(&mut self.waiting) {
            self.end(Some(waiting), Outcome::Cancelled(job_of(&request)));
        }
        self.end(Some(ticket), Outcome::Done(Deed::Steered, told!("engine-stopping")));
        Ok(())
    }

    /// A worker ended: its result is kept, then what waited for it begins.
    pub(super) fn job_ended(&mut self, id: JobId, ending: Ending) {
        let job = match self.exports.iter().position(|job| job.id == id) {
            Some(at) => Some(self.exports.remove(at)),
            None => self.job.take_if(|job| job.id == id),
        };
        let Some(mut job) = job else { return };
        // It said its last word: it is about to end.
        if job.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("a worker could not be joined");
        }
        self.learn_timings(&job, &ending);
        if !matches!(ending, Ending::SampleReady(_)) {
            // What follows shows them, without a moment in between in which nothing is at work.
            self.show_all_that_came();
        }
        match (job.kind, ending) {
            (_, Ending::Cancelled | Ending::Done(_)) if job.failure.is_some() => {
                self.end(job.ticket, Outcome::Failed(job.failure.take().unwrap_or_default()));
            }
            // What was drawn before, and not read then, is read now.
            (JobKind::Import, Ending::SampleReady(found)) => {
                let looked = self.import_work().and_then(|work| {
                    let work = ImportWork { found, ..work };
                    self.begin(JobKind::Import, job.ticket, None, |context| work.run(context))
                });
                if let Err(error) = looked {
                    self.end(job.ticket, Outcome::Failed(error.into()));
                }
            }
            (_, Ending::Looked(deed, words, report)) => {
                if let Some(open) = &mut self.open {
                    open.last_look = Some(report);
                    open.note_look();
                }
                if report.healed > 0 {
                    // What was said of pictures that could not be shown is said no more.
                    self.project_revision += 1;
                    self.show(Changed::Images);
                } else {
                    self.show(Changed::Labels);
                }
                self.remember();
                // Nobody asked, and nothing happened: nothing is said.
                if job.ticket.is_some() || report.is_news() {
                    self.end(job.ticket, Outcome::Done(deed, words));
                } else {
                    self.publish();
                }
            }
            (JobKind::Improve, Ending::RunDone(run, outcome)) => self.improvement_done(&job, run, &outcome),
            (_, Ending::RunDone(run, outcome)) => self.run_done(&job, run, &outcome),
            (_, Ending::Checked(checkup)) => self.checked(job.ticket, *checkup),
            (_, Ending::Placed(placing)) => self.place(job.ticket, *placing),
            (JobKind::Run | JobKind::Refine | JobKind::Improve, ending) => self.run_broke(&job, ending),
            (kind, ending) => {
                match kind {
                    // Stopped or failed; what was read until then is there.
                    JobKind::Import => {
                        if let Some(open) = &mut self.open {
                            open.note_look();
                        }
                        self.show(Changed::Labels);
                    }
                    JobKind::Export if matches!(ending, Ending::Done(_)) => self.note_export(job.exports),
                    // What could not be named or searched for may be now: the reader forgets why.
                    JobKind::Download => self.show(Changed::Labels),
                    _ => (),
                }
                self.end(job.ticket, Self::outcome_of(kind, ending));
            }
        }
        while self.job.is_none() {
            let Some((ticket, request)) = self.waiting.pop_front() else { break };
            self.take(ticket, request);
        }
        if self.job.is_none() && self.is_look_due {
            self.look_when_free();
        }
    }

    /// Remembers what the parts of a job took: all of them if it was done, else those that were over.
    fn learn_timings(&mut self, job: &Job, ending: &Ending) {
        let is_done = !matches!(ending, Ending::Cancelled | Ending::Failed(_) | Ending::Refused(_));
        let took = job.course.end(is_done && job.failure.is_none());
        if took.is_empty() {
            return;
        }
        let all = Arc::make_mut(&mut self.timings);
        for (kind, took) in took {
            all.note(&kind, took);
        }
        timings::keep(&self.options.data_dir, all);
    }

    /// Remembers what was exported, with the project that it was exported from: another one may be open by now.
    fn note_export(&mut self, exports: Option<(PathBuf, Exported)>) {
        let Some((project, done)) = exports else { return };
        let done = Exported { written: places::unix_now(), ..done };
        let open = self.open.as_mut().filter(|open| open.store.path() == project);
        let place = open.as_ref().and_then(|open| open.store.place());
        if place.is_none_or(|place| place.check().is_ok()) {
            aside::keep(&project, Some(&done));
        }
        if let Some(open) = open {
            open.exported = Some(done);
            open.show_exported(&mut self.shown);
            self.remember();
        }
    }

    fn run_done(&mut self, job: &Job, run: RunId, outcome: &RunOutcome) {
        let kept = self.opened().and_then(|open| {
            open.store.finish_run(run, outcome)?;
            open.reload_runs()
        });
        match kept {
            Ok(()) => self.settle_run(job.ticket, run, job.kind, job.takes),
            Err(error) => {
                self.show(Changed::Images);
                self.end(job.ticket, Outcome::Failed(error.into()));
            }
        }
    }

    /// Takes the clusters of a run that is done, or offers them where people changed those that are there.
    fn settle_run(&mut self, ticket: Option<Ticket>, run: RunId, kind: JobKind, takes: bool) {
        let is_refinement = kind == JobKind::Refine;
        let kept = self.opened().map(|open| {
            let is_free = takes || !(is_refinement || open.history.is_edited_by_person());
            open.offer(Some(run).filter(|_| !is_free));
            is_free
        });
        let result = kept.and_then(|is_free| {
            if is_free {
                self.adopt(run)?;
            }
            Ok(is_free)
        });
        // Its order was the last that it had to give.
        if let Some(open) = &mut self.open {
            open.provisional = None;
        }
        match result {
            Ok(is_adopted) => {
                self.show(Changed::Images);
                let n = self.shown.clusters.len();
                let words = match (is_adopted, &self.shown.candidate) {
                    (true, _) if is_refinement => told!("engine-learned"),
                    (true, _) => told!("engine-found", n = n),
                    (_, Some(candidate)) => told!("engine-result-ready", changes = candidate.words()),
                    _ => told!("engine-result-kept"),
                };
                if is_adopted {
                    let deed = if is_refinement { Deed::Edited } else { Deed::Found(run) };
                    self.end_adoption(ticket, run, deed, words);
                } else {
                    self.end(ticket, Outcome::Done(Deed::Waiting { run, after: kind }, words));
                }
            }
            Err(error) => {
                self.show(Changed::Images);
                self.end(ticket, Outcome::Failed(error.into()));
            }
        }
    }

    /// Cancelled runs stay unfinished and can go on; failed ones say why.
    fn run_broke(&mut self, job: &Job, ending: Ending) {
        if matches!(&ending, Ending::Failed(words) if words.key() == "packs-damaged") {
            self.is_pack_check_due = true;
            self.is_look_due = true;
        }
        let why = match &ending {
            Ending::Failed(words) => Some(words.clone()),
            // There is nothing to go on with: it takes seconds.
            Ending::Cancelled if job.kind != JobKind::Run => Some(told!("engine-stopped-note")),
            _ => None,
        };
        let failed = match (why, job.run, &mut self.open) {
            (Some(words), Some(run), Some(open)) => open.fail_run(run, words),
            _ => Ok(()),
        };
        if let Some(open) = &mut self.open {
            open.provisional = None;
            if let Err(error) = failed.and_then(|()| open.reload_runs()) {
                self.end(None, Outcome::Warning(error.into()));
            }
        }
        self.show(Changed::Runs);
        self.end(job.ticket, Self::outcome_of(job.kind, ending));
    }
}

/// The job that a request waits to begin.
fn job_of(request: &Request) -> Option<JobKind> {
    match request {
        Request::Run { .. } => Some(JobKind::Run),
        Request::Refine { .. } => Some(JobKind::Refine),
        Request::Improve { .. } => Some(JobKind::Improve),
        Request::Place => Some(JobKind::Place),
        Request::Download(_) | Request::LearnWords(_) => Some(JobKind::Download),
        Request::Check => Some(JobKind::Check),
        Request::Import | Request::Retry | Request::Open { .. } | Request::Trust { .. } | Request::OpenSample => {
            Some(JobKind::Import)
        }
        _ => None,
    }
}

/// The cluster in force of each image, numbered from 0; images in none are one more.
fn present(images: &[ImageRow], labels: &Labels) -> Vec<u32> {
    let mut numbers: BTreeMap<Option<ClusterId>, u32> = BTreeMap::new();
    let number = |row: &ImageRow| {
        let next = numbers.len() as u32;
        *numbers.entry(labels.label(row.id).cluster).or_insert(next)
    };
    images.iter().map(number).collect()
}

/// Whether a run that is done had these settings when it began: one that chose its features has those that it chose.
fn is_of_settings(done: &RunSettings, asked: &RunSettings) -> bool {
    *done == *asked
        || (asked.features == Source::Auto && RunSettings { features: Source::Auto, ..done.clone() } == *asked)
}

/// The images that a run began with, if all of them are ready still and none is `wanted` beside them: what a person put into
/// junk meanwhile stays in the run, which would else begin anew.
fn as_begun(began: &[ImageId], ready: &[ImageRow], wanted: &[ImageRow]) -> Option<Vec<ImageRow>> {
    let known: BTreeSet<ImageId> = began.iter().copied().collect();
    let rows: Vec<ImageRow> = ready.iter().filter(|row| known.contains(&row.id)).cloned().collect();
    let is_same = rows.iter().map(|row| row.id).eq(began.iter().copied());
    (is_same && wanted.iter().all(|row| known.contains(&row.id))).then_some(rows)
}
