//! The overclustering under a merge tree: k-means leaves, what every image is to them, and the silhouette of each cut.
//! It merges nothing and chooses nothing.

use super::{Merge, cluster_of_leaves};
use crate::clustering::kmeans::kmeans;
use crate::control::{CancelToken, Cancelled, Rng};
use crate::linalg::dot::dot;
use crate::linalg::matmul::product_with_transposed;
use rayon::prelude::*;

/// Images a leaf that k-means looks at, at most: beyond that its centres hardly move.
const SAMPLE_PER_LEAF: usize = 64;
/// Rows whose products one task takes at a time.
const CHUNK_ROWS: usize = 256;
/// Images whose silhouettes are averaged, at most; each is compared with all.
const MOST_SILHOUETTES: usize = 4096;
/// Keeps these draws apart from others with the same seed.
const PURPOSE: u64 = u64::from_le_bytes(*b"leaves  ");

/// Images in small clusters.
#[derive(Debug, Default)]
pub(super) struct Leaves {
    /// Leaves; none is empty.
    pub n: usize,
    /// (leaves, d) centres.
    pub centers: Vec<f32>,
    /// The nearest centre of each image.
    pub of: Vec<u32>,
    /// Mean squared distance of an image to its centre.
    pub spread: f64,
}

impl Leaves {
    /// Overclusters `rows`, (n, d) and finite, into `n_leaves`; into fewer where there are fewer distinct rows.
    pub(super) fn find(
        rows: &[f32],
        d: usize,
        n_leaves: usize,
        seed: u64,
        cancel: &CancelToken,
    ) -> Result<Self, Cancelled> {
        let n = rows.len() / d;
        let most = n_leaves * SAMPLE_PER_LEAF;
        let centers = if n <= most {
            kmeans(rows, d, n_leaves, 1, seed, cancel)?.centers
        } else {
            let mut drawn: Vec<usize> = (0..n).collect();
            Rng::from_key(&[seed, PURPOSE]).shuffle(&mut drawn);
            drawn.truncate(most);
            drawn.sort_unstable();
            let sample: Vec<f32> = drawn.iter().flat_map(|&i| &rows[i * d..(i + 1) * d]).copied().collect();
            kmeans(&sample, d, n_leaves, 1, seed, cancel)?.centers
        };
        let found = map_nearness(rows, &centers, d, cancel, |_, line| greatest(line))?;
        let squared = |(row, best): (&[f32], &(usize, f32))| (dot(row, row) - f64::from(best.1)).max(0.0);
        let distances: Vec<f64> = rows.par_chunks(d).zip(&found).map(squared).collect();
        let spread = distances.iter().sum::<f64>() / n.max(1) as f64;
        let mut is_used = vec![false; n_leaves];
        for (leaf, _) in &found {
            is_used[*leaf] = true;
        }
        let mut position = vec![0_u32; n_leaves];
        let mut kept = Vec::with_capacity(centers.len());
        for leaf in (0..n_leaves).filter(|&leaf| is_used[leaf]) {
            position[leaf] = (kept.len() / d) as u32;
            kept.extend_from_slice(&centers[leaf * d..(leaf + 1) * d]);
        }
        let of = found.iter().map(|best| position[best.0]).collect();
        Ok(Self { n: kept.len() / d, centers: kept, of, spread })
    }

    /// Images a leaf.
    pub(super) fn sizes(&self) -> Vec<f64> {
        let mut sizes = vec![0.0; self.n];
        for &leaf in &self.of {
            sizes[leaf as usize] += 1.0;
        }
        sizes
    }

    /// Mean silhouette by cosine distance of the cut into k clusters, at k - 1 (Rousseeuw 1987); 0 for one cluster.
    ///
    /// Of unit rows the mean distance to a cluster needs the sum of its rows alone, so that no pair of images is looked
    /// at; of many images every so-manieth is judged.
    pub(super) fn silhouettes(
        &self,
        rows: &[f32],
        d: usize,
        merges: &[Merge],
        cancel: &CancelToken,
    ) -> Result<Vec<f64>, Cancelled> {
        let sizes = self.sizes();
        let mut sums = vec![0.0_f64; self.n * d];
        for (row, &leaf) in rows.chunks_exact(d).zip(&self.of) {
            let sum = &mut sums[leaf as usize * d..][..d];
            sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += f64::from(*x));
        }
        let sums: Vec<f32> = sums.into_iter().map(|sum| sum as f32).collect();
        let stride = self.of.len().div_ceil(MOST_SILHOUETTES).max(1);
        let judged: Vec<usize> = (0..self.of.len()).step_by(stride).collect();
        let few: Vec<f32> = judged.iter().flat_map(|&i| &rows[i * d..(i + 1) * d]).copied().collect();
        let cuts: Vec<Vec<u32>> = (1..=self.n).map(|k| cluster_of_leaves(self.n, merges, k)).collect();
        let of_image = |at: usize, line: &mut [f32]| {
            let own_leaf = self.of[judged[at]] as usize;
            let of_cut = |(k, cluster_of): (usize, &Vec<u32>)| {
                // Sum of distances and images, a cluster.
                let mut clusters = vec![(0.0_f64, 0.0_f64); k];
                for (leaf, &cluster) in cluster_of.iter().enumerate() {
                    let cluster = &mut clusters[cluster as usize];
                    cluster.0 += sizes[leaf] - f64::from(line[leaf]);
                    cluster.1 += sizes[leaf];
                }
                silhouette(&clusters, cluster_of[own_leaf] as usize) as f32
            };
            (1..).zip(&cuts).map(of_cut).collect::<Vec<f32>>()
        };
        let lines = map_products(&few, &sums, d, cancel, of_image)?;
        let mut means = vec![0.0; self.n];
        for line in &lines {
            means.iter_mut().zip(line).for_each(|(mean, x)| *mean += f64::from(*x) / lines.len() as f64);
        }
        Ok(means)
    }
}

/// The silhouette of an image of cluster `own`, from the summed distances to the clusters and their sizes; one that is
/// alone in its cluster has 0.
fn silhouette(clusters: &[(f64, f64)], own: usize) -> f64 {
    let (sum, size) = clusters[own];
    if size <= 1.0 || clusters.len() < 2 {
        return 0.0;
    }
    let within = sum / (size - 1.0);
    let others = clusters.iter().enumerate().filter(|(cluster, _)| *cluster != own);
    let between = others.map(|(_, (sum, size))| sum / size).fold(f64::INFINITY, f64::min);
    (between - within) / between.max(within).max(1e-12)
}

/// Calls `take(row, nearness to each centre)` for every row; nearness is 2 x c - |c|^2, the squared length of the row less
/// the squared distance.
pub(super) fn map_nearness<T: Send>(
    rows: &[f32],
    centers: &[f32],
    d: usize,
    cancel: &CancelToken,
    take: impl Fn(usize, &mut [f32]) -> T + Sync,
) -> Result<Vec<T>, Cancelled> {
    let squares: Vec<f32> = centers.chunks_exact(d).map(|center| dot(center, center) as f32).collect();
    map_products(rows, centers, d, cancel, |row, line| {
        line.iter_mut().zip(&squares).for_each(|(value, square)| *value = 2.0 * *value - square);
        take(row, line)
    })
}

/// Calls `take(row, products with all of others)` for every row of (n, d) in parallel; what it gives, in order.
fn map_products<T: Send>(
    rows: &[f32],
    others: &[f32],
    d: usize,
    cancel: &CancelToken,
    take: impl Fn(usize, &mut [f32]) -> T + Sync,
) -> Result<Vec<T>, Cancelled> {
    let n_others = others.len() / d;
    let of_chunk = |(chunk, rows): (usize, &[f32])| {
        cancel.check()?;
        let mut products = vec![0.0; rows.len() / d * n_others];
        product_with_transposed(rows, others, d, &mut products);
        let lines = products.chunks_exact_mut(n_others).enumerate();
        Ok(lines.map(|(offset, line)| take(chunk * CHUNK_ROWS + offset, line)).collect::<Vec<T>>())
    };
    let chunks: Result<Vec<Vec<T>>, Cancelled> = rows.par_chunks(CHUNK_ROWS * d).enumerate().map(of_chunk).collect();
    Ok(chunks?.into_iter().flatten().collect())
}

/// Position and value of the greatest, the first of equals.
fn greatest(line: &[f32]) -> (usize, f32) {
    let mut best = (0, line[0]);
    for (position, &value) in line.iter().enumerate().skip(1) {
        if value > best.1 {
            best = (position, value);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::merge_tree::testing::{golden_leaves, golden_merges, golden_rows};

    /// scikit-learn 1.7's `silhouette_score(rows, clusters, metric="cosine")`.
    #[test]
    fn golden_silhouettes() {
        let mut rows = golden_rows();
        crate::clustering::stages::embed::normalize_rows(&mut rows, 3);
        let found = golden_leaves().silhouettes(&rows, 3, &golden_merges(), &CancelToken::default()).unwrap();
        for (found, expected) in found.iter().zip([0.0, 0.019179673111096383, -0.0534369850178019]) {
            assert!((found - expected).abs() < 1e-5, "{found} is not {expected}");
        }
    }

    #[test]
    fn leaves_are_filled_and_images_lie_in_the_nearest() {
        let mut rng = Rng::from_key(&[8]);
        let rows: Vec<f32> = (0..900 * 5).map(|_| rng.normal() as f32).collect();
        // With 10 leaves k-means looks at a sample, with 40 at all rows.
        for n_leaves in [10, 40] {
            let leaves = Leaves::find(&rows, 5, n_leaves, 1, &CancelToken::default()).unwrap();
            assert_eq!((leaves.n, leaves.centers.len(), leaves.of.len()), (n_leaves, n_leaves * 5, 900));
            assert!(leaves.sizes().iter().all(|&size| size > 0.0));
            assert!(leaves.spread > 0.5 && leaves.spread < 5.0);
            for (row, &leaf) in rows.chunks_exact(5).zip(&leaves.of) {
                let distance = |center: &[f32]| row.iter().zip(center).map(|(x, c)| (x - c).powi(2)).sum::<f32>();
                let nearest = leaves.centers.chunks_exact(5).map(distance).fold(f32::INFINITY, f32::min);
                assert!(distance(&leaves.centers[leaf as usize * 5..][..5]) <= nearest + 1e-4);
            }
        }
        let same = Leaves::find(&[0.5; 40], 2, 6, 0, &CancelToken::default()).unwrap();
        assert_eq!((same.n, same.spread < 1e-6), (1, true));
    }
}
