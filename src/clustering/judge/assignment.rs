//! Judging partitions without labels, the choice of the stage to keep (METHOD 5), and matching one set of clusters to
//! another.
//!
//! It never looks at true labels, and it trains nothing.

use crate::clustering::judge::metrics::{Confusion, UNLABELLED};
use crate::clustering::neighbors::{Neighbors, exact_cosine};
use crate::control::{CancelToken, Cancelled, Rng};
use crate::learning::prior::SizePrior;
use crate::stage::Stage;
use crate::text::join;
use std::collections::{BTreeMap, BTreeSet};

/// A new cluster takes over an old one's identity if they share at least this part of one of the two: a name that a
/// person gave should not land on a cluster that is left over.
const LEAST_OVERLAP: f64 = 0.25;

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

/// The one-to-one assignment of rows to columns with the largest total profit, in O(rows^2 columns) (Kuhn 1955, by
/// shortest augmenting paths); `profit` is (rows, cols) row-major, rectangular either way. A number that is not finite
/// counts as 0.
///
/// Gives the column of each row; None for rows left over where there are more rows than columns.
///
/// # Panics
/// If `profit` does not hold rows * cols numbers.
#[must_use]
pub fn hungarian(profit: &[f64], rows: usize, cols: usize) -> Vec<Option<usize>> {
    assert_eq!(profit.len(), rows * cols, "one profit a pair");
    let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
    if rows <= cols {
        return match_rows(rows, cols, |row, col| -finite(profit[row * cols + col])).into_iter().map(Some).collect();
    }
    let mut matched = vec![None; rows];
    for (col, row) in match_rows(cols, rows, |col, row| -finite(profit[row * cols + col])).into_iter().enumerate() {
        matched[row] = Some(col);
    }
    matched
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
    let seen = exact_cosine(&rows, n_clusters, k, cancel)?;
    Ok(score_partition(&seen, clusters, n_clusters))
}

/// Which of the named candidates to keep, and why in words: the highest score among those whose effective number of
/// clusters is at least half of the prior's (half of C, if it is even); if none is left the highest score anyway, with a warning. Scores that differ
/// by `tie` or less count as one, and the latest of those is kept: it has probabilities of its own, where those of k-means
/// are made up from distances. With a `tie` of 0 the earlier one of two that are equal wins.
///
/// Gives position 0 for no candidates.
#[must_use]
pub fn keep(candidates: &[(Stage, PartitionScore)], prior: &SizePrior, tie: f64) -> (usize, String) {
    let n_clusters = prior.n_clusters();
    let best_of = |among: &[usize]| {
        let better = |a: usize, b: usize| if candidates[b].1.score > candidates[a].1.score { b } else { a };
        let best = among.iter().copied().reduce(better)?;
        let is_level = |index: &usize| tie > 0.0 && candidates[best].1.score - candidates[*index].1.score <= tie;
        among.iter().copied().rfind(is_level).or(Some(best))
    };
    let is_spread = |index: &usize| is_spread(&candidates[*index].1, prior);
    let (spread, collapsed): (Vec<usize>, Vec<usize>) = (0..candidates.len()).partition(is_spread);
    let Some(kept) = best_of(&spread).or_else(|| best_of(&collapsed)) else {
        return (0, "There was no result to keep.".to_owned());
    };
    let name = |index: usize| candidates[index].0.in_sentence();
    let scored = |index: &usize| format!("{} {:.3}", name(*index), candidates[*index].1.score);
    let in_effect = |index: &usize| {
        let effective = candidates[*index].1.effective_clusters;
        format!("{} has only {effective:.1} clusters of {n_clusters} in effect", name(*index))
    };
    if spread.is_empty() {
        let details = join(&collapsed.iter().map(in_effect).collect::<Vec<_>>());
        let why = format!(
            "Warning: a few clusters took over in every result ({details}). Kept {} (score {:.3}), the best of them. \
             Fewer clusters or more epochs usually help.",
            name(kept),
            candidates[kept].1.score
        );
        return (kept, why);
    }
    let others: Vec<usize> = spread.iter().copied().filter(|index| *index != kept).collect();
    let mut scores = vec![format!("score {:.3}", candidates[kept].1.score)];
    if !others.is_empty() {
        scores.push(join(&others.iter().map(scored).collect::<Vec<_>>()));
    }
    let is_best = others.iter().all(|index| candidates[*index].1.score <= candidates[kept].1.score);
    let because = if is_best {
        reason(&candidates[kept].0, &others.iter().map(|index| name(*index)).collect::<Vec<_>>())
    } else {
        "nothing is better by more than chance, and its confidences are its own.".to_owned()
    };
    let mut why = format!("Kept {} ({}): {because}", name(kept), scores.join("; "));
    if !collapsed.is_empty() {
        let details = collapsed.iter().map(in_effect).collect::<Vec<_>>();
        why = format!("{why} Set aside, because a few clusters took over: {}.", join(&details));
    }
    (kept, why)
}

/// Whether a partition has at least half as many clusters in effect as its prior.
#[must_use]
pub fn is_spread(score: &PartitionScore, prior: &SizePrior) -> bool {
    score.effective_clusters * 2.0 >= prior.effective_clusters()
}

/// How the clusters of a new run map to old ones: (new, old) pairs by new cluster, each used once, that share most
/// images in all. Both give one cluster an image; [`UNLABELLED`] stands for none. Pairs that share less than a quarter
/// of both clusters are left out: those new clusters are new. With `weights` an image counts so many times.
///
/// # Panics
/// If the two differ in length.
#[must_use]
pub fn match_clusters(new: &[u32], old: &[u32], weights: Option<&[u32]>) -> Vec<(u32, u32)> {
    assert_eq!(new.len(), old.len(), "one new and one old cluster an image");
    let mut sums: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for (i, (a, b)) in new.iter().zip(old).enumerate() {
        if *a != UNLABELLED && *b != UNLABELLED {
            *sums.entry((*a, *b)).or_default() += weights.map_or(1, |weights| u64::from(weights[i]));
        }
    }
    let list = |of: &dyn Fn(&(u32, u32)) -> u32| sums.keys().map(of).collect::<BTreeSet<u32>>().into_iter().collect();
    let (clusters, classes): (Vec<u32>, Vec<u32>) = (list(&|pair| pair.0), list(&|pair| pair.1));
    let shared = |a: u32, b: u32| sums.get(&(a, b)).copied().unwrap_or(0);
    let counts = clusters.iter().flat_map(|a| classes.iter().map(|b| shared(*a, *b))).collect();
    let size = |is_of: &dyn Fn(&(u32, u32)) -> bool| sums.iter().filter(|(pair, _)| is_of(pair)).map(|(_, n)| *n).sum();
    let mut pairs = Confusion { clusters: clusters.clone(), classes: classes.clone(), counts }.matching();
    pairs.retain(|&(a, b)| {
        let (of_new, of_old): (u64, u64) = (size(&|pair| pair.0 == a), size(&|pair| pair.1 == b));
        shared(a, b) > 0 && shared(a, b) as f64 / of_new.min(of_old) as f64 >= LEAST_OVERLAP
    });
    pairs
}

fn reason(kept: &Stage, others: &[&str]) -> String {
    match (kept, others.is_empty()) {
        (_, true) => "it was the only usable result.".to_owned(),
        (Stage::KMeans, false) => format!(
            "on these images plain k-means on the features did better than {}: there clusters tell better where the neighbours of an image \
             are.",
            join(others)
        ),
        (_, false) => "there clusters tell best where the neighbours of an image are.".to_owned(),
    }
}

/// The column of each row with the least total cost; rows <= cols. Potentials u, v and one augmenting path a row.
fn match_rows(rows: usize, cols: usize, cost: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    // Rows and columns count from 1 here; column 0 stands for the row that is being placed.
    let (mut u, mut v) = (vec![0.0; rows + 1], vec![0.0; cols + 1]);
    let mut row_of = vec![0; cols + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; cols + 1];
        let mut came_from = vec![0; cols + 1];
        let mut is_used = vec![false; cols + 1];
        while row_of[column] != 0 {
            is_used[column] = true;
            let from = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for j in (1..=cols).filter(|j| !is_used[*j]) {
                let reduced = cost(from - 1, j - 1) - u[from] - v[j];
                if reduced < least[j] {
                    (least[j], came_from[j]) = (reduced, column);
                }
                if least[j] < step {
                    (step, next) = (least[j], j);
                }
            }
            for j in 0..=cols {
                if is_used[j] {
                    u[row_of[j]] += step;
                    v[j] -= step;
                } else {
                    least[j] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[came_from[column]];
            column = came_from[column];
        }
    }
    let mut column_of = vec![0; rows];
    for (column, row) in row_of.iter().enumerate().skip(1).filter(|(_, row)| **row != 0) {
        column_of[row - 1] = column - 1;
    }
    column_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    fn total(profit: &[f64], cols: usize, matched: &[Option<usize>]) -> f64 {
        matched.iter().enumerate().filter_map(|(row, col)| Some(profit[row * cols + (*col)?])).sum()
    }

    fn best_by_trying(profit: &[f64], rows: usize, cols: usize, row: usize, used: &mut Vec<bool>) -> f64 {
        if row == rows {
            return 0.0;
        }
        let n_free = used.iter().filter(|used| !**used).count();
        let may_skip = rows - row > n_free;
        let mut best = if may_skip { best_by_trying(profit, rows, cols, row + 1, used) } else { f64::NEG_INFINITY };
        for col in 0..cols {
            if !used[col] {
                used[col] = true;
                best = best.max(profit[row * cols + col] + best_by_trying(profit, rows, cols, row + 1, used));
                used[col] = false;
            }
        }
        best
    }

    #[test]
    fn hungarian_finds_the_best_of_all_assignments() {
        let mut rng = Rng::from_key(&[21]);
        for (rows, cols) in [(1, 1), (2, 2), (3, 5), (5, 3), (6, 6), (1, 4), (4, 1)] {
            for _ in 0..20 {
                let profit: Vec<f64> = (0..rows * cols).map(|_| rng.range(-2.0, 5.0).round()).collect();
                let matched = hungarian(&profit, rows, cols);
                let mut columns: Vec<usize> = matched.iter().flatten().copied().collect();
                assert_eq!(columns.len(), rows.min(cols));
                columns.sort_unstable();
                columns.dedup();
                assert_eq!(columns.len(), rows.min(cols), "each column once");
                let best = best_by_trying(&profit, rows, cols, 0, &mut vec![false; cols]);
                assert!((total(&profit, cols, &matched) - best).abs() < 1e-9, "{rows} x {cols}: {profit:?}");
            }
        }
    }

    #[test]
    fn hungarian_of_nothing() {
        assert_eq!(hungarian(&[], 0, 0), []);
        assert_eq!(hungarian(&[], 2, 0), [None, None]);
        assert_eq!(hungarian(&[], 0, 2), []);
        assert_eq!(hungarian(&[f64::NAN, 1.0, 2.0, f64::INFINITY], 2, 2), [Some(1), Some(0)]);
    }

    fn even(n_clusters: usize) -> SizePrior {
        SizePrior::new(n_clusters, 0.0)
    }

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
    fn uneven_clusters_are_no_collapse_where_they_are_expected() {
        let uneven = candidate("scan", 0.5, 3.9);
        assert!(!is_spread(&uneven.1, &even(10)) && is_spread(&uneven.1, &SizePrior::new(10, 1.0)));
    }

    #[test]
    fn scores_of_degenerate_partitions_are_numbers() {
        let nothing = score_partition(&Neighbors::default(), &[], 3);
        assert_eq!((nothing.score, nothing.effective_clusters), (0.0, 0.0));
        let alone = score_partition(&Neighbors { n: 2, ..Neighbors::default() }, &[0, 7], 2);
        assert_eq!((alone.score, alone.shares.len()), (0.0, 8));
    }

    fn candidate(name: &str, score: f64, effective_clusters: f64) -> (Stage, PartitionScore) {
        (name.into(), PartitionScore { score, effective_clusters, ..PartitionScore::default() })
    }

    #[test]
    fn the_best_score_is_kept() {
        let all = [candidate("kmeans", 0.7, 9.0), candidate("scan", 0.8, 9.5), candidate("selflabel", 0.75, 8.0)];
        let (kept, why) = keep(&all, &even(10), 0.0);
        assert_eq!(kept, 1);
        assert!(why.starts_with("Kept SCAN (score 0.800; k-means 0.700 and self-labelling 0.750)"), "{why}");
    }

    #[test]
    fn k_means_winning_is_said_plainly() {
        let all = [candidate("kmeans", 0.9, 9.0), candidate("scan", 0.8, 9.5), candidate("selflabel", 0.75, 8.0)];
        let (kept, why) = keep(&all, &even(10), 0.0);
        assert_eq!(kept, 0);
        assert!(why.contains("k-means on the features did better than SCAN and self-labelling"), "{why}");
    }

    #[test]
    fn a_collapsed_stage_is_out_even_with_the_best_score() {
        let all = [candidate("kmeans", 0.5, 9.0), candidate("scan", 0.99, 2.0)];
        let (kept, why) = keep(&all, &even(10), 0.0);
        assert_eq!(kept, 0);
        assert!(why.contains("SCAN has only 2.0 clusters of 10 in effect"), "{why}");
        assert!(why.contains("the only usable result"), "{why}");
    }

    #[test]
    fn with_nothing_usable_the_best_is_kept_with_a_warning() {
        let (kept, why) = keep(&[candidate("kmeans", 0.2, 2.0), candidate("scan", 0.4, 1.5)], &even(10), 0.0);
        assert_eq!(kept, 1);
        assert!(why.starts_with("Warning:") && why.contains("Kept SCAN (score 0.400)"), "{why}");
        assert_eq!(keep(&[], &even(10), 0.0).0, 0);
    }

    #[test]
    fn ties_and_the_border_of_half() {
        let (kept, _) = keep(&[candidate("kmeans", 0.5, 5.0), candidate("scan", 0.5, 10.0)], &even(10), 0.0);
        assert_eq!(kept, 0, "exactly half is enough, and the earlier one wins");
        let level = [candidate("kmeans", 0.951, 10.0), candidate("scan", 0.95, 10.0)];
        assert_eq!(keep(&level, &even(10), 0.0).0, 0);
        let (kept, why) = keep(&level, &even(10), 0.003);
        assert_eq!(kept, 1);
        assert!(why.contains("Kept SCAN (score 0.950; k-means 0.951)") && why.contains("by more than chance"), "{why}");
        assert_eq!(keep(&level, &even(10), 0.0005).0, 0);
    }

    #[test]
    fn clusters_keep_their_identity_by_overlap() {
        let old = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, UNLABELLED];
        let new = [5, 5, 5, 3, 3, 3, 3, 3, 4, 4, 4, 4];
        assert_eq!(match_clusters(&new, &old, None), [(3, 1), (4, 2), (5, 0)]);
        assert_eq!(match_clusters(&[], &[], None), []);
        assert_eq!(match_clusters(&[1, 2], &[UNLABELLED; 2], None), []);
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

    #[test]
    fn a_leftover_cluster_is_new() {
        // Old 2 lies in new 7, which is old 1 in the main; the one image that new 6 shares with it makes no identity.
        let old = [vec![0; 20], vec![1; 10], vec![2; 10]].concat();
        let new = [vec![5; 11], vec![6; 9], vec![7; 10], vec![6; 1], vec![7; 9]].concat();
        assert_eq!(match_clusters(&new, &old, None), [(5, 0), (7, 1)]);
    }
}
