//! The first frame of a GIF, laid on white. Frames are kept as numbers of colours until they are: a file of some kilobytes
//! may claim a large canvas, of which no more is held than its pixels in the end.
//!
//! Later frames are never read.

use super::{SkipReason, damaged, reason_of, too_short};
use crate::strings::told;
use gif::{DecodeOptions, Decoder, DecodingError};
use image::RgbImage;
use std::io::{self, Read};

/// What the header of a file and of its first frame say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Width of the canvas.
    pub width: u32,
    /// Height of the canvas.
    pub height: u32,
    /// Pixels of the first frame, which may be larger.
    pub frame_pixels: u64,
}

impl Shape {
    /// Pixels of the canvas.
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// Reads the headers alone.
pub fn shape(bytes: &[u8]) -> Result<Shape, SkipReason> {
    let mut decoder = open(bytes)?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    let frame = decoder.next_frame_info().map_err(|e| reason(&e))?.ok_or_else(too_short)?;
    Ok(Shape { width, height, frame_pixels: u64::from(frame.width) * u64::from(frame.height) })
}

/// The canvas with the first frame on it.
pub fn decode(reader: impl Read) -> Result<RgbImage, SkipReason> {
    let mut decoder = open(reader)?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    let frame = decoder.next_frame_info().map_err(|e| reason(&e))?.ok_or_else(too_short)?;
    let (left, top, frame_width) = (u32::from(frame.left), u32::from(frame.top), u32::from(frame.width));
    let transparent = frame.transparent.map(usize::from);
    let mut numbers = vec![0; decoder.buffer_size()];
    decoder.read_into_buffer(&mut numbers).map_err(|e| reason(&e))?;
    let mut colours = [[255; 3]; 256];
    let palette = decoder.palette().map_err(|e| reason(&e))?;
    for (colour, stored) in colours.iter_mut().zip(palette.chunks_exact(3)) {
        colour.copy_from_slice(stored);
    }
    if let Some(colour) = transparent.and_then(|number| colours.get_mut(number)) {
        *colour = [255; 3];
    }
    let size = (width as usize * height as usize).checked_mul(3);
    let mut rgb = size.map(|size| vec![255; size]).ok_or_else(|| damaged(&told!("skip-why-fill")))?;
    for (row, numbers) in (top..height).zip(numbers.chunks_exact(frame_width.max(1) as usize)) {
        let at = (row as usize * width as usize + left.min(width) as usize) * 3;
        let end = (row as usize + 1) * width as usize * 3;
        for (pixel, number) in rgb[at..end].chunks_exact_mut(3).zip(numbers) {
            pixel.copy_from_slice(&colours[usize::from(*number)]);
        }
    }
    RgbImage::from_raw(width, height, rgb).ok_or_else(|| damaged(&told!("skip-why-fill")))
}

fn open<R: Read>(reader: R) -> Result<Decoder<R>, SkipReason> {
    DecodeOptions::new().read_info(reader).map_err(|e| reason(&e))
}

fn reason(error: &DecodingError) -> SkipReason {
    match error {
        DecodingError::Io(e) if e.kind() == io::ErrorKind::UnexpectedEof => too_short(),
        error => reason_of(&error.to_string()),
    }
}
