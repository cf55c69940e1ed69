//! Nearest neighbours by cosine over all images (METHOD 3).
//!
//! Every pair is compared, block by block, and never an (n, n) matrix is in memory; of more than [`EXACT_ROWS`] images those that
//! lie in cells near by, and how many true neighbours that finds is measured. What is nearest to one query is answered by
//! [`index`].

mod all_pairs;
mod cells;
pub mod index;
mod nearest_lists;

use crate::control::{CancelToken, Cancelled};
use crate::linalg::dot::dot;
use rayon::prelude::*;
use std::borrow::Cow;

/// Candidates that are kept beyond the k-th, for the rounding of f32 sums may put one that belongs in the list behind it.
const SURPLUS: usize = 8;

/// As many rows are compared in all pairs: minutes of work.
pub const EXACT_ROWS: usize = 200_000;

/// How many of the true neighbours are in lists that were not made by comparing all pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recall {
    /// At least 0.98: neighbours that are as near as the true ones, as a share of all.
    pub share: f64,
    /// Rows that were compared with all others to know it, drawn at random.
    pub n_rows: usize,
}

/// [`exact_cosine`] of up to [`EXACT_ROWS`] rows; of more the neighbours that are found in cells near by, and how many of the true
/// ones those are. Where cells do not help all pairs are compared too.
///
/// # Errors
/// [`Cancelled`].
///
/// # Panics
/// If `features` is not made of whole rows of `d` numbers.
pub fn nearest_cosine(
    features: &[f32],
    d: usize,
    k: usize,
    cancel: &CancelToken,
) -> Result<(Neighbors, Option<Recall>), Cancelled> {
    let n = row_count(features, d);
    if n > EXACT_ROWS
        && (1..n).contains(&k)
        && let Some((found, recall)) = cells::nearest(features, d, k, cancel)?
    {
        return Ok((found, Some(recall)));
    }
    Ok((exact_cosine(features, d, k, cancel)?, None))
}

/// The lists of nearest neighbours of `n` images.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neighbors {
    /// Number of images.
    pub n: usize,
    /// Neighbours an image; fewer than asked for in a folder of fewer than k + 1 images.
    pub k: usize,
    /// (n, k) row-major, most similar first, the image itself left out, ties by the lower position.
    pub ids: Vec<u32>,
    /// (n, k) cosine in [-1, 1], as `ids`.
    pub similarity: Vec<f32>,
}

impl Neighbors {
    /// The neighbours of one image, most similar first.
    ///
    /// # Panics
    /// If `image` is not below `n`.
    #[must_use]
    pub fn of(&self, image: usize) -> &[u32] {
        &self.ids[image * self.k..(image + 1) * self.k]
    }

    /// The first `k` of each list, or all where there are fewer.
    #[must_use]
    pub fn first(&self, k: usize) -> Self {
        if k >= self.k {
            return self.clone();
        }
        let firsts = |image: usize| image * self.k..image * self.k + k;
        Self {
            n: self.n,
            k,
            ids: (0..self.n).flat_map(|i| &self.ids[firsts(i)]).copied().collect(),
            similarity: (0..self.n).flat_map(|i| &self.similarity[firsts(i)]).copied().collect(),
        }
    }

    /// Both lists of each image, one behind the other: what is in both counts twice.
    ///
    /// # Panics
    /// If the other lists are not of as many images.
    #[must_use]
    pub fn beside(&self, other: &Self) -> Self {
        assert_eq!(self.n, other.n, "two lists an image");
        let of = |lists: &Self, image: usize| image * lists.k..(image + 1) * lists.k;
        let both = |i| self.ids[of(self, i)].iter().chain(&other.ids[of(other, i)]).copied();
        let cosines = |i| self.similarity[of(self, i)].iter().chain(&other.similarity[of(other, i)]).copied();
        Self {
            n: self.n,
            k: self.k + other.k,
            ids: (0..self.n).flat_map(both).collect(),
            similarity: (0..self.n).flat_map(cosines).collect(),
        }
    }
}

/// The `k` most similar other rows of each row of `features`, (n, d) row-major, by cosine.
///
/// Rows need not be normalised; a row that is all zeros or not finite is equally far (similarity 0) from every other.
/// ```
/// use gleaner::clustering::neighbors::exact_cosine;
/// use gleaner::control::CancelToken;
///
/// let rows = [1.0, 0.0, 0.9, 0.1, 0.0, 1.0, 0.1, 0.9_f32];
/// let neighbors = exact_cosine(&rows, 2, 1, &CancelToken::default())?;
/// assert_eq!(neighbors.ids, [1, 0, 3, 2]);
/// # Ok::<(), gleaner::control::Cancelled>(())
/// ```
///
/// The result does not depend on the number of threads. Memory: a copy of the features,
/// 8 (k + 8) bytes an image and about 10 MB a thread.
///
/// # Errors
/// [`Cancelled`] within some milliseconds of a cancel.
///
/// # Panics
/// If `features` is not made of whole rows of `d` numbers.
pub fn exact_cosine(features: &[f32], d: usize, k: usize, cancel: &CancelToken) -> Result<Neighbors, Cancelled> {
    let n = row_count(features, d);
    let k = k.min(n.saturating_sub(1));
    if k == 0 {
        return Ok(Neighbors { n, k, ..Neighbors::default() });
    }
    let rows = unit_rows(features, d);
    let length = (k + SURPLUS).min(n - 1);
    let block_rows = all_pairs::block_rows(n, d);
    let lists = all_pairs::nearest(&rows, d, block_rows, length, cancel)?;
    let mut ids = vec![0_u32; n * k];
    let mut similarity = vec![0.0_f32; n * k];
    let blocks = ids.par_chunks_mut(block_rows * k).zip(similarity.par_chunks_mut(block_rows * k));
    blocks.zip(lists).enumerate().try_for_each(|(block, ((ids, similarity), mut lists))| {
        let slots = ids.chunks_exact_mut(k).zip(similarity.chunks_exact_mut(k));
        for (query, (list, (ids, similarity))) in lists.chunks_exact_mut(length).zip(slots).enumerate() {
            cancel.check()?;
            // The products are rounded at every step: the sums are made again, so that the order is that of the cosine.
            let query = row(&rows, d, block * block_rows + query);
            for (value, id) in list.iter_mut() {
                *value = cosine(query, row(&rows, d, *id as usize));
            }
            list.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            for (slot, (value, id)) in list[..k].iter().enumerate() {
                (ids[slot], similarity[slot]) = (*id, *value);
            }
        }
        Ok(())
    })?;
    Ok(Neighbors { n, k, ids, similarity })
}

fn row(rows: &[f32], d: usize, index: usize) -> &[f32] {
    &rows[index * d..(index + 1) * d]
}

/// Rows in `features`; rows of no numbers count as none.
pub(super) fn row_count(features: &[f32], d: usize) -> usize {
    let n = features.len().checked_div(d).unwrap_or(0);
    assert_eq!(features.len(), n * d, "whole rows of {d} numbers");
    n
}

/// The same rows with length 1; rows that have no direction become zeros.
fn unit_rows(features: &[f32], d: usize) -> Vec<f32> {
    let mut rows = features.to_vec();
    normalise(&mut rows, d);
    rows
}

fn normalise(rows: &mut [f32], d: usize) {
    rows.par_chunks_mut(d).for_each(normalise_row);
}

fn normalise_row(row: &mut [f32]) {
    // In f64 the squares of no finite f32 overflow.
    let length = dot(row, row).sqrt();
    if length.is_finite() && length > 0.0 {
        for x in row {
            *x = (f64::from(*x) / length) as f32;
        }
    } else {
        row.fill(0.0);
    }
}

/// The cosine of two unit rows, rounded once.
fn cosine(a: &[f32], b: &[f32]) -> f32 {
    (dot(a, b) as f32).clamp(-1.0, 1.0)
}

/// The features with every row that holds a NaN or an infinity replaced by zeros.
pub(super) fn finite_rows(features: &[f32], d: usize) -> Cow<'_, [f32]> {
    if features.par_iter().all(|x| x.is_finite()) {
        return Cow::Borrowed(features);
    }
    let mut rows = features.to_vec();
    rows.chunks_mut(d).filter(|row| row.iter().any(|x| !x.is_finite())).for_each(|row| row.fill(0.0));
    Cow::Owned(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;
    use safetensors::SafeTensors;

    fn golden(name: &str) -> (Vec<f32>, usize, Vec<u32>, Vec<f32>, usize) {
        let bytes = include_bytes!("../../../tests/data/neighbours.safetensors");
        let tensors = SafeTensors::deserialize(bytes).unwrap();
        let floats = |key: &str| {
            let tensor = tensors.tensor(&format!("{name}.{key}")).unwrap();
            let values = tensor.data().as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect::<Vec<_>>();
            (values, tensor.shape()[1])
        };
        let ((features, d), (similarity, k)) = (floats("features"), floats("similarity"));
        let ids = tensors.tensor(&format!("{name}.neighbours")).unwrap();
        let ids = ids.data().as_chunks::<8>().0.iter().map(|b| i64::from_le_bytes(*b) as u32).collect();
        (features, d, ids, similarity, k)
    }

    #[test]
    fn golden_lists() {
        for name in ["small", "medium"] {
            let (features, d, ids, similarity, k) = golden(name);
            let found = exact_cosine(&features, d, k, &CancelToken::default()).unwrap();
            assert_eq!((found.n, found.k), (features.len() / d, k));
            let unit = unit_rows(&features, d);
            for (slot, (found_id, id)) in found.ids.iter().zip(&ids).enumerate() {
                assert!((found.similarity[slot] - similarity[slot]).abs() < 1e-6, "{name}, slot {slot}");
                if found_id != id {
                    let query = row(&unit, d, slot / k);
                    let swapped = |id: u32| cosine(query, row(&unit, d, id as usize));
                    let gap = (swapped(*found_id) - swapped(*id)).abs();
                    assert!(gap < 1e-6, "{name}, slot {slot}: {found_id} is not {id}");
                }
            }
        }
    }

    /// By sorting all pairs.
    fn by_sorting(features: &[f32], d: usize, k: usize) -> Neighbors {
        let unit = unit_rows(features, d);
        let n = features.len() / d;
        let mut found = Neighbors { n, k, ..Neighbors::default() };
        for query in 0..n {
            let mut all: Vec<(f32, u32)> = (0..n)
                .filter(|other| *other != query)
                .map(|other| (cosine(row(&unit, d, query), row(&unit, d, other)), other as u32))
                .collect();
            all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            found.similarity.extend(all[..k].iter().map(|entry| entry.0));
            found.ids.extend(all[..k].iter().map(|entry| entry.1));
        }
        found
    }

    #[test]
    fn many_blocks_agree_with_sorting_all_pairs() {
        let mut rng = Rng::from_key(&[11]);
        for (n, d, k) in [(2, 3, 1), (9, 1, 8), (15, 33, 4), (225, 2, 20), (1300, 5, 7), (700, 300, 20)] {
            let features: Vec<f32> = (0..n * d).map(|_| rng.normal() as f32 * 3.0).collect();
            let (found, plain) =
                (exact_cosine(&features, d, k, &CancelToken::default()).unwrap(), by_sorting(&features, d, k));
            // With few numbers a row, cosines fall together in f32; those of the lists must be the same all the same.
            assert_eq!(found.similarity, plain.similarity, "{n} {d} {k}");
            if d > 2 {
                assert_eq!(found.ids, plain.ids, "{n} {d} {k}");
            }
        }
    }

    #[test]
    fn duplicates_and_rows_without_direction_come_in_the_order_of_their_positions() {
        let (n, d) = (1100, 6);
        let mut rng = Rng::from_key(&[14]);
        let distinct: Vec<f32> = (0..7 * d).map(|_| rng.normal() as f32).collect();
        let mut features: Vec<f32> = (0..n).flat_map(|_| row(&distinct, d, rng.below(7)).to_vec()).collect();
        for lost in [0, 3, 500, 501, 1099] {
            features[lost * d..(lost + 1) * d].fill(if lost == 3 { f32::NAN } else { 0.0 });
        }
        for k in [3, 30] {
            assert_eq!(exact_cosine(&features, d, k, &CancelToken::default()).unwrap(), by_sorting(&features, d, k));
        }
        let equal = exact_cosine(&vec![0.25; n * d], d, 20, &CancelToken::default()).unwrap();
        assert_eq!(equal, by_sorting(&vec![0.25; n * d], d, 20));
    }

    #[test]
    fn the_threads_do_not_change_a_bit() {
        let mut rng = Rng::from_key(&[12]);
        let features: Vec<f32> = (0..900 * 8).map(|_| (rng.normal() * 2.0).round() as f32).collect();
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| exact_cosine(&features, 8, 9, &CancelToken::default()).unwrap())
        };
        let one = with(1);
        assert_eq!((&one, &one), (&with(2), &with(5)));
    }

    #[test]
    fn the_size_of_the_blocks_does_not_change_a_bit() {
        let mut rng = Rng::from_key(&[15]);
        let features: Vec<f32> = (0..500 * 12).map(|_| rng.normal().round() as f32).collect();
        let unit = unit_rows(&features, 12);
        let with = |rows| all_pairs::nearest(&unit, 12, rows, 10, &CancelToken::default()).unwrap().concat();
        let whole = with(500);
        assert_eq!((&whole, &whole), (&with(1), &with(77)));
    }

    #[test]
    fn degenerate_inputs() {
        let cosine = |features: &[f32], d, k| exact_cosine(features, d, k, &CancelToken::default()).unwrap();
        assert_eq!(cosine(&[], 4, 20), Neighbors::default());
        assert_eq!(cosine(&[1.0, 2.0], 2, 20).k, 0);
        let equal = cosine(&[0.5; 8], 2, 20);
        assert_eq!((equal.k, equal.of(0), equal.of(3)), (3, &[1, 2, 3][..], &[0, 1, 2][..]));
        assert!(equal.similarity.iter().all(|value| *value == equal.similarity[0] && (value - 1.0).abs() < 1e-6));
        let zero = cosine(&[0.0, 0.0, 1.0, 0.0, f32::NAN, 1.0, 2.0, 0.0], 2, 1);
        assert_eq!(zero.ids, [1, 3, 0, 1]);
        assert_eq!(zero.similarity, [0.0, 1.0, 0.0, 1.0]);
    }

    #[test]
    fn a_cancelled_search_says_so() {
        let cancel = CancelToken::default();
        cancel.cancel();
        assert_eq!(exact_cosine(&[1.0; 8], 2, 2, &cancel), Err(Cancelled));
    }
}
