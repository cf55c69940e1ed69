//! How many classes to propose: the rule, and how stable cuts are between overclusterings. It sees trees, no rows.
//!
//! Four views of the same trees, over H overclusterings:
//! 1. the **gap** of a cut: how much lower the next merge lies than the last one that was made, averaged over the trees,
//!    times the agreement of the trees' cuts. Where classes stand apart it decides alone.
//! 2. the **map equation**'s best cut: where classes run into each other it names too many.
//! 3. the number of merges below a **part of the usual height**, which then names too few.
//! 4. the number of merges below a **height that classes rarely share**, wherever the usual height is.
//!
//! A weighted geometric mean of the latter three says about how many there are, and the gap decides around it: a cut scores
//! (gap x stability + [`FLOOR`]) x exp(-ln(k / about)^2 / (2 [`WIDTH`]^2)). The constants were chosen on 36 synthetic
//! mixtures and 67 folders of real features. What was tried and lost, and what the rule gives on other draws, is in
//! `benches/README.md`.

use super::link::Linked;

/// A merge below this part of the median height joins different classes.
const PART_OF_USUAL: f64 = 0.3;
/// A merge below this height joins different classes, too.
const RARELY_SHARED: f64 = 0.17;
/// What the map equation, the part of the usual height and the height that is rarely shared weigh, in this order.
const WEIGHTS: [f64; 3] = [0.3, 0.6, 0.1];
/// What they name too few of together, in ln k.
const TOO_FEW: f64 = 0.2;
/// What a cut without a gap counts, in heights.
const FLOOR: f64 = 0.06;
/// How far from the rough number a gap still counts, in ln k.
const WIDTH: f64 = 0.35;
/// The same for the range, which is to hold what the proposal misses.
const WIDTH_OF_RANGE: f64 = 0.5;
/// Cuts that score at least this part of the best make the range.
const PART_OF_BEST: f64 = 0.5;
/// Cuts into more than this part of the leaves are not proposed: the leaves must be finer than the classes.
const MOST_OF_LEAVES: f64 = 0.62;

/// The number of clusters to propose, and the least and the greatest that score about as well.
///
/// `trees` are of one or more overclusterings; `stability` belongs to the cut into k clusters at k - 1.
pub(super) fn propose(trees: &[Linked], stability: &[f64]) -> (usize, usize, usize) {
    let fewest = trees.iter().map(|tree| tree.code_length.len()).min().unwrap_or(0);
    let most = ((fewest as f64 * MOST_OF_LEAVES) as usize).max(2).min(fewest);
    if most < 2 {
        return (most, most, most);
    }
    let usual = |tree: &Linked| PART_OF_USUAL * tree.falling.get(tree.falling.len() / 2).copied().unwrap_or(0.0);
    let views =
        [by_map_equation(trees, fewest).ln(), by_height(trees, &usual), by_height(trees, &|_: &Linked| RARELY_SHARED)];
    let about = views.iter().zip(WEIGHTS).map(|(view, weight)| view * weight).sum::<f64>() + TOO_FEW;
    let about = about.max(2.0_f64.ln());
    let gaps: Vec<f64> = (2..=most)
        .map(|k| {
            let gap = trees.iter().map(|tree| gap(tree, k)).sum::<f64>() / trees.len() as f64;
            gap * stability.get(k - 1).copied().unwrap_or(0.0).max(0.0)
        })
        .collect();
    let scores = |width: f64| -> Vec<f64> {
        let score = |(k, gap): (usize, &f64)| {
            let away = ((k as f64).ln() - about) / width;
            (gap + FLOOR) * (-away * away / 2.0).exp()
        };
        (2..).zip(&gaps).map(score).collect()
    };
    let best_of = |scores: &[f64]| (0..scores.len()).reduce(|a, b| if scores[b] > scores[a] { b } else { a });
    let best = best_of(&scores(WIDTH)).unwrap_or(0);
    let scores = scores(WIDTH_OF_RANGE);
    let least = PART_OF_BEST * best_of(&scores).map_or(0.0, |at| scores[at]);
    let is_close = |at: &usize| scores[*at] >= least;
    let low = (0..=best).find(is_close).unwrap_or(best);
    let high = (best..scores.len()).rfind(is_close).unwrap_or(best);
    (best + 2, low + 2, high + 2)
}

/// By how much the merge that would leave k - 1 clusters lies lower than the one that made k; never negative.
fn gap(tree: &Linked, k: usize) -> f64 {
    let n_leaves = tree.code_length.len();
    // Merge i leaves n_leaves - 1 - i clusters.
    let leaving = |k: usize| n_leaves.checked_sub(k + 1).map(|merge| tree.falling[merge]);
    match (leaving(k), leaving(k - 1)) {
        (Some(made), Some(next)) => made - next,
        _ => 0.0,
    }
}

/// The cut into two or more clusters, up to `most`, in whose code a walk over the neighbours is told shortest.
fn by_map_equation(trees: &[Linked], most: usize) -> f64 {
    let of_cut = |k: usize| trees.iter().map(|tree| tree.code_length[k - 1]).sum::<f64>();
    let lengths: Vec<f64> = (2..=most).map(of_cut).collect();
    (0..lengths.len()).reduce(|a, b| if lengths[b] < lengths[a] { b } else { a }).map_or(1.0, |at| (at + 2) as f64)
}

/// ln of the clusters that are left when no merges below a tree's limit are made.
fn by_height(trees: &[Linked], limit: &dyn Fn(&Linked) -> f64) -> f64 {
    let of_tree = |tree: &Linked| {
        let limit = limit(tree);
        let below = tree.falling.iter().filter(|height| **height < limit).count();
        (below as f64 + 1.0).ln()
    };
    trees.iter().map(of_tree).sum::<f64>() / trees.len().max(1) as f64
}

/// Adjusted Rand index of two partitions, from the images (a, b) that are in cluster a of one and b of the other.
///
/// Hubert and Arabie 1985; two partitions that are both whole or both single agree.
pub(super) fn adjusted_rand(counts: &[f64], n_b: usize) -> f64 {
    let pairs = |images: f64| images * (images - 1.0) / 2.0;
    let mut of_b = vec![0.0; n_b];
    let (mut both, mut first, mut n) = (0.0, 0.0, 0.0);
    for line in counts.chunks_exact(n_b.max(1)) {
        line.iter().zip(&mut of_b).for_each(|(count, sum)| *sum += count);
        both += line.iter().map(|&count| pairs(count)).sum::<f64>();
        let size: f64 = line.iter().sum();
        first += pairs(size);
        n += size;
    }
    let second: f64 = of_b.into_iter().map(pairs).sum();
    let by_chance = if n > 1.0 { first * second / pairs(n) } else { 0.0 };
    let most = f64::midpoint(first, second);
    if most - by_chance > 0.0 { (both - by_chance) / (most - by_chance) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::judge::metrics;

    /// A tree of `n_leaves` leaves over `k` groups: merges within them at 0.8, the rest at 0.02.
    fn clear(n_leaves: usize, k: usize) -> Linked {
        let falling: Vec<f64> = (0..n_leaves - 1).map(|i| if n_leaves - 1 - i >= k { 0.8 } else { 0.02 }).collect();
        let code_length = (1..=n_leaves).map(|cut| (cut as f64 - k as f64).abs()).collect();
        Linked { merges: Vec::new(), falling, code_length }
    }

    #[test]
    fn a_clear_gap_is_proposed_and_the_range_is_narrow() {
        for k in [2, 5, 17, 50] {
            assert_eq!(propose(&[clear(128, k), clear(128, k)], &[1.0; 128]), (k, k, k));
        }
        // More than the leaves can tell apart.
        assert!(propose(&[clear(20, 19)], &[1.0; 20]).0 <= 12);
    }

    #[test]
    fn without_gaps_the_range_is_wide() {
        let falling: Vec<f64> = (0..127).map(|i| 0.5 - 0.5 * f64::from(i) / 127.0).collect();
        let code_length = (1..=128).map(|k| (f64::from(k) - 20.0).powi(2)).collect();
        let (k, low, high) = propose(&[Linked { merges: Vec::new(), falling, code_length }], &[1.0; 128]);
        assert!(low < k && k < high && high >= 2 * low, "{low} {k} {high}");
    }

    #[test]
    fn merges_that_are_low_whatever_is_usual_speak_for_more_classes() {
        let tree = |scale: f64| Linked {
            merges: Vec::new(),
            falling: (0..127).map(|i| scale * (1.0 - f64::from(i) / 127.0)).collect(),
            code_length: (1..=128).map(|k| (f64::from(k) - 20.0).powi(2)).collect(),
        };
        let (high, low) = (propose(&[tree(0.9)], &[0.0; 128]), propose(&[tree(0.1)], &[0.0; 128]));
        assert!(low.0 > high.0 && low.1 <= low.0 && low.0 <= low.2, "{high:?} {low:?}");
    }

    #[test]
    fn too_few_leaves_to_choose_from() {
        assert_eq!(propose(&[], &[]), (0, 0, 0));
        let tree = |n: usize| Linked {
            merges: Vec::new(),
            falling: vec![0.0; n.saturating_sub(1)],
            code_length: vec![0.0; n],
        };
        assert_eq!(propose(&[tree(0)], &[]), (0, 0, 0));
        assert_eq!(propose(&[tree(1)], &[1.0]), (1, 1, 1));
        assert_eq!(propose(&[tree(2)], &[1.0, 1.0]), (2, 2, 2));
        assert_eq!(propose(&[tree(3)], &[f64::NAN; 3]).0, 2);
    }

    #[test]
    fn the_rand_index_is_that_of_the_metrics() {
        let (a, b) = ([0, 0, 0, 1, 1, 2, 2, 2], [1, 1, 0, 0, 2, 2, 2, 2]);
        let mut counts = vec![0.0; 9];
        a.iter().zip(b).for_each(|(&a, b)| counts[a * 3 + b] += 1.0);
        let clusters: Vec<u32> = a.iter().map(|&a| a as u32).collect();
        let expected = metrics::scores(&clusters, &b.map(|b| b as u32)).ari;
        assert!((adjusted_rand(&counts, 3) - expected).abs() < 1e-12);
        assert_eq!(
            (adjusted_rand(&[4.0], 1), adjusted_rand(&[], 1), adjusted_rand(&[1.0, 0.0, 0.0, 1.0], 2)),
            (1.0, 1.0, 1.0)
        );
    }
}
