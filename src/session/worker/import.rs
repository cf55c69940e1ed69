//! Looking at a folder: what is new or changed is decoded once, thumbnails and tiles go to packs, rows to the engine. Which
//! row a file is, [`crate::session::folder::rule`] decides.
//!
//! A file whose size and times are as they were is not opened; one that was moved is read for its content and not decoded.

use super::sound::{Unsound, UnsoundError};
use super::suspects::{self, Order};
use super::{Context, Ending, FromWorker, Pace};
use crate::control::{CancelToken, Cancelled, Latest, Progress, on_threads};
use crate::dataset::fingerprint;
use crate::dataset::links;
use crate::dataset::pixels::{self, Prepared};
use crate::dataset::rel_path::RelPath;
use crate::dataset::sample;
use crate::dataset::scan::{self, Entry, Scan, ScanError};
use crate::dataset::skip::{SkipKind, SkipReason};
use crate::ids::ImageId;
use crate::session::estimate;
use crate::session::folder::report::{LookReport, away_words};
use crate::session::folder::rule::{Before, Content, Rule, Settled, ToRead};
use crate::session::folder::same_picture::is_same_picture;
use crate::session::protocol::Deed;
use crate::store::in_work::{InWork, Noted};
use crate::store::packs::{Location, PackError, PackReader, PackWriter};
use crate::store::{ImageRecord, ImageRow, ImageState, Presence, RowChange};
use crate::strings::{Told, told};
use crate::timing::{Course, Work};
use crossbeam_channel::Receiver;
use parking_lot::Mutex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Rows are handed over this often, so that pictures appear while the folder is read.
const HAND_OVER: Duration = Duration::from_millis(400);

/// What an import works on.
pub struct ImportWork {
    /// The photo folder.
    pub folder: PathBuf,
    /// The project's directory, in which is noted what is being read.
    pub project: PathBuf,
    /// Where packs lie.
    pub pixels_dir: PathBuf,
    /// Threads; 0 takes all cores.
    pub threads: usize,
    /// Tries once more what ended the program.
    pub retries: bool,
    /// What the store knows.
    pub rows: Vec<ImageRow>,
    /// Images that a person decided about.
    pub decided: BTreeSet<ImageId>,
    /// Whether all bytes of the packs are compared with what was written, however many they are.
    pub checks_packs: bool,
    /// What was read of the folder just before, to be told with the rest.
    pub found: LookReport,
}

/// Finished files that wait to be handed over.
struct Pending<'a> {
    packs: PackWriter,
    old: PackReader,
    rows: BTreeMap<ImageId, &'a ImageRecord>,
    /// By their place in the list of files.
    changes: BTreeMap<usize, Vec<RowChange>>,
    /// The first file that was not handed over. Rows go to the store in order, so that ids do not depend on which
    /// thread was faster.
    next: usize,
    last: Instant,
    n_done: u64,
    /// In what reading is counted in.
    units_done: f64,
    report: LookReport,
    failed: Option<PackError>,
}

impl ImportWork {
    /// Looks at the folder.
    pub fn run(self, context: &Context) -> Ending {
        match self.look(context) {
            Ok((deed, words, report)) => Ending::Looked(deed, words, report),
            Err(Failure::Cancelled) => Ending::Cancelled,
            Err(Failure::Words(words)) => Ending::Failed(words),
        }
    }

    fn look(&self, context: &Context) -> Result<(Deed, Told, LookReport), Failure> {
        context.show(Progress { stage: told!("engine-looking"), ..Progress::default() });
        let mut on_found = |n: u64| {
            if n.is_multiple_of(500) {
                context.show(Progress { stage: told!("engine-looking"), done: n, ..Progress::default() });
            }
        };
        let n_shown = self.rows.iter().filter(|row| row.record.is_shown()).count();
        let found = match scan::scan(&self.folder, &context.cancel, &mut on_found) {
            // What is not there now is no reason to forget what was there.
            Err(error) if n_shown > 0 && !matches!(error, ScanError::Cancelled) => {
                tracing::warn!(%error, "the folder is away");
                Scan::default()
            }
            found => found?,
        };
        let shown: BTreeSet<_> =
            self.rows.iter().filter(|row| row.record.is_shown()).map(|row| &row.record.path).collect();
        let entries = links::join(found.files, &|path| shown.contains(path));
        let Settled { changes, to_read, report } = self.settle(&entries, &found.skipped, context)?;
        if !changes.is_empty() {
            context.tell(FromWorker::Images(changes));
        }
        let report = self.decode(&entries, &to_read, report, context)?;
        let (new, skipped) = (report.new + self.found.new, report.skipped + self.found.skipped);
        let report = LookReport { new, skipped, ..report };
        let is_away = entries.is_empty() && n_shown > 0 && report.missing < n_shown;
        let (deed, words) = if is_away {
            (Deed::FolderAway, away_words(n_shown - report.missing))
        } else {
            (Deed::Told, report.words())
        };
        Ok((deed, words, report))
    }

    /// Asks the rule, and reads the contents that it asks for.
    fn settle(
        &self,
        entries: &[Entry],
        unlisted: &[(RelPath, SkipReason)],
        context: &Context,
    ) -> Result<Settled, Failure> {
        let rule = Rule::new(&self.rows, entries, unlisted, &self.decided);
        let asked = rule.to_hash();
        let contents = self.hash(entries, &asked, context)?;
        let unsound = Unsound::find(&self.rows, &self.pixels_dir, self.checks_packs, context).map_err(|e| match e {
            UnsoundError::Cancelled => Failure::Cancelled,
            UnsoundError::Read(e) => {
                Failure::Words(told!("engine-at", place = self.pixels_dir.display().to_string(), why = e.to_string()))
            }
        })?;
        let has_pixels = |state: &ImageState| match state {
            // A pack may be gone or damaged: somebody tidied up, or a disk did.
            ImageState::Ready { .. } => !unsound.has_lost(state),
            ImageState::Skipped(reason) => match reason.kind {
                SkipKind::EndedProgram => !self.retries,
                // There may be room now; its header tells.
                SkipKind::TooLarge => false,
                _ => true,
            },
            ImageState::Gone => false,
        };
        let mut settled = rule.settle(&contents, &has_pixels);
        let made_again: BTreeSet<ImageId> = settled
            .to_read
            .iter()
            .filter_map(|one| if let Before::Itself(id) | Before::Other(id) = one.before { Some(id) } else { None })
            .collect();
        let is_lost = |row: &&ImageRow| {
            row.record.is_shown() && unsound.has_lost(&row.record.state) && !made_again.contains(&row.id)
        };
        let lost: Vec<String> = self.rows.iter().filter(is_lost).map(|row| row.record.path.display()).collect();
        if !lost.is_empty() {
            settled.report.lost = lost.len();
            tracing::warn!(n = lost.len(), first = ?&lost[..lost.len().min(20)], "no file to make stored pictures from");
        }
        Ok(settled)
    }

    /// The contents of some entries, on all threads. What can not be read has none.
    fn hash(&self, entries: &[Entry], asked: &[usize], context: &Context) -> Result<BTreeMap<usize, Content>, Failure> {
        let pace = Pace::new(told!("engine-comparing"), asked.len() as u64);
        let (next, contents) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
        let work = |_| -> Result<(), Cancelled> {
            while let Some(&at) = asked.get(next.fetch_add(1, Ordering::Relaxed)) {
                let content = content_of(&entries[at], self, &context.cancel)?;
                let mut contents = contents.lock();
                contents.extend(content.map(|content| (at, content)));
                context.show(pace.at(contents.len() as u64));
            }
            Ok(())
        };
        on_threads("gleaner-compare", n_threads(self.threads).min(asked.len()), work)?;
        Ok(contents.into_inner())
    }

    /// Decodes files; the report with what they turned out to be.
    fn decode(
        &self,
        entries: &[Entry],
        to_read: &[ToRead],
        report: LookReport,
        context: &Context,
    ) -> Result<LookReport, Failure> {
        if to_read.is_empty() {
            return Ok(report);
        }
        let pace = Pace::new(told!("engine-reading"), to_read.len() as u64);
        let rows: BTreeMap<ImageId, &ImageRecord> = self.rows.iter().map(|row| (row.id, &row.record)).collect();
        let known = |before: &Before| match before {
            Before::Nothing => None,
            Before::Itself(id) | Before::Other(id) => rows.get(id).copied(),
        };
        let order = Order::new(entries, to_read, &InWork::left(&self.project), &known);
        if let Some(told) = order.words() {
            context.tell(FromWorker::Warning(told));
        }
        let (asked, before): (Vec<Entry>, Vec<Before>) = order.asked.iter().cloned().unzip();
        let n_bytes = asked.iter().map(|entry| entry.stamp.size).sum();
        let work = estimate::reading(asked.len(), n_bytes, n_threads(self.threads));
        let (kind, n_units) = (work.kind.clone(), work.units);
        context.plan(vec![work]);
        context.course.begin(&kind);
        context.check_place().map_err(|error| Failure::Words(Told::of(error)))?;
        let pending = Mutex::new(Pending {
            packs: PackWriter::open(&self.pixels_dir)?,
            old: PackReader::open(&self.pixels_dir)?,
            rows: rows.clone(),
            changes: BTreeMap::new(),
            next: 0,
            last: Instant::now(),
            n_done: 0,
            units_done: 0.0,
            report,
            failed: None,
        });
        let sink = |index: usize, result: Result<Prepared, SkipReason>| {
            let mut pending = pending.lock();
            if pending.failed.is_some() {
                return;
            }
            pending.units_done += estimate::units_of_files(1, asked[index].stamp.size);
            context.course.note(pending.units_done / n_units);
            let kept = pending.keep(index, &asked[index], before[index], result);
            let kept = kept
                .and_then(|()| if pending.last.elapsed() >= HAND_OVER { pending.hand_over(context) } else { Ok(()) });
            if let Err(error) = kept {
                // A full disk ends the import, not the program.
                pending.failed = Some(error);
                context.cancel.cancel();
            }
            context.show(pace.at(pending.n_done));
        };
        let in_work = InWork::begin(&self.project, n_threads(self.threads), &order.suspects);
        let outcome = self.read(&order, &asked, context, &in_work, &sink);
        let mut pending = pending.into_inner();
        if let Some(error) = pending.failed.take() {
            // What is known of the suspect could not be kept.
            in_work.leave();
            return Err(error.into());
        }
        pending.hand_over_all(context)?;
        drop(in_work);
        outcome?;
        Ok(pending.report)
    }

    /// Decodes files and notes which, for the case that one of them ends the program.
    fn read(
        &self,
        order: &Order,
        asked: &[Entry],
        context: &Context,
        in_work: &InWork,
        sink: &(dyn Fn(usize, Result<Prepared, SkipReason>) + Sync),
    ) -> Result<(), Cancelled> {
        let threads = n_threads(self.threads);
        let n_opened = order.n_plain + order.n_alone;
        for index in n_opened..asked.len() {
            sink(index, Err(suspects::reason()));
        }
        let note = |thread: usize, entry: Option<&Entry>| {
            in_work.note(thread, entry.map(|entry| Noted::new(&entry.path, &entry.stamp)).as_ref());
        };
        let note_alone = |thread: usize, entry: Option<&Entry>| {
            in_work.note(thread, entry.map(|entry| Noted::new(&entry.path, &entry.stamp).alone()).as_ref());
        };
        let (folder, cancel) = (&self.folder, &context.cancel);
        let (plain, alone) = asked[..n_opened].split_at(order.n_plain);
        pixels::import(folder, plain, threads, cancel, &|i, file| note(i, file.map(|file| &plain[file])), sink)?;
        pixels::import(
            folder,
            alone,
            1,
            cancel,
            &|i, file| note_alone(i, file.map(|file| &alone[file])),
            &|i, result| {
                sink(order.n_plain + i, result);
            },
        )
    }
}

/// Threads that read images; 0 takes all cores.
fn n_threads(threads: usize) -> usize {
    if threads == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { threads }
}

/// BLAKE3 of a file; None if it can not be read.
fn content_of(entry: &Entry, work: &ImportWork, cancel: &CancelToken) -> Result<Option<Content>, Cancelled> {
    cancel.check()?;
    let read = File::open(entry.path.to_path(&work.folder)).and_then(fingerprint::content_hash_of);
    Ok(read.inspect_err(|error| tracing::info!(%error, path = %entry.path, "not compared")).ok())
}

/// Where a tile lies: where its thumbnail does, if that gives it.
pub(in crate::session) fn append_tile(
    packs: &mut PackWriter,
    prepared: &Prepared,
    thumbnail: Location,
) -> Result<Location, PackError> {
    prepared.kept_tile.as_ref().map_or(Ok(thumbnail), |kept| packs.append(kept))
}

impl Pending<'_> {
    fn keep(
        &mut self,
        index: usize,
        entry: &Entry,
        before: Before,
        result: Result<Prepared, SkipReason>,
    ) -> Result<(), PackError> {
        self.n_done += 1;
        let is_same = match (&result, before) {
            (Ok(prepared), Before::Other(id)) => self.is_same(id, prepared),
            _ => false,
        };
        let known = match before {
            Before::Nothing => None,
            Before::Itself(id) | Before::Other(id) => self.rows.get(&id).copied(),
        };
        let was_image = known.is_some_and(|known| known.content().is_some());
        // The file is as it was, and only what is stored of it is gone: what people said of it stays with it.
        if matches!(before, Before::Itself(_)) && was_image && result.is_err() {
            self.report.lost += 1;
            self.changes.insert(index, Vec::new());
            return Ok(());
        }
        let state = match result {
            Ok(prepared) => {
                let thumbnail = self.packs.append(&prepared.thumbnail)?;
                let tile = append_tile(&mut self.packs, &prepared, thumbnail)?;
                ImageState::Ready {
                    width: prepared.width,
                    height: prepared.height,
                    content_hash: prepared.content_hash,
                    perceptual_hash: prepared.perceptual_hash,
                    thumbnail,
                    tile,
                    tile_width: prepared.tile.width,
                    tile_height: prepared.tile.height,
                }
            }
            Err(reason) => ImageState::Skipped(reason),
        };
        let is_image = matches!(state, ImageState::Ready { .. });
        let links = entry.links.clone();
        let mut record = ImageRecord { links, ..ImageRecord::here(entry.path.clone(), entry.stamp, state) };
        let mut changes = Vec::new();
        match before {
            Before::Other(id) if !is_same => {
                // What was said of the picture that was here waits for it to come back.
                if let Some(before) = known {
                    let (presence, links) = (Presence::Replaced, Vec::new());
                    let before = ImageRecord { links, presence, ..ImageRecord::clone(before) };
                    changes.push(RowChange { id: Some(id), record: before });
                }
                self.report.replaced += usize::from(is_image);
                self.report.missing += usize::from(!is_image && was_image);
                record.replaces = Some(id);
                changes.push(RowChange { id: None, record });
            }
            Before::Other(id) | Before::Itself(id) => {
                record.replaces = known.and_then(|known| known.replaces);
                self.report.edited += usize::from(is_same);
                self.report.new += usize::from(is_image && !was_image);
                self.report.healed += usize::from(is_image && was_image && !is_same);
                changes.push(RowChange { id: Some(id), record });
            }
            Before::Nothing => {
                self.report.new += usize::from(is_image);
                changes.push(RowChange { id: None, record });
            }
        }
        self.report.skipped += usize::from(!is_image);
        self.changes.insert(index, changes);
        Ok(())
    }

    /// Whether a file shows the picture that a row was made of. If that can not be seen any more, it is another one.
    fn is_same(&self, id: ImageId, prepared: &Prepared) -> bool {
        let Some(ImageState::Ready { thumbnail, .. }) = self.rows.get(&id).map(|record| &record.state) else {
            return false;
        };
        let Ok(old) = self.old.read(thumbnail) else { return false };
        let new = pixels::comparable_rgb(&prepared.thumbnail, &old);
        pixels::thumbnail_rgb(&old).zip(new).is_some_and(|(old, new)| is_same_picture(&old, &new))
    }

    fn hand_over(&mut self, context: &Context) -> Result<(), PackError> {
        let mut ready = Vec::new();
        while let Some(changes) = self.changes.remove(&self.next) {
            ready.extend(changes);
            self.next += 1;
        }
        self.send(ready, context)
    }

    /// Everything that is finished, when nothing more will come.
    fn hand_over_all(&mut self, context: &Context) -> Result<(), PackError> {
        let all = std::mem::take(&mut self.changes).into_values().flatten().collect();
        self.send(all, context)
    }

    fn send(&mut self, changes: Vec<RowChange>, context: &Context) -> Result<(), PackError> {
        self.last = Instant::now();
        if !changes.is_empty() {
            self.packs.sync()?;
            context.tell(FromWorker::Images(changes));
        }
        Ok(())
    }
}

/// Draws the sample folder, and reads its pictures as they come.
pub struct SampleWork {
    /// Where it goes.
    pub dir: PathBuf,
    /// Seed of the pictures.
    pub seed: u64,
    /// The look at its folder.
    pub import: ImportWork,
}

impl SampleWork {
    /// Renders what is not there yet, on all threads, and reads what was rendered meanwhile.
    pub fn run(self, context: &Context) -> Ending {
        let n_files = sample::n_files();
        let pace = Pace::new(told!("engine-drawing-sample"), n_files as u64);
        let threads = n_threads(self.import.threads);
        let (kind, units) = (format!("drawing the sample, {threads} threads"), n_files as f64);
        context.plan(vec![Work { kind: kind.clone(), units, guess: 0.03 * units / threads as f64 }]);
        context.course.begin(&kind);
        let (send, drawn) = crossbeam_channel::bounded::<RelPath>(n_files);
        let known: BTreeSet<RelPath> = self.import.rows.iter().map(|row| row.record.path.clone()).collect();
        let drawn_and_read = std::thread::scope(|scope| {
            let import = &self.import;
            let reading = std::thread::Builder::new().name("gleaner-sample".into());
            let reader = reading.spawn_scoped(scope, move || import.read_as_they_come(&drawn, context));
            let on_progress = |n: u64, path: Option<&str>| {
                context.course.note(n as f64 / n_files as f64);
                let path = path.map(|path| RelPath(path.as_bytes().to_vec())).filter(|path| !known.contains(path));
                // Without a reader they are read at the end.
                drop(path.map(|path| send.send(path)));
                context.show(pace.at(n));
            };
            let written = sample::write(&self.dir, self.seed, &context.cancel, &on_progress);
            drop(send);
            let read = reader.map_or(Ok(LookReport::default()), |reader| {
                reader.join().unwrap_or_else(|_| Err(Failure::Words(told!("engine-work-fault"))))
            });
            (written, read)
        });
        match drawn_and_read {
            (Err(sample::SampleError::Cancelled), _) | (_, Err(Failure::Cancelled)) => Ending::Cancelled,
            (Err(error), _) => Ending::Failed(Told::of(error)),
            (_, Err(Failure::Words(words))) => Ending::Failed(words),
            (Ok(_), Ok(report)) => Ending::SampleReady(report),
        }
    }
}

impl ImportWork {
    /// Reads new files as they are told, until nobody tells any more.
    fn read_as_they_come(&self, paths: &Receiver<RelPath>, context: &Context) -> Result<LookReport, Failure> {
        // How far the drawing is tells how far all is.
        let quiet = Context { progress: Latest::default(), course: Course::default(), ..context.clone() };
        let mut report = LookReport::default();
        while let Ok(first) = paths.recv() {
            let mut asked = vec![first];
            let until = Instant::now() + HAND_OVER;
            while let Ok(next) = paths.recv_deadline(until) {
                asked.push(next);
            }
            // Rows are kept in the order of their paths.
            asked.sort_unstable();
            let entry = |path: RelPath| {
                let found = std::fs::metadata(path.to_path(&self.folder)).ok()?;
                Some(Entry { stamp: scan::stamp(&found), path, is_link: false, file: None, links: Vec::new() })
            };
            let entries: Vec<Entry> = asked.into_iter().filter_map(entry).collect();
            let new = |entry| ToRead { entry, before: Before::Nothing };
            let to_read: Vec<ToRead> = (0..entries.len()).map(new).collect();
            report = self.decode(&entries, &to_read, report, &quiet)?;
        }
        Ok(report)
    }
}

enum Failure {
    Cancelled,
    Words(Told),
}

impl From<ScanError> for Failure {
    fn from(error: ScanError) -> Self {
        match error {
            ScanError::Cancelled => Self::Cancelled,
            other => Self::Words(Told::of(other)),
        }
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Self {
        Self::Words(Told::of(error))
    }
}

impl From<Cancelled> for Failure {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Waker;
    use crate::ids::JobId;

    #[test]
    fn pictures_are_read_as_they_come() {
        let place = tempfile::tempdir().unwrap();
        let (folder, pixels_dir) = (place.path().join("photos"), place.path().join("pixels"));
        std::fs::create_dir(&folder).unwrap();
        let (engine, messages) = crossbeam_channel::bounded(64);
        let (cancel, progress) = (CancelToken::default(), Latest::default());
        let (waker, course) = (Waker::default(), Course::default());
        let context = Context {
            job: JobId(1),
            cancel,
            progress,
            waker,
            engine,
            course,
            timings: std::sync::Arc::default(),
            place: None,
        };
        let work = ImportWork {
            folder: folder.clone(),
            project: place.path().to_path_buf(),
            pixels_dir,
            threads: 1,
            retries: false,
            rows: Vec::new(),
            decided: BTreeSet::new(),
            checks_packs: false,
            found: LookReport::default(),
        };
        let (send, paths) = crossbeam_channel::bounded(8);
        for name in ["b.png", "a.png", "gone.png"] {
            if name != "gone.png" {
                image::RgbImage::new(8, 8).save(folder.join(name)).unwrap();
            }
            send.send(RelPath(name.as_bytes().to_vec())).unwrap();
        }
        drop(send);
        let Ok(report) = work.read_as_they_come(&paths, &context) else { panic!("read") };
        assert_eq!((report.new, report.skipped), (2, 0));
        drop(context);
        let images = |message| match message {
            FromWorker::Images(changes) => changes,
            _ => Vec::new(),
        };
        let read: Vec<RowChange> = messages.into_iter().flat_map(images).collect();
        let names: Vec<String> = read.iter().map(|change| change.record.path.display()).collect();
        assert_eq!(names, ["a.png", "b.png"]);
    }
}
