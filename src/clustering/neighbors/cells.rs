//! Nearest neighbours of a great many rows: those in cells around centres that are near, instead of all (an inverted file;
//! Jégou, Douze, Schmid 2011). How many cells are looked into is measured on rows whose true lists are known, and so is how
//! many of the true neighbours are found.
//!
//! All rows of a cell look into the same cells: whole blocks are multiplied, and no list has two writers. The result does not
//! depend on the number of threads.

use super::{Neighbors, Recall, SURPLUS, cosine, normalise, normalise_row, row};
use crate::control::{CancelToken, Cancelled, Rng};
use crate::linalg::above::above;
use crate::linalg::gemm::{self, Packed};
use crate::linalg::simd::Isa;
use rayon::prelude::*;
use std::ops::Range;

/// Rows of a cell, about.
const CELL_ROWS: usize = 400;
/// No cell has more: crowds of equal rows are cut.
const MOST_CELL_ROWS: usize = 4 * CELL_ROWS;
/// Of these rows a cell the centres are made.
const SEEN_ROWS: usize = 20;
/// Rounds of Lloyd's algorithm: cells need not be good, only small.
const ROUNDS: usize = 4;
/// Rows whose true lists say how many cells are looked into, and as many others that say what is found.
const TRIED_ROWS: usize = 500;
const MEASURED_ROWS: usize = 1000;
/// What is aimed at on the rows that are tried, so that others have the least that is promised.
const AIM: f64 = 0.99;
/// The least that is promised.
pub(super) const LEAST_RECALL: f64 = 0.98;
/// Rows of the right operand that are packed at a time, and of the left one that are multiplied.
const BLOCK_ROWS: usize = 1344;
const STRIP_ROWS: usize = 112;
const LINE_GAP: usize = 16;
/// Cosines that are equal but for rounding.
const ROUNDING: f32 = 1e-6;
const PURPOSE: u64 = u64::from_le_bytes(*b"cells\0\0\0");

/// The lists, and how many of the true neighbours they hold; None if so many cells would have to be looked into that comparing all
/// takes no longer. `rows` are (n, d), not normalised; `k` is in 1..n. Memory: the lists alone.
pub(super) fn nearest(
    rows: &[f32],
    d: usize,
    k: usize,
    cancel: &CancelToken,
) -> Result<Option<(Neighbors, Recall)>, Cancelled> {
    let n = rows.len() / d;
    let centers = centers(rows, d, n.div_ceil(CELL_ROWS), cancel)?;
    let cells = Cells::new(rows, d, &centers, cancel)?;
    let mut sample: Vec<u32> = (0..n as u32).collect();
    Rng::from_key(&[PURPOSE, 1]).shuffle(&mut sample);
    sample.truncate(TRIED_ROWS + MEASURED_ROWS);
    let least = cells.least_of_lists(&sample, k, cancel)?;
    let (tried, measured) = sample.split_at(TRIED_ROWS.min(sample.len() / 3));
    let Some(n_probes) = cells.probes_for(tried, &least, k, cancel)? else { return Ok(None) };
    let found = cells.search(k, n_probes, cancel)?;
    let measured_least = &least[tried.len()..];
    let hits: usize =
        measured.iter().zip(measured_least).map(|(at, least)| hits(&found, cells.ids[*at as usize], *least)).sum();
    let recall = Recall { share: hits as f64 / (measured.len() * k) as f64, n_rows: measured.len() };
    Ok((recall.share >= LEAST_RECALL).then_some((found, recall)))
}

/// Neighbours of an image that are as near as its true ones.
fn hits(found: &Neighbors, image: u32, least: f32) -> usize {
    let own = &found.similarity[image as usize * found.k..][..found.k];
    own.iter().filter(|value| **value >= least - ROUNDING).count()
}

/// Unit centres, (about `n_cells`, d): a few rounds of Lloyd's algorithm on a part of the rows.
fn centers(rows: &[f32], d: usize, n_cells: usize, cancel: &CancelToken) -> Result<Vec<f32>, Cancelled> {
    let n = rows.len() / d;
    let mut order: Vec<u32> = (0..n as u32).collect();
    Rng::from_key(&[PURPOSE, 0]).shuffle(&mut order);
    order.truncate(n_cells * SEEN_ROWS);
    let mut seen: Vec<f32> = order.iter().flat_map(|at| row(rows, d, *at as usize)).copied().collect();
    normalise(&mut seen, d);
    let mut centers = seen[..n_cells.min(order.len()) * d].to_vec();
    for _ in 0..ROUNDS {
        let cell_of = nearest_center(&seen, d, &centers, cancel)?;
        let mut sums = vec![0.0_f32; centers.len()];
        for (row, cell) in seen.chunks_exact(d).zip(&cell_of) {
            for (sum, x) in sums[*cell as usize * d..][..d].iter_mut().zip(row) {
                *sum += x;
            }
        }
        for (center, sum) in centers.chunks_exact_mut(d).zip(sums.chunks_exact(d)) {
            let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            if length > 0.0 {
                center.iter_mut().zip(sum).for_each(|(x, sum)| *x = sum / length);
            }
        }
    }
    Ok(centers)
}

/// The centre of the greatest product with each row; of equals the first.
fn nearest_center(rows: &[f32], d: usize, centers: &[f32], cancel: &CancelToken) -> Result<Vec<u32>, Cancelled> {
    let found: Result<Vec<Vec<u32>>, Cancelled> = rows
        .par_chunks(STRIP_ROWS * d)
        .map_init(Scanner::new, |scanner, rows| {
            cancel.check()?;
            let left = packed_left(rows, d);
            let mut lists = Lists::new((0..left.n_rows()).map(|_| u32::MAX).collect(), 1);
            scanner.scan(&left, centers, d, 0, &mut lists);
            Ok((0..left.n_rows()).map(|at| lists.of(at).first().map_or(0, |best| best.1)).collect())
        })
        .collect();
    Ok(found?.concat())
}

fn packed_left(rows: &[f32], d: usize) -> Packed {
    let mut left = Packed::empty(Isa::detect());
    left.left(rows, d);
    left
}

/// Rows in the order of their cells. They stay where they are, since a copy of a million takes gigabytes: a thread gathers those
/// of a cell before it compares them with many.
struct Cells<'r> {
    d: usize,
    /// By image.
    rows: &'r [f32],
    /// The image of each row.
    ids: Vec<u32>,
    /// Rows of each cell.
    ranges: Vec<Range<usize>>,
    /// Cell of each row.
    cell_of: Vec<u32>,
    /// (cells, d)
    centers: Vec<f32>,
}

impl<'r> Cells<'r> {
    fn new(rows: &'r [f32], d: usize, centers: &[f32], cancel: &CancelToken) -> Result<Self, Cancelled> {
        // The nearest centre is the same whatever the length of a row.
        let of_row = nearest_center(rows, d, centers, cancel)?;
        let mut ids: Vec<u32> = (0..of_row.len() as u32).collect();
        ids.sort_by_key(|at| of_row[*at as usize]);
        let (mut ranges, mut kept) = (Vec::new(), Vec::new());
        let mut first = 0;
        for cell in ids.chunk_by(|a, b| of_row[*a as usize] == of_row[*b as usize]) {
            let center = of_row[cell[0] as usize] as usize;
            for part in cell.chunks(MOST_CELL_ROWS) {
                ranges.push(first..first + part.len());
                kept.extend_from_slice(row(centers, d, center));
                first += part.len();
            }
        }
        let mut cell_of = vec![0; ids.len()];
        for (cell, range) in (0..).zip(&ranges) {
            cell_of[range.clone()].fill(cell);
        }
        Ok(Self { d, rows, ids, ranges, cell_of, centers: kept })
    }

    /// The unit rows at some positions, one behind the other, in `memory`.
    fn gather<'m>(&self, positions: impl IntoIterator<Item = usize>, memory: &'m mut Vec<f32>) -> &'m [f32] {
        memory.clear();
        for at in positions {
            memory.extend_from_slice(row(self.rows, self.d, self.ids[at] as usize));
        }
        memory.chunks_exact_mut(self.d).for_each(normalise_row);
        memory
    }

    /// The cells by how near their centres are to that of one, itself first.
    fn order(&self, cell: usize) -> Vec<u32> {
        let own = row(&self.centers, self.d, cell);
        let near = |(at, center): (u32, &[f32])| (if at as usize == cell { 2.0 } else { cosine(own, center) }, at);
        let mut all: Vec<(f32, u32)> = (0..).zip(self.centers.chunks_exact(self.d)).map(near).collect();
        all.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        all.into_iter().map(|(_, at)| at).collect()
    }

    /// The cosine of the last of the true `k` neighbours of some rows, by comparing them with all.
    fn least_of_lists(&self, sample: &[u32], k: usize, cancel: &CancelToken) -> Result<Vec<f32>, Cancelled> {
        let d = self.d;
        let left = packed_left(self.gather(sample.iter().map(|at| *at as usize), &mut Vec::new()), d);
        let parts: Result<Vec<Lists>, Cancelled> = (0..self.ids.len().div_ceil(BLOCK_ROWS * 16))
            .into_par_iter()
            .map_init(at_work, |(scanner, memory), part| {
                let first = part * BLOCK_ROWS * 16;
                let mut lists = Lists::new(sample.to_vec(), k);
                for first in (first..(first + BLOCK_ROWS * 16).min(self.ids.len())).step_by(BLOCK_ROWS) {
                    cancel.check()?;
                    let rows = self.gather(first..(first + BLOCK_ROWS).min(self.ids.len()), memory);
                    scanner.scan(&left, rows, d, first as u32, &mut lists);
                }
                Ok(lists)
            })
            .collect();
        let parts = parts?;
        let last = |at: usize| {
            let mut all: Vec<f32> = parts.iter().flat_map(|lists| lists.of(at)).map(|(value, _)| *value).collect();
            all.sort_unstable_by(|a, b| b.total_cmp(a));
            all.get(k - 1).copied().unwrap_or(-1.0)
        };
        Ok((0..sample.len()).map(last).collect())
    }

    /// How many cells have to be looked into for what is aimed at; None: more than half of them.
    fn probes_for(
        &self,
        sample: &[u32],
        least: &[f32],
        k: usize,
        cancel: &CancelToken,
    ) -> Result<Option<usize>, Cancelled> {
        let n_cells = self.ranges.len();
        let grown = std::iter::successors(Some(1_usize), |n| Some(n + n.div_ceil(4)));
        let steps: Vec<usize> = grown.take_while(|n| *n <= n_cells / 2).collect();
        let counted = sample.par_iter().zip(least).map_init(at_work, |(scanner, memory), (&at, &least)| {
            let left = packed_left(self.gather([at as usize], memory), self.d);
            let mut lists = Lists::new(vec![at], k);
            let order = self.order(self.cell_of[at as usize] as usize);
            let (mut done, mut hits) = (0, vec![k; steps.len()]);
            for (&step, hit) in steps.iter().zip(&mut hits) {
                cancel.check()?;
                for cell in &order[done..step] {
                    let range = self.ranges[*cell as usize].clone();
                    let rows = self.gather(range.clone(), memory);
                    scanner.scan(&left, rows, self.d, range.start as u32, &mut lists);
                }
                done = step;
                *hit = lists.of(0).iter().filter(|(value, _)| *value >= least - ROUNDING).count();
                if *hit == k {
                    break;
                }
            }
            Ok(hits)
        });
        let counted = counted.collect::<Result<Vec<Vec<usize>>, Cancelled>>()?;
        let all = (sample.len() * k) as f64;
        let is_enough = |step: &usize| counted.iter().map(|hits| hits[*step]).sum::<usize>() as f64 >= AIM * all;
        Ok((0..steps.len()).find(is_enough).map(|step| steps[step]))
    }

    /// The best `k` of the first `n_probes` cells around each row's own.
    fn search(&self, k: usize, n_probes: usize, cancel: &CancelToken) -> Result<Neighbors, Cancelled> {
        let (n, d, length) = (self.ids.len(), self.d, (k + SURPLUS).min(self.ids.len() - 1));
        let found: Result<Vec<Vec<(f32, u32)>>, Cancelled> = (0..self.ranges.len())
            .into_par_iter()
            .map_init(at_work, |(scanner, memory), cell| {
                let own = self.ranges[cell].clone();
                let left = packed_left(self.gather(own.clone(), memory), d);
                let mut lists = Lists::new((own.start as u32..own.end as u32).collect(), length);
                for (at, other) in self.order(cell).into_iter().enumerate() {
                    // A list that is not full would not be one.
                    if at >= n_probes && lists.are_full() {
                        break;
                    }
                    cancel.check()?;
                    let range = self.ranges[other as usize].clone();
                    scanner.scan(&left, self.gather(range.clone(), memory), d, range.start as u32, &mut lists);
                }
                // The products are rounded at every step: the sums are made again, as for exact lists.
                let of_row = |at: usize| {
                    let others = lists.of(at).iter().map(|(_, other)| *other as usize);
                    let rows = self.gather(std::iter::once(own.start + at).chain(others), memory);
                    let (query, others) = rows.split_at(d);
                    let again = |((_, other), values): (&(f32, u32), &[f32])| {
                        (cosine(query, values), self.ids[*other as usize])
                    };
                    let mut list: Vec<(f32, u32)> =
                        lists.of(at).iter().zip(others.chunks_exact(d)).map(again).collect();
                    list.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                    list.truncate(k);
                    list
                };
                Ok((0..own.len()).flat_map(of_row).collect())
            })
            .collect();
        let (mut ids, mut similarity) = (vec![0_u32; n * k], vec![0.0_f32; n * k]);
        for (cell, lists) in found?.into_iter().enumerate() {
            for (at, list) in self.ranges[cell].clone().zip(lists.chunks_exact(k)) {
                let image = self.ids[at] as usize * k;
                for (slot, (value, id)) in list.iter().enumerate() {
                    (ids[image + slot], similarity[image + slot]) = (*id, *value);
                }
            }
        }
        Ok(Neighbors { n, k, ids, similarity })
    }
}

/// What a thread needs: to compare rows, and to gather them.
fn at_work() -> (Scanner, Vec<f32>) {
    (Scanner::new(), Vec::new())
}

/// The best of each of some rows, as (product, position), best first.
struct Lists {
    length: usize,
    /// Position of each row, which is in no list of its own.
    own: Vec<u32>,
    entries: Vec<(f32, u32)>,
    filled: Vec<usize>,
}

impl Lists {
    fn new(own: Vec<u32>, length: usize) -> Self {
        Self { length, entries: vec![(0.0, 0); own.len() * length], filled: vec![0; own.len()], own }
    }

    fn of(&self, row: usize) -> &[(f32, u32)] {
        &self.entries[row * self.length..][..self.filled[row]]
    }

    fn are_full(&self) -> bool {
        self.filled.iter().all(|filled| *filled == self.length)
    }

    /// What a product must exceed to enter: rows come in the order of cells, and of equals the first stays.
    fn bound(&self, row: usize) -> f32 {
        match self.of(row).get(self.length - 1) {
            Some((value, _)) => *value,
            None => f32::NEG_INFINITY,
        }
    }

    fn offer(&mut self, row: usize, value: f32, at: u32) {
        if at == self.own[row] || value <= self.bound(row) {
            return;
        }
        let filled = self.filled[row];
        let list = &mut self.entries[row * self.length..][..self.length];
        let place = list[..filled].partition_point(|entry| entry.0 >= value);
        let end = (filled + 1).min(self.length);
        list.copy_within(place..end - 1, place + 1);
        list[place] = (value, at);
        self.filled[row] = end;
    }
}

/// What a thread needs to compare rows.
struct Scanner {
    isa: Isa,
    right: Packed,
    strip: Vec<f32>,
    found: Vec<u32>,
    /// Columns have no lists.
    closed: Vec<f32>,
}

impl Scanner {
    fn new() -> Self {
        let isa = Isa::detect();
        Self {
            isa,
            right: Packed::empty(isa),
            strip: Vec::new(),
            found: Vec::new(),
            closed: vec![f32::INFINITY; BLOCK_ROWS],
        }
    }

    /// Offers `rows`, the first of which is at position `first`, to the lists of the left ones.
    fn scan(&mut self, left: &Packed, rows: &[f32], d: usize, first: u32, lists: &mut Lists) {
        for (block, rows) in rows.chunks(BLOCK_ROWS * d).enumerate() {
            self.right.right(rows, d);
            let first = first + (block * BLOCK_ROWS) as u32;
            let right_panels = 0..self.right.padded_rows() / self.right.panel_rows();
            let stride = self.right.padded_rows() + LINE_GAP;
            let n_panels = left.padded_rows() / left.panel_rows();
            let strip_panels = (STRIP_ROWS / left.panel_rows()).max(1);
            self.strip.resize(strip_panels.min(n_panels) * left.panel_rows() * stride, 0.0);
            for start in (0..n_panels).step_by(strip_panels) {
                let panels = start..(start + strip_panels).min(n_panels);
                let strip_rows = start * left.panel_rows()..(panels.end * left.panel_rows()).min(left.n_rows());
                gemm::product((left, panels), (&self.right, right_panels.clone()), &mut self.strip, stride);
                for (row, line) in strip_rows.zip(self.strip.chunks_exact(stride)) {
                    let line = &line[..self.right.n_rows()];
                    above(self.isa, line, lists.bound(row), &self.closed[..line.len()], &mut self.found);
                    for at in self.found.drain(..) {
                        lists.offer(row, line[at as usize], first + at);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{exact_cosine, unit_rows};
    use super::*;

    /// Rows around some middles.
    fn grouped(n: usize, d: usize, spread: f32) -> Vec<f32> {
        let mut rng = Rng::from_key(&[41]);
        let middles: Vec<f32> = (0..40 * d).map(|_| rng.normal() as f32).collect();
        let mut rows = Vec::with_capacity(n * d);
        for _ in 0..n {
            let middle = rng.below(40);
            rows.extend(row(&middles, d, middle).iter().map(|x| x + spread * rng.normal() as f32));
        }
        unit_rows(&rows, d)
    }

    #[test]
    fn nearly_all_true_neighbours_are_found_and_what_is_told_is_so() {
        let (n, d, k) = (12_000, 24, 10);
        let rows = grouped(n, d, 0.7);
        let cancel = CancelToken::default();
        let (found, recall) = nearest(&rows, d, k, &cancel).unwrap().expect("cells are enough");
        let exact = exact_cosine(&rows, d, k, &cancel).unwrap();
        let n_hits: usize =
            (0..n as u32).map(|image| hits(&found, image, exact.similarity[image as usize * k + k - 1])).sum();
        let share = n_hits as f64 / (n * k) as f64;
        assert!(share >= LEAST_RECALL && (share - recall.share).abs() < 0.01, "{share} {recall:?}");
        for image in 0..n {
            assert!(!found.of(image).contains(&(image as u32)));
            let own = &found.similarity[image * k..][..k];
            assert!(own.windows(2).all(|pair| pair[0] >= pair[1]));
        }
    }

    #[test]
    fn the_threads_do_not_change_a_bit() {
        let rows = grouped(5000, 8, 0.5);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| nearest(&rows, 8, 5, &CancelToken::default()).unwrap())
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn crowds_of_equal_rows_are_cut_and_have_full_lists() {
        let (n, d, k) = (9000, 6, 20);
        let one: Vec<f32> = unit_rows(&[1.0, 2.0, 0.5, -1.0, 0.0, 0.3], d);
        let rows: Vec<f32> = (0..n).flat_map(|_| one.clone()).collect();
        let (found, recall) = nearest(&rows, d, k, &CancelToken::default()).unwrap().expect("any is as good");
        assert!(recall.share > 0.999 && found.similarity.iter().all(|value| *value > 0.9999), "{recall:?}");
    }

    #[test]
    fn a_cancelled_search_says_so() {
        let cancel = CancelToken::default();
        cancel.cancel();
        assert_eq!(nearest(&grouped(3000, 4, 0.1), 4, 3, &cancel), Err(Cancelled));
    }
}
