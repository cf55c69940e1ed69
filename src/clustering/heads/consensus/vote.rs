//! The mean of clusterings that number their clusters each in its own way.

use crate::clustering::judge::matching::hungarian;
use crate::control::{CancelToken, Cancelled};

/// How often all are matched to the mean anew.
const ROUNDS: usize = 5;

/// Mean probabilities (n, C) of `voters`, each (n, C), whose clusters are renumbered so that they share most with the mean. The
/// first lends the numbers.
///
/// # Errors
/// [`Cancelled`].
pub(super) fn mean(voters: &[Vec<f32>], c: usize, cancel: &CancelToken) -> Result<Vec<f32>, Cancelled> {
    let Some(mut mean) = voters.first().cloned() else { return Ok(Vec::new()) };
    for _ in 0..ROUNDS {
        let mut sum = vec![0.0; mean.len()];
        for voter in voters {
            cancel.check()?;
            let renumbered = hungarian(&shared(&mean, voter, c), c, c);
            for (sum, p) in sum.chunks_exact_mut(c).zip(voter.chunks_exact(c)) {
                for (sum, from) in sum.iter_mut().zip(&renumbered) {
                    *sum += from.map_or(0.0, |from| p[from]);
                }
            }
        }
        for x in &mut sum {
            *x /= voters.len() as f32;
        }
        if sum == mean {
            break;
        }
        mean = sum;
    }
    Ok(mean)
}

/// Centres (C, d) of the rows (n, d) that are likeliest in each cluster; of all rows, where there are none.
pub(super) fn centers(probabilities: &[f32], (rows, d): (&[f32], usize), c: usize) -> Vec<f32> {
    let (clusters, _) = crate::clustering::stages::embed::arg_max_rows(probabilities, c);
    let mut sums = vec![0.0_f64; (c + 1) * d];
    let mut counts = vec![0_usize; c + 1];
    for (row, &cluster) in rows.chunks_exact(d.max(1)).zip(&clusters) {
        for at in [cluster as usize, c] {
            counts[at] += 1;
            sums[at * d..(at + 1) * d].iter_mut().zip(row).for_each(|(sum, x)| *sum += f64::from(*x));
        }
    }
    let mean = |cluster: usize| {
        let at = if counts[cluster] == 0 { c } else { cluster };
        let count = counts[at].max(1) as f64;
        sums[at * d..(at + 1) * d].iter().map(move |sum| (sum / count) as f32)
    };
    (0..c).flat_map(mean).collect()
}

/// Summed products of memberships, (C of the one, C of the other).
fn shared(one: &[f32], other: &[f32], c: usize) -> Vec<f64> {
    let mut shared = vec![0.0; c * c];
    for (one, other) in one.chunks_exact(c).zip(other.chunks_exact(c)) {
        for (line, a) in shared.chunks_exact_mut(c).zip(one) {
            line.iter_mut().zip(other).for_each(|(sum, b)| *sum += f64::from(a * b));
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voters_with_other_numbers_say_the_same() {
        let one = vec![0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.0, 0.1, 0.9];
        let turned: Vec<f32> = one.chunks_exact(3).flat_map(|p| [p[2], p[0], p[1]]).collect();
        let mean = mean(&[one.clone(), turned.clone(), turned], 3, &CancelToken::default()).expect("not cancelled");
        assert!(mean.iter().zip(&one).all(|(a, b)| (a - b).abs() < 1e-6), "{mean:?}");
    }

    #[test]
    fn most_win_and_nobody_is_nothing() {
        let voters = [
            vec![0.9, 0.1, 0.1, 0.9, 0.6, 0.4],
            vec![0.9, 0.1, 0.1, 0.9, 0.1, 0.9],
            vec![0.1, 0.9, 0.9, 0.1, 0.8, 0.2],
        ];
        let mean = mean(&voters, 2, &CancelToken::default()).expect("not cancelled");
        assert!(mean[4] < mean[5], "two of three put the last with the second: {mean:?}");
        assert_eq!(super::mean(&[], 2, &CancelToken::default()), Ok(Vec::new()));
        let cancelled = CancelToken::default();
        cancelled.cancel();
        assert_eq!(super::mean(&voters, 2, &cancelled), Err(Cancelled));
    }

    #[test]
    fn centres_are_means_and_an_empty_cluster_has_that_of_all() {
        let p = [0.9, 0.1, 0.0, 0.8, 0.1, 0.1, 0.2, 0.8, 0.0];
        let rows = [1.0, 0.0, 3.0, 0.0, 5.0, 6.0];
        assert_eq!(centers(&p, (&rows, 2), 3), [2.0, 0.0, 5.0, 6.0, 3.0, 2.0]);
    }
}
