//! The whole tree on rows whose classes are known, and on odd input.

use super::*;
use crate::clustering::judge::metrics;
use crate::clustering::neighbors::exact_cosine;
use crate::clustering::stages::embed::{arg_max_rows, class_sizes, normalize_rows};
use crate::control::Rng;

/// `sizes` unit rows a class around random directions, class after class, and their classes.
fn clouds(sizes: &[usize], d: usize, noise: f64, seed: u64) -> (Vec<f32>, Vec<u32>) {
    let mut rng = Rng::from_key(&[seed]);
    let (mut rows, mut truth) = (Vec::new(), Vec::new());
    for (class, &size) in (0..).zip(sizes) {
        let center: Vec<f64> = (0..d).map(|_| rng.normal()).collect();
        for _ in 0..size {
            rows.extend(center.iter().map(|c| (c + noise * rng.normal()) as f32));
            truth.push(class);
        }
    }
    normalize_rows(&mut rows, d);
    (rows, truth)
}

fn tree_of(rows: &[f32], d: usize, plan: &MergeTreePlan) -> MergeTree {
    let cancel = CancelToken::default();
    let neighbors = exact_cosine(rows, d, 20, &cancel).unwrap();
    build(rows, d, &neighbors, plan, &cancel).unwrap()
}

#[test]
fn classes_are_counted_and_found() {
    for (sizes, d) in [(vec![80; 7], 16), (vec![300, 150, 80, 40, 40], 24), (vec![30; 20], 70)] {
        let (rows, truth) = clouds(&sizes, d, 0.6, 4);
        let tree = tree_of(&rows, d, &MergeTreePlan { leaves: 0, heads: 3, seed: 1 });
        assert_eq!((tree.proposal, tree.low, tree.high), (sizes.len(), sizes.len(), sizes.len()));
        let scores = metrics::scores(&tree.cut(tree.proposal), &truth);
        assert!(scores.accuracy > 0.98, "{}", scores.accuracy);
        let cut = &tree.cuts[sizes.len() - 1];
        assert!(cut.stability > 0.9 && cut.silhouette > 0.3, "{cut:?}");
    }
}

#[test]
fn cuts_are_nested_and_numbered_by_size() {
    let (rows, _) = clouds(&[40; 6], 8, 1.0, 2);
    let tree = tree_of(&rows, 8, &MergeTreePlan { leaves: 24, heads: 1, seed: 0 });
    assert_eq!((tree.n_leaves, tree.merges.len(), tree.cuts.len()), (24, 23, 24));
    assert!(tree.cuts.iter().all(|cut| cut.stability == 1.0));
    assert!(tree.cuts.iter().zip(1..).all(|(cut, k)| cut.k == k && cut.coding_length.is_finite()));
    assert!(tree.low <= tree.proposal && tree.proposal <= tree.high);
    for k in 1..=24 {
        let clusters = tree.cut(k);
        let sizes = class_sizes(&clusters, k);
        assert!(sizes.iter().all(|&size| size > 0) && sizes.is_sorted_by(|a, b| a >= b), "{k}: {sizes:?}");
        // Each cluster of the finer cut lies in one of the coarser.
        let coarser = tree.cut_leaves(k.max(2) - 1);
        for (leaf, cluster) in tree.cut_leaves(k).into_iter().enumerate() {
            let same = tree.cut_leaves(k).into_iter().zip(&coarser).filter(|(other, _)| *other == cluster);
            assert!(same.map(|(_, coarse)| *coarse).all(|coarse| coarse == coarser[leaf]));
        }
    }
    assert_eq!((tree.cut(0), tree.cut(99)), (tree.cut(1), tree.cut(24)));
    let json = serde_json::to_string(&tree).unwrap();
    // Reading f64 back from text may be off by the last bit.
    let read: MergeTree = serde_json::from_str(&json).unwrap();
    assert!((read.leaf_of == tree.leaf_of) && (read.centers == tree.centers) && read.cut(5) == tree.cut(5));
}

#[test]
fn probabilities_agree_with_the_cut() {
    let (rows, _) = clouds(&[60; 8], 32, 1.2, 5);
    let tree = tree_of(&rows, 32, &MergeTreePlan::default());
    for k in [2, tree.proposal, 20] {
        let probabilities = tree.probabilities(&rows, k);
        assert!(probabilities.chunks_exact(k).all(|p| (p.iter().sum::<f32>() - 1.0).abs() < 1e-4));
        let (clusters, _) = arg_max_rows(&probabilities, k);
        let n_same = clusters.iter().zip(tree.cut(k)).filter(|(a, b)| *a == b).count();
        assert!(n_same * 100 >= 98 * clusters.len(), "{n_same} of {} at {k}", clusters.len());
    }
    assert_eq!(tree.probabilities(&[f32::NAN; 32], 1), [1.0]);
    assert!(tree.probabilities(&[], 3).is_empty());
}

#[test]
fn the_threads_do_not_change_a_bit() {
    let (rows, _) = clouds(&[70; 9], 66, 1.0, 6);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| tree_of(&rows, 66, &MergeTreePlan { leaves: 0, heads: 2, seed: 3 }))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn odd_input() {
    let plan = MergeTreePlan::default();
    let empty = tree_of(&[], 4, &plan);
    assert_eq!((empty.proposal, empty.cuts.len(), empty.cut(3)), (0, 0, Vec::<u32>::new()));
    let one = tree_of(&[1.0, 0.0], 2, &plan);
    assert_eq!((one.proposal, one.low, one.high, one.cut(1)), (1, 1, 1, vec![0]));
    let two = tree_of(&[1.0, 0.0, 0.0, 1.0], 2, &plan);
    assert_eq!((two.proposal, two.n_leaves, two.cut(2)), (2, 2, vec![0, 1]));
    let same = tree_of(&[0.6; 100 * 3], 3, &plan);
    assert_eq!((same.proposal, same.n_leaves, same.cut(1)), (1, 1, vec![0; 100]));
    let mut lost = clouds(&[30, 30], 4, 0.3, 7).0;
    lost[..8].fill(f32::NAN);
    let lost = tree_of(&lost, 4, &plan);
    assert!(lost.centers.iter().all(|x| x.is_finite()) && lost.proposal >= 2);
    assert!(lost.cuts.iter().all(|cut| (cut.coding_length + cut.silhouette + cut.stability).is_finite()));
}

#[test]
fn a_cancelled_build_says_so() {
    let cancel = CancelToken::default();
    cancel.cancel();
    let neighbors = Neighbors { n: 2, ..Neighbors::default() };
    assert_eq!(build(&[1.0; 4], 2, &neighbors, &MergeTreePlan::default(), &cancel), Err(Cancelled));
}
