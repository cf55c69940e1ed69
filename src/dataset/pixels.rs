//! What a project keeps of an image (thumbnail, training tile, hashes), made from one decoding, for one file or for a
//! whole folder on all cores.
//!
//! It stores nothing: results go to a sink. Bytes and rows are the store's.
//!
//! Resampling is bilinear with antialiasing (the filter widens with the reduction, as in Pillow and torchvision), from
//! the original in one step, or from a JPEG decoded at the smallest fraction of its size that has enough pixels.
//! Pictures are resampled as stored and turned upright when they are small.

use super::decode::{
    ByteBudget, Limits, Original, Picture, Share, SkipKind, SkipReason, decode_jpeg, guarded, upright,
};
use super::fingerprint::{HASH_SIDE, perceptual_hash};
use super::jpeg::{self, Plain};
use super::lossless;
use super::scan::Entry;
use crate::control::{CancelToken, Cancelled, on_threads};
use crate::strings::told;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbImage;
use image::metadata::Orientation;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Thumbnails fit into a square of this side, in pixels.
pub const THUMBNAIL_SIDE: u32 = 256;
/// Pixels of an original that is read quickly.
const QUICK_PIXELS: u64 = 1 << 20;
/// The short side of the thumbnail of a photo of 16:9.
pub const LEAST_THUMBNAIL: u32 = 144;
/// JPEG quality of thumbnails.
pub const THUMBNAIL_QUALITY: u8 = 85;
/// Short side of a training tile, in pixels; smaller originals keep theirs.
pub const TILE_SIDE: u32 = 64;

/// Pixels to train on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Width in pixels.
    pub width: u32,
    /// In pixels. The longer of the two is at most twice the shorter, which is at most [`TILE_SIDE`].
    pub height: u32,
    /// height x width x 3, row-major.
    pub rgb: Vec<u8>,
}

impl From<RgbImage> for Tile {
    fn from(image: RgbImage) -> Self {
        Self { width: image.width(), height: image.height(), rgb: image.into_raw() }
    }
}

/// What a project keeps of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// What fits [`THUMBNAIL_SIDE`] squared, never enlarged: a JPEG, or all pixels packed where no side is longer than
    /// [`TILE_SIDE`]. [`thumbnail_rgb`] and [`thumbnail_jpeg`] read either.
    pub thumbnail: Vec<u8>,
    /// See [`Tile`].
    pub tile: Tile,
    /// What [`tile_of_kept`] makes the tile of, bit for bit; None if [`tile_of_thumbnail`] does, of the thumbnail.
    pub kept_tile: Option<Vec<u8>>,
    /// Width of the upright original.
    pub width: u32,
    /// Height of the upright original.
    pub height: u32,
    /// BLAKE3 of the file.
    pub content_hash: [u8; 32],
    /// See [`perceptual_hash`].
    pub perceptual_hash: u64,
}

/// Decodes a file once and makes everything that a project keeps of it.
///
/// # Errors
/// Why the file is skipped; [`SkipKind::Cancelled`] if the token was cancelled meanwhile.
pub fn prepare(
    path: &Path,
    limits: &Limits,
    budget: &ByteBudget,
    cancel: &CancelToken,
) -> Result<Prepared, SkipReason> {
    prepare_noted(path, limits, budget, cancel, &|_| ())
}

/// The same; `note` is told true before the file is looked into, and false when that is done or has to wait.
fn prepare_noted(
    path: &Path,
    limits: &Limits,
    budget: &ByteBudget,
    cancel: &CancelToken,
    note: &dyn Fn(bool),
) -> Result<Prepared, SkipReason> {
    let prepared = guarded(|| {
        let original = Original::read_noted(path, limits, budget, cancel, note)?;
        let content_hash = original.content_hash();
        let (mut own_thumbnail, mut is_sound) = (None, false);
        let picture = original.decode_reduced(cancel, |jpeg| {
            let (width, height) = jpeg.size();
            own_thumbnail = own_thumbnail_of(jpeg);
            let tile = least_for_tile(jpeg);
            // The exact decoder, which is to read it if it is not made smaller, says nothing of flaws.
            is_sound = own_thumbnail.is_some() && !jpeg.has_reduced(tile) && jpeg.decode((1, 1), &|| false).is_some();
            let thumbnail = if own_thumbnail.is_some() { tile } else { thumbnail_size(width, height) };
            (tile.0.max(thumbnail.0), tile.1.max(thumbnail.1))
        })?;
        let (width, height) = upright_size(&picture);
        let mut resampler = Resampler::default();
        let hash_crop = Crop { full: (HASH_SIDE as u32, HASH_SIDE as u32), ..Crop::default() };
        // Files with flaws must not become thumbnails.
        let own_thumbnail = own_thumbnail.filter(|_| picture.is_reduced || is_sound);
        let mut is_tile_in_thumbnail = own_thumbnail.is_some();
        let (thumbnail, small) = if let Some(jpeg) = own_thumbnail {
            (jpeg, resampler.upright_crop(&picture, hash_crop))
        } else {
            let crop = Crop { full: thumbnail_size(width, height), ..Crop::default() };
            let thumbnail = resampler.upright_crop(&picture, crop);
            let packed = if picture.is_reduced { None } else { packed_thumbnail_of(&thumbnail) };
            is_tile_in_thumbnail = packed.is_some();
            let bytes = if let Some(packed) = packed { packed } else { encode_jpeg(&thumbnail)? };
            (bytes, resampler.crop(&thumbnail, whole(&thumbnail), hash_crop))
        };
        let tile: Tile = resampler.upright_crop(&picture, tile_crop(width, height)).into();
        let kept_tile = (!is_tile_in_thumbnail).then(|| {
            let packed = lossless::pack(tile.width, tile.height, &tile.rgb, tile.rgb.len());
            packed.unwrap_or_else(|| tile.rgb.clone())
        });
        Ok(Prepared {
            thumbnail,
            tile,
            kept_tile,
            width,
            height,
            content_hash,
            perceptual_hash: perceptual_hash(small.as_raw()),
        })
    });
    note(false);
    prepared
}

/// The pixels of a thumbnail; None if it is damaged.
#[must_use]
pub fn thumbnail_rgb(thumbnail: &[u8]) -> Option<RgbImage> {
    if let Some((width, height, rgb)) = lossless::unpack(thumbnail) {
        return RgbImage::from_raw(width, height, rgb);
    }
    Some(image::load_from_memory_with_format(thumbnail, image::ImageFormat::Jpeg).ok()?.into_rgb8())
}

/// A thumbnail as other programs read it. One that is damaged stays as it is.
#[must_use]
pub fn thumbnail_jpeg(thumbnail: Vec<u8>) -> Vec<u8> {
    let unpacked = lossless::unpack(&thumbnail).and_then(|(width, height, rgb)| RgbImage::from_raw(width, height, rgb));
    unpacked.and_then(|rgb| jpeg::encode(&rgb, THUMBNAIL_QUALITY)).unwrap_or(thumbnail)
}

/// The tile of these sides, made of what is kept of it; None if that is of another one. Earlier versions kept all tiles as
/// they are, and those that do not pack still are.
#[must_use]
pub fn tile_of_kept(kept: Vec<u8>, width: u32, height: u32) -> Option<Vec<u8>> {
    if !is_of_tile(&kept, width, height) {
        return None;
    }
    if kept.len() == n_tile_bytes(width, height) {
        return Some(kept);
    }
    let (is_width, is_height, rgb) = lossless::unpack(&kept)?;
    ((is_width, is_height) == (width, height)).then_some(rgb)
}

/// Whether what is kept of a tile is of one of these sides, without making it.
#[must_use]
pub fn is_of_tile(kept: &[u8], width: u32, height: u32) -> bool {
    lossless::has_room(width, height)
        && (kept.len() == n_tile_bytes(width, height) || lossless::sides(kept) == Some((width, height)))
}

/// Whether a thumbnail that the tile is made of shows an original of these sides, as far as can be told without decoding it.
#[must_use]
pub fn is_whole(thumbnail: &[u8], width: u32, height: u32) -> bool {
    let sides = lossless::sides(thumbnail).or_else(|| Some(Plain::read(thumbnail)?.size()));
    sides == Some((width, height))
}

/// The pixels of a thumbnail that is made anew, to compare with those of one that is kept: an earlier version may have kept a JPEG
/// of what is packed now.
#[must_use]
pub fn comparable_rgb(new: &[u8], kept: &[u8]) -> Option<RgbImage> {
    if lossless::sides(new).is_some() && lossless::sides(kept).is_none() {
        return thumbnail_rgb(&thumbnail_jpeg(new.to_vec()));
    }
    thumbnail_rgb(new)
}

fn n_tile_bytes(width: u32, height: u32) -> usize {
    3 * width as usize * height as usize
}

/// The tile of an original that is kept as it is, or with all its pixels, as its own thumbnail; None if that is damaged. It is
/// decoded as the original was.
#[must_use]
pub fn tile_of_thumbnail(thumbnail: &[u8]) -> Option<Tile> {
    if let Some((width, height, rgb)) = lossless::unpack(thumbnail) {
        let rgb = RgbImage::from_raw(width, height, rgb)?;
        return Some(Resampler::default().crop(&rgb, whole(&rgb), tile_crop(width, height)).into());
    }
    let plain = Plain::read(thumbnail)?;
    let (width, height) = plain.size();
    let (rgb, extent) = match plain.decode(least_for_tile(&plain), &|| false) {
        Some(reduced) => (reduced.rgb, reduced.extent),
        None => decode_jpeg(thumbnail).map(|rgb| (rgb, (f64::from(width), f64::from(height))))?,
    };
    Some(Resampler::default().crop(&rgb, extent, tile_crop(width, height)).into())
}

fn least_for_tile(jpeg: &Plain) -> (u32, u32) {
    let (width, height) = jpeg.size();
    with_room(tile_crop(width, height).full, 2.0)
}

/// A picture decoded at a fraction of its size gives the tile of the whole one (to a level or two) only with pixels to
/// spare: what it lost at the highest frequencies is lost in the tile too.
fn with_room((width, height): (u32, u32), times: f64) -> (u32, u32) {
    let side = |length: u32| (f64::from(length) * times).ceil() as u32;
    (side(width), side(height))
}

/// A small upright JPEG is its own best thumbnail, without what is not needed to show it.
fn own_thumbnail_of(jpeg: &Plain) -> Option<Vec<u8>> {
    let (width, height) = jpeg.size();
    let fits = width.max(height) <= THUMBNAIL_SIDE && jpeg.orientation() == Orientation::NoTransforms;
    let stripped = fits.then(|| jpeg.stripped())?;
    // One of very high quality would weigh several times what ours does.
    (stripped.len() as u64 <= 1024 + u64::from(width) * u64::from(height)).then_some(stripped)
}

/// All pixels of a picture of which the tile loses none; None if a JPEG with the tile beside it may be smaller.
fn packed_thumbnail_of(picture: &RgbImage) -> Option<Vec<u8>> {
    let (width, height) = picture.dimensions();
    let fits = width.max(height) <= TILE_SIDE;
    // A JPEG begins with as much as this, of tables.
    fits.then(|| lossless::pack(width, height, picture.as_raw(), picture.as_raw().len() + 600)).flatten()
}

/// The centre square of an original at `size` pixels, for runs whose network sees more than a tile holds. The short
/// side is resized to `size` (enlarged if it is smaller). Returns size x size x 3 bytes, row-major. A file whose content is
/// not `content` any more is another picture.
///
/// # Errors
/// As [`prepare`], and if the content is another one.
pub fn square_from_original(
    path: &Path,
    size: u32,
    content: Option<&[u8; 32]>,
    limits: &Limits,
    budget: &ByteBudget,
    cancel: &CancelToken,
) -> Result<Vec<u8>, SkipReason> {
    guarded(|| {
        let original = Original::read(path, limits, budget, cancel)?;
        if content.is_some_and(|content| original.content_hash() != *content) {
            return Err(SkipReason::why(SkipKind::Unreadable, &told!("skip-why-changed")));
        }
        let picture = original.decode_reduced(cancel, |jpeg| {
            let (width, height) = jpeg.size();
            with_room(centre_crop(width, height, size, 1).full, 1.5)
        })?;
        let (width, height) = upright_size(&picture);
        Ok(Resampler::default().upright_crop(&picture, centre_crop(width, height, size, 1)).into_raw())
    })
}

/// Whether a network that sees [`LEAST_THUMBNAIL`] pixels or a little more is to look at the thumbnail of an original of this
/// size: its short side is as long, and reading the original once more would take much longer.
///
/// A thumbnail is not quite as good: of 550 photos of clothing 0.638 of the ten nearest neighbours are of the own class in place
/// of 0.647 (0.631 and 0.633 where they are cut to 16:9). A file of up to `QUICK_PIXELS` is read in some milliseconds, which
/// is less than the network takes.
#[must_use]
pub fn thumbnail_is_enough(width: u32, height: u32) -> bool {
    let (short, long) = (u64::from(width.min(height)), u64::from(width.max(height)));
    short * long > QUICK_PIXELS && short * u64::from(THUMBNAIL_SIDE) >= u64::from(LEAST_THUMBNAIL) * long
}

/// The square of [`square_from_original`], cut from a thumbnail; None if that is damaged.
#[must_use]
pub fn square_from_thumbnail(thumbnail: &[u8], size: u32) -> Option<Vec<u8>> {
    let rgb = thumbnail_rgb(thumbnail)?;
    let crop = centre_crop(rgb.width(), rgb.height(), size, 1);
    Some(Resampler::default().crop(&rgb, whole(&rgb), crop).into_raw())
}

/// Prepares files on `threads` threads (0: as many as there are cores) and hands each result to `sink` with its index
/// in `entries`, in any order, from the thread that made it. A slow sink slows the import down; nothing piles up. `note` is
/// told which file a thread, by its number, is about to look into, and None once it is done: should the program end
/// meanwhile, that file may be why.
///
/// # Errors
/// [`Cancelled`] once the token is; what was handed over by then stays valid. Files that were being read are not
/// reported.
pub fn import(
    root: &Path,
    entries: &[Entry],
    threads: usize,
    cancel: &CancelToken,
    note: &(dyn Fn(usize, Option<usize>) + Sync),
    sink: &(dyn Fn(usize, Result<Prepared, SkipReason>) + Sync),
) -> Result<(), Cancelled> {
    let (limits, budget) = (Limits::here(), ByteBudget::here(Share::Folder));
    let next = AtomicUsize::new(0);
    let work = |thread: usize| {
        loop {
            cancel.check()?;
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(entry) = entries.get(index) else { return Ok(()) };
            let note = |is_at_work: bool| note(thread, is_at_work.then_some(index));
            match prepare_noted(&entry.path.to_path(root), &limits, &budget, cancel, &note) {
                Err(reason) if reason.kind == SkipKind::Cancelled => return Err(Cancelled),
                result => sink(index, result),
            }
        }
    };
    let threads = if threads == 0 { thread::available_parallelism().map_or(1, usize::from) } else { threads };
    // Plain threads rather than a rayon pool: a pool's thread that waits for a piece of its own picture may begin
    // another picture, and then wait for budget that only itself can free.
    on_threads("import", threads.min(entries.len()), work)
}

fn upright_size(picture: &Picture) -> (u32, u32) {
    let (width, height) = picture.original;
    if swaps_sides(picture.orientation) { (height, width) } else { (width, height) }
}

fn whole(image: &RgbImage) -> (f64, f64) {
    (f64::from(image.width()), f64::from(image.height()))
}

fn swaps_sides(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

fn thumbnail_size(width: u32, height: u32) -> (u32, u32) {
    let scale = (f64::from(THUMBNAIL_SIDE) / f64::from(width.max(height))).min(1.0);
    let side = |length: u32| ((f64::from(length) * scale).round() as u32).max(1);
    (side(width), side(height))
}

fn tile_crop(width: u32, height: u32) -> Crop {
    centre_crop(width, height, TILE_SIDE.min(width).min(height), 2)
}

/// Resizes the short side to `short` and crops the centre, so that the long side is at most `max_aspect` times as
/// long. Rounds as `bench/torch_scan_pipeline.py` does.
fn centre_crop(width: u32, height: u32, short: u32, max_aspect: u32) -> Crop {
    let scale = f64::from(short) / f64::from(width.min(height));
    let side = |length: u32| ((f64::from(length) * scale).round_ties_even() as u32).max(short);
    let full = (side(width), side(height));
    let size = (full.0.min(short * max_aspect), full.1.min(short * max_aspect));
    Crop { full, offset: ((full.0 - size.0) / 2, (full.1 - size.1) / 2), size: Some(size) }
}

/// A picture resized to `full`, of which the rectangle at `offset` is wanted. In pixels of the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Crop {
    full: (u32, u32),
    offset: (u32, u32),
    /// None: all of it.
    size: Option<(u32, u32)>,
}

impl Crop {
    fn size(&self) -> (u32, u32) {
        self.size.unwrap_or(self.full)
    }

    /// The crop of the stored picture that becomes this one when it is turned upright.
    fn as_stored(self, orientation: Orientation) -> Self {
        let ((full_width, full_height), (x, y), (width, height)) = (self.full, self.offset, self.size());
        let (from_right, from_bottom) = (full_width - x - width, full_height - y - height);
        let offset = match orientation {
            Orientation::NoTransforms => (x, y),
            Orientation::FlipHorizontal => (from_right, y),
            Orientation::Rotate180 => (from_right, from_bottom),
            Orientation::FlipVertical => (x, from_bottom),
            Orientation::Rotate90FlipH => (y, x),
            Orientation::Rotate90 => (y, from_right),
            Orientation::Rotate270FlipH => (from_bottom, from_right),
            Orientation::Rotate270 => (from_bottom, x),
        };
        if swaps_sides(orientation) {
            Self { full: (full_height, full_width), offset, size: Some((height, width)) }
        } else {
            Self { full: self.full, offset, size: Some((width, height)) }
        }
    }
}

/// Keeps the resampling buffers between the outputs of one picture.
#[derive(Default)]
struct Resampler(Resizer);

impl Resampler {
    /// Cuts `crop`, given in upright pixels, out of a stored picture and turns it upright.
    fn upright_crop(&mut self, picture: &Picture, crop: Crop) -> RgbImage {
        let Picture { rgb, extent, orientation, .. } = picture;
        upright(self.crop(rgb, *extent, crop.as_stored(*orientation)), *orientation)
    }

    /// Cuts `crop`, given in pixels as stored, out of a picture that fills `extent` of `stored`.
    fn crop(&mut self, stored: &RgbImage, extent: (f64, f64), crop: Crop) -> RgbImage {
        let (width, height) = crop.size();
        // Typed images: the untyped entry point compiles the kernels of all 14 pixel types into this crate, for minutes.
        let source = TypedImageRef::<U8x3>::from_buffer(stored.width(), stored.height(), stored.as_raw())
            .expect("an RGB image holds three bytes a pixel");
        let mut rgb = RgbImage::new(width, height);
        let mut target =
            TypedImage::<U8x3>::from_buffer(width, height, &mut rgb).expect("an RGB image holds three bytes a pixel");
        // Resizing a part of the picture is the same as cutting a part of the resized one.
        let part = |offset: u32, size: u32, full: u32, extent: f64| {
            let scale = extent / f64::from(full);
            let begin = f64::from(offset) * scale;
            (begin, (f64::from(size) * scale).min(extent - begin))
        };
        let (left, source_width) = part(crop.offset.0, width, crop.full.0, extent.0);
        let (top, source_height) = part(crop.offset.1, height, crop.full.1, extent.1);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear)).use_alpha(false);
        let options = options.crop(left, top, source_width, source_height);
        self.0.resize_typed(&source, &mut target, &options).expect("the part lies within the picture");
        rgb
    }
}

fn encode_jpeg(image: &RgbImage) -> Result<Vec<u8>, SkipReason> {
    jpeg::encode(image, THUMBNAIL_QUALITY)
        .ok_or_else(|| SkipReason::why(SkipKind::Unreadable, &told!("skip-why-thumbnail")))
}

#[cfg(test)]
mod tests;
