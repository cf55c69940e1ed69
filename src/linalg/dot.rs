//! The exact side of similarities: sums of products in f64.
//!
//! The order of the sums is fixed and nothing is fused, so that every processor gives the same bits. For many rows at
//! once `gemm` and `matmul` are faster and less exact.

#![expect(clippy::inline_always, reason = "vectors leave their registers where a call is not inlined")]

use super::simd::{Isa, Kernel, Simd};

/// Running sums, one a lane of the widest f64 vector.
const SUMS: usize = 8;

/// The sum of products of two rows in f64, in a fixed order of eight running sums; of the shorter length.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f64 {
    Isa::detect().run(Dot { a, b })
}

struct Dot<'a> {
    a: &'a [f32],
    b: &'a [f32],
}

impl Kernel for Dot<'_> {
    type Output = f64;

    /// Left to the compiler, which makes vectors of whole groups.
    #[inline(always)]
    fn run<S: Simd>(self) -> f64 {
        let ((a, a_rest), (b, b_rest)) = (self.a.as_chunks::<SUMS>(), self.b.as_chunks::<SUMS>());
        let mut sums = [0.0_f64; SUMS];
        for (a, b) in a.iter().zip(b) {
            for lane in 0..SUMS {
                sums[lane] += f64::from(a[lane]) * f64::from(b[lane]);
            }
        }
        let mut rest = 0.0;
        for (x, y) in a_rest.iter().zip(b_rest) {
            rest += f64::from(*x) * f64::from(*y);
        }
        sums.iter().sum::<f64>() + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    #[test]
    fn every_instruction_set_gives_the_bits_of_the_plain_order() {
        let mut rng = Rng::from_key(&[8]);
        for len in [0, 1, 2, 7, 8, 13, 15, 17, 33, 512] {
            let mut row = || (0..len).map(|_| rng.normal() as f32).collect::<Vec<f32>>();
            let (a, b) = (row(), row());
            let lane = |lane: usize| {
                let whole = len / 8 * 8;
                (lane..whole).step_by(8).fold(0.0, |sum, at| sum + f64::from(a[at]) * f64::from(b[at]))
            };
            let rest = (len / 8 * 8..len).map(|at| f64::from(a[at]) * f64::from(b[at])).sum::<f64>();
            let plain = (0..8).map(lane).sum::<f64>() + rest;
            for isa in Isa::all() {
                assert_eq!(isa.run(Dot { a: &a, b: &b }).to_bits(), (plain + 0.0).to_bits(), "{isa:?} {len}");
            }
        }
    }
}
