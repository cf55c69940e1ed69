//! Products of the places of a blocked map with a matrix, a bias and what follows it in one pass: 1x1 convolutions, and
//! any that meets whole stretches of memory at a fixed distance from place to place.
//!
//! A tile holds some places by one to three blocks of output channels in registers over the whole depth, so that every
//! number is one running sum that does not depend on the other places. Inference only; on the calling thread alone.

use crate::linalg::simd::{Isa, Kernel, LANES, Lanes, Simd};
use std::ops::Range;

/// The largest number that ReLU6 lets through.
pub(crate) const SIX: f32 = 6.0;

/// Inputs that lie side by side, and where they begin, seen from the first number of a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub at: usize,
    pub len: usize,
}

/// A matrix of (outputs, depth) and a bias for each output, in the order in which tiles read them.
pub(crate) struct Matrix {
    isa: Isa,
    outputs: usize,
    depth: usize,
    /// Blocks of sixteen outputs of each tile.
    tiles: Vec<usize>,
    /// For each tile (depth, blocks, 16).
    numbers: Vec<f32>,
    /// Filled up with zeros to whole blocks.
    bias: Vec<f32>,
}

/// What becomes of a sum.
#[derive(Clone, Copy)]
pub(crate) enum Finish<'a> {
    /// It stays as it is, maybe for a later part of the depth.
    Plain,
    Relu6,
    /// The same place of another map is added: its numbers from the first place on, and floats from block to block.
    Add(&'a [f32], usize),
}

/// One product. `STEP`: floats from a place of `x` to the next.
pub(crate) struct Product<'a, const STEP: usize> {
    pub x: &'a [f32],
    /// The inputs of a place: those from `from` on of the matrix' depth.
    pub stretches: &'a [Stretch],
    pub matrix: &'a Matrix,
    /// Tiles of the matrix' outputs.
    pub tiles: Range<usize>,
    /// The first of the depth. A sum begins with the bias there, and with what the output holds elsewhere.
    pub from: usize,
    pub finish: Finish<'a>,
    /// Where each place goes in a block of the output.
    pub to: &'a [usize],
    /// From the first of the tiles' blocks on.
    pub out: &'a mut [f32],
    /// Floats from a block of the output to the next.
    pub plane: usize,
}

impl Matrix {
    /// From `rows` (outputs, depth), row-major.
    pub(crate) fn new(isa: Isa, rows: &[f32], bias: &[f32]) -> Self {
        let outputs = bias.len();
        let depth = rows.len().checked_div(outputs).unwrap_or(0);
        assert_eq!(rows.len(), outputs * depth, "whole rows");
        let tiles = tiles(isa, outputs.div_ceil(LANES));
        let mut numbers = Vec::with_capacity(outputs.next_multiple_of(LANES) * depth);
        let mut first = 0;
        for width in tiles.iter().map(|blocks| blocks * LANES) {
            for k in 0..depth {
                numbers.extend((first..first + width).map(|o| if o < outputs { rows[o * depth + k] } else { 0.0 }));
            }
            first += width;
        }
        let mut bias = bias.to_vec();
        bias.resize(outputs.next_multiple_of(LANES), 0.0);
        Self { isa, outputs, depth, tiles, numbers, bias }
    }

    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Blocks of sixteen outputs.
    pub(crate) fn blocks(&self) -> usize {
        self.outputs.div_ceil(LANES)
    }

    /// All tiles.
    pub(crate) fn tiles(&self) -> Range<usize> {
        0..self.tiles.len()
    }

    /// As many tiles from `first` on as take `most` blocks of outputs, but at least one; and how many blocks they take.
    pub(crate) fn some_tiles(&self, first: usize, most: usize) -> (Range<usize>, usize) {
        let (mut end, mut blocks) = (first, 0);
        while let Some(next) = self.tiles.get(end).filter(|next| end == first || blocks + **next <= most) {
            (end, blocks) = (end + 1, blocks + next);
        }
        (first..end, blocks)
    }

    /// The matrix (outputs, depth), row-major.
    pub(crate) fn rows(&self) -> Vec<f32> {
        let mut rows = vec![0.0; self.outputs * self.depth];
        let (mut first, mut numbers) = (0, &self.numbers[..]);
        for width in self.tiles.iter().map(|blocks| blocks * LANES) {
            let (tile, rest) = numbers.split_at(width * self.depth);
            for (k, line) in tile.chunks_exact(width).enumerate() {
                for (o, x) in (first..self.outputs).zip(line) {
                    rows[o * self.depth + k] = *x;
                }
            }
            (first, numbers) = (first + width, rest);
        }
        rows
    }

    /// The bias of each output.
    pub(crate) fn bias(&self) -> &[f32] {
        &self.bias[..self.outputs]
    }
}

/// How many blocks each tile takes: three where registers are wide, and two by two rather than one at the end.
fn tiles(isa: Isa, blocks: usize) -> Vec<usize> {
    struct IsWide;
    impl Kernel for IsWide {
        type Output = bool;
        #[inline(always)]
        fn run<S: Simd>(self) -> bool {
            S::IS_WIDE
        }
    }
    if !isa.run(IsWide) {
        return vec![1; blocks];
    }
    let mut tiles = Vec::new();
    let mut rest = blocks;
    while rest > 0 {
        let next = if rest == 4 { 2 } else { rest.min(3) };
        tiles.push(next);
        rest -= next;
    }
    tiles
}

impl<const STEP: usize> Product<'_, STEP> {
    /// Makes the product.
    ///
    /// # Panics
    /// If a place lies outside of what it is read from or written to.
    pub(crate) fn run(self) {
        let Some(last) = self.to.len().checked_sub(1) else { return };
        let depth: usize = self.stretches.iter().map(|s| s.len).sum();
        assert!(self.from + depth <= self.matrix.depth, "no more inputs than the matrix is deep");
        let reach = self.stretches.iter().map(|s| s.at + s.len).max().unwrap_or(0);
        assert!(last * STEP + reach <= self.x.len(), "every place has its inputs");
        let furthest = self.to.iter().max().map_or(0, |to| to + LANES);
        let before = self.matrix.tiles[self.tiles.clone()].iter().sum::<usize>().saturating_sub(1);
        assert!(before * self.plane + furthest <= self.out.len(), "every place has room");
        if let Finish::Add(other, plane) = self.finish {
            assert!(before * plane + (last + 1) * LANES <= other.len(), "every place has what is added");
        }
        self.matrix.isa.run(self);
    }
}

impl<const STEP: usize> Kernel for Product<'_, STEP> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self) {
        let (depth, out) = (self.matrix.depth, self.out.as_mut_ptr());
        let skipped: usize = self.matrix.tiles[..self.tiles.start].iter().sum();
        let mut first = 0;
        for &blocks in &self.matrix.tiles[self.tiles.clone()] {
            let width = blocks * LANES;
            let part = Part {
                weights: self.matrix.numbers[((skipped + first) * LANES * depth + self.from * width)..].as_ptr(),
                bias: self.matrix.bias[(skipped + first) * LANES..].as_ptr(),
                out: out.wrapping_add(first * self.plane),
                first,
            };
            // SAFETY: the instructions are there; `Product::run` has looked at the sizes.
            unsafe {
                match (blocks, S::IS_WIDE) {
                    (3, true) => self.places::<S::Sixteen, 9, 3>(part),
                    (2, true) => self.places::<S::Sixteen, 14, 2>(part),
                    (_, true) => self.places::<S::Sixteen, 14, 1>(part),
                    (_, false) => self.places::<S::Sixteen, 6, 1>(part),
                }
            }
            first += blocks;
        }
    }
}

/// What belongs to one tile of outputs.
#[derive(Clone, Copy)]
struct Part {
    weights: *const f32,
    bias: *const f32,
    /// Its first block.
    out: *mut f32,
    /// Blocks before it in the output.
    first: usize,
}

impl<const STEP: usize> Product<'_, STEP> {
    /// All places by `O` blocks of outputs, in tiles of `P` or, of fewer, four places or one. The last tile makes places of
    /// the one before again where there are too few.
    ///
    /// # Safety
    /// The processor has the instructions of `V`; the slices reach as far as [`Product::run`] asks.
    #[inline(always)]
    unsafe fn places<V: Lanes, const P: usize, const O: usize>(&self, part: Part) {
        let n = self.to.len();
        // SAFETY: the caller's promise; tiles begin where as many places are left as they hold.
        unsafe {
            match n {
                _ if n >= P => self.tiles_of::<V, P, O>(part),
                _ if n >= 4 => self.tiles_of::<V, 4, O>(part),
                _ => self.tiles_of::<V, 1, O>(part),
            }
        }
    }

    /// # Safety
    /// As for [`Product::places`]; there are at least `P` places.
    #[inline(always)]
    unsafe fn tiles_of<V: Lanes, const P: usize, const O: usize>(&self, part: Part) {
        let n = self.to.len();
        let mut done = 0;
        while done < n {
            let place = done.min(n - P);
            // SAFETY: the caller's promise.
            unsafe { self.tile::<V, P, O>(place, done - place, part) };
            done = place + P;
        }
    }

    /// `P` places from `place` on, of which the first `skipped` are there already.
    ///
    /// # Safety
    /// As for [`Product::places`].
    #[inline(always)]
    unsafe fn tile<V: Lanes, const P: usize, const O: usize>(&self, place: usize, skipped: usize, part: Part) {
        // SAFETY: the caller's promise.
        unsafe {
            let mut start = [V::splat(0.0); O];
            for o in 0..O {
                start[o] = V::load(part.bias.add(o * LANES));
            }
            let mut sums = [start; P];
            let to: &[usize; P] = &*self.to.as_ptr().add(place).cast();
            if self.from > 0 {
                for p in 0..P {
                    for o in 0..O {
                        sums[p][o] = V::load(part.out.add(to[p] + o * self.plane));
                    }
                }
            }
            let x = self.x.as_ptr().add(place * STEP);
            let mut weights = part.weights;
            for stretch in self.stretches {
                for k in stretch.at..stretch.at + stretch.len {
                    let mut w = [V::splat(0.0); O];
                    for o in 0..O {
                        w[o] = V::load(weights.add(o * LANES));
                    }
                    for p in 0..P {
                        let value = V::splat(*x.add(k + p * STEP));
                        for o in 0..O {
                            sums[p][o] = sums[p][o].fma(value, w[o]);
                        }
                    }
                    weights = weights.add(O * LANES);
                }
            }
            match self.finish {
                Finish::Plain => {}
                Finish::Relu6 => {
                    let six = V::splat(SIX);
                    for p in 0..P {
                        for o in 0..O {
                            sums[p][o] = sums[p][o].relu().min(six);
                        }
                    }
                }
                Finish::Add(other, plane) => {
                    for p in 0..P {
                        for o in 0..O {
                            let at = (part.first + o) * plane + (place + p) * LANES;
                            sums[p][o] = sums[p][o].add(V::load(other.as_ptr().add(at)));
                        }
                    }
                }
            }
            for p in 0..P {
                if p >= skipped {
                    for o in 0..O {
                        sums[p][o].store(part.out.add(to[p] + o * self.plane));
                    }
                }
            }
        }
    }
}
