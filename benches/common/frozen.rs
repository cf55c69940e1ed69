//! Raw rows of the built-in network, as a run would make them.

use gleaner::clustering::pipeline::RawRows;
use gleaner::features::rows::{self, Block};

/// Rows of images, not yet combined over a folder.
pub struct Raw {
    /// (n, d)
    numbers: Vec<f32>,
    blocks: Vec<Block>,
    /// Numbers of a row.
    pub d: usize,
}

impl Raw {
    /// Of a run's raw rows.
    pub fn of(raw: RawRows) -> Self {
        Self { numbers: raw.raw, d: rows::width(&raw.blocks), blocks: raw.blocks }
    }

    /// Unit rows of a folder of which these are the images.
    pub fn folder<'a>(images: impl IntoIterator<Item = (&'a Self, usize)>) -> Vec<f32> {
        let (mut numbers, mut blocks) = (Vec::new(), &[][..]);
        for (raw, at) in images {
            numbers.extend_from_slice(&raw.numbers[at * raw.d..][..raw.d]);
            blocks = &raw.blocks;
        }
        rows::combine(&numbers, blocks)
    }
}
