//! How many classes there are (METHOD 8): a tree of merges over small clusters, every cut scored, and a proposal.
//!
//! Rows are overclustered by k-means; leaves are joined by how many neighbours they share, until one cluster is left
//! (`link`). Each cut has a coding length (`coding`), a silhouette (`leaves`) and a stability: how well the cuts of
//! further overclusterings agree. `proposal` says how many, and from where to where it may be; people decide. It trains
//! nothing, and true labels play no part.

mod coding;
mod leaves;
mod link;
mod proposal;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use crate::clustering::neighbors::{Neighbors, finite_rows, row_count};
use crate::control::{CancelToken, Cancelled};
use crate::linalg::rows::softmax;
use leaves::Leaves;
use link::Linked;
use serde::{Deserialize, Serialize};

/// Leaves unless the plan says how many, at most: twice as many as the classes that can be told apart, and more.
const MOST_LEAVES: usize = 128;
/// Images a leaf, at least, unless the plan says how many leaves.
const LEAST_PER_LEAF: usize = 8;
/// Overclusterings unless the plan says how many. One alone finds gaps that the next does not.
const HEADS: usize = 6;
/// Soft assignment is by squared distance over this part of the mean squared distance to the own leaf: sharp enough that
/// the most probable cluster is nearly always that of the nearest leaf.
const TEMPERATURE: f64 = 0.02;

/// What to build a tree from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MergeTreePlan {
    /// Small clusters to begin with (C0); 0: by the number of images. Fewer come out where rows are equal.
    pub leaves: usize,
    /// Overclusterings whose cuts are compared; 0: six.
    pub heads: usize,
    /// Seed of k-means.
    pub seed: u64,
}

/// Two nodes become one. Nodes below the number of leaves are leaves; leaves + i is the i-th merge.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Merge {
    /// The lower node.
    pub a: u32,
    /// The higher node.
    pub b: u32,
    /// A_ab / sqrt(A_aa A_bb) when they joined, 0 to 1: neighbour pairs between over those within.
    pub height: f64,
}

/// What the cut into `k` clusters is worth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// Number of clusters.
    pub k: usize,
    /// Nats to code the rows as Gaussians (of their first 64 principal directions); the lower the better.
    pub coding_length: f64,
    /// Mean silhouette by cosine distance, -1 to 1; 0 for one cluster.
    pub silhouette: f64,
    /// Mean adjusted Rand index with the same cut of the other overclusterings; 1 where there is but one.
    pub stability: f64,
}

/// The tree, its cuts, and how many classes are proposed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MergeTree {
    /// Leaves; none is empty.
    pub n_leaves: usize,
    /// Numbers a row.
    pub d: usize,
    /// (leaves, d) centres.
    pub centers: Vec<f32>,
    /// (n) the leaf with the nearest centre.
    pub leaf_of: Vec<u32>,
    /// Mean squared distance of an image to the centre of its leaf.
    pub spread: f64,
    /// From the leaves to the root: leaves - 1 of them.
    pub merges: Vec<Merge>,
    /// Of every number of clusters, from 1 to the leaves.
    pub cuts: Vec<Cut>,
    /// The number of classes to propose; 0 without images.
    pub proposal: usize,
    /// The fewest classes that score about as well.
    pub low: usize,
    /// The most classes that score about as well.
    pub high: usize,
}

/// Builds the tree of `rows`, (n, d) unit rows, with the neighbours that were mined among them. Rows that are not finite
/// count as zeros. The same input gives the same bits on any number of threads.
///
/// # Errors
/// [`Cancelled`] within some 10 milliseconds of a cancel.
///
/// # Panics
/// If `rows` is not made of whole rows of `d` numbers, or `neighbors` is not of as many images.
pub fn build(
    rows: &[f32],
    d: usize,
    neighbors: &Neighbors,
    plan: &MergeTreePlan,
    cancel: &CancelToken,
) -> Result<MergeTree, Cancelled> {
    let n = row_count(rows, d);
    assert_eq!(neighbors.n, n, "neighbours of the same images");
    cancel.check()?;
    if n == 0 {
        return Ok(MergeTree { d, ..MergeTree::default() });
    }
    let rows = finite_rows(rows, d);
    let n_leaves = match plan.leaves {
        0 => (n / LEAST_PER_LEAF).clamp(2, MOST_LEAVES).min(n),
        asked => asked.min(n),
    };
    let (mut heads, mut trees): (Vec<Leaves>, Vec<Linked>) = (Vec::new(), Vec::new());
    let n_heads = if plan.heads == 0 { HEADS } else { plan.heads };
    for head in 0..n_heads as u64 {
        let leaves = Leaves::find(&rows, d, n_leaves, plan.seed.wrapping_add(head), cancel)?;
        trees.push(link::link(link::affinity(neighbors, &leaves.of, leaves.n), leaves.n));
        heads.push(leaves);
        cancel.check()?;
    }
    let stability = stability(&heads, &trees, cancel)?;
    let (proposal, low, high) = proposal::propose(&trees, &stability);
    let (leaves, merges) = (heads.swap_remove(0), trees.swap_remove(0).merges);
    let coding_length = coding::coding_lengths(&rows, d, &leaves, &merges, cancel)?;
    let silhouette = leaves.silhouettes(&rows, d, &merges, cancel)?;
    let cut = |i: usize| Cut {
        k: i + 1,
        coding_length: coding_length[i],
        silhouette: silhouette[i],
        stability: stability[i],
    };
    Ok(MergeTree {
        n_leaves: leaves.n,
        d,
        cuts: (0..leaves.n).map(cut).collect(),
        centers: leaves.centers,
        leaf_of: leaves.of,
        spread: leaves.spread,
        merges,
        proposal,
        low,
        high,
    })
}

impl MergeTree {
    /// The cluster of each leaf in the cut into `k` clusters, which counts as within 1 and the number of leaves. Clusters
    /// are numbered from the one with the most images on, ties by the lower leaf.
    #[must_use]
    pub fn cut_leaves(&self, k: usize) -> Vec<u32> {
        let k = k.clamp(1, self.n_leaves.max(1));
        let by_first = cluster_of_leaves(self.n_leaves, &self.merges, k);
        let mut sizes = vec![0_usize; k];
        for &leaf in &self.leaf_of {
            sizes[by_first[leaf as usize] as usize] += 1;
        }
        let mut order: Vec<usize> = (0..k).collect();
        order.sort_by_key(|&cluster| std::cmp::Reverse(sizes[cluster]));
        let mut number = vec![0_u32; k];
        (0..).zip(&order).for_each(|(new, &old)| number[old] = new);
        by_first.into_iter().map(|cluster| number[cluster as usize]).collect()
    }

    /// (n) the cluster of each image in the cut into `k`, numbered as in [`MergeTree::cut_leaves`].
    #[must_use]
    pub fn cut(&self, k: usize) -> Vec<u32> {
        let cluster_of = self.cut_leaves(k);
        self.leaf_of.iter().map(|&leaf| cluster_of[leaf as usize]).collect()
    }

    /// (n, k) probabilities: those of the leaves by the distance to their centres, summed by cluster of the cut into `k`
    /// (which counts as within 1 and the number of leaves). `rows` are (n, d), of the images of the tree or of others.
    ///
    /// # Panics
    /// If `rows` is not made of whole rows of d numbers.
    #[must_use]
    pub fn probabilities(&self, rows: &[f32], k: usize) -> Vec<f32> {
        let (n, k) = (row_count(rows, self.d), k.clamp(1, self.n_leaves.max(1)));
        if n == 0 || self.n_leaves == 0 {
            return vec![1.0 / k as f32; n * k];
        }
        let cluster_of = self.cut_leaves(k);
        let rows = finite_rows(rows, self.d);
        let scale = (1.0 / (TEMPERATURE * self.spread).max(1e-6)) as f32;
        let of_row = |_, line: &mut [f32]| {
            softmax(line, line.len(), scale);
            let mut clusters = vec![0.0; k];
            line.iter().zip(&cluster_of).for_each(|(p, &cluster)| clusters[cluster as usize] += p);
            clusters
        };
        let lines = leaves::map_nearness(&rows, &self.centers, self.d, &CancelToken::default(), of_row);
        lines.expect("nobody cancels").concat()
    }
}

/// The cluster of each leaf once only `k` clusters (1 to the leaves) are left, numbered by their first leaf.
fn cluster_of_leaves(n_leaves: usize, merges: &[Merge], k: usize) -> Vec<u32> {
    // From the last merge that is made down to the leaves: each node passes its cluster's root on.
    let n_made = n_leaves - k.min(n_leaves);
    let mut root: Vec<u32> = (0..(n_leaves + n_made) as u32).collect();
    for (i, merge) in merges[..n_made].iter().enumerate().rev() {
        root[merge.a as usize] = root[n_leaves + i];
        root[merge.b as usize] = root[n_leaves + i];
    }
    let mut number = vec![u32::MAX; root.len()];
    let mut n_clusters = 0;
    let numbered = root[..n_leaves].iter().map(|&root| {
        let slot = &mut number[root as usize];
        if *slot == u32::MAX {
            (*slot, n_clusters) = (n_clusters, n_clusters + 1);
        }
        *slot
    });
    numbered.collect()
}

/// Mean adjusted Rand index of the first overclustering's cut into k clusters with those of the others, at k - 1; 1
/// without others. Where another has fewer leaves than k, its leaves stand for its cut.
fn stability(heads: &[Leaves], trees: &[Linked], cancel: &CancelToken) -> Result<Vec<f64>, Cancelled> {
    let first = &heads[0];
    let mut sums = vec![0.0; first.n];
    for (other, tree) in heads.iter().zip(trees).skip(1) {
        // Images by leaf of the one and leaf of the other.
        let mut images = vec![0.0; first.n * other.n];
        first.of.iter().zip(&other.of).for_each(|(&a, &b)| images[a as usize * other.n + b as usize] += 1.0);
        for k in 1..=first.n {
            cancel.check()?;
            let (k_first, k_other) = (k, k.min(other.n));
            let a = cluster_of_leaves(first.n, &trees[0].merges, k_first);
            let b = cluster_of_leaves(other.n, &tree.merges, k_other);
            let mut counts = vec![0.0; k_first * k_other];
            for (line, &cluster) in images.chunks_exact(other.n).zip(&a) {
                let counts = &mut counts[cluster as usize * k_other..][..k_other];
                line.iter().zip(&b).for_each(|(count, &cluster)| counts[cluster as usize] += count);
            }
            sums[k - 1] += proposal::adjusted_rand(&counts, k_other);
        }
    }
    let n_others = heads.len().saturating_sub(1);
    Ok(if n_others == 0 { vec![1.0; first.n] } else { sums.into_iter().map(|sum| sum / n_others as f64).collect() })
}
