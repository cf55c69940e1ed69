//! What to ask a person next (METHOD 8): images that are hard, that stand for others, and that differ from what was asked.
//!
//! Hard: a small margin between the two largest probabilities. Representative: near its neighbours. Diverse: each choice
//! makes those like it less wanted, as do images that are known already. It asks nothing and learns nothing.

use crate::clustering::neighbors::{finite_rows, row_count};
use crate::control::{CancelToken, Cancelled};
use crate::linalg::dot::dot;
use rayon::prelude::*;

/// Images that are compared with what is chosen: so many for each that is asked for, and at least so many.
const CANDIDATES_A_CHOICE: usize = 20;
const LEAST_CANDIDATES: usize = 1000;
/// What the loneliest image counts, where the one with the nearest neighbours counts 1 more; before the square root.
const LONELY: f32 = 0.1;
/// Nearer than this to a known or chosen image none is asked: the answer is known.
const NEAR_IDENTICAL: f32 = 0.98;

/// What is known of n images.
#[derive(Clone, Copy, Debug)]
pub struct QueueInput<'a> {
    /// (n, d) unit rows, row-major, as neighbours are searched in.
    pub rows: &'a [f32],
    /// Numbers of a row.
    pub d: usize,
    /// (n, `n_classes`); a row of zeros is as hard as can be.
    pub probabilities: &'a [f32],
    /// Number of classes.
    pub n_classes: usize,
    /// (n, k) positions of each image's neighbours, itself left out; empty if there are none.
    pub neighbors: &'a [u32],
    /// (n, k) cosines of them.
    pub similarity: &'a [f32],
    /// Neighbours of an image.
    pub k: usize,
}

/// The positions of up to `n` images to ask about, best first; those that `is_known` says are labelled or asked are not
/// among them. Fewer where all that is left is known or nearly the same as what is known or chosen.
///
/// No result depends on the number of threads.
///
/// # Errors
/// [`Cancelled`].
///
/// # Panics
/// If the slices do not have these sizes.
pub fn review_queue(
    input: &QueueInput<'_>,
    is_known: &[bool],
    n: usize,
    cancel: &CancelToken,
) -> Result<Vec<u32>, Cancelled> {
    let n_rows = row_count(input.rows, input.d);
    assert_eq!(is_known.len(), n_rows, "one entry a row");
    assert_eq!(input.probabilities.len(), n_rows * input.n_classes, "one probability a row and class");
    assert_eq!((input.neighbors.len(), input.similarity.len()), (n_rows * input.k, n_rows * input.k), "neighbours");
    cancel.check()?;
    let mut candidates = candidates(input, is_known, n);
    let rows = finite_rows(input.rows, input.d);
    let row = |at: u32| &rows[at as usize * input.d..][..input.d];
    let mut chosen = Vec::with_capacity(n.min(candidates.len()));
    while chosen.len() < n {
        cancel.check()?;
        // Of equal ones the first: candidates are in order.
        let value = |candidate: &Candidate| candidate.score * (1.0 - candidate.nearest.max(0.0));
        let open = candidates.iter().filter(|candidate| candidate.nearest < NEAR_IDENTICAL);
        let Some(best) = open.rev().max_by(|a, b| value(a).total_cmp(&value(b))).map(|best| best.at) else { break };
        chosen.push(best);
        candidates.par_iter_mut().for_each(|candidate| {
            candidate.nearest = candidate.nearest.max(dot(row(candidate.at), row(best)) as f32);
            if candidate.at == best {
                candidate.nearest = 1.0;
            }
        });
    }
    Ok(chosen)
}

/// An image that may be asked about.
struct Candidate {
    at: u32,
    /// How hard and how representative.
    score: f32,
    /// The largest cosine to an image that is chosen, or to a neighbour that is known.
    nearest: f32,
}

/// The open images of the largest scores, best first, ties by position.
fn candidates(input: &QueueInput<'_>, is_known: &[bool], n: usize) -> Vec<Candidate> {
    let k = input.k;
    let density = |at: usize| {
        let sum: f32 = input.similarity[at * k..][..k].iter().filter(|s| s.is_finite()).sum();
        sum / k.max(1) as f32
    };
    let densities: Vec<f32> = (0..is_known.len()).into_par_iter().map(density).collect();
    let least = densities.iter().copied().fold(f32::INFINITY, f32::min);
    let most = densities.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let spread = (most - least).max(1e-6);
    let candidate = |at: usize| {
        let hard = 1.0 - margin(&input.probabilities[at * input.n_classes..][..input.n_classes]);
        let score = hard * (LONELY + (densities[at] - least) / spread).sqrt();
        let others = input.neighbors[at * k..][..k].iter().zip(&input.similarity[at * k..][..k]);
        let known = others.filter(|(other, s)| is_known[**other as usize] && s.is_finite()).map(|(_, s)| *s);
        Candidate { at: at as u32, score, nearest: known.fold(0.0, f32::max) }
    };
    let mut found: Vec<Candidate> =
        (0..is_known.len()).into_par_iter().filter(|at| !is_known[*at]).map(candidate).collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.at.cmp(&b.at)));
    found.truncate(n.saturating_mul(CANDIDATES_A_CHOICE).max(LEAST_CANDIDATES));
    found
}

/// The largest less the second largest; what is not a number counts as 0.
fn margin(p: &[f32]) -> f32 {
    let (mut first, mut second) = (0.0_f32, 0.0_f32);
    for &p in p {
        if p > first {
            (first, second) = (p, first);
        } else if p > second {
            second = p;
        }
    }
    (first - second).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::neighbors::exact_cosine;
    use crate::control::Rng;

    const D: usize = 8;

    fn queue(rows: &[f32], p: &[f32], is_known: &[bool], n: usize) -> Vec<u32> {
        let cancel = CancelToken::default();
        let near = exact_cosine(rows, D, 5, &cancel).expect("not cancelled");
        let input = QueueInput {
            rows,
            d: D,
            probabilities: p,
            n_classes: 2,
            neighbors: &near.ids,
            similarity: &near.similarity,
            k: near.k,
        };
        review_queue(&input, is_known, n, &cancel).expect("not cancelled")
    }

    fn random_rows(n: usize) -> Vec<f32> {
        let mut rng = Rng::from_key(&[7]);
        let mut rows: Vec<f32> = (0..n * D).map(|_| rng.normal() as f32).collect();
        for row in rows.chunks_exact_mut(D) {
            let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
            for x in row {
                *x /= length;
            }
        }
        rows
    }

    #[test]
    fn it_asks_hard_ones_that_are_open() {
        let rows = random_rows(200);
        let p: Vec<f32> = (0..200).flat_map(|i| if i % 4 == 0 { [0.5, 0.5] } else { [0.99, 0.01] }).collect();
        let is_known: Vec<bool> = (0..200).map(|i| i % 8 == 0).collect();
        let asked = queue(&rows, &p, &is_known, 10);
        assert_eq!(asked.len(), 10);
        assert!(asked.iter().all(|at| at % 4 == 0 && at % 8 != 0), "{asked:?}");
        let distinct: std::collections::BTreeSet<&u32> = asked.iter().collect();
        assert_eq!(distinct.len(), 10);
        assert_eq!(queue(&rows, &p, &is_known, 500).len(), 175, "all that are open, each once");
    }

    #[test]
    fn of_copies_it_asks_one_and_none_of_what_is_known() {
        let mut rows = random_rows(40);
        for copy in 1..10 {
            rows.copy_within(0..D, copy * D);
        }
        rows.copy_within(20 * D..21 * D, 21 * D);
        let mut is_known = vec![false; 40];
        is_known[20] = true;
        let asked = queue(&rows, &[0.5; 80], &is_known, 40);
        assert_eq!(asked.iter().filter(|at| **at < 10).count(), 1);
        assert!(!asked.contains(&21), "its copy is known");
        assert_eq!(asked.len(), 40 - 9 - 2);
    }

    #[test]
    fn odd_input_gives_short_queues() {
        assert!(queue(&[], &[], &[], 5).is_empty());
        assert_eq!(queue(&random_rows(1), &[0.0, 0.0], &[false], 5), [0]);
        assert!(queue(&random_rows(1), &[1.0, 0.0], &[true], 5).is_empty());
        assert!(queue(&random_rows(2), &[1.0; 4], &[false; 2], 0).is_empty());
        let broken = queue(&[f32::NAN; 3 * D], &[f32::NAN; 6], &[false; 3], 5);
        assert_eq!(broken, [0, 1, 2], "rows that have nothing in common");
        let cancel = CancelToken::default();
        cancel.cancel();
        let nothing =
            QueueInput { rows: &[], d: D, probabilities: &[], n_classes: 2, neighbors: &[], similarity: &[], k: 0 };
        assert_eq!(review_queue(&nothing, &[], 1, &cancel), Err(Cancelled));
    }
}
