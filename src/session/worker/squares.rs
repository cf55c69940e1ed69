//! The squares that networks look at: cut from training tiles, from thumbnails, or from the originals.

use super::run::{RunWork, check_place};
use super::{Context, Pace};
use crate::clustering::pipeline::{self, RunError};
use crate::control::on_threads;
use crate::dataset::decode::{ByteBudget, Limits, Share};
use crate::dataset::pixels::{
    TILE_SIDE, square_from_original, square_from_thumbnail, thumbnail_is_enough, tile_of_kept, tile_of_thumbnail,
};
use crate::learning::views::TileSet;
use crate::room;
use crate::store::packs::PackReader;
use crate::store::{ImageRow, ImageState, content_key};
use crate::strings::told;
use parking_lot::Mutex;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What squares larger than a training tile are cut from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CutFrom {
    /// The files.
    Originals,
    /// Thumbnails of large files, where they show as much as the network sees.
    Thumbnails,
}

impl RunWork {
    /// Squares of some images: of their training tiles where those are large enough.
    pub(super) fn squares(
        &self,
        images: &[&ImageRow],
        size: usize,
        from: CutFrom,
        context: &Context,
    ) -> Result<TileSet, RunError> {
        if size > TILE_SIDE as usize {
            let all = self.cut_squares(images, size, from, context, None)?;
            return TileSet::build(images.len(), size, |i| Ok(square(&all, i, size)));
        }
        let reader = PackReader::open(&self.pixels_dir).map_err(|e| RunError::Failed(e.to_string().into()))?;
        TileSet::build(images.len(), size, |i| {
            context.cancel.check().map_err(|_| RunError::Cancelled)?;
            tile(images[i], &reader)
        })
    }

    /// The training pixels of some images.
    pub(super) fn tiles(&self, images: &[&ImageRow], context: &Context) -> Result<TileSet, RunError> {
        let size = self.settings.net.size;
        if size > TILE_SIDE as usize {
            return self.squares_of_originals(images, size, context);
        }
        let pace = Pace::new(told!("engine-loading"), images.len() as u64);
        context.show(pace.at(0));
        self.squares(images, size, CutFrom::Originals, context)
    }

    /// Centre squares cut from the originals; kept in a file that is named after the images and the size.
    fn squares_of_originals(&self, images: &[&ImageRow], size: usize, context: &Context) -> Result<TileSet, RunError> {
        let n_bytes = size * size * 3;
        let file = self.prepared_dir.join(format!("{}-{size}.rgb", &content_key(images.iter().copied())[..24]));
        let words = |e: std::io::Error| RunError::Failed(room::failed(&file, &e));
        let all =
            if let Some(pixels) = std::fs::read(&file).ok().and_then(|bytes| checked(bytes, n_bytes * images.len())) {
                pixels
            } else {
                let pace = Pace::new(told!("engine-preparing"), images.len() as u64);
                let all = self.cut_squares(images, size, CutFrom::Originals, context, Some(&pace))?;
                check_place(context)?;
                std::fs::create_dir_all(&self.prepared_dir).map_err(words)?;
                let mut temporary = tempfile::NamedTempFile::new_in(&self.prepared_dir).map_err(words)?;
                temporary.write_all(&all).map_err(words)?;
                temporary.write_all(blake3::hash(&all).as_bytes()).map_err(words)?;
                temporary.as_file().sync_all().map_err(words)?;
                temporary.persist(&file).map_err(|e| words(e.error))?;
                self.remove_stale(&file);
                all
            };
        TileSet::build(images.len(), size, |i| Ok(square(&all, i, size)))
    }

    /// Squares of this size from before the folder changed are of no use any more.
    fn remove_stale(&self, keep: &Path) {
        let ending = format!("-{}.rgb", self.settings.net.size);
        let Ok(entries) = std::fs::read_dir(&self.prepared_dir) else { return };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            let is_stale = path != keep && path.to_string_lossy().ends_with(&ending);
            if is_stale && let Err(error) = std::fs::remove_file(&path) {
                tracing::warn!(%error, path = %path.display(), "stale prepared pixels stay");
            }
        }
    }

    /// Squares of some images, one after the other, on all threads of the run; `pace` shows them as they are done.
    fn cut_squares(
        &self,
        images: &[&ImageRow],
        size: usize,
        from: CutFrom,
        context: &Context,
        pace: Option<&Pace>,
    ) -> Result<Vec<u8>, RunError> {
        let packs = match from {
            CutFrom::Thumbnails => {
                Some(PackReader::open(&self.pixels_dir).map_err(|e| RunError::Failed(e.to_string().into()))?)
            }
            CutFrom::Originals => None,
        };
        let (limits, budget, n_done) = (Limits::default(), ByteBudget::here(Share::Folder), AtomicU64::new(0));
        let has_failed = AtomicBool::new(false);
        let n_bytes = size * size * 3;
        let mut all = vec![0; n_bytes * images.len()];
        let n_threads = pipeline::n_threads(&self.settings).clamp(1, images.len().max(1));
        let per_thread = images.len().div_ceil(n_threads).max(1);
        let one = |row: &ImageRow| -> Result<Vec<u8>, RunError> {
            if let Some(square) =
                packs.as_ref().filter(|_| is_shown_whole(row)).and_then(|packs| small(row, packs, size))
            {
                return Ok(square);
            }
            let path = row.record.path.to_path(&self.folder);
            let content = match &row.record.state {
                ImageState::Ready { content_hash, .. } => Some(content_hash),
                _ => None,
            };
            let square = square_from_original(&path, size as u32, content, &limits, &budget, &context.cancel);
            square.or_else(|reason| {
                context.cancel.check().map_err(|_| RunError::Cancelled)?;
                // The file is gone or has changed; what the project keeps of it shows what it was.
                packs.as_ref().and_then(|packs| small(row, packs, size)).ok_or_else(|| {
                    RunError::Failed(told!(
                        "engine-lost-image",
                        path = path.display().to_string(),
                        why = reason.to_string()
                    ))
                })
            })
        };
        let cut = |(rows, out): (&[&ImageRow], &mut [u8])| -> Result<(), RunError> {
            for (row, out) in rows.iter().zip(out.chunks_exact_mut(n_bytes)) {
                context.cancel.check().map_err(|_| RunError::Cancelled)?;
                if has_failed.load(Ordering::Relaxed) {
                    // Another thread says why.
                    return Ok(());
                }
                out.copy_from_slice(&one(row).inspect_err(|_| has_failed.store(true, Ordering::Relaxed))?);
                let n_done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
                if let Some(pace) = pace {
                    context.show(pace.at(n_done));
                }
            }
            Ok(())
        };
        let parts = Mutex::new(images.chunks(per_thread).zip(all.chunks_mut(per_thread * n_bytes)));
        let next = || parts.lock().next();
        on_threads("gleaner-squares", n_threads, |_| {
            while let Some(part) = next() {
                cut(part)?;
            }
            Ok(())
        })?;
        Ok(all)
    }
}

/// So many bytes of pixels out of a file that ends with their hash; None if they are not what was written.
fn checked(mut bytes: Vec<u8>, n_bytes: usize) -> Option<Vec<u8>> {
    let hash = bytes.split_off(n_bytes.min(bytes.len()));
    (hash == blake3::hash(&bytes).as_bytes()).then_some(bytes)
}

/// Whether the thumbnail shows as much as a network that takes thumbnails sees, and is not the file itself.
fn is_shown_whole(row: &ImageRow) -> bool {
    let ImageState::Ready { width, height, .. } = row.record.state else { return false };
    thumbnail_is_enough(width, height)
}

/// The square of an image's thumbnail.
fn small(row: &ImageRow, packs: &PackReader, size: usize) -> Option<Vec<u8>> {
    let ImageState::Ready { thumbnail, .. } = &row.record.state else { return None };
    square_from_thumbnail(&packs.read(thumbnail).ok()?, size as u32)
}

/// Width, height and pixels of an image's training tile.
fn tile(row: &ImageRow, reader: &PackReader) -> Result<(u32, u32, Vec<u8>), RunError> {
    match &row.record.state {
        ImageState::Ready { tile, tile_width, tile_height, thumbnail, .. } => {
            let kept = reader.read(tile).map_err(|e| RunError::Failed(e.to_string().into()))?;
            let made = if tile == thumbnail {
                tile_of_thumbnail(&kept).map(|made| (made.width, made.height, made.rgb))
            } else {
                tile_of_kept(kept, *tile_width, *tile_height).map(|rgb| (*tile_width, *tile_height, rgb))
            };
            // Sides that a row does not have are those of another picture.
            let made = made.filter(|(width, height, _)| (width, height) == (tile_width, tile_height));
            made.ok_or_else(|| RunError::Failed(told!("engine-unreadable-now", path = row.record.path.display())))
        }
        _ => Err(RunError::Failed(told!("engine-unreadable-now", path = row.record.path.display()))),
    }
}

/// The square of one of many images.
fn square(all: &[u8], i: usize, size: usize) -> (u32, u32, Vec<u8>) {
    let n_bytes = size * size * 3;
    (size as u32, size as u32, all[i * n_bytes..(i + 1) * n_bytes].to_vec())
}
