//! The choice of the stage to keep (METHOD 5), by scores that need no labels.

use crate::clustering::judge::score::PartitionScore;
use crate::learning::prior::SizePrior;
use crate::stage::Stage;
use crate::strings::{Decimal, Told, told};

/// Which of the named candidates to keep, and why in words: the highest score among those whose effective number of
/// clusters is at least half of the prior's (half of C, if it is even); if none is left the highest score anyway, with a warning. Scores that differ
/// by `tie` or less count as one, and the latest of those is kept: it has probabilities of its own, where those of k-means
/// are made up from distances. With a `tie` of 0 the earlier one of two that are equal wins.
///
/// Gives position 0 for no candidates.
#[must_use]
pub fn keep(candidates: &[(Stage, PartitionScore)], prior: &SizePrior, tie: f64) -> (usize, Told) {
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
        return (0, told!("note-kept-none"));
    };
    let stage = |index: usize| candidates[index].0.within();
    let score = |index: usize| Decimal(candidates[index].1.score, 3);
    let scored = |index: &usize| told!("note-scored", stage = stage(*index), score = score(*index));
    let in_effect = |index: &usize| {
        let effective = Decimal(candidates[*index].1.effective_clusters, 1);
        told!("note-in-effect", stage = stage(*index), effective = effective, n = n_clusters)
    };
    let details = || Told::list(collapsed.iter().map(in_effect).collect());
    if spread.is_empty() {
        let why = told!("note-kept-collapsed", details = details(), stage = stage(kept), score = score(kept));
        return (kept, why);
    }
    let others: Vec<usize> = spread.iter().copied().filter(|index| *index != kept).collect();
    let scores = || Told::list(others.iter().map(scored).collect());
    let is_best = others.iter().all(|index| candidates[*index].1.score <= candidates[kept].1.score);
    let (own, of_it) = (stage(kept), score(kept));
    let why = if others.is_empty() {
        told!("note-kept-only", stage = own, score = of_it)
    } else if !is_best {
        told!("note-kept-level", stage = own, score = of_it, others = scores())
    } else if candidates[kept].0 == Stage::KMeans {
        let names = Told::list(others.iter().map(|index| stage(*index)).collect());
        told!("note-kept-kmeans", stage = own, score = of_it, others = scores(), names = names)
    } else {
        told!("note-kept-best", stage = own, score = of_it, others = scores())
    };
    if collapsed.is_empty() {
        return (kept, why);
    }
    (kept, Told::sentences(vec![why, told!("note-set-aside", details = details())]))
}

/// Whether a partition has at least half as many clusters in effect as its prior.
#[must_use]
pub fn is_spread(score: &PartitionScore, prior: &SizePrior) -> bool {
    score.effective_clusters * 2.0 >= prior.effective_clusters()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(n_clusters: usize) -> SizePrior {
        SizePrior::new(n_clusters, 0.0)
    }

    #[test]
    fn uneven_clusters_are_no_collapse_where_they_are_expected() {
        let uneven = candidate("scan", 0.5, 3.9);
        assert!(!is_spread(&uneven.1, &even(10)) && is_spread(&uneven.1, &SizePrior::new(10, 1.0)));
    }

    fn keep(candidates: &[(Stage, PartitionScore)], prior: &SizePrior, tie: f64) -> (usize, String) {
        let (kept, why) = super::keep(candidates, prior, tie);
        (kept, why.to_string())
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
        assert!(why.contains("SCAN has only 2.0 groups of 10 in effect"), "{why}");
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
}
