//! One training run: tiles from packs (or originals, for networks that see more than a tile holds), the pipeline, and
//! its arrays on disk.

use super::features::tile;
use super::groups::Groups;
use super::refine::correct;
use super::{Context, Ending, FromWorker, Pace};
use crate::clustering::pipeline::{self, Images, Observer, PipelineInput, RawRows, RunError, RunOutput};
use crate::clustering::settings::RunSettings;
use crate::curation::labels::Assignment;
use crate::dataset::decode::{ByteBudget, Limits};
use crate::dataset::pixels::{TILE_SIDE, square_from_original};
use crate::features::rows;
use crate::ids::{ImageId, RunId};
use crate::learning::views::TileSet;
use crate::session::said::Said;
use crate::session::view;
use crate::store::packs::PackReader;
use crate::store::project::{ImageRow, ImageState, RunOutcome, StoredRunState, StoredStage};
use crate::store::results::{RunArrays, StageArrays};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

/// What a run works on.
pub struct RunWork {
    pub run: RunId,
    /// Goes on from checkpoints.
    pub resume: bool,
    /// Wall time of an earlier part.
    pub seconds_before: f64,
    pub settings: RunSettings,
    /// The images, in the order of all rows of the result.
    pub images: Vec<ImageRow>,
    pub folder: PathBuf,
    pub pixels_dir: PathBuf,
    /// Where checkpoints and results go.
    pub dir: PathBuf,
    /// Where squares cut from originals are kept for other runs.
    pub prepared_dir: PathBuf,
    /// Where rows of frozen features are kept for other runs.
    pub features_dir: PathBuf,
    /// What people said before the run.
    pub said: Said,
}

impl RunWork {
    /// Learns and clusters.
    pub fn run(self, context: &Context) -> Ending {
        let started = Instant::now();
        match self.learn(context) {
            Ok(mut outcome) => {
                outcome.seconds = self.seconds_before + started.elapsed().as_secs_f64();
                Ending::RunDone(self.run, Box::new(outcome))
            }
            Err(RunError::Cancelled) => Ending::Cancelled,
            Err(RunError::Failed(words)) => Ending::Failed(words),
        }
    }

    fn learn(&self, context: &Context) -> Result<RunOutcome, RunError> {
        let ids: Vec<ImageId> = self.images.iter().map(|row| row.id).collect();
        self.check_content()?;
        let Seen { images, groups, embedding } = self.see(context)?;
        let (run, provisional_ids, tell) = (self.run, ids.clone(), context.clone());
        let seen = groups.seen.clone();
        let tell_epoch = context.clone();
        let mut observer = Observer {
            cancel: context.cancel.clone(),
            progress: context.progress.clone(),
            waker: context.waker.clone(),
            on_epoch: Box::new(move |metrics| tell_epoch.tell(FromWorker::Epoch(run, Box::new(metrics.clone())))),
            on_provisional: Box::new(move |guess| {
                let (clusters, confidence) = (seen.spread(&guess.clusters, 1), seen.spread(&guess.confidence, 1));
                let shown = view::provisional(guess.source, &provisional_ids, &clusters, &confidence);
                tell.tell(FromWorker::Provisional(shown));
            }),
        };
        let input =
            PipelineInput { images, settings: self.settings.clone(), dir: self.dir.clone(), resume: self.resume };
        let mut output = pipeline::run(&input, &mut observer)?;
        groups.spread(&mut output, embedding.as_deref());
        correct(&mut output, &ids, &self.said, self.settings.seed, &context.cancel).map_err(|_| RunError::Cancelled)?;
        let longest = context.cancel.longest_wait();
        tracing::info!(
            run = run.0,
            ms = longest.as_millis() as u64,
            "longest time between two looks at the cancel token"
        );
        let arrays = arrays(&ids, &output, &groups.representative_of);
        arrays.save(&self.dir).map_err(|e| RunError::Failed(e.to_string()))?;
        Ok(outcome(&ids, output))
    }

    /// What the run learns from: rows or tiles (or both) of one image of each group of near-duplicates.
    fn see(&self, context: &Context) -> Result<Seen, RunError> {
        if self.settings.is_frozen() {
            let source = self.settings.source().map_err(|e| RunError::Failed(e.to_string()))?;
            let all = self.rows(&source, context)?;
            let d = rows::width(&all.blocks);
            let embedding = rows::combine(&all.raw, &all.blocks);
            let groups = Groups::find(&self.settings, &self.images, Some((&embedding, d)), context)?;
            let raw = groups.seen.pick(&all.raw, d);
            // As the run centres them.
            let centring = rows::Centring::of(&raw, &all.blocks);
            let embedding = if groups.seen.is_trivial() {
                embedding
            } else {
                all.raw.chunks_exact(d.max(1)).flat_map(|row| centring.unit_row(row)).collect()
            };
            let rows = RawRows { raw, ..all };
            let images = if self.settings.learns_on() {
                Images::Both(rows, self.seen_tiles(&groups, context)?)
            } else {
                Images::Rows(rows)
            };
            return Ok(Seen { images, groups, embedding: Some(embedding) });
        }
        let groups = Groups::find(&self.settings, &self.images, None, context)?;
        Ok(Seen { images: Images::Tiles(self.seen_tiles(&groups, context)?), groups, embedding: None })
    }

    /// The training pixels of the images that the run sees.
    fn seen_tiles(&self, groups: &Groups, context: &Context) -> Result<Arc<TileSet>, RunError> {
        let seen: Vec<&ImageRow> = groups.seen.representatives.iter().map(|&i| &self.images[i as usize]).collect();
        self.tiles(&seen, context).map(Arc::new)
    }

    /// The training pixels of some images.
    fn tiles(&self, images: &[&ImageRow], context: &Context) -> Result<TileSet, RunError> {
        let size = self.settings.net.size;
        if size > TILE_SIDE as usize {
            return self.squares_of_originals(images, size, context);
        }
        let pace = Pace::new("Loading training pixels", images.len() as u64);
        context.show(pace.at(0));
        let reader = PackReader::open(&self.pixels_dir).map_err(|e| RunError::Failed(e.to_string()))?;
        TileSet::build(images.len(), size, |i| {
            context.cancel.check().map_err(|_| RunError::Cancelled)?;
            tile(images[i], &reader)
        })
    }

    /// Centre squares cut from the originals; kept in a file that is named after the images and the size.
    fn squares_of_originals(&self, images: &[&ImageRow], size: usize, context: &Context) -> Result<TileSet, RunError> {
        let n_bytes = size * size * 3;
        let file = self.prepared_dir.join(format!("{}-{size}.rgb", &content_key(images.iter().copied())[..24]));
        let words = |e: std::io::Error| RunError::Failed(format!("{}: {e}", file.display()));
        let cached = std::fs::read(&file).ok().filter(|bytes| bytes.len() == n_bytes * images.len());
        let all = if let Some(bytes) = cached {
            bytes
        } else {
            let pace = Pace::new("Preparing larger pixels", images.len() as u64);
            let all = self.cut_squares(images, size, context, Some(&pace))?;
            std::fs::create_dir_all(&self.prepared_dir).map_err(words)?;
            let mut temporary = tempfile::NamedTempFile::new_in(&self.prepared_dir).map_err(words)?;
            temporary.write_all(&all).map_err(words)?;
            temporary.as_file().sync_all().map_err(words)?;
            temporary.persist(&file).map_err(|e| words(e.error))?;
            self.remove_stale(&file);
            all
        };
        let square = |i: usize| all[i * n_bytes..(i + 1) * n_bytes].to_vec();
        TileSet::build(images.len(), size, |i| Ok((size as u32, size as u32, square(i))))
    }

    /// Squares of this size from before the folder changed are of no use any more.
    fn remove_stale(&self, keep: &Path) {
        let ending = format!("-{}.rgb", self.settings.net.size);
        let Ok(entries) = std::fs::read_dir(&self.prepared_dir) else { return };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            let is_stale = path != keep && path.to_string_lossy().ends_with(&ending);
            if is_stale && let Err(error) = std::fs::remove_file(&path) {
                tracing::warn!(%error, path = %path.display(), "stale prepared pixels stay");
            }
        }
    }

    /// Squares of some images, one after the other, on all threads of the run; `pace` shows them as they are done.
    pub(super) fn cut_squares(
        &self,
        images: &[&ImageRow],
        size: usize,
        context: &Context,
        pace: Option<&Pace>,
    ) -> Result<Vec<u8>, RunError> {
        let (limits, budget, n_done) = (Limits::default(), ByteBudget::default(), AtomicU64::new(0));
        let has_failed = AtomicBool::new(false);
        let n_bytes = size * size * 3;
        let mut all = vec![0; n_bytes * images.len()];
        let n_threads = pipeline::n_threads(&self.settings).clamp(1, images.len().max(1));
        let per_thread = images.len().div_ceil(n_threads).max(1);
        let cut = |(rows, out): (&[&ImageRow], &mut [u8])| -> Result<(), RunError> {
            for (row, out) in rows.iter().zip(out.chunks_exact_mut(n_bytes)) {
                context.cancel.check().map_err(|_| RunError::Cancelled)?;
                let path = row.record.path.to_path(&self.folder);
                if has_failed.load(Ordering::Relaxed) {
                    // Another thread says why.
                    return Ok(());
                }
                let square = square_from_original(&path, size as u32, &limits, &budget, &context.cancel);
                out.copy_from_slice(&square.map_err(|reason| {
                    has_failed.store(true, Ordering::Relaxed);
                    RunError::Failed(format!(
                        "{} can not be read any more ({reason}). Look at the folder again, then press Discover.",
                        path.display()
                    ))
                })?);
                let n_done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
                if let Some(pace) = pace {
                    context.show(pace.at(n_done));
                }
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let parts = images.chunks(per_thread).zip(all.chunks_mut(per_thread * n_bytes));
            let threads: Vec<_> = parts.map(|part| scope.spawn(|| cut(part))).collect();
            threads.into_iter().try_for_each(|thread| {
                thread.join().unwrap_or_else(|_| Err(RunError::Failed("A picture could not be prepared.".into())))
            })
        })?;
        Ok(all)
    }

    /// A run goes on with the very pictures that it began with, or not at all: files may have been replaced meanwhile.
    fn check_content(&self) -> Result<(), RunError> {
        let (file, key) = (self.dir.join("images.key"), content_key(self.images.iter()));
        if self.resume {
            return match std::fs::read_to_string(&file) {
                Ok(before) if before != key => Err(RunError::Failed(
                    "Some images have changed since this run was cut off, so it can not go on. Begin a new one.".into(),
                )),
                _ => Ok(()),
            };
        }
        let written = std::fs::create_dir_all(&self.dir).and_then(|()| std::fs::write(&file, &key));
        written.map_err(|e| RunError::Failed(format!("{}: {e}", file.display())))
    }
}

/// What a run learns from.
struct Seen {
    images: Images,
    groups: Groups,
    /// Unit rows of all images, where they are known before the run.
    embedding: Option<Vec<f32>>,
}

/// Names the content of images, in order.
pub fn content_key<'a>(images: impl Iterator<Item = &'a ImageRow>) -> String {
    let mut hasher = blake3::Hasher::new();
    for row in images {
        if let ImageState::Ready { content_hash, .. } = &row.record.state {
            hasher.update(content_hash);
        }
    }
    hasher.finalize().to_hex().to_string()
}

fn arrays(ids: &[ImageId], output: &RunOutput, representative_of: &[u32]) -> RunArrays {
    let stages = output.stages.iter().filter_map(|stage| {
        Some(StageArrays {
            name: stage.name.clone(),
            // The last one may have more: classes that only people know.
            n_clusters: stage.probabilities.as_ref()?.len().checked_div(ids.len()).unwrap_or(output.n_clusters),
            clusters: stage.clusters.clone()?,
            confidence: stage.confidence.clone()?,
            probabilities: stage.probabilities.clone()?,
        })
    });
    RunArrays {
        images: ids.iter().map(|id| id.0).collect(),
        embedding: output.embedding.0.clone(),
        k: output.neighbors.k,
        neighbors: output.neighbors.ids.clone(),
        similarity: output.neighbors.similarity.clone(),
        representatives: representative_of.to_vec(),
        junk: output.junk.clone(),
        stages: stages.collect(),
    }
}

fn outcome(ids: &[ImageId], output: RunOutput) -> RunOutcome {
    let kept = output.stages.iter().find(|stage| stage.name == output.kept);
    let assignment = kept.and_then(|stage| {
        Some(Assignment {
            images: ids.to_vec(),
            clusters: stage.clusters.clone()?,
            confidence: stage.confidence.clone()?,
        })
    });
    let stored = |stage: pipeline::StageResult| StoredStage {
        name: stage.name,
        seconds: stage.seconds,
        images_per_sec: stage.images_per_sec,
        // A number that is none can not be written as JSON and says nothing.
        metrics: stage.metrics.into_iter().filter(|(_, value)| value.is_finite()).collect::<BTreeMap<_, _>>(),
    };
    RunOutcome {
        state: StoredRunState::Done,
        seconds: 0.0,
        device: output.device,
        threads: output.threads as u32,
        kept: Some(output.kept),
        notes: output.notes,
        stages: output.stages.into_iter().map(stored).collect(),
        assignment,
    }
}
