//! Which perceptual hashes are near which: all pairs within a small distance by bands, and the nearest of each by
//! comparing all.
//!
//! It knows hashes alone; whether two images are copies of each other is the caller's to say.

use crate::control::{CancelToken, Cancelled};
use crate::dataset::fingerprint::hamming_distance;
use rayon::prelude::*;
use std::cell::Cell;
use std::collections::HashMap;

/// Hashes whose distances are made before they are looked at: plain loops that the compiler makes wide.
const CHUNK: usize = 512;
/// So many hashes with one band in common take longer to compare than to look up.
const CROWD: usize = 2000;

/// A pair of images and the bits in which their hashes differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HashPair {
    pub(super) distance: u32,
    /// The lower position.
    pub(super) a: u32,
    pub(super) b: u32,
}

/// Others of one hash, as (distance, position): the nearest `most` of those that were offered, in at most twice that room
/// however many were.
struct Nearest {
    most: usize,
    found: Vec<(u32, u32)>,
    /// From here on others are too far.
    limit: (u32, u32),
}

impl Nearest {
    fn new(most: usize) -> Self {
        Self { most, found: Vec::new(), limit: (u32::MAX, u32::MAX) }
    }

    /// Each other is offered once.
    fn offer(&mut self, other: (u32, u32)) {
        if other >= self.limit {
            return;
        }
        self.found.push(other);
        if self.found.len() >= 2 * self.most {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.found.len() > self.most {
            self.limit = *self.found.select_nth_unstable(self.most).1;
            self.found.truncate(self.most);
        }
    }

    /// Sorted, and with no more room than they take.
    fn sorted(mut self) -> Vec<(u32, u32)> {
        self.cut();
        self.found.sort_unstable();
        self.found.shrink_to_fit();
        self.found
    }
}

/// All pairs of *distinct* hashes that differ in at most `radius` bits (at most 15), sorted; in crowds those in which one is
/// among the `most` nearest of the other, so that they take room for n `most` pairs at most.
///
/// Of `radius + 1` bands of bits such a pair has one in common (multi-index hashing; Norouzi, Punjani, Fleet 2012):
/// only hashes that share a band are compared. With hashes that are spread well this takes O(n log n). In a crowd most hashes
/// have `most` others within two bits: those are looked up, bits turned one by one, and need not be compared with the crowd.
///
/// # Errors
/// [`Cancelled`].
pub(super) fn pairs_within(
    hashes: &[u64],
    radius: u32,
    most: usize,
    cancel: &CancelToken,
) -> Result<Vec<HashPair>, Cancelled> {
    let n_bands = radius + 1;
    let key = |hash: u64, band: u32| {
        let (from, to) = (64 * band / n_bands, 64 * (band + 1) / n_bands);
        if to - from == 64 { hash } else { hash >> from & (u64::MAX >> (64 - (to - from))) }
    };
    let keyed_by = |band: u32| {
        let mut keyed: Vec<(u64, u32)> = hashes.iter().zip(0..).map(|(&hash, at)| (key(hash, band), at)).collect();
        keyed.sort_unstable();
        keyed
    };
    let crowded = crowded(hashes.len(), (0..n_bands).map(keyed_by));
    let looked_up = looked_up(hashes, &crowded, radius, most, cancel)?;
    let is_done: Vec<bool> = looked_up.iter().map(Option::is_some).collect();
    let started = looked_up.into_iter().map(|list| list.unwrap_or_else(|| Nearest::new(most)));
    let mut nearest: Vec<Nearest> = started.collect();
    for band in 0..n_bands {
        let mut keyed = keyed_by(band);
        for bucket in keyed.chunk_by_mut(|x, y| x.0 == y.0) {
            bucket.sort_unstable_by_key(|(_, at)| (is_done[*at as usize], *at));
            let n_open = bucket.partition_point(|(_, at)| !is_done[*at as usize]);
            for (at, &(_, a)) in bucket[..n_open].iter().enumerate() {
                cancel.check()?;
                for &(_, b) in &bucket[at + 1..] {
                    let (one, other) = (hashes[a as usize], hashes[b as usize]);
                    let distance = hamming_distance(one, other);
                    let is_first = || (0..band).all(|band| key(one, band) != key(other, band));
                    if distance <= radius && is_first() {
                        nearest[a as usize].offer((distance, b));
                        if !is_done[b as usize] {
                            nearest[b as usize].offer((distance, a));
                        }
                    }
                }
            }
        }
    }
    let mut pairs = Vec::new();
    for (a, nearest) in (0..).zip(nearest) {
        let pair = |(distance, b): (u32, u32)| HashPair { distance, a: b.min(a), b: b.max(a) };
        pairs.extend(nearest.sorted().into_iter().map(pair));
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// Which of `n` hashes share a band with very many others.
fn crowded(n: usize, bands: impl Iterator<Item = Vec<(u64, u32)>>) -> Vec<bool> {
    let mut crowded = vec![false; n];
    for keyed in bands {
        for bucket in keyed.chunk_by(|x, y| x.0 == y.0).filter(|bucket| bucket.len() > CROWD) {
            for (_, at) in bucket {
                crowded[*at as usize] = true;
            }
        }
    }
    crowded
}

/// The `most` nearest of each hash that is in a crowd, where so many differ from it in at most two bits.
fn looked_up(
    hashes: &[u64],
    crowded: &[bool],
    radius: u32,
    most: usize,
    cancel: &CancelToken,
) -> Result<Vec<Option<Nearest>>, Cancelled> {
    if !crowded.contains(&true) {
        return Ok(hashes.iter().map(|_| None).collect());
    }
    let places = Places::new(hashes);
    let of_one = |(&hash, is_in): (&u64, &bool)| {
        if !is_in || radius < 2 || most == 0 {
            return Ok(None);
        }
        cancel.check()?;
        let mut found = Nearest::new(most);
        let n_found = Cell::new(0);
        let mut look = |distance: u32, turned: u64| {
            if let Some(at) = places.get(hash ^ turned) {
                found.offer((distance, at));
                n_found.set(n_found.get() + 1);
            }
        };
        (0..64).for_each(|bit| look(1, 1 << bit));
        if n_found.get() < most {
            (0..64).for_each(|bit| (0..bit).for_each(|other| look(2, 1 << bit | 1 << other)));
        }
        Ok((n_found.get() >= most).then_some(found))
    };
    hashes.par_iter().zip(crowded).map(of_one).collect()
}

/// Where a hash is. Nearly all that are asked for are nowhere, which some bits tell without a look into the map.
struct Places {
    /// A power of two of bits, set for the hashes that are there.
    marks: Vec<u64>,
    shift: u32,
    map: HashMap<u64, u32>,
}

impl Places {
    fn new(hashes: &[u64]) -> Self {
        let n_bits = (hashes.len() * 16).next_power_of_two().max(64);
        let (marks, shift) = (vec![0; n_bits / 64], 64 - n_bits.trailing_zeros());
        let mut places = Self { marks, shift, map: hashes.iter().copied().zip(0..).collect() };
        for hash in hashes {
            let bit = places.bit(*hash);
            places.marks[bit / 64] |= 1 << (bit % 64);
        }
        places
    }

    fn bit(&self, hash: u64) -> usize {
        (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }

    fn get(&self, hash: u64) -> Option<u32> {
        let bit = self.bit(hash);
        if self.marks[bit / 64] >> (bit % 64) & 1 == 0 { None } else { self.map.get(&hash).copied() }
    }
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
        let mut found = Nearest::new(most);
        visit_within(hash, hashes, radius, &mut |distance, at| {
            if at as usize != image {
                found.offer((distance, at));
            }
        });
        Ok(found.sorted())
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
            assert_eq!(pairs_within(&hashes, radius, n.max(1), &cancel), Ok(expected), "{n} {radius}");
        }
    }

    #[test]
    fn a_crowd_has_the_nearest_pairs_of_each() {
        let cancel = CancelToken::default();
        let (hashes, radius, most) = (crowded(900, 4), 6, 3);
        let all = by_comparing_all(&hashes, radius);
        let of_one = |at: u32| {
            let mut own: Vec<HashPair> = all.iter().filter(|pair| pair.a == at || pair.b == at).copied().collect();
            own.sort_by_key(|pair| (pair.distance, pair.a + pair.b - at));
            own.truncate(most);
            own
        };
        let mut expected: Vec<HashPair> = (0..hashes.len() as u32).flat_map(of_one).collect();
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(pairs_within(&hashes, radius, most, &cancel), Ok(expected));
    }

    #[test]
    fn a_great_crowd_has_what_comparing_all_gives() {
        let cancel = CancelToken::default();
        let mut rng = Rng::from_key(&[5]);
        // Most have many others within two bits; some have none.
        let alike = (0..2600_u64).map(|frame| 0xaaaa_aaaa_aaaa_a000 | frame);
        let apart = (0..200).map(|_| 0xaaaa_aaaa_0000_0000 | u64::from(rng.next_u64() as u32));
        let mut hashes: Vec<u64> = alike.chain(apart).collect();
        hashes.sort_unstable();
        hashes.dedup();
        rng.shuffle(&mut hashes);
        let (radius, most) = (4, 20);
        let mut expected: Vec<HashPair> = Vec::new();
        for (a, one) in (0_u32..).zip(&hashes) {
            let other = |(b, other): (u32, &u64)| (hamming_distance(*one, *other), b);
            let mut own: Vec<(u32, u32)> = (0..).zip(&hashes).filter(|(b, _)| *b != a).map(other).collect();
            own.retain(|(distance, _)| *distance <= radius);
            own.sort_unstable();
            own.truncate(most);
            expected.extend(own.into_iter().map(|(distance, b)| HashPair { distance, a: a.min(b), b: a.max(b) }));
        }
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(pairs_within(&hashes, radius, most, &cancel), Ok(expected));
    }

    /// As many frames of a camera that stands still as hashes take: each near every other.
    #[test]
    fn room_grows_with_the_images_and_not_with_how_alike_they_are() {
        let cancel = CancelToken::default();
        let alike: Vec<u64> = (0..3000_u64).map(|frame| 0xaaaa_aaaa_aaaa_a000 | frame).collect();
        for list in nearest(&alike, 22, 64, &cancel).unwrap() {
            assert!(list.len() == 64 && list.capacity() <= 128, "{}", list.capacity());
        }
        let mut one = Nearest::new(64);
        for other in (0..100_000).rev() {
            one.offer((other % 7, other));
            assert!(one.found.capacity() <= 128, "{}", one.found.capacity());
        }
        assert!(pairs_within(&alike, 12, 64, &cancel).unwrap().len() <= 64 * alike.len());
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
        assert_eq!(pairs_within(&[1, 2], 4, 4, &cancel), Err(Cancelled));
        assert_eq!(nearest(&[1, 2], 4, 4, &cancel), Err(Cancelled));
    }
}
