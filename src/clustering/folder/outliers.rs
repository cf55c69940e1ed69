//! How little each image has to do with the rest of its folder: a junk score, and the shelf of what is unusual.
//!
//! The textbook score, the distance to the nearest neighbours and the disagreement of heads (METHOD 8), finds lonely images. Images
//! that got in from another folder are rarely lonely: they are each other's neighbours, nearer than the folder's own
//! are, and heads agree on them (`benches/outliers.rs`: worse than chance). So the score looks beyond the circle of an
//! image: at its distance to the nearest 3 to 15 percent of the folder's core, which is what is left without the most
//! distant twelfth. A kind of image that makes up more of the folder is a class of its own and no junk. It drops nothing
//! and moves nothing.

use crate::clustering::neighbors::{finite_rows, row_count};
use crate::control::{CancelToken, Cancelled};
use crate::linalg::matmul::product_with_transposed;
use rayon::prelude::*;

/// What the distances are told from: images that are evenly spread over the folder's order.
const MOST_REFERENCES: usize = 2048;
/// Rows that are compared with the references at a time.
const BLOCK: usize = 128;
/// Which nearest shares of the core count.
const SHARES: [f32; 5] = [0.03, 0.05, 0.08, 0.11, 0.15];
/// The share by which the core is found, and that by which the first guess at it is.
const CORE_SHARE: f32 = 0.1;
const FIRST_SHARE: f32 = 0.15;
/// How much of the folder is core, and how often it is found anew.
const CORE: f32 = 0.92;
const PASSES: usize = 4;
/// With fewer images there is nothing to stand out from.
const FEWEST: usize = 20;
/// Of a normal distribution: its standard deviation over the median deviation, and the slope of the logistic function
/// that comes nearest to its distribution function.
const SPREAD_OF_MEDIAN_DEVIATION: f32 = 1.4826;
const LOGISTIC_SLOPE: f32 = 1.702;
/// Some 2.8 median deviations. Measured by `benches/outliers.rs`: clean folders shelve at most 2 percent.
const JUNK: f32 = 0.96;

/// The junk score of each image, from 0 to 1, higher is more likely junk; `rows` are (n, d) unit rows as neighbours are
/// searched in.
///
/// The score is on a scale like that of percentiles: 0.5 is the middle of the folder, and distances that are spread
/// normally would be spread evenly. It is 0.5 for all images of folders of fewer than 20. A row that is not finite has
/// nothing to do with any other. Takes as long as comparing each image with 2,048 others; the threads change nothing.
///
/// # Errors
/// [`Cancelled`].
///
/// # Panics
/// If `rows` is not made of whole rows of `d` numbers.
pub fn scores(rows: &[f32], d: usize, cancel: &CancelToken) -> Result<Vec<f32>, Cancelled> {
    let n = row_count(rows, d);
    if n < FEWEST {
        return Ok(vec![0.5; n]);
    }
    let rows = finite_rows(rows, d);
    let core = core(&rows, d, cancel)?;
    let distances = distances(&rows, d, &core, &SHARES, cancel)?;
    let middle = median(&distances);
    let deviations: Vec<f32> = distances.iter().map(|x| (x - middle).abs()).collect();
    let spread = (median(&deviations) * SPREAD_OF_MEDIAN_DEVIATION).max(1e-4);
    Ok(distances.iter().map(|x| 1.0 / (1.0 + (-LOGISTIC_SLOPE * (x - middle) / spread).exp())).collect())
}

/// Whether an image with this score belongs on the shelf of what is unusual.
#[must_use]
pub fn is_junk(score: f32) -> bool {
    score >= JUNK
}

/// The positions of what is unusual, worst first, ties by position.
#[must_use]
pub fn shelf(scores: &[f32]) -> Vec<u32> {
    let mut shelf: Vec<u32> = (0..scores.len() as u32).filter(|&at| is_junk(scores[at as usize])).collect();
    shelf.sort_by(|&a, &b| scores[b as usize].total_cmp(&scores[a as usize]).then(a.cmp(&b)));
    shelf
}

/// The references that belong to the core, ascending.
fn core(rows: &[f32], d: usize, cancel: &CancelToken) -> Result<Vec<u32>, Cancelled> {
    let n = row_count(rows, d);
    let m = n.min(MOST_REFERENCES);
    let references: Vec<u32> = (0..m).map(|at| (at * n / m) as u32).collect();
    let own = gather(rows, d, &references);
    let all: Vec<u32> = (0..m as u32).collect();
    let mut found = distances(&own, d, &all, &[FIRST_SHARE], cancel)?;
    let mut kept = all;
    for _ in 0..PASSES {
        let mut sorted = found.clone();
        sorted.sort_unstable_by(f32::total_cmp);
        let most = sorted[((m - 1) as f32 * CORE) as usize];
        kept = (0..m as u32).filter(|&at| found[at as usize] <= most).collect();
        found = distances(&own, d, &kept, &[CORE_SHARE], cancel)?;
    }
    Ok(kept.into_iter().map(|at| references[at as usize]).collect())
}

/// For each row 1 - its cosine to the last of the nearest `shares` of the rows at `others`, itself left out: the mean
/// over the shares, which ascend.
fn distances(
    rows: &[f32],
    d: usize,
    others: &[u32],
    shares: &[f32],
    cancel: &CancelToken,
) -> Result<Vec<f32>, Cancelled> {
    let n = row_count(rows, d);
    let against = gather(rows, d, others);
    let ranks: Vec<usize> = shares.iter().map(|share| ((others.len() as f32 * share) as usize).max(1)).collect();
    let n_nearest = ranks.iter().max().map_or(0, |rank| rank + 1).min(others.len());
    let mut found = vec![0.0; n];
    let blocks = found.par_chunks_mut(BLOCK).zip(rows.par_chunks(BLOCK * d)).enumerate();
    blocks.try_for_each_init(Vec::new, |cosines: &mut Vec<f32>, (block, (found, rows))| {
        cancel.check()?;
        cosines.clear();
        cosines.resize(found.len() * others.len(), 0.0);
        product_with_transposed(rows, &against, d, cosines);
        for (at, (found, cosines)) in found.iter_mut().zip(cosines.chunks_exact_mut(others.len())).enumerate() {
            if let Ok(own) = others.binary_search(&((block * BLOCK + at) as u32)) {
                cosines[own] = f32::NEG_INFINITY;
            }
            let (nearest, _, _) = cosines.select_nth_unstable_by(n_nearest - 1, |a, b| b.total_cmp(a));
            nearest.sort_unstable_by(|a, b| b.total_cmp(a));
            let last = cosines[n_nearest - 1];
            let cosine = |rank: &usize| cosines[..n_nearest].get(*rank).copied().unwrap_or(last);
            *found = 1.0 - ranks.iter().map(cosine).sum::<f32>() / ranks.len() as f32;
        }
        Ok(())
    })?;
    Ok(found)
}

fn gather(rows: &[f32], d: usize, which: &[u32]) -> Vec<f32> {
    which.iter().flat_map(|&at| &rows[at as usize * d..][..d]).copied().collect()
}

fn median(values: &[f32]) -> f32 {
    let mut sorted = values.to_vec();
    let (_, median, _) = sorted.select_nth_unstable_by(values.len() / 2, f32::total_cmp);
    *median
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    /// The share of (foreign, own) pairs in which the foreign one has the higher score, ties half.
    fn roc_area(scores: &[f32], is_foreign: &[bool]) -> f64 {
        let of = |foreign: bool| scores.iter().zip(is_foreign).filter(move |(_, is)| **is == foreign).map(|(s, _)| *s);
        let (mut area, mut pairs) = (0.0, 0.0);
        for foreign in of(true) {
            for own in of(false) {
                area += f64::from(u8::from(foreign > own)) + 0.5 * f64::from(u8::from(foreign == own));
                pairs += 1.0;
            }
        }
        area / pairs
    }

    #[test]
    fn the_area_by_hand() {
        assert_eq!(roc_area(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true]), 0.75);
        assert_eq!(roc_area(&[0.5, 0.5], &[false, true]), 0.5);
    }

    fn set_length(row: &mut [f32], length: f32) {
        let by = length / row.iter().map(|x| x * x).sum::<f32>().sqrt();
        for x in row {
            *x *= by;
        }
    }

    /// Unit rows near one of `kinds` directions; the last `foreign` rows near another one of their own.
    fn folder(n: usize, kinds: usize, foreign: usize, d: usize, seed: u64) -> (Vec<f32>, Vec<bool>) {
        let mut rng = Rng::from_key(&[seed]);
        let mut centers: Vec<f32> = (0..(kinds + 1) * d).map(|_| rng.normal() as f32).collect();
        centers.chunks_exact_mut(d).for_each(|center| set_length(center, 4.0));
        let mut rows = Vec::new();
        for at in 0..n {
            let (kind, noise) = if at < n - foreign { (at % kinds, 0.8) } else { (kinds, 0.3) };
            let mut row: Vec<f32> =
                centers[kind * d..][..d].iter().map(|x| x + (noise * rng.normal()) as f32).collect();
            set_length(&mut row, 1.0);
            rows.extend(row);
        }
        (rows, (0..n).map(|at| at >= n - foreign).collect())
    }

    #[test]
    fn what_got_in_stands_out_though_it_is_dense_in_itself() {
        for (n, foreign) in [(600, 30), (4000, 160), (300, 1)] {
            let (rows, is_foreign) = folder(n, 4, foreign, 16, n as u64);
            let found = scores(&rows, 16, &CancelToken::default()).unwrap();
            assert!(found.iter().all(|score| (0.0..=1.0).contains(score)));
            assert!(roc_area(&found, &is_foreign) > 0.99, "{n}: {}", roc_area(&found, &is_foreign));
            let shelf = shelf(&found);
            assert!(shelf.windows(2).all(|pair| found[pair[0] as usize] >= found[pair[1] as usize]));
            let caught = shelf.iter().filter(|at| is_foreign[**at as usize]).count();
            assert!(caught * 10 >= foreign * 8, "{n}: {caught} of {foreign}");
        }
    }

    #[test]
    fn a_clean_folder_shelves_little() {
        let (rows, _) = folder(1200, 5, 0, 48, 3);
        let shelf = shelf(&scores(&rows, 48, &CancelToken::default()).unwrap());
        assert!(shelf.len() < 60, "{}", shelf.len());
    }

    #[test]
    fn the_threads_do_not_change_a_bit() {
        let (rows, _) = folder(700, 3, 20, 12, 4);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| scores(&rows, 12, &CancelToken::default()).unwrap())
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn odd_input() {
        let scores = |rows: &[f32], d| scores(rows, d, &CancelToken::default()).unwrap();
        assert!(scores(&[], 4).is_empty() && scores(&[], 0).is_empty());
        assert_eq!(scores(&[1.0, 0.0], 2), [0.5]);
        assert_eq!(scores(&[1.0; 40], 1), [0.5; 40]);
        // A row that is lost has nothing to do with the others.
        let mut rows = folder(100, 2, 0, 8, 5).0;
        rows[8 * 7 + 3] = f32::NAN;
        let found = scores(&rows, 8);
        assert!(found.iter().all(|score| score.is_finite()));
        assert_eq!(shelf(&found).first(), Some(&7));
        let none = scores(&[f32::NAN; 60], 2);
        assert_eq!(none, [0.5; 30]);
        assert!(shelf(&none).is_empty());
        let cancel = CancelToken::default();
        cancel.cancel();
        assert_eq!(super::scores(&[1.0; 40], 1, &cancel), Err(Cancelled));
    }
}
