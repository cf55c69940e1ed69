//! A head that stands for many clusterings of frozen rows, instead of for the one with the lowest loss.
//!
//! SCAN's heads are trained again from other starts and on shorter neighbour lists. Of them all the better half, by what
//! neighbours' clusters say of each other, votes: its probabilities are renumbered to fit each other and averaged. A linear
//! layer learns the vote. Nothing is chosen by true labels, and no matrix of all pairs is made.
//!
//! It is level with SCAN's heads within what seeds change, and so not the default. What was tried beside it, and what its
//! heads can not reach with this loss at all, is told in `benches/README.md`.

mod classifier;
mod vote;

use crate::clustering::heads;
use crate::clustering::heads::scan::ScanHeadsPlan;
use crate::clustering::heads::start::Clustered;
use crate::clustering::judge::score;
use crate::clustering::kmeans;
use crate::clustering::neighbors::Neighbors;
use crate::clustering::stages::embed;
use crate::control::CancelToken;
use crate::learning::trainer::TrainError;
use crate::stage::{EpochMetrics, Stage};

/// Lists are also cut to these parts of their length.
const PARTS: [usize; 2] = [4, 2];

/// How a consensus is found.
#[derive(Clone, Debug)]
pub struct ConsensusPlan {
    /// How the voters are trained: as SCAN's heads are.
    pub scan: ScanHeadsPlan,
    /// Voters for each further length of the lists.
    pub heads: usize,
    /// Of the layer that learns the vote.
    pub epochs: usize,
}

impl ConsensusPlan {
    /// Epochs of all stages together, where the lists have `k` neighbours.
    #[must_use]
    pub fn n_epochs(&self, k: usize) -> usize {
        lengths(k).len() * self.scan.epochs + self.epochs
    }
}

/// The layer that learned the vote.
#[derive(Clone, Debug, Default)]
pub struct ConsensusResult {
    /// (n, C) probabilities.
    pub probabilities: Vec<f32>,
    /// (C, d) and then C biases.
    pub weights: Vec<f32>,
    /// Clusterings that voted.
    pub n_voters: usize,
}

/// Multiply-adds of the whole, for estimates; `k` as in the lists.
#[must_use]
pub fn mul_adds(plan: &ConsensusPlan, k: usize, n: usize, d: usize) -> f64 {
    let last = ScanHeadsPlan { epochs: plan.epochs, ..plan.scan.clone() };
    // k-means takes some thirty turns for each start.
    let starts = 30.0 * (lengths(k).len() * plan.heads * n * d * plan.scan.n_clusters) as f64;
    let voters = lengths(k).len() as f64 * heads::scan::mul_adds(&plan.scan, plan.heads, n, d);
    starts + voters + heads::scan::mul_adds(&last, 1, n, d)
}

/// Finds the consensus on the unit rows of `features`. `voters` are clusterings that are there already, as SCAN's own heads on the
/// whole lists. `on_epoch` hears each epoch, counted over all stages, with probabilities (n, C) as they are then.
///
/// # Errors
/// Cancelled, or [`TrainError::NotFinite`].
pub fn train(
    plan: &ConsensusPlan,
    mut voters: Vec<Vec<f32>>,
    features: &Clustered<'_>,
    neighbors: &Neighbors,
    cancel: &CancelToken,
    on_epoch: &mut dyn FnMut(&mut EpochMetrics, &[f32]),
) -> Result<ConsensusResult, TrainError> {
    let (c, n_epochs) = (plan.scan.n_clusters, plan.n_epochs(neighbors.k));
    let mut before = 0;
    let mut tell = |metrics: &mut EpochMetrics, now: &[f32], before: usize| {
        metrics.stage = Stage::Consensus;
        metrics.epoch += before as u32;
        metrics.n_epochs = n_epochs as u32;
        on_epoch(metrics, now);
    };
    let rows = (features.rows, features.d);
    for (i, k) in lengths(neighbors.k).into_iter().enumerate() {
        let seed = plan.scan.seed.wrapping_add(0xC025 * (i as u64 + 1));
        let mut first = Vec::new();
        for start in 0..plan.heads as u64 {
            let found = kmeans::kmeans(features.rows, features.d, c, 1, seed.wrapping_add(start), cancel)?;
            first.push(heads::start::weights_of(features, &found.centers, cancel)?);
        }
        let (scan, lists) = (ScanHeadsPlan { seed, ..plan.scan.clone() }, neighbors.first(k));
        let heads =
            heads::scan::train(&scan, first, rows, &lists, cancel, &mut |metrics, now| tell(metrics, now, before));
        let heads = heads.map_err(|error| match error {
            TrainError::NotFinite { epoch, .. } => {
                TrainError::NotFinite { stage: Stage::Consensus, epoch: before + epoch }
            }
            other => other,
        })?;
        before += scan.epochs;
        voters.extend(heads.into_iter().map(|head| head.probabilities));
    }
    let voters = better_half(voters, neighbors, c);
    if voters.is_empty() {
        return Err(TrainError::NotFinite { stage: Stage::Consensus, epoch: before });
    }
    let vote = vote::mean(&voters, c, cancel)?;
    let first = heads::start::weights_of(features, &vote::centers(&vote, rows, c), cancel)?;
    let last = ScanHeadsPlan { epochs: plan.epochs, ..plan.scan.clone() };
    let (probabilities, weights) =
        classifier::learn(&last, first, &vote, rows, cancel, &mut |metrics, now| tell(metrics, now, before))?;
    Ok(ConsensusResult { probabilities, weights, n_voters: voters.len() })
}

/// Lengths of the cut lists, each below `k`, none twice.
fn lengths(k: usize) -> Vec<usize> {
    let mut lengths: Vec<usize> = PARTS.iter().map(|part| (k / part).max(1)).filter(|length| *length < k).collect();
    lengths.dedup();
    lengths
}

/// The half whose clusters say most of those of their neighbours, the best first.
fn better_half(voters: Vec<Vec<f32>>, neighbors: &Neighbors, c: usize) -> Vec<Vec<f32>> {
    let score = |p: &[f32]| score::score_partition(neighbors, &embed::arg_max_rows(p, c).0, c).score;
    let mut scored: Vec<(f64, Vec<f32>)> =
        voters.into_iter().filter(|p| !p.is_empty()).map(|p| (score(&p), p)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let half = scored.len().div_ceil(2);
    scored.into_iter().take(half).map(|(_, p)| p).collect()
}

#[cfg(test)]
mod tests;
