//! The kernels against plain sums, with every instruction set that this processor has, on random shapes.

use super::conv::{forward, input_gradient, multiply};
use super::conv_weight::{gradient_over, weight_gradient};
use super::grid::{Finish, Geometry, Grid, Target};
use super::maps::Maps;
use super::{norm, winograd};
use crate::control::Rng;
use crate::learning::kernels::testing::random;
use crate::linalg::simd::{Isa, Kernel, LANES, Lanes, Simd};

fn geometry(n: usize, [c, o]: [usize; 2], [h, w]: [usize; 2], k: usize, stride: usize, padding: usize) -> Geometry {
    let out = |size: usize| (size + 2 * padding - k) / stride + 1;
    Geometry { n, c, h, w, o, kh: k, kw: k, stride, padding, ho: out(h), wo: out(w) }
}

/// Value, and the gradient of the weights under `dy`, summed in f64.
fn twin(g: &Geometry, x: &[f32], weight: &[f32], dy: &[f32]) -> [Vec<f64>; 2] {
    let (mut y, mut dw) = (vec![0.0; dy.len()], vec![0.0; weight.len()]);
    for at in 0..dy.len() {
        let (xo, yo, o, n) = (at % g.wo, at / g.wo % g.ho, at / (g.wo * g.ho) % g.o, at / (g.wo * g.ho * g.o));
        for tap in 0..g.c * g.kh * g.kw {
            let (kx, ky, c) = (tap % g.kw, tap / g.kw % g.kh, tap / (g.kw * g.kh));
            let (yi, xi) = ((yo * g.stride + ky).wrapping_sub(g.padding), (xo * g.stride + kx).wrapping_sub(g.padding));
            if yi < g.h && xi < g.w {
                let x = f64::from(x[((n * g.c + c) * g.h + yi) * g.w + xi]);
                let at_weight = o * g.c * g.kh * g.kw + tap;
                y[at] += x * f64::from(weight[at_weight]);
                dw[at_weight] += x * f64::from(dy[at]);
            }
        }
    }
    [y, dw]
}

fn assert_near(found: &[f32], twin: &[f64], tolerance: f64, what: &str) {
    assert_eq!(found.len(), twin.len(), "{what}");
    let scale = twin.iter().fold(1e-6_f64, |m, v| m.max(v.abs()));
    for (at, (&a, &b)) in found.iter().zip(twin).enumerate() {
        assert!((f64::from(a) - b).abs() <= tolerance * scale, "{what}: {a} instead of {b} at {at}");
    }
}

fn check(g: &Geometry, isa: Isa) {
    let what = format!("{g:?} with {isa:?}");
    let (xs, ws) = (random(&[g.n, g.c, g.h, g.w], 1), random(&[g.o, g.c, g.kh, g.kw], 2));
    let dys = random(&[g.n, g.o, g.ho, g.wo], 3);
    let [y_twin, dw_twin] = twin(g, &xs, &ws, &dys);
    let x = Maps::from_nchw(&xs, (g.n, g.c, g.h, g.w));
    let dy = Maps::from_nchw(&dys, (g.n, g.o, g.ho, g.wo));
    let grid = Grid { isa, ..Grid::forward(g) };
    let mut y = Maps::new(g.n, g.o, g.ho, g.wo);
    let n_taps = g.kh * g.kw;
    let at = |o: usize, c: usize, tap: usize| ws[(o * g.c + c) * n_taps + tap];
    let target = Target { first: (0, 0), step: 1 };
    let finish = Finish { with_moments: true, ..Finish::default() };
    let moments = multiply(&x, &grid, at, &mut y, target, finish);
    assert_near(&y.to_nchw(), &y_twin, 1e-5, &what);
    let (mean, var) = norm::mean_and_var(&moments, g.o);
    let places = g.ho * g.wo;
    for o in 0..g.o {
        let values = || (0..g.n).flat_map(|n| &y_twin[(n * g.o + o) * places..][..places]);
        let count = (g.n * places) as f64;
        let true_mean = values().sum::<f64>() / count;
        let true_var = values().map(|v| (v - true_mean).powi(2)).sum::<f64>() / count;
        let scale = 1e-5 * (true_var.sqrt() + true_mean.abs() + 1e-3);
        assert!((mean[o] - true_mean).abs() <= scale, "mean of {o}: {what}");
        assert!((var[o] - true_var).abs() <= 1e-4 * (true_var + 1e-3), "variance of {o}: {what}");
    }
    let mut dw = vec![f32::NAN; ws.len()];
    gradient_over(&grid, g, &x, &dy, &mut dw);
    assert_near(&dw, &dw_twin, 1e-4, &what);
}

#[test]
fn random_shapes_with_every_instruction_set() {
    let mut rng = Rng::from_key(&[11]);
    let isas = Isa::all();
    let mut n_fast = 0;
    // (Miri takes minutes for one.)
    let n_rounds = if cfg!(miri) { 2 } else { 60 };
    for round in 0..n_rounds {
        // Every third is one for the minimal filtering, with odd sizes and channel counts around its blocks.
        let g = if round % 3 == 0 {
            let channels = [[32, 32], [32, 33], [48, 40], [144, 64], [32, 100]][rng.below(5)];
            geometry(1 + rng.below(3), channels, [2 + rng.below(9), 2 + rng.below(9)], 3, 1, 1 + rng.below(2))
        } else {
            let (k, padding) = ([1, 3, 3, 5, 7][rng.below(5)], rng.below(4));
            let side = |rng: &mut Rng| k + rng.below(10);
            let (h, w) = (side(&mut rng), side(&mut rng));
            geometry(1 + rng.below(4), [1 + rng.below(40), 1 + rng.below(40)], [h, w], k, 1 + rng.below(2), padding)
        };
        n_fast += usize::from(winograd::suits(&Grid::forward(&g), g.c, g.o));
        check(&g, isas[round % isas.len()]);
    }
    assert!(n_fast >= n_rounds / 3, "only {n_fast} by minimal filtering");
}

#[test]
fn every_instruction_set_does_both_kinds_of_convolution() {
    for isa in Isa::all() {
        check(&geometry(2, [32, 48], [7, 6], 3, 1, 1), isa);
        check(&geometry(2, [19, 21], [7, 9], 3, 2, 1), isa);
    }
}

#[test]
fn nan_and_infinity_reach_the_output_of_minimal_filtering() {
    for bad in [f32::NAN, f32::INFINITY] {
        let g = geometry(1, [32, 32], [4, 4], 3, 1, 1);
        let mut xs = random(&[1, 32, 4, 4], 1);
        xs[5] = bad;
        let x = Maps::from_nchw(&xs, (1, 32, 4, 4));
        let mut y = Maps::new(1, 32, 4, 4);
        let target = Target { first: (0, 0), step: 1 };
        multiply(&x, &Grid::forward(&g), |_, _, _| 1.0, &mut y, target, Finish::default());
        let y = y.to_nchw();
        // Column 1 of row 1: all places that its kernel meets.
        let met = [0, 1, 2, 4, 5, 6, 8, 9, 10];
        assert!(met.iter().all(|&at| !y[at].is_finite()), "{y:?}");
    }
}

#[test]
fn maps_of_another_size_than_said_are_refused() {
    let g = geometry(2, [32, 33], [7, 6], 3, 1, 1);
    let (x, y) =
        (Maps::from_nchw(&[0.5; 2 * 32 * 42], (2, 32, 7, 6)), Maps::from_nchw(&[0.5; 2 * 33 * 42], (2, 33, 7, 6)));
    let weight = vec![0.5; 33 * 32 * 9];
    let refused = |run: &mut dyn FnMut()| {
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err(), "taken as it was");
    };
    let plain = Finish::default();
    forward(&g, &x, &weight, None, plain);
    for wrong in [
        Geometry { n: 3, ..g },
        Geometry { c: 31, ..g },
        Geometry { o: 32, ..g },
        Geometry { h: 8, ho: 8, ..g },
        Geometry { w: 5, wo: 5, ..g },
        Geometry { ho: 8, ..g },
        Geometry { stride: 0, ..g },
        Geometry { padding: 4, ..g },
        Geometry { kh: 5, ..g },
    ] {
        refused(&mut || drop(forward(&wrong, &x, &weight, None, plain)));
        refused(&mut || input_gradient(&wrong, &y, &weight, &mut Maps::like(&x), false));
        refused(&mut || weight_gradient(&wrong, &x, &y, &mut weight.clone()));
    }
    refused(&mut || drop(forward(&g, &x, &weight[1..], None, plain)));
    refused(&mut || weight_gradient(&g, &x, &y, &mut weight[1..].to_vec()));
    refused(&mut || drop(forward(&g, &x, &weight, None, Finish { residual: Some(&x), ..plain })));
    refused(&mut || drop(forward(&g, &x, &weight, None, Finish { bias: Some(&[0.0; 33]), ..plain })));
}

/// Each operation on sixteen numbers, by the lanes of an instruction set.
struct Operations([[f32; LANES]; 3]);

impl Kernel for Operations {
    type Output = [[f32; LANES]; 6];

    #[inline(always)]
    fn run<S: Simd>(self) -> [[f32; LANES]; 6] {
        let mut out = [[0.0; LANES]; 6];
        // SAFETY: called inside `Kernel::run`; all arrays hold sixteen floats.
        unsafe {
            let [a, b, c] = &self.0;
            let (a, b, c) = (S::Sixteen::load(a.as_ptr()), S::Sixteen::load(b.as_ptr()), S::Sixteen::load(c.as_ptr()));
            let results = [a.add(b), a.sub(b), a.mul(b), a.fma(b, c), a.relu(), a.where_open(b)];
            for (out, result) in out.iter_mut().zip(results) {
                result.store(out.as_mut_ptr());
            }
        }
        out
    }
}

#[test]
fn lanes_agree_with_plain_arithmetic() {
    let mut lanes = [[0.0; LANES]; 3];
    for (seed, lanes) in (1..).zip(&mut lanes) {
        lanes.copy_from_slice(&random(&[LANES], seed));
    }
    (lanes[0][3], lanes[0][5], lanes[1][7], lanes[1][9]) = (f32::NAN, f32::INFINITY, f32::NAN, 0.0);
    let [a, b, c] = lanes;
    for isa in Isa::all() {
        let found = isa.run(Operations(lanes));
        for i in 0..LANES {
            let gate = |x: f32, gate: f32| if gate <= 0.0 { 0.0 } else { x };
            let plain = [a[i] + b[i], a[i] - b[i], a[i] * b[i], a[i] + b[i] * c[i], gate(a[i], a[i]), gate(a[i], b[i])];
            for (which, plain) in plain.into_iter().enumerate() {
                let found = found[which][i];
                let is_same = found == plain || (found.is_nan() && plain.is_nan()) || (found - plain).abs() < 1e-6;
                assert!(is_same, "{isa:?}, operation {which}, lane {i}: {found} is not {plain}");
            }
        }
    }
}
