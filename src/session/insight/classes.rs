//! How many classes a folder holds: the merge tree of a run's features, cut anywhere.

use super::evidence::RunEvidence;
pub use crate::clustering::merge_tree::Cut;
use crate::clustering::merge_tree::MergeTree;
use crate::clustering::neighbors::Neighbors;
use crate::clustering::pipeline;
use crate::control::CancelToken;
use crate::ids::{ImageId, RunId};
use std::sync::Arc;

/// The merge tree of a run's features.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Classes {
    /// The run whose features were looked at.
    pub run: RunId,
    tree: MergeTree,
    /// The image of each row of the tree, and the similarity to the centre of its leaf.
    images: Vec<(ImageId, f32)>,
}

/// One cluster of a cut.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CutCluster {
    /// Names it among all cuts: a cluster that a finer cut has too has the same.
    pub key: u32,
    /// Most typical first.
    pub members: Arc<Vec<ImageId>>,
}

impl Classes {
    /// Builds the tree: seconds for some thousands of images. None if it was cancelled or nothing is there.
    pub(in crate::session) fn of(run: &RunEvidence, id: RunId, seed: u64, cancel: &CancelToken) -> Option<Self> {
        let arrays = &run.arrays;
        let d = arrays.embedding_dim();
        let grouping = &run.votes;
        let rows = grouping.pick(&arrays.embedding, d);
        let neighbors = grouping.pick_neighbors(&Neighbors {
            n: arrays.images.len(),
            k: arrays.k,
            ids: arrays.neighbors.clone(),
            similarity: arrays.similarity.clone(),
        });
        let tree = pipeline::merge_tree_of((&rows, d), &neighbors, seed, cancel).ok()?;
        let nearness = |at: usize| {
            let center = &tree.centers[tree.leaf_of[at] as usize * d..][..d];
            rows[at * d..(at + 1) * d].iter().zip(center).map(|(a, b)| a * b).sum::<f32>()
        };
        let image = |(at, &row): (usize, &u32)| (ImageId(arrays.images[row as usize]), nearness(at));
        let images = grouping.representatives.iter().enumerate().map(image).collect();
        Some(Self { run: id, tree, images })
    }

    /// Every cut with its scores, by number of clusters.
    #[must_use]
    pub fn cuts(&self) -> &[Cut] {
        &self.tree.cuts
    }

    /// How many clusters are proposed, and the range in which any number is defensible.
    #[must_use]
    pub fn proposal(&self) -> (usize, usize, usize) {
        (self.tree.proposal, self.tree.low, self.tree.high)
    }

    /// The least and the most clusters that the tree can be cut into.
    #[must_use]
    pub fn range(&self) -> (usize, usize) {
        let ks = || self.tree.cuts.iter().map(|cut| cut.k);
        (ks().min().unwrap_or(1), ks().max().unwrap_or(1))
    }

    /// The clusters of a cut, in the order of the tree, so that two which join lie side by side. One image stands for each
    /// group of near-duplicates.
    #[must_use]
    pub fn clusters(&self, k: usize) -> Vec<CutCluster> {
        let cluster_of_leaf = self.tree.cut_leaves(k);
        let mut order: Vec<u32> = Vec::new();
        let mut leaves: Vec<Vec<u32>> = Vec::new();
        for leaf in self.leaf_order() {
            let cluster = cluster_of_leaf[leaf as usize];
            if let Some(at) = order.iter().position(|known| *known == cluster) {
                leaves[at].push(leaf);
            } else {
                order.push(cluster);
                leaves.push(vec![leaf]);
            }
        }
        let mut members: Vec<Vec<(ImageId, f32)>> = vec![Vec::new(); order.len()];
        for (at, image) in self.images.iter().enumerate() {
            let cluster = cluster_of_leaf[self.tree.leaf_of[at] as usize];
            if let Some(slot) = order.iter().position(|known| *known == cluster) {
                members[slot].push(*image);
            }
        }
        let cluster = |(leaves, mut members): (Vec<u32>, Vec<(ImageId, f32)>)| {
            members.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            // A cluster is its leaves; the lowest and their number tell two apart that share one.
            let key = leaves.iter().min().copied().unwrap_or(0) * 4096 + leaves.len() as u32;
            CutCluster { key, members: Arc::new(members.into_iter().map(|member| member.0).collect()) }
        };
        let clusters = leaves.into_iter().zip(members).map(cluster);
        clusters.filter(|cluster| !cluster.members.is_empty()).collect()
    }

    /// Leaves from one side of the tree to the other.
    fn leaf_order(&self) -> Vec<u32> {
        let n = self.tree.n_leaves as u32;
        let mut is_child = vec![false; n as usize + self.tree.merges.len()];
        for merge in &self.tree.merges {
            is_child[merge.a as usize] = true;
            is_child[merge.b as usize] = true;
        }
        let mut stack: Vec<u32> = (0..is_child.len() as u32).filter(|&node| !is_child[node as usize]).collect();
        let mut order = Vec::with_capacity(n as usize);
        while let Some(node) = stack.pop() {
            match node.checked_sub(n).and_then(|at| self.tree.merges.get(at as usize)) {
                Some(merge) => stack.extend([merge.a, merge.b]),
                None => order.push(node),
            }
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::merge_tree::Merge;

    /// Four leaves of images 1 to 8; leaves 0 and 2 join first, then 1 and 3, then all.
    fn classes() -> Classes {
        let merge = |a, b, height| Merge { a, b, height };
        let tree = MergeTree {
            n_leaves: 4,
            d: 2,
            centers: vec![0.0; 8],
            leaf_of: vec![0, 1, 2, 3, 0, 1, 2, 3],
            merges: vec![merge(0, 2, 0.9), merge(1, 3, 0.5), merge(4, 5, 0.1)],
            cuts: (1..=4).map(|k| Cut { k, ..Cut::default() }).collect(),
            proposal: 2,
            low: 2,
            high: 3,
            ..MergeTree::default()
        };
        let images = (1..=8u32).map(|i| (ImageId(i), 1.0 - i as f32 / 100.0)).collect();
        Classes { run: RunId(1), tree, images }
    }

    #[test]
    fn every_cut_holds_every_image_once_and_joins_neighbours() {
        let classes = classes();
        assert_eq!((classes.proposal(), classes.range()), ((2, 2, 3), (1, 4)));
        for k in 1..=4 {
            let clusters = classes.clusters(k);
            assert_eq!(clusters.len(), k);
            let mut all: Vec<u32> = clusters.iter().flat_map(|c| c.members.iter().map(|id| id.0)).collect();
            all.sort_unstable();
            assert_eq!(all, (1..=8).collect::<Vec<_>>(), "{k}");
            assert!(clusters.iter().all(|c| c.members.is_sorted()), "most typical first");
        }
        let members = |k: usize| -> Vec<Vec<u32>> {
            classes.clusters(k).iter().map(|c| c.members.iter().map(|id| id.0).collect()).collect()
        };
        let mut two = members(2);
        two.sort();
        assert_eq!(two, [vec![1, 3, 5, 7], vec![2, 4, 6, 8]]);
        // What joins between four and three clusters lies side by side before.
        let four = members(4);
        let at = |image: u32| four.iter().position(|c| c.contains(&image)).expect("there");
        assert_eq!(at(1).abs_diff(at(3)), 1);
        assert_eq!(at(2).abs_diff(at(4)), 1);
    }

    #[test]
    fn a_cluster_that_two_cuts_share_has_the_same_key() {
        let classes = classes();
        let key = |k: usize, image: u32| {
            let clusters = classes.clusters(k);
            clusters.iter().find(|c| c.members.contains(&ImageId(image))).map(|c| c.key)
        };
        assert_eq!(key(3, 2), key(4, 2));
        assert_ne!(key(3, 1), key(4, 1), "it has joined another");
    }
}
