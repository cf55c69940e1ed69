//! The one training loop: epochs, batches, optimiser, checkpoints, cancel, progress. It knows no model.
//!
//! What is trained is an [`Objective`]; where numbers go is the caller's [`Watch`].

use super::checkpoint::{Checkpoint, CheckpointError};
use super::device::first_line;
use super::kernels::tape;
use super::network::Params;
use super::optim::{Optimizer, Rule, Schedule};
use super::prefetch::{self, Order, Views};
use super::views::TileSet;
use crate::control::{CancelToken, Cancelled, Rng};
use crate::stage::{EpochMetrics, Stage};
use crate::strings::say;
use candle_core::Tensor;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

/// Why a stage ended early.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// Stopped by its token.
    #[error("{}", say!("fault-cancelled"))]
    Cancelled,
    /// The loss is no number any more.
    #[error("{}", say!("learn-not-finite", stage = stage.title(), epoch = *epoch))]
    NotFinite {
        /// Which stage.
        stage: Stage,
        /// Epoch, counted from 1.
        epoch: usize,
    },
    /// A network gives rows that are no numbers.
    #[error("{}", say!("learn-broken-weights"))]
    BrokenWeights,
    /// candle failed, out of memory for instance.
    #[error("{}", say!("learn-not-computed", why = first_line(.0)))]
    Tensor(#[from] candle_core::Error),
    /// The disk failed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

impl From<Cancelled> for TrainError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// How a stage is trained.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Which stage.
    pub stage: Stage,
    /// Seed of the run.
    pub seed: u64,
    /// Images to go through an epoch.
    pub n_images: usize,
    /// Number of epochs.
    pub n_epochs: usize,
    /// Images a step, at most.
    pub batch: usize,
    /// Drop what does not fill a batch, as the paper does; else batches differ by at most one image (METHOD 6).
    pub drops_remainder: bool,
    /// Training inputs an image: 2 where two views are trained, smaller views counted by their share of the pixels.
    pub n_inputs: f64,
    /// Optimiser.
    pub rule: Rule,
    /// Learning rate.
    pub schedule: Schedule,
    /// Saved after each epoch, and gone on from when it is there and `resumes`.
    pub checkpoint: Option<PathBuf>,
    /// Go on from the checkpoint.
    pub resumes: bool,
}

/// What is trained: a loss for each batch, and what to measure after each epoch.
pub trait Objective {
    /// The views that [`Objective::loss`] takes for a batch of images. They are cut while the step before trains, so
    /// that nothing which training changes may decide them.
    fn orders(&self, epoch: usize, step: usize, batch: &[u32]) -> Vec<Order>;

    /// The scalar loss of one batch, with its graph; `views` are those of its orders.
    ///
    /// # Errors
    /// From candle, or cancelled between two passes.
    fn loss(&mut self, batch: &[u32], views: &mut Views) -> Result<Tensor, TrainError>;

    /// Called after each optimiser step.
    ///
    /// # Errors
    /// From candle.
    fn after_step(&mut self) -> candle_core::Result<()> {
        Ok(())
    }

    /// Called after each epoch (counted from 0): measure, remember the best, fill in `metrics`.
    ///
    /// # Errors
    /// As the loop's.
    fn end_epoch(&mut self, epoch: usize, metrics: &mut EpochMetrics) -> Result<(), TrainError>;

    /// Adds what the objective remembers to a checkpoint.
    ///
    /// # Errors
    /// From candle.
    fn save(&self, _checkpoint: &mut Checkpoint) -> candle_core::Result<()> {
        Ok(())
    }

    /// Restores what [`Objective::save`] added.
    ///
    /// # Errors
    /// From candle, if the checkpoint does not fit.
    fn load(&mut self, _checkpoint: &Checkpoint) -> candle_core::Result<()> {
        Ok(())
    }
}

/// How training is stopped and where its numbers go.
pub struct Watch<'a> {
    /// Checked before each batch and each backward pass.
    pub cancel: &'a CancelToken,
    /// After each step: images of this stage done so far (all epochs), and training inputs a second.
    pub on_step: &'a mut dyn FnMut(usize, f64),
    /// After each epoch; on resuming also for the epochs that are not repeated.
    pub on_epoch: &'a mut dyn FnMut(&EpochMetrics),
    /// Once, when there was no memory for a step: images a step from there on.
    pub on_smaller_batch: &'a mut dyn FnMut(usize),
}

/// What checkpoints of this program are: those of a later one may mean something else.
const FORMAT: u64 = 1;

/// A batch of fewer images is not made smaller.
const LEAST_HALVED: usize = 4;

/// Trains all weights of `params` on views of `tiles`; gives the metrics of every epoch, resumed ones included.
///
/// Where there is no memory for a step, the rest goes on with batches of half the size; once, and on resuming too.
///
/// # Errors
/// [`TrainError`]; an unfinished step is dropped, finished epochs are in the checkpoint.
pub fn train(
    plan: &Plan,
    params: &Params,
    tiles: &TileSet,
    objective: &mut dyn Objective,
    watch: &mut Watch<'_>,
) -> Result<Vec<EpochMetrics>, TrainError> {
    let mut optimizer = Optimizer::new(plan.rule);
    let mut history: Vec<EpochMetrics> = Vec::new();
    let mut size = plan.batch;
    if let Some(path) = plan.checkpoint.as_deref().filter(|_| plan.resumes)
        && let Some(saved) = Checkpoint::load(path)?
    {
        let other = |why: String| CheckpointError::Other { path: path.to_owned(), why };
        history = take_up(&saved, params, &mut optimizer, objective).map_err(|e| other(first_line(&e)))?;
        for metrics in &history {
            (watch.on_epoch)(metrics);
        }
        if let Some(smaller) = saved.meta["smaller_batch"].as_u64() {
            size = size.min(smaller as usize);
            (watch.on_smaller_batch)(size);
        }
    }
    for epoch in history.len()..plan.n_epochs {
        let lr = plan.schedule.at(epoch, plan.n_epochs);
        let started = Instant::now();
        let (mut n_done, mut n_inputs, mut loss_sum) = (0, 0.0, 0.0);
        let mut batches = batches(plan, size, epoch);
        let orders = |objective: &dyn Objective, batches: &[Vec<u32>], step: usize| {
            batches.get(step).map_or_else(Vec::new, |batch| objective.orders(epoch, step, batch))
        };
        watch.cancel.check()?;
        let mut views = prefetch::cut(tiles, &orders(objective, &batches, 0));
        let mut step = 0;
        while let Some(batch) = batches.get(step) {
            watch.cancel.check()?;
            let next = orders(objective, &batches, step + 1);
            // Until the optimiser begins, a step that fails has changed no weight (running means, a little).
            let is_changing = Cell::new(false);
            let one_step = || {
                let loss = objective.loss(batch, &mut views)?;
                let value = f64::from(loss.to_scalar::<f32>()?);
                if !value.is_finite() {
                    return Err(TrainError::NotFinite { stage: plan.stage.clone(), epoch: epoch + 1 });
                }
                watch.cancel.check()?;
                let gradients = params.backward(&loss)?;
                is_changing.set(true);
                optimizer.step(params, &gradients, lr)?;
                objective.after_step()?;
                Ok(value)
            };
            let value = match prefetch::beside(tiles, &next, one_step) {
                Ok((value, cut)) => {
                    views = cut;
                    value
                }
                Err(TrainError::Tensor(error))
                    if is_out_of_memory(&error) && !is_changing.get() && size == plan.batch && size >= LEAST_HALVED =>
                {
                    tracing::warn!(%error, size, "no memory for a step");
                    tape::free_memory();
                    size = size.div_ceil(2);
                    let rest = batches.split_off(step).concat();
                    batches.extend(cut_evenly(&rest, size));
                    views = prefetch::cut(tiles, &orders(objective, &batches, step));
                    (watch.on_smaller_batch)(size);
                    continue;
                }
                Err(error) => return Err(error),
            };
            step += 1;
            loss_sum += value * batch.len() as f64;
            n_done += batch.len();
            n_inputs += batch.len() as f64 * plan.n_inputs;
            (watch.on_step)(epoch * plan.n_images + n_done, n_inputs / started.elapsed().as_secs_f64());
        }
        let seconds = started.elapsed().as_secs_f64();
        let mut metrics = EpochMetrics {
            epoch: epoch as u32 + 1,
            n_epochs: plan.n_epochs as u32,
            lr,
            loss: loss_sum / (n_done.max(1)) as f64,
            images_per_sec: n_inputs / seconds.max(1e-9),
            seconds,
            ..EpochMetrics::new(plan.stage.clone())
        };
        objective.end_epoch(epoch, &mut metrics)?;
        metrics.seconds = started.elapsed().as_secs_f64();
        (watch.on_epoch)(&metrics);
        history.push(metrics);
        // Who is only told to stop keeps what the epoch gave.
        if watch.cancel.is_abandoned() {
            return Err(TrainError::Cancelled);
        }
        if let Some(path) = &plan.checkpoint {
            let weights = params.to_tensors()?;
            if !are_finite(&weights)? {
                // Whoever went on from it could not.
                return Err(TrainError::NotFinite { stage: plan.stage.clone(), epoch: epoch + 1 });
            }
            let mut meta = serde_json::json!({ "format": FORMAT, "epochs": history });
            if size < plan.batch {
                meta["smaller_batch"] = size.into();
            }
            save(path, weights, &optimizer, objective, meta)?;
        }
    }
    // What steps pass on to each other is of no use any more.
    tape::free_memory();
    Ok(history)
}

/// Puts what a checkpoint holds into its places; gives the epochs before it.
fn take_up(
    saved: &Checkpoint,
    params: &Params,
    optimizer: &mut Optimizer,
    objective: &mut dyn Objective,
) -> candle_core::Result<Vec<EpochMetrics>> {
    let format = saved.meta["format"].as_u64().unwrap_or(FORMAT);
    if format > FORMAT {
        return Err(candle_core::Error::Msg(format!("format {format}, and this program knows {FORMAT}")));
    }
    params.load(&saved.part("model"))?;
    optimizer.load(saved.meta["n_steps"].as_u64().unwrap_or(0), &saved.part("optimizer"), params.device())?;
    objective.load(saved)?;
    // To begin at epoch 0 with trained weights would be another run.
    serde_json::from_value(saved.meta["epochs"].clone()).map_err(|e| candle_core::Error::Msg(e.to_string()))
}

/// Whether a device has no room for what was to be computed, whatever its driver calls that.
fn is_out_of_memory(error: &candle_core::Error) -> bool {
    let words = error.to_string().to_lowercase();
    ["out of memory", "out_of_memory", "failed to allocate"].iter().any(|said| words.contains(said))
}

fn are_finite(tensors: &BTreeMap<String, Tensor>) -> candle_core::Result<bool> {
    for tensor in tensors.values() {
        // 0 times what is no number, or infinite, is no number.
        if !(tensor * 0.0)?.sum_all()?.to_scalar::<f32>()?.is_finite() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn save(
    path: &std::path::Path,
    weights: BTreeMap<String, Tensor>,
    optimizer: &Optimizer,
    objective: &dyn Objective,
    mut meta: serde_json::Value,
) -> Result<(), TrainError> {
    let (n_steps, state) = optimizer.to_tensors();
    meta["n_steps"] = n_steps.into();
    let mut checkpoint = Checkpoint { meta, ..Checkpoint::default() };
    checkpoint.add("model", weights);
    checkpoint.add("optimizer", state);
    objective.save(&mut checkpoint)?;
    Ok(checkpoint.save(path)?)
}

/// The shuffled batches of an epoch, of `size` images at most.
fn batches(plan: &Plan, size: usize, epoch: usize) -> Vec<Vec<u32>> {
    let n = plan.n_images;
    let mut order: Vec<u32> = (0..n as u32).collect();
    Rng::from_key(&[plan.seed, stage_key(&plan.stage), epoch as u64, u64::MAX]).shuffle(&mut order);
    let batch = size.clamp(1, n.max(1));
    if plan.drops_remainder {
        return order.chunks_exact(batch).map(<[u32]>::to_vec).collect();
    }
    cut_evenly(&order, batch)
}

/// All of 0..n in random order, in batches of at most `batch` that differ by at most one image (METHOD 6).
#[must_use]
pub fn even_batches(n: usize, batch: usize, rng: &mut Rng) -> Vec<Vec<u32>> {
    let mut order: Vec<u32> = (0..n as u32).collect();
    rng.shuffle(&mut order);
    cut_evenly(&order, batch.clamp(1, n.max(1)))
}

fn cut_evenly(order: &[u32], batch: usize) -> Vec<Vec<u32>> {
    let (n, n_batches) = (order.len(), order.len().div_ceil(batch));
    (0..n_batches).map(|i| order[i * n / n_batches..(i + 1) * n / n_batches].to_vec()).collect()
}

/// The part of a random key that tells stages apart.
#[must_use]
pub fn stage_key(stage: &Stage) -> u64 {
    stage.key().bytes().fold(0, |key, byte| key.wrapping_mul(257).wrapping_add(u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::network::Init;
    use candle_core::Device;

    fn plan(n_images: usize, batch: usize, drops_remainder: bool) -> Plan {
        Plan {
            stage: Stage::Simclr,
            seed: 1,
            n_images,
            n_epochs: 4,
            batch,
            drops_remainder,
            n_inputs: 1.0,
            rule: Rule::Sgd { momentum: 0.9, weight_decay: 0.0 },
            schedule: Schedule::Cosine { lr: 0.1, floor: 0.0 },
            checkpoint: None,
            resumes: false,
        }
    }

    #[test]
    fn every_image_is_seen_and_no_batch_is_tiny() {
        for (n, batch, sizes) in [(10, 4, vec![3, 3, 4]), (3, 8, vec![3]), (8, 4, vec![4, 4]), (0, 4, vec![])] {
            let cut = batches(&plan(n, batch, false), batch, 0);
            let mut found: Vec<usize> = cut.iter().map(Vec::len).collect();
            found.sort_unstable();
            assert_eq!(found, sizes);
            let mut all: Vec<u32> = cut.concat();
            all.sort_unstable();
            assert_eq!(all, (0..n as u32).collect::<Vec<_>>());
        }
        assert_eq!(batches(&plan(10, 4, true), 4, 0).concat().len(), 8);
        assert_ne!(batches(&plan(50, 50, true), 50, 0), batches(&plan(50, 50, true), 50, 1));
    }

    /// Pulls one weight towards 3, with a pinch of the batch so that order matters; has room for so many images.
    struct Pull(Params, f32, usize);

    impl Objective for Pull {
        fn orders(&self, _: usize, _: usize, _: &[u32]) -> Vec<Order> {
            Vec::new()
        }
        fn loss(&mut self, batch: &[u32], _: &mut Views) -> Result<Tensor, TrainError> {
            if batch.len() > self.2 {
                return Err(candle_core::Error::Msg("CUDA_ERROR_OUT_OF_MEMORY, \"out of memory\"".into()).into());
            }
            let target = 3.0 + f64::from(batch[0]) * 0.01;
            Ok(((self.0.weight("w", true)? - target)?.sqr()?.mean_all()? * f64::from(self.1))?)
        }
        fn end_epoch(&mut self, _: usize, _: &mut EpochMetrics) -> Result<(), TrainError> {
            Ok(())
        }
    }

    /// What training gave, the weight, and the sizes that batches were made smaller to.
    struct Trained {
        result: Result<Vec<EpochMetrics>, TrainError>,
        weight: f32,
        smaller: Vec<usize>,
    }

    fn run(plan: &Plan, scale: f32, stop_in_epoch: Option<usize>) -> Trained {
        run_with_room(plan, scale, stop_in_epoch, usize::MAX)
    }

    fn run_with_room(plan: &Plan, scale: f32, stop_in_epoch: Option<usize>, room: usize) -> Trained {
        let mut params = Params::new(&Device::Cpu);
        params.add_weight("w", &[1], Init::Constant(0.0), 0).expect("weight");
        let cancel = CancelToken::default();
        let stop = cancel.clone();
        let mut on_step = |done: usize, _: f64| {
            if stop_in_epoch.is_some_and(|epoch| done > epoch * plan.n_images) {
                stop.cancel();
            }
        };
        let mut smaller = Vec::new();
        let mut watch = Watch {
            cancel: &cancel,
            on_step: &mut on_step,
            on_epoch: &mut |_| (),
            on_smaller_batch: &mut |size| smaller.push(size),
        };
        let mut objective = Pull(params.clone(), scale, room);
        let result = train(plan, &params, &TileSet::default(), &mut objective, &mut watch);
        let weight = params.weight("w", false).and_then(|w| w.to_vec1::<f32>()).expect("one")[0];
        Trained { result, weight, smaller }
    }

    #[test]
    fn a_cancelled_stage_resumes_to_the_same_bits() {
        let folder = tempfile::tempdir().expect("folder");
        let whole = run(&plan(10, 3, false), 1.0, None);
        let checkpoint = Some(folder.path().join("simclr.safetensors"));
        let cut = Plan { checkpoint, ..plan(10, 3, false) };
        assert!(matches!(run(&cut, 1.0, Some(2)).result, Err(TrainError::Cancelled)));
        let resumed = run(&Plan { resumes: true, ..cut }, 1.0, None);
        assert_eq!(resumed.weight.to_bits(), whole.weight.to_bits());
        assert_eq!(resumed.result.expect("done").len(), 4);
    }

    #[test]
    fn a_loss_that_is_no_number_names_the_epoch() {
        let error = run(&plan(10, 3, false), f32::INFINITY, None).result.expect_err("not finite").to_string();
        assert!(error.contains("epoch 1") && error.contains("SimCLR"), "{error}");
    }

    #[test]
    fn a_step_without_memory_goes_on_with_half_the_images_once() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("simclr.safetensors");
        let plan = Plan { checkpoint: Some(path), ..plan(20, 8, false) };
        let whole = run_with_room(&plan, 1.0, None, 4);
        assert_eq!((whole.result.expect("done").len(), &whole.smaller[..]), (4, &[4][..]));
        // Whoever resumes goes on with what there was memory for, to the same bits.
        assert!(matches!(run_with_room(&plan, 1.0, Some(2), 4).result, Err(TrainError::Cancelled)));
        let resumed = run_with_room(&Plan { resumes: true, ..plan.clone() }, 1.0, None, 4);
        assert_eq!((resumed.weight.to_bits(), &resumed.smaller[..]), (whole.weight.to_bits(), &[4][..]));
        let twice = run_with_room(&plan, 1.0, None, 3);
        let words = twice.result.expect_err("there is no room for half of them").to_string();
        assert!(words.contains("out of memory") && twice.smaller == [4], "{words}");
    }

    #[test]
    fn weights_that_are_no_numbers_are_never_kept() {
        let sound = |x: f32| BTreeMap::from([("w".to_owned(), Tensor::new(&[1.0, x], &Device::Cpu).expect("two"))]);
        let are = |x: f32| are_finite(&sound(x)).expect("computed");
        assert!(are(f32::MAX) && !are(f32::NAN) && !are(f32::NEG_INFINITY));
    }

    #[test]
    fn a_checkpoint_of_another_version_is_told_and_left() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("simclr.safetensors");
        let plan = Plan { checkpoint: Some(path.clone()), resumes: true, ..plan(10, 3, false) };
        run(&plan, 1.0, None).result.expect("done");
        let kept = Checkpoint::load(&path).expect("whole").expect("there");
        let (mut newer, mut other) =
            (Checkpoint::default(), Checkpoint { meta: kept.meta.clone(), ..Checkpoint::default() });
        newer.meta = serde_json::json!({ "format": FORMAT + 1 });
        other.add("model", BTreeMap::from([("v".to_owned(), kept.part("model")["w"].clone())]));
        for checkpoint in [newer, other] {
            checkpoint.save(&path).expect("saved");
            let words = run(&plan, 1.0, None).result.expect_err("of another version").to_string();
            assert!(
                words.contains("another version") && words.contains("--resume") && !words.contains('\n'),
                "{words}"
            );
            run(&Plan { resumes: false, ..plan.clone() }, 1.0, None).result.expect("anew it works");
        }
    }
}
