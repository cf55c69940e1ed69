//! A linear layer over many frozen rows, in blocks: what heads without hidden layers are made of.
//!
//! Blocks have a fixed size and their sums a fixed order, so that no result depends on the number of threads.

use crate::control::Rng;
use crate::linalg::matmul::{product_with_transposed, transposed_product};
use crate::linalg::rows::softmax;
use rayon::prelude::*;

/// Rows of a task.
pub(in crate::clustering) const BLOCK: usize = 256;

/// Sizes of a layer d -> c; its weights lie in one slice, (c, d) and then the biases (c).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::clustering) struct Linear {
    pub d: usize,
    pub c: usize,
}

impl Linear {
    /// Numbers of weights and biases together.
    pub(in crate::clustering) fn n_numbers(self) -> usize {
        self.c * (self.d + 1)
    }

    /// Uniform within 1 / sqrt(d), as PyTorch's.
    pub(in crate::clustering) fn first_weights(self, rng: &mut Rng) -> Vec<f32> {
        let bound = 1.0 / (self.d.max(1) as f64).sqrt();
        (0..self.n_numbers()).map(|_| rng.range(-bound, bound) as f32).collect()
    }

    /// Logits (m, c) of rows (m, d), on this thread.
    pub(in crate::clustering) fn logits(self, weights: &[f32], rows: &[f32], out: &mut [f32]) {
        let (matrix, bias) = weights.split_at(self.c * self.d);
        product_with_transposed(rows, matrix, self.d, out);
        for row in out.chunks_exact_mut(self.c) {
            row.iter_mut().zip(bias).for_each(|(z, b)| *z += b);
        }
    }

    /// The gradient of the weights from that of the logits (m, c), on this thread; `out` is overwritten.
    fn gradient(self, d_logits: &[f32], rows: &[f32], out: &mut [f32]) {
        let (matrix, bias) = out.split_at_mut(self.c * self.d);
        transposed_product(d_logits, rows, d_logits.len() / self.c.max(1), matrix);
        bias.fill(0.0);
        for row in d_logits.chunks_exact(self.c) {
            bias.iter_mut().zip(row).for_each(|(sum, d)| *sum += d);
        }
    }

    /// Goes over blocks of rows on all threads: `each` turns a block's logits (m, c) into their gradient, where it is
    /// given which rows it has, and gives a share of the loss. Gives the summed gradient of the weights, and the loss.
    pub(in crate::clustering) fn pass(
        self,
        weights: &[f32],
        rows: &[f32],
        each: impl Fn(std::ops::Range<usize>, &mut [f32]) -> f64 + Sync,
    ) -> (Vec<f32>, f64) {
        let blocks = rows.par_chunks(BLOCK * self.d.max(1)).enumerate();
        let parts: Vec<(Vec<f32>, f64)> = blocks
            .map_init(Vec::new, |logits: &mut Vec<f32>, (i, block)| {
                let m = block.len() / self.d.max(1);
                logits.resize(m * self.c, 0.0);
                self.logits(weights, block, logits);
                let loss = each(i * BLOCK..i * BLOCK + m, logits);
                let mut gradient = vec![0.0; self.n_numbers()];
                self.gradient(logits, block, &mut gradient);
                (gradient, loss)
            })
            .collect();
        self.summed(parts)
    }

    /// The summed gradient of the weights from that of the logits (n, c) of rows (n, d), on all threads.
    pub(in crate::clustering) fn gradient_of(self, d_logits: &[f32], rows: &[f32]) -> Vec<f32> {
        let blocks = rows.par_chunks(BLOCK * self.d.max(1)).zip(d_logits.par_chunks(BLOCK * self.c.max(1)));
        let parts = blocks.map(|(block, d_logits)| {
            let mut gradient = vec![0.0; self.n_numbers()];
            self.gradient(d_logits, block, &mut gradient);
            (gradient, 0.0)
        });
        self.summed(parts.collect()).0
    }

    /// Gradients and losses of all blocks, added in order.
    fn summed(self, parts: Vec<(Vec<f32>, f64)>) -> (Vec<f32>, f64) {
        let mut parts = parts.into_iter();
        let (mut gradient, mut loss) = parts.next().unwrap_or_else(|| (vec![0.0; self.n_numbers()], 0.0));
        for (other, share) in parts {
            gradient.iter_mut().zip(other).for_each(|(sum, g)| *sum += g);
            loss += share;
        }
        (gradient, loss)
    }

    /// All rows through the layer, each block's logits (m, c) changed by `finish`, on all threads.
    pub(in crate::clustering) fn map(
        self,
        weights: &[f32],
        rows: &[f32],
        finish: impl Fn(&mut [f32]) + Sync,
    ) -> Vec<f32> {
        let n = rows.len() / self.d.max(1);
        let mut all = vec![0.0; n * self.c];
        let blocks = rows.par_chunks(BLOCK * self.d.max(1));
        all.par_chunks_mut(BLOCK * self.c.max(1)).zip(blocks).for_each(|(out, block)| {
            self.logits(weights, block, out);
            finish(out);
        });
        all
    }
}

/// Rows (m, c) of logits become probabilities.
pub(in crate::clustering) fn softmax_rows(rows: &mut [f32], c: usize) {
    softmax(rows, c, 1.0);
}

/// Length of a row; never zero: what is divided by it stays a number.
pub(in crate::clustering) fn length(row: &[f32]) -> f32 {
    row.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-12)
}

/// The gradient by the logits of a softmax, from that by its probabilities `p`, in place of the latter; one row.
pub(in crate::clustering) fn through_softmax(p: &[f32], d: &mut [f32]) {
    let along: f32 = p.iter().zip(&*d).map(|(p, d)| p * d).sum();
    d.iter_mut().zip(p).for_each(|(d, p)| *d = p * (*d - along));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradients_are_those_of_small_differences_over_several_blocks() {
        let layer = Linear { d: 3, c: 2 };
        let mut rng = Rng::from_key(&[2]);
        let rows: Vec<f32> = (0..(2 * BLOCK + 5) * 3).map(|_| rng.normal() as f32).collect();
        let weights = layer.first_weights(&mut rng);
        // -log p of class (row mod 2)
        let run = |weights: &[f32]| {
            layer.pass(weights, &rows, |range, logits| {
                softmax_rows(logits, 2);
                let mut loss = 0.0;
                for (row, p) in range.zip(logits.chunks_exact_mut(2)) {
                    loss -= f64::from(p[row % 2]).ln();
                    let mut d = [0.0; 2];
                    d[row % 2] = -1.0 / p[row % 2];
                    through_softmax(p, &mut d);
                    p.copy_from_slice(&d);
                }
                loss
            })
        };
        let (gradient, _) = run(&weights);
        for i in 0..layer.n_numbers() {
            let at = |step: f32| {
                let mut moved = weights.clone();
                moved[i] += step;
                run(&moved).1
            };
            let numeric = (at(1e-2) - at(-1e-2)) / 2e-2;
            assert!((numeric - f64::from(gradient[i])).abs() < 0.05, "{i}: {} is not {numeric}", gradient[i]);
        }
        let all = layer.map(&weights, &rows, |block| softmax_rows(block, 2));
        assert!(all.chunks_exact(2).all(|p| (p[0] + p[1] - 1.0).abs() < 1e-5));
        assert_eq!(layer.pass(&weights, &[], |_, _| 0.0), (vec![0.0; 8], 0.0));
    }
}
