//! The choice of the stage to keep (METHOD 5), by scores that need no labels.

use crate::clustering::judge::score::PartitionScore;
use crate::learning::prior::SizePrior;
use crate::stage::Stage;
use crate::text::join;

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
}
