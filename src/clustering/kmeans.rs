//! K-means with k-means++ seeding: the baseline that SCAN has to beat (METHOD 5), and the first provisional clusters.
//!
//! The same rows, settings and seed give the same bits on any number of threads: rows are cut into fixed chunks and
//! every sum is taken in the order of the rows. It normalises nothing; callers pass the rows they mean.

use crate::clustering::neighbors::{finite_rows, row_count};
use crate::control::{CancelToken, Cancelled, Rng};
use crate::linalg::dot::dot;
use crate::linalg::matmul::product_with_transposed;
use rayon::prelude::*;

/// Rows whose distances one task takes at a time.
const CHUNK_ROWS: usize = 1024;
/// Columns of a centre that one task sums at a time, so that one big cluster is spread over the cores.
const CENTER_COLUMNS: usize = 64;
/// Rows that are drawn for each new centre, at most.
const MOST_TRIALS: usize = 8;
const MOST_ITERATIONS: usize = 100;
/// An iteration that lowers the inertia by a smaller part than this is the last.
const LEAST_GAIN: f64 = 1e-5;
/// Rows nearer to a centre than this part of their squared lengths count as equal to it when centres are drawn: below
/// it lies the rounding of the f32 product.
const EQUAL_PART: f32 = 1e-6;
/// Keeps these draws apart from others with the same seed.
const PURPOSE: u64 = u64::from_le_bytes(*b"k-means ");

/// The best of several restarts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KMeans {
    /// Cluster of each row, below k. Clusters are empty only where there are fewer distinct rows than clusters.
    pub assignment: Vec<u32>,
    /// (k, d) row-major.
    pub centers: Vec<f32>,
    /// Sum of squared distances of the rows to their centres.
    pub inertia: f64,
}

/// Lloyd's k-means over `features`, (n, d) row-major, with greedy k-means++ seeding (Arthur and Vassilvitskii 2007);
/// of `restarts` runs the one with the lowest inertia. `k` and `restarts` of 0 count as 1; a row that is not finite
/// counts as zeros.
///
/// ```
/// use gleaner::clustering::kmeans::kmeans;
/// use gleaner::control::CancelToken;
///
/// let rows = [0.0, 0.1, 5.0, 5.1, 0.2_f32];
/// let found = kmeans(&rows, 1, 2, 3, 0, &CancelToken::default())?;
/// assert_eq!(found.assignment[0], found.assignment[4]);
/// assert_ne!(found.assignment[0], found.assignment[2]);
/// # Ok::<(), gleaner::control::Cancelled>(())
/// ```
///
/// # Errors
/// [`Cancelled`] within one chunk's work of a cancel.
///
/// # Panics
/// If `features` is not made of whole rows of `d` numbers.
pub fn kmeans(
    features: &[f32],
    d: usize,
    k: usize,
    restarts: usize,
    seed: u64,
    cancel: &CancelToken,
) -> Result<KMeans, Cancelled> {
    let (n, k) = (row_count(features, d), k.max(1));
    cancel.check()?;
    if n == 0 {
        return Ok(KMeans { centers: vec![0.0; k * d], ..KMeans::default() });
    }
    let features = finite_rows(features, d);
    let squares: Vec<f32> = features.par_chunks(d).map(|row| dot(row, row) as f32).collect();
    let rows = Rows { features: &features, squares: &squares, d, cancel };
    let mut best: Option<KMeans> = None;
    for restart in 0..restarts.max(1) as u64 {
        let found = lloyd(&rows, k, &mut Rng::from_key(&[seed, PURPOSE, restart]))?;
        if best.as_ref().is_none_or(|best| found.inertia < best.inertia) {
            best = Some(found);
        }
    }
    Ok(best.expect("there is at least one restart"))
}

struct Rows<'a> {
    features: &'a [f32],
    /// Squared length of each row.
    squares: &'a [f32],
    d: usize,
    cancel: &'a CancelToken,
}

/// The nearest centre of each row and the squared distance to it.
struct Nearest {
    center: Vec<u32>,
    distance: Vec<f32>,
}

impl Rows<'_> {
    fn n(&self) -> usize {
        self.squares.len()
    }

    fn row(&self, index: usize) -> &[f32] {
        &self.features[index * self.d..(index + 1) * self.d]
    }

    /// Calls `take(row, squared distances to all centres)` for every row, in parallel, and collects what it gives.
    fn map_distances<T: Send>(
        &self,
        centers: &[f32],
        take: impl Fn(usize, &mut [f32]) -> T + Sync,
    ) -> Result<Vec<T>, Cancelled> {
        let center_squares: Vec<f32> = centers.chunks_exact(self.d).map(|center| dot(center, center) as f32).collect();
        let k = center_squares.len();
        let of_chunk = |(chunk, rows): (usize, &[f32])| {
            self.cancel.check()?;
            let first = chunk * CHUNK_ROWS;
            let mut products = vec![0.0; rows.len() / self.d * k];
            product_with_transposed(rows, centers, self.d, &mut products);
            let of_row = |(offset, line): (usize, &mut [f32])| {
                let square = self.squares[first + offset];
                for (value, center_square) in line.iter_mut().zip(&center_squares) {
                    let distance = (square + center_square) - 2.0 * *value;
                    *value = if distance <= EQUAL_PART * (square + center_square) { 0.0 } else { distance };
                }
                take(first + offset, line)
            };
            Ok(products.chunks_exact_mut(k).enumerate().map(of_row).collect::<Vec<T>>())
        };
        let chunks: Result<Vec<Vec<T>>, Cancelled> =
            self.features.par_chunks(CHUNK_ROWS * self.d).enumerate().map(of_chunk).collect();
        Ok(chunks?.into_iter().flatten().collect())
    }

    fn nearest(&self, centers: &[f32]) -> Result<Nearest, Cancelled> {
        let least = |_, distances: &mut [f32]| {
            let mut best = (0, distances[0]);
            for (center, &distance) in (0..).zip(distances.iter()) {
                if distance < best.1 {
                    best = (center, distance);
                }
            }
            best
        };
        let (center, distance) = self.map_distances(centers, least)?.into_iter().unzip();
        Ok(Nearest { center, distance })
    }
}

fn lloyd(rows: &Rows<'_>, k: usize, rng: &mut Rng) -> Result<KMeans, Cancelled> {
    let mut centers = seed_centers(rows, k, rng)?;
    let mut before: Option<(Vec<u32>, f64)> = None;
    for _ in 0..MOST_ITERATIONS {
        let mut nearest = rows.nearest(&centers)?;
        let inertia = sum(&nearest.distance);
        let is_settled = before.as_ref().is_some_and(|(centers, before)| {
            *centers == nearest.center || (inertia <= *before && before - inertia <= LEAST_GAIN * before)
        });
        let has_moved = fill_empty_clusters(&mut nearest, k);
        centers = means(rows, &nearest.center, &centers);
        if is_settled && !has_moved {
            break;
        }
        before = Some((nearest.center, inertia));
    }
    let assignment = rows.nearest(&centers)?.center;
    let inertia = exact_inertia(rows, &assignment, &centers);
    Ok(KMeans { assignment, centers, inertia })
}

/// Greedy k-means++: of a few rows drawn by their squared distance, the one that lowers the sum of distances most.
fn seed_centers(rows: &Rows<'_>, k: usize, rng: &mut Rng) -> Result<Vec<f32>, Cancelled> {
    let n_trials = (2 + (k as f64).ln() as usize).min(MOST_TRIALS);
    let mut centers = Vec::with_capacity(k * rows.d);
    centers.extend_from_slice(rows.row(rng.below(rows.n())));
    let mut distance = rows.nearest(&centers)?.distance;
    while centers.len() < k * rows.d {
        let potential = sum(&distance);
        if potential <= 0.0 {
            // Every row equals a centre: the rest stays empty.
            centers.extend_from_slice(rows.row(rng.below(rows.n())));
            continue;
        }
        let drawn: Vec<usize> = (0..n_trials).map(|_| draw(&distance, rng.uniform() * potential)).collect();
        let trials: Vec<f32> = drawn.iter().flat_map(|index| rows.row(*index)).copied().collect();
        let lowered = rows.map_distances(&trials, |row, to_trials| {
            let mut lowered = [0.0_f32; MOST_TRIALS];
            lowered.iter_mut().zip(to_trials).for_each(|(slot, to_trial)| *slot = to_trial.min(distance[row]));
            lowered
        })?;
        let after = |trial: usize| lowered.iter().map(|line| f64::from(line[trial])).sum::<f64>();
        let potentials: Vec<f64> = (0..n_trials).map(after).collect();
        let best = (0..n_trials).reduce(|a, b| if potentials[b] < potentials[a] { b } else { a }).unwrap_or(0);
        distance = lowered.iter().map(|line| line[best]).collect();
        centers.extend_from_slice(rows.row(drawn[best]));
    }
    Ok(centers)
}

/// The row at which the running sum of the weights passes `target`.
fn draw(weights: &[f32], target: f64) -> usize {
    let mut total = 0.0;
    let mut last = 0;
    for (index, &weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
        total += f64::from(weight);
        last = index;
        if total > target {
            break;
        }
    }
    last
}

/// Gives each empty cluster the row that lies farthest from its centre; whether any row moved.
fn fill_empty_clusters(nearest: &mut Nearest, k: usize) -> bool {
    let mut sizes = vec![0_usize; k];
    nearest.center.iter().for_each(|center| sizes[*center as usize] += 1);
    let mut has_moved = false;
    for cluster in 0..k {
        if sizes[cluster] > 0 {
            continue;
        }
        let farthest = (0..nearest.center.len())
            .filter(|row| sizes[nearest.center[*row] as usize] > 1 && nearest.distance[*row] > 0.0)
            .reduce(|a, b| if nearest.distance[b] > nearest.distance[a] { b } else { a });
        let Some(row) = farthest else { break };
        sizes[nearest.center[row] as usize] -= 1;
        sizes[cluster] = 1;
        nearest.center[row] = cluster as u32;
        nearest.distance[row] = 0.0;
        has_moved = true;
    }
    has_moved
}

/// The mean row of each cluster, summed in f64 in the order of the rows; an empty cluster keeps its centre.
fn means(rows: &Rows<'_>, assignment: &[u32], before: &[f32]) -> Vec<f32> {
    let mut members = vec![Vec::new(); before.len() / rows.d];
    for (row, center) in assignment.iter().enumerate() {
        members[*center as usize].push(row);
    }
    let mut centers = before.to_vec();
    centers.par_chunks_mut(rows.d).zip(&members).filter(|(_, members)| !members.is_empty()).for_each(
        |(center, members)| {
            center.par_chunks_mut(CENTER_COLUMNS).enumerate().for_each(|(part, slots)| {
                let first = part * CENTER_COLUMNS;
                let mut sums = [0.0_f64; CENTER_COLUMNS];
                for member in members {
                    for (sum, x) in sums.iter_mut().zip(&rows.row(*member)[first..first + slots.len()]) {
                        *sum += f64::from(*x);
                    }
                }
                for (slot, sum) in slots.iter_mut().zip(sums) {
                    *slot = (sum / members.len() as f64) as f32;
                }
            });
        },
    );
    centers
}

/// By differences, not products: equal rows give exactly 0.
fn exact_inertia(rows: &Rows<'_>, assignment: &[u32], centers: &[f32]) -> f64 {
    let of_row = |(row, center): (usize, &u32)| {
        let center = &centers[*center as usize * rows.d..][..rows.d];
        rows.row(row).iter().zip(center).map(|(x, c)| (f64::from(*x) - f64::from(*c)).powi(2)).sum::<f64>()
    };
    let distances: Vec<f64> = assignment.par_iter().enumerate().map(of_row).collect();
    distances.iter().sum()
}

fn sum(values: &[f32]) -> f64 {
    values.iter().map(|value| f64::from(*value)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::judge::metrics::scores;
    use std::collections::BTreeSet;

    fn blobs(n: usize, d: usize, n_blobs: usize, spread: f64) -> (Vec<f32>, Vec<u32>) {
        let mut rng = Rng::from_key(&[31]);
        let centers: Vec<f64> = (0..n_blobs * d).map(|_| rng.normal()).collect();
        let truth: Vec<u32> = (0..n).map(|i| (i % n_blobs) as u32).collect();
        let features = truth.iter().flat_map(|blob| {
            let center = &centers[*blob as usize * d..][..d];
            let row: Vec<f64> = center.iter().map(|c| c + spread * rng.normal()).collect();
            let length = row.iter().map(|x| x * x).sum::<f64>().sqrt();
            row.into_iter().map(|x| (x / length) as f32).collect::<Vec<_>>()
        });
        (features.collect(), truth)
    }

    fn run(features: &[f32], d: usize, k: usize) -> KMeans {
        kmeans(features, d, k, 10, 0, &CancelToken::default()).unwrap()
    }

    #[test]
    fn separate_blobs_are_found() {
        let (features, truth) = blobs(2500, 16, 10, 0.1);
        let found = run(&features, 16, 10);
        assert_eq!(scores(&found.assignment, &truth).accuracy, 1.0);
        let nearest: f64 = exact_inertia(
            &Rows { features: &features, squares: &vec![1.0; 2500], d: 16, cancel: &CancelToken::default() },
            &found.assignment,
            &found.centers,
        );
        assert_eq!(found.inertia, nearest);
    }

    #[test]
    fn the_result_is_a_local_optimum() {
        let (features, _) = blobs(700, 6, 7, 0.8);
        let found = run(&features, 6, 9);
        let distance = |row: usize, center: usize| {
            let pairs = features[row * 6..][..6].iter().zip(&found.centers[center * 6..][..6]);
            pairs.map(|(x, c)| f64::from(x - c).powi(2)).sum::<f64>()
        };
        for (row, center) in found.assignment.iter().enumerate() {
            let least = (0..9).map(|c| distance(row, c)).fold(f64::INFINITY, f64::min);
            assert!(distance(row, *center as usize) <= least + 1e-5, "row {row}");
        }
        let one = kmeans(&features, 6, 9, 1, 0, &CancelToken::default()).unwrap();
        assert!(found.inertia <= one.inertia);
        assert_eq!(found.assignment.iter().collect::<BTreeSet<_>>().len(), 9, "no cluster is empty");
    }

    #[test]
    fn the_threads_do_not_change_a_bit() {
        let (features, _) = blobs(3000, 8, 6, 0.7);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| kmeans(&features, 8, 5, 2, 7, &CancelToken::default()).unwrap())
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn seeds_matter() {
        let (features, _) = blobs(300, 4, 6, 1.0);
        let with = |seed| kmeans(&features, 4, 12, 1, seed, &CancelToken::default()).unwrap();
        assert_ne!(with(0).assignment, with(1).assignment);
    }

    #[test]
    fn fewer_distinct_rows_than_clusters() {
        let features = [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.6, 0.8];
        let found = run(&features, 2, 8);
        assert_eq!(found.inertia, 0.0);
        assert_eq!(found.assignment[0], found.assignment[2]);
        assert_eq!(found.assignment[1], found.assignment[3]);
        assert_eq!(found.assignment.iter().collect::<BTreeSet<_>>().len(), 3);
        assert!(found.centers.len() == 16 && found.centers.iter().all(|x| x.is_finite()));
    }

    #[test]
    fn equal_rows_and_no_rows() {
        let equal = run(&[0.3; 40], 4, 5);
        assert_eq!((equal.inertia, equal.assignment), (0.0, vec![0; 10]));
        assert_eq!(run(&[], 4, 3), KMeans { assignment: vec![], centers: vec![0.0; 12], inertia: 0.0 });
        assert_eq!(run(&[1.0, 2.0], 2, 0).assignment, [0]);
        let broken = run(&[f32::NAN, 1.0, 1.0, 0.0, 0.0, 1.0], 2, 3);
        assert!(broken.inertia.is_finite() && broken.centers.iter().all(|x| x.is_finite()));
    }

    #[test]
    fn a_centre_that_lost_its_rows_gets_the_farthest_one() {
        let mut nearest = Nearest { center: vec![0, 0, 0, 2], distance: vec![0.1, 0.5, 0.2, 9.0] };
        assert!(fill_empty_clusters(&mut nearest, 3));
        assert_eq!(nearest.center, [0, 1, 0, 2], "the only row of a cluster stays");
        assert!(!fill_empty_clusters(&mut nearest, 3));
    }

    #[test]
    fn a_cancelled_run_says_so() {
        let cancel = CancelToken::default();
        cancel.cancel();
        assert_eq!(kmeans(&[1.0; 8], 2, 2, 10, 0, &cancel), Err(Cancelled));
    }
}
