//! Which cluster of a new result is which of an old one, so that names survive a run.

use crate::clustering::judge::metrics::{Confusion, UNLABELLED};
use std::collections::{BTreeMap, BTreeSet};

/// A new cluster takes over an old one's identity if they share at least this part of one of the two: a name that a
/// person gave should not land on a cluster that is left over.
const LEAST_OVERLAP: f64 = 0.25;

/// How the clusters of a new run map to old ones: (new, old) pairs by new cluster, each used once, that share most
/// images in all. Both give one cluster an image; [`UNLABELLED`] stands for none. Pairs that share less than a quarter
/// of both clusters are left out: those new clusters are new. With `weights` an image counts so many times.
///
/// # Panics
/// If the two differ in length.
#[must_use]
pub fn match_clusters(new: &[u32], old: &[u32], weights: Option<&[u32]>) -> Vec<(u32, u32)> {
    assert_eq!(new.len(), old.len(), "one new and one old cluster an image");
    let mut sums: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for (i, (a, b)) in new.iter().zip(old).enumerate() {
        if *a != UNLABELLED && *b != UNLABELLED {
            *sums.entry((*a, *b)).or_default() += weights.map_or(1, |weights| u64::from(weights[i]));
        }
    }
    let list = |of: &dyn Fn(&(u32, u32)) -> u32| sums.keys().map(of).collect::<BTreeSet<u32>>().into_iter().collect();
    let (clusters, classes): (Vec<u32>, Vec<u32>) = (list(&|pair| pair.0), list(&|pair| pair.1));
    let shared = |a: u32, b: u32| sums.get(&(a, b)).copied().unwrap_or(0);
    let counts = clusters.iter().flat_map(|a| classes.iter().map(|b| shared(*a, *b))).collect();
    let size = |is_of: &dyn Fn(&(u32, u32)) -> bool| sums.iter().filter(|(pair, _)| is_of(pair)).map(|(_, n)| *n).sum();
    let mut pairs = Confusion { clusters: clusters.clone(), classes: classes.clone(), counts }.matching();
    pairs.retain(|&(a, b)| {
        let (of_new, of_old): (u64, u64) = (size(&|pair| pair.0 == a), size(&|pair| pair.1 == b));
        shared(a, b) > 0 && shared(a, b) as f64 / of_new.min(of_old) as f64 >= LEAST_OVERLAP
    });
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_keep_their_identity_by_overlap() {
        let old = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, UNLABELLED];
        let new = [5, 5, 5, 3, 3, 3, 3, 3, 4, 4, 4, 4];
        assert_eq!(match_clusters(&new, &old, None), [(3, 1), (4, 2), (5, 0)]);
        assert_eq!(match_clusters(&[], &[], None), []);
        assert_eq!(match_clusters(&[1, 2], &[UNLABELLED; 2], None), []);
    }

    #[test]
    fn a_leftover_cluster_is_new() {
        // Old 2 lies in new 7, which is old 1 in the main; the one image that new 6 shares with it makes no identity.
        let old = [vec![0; 20], vec![1; 10], vec![2; 10]].concat();
        let new = [vec![5; 11], vec![6; 9], vec![7; 10], vec![6; 1], vec![7; 9]].concat();
        assert_eq!(match_clusters(&new, &old, None), [(5, 0), (7, 1)]);
    }
}
