//! Long work on threads of its own: reading a folder, learning, writing labels out. Workers hand results to the engine
//! and write no database; a panic in one is a failed job.

mod download;
mod export;
mod features;
mod fitting;
pub(in crate::session) mod groups;
mod import;
mod place;
mod refine;
mod run;
mod sound;
mod squares;
mod suspects;
mod upkeep;
mod words;

pub use download::DownloadWork;
pub use export::{ExportWork, run_export};
pub(in crate::session) use import::append_tile;
pub use import::{ImportWork, SampleWork};
pub use place::{PlaceWork, Placing};
pub use refine::RefineWork;
pub use run::RunWork;
pub use upkeep::{ArchiveWork, CheckWork};
pub use words::WordsWork;

use super::folder::report::LookReport;
use super::protocol::{Checkup, Deed, Provisional};
use crate::control::{CancelToken, Latest, Progress, Waker};
use crate::ids::{JobId, RunId};
use crate::stage::EpochMetrics;
use crate::store::{Place, RowChange, RunOutcome, StoreError};
use crate::strings::{Told, told};
use crate::timing::{Course, Timings, Work};
use crossbeam_channel::Sender;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

/// What a worker tells the engine. Workers may wait for room in the channel; the engine never waits for a worker.
pub enum FromWorker {
    /// Rows whose bytes are synced.
    Images(Vec<RowChange>),
    /// Something in the folder is not as it was.
    FolderChanged,
    /// A piece of a pack is not what was written.
    PixelsDamaged,
    /// Changes in the folder can not be noticed, and why.
    NotWatching(String),
    /// Something that people should know, in words.
    Warning(Told),
    /// An epoch of a run ended.
    Epoch(RunId, Box<EpochMetrics>),
    /// The number of clusters that a run takes whose settings leave it open.
    Proposed(RunId, u32),
    /// A first guess of a run.
    Provisional(Provisional),
    /// The job ended.
    Ended(JobId, Ending),
}

/// How a job ended.
pub enum Ending {
    /// It is done: what came of it, in words for people.
    Done(Told),
    /// The folder was looked at: whether it is there, words, and the same in numbers.
    Looked(Deed, Told, LookReport),
    /// The sample is on disk, and what was read of it.
    SampleReady(LookReport),
    /// A run has a result, whose arrays are on disk.
    RunDone(RunId, Box<RunOutcome>),
    /// Where new images belong.
    Placed(Box<Placing>),
    /// What a look at the project found.
    Checked(Box<Checkup>),
    /// Stopped by a person.
    Cancelled,
    /// It failed: why, in words for people.
    Failed(Told),
    /// Nothing was done, since something would be lost; words for people.
    Refused(Told),
}

/// What every worker holds.
#[derive(Clone)]
pub struct Context {
    pub job: JobId,
    pub cancel: CancelToken,
    pub progress: Latest<Progress>,
    pub waker: Waker,
    pub engine: Sender<FromWorker>,
    /// How far the whole job is, once the work has said what is to be done.
    pub course: Course,
    /// What work took on this machine before.
    pub timings: Arc<Timings>,
    /// The project that it works for, where one is open.
    pub place: Option<Place>,
}

impl Context {
    /// Asked before anything is written into the project: whether it is still the one that was opened.
    ///
    /// # Errors
    /// [`StoreError`]: it was deleted, moved or replaced.
    pub fn check_place(&self) -> Result<(), StoreError> {
        self.place.as_ref().map_or(Ok(()), Place::check)
    }

    /// Hands something to the engine. When the engine is gone the work is of no use to anybody: it is cancelled.
    pub fn tell(&self, message: FromWorker) {
        if self.engine.send(message).is_err() {
            self.cancel.cancel();
        }
    }

    /// Says what is to be done, in order.
    pub fn plan(&self, works: Vec<Work>) {
        self.course.plan(works, Arc::clone(&self.timings));
    }

    /// Shows how far the work is: the whole of it, where that was planned.
    pub fn show(&self, progress: Progress) {
        let standing = self.course.now();
        let (whole, left) = (standing.map(|now| now.share), standing.map(|now| now.secs_left));
        let secs_left = left.or(progress.secs_left);
        self.progress.set(Progress { whole, secs_left, ..progress });
        self.waker.wake();
    }
}

/// Runs `work` on a named thread; whatever happens, the engine is told that it ended.
pub fn start(
    name: &str,
    context: Context,
    work: impl FnOnce(&Context) -> Ending + Send + 'static,
) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name.to_owned()).spawn(move || {
        let ending = catch_unwind(AssertUnwindSafe(|| work(&context))).unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            tracing::error!(said, "a worker panicked");
            Ending::Failed(told!("engine-work-fault"))
        });
        context.tell(FromWorker::Ended(context.job, ending));
        context.waker.wake();
    })
}

/// Units done, rate and time left of work that has one kind of unit.
pub struct Pace {
    started: std::time::Instant,
    stage: Told,
    total: u64,
}

impl Pace {
    /// Begins to count.
    pub fn new(stage: Told, total: u64) -> Self {
        Self { started: std::time::Instant::now(), stage, total }
    }

    /// Progress after `done` units.
    pub fn at(&self, done: u64) -> Progress {
        let elapsed = self.started.elapsed().as_secs_f64();
        let rate = if elapsed > 0.2 { done as f64 / elapsed } else { 0.0 };
        Progress {
            stage: self.stage.clone(),
            done,
            total: self.total,
            images_per_sec: rate,
            secs_left: (rate > 0.0 && self.total > 0).then(|| self.total.saturating_sub(done) as f64 / rate),
            ..Progress::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failed_job() {
        let (engine, messages) = crossbeam_channel::bounded(4);
        let context = Context {
            job: JobId(3),
            cancel: CancelToken::default(),
            progress: Latest::default(),
            waker: Waker::default(),
            engine,
            course: Course::default(),
            timings: Arc::default(),
            place: None,
        };
        let thread = start("test", context, |_| panic!("by intent")).expect("a thread");
        thread.join().expect("the panic was caught");
        let Ok(FromWorker::Ended(JobId(3), Ending::Failed(words))) = messages.recv() else { panic!("no ending") };
        let words = words.to_string();
        assert!(!words.contains("by intent") && words.contains("log file"), "{words}");
    }
}
