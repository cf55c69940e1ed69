//! Learning from corrections: on the rows of a finished run in seconds, or at the end of a new one, so that no run says
//! otherwise than people did.

use super::{Context, Ending, Pace};
use crate::clustering::judge::identity::match_clusters;
use crate::clustering::judge::metrics::UNLABELLED;
use crate::clustering::people::refine::{Input, refine};
use crate::clustering::pipeline::{RunOutput, StageResult};
use crate::control::{CancelToken, Cancelled};
use crate::curation::labels::Assignment;
use crate::ids::{ClusterId, ImageId, RunId};
use crate::session::insight::evidence::RunEvidence;
use crate::session::project::said::{Said, WEIGHT};
use crate::session::protocol::Snapshot;
use crate::stage::{Kept, Stage};
use crate::store::results::{RunArrays, StageArrays};
use crate::store::{RunOutcome, StoredRunState, StoredStage};
use crate::strings::{Told, told};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Learns from corrections on the rows of a finished run.
pub struct RefineWork {
    /// The new run.
    pub run: RunId,
    /// Where its result goes.
    pub dir: PathBuf,
    /// Where the rows are.
    pub base_dir: PathBuf,
    /// The stage of the base whose clusters were kept.
    pub kept: Stage,
    /// The labels in force.
    pub snapshot: Arc<Snapshot>,
    /// The clusters in force, sorted: columns of the result.
    pub columns: Vec<ClusterId>,
    /// What people said.
    pub said: Said,
    /// Seed of every draw.
    pub seed: u64,
}

impl RefineWork {
    /// Learns; the result is on disk when it ends.
    pub fn run(self, context: &Context) -> Ending {
        let started = Instant::now();
        match self.learn(context) {
            Ok(mut outcome) => {
                outcome.seconds = started.elapsed().as_secs_f64();
                Ending::RunDone(self.run, Box::new(outcome))
            }
            Err(None) => Ending::Cancelled,
            Err(Some(words)) => Ending::Failed(words),
        }
    }

    fn learn(&self, context: &Context) -> Result<RunOutcome, Option<Told>> {
        context.show(Pace::new(told!("stage-refine.activity"), 0).at(0));
        let arrays = RunArrays::load(&self.base_dir).map_err(|error| Some(Told::of(error)))?;
        let base = RunEvidence::new(arrays, Some(self.kept.clone()));
        let columns = &self.columns;
        let prior = base.prior(columns, &self.snapshot);
        let column = |id: ClusterId| columns.binary_search(&id).ok().map(|column| column as u32);
        let row = |image: ImageId| base.row(image).map(|row| row as u32);
        let constraints = self.said.constraints(row, column);
        let mut arrays = base.arrays;
        let input = Input {
            rows: &arrays.embedding,
            d: arrays.embedding_dim(),
            n_classes: columns.len(),
            prior: &prior,
            neighbors: &arrays.neighbors,
            k: arrays.k,
            seed: self.seed,
        };
        let probabilities = refine(&input, &constraints, &context.cancel).map_err(|_| None)?;
        let stage = stage_of(probabilities, columns.len());
        let assignment = Assignment {
            images: arrays.images.iter().copied().map(ImageId).collect(),
            clusters: stage.clusters.clone(),
            confidence: stage.confidence.clone(),
        };
        // What was learned from earlier corrections gives way; what the run itself said stays to compare with.
        arrays.stages.retain(|stage| stage.name != Stage::Refine);
        arrays.stages.push(stage);
        context.check_place().map_err(|error| Some(Told::of(error)))?;
        arrays.save(&self.dir).map_err(|error| Some(Told::of(error)))?;
        let why = told!("note-learned", what = self.said.words());
        Ok(RunOutcome {
            settings: None,
            state: StoredRunState::Done,
            seconds: 0.0,
            device: "cpu".into(),
            threads: rayon::current_num_threads() as u32,
            kept: Some(Kept { stage: Stage::Refine, why: why.clone() }),
            notes: vec![why],
            stages: vec![StoredStage {
                name: Stage::Refine,
                seconds: 0.0,
                images_per_sec: 0.0,
                metrics: BTreeMap::new(),
            }],
            assignment: Some(assignment),
        })
    }
}

/// Clusters and confidences of probabilities (n, c).
fn stage_of(probabilities: Vec<f32>, c: usize) -> StageArrays {
    let best = |row: &[f32]| {
        let best = row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        best.map_or((0, 0.0), |(column, p)| (column as u32, *p))
    };
    let (clusters, confidence) = probabilities.chunks_exact(c.max(1)).map(best).unzip();
    StageArrays { name: Stage::Refine, n_clusters: c, clusters, confidence, probabilities }
}

/// Ends a run with what people said before it: its clusters are told by the images that people decided about, classes that it
/// did not find are added, and all is learned on its rows. Gives nothing where nobody said anything of its images.
pub fn correct(
    output: &mut RunOutput,
    images: &[ImageId],
    said: &Said,
    seed: u64,
    cancel: &CancelToken,
) -> Result<(), Cancelled> {
    let started = Instant::now();
    let Some(kept) = output.stages.iter().find(|stage| stage.name == output.kept.stage) else { return Ok(()) };
    let (Some(clusters), Some(probabilities)) = (&kept.clusters, &kept.probabilities) else { return Ok(()) };
    let positions: BTreeMap<ImageId, u32> = images.iter().copied().zip(0..).collect();
    let row = |image: ImageId| positions.get(&image).copied();
    let old = |image: &ImageId| said.labels.get(image).map_or(UNLABELLED, |(id, _)| id.0);
    let weight = |image: &ImageId| said.labels.get(image).map_or(1, |(_, is_said)| if *is_said { WEIGHT } else { 1 });
    let old: Vec<u32> = images.iter().map(old).collect();
    let weights: Vec<u32> = images.iter().map(weight).collect();
    let mut columns: BTreeMap<ClusterId, u32> =
        match_clusters(clusters, &old, Some(&weights)).into_iter().map(|(new, old)| (ClusterId(old), new)).collect();
    let n_found = output.n_clusters;
    let mut n_columns = n_found as u32;
    for (image, (id, is_said)) in &said.labels {
        if *is_said && row(*image).is_some() && !columns.contains_key(id) {
            columns.insert(*id, n_columns);
            n_columns += 1;
        }
    }
    let constraints = said.constraints(row, |id| columns.get(&id).copied());
    if constraints == crate::clustering::people::refine::Constraints::default() {
        return Ok(());
    }
    let c = n_columns as usize;
    let mut prior = vec![0f32; images.len() * c];
    for (wide, narrow) in prior.chunks_exact_mut(c).zip(probabilities.chunks_exact(n_found.max(1))) {
        wide[..n_found].copy_from_slice(narrow);
    }
    let (rows, d) = &output.embedding;
    let input = Input {
        rows,
        d: *d,
        n_classes: c,
        prior: &prior,
        neighbors: &output.neighbors.ids,
        k: output.neighbors.k,
        seed,
    };
    let stage = stage_of(refine(&input, &constraints, cancel)?, c);
    let n_moved = stage.clusters.iter().zip(clusters).filter(|(a, b)| a != b).count();
    let (what, n_added) = (said.words(), c - n_found);
    output.notes.push(if n_added > 0 {
        told!("note-then-learned-added", what = what, n = n_moved, added = n_added)
    } else {
        told!("note-then-learned", what = what, n = n_moved)
    });
    // What spoke for the clusters of the run still does; corrections change a few of them.
    output.kept.stage = Stage::Refine;
    output.stages.push(StageResult {
        seconds: started.elapsed().as_secs_f64(),
        clusters: Some(stage.clusters),
        confidence: Some(stage.confidence),
        probabilities: Some(stage.probabilities),
        ..StageResult::new(stage.name)
    });
    Ok(())
}
