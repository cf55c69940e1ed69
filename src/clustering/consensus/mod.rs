//! A head that stands for many clusterings of frozen rows, instead of for the one with the lowest loss.
//!
//! SCAN's heads are trained again from other starts and on shorter neighbour lists. Of them all the better half, by what
//! neighbours' clusters say of each other, votes. A last head begins as the vote and is trained with the SCAN loss on lists in
//! which a neighbour counts the more, the more of the voters put both in one cluster. It keeps to the lists: no matrix of all
//! pairs is ever made. It chooses nothing by true labels and knows no other loss than SCAN's.
//!
//! What was tried beside it and is not here is told in `benches/README.md`.

mod agreement;
mod vote;

use super::assignment;
use super::embed;
use super::head_start::{self, Clustered};
use super::kmeans;
use super::neighbors::Neighbors;
use super::scan_heads::{self, ScanHeadsPlan, ScanHeadsResult};
use crate::control::{CancelToken, EpochMetrics};
use crate::learning::trainer::TrainError;

/// Lists are also cut to these parts of their length.
const PARTS: [usize; 2] = [4, 2];

/// How a consensus is found.
#[derive(Clone, Debug)]
pub struct ConsensusPlan {
    /// How the voters are trained: as SCAN's heads are.
    pub scan: ScanHeadsPlan,
    /// Voters for each further length of the lists.
    pub heads: usize,
    /// Of the last head.
    pub epochs: usize,
}

impl ConsensusPlan {
    /// Epochs of all stages together, where the lists have `k` neighbours.
    #[must_use]
    pub fn n_epochs(&self, k: usize) -> usize {
        lengths(k).len() * self.scan.epochs + self.epochs
    }
}

/// The last head.
#[derive(Clone, Debug, Default)]
pub struct ConsensusResult {
    /// Its probabilities (n, C) and weights, at its best moment.
    pub head: ScanHeadsResult,
    /// How many voted.
    pub n_voters: usize,
    /// Share of the neighbour pairs that a voter puts in one cluster where most voters do, or apart where most do, averaged
    /// over voters: 1 where all say the same.
    pub unanimity: f64,
}

/// Multiply-adds of the whole, for estimates; `k` as in the lists.
#[must_use]
pub fn mul_adds(plan: &ConsensusPlan, k: usize, n: usize, d: usize) -> f64 {
    let last = ScanHeadsPlan { epochs: plan.epochs, ..plan.scan.clone() };
    // k-means takes some thirty turns for each start.
    let starts = 30.0 * (lengths(k).len() * plan.heads * n * d * plan.scan.n_clusters) as f64;
    let voters = lengths(k).len() as f64 * scan_heads::mul_adds(&plan.scan, plan.heads, n, d);
    starts + voters + scan_heads::mul_adds(&last, 1, n, d)
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
    let mut train = |scan: ScanHeadsPlan, first: Vec<Vec<f32>>, lists: &Neighbors| {
        let trained =
            scan_heads::train(&scan, first, (features.rows, features.d), lists, cancel, &mut |metrics, now| {
                metrics.stage = "consensus".into();
                metrics.epoch += before as u32;
                metrics.n_epochs = n_epochs as u32;
                on_epoch(metrics, now);
            });
        before += scan.epochs;
        trained.map_err(|error| match error {
            TrainError::NotFinite { epoch, .. } => TrainError::NotFinite { stage: "consensus", epoch },
            other => other,
        })
    };
    for (i, k) in lengths(neighbors.k).into_iter().enumerate() {
        let seed = plan.scan.seed.wrapping_add(0xC025 * (i as u64 + 1));
        let mut first = Vec::new();
        for start in 0..plan.heads as u64 {
            let found = kmeans::kmeans(features.rows, features.d, c, 1, seed.wrapping_add(start), cancel)?;
            first.push(head_start::weights_of(features, &found.centers, cancel)?);
        }
        let heads = train(ScanHeadsPlan { seed, ..plan.scan.clone() }, first, &neighbors.first(k))?;
        voters.extend(heads.into_iter().map(|head| head.probabilities));
    }
    let voters = better_half(voters, neighbors, c);
    let mean = vote::mean(&voters, c, cancel)?;
    let clusters: Vec<Vec<u32>> = voters.iter().map(|p| embed::arg_max_rows(p, c).0).collect();
    let (lists, unanimity) = agreement::weighted(neighbors, &clusters, cancel)?;
    let centers = vote::centers(&mean, (features.rows, features.d), c);
    let first = head_start::weights_of(features, &centers, cancel)?;
    let trained = train(ScanHeadsPlan { epochs: plan.epochs, ..plan.scan.clone() }, vec![first], &lists)?;
    let head = trained.into_iter().next().unwrap_or_default();
    Ok(ConsensusResult { head, n_voters: voters.len(), unanimity })
}

/// Lengths of the cut lists, each below `k`, none twice.
fn lengths(k: usize) -> Vec<usize> {
    let mut lengths: Vec<usize> = PARTS.iter().map(|part| (k / part).max(1)).filter(|length| *length < k).collect();
    lengths.dedup();
    lengths
}

/// The half whose clusters say most of those of their neighbours, the best first.
fn better_half(voters: Vec<Vec<f32>>, neighbors: &Neighbors, c: usize) -> Vec<Vec<f32>> {
    let score = |p: &[f32]| assignment::score_partition(neighbors, &embed::arg_max_rows(p, c).0, c).score;
    let mut scored: Vec<(f64, Vec<f32>)> =
        voters.into_iter().filter(|p| !p.is_empty()).map(|p| (score(&p), p)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let half = scored.len().div_ceil(2);
    scored.into_iter().take(half).map(|(_, p)| p).collect()
}

#[cfg(test)]
mod tests;
