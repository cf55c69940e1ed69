//! Batch normalisation on blocked maps, with the sum and the ReLU that follow it in a residual network.
//!
//! Moments come from whoever wrote the maps. No running statistics here.

use super::maps::Maps;
use super::moments::Moments;
use crate::linalg::simd::{Isa, Kernel, LANES, Lanes, Simd};
use rayon::prelude::*;

/// Floats that a task takes.
const PIECE: usize = 256 * LANES;

/// `y = x * scale + shift`, a number a channel of each block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Affine {
    pub scale: Vec<f32>,
    pub shift: Vec<f32>,
}

/// What batch normalisation did, for its backward pass.
#[derive(Clone, Debug, Default)]
pub(crate) struct Normalization {
    pub affine: Affine,
    /// Of the batch, or the given ones.
    pub mean: Vec<f32>,
    /// 1 / sqrt(var + eps).
    pub inverse_std: Vec<f32>,
    /// Whether mean and variance depend on `x`.
    pub is_batch: bool,
}

impl Normalization {
    /// From mean and biased variance of each channel.
    pub(crate) fn new(mean: &[f64], var: &[f64], gamma: &[f32], beta: &[f32], eps: f64, is_batch: bool) -> Self {
        let c = gamma.len();
        let padded = |value: &dyn Fn(usize) -> f64| -> Vec<f32> {
            (0..c.next_multiple_of(LANES)).map(|i| if i < c { value(i) as f32 } else { 0.0 }).collect()
        };
        let inverse = |i: usize| 1.0 / (var[i] + eps).sqrt();
        Self {
            affine: Affine {
                scale: padded(&|i| f64::from(gamma[i]) * inverse(i)),
                shift: padded(&|i| f64::from(beta[i]) - f64::from(gamma[i]) * inverse(i) * mean[i]),
            },
            mean: padded(&|i| mean[i]),
            inverse_std: padded(&inverse),
            is_batch,
        }
    }
}

/// Mean and biased variance of `c` channels from the moments of their blocks.
pub(crate) fn mean_and_var(moments: &[Moments], c: usize) -> (Vec<f64>, Vec<f64>) {
    let of = |i: usize| (&moments[i / LANES], i % LANES);
    let mean = (0..c).map(|i| of(i).0.mean[of(i).1]).collect();
    let var = (0..c).map(|i| of(i).0.squares[of(i).1] / of(i).0.count).collect();
    (mean, var)
}

/// The moments of every channel, for maps whose writer gave none.
pub(crate) fn moments(x: &Maps) -> Vec<Moments> {
    struct Look<'a>(&'a [f32]);
    impl Kernel for Look<'_> {
        type Output = Moments;

        #[inline(always)]
        fn run<S: Simd>(self) -> Moments {
            let mut moments = Moments::default();
            // SAFETY: called inside `Kernel::run`.
            unsafe { moments.add::<S::Sixteen>(self.0) };
            moments
        }
    }
    let isa = Isa::detect();
    let parts: Vec<Moments> = x.numbers().par_chunks(x.plane().max(1)).map(|block| isa.run(Look(block))).collect();
    Moments::merge(parts.chunks(x.blocks()).map(<[Moments]>::to_vec).collect())
}

/// `relu?(x * scale + shift + residual?)` into `y`.
pub(crate) fn apply(x: &Maps, affine: &Affine, residual: Option<&Maps>, is_relu: bool, y: &mut Maps) {
    let isa = Isa::detect();
    each_piece(y, |at, block, out| {
        let (scale, shift) = lanes(affine, block);
        let x = &x.numbers()[at..at + out.len()];
        let residual = residual.map(|residual| &residual.numbers()[at..at + out.len()]);
        isa.run(Apply { x: Some(x), residual, scale, shift, is_relu, out });
    });
}

/// As [`apply`], over `x`.
pub(crate) fn apply_in_place(x: &mut Maps, affine: &Affine, residual: Option<&Maps>, is_relu: bool) {
    let isa = Isa::detect();
    each_piece(x, |at, block, out| {
        let (scale, shift) = lanes(affine, block);
        let residual = residual.map(|residual| &residual.numbers()[at..at + out.len()]);
        isa.run(Apply { x: None, residual, scale, shift, is_relu, out });
    });
}

fn lanes(affine: &Affine, block: usize) -> (&[f32], &[f32]) {
    (&affine.scale[block * LANES..][..LANES], &affine.shift[block * LANES..][..LANES])
}

/// Runs `f(first float, block, floats)` over pieces of whole places of `y`, none of which crosses a block.
fn each_piece(y: &mut Maps, f: impl Fn(usize, usize, &mut [f32]) + Sync) {
    let (plane, blocks) = (y.plane(), y.blocks());
    if plane == 0 {
        return;
    }
    let parts = plane.div_ceil(PIECE);
    // Small maps: several blocks a task.
    let together = (PIECE / plane).max(1);
    y.numbers_mut().par_chunks_mut(plane).enumerate().with_min_len(together).for_each(|(at, out)| {
        for (part, out) in out.chunks_mut(plane.div_ceil(parts).next_multiple_of(LANES)).enumerate() {
            f(at * plane + part * plane.div_ceil(parts).next_multiple_of(LANES), at % blocks, out);
        }
    });
}

struct Apply<'a> {
    /// `None` where `out` holds it.
    x: Option<&'a [f32]>,
    residual: Option<&'a [f32]>,
    scale: &'a [f32],
    shift: &'a [f32],
    is_relu: bool,
    out: &'a mut [f32],
}

impl Kernel for Apply<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self) {
        // SAFETY: called inside `Kernel::run`; all slices are as long as `out`, scale and shift sixteen.
        unsafe {
            let (scale, shift) = (S::Sixteen::load(self.scale.as_ptr()), S::Sixteen::load(self.shift.as_ptr()));
            for (i, out) in self.out.chunks_exact_mut(LANES).enumerate() {
                let x = self.x.map_or(out.as_ptr(), |x| x.as_ptr().add(i * LANES));
                let mut y = shift.fma(S::Sixteen::load(x), scale);
                if let Some(residual) = self.residual {
                    y = y.add(S::Sixteen::load(residual.as_ptr().add(i * LANES)));
                }
                if self.is_relu {
                    y = y.relu();
                }
                y.store(out.as_mut_ptr());
            }
        }
    }
}

/// Gradients of gamma and beta.
pub(crate) struct AffineGradient {
    pub gamma: Vec<f32>,
    pub beta: Vec<f32>,
}

/// What the ReLU after it let through.
#[derive(Clone, Copy)]
pub(crate) enum Gate<'a> {
    /// There was none.
    Open,
    /// What is above zero after scale and shift: there was no residual.
    Own,
    /// What is above zero in the output.
    Output(&'a Maps),
}

/// The backward pass. `dy` becomes the gradient of the sum before the ReLU (so of the residual); the gradient of `x` goes
/// to `dx`, or over `dy` where that is `None`.
pub(crate) fn backward(
    x: &Maps,
    norm: &Normalization,
    gate: Gate<'_>,
    dy: &mut Maps,
    dx: Option<&mut Maps>,
) -> AffineGradient {
    let (plane, blocks, c) = (x.plane(), x.blocks(), x.c);
    let isa = Isa::detect();
    let gate_of = |at: usize, len: usize| match gate {
        Gate::Output(y) => Some(&y.numbers()[at..at + len]),
        Gate::Open | Gate::Own => None,
    };
    let is_own = matches!(gate, Gate::Own);
    // With a gradient of `x` beside it, `dy` is gated once and for all.
    let keeps = dx.is_some();
    let sums: Vec<[[f64; LANES]; 2]> = dy
        .numbers_mut()
        .par_chunks_mut(plane.max(1))
        .enumerate()
        .with_min_len((PIECE / plane.max(1)).max(1))
        .map(|(at, dy)| {
            let block = at % blocks;
            let x = &x.numbers()[at * plane..(at + 1) * plane];
            let gate = gate_of(at * plane, plane);
            isa.run(Sums { x, gate, is_own, norm, block, dy, keeps })
        })
        .collect();
    let mut totals = vec![[[0.0; LANES]; 2]; blocks];
    for (at, part) in sums.iter().enumerate() {
        for (total, part) in totals[at % blocks].iter_mut().zip(part) {
            for (total, part) in total.iter_mut().zip(part) {
                *total += part;
            }
        }
    }
    let count = (x.n * x.h * x.w) as f64;
    let total = |which: usize, i: usize| totals[i / LANES][which][i % LANES];
    let padded = c.next_multiple_of(LANES);
    let (mut on_x, mut constant) = (vec![0.0; padded], vec![0.0; padded]);
    if norm.is_batch {
        for i in 0..c {
            let (scale, inverse) = (f64::from(norm.affine.scale[i]), f64::from(norm.inverse_std[i]));
            on_x[i] = (-scale / count * inverse * inverse * total(1, i)) as f32;
            constant[i] = (-scale / count * total(0, i)) as f32;
        }
    }
    let (on_x, constant) = (&on_x, &constant);
    let of = |block: usize| block * LANES..(block + 1) * LANES;
    if let Some(dx) = dx {
        let dy = &*dy;
        each_piece(dx, |at, block, out| {
            let (x, g) = (&x.numbers()[at..at + out.len()], Some(&dy.numbers()[at..at + out.len()]));
            let (on_x, constant) = (&on_x[of(block)], &constant[of(block)]);
            isa.run(InputGradient { x, gate: None, is_own: false, norm, block, on_x, constant, g, out });
        });
    } else {
        each_piece(dy, |at, block, out| {
            let (x, g) = (&x.numbers()[at..at + out.len()], None);
            let (on_x, constant) = (&on_x[of(block)], &constant[of(block)]);
            let gate = gate_of(at, out.len());
            isa.run(InputGradient { x, gate, is_own, norm, block, on_x, constant, g, out });
        });
    }
    AffineGradient {
        gamma: (0..c).map(|i| (total(1, i) * f64::from(norm.inverse_std[i])) as f32).collect(),
        beta: (0..c).map(|i| total(0, i) as f32).collect(),
    }
}

/// Places whose sums stay in f32 before they move on in f64.
const RUN: usize = 128 * LANES;

/// Sums of the gradient, and of the gradient times `x - mean`, over one block of one image.
struct Sums<'a> {
    x: &'a [f32],
    gate: Option<&'a [f32]>,
    is_own: bool,
    norm: &'a Normalization,
    block: usize,
    dy: &'a mut [f32],
    /// Write the gated gradient back.
    keeps: bool,
}

impl Kernel for Sums<'_> {
    type Output = [[f64; LANES]; 2];

    #[inline(always)]
    fn run<S: Simd>(self) -> [[f64; LANES]; 2] {
        let mut totals = [[0.0; LANES]; 2];
        let at = self.block * LANES;
        // SAFETY: called inside `Kernel::run`; all slices are as long as `dy`, the channels' numbers reach over the block.
        unsafe {
            let mean = S::Sixteen::load(self.norm.mean[at..][..LANES].as_ptr());
            let scale = S::Sixteen::load(self.norm.affine.scale[at..][..LANES].as_ptr());
            let shift = S::Sixteen::load(self.norm.affine.shift[at..][..LANES].as_ptr());
            for (run, dy) in self.dy.chunks_mut(RUN).enumerate() {
                let mut sums = [S::Sixteen::splat(0.0); 2];
                for (i, dy) in dy.chunks_exact_mut(LANES).enumerate() {
                    let i = run * RUN + i * LANES;
                    let x = S::Sixteen::load(self.x.as_ptr().add(i));
                    let mut g = S::Sixteen::load(dy.as_ptr());
                    if let Some(gate) = self.gate {
                        g = g.where_open(S::Sixteen::load(gate.as_ptr().add(i)));
                    } else if self.is_own {
                        g = g.where_open(shift.fma(x, scale));
                    }
                    if self.keeps {
                        g.store(dy.as_mut_ptr());
                    }
                    sums[0] = sums[0].add(g);
                    sums[1] = sums[1].fma(g, x.sub(mean));
                }
                for (totals, sums) in totals.iter_mut().zip(sums) {
                    let mut lanes = [0.0_f32; LANES];
                    sums.store(lanes.as_mut_ptr());
                    for (total, lane) in totals.iter_mut().zip(lanes) {
                        *total += f64::from(lane);
                    }
                }
            }
        }
        totals
    }
}

/// `scale * g + on_x * (x - mean) + constant`.
struct InputGradient<'a> {
    x: &'a [f32],
    gate: Option<&'a [f32]>,
    is_own: bool,
    norm: &'a Normalization,
    block: usize,
    on_x: &'a [f32],
    constant: &'a [f32],
    /// The gradient; `None` where `out` holds it.
    g: Option<&'a [f32]>,
    out: &'a mut [f32],
}

impl Kernel for InputGradient<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self) {
        let at = self.block * LANES;
        // SAFETY: called inside `Kernel::run`; all slices are as long as `out`, the channels' numbers reach over the block.
        unsafe {
            let mean = S::Sixteen::load(self.norm.mean[at..][..LANES].as_ptr());
            let scale = S::Sixteen::load(self.norm.affine.scale[at..][..LANES].as_ptr());
            let shift = S::Sixteen::load(self.norm.affine.shift[at..][..LANES].as_ptr());
            let (on_x, constant) = (S::Sixteen::load(self.on_x.as_ptr()), S::Sixteen::load(self.constant.as_ptr()));
            let out = self.out.as_mut_ptr();
            for i in (0..self.out.len()).step_by(LANES) {
                let x = S::Sixteen::load(self.x.as_ptr().add(i));
                let mut g = S::Sixteen::load(match self.g {
                    Some(g) => g.as_ptr().add(i),
                    None => out.cast_const().add(i),
                });
                if let Some(gate) = self.gate {
                    g = g.where_open(S::Sixteen::load(gate.as_ptr().add(i)));
                } else if self.is_own {
                    g = g.where_open(shift.fma(x, scale));
                }
                constant.fma(scale, g).fma(on_x, x.sub(mean)).store(out.add(i));
            }
        }
    }
}

/// Adds `from` to `to`.
pub(crate) fn add(to: &mut Maps, from: &Maps) {
    let numbers = from.numbers();
    to.numbers_mut().par_chunks_mut(1 << 14).zip(numbers.par_chunks(1 << 14)).for_each(|(to, from)| {
        for (to, from) in to.iter_mut().zip(from) {
            *to += from;
        }
    });
}
