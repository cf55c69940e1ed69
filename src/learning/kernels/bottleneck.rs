//! Inverted bottlenecks: an expansion to many channels, a depthwise convolution with TensorFlow's padding, a projection to
//! few, and the input on top where the form has it. Inference only, BatchNorm is folded into the weights.
//!
//! Some channels of a piece go through all three before the next ones do, and a piece before the next one, so that the many
//! channels never leave the cache. Images lie side by side in a blocked map, (blocks, images, height, width, 16). On the
//! calling thread alone.

use super::cpu::depthwise::{Filtering, Filters};
use super::cpu::pointwise::{Finish, Matrix, Product, Stretch};
use crate::linalg::simd::LANES;
use std::ops::Range;

/// Floats of expanded channels that are made at a time, about: with what is made of them, the input and the output they stay
/// in second-level cache.
const MOST_EXPANDED: usize = 96 * 1024;

/// Blocks of channels that are expanded at a time at least: fewer would have the sums of the projection come and go often.
const LEAST_BLOCKS: usize = 3;

/// Channels of the pictures that the first one begins with.
pub(crate) const COLOURS: usize = 3;

/// Side of the kernel of the first convolution, which meets every second row and column.
pub(crate) const STEM_KERNEL: usize = 3;

/// One bottleneck.
pub(crate) struct Bottleneck {
    /// 1x1, or in the first one the 3x3 convolution of the picture with stride 2: rows (output, row, column, colour).
    pub expand: Matrix,
    pub filters: Filters,
    pub project: Matrix,
    /// Whether the input is added to the output.
    pub adds_input: bool,
}

/// What a bottleneck reads.
#[derive(Clone, Copy)]
pub(crate) enum Input<'a> {
    /// A blocked map.
    Map(&'a [f32]),
    /// Pictures (images, 2 side + 1, 2 side + 1, 3) whose last row and column are padding.
    Pictures(&'a [f32]),
}

/// Working memory, kept from call to call.
#[derive(Default)]
pub(crate) struct Work {
    expanded: Vec<f32>,
    filtered: Vec<f32>,
    to: Vec<usize>,
}

/// Images and output rows that go through together, and where they lie.
struct Piece {
    images: usize,
    first_image: usize,
    /// Output rows.
    start: usize,
    rows: usize,
}

/// Where the expanded rows of a piece lie.
struct Places {
    /// The first row of the expanded map that is there, and how many are.
    first: usize,
    rows: usize,
    /// Rows of padding before it.
    skipped: usize,
    /// Floats of a block, of all the piece's images.
    plane: usize,
}

/// The sizes of one run.
#[derive(Clone, Copy)]
struct Sizes {
    images: usize,
    /// Side of the expanded map.
    side: usize,
    out_side: usize,
    /// Rows and columns of padding before the first.
    before: usize,
    /// Columns of the expanded map with its padding.
    width: usize,
}

impl Bottleneck {
    /// Side of the output where the expanded map has `side` rows and columns.
    pub(crate) fn side_after(&self, side: usize) -> usize {
        side.div_ceil(self.filters.stride)
    }

    /// Floats of the output of `images` images.
    pub(crate) fn out_len(&self, images: usize, side: usize) -> usize {
        self.project.blocks() * images * self.side_after(side).pow(2) * LANES
    }

    /// Runs `images` images whose expanded map has `side` rows and columns; an even number with stride 2.
    pub(crate) fn run(&self, input: Input<'_>, images: usize, side: usize, out: &mut [f32], work: &mut Work) {
        let (kernel, stride) = (self.filters.kernel, self.filters.stride);
        let out_side = self.side_after(side);
        let sizes = Sizes { images, side, out_side, before: (kernel - stride) / 2, width: self.filters.met(out_side) };
        let row = LEAST_BLOCKS.min(self.expand.blocks()) * sizes.width * LANES;
        let whole = self.filters.met(out_side) * row;
        if whole <= MOST_EXPANDED {
            let together = (MOST_EXPANDED / whole).clamp(1, images);
            for first_image in (0..images).step_by(together) {
                let images = together.min(images - first_image);
                self.piece(input, &sizes, &Piece { images, first_image, start: 0, rows: out_side }, out, work);
            }
            return;
        }
        let rows = ((MOST_EXPANDED / row).saturating_sub(kernel) / stride).clamp(1, out_side);
        for first_image in 0..images {
            for start in (0..out_side).step_by(rows) {
                let rows = rows.min(out_side - start);
                self.piece(input, &sizes, &Piece { images: 1, first_image, start, rows }, out, work);
            }
        }
    }

    fn piece(&self, input: Input<'_>, sizes: &Sizes, piece: &Piece, out: &mut [f32], work: &mut Work) {
        let height = self.filters.met(piece.rows);
        let plane = piece.images * height * sizes.width * LANES;
        let most = (MOST_EXPANDED / plane).clamp(1, self.expand.blocks());
        work.expanded.resize((most.max(LEAST_BLOCKS) * plane).max(work.expanded.len()), 0.0);
        let filtered = most.max(LEAST_BLOCKS) * piece.images * piece.rows * sizes.out_side * LANES;
        work.filtered.resize(filtered.max(work.filtered.len()), 0.0);
        // Rows of the expanded map that the piece meets, and the first one's place among those of the piece.
        let top = piece.start * self.filters.stride;
        let first = top.saturating_sub(sizes.before);
        let end = (top + height - sizes.before).min(sizes.side);
        let skipped = first + sizes.before - top;
        let places = Places { first, rows: end - first, skipped, plane };
        let (mut tiles, mut blocks) = (0..0, 0..0);
        while tiles.end < self.expand.tiles().end {
            let (next, count) = self.expand.some_tiles(tiles.end, most);
            (tiles, blocks) = (next, blocks.end..blocks.end + count);
            if blocks.start == 0 {
                pad(sizes, &places, &mut work.expanded[..most.max(count) * plane], height);
            }
            self.expand(input, sizes, piece, &places, tiles.clone(), work);
            Filtering {
                filters: &self.filters,
                blocks: blocks.clone(),
                x: &work.expanded,
                planes: piece.images,
                size: (piece.rows, sizes.out_side),
                out: &mut work.filtered,
            }
            .run();
            self.project(input, sizes, piece, blocks.clone(), out, work);
        }
    }

    fn expand(
        &self,
        input: Input<'_>,
        sizes: &Sizes,
        piece: &Piece,
        places: &Places,
        tiles: Range<usize>,
        work: &mut Work,
    ) {
        let side = sizes.side;
        let &Places { first, rows, skipped, plane } = places;
        let place = |image: usize, row: usize, column: usize| {
            image * (plane / piece.images) + ((skipped + row) * sizes.width + sizes.before + column) * LANES
        };
        let (matrix, from, finish) = (&self.expand, 0, Finish::Relu6);
        match input {
            Input::Map(x) => {
                work.to.clear();
                let rows_of = |image| (0..rows).map(move |row| (image, row));
                for (image, row) in (0..piece.images).flat_map(rows_of) {
                    work.to.extend((0..side).map(|column| place(image, row, column)));
                }
                let x = &x[(piece.first_image * side + first) * side * LANES..];
                let stretches = &stretches(0..matrix.depth(), sizes.images * side * side * LANES);
                let (to, out) = (&work.to[..], &mut work.expanded[..]);
                Product::<LANES> { x, stretches, matrix, tiles, from, finish, to, out, plane }.run();
            }
            Input::Pictures(x) => {
                let width = (2 * side + 1) * COLOURS;
                let len = STEM_KERNEL * COLOURS;
                let stretches: Vec<Stretch> = (0..STEM_KERNEL).map(|row| Stretch { at: row * width, len }).collect();
                for (image, row) in (0..piece.images).flat_map(|image| (0..rows).map(move |row| (image, row))) {
                    work.to.clear();
                    work.to.extend((0..side).map(|column| place(image, row, column)));
                    let x = &x[((piece.first_image + image) * (2 * side + 1) + 2 * (first + row)) * width..];
                    let (to, out, stretches, tiles) =
                        (&work.to[..], &mut work.expanded[..], &stretches[..], tiles.clone());
                    Product::<{ 2 * COLOURS }> { x, stretches, matrix, tiles, from, finish, to, out, plane }.run();
                }
            }
        }
    }

    /// Adds what `blocks` of the middle channels give.
    fn project(
        &self,
        input: Input<'_>,
        sizes: &Sizes,
        piece: &Piece,
        blocks: Range<usize>,
        out: &mut [f32],
        work: &mut Work,
    ) {
        let places = piece.images * piece.rows * sizes.out_side;
        let before = (piece.first_image * sizes.out_side + piece.start) * sizes.out_side;
        let plane = sizes.images * sizes.out_side * sizes.out_side * LANES;
        work.to.clear();
        work.to.extend((before..before + places).map(|place| place * LANES));
        let is_last = blocks.end == self.expand.blocks();
        let finish = match input {
            Input::Map(x) if self.adds_input && is_last => Finish::Add(&x[before * LANES..], plane),
            _ => Finish::Plain,
        };
        let (matrix, from) = (&self.project, blocks.start * LANES);
        let stretches = &stretches(from..matrix.depth().min(blocks.end * LANES), places * LANES);
        let (x, to, tiles) = (&work.filtered[..], &work.to[..], matrix.tiles());
        Product::<LANES> { x, stretches, matrix, tiles, from, finish, to, out, plane }.run();
    }
}

/// Zeros before, beside and behind the rows that are expanded, in all planes.
fn pad(sizes: &Sizes, places: &Places, expanded: &mut [f32], height: usize) {
    let row = sizes.width * LANES;
    let (left, right) = (sizes.before * LANES, (sizes.before + sizes.side) * LANES);
    for plane in expanded.chunks_exact_mut(height * row) {
        let (above, rest) = plane.split_at_mut(places.skipped * row);
        let (inside, below) = rest.split_at_mut(places.rows * row);
        above.fill(0.0);
        below.fill(0.0);
        for row in inside.chunks_exact_mut(row) {
            row[..left].fill(0.0);
            row[right..].fill(0.0);
        }
    }
}

/// Where these `channels` of a place of a blocked map lie, `plane` floats from block to block; the first one begins a block.
fn stretches(channels: Range<usize>, plane: usize) -> Vec<Stretch> {
    let block = |at: usize| Stretch { at: at * plane, len: LANES.min(channels.len() - at * LANES) };
    (0..channels.len().div_ceil(LANES)).map(block).collect()
}

/// A 1x1 convolution of a blocked map of `places` places.
pub(crate) fn pointwise(matrix: &Matrix, finish: Finish<'_>, x: &[f32], places: usize, out: &mut [f32]) {
    let to: Vec<usize> = (0..places).map(|place| place * LANES).collect();
    let plane = places * LANES;
    let stretches = &stretches(0..matrix.depth(), plane);
    Product::<LANES> { x, stretches, matrix, tiles: matrix.tiles(), from: 0, finish, to: &to, out, plane }.run();
}

#[cfg(test)]
mod tests {
    use super::super::testing::random;
    use super::*;
    use crate::linalg::simd::Isa;

    /// The sizes of a bottleneck.
    #[derive(Clone, Copy, Debug)]
    struct Form {
        inputs: usize,
        middle: usize,
        outputs: usize,
        kernel: usize,
        stride: usize,
    }

    /// All its weights, in PyTorch's order.
    struct Plain {
        form: Form,
        expand: [Vec<f32>; 2],
        depthwise: [Vec<f32>; 2],
        project: [Vec<f32>; 2],
    }

    impl Plain {
        fn new(form: Form) -> Self {
            let Form { inputs, middle, outputs, kernel, .. } = form;
            let pair = |outputs: usize, depth: usize, seed: u64| {
                let spread = 3.0 / (depth as f32).sqrt();
                let weight = random(&[outputs * depth], seed).into_iter().map(|x| x * spread).collect();
                [weight, random(&[outputs], seed + 1)]
            };
            let (expand, project) = (pair(middle, inputs, 1), pair(outputs, middle, 3));
            Self { form, expand, depthwise: pair(middle, kernel * kernel, 5), project }
        }

        fn block(&self, isa: Isa) -> Bottleneck {
            let Form { inputs, outputs, kernel, stride, .. } = self.form;
            Bottleneck {
                expand: Matrix::new(isa, &self.expand[0], &self.expand[1]),
                filters: Filters::new(isa, &self.depthwise[0], kernel, stride, &self.depthwise[1]),
                project: Matrix::new(isa, &self.project[0], &self.project[1]),
                adds_input: stride == 1 && inputs == outputs,
            }
        }

        /// One image, summed in f64: `expanded` (middle, side, side) before ReLU6, and what is added in the end.
        fn rest(&self, expanded: &[f64], side: usize, added: Option<&[f64]>) -> Vec<f64> {
            let Form { middle, outputs, kernel, stride, .. } = self.form;
            let (out_side, before) = (side.div_ceil(stride), (kernel - stride) / 2);
            let area = out_side * out_side;
            let mut filtered = vec![0.0; middle * area];
            for (at, sum) in filtered.iter_mut().enumerate() {
                let (c, row, column) = (at / area, at % area / out_side, at % out_side);
                *sum = f64::from(self.depthwise[1][c]);
                for tap in 0..kernel * kernel {
                    let y = (row * stride + tap / kernel).wrapping_sub(before);
                    let x = (column * stride + tap % kernel).wrapping_sub(before);
                    if y < side && x < side {
                        let weight = f64::from(self.depthwise[0][c * kernel * kernel + tap]);
                        *sum += weight * expanded[(c * side + y) * side + x].clamp(0.0, 6.0);
                    }
                }
                *sum = sum.clamp(0.0, 6.0);
            }
            let mut out = product(&self.project, &filtered, area);
            if let Some(added) = added {
                out.iter_mut().zip(added).for_each(|(out, x)| *out += x);
            }
            assert_eq!(out.len(), outputs * area);
            out
        }
    }

    /// A matrix and a bias on (inputs, places).
    fn product([weight, bias]: &[Vec<f32>; 2], x: &[f64], places: usize) -> Vec<f64> {
        let depth = weight.len() / bias.len();
        let at = |o: usize, place: usize| {
            let terms = (0..depth).map(|k| f64::from(weight[o * depth + k]) * x[k * places + place]);
            f64::from(bias[o]) + terms.sum::<f64>()
        };
        (0..bias.len()).flat_map(|o| (0..places).map(move |place| at(o, place))).collect()
    }

    /// (images, channels, area) as a blocked map (blocks, images, area, 16) and back.
    fn place(image: usize, channel: usize, at: usize, images: usize, area: usize) -> usize {
        ((channel / LANES * images + image) * area + at) * LANES + channel % LANES
    }

    fn assert_near(found: &[f32], twin: &[f64], (images, channels, area): (usize, usize, usize), what: &str) {
        let scale = twin.iter().fold(1e-6_f64, |most, x| most.max(x.abs()));
        for (i, expected) in twin.iter().enumerate() {
            let (image, channel, at) = (i / (channels * area), i / area % channels, i % area);
            let found = f64::from(found[place(image, channel, at, images, area)]);
            assert!((found - expected).abs() <= 1e-5 * scale, "{what}: {found}, not {expected}, at {i}");
        }
    }

    fn check(form: Form, images: usize, side: usize) {
        let plain = Plain::new(form);
        let area = side * side;
        let x = random(&[images * form.inputs * area], 9);
        let wide: Vec<f64> = x.iter().map(|x| f64::from(*x)).collect();
        let twin: Vec<f64> = wide
            .chunks_exact(form.inputs * area)
            .flat_map(|x| {
                let added = (form.stride == 1 && form.inputs == form.outputs).then_some(x);
                plain.rest(&product(&plain.expand, x, area), side, added)
            })
            .collect();
        let mut map = vec![f32::NAN; form.inputs.next_multiple_of(LANES) * images * area];
        for (i, x) in x.iter().enumerate() {
            map[place(i / (form.inputs * area), i / area % form.inputs, i % area, images, area)] = *x;
        }
        for isa in Isa::all() {
            let block = plain.block(isa);
            let mut out = vec![f32::NAN; block.out_len(images, side)];
            // What was left by another block is not seen.
            let mut work = Work { expanded: vec![1e9; 1 << 20], filtered: vec![1e9; 1 << 10], to: vec![7] };
            block.run(Input::Map(&map), images, side, &mut out, &mut work);
            let sizes = (images, form.outputs, block.side_after(side).pow(2));
            assert_near(&out, &twin, sizes, &format!("{form:?}, {images} of {side} with {isa:?}"));
        }
    }

    #[test]
    fn random_bottlenecks_are_their_plain_sums() {
        for (at, (kernel, stride)) in [(3, 1), (3, 2), (5, 1), (5, 2)].into_iter().enumerate() {
            // Tiles of one to three blocks and their ends, blocks that are not full, planes of all widths.
            let form = |inputs, middle, outputs| Form { inputs, middle, outputs, kernel, stride };
            check(form(8, 48, 8), 3, [2, 4, 6, 8][at]);
            check(form(24, 144, 24), 1, [10, 12, 14, 22][at]);
            check(form(40, 69, 72), 2, [12, 10, 8, 6][at]);
            check(form(16, 208, 130), 5, 4);
        }
        // Odd sides.
        check(Form { inputs: 16, middle: 32, outputs: 16, kernel: 5, stride: 1 }, 2, 7);
        check(Form { inputs: 16, middle: 32, outputs: 40, kernel: 3, stride: 1 }, 1, 1);
    }

    #[test]
    fn large_maps_go_through_in_pieces() {
        for (kernel, stride) in [(3, 1), (3, 2), (5, 1), (5, 2)] {
            check(Form { inputs: 16, middle: 80, outputs: 16, kernel, stride }, 2, 48);
        }
    }

    #[test]
    fn the_first_one_begins_with_pictures() {
        let form = Form { inputs: 32, middle: 32, outputs: 16, kernel: 3, stride: 1 };
        let (images, side) = (2, 14);
        let mut plain = Plain::new(form);
        let len = STEM_KERNEL * STEM_KERNEL * COLOURS;
        plain.expand = [random(&[form.middle * len], 20), random(&[form.middle], 21)];
        let wide = 2 * side + 1;
        let pictures = random(&[images * wide * wide * COLOURS], 22);
        let at = |image: usize, y: usize, x: usize, colour: usize| {
            f64::from(pictures[((image * wide + y) * wide + x) * COLOURS + colour])
        };
        let mut twin = Vec::new();
        for image in 0..images {
            // (taps and colours, places)
            let unfolded: Vec<f64> = (0..len * side * side)
                .map(|i| {
                    let (k, place) = (i / (side * side), i % (side * side));
                    let (tap, colour) = (k / COLOURS, k % COLOURS);
                    at(image, place / side * 2 + tap / 3, place % side * 2 + tap % 3, colour)
                })
                .collect();
            twin.extend(plain.rest(&product(&plain.expand, &unfolded, side * side), side, None));
        }
        for isa in Isa::all() {
            let block = plain.block(isa);
            let mut out = vec![f32::NAN; block.out_len(images, side)];
            block.run(Input::Pictures(&pictures), images, side, &mut out, &mut Work::default());
            assert_near(&out, &twin, (images, form.outputs, side * side), &format!("{isa:?}"));
        }
    }

    #[test]
    fn weights_come_back_as_they_went_in() {
        let plain = Plain::new(Form { inputs: 24, middle: 70, outputs: 37, kernel: 5, stride: 2 });
        for isa in Isa::all() {
            let block = plain.block(isa);
            assert!(block.project.rows() == plain.project[0] && block.project.bias() == plain.project[1], "{isa:?}");
            assert!(block.filters.kernels() == plain.depthwise[0] && block.filters.bias() == plain.depthwise[1]);
        }
    }
}
