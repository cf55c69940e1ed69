//! Pseudo-labels for uneven classes: progressive partial optimal transport (P2OT; Zhang, Ren and He, ICLR 2024; METHOD 8).
//!
//! A share rho of all images is carried to the clusters at a cost of -log p, the rest to a virtual cluster at no cost: the
//! surest are carried first. Clusters are drawn to the sizes of a prior, and may miss them at a price. It looks at
//! probabilities alone and trains nothing.

use crate::control::{CancelToken, Cancelled};
use crate::learning::prior::SizePrior;
use rayon::prelude::*;

/// 1 / eps, eps = 0.1 being the weight of the plan's entropy: exp(-cost / eps) = p^10.
const SHARPNESS: i32 = 10;

/// Exponent of the real clusters' updates, lambda / (lambda + eps) with lambda = 1: 1 would force their sizes.
const POWER: f64 = 1.0 / 1.1;

/// Less than any probability that says something; its tenth power and those of its sums stay numbers.
const FLOOR: f64 = 1e-12;

/// Relative change of the clusters' factors that ends the iteration, and the most turns it takes, as in the publication.
const TOLERANCE: f64 = 1e-6;
const MOST_TURNS: usize = 1000;

/// Rows of a task; sums are added task by task, so that no result depends on the number of threads.
const BLOCK: usize = 512;

/// The share rho of the images that is carried to real clusters in an epoch (counted from 0): from near 0.1 to 1 by the
/// publication's ramp, 0.1 + 0.9 exp(-5 (1 - t)^2).
#[must_use]
pub fn share(epoch: usize, n_epochs: usize) -> f64 {
    let t = ((epoch + 1) as f64 / n_epochs.max(1) as f64).min(1.0);
    0.1 + 0.9 * (-5.0 * (1.0 - t).powi(2)).exp()
}

/// The plan's rows (n, C), times n: what each image is taken for, its sum (0 to 1) being how much of the image is carried.
/// All sums together are `share` of n. `probabilities` are (n, C); what is no number counts as none.
///
/// # Errors
/// [`Cancelled`].
pub fn targets(
    probabilities: &[f32],
    share: f64,
    prior: &SizePrior,
    cancel: &CancelToken,
) -> Result<Vec<f32>, Cancelled> {
    let c = prior.n_clusters().max(1);
    let n = probabilities.len() / c;
    // In double precision: powers of small probabilities leave the range of f32.
    let kernel: Vec<f64> =
        probabilities.par_iter().map(|p| f64::from(*p).clamp(FLOOR, 1.0).max(FLOOR).powi(SHARPNESS)).collect();
    let mut sizes = vec![0.0f32; c];
    for row in probabilities.chunks_exact(c) {
        sizes.iter_mut().zip(row).for_each(|(size, p)| *size += if p.is_nan() { 0.0 } else { *p });
    }
    let (share, marginals) = (share.clamp(0.0, 1.0), prior.shares_of(&sizes));
    // The virtual cluster's factor stands last.
    let mut factors = vec![1.0; c + 1];
    factors[c] = f64::from(u8::from(share < 1.0));
    for _ in 0..MOST_TURNS {
        cancel.check()?;
        let reached = column_sums(&kernel, &factors, n);
        let mut change = 0.0f64;
        for k in 0..c {
            let next = (share * marginals[k] / reached[k].max(f64::MIN_POSITIVE)).powf(POWER).max(f64::MIN_POSITIVE);
            change = change.max((next / factors[k] - 1.0).abs());
            factors[k] = next;
        }
        if share < 1.0 {
            factors[c] = (1.0 - share) / reached[c].max(f64::MIN_POSITIVE);
        }
        if change < TOLERANCE {
            break;
        }
    }
    let mut plan = vec![0.0; n * c];
    plan.par_chunks_mut(BLOCK * c).zip(kernel.par_chunks(BLOCK * c)).for_each(|(plan, kernel)| {
        for (to, row) in plan.chunks_exact_mut(c).zip(kernel.chunks_exact(c)) {
            let sum = row_sum(row, &factors);
            to.iter_mut().zip(row).zip(&factors).for_each(|((q, x), b)| *q = (x * b / sum) as f32);
        }
    });
    Ok(plan)
}

/// Sum of a row of the plan before it is scaled to 1 / n, the virtual cluster's part (cost 0, kernel 1) included.
fn row_sum(row: &[f64], factors: &[f64]) -> f64 {
    let real: f64 = row.iter().zip(factors).map(|(x, b)| x * b).sum();
    (real + factors[row.len()]).max(f64::MIN_POSITIVE)
}

/// Q^T a for the rows' factors a that make each row sum to 1 / n: (C + 1).
fn column_sums(kernel: &[f64], factors: &[f64], n: usize) -> Vec<f64> {
    let c = factors.len() - 1;
    let of_block = |block: &[f64]| {
        let mut sums = vec![0.0; c + 1];
        for row in block.chunks_exact(c) {
            let a = 1.0 / (n as f64 * row_sum(row, factors));
            sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += x * a);
            sums[c] += a;
        }
        sums
    };
    let blocks: Vec<Vec<f64>> = kernel.par_chunks(BLOCK * c).map(of_block).collect();
    let mut sums = vec![0.0; c + 1];
    for block in blocks {
        sums.iter_mut().zip(block).for_each(|(sum, x)| *sum += x);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    fn solve(p: &[f32], share: f64, prior: &SizePrior) -> Vec<f32> {
        targets(p, share, prior, &CancelToken::default()).expect("not cancelled")
    }

    fn random_rows(n: usize, c: usize, sharpness: f64, rng: &mut Rng) -> Vec<f32> {
        let mut rows: Vec<f32> = (0..n * c).map(|_| (sharpness * rng.normal()) as f32).collect();
        crate::clustering::heads::linear::softmax_rows(&mut rows, c);
        rows
    }

    fn sums(plan: &[f32], c: usize) -> Vec<f64> {
        plan.chunks_exact(c).map(|row| row.iter().map(|q| f64::from(*q)).sum()).collect()
    }

    /// Numbers of NumPy in double precision: 20,000 turns of the iteration of METHOD 8.
    #[test]
    fn the_plan_matches_numpy() {
        let mut p: Vec<f32> = (0..18).map(|j| (j / 3 * 5 + j % 3 * 7) as f32 % 11.0 / 11.0).collect();
        crate::clustering::heads::linear::softmax_rows(&mut p, 3);
        #[rustfmt::skip]
        let half = [
            0.0006909, 0.4846499, 0.0163553, 0.0199277, 0.0006347, 0.4717597, 0.4898542, 0.0156011, 0.0005265,
            0.0199277, 0.0006347, 0.4717597, 0.4898542, 0.0156011, 0.0005265, 0.0006909, 0.4846499, 0.0163553,
        ];
        #[rustfmt::skip]
        let whole = [
            0.0241662, 0.9425876, 0.0332462, 0.4206092, 0.0007448, 0.578646, 0.9981701, 0.0017676, 0.0000623,
            0.4206092, 0.0007448, 0.578646, 0.9981701, 0.0017676, 0.0000623, 0.0241662, 0.9425876, 0.0332462,
        ];
        for (share, alpha, expected) in [(0.5, 0.0, half), (1.0, 1.0, whole)] {
            let plan = solve(&p, share, &SizePrior::new(3, alpha));
            let worst = plan.iter().zip(expected).map(|(q, e): (&f32, f32)| (q - e).abs()).fold(0.0, f32::max);
            assert!(worst < 2e-5, "{share}: off by {worst}: {plan:?}");
        }
    }

    #[test]
    fn rows_hold_at_most_one_image_and_all_together_the_share() {
        let mut rng = Rng::from_key(&[3]);
        for (n, c, sharpness) in [(1, 1, 1.0), (2, 3, 0.0), (7, 2, 1.0), (600, 5, 2.0), (1100, 10, 8.0), (40, 4, 300.0)]
        {
            for alpha in [0.0, 1.0] {
                let (p, prior) = (random_rows(n, c, sharpness, &mut rng), SizePrior::new(c, alpha));
                for share in [0.1, 0.5, 0.9, 1.0] {
                    let plan = solve(&p, share, &prior);
                    assert!(plan.iter().all(|q| q.is_finite() && *q >= 0.0));
                    let sums = sums(&plan, c);
                    assert!(sums.iter().all(|sum| *sum < 1.0 + 1e-5), "{sums:?}");
                    let carried = sums.iter().sum::<f64>() / n as f64;
                    assert!((carried - share).abs() < 1e-4, "{n} x {c}, {sharpness}, {alpha}: {carried} for {share}");
                    if share == 1.0 {
                        assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-5), "all of each is carried");
                    }
                }
            }
        }
    }

    #[test]
    fn the_surest_are_carried_first_and_sizes_follow_the_prior() {
        let p = [0.99, 0.01, 0.55, 0.45, 0.02, 0.98, 0.6, 0.4];
        let sums = sums(&solve(&p, 0.5, &SizePrior::new(2, 0.0)), 2);
        assert!(sums[0] > 0.9 && sums[2] > 0.9 && sums[1] < 0.2 && sums[3] < 0.2, "{sums:?}");
        let p = random_rows(400, 4, 0.3, &mut Rng::from_key(&[4]));
        let largest = |alpha: f64| {
            let plan = solve(&p, 1.0, &SizePrior::new(4, alpha));
            (0..4).map(|k| plan.iter().skip(k).step_by(4).sum::<f32>() / 400.0).fold(0.0, f32::max)
        };
        assert!((largest(0.0) - 0.25).abs() < 0.02 && largest(1.0) > 0.4, "{} {}", largest(0.0), largest(1.0));
    }

    #[test]
    fn odd_input_gives_numbers() {
        let prior = SizePrior::new(2, 0.5);
        assert!(solve(&[], 0.5, &prior).is_empty());
        assert!(solve(&[], 0.5, &SizePrior::new(0, 0.0)).is_empty());
        for p in [[f32::NAN; 4], [0.0; 4], [1.0, 0.0, 1.0, 0.0], [f32::INFINITY, 0.0, 0.5, 0.5]] {
            for share in [0.0, 0.3, 1.0, 7.0] {
                assert!(solve(&p, share, &prior).iter().all(|q| q.is_finite()), "{p:?} {share}");
            }
        }
        let cancel = CancelToken::default();
        cancel.cancel();
        assert!(targets(&[0.5, 0.5], 0.5, &prior, &cancel).is_err());
    }

    #[test]
    fn the_share_grows_to_all() {
        let shares: Vec<f64> = (0..15).map(|epoch| share(epoch, 15)).collect();
        assert!(shares[0] > 0.1 && shares[0] < 0.12 && shares.is_sorted());
        assert_eq!((shares[14], share(0, 0), share(0, 1)), (1.0, 1.0, 1.0));
    }
}
