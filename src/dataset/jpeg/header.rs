//! The segments of a JPEG up to its scan, and the scan's entropy-coded data laid bare.
//!
//! Plain files only: 8-bit, Huffman-coded, sequential, one scan of grey or YCbCr. Of anything else it says `None`, and
//! the caller has another decoder. It decodes no pixels.

use image::metadata::Orientation;
use memchr::memchr;
use std::ops::Range;

/// Zeros after each piece of entropy-coded data, so that the bit reader can always load eight bytes.
pub const PADDING: usize = 16;

/// One colour component as the frame and the scan describe it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Component {
    id: u8,
    /// Blocks in a unit of the scan, horizontally.
    pub h: usize,
    /// Blocks in a unit of the scan, vertically.
    pub v: usize,
    /// Index of its quantisation table.
    pub quant: usize,
    /// Index of its Huffman table for the mean of a block.
    pub dc: usize,
    /// Index of its Huffman table for the other coefficients.
    pub ac: usize,
}

/// A Huffman table as it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HuffmanSpec<'a> {
    /// Number of codes of 1 to 16 bits.
    pub counts: &'a [u8],
    /// Symbols by code, shortest first.
    pub symbols: &'a [u8],
}

/// What comes before the entropy-coded data.
#[derive(Debug)]
pub struct Header<'a> {
    /// In pixels, as stored.
    pub width: usize,
    /// In pixels, as stored.
    pub height: usize,
    /// One (grey) or three (YCbCr).
    pub components: Vec<Component>,
    /// Quantisation tables in zigzag order.
    pub quant: [Option<[u16; 64]>; 4],
    /// Tables for means.
    pub dc: [Option<HuffmanSpec<'a>>; 4],
    /// Tables for other coefficients.
    pub ac: [Option<HuffmanSpec<'a>>; 4],
    /// Scan units between two restarts; 0: none.
    pub restart_interval: usize,
    /// What makes it upright, by its EXIF.
    pub orientation: Orientation,
    /// Where the entropy-coded data begins.
    pub scan_at: usize,
    /// Segments that decoding needs (tables, frame, scan header, colour), each with its marker.
    pub essential: Vec<Range<usize>>,
}

impl<'a> Header<'a> {
    /// Reads everything up to and including the scan header; None if the file is not plain.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut header = Self {
            width: 0,
            height: 0,
            components: Vec::new(),
            quant: [None; 4],
            dc: [None; 4],
            ac: [None; 4],
            restart_interval: 0,
            orientation: Orientation::NoTransforms,
            scan_at: 0,
            essential: Vec::new(),
        };
        let mut at = 2;
        loop {
            if *bytes.get(at)? != 0xff {
                return None;
            }
            let marker = *bytes.get(at + 1)?;
            let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
            let body = bytes.get(at + 4..at + 2 + length.max(2))?;
            let end = at + 2 + length.max(2);
            let is_essential = match marker {
                0xc0 | 0xc1 => header.frame(body).map(|()| true)?,
                0xc4 => header.huffman(body).map(|()| true)?,
                0xdb => header.quantisation(body).map(|()| true)?,
                0xdd => {
                    header.restart_interval = usize::from(u16::from_be_bytes([*body.first()?, *body.get(1)?]));
                    true
                }
                0xda => {
                    header.scan(body)?;
                    header.scan_at = end;
                    true
                }
                // Adobe's marker says whether the colours are YCbCr: 1 is the usual answer.
                0xee if body.starts_with(b"Adobe") => {
                    let transform = *body.get(11)?;
                    if transform != 1 {
                        return None;
                    }
                    true
                }
                0xe1 => {
                    if let Some(exif) = body.strip_prefix(b"Exif\0\0") {
                        header.orientation = Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms);
                    }
                    false
                }
                0xe0 => body.starts_with(b"JFIF"),
                0xe2..=0xef | 0xfe => false,
                _ => return None,
            };
            if is_essential {
                header.essential.push(at..end);
            }
            at = end;
            if marker == 0xda {
                return Some(header);
            }
        }
    }

    fn frame(&mut self, body: &[u8]) -> Option<()> {
        let (fixed, components) = body.split_at_checked(6)?;
        if !self.components.is_empty() || fixed[0] != 8 || components.len() != 3 * usize::from(fixed[5]) {
            return None;
        }
        self.height = usize::from(u16::from_be_bytes([fixed[1], fixed[2]]));
        self.width = usize::from(u16::from_be_bytes([fixed[3], fixed[4]]));
        for c in components.chunks_exact(3) {
            let (h, v) = (usize::from(c[1] >> 4), usize::from(c[1] & 15));
            self.components.push(Component { id: c[0], h, v, quant: usize::from(c[2]), dc: 0, ac: 0 });
        }
        let ids: Vec<u8> = self.components.iter().map(|c| c.id).collect();
        let is_plain = match &mut *self.components {
            // A single component has one block a unit whatever its factors say.
            [grey] => {
                (grey.h, grey.v) = (1, 1);
                true
            }
            [luma, chroma @ ..] if chroma.len() == 2 => {
                matches!((luma.h, luma.v), (1 | 2, 1 | 2))
                    && chroma.iter().all(|c| (c.h, c.v) == (1, 1))
                    && ids != *b"RGB"
            }
            _ => false,
        };
        (is_plain && self.width > 0 && self.height > 0 && self.components.iter().all(|c| c.quant < 4)).then_some(())
    }

    fn huffman(&mut self, mut body: &'a [u8]) -> Option<()> {
        while let Some((&kind, rest)) = body.split_first() {
            let (counts, rest) = rest.split_at_checked(16)?;
            let (symbols, rest) = rest.split_at_checked(counts.iter().map(|&n| usize::from(n)).sum())?;
            let tables = if kind >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            *tables.get_mut(usize::from(kind & 15))? = Some(HuffmanSpec { counts, symbols });
            body = rest;
        }
        Some(())
    }

    fn quantisation(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((&kind, rest)) = body.split_first() {
            let (wide, rest) = (kind >> 4 != 0, rest);
            let (table, rest) = rest.split_at_checked(if wide { 128 } else { 64 })?;
            let slot = self.quant.get_mut(usize::from(kind & 15))?;
            *slot = Some(std::array::from_fn(|i| {
                if wide { u16::from_be_bytes([table[2 * i], table[2 * i + 1]]) } else { u16::from(table[i]) }
            }));
            body = rest;
        }
        Some(())
    }

    /// Pieces that restarts can cut the scan into: no unit is smaller than a block.
    pub fn most_pieces(&self) -> usize {
        let blocks = self.width.div_ceil(8) * self.height.div_ceil(8);
        if self.restart_interval == 0 { 1 } else { blocks.div_ceil(self.restart_interval) }
    }

    fn scan(&mut self, body: &[u8]) -> Option<()> {
        let (&count, rest) = body.split_first()?;
        if self.components.is_empty()
            || usize::from(count) != self.components.len()
            || rest.len() != 2 * self.components.len() + 3
        {
            return None;
        }
        for (component, scan) in self.components.iter_mut().zip(rest.chunks_exact(2)) {
            if component.id != scan[0] {
                return None;
            }
            (component.dc, component.ac) = (usize::from(scan[1] >> 4), usize::from(scan[1] & 15));
        }
        (rest[2 * self.components.len()..] == [0, 63, 0]).then_some(())
    }
}

/// Entropy-coded data without its stuffing, cut at the restarts.
#[derive(Debug)]
pub struct Entropy {
    /// The pieces, each followed by [`PADDING`] zeros.
    pub data: Vec<u8>,
    /// Where each piece lies, without its padding.
    pub pieces: Vec<Range<usize>>,
    /// Index in the file behind the end marker.
    pub end: usize,
}

impl Entropy {
    /// Reads up to the end marker; None if there is none, or another scan.
    ///
    /// Nor is there more than `most_pieces`: each takes memory of its own, which a file of nothing but restarts must not.
    pub fn unstuff(bytes: &[u8], from: usize, most_pieces: usize) -> Option<Self> {
        let mut data = Vec::with_capacity(bytes.len() - from + PADDING);
        let mut pieces = Vec::new();
        let (mut at, mut begin) = (from, 0);
        loop {
            let marker = at + memchr(0xff, bytes.get(at..)?)?;
            match *bytes.get(marker + 1)? {
                0 => {
                    data.extend_from_slice(&bytes[at..=marker]);
                    at = marker + 2;
                }
                code @ (0xd0..=0xd7 | 0xd9) => {
                    data.extend_from_slice(&bytes[at..marker]);
                    if pieces.len() == most_pieces {
                        return None;
                    }
                    pieces.push(begin..data.len());
                    data.extend_from_slice(&[0; PADDING]);
                    begin = data.len();
                    at = marker + 2;
                    if code == 0xd9 {
                        return Some(Self { data, pieces, end: at });
                    }
                    if usize::from(code & 7) != (pieces.len() - 1) % 8 {
                        return None;
                    }
                }
                _ => return None,
            }
        }
    }
}
