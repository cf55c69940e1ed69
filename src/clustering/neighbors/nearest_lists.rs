//! The best candidates of every row, fed by several threads in any order.
//!
//! Candidates have a total order, the greater similarity first and of equal ones the lower position: the lists that come
//! out do not depend on the order of insertion, nor on the bounds by which some candidates were left out before. It
//! compares no rows.

use parking_lot::Mutex;

/// A candidate that may enter the list of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// Row within its block.
    pub(super) row: u32,
    /// Position of the candidate.
    pub(super) id: u32,
    /// Cosine; never NaN.
    pub(super) similarity: f32,
}

/// The best `length` candidates of each row, in blocks of rows with a lock each.
pub(super) struct NearestLists {
    length: usize,
    blocks: Vec<Mutex<Block>>,
}

struct Block {
    /// (rows, length) similarity and position, best first; those beyond `filled` are unset.
    entries: Vec<(f32, u32)>,
    filled: Vec<usize>,
}

impl NearestLists {
    /// Empty lists of `n_rows` rows; `length` is not 0.
    pub(super) fn new(n_rows: usize, block_rows: usize, length: usize) -> Self {
        let block = |first: usize| {
            let rows = block_rows.min(n_rows - first);
            Mutex::new(Block { entries: vec![(0.0, 0); rows * length], filled: vec![0; rows] })
        };
        Self { length, blocks: (0..n_rows).step_by(block_rows).map(block).collect() }
    }

    pub(super) fn n_blocks(&self) -> usize {
        self.blocks.len()
    }

    /// For each row of a block the number that the similarity of a candidate must exceed to enter its list, given that
    /// candidates are at `first_id` or behind it.
    pub(super) fn bounds(&self, block: usize, first_id: usize, bounds: &mut Vec<f32>) {
        let block = self.blocks[block].lock();
        bounds.clear();
        bounds.extend((0..block.filled.len()).map(|row| self.bound(&block, row, first_id)));
    }

    /// Takes in the candidates, and brings the bounds of their rows up to date.
    pub(super) fn insert(&self, block: usize, candidates: &[Candidate], first_id: usize, bounds: &mut [f32]) {
        if candidates.is_empty() {
            return;
        }
        let mut block = self.blocks[block].lock();
        let block = &mut *block;
        for candidate in candidates {
            let row = candidate.row as usize;
            let list = &mut block.entries[row * self.length..][..self.length];
            let filled = &mut block.filled[row];
            let is_ahead = |entry: &(f32, u32)| {
                entry.0 > candidate.similarity || (entry.0 == candidate.similarity && entry.1 < candidate.id)
            };
            let place = list[..*filled].partition_point(is_ahead);
            if place < self.length {
                let end = (*filled + 1).min(self.length);
                list.copy_within(place..end - 1, place + 1);
                list[place] = (candidate.similarity, candidate.id);
                *filled = end;
            }
        }
        for candidate in candidates {
            bounds[candidate.row as usize] = self.bound(block, candidate.row as usize, first_id);
        }
    }

    fn bound(&self, block: &Block, row: usize, first_id: usize) -> f32 {
        if block.filled[row] < self.length {
            return f32::NEG_INFINITY;
        }
        let (similarity, id) = block.entries[(row + 1) * self.length - 1];
        // An equal candidate enters only before the last of the list.
        if (id as usize) < first_id { similarity } else { similarity.next_down() }
    }

    /// The lists of each block, (rows, length); once every row has seen `length` candidates.
    pub(super) fn into_full(self) -> Vec<Vec<(f32, u32)>> {
        let full = |block: Mutex<Block>| {
            let Block { entries, filled } = block.into_inner();
            assert!(filled.iter().all(|filled| *filled == self.length), "a list that is not full");
            entries
        };
        self.blocks.into_iter().map(full).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    #[test]
    fn the_order_and_size_of_the_portions_change_nothing() {
        let mut rng = Rng::from_key(&[13]);
        let mut all: Vec<Candidate> =
            (0..300).map(|at| Candidate { row: at % 3, id: at / 3, similarity: rng.below(6) as f32 }).collect();
        let mut expected = vec![];
        for row in 0..3 {
            let mut list: Vec<(f32, u32)> = all.iter().filter(|c| c.row == row).map(|c| (c.similarity, c.id)).collect();
            list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            expected.extend_from_slice(&list[..7]);
        }
        for portion in [1, 4, 300] {
            for at in (1..all.len()).rev() {
                all.swap(at, rng.below(at + 1));
            }
            let lists = NearestLists::new(3, 5, 7);
            let mut bounds = vec![];
            lists.bounds(0, 0, &mut bounds);
            assert_eq!(bounds, [f32::NEG_INFINITY; 3]);
            for portion in all.chunks(portion) {
                let wanted: Vec<Candidate> =
                    portion.iter().filter(|c| c.similarity > bounds[c.row as usize]).copied().collect();
                lists.insert(0, &wanted, 0, &mut bounds);
            }
            assert_eq!(lists.into_full(), std::slice::from_ref(&expected));
        }
    }

    #[test]
    fn an_equal_candidate_passes_the_bound_only_where_it_may_enter() {
        let lists = NearestLists::new(1, 1, 1);
        let mut bounds = vec![0.0];
        lists.insert(0, &[Candidate { row: 0, id: 4, similarity: 0.5 }], 5, &mut bounds);
        assert_eq!(bounds, [0.5], "all others are behind it");
        lists.bounds(0, 4, &mut bounds);
        assert!(0.5 > bounds[0], "{bounds:?}: one may be before it");
    }
}
