//! Raw rows of the built-in network, as a run would make them.

use gleaner::clustering::pipeline;
use gleaner::clustering::settings::RunSettings;
use gleaner::control::CancelToken;
use gleaner::features::rows::Block;
use gleaner::features::{builtin, rows};
use gleaner::learning::views::TileSet;
use std::error::Error;

/// Rows of images, not yet combined over a folder.
pub struct Raw {
    /// (n, d)
    numbers: Vec<f32>,
    blocks: Vec<Block>,
    /// Numbers of a row.
    pub d: usize,
}

impl Raw {
    /// Computes the rows of squares of [`builtin::SIZE`].
    ///
    /// # Errors
    /// What the network says.
    pub fn of(squares: TileSet) -> Result<Self, Box<dyn Error>> {
        assert_eq!(squares.size, builtin::SIZE);
        let settings = RunSettings::default();
        let backbone = pipeline::backbone(&settings)?;
        let numbers = pipeline::raw_rows(&backbone, squares, &settings, &CancelToken::default(), &mut |_| ())?;
        let blocks = backbone.blocks.clone();
        Ok(Self { numbers, d: rows::width(&blocks), blocks })
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
