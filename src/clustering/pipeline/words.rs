//! What a run tells people: why it can not begin, what went wrong, and what helps.

use crate::clustering::neighbors::Recall;
use crate::clustering::settings::Start;
use crate::learning::prior::SizePrior;
use crate::learning::trainer::TrainError;
use crate::stage::Stage;
use crate::strings::{Decimal, Share, Told, told};

/// Words against a folder that can not be clustered like this.
///
/// # Errors
/// The sentence to show.
pub fn check_images(n_images: usize, n_clusters: usize) -> Result<(), Told> {
    match n_images {
        0 => Err(told!("engine-no-images")),
        1 => Err(told!("engine-one-image")),
        n if n_clusters > n => Err(told!("engine-too-many-groups", groups = n_clusters, images = n, most = n)),
        _ => Ok(()),
    }
}

/// A failed stage of a network.
#[must_use]
pub fn failure(error: TrainError) -> Told {
    broken(error, |stage| match stage {
        Stage::Simclr => Some("simclr.lr"),
        Stage::Dcl => Some("dcl.lr"),
        Stage::Scan | Stage::ScanNetwork => Some("scan.lr"),
        Stage::SelfLabel | Stage::SelfLabelNetwork => Some("selflabel.lr"),
        _ => None,
    })
}

/// A failed stage of heads on frozen features, whose rates are other settings.
#[must_use]
pub fn failure_of_heads(error: TrainError) -> Told {
    broken(error, |stage| match stage {
        Stage::Scan | Stage::ScanLearned | Stage::SelfLabel | Stage::Consensus => Some("scan_heads.lr"),
        Stage::Temi => Some("temi.lr"),
        _ => None,
    })
}

/// What failed, with the setting of its rate if it has one.
fn broken(error: TrainError, rate: impl Fn(&Stage) -> Option<&'static str>) -> Told {
    match error {
        TrainError::NotFinite { stage, epoch } => match rate(&stage) {
            Some(rate) => told!("note-not-finite-rate", stage = stage.title(), epoch = epoch, rate = rate),
            None => told!("note-not-finite", stage = stage.title(), epoch = epoch),
        },
        other => Told::of(other),
    }
}

/// A stage that went on with fewer images at a time.
#[must_use]
pub fn smaller_batch(stage: &Stage, before: usize, now: usize) -> Told {
    told!("note-smaller-batch", stage = stage.title(), before = before, now = now)
}

/// Self-labelling that had to do without confident images.
#[must_use]
pub fn fallback(n_batches: u64, threshold: f64) -> Told {
    told!("note-fallback", n = n_batches, threshold = threshold.to_string())
}

/// Says when few clusters took over, more than the prior expects; None for a sound stage.
#[must_use]
pub fn collapse(stage: &Stage, sizes: &[u32], prior: &SizePrior) -> Option<Told> {
    let n: u64 = sizes.iter().map(|&size| u64::from(size)).sum();
    let share = |size: u32| f64::from(size) / n.max(1) as f64;
    let entropy: f64 = sizes.iter().filter(|&&s| s > 0).map(|&s| -share(s) * share(s).ln()).sum();
    if sizes.len() < 2 || entropy.exp() >= prior.effective_clusters() / 2.0 {
        return None;
    }
    let mut sorted = sizes.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let n_empty = sizes.iter().filter(|&&s| s == 0).count();
    let n_large = sorted
        .iter()
        .scan(0.0, |sum, &s| Some(std::mem::replace(sum, *sum + share(s))))
        .take_while(|&s| s < 0.8)
        .count();
    let n_taken: u64 = sorted[..n_large].iter().map(|&size| u64::from(size)).sum();
    let share = Share(n_taken as f64 / n.max(1) as f64);
    Some(told!("note-collapse", stage = stage.title(), n = n_large, share = share, empty = n_empty))
}

/// Why the cut of a merge tree is kept whatever its score.
#[must_use]
pub fn kept_tree() -> Told {
    told!("note-kept-tree")
}

/// Why the consensus is kept where SCAN's best head has the higher score.
#[must_use]
pub fn kept_vote(vote: f64, best: f64) -> Told {
    told!("note-kept-vote", vote = Decimal(vote, 3), best = Decimal(best, 3))
}

/// What results of a network that learned on lack in their scores.
#[must_use]
pub fn handicap(handicap: f64) -> Told {
    told!("note-handicap", handicap = Decimal(handicap, 2))
}

/// How many clusters were looked for where that was left open.
#[must_use]
pub fn proposed(n_clusters: usize, low: usize, high: usize) -> Told {
    if low == high {
        told!("note-proposed", n = n_clusters)
    } else {
        told!("note-proposed-range", n = n_clusters, low = low, high = high)
    }
}

/// As many clusters as before a run was cut off.
#[must_use]
pub fn proposed_before(n_clusters: usize) -> Told {
    told!("note-proposed-before", n = n_clusters)
}

/// Fewer neighbours an image than asked for.
#[must_use]
pub fn fewer_neighbors(cap: usize, asked: usize) -> Told {
    told!("note-fewer-neighbours", cap = cap, asked = asked)
}

/// Fewer clusters than asked for.
#[must_use]
pub fn few_leaves(n_leaves: usize) -> Told {
    told!("note-few-leaves", n = n_leaves)
}

/// Stages of a network that was not trained.
#[must_use]
pub fn untrained(stage: &Stage, start: &Start) -> Told {
    let setting = format!("{}.epochs", stage.key());
    match start {
        Start::Random => told!("note-untrained", setting = setting),
        Start::Network(_) => told!("note-untrained-network", setting = setting),
    }
}

/// Uneven sizes that were taken from the merge tree, with the scores of both results.
#[must_use]
pub fn held_to_sizes(prior: &SizePrior, with_sizes: f64, even: f64) -> Told {
    let shares = prior.falling_shares();
    let share = |share: Option<&f64>| Share(share.copied().unwrap_or(0.0));
    told!(
        "note-uneven",
        most = share(shares.first()),
        least = share(shares.last()),
        score = Decimal(with_sizes, 3),
        even = Decimal(even, 3)
    )
}

/// Weights came with a head for another number of clusters.
#[must_use]
pub fn other_head(n_of_head: usize, n_clusters: usize) -> Told {
    told!("note-other-head", own = n_of_head, n = n_clusters)
}

/// Lists of neighbours that were not made by comparing all pairs.
pub(super) fn approximate_neighbors(recall: Recall) -> Told {
    told!("note-approximate-neighbours", share = Decimal(recall.share * 100.0, 1), n = recall.n_rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::settings::RunSettings;

    fn collapse(stage: &str, sizes: &[u32]) -> Option<String> {
        super::collapse(&stage.into(), sizes, &SizePrior::new(sizes.len(), 0.0)).map(|told| told.to_string())
    }

    #[test]
    fn a_failed_stage_names_a_setting_that_there_is() {
        let settings: Vec<String> = RunSettings::default().entries().into_iter().map(|(key, _)| key).collect();
        let all = Stage::ALL.iter().flat_map(|stage| {
            let error = || TrainError::NotFinite { stage: stage.clone(), epoch: 3 };
            [failure(error()).to_string(), failure_of_heads(error()).to_string()]
        });
        let named: Vec<String> = all
            .filter_map(|words| Some(words.split_once("A lower ")?.1.split_once(" usually")?.0.to_owned()))
            .collect();
        assert_eq!(named.len(), 11);
        assert!(named.iter().all(|key| settings.contains(key)), "{named:?}");
    }

    #[test]
    fn collapse_is_told_and_health_is_not() {
        assert_eq!(collapse("scan", &[10, 12, 9, 11]), None);
        let told = collapse("scan", &[48, 45, 4, 3, 0, 0]).expect("collapsed");
        assert!(told.contains("2 groups took over (93 %") && told.contains("2 are empty"), "{told}");
        let told = collapse("selflabel", &[100, 0, 0, 0]).expect("collapsed");
        assert!(told.starts_with("Self-labelling: One group took over (100 %"), "{told}");
        assert_eq!(collapse("scan", &[7]), None);
    }

    #[test]
    fn impossible_folders_are_refused_with_the_way_out() {
        assert!(check_images(0, 3).is_err());
        assert!(check_images(1, 1).is_err());
        assert!(check_images(6, 10).expect_err("too many").to_string().contains("6 or fewer"));
        assert_eq!(check_images(6, 6), Ok(()));
    }
}
