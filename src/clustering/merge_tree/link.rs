//! Merges leaves by their affinity over neighbour lists, and measures every cut on the way up: how high the next merge
//! lies, and the map equation. It sees counts of neighbour pairs only, no rows.

use super::Merge;
use crate::clustering::neighbors::Neighbors;

/// Neighbours an image that count; longer lists reach over the border of a small class.
const NEIGHBORS: usize = 20;

/// A binary tree over leaves, and what its cuts are worth on the graph of neighbours.
pub(super) struct Linked {
    /// From the leaves to the root.
    pub merges: Vec<Merge>,
    /// Heights as they fall towards the root, made monotone: the least so far. `falling[i]` led to L - 1 - i clusters.
    pub falling: Vec<f64>,
    /// Two-level map equation in nats a step (Rosvall and Bergstrom 2008) of the cut into k clusters, at k - 1.
    pub code_length: Vec<f64>,
}

/// (leaves, leaves) neighbour pairs between leaves, counted both ways: A_ab = sum_i sum_(j in nbrs(i)) p_ia p_jb with the
/// whole of an image in its own leaf.
pub(super) fn affinity(neighbors: &Neighbors, leaf_of: &[u32], n_leaves: usize) -> Vec<f64> {
    let mut counts = vec![0.0; n_leaves * n_leaves];
    for (image, &leaf) in leaf_of.iter().enumerate() {
        for &other in neighbors.of(image).iter().take(NEIGHBORS) {
            let (a, b) = (leaf as usize, leaf_of[other as usize] as usize);
            counts[a * n_leaves + b] += 0.5;
            counts[b * n_leaves + a] += 0.5;
        }
    }
    counts
}

/// Joins the two clusters with the greatest A_ab / sqrt(A_aa A_bb) until one is left; ties go to the lower nodes.
///
/// The average over a pair of clusters is that of their images, not of their leaves: affinities of a merged cluster are
/// summed anew, so that the inner pairs of what it swallowed count as its own.
pub(super) fn link(mut affinity: Vec<f64>, n_leaves: usize) -> Linked {
    let total = affinity.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    for pairs in &mut affinity {
        *pairs /= total;
    }
    let of_leaves: f64 = affinity.chunks_exact(n_leaves.max(1)).map(|line| x_ln_x(line.iter().sum())).sum();
    // Slots of the matrix that still hold a cluster, and the node in each.
    let mut slots: Vec<usize> = (0..n_leaves).collect();
    let mut node: Vec<u32> = (0..n_leaves as u32).collect();
    let mut linked = Linked { merges: Vec::new(), falling: Vec::new(), code_length: vec![0.0; n_leaves] };
    let mut least = f64::INFINITY;
    while !slots.is_empty() {
        let k = slots.len();
        linked.code_length[k - 1] = map_equation(&affinity, n_leaves, &slots) - of_leaves;
        let Some((i, j, height)) = closest(&affinity, n_leaves, &slots) else { break };
        let (kept, gone) = (slots[i], slots[j]);
        let (a, b) = (node[kept].min(node[gone]), node[kept].max(node[gone]));
        node[kept] = (n_leaves + linked.merges.len()) as u32;
        linked.merges.push(Merge { a, b, height });
        least = least.min(height);
        linked.falling.push(least);
        for other in 0..n_leaves {
            affinity[kept * n_leaves + other] += affinity[gone * n_leaves + other];
        }
        for other in 0..n_leaves {
            affinity[other * n_leaves + kept] += affinity[other * n_leaves + gone];
        }
        slots.remove(j);
    }
    linked
}

/// The pair of slots that are joined next; none if there is but one.
fn closest(affinity: &[f64], n_leaves: usize, slots: &[usize]) -> Option<(usize, usize, f64)> {
    let roots: Vec<f64> = slots.iter().map(|&slot| affinity[slot * (n_leaves + 1)].sqrt()).collect();
    let mut best: Option<(usize, usize, f64)> = None;
    for (i, &a) in slots.iter().enumerate() {
        for (j, &b) in slots.iter().enumerate().skip(i + 1) {
            let between = affinity[a * n_leaves + b];
            // A leaf whose images have no neighbours among themselves lies as near as can be to where they all are.
            let inner = (roots[i] * roots[j]).max(between);
            let height = if between > 0.0 { between / inner } else { 0.0 };
            if best.is_none_or(|best| height > best.2) {
                best = Some((i, j, height));
            }
        }
    }
    best
}

/// The map equation of the clusters in `slots`, without the part of the leaves that no cut changes.
fn map_equation(affinity: &[f64], n_leaves: usize, slots: &[usize]) -> f64 {
    let (mut leaving, mut code) = (0.0, 0.0);
    for &slot in slots {
        let line = &affinity[slot * n_leaves..][..n_leaves];
        let visits: f64 = slots.iter().map(|&other| line[other]).sum();
        let exits = (visits - line[slot]).max(0.0);
        leaving += exits;
        code += x_ln_x(exits + visits) - 2.0 * x_ln_x(exits);
    }
    x_ln_x(leaving) + code
}

fn x_ln_x(x: f64) -> f64 {
    if x > 0.0 { x * x.ln() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affinities_count_pairs_both_ways() {
        let neighbors = Neighbors { n: 4, k: 1, ids: vec![1, 0, 1, 2], similarity: vec![1.0; 4] };
        assert_eq!(affinity(&neighbors, &[0, 0, 1, 1], 2), [2.0, 0.5, 0.5, 1.0]);
        assert_eq!(affinity(&Neighbors::default(), &[], 1), [0.0]);
    }

    /// Two pairs of leaves, each pair held together by many neighbours.
    const TWO_PAIRS: [f64; 16] = [8., 6., 1., 0., 6., 8., 0., 1., 1., 0., 8., 4., 0., 1., 4., 8.];

    #[test]
    fn a_small_tree_by_hand() {
        let linked = link(TWO_PAIRS.to_vec(), 4);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");
        let nodes: Vec<(u32, u32)> = linked.merges.iter().map(|merge| (merge.a, merge.b)).collect();
        assert_eq!(nodes, [(0, 1), (2, 3), (4, 5)]);
        close(linked.merges[0].height, 6.0 / 8.0);
        close(linked.merges[1].height, 4.0 / 8.0);
        // 28 pairs within the one, 24 within the other, 2 between them; 56 in all.
        close(linked.merges[2].height, 2.0 / (28.0_f64 * 24.0).sqrt());
        // One cluster: the entropy of where a walk is.
        let shares = [15.0_f64, 15.0, 13.0, 13.0].map(|pairs| pairs / 56.0);
        close(linked.code_length[0], -shares.iter().map(|p| p * p.ln()).sum::<f64>());
        assert!(linked.code_length[1] < linked.code_length[0] && linked.code_length[1] < linked.code_length[3]);
    }

    #[test]
    fn leaves_without_neighbours_make_a_tree_too() {
        let linked = link(vec![0.0; 9], 3);
        assert_eq!(linked.merges.len(), 2);
        assert!(linked.merges.iter().all(|merge| merge.height == 0.0));
        assert!(linked.code_length.iter().all(|x| x.is_finite()));
        assert!(link(Vec::new(), 0).merges.is_empty());
        // Nothing within, all between.
        assert_eq!(link(vec![0.0, 1.0, 1.0, 0.0], 2).merges[0].height, 1.0);
    }
}
