//! Where images belong that came after a run: in one of the clusters in force, or in none of these (METHOD 8, "New photos").
//!
//! The head of the run speaks for what is still as it said: each of the nearest rows votes for the head's answer about the new
//! row, or for its own probabilities where it is elsewhere by now than the head says. So merges, moves and classes that only
//! people know are followed, and without a head the neighbours alone decide. `benches/placing.rs` has what was measured.
//!
//! It learns nothing, moves no image that was in the run, and knows no project.

use crate::clustering::heads::kept::KeptHead;
use crate::clustering::neighbors::{finite_rows, row_count};
use crate::clustering::stages::embed::arg_max_rows;
use crate::control::{CancelToken, Cancelled};
use crate::linalg::dot::dot;
use crate::linalg::matmul::product_with_transposed;
use rayon::prelude::*;
use std::borrow::Cow;

/// Nearest rows that vote.
const VOTERS: usize = 20;
/// A row that is so much less similar than the nearest one counts by 1/e.
const TEMPERATURE: f32 = 0.1;
/// Nearest members of a cluster by whose mean similarity it is told how far outside a row is. Distance to the centre hardly
/// tells: clusters are not round.
const NEAREST_MEMBERS: usize = 5;
/// Share of a cluster's own members that its calibrated probability would turn away, and its limit of similarity.
const UNSURE: f64 = 0.05;
const OUTSIDE: f64 = 0.01;
/// With fewer members a cluster is calibrated by those of all clusters.
const FEWEST_MEMBERS: usize = 20;
/// Members that are looked at for calibration: of a cluster, and about so many of all.
const MOST_OF_CLUSTER: usize = 256;
const MOST_OF_ALL: usize = 8192;
/// New rows of a task, and rows that these are compared with at a time.
const BLOCK: usize = 64;
const CHUNK: usize = 2048;

/// What is known of the images that a run saw.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// (n, d) unit rows.
    pub rows: &'a [f32],
    /// Numbers of a row.
    pub d: usize,
    /// c: clusters in force.
    pub n_columns: usize,
    /// (n) the cluster in force of each row; None: in no cluster, which speaks for none.
    pub columns: &'a [Option<u32>],
    /// (n, c) how probable each cluster in force is for each row.
    pub prior: &'a [f32],
    /// The head that the run's clusters came from, if it was kept.
    pub head: Option<&'a KeptHead>,
}

/// Where a new row belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Placed {
    /// None: in no cluster.
    pub column: Option<u32>,
    /// Of that cluster, or of the likeliest one.
    pub probability: f32,
}

/// A clustering that is ready to take new rows.
pub struct Placer<'a> {
    known: Known<'a>,
    rows: Cow<'a, [f32]>,
    /// (C of the head) the cluster in force of each cluster of the head.
    of_head: Vec<Option<u32>>,
    /// Whether each row is where the head says.
    is_as_head: Vec<bool>,
    members: Vec<Vec<u32>>,
    calibration: Vec<Calibration>,
}

/// What a row must reach to belong to a cluster.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Calibration {
    probability: f32,
    similarity: f32,
}

/// A row before it is told whether it belongs where it would.
#[derive(Clone, Copy)]
struct Vote {
    column: u32,
    probability: f32,
    /// Mean similarity to the nearest members of the cluster; None if it has no others.
    similarity: Option<f32>,
}

impl<'a> Placer<'a> {
    /// Calibrates each cluster on its own members, each as if it were new.
    ///
    /// # Errors
    /// [`Cancelled`].
    ///
    /// # Panics
    /// If the slices do not have their sizes, or a column is not below `n_columns`.
    pub fn new(known: Known<'a>, cancel: &CancelToken) -> Result<Self, Cancelled> {
        let (n, c) = (row_count(known.rows, known.d), known.n_columns);
        assert!(known.columns.len() == n && known.prior.len() == n * c, "one column and {c} probabilities a row");
        let known = Known { head: known.head.filter(|head| head.n_features() == known.d), ..known };
        let rows = finite_rows(known.rows, known.d);
        let (of_head, is_as_head) = match known.head {
            Some(head) => compared(head, &rows, known.columns, c),
            None => (Vec::new(), vec![false; n]),
        };
        let mut members = vec![Vec::new(); c];
        for (row, column) in (0u32..).zip(known.columns) {
            if let Some(column) = column {
                members[*column as usize].push(row);
            }
        }
        let mut placer = Self { known, rows, of_head, is_as_head, members, calibration: Vec::new() };
        placer.calibration = placer.calibrate(cancel)?;
        Ok(placer)
    }

    /// Where new unit rows (m, d) belong. The threads change nothing.
    ///
    /// # Errors
    /// [`Cancelled`].
    ///
    /// # Panics
    /// If `new` is not made of whole rows.
    pub fn place(&self, new: &[f32], cancel: &CancelToken) -> Result<Vec<Placed>, Cancelled> {
        let new = finite_rows(new, self.known.d);
        let votes = self.votes(&new, None, cancel)?;
        Ok(votes.into_iter().map(|vote| vote.map_or_else(Placed::default, |vote| self.judge(vote))).collect())
    }

    fn judge(&self, vote: Vote) -> Placed {
        let least = self.calibration[vote.column as usize];
        let is_inside = vote.similarity.is_some_and(|similarity| similarity >= least.similarity);
        let column = Some(vote.column).filter(|_| is_inside && vote.probability >= least.probability);
        Placed { column, probability: vote.probability }
    }

    fn calibrate(&self, cancel: &CancelToken) -> Result<Vec<Calibration>, Cancelled> {
        let d = self.known.d;
        let most = (MOST_OF_ALL / self.members.len().max(1)).clamp(2 * FEWEST_MEMBERS, MOST_OF_CLUSTER);
        let spread = |members: &Vec<u32>| {
            let m = members.len().min(most);
            (0..m).map(|at| members[at * members.len() / m]).collect::<Vec<u32>>()
        };
        let looked_at: Vec<u32> = self.members.iter().flat_map(spread).collect();
        let rows: Vec<f32> = looked_at.iter().flat_map(|row| &self.rows[*row as usize * d..][..d]).copied().collect();
        let votes = self.votes(&rows, Some(&looked_at), cancel)?;
        let mut of_cluster = vec![(Vec::new(), Vec::new()); self.members.len()];
        let (mut probabilities, mut similarities) = (Vec::new(), Vec::new());
        for (row, vote) in looked_at.iter().zip(votes) {
            let (Some(vote), Some(column)) = (vote, self.known.columns[*row as usize]) else { continue };
            if let Some(similarity) = vote.similarity {
                of_cluster[column as usize].0.push(vote.probability);
                of_cluster[column as usize].1.push(similarity);
                probabilities.push(vote.probability);
                similarities.push(similarity);
            }
        }
        let of_all =
            Calibration { probability: quantile(probabilities, UNSURE), similarity: quantile(similarities, OUTSIDE) };
        let own = |(probabilities, similarities): (Vec<f32>, Vec<f32>)| {
            if probabilities.len() < FEWEST_MEMBERS {
                return of_all;
            }
            Calibration { probability: quantile(probabilities, UNSURE), similarity: quantile(similarities, OUTSIDE) }
        };
        Ok(of_cluster.into_iter().map(own).collect())
    }

    /// What speaks for each of some rows (m, d). `own`: they are these of the known rows, each of which has no say about itself and is
    /// told of the cluster that it is in. None where nothing speaks.
    fn votes(&self, new: &[f32], own: Option<&[u32]>, cancel: &CancelToken) -> Result<Vec<Option<Vote>>, Cancelled> {
        let d = self.known.d;
        let m = row_count(new, d);
        let by_head = self.known.head.map(|head| head.probabilities(new)).unwrap_or_default();
        let width = self.of_head.len();
        let mut votes = vec![None; m];
        votes.par_chunks_mut(BLOCK).enumerate().try_for_each(|(block, votes)| {
            let first = block * BLOCK;
            let rows = &new[first * d..(first + votes.len()) * d];
            let own = own.map(|own| &own[first..first + votes.len()]);
            let nearest = self.nearest(rows, own, cancel)?;
            for (at, (vote, nearest)) in votes.iter_mut().zip(nearest).enumerate() {
                let head = by_head.get((first + at) * width..(first + at + 1) * width).unwrap_or_default();
                let itself = own.map(|own| own[at]);
                *vote = self.vote(&rows[at * d..(at + 1) * d], &nearest, head, itself);
            }
            Ok(())
        })?;
        Ok(votes)
    }

    fn vote(&self, row: &[f32], nearest: &[(f32, u32)], head: &[f32], itself: Option<u32>) -> Option<Vote> {
        let c = self.known.n_columns;
        let most = nearest.first()?.0;
        let mut p = vec![0f32; c];
        let (mut all, mut of_head) = (0f32, 0f32);
        for (similarity, other) in nearest {
            let weight = ((similarity - most) / TEMPERATURE).exp();
            let other = *other as usize;
            all += weight;
            if self.known.columns[other].is_none() {
                // It speaks for no cluster, and that it is near makes all of them less probable.
            } else if self.is_as_head[other] {
                of_head += weight;
            } else {
                let prior = &self.known.prior[other * c..][..c];
                p.iter_mut().zip(prior).for_each(|(sum, p)| *sum += weight * p);
            }
        }
        for (column, share) in self.of_head.iter().zip(head) {
            if let Some(column) = column {
                p[*column as usize] += of_head * share;
            }
        }
        for p in &mut p {
            *p = (*p / all).min(1.0);
        }
        let best = (0..c).max_by(|a, b| p[*a].total_cmp(&p[*b]).then(b.cmp(a)))?;
        let column = itself.and_then(|own| self.known.columns[own as usize]).unwrap_or(best as u32);
        let similarity = self.similarity(row, nearest, column, itself);
        Some(Vote { column, probability: p[column as usize], similarity })
    }

    /// Mean similarity to the nearest members of a cluster. Those among the nearest of all rows are the nearest of the cluster too.
    fn similarity(&self, row: &[f32], nearest: &[(f32, u32)], column: u32, itself: Option<u32>) -> Option<f32> {
        let is_member = |other: &&(f32, u32)| self.known.columns[other.1 as usize] == Some(column);
        let mut near: Vec<f32> = nearest.iter().filter(is_member).map(|other| other.0).collect();
        if near.len() < NEAREST_MEMBERS {
            let d = self.known.d;
            let others = self.members[column as usize].iter().filter(|member| Some(**member) != itself);
            near = others.map(|member| dot(row, &self.rows[*member as usize * d..][..d]) as f32).collect();
            near.sort_by(|a, b| b.total_cmp(a));
        }
        near.truncate(NEAREST_MEMBERS);
        (!near.is_empty()).then(|| near.iter().sum::<f32>() / near.len() as f32)
    }

    /// The nearest of the known rows to each row of a block, most similar first, ties by position; on this thread.
    fn nearest(
        &self,
        block: &[f32],
        own: Option<&[u32]>,
        cancel: &CancelToken,
    ) -> Result<Vec<Vec<(f32, u32)>>, Cancelled> {
        let d = self.known.d;
        let mut lists = vec![Vec::with_capacity(VOTERS + 1); row_count(block, d)];
        let mut products = Vec::new();
        for (chunk, rows) in self.rows.chunks(CHUNK * d.max(1)).enumerate() {
            cancel.check()?;
            let n = row_count(rows, d);
            products.resize(lists.len() * n, 0.0);
            product_with_transposed(block, rows, d, &mut products);
            for (at, (list, products)) in lists.iter_mut().zip(products.chunks_exact(n)).enumerate() {
                let itself = own.map(|own| own[at]);
                for (similarity, row) in products.iter().zip((chunk * CHUNK) as u32..) {
                    take_in(list, *similarity, row, itself);
                }
            }
        }
        Ok(lists)
    }
}

/// Which cluster in force each cluster of a head is: the one that most of what it says to be its own is in. And whether each row
/// is where it says.
fn compared(head: &KeptHead, rows: &[f32], columns: &[Option<u32>], c: usize) -> (Vec<Option<u32>>, Vec<bool>) {
    let said = arg_max_rows(&head.probabilities(rows), head.n_clusters()).0;
    let mut counts = vec![0u32; head.n_clusters() * c];
    for (said, column) in said.iter().zip(columns) {
        if let Some(column) = column {
            counts[*said as usize * c + *column as usize] += 1;
        }
    }
    let most = |counts: &[u32]| {
        let best = (0..c).max_by(|a, b| counts[*a].cmp(&counts[*b]).then(b.cmp(a)));
        best.filter(|best| counts[*best] > 0).map(|best| best as u32)
    };
    let of_head: Vec<Option<u32>> = counts.chunks_exact(c.max(1)).map(most).collect();
    let is_as_head = said
        .iter()
        .zip(columns)
        .map(|(said, column)| column.is_some() && of_head.get(*said as usize).copied().flatten() == *column);
    let is_as_head = is_as_head.collect();
    (of_head, is_as_head)
}

fn take_in(list: &mut Vec<(f32, u32)>, similarity: f32, row: u32, itself: Option<u32>) {
    if list.len() == VOTERS && similarity <= list[VOTERS - 1].0 || itself == Some(row) {
        return;
    }
    let place = list.partition_point(|other| other.0 >= similarity);
    list.truncate(VOTERS - 1);
    list.insert(place, (similarity, row));
}

/// The value that about this share of the values is below; of none, what is below all.
fn quantile(mut values: Vec<f32>, share: f64) -> f32 {
    let at = (values.len() as f64 * share) as usize;
    if values.is_empty() {
        return f32::NEG_INFINITY;
    }
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}

#[cfg(test)]
mod tests;
