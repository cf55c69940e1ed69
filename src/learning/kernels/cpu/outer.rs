//! Sums over places of outer products of sixteen input channels and sixteen or thirty-two output channels, which stay in
//! registers: what every gradient of weights is made of.

use super::grid::GROUP;
use crate::linalg::simd::{LANES, Lanes};

/// The places of a row: where they lie in scratch and in the gradient, and how many there are.
#[derive(Clone, Copy)]
pub(super) struct Places {
    pub x: usize,
    pub dy: usize,
    pub len: usize,
}

/// Adds the outer products of the places of `x` (place, 16) and `dy` (place, 16), whose one or two blocks are `plane`
/// floats apart, to `sums` (16, 16 or 32).
///
/// # Safety
/// The processor has the instructions of `V`; `dy` has as many places as `x`, in each block.
#[inline(always)]
pub(super) unsafe fn outer_tiles<V: Lanes>(x: &[f32], dy: &[f32], plane: usize, blocks: usize, sums: &mut [f32]) {
    let whole = [Places { x: 0, dy: 0, len: x.len() / LANES }];
    // SAFETY: the caller's promise.
    unsafe {
        match (blocks, V::IS_WIDE) {
            (2, true) => outer::<V, 8, 2>(&whole, x, dy, plane, sums),
            (_, true) => outer::<V, 16, 1>(&whole, x, dy, plane, sums),
            (2, false) => outer::<V, 2, 2>(&whole, x, dy, plane, sums),
            (_, false) => outer::<V, 4, 1>(&whole, x, dy, plane, sums),
        }
    }
}

/// Adds the outer products of all places of `groups` to `sums` (16, `O` blocks), `I` rows at a time.
///
/// # Safety
/// The processor has the instructions of `V`; the groups lie inside `x` and `dy`, whose blocks are `plane` apart.
#[inline(always)]
pub(super) unsafe fn outer<V: Lanes, const I: usize, const O: usize>(
    groups: &[Places],
    x: &[f32],
    dy: &[f32],
    plane: usize,
    sums: &mut [f32],
) {
    for (rows, sums) in sums.chunks_exact_mut(I * O * LANES).enumerate() {
        // SAFETY: the caller's promise.
        unsafe {
            let mut held = [[V::splat(0.0); O]; I];
            for (i, held) in held.iter_mut().enumerate() {
                for (o, held) in held.iter_mut().enumerate() {
                    *held = V::load(sums.as_ptr().add((i * O + o) * LANES));
                }
            }
            for group in groups {
                let x = x.as_ptr().add(group.x + rows * I);
                let dy = dy.as_ptr().add(group.dy);
                let whole = group.len / GROUP * GROUP;
                for first in (0..whole).step_by(GROUP) {
                    for q in first..first + GROUP {
                        place::<V, I, O>(&mut held, x.add(q * LANES), dy.add(q * LANES), plane);
                    }
                }
                for q in whole..group.len {
                    place::<V, I, O>(&mut held, x.add(q * LANES), dy.add(q * LANES), plane);
                }
            }
            for (i, held) in held.iter().enumerate() {
                for (o, held) in held.iter().enumerate() {
                    held.store(sums.as_mut_ptr().add((i * O + o) * LANES));
                }
            }
        }
    }
}

/// # Safety
/// As [`outer`].
#[inline(always)]
unsafe fn place<V: Lanes, const I: usize, const O: usize>(
    held: &mut [[V; O]; I],
    x: *const f32,
    dy: *const f32,
    plane: usize,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut row = [V::splat(0.0); O];
        for (o, row) in row.iter_mut().enumerate() {
            *row = V::load(dy.add(o * plane));
        }
        for (i, held) in held.iter_mut().enumerate() {
            let value = V::splat(*x.add(i));
            for (held, row) in held.iter_mut().zip(row) {
                *held = held.fma(value, row);
            }
        }
    }
}
