//! What fits this folder: which of several sets of rows to cluster by, told without labels and before anything is trained.
//!
//! Each candidate is clustered by k-means, and its clusters are judged by [`score_partition`]: what the cluster of an image
//! says about the cluster of its neighbour. Whose neighbours decides. By its own a set of rows looks good however little it
//! knows, pixels and colours most of all, for k-means divides the very space that the neighbours come from; so all
//! candidates are judged by the same lists, those of the judges: networks, which know more than pixels and colours do. The
//! first candidate is what is known to be best on most folders, and another one has to be clearly better.
//!
//! It trains no head, computes no rows and looks at no label. `benches/README.md` has what else was tried.

mod join;
mod words;

pub use join::{Part, join};

use crate::clustering::judge::score::score_partition;
use crate::clustering::kmeans::kmeans;
use crate::clustering::neighbors::{Neighbors, exact_cosine};
use crate::control::{CancelToken, Cancelled, Rng};
use crate::strings::Told;

/// Clusterings of a candidate whose scores are averaged: one alone is a matter of luck by a point or two.
const N_CLUSTERINGS: u64 = 2;
/// Restarts of each.
const N_RESTARTS: usize = 5;
/// Keeps these draws apart from others with the same seed.
const PURPOSE: u64 = u64::from_le_bytes(*b"choice  ");

/// One way to see the images of a folder.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// What people call it, as it stands in the middle of a sentence: "the built-in network".
    pub name: &'a Told,
    /// (n, d) unit rows, an image each, in the same order for all candidates.
    pub rows: &'a [f32],
    /// Numbers of a row, d.
    pub d: usize,
    /// Whether its neighbours judge: rows of one network, not pixels or colours, and not rows joined of other candidates'.
    pub is_judge: bool,
}

/// How candidates are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChoicePlan {
    /// Number of clusters.
    pub n_clusters: usize,
    /// Images that are looked at, at most: a sample of larger folders.
    pub n_images: usize,
    /// Neighbours an image.
    pub n_neighbors: usize,
    /// By how much a candidate's score has to be above the first one's before it counts.
    pub lead: f64,
    /// Seed of the sample and of k-means.
    pub seed: u64,
}

impl ChoicePlan {
    /// As measured: 2,000 images, 20 neighbours, a lead of 0.01.
    #[must_use]
    pub fn new(n_clusters: usize, seed: u64) -> Self {
        Self { n_clusters, n_images: 2000, n_neighbors: 20, lead: 0.01, seed }
    }
}

/// Which candidate fits, and how that was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// Position of the chosen candidate; 0 where there is none.
    pub kept: usize,
    /// What the cluster of an image says about that of a neighbour, 0 to 1, a candidate each.
    pub scores: Vec<f64>,
    /// One sentence for people.
    pub why: Told,
}

/// Chooses among candidates: of those that lead the first by more than `plan.lead` the one with the highest score, or else
/// the first. Where no candidate is a judge, all are.
///
/// # Errors
/// [`Cancelled`] within some milliseconds of a cancel.
///
/// # Panics
/// If the candidates are not all of the same number of whole rows.
pub fn choose(candidates: &[Candidate<'_>], plan: &ChoicePlan, cancel: &CancelToken) -> Result<Choice, Cancelled> {
    cancel.check()?;
    let n = candidates.first().map_or(0, Candidate::n);
    assert!(
        candidates.iter().all(|own| own.n() == n && own.rows.len() == n * own.d),
        "a row an image in each candidate"
    );
    let sample = sample(n, plan);
    let seen: Vec<Vec<f32>> = candidates.iter().map(|own| own.pick(&sample)).collect();
    let has_judge = candidates.iter().any(|own| own.is_judge);
    let judges = candidates.iter().zip(&seen).filter(|(own, _)| own.is_judge || !has_judge);
    let judges = judges
        .map(|(own, rows)| exact_cosine(rows, own.d, plan.n_neighbors, cancel))
        .collect::<Result<Vec<Neighbors>, Cancelled>>()?;
    let mut scores = Vec::with_capacity(candidates.len());
    for (own, rows) in candidates.iter().zip(&seen) {
        let mut sum = 0.0;
        for clustering in 0..N_CLUSTERINGS {
            let seed = Rng::from_key(&[plan.seed, PURPOSE, clustering]).next_u64();
            let found = kmeans(rows, own.d, plan.n_clusters, N_RESTARTS, seed, cancel)?;
            sum += judges
                .iter()
                .map(|judge| score_partition(judge, &found.assignment, plan.n_clusters).score)
                .sum::<f64>();
        }
        scores.push(sum / (N_CLUSTERINGS as f64 * judges.len() as f64));
    }
    let kept = best(&scores, plan.lead);
    let names: Vec<&Told> = candidates.iter().map(|own| own.name).collect();
    let why = words::reason(&names, &scores, kept);
    Ok(Choice { kept, scores, why })
}

impl Candidate<'_> {
    fn n(&self) -> usize {
        self.rows.len() / self.d.max(1)
    }

    fn pick(&self, images: &[usize]) -> Vec<f32> {
        images.iter().flat_map(|&i| &self.rows[i * self.d..(i + 1) * self.d]).copied().collect()
    }
}

/// The images that are looked at, in their own order.
fn sample(n: usize, plan: &ChoicePlan) -> Vec<usize> {
    let mut images: Vec<usize> = (0..n).collect();
    if n > plan.n_images {
        Rng::from_key(&[plan.seed, PURPOSE, u64::MAX]).shuffle(&mut images);
        images.truncate(plan.n_images);
        images.sort_unstable();
    }
    images
}

/// The highest of the scores that are above the first by more than `lead`, the earlier of equal ones; or the first.
fn best(scores: &[f64], lead: f64) -> usize {
    let leads = (1..scores.len()).filter(|&i| scores[i] > scores[0] + lead);
    leads.reduce(|a, b| if scores[b] > scores[a] { b } else { a }).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::stages::embed::normalize_rows;

    const N: usize = 240;

    /// Unit rows of `c` clouds around the axes of so many dimensions, or of one cloud around nothing.
    fn rows(c: usize, d: usize, spread: f32, seed: u64) -> Vec<f32> {
        let mut rng = Rng::from_key(&[seed]);
        let mut rows: Vec<f32> = (0..N * d)
            .map(|at| if c > 0 && at / d % c == at % d { 1.0 } else { 0.0 } + spread * rng.normal() as f32)
            .collect();
        normalize_rows(&mut rows, d);
        rows
    }

    fn named(name: &str) -> &'static Told {
        Box::leak(Box::new(Told::words(name)))
    }

    fn candidate<'a>(name: &str, rows: &'a [f32], is_judge: bool) -> Candidate<'a> {
        Candidate { name: named(name), rows, d: rows.len() / N, is_judge }
    }

    fn chosen(candidates: &[Candidate<'_>]) -> Choice {
        choose(candidates, &ChoicePlan::new(4, 0), &CancelToken::default()).expect("not cancelled")
    }

    #[test]
    fn structure_is_chosen_over_noise_wherever_it_stands() {
        let (clouds, noise) = (rows(4, 8, 0.15, 1), rows(0, 8, 1.0, 2));
        let (clouds, noise) = (candidate("clouds", &clouds, true), candidate("noise", &noise, true));
        let late = chosen(&[noise, clouds]);
        assert_eq!(late.kept, 1, "{late:?}");
        assert!(late.scores[1] > late.scores[0] + 0.2, "{late:?}");
        assert!(late.why.to_string().starts_with("These pictures are grouped best by clouds"), "{}", late.why);
        assert_eq!(chosen(&[clouds, noise]).kept, 0);
    }

    #[test]
    fn clusters_that_are_sharp_in_their_own_rows_alone_do_not_win() {
        // Five kinds of something that has nothing to do with what the network sees, and no noise at all.
        let network = rows(4, 8, 0.3, 1);
        let mut frames = vec![0.0; N * 4];
        (0..N).for_each(|i| frames[i * 4 + i * 7919 / 13 % 4] = 1.0);
        let both = [candidate("the network", &network, true), candidate("frames", &frames, false)];
        let judged = chosen(&both);
        assert_eq!(judged.kept, 0, "{judged:?}");
        assert!(judged.scores[1] < 0.1, "{judged:?}");
        // Among themselves, where none is known to see more, the sharp ones look best.
        let own = chosen(&[candidate("frames", &frames, true)]);
        assert!(own.scores[0] > 0.99, "{own:?}");
        assert_eq!(
            chosen(&both.map(|own| Candidate { is_judge: false, ..own })),
            chosen(&both.map(|own| Candidate { is_judge: true, ..own }))
        );
    }

    #[test]
    fn the_first_stays_unless_another_leads_clearly() {
        assert_eq!(best(&[0.50, 0.50], 0.0), 0);
        assert_eq!(best(&[0.50, 0.529, 0.2], 0.03), 0);
        assert_eq!(best(&[0.50, 0.54, 0.56, 0.56], 0.03), 2);
        assert_eq!(best(&[], 0.03), 0);
        let clouds = rows(4, 8, 0.3, 1);
        let twice = chosen(&[candidate("one", &clouds, true), candidate("two", &clouds, false)]);
        assert_eq!((twice.kept, twice.scores[0]), (0, twice.scores[1]));
        assert!(twice.why.to_string().starts_with("These pictures are grouped by one: nothing else"), "{}", twice.why);
    }

    #[test]
    fn a_sample_is_drawn_once_for_all_and_the_same_seed_gives_the_same_choice() {
        let (clouds, noise) = (rows(4, 8, 0.3, 1), rows(0, 8, 1.0, 2));
        let both = [candidate("noise", &noise, false), candidate("clouds", &clouds, true)];
        let plan = ChoicePlan { n_images: 100, ..ChoicePlan::new(4, 3) };
        let run = |plan: &ChoicePlan| choose(&both, plan, &CancelToken::default()).expect("not cancelled");
        assert_eq!(run(&plan), run(&plan));
        assert_eq!(run(&plan).kept, 1);
        assert_ne!(run(&plan).scores, run(&ChoicePlan { seed: 4, ..plan }).scores);
        let drawn = sample(N, &plan);
        assert!(drawn.len() == 100 && drawn.is_sorted() && drawn[99] < N, "{drawn:?}");
    }

    #[test]
    fn nothing_to_choose_from_is_no_trouble() {
        let none = chosen(&[]);
        assert_eq!((none.kept, none.scores.len()), (0, 0));
        let empty = Candidate { name: named("nothing"), rows: &[], d: 8, is_judge: true };
        assert_eq!(chosen(&[empty, empty]).scores, [0.0, 0.0]);
        let clouds = rows(4, 8, 0.3, 1);
        let plan = ChoicePlan::new(1, 0);
        let single =
            choose(&[candidate("clouds", &clouds, true)], &plan, &CancelToken::default()).expect("not cancelled");
        assert_eq!(single.scores, [0.0]);
    }

    #[test]
    fn a_cancel_ends_it() {
        let clouds = rows(4, 8, 0.3, 1);
        let cancel = CancelToken::default();
        cancel.cancel();
        assert_eq!(choose(&[candidate("clouds", &clouds, true)], &ChoicePlan::new(4, 0), &cancel), Err(Cancelled));
    }
}
