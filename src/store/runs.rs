//! Runs: settings, epochs while they are trained, and how they ended.
//!
//! It trains nothing and keeps no large array: those are [`super::results`]' files.

use super::bounds::Bounds;
use super::connection::now;
use super::error::{Fault, StoreError};
use super::project::Store;
use super::run_row::{RunBase, RunOutcome, RunRow, StoredRunState};
use super::{blob, json};
use crate::clustering::settings::RunSettings;
use crate::curation::labels::Assignment;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::stage::{EpochMetrics, Kept, Stage};
use crate::strings::Told;
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::BTreeMap;
use std::fs;
use std::io;

/// What [`run_row`] reads.
pub(super) const COLUMNS: &str = "id, state, settings, started, seconds, version, device, threads, kept, stages, notes, \
    base, base_clusters, proposed, content";
/// How many these are.
pub(super) const N_COLUMNS: usize = 15;

impl Store {
    /// All runs, oldest first, with their epochs.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn runs(&self) -> Result<Vec<RunRow>, StoreError> {
        self.read_runs().map_err(|fault| fault.at(&self.path))
    }

    fn read_runs(&self) -> Result<Vec<RunRow>, Fault> {
        // One transaction: a writer beside must not add epochs of a run that was not read.
        let transaction = self.db.unchecked_transaction()?;
        let mut runs = BTreeMap::new();
        let mut statement = transaction.prepare_cached(&format!("SELECT {COLUMNS} FROM runs"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let run = run_row(row)?;
            runs.insert(run.id, run);
        }
        let mut statement = transaction.prepare_cached("SELECT run, metrics FROM epochs ORDER BY rowid")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id = RunId(row.get(0)?);
            let text: String = row.get(1)?;
            let epoch = json::epoch_from_text(&text).map_err(|e| unknown(id, &e))?;
            let run = runs.get_mut(&id).ok_or_else(|| Fault::Damaged(format!("run {id} has epochs and no row")))?;
            run.epochs.push(epoch);
        }
        let mut runs: Vec<RunRow> = runs.into_values().collect();
        for run in &mut runs {
            sort_epochs(&mut run.epochs);
            if run.state == StoredRunState::Unfinished {
                run.seconds = run.seconds.max(run.epochs.iter().map(|epoch| epoch.seconds).sum());
            }
        }
        Ok(runs)
    }

    /// A new unfinished run; makes its directory.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed; also for settings with numbers that could not be read back exactly.
    pub fn begin_run(&mut self, settings: &RunSettings, images: &[ImageId]) -> Result<RunId, StoreError> {
        self.write(|store| store.insert_run(settings, images, None))
    }

    /// The same of a run that learns from corrections on the rows of another one.
    ///
    /// # Errors
    /// As [`Store::begin_run`].
    pub fn begin_refinement(
        &mut self,
        settings: &RunSettings,
        images: &[ImageId],
        base: &RunBase,
    ) -> Result<RunId, StoreError> {
        self.write(|store| store.insert_run(settings, images, Some(base)))
    }

    fn insert_run(
        &mut self,
        settings: &RunSettings,
        images: &[ImageId],
        base: Option<&RunBase>,
    ) -> Result<RunId, Fault> {
        let text = json::settings_to_text(settings)?;
        let images = blob::to_blob(images.iter().map(|id| id.0.to_le_bytes()));
        let threads = u32::try_from(settings.threads).unwrap_or(u32::MAX);
        let base_clusters = base.map(|base| blob::to_blob(base.clusters.iter().map(|id| id.0.to_le_bytes())));
        let transaction = self.db.transaction()?;
        let id = transaction.query_row(
            "INSERT INTO runs (state, settings, seed, started, seconds, version, device, threads, stages, notes, images,
             base, base_clusters) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, '[]', '[]', ?8, ?9, ?10) RETURNING id",
            (
                StoredRunState::Unfinished.word(),
                text,
                settings.seed as i64,
                now(),
                env!("CARGO_PKG_VERSION"),
                settings.device.to_string(),
                threads,
                images,
                base.map(|base| base.run.0),
                base_clusters,
            ),
            |row| row.get(0).map(RunId),
        )?;
        let dir = self.path.join(super::layout::RUNS).join(id.to_string());
        // What a crash left there belongs to no run, and its checkpoints must not be resumed by this one.
        let fresh = match fs::remove_dir_all(&dir) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => fs::create_dir_all(&dir),
        };
        fresh.map_err(|source| Fault::Write { path: dir, source })?;
        transaction.commit()?;
        Ok(id)
    }

    /// Keeps the name of the content of the images that a run was begun with.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_content(&mut self, run: RunId, content: &str) -> Result<(), StoreError> {
        self.write(|store| {
            is_of_run(run, store.db.execute("UPDATE runs SET content = ?2 WHERE id = ?1", (run.0, content)))
        })
    }

    /// Keeps the number of clusters that a run took where its settings leave that open.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_proposed(&mut self, run: RunId, n_clusters: u32) -> Result<(), StoreError> {
        let update = "UPDATE runs SET proposed = ?2 WHERE id = ?1";
        self.write(|store| is_of_run(run, store.db.execute(update, (run.0, n_clusters))))
    }

    /// The images that a run was begun with, in order (a resumed run must see the same ones).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn run_images(&self, run: RunId) -> Result<Vec<ImageId>, StoreError> {
        self.read_run_images(run).map_err(|fault| fault.at(&self.path))
    }

    fn read_run_images(&self, run: RunId) -> Result<Vec<ImageId>, Fault> {
        let mut statement = self.db.prepare_cached("SELECT images FROM runs WHERE id = ?1")?;
        let blob: Option<Vec<u8>> = statement.query_row([run.0], |row| row.get(0)).optional()?;
        self.images_of(run, &blob.ok_or(Fault::NoSuchRun(run))?)
    }

    /// A list of images that a run keeps.
    fn images_of(&self, run: RunId, blob: &[u8]) -> Result<Vec<ImageId>, Fault> {
        let images: Vec<ImageId> = blob::from_blob(blob)?.map(u32::from_le_bytes).map(ImageId).collect();
        let checked = Bounds::of(&self.db)?.check(images.iter().copied());
        checked.map_err(|why| Fault::Damaged(format!("run {run}: {why}")))?;
        Ok(images)
    }

    /// Adds or replaces one epoch's metrics (by stage and epoch).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_epoch(&mut self, run: RunId, metrics: &EpochMetrics) -> Result<(), StoreError> {
        self.write(|store| store.write_epoch(run, metrics))
    }

    fn write_epoch(&mut self, run: RunId, metrics: &EpochMetrics) -> Result<(), Fault> {
        let text = json::epoch_to_text(metrics).map_err(|e| unstorable(run, &e))?;
        let transaction = self.db.transaction()?;
        let mut known = transaction.prepare_cached("SELECT 1 FROM runs WHERE id = ?1")?;
        if !known.exists([run.0])? {
            return Err(Fault::NoSuchRun(run));
        }
        drop(known);
        transaction
            .prepare_cached(
                "INSERT INTO epochs (run, stage, epoch, metrics) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (run, stage, epoch) DO UPDATE SET metrics = excluded.metrics",
            )?
            .execute((run.0, metrics.stage.key(), metrics.epoch, text))?;
        Ok(transaction.commit()?)
    }

    /// Ends a run in one transaction. The arrays were written by [`super::results::RunArrays::save`] before. A run that
    /// failed and was resumed is ended anew: what it had before is replaced.
    ///
    /// # Errors
    /// [`StoreError`], and nothing is changed.
    pub fn finish_run(&mut self, run: RunId, outcome: &RunOutcome) -> Result<(), StoreError> {
        self.write(|store| store.write_outcome(run, outcome))
    }

    fn write_outcome(&mut self, run: RunId, outcome: &RunOutcome) -> Result<(), Fault> {
        let stages = json::stages_to_text(&outcome.stages, outcome.kept.as_ref()).map_err(|e| unstorable(run, &e))?;
        let notes = json::notes_to_text(&outcome.notes).map_err(|e| unstorable(run, &e))?;
        let settings = outcome.settings.as_ref().map(json::settings_to_text).transpose()?;
        let transaction = self.db.transaction()?;
        let n_changed = transaction.execute(
            "UPDATE runs SET state = ?2, seconds = ?3, device = ?4, threads = ?5, kept = ?6, stages = ?7, notes = ?8,
             settings = coalesce(?9, settings) WHERE id = ?1",
            (
                run.0,
                outcome.state.word(),
                outcome.seconds,
                &outcome.device,
                outcome.threads,
                outcome.kept.as_ref().map(|kept| kept.stage.key()),
                stages,
                notes,
                settings,
            ),
        )?;
        if n_changed == 0 {
            return Err(Fault::NoSuchRun(run));
        }
        transaction.execute("DELETE FROM predictions WHERE run = ?1", [run.0])?;
        if let Some(assignment) = &outcome.assignment {
            let Assignment { images, clusters, confidence } = assignment;
            if images.len() != clusters.len() || images.len() != confidence.len() {
                return Err(unstorable(run, "its lists of images, clusters and confidences differ in length"));
            }
            insert_predictions(&transaction, run, outcome.kept.as_ref().map(|kept| &kept.stage), assignment)?;
        }
        Ok(transaction.commit()?)
    }

    /// The kept hard assignment of a finished run; None if it has none, or if there is no such run.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn assignment(&self, run: RunId) -> Result<Option<Assignment>, StoreError> {
        self.read_assignment(run).map_err(|fault| fault.at(&self.path))
    }

    pub(super) fn read_assignment(&self, run: RunId) -> Result<Option<Assignment>, Fault> {
        let mut statement = self.db.prepare_cached(
            "SELECT p.images, p.clusters, p.confidence FROM predictions p JOIN runs r ON p.run = r.id
             WHERE r.id = ?1 AND p.stage = ifnull(r.kept, '')",
        )?;
        let blobs = statement.query_row([run.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        let Some(blobs) = blobs else { return Ok(None) };
        let (images, clusters, confidence): (Vec<u8>, Vec<u8>, Vec<u8>) = blobs;
        if images.len() != clusters.len() || images.len() != confidence.len() {
            return Err(Fault::Damaged(format!("the lists of run {run} differ in length")));
        }
        Ok(Some(Assignment {
            images: self.images_of(run, &images)?,
            clusters: blob::from_blob(&clusters)?.map(u32::from_le_bytes).collect(),
            confidence: blob::from_blob(&confidence)?.map(f32::from_le_bytes).collect(),
        }))
    }
}

/// Whether a change met the row of a run.
fn is_of_run(run: RunId, changed: rusqlite::Result<usize>) -> Result<(), Fault> {
    if changed? == 0 { Err(Fault::NoSuchRun(run)) } else { Ok(()) }
}

/// Adds the assignment of a run's kept stage.
pub(super) fn insert_predictions(
    db: &Connection,
    run: RunId,
    kept: Option<&Stage>,
    assignment: &Assignment,
) -> Result<(), Fault> {
    let Assignment { images, clusters, confidence } = assignment;
    db.execute(
        "INSERT INTO predictions (run, stage, images, clusters, confidence) VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            run.0,
            kept.map_or("", Stage::key),
            blob::to_blob(images.iter().map(|id| id.0.to_le_bytes())),
            blob::to_blob(clusters.iter().map(|cluster| cluster.to_le_bytes())),
            blob::to_blob(confidence.iter().map(|confidence| confidence.to_le_bytes())),
        ),
    )?;
    Ok(())
}

fn unknown(run: RunId, why: &(impl ToString + ?Sized)) -> Fault {
    Fault::unknown(format!("run {run}"), why)
}

fn unstorable(run: RunId, why: &(impl ToString + ?Sized)) -> Fault {
    Fault::Unstorable { what: format!("run {run}"), why: why.to_string() }
}

/// A row of [`COLUMNS`], without its epochs.
pub(super) fn run_row(row: &Row) -> Result<RunRow, Fault> {
    let id = RunId(row.get(0)?);
    let word: String = row.get(1)?;
    let state = StoredRunState::ALL.into_iter().find(|state| state.word() == word);
    let text = |column: usize| row.get::<_, String>(column);
    let (stages, why) = json::stages_from_text(&text(9)?).map_err(|e| unknown(id, &e))?;
    let notes = json::notes_from_text(&text(10)?).map_err(|e| unknown(id, &e))?;
    let kept: Option<String> = row.get(8)?;
    let kept = kept.map(|key| Kept { stage: key.into(), why: why.unwrap_or_else(|| old_reason(&notes)) });
    Ok(RunRow {
        id,
        state: state.ok_or_else(|| unknown(id, &format!("`{word}`")))?,
        settings: json::settings_from_text(&text(2)?).map_err(|e| unknown(id, &e))?,
        started: row.get(3)?,
        seconds: row.get(4)?,
        version: row.get(5)?,
        device: row.get(6)?,
        threads: row.get(7)?,
        kept,
        stages,
        notes,
        epochs: Vec::new(),
        base: base(row, id)?,
        proposed: row.get(13)?,
        content: row.get(14)?,
    })
}

fn base(row: &Row, id: RunId) -> Result<Option<RunBase>, Fault> {
    let Some(run) = row.get::<_, Option<u32>>(11)?.map(RunId) else { return Ok(None) };
    let blob: Vec<u8> = row.get::<_, Option<_>>(12)?.unwrap_or_default();
    let clusters =
        blob::from_blob(&blob).map_err(|_| Fault::Damaged(format!("the list of clusters of run {id} is cut")))?;
    Ok(Some(RunBase { run, clusters: clusters.map(u32::from_le_bytes).map(ClusterId).collect() }))
}

/// Why a stage was kept, in rows of programs that said it among the notes alone.
fn old_reason(notes: &[Told]) -> Told {
    notes.iter().find(|note| note.english().starts_with("Kept ")).cloned().unwrap_or_default()
}

/// Stages in the order of their first epochs in the list, epochs by number.
fn sort_epochs(epochs: &mut [EpochMetrics]) {
    let mut stages: Vec<Stage> = Vec::new();
    for epoch in &*epochs {
        if !stages.contains(&epoch.stage) {
            stages.push(epoch.stage.clone());
        }
    }
    epochs.sort_by_key(|epoch| (stages.iter().position(|stage| *stage == epoch.stage), epoch.epoch));
}
