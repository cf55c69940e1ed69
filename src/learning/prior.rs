//! The sizes that clusters are expected to have: all the same, as in the paper, falling by a power law (METHOD 8), or
//! such as another clustering has.
//!
//! One definition for every loss and score. It knows sizes alone, not which cluster has which: the largest cluster is
//! held against the largest share, whatever it is called.

/// Shares pi_k that fall from k = 1 to C.
#[derive(Clone, Debug, PartialEq)]
pub struct SizePrior {
    /// ln(C pi_k), falling: how much more than the even share each place has. All exactly 0 for alpha = 0.
    tilts: Vec<f64>,
}

impl SizePrior {
    /// For C clusters, in proportion to k^-alpha; an `alpha` of 0 holds all to the same size.
    #[must_use]
    pub fn new(n_clusters: usize, alpha: f64) -> Self {
        let logs: Vec<f64> = (1..=n_clusters).map(|k| -alpha * (k as f64).ln()).collect();
        let mean = logs.iter().map(|log| log.exp()).sum::<f64>() / n_clusters.max(1) as f64;
        // Adding 0 makes 0 of the -0 of an even prior.
        Self { tilts: logs.iter().map(|log| log - mean.ln() + 0.0).collect() }
    }

    /// As the clusters of these `sizes` (C), in any order, a part `even` (above 0, to 1) of the images dealt out evenly: no
    /// cluster is held to nothing.
    #[must_use]
    pub fn of_sizes(sizes: &[u32], even: f64) -> Self {
        let total = sizes.iter().map(|&size| f64::from(size)).sum::<f64>().max(1.0);
        let mut shares: Vec<f64> = sizes.iter().map(|&size| f64::from(size) / total).collect();
        shares.sort_unstable_by(|a, b| b.total_cmp(a));
        // ln(C pi), pi = (1 - even) share + even / C.
        Self { tilts: shares.iter().map(|share| ((1.0 - even) * share * sizes.len() as f64 + even).ln()).collect() }
    }

    /// Number of clusters, C.
    #[must_use]
    pub fn n_clusters(&self) -> usize {
        self.tilts.len()
    }

    /// Whether all sizes are the same.
    #[must_use]
    pub fn is_even(&self) -> bool {
        self.tilts.iter().all(|tilt| *tilt == 0.0)
    }

    /// ln(C pi) for each cluster, the largest of `sizes` (C) having the largest share; of equal sizes the earlier.
    #[must_use]
    pub fn tilts_of(&self, sizes: &[f32]) -> Vec<f32> {
        let mut order: Vec<usize> = (0..sizes.len()).collect();
        order.sort_by(|&a, &b| sizes[b].total_cmp(&sizes[a]).then(a.cmp(&b)));
        let mut tilts = vec![0.0; sizes.len()];
        order.iter().zip(&self.tilts).for_each(|(&cluster, tilt)| tilts[cluster] = *tilt as f32);
        tilts
    }

    /// pi for each cluster (C, of sum 1), sorted to `sizes` as [`SizePrior::tilts_of`].
    #[must_use]
    pub fn shares_of(&self, sizes: &[f32]) -> Vec<f64> {
        self.tilts_of(sizes).iter().map(|tilt| f64::from(*tilt).exp() / sizes.len() as f64).collect()
    }

    /// pi, from the largest to the smallest.
    #[must_use]
    pub fn falling_shares(&self) -> Vec<f64> {
        self.tilts.iter().map(|tilt| tilt.exp() / self.tilts.len() as f64).collect()
    }

    /// What the prior adds to the entropy of `shares` (C, of sum 1), in nats: sum_k s_k ln(C pi_k). Entropy and this
    /// together are ln C - KL(s || pi), so that the even prior adds nothing.
    #[must_use]
    pub fn tilt(&self, shares: &[f64]) -> f64 {
        if self.is_even() {
            return 0.0;
        }
        let mut sorted = shares.to_vec();
        sorted.sort_unstable_by(|a, b| b.total_cmp(a));
        sorted.iter().zip(&self.tilts).map(|(share, tilt)| share * tilt).sum()
    }

    /// exp(entropy) of the prior: how many even clusters are as uneven as it; C for the even one.
    #[must_use]
    pub fn effective_clusters(&self) -> f64 {
        // Entropy = ln C - sum pi ln(C pi); the even one is C to the last bit.
        self.tilts.len() as f64 * (-self.tilt(&self.falling_shares())).exp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_even_prior_adds_nothing_at_all() {
        for c in [0, 1, 2, 10, 37] {
            let prior = SizePrior::new(c, 0.0);
            assert!(prior.is_even());
            let sizes: Vec<f32> = (0..c).map(|k| k as f32).collect();
            assert!(prior.tilts_of(&sizes).iter().all(|tilt| tilt.to_bits() == 0));
            assert_eq!(prior.tilt(&vec![0.3; c]), 0.0);
            assert_eq!(prior.effective_clusters(), c as f64);
        }
    }

    #[test]
    fn shares_fall_by_the_power_and_sum_to_one() {
        for alpha in [0.3, 0.5, 1.0, 4.0] {
            let shares = SizePrior::new(8, alpha).shares_of(&[8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]);
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-6);
            assert!((shares[0] / shares[4] - 5f64.powf(alpha)).abs() < 1e-4 * 5f64.powf(alpha));
        }
    }

    #[test]
    fn sizes_of_a_clustering_become_shares_and_none_is_nothing() {
        let prior = SizePrior::of_sizes(&[0, 60, 20, 20], 0.1);
        let shares = prior.shares_of(&[4.0, 3.0, 2.0, 1.0]);
        for (share, expected) in shares.iter().zip([0.565, 0.205, 0.205, 0.025]) {
            assert!((share - expected).abs() < 1e-6, "{shares:?}");
        }
        assert!(SizePrior::of_sizes(&[3, 5], 1.0).is_even());
        assert_eq!(SizePrior::of_sizes(&[], 0.1).n_clusters(), 0);
    }

    #[test]
    fn the_largest_gets_the_largest_share_and_ties_go_to_the_earlier() {
        let prior = SizePrior::new(4, 1.0);
        let tilts = prior.tilts_of(&[0.1, 0.5, 0.1, f32::NAN]);
        let falling = prior.tilts_of(&[4.0, 3.0, 2.0, 1.0]);
        assert_eq!(tilts, [falling[2], falling[1], falling[3], falling[0]]);
    }

    #[test]
    fn entropy_and_tilt_are_most_at_the_prior_itself() {
        let prior = SizePrior::new(5, 1.0);
        let own = prior.shares_of(&[5.0, 4.0, 3.0, 2.0, 1.0]);
        let entropy = |shares: &[f64]| -> f64 { -shares.iter().map(|s| s * s.ln()).sum::<f64>() };
        let fit = |shares: &[f64]| entropy(shares) + prior.tilt(shares);
        assert!((fit(&own) - 5f64.ln()).abs() < 1e-6);
        assert!((prior.effective_clusters() - entropy(&own).exp()).abs() < 1e-5);
        for other in [[0.2; 5], [0.8, 0.05, 0.05, 0.05, 0.05], [0.3, 0.1, 0.2, 0.25, 0.15]] {
            assert!(fit(&other) < 5f64.ln() - 1e-3);
        }
    }
}
