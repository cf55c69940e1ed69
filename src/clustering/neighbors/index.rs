//! The rows nearest to a query, exactly: by eight-bit codes, of which a quarter of the memory is read, down to the few that
//! can be among the nearest, and those by their own numbers.
//!
//! It makes no lists of neighbours of all rows: that is what [`crate::clustering::neighbors`] is for.

use crate::linalg::codes;
use crate::linalg::dot::dot;
use rayon::prelude::*;

/// Rows that a task looks at.
const ROWS_A_TASK: usize = 2048;

/// What is looked at first of rows (n, d): their codes, and by how much these may be wrong. The rows stay with the caller.
pub struct Index {
    d: usize,
    codes: Vec<i8>,
    /// What a row's codes are multiplied by, and the length of what is lost.
    scales: Vec<(f32, f32)>,
    /// The greatest length of a row.
    longest: f32,
}

impl Index {
    /// Of rows (n, d), on all threads of the pool.
    ///
    /// # Panics
    /// If `rows` does not hold whole rows.
    #[must_use]
    pub fn new(rows: &[f32], d: usize) -> Self {
        assert!(rows.is_empty() || d > 0 && rows.len().is_multiple_of(d), "whole rows of {d} numbers");
        let mut all = vec![0; rows.len()];
        let tasks = all.par_chunks_mut(ROWS_A_TASK * d.max(1)).zip(rows.par_chunks(ROWS_A_TASK * d.max(1)));
        let coded = tasks.map(|(to, rows)| {
            let longest = rows.chunks_exact(d).map(|row| dot(row, row)).fold(0.0, f64::max).sqrt();
            (codes::encode(rows, d, to), longest)
        });
        let (scales, longest): (Vec<_>, Vec<f64>) = coded.unzip();
        let longest = longest.into_iter().fold(0.0, f64::max) as f32;
        Self { d, codes: all, scales: scales.concat(), longest }
    }

    /// The `n` rows with the greatest sums of products with a query, greatest first, ties by position, among those that
    /// `may_hit` allows. The sums are exact: for unit rows and a unit query, cosines. Rows with numbers that are none are
    /// never among them. On all threads of the pool.
    ///
    /// # Panics
    /// If `rows` are not those that the index was made of, or the query is of another width.
    #[must_use]
    pub fn nearest(
        &self,
        rows: &[f32],
        query: &[f32],
        n: usize,
        may_hit: &(impl Fn(usize) -> bool + Sync),
    ) -> Vec<(usize, f32)> {
        assert!(rows.len() == self.codes.len() && (rows.is_empty() || query.len() == self.d), "its own rows");
        if rows.is_empty() || n == 0 || query.iter().any(|x| !x.is_finite()) {
            return Vec::new();
        }
        let d = self.d;
        let (fine, fine_scale) = codes::encode_query(query);
        let length = dot(query, query).sqrt() as f32;
        // What rounding the query costs at most, and what single precision may add to it.
        let of_query = fine_scale * 0.5 * (d as f32).sqrt() * self.longest + 1e-5 * self.longest * length;
        let looked_at: Vec<Part> = self
            .scales
            .par_chunks(ROWS_A_TASK)
            .zip(self.codes.par_chunks(ROWS_A_TASK * d))
            .enumerate()
            .map(|(task, (scales, codes))| {
                let mut sums = vec![0; scales.len()];
                codes::products(codes, &fine, &mut sums);
                let mut part = Part { least: Vec::new(), most: Vec::with_capacity(scales.len()) };
                let mut least = Vec::with_capacity(scales.len());
                for (i, (&sum, &(scale, lost))) in sums.iter().zip(scales).enumerate() {
                    let (middle, off) = (sum as f32 * scale * fine_scale, lost * length + of_query);
                    part.most.push(middle + off);
                    least.push((middle - off, task * ROWS_A_TASK + i));
                }
                part.least = greatest(least, n, may_hit);
                part
            })
            .collect();
        let all_least: Vec<f32> = looked_at.iter().flat_map(|part| part.least.iter().copied()).collect();
        // At least n rows are as near as this.
        let threshold = nth_greatest(all_least, n);
        let candidates: Vec<usize> = looked_at
            .iter()
            .enumerate()
            .flat_map(|(task, part)| {
                let is_near = move |(i, most): (usize, &f32)| (*most >= threshold).then_some(task * ROWS_A_TASK + i);
                part.most.iter().enumerate().filter_map(is_near)
            })
            .collect();
        let exact = candidates.into_par_iter().filter(|&row| may_hit(row));
        let mut found: Vec<(usize, f64)> = exact.map(|row| (row, dot(&rows[row * d..(row + 1) * d], query))).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.into_iter().take(n).map(|(row, sum)| (row, sum as f32)).collect()
    }
}

/// What codes say of the rows of a task.
struct Part {
    /// The greatest of what the sums are at least.
    least: Vec<f32>,
    /// What each sum is at most.
    most: Vec<f32>,
}

/// The `n` greatest of those that may hit, in no order.
fn greatest(mut sums: Vec<(f32, usize)>, n: usize, may_hit: &impl Fn(usize) -> bool) -> Vec<f32> {
    sums.retain(|(least, row)| !least.is_nan() && may_hit(*row));
    if n < sums.len() {
        sums.select_nth_unstable_by(n - 1, |a, b| b.0.total_cmp(&a.0));
        sums.truncate(n);
    }
    sums.into_iter().map(|(least, _)| least).collect()
}

/// The `n`-th greatest; of fewer, what is below all.
fn nth_greatest(mut sums: Vec<f32>, n: usize) -> f32 {
    if n > sums.len() {
        return f32::NEG_INFINITY;
    }
    *sums.select_nth_unstable_by(n - 1, |a, b| b.total_cmp(a)).1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    fn random_unit_rows(n: usize, d: usize, seed: u64) -> Vec<f32> {
        let mut rng = Rng::from_key(&[seed]);
        let mut rows: Vec<f32> = (0..n * d).map(|_| rng.normal() as f32).collect();
        for row in rows.chunks_exact_mut(d) {
            let length = dot(row, row).sqrt() as f32;
            for x in row {
                *x /= length;
            }
        }
        rows
    }

    fn by_hand(rows: &[f32], d: usize, query: &[f32], n: usize, may_hit: &dyn Fn(usize) -> bool) -> Vec<usize> {
        let mut all: Vec<(usize, f64)> = rows.chunks_exact(d).map(|row| dot(row, query)).enumerate().collect();
        all.retain(|(row, _)| may_hit(*row));
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.into_iter().take(n).map(|(row, _)| row).collect()
    }

    #[test]
    fn the_nearest_are_those_of_all_sums() {
        for (n, d, seed) in [(1, 1, 1), (2, 3, 2), (500, 7, 3), (5000, 33, 4), (4097, 384, 5)] {
            let rows = random_unit_rows(n, d, seed);
            let query = random_unit_rows(1, d, seed + 100);
            let index = Index::new(&rows, d);
            for k in [1, 2, 20, n + 3] {
                let all = |_: usize| true;
                let odd = |row: usize| row % 2 == 1;
                let found = |hits: Vec<(usize, f32)>| hits.into_iter().map(|hit| hit.0).collect::<Vec<_>>();
                assert_eq!(found(index.nearest(&rows, &query, k, &all)), by_hand(&rows, d, &query, k, &all));
                assert_eq!(found(index.nearest(&rows, &query, k, &odd)), by_hand(&rows, d, &query, k, &odd));
            }
        }
    }

    #[test]
    fn rows_that_are_nearly_or_quite_alike_keep_their_order() {
        let d = 64;
        let one = random_unit_rows(1, d, 8);
        let mut rng = Rng::from_key(&[9]);
        let mut rows: Vec<f32> = (0..3000).flat_map(|_| one.clone()).collect();
        for x in &mut rows[1000 * d..] {
            *x += 1e-4 * rng.normal() as f32;
        }
        let index = Index::new(&rows, d);
        let found: Vec<usize> = index.nearest(&rows, &one, 1500, &|_| true).into_iter().map(|hit| hit.0).collect();
        assert_eq!(found, by_hand(&rows, d, &one, 1500, &|_| true));
    }

    #[test]
    fn odd_input_gives_what_there_is() {
        assert!(Index::new(&[], 0).nearest(&[], &[], 3, &|_| true).is_empty());
        let rows = [1.0, 0.0, f32::NAN, 0.0, 0.0, 0.0, 0.0, 1.0];
        let index = Index::new(&rows, 2);
        assert_eq!(index.nearest(&rows, &[1.0, 0.0], 4, &|_| true), [(0, 1.0), (2, 0.0), (3, 0.0)]);
        assert!(index.nearest(&rows, &[f32::NAN, 0.0], 4, &|_| true).is_empty());
        assert!(index.nearest(&rows, &[1.0, 0.0], 0, &|_| true).is_empty());
        assert!(index.nearest(&rows, &[1.0, 0.0], 2, &|_| false).is_empty());
        assert_eq!(index.nearest(&rows, &[0.0, 0.0], 1, &|_| true), [(0, 0.0)]);
    }
}
