//! How well a partition fits the neighbours of its images (METHOD 5): the score by which results are compared.
//!
//! It never looks at true labels, and it trains nothing.

use crate::clustering::neighbors::{Neighbors, nearest_cosine};
use crate::control::{CancelToken, Cancelled, Rng};
use std::collections::BTreeMap;

/// How well a hard partition fits the neighbour lists that were mined before clustering.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartitionScore {
    /// How well the clusters tell where neighbours are: two parts of [`PartitionScore::saved`] and one of
    /// [`PartitionScore::told`]; 0 for a single cluster, 1 for C even ones that neighbours never leave.
    ///
    /// Agreement less chance does not mind two whole classes in one cluster, which is
    /// what SCAN does most often when it fails: there neighbours agree as before. Mutual information over ln C, which was
    /// the score before, does mind it, but it also minds clusters that are uneven because classes are: it kept the even
    /// result that cuts a large class in two. The first part minds both a little, the second only pairs that are torn
    /// apart; their weights were chosen on subsets of even and uneven classes (`benches/README.md`).
    pub score: f64,
    /// By how much shorter a walk from neighbour to neighbour is told by clusters than without (the map equation of Rosvall
    /// and Bergstrom 2008), over ln C; below 0 where clusters are no help.
    pub saved: f64,
    /// What the cluster of an image says about the cluster of its neighbour: their mutual information over the entropy of
    /// the clusters, 0 to 1.
    pub told: f64,
    /// (agreement - chance) / (1 - chance), chance = sum of squared shares: shown beside the score (METHOD 5).
    pub corrected_agreement: f64,
    /// Share of neighbour pairs that fall in one cluster, 0 to 1.
    pub neighbor_agreement: f64,
    /// exp(entropy of the shares): 10 equal clusters count as 10, one that has everything as 1.
    pub effective_clusters: f64,
    /// Share of the images in each cluster.
    pub shares: Vec<f64>,
}

/// Scores a partition of the images of `neighbors` into `n_clusters` (C); `clusters` has one entry an image. Clusters from C
/// on are counted like any other. No images, no neighbours and a single cluster score 0.
///
/// # Panics
/// If `clusters` is not `neighbors.n` long.
#[must_use]
pub fn score_partition(neighbors: &Neighbors, clusters: &[u32], n_clusters: usize) -> PartitionScore {
    assert_eq!(clusters.len(), neighbors.n, "one cluster an image");
    let n_rows = clusters.iter().map(|cluster| *cluster as usize + 1).max().unwrap_or(0).max(n_clusters);
    let mut counts = vec![0_u64; n_rows];
    let mut n_agreeing = 0_u64;
    let mut pairs: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for (image, &cluster) in clusters.iter().enumerate() {
        counts[cluster as usize] += 1;
        for &other in neighbors.of(image) {
            let other = clusters[other as usize];
            n_agreeing += u64::from(other == cluster);
            // Being a neighbour is taken both ways.
            *pairs.entry((cluster, other)).or_default() += 1;
            *pairs.entry((other, cluster)).or_default() += 1;
        }
    }
    let shares: Vec<f64> = counts.iter().map(|count| *count as f64 / clusters.len().max(1) as f64).collect();
    let neighbor_agreement = n_agreeing as f64 / neighbors.ids.len().max(1) as f64;
    let by_chance: f64 = shares.iter().map(|share| share * share).sum();
    let entropy: f64 = shares.iter().filter(|share| **share > 0.0).map(|share| -share * share.ln()).sum();
    let is_divided = counts.iter().filter(|count| **count > 0).count() > 1;
    let has_pairs = !neighbors.ids.is_empty();
    let walk = Walk::of(&pairs);
    let saved = walk.saved / (n_clusters.max(2) as f64).ln();
    let told = if walk.entropy > 0.0 { walk.information / walk.entropy } else { 0.0 };
    PartitionScore {
        score: (2.0 * saved + told) / 3.0,
        saved,
        told,
        corrected_agreement: if is_divided && has_pairs {
            (neighbor_agreement - by_chance) / (1.0 - by_chance)
        } else {
            0.0
        },
        neighbor_agreement,
        effective_clusters: if clusters.is_empty() { 0.0 } else { entropy.exp() },
        shares,
    }
}

/// A walk from neighbour to neighbour, in nats a step.
struct Walk {
    /// Of the cluster that it is in.
    entropy: f64,
    /// Mutual information of that cluster and the next.
    information: f64,
    /// Length of its two-level code less that without clusters.
    saved: f64,
}

impl Walk {
    /// Over pairs of clusters that are counted both ways.
    fn of(pairs: &BTreeMap<(u32, u32), u64>) -> Self {
        let total = pairs.values().sum::<u64>().max(1) as f64;
        // Share of the pairs on each side, and of those that leave the cluster.
        let mut visits: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        for (&(one, other), &n) in pairs {
            let (visits, exits) = visits.entry(one).or_default();
            *visits += n as f64 / total;
            *exits += if one == other { 0.0 } else { n as f64 / total };
        }
        let part = |((one, other), &n): (&(u32, u32), &u64)| {
            let share = n as f64 / total;
            share * (share / (visits[one].0 * visits[other].0)).ln()
        };
        let information = pairs.iter().map(part).sum::<f64>().max(0.0);
        let leaving = visits.values().map(|(_, exits)| exits).sum();
        let code = |&(visits, exits): &(f64, f64)| x_ln_x(visits + exits) - 2.0 * x_ln_x(exits);
        let entropy = visits.values().map(|(visits, _)| -x_ln_x(*visits)).sum::<f64>().max(0.0);
        Self { entropy, information, saved: 0.0 - x_ln_x(leaving) - visits.values().map(code).sum::<f64>() }
    }
}

fn x_ln_x(x: f64) -> f64 {
    if x > 0.0 { x * x.ln() } else { 0.0 }
}

/// Scores a partition by the neighbours that a learned stage sees: images whose log-probabilities (n, c) point the same
/// way, `k` of each.
///
/// k-means divides the very space in which neighbours were mined, so by those it looks better than the truth itself. It
/// is therefore judged in the learned stage's space, as the learned stage is judged in its: each where the other was
/// made. Ours, and tried on few runs. Accuracy of what it kept and of the best stage: Medical-MNIST (1,500) k-means 0.943
/// of 0.943; CIFAR-10 (2,500) k-means 0.295 of 0.295; the sample with seeds 0, 1 and 2 self-labelling 0.998 of
/// 0.998, SCAN 0.998 of 0.998 and SCAN 0.998 of 1.000; with seed 0 and batches of 128 k-means 0.976 where SCAN had 0.992.
///
/// # Errors
/// [`Cancelled`].
///
/// # Panics
/// If `clusters` does not have one entry a row of probabilities.
pub fn score_by_learned(
    probabilities: &[f32],
    n_clusters: usize,
    k: usize,
    clusters: &[u32],
    cancel: &CancelToken,
) -> Result<PartitionScore, Cancelled> {
    // Images that the stage is quite sure of have the very same row. A grain of noise makes their neighbours any of them,
    // where they would all be the first few.
    let mut rng = Rng::from_key(&[probabilities.len() as u64]);
    let rows: Vec<f32> = probabilities.iter().map(|p| p.max(1e-6).ln() + rng.range(-1e-3, 1e-3) as f32).collect();
    let (seen, _) = nearest_cosine(&rows, n_clusters, k, cancel)?;
    Ok(score_partition(&seen, clusters, n_clusters))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(n: usize) -> Neighbors {
        let ids = (0..n).flat_map(|i| [(i + 1) % n, (i + n - 1) % n]).map(|i| i as u32).collect();
        Neighbors { n, k: 2, ids, similarity: vec![1.0; 2 * n] }
    }

    #[test]
    fn the_score_is_what_clusters_save_and_tell() {
        let halves = score_partition(&ring(8), &[0, 0, 0, 0, 1, 1, 1, 1], 2);
        assert_eq!((halves.neighbor_agreement, halves.corrected_agreement), (0.75, 0.5));
        // Pairs (0,0) and (1,1) have 3/8 each, (0,1) and (1,0) 1/8 each.
        let expected = (0.75 * 1.5f64.ln() + 0.25 * 0.5f64.ln()) / 2f64.ln();
        assert!((halves.told - expected).abs() < 1e-12, "{halves:?}");
        // Each half is visited half of the time and left in an eighth of the steps, a quarter in all.
        let x_ln_x = |x: f64| x * x.ln();
        let expected = -(x_ln_x(0.25) + 2.0 * (x_ln_x(0.625) - 2.0 * x_ln_x(0.125))) / 2f64.ln();
        assert!((halves.saved - expected).abs() < 1e-12, "{halves:?}");
        assert!((halves.score - (2.0 * halves.saved + halves.told) / 3.0).abs() < 1e-12);
        // Two of four perfect clusters made one: neighbours agree as before, but the code is longer.
        let in_fours = (0..16u32).flat_map(|i| (0..4).map(move |j| i / 4 * 4 + j).filter(move |j| *j != i));
        let fours = Neighbors { n: 16, k: 3, ids: in_fours.collect(), similarity: vec![1.0; 48] };
        let whole: Vec<u32> = (0..16).map(|i| i / 4).collect();
        let merged: Vec<u32> = whole.iter().map(|c| c / 2 * 2).collect();
        let [whole, merged] = [whole, merged].map(|clusters| score_partition(&fours, &clusters, 4));
        assert_eq!((whole.corrected_agreement, merged.corrected_agreement), (1.0, 1.0));
        assert!((whole.score - 1.0).abs() < 1e-12 && (merged.saved - 0.5).abs() < 1e-12, "{whole:?} {merged:?}");
        assert!((merged.told - 1.0).abs() < 1e-12 && (merged.score - 2.0 / 3.0).abs() < 1e-12, "{merged:?}");
        assert!((halves.effective_clusters - 2.0).abs() < 1e-12);
        assert_eq!(halves.shares, [0.5, 0.5]);
        let one = score_partition(&ring(8), &[1; 8], 3);
        assert_eq!((one.score, one.neighbor_agreement, one.effective_clusters), (0.0, 1.0, 1.0));
        assert_eq!(one.shares, [0.0, 1.0, 0.0]);
    }

    #[test]
    fn a_large_class_in_one_cluster_is_better_than_even_clusters() {
        // Classes of 60, 12 and 8, in each of which neighbours lie around a ring, with a stray one here and there.
        let (sizes, k) = ([(0u32, 60u32), (60, 12), (72, 8)], 4);
        let others = |i: u32, (start, n): (u32, u32)| (1..=k).map(move |j| start + (i - start + j * j) % n);
        let ids = sizes.iter().flat_map(|&class| (class.0..class.0 + class.1).flat_map(move |i| others(i, class)));
        let stray = |(at, id): (usize, u32)| if at % 20 == 0 { (id + 37) % 80 } else { id };
        let ids: Vec<u32> = ids.enumerate().map(stray).collect();
        let lists = Neighbors { n: 80, k: k as usize, similarity: vec![1.0; ids.len()], ids };
        let truth: Vec<u32> = (0..80).map(|i| u32::from(i >= 60) + u32::from(i >= 72)).collect();
        // 30, 30 and 20: the large class cut in two, the small ones together.
        let even: Vec<u32> = (0..80).map(|i| i / 30).collect();
        let [truth, even] = [truth, even].map(|clusters| score_partition(&lists, &clusters, 3));
        assert!(truth.score > even.score + 0.05, "{truth:?} {even:?}");
        let information =
            |score: &PartitionScore| score.told * score.shares.iter().map(|share| -share * share.ln()).sum::<f64>();
        assert!(information(&truth) < information(&even) + 0.1, "which information alone hardly says");
    }

    #[test]
    fn scores_of_degenerate_partitions_are_numbers() {
        let nothing = score_partition(&Neighbors::default(), &[], 3);
        assert_eq!((nothing.score, nothing.effective_clusters), (0.0, 0.0));
        let alone = score_partition(&Neighbors { n: 2, ..Neighbors::default() }, &[0, 7], 2);
        assert_eq!((alone.score, alone.shares.len()), (0.0, 8));
    }

    #[test]
    fn a_learned_stage_sees_its_own_partition_and_not_a_foreign_one() {
        let n = 60;
        let probability = |i: usize, class: usize| if i % 3 == class { 0.9 } else { 0.05 };
        let probabilities: Vec<f32> = (0..n).flat_map(|i| (0..3).map(move |class| probability(i, class))).collect();
        let score = |clusters: Vec<u32>| {
            score_by_learned(&probabilities, 3, 5, &clusters, &CancelToken::default()).expect("not cancelled").score
        };
        assert!(score((0..n as u32).map(|i| i % 3).collect()) > 0.99);
        assert!(score((0..n as u32).map(|i| i / 20).collect()) < 0.5);
    }
}
