//! What a file is, by its content alone, and what a JPEG says about itself before it is decoded.
//!
//! It looks at bytes that were read already and decodes nothing.

use memchr::memchr;

/// A type of picture that [`super::decode`] turns into pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// Windows bitmap.
    Bmp,
    /// GIF.
    Gif,
    /// TIFF.
    Tiff,
    /// HEIC / HEIF with HEVC inside.
    Heic,
}

/// What the first bytes of a file say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A picture that can be decoded.
    Picture(Format),
    /// A picture of a type that can not be decoded; the name of the type.
    UnsupportedPicture(&'static str),
    /// Anything else.
    Other,
}

/// First bytes of a file that [`content`] wants to see.
pub const PREFIX_BYTES: usize = 64;

/// What a file is, from its first [`PREFIX_BYTES`] (or all, if it is shorter).
pub fn content(prefix: &[u8]) -> Content {
    let starts = |magic: &[u8]| prefix.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| prefix.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    if starts(b"\xff\xd8\xff") {
        Content::Picture(Format::Jpeg)
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        Content::Picture(Format::Png)
    } else if starts(b"RIFF") && at(8, b"WEBP") {
        Content::Picture(Format::WebP)
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        Content::Picture(Format::Gif)
    } else if starts(b"II*\0") || starts(b"MM\0*") || starts(b"II+\0") || starts(b"MM\0+") {
        Content::Picture(Format::Tiff)
    } else if is_bmp(prefix) {
        Content::Picture(Format::Bmp)
    } else if at(4, b"ftyp") {
        iso_media(prefix)
    } else if starts(b"\0\0\0\x0cJXL \r\n\x87\n") || starts(b"\xff\x0a") {
        Content::UnsupportedPicture("JPEG XL")
    } else if starts(b"\0\0\0\x0cjP  \r\n\x87\n") || starts(b"\xff\x4f\xff\x51") {
        Content::UnsupportedPicture("JPEG 2000")
    } else if starts(b"8BPS") {
        Content::UnsupportedPicture("Photoshop")
    } else if starts(b"\x76\x2f\x31\x01") {
        Content::UnsupportedPicture("OpenEXR")
    } else if prefix.len() > 2 && prefix[0] == b'P' && (b'1'..=b'7').contains(&prefix[1]) && prefix[2] == b'\n' {
        Content::UnsupportedPicture("PNM")
    } else {
        Content::Other
    }
}

/// Two letters are too few to go by: the size of the second header must be one that exists.
fn is_bmp(prefix: &[u8]) -> bool {
    prefix.starts_with(b"BM")
        && prefix.get(14..18).is_some_and(|size| {
            matches!(u32::from_le_bytes([size[0], size[1], size[2], size[3]]), 12 | 16 | 40 | 52 | 56 | 64 | 108 | 124)
        })
}

/// The `ftyp` box names one major and several compatible brands; films have it too.
fn iso_media(prefix: &[u8]) -> Content {
    let size = u32::from_be_bytes([prefix[0], prefix[1], prefix[2], prefix[3]]) as usize;
    let boxed = &prefix[8..size.clamp(8, prefix.len())];
    // The four bytes after the major brand are its version.
    let brands = || boxed.chunks_exact(4).enumerate().filter(|(i, _)| *i != 1).map(|(_, brand)| brand);
    if brands().any(|brand| matches!(brand, b"avif" | b"avis")) {
        Content::UnsupportedPicture("AVIF")
    } else if brands().any(|b| matches!(b, b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1")) {
        Content::Picture(Format::Heic)
    } else if brands().any(|brand| brand == b"crx ") {
        Content::UnsupportedPicture("CR3 raw")
    } else {
        Content::Other
    }
}

/// What the markers of a JPEG say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JpegShape {
    /// Stored width in pixels; 0 if no frame header was found.
    pub width: u32,
    /// Stored height in pixels.
    pub height: u32,
    /// Colour components.
    pub components: u8,
    /// Sent in several passes, which a decoder must keep in memory.
    pub is_progressive: bool,
    /// The end marker is there. Without it the file was cut, or (rarely) its writer forgot the marker.
    pub has_end: bool,
}

/// Walks over the markers of a JPEG, entropy-coded data included, up to the first end marker.
pub fn jpeg_shape(bytes: &[u8]) -> JpegShape {
    let mut shape = JpegShape::default();
    let mut at = 2;
    while let Some(marker_at) = next_marker(bytes, at) {
        let marker = bytes[marker_at];
        at = marker_at + 1;
        match marker {
            0xd9 => {
                shape.has_end = true;
                break;
            }
            // Stand-alone markers.
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let Some(length) = bytes.get(at..at + 2).map(|b| usize::from(u16::from_be_bytes([b[0], b[1]]))) else { break };
        // C4, C8 and CC in this range are tables, not frames.
        if matches!(marker, 0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc)) && shape.width == 0 {
            let Some(frame) = bytes.get(at + 2..at + 8) else { break };
            shape.height = u32::from(u16::from_be_bytes([frame[1], frame[2]]));
            shape.width = u32::from(u16::from_be_bytes([frame[3], frame[4]]));
            shape.components = frame[5];
            shape.is_progressive = matches!(marker & 3, 2);
        }
        at += length.max(2);
    }
    shape
}

/// Whether every chunk of a WebP lies within the file, as its header has it.
pub fn has_whole_webp_chunks(bytes: &[u8]) -> bool {
    let number = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?) as usize);
    // What lies behind the container is no chunk of it.
    let end = number(4).map_or(0, |length| length.saturating_add(8)).min(bytes.len());
    let mut at = 12;
    while let Some(length) = number(at + 4).filter(|_| at + 8 <= end) {
        at = at.saturating_add(8).saturating_add(length);
        if at > bytes.len() {
            return false;
        }
        at += length & 1;
    }
    true
}

/// Index of the next marker's second byte: skips what is no marker, which is entropy-coded data after a scan header.
fn next_marker(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr(0xff, bytes.get(at..)?)? + 1;
        match bytes.get(at)? {
            // A stuffed byte, or a restart within the data.
            0x00 | 0xd0..=0xd7 => at += 1,
            // Fill bytes: the next round starts at the last of them.
            0xff => {}
            _ => return Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_by_their_first_bytes() {
        let heic = b"\0\0\0\x1cftypmif1\0\0\0\0mif1heicmiaf....";
        let avif = b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf....";
        let film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isomheic";
        assert_eq!(content(heic), Content::Picture(Format::Heic));
        assert_eq!(content(avif), Content::UnsupportedPicture("AVIF"));
        assert_eq!(content(film), Content::Other, "the brand after the box does not count");
        assert_eq!(content(b"\0\0\0\x04ftyp"), Content::Other);
        assert_eq!(content(b"BMW is a car maker in Munich"), Content::Other);
        assert_eq!(content(b"RIFF\0\0\0\0WAVE"), Content::Other);
        assert_eq!(content(b""), Content::Other);
    }

    /// SOI, a comment that holds an end marker, a frame of 3 x 2, a scan with stuffing and a restart, EOI, trailer.
    const TINY: &[u8] = b"\xff\xd8\xff\xfe\x00\x04\xff\xd9\xff\xff\xc2\x00\x0b\x08\x00\x02\x00\x03\x01\x01\x11\x00\
        \xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\xab\xff\x00\xcd\xff\xd0\xef\xff\xd9trailer";

    #[test]
    fn jpeg_markers_are_walked() {
        let shape = jpeg_shape(TINY);
        assert_eq!((shape.width, shape.height, shape.components), (3, 2, 1));
        assert!(shape.is_progressive && shape.has_end);
    }

    #[test]
    fn a_cut_jpeg_has_no_end_wherever_it_is_cut() {
        let end = TINY.len() - b"trailer".len();
        for length in 0..end {
            assert!(!jpeg_shape(&TINY[..length]).has_end, "{length}");
        }
    }
}
