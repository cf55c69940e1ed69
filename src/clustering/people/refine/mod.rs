//! What a person said about some images, taken over to all others (METHOD 8): new probabilities from cached rows and the
//! clustering there is.
//!
//! Labels and rejections hold exactly; from them spreads a linear layer that starts as the clustering and moves away from
//! it as far as labels that were held back bear out. Pure clusters so stay as they are, and impure ones are overruled.
//! It trains no network, gives no cluster a name, and does not choose what to ask (`review_queue`).

mod constraints;
mod lbfgs;
mod residual;

pub use constraints::Constraints;

use crate::clustering::heads::linear::{BLOCK, Linear, softmax_rows};
use crate::clustering::neighbors::{finite_rows, row_count};
use crate::control::{CancelToken, Cancelled};
use crate::linalg::dot::dot;
use constraints::Resolved;
use rayon::prelude::*;
use residual::{Residual, add_logs};

/// The length that rows are given: how far one label reaches beside the penalty of the weights.
const ROW_LENGTH: f64 = 5.0;
/// What all classes together are given beside the clustering's certainty, so that labels can overrule it.
const DOUBT: f32 = 0.2;
/// What a class that the clustering did not know is given in every row once it has labels: so much, but no more than
/// this share of the row's largest.
const NEW_CLASS: f32 = 0.5;
const NEW_CLASS_SHARE: f32 = 0.8;
/// What a class is given that neither the clustering nor a person has shown.
const UNSEEN: f32 = 1e-4;

/// What is known of n images.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// (n, d) unit rows, row-major, as neighbours are searched in.
    pub rows: &'a [f32],
    /// Numbers of a row.
    pub d: usize,
    /// Classes: columns of `prior`, those that are new among them.
    pub n_classes: usize,
    /// (n, `n_classes`): what the clustering says. A row of zeros: nothing is known of the image. A column of zeros: a
    /// class that the clustering does not know.
    pub prior: &'a [f32],
    /// (n, k) positions of each image's neighbours, itself left out; empty if there are none.
    pub neighbors: &'a [u32],
    /// Neighbours of an image.
    pub k: usize,
    /// Of the draw of which labels are held back together.
    pub seed: u64,
}

/// Probabilities (n, `n_classes`) after what a person said; rows sum to 1.
///
/// A labelled row is 1 at its label; a rejected class is 0 in its row; rows that are said to be of one class have equal
/// rows, and get each other's label and rejections. Where something contradicts itself labels win: see [`Constraints`].
/// Without constraints the result is the prior. Rows of which it knows nothing take their neighbours' mean there, or
/// are even. No result depends on the number of threads.
///
/// # Errors
/// [`Cancelled`].
///
/// # Panics
/// If the slices do not have these sizes, or a constraint names a row or class that does not exist.
pub fn refine(input: &Input<'_>, constraints: &Constraints, cancel: &CancelToken) -> Result<Vec<f32>, Cancelled> {
    let (n, c) = (row_count(input.rows, input.d), input.n_classes);
    assert_eq!(input.prior.len(), n * c, "one probability a row and class");
    assert_eq!(input.neighbors.len(), n * input.k, "{} neighbours a row", input.k);
    let resolved = Resolved::new(constraints, n, c);
    let prior = completed(input);
    cancel.check()?;
    if resolved.is_empty() || n == 0 || c == 0 {
        return Ok(prior);
    }
    let rows = finite_rows(input.rows, input.d);
    let input = Input { rows: &rows, ..*input };
    let floor = Floor::new(&prior, c, &resolved);
    // What was said speaks of these rows; only they are trained on.
    let said = resolved.rows();
    let mut said_rows = Vec::with_capacity(said.len() * input.d);
    let mut said_logs = Vec::with_capacity(said.len() * c);
    for &row in &said {
        smooth(&input, row as usize, &mut said_rows);
        said_logs.extend_from_slice(&prior[row as usize * c..][..c]);
    }
    said_logs.chunks_exact_mut(c).for_each(|row| floor.to_logs(row));
    let residual = Residual { layer: Linear { d: input.d, c }, rows: &said_rows, logs: &said_logs };
    let mixture = residual.fit(&resolved.by_position(&said), input.seed, cancel)?;
    let mut all = prior;
    let blocks = all.par_chunks_mut(BLOCK * c).enumerate();
    blocks.try_for_each(|(block, out)| {
        cancel.check()?;
        predict(&input, &mixture, &floor, block * BLOCK, out);
        Ok(())
    })?;
    resolved.impose(&mut all, c);
    Ok(all)
}

/// Turns a block of the prior, from row `first`, into the mixture's probabilities.
fn predict(input: &Input<'_>, mixture: &[(f32, Vec<f32>)], floor: &Floor, first: usize, out: &mut [f32]) {
    let layer = Linear { d: input.d, c: input.n_classes };
    let mut rows = Vec::with_capacity(out.len() / layer.c * input.d);
    for i in 0..out.len() / layer.c {
        smooth(input, first + i, &mut rows);
    }
    out.chunks_exact_mut(layer.c).for_each(|row| floor.to_logs(row));
    let mut sum = vec![0.0; out.len()];
    let mut logits = vec![0.0; out.len()];
    for (share, weights) in mixture {
        layer.logits(weights, &rows, &mut logits);
        add_logs(&mut logits, out);
        softmax_rows(&mut logits, layer.c);
        sum.iter_mut().zip(&logits).for_each(|(sum, p)| *sum += share * p);
    }
    out.copy_from_slice(&sum);
}

/// Appends the direction of a row plus the mean of its neighbours', of [`ROW_LENGTH`]: what is common to a
/// neighbourhood tells more of the class than one image does.
fn smooth(input: &Input<'_>, row: usize, out: &mut Vec<f32>) {
    let d = input.d;
    let start = out.len();
    out.extend_from_slice(&input.rows[row * d..][..d]);
    let out = &mut out[start..];
    let share = 1.0 / input.k.max(1) as f32;
    for &other in &input.neighbors[row * input.k..][..input.k] {
        let other = &input.rows[other as usize * d..][..d];
        out.iter_mut().zip(other).for_each(|(x, y)| *x += share * y);
    }
    let scale = (ROW_LENGTH / dot(out, out).sqrt().max(1e-12)) as f32;
    for x in out {
        *x *= scale;
    }
}

/// The prior with rows that sum to 1: rows of which nothing is known take the mean of their neighbours, or are even.
fn completed(input: &Input<'_>) -> Vec<f32> {
    let c = input.n_classes;
    let mut prior = input.prior.to_vec();
    let mut is_known = Vec::with_capacity(prior.len() / c.max(1));
    for row in prior.chunks_exact_mut(c.max(1)) {
        let sum: f32 = row.iter().sum();
        let is_sound = sum.is_finite() && sum > 0.0 && row.iter().all(|p| *p >= 0.0);
        is_known.push(is_sound);
        // Dividing by a sum that is all but 1 would only move the last bits.
        if is_sound && (sum - 1.0).abs() > 1e-5 {
            for p in row {
                *p /= sum;
            }
        }
    }
    for row in (0..is_known.len()).filter(|row| !is_known[*row]) {
        let others = &input.neighbors[row * input.k..][..input.k];
        let known: Vec<usize> = others.iter().map(|o| *o as usize).filter(|other| is_known[*other]).collect();
        let mut mean = vec![if known.is_empty() { 1.0 / c as f32 } else { 0.0 }; c];
        for other in &known {
            let other = &prior[other * c..][..c];
            mean.iter_mut().zip(other).for_each(|(mean, p)| *mean += p / known.len() as f32);
        }
        prior[row * c..][..c].copy_from_slice(&mean);
    }
    prior
}

/// What each class is given beside the prior, so that no logarithm is endless.
struct Floor {
    known: f32,
    kinds: Vec<Kind>,
}

#[derive(Clone, Copy)]
enum Kind {
    /// The clustering knows it.
    Known,
    /// A person has given it a label.
    New,
    /// Neither the clustering nor a person has shown it.
    Unseen,
}

impl Floor {
    fn new(prior: &[f32], c: usize, resolved: &Resolved) -> Self {
        let mut kinds = vec![Kind::Unseen; c];
        resolved.labels.values().for_each(|class| kinds[*class as usize] = Kind::New);
        for row in prior.chunks_exact(c) {
            row.iter().zip(&mut kinds).filter(|(p, _)| **p > 0.0).for_each(|(_, kind)| *kind = Kind::Known);
        }
        Self { known: DOUBT / c as f32, kinds }
    }

    fn to_logs(&self, row: &mut [f32]) {
        let largest = row.iter().copied().fold(0.0, f32::max);
        let new = NEW_CLASS.min(NEW_CLASS_SHARE * largest);
        for (p, kind) in row.iter_mut().zip(&self.kinds) {
            let given = match kind {
                Kind::Known => self.known,
                Kind::New => new,
                Kind::Unseen => UNSEEN,
            };
            *p = (*p + given).ln();
        }
    }
}

#[cfg(test)]
mod tests;
