//! One training run: tiles from packs (or originals, for networks that see more than a tile holds), the pipeline, and
//! its arrays on disk.

use super::groups::Groups;
use super::refine::correct;
use super::{Context, Ending, FromWorker};
use crate::clustering::judge::score::score_partition;
use crate::clustering::pipeline::{self, Images, Observer, PipelineInput, RawRows, RunError, RunOutput};
use crate::clustering::settings::{CheckedSettings, RunSettings};
use crate::curation::labels::Assignment;
use crate::features::{Source, rows};
use crate::ids::{ImageId, RunId};
use crate::learning::views::TileSet;
use crate::session::estimate;
use crate::session::project::said::Said;
use crate::session::project::view;
use crate::session::protocol::{OWN_SCORE, PRESENT_SCORE};
use crate::store::results::{RunArrays, StageArrays};
use crate::store::{ImageRow, RunOutcome, StoredRunState, StoredStage, content_key};
use crate::strings::{Told, told};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// What a run works on.
pub struct RunWork {
    pub run: RunId,
    /// Goes on from checkpoints.
    pub resume: bool,
    /// The name of the content that a run which goes on began with.
    pub content: Option<String>,
    /// The number of clusters that it took then, where its settings leave that open.
    pub proposed: Option<u32>,
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
    /// For a run that looks for better clusters than these: that of each image, numbered from 0. It shows no guesses.
    pub present: Option<Vec<u32>>,
}

/// What a run goes on with.
pub(super) struct Fitting {
    pub source: Source,
    pub rows: RawRows,
    /// Which, and why, in a sentence.
    pub why: Told,
}

impl RunWork {
    /// Learns and clusters.
    pub fn run(self, settings: &CheckedSettings, context: &Context) -> Ending {
        let started = Instant::now();
        match self.learn(settings, context) {
            Ok(mut outcome) => {
                outcome.seconds = self.seconds_before + started.elapsed().as_secs_f64();
                Ending::RunDone(self.run, Box::new(outcome))
            }
            Err(RunError::Cancelled) => Ending::Cancelled,
            Err(RunError::Failed(words)) => Ending::Failed(words),
        }
    }

    fn learn(&self, settings: &CheckedSettings, context: &Context) -> Result<RunOutcome, RunError> {
        let ids: Vec<ImageId> = self.images.iter().map(|row| row.id).collect();
        self.check_content()?;
        let sources = match self.settings.features {
            Source::Auto => self.networks(),
            _ => estimate::sources(&self.settings.features),
        };
        // How many rows are there already is found out source by source.
        context.plan(estimate::run_works(&self.settings, ids.len(), &sources, &|_| ids.len()));
        let Seen { images, groups, embedding, decided } = self.see(context)?;
        let (settings, why) = match decided {
            Some((source, why)) => (settings.with_features(source), Some(why)),
            None => (settings.clone(), None),
        };
        let (run, provisional_ids, tell) = (self.run, ids.clone(), context.clone());
        let seen = groups.seen.clone();
        let (tell_epoch, tell_proposed, shows_guesses) = (context.clone(), context.clone(), self.present.is_none());
        let mut observer = Observer {
            cancel: context.cancel.clone(),
            progress: context.progress.clone(),
            course: context.course.clone(),
            waker: context.waker.clone(),
            on_epoch: Box::new(move |metrics| {
                if tell_epoch.check_place().is_err() {
                    // Its checkpoints would go into whatever is there now. The engine says why it ends.
                    tell_epoch.cancel.abandon();
                }
                tell_epoch.tell(FromWorker::Epoch(run, Box::new(metrics.clone())));
            }),
            on_provisional: Box::new(move |guess| {
                if !shows_guesses {
                    return;
                }
                let (clusters, confidence) = (seen.spread(&guess.clusters, 1), seen.spread(&guess.confidence, 1));
                let shown = view::provisional(guess.source, &provisional_ids, &clusters, &confidence);
                tell.tell(FromWorker::Provisional(shown));
            }),
            on_proposed: Box::new(move |n_clusters| tell_proposed.tell(FromWorker::Proposed(run, n_clusters as u32))),
        };
        let proposed = self.proposed.map(|n_clusters| n_clusters as usize);
        let input = PipelineInput { images, settings, dir: self.dir.clone(), resume: self.resume, proposed };
        check_place(context)?;
        let mut output = pipeline::run(&input, &mut observer)?;
        if let Some(present) = &self.present {
            compare(&mut output, &groups.seen.pick(present, 1));
        }
        groups.spread(&mut output, embedding.as_deref());
        correct(&mut output, &ids, &self.said, self.settings.seed, &context.cancel).map_err(|_| RunError::Cancelled)?;
        let longest = context.cancel.longest_wait();
        tracing::info!(
            run = run.0,
            ms = longest.as_millis() as u64,
            "longest time between two looks at the cancel token"
        );
        let arrays = arrays(&ids, &output, &groups.representative_of);
        check_place(context)?;
        arrays.save(&self.dir).map_err(|e| RunError::Failed(Told::of(e)))?;
        let decided = why.is_some().then(|| input.settings.into_settings());
        if let Some(why) = why {
            output.notes.insert(0, why);
        }
        Ok(RunOutcome { settings: decided, ..outcome(&ids, output) })
    }

    /// What the run learns from: rows or tiles (or both) of one image of each group of near-duplicates.
    fn see(&self, context: &Context) -> Result<Seen, RunError> {
        if self.settings.is_frozen() {
            let (all, decided) = if self.settings.features == Source::Auto {
                let Fitting { source, rows, why } = self.fitting(context)?;
                (rows, Some((source, why)))
            } else {
                (self.rows(&self.settings.features, context)?, None)
            };
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
            return Ok(Seen { images, groups, embedding: Some(embedding), decided });
        }
        let groups = Groups::find(&self.settings, &self.images, None, context)?;
        let images = Images::Tiles(self.seen_tiles(&groups, context)?);
        Ok(Seen { images, groups, embedding: None, decided: None })
    }

    /// The training pixels of the images that the run sees.
    fn seen_tiles(&self, groups: &Groups, context: &Context) -> Result<Arc<TileSet>, RunError> {
        let seen: Vec<&ImageRow> = groups.seen.representatives.iter().map(|&i| &self.images[i as usize]).collect();
        self.tiles(&seen, context).map(Arc::new)
    }

    /// A run goes on with the very pictures that it began with, or not at all: files may have been replaced meanwhile.
    fn check_content(&self) -> Result<(), RunError> {
        match &self.content {
            Some(before) if *before != content_key(self.images.iter()) => {
                Err(RunError::Failed(told!("engine-images-changed")))
            }
            _ => Ok(()),
        }
    }
}

/// Nothing of a run is written into another project than its own.
pub(super) fn check_place(context: &Context) -> Result<(), RunError> {
    context.check_place().map_err(|error| RunError::Failed(Told::of(error)))
}

/// What a run learns from.
struct Seen {
    images: Images,
    groups: Groups,
    /// Unit rows of all images, where they are known before the run.
    embedding: Option<Vec<f32>>,
    /// The features that the run chose, and why it did, where the settings left that open.
    decided: Option<(Source, Told)>,
}

/// Notes how much better the kept clusters fit the neighbours of the images than the present ones do.
fn compare(output: &mut RunOutput, present: &[u32]) {
    let score = |clusters: &[u32]| score_partition(&output.neighbors, clusters, output.n_clusters).score;
    let Some(at) = output.stages.iter().position(|stage| stage.name == output.kept.stage) else { return };
    let Some(own) = output.stages[at].clusters.as_deref().map(score) else { return };
    let n_filled = |clusters: &[u32]| clusters.iter().collect::<BTreeSet<_>>().len();
    let of_present = score(present);
    output.stages[at].metrics.insert(PRESENT_SCORE.into(), of_present);
    // Fewer clusters than are there are not what was asked for, however well they fit.
    if output.stages[at].clusters.as_deref().is_some_and(|own| n_filled(own) < n_filled(present)) {
        return;
    }
    output.stages[at].metrics.insert(OWN_SCORE.into(), own);
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
    let kept = output.stages.iter().find(|stage| stage.name == output.kept.stage);
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
        settings: None,
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
