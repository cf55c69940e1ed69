//! Which numbers of a row of similarities are worth a look: those above the bound of their row or of their column.
//!
//! It keeps nothing and sorts nothing; almost always there is nothing to find, and that is what it is fast at.

#![expect(clippy::inline_always, reason = "vectors leave their registers where a call is not inlined")]

use super::simd::{Isa, Kernel, Simd};

/// Appends to `found` the ascending places of `values` that are greater than `row_bound` or than their own one of
/// `column_bounds`. NaN is greater than nothing; bounds are not NaN.
///
/// # Panics
/// If the slices are not of one length.
pub(crate) fn above(isa: Isa, values: &[f32], row_bound: f32, column_bounds: &[f32], found: &mut Vec<u32>) {
    assert_eq!(values.len(), column_bounds.len(), "a bound a column");
    isa.run(Above { values, row_bound, column_bounds, found });
}

struct Above<'a> {
    values: &'a [f32],
    row_bound: f32,
    column_bounds: &'a [f32],
    found: &'a mut Vec<u32>,
}

/// Vectors that are compared before any bit of the result is looked at.
const GROUP: usize = 4;

impl Kernel for Above<'_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::needless_range_loop, reason = "a loop over a constant range unrolls into registers")]
    fn run<S: Simd>(self) {
        let width = GROUP * S::LANES;
        let whole = self.values.len() / width * width;
        for start in (0..whole).step_by(width) {
            let (values, bounds) = (&self.values[start..start + width], &self.column_bounds[start..start + width]);
            let mut bits = [0_u32; GROUP];
            // SAFETY: called inside `Kernel::run`; both slices hold GROUP vectors.
            unsafe {
                let row_bound = S::splat(self.row_bound);
                for vector in 0..GROUP {
                    let at = vector * S::LANES;
                    let bound = S::min(S::load(bounds.as_ptr().add(at)), row_bound);
                    bits[vector] = S::greater(S::load(values.as_ptr().add(at)), bound);
                }
            }
            if bits[0] | bits[1] | bits[2] | bits[3] == 0 {
                continue;
            }
            for (vector, mut bits) in bits.into_iter().enumerate() {
                while bits != 0 {
                    self.found.push((start + vector * S::LANES) as u32 + bits.trailing_zeros());
                    bits &= bits - 1;
                }
            }
        }
        for place in whole..self.values.len() {
            if self.values[place] > self.row_bound.min(self.column_bounds[place]) {
                self.found.push(place as u32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    #[test]
    fn finds_what_a_plain_loop_finds() {
        let mut rng = Rng::from_key(&[6]);
        for isa in Isa::all() {
            for len in [0, 1, 2, 13, 15, 17, 33, 63, 64, 65, 200] {
                // Few distinct numbers, so that many equal their bound.
                let mut numbers = |len| (0..len).map(|_| rng.below(5) as f32).collect::<Vec<f32>>();
                let (mut values, mut bounds) = (numbers(len), numbers(len));
                if len > 3 {
                    (values[1], values[2], bounds[3]) = (f32::NAN, f32::NEG_INFINITY, f32::NEG_INFINITY);
                }
                for row_bound in [3.0, 4.0, f32::INFINITY, f32::NEG_INFINITY] {
                    let mut found = vec![9];
                    above(isa, &values, row_bound, &bounds, &mut found);
                    let is_above = |at: &usize| values[*at] > row_bound || values[*at] > bounds[*at];
                    let plain = (0..len).filter(is_above).map(|at| at as u32);
                    assert_eq!(found[1..], plain.collect::<Vec<u32>>(), "{isa:?} {len} {row_bound}");
                }
            }
        }
    }
}
