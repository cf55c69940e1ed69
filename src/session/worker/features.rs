//! Rows of frozen features for the images of a run: those of a run before, and the rest computed and kept; or rows that
//! somebody else computed.

use super::run::RunWork;
use super::{Context, Pace};
use crate::clustering::pipeline::{self, RawRows, RunError};
use crate::dataset::pixels::TILE_SIDE;
use crate::features::Source;
use crate::features::backbone::Backbone;
use crate::features::rows::Block;
use crate::features::vectors::{Matrix, Names};
use crate::learning::views::TileSet;
use crate::store::features::FeatureFile;
use crate::store::packs::PackReader;
use crate::store::project::{ImageRow, ImageState};
use std::collections::HashSet;
use std::path::Path;

/// Bytes of squares that are in memory at a time; their rows are kept before the next come, so that a crash or a cancelled
/// run loses no more.
pub(super) const BYTES_AT_A_TIME: usize = 24 << 20;

impl RunWork {
    /// What a run on frozen features sees of its images.
    pub(super) fn rows(&self, source: &Source, context: &Context) -> Result<RawRows, RunError> {
        if let Source::Vectors(path) = source {
            return self.vectors(path);
        }
        let backbone = pipeline::backbone(&self.settings)?;
        let raw = self.computed_rows(&backbone, context)?;
        let head = backbone.best_head().cloned();
        Ok(RawRows { raw, blocks: backbone.blocks, head })
    }

    /// Raw rows of all images, in order.
    fn computed_rows(&self, backbone: &Backbone, context: &Context) -> Result<Vec<f32>, RunError> {
        let path = self.features_dir.join(format!("{}.rows", backbone.key));
        let words = |e: std::io::Error| RunError::Failed(format!("{}: {e}", path.display()));
        let d = backbone.n_features();
        let mut file = FeatureFile::open(&path, d).map_err(words)?;
        let mut asked_for = HashSet::new();
        // Images of the same content have the same row.
        let missing: Vec<&ImageRow> = self
            .images
            .iter()
            .filter(|row| content(row).is_some_and(|hash| !file.has(hash) && asked_for.insert(*hash)))
            .collect();
        let pace = Pace::new("Computing features", missing.len() as u64);
        let mut n_before = 0;
        for part in missing.chunks((BYTES_AT_A_TIME / (backbone.size * backbone.size * 3)).max(1)) {
            context.show(pace.at(n_before));
            let tiles = self.squares(part, backbone.size, context)?;
            let mut on_done = |n: usize| context.show(pace.at(n_before + n as u64));
            let rows = pipeline::raw_rows(backbone, tiles, &self.settings, &context.cancel, &mut on_done)?;
            let contents: Vec<[u8; 32]> = part.iter().filter_map(|row| content(row).copied()).collect();
            file.append(&contents, &rows).map_err(words)?;
            n_before += part.len() as u64;
        }
        let mut all = Vec::with_capacity(self.images.len() * d);
        for row in &self.images {
            let is_there = content(row).is_some_and(|hash| file.extend_with(hash, &mut all));
            if !is_there {
                return Err(RunError::Failed(format!("{} is not readable any more", row.record.path)));
            }
        }
        Ok(all)
    }

    /// Squares of some images: of their training tiles, or of the originals for a network that sees more.
    pub(super) fn squares(&self, images: &[&ImageRow], size: usize, context: &Context) -> Result<TileSet, RunError> {
        if size > TILE_SIDE as usize {
            let n_bytes = size * size * 3;
            let all = self.cut_squares(images, size, context, None)?;
            let square = |i: usize| all[i * n_bytes..(i + 1) * n_bytes].to_vec();
            return TileSet::build(images.len(), size, |i| Ok((size as u32, size as u32, square(i))));
        }
        let reader = PackReader::open(&self.pixels_dir).map_err(|e| RunError::Failed(e.to_string()))?;
        TileSet::build(images.len(), size, |i| {
            context.cancel.check().map_err(|_| RunError::Cancelled)?;
            tile(images[i], &reader)
        })
    }

    /// Rows from a file; the run has only images that it names.
    fn vectors(&self, path: &Path) -> Result<RawRows, RunError> {
        let failed = |why: String| RunError::Failed(why);
        let names = Names::read(path).map_err(|e| failed(e.to_string()))?;
        let matrix = Matrix::read(path).map_err(|e| failed(e.to_string()))?;
        if names.n() != matrix.n() {
            return Err(failed(format!(
                "{} has {} rows, and the list beside it {} lines; they have to be as many.",
                path.display(),
                matrix.n(),
                names.n()
            )));
        }
        let mut all = Vec::with_capacity(self.images.len() * matrix.d);
        for row in &self.images {
            let at = names.row(&row.record.path.display());
            let at = at.ok_or_else(|| failed(format!("{} has no row any more", row.record.path)))?;
            all.extend_from_slice(&matrix.numbers[at * matrix.d..(at + 1) * matrix.d]);
        }
        let blocks = vec![Block { width: matrix.d, weight: 1.0, is_standardised: false }];
        Ok(RawRows { raw: all, blocks, head: None })
    }
}

/// Width, height and pixels of an image's training tile.
pub(super) fn tile(row: &ImageRow, reader: &PackReader) -> Result<(u32, u32, Vec<u8>), RunError> {
    match &row.record.state {
        ImageState::Ready { tile, tile_width, tile_height, .. } => {
            let rgb = reader.read(tile).map_err(|e| RunError::Failed(e.to_string()))?;
            Ok((*tile_width, *tile_height, rgb))
        }
        _ => Err(RunError::Failed(format!("{} is not readable any more", row.record.path))),
    }
}

fn content(row: &ImageRow) -> Option<&[u8; 32]> {
    match &row.record.state {
        ImageState::Ready { content_hash, .. } => Some(content_hash),
        _ => None,
    }
}
