//! Networks that take the levels of a square as they are: the built-in one, and functions that need no network.

use super::Seen;
use crate::control::CancelToken;
use crate::features::classes;
use crate::learning::network::lite::{self, DeviceLite, Lite};
use crate::learning::trainer::TrainError;
use crate::learning::views::TileSet;
use rayon::prelude::*;

/// Images between two words of how far it is.
const BATCH: usize = 32;

/// What computes rows from levels.
pub(super) enum Levels {
    /// The mean of the last block, on the CPU.
    Lite(Box<Lite>),
    /// On a device other than the CPU.
    DeviceLite(Box<DeviceLite>),
    /// No network at all: a function of a square's levels.
    Plain(fn(&[u8]) -> Vec<f32>),
}

impl Levels {
    /// Whether it tells what is on a picture, too.
    pub(super) fn knows_classes(&self) -> bool {
        match self {
            Self::Lite(_) | Self::DeviceLite(_) => true,
            Self::Plain(_) => false,
        }
    }

    /// Rows of `n_features` numbers of squares, and their classes where they are known.
    pub(super) fn see(
        &self,
        tiles: &TileSet,
        n_features: usize,
        cancel: &CancelToken,
        on_done: &mut dyn FnMut(usize),
    ) -> Result<Seen, TrainError> {
        let n_bytes = tiles.size * tiles.size * 3;
        let mut all = Seen::default();
        for levels in tiles.rgb.chunks(BATCH * n_bytes) {
            cancel.check()?;
            let seen = match self {
                Self::Lite(lite) => lite.see(levels, tiles.size, true, cancel)?,
                Self::DeviceLite(lite) => lite.see(levels, tiles.size, true, cancel)??,
                Self::Plain(row) => {
                    let rows = levels.par_chunks_exact(n_bytes).flat_map_iter(row).collect();
                    lite::Seen { rows, classes: Vec::new() }
                }
            };
            all.rows.extend(seen.rows);
            all.classes.extend(seen.classes.chunks_exact(lite::N_CLASSES).flat_map(classes::top));
            on_done(all.rows.len() / n_features);
        }
        Ok(all)
    }
}
