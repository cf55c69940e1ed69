//! What a run tells people: why it can not begin, what went wrong, and what helps.

use crate::learning::prior::SizePrior;
use crate::learning::trainer::TrainError;
use crate::stage::Stage;
use crate::strings::{Told, told};
use crate::text::{capitalised, number, percent};

/// Words against a folder that can not be clustered like this.
///
/// # Errors
/// The sentence to show.
pub fn check_images(n_images: usize, n_clusters: usize) -> Result<(), Told> {
    match n_images {
        0 => Err(told!("engine-no-images")),
        1 => Err(told!("engine-one-image")),
        n if n_clusters > n => {
            Err(told!("engine-too-many-groups", groups = n_clusters, images = n, most = (n / 2).max(1)))
        }
        _ => Ok(()),
    }
}

/// A failed stage of a network.
#[must_use]
pub fn failure(error: &TrainError) -> String {
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
pub fn failure_of_heads(error: &TrainError) -> String {
    broken(error, |stage| match stage {
        Stage::Scan | Stage::ScanLearned | Stage::SelfLabel | Stage::Consensus => Some("scan_heads.lr"),
        Stage::Temi => Some("temi.lr"),
        _ => None,
    })
}

/// What failed, with the setting of its rate if it has one.
fn broken(error: &TrainError, rate: impl Fn(&Stage) -> Option<&'static str>) -> String {
    let TrainError::NotFinite { stage, epoch } = error else { return error.to_string() };
    let what =
        format!("{} stopped in epoch {epoch}: its loss was no number any more.", capitalised(stage.in_sentence()));
    rate(stage).map_or(what.clone(), |rate| format!("{what} A lower {rate} usually helps."))
}

/// Self-labelling that had to do without confident images.
#[must_use]
pub fn fallback(n_batches: u64, threshold: f64) -> String {
    let batches =
        if n_batches == 1 { "one batch".to_owned() } else { format!("{} batches", number(n_batches as usize)) };
    format!(
        "In {batches} of self-labelling no image was surer than {threshold}, so the surest of each cluster were taken. \
         More SCAN epochs or a lower selflabel.threshold usually help."
    )
}

/// Says when few clusters took over, more than the prior expects; None for a sound stage.
#[must_use]
pub fn collapse(stage: &Stage, sizes: &[u32], prior: &SizePrior) -> Option<String> {
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
    let who = if n_large == 1 { "One cluster".to_owned() } else { format!("{n_large} clusters") };
    let empty = if n_empty > 0 { format!(", {n_empty} are empty") } else { String::new() };
    Some(format!(
        "{}: {who} took over ({} of the images{empty}). Fewer clusters, or more epochs of learning features, usually help.",
        capitalised(stage.in_sentence()),
        percent(n_taken as f64 / n.max(1) as f64)
    ))
}

/// Why the cut of a merge tree is kept whatever its score.
pub const KEPT_TREE: &str = "Kept the cut of the merge tree, as asked.";

/// Why the consensus is kept where SCAN's best head has the higher score.
#[must_use]
pub fn kept_vote(vote: f64, best: f64) -> String {
    format!(
        "Kept consensus (score {vote:.3}; SCAN's best head {best:.3}): what many clusterings agree on is as a rule more right than \
         the one that scores highest."
    )
}

/// What results of a network that learned on lack in their scores.
#[must_use]
pub fn handicap(handicap: f64) -> String {
    format!(
        "Learning from these very images makes neighbours agree more than it makes them right, so {handicap} is taken off the \
         scores of what was learned."
    )
}

/// How many clusters were looked for where that was left open.
#[must_use]
pub fn proposed(n_clusters: usize, low: usize, high: usize) -> String {
    let range = if low == high { String::new() } else { format!(" Anything from {low} to {high} is defensible.") };
    format!("Looked for {n_clusters} clusters, which the merge tree of the features proposes.{range}")
}

/// As many clusters as before a run was cut off.
#[must_use]
pub fn proposed_before(n_clusters: usize) -> String {
    format!("Looked for {n_clusters} clusters, which the merge tree proposed before the run was cut off.")
}

/// Uneven sizes that were taken from the merge tree, with the scores of both results.
#[must_use]
pub fn held_to_sizes(prior: &SizePrior, with_sizes: f64, even: f64) -> String {
    let shares = prior.falling_shares();
    let share = |share: Option<&f64>| percent(share.copied().unwrap_or(0.0));
    format!(
        "These images seem to be of classes of uneven size: held to sizes from {} down to {} of the images, as the \
         merge tree of the features has them, SCAN's clusters fit the neighbours of the images better than held to even \
         ones (score {with_sizes:.3} against {even:.3}). If you know the classes to be even, set scan.sizes=even.",
        share(shares.first()),
        share(shares.last())
    )
}

/// Weights came with a head for another number of clusters.
#[must_use]
pub fn other_head(n_of_head: usize, n_clusters: usize) -> String {
    format!(
        "The weights come with a head of their own for {n_of_head} clusters, which says nothing about {n_clusters}; ask for \
         {n_of_head} to use it."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::settings::RunSettings;

    fn collapse(stage: &str, sizes: &[u32]) -> Option<String> {
        super::collapse(&stage.into(), sizes, &SizePrior::new(sizes.len(), 0.0))
    }

    #[test]
    fn a_failed_stage_names_a_setting_that_there_is() {
        let settings: Vec<String> = RunSettings::default().entries().into_iter().map(|(key, _)| key).collect();
        let all = Stage::ALL.iter().flat_map(|stage| {
            let error = TrainError::NotFinite { stage: stage.clone(), epoch: 3 };
            [failure(&error), failure_of_heads(&error)]
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
        assert!(told.contains("2 clusters took over (93 %") && told.contains("2 are empty"), "{told}");
        let told = collapse("selflabel", &[100, 0, 0, 0]).expect("collapsed");
        assert!(told.starts_with("Self-labelling: One cluster took over (100 %"), "{told}");
        assert_eq!(collapse("scan", &[7]), None);
    }

    #[test]
    fn impossible_folders_are_refused_with_the_way_out() {
        assert!(check_images(0, 3).is_err());
        assert!(check_images(1, 1).is_err());
        assert!(check_images(6, 10).expect_err("too many").to_string().contains("3 or fewer"));
        assert_eq!(check_images(6, 6), Ok(()));
    }
}
