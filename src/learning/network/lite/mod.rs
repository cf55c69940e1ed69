//! EfficientNet-Lite2 (Google, tensorflow/tpu) as a reader of pictures: what its last block and its classes see of them.
//!
//! Inference alone, with kernels of its own on the CPU ([`Lite`]) and as candle composes it on other devices
//! ([`DeviceLite`]). Pictures come as levels in a square whose side is a multiple of 32, 160 as a rule; nothing is resized
//! here. The network has no squeeze-excite and TensorFlow's padding: with stride 2 the larger half is behind.

mod device;
mod form;
#[cfg(test)]
mod tests;

pub use device::DeviceLite;

use crate::control::{CancelToken, Cancelled};
use crate::learning::kernels::bottleneck::{Bottleneck, COLOURS, Input, STEM_KERNEL, Work, pointwise};
use crate::learning::kernels::cpu::depthwise::Filters;
use crate::learning::kernels::cpu::pointwise::{Finish, Matrix};
use crate::linalg::simd::{Isa, LANES};
use candle_core::Result;
use form::{Conv, Source};
use parking_lot::Mutex;
use rayon::prelude::*;

/// Numbers of a row: channels of the last block.
pub const WIDTH: usize = 352;

/// ImageNet's classes, in their usual order.
pub const N_CLASSES: usize = 1000;

/// The side of a picture is a multiple of this.
pub const SIDE_STEP: usize = 32;

/// Images that go through together: the weights of the last blocks, which are many, then come into cache once for them. Five
/// times 5x5 places fill the kernels' tiles.
const TOGETHER: usize = 5;

/// What the network sees of some pictures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// (n, [`WIDTH`]): means of the last block's channels over the plane.
    pub rows: Vec<f32>,
    /// (n, [`N_CLASSES`]): probabilities of the classes; empty where they were not asked for.
    pub classes: Vec<f32>,
}

/// The network for the CPU.
pub struct Lite {
    blocks: Vec<Bottleneck>,
    head: Matrix,
    classifier: Matrix,
}

/// Memory of a task.
#[derive(Default)]
struct Scratch {
    pictures: Vec<f32>,
    x: Vec<f32>,
    y: Vec<f32>,
    work: Work,
}

impl Lite {
    /// From the bytes of a safetensors file: f16 with BatchNorm, or packed by `assets/pack_weights.py`.
    ///
    /// # Errors
    /// If the bytes are no such file or lack something.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        Self::read_for(bytes, Isa::detect())
    }

    fn read_for(bytes: &[u8], isa: Isa) -> Result<Self> {
        let source = Source::read(bytes)?;
        let matrix = |conv: &Conv| Matrix::new(isa, &conv.weight, &conv.bias);
        let blocks = form::blocks().into_iter().map(|block| {
            let expand = if let Some(prefix) = &block.expand {
                matrix(&source.conv(prefix, &[block.middle, block.inputs, 1, 1])?)
            } else {
                let stem = source.stem()?;
                matrix(&Conv { weight: colours_last(&stem.weight), bias: stem.bias })
            };
            let (kernel, stride) = (block.kernel, block.stride);
            let depthwise = source.conv(&block.depthwise, &[block.middle, 1, kernel, kernel])?;
            Ok(Bottleneck {
                expand,
                filters: Filters::new(isa, &depthwise.weight, kernel, stride, &depthwise.bias),
                project: matrix(&source.conv(&block.project, &[block.outputs, block.middle, 1, 1])?),
                adds_input: block.adds_input(),
            })
        });
        Ok(Self {
            blocks: blocks.collect::<Result<_>>()?,
            head: matrix(&source.head()?),
            classifier: matrix(&source.classifier()?),
        })
    }

    /// Looks at the pictures `rgb`, (n, side, side, 3) from 0 to 255, on rayon's current pool. What it sees of one does
    /// not depend on the others nor on the number of threads.
    ///
    /// # Errors
    /// [`Cancelled`] once the token says so; it is asked every few images.
    ///
    /// # Panics
    /// If `side` is not a multiple of [`SIDE_STEP`], or the pictures are not whole.
    pub fn see(
        &self,
        rgb: &[u8],
        side: usize,
        with_classes: bool,
        cancel: &CancelToken,
    ) -> std::result::Result<Seen, Cancelled> {
        let n = n_pictures(rgb, side);
        let mut seen =
            Seen { rows: vec![0.0; n * WIDTH], classes: vec![0.0; if with_classes { n * N_CLASSES } else { 0 }] };
        let together = n.div_ceil(rayon::current_num_threads()).clamp(1, TOGETHER);
        let pictures = rgb.par_chunks(together * side * side * COLOURS);
        let rows = seen.rows.par_chunks_mut(together * WIDTH);
        let free = Mutex::new(Vec::<Scratch>::new());
        let run = |pictures: &[u8], rows: &mut [f32], classes: &mut [f32]| {
            cancel.check()?;
            let mut scratch = free.lock().pop().unwrap_or_default();
            self.group(pictures, side, rows, classes, &mut scratch);
            free.lock().push(scratch);
            Ok(())
        };
        if with_classes {
            let classes = seen.classes.par_chunks_mut(together * N_CLASSES);
            pictures.zip(rows).zip(classes).try_for_each(|((pictures, rows), classes)| run(pictures, rows, classes))?;
        } else {
            pictures.zip(rows).try_for_each(|(pictures, rows)| run(pictures, rows, &mut []))?;
        }
        Ok(seen)
    }

    /// Some pictures on this thread; no classes are told where there is no room for them.
    fn group(&self, rgb: &[u8], side: usize, rows: &mut [f32], classes: &mut [f32], scratch: &mut Scratch) {
        let Scratch { pictures, x, y, work } = scratch;
        let n = n_pictures(rgb, side);
        normalise(rgb, side, pictures);
        let mut at = side / 2;
        for (i, block) in self.blocks.iter().enumerate() {
            y.resize(block.out_len(n, at).max(y.len()), 0.0);
            let input = if i == 0 { Input::Pictures(pictures) } else { Input::Map(x) };
            block.run(input, n, at, y, work);
            at = block.side_after(at);
            std::mem::swap(x, y);
        }
        let area = at * at;
        means(x, n, area, WIDTH, rows);
        if classes.is_empty() {
            return;
        }
        y.resize((HEAD_BLOCKS * n * area * LANES).max(y.len()), 0.0);
        pointwise(&self.head, Finish::Relu6, x, n * area, y);
        let mut pooled = vec![0.0; n * form::HEAD];
        means(y, n, area, form::HEAD, &mut pooled);
        let blocks: Vec<f32> = (0..HEAD_BLOCKS)
            .flat_map(|block| pooled.chunks_exact(form::HEAD).map(move |row| &row[block * LANES..][..LANES]))
            .flatten()
            .copied()
            .collect();
        y.resize((self.classifier.blocks() * n * LANES).max(y.len()), 0.0);
        pointwise(&self.classifier, Finish::Plain, &blocks, n, y);
        means(y, n, 1, N_CLASSES, classes);
        classes.chunks_exact_mut(N_CLASSES).for_each(softmax);
    }
}

const HEAD_BLOCKS: usize = form::HEAD / LANES;

fn n_pictures(rgb: &[u8], side: usize) -> usize {
    assert!(side > 0 && side.is_multiple_of(SIDE_STEP), "a side in whole steps of {SIDE_STEP}, not {side}");
    let n = rgb.len() / (side * side * COLOURS);
    assert_eq!(rgb.len(), n * side * side * COLOURS, "whole pictures of {side} pixels a side");
    n
}

/// Weights (output, colour, row, column) as (output, row, column, colour), the order of pixels.
fn colours_last(weight: &[f32]) -> Vec<f32> {
    let area = STEM_KERNEL * STEM_KERNEL;
    let kernels = weight.chunks_exact(COLOURS * area);
    kernels
        .flat_map(|w| (0..area).flat_map(move |tap| (0..COLOURS).map(move |colour| w[colour * area + tap])))
        .collect()
}

/// Levels as the network wants them, with a column of padding behind each row and a row below each picture.
fn normalise(rgb: &[u8], side: usize, out: &mut Vec<f32>) {
    out.clear();
    for picture in rgb.chunks_exact(side * side * COLOURS) {
        for row in picture.chunks_exact(side * COLOURS) {
            out.extend(row.iter().map(|level| normal(*level)));
            out.extend([0.0; COLOURS]);
        }
        out.resize(out.len() + (side + 1) * COLOURS, 0.0);
    }
}

fn normal(level: u8) -> f32 {
    (f32::from(level) - 127.0) / 128.0
}

/// Means over the `area` places of each of `n` images in a blocked map, as rows (n, channels).
fn means(x: &[f32], n: usize, area: usize, channels: usize, rows: &mut [f32]) {
    for (image, row) in rows.chunks_exact_mut(channels).enumerate().take(n) {
        for (block, out) in row.chunks_mut(LANES).enumerate() {
            let mut sums = [0.0; LANES];
            let places = &x[(block * n + image) * area * LANES..][..area * LANES];
            for place in places.chunks_exact(LANES) {
                for (sum, x) in sums.iter_mut().zip(place) {
                    *sum += x;
                }
            }
            out.iter_mut().zip(sums).for_each(|(out, sum)| *out = sum / area as f32);
        }
    }
}

fn softmax(row: &mut [f32]) {
    let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for x in &mut *row {
        *x = (*x - largest).exp();
        sum += *x;
    }
    for x in row {
        *x /= sum;
    }
}
