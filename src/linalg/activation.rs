//! Exponentials and the activation of perceptrons on plain slices: loops that the compiler turns into vectors, on the
//! calling thread alone.
//!
//! The standard library's `exp` is exact to the last bit and one number at a time; these are exact to some 1e-7 of their
//! largest value and many at a time. Every instruction set computes the same formula, but may round a sum of products
//! once or twice, so that bits may differ between processors.

#![expect(clippy::inline_always, reason = "vectors leave their registers where a call is not inlined")]

use super::simd::{Isa, Kernel, Simd};

/// e^x for one lane; NaN stays NaN, below -87 it is some 1e-38, above 88 some 1e38.
#[inline(always)]
pub(super) fn exp_lane(x: f32) -> f32 {
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    let x = x.clamp(-87.0, 88.0);
    let power = (x * std::f32::consts::LOG2_E).round_ties_even();
    let r = x - power * LN2_HIGH - power * LN2_LOW;
    // e^r for |r| <= ln 2 / 2: the Taylor series, whose next term is under 1e-8.
    let series = 1.0 / 720.0;
    let series = series * r + 1.0 / 120.0;
    let series = series * r + 1.0 / 24.0;
    let series = series * r + 1.0 / 6.0;
    let series = series * r + 0.5;
    let series = series * r * r + r + 1.0;
    // 2^power by the exponent's bits; `power` lies between -126 and 127.
    series * f32::from_bits((((power as i32) + 127) as u32) << 23)
}

/// `x` becomes e^(x - shift), and their sum is given back.
pub fn exp_shifted(x: &mut [f32], shift: f32) -> f32 {
    struct Exp<'a>(&'a mut [f32], f32);
    impl Kernel for Exp<'_> {
        type Output = f32;
        #[inline(always)]
        fn run<S: Simd>(self) -> f32 {
            const SUMS: usize = 16;
            let mut sums = [0.0_f32; SUMS];
            let (groups, rest) = self.0.as_chunks_mut::<SUMS>();
            for group in groups {
                for lane in 0..SUMS {
                    group[lane] = exp_lane(group[lane] - self.1);
                    sums[lane] += group[lane];
                }
            }
            let mut sum = 0.0;
            for x in rest {
                *x = exp_lane(*x - self.1);
                sum += *x;
            }
            sums.iter().sum::<f32>() + sum
        }
    }
    Isa::detect().run(Exp(x, shift))
}

/// x Φ(x), Φ the normal distribution (Hendrycks and Gimpel 2016), in place of `x`; and its derivative Φ(x) + x φ(x).
///
/// Φ is by Abramowitz and Stegun 7.1.26, within 1e-7.
///
/// # Panics
/// If the slices are not of one length.
pub fn gelu(x: &mut [f32], slope: &mut [f32]) {
    struct Gelu<'a>(&'a mut [f32], &'a mut [f32]);
    impl Kernel for Gelu<'_> {
        type Output = ();
        #[inline(always)]
        fn run<S: Simd>(self) {
            for (x, slope) in self.0.iter_mut().zip(self.1) {
                (*x, *slope) = gelu_lane(*x);
            }
        }
    }
    assert_eq!(x.len(), slope.len(), "one slope a number");
    Isa::detect().run(Gelu(x, slope));
}

#[inline(always)]
pub(super) fn gelu_lane(x: f32) -> (f32, f32) {
    let half_square = x * x * 0.5;
    let bell = exp_lane(-half_square);
    let t = 1.0 / (1.0 + 0.327_591_1 * std::f32::consts::FRAC_1_SQRT_2 * x.abs());
    let series = 1.061_405_4;
    let series = series * t - 1.453_152_1;
    let series = series * t + 1.421_413_8;
    let series = series * t - 0.284_496_72;
    let series = series * t + 0.254_829_6;
    // Half of what is left of erf, on the side of x.
    let tail = 0.5 * series * t * bell;
    let phi = if x < 0.0 { tail } else { 1.0 - tail };
    (x * phi, phi + x * bell * 0.398_942_3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_those_of_the_standard_library() {
        let x: Vec<f32> = (0..4001).map(|i| (i as f32 - 2000.0) * 0.04).collect();
        let mut ours = x.clone();
        let sum = f64::from(exp_shifted(&mut ours, 1.5));
        let exact: Vec<f64> = x.iter().map(|&x| f64::from(x - 1.5).max(-87.0).exp()).collect();
        for ((x, y), exact) in x.iter().zip(&ours).zip(&exact) {
            assert!((f64::from(*y) - exact).abs() <= 4e-7 * exact, "e^{x}: {y} is not {exact}");
        }
        let exact: f64 = exact.iter().sum();
        assert!((sum - exact).abs() < 1e-5 * exact, "{sum} is not {exact}");
        let mut odd = [f32::NAN, f32::NEG_INFINITY, f32::INFINITY];
        assert!(exp_shifted(&mut odd, 0.0).is_nan());
        assert!(odd[0].is_nan() && odd[1] < 1e-37 && odd[2] > 1e38, "{odd:?}");
    }

    #[test]
    fn the_activation_and_its_derivative_are_what_they_should_be() {
        // By hand from tables of the normal distribution.
        for (x, expected) in [(0.0, 0.0), (1.0, 0.841_344_7), (-1.0, -0.158_655_3), (2.5, 2.484_475), (-4.0, -1.267e-4)]
        {
            let (mut y, mut slope) = ([x], [0.0]);
            gelu(&mut y, &mut slope);
            assert!((y[0] - expected).abs() < 2e-6, "{x}: {}", y[0]);
        }
        let value = |x: f32| {
            let (mut y, mut slope) = ([x], [0.0]);
            gelu(&mut y, &mut slope);
            (f64::from(y[0]), f64::from(slope[0]))
        };
        for i in -40..40 {
            let (x, h) = (i as f32 * 0.13, 0.01);
            let numeric = (value(x + h).0 - value(x - h).0) / f64::from((x + h) - (x - h));
            assert!((value(x).1 - numeric).abs() < 1e-4, "{x}: {} is not {numeric}", value(x).1);
        }
        assert!(value(f32::NAN).0.is_nan());
    }
}
