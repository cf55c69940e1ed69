//! One file to one upright RGB8 picture, or to the reason why not. Decoded once, within limits that are checked from
//! the header before anything is allocated for pixels.
//!
//! Transparent pictures are laid on white; of animations the first frame counts; 16-bit and floating-point samples
//! are rounded to 8 bits; colour profiles are not applied (as in the training code that this program is measured
//! against). It decides nothing by file names, resamples nothing and never writes.

mod gif;

pub use super::budget::{ByteBudget, Share};
pub use super::skip::{SkipKind, SkipReason};

use super::budget::Permit;
use super::fingerprint;
use super::jpeg::{Plain, Reduced};
use super::sniff::{self, Content, Format};
use crate::control::CancelToken;
use crate::memory::part_of_available;
use crate::strings::{Decimal, Told, told};
use image::codecs::{bmp, jpeg, png, tiff, webp};
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageError, ImageResult, RgbImage, RgbaImage};
use std::fs::File;
use std::io::{self, BufRead, Cursor, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// What one picture may cost at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Stored width times height.
    pub max_pixels: u64,
    /// File and all decoding buffers together, in bytes.
    pub max_bytes: u64,
}

impl Default for Limits {
    /// Limits of 500 megapixels and 4 GB.
    fn default() -> Self {
        Self { max_pixels: 500_000_000, max_bytes: 4_000_000_000 }
    }
}

/// Reads a file as an upright RGB8 picture.
///
/// The memory of the returned picture is no longer counted by `budget`.
///
/// # Errors
/// Why the file is not taken; a panic inside a decoder is such a reason too. [`SkipKind::Cancelled`] if the token was
/// cancelled meanwhile.
pub fn decode(path: &Path, limits: &Limits, budget: &ByteBudget, cancel: &CancelToken) -> Result<RgbImage, SkipReason> {
    guarded(|| {
        let mut picture = Original::read(path, limits, budget, cancel)?.decode(cancel)?;
        let upright_bytes = picture.permit.bytes() + picture.rgb.as_raw().len() as u64;
        // A turned copy is small against what decoding held: it is counted where it fits and made anyway.
        picture.permit.try_resize(upright_bytes);
        Ok(upright(picture.rgb, picture.orientation))
    })
}

/// Runs a decoder; a panic becomes the reason why the file is skipped.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, SkipReason>) -> Result<T, SkipReason> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        Err(damaged(&said.map_or_else(|| told!("skip-why-no-reason"), |why| told!("skip-why-decoder", why = why))))
    })
}

/// Turns stored pixels upright.
pub(super) fn upright(rgb: RgbImage, orientation: Orientation) -> RgbImage {
    let mut image = DynamicImage::ImageRgb8(rgb);
    image.apply_orientation(orientation);
    match image {
        DynamicImage::ImageRgb8(rgb) => rgb,
        other => other.into_rgb8(),
    }
}

/// A picture file in memory, known to be within the limits, with its share of the budget.
pub(super) struct Original<'b> {
    bytes: Vec<u8>,
    format: Format,
    limits: Limits,
    permit: Permit<'b>,
}

/// A decoded picture as it was stored, perhaps at a fraction of its size, with its share of the budget.
pub(super) struct Picture<'b> {
    /// Stored, not turned yet.
    pub rgb: RgbImage,
    /// Width and height of the picture in pixels of `rgb`, whose last column and row may lie partly beyond it.
    pub extent: (f64, f64),
    /// Stored width and height in pixels, before any reduction.
    pub original: (u32, u32),
    /// It was decoded at a fraction of its size.
    pub is_reduced: bool,
    /// What makes it upright.
    pub orientation: Orientation,
    permit: Permit<'b>,
}

impl Limits {
    /// The default limits, or most of the memory that this process may take now, whichever is less. The budget that threads share
    /// lets a picture of such a size in alone.
    #[must_use]
    pub fn here() -> Self {
        let all = Self::default();
        Self { max_bytes: part_of_available(0.8, all.max_bytes), ..all }
    }

    /// Bytes that a decoder may take for things beside the picture: a colour profile could be a bomb of its own.
    fn side_bytes(&self) -> u64 {
        (self.max_bytes / 16).clamp(16 << 20, 256 << 20)
    }
}

impl<'b> Original<'b> {
    /// Reads a whole file after a look at its type, and waits until the budget has room for decoding it.
    pub fn read(
        path: &Path,
        limits: &Limits,
        budget: &'b ByteBudget,
        cancel: &CancelToken,
    ) -> Result<Self, SkipReason> {
        Self::read_noted(path, limits, budget, cancel, &|_| ())
    }

    /// The same; `note` is told true just before anything of the file is looked into, and false when it waits for room.
    pub fn read_noted(
        path: &Path,
        limits: &Limits,
        budget: &'b ByteBudget,
        cancel: &CancelToken,
        note: &dyn Fn(bool),
    ) -> Result<Self, SkipReason> {
        let (mut file, length) = open(path)?;
        let mut prefix = Vec::with_capacity(sniff::PREFIX_BYTES);
        file.by_ref().take(sniff::PREFIX_BYTES as u64).read_to_end(&mut prefix).map_err(|e| SkipReason::from_io(&e))?;
        let format = match sniff::content(&prefix) {
            _ if prefix.is_empty() => return Err(SkipReason::new(SkipKind::Empty, "")),
            Content::Picture(format) => format,
            Content::UnsupportedPicture(name) => {
                let why = told!("skip-why-format", name = name);
                return Err(SkipReason::why(SkipKind::Unreadable, &why));
            }
            Content::Other => return Err(SkipReason::new(SkipKind::NotAnImage, "")),
        };
        let mut needed_bytes = length;
        // The room that decoding takes is known only once the file is in memory. Waiting for more while holding
        // something could wait for ever, so when there is no room everything is given back and read again.
        loop {
            check_bytes(needed_bytes, limits)?;
            let mut permit = budget.acquire(needed_bytes, cancel).map_err(|_| SkipReason::cancelled())?;
            note(true);
            let bytes = read_all(&mut file, length, cancel)?;
            needed_bytes = decoding_bytes(&bytes, format, limits)?;
            check_bytes(needed_bytes, limits)?;
            if permit.try_resize(needed_bytes) {
                return Ok(Self { bytes, format, limits: *limits, permit });
            }
            note(false);
        }
    }

    /// [`fingerprint::content_hash`] of the file.
    pub fn content_hash(&self) -> [u8; 32] {
        fingerprint::content_hash(&self.bytes)
    }

    /// Decodes it, at a fraction of its size where that is quick and has at least the pixels that `least` asks for;
    /// the file's bytes are freed. `least` gives a width and height, as stored, and may keep what it likes of the file.
    pub fn decode_reduced(
        mut self,
        cancel: &CancelToken,
        least: impl FnOnce(&Plain) -> (u32, u32),
    ) -> Result<Picture<'b>, SkipReason> {
        let plain = if self.format == Format::Jpeg { Plain::read(&self.bytes) } else { None };
        let reduced = plain.and_then(|plain| {
            let reduced = plain.decode(least(&plain), &|| cancel.is_cancelled())?;
            Some((reduced, plain.size(), plain.orientation()))
        });
        let Some((Reduced { rgb, extent }, original, orientation)) = reduced else { return self.decode(cancel) };
        self.bytes = Vec::new();
        self.permit.try_resize(rgb.as_raw().len() as u64);
        Ok(Picture { rgb, extent, original, is_reduced: true, orientation, permit: self.permit })
    }

    /// Decodes it; the file's bytes are freed.
    pub fn decode(mut self, cancel: &CancelToken) -> Result<Picture<'b>, SkipReason> {
        if cancel.is_cancelled() {
            return Err(SkipReason::cancelled());
        }
        let decoded = match self.format {
            Format::Heic => decode_heic(&self.bytes, &self.limits),
            Format::Gif => {
                let reader = CancelReader { inner: Cursor::new(&self.bytes[..]), cancel };
                gif::decode(reader).map(|rgb| (rgb, Orientation::NoTransforms))
            }
            _ => decode_by_image(&self.bytes, self.format, &self.limits, cancel),
        };
        // Any error of a reader that was told to stop means just that.
        let (rgb, orientation) =
            decoded.map_err(|e| if cancel.is_cancelled() { SkipReason::cancelled() } else { e })?;
        if self.format == Format::Jpeg {
            check_jpeg_is_whole(&self.bytes, &rgb)?;
        }
        self.bytes = Vec::new();
        self.permit.try_resize(rgb.as_raw().len() as u64);
        let original = rgb.dimensions();
        let extent = (f64::from(original.0), f64::from(original.1));
        Ok(Picture { rgb, extent, original, is_reduced: false, orientation, permit: self.permit })
    }
}

/// Opens a regular file, without waiting for the other end if it has become a pipe since it was found.
fn open(path: &Path) -> Result<(File, u64), SkipReason> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NONBLOCK);
    }
    let file = options.open(path).map_err(|e| SkipReason::from_io(&e))?;
    let metadata = file.metadata().map_err(|e| SkipReason::from_io(&e))?;
    if !metadata.is_file() {
        return Err(SkipReason::new(SkipKind::NotAFile, ""));
    }
    Ok((file, metadata.len()))
}

/// Reads at most `length` bytes, in pieces between which a cancel is seen.
fn read_all(file: &mut File, length: u64, cancel: &CancelToken) -> Result<Vec<u8>, SkipReason> {
    const PIECE: u64 = 4 << 20;
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(length as usize)
        .map_err(|_| SkipReason::why(SkipKind::TooLarge, &told!("skip-why-memory")))?;
    file.seek(SeekFrom::Start(0)).map_err(|e| SkipReason::from_io(&e))?;
    while (bytes.len() as u64) < length {
        if cancel.is_cancelled() {
            return Err(SkipReason::cancelled());
        }
        let wanted = PIECE.min(length - bytes.len() as u64);
        let got = file.by_ref().take(wanted).read_to_end(&mut bytes).map_err(|e| SkipReason::from_io(&e))?;
        if got == 0 {
            break;
        }
    }
    Ok(bytes)
}

fn check_bytes(bytes: u64, limits: &Limits) -> Result<(), SkipReason> {
    if bytes <= limits.max_bytes {
        return Ok(());
    }
    let gb = |bytes: u64| Decimal(bytes as f64 / 1e9, 1);
    let why = told!("skip-why-bytes", needed = gb(bytes), limit = gb(limits.max_bytes));
    Err(SkipReason::why(SkipKind::TooLarge, &why))
}

/// Checks the stored size from the header and says how many bytes decoding holds at its peak, the file included.
fn decoding_bytes(bytes: &[u8], format: Format, limits: &Limits) -> Result<u64, SkipReason> {
    // What the decoders keep beside their output, a pixel: coefficients of progressive JPEGs, planes of WebP and
    // HEIC, TIFF's second buffer.
    let (width, height, held_per_pixel) = match format {
        Format::Jpeg => {
            let shape = sniff::jpeg_shape(bytes);
            if shape.width == 0 {
                return Err(damaged(&told!("skip-why-header-short")));
            }
            let coefficients = if shape.is_progressive { 2 * u64::from(shape.components) } else { 0 };
            let output = if shape.components == 1 { 4 } else { 3 };
            (shape.width, shape.height, output + coefficients)
        }
        Format::Gif => {
            let shape = gif::shape(bytes)?;
            // The picture in colours, and its first frame as numbers of colours.
            (shape.width, shape.height, 3 + shape.frame_pixels.div_ceil(shape.pixels().max(1)))
        }
        Format::Heic => {
            let info = heic_rs::probe(bytes).map_err(|e| heic_reason(&e))?;
            let (width, height) = (info.width.max(info.coded_width), info.height.max(info.coded_height));
            (width, height, if info.has_alpha { 17 } else { 9 })
        }
        _ => {
            let decoder = image_decoder(Cursor::new(bytes), format, limits).map_err(|e| image_reason(&e))?;
            let (width, height) = decoder.dimensions();
            let color = decoder.color_type();
            let converted = if color == ColorType::Rgb8 { 0 } else { 3 };
            let beside = match format {
                Format::Tiff => 2 * u64::from(color.bytes_per_pixel()),
                Format::WebP => 4,
                _ => 0,
            };
            (width, height, u64::from(color.bytes_per_pixel()) + converted + beside)
        }
    };
    if width == 0 || height == 0 {
        return Err(damaged(&told!("skip-why-header-size", width = width.to_string(), height = height.to_string())));
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limits.max_pixels {
        let megapixels = |pixels: u64| pixels.div_ceil(1_000_000);
        let why = told!(
            "skip-why-pixels",
            width = width.to_string(),
            height = height.to_string(),
            megapixels = megapixels(pixels).to_string(),
            limit = megapixels(limits.max_pixels).to_string()
        );
        return Err(SkipReason::why(SkipKind::TooLarge, &why));
    }
    // JPEG's reader keeps a copy of the file.
    let files = if format == Format::Jpeg { 2 } else { 1 };
    Ok(pixels * held_per_pixel + files * bytes.len() as u64)
}

/// A decoder whose header was read.
fn image_decoder<'a>(
    reader: impl BufRead + Seek + 'a,
    format: Format,
    limits: &Limits,
) -> ImageResult<Box<dyn ImageDecoder + 'a>> {
    Ok(match format {
        Format::Jpeg => Box::new(jpeg::JpegDecoder::new(reader)?),
        // The limit bounds one row and the colour profile.
        Format::Png => Box::new(png::PngDecoder::with_limits(reader, side_limits(limits.side_bytes()))?),
        Format::WebP => Box::new(webp::WebPDecoder::new(reader)?),
        Format::Bmp => Box::new(bmp::BmpDecoder::new(reader)?),
        Format::Tiff => Box::new(tiff::TiffDecoder::new(reader)?),
        Format::Heic | Format::Gif => unreachable!("they have decoders of their own"),
    })
}

fn side_limits(bytes: u64) -> image::Limits {
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(bytes);
    limits
}

/// The pixels of a small JPEG of our own keeping, as stored.
pub(super) fn decode_jpeg(bytes: &[u8]) -> Option<RgbImage> {
    let decoded = guarded(|| decode_by_image(bytes, Format::Jpeg, &Limits::default(), &CancelToken::default()));
    Some(decoded.ok()?.0)
}

fn decode_by_image(
    bytes: &[u8],
    format: Format,
    limits: &Limits,
    cancel: &CancelToken,
) -> Result<(RgbImage, Orientation), SkipReason> {
    let reader = CancelReader { inner: Cursor::new(bytes), cancel };
    let mut decoder = image_decoder(reader, format, limits).map_err(|e| image_reason(&e))?;
    if format == Format::Tiff {
        // The picture and a second buffer are what was counted.
        let counted = decoder.total_bytes().saturating_mul(2).saturating_add(limits.side_bytes());
        decoder.set_limits(side_limits(counted)).map_err(|e| image_reason(&e))?;
    }
    // The decoder takes the length of a chunk for true.
    let has_whole_chunks = format != Format::WebP || sniff::has_whole_webp_chunks(bytes);
    let orientation = if has_whole_chunks { orientation(&mut *decoder, format) } else { Orientation::NoTransforms };
    let decoded = DynamicImage::from_decoder(decoder).map_err(|e| match image_reason(&e) {
        // What of a raw can be read is seldom its picture: nothing says that it is damaged.
        SkipReason { kind: SkipKind::Damaged, .. } if format == Format::Tiff && is_camera_raw(bytes) => {
            SkipReason::why(SkipKind::Unreadable, &told!("skip-why-raw"))
        }
        reason => reason,
    })?;
    Ok((to_rgb8(decoded), orientation))
}

/// Whether a TIFF is a camera's raw: DNG's version, or a maker and further pictures below the first. Read as far as the file goes.
fn is_camera_raw(bytes: &[u8]) -> bool {
    let is_little = bytes.starts_with(b"II");
    let two = |at: usize| bytes.get(at..at + 2).map(|b| if is_little { [b[0], b[1]] } else { [b[1], b[0]] });
    let two = |at: usize| two(at).map(u16::from_le_bytes);
    let four = |at: usize| {
        Some(
            u32::from(two(at)?) << if is_little { 0 } else { 16 }
                | u32::from(two(at + 2)?) << if is_little { 16 } else { 0 },
        )
    };
    if bytes.get(8..10) == Some(b"CR") {
        return true;
    }
    let Some(first) = four(4).map(|first| first as usize).filter(|first| *first < bytes.len()) else { return false };
    let n = usize::from(two(first).unwrap_or_default());
    let has = |tag: u16| (0..n).any(|entry| two(first + 2 + 12 * entry) == Some(tag));
    has(0xc612) || (has(0x010f) && has(0x014a))
}

/// What makes the picture upright; unreadable or senseless EXIF means as stored.
fn orientation(decoder: &mut dyn ImageDecoder, format: Format) -> Orientation {
    if format == Format::Tiff {
        return decoder.orientation().unwrap_or(Orientation::NoTransforms);
    }
    let exif = decoder.exif_metadata().ok().flatten().unwrap_or_default();
    // Some writers of WebP and PNG leave JPEG's prefix in place.
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(&exif);
    Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms)
}

/// Any samples to RGB8; transparency is laid on white.
fn to_rgb8(image: DynamicImage) -> RgbImage {
    match image {
        DynamicImage::ImageRgb8(rgb) => rgb,
        other if other.color().has_alpha() => on_white(&other.into_rgba8()),
        other => other.into_rgb8(),
    }
}

fn on_white(rgba: &RgbaImage) -> RgbImage {
    let (width, height) = rgba.dimensions();
    let rgb = rgba
        .pixels()
        .flat_map(|pixel| {
            let [r, g, b, a] = pixel.0.map(u32::from);
            [r, g, b].map(|value| ((value * a + 255 * (255 - a) + 127) / 255) as u8)
        })
        .collect();
    RgbImage::from_raw(width, height, rgb).expect("three bytes were made of each pixel")
}

fn decode_heic(bytes: &[u8], limits: &Limits) -> Result<(RgbImage, Orientation), SkipReason> {
    let has_alpha = heic_rs::probe(bytes).map_err(|e| heic_reason(&e))?.has_alpha;
    let options = heic_rs::DecodeOptions {
        layout: if has_alpha { heic_rs::PixelLayout::Rgba8 } else { heic_rs::PixelLayout::Rgb8 },
        max_pixels: Some(limits.max_pixels),
        // The caller decodes many files at once; a thread that helps another file while it holds a share of the
        // budget could wait for itself.
        threads: Some(1),
        ..heic_rs::DecodeOptions::default()
    };
    let image = heic_rs::decode(bytes, &options).map_err(|e| heic_reason(&e))?;
    let wrong_size = || damaged(&told!("skip-why-fill"));
    let rgb = if has_alpha {
        on_white(&RgbaImage::from_raw(image.width, image.height, image.data).ok_or_else(wrong_size)?)
    } else {
        RgbImage::from_raw(image.width, image.height, image.data).ok_or_else(wrong_size)?
    };
    // The container's own rotation was applied; its EXIF repeats it and is not to be applied again.
    Ok((rgb, Orientation::NoTransforms))
}

/// The JPEG decoder shows what there is of a cut file and fills the rest with grey 128; that is no picture to learn
/// from. A file that merely lacks its end marker is taken.
fn check_jpeg_is_whole(bytes: &[u8], rgb: &RgbImage) -> Result<(), SkipReason> {
    let shape = sniff::jpeg_shape(bytes);
    if shape.has_end {
        return Ok(());
    }
    let row_bytes = rgb.width() as usize * 3;
    let last_row = &rgb.as_raw()[rgb.as_raw().len() - row_bytes..];
    if shape.is_progressive || last_row.iter().all(|&value| value == 128) {
        return Err(too_short());
    }
    Ok(())
}

fn too_short() -> SkipReason {
    damaged(&told!("skip-why-short"))
}

fn damaged(why: &Told) -> SkipReason {
    SkipReason::why(SkipKind::Damaged, why)
}

fn image_reason(error: &ImageError) -> SkipReason {
    match error {
        ImageError::Limits(_) => SkipReason::why(SkipKind::TooLarge, &told!("skip-why-limit")),
        ImageError::Unsupported(what) => {
            SkipReason::why(SkipKind::Unreadable, &told!("skip-why-kind", what = what.to_string()))
        }
        ImageError::IoError(e) if e.kind() == io::ErrorKind::UnexpectedEof => too_short(),
        ImageError::IoError(e) => damaged(&e.to_string().into()),
        ImageError::Decoding(e) => {
            let text = std::error::Error::source(e).map_or_else(|| e.to_string(), ToString::to_string);
            reason_of(&text)
        }
        other => damaged(&other.to_string().into()),
    }
}

/// What the words of a decoder mean.
fn reason_of(text: &str) -> SkipReason {
    let lower = text.to_lowercase();
    let is_short = ["eof", "end of", "exhausted", "truncated"].iter().any(|word| lower.contains(word));
    if is_short { too_short() } else { damaged(&plain_words(text)) }
}

/// A decoder's words without what only programmers read: `CRC error: expected 0x12 have 0x34 while decoding ChunkType {..}`.
fn plain_words(text: &str) -> Told {
    if text.to_lowercase().contains("crc") {
        return told!("skip-why-checksum");
    }
    let end = text.find(['{', '\n']).unwrap_or(text.len());
    text[..end].trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')').into()
}

fn heic_reason(error: &heic_rs::Error) -> SkipReason {
    match error {
        heic_rs::Error::Truncated(_) => too_short(),
        heic_rs::Error::Unsupported(what) => {
            SkipReason::why(SkipKind::Unreadable, &told!("skip-why-heic", what = what.to_string()))
        }
        heic_rs::Error::PixelLimit { .. } => SkipReason::new(SkipKind::TooLarge, error.to_string()),
        other => damaged(&other.to_string().into()),
    }
}

/// Hands out a file in pieces and fails once the work is cancelled, so that a large picture does not hold up a stop.
struct CancelReader<'a> {
    inner: Cursor<&'a [u8]>,
    cancel: &'a CancelToken,
}

/// Bytes between two looks at the cancel token.
const PIECE_BYTES: usize = 64 << 10;

impl CancelReader<'_> {
    fn check(&self) -> io::Result<()> {
        // Not `Interrupted`: readers try again on that.
        if self.cancel.is_cancelled() { Err(io::Error::other("cancelled")) } else { Ok(()) }
    }
}

impl Read for CancelReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Small reads are frequent and cheap: only larger ones look at the token.
        if buffer.len() >= 4096 {
            self.check()?;
        }
        let length = buffer.len().min(PIECE_BYTES);
        self.inner.read(&mut buffer[..length])
    }
}

impl BufRead for CancelReader<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        let rest = self.inner.fill_buf()?;
        Ok(&rest[..rest.len().min(PIECE_BYTES)])
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
    }
}

impl Seek for CancelReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests;
