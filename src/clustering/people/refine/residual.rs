//! A linear layer beside given log-probabilities, fitted to what is said of some rows: METHOD 8's losses with an L2
//! penalty, once for each of several penalties, mixed by how well labels are told that were held back.
//!
//! A large penalty trusts the clustering, a small one the labels; which of the two deserves it differs from folder to
//! folder and is not known before.

use super::constraints::Resolved;
use super::lbfgs::minimize;
use crate::clustering::heads::linear::{Linear, softmax_rows, through_softmax};
use crate::control::{CancelToken, Cancelled, Rng};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// From much trust in the clustering to little; each fit begins where the one before ended.
const PENALTIES: [f32; 4] = [64.0, 16.0, 4.0, 1.0];
const STEPS: usize = 40;
/// Parts of the labels that are held back, one after the other.
const FOLDS: usize = 5;
/// Labels that are enough to choose penalties by.
const MOST_HELD: usize = 1000;
/// What a held-back label that is told right counts beside its log-likelihood. Likelihood alone prefers careful
/// probabilities to more right ones (`benches/refine.rs`: one percent less where clusters are poor).
const RIGHT: f64 = 5.0;
/// A fit with a smaller share of the mixture is left out.
const LEAST_SHARE: f32 = 0.02;
/// Below this a probability in a logarithm counts as this.
const LEAST: f32 = 1e-6;

/// Rows that something is said of.
pub(super) struct Residual<'a> {
    pub layer: Linear,
    /// (m, d)
    pub rows: &'a [f32],
    /// (m, c) what the layer's output is added to.
    pub logs: &'a [f32],
}

impl Residual<'_> {
    /// Weights and their shares, which sum to 1. `said` speaks of these rows by position.
    pub(super) fn fit(
        &self,
        said: &Resolved,
        seed: u64,
        cancel: &CancelToken,
    ) -> Result<Vec<(f32, Vec<f32>)>, Cancelled> {
        let shares = self.shares(&said.labels, seed, cancel)?;
        let mut mixture = Vec::new();
        let mut weights = vec![0.0; self.layer.n_numbers()];
        for (penalty, share) in PENALTIES.into_iter().zip(shares) {
            if share > 0.0 {
                minimize(&mut weights, STEPS, cancel, |weights| self.loss(weights, said, penalty))?;
                mixture.push((share, weights.clone()));
            }
        }
        Ok(mixture)
    }

    /// The share of each penalty, by how well it tells labels that it has not seen.
    fn shares(&self, labels: &BTreeMap<u32, u32>, seed: u64, cancel: &CancelToken) -> Result<Vec<f32>, Cancelled> {
        let mut held: Vec<(u32, u32)> = labels.iter().map(|(row, class)| (*class, *row)).collect();
        Rng::from_key(&[seed, 0x8EF1]).shuffle(&mut held);
        held.truncate(MOST_HELD);
        // Each class is spread over the parts.
        held.sort_by_key(|(class, _)| *class);
        let parts: Vec<Vec<f64>> =
            (0..FOLDS).into_par_iter().map(|fold| self.unseen(&held, fold, cancel)).collect::<Result<_, _>>()?;
        let sums: Vec<f64> = (0..PENALTIES.len()).map(|i| parts.iter().map(|part| part[i]).sum()).collect();
        let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let likelihoods = sums.iter().map(|sum| (sum - most).exp() as f32);
        let total: f32 = likelihoods.clone().sum();
        let kept: Vec<f32> = likelihoods.map(|l| if l / total < LEAST_SHARE { 0.0 } else { l }).collect();
        let total: f32 = kept.iter().sum();
        Ok(kept.iter().map(|share| share / total).collect())
    }

    /// For each penalty how well the labels (class, row) of one part are told from those of the others: the sum of
    /// log-likelihoods, and [`RIGHT`] for each that has the largest probability.
    fn unseen(&self, held: &[(u32, u32)], fold: usize, cancel: &CancelToken) -> Result<Vec<f64>, Cancelled> {
        let Linear { d, c } = self.layer;
        let gather = |is_wanted: &dyn Fn(usize) -> bool| {
            let chosen = held.iter().enumerate().filter(|(i, _)| is_wanted(*i)).map(|(_, label)| *label);
            let (mut rows, mut logs, mut labels) = (Vec::new(), Vec::new(), BTreeMap::new());
            for (at, (class, row)) in chosen.enumerate() {
                rows.extend_from_slice(&self.rows[row as usize * d..][..d]);
                logs.extend_from_slice(&self.logs[row as usize * c..][..c]);
                labels.insert(at as u32, class);
            }
            (rows, logs, Resolved { labels, ..Resolved::default() })
        };
        let (rows, logs, seen) = gather(&|i| i % FOLDS != fold);
        let (rows_out, logs_out, unseen) = gather(&|i| i % FOLDS == fold);
        let inside = Residual { layer: self.layer, rows: &rows, logs: &logs };
        let outside = Residual { layer: self.layer, rows: &rows_out, logs: &logs_out };
        let mut weights = vec![0.0; self.layer.n_numbers()];
        let mut found = Vec::with_capacity(PENALTIES.len());
        for penalty in PENALTIES {
            minimize(&mut weights, STEPS, cancel, |weights| inside.loss(weights, &seen, penalty))?;
            let p = outside.probabilities(&weights);
            let worth = |(row, class): (&u32, &u32)| {
                let own = at(&p, c, *row, *class);
                let is_right = p[*row as usize * c..][..c].iter().all(|other| *other <= own);
                f64::from(own.max(LEAST)).ln() + if is_right { RIGHT } else { 0.0 }
            };
            found.push(unseen.labels.iter().map(worth).sum());
        }
        Ok(found)
    }

    /// (m, c)
    fn probabilities(&self, weights: &[f32]) -> Vec<f32> {
        let mut p = self.layer.map(weights, self.rows, |_| ());
        add_logs(&mut p, self.logs);
        softmax_rows(&mut p, self.layer.c);
        p
    }

    /// METHOD 8's losses of what is said, with the penalty, and the gradient of the weights.
    fn loss(&self, weights: &[f32], said: &Resolved, penalty: f32) -> (f64, Vec<f32>) {
        let c = self.layer.c;
        let p = self.probabilities(weights);
        let mut d = vec![0.0; p.len()];
        let mut loss = 0.0;
        let joined = said.groups.iter().flat_map(|group| group.windows(2).map(|pair| (pair[0], pair[1])));
        let same = joined.map(|pair| (pair, true)).chain(said.different.iter().map(|pair| (*pair, false)));
        for ((a, b), is_same) in same {
            let (a, b) = (a as usize * c, b as usize * c);
            let product: f32 = p[a..][..c].iter().zip(&p[b..][..c]).map(|(x, y)| x * y).sum();
            let good = if is_same { product } else { 1.0 - product }.max(LEAST);
            let slope = if is_same { -1.0 / good } else { 1.0 / good };
            loss -= f64::from(good).ln();
            for class in 0..c {
                d[a + class] += slope * p[b + class];
                d[b + class] += slope * p[a + class];
            }
        }
        for (row, class) in &said.rejected {
            let good = (1.0 - at(&p, c, *row, *class)).max(LEAST);
            loss -= f64::from(good).ln();
            d[*row as usize * c + *class as usize] += 1.0 / good;
        }
        p.chunks_exact(c).zip(d.chunks_exact_mut(c)).for_each(|(p, d)| through_softmax(p, d));
        for (row, class) in &said.labels {
            loss -= f64::from(at(&p, c, *row, *class).max(LEAST)).ln();
            let row = *row as usize * c..(*row as usize + 1) * c;
            d[row.clone()].iter_mut().zip(&p[row.clone()]).for_each(|(d, p)| *d += p);
            d[row.start + *class as usize] -= 1.0;
        }
        let mut gradient = self.layer.gradient_of(&d, self.rows);
        gradient.iter_mut().zip(weights).for_each(|(g, w)| *g += penalty * w);
        let squares: f64 = weights.iter().map(|w| f64::from(w * w)).sum();
        (loss + 0.5 * f64::from(penalty) * squares, gradient)
    }
}

fn at(p: &[f32], c: usize, row: u32, class: u32) -> f32 {
    p[row as usize * c + class as usize]
}

/// Adds log-probabilities to logits.
pub(super) fn add_logs(logits: &mut [f32], logs: &[f32]) {
    logits.iter_mut().zip(logs).for_each(|(z, log)| *z += log);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn gradients_are_those_of_small_differences() {
        let layer = Linear { d: 3, c: 3 };
        let mut rng = Rng::from_key(&[3]);
        let rows: Vec<f32> = (0..6 * 3).map(|_| rng.normal() as f32).collect();
        let logs: Vec<f32> = (0..6 * 3).map(|_| rng.normal() as f32).collect();
        let weights: Vec<f32> = (0..12).map(|_| 0.3 * rng.normal() as f32).collect();
        let said = Resolved {
            labels: BTreeMap::from([(0, 2), (5, 0)]),
            rejected: BTreeSet::from([(1, 1), (4, 0)]),
            groups: vec![vec![1, 2, 3]],
            different: BTreeSet::from([(3, 4)]),
        };
        let residual = Residual { layer, rows: &rows, logs: &logs };
        let (_, gradient) = residual.loss(&weights, &said, 0.7);
        for i in 0..weights.len() {
            let moved = |step: f32| {
                let mut weights = weights.clone();
                weights[i] += step;
                residual.loss(&weights, &said, 0.7).0
            };
            let numeric = (moved(1e-2) - moved(-1e-2)) / 2e-2;
            assert!((numeric - f64::from(gradient[i])).abs() < 2e-3, "{i}: {} is not {numeric}", gradient[i]);
        }
    }
}
