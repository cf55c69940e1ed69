//! How many nats it takes to code the rows of a cut, as Gaussians (Ma, Derksen, Hong and Wright 2007; METHOD 8). Rows that
//! are wide are first seen along a few principal directions: a covariance of d x d says nothing about a small cluster.

use super::Merge;
use super::leaves::Leaves;
use crate::control::{CancelToken, Cancelled, Rng};
use crate::linalg::matmul::{product, product_with_transposed, transposed_product};

/// Squared precision to which rows are coded.
const PRECISION: f64 = 0.1;
/// Directions that are kept of wide rows.
const MOST_DIRECTIONS: usize = 64;
/// Rows that principal directions are found from, at most.
const MOST_ROWS: usize = 4096;
/// Rounds of subspace iteration: the directions with much variance are found, the rest need not be exact.
const ROUNDS: usize = 8;
/// Keeps these draws apart from others.
const PURPOSE: u64 = u64::from_le_bytes(*b"coding  ");

/// Coding length in nats of the cut into k clusters, at k - 1:
/// sum_k [ (m_k + d)/2 logdet(I + d/(eps m_k) Z_k^T Z_k) + m_k ln(m/m_k) ], eps = 0.1; `rows` (n, d) are finite.
pub(super) fn coding_lengths(
    rows: &[f32],
    d: usize,
    leaves: &Leaves,
    merges: &[Merge],
    cancel: &CancelToken,
) -> Result<Vec<f64>, Cancelled> {
    let (rows, d) = project(rows, d, cancel)?;
    let sizes = leaves.sizes();
    let m: f64 = sizes.iter().sum();
    // A node of the tree is a leaf or a merge: its sums of products and its images.
    let mut nodes: Vec<(Vec<f64>, f64)> = sizes.iter().map(|&size| (vec![0.0; d * d], size)).collect();
    for (i, (row, &leaf)) in rows.chunks_exact(d).zip(&leaves.of).enumerate() {
        if i % MOST_ROWS == 0 {
            cancel.check()?;
        }
        for (line, &x) in nodes[leaf as usize].0.chunks_exact_mut(d).zip(row) {
            line.iter_mut().zip(row).for_each(|(sum, y)| *sum += f64::from(x) * f64::from(*y));
        }
    }
    for merge in merges {
        let (a, b) = (&nodes[merge.a as usize], &nodes[merge.b as usize]);
        nodes.push((a.0.iter().zip(&b.0).map(|(a, b)| a + b).collect(), a.1 + b.1));
    }
    let bits: Vec<f64> = nodes.iter().map(|(products, size)| of_cluster(products, d, *size, m)).collect();
    let mut lengths = vec![0.0; leaves.n];
    let mut length: f64 = bits[..leaves.n].iter().sum();
    for (i, merge) in merges.iter().enumerate() {
        lengths[leaves.n - 1 - i] = length;
        length += bits[leaves.n + i] - bits[merge.a as usize] - bits[merge.b as usize];
    }
    if let Some(whole) = lengths.first_mut() {
        *whole = length;
    }
    Ok(lengths)
}

/// The part of one cluster of `size` rows of `m`, from its sums of products (d, d).
fn of_cluster(products: &[f64], d: usize, size: f64, m: f64) -> f64 {
    if size <= 0.0 {
        return 0.0;
    }
    let scale = d as f64 / (PRECISION * size);
    let mut matrix: Vec<f64> = products.iter().map(|x| x * scale).collect();
    for i in 0..d {
        matrix[i * d + i] += 1.0;
    }
    f64::midpoint(size, d as f64) * log_determinant(matrix, d) + size * (m / size).ln()
}

/// Logarithm of the determinant of a positive definite matrix (d, d), by Cholesky's factors.
fn log_determinant(mut matrix: Vec<f64>, d: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..d {
        let (above, below) = matrix.split_at_mut((i + 1) * d);
        let line = &mut above[i * d..];
        // The matrix is I + a sum of squares: no pivot is below 1 but for rounding.
        let root = line[i].max(1.0).sqrt();
        sum += 2.0 * root.ln();
        for x in &mut line[i..] {
            *x /= root;
        }
        for (offset, other) in below.chunks_exact_mut(d).enumerate() {
            let j = i + 1 + offset;
            let factor = line[j];
            other[j..].iter_mut().zip(&line[j..]).for_each(|(x, y)| *x -= factor * y);
        }
    }
    sum
}

/// The rows along their first principal directions (about the origin), and how many those are; narrow rows as they are.
fn project(rows: &[f32], d: usize, cancel: &CancelToken) -> Result<(Vec<f32>, usize), Cancelled> {
    if d <= MOST_DIRECTIONS {
        return Ok((rows.to_vec(), d));
    }
    let stride = (rows.len() / d).div_ceil(MOST_ROWS).max(1);
    let sample: Vec<f32> = rows.chunks_exact(d).step_by(stride).flatten().copied().collect();
    let mut moments = vec![0.0; d * d];
    transposed_product(&sample, &sample, sample.len() / d, &mut moments);
    let mut rng = Rng::from_key(&[PURPOSE]);
    let mut directions: Vec<f32> = (0..MOST_DIRECTIONS * d).map(|_| rng.normal() as f32).collect();
    for _ in 0..ROUNDS {
        cancel.check()?;
        orthonormalise(&mut directions, d);
        let mut turned = vec![0.0; directions.len()];
        product(&directions, &moments, d, &mut turned);
        directions = turned;
    }
    orthonormalise(&mut directions, d);
    let mut narrow = vec![0.0; rows.len() / d * MOST_DIRECTIONS];
    product_with_transposed(rows, &directions, d, &mut narrow);
    Ok((narrow, MOST_DIRECTIONS))
}

/// Gram and Schmidt's process, twice over; lines (r, d) without a direction of their own become zeros.
fn orthonormalise(lines: &mut [f32], d: usize) {
    let mut wide: Vec<f64> = lines.iter().map(|&x| f64::from(x)).collect();
    for i in 0..wide.len() / d {
        let (before, rest) = wide.split_at_mut(i * d);
        let line = &mut rest[..d];
        let first_length = length(line);
        for _ in 0..2 {
            for other in before.chunks_exact(d) {
                let along: f64 = line.iter().zip(other).map(|(a, b)| a * b).sum();
                line.iter_mut().zip(other).for_each(|(x, y)| *x -= along * y);
            }
        }
        let left = length(line);
        let factor = if left > 1e-6 * first_length { 1.0 / left } else { 0.0 };
        for x in line {
            *x *= factor;
        }
    }
    lines.iter_mut().zip(wide).for_each(|(slot, x)| *slot = x as f32);
}

fn length(line: &[f64]) -> f64 {
    line.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clustering::merge_tree::testing::{golden_leaves, golden_merges, golden_rows};

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-5 * b.abs().max(1.0), "{a} is not {b}");
    }

    /// With numpy 2, on the rows of `testing`, which were rounded to f32 and widened again:
    /// `sum((m + 3) / 2 * slogdet(eye(3) + 3 / (0.1 * m) * z.T @ z)[1] + m * log(12 / m) for z of each cluster)`.
    #[test]
    fn golden_lengths() {
        let lengths =
            coding_lengths(&golden_rows(), 3, &golden_leaves(), &golden_merges(), &CancelToken::default()).unwrap();
        for (found, expected) in lengths.iter().zip([65.75272051435252, 85.5532218135463, 102.9764621608968]) {
            close(*found, expected);
        }
        assert_eq!(lengths.len(), 3);
    }

    #[test]
    fn a_determinant_by_hand() {
        close(log_determinant(vec![4.0, 2.0, 2.0, 3.0], 2), 8.0_f64.ln());
        close(log_determinant(vec![2.0, 0.0, 1.0, 0.0, 3.0, 0.0, 1.0, 0.0, 5.0], 3), 27.0_f64.ln());
        assert_eq!(log_determinant(Vec::new(), 0), 0.0);
    }

    #[test]
    fn wide_rows_keep_what_varies() {
        // 200 rows of 80 numbers that vary along 3 directions only.
        let mut rng = Rng::from_key(&[3]);
        let basis: Vec<f32> = (0..3 * 80).map(|_| rng.normal() as f32).collect();
        let inner: Vec<f32> = (0..200 * 3).map(|_| rng.normal() as f32).collect();
        let mut rows = vec![0.0; 200 * 80];
        product(&inner, &basis, 3, &mut rows);
        let (narrow, width) = project(&rows, 80, &CancelToken::default()).unwrap();
        assert_eq!((width, narrow.len()), (64, 200 * 64));
        let energy = |rows: &[f32]| rows.iter().map(|&x| f64::from(x * x)).sum::<f64>();
        assert!((energy(&narrow) / energy(&rows) - 1.0).abs() < 1e-3);
        assert!(narrow.iter().all(|x| x.is_finite()));
    }
}
