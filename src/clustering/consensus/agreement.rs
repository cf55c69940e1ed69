//! How many voters put an image and its neighbour in one cluster (co-association), on the neighbour lists alone.

use crate::clustering::neighbors::Neighbors;
use crate::control::{CancelToken, Cancelled};
use rayon::prelude::*;

/// Images of a task.
const CHUNK: usize = 1024;
/// What a neighbour that no voter agrees on still counts, so that an image that nobody agrees on keeps its list.
const LEAST: f64 = 1e-3;

/// Lists of the same length in which a neighbour stands the more often, the larger the squared share of `voters` (clusters of all
/// images) that have both in one cluster; the nearer ones first. And how unanimous voters are over all pairs: the mean share of them
/// that is on the side of most.
///
/// # Errors
/// [`Cancelled`].
pub(super) fn weighted(
    neighbors: &Neighbors,
    voters: &[Vec<u32>],
    cancel: &CancelToken,
) -> Result<(Neighbors, f64), Cancelled> {
    let k = neighbors.k;
    if k == 0 || voters.is_empty() {
        return Ok((neighbors.clone(), 1.0));
    }
    let mut lists = neighbors.clone();
    let chunks = lists.ids.par_chunks_mut(CHUNK * k).zip(lists.similarity.par_chunks_mut(CHUNK * k)).enumerate();
    let one = |(chunk, (ids, similarity)): (usize, (&mut [u32], &mut [f32]))| {
        cancel.check()?;
        let mut sided = 0.0;
        for (offset, (ids, similarity)) in ids.chunks_exact_mut(k).zip(similarity.chunks_exact_mut(k)).enumerate() {
            let image = chunk * CHUNK + offset;
            let together = |other: &u32| voters.iter().filter(|v| v[image] == v[*other as usize]).count();
            let shares: Vec<f64> = ids.iter().map(|id| together(id) as f64 / voters.len() as f64).collect();
            sided += shares.iter().map(|share| share.max(1.0 - share)).sum::<f64>();
            let order = drawn(&shares);
            let (old_ids, old_similarity) = (ids.to_vec(), similarity.to_vec());
            for (slot, from) in order.into_iter().enumerate() {
                (ids[slot], similarity[slot]) = (old_ids[from], old_similarity[from]);
            }
        }
        Ok(sided)
    };
    let sided: Result<Vec<f64>, Cancelled> = chunks.map(one).collect();
    let sided: f64 = sided?.into_iter().sum();
    Ok((lists, sided / neighbors.ids.len() as f64))
}

/// Which entry each slot of a list takes: as many slots each as its weight's part of all, by even steps along their sum.
fn drawn(shares: &[f64]) -> Vec<usize> {
    let weights: Vec<f64> = shares.iter().map(|share| share * share + LEAST).collect();
    let step = weights.iter().sum::<f64>() / weights.len() as f64;
    let (mut entry, mut below) = (0, weights[0]);
    let mut slots = Vec::with_capacity(weights.len());
    for slot in 0..weights.len() {
        let at = (slot as f64 + 0.5) * step;
        while at > below && entry + 1 < weights.len() {
            entry += 1;
            below += weights[entry];
        }
        slots.push(entry);
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn neighbors() -> Neighbors {
        Neighbors { n: 3, k: 2, ids: vec![1, 2, 0, 2, 1, 0], similarity: vec![0.9, 0.5, 0.9, 0.6, 0.6, 0.5] }
    }

    #[test]
    fn slots_go_to_those_that_voters_agree_on() {
        assert_eq!(drawn(&[1.0, 1.0, 1.0, 1.0]), [0, 1, 2, 3]);
        assert_eq!(drawn(&[0.0, 1.0, 0.0, 1.0]), [1, 1, 3, 3]);
        assert_eq!(drawn(&[0.0, 0.0]), [0, 1], "nobody agrees: all stay");
        assert_eq!(drawn(&[1.0, 0.1, 0.1, 0.1]), [0, 0, 0, 0]);
    }

    #[test]
    fn lists_keep_their_length_and_tell_how_unanimous_voters_are() {
        let cancel = CancelToken::default();
        let (lists, unanimity) = weighted(&neighbors(), &[vec![0, 0, 1], vec![1, 1, 0]], &cancel).expect("lists");
        assert_eq!(lists.ids, [1, 1, 0, 0, 1, 0], "the third has nobody and keeps both");
        assert_eq!(lists.similarity[..2], [0.9, 0.9]);
        assert!((unanimity - 1.0).abs() < 1e-12);
        let (_, unanimity) = weighted(&neighbors(), &[vec![0, 0, 1], vec![0, 0, 0]], &cancel).expect("lists");
        assert!((unanimity - (2.0 + 4.0 * 0.5) / 6.0).abs() < 1e-12, "{unanimity}");
        assert_eq!(weighted(&neighbors(), &[], &cancel), Ok((neighbors(), 1.0)));
    }

    #[test]
    fn a_cancel_is_heard() {
        let cancel = CancelToken::default();
        cancel.cancel();
        assert_eq!(weighted(&neighbors(), &[vec![0; 3]], &cancel), Err(Cancelled));
    }
}
