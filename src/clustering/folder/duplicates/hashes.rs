//! Which perceptual hashes are near which: all pairs within a small distance by bands, and the nearest of each by
//! comparing all.
//!
//! It knows hashes alone; whether two images are copies of each other is the caller's to say.

use crate::control::{CancelToken, Cancelled};
use crate::dataset::fingerprint::hamming_distance;
use rayon::prelude::*;

/// Hashes whose distances are made before they are looked at: plain loops that the compiler makes wide.
const CHUNK: usize = 512;

/// A pair of images and the bits in which their hashes differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HashPair {
    pub(super) distance: u32,
    /// The lower position.
    pub(super) a: u32,
    pub(super) b: u32,
}

/// All pairs of *distinct* hashes that differ in at most `radius` bits (at most 15), sorted.
///
/// Of `radius + 1` bands of bits such a pair has one in common (multi-index hashing; Norouzi, Punjani, Fleet 2012):
/// only hashes that share a band are compared. With hashes that are spread well this takes O(n log n), with crowded
/// ones more.
///
/// # Errors
/// [`Cancelled`].
pub(super) fn pairs_within(hashes: &[u64], radius: u32, cancel: &CancelToken) -> Result<Vec<HashPair>, Cancelled> {
    let n_bands = radius + 1;
    let mut pairs = Vec::new();
    for band in 0..n_bands {
        let (from, to) = (64 * band / n_bands, 64 * (band + 1) / n_bands);
        let mask = u64::MAX >> (64 - (to - from));
        let key = |hash: u64| if to - from == 64 { hash } else { hash >> from & mask };
        let mut keyed: Vec<(u64, u32)> = hashes.iter().zip(0..).map(|(&hash, at)| (key(hash), at)).collect();
        keyed.sort_unstable();
        for bucket in keyed.chunk_by(|x, y| x.0 == y.0) {
            cancel.check()?;
            for (at, &(_, a)) in bucket.iter().enumerate() {
                for &(_, b) in &bucket[at + 1..] {
                    let distance = hamming_distance(hashes[a as usize], hashes[b as usize]);
                    if distance <= radius {
                        pairs.push(HashPair { distance, a, b });
                    }
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// For each hash the at most `most` nearest others within `radius` bits, as (distance, position), sorted.
///
/// All pairs are compared, some nanoseconds each: little beside what comparing rows takes.
///
/// # Errors
/// [`Cancelled`].
pub(super) fn nearest(
    hashes: &[u64],
    radius: u32,
    most: usize,
    cancel: &CancelToken,
) -> Result<Vec<Vec<(u32, u32)>>, Cancelled> {
    let of_one = |(image, &hash): (usize, &u64)| {
        cancel.check()?;
        let mut found = Vec::new();
        visit_within(hash, hashes, radius, &mut |distance, at| {
            if at as usize != image {
                found.push((distance, at));
            }
        });
        if found.len() > most {
            found.select_nth_unstable(most);
            found.truncate(most);
        }
        found.sort_unstable();
        Ok(found)
    };
    hashes.par_iter().enumerate().map(of_one).collect()
}

/// How many hashes differ from `hash` in more than `inner` and at most `outer` bits.
pub(super) fn count_between(hash: u64, hashes: &[u64], inner: u32, outer: u32) -> usize {
    let mut count = 0;
    visit_within(hash, hashes, outer, &mut |distance, _| count += usize::from(distance > inner));
    count
}

fn visit_within(hash: u64, hashes: &[u64], radius: u32, visit: &mut impl FnMut(u32, u32)) {
    let mut distances = [0_u8; CHUNK];
    for (chunk, others) in hashes.chunks(CHUNK).enumerate() {
        let mut least = u8::MAX;
        for (slot, &other) in distances.iter_mut().zip(others) {
            *slot = (hash ^ other).count_ones() as u8;
            least = least.min(*slot);
        }
        if u32::from(least) > radius {
            continue;
        }
        for (at, &distance) in distances[..others.len()].iter().enumerate() {
            if u32::from(distance) <= radius {
                visit(u32::from(distance), (chunk * CHUNK + at) as u32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    /// Hashes in crowds: a few random ones, each with some bits turned; all distinct.
    fn crowded(n: usize, seed: u64) -> Vec<u64> {
        let mut rng = Rng::from_key(&[seed]);
        let centers: Vec<u64> = (0..=n / 10).map(|_| rng.next_u64()).collect();
        let mut hashes: Vec<u64> = (0..n)
            .map(|_| {
                let turned = rng.below(9);
                (0..turned).fold(centers[rng.below(centers.len())], |hash, _| hash ^ 1 << rng.below(64))
            })
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        rng.shuffle(&mut hashes);
        hashes
    }

    fn by_comparing_all(hashes: &[u64], radius: u32) -> Vec<HashPair> {
        let mut pairs = Vec::new();
        for b in 0..hashes.len() {
            for a in 0..b {
                let distance = hamming_distance(hashes[a], hashes[b]);
                if distance <= radius {
                    pairs.push(HashPair { distance, a: a as u32, b: b as u32 });
                }
            }
        }
        pairs.sort_unstable();
        pairs
    }

    #[test]
    fn bands_find_the_pairs_that_comparing_all_finds() {
        let cancel = CancelToken::default();
        for (n, radius) in [(0, 4), (1, 4), (2, 15), (300, 0), (300, 1), (700, 4), (400, 7), (200, 15)] {
            let hashes = crowded(n, n as u64);
            let expected = by_comparing_all(&hashes, radius);
            assert_eq!(pairs_within(&hashes, radius, &cancel), Ok(expected), "{n} {radius}");
        }
    }

    #[test]
    fn the_nearest_are_those_of_sorting_all() {
        let hashes = crowded(1300, 3);
        let lists = nearest(&hashes, 12, 5, &CancelToken::default()).unwrap();
        for (image, list) in lists.iter().enumerate() {
            let mut all: Vec<(u32, u32)> = (0..hashes.len())
                .filter(|&other| other != image)
                .map(|other| (hamming_distance(hashes[image], hashes[other]), other as u32))
                .filter(|(distance, _)| *distance <= 12)
                .collect();
            all.sort_unstable();
            assert_eq!(count_between(hashes[image], &hashes, 4, 12), all.iter().filter(|(d, _)| *d > 4).count());
            all.truncate(5);
            assert_eq!(*list, all, "{image}");
        }
    }

    #[test]
    fn a_cancelled_search_says_so() {
        let cancel = CancelToken::default();
        cancel.cancel();
        assert_eq!(pairs_within(&[1, 2], 4, &cancel), Err(Cancelled));
        assert_eq!(nearest(&[1, 2], 4, 4, &cancel), Err(Cancelled));
    }
}
