//! Compares all pairs of rows, block by block, and keeps the best candidates of every row.
//!
//! A pair is computed once and serves both its rows: only blocks of the upper triangle are made. It normalises nothing
//! and knows no images; similarities are the f32 sums of `gemm`.

use super::nearest_lists::{Candidate, NearestLists};
use crate::control::{CancelToken, Cancelled};
use crate::linalg::above::above;
use crate::linalg::gemm::{self, Packed};
use crate::linalg::simd::Isa;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows of a block where there are many: whole panels of every instruction set, and enough that packing a block is
/// little beside multiplying it.
const MOST_ROWS: usize = 1344;
const FEWEST_ROWS: usize = 224;
/// Numbers of a block, about: two blocks a thread are packed at a time.
const BLOCK_NUMBERS: usize = 1 << 20;
/// Rows whose similarities are made at a time: some milliseconds of work and half a megabyte.
const STRIP_ROWS: usize = 112;
/// Between the lines of a strip, so that lines do not all begin in the same set of the cache.
const LINE_GAP: usize = 16;
/// Candidates that are collected before they are taken into the lists.
const MOST_WAITING: usize = 2048;

/// Rows a block of `n` rows of `d` numbers: enough blocks for the cores where rows are few.
pub(super) fn block_rows(n: usize, d: usize) -> usize {
    let most = (BLOCK_NUMBERS / d.max(1)).clamp(FEWEST_ROWS, MOST_ROWS);
    n.div_ceil(8).next_multiple_of(FEWEST_ROWS).min(most)
}

/// For each row of `rows`, (n, d) row-major, the `length` other rows with the greatest dot products, best first, ties by
/// the lower position, as (dot product, position); block by block, each (rows of the block, length).
///
/// `length` is in 1..n and the rows are finite. The result depends on neither the number of threads nor `block_rows`.
///
/// # Errors
/// [`Cancelled`] within some milliseconds of a cancel.
pub(super) fn nearest(
    rows: &[f32],
    d: usize,
    block_rows: usize,
    length: usize,
    cancel: &CancelToken,
) -> Result<Vec<Vec<(f32, u32)>>, Cancelled> {
    let lists = NearestLists::new(rows.len() / d, block_rows, length);
    let n_blocks = lists.n_blocks();
    // Row by row, so that the lower positions come first: of equal candidates the later ones are passed over quickly.
    let pairs: Vec<(usize, usize)> = (0..n_blocks).flat_map(|i| (i..n_blocks).map(move |j| (i, j))).collect();
    let next = AtomicUsize::new(0);
    let work = |_| {
        let mut worker = Worker::new(rows, d, block_rows, &lists, cancel);
        while let Some((left, right)) = pairs.get(next.fetch_add(1, Ordering::Relaxed)) {
            worker.compare(*left, *right)?;
        }
        Ok(())
    };
    let n_workers = rayon::current_num_threads().min(pairs.len());
    (0..n_workers).into_par_iter().with_max_len(1).try_for_each(work)?;
    Ok(lists.into_full())
}

/// What one thread needs to compare blocks.
struct Worker<'a> {
    rows: &'a [f32],
    d: usize,
    block_rows: usize,
    lists: &'a NearestLists,
    cancel: &'a CancelToken,
    isa: Isa,
    left: Side,
    right: Side,
    /// Similarities of one strip of the left block with the right one.
    strip: Vec<f32>,
    found: Vec<u32>,
}

/// One block of a pair.
struct Side {
    packed: Packed,
    /// The block that is packed; none at first.
    block: Option<usize>,
    /// Position of its first row.
    first: usize,
    /// What a similarity must exceed to be of use to each row.
    bounds: Vec<f32>,
    waiting: Vec<Candidate>,
}

impl Side {
    fn new(isa: Isa) -> Self {
        Self { packed: Packed::empty(isa), block: None, first: 0, bounds: Vec::new(), waiting: Vec::new() }
    }

    /// Takes what waits into the lists of this block; the candidates lie at `first_id` or behind it.
    fn take_in(&mut self, lists: &NearestLists, first_id: usize) {
        if let Some(block) = self.block {
            lists.insert(block, &self.waiting, first_id, &mut self.bounds);
        }
        self.waiting.clear();
    }
}

impl<'a> Worker<'a> {
    fn new(rows: &'a [f32], d: usize, block_rows: usize, lists: &'a NearestLists, cancel: &'a CancelToken) -> Self {
        let isa = Isa::detect();
        let (left, right) = (Side::new(isa), Side::new(isa));
        Self { rows, d, block_rows, lists, cancel, isa, left, right, strip: Vec::new(), found: Vec::new() }
    }

    /// Compares each row of block `left` with each of block `right`, which is not before it.
    fn compare(&mut self, left: usize, right: usize) -> Result<(), Cancelled> {
        self.cancel.check()?;
        let rows_of = |block: usize| {
            let end = ((block + 1) * self.block_rows * self.d).min(self.rows.len());
            &self.rows[block * self.block_rows * self.d..end]
        };
        // Most often the left block is that of the pair before.
        if self.left.block != Some(left) {
            self.left.packed.left(rows_of(left), self.d);
            (self.left.block, self.left.first) = (Some(left), left * self.block_rows);
        }
        self.right.packed.right(rows_of(right), self.d);
        (self.right.block, self.right.first) = (Some(right), right * self.block_rows);
        self.lists.bounds(left, self.right.first, &mut self.left.bounds);
        self.lists.bounds(right, self.left.first, &mut self.right.bounds);
        let strip_panels = STRIP_ROWS / self.left.packed.panel_rows();
        let n_panels = self.left.packed.padded_rows() / self.left.packed.panel_rows();
        for start in (0..n_panels).step_by(strip_panels) {
            self.cancel.check()?;
            self.compare_strip(start..(start + strip_panels).min(n_panels));
        }
        Ok(())
    }

    fn compare_strip(&mut self, panels: Range<usize>) {
        let Self { left, right, strip, found, lists, .. } = self;
        let is_diagonal = left.block == right.block;
        let panel_rows = left.packed.panel_rows();
        let strip_rows = panels.start * panel_rows..(panels.end * panel_rows).min(left.packed.n_rows());
        // Within one block a pair is wanted once: from the column behind the row on.
        let first_panel = if is_diagonal { strip_rows.start / right.packed.panel_rows() } else { 0 };
        let right_panels = first_panel..right.packed.padded_rows() / right.packed.panel_rows();
        let columns = first_panel * right.packed.panel_rows()..right.packed.n_rows();
        let stride = right.packed.padded_rows() + LINE_GAP;
        strip.resize(panels.len() * panel_rows * stride, 0.0);
        gemm::product((&left.packed, panels), (&right.packed, right_panels), strip, stride);
        for (row, line) in strip_rows.zip(strip.chunks_exact(stride)) {
            let line = &line[..columns.len()];
            above(self.isa, line, left.bounds[row], &right.bounds[columns.clone()], found);
            for at in found.drain(..) {
                let (column, similarity) = (columns.start + at as usize, line[at as usize]);
                if is_diagonal && column <= row {
                    continue;
                }
                if similarity > left.bounds[row] {
                    let id = (right.first + column) as u32;
                    left.waiting.push(Candidate { row: row as u32, id, similarity });
                }
                if similarity > right.bounds[column] {
                    let id = (left.first + row) as u32;
                    right.waiting.push(Candidate { row: column as u32, id, similarity });
                }
            }
            if left.waiting.len() + right.waiting.len() > MOST_WAITING {
                left.take_in(lists, right.first);
                right.take_in(lists, left.first);
            }
        }
        left.take_in(lists, right.first);
        right.take_in(lists, left.first);
    }
}
