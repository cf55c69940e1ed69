//! The f32 product of two packed operands, `a * transpose(b)`, on the calling thread alone.
//!
//! An operand is packed once ([`Packed::left`], [`Packed::right`]) and used in any number of products. Every number of
//! a product is summed over the depth from the first place to the last in one running sum: it depends on its two rows
//! alone, not on their places, on the other rows or on the blocks, and is the same with both rows exchanged. With fused
//! multiply-add it is the same on all processors. It splits nothing over threads; callers give one block to each task.
//!
//! The loops are those of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).

#![expect(clippy::inline_always, reason = "vectors leave their registers where a call is not inlined")]

use super::simd::{Isa, Kernel, Simd};

/// Depth of one pass: a panel of the right operand (32 floats wide) takes 32 KB and stays in the first cache with a
/// panel of the left one.
const DEPTH_BLOCK: usize = 256;
/// Rows of the left operand that a pass goes over before it takes the next panel of the right one: with
/// [`DEPTH_BLOCK`] they take about 100 KB of the second cache.
const LEFT_BLOCK: usize = 112;

/// Rows in panels: the numbers at one place of all rows of a panel lie together, padded with zeros to whole panels.
pub(crate) struct Packed {
    isa: Isa,
    numbers: Vec<f32>,
    n_rows: usize,
    panel_rows: usize,
    depth: usize,
}

impl Packed {
    /// No rows, to be packed later.
    pub(crate) fn empty(isa: Isa) -> Self {
        Self { isa, numbers: Vec::new(), n_rows: 0, panel_rows: 1, depth: 0 }
    }

    /// Packs `rows`, (n, depth) row-major, as the left operand, in the memory that this one has.
    pub(crate) fn left(&mut self, rows: &[f32], depth: usize) {
        self.pack(rows, depth, tile_shape(self.isa).0);
    }

    /// Packs `rows`, (n, depth) row-major, as the right operand, in the memory that this one has.
    pub(crate) fn right(&mut self, rows: &[f32], depth: usize) {
        self.pack(rows, depth, tile_shape(self.isa).1);
    }

    /// Rows that were packed.
    pub(crate) fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Rows with their padding: the size of a product's side.
    pub(crate) fn padded_rows(&self) -> usize {
        self.n_rows.next_multiple_of(self.panel_rows)
    }

    /// Rows of a panel; products begin at whole panels.
    pub(crate) fn panel_rows(&self) -> usize {
        self.panel_rows
    }

    fn pack(&mut self, rows: &[f32], depth: usize, panel_rows: usize) {
        let n_rows = rows.len().checked_div(depth).unwrap_or(0);
        assert_eq!(rows.len(), n_rows * depth, "whole rows of {depth} numbers");
        (self.n_rows, self.panel_rows, self.depth) = (n_rows, panel_rows, depth);
        self.numbers.resize(self.padded_rows() * depth, 0.0);
        if depth == 0 {
            return;
        }
        let interleave = match panel_rows {
            32 => interleave::<32>,
            16 => interleave::<16>,
            14 => interleave::<14>,
            12 => interleave::<12>,
            8 => interleave::<8>,
            6 => interleave::<6>,
            4 => interleave::<4>,
            _ => unreachable!("a panel of each tile's sides"),
        };
        let panels = self.numbers.chunks_exact_mut(panel_rows * depth);
        for (panel, rows) in panels.zip(rows.chunks(panel_rows * depth)) {
            interleave(rows, depth, panel);
        }
    }

    fn panel(&self, panel: usize, depth: std::ops::Range<usize>) -> &[f32] {
        let start = panel * self.panel_rows * self.depth;
        &self.numbers[start + depth.start * self.panel_rows..start + depth.end * self.panel_rows]
    }
}

/// Writes up to R rows of `depth` numbers as columns of a panel R wide; missing rows as zeros.
fn interleave<const R: usize>(rows: &[f32], depth: usize, panel: &mut [f32]) {
    /// Places that are taken of a row at a time: one line of the cache.
    const PLACES: usize = 16;
    if rows.len() < R * depth {
        panel.fill(0.0);
    }
    let n_rows = rows.len() / depth;
    let (lines, rest) = panel.as_chunks_mut::<R>();
    debug_assert!(rest.is_empty(), "whole lines of a panel");
    let mut blocks = lines.chunks_exact_mut(PLACES);
    for (block, lines) in (&mut blocks).enumerate() {
        let lines: &mut [[f32; R]; PLACES] = lines.try_into().expect("chunks of PLACES lines");
        for (column, row) in rows.chunks_exact(depth).enumerate().take(R) {
            let places: &[f32; PLACES] = row[block * PLACES..][..PLACES].try_into().expect("PLACES numbers");
            for (line, x) in lines.iter_mut().zip(places) {
                line[column] = *x;
            }
        }
    }
    for (place, line) in (depth / PLACES * PLACES..).zip(blocks.into_remainder()) {
        for (column, x) in line.iter_mut().enumerate().take(n_rows) {
            *x = rows[column * depth + place];
        }
    }
}

/// Rows and columns of the tile that one pass of the innermost loop makes.
fn tile_shape(isa: Isa) -> (usize, usize) {
    struct Shape;
    impl Kernel for Shape {
        type Output = (usize, usize);
        #[inline(always)]
        fn run<S: Simd>(self) -> (usize, usize) {
            (S::TILE_ROWS, S::TILE_VECTORS * S::LANES)
        }
    }
    isa.run(Shape)
}

/// `out[i * stride + j] = left row i . right row j` for the panels in the ranges, whose first row and column are `out`'s
/// first; the padding of the operands is written too.
///
/// # Panics
/// If the operands are of different depth or instruction sets, a range is beyond its operand, or `out` is too short.
pub(crate) fn product(
    (left, left_panels): (&Packed, std::ops::Range<usize>),
    (right, right_panels): (&Packed, std::ops::Range<usize>),
    out: &mut [f32],
    stride: usize,
) {
    assert!(left.isa == right.isa && left.depth == right.depth, "operands that do not fit");
    let shape = tile_shape(left.isa);
    assert_eq!((left.panel_rows, right.panel_rows), shape, "a left and a right operand");
    let (m, n) = (left_panels.len() * shape.0, right_panels.len() * shape.1);
    if m == 0 || n == 0 {
        return;
    }
    assert!(stride >= n && out.len() >= (m - 1) * stride + n, "too few places for a product of {m} x {n}");
    if left.depth == 0 {
        out.chunks_mut(stride).take(m).for_each(|row| row[..n].fill(0.0));
        return;
    }
    left.isa.run(Product { left, left_panels, right, right_panels, out, stride });
}

struct Product<'a> {
    left: &'a Packed,
    left_panels: std::ops::Range<usize>,
    right: &'a Packed,
    right_panels: std::ops::Range<usize>,
    out: &'a mut [f32],
    stride: usize,
}

impl Kernel for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self) {
        match (S::TILE_ROWS, S::TILE_VECTORS) {
            (14, 2) => self.blocks::<S, 14, 2>(),
            (8, 3) => self.blocks::<S, 8, 3>(),
            (6, 2) => self.blocks::<S, 6, 2>(),
            (4, 1) => self.blocks::<S, 4, 1>(),
            _ => unreachable!("a tile for each instruction set"),
        }
    }
}

impl Product<'_> {
    #[inline(always)]
    fn blocks<S: Simd, const ROWS: usize, const VECTORS: usize>(self) {
        let (depth, width) = (self.left.depth, VECTORS * S::LANES);
        let block_panels = LEFT_BLOCK / ROWS;
        let mut block = self.left_panels.clone();
        while !block.is_empty() {
            let panels = block.start..(block.start + block_panels).min(block.end);
            block.start = panels.end;
            for start in (0..depth).step_by(DEPTH_BLOCK) {
                let places = start..(start + DEPTH_BLOCK).min(depth);
                for right in self.right_panels.clone() {
                    let column = (right - self.right_panels.start) * width;
                    let right = self.right.panel(right, places.clone());
                    for left in panels.clone() {
                        let row = (left - self.left_panels.start) * ROWS;
                        let left = self.left.panel(left, places.clone());
                        let out = &mut self.out[row * self.stride + column..][..(ROWS - 1) * self.stride + width];
                        // SAFETY: called inside `Kernel::run`; the panels hold ROWS and `width` floats for each of
                        // `places`, and `out` reaches from the first to the last number of the tile.
                        unsafe {
                            tile::<S, ROWS, VECTORS>(
                                places.len(),
                                left.as_ptr(),
                                right.as_ptr(),
                                out.as_mut_ptr(),
                                self.stride,
                                start > 0,
                            );
                        }
                    }
                }
            }
        }
    }
}

/// One tile of sums, held in registers; goes on from what `out` holds if `adds`.
///
/// # Safety
/// The processor has `S`; `left` points to `depth * ROWS` floats, `right` to `depth * VECTORS * LANES`, and `out` to
/// ROWS rows of `VECTORS * LANES`, `stride` apart.
#[inline(always)]
#[expect(clippy::needless_range_loop, reason = "loops over constant ranges unroll into registers")]
unsafe fn tile<S: Simd, const ROWS: usize, const VECTORS: usize>(
    depth: usize,
    left: *const f32,
    right: *const f32,
    out: *mut f32,
    stride: usize,
    adds: bool,
) {
    // SAFETY: all places lie in what the caller promises: row < ROWS, vector < VECTORS, step < depth.
    unsafe {
        let mut sums = [[S::splat(0.0); VECTORS]; ROWS];
        if adds {
            for row in 0..ROWS {
                for vector in 0..VECTORS {
                    sums[row][vector] = S::load(out.add(row * stride + vector * S::LANES));
                }
            }
        }
        for step in 0..depth {
            let (left, right) = (left.add(step * ROWS), right.add(step * VECTORS * S::LANES));
            let mut columns = [S::splat(0.0); VECTORS];
            for vector in 0..VECTORS {
                columns[vector] = S::load(right.add(vector * S::LANES));
            }
            for row in 0..ROWS {
                let value = S::splat(*left.add(row));
                for vector in 0..VECTORS {
                    sums[row][vector] = S::mul_add(value, columns[vector], sums[row][vector]);
                }
            }
        }
        for row in 0..ROWS {
            for vector in 0..VECTORS {
                S::store(out.add(row * stride + vector * S::LANES), sums[row][vector]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    fn rows(n: usize, depth: usize, seed: u64) -> Vec<f32> {
        let mut rng = Rng::from_key(&[seed]);
        (0..n * depth).map(|_| rng.normal() as f32).collect()
    }

    /// The whole product without its padding, (m, n).
    fn whole(isa: Isa, a: &[f32], b: &[f32], depth: usize) -> Vec<f32> {
        let (mut left, mut right) = (Packed::empty(isa), Packed::empty(isa));
        left.left(a, depth);
        right.right(b, depth);
        let stride = right.padded_rows() + 3;
        let mut out = vec![f32::NAN; left.padded_rows() * stride];
        let panels = |side: &Packed| 0..side.padded_rows() / side.panel_rows();
        product((&left, panels(&left)), (&right, panels(&right)), &mut out, stride);
        out.chunks_exact(stride).take(left.n_rows()).flat_map(|line| line[..right.n_rows()].to_vec()).collect()
    }

    #[test]
    fn every_instruction_set_agrees_with_plain_sums() {
        let sizes = [1, 2, 13, 14, 15, 17, 31, 33, 127];
        for isa in Isa::all() {
            for (m, n) in sizes.iter().flat_map(|m| sizes.iter().map(move |n| (*m, *n))) {
                let depth = [1, 2, 15, 16, 17, 33, 256, 257, 600][(m + n) % 9];
                let (a, b) = (rows(m, depth, 1), rows(n, depth, 2));
                for (at, found) in whole(isa, &a, &b, depth).iter().enumerate() {
                    let (a, b) = (&a[at / n * depth..][..depth], &b[at % n * depth..][..depth]);
                    let plain: f64 = a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum();
                    assert!((f64::from(*found) - plain).abs() < 1e-4, "{isa:?} {m} {n} {depth}: {found}, not {plain}");
                }
            }
        }
    }

    #[test]
    fn a_number_depends_on_its_two_rows_alone() {
        let depth = 300;
        let a = rows(40, depth, 3);
        for isa in Isa::all() {
            let square = whole(isa, &a, &a, depth);
            for (i, j) in (0..40).flat_map(|i| (0..40).map(move |j| (i, j))) {
                assert_eq!(square[i * 40 + j], square[j * 40 + i], "{isa:?}: exchanged");
            }
            let alone = whole(isa, &a[17 * depth..18 * depth], &a[5 * depth..], depth);
            assert_eq!(alone, square[17 * 40 + 5..18 * 40], "{isa:?}: elsewhere in its panel");
            #[cfg(target_arch = "x86_64")]
            if isa != *Isa::all().last().expect("at least the portable one") {
                assert_eq!(square, whole(Isa::detect(), &a, &a, depth), "{isa:?}: another instruction set");
            }
        }
    }

    #[test]
    fn parts_of_the_operands_make_parts_of_the_product() {
        for isa in Isa::all() {
            let (mut left, mut right) = (Packed::empty(isa), Packed::empty(isa));
            left.left(&rows(200, 20, 4), 20);
            right.right(&rows(200, 20, 5), 20);
            let mut all = vec![0.0; left.padded_rows() * right.padded_rows()];
            let stride = right.padded_rows();
            let panels = |side: &Packed| side.padded_rows() / side.panel_rows();
            product((&left, 0..panels(&left)), (&right, 0..panels(&right)), &mut all, stride);
            let (row, column) = (left.panel_rows(), right.panel_rows());
            let mut part = vec![7.0; 2 * row * (3 * column + 1)];
            product((&left, 3..5), (&right, 2..5), &mut part, 3 * column + 1);
            for (i, line) in part.chunks_exact(3 * column + 1).enumerate() {
                assert_eq!(line[..3 * column], all[(3 * row + i) * stride + 2 * column..][..3 * column], "{isa:?}");
                assert_eq!(line[3 * column], 7.0, "beyond the product nothing is written");
            }
        }
    }

    #[test]
    fn nan_and_infinity_reach_their_rows_and_columns_and_no_others() {
        for isa in Isa::all() {
            let (mut a, mut b) = (vec![1.0; 3 * 18], vec![2.0; 35 * 18]);
            a[18 + 4] = f32::NAN;
            b[33 * 18 + 17] = f32::INFINITY;
            for (at, found) in whole(isa, &a, &b, 18).iter().enumerate() {
                match (at / 35, at % 35) {
                    (1, _) => assert!(found.is_nan()),
                    (_, 33) => assert_eq!(*found, f32::INFINITY),
                    _ => assert_eq!(*found, 36.0, "{isa:?} {at}"),
                }
            }
        }
    }

    #[test]
    fn no_rows_and_no_depth() {
        for isa in Isa::all() {
            assert!(whole(isa, &[], &[1.0, 2.0], 2).is_empty());
            assert!(whole(isa, &[1.0, 2.0], &[], 2).is_empty());
            assert!(whole(isa, &[], &[], 0).is_empty());
        }
    }
}
