//! A frozen network with its weights, and the raw rows that it gives images.
//!
//! It trains nothing and keeps nothing: what the rows of a folder have in common is taken out by [`super::rows`].

mod error;
mod levels;
mod open;
mod tensors;

pub use error::BackboneError;
pub(super) use open::{read_weights, vit_key};

use super::checkpoint::ClusterHead;
use super::registry::Normalisation;
use super::rows::{self, Block};
use crate::control::CancelToken;
use crate::learning::trainer::TrainError;
use crate::learning::views::TileSet;
use candle_core::Device;
use levels::Levels;
use tensors::Tensors;

/// What a network sees of images.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Raw rows (n, [`Backbone::n_features`]), rounded to half precision, in which they are kept.
    pub rows: Vec<f32>,
    /// Rows of [`super::classes`]; empty unless [`Backbone::knows_classes`].
    pub classes: Vec<f32>,
}

/// What computes rows.
enum Net {
    /// From levels as they are.
    Levels(Levels),
    /// From normalised tensors.
    Tensors(Tensors),
}

/// A frozen network.
pub struct Backbone {
    /// Names the weights and everything that is done before and after: rows of another key are other rows.
    pub key: String,
    /// What it is, for people.
    pub label: String,
    /// Side of the square that it looks at, in pixels.
    pub size: usize,
    /// Parts of a raw row.
    pub blocks: Vec<Block>,
    /// Linear cluster heads that came with the weights, as SCAN saves them, and that take this network's features; mostly
    /// none.
    pub heads: Vec<ClusterHead>,
    /// Which of the heads their file names as the best; None if it does not.
    pub best_head: Option<usize>,
    normalisation: Normalisation,
    net: Net,
}

impl Backbone {
    /// The cluster head that came with the weights: the one that its file names as the best, else the first.
    #[must_use]
    pub fn best_head(&self) -> Option<&ClusterHead> {
        self.heads.get(self.best_head.unwrap_or(0))
    }

    /// Numbers of a raw row.
    #[must_use]
    pub fn n_features(&self) -> usize {
        rows::width(&self.blocks)
    }

    /// Whether it tells what is on a picture, too: [`super::classes`].
    #[must_use]
    pub fn knows_classes(&self) -> bool {
        matches!(&self.net, Net::Levels(levels) if levels.knows_classes())
    }

    /// Whether a thumbnail of 256 px may stand for a large original, see [`crate::dataset::pixels::thumbnail_is_enough`].
    #[must_use]
    pub fn takes_thumbnails(&self) -> bool {
        self.knows_classes()
    }

    /// What is seen of squares of its size. `on_done` hears how many images are done.
    ///
    /// # Errors
    /// Cancelled, or from candle.
    ///
    /// # Panics
    /// If the squares are of another size.
    pub fn see(
        &self,
        mut tiles: TileSet,
        device: &Device,
        cancel: &CancelToken,
        on_done: &mut dyn FnMut(usize),
    ) -> Result<Seen, TrainError> {
        assert_eq!(tiles.size, self.size, "squares of the network's size");
        let mut seen = match &self.net {
            Net::Levels(levels) => levels.see(&tiles, self.n_features(), cancel, on_done)?,
            Net::Tensors(tensors) => {
                (tiles.mean, tiles.std) = (self.normalisation.mean, self.normalisation.std);
                let rows = tensors.rows(&tiles, self.n_features(), device, cancel, on_done)?;
                Seen { rows, classes: Vec::new() }
            }
        };
        for x in &mut seen.rows {
            *x = half::f16::from_f32(*x).to_f32();
        }
        if seen.rows.iter().any(|x| !x.is_finite()) {
            return Err(TrainError::BrokenWeights);
        }
        Ok(seen)
    }

    /// Raw rows alone, see [`Backbone::see`].
    ///
    /// # Errors
    /// Cancelled, or from candle.
    pub fn raw_rows(
        &self,
        tiles: TileSet,
        device: &Device,
        cancel: &CancelToken,
        on_done: &mut dyn FnMut(usize),
    ) -> Result<Vec<f32>, TrainError> {
        Ok(self.see(tiles, device, cancel, on_done)?.rows)
    }
}

#[cfg(test)]
mod tests;
