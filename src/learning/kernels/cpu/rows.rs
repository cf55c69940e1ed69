//! An output that several tasks write at once, cut beforehand into pieces that each belong to one of them alone: no two
//! tasks can reach the same number, and no task a number past its own. It holds no arithmetic.

use super::grid::Region;
use super::maps::Maps;
use crate::linalg::simd::LANES;

/// The rows of an output that one task writes: for each of its images, each block of channels.
pub(super) struct OwnRows<'a> {
    /// (image, block), each (rows, columns, 16).
    pieces: Vec<&'a mut [f32]>,
    blocks: usize,
    /// The first image, and the first row of each image.
    image: usize,
    row: usize,
    size: (usize, usize),
}

impl<'a> OwnRows<'a> {
    /// Cuts `y` for `regions` of a grid whose places lie `step` rows apart in `y`.
    ///
    /// # Panics
    /// If regions do not follow each other from image to image, and in an image from row to row.
    pub(super) fn cut(y: &'a mut Maps, regions: &[Region], step: usize) -> Vec<Self> {
        let (blocks, size, plane) = (y.blocks(), (y.h, y.w), y.plane());
        let own = |region: &Region| (region.rows.start * step).min(size.0)..(region.rows.end * step).min(size.0);
        let mut tasks: Vec<Self> = regions
            .iter()
            .map(|region| {
                let pieces = Vec::with_capacity(region.images.len() * blocks);
                Self { pieces, blocks, image: region.images.start, row: own(region).start, size }
            })
            .collect();
        let mut first = 0;
        for (image, planes) in y.numbers_mut().chunks_exact_mut((blocks * plane).max(1)).enumerate() {
            while regions.get(first).is_some_and(|region| region.images.end <= image) {
                first += 1;
            }
            let of_image = regions[first..].iter().take_while(|region| region.images.contains(&image)).count();
            for mut rest in planes.chunks_exact_mut(plane.max(1)) {
                let mut cut = 0;
                for (region, task) in regions[first..].iter().zip(&mut tasks[first..]).take(of_image) {
                    let rows = own(region);
                    assert!(cut <= rows.start, "rows of two tasks");
                    let (_, from) = std::mem::take(&mut rest).split_at_mut((rows.start - cut) * size.1 * LANES);
                    let (piece, after) = from.split_at_mut(rows.len() * size.1 * LANES);
                    task.pieces.push(piece);
                    (rest, cut) = (after, rows.end);
                }
            }
        }
        tasks
    }

    /// Where (`row`, `column`) of the output lies in a piece.
    #[inline(always)]
    pub(super) fn place(&self, row: usize, column: usize) -> usize {
        ((row - self.row) * self.size.1 + column) * LANES
    }

    /// Where `place` of a piece lies in the whole output.
    #[inline(always)]
    pub(super) fn whole(&self, image: usize, block: usize, place: usize) -> usize {
        ((image * self.blocks + block) * self.size.0 + self.row) * self.size.1 * LANES + place
    }

    /// The task's rows of one block of one image.
    #[inline(always)]
    pub(super) fn of(&mut self, image: usize, block: usize) -> &mut [f32] {
        self.pieces[(image - self.image) * self.blocks + block]
    }
}

#[cfg(test)]
mod tests {
    use super::super::grid::regions;
    use super::*;

    #[test]
    fn every_task_has_its_own_rows_and_all_are_somebodys() {
        for (n, [h, w], blocks, step, most) in [
            (3, [5, 4], 2, 1, 100),
            (2, [9, 3], 1, 2, 7),
            (5, [1, 1], 3, 1, 2),
            (2, [7, 5], 2, 3, 5),
            (1, [8, 2], 1, 2, 4),
        ] {
            let mut y = Maps::new(n, blocks * LANES, h, w);
            y.numbers_mut().fill(0.0);
            let rows = h.div_ceil(step);
            let regions = regions(n, rows, w.div_ceil(step), most);
            let mut tasks = OwnRows::cut(&mut y, &regions, step);
            let mut wholes = vec![];
            for (at, (region, task)) in regions.iter().zip(&mut tasks).enumerate() {
                for image in region.images.clone() {
                    for block in 0..blocks {
                        for row in region.rows.clone() {
                            let place = task.place(row * step, 0);
                            wholes.push((task.whole(image, block, place), image, block, row * step));
                            task.of(image, block)[place] = 1.0;
                        }
                        for number in task.of(image, block).iter_mut().skip(1) {
                            assert!(*number < 2.0, "two tasks, the second is {at}");
                            *number += 2.0;
                        }
                    }
                }
            }
            let numbers = y.numbers();
            for (whole, image, block, row) in wholes {
                assert_eq!(whole, ((image * blocks + block) * h + row) * w * LANES);
                assert!(numbers[whole] >= 1.0);
            }
            assert!(numbers.iter().all(|&number| number > 0.0), "{n} of {h} x {w}, {step} apart: a place of nobody");
        }
    }
}
