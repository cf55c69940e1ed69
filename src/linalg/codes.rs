//! Rows as eight-bit whole numbers: a quarter of the memory to read where many rows are looked at once, with a bound on
//! what is lost, so that whoever selects by codes can be exact all the same.
//!
//! Products are sums of whole numbers, so that no order of adding changes a bit. On the calling thread alone.

#![expect(clippy::inline_always, reason = "vectors leave their registers where a call is not inlined")]

use super::simd::{Isa, Kernel, Simd};

/// The largest code.
const MOST: f32 = 127.0;
/// The largest code of a query, which is one row and may be finer.
const MOST_OF_QUERY: f32 = 2047.0;
/// Running values, so that the compiler may use vectors.
const LANES: usize = 16;

/// Codes a row (n, d) into `codes` (n, d); gives for each row what its codes are multiplied by, and the length of what is
/// lost. Of rows with numbers that are none both are NaN.
///
/// # Panics
/// If `codes` is not as long as `rows`, or `d` is 0.
pub(crate) fn encode(rows: &[f32], d: usize, codes: &mut [i8]) -> Vec<(f32, f32)> {
    assert_eq!(rows.len(), codes.len(), "a code a number");
    Isa::detect().run(Encode { rows, d, codes })
}

struct Encode<'a> {
    rows: &'a [f32],
    d: usize,
    codes: &'a mut [i8],
}

impl Kernel for Encode<'_> {
    type Output = Vec<(f32, f32)>;

    /// Left to the compiler, which makes vectors of whole groups.
    #[inline(always)]
    fn run<S: Simd>(self) -> Self::Output {
        let mut all = Vec::with_capacity(self.rows.len() / self.d);
        for (row, codes) in self.rows.chunks_exact(self.d).zip(self.codes.chunks_exact_mut(self.d)) {
            let mut most = [0.0_f32; LANES];
            let (groups, rest) = row.as_chunks::<LANES>();
            for group in groups {
                for lane in 0..LANES {
                    let size = group[lane].abs();
                    most[lane] = if size > most[lane] { size } else { most[lane] };
                }
            }
            let most = most.iter().copied().chain(rest.iter().map(|x| x.abs())).fold(0.0, f32::max);
            let (scale, by) = if most > f32::MIN_POSITIVE { (most / MOST, MOST / most) } else { (0.0, 0.0) };
            let mut lost = [0.0_f32; LANES];
            let (code_groups, code_rest) = codes.as_chunks_mut::<LANES>();
            for (group, codes) in groups.iter().zip(code_groups) {
                for lane in 0..LANES {
                    let code = (group[lane] * by).round_ties_even();
                    let off = group[lane] - code * scale;
                    lost[lane] += off * off;
                    codes[lane] = code as i8;
                }
            }
            let mut lost: f32 = lost.iter().sum();
            for (x, to) in rest.iter().zip(code_rest) {
                let code = (x * by).round_ties_even();
                lost += (x - code * scale).powi(2);
                *to = code as i8;
            }
            // The sum above is rounded too.
            all.push((scale, lost.sqrt() * 1.0001));
        }
        all
    }
}

/// A query's codes, and what they are multiplied by: finer than those of rows, as far as 32 bits hold the sums.
pub(crate) fn encode_query(query: &[f32]) -> (Vec<i16>, f32) {
    let room = (i32::MAX as f32 / MOST / query.len().max(1) as f32).floor().min(MOST_OF_QUERY);
    let most = query.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
    let by = if most > f32::MIN_POSITIVE { room / most } else { 0.0 };
    let codes = query.iter().map(|x| (x * by).round_ties_even() as i16).collect();
    (codes, if by > 0.0 { most / room } else { 0.0 })
}

/// The sum of products of a query's codes with those of each row (n, d).
///
/// # Panics
/// If `out` does not hold a number a row.
pub(crate) fn products(codes: &[i8], query: &[i16], out: &mut [i32]) {
    assert_eq!(codes.len(), out.len() * query.len(), "whole rows");
    Isa::detect().run(Products { codes, query, out });
}

struct Products<'a> {
    codes: &'a [i8],
    query: &'a [i16],
    out: &'a mut [i32],
}

impl Kernel for Products<'_> {
    type Output = ();

    /// Left to the compiler, which may add whole numbers in any order.
    #[inline(always)]
    fn run<S: Simd>(self) {
        for (row, out) in self.codes.chunks_exact(self.query.len().max(1)).zip(self.out) {
            *out = row.iter().zip(self.query).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    #[test]
    fn what_is_lost_is_within_the_bound() {
        let mut rng = Rng::from_key(&[31]);
        for d in [1, 3, 16, 37, 777] {
            let rows: Vec<f32> = (0..5 * d).map(|_| rng.normal() as f32).collect();
            let query: Vec<f32> = (0..d).map(|_| rng.normal() as f32).collect();
            let mut codes = vec![0; rows.len()];
            let scales = encode(&rows, d, &mut codes);
            let (fine, fine_scale) = encode_query(&query);
            let mut sums = vec![0; 5];
            products(&codes, &fine, &mut sums);
            for (i, row) in rows.chunks_exact(d).enumerate() {
                let (scale, lost) = scales[i];
                let own = &codes[i * d..(i + 1) * d];
                let off: f64 = row.iter().zip(own).map(|(x, c)| f64::from(x - f32::from(*c) * scale).powi(2)).sum();
                assert!(off.sqrt() <= f64::from(lost) + 1e-9, "{d}");
                let plain: i32 = own.iter().zip(&fine).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
                assert_eq!(sums[i], plain);
                let exact: f64 = row.iter().zip(&query).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
                let coarse = f64::from(sums[i] as f32 * scale * fine_scale);
                let length = |x: &[f32]| x.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
                let of_query = f64::from(fine_scale) * (d as f64).sqrt() / 2.0 * length(row) * 1.1;
                assert!((exact - coarse).abs() <= f64::from(lost) * length(&query) + of_query + 1e-5, "{d}");
            }
        }
    }

    #[test]
    fn nothing_and_numbers_that_are_none_are_no_trouble() {
        let mut codes = [7; 4];
        let scales = encode(&[0.0, 0.0, f32::NAN, 1.0], 2, &mut codes);
        assert_eq!((scales[0], &codes[..2]), ((0.0, 0.0), &[0, 0][..]));
        assert!(scales[1].1.is_nan());
        assert_eq!(encode_query(&[0.0, 0.0]), (vec![0, 0], 0.0));
        assert!(encode_query(&[]).0.is_empty());
    }

    #[test]
    fn sums_of_very_wide_rows_do_not_run_over() {
        let d = 20_000;
        let row = vec![1.0_f32; d];
        let mut codes = vec![0; d];
        let scales = encode(&row, d, &mut codes);
        let (fine, fine_scale) = encode_query(&row);
        let mut sum = [0];
        products(&codes, &fine, &mut sum);
        assert!((sum[0] as f32 * scales[0].0 * fine_scale / d as f32 - 1.0).abs() < 1e-3);
    }
}
