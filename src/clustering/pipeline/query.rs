//! The row of a picture that was not in a run, made as the rows of the run were, so that it can be compared with them.
//!
//! On the CPU. What frozen rows have in common comes from the caller, who keeps them.

use super::{FreeMemory, RawRows, RunError, failed};
use crate::clustering::pipeline::words;
use crate::clustering::settings::{RunSettings, Start};
use crate::clustering::stages::embed;
use crate::clustering::stages::pretext;
use crate::control::CancelToken;
use crate::features::backbone::Backbone;
use crate::features::rows::{self, Block, Centring};
use crate::learning::checkpoint::Checkpoint;
use crate::learning::network::Params;
use crate::learning::network::resnet::ResNet;
use crate::learning::trainer::TrainError;
use crate::learning::views::TileSet;
use crate::strings::{Told, told};
use candle_core::{Device, Tensor};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;

/// The file in a run's directory with the means and deviations of the folder's colours.
const COLOURS: &str = "colours.safetensors";

/// The network that a run's rows come from.
pub struct QueryNetwork {
    size: usize,
    net: Net,
}

/// Gives raw rows that were kept under the keys of networks, side by side.
pub type AskRows<'a> = dyn FnMut(&[Backbone]) -> Result<Vec<f32>, String> + 'a;

enum Net {
    /// Networks whose rows lie side by side.
    Frozen(Vec<Backbone>, Centring),
    Learned {
        net: ResNet,
        params: Params,
        mean: [f32; 3],
        std: [f32; 3],
    },
}

impl QueryNetwork {
    /// Opens the network of a run whose directory is `dir`. `raw_rows` is asked for the raw rows of the run's images that
    /// were kept under the keys of frozen networks, side by side, (n, d).
    ///
    /// # Errors
    /// [`RunError`]: there is none, its file can not be had, or `raw_rows` says so.
    pub fn open(settings: &RunSettings, dir: &Path, raw_rows: &mut AskRows<'_>) -> Result<Self, RunError> {
        if !settings.is_frozen() {
            return Self::learned(settings, dir);
        }
        let parts = Backbone::open_parts(&settings.features, &Device::Cpu).map_err(failed)?;
        let blocks: Vec<Block> = parts.iter().flat_map(|part| part.blocks.clone()).collect();
        let centring = Centring::of(&raw_rows(&parts).map_err(failed)?, &blocks);
        let size = parts.iter().map(|part| part.size).max().unwrap_or(0);
        Ok(Self { size, net: Net::Frozen(parts, centring) })
    }

    fn learned(settings: &RunSettings, dir: &Path) -> Result<Self, RunError> {
        let load = |name: &str| Checkpoint::load(&dir.join(name)).map_err(failed);
        let gone = |what: Told| RunError::Failed(told!("answer-not-kept", what = what));
        let (net, params) = match &settings.simclr.init {
            Start::Network(source) => Backbone::trainable(source, &Device::Cpu).map_err(failed)?,
            Start::Random => {
                let (net, mut params) = (pretext::network(settings), Params::new(&Device::Cpu));
                net.add_params(&mut params, settings.seed).map_err(failed)?;
                (net, params)
            }
        };
        if settings.pretext_epochs() > 0 {
            let trained = load(&format!("{}.safetensors", settings.pretext_stage().key()))?;
            let trained = trained.ok_or_else(|| gone(told!("answer-network")))?;
            params.load(&trained.part("model")).map_err(failed)?;
        }
        let colours = load(COLOURS)?.ok_or_else(|| gone(told!("answer-normalisation")))?;
        let of = |name: &str| {
            let numbers = colours.tensors.get(name).and_then(|x| x.to_vec1::<f32>().ok());
            numbers
                .and_then(|numbers| <[f32; 3]>::try_from(numbers).ok())
                .ok_or_else(|| gone(told!("answer-normalisation")))
        };
        Ok(Self { size: settings.net.size, net: Net::Learned { net, params, mean: of("mean")?, std: of("std")? } })
    }

    /// Side of the largest square that it looks at, in pixels.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The unit row of a picture (width, height, height x width x 3 bytes), whose centre square is looked at.
    ///
    /// # Errors
    /// [`RunError`].
    pub fn unit_row(
        &self,
        (width, height, rgb): (u32, u32, &[u8]),
        cancel: &CancelToken,
    ) -> Result<Vec<f32>, RunError> {
        let tiles = TileSet::build(1, self.size, |_| Ok::<_, Infallible>((width, height, rgb.to_vec())));
        self.unit_rows(tiles.unwrap_or_else(|never| match never {}), cancel)
    }

    /// Unit rows of squares of [`QueryNetwork::size`].
    ///
    /// # Errors
    /// [`RunError`].
    pub fn unit_rows(&self, tiles: TileSet, cancel: &CancelToken) -> Result<Vec<f32>, RunError> {
        let _freed = FreeMemory;
        let rows = match &self.net {
            Net::Frozen(parts, centring) => frozen_rows(parts, &tiles, cancel).map(|all| {
                let d = rows::width(&all.blocks).max(1);
                all.raw.chunks_exact(d).flat_map(|raw| centring.unit_row(raw)).collect()
            }),
            Net::Learned { net, params, mean, std } => {
                let tiles = TileSet { mean: *mean, std: *std, ..tiles };
                embed::features(*net, params, &tiles, false, cancel).map(|features| {
                    let mut rows = features.backbone;
                    embed::normalize_rows(&mut rows, features.n_features);
                    rows
                })
            }
        };
        rows.map_err(|error| match error {
            TrainError::Cancelled => RunError::Cancelled,
            other => RunError::Failed(words::failure(other)),
        })
    }
}

/// Raw rows of squares, which parts that see less than the largest see smaller.
fn frozen_rows(parts: &[Backbone], tiles: &TileSet, cancel: &CancelToken) -> Result<RawRows, TrainError> {
    let n_bytes = tiles.size * tiles.size * 3;
    let side = tiles.size as u32;
    let square = |i: usize| Ok::<_, Infallible>((side, side, tiles.rgb[i * n_bytes..(i + 1) * n_bytes].to_vec()));
    let of = |part: &Backbone| {
        let squares = TileSet::build(tiles.n, part.size, square).unwrap_or_else(|never| match never {});
        let raw = part.raw_rows(squares, &Device::Cpu, cancel, &mut |_| ())?;
        Ok(RawRows { raw, blocks: part.blocks.clone(), head: None })
    };
    Ok(RawRows::beside(parts.iter().map(of).collect::<Result<_, TrainError>>()?))
}

/// Keeps what pictures from elsewhere are normalised by.
pub(super) fn save_colours(tiles: &TileSet, dir: &Path) -> Result<(), TrainError> {
    let tensor = |numbers: [f32; 3]| Tensor::new(&numbers, &Device::Cpu);
    let tensors = BTreeMap::from([("mean".to_owned(), tensor(tiles.mean)?), ("std".to_owned(), tensor(tiles.std)?)]);
    Ok(Checkpoint { tensors, ..Checkpoint::default() }.save(&dir.join(COLOURS))?)
}
