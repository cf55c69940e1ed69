//! Groups of near-duplicates: copies, other sizes and compressions, other light, small crops, bursts (METHOD 8).
//!
//! Two images are taken for one picture when their perceptual hashes are near and, where there are rows, the rows are
//! much nearer than those of other images that look alike: X-rays of one kind are all near each other and are no
//! copies. A mirror image is none either: rows hardly see the difference, hashes do. It decodes nothing, keeps nothing,
//! and does not decide what a group is used for.

mod certain;
mod hashes;

pub use certain::certain;

use crate::control::{CancelToken, Cancelled};
use crate::dataset::fingerprint::hamming_distance;
use crate::linalg::dot::dot;
use hashes::HashPair;
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::Hash;

/// Bits by which hashes may differ where nothing else is known, and where many others are near.
const HASH_ALONE: u32 = 4;
const HASH_ALONE_CROWDED: u32 = 2;
/// Crowded is a hash with more than [`FEW`] others in this shell: of copies few lie there, of images of one kind that
/// do not lie nearer many.
const SHELL: (u32, u32) = (10, 16);
const FEW: usize = 16;
/// Bits set in the hash of a picture with detail: half of them, less those within its threshold.
const DETAILED: std::ops::RangeInclusive<u32> = 24..=40;
/// Bits within which images are compared by their rows: the nearest [`MOST_CANDIDATES`] of them.
const CANDIDATE_BITS: u32 = 22;
const MOST_CANDIDATES: usize = 64;
/// The distance 1 - cosine of an image to others that look alike is that of this one among its candidates, nearest
/// first. In larger groups of copies only the nearest are still told from others.
const LIKE_OTHERS: usize = 16;
/// It is never taken for less: in a group of copies the distance to the next copies says nothing of others.
const LEAST_SCALE: f32 = 0.1;
/// How near rows must be, as a share of the distance to others that look alike, for hashes that differ in 0, 1 to 2,
/// 3 to 4, ... bits. Measured by `benches/duplicates.rs`.
const NEARNESS: [f32; 11] = [1.5, 1.0, 0.5, 0.3, 0.22, 0.18, 0.12, 0.06, 0.04, 0.03, 0.02];
/// What counts for the bits of a hash without detail.
const BITS_WITHOUT_DETAIL: u32 = 12;
/// The centres of two groups that become one may differ by so many bits more and be so many times farther.
const LOOSER_BITS: u32 = 4;
const LOOSER: f32 = 2.0;

/// What tells files and pictures apart, one entry an image.
#[derive(Clone, Copy, Debug)]
pub struct Prints<'a> {
    /// [`perceptual_hash`](crate::dataset::fingerprint::perceptual_hash)
    pub hashes: &'a [u64],
    /// The first 8 bytes of the [`content_hash`](crate::dataset::fingerprint::content_hash).
    pub contents: &'a [u64],
}

/// The representative of each image: the position of the first image of its group, its own if it is alone.
///
/// `rows` are (n, d) unit rows and d, as neighbours are searched in; a row with a NaN is far from every other. Without
/// rows hashes alone decide, and more strictly. Files of one content are always one group. The groups do not depend on
/// the order of the images, but for crowds of more than 64 hashes at one distance. Takes O(n^2) comparisons of hashes
/// with rows and about O(n log n) without, more in crowds; room for 64 others an image at most, however alike they are.
///
/// # Errors
/// [`Cancelled`].
///
/// # Panics
/// If there are not as many contents, or rows, as hashes.
pub fn find(prints: Prints<'_>, rows: Option<(&[f32], usize)>, cancel: &CancelToken) -> Result<Vec<u32>, Cancelled> {
    let n = prints.hashes.len();
    assert_eq!(prints.contents.len(), n, "one content an image");
    cancel.check()?;
    // Copies are put away first: in a crowd of them no image would see others.
    let (firsts, of_content) = distinct(prints.contents);
    let images = Images {
        hashes: firsts.iter().map(|&at| prints.hashes[at as usize]).collect(),
        contents: firsts.iter().map(|&at| prints.contents[at as usize]).collect(),
        rows: rows.map(|(rows, d)| {
            assert_eq!(rows.len(), n * d, "one row an image");
            Rows::new(firsts.iter().map(|&at| &rows[at as usize * d..][..d]).collect())
        }),
    };
    let (pairs, scales) = match &images.rows {
        Some(rows) => images.pairs_by_rows(rows, cancel)?,
        None => (images.pairs_by_hashes(cancel)?, Vec::new()),
    };
    let centers = images.join(pairs, &scales, cancel)?;
    // The first position of each group: firsts ascend.
    let mut first_of: HashMap<u32, u32> = HashMap::new();
    let representatives: Vec<u32> =
        centers.iter().zip(&firsts).map(|(center, &first)| *first_of.entry(*center).or_insert(first)).collect();
    Ok(of_content.into_iter().map(|content| representatives[content as usize]).collect())
}

/// The groups of two images or more that [`find`] found, as ascending positions; largest first, of equal ones that with
/// the lower first position.
#[must_use]
pub fn groups(representatives: &[u32]) -> Vec<Vec<u32>> {
    let (firsts, group_of) = distinct(representatives);
    let mut groups = vec![Vec::new(); firsts.len()];
    for (image, group) in group_of.into_iter().enumerate() {
        groups[group as usize].push(image as u32);
    }
    groups.retain(|group| group.len() > 1);
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0]));
    groups
}

/// The position of the first of each distinct key, ascending, and for each key which of those it is.
fn distinct<K: Copy + Eq + Hash>(keys: &[K]) -> (Vec<u32>, Vec<u32>) {
    let (mut firsts, mut known) = (Vec::new(), HashMap::new());
    let of = |(at, key): (usize, &K)| {
        *known.entry(*key).or_insert_with(|| {
            firsts.push(at as u32);
            firsts.len() as u32 - 1
        })
    };
    let which = keys.iter().enumerate().map(of).collect();
    (firsts, which)
}

/// A pair that is taken for one picture; the surest first.
#[derive(Clone, Copy, Debug)]
struct Match {
    /// Distance as a share of what would just do.
    doubt: f32,
    a: u32,
    b: u32,
}

/// Unit rows.
struct Rows<'a> {
    rows: Vec<&'a [f32]>,
    /// 1 - the mean cosine of two rows.
    mean_distance: f32,
}

impl<'a> Rows<'a> {
    fn new(rows: Vec<&'a [f32]>) -> Self {
        let mut sum = vec![0.0_f64; rows.first().map_or(0, |row| row.len())];
        let mut n = 0.0_f64;
        for row in rows.iter().filter(|row| row.iter().all(|x| x.is_finite())) {
            n += 1.0;
            sum.iter_mut().zip(*row).for_each(|(sum, x)| *sum += f64::from(*x));
        }
        let pairs = (n * (n - 1.0)).max(1.0);
        let mean_cosine = (sum.iter().map(|x| x * x).sum::<f64>() - n) / pairs;
        Self { rows, mean_distance: (1.0 - mean_cosine) as f32 }
    }

    /// 1 - cosine; 1 where there is none.
    fn distance(&self, a: u32, b: u32) -> f32 {
        let cosine = dot(self.rows[a as usize], self.rows[b as usize]) as f32;
        if cosine.is_finite() { 1.0 - cosine } else { 1.0 }
    }
}

/// Images of distinct contents.
struct Images<'a> {
    hashes: Vec<u64>,
    contents: Vec<u64>,
    rows: Option<Rows<'a>>,
}

impl Images<'_> {
    /// Pairs that are one picture by hash and row, and the distance of each image to others that look alike.
    fn pairs_by_rows(&self, rows: &Rows, cancel: &CancelToken) -> Result<(Vec<Match>, Vec<f32>), Cancelled> {
        let near = hashes::nearest(&self.hashes, CANDIDATE_BITS, MOST_CANDIDATES, cancel)?;
        let with_distances = |(image, near): (usize, &Vec<(u32, u32)>)| {
            cancel.check()?;
            Ok(near.iter().map(|&(_, other)| rows.distance(image as u32, other)).collect())
        };
        let distances =
            near.par_iter().enumerate().map(with_distances).collect::<Result<Vec<Vec<f32>>, Cancelled>>()?;
        let scale = |distances: &Vec<f32>| {
            let mut sorted = distances.clone();
            sorted.sort_unstable_by(f32::total_cmp);
            let like_others = sorted.get(LIKE_OTHERS - 1).copied().unwrap_or(rows.mean_distance);
            like_others.min(rows.mean_distance).max(LEAST_SCALE)
        };
        let scales: Vec<f32> = distances.iter().map(scale).collect();
        let mut matches = Vec::new();
        for (a, (near, distances)) in near.iter().zip(&distances).enumerate() {
            for (&(bits, b), distance) in near.iter().zip(distances) {
                let doubt = self.doubt((a as u32, b), bits, *distance, &scales);
                // A pair that is in both lists comes twice, which does no harm.
                if doubt <= 1.0 {
                    matches.push(Match { doubt, a: b.min(a as u32), b: b.max(a as u32) });
                }
            }
        }
        Ok((matches, scales))
    }

    /// Pairs that are one picture by their hashes alone.
    fn pairs_by_hashes(&self, cancel: &CancelToken) -> Result<Vec<Match>, Cancelled> {
        // Pictures without detail have hashes that say nothing.
        let detailed: Vec<u32> = (0..self.hashes.len() as u32).filter(|&at| self.is_detailed(at)).collect();
        let detailed_hashes: Vec<u64> = detailed.iter().map(|&at| self.hashes[at as usize]).collect();
        let (firsts, of_hash) = distinct(&detailed_hashes);
        let unique: Vec<u64> = firsts.iter().map(|&at| detailed_hashes[at as usize]).collect();
        let image = |unique: u32| detailed[firsts[unique as usize] as usize];
        let pairs = hashes::pairs_within(&unique, HASH_ALONE, MOST_CANDIDATES, cancel)?;
        let mut doubtful: Vec<u32> =
            pairs.iter().filter(|pair| pair.distance > HASH_ALONE_CROWDED).flat_map(|pair| [pair.a, pair.b]).collect();
        doubtful.sort_unstable();
        doubtful.dedup();
        let is_crowded = |&at: &u32| {
            cancel.check()?;
            Ok(hashes::count_between(unique[at as usize], &self.hashes, SHELL.0, SHELL.1) > FEW)
        };
        let crowded = doubtful.par_iter().map(is_crowded).collect::<Result<Vec<bool>, Cancelled>>()?;
        let is_crowded = |at: u32| doubtful.binary_search(&at).is_ok_and(|found| crowded[found]);
        let is_near =
            |pair: &&HashPair| pair.distance <= HASH_ALONE_CROWDED || !is_crowded(pair.a) && !is_crowded(pair.b);
        let same = of_hash.iter().zip(&detailed).map(|(&hash, &at)| Match { doubt: 0.0, a: image(hash), b: at });
        let near = pairs.iter().filter(is_near).map(|pair| Match {
            doubt: pair.distance as f32,
            a: image(pair.a),
            b: image(pair.b),
        });
        Ok(same.filter(|pair| pair.a != pair.b).chain(near).collect())
    }

    fn is_detailed(&self, image: u32) -> bool {
        is_detailed(self.hashes[image as usize])
    }

    /// The distance of two rows over that which would just do for hashes that differ in `bits`.
    fn doubt(&self, (a, b): (u32, u32), bits: u32, distance: f32, scales: &[f32]) -> f32 {
        let bits = if self.is_detailed(a) && self.is_detailed(b) { bits } else { bits.max(BITS_WITHOUT_DETAIL) };
        match NEARNESS.get(bits.div_ceil(2) as usize) {
            Some(nearness) => distance / (nearness * scales[a as usize].min(scales[b as usize])),
            None => f32::INFINITY,
        }
    }

    /// Whether the centres of two groups are near enough for one group: without this, images that change little by
    /// little would chain up into a group of quite different ones.
    fn is_loosely_one(&self, a: u32, b: u32, scales: &[f32]) -> bool {
        let bits = hamming_distance(self.hashes[a as usize], self.hashes[b as usize]);
        match &self.rows {
            Some(rows) => self.doubt((a, b), bits.saturating_sub(LOOSER_BITS), rows.distance(a, b), scales) <= LOOSER,
            None => bits <= HASH_ALONE + LOOSER_BITS,
        }
    }

    /// Joins what matches, the surest pairs first; gives the centre of each image's group, a member of it.
    fn join(&self, mut pairs: Vec<Match>, scales: &[f32], cancel: &CancelToken) -> Result<Vec<u32>, Cancelled> {
        // Contents, not positions, break ties: the groups are to be the same in any order of the images.
        let name = |at: u32| self.contents[at as usize];
        pairs.par_sort_unstable_by(|x, y| {
            let names = |pair: &Match| (name(pair.a).min(name(pair.b)), name(pair.a).max(name(pair.b)));
            x.doubt.total_cmp(&y.doubt).then_with(|| names(x).cmp(&names(y)))
        });
        let n = self.hashes.len() as u32;
        let mut parents: Vec<u32> = (0..n).collect();
        let mut sizes = vec![1_u32; n as usize];
        for (at, pair) in pairs.iter().enumerate() {
            if at % 1024 == 0 {
                cancel.check()?;
            }
            let (a, b) = (root(&mut parents, pair.a), root(&mut parents, pair.b));
            if a == b || !self.is_loosely_one(a, b, scales) {
                continue;
            }
            let of = |at: u32| (sizes[at as usize], std::cmp::Reverse(name(at)));
            let (from, to) = if of(a) < of(b) { (a, b) } else { (b, a) };
            parents[from as usize] = to;
            sizes[to as usize] += sizes[from as usize];
        }
        Ok((0..n).map(|at| root(&mut parents, at)).collect())
    }
}

/// Whether a hash says something of its picture.
fn is_detailed(hash: u64) -> bool {
    DETAILED.contains(&hash.count_ones())
}

fn root(parents: &mut [u32], mut at: u32) -> u32 {
    while parents[at as usize] != at {
        parents[at as usize] = parents[parents[at as usize] as usize];
        at = parents[at as usize];
    }
    at
}

#[cfg(test)]
mod tests;
