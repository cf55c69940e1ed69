//! A project that was made elsewhere, while nobody has vouched for it: what is not done for it.
//!
//! Which projects are known here is told by `project::trust`.

use super::core::Engine;
use crate::session::SessionError;
use crate::session::protocol::Request;

/// Whether files of the photo folder, or files that runs name, are read for it.
pub fn reads_photos(request: &Request) -> bool {
    match request {
        // A table of labels is written from the project alone.
        Request::Export(request) => request.format.is_folder(),
        request => matches!(
            request,
            Request::Import
                | Request::Retry
                | Request::Run { .. }
                | Request::Improve { .. }
                | Request::Place
                | Request::Check
                | Request::LearnWords(_)
        ),
    }
}

impl Engine {
    /// Checks that files of the photo folder, and files that runs name, may be read for what is open. Whatever begins to read
    /// some asks this, however it was come to.
    pub(super) fn check_who_made_it(&self) -> Result<(), SessionError> {
        if self.shown.is_stranger { self.ask_who_made_it() } else { Ok(()) }
    }

    /// What is open is a stranger's project, and nobody vouched for it.
    pub(super) fn ask_who_made_it(&self) -> Result<(), SessionError> {
        let store = &self.open.as_ref().ok_or(SessionError::NothingOpen)?.store;
        let (project, folder) = (store.path().to_owned(), store.folder().to_owned());
        Err(SessionError::Stranger { project, folder })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::{Latest, Waker};
    use crate::ids::RunId;
    use crate::session::Reader;
    use crate::session::RunSettings;
    use crate::session::engine::SessionOptions;
    use crate::session::engine::core::Links;
    use crate::session::protocol::{Deed, JobKind, Outcome, Ticket};
    use crate::session::worker::FromWorker;
    use crate::store::Store;
    use crate::strings::Told;
    use crossbeam_channel::Receiver;
    use std::path::{Path, PathBuf};
    use std::thread::JoinHandle;

    /// An engine without its thread: what it is asked is done when the call is over, but for its jobs.
    struct Bench {
        dir: tempfile::TempDir,
        engine: Engine,
        from_workers: Receiver<FromWorker>,
        readers: Vec<JoinHandle<()>>,
    }

    impl Bench {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let (to_engine, from_workers) = crossbeam_channel::bounded(64);
            let (reader, readers) = Reader::start(Waker::default()).unwrap();
            let links = Links {
                snapshot: Latest::default(),
                progress: Latest::default(),
                reader,
                waker: Waker::default(),
                to_engine,
            };
            let options = SessionOptions { data_dir: dir.path().join("data"), threads: 1, watches: false };
            Self { engine: Engine::new(options, links), dir, from_workers, readers }
        }

        /// A project that was made elsewhere, and its photo folder with a photo that the project does not know yet.
        fn stranger(&self) -> (PathBuf, PathBuf) {
            let (project, photos) = (self.dir.path().join("theirs.gleaner"), self.dir.path().join("photos"));
            drop(Store::open(&project, Some(&photos)).unwrap());
            std::fs::create_dir(&photos).unwrap();
            image::RgbImage::new(16, 16).save(photos.join("a.png")).unwrap();
            (project, photos)
        }

        fn ask(&mut self, request: Request) -> Outcome {
            let before = self.engine.shown.log.len();
            self.engine.take(Ticket(1), request);
            self.engine.shown.log[before..].last().expect("an answer").outcome.clone()
        }

        fn n_images(&self) -> usize {
            self.engine.shown.images.rows.len()
        }

        fn end(mut self) {
            self.engine.close(&self.from_workers);
            self.engine.links.reader.close();
            for reader in self.readers {
                reader.join().unwrap();
            }
        }
    }

    fn open(bench: &mut Bench, project: &Path) {
        let opened = bench.ask(Request::OpenProject(project.to_owned()));
        assert!(matches!(opened, Outcome::Done(..)), "{opened:?}");
    }

    #[test]
    fn nothing_that_happens_in_a_strangers_folder_makes_anybody_look_there() {
        let mut bench = Bench::new();
        let (project, _) = bench.stranger();
        open(&mut bench, &project);
        assert!(bench.engine.shown.is_stranger);
        // It changed, and a damaged piece of pixels would be made anew from it.
        bench.engine.look_when_free();
        bench.engine.is_pack_check_due = true;
        bench.engine.look_when_free();
        assert!(bench.engine.job.is_none() && !bench.engine.is_look_due);
        for request in [Request::Import, Request::Retry, Request::Check] {
            let asked = bench.ask(request);
            assert!(matches!(asked, Outcome::Stranger { .. }), "{asked:?}");
            assert!(bench.engine.job.is_none());
        }
        assert_eq!(bench.n_images(), 0);
        bench.end();
    }

    #[test]
    fn whatever_reads_photos_asks_however_it_was_come_to() {
        let mut bench = Bench::new();
        let (project, _) = bench.stranger();
        open(&mut bench, &project);
        let engine = &mut bench.engine;
        let words = crate::session::models::words().name.to_owned();
        let asked = [
            engine.start_place(Ticket(2), Told::default()),
            engine.start_import(None, false),
            engine.begin_run(Ticket(3), RunSettings::default(), false, JobKind::Run),
            engine.start_words(Ticket(4), words),
        ];
        assert!(asked.iter().all(|asked| matches!(asked, Err(SessionError::Stranger { .. }))), "{asked:?}");
        // Taking a run's clusters reads none, and is done.
        engine.end_adoption(Some(Ticket(5)), RunId(1), Deed::Edited, Told::default());
        let last = engine.shown.log.last().expect("an answer");
        assert!(matches!(last.outcome, Outcome::Done(..)) && engine.job.is_none());
        bench.end();
    }

    #[test]
    fn the_folder_of_a_project_that_is_known_is_looked_at() {
        let mut bench = Bench::new();
        let (project, _) = bench.stranger();
        crate::session::trust::trust(&bench.engine.options.data_dir, &project).unwrap();
        open(&mut bench, &project);
        assert!(!bench.engine.shown.is_stranger);
        bench.engine.look_when_free();
        assert!(bench.engine.job.is_some());
        bench.end();
    }

    #[test]
    fn who_vouches_vouches_for_the_folder_that_was_shown() {
        let mut bench = Bench::new();
        let (project, photos) = bench.stranger();
        let secrets = bench.dir.path().join("secrets");
        Store::open(&project, None).unwrap().set_folder(&secrets).unwrap();
        let asked = bench.ask(Request::Trust { project: project.clone(), folder: photos });
        assert!(matches!(asked, Outcome::Stranger { folder, .. } if folder == secrets));
        assert!(bench.engine.open.is_none());
        bench.end();
    }

    #[test]
    fn a_project_that_does_not_open_changes_nothing_of_what_is_known_of_the_open_one() {
        let mut bench = Bench::new();
        let (project, photos) = bench.stranger();
        open(&mut bench, &project);
        let broken = bench.dir.path().join("broken.gleaner");
        drop(Store::open(&broken, Some(&photos)).unwrap());
        std::fs::write(broken.join(crate::store::layout::DATABASE), "no database").unwrap();
        let failed = bench.engine.open_now(&broken, Some(&photos));
        assert!(failed.is_err() && bench.engine.shown.is_stranger);
        let asked = bench.ask(Request::Import);
        assert!(matches!(asked, Outcome::Stranger { project: of, .. } if of == project));
        bench.end();
    }
}
