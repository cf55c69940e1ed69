//! Decodes plain JPEGs at a fraction of their size, n/8 for any n, straight from the frequencies of their blocks: most
//! of a photo's pixels are never made when a thumbnail is all that is wanted.
//!
//! It reads what nearly every camera and web page writes (sequential, Huffman, 8 bits, grey or YCbCr, whole to its end
//! marker). At the first thing out of the ordinary it says `None` and leaves the file, and the words for what is wrong
//! with it, to the exact decoder.

#![expect(clippy::inline_always, reason = "code gets its instruction set from the function that it is inlined into")]

mod encode;
mod header;
mod huffman;
mod transform;

pub use self::encode::encode;

use self::header::{Component, Entropy, Header};
use self::huffman::{Bits, END_OF_BLOCK, Skips, Table};
use self::transform::{Kernel, MAX_PIXELS, to_u8};
use image::RgbImage;
use image::metadata::Orientation;

/// A plain JPEG whose header was read.
pub struct Plain<'a> {
    bytes: &'a [u8],
    header: Header<'a>,
    entropy: Entropy,
}

/// A picture at a fraction of its size.
#[derive(Debug)]
pub struct Reduced {
    /// As stored, not turned; the last column and row may lie partly beyond the picture.
    pub rgb: RgbImage,
    /// Width and height of the picture in pixels of `rgb`: at most what `rgb` has.
    pub extent: (f64, f64),
}

impl<'a> Plain<'a> {
    /// Reads the header and finds the end; None if the file is not plain or has no end marker.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let header = Header::parse(bytes)?;
        let entropy = Entropy::unstuff(bytes, header.scan_at, header.most_pieces())?;
        Some(Self { bytes, header, entropy })
    }

    /// Stored width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.header.width as u32, self.header.height as u32)
    }

    /// What makes it upright.
    pub fn orientation(&self) -> Orientation {
        self.header.orientation
    }

    /// The file without what is not needed to show it: camera data, profiles, embedded previews, comments, and
    /// whatever follows the end.
    pub fn stripped(&self) -> Vec<u8> {
        let scan = self.header.scan_at..self.entropy.end;
        let segments = self.header.essential.iter().cloned().chain([scan]);
        segments.fold(vec![0xff, 0xd8], |mut jpeg, segment| {
            jpeg.extend_from_slice(&self.bytes[segment]);
            jpeg
        })
    }

    /// Whether a size below the full one has at least these pixels.
    pub fn has_reduced(&self, least: (u32, u32)) -> bool {
        self.eighths(least).is_some()
    }

    fn eighths(&self, least: (u32, u32)) -> Option<usize> {
        let (width, height) = (self.header.width, self.header.height);
        (1..8).find(|n| width * n >= least.0 as usize * 8 && height * n >= least.1 as usize * 8)
    }

    /// Decodes at the smallest n/8 of the size that has at least `least` pixels, horizontally and vertically. None if
    /// only the full size has, if `is_cancelled` says so between two rows of blocks, or if the data is wrong.
    pub fn decode(&self, least: (u32, u32), is_cancelled: &dyn Fn() -> bool) -> Option<Reduced> {
        let (width, height) = (self.header.width, self.header.height);
        let eighths = self.eighths(least)?;
        let decoder = Decoder::new(&self.header, eighths)?;
        let run = Run { decoder: &decoder, entropy: &self.entropy, is_cancelled };
        let rgb = pulp::Arch::new().dispatch(run)?;
        let rgb = RgbImage::from_raw(decoder.width as u32, decoder.height as u32, rgb)?;
        Some(Reduced { rgb, extent: ((width * eighths) as f64 / 8.0, (height * eighths) as f64 / 8.0) })
    }
}

/// How one component's blocks become pixels.
struct Channel<'a> {
    component: Component,
    /// In zigzag order; zeros beyond the block, for the end mark.
    quant: [f32; 256],
    dc: Table<'a>,
    ac: Table<'a>,
    /// Coefficients that are wanted, in zigzag order.
    wanted: usize,
    /// Passes the others, if not all are wanted.
    skips: Option<Skips>,
    horizontal: &'static Kernel,
    vertical: &'static Kernel,
}

struct Decoder<'a> {
    channels: Vec<Channel<'a>>,
    restart_interval: usize,
    /// Scan units in a row and in a column.
    units: (usize, usize),
    /// Pixels that a unit becomes.
    unit: (usize, usize),
    /// Of the result.
    width: usize,
    height: usize,
}

/// [`Decoder::run`] as pulp wants it: compiled for each generation of processors, with everything inlined.
struct Run<'a> {
    decoder: &'a Decoder<'a>,
    entropy: &'a Entropy,
    is_cancelled: &'a dyn Fn() -> bool,
}

impl pulp::NullaryFnOnce for Run<'_> {
    type Output = Option<Vec<u8>>;

    #[inline(always)]
    fn call(self) -> Self::Output {
        self.decoder.run(self.entropy, self.is_cancelled)
    }
}

/// Pixels of one component, one row of units.
struct Plane {
    pixels: Vec<u8>,
    stride: usize,
}

impl<'a> Decoder<'a> {
    fn new(header: &Header<'a>, eighths: usize) -> Option<Self> {
        let h_max = header.components.iter().map(|c| c.h).max()?;
        let v_max = header.components.iter().map(|c| c.v).max()?;
        let channel = |component: &Component| {
            let table = header.quant[component.quant]?;
            let mut quant = [0.0; 256];
            for (float, int) in quant.iter_mut().zip(table) {
                *float = f32::from(int);
            }
            let (across, down) = (eighths * h_max / component.h, eighths * v_max / component.v);
            let dc = *header.dc.get(component.dc)?;
            let ac = Table::new((*header.ac.get(component.ac)?)?)?;
            Some(Channel {
                component: *component,
                quant,
                dc: Table::new(dc.filter(|spec| spec.symbols.iter().all(|size| *size <= 11))?)?,
                skips: (eighths == 1).then(|| Skips::new(&ac)),
                wanted: if eighths > 1 {
                    64
                } else if across * down == 1 {
                    1
                } else {
                    5
                },
                ac,
                horizontal: Kernel::of(across),
                vertical: Kernel::of(down),
            })
        };
        Some(Self {
            channels: header.components.iter().map(channel).collect::<Option<_>>()?,
            restart_interval: header.restart_interval,
            units: (header.width.div_ceil(8 * h_max), header.height.div_ceil(8 * v_max)),
            unit: (eighths * h_max, eighths * v_max),
            width: (header.width * eighths).div_ceil(8),
            height: (header.height * eighths).div_ceil(8),
        })
    }

    #[inline(always)]
    fn run(&self, entropy: &Entropy, is_cancelled: &dyn Fn() -> bool) -> Option<Vec<u8>> {
        // A row of a block writes up to MAX_PIXELS bytes, also where the block has fewer.
        let stride = self.units.0 * self.unit.0 + MAX_PIXELS;
        let mut planes: Vec<Plane> =
            self.channels.iter().map(|_| Plane { pixels: vec![0; stride * self.unit.1], stride }).collect();
        let mut rgb = vec![0; self.width * self.height * 3];
        let mut pieces = entropy.pieces.iter();
        let mut piece = pieces.next()?;
        let mut bits = Bits::new(&entropy.data, piece.start);
        let mut means = [0i32; 3];
        let mut until_restart = self.restart_interval;
        for (y, rows) in rgb.chunks_mut(self.width * 3 * self.unit.1).enumerate() {
            if is_cancelled() {
                return None;
            }
            for x in 0..self.units.0 {
                if self.restart_interval > 0 {
                    if until_restart == 0 {
                        if !bits.is_spent(piece.end) {
                            return None;
                        }
                        piece = pieces.next()?;
                        bits = Bits::new(&entropy.data, piece.start);
                        means = [0; 3];
                        until_restart = self.restart_interval;
                    }
                    until_restart -= 1;
                }
                for ((channel, plane), mean) in self.channels.iter().zip(&mut planes).zip(&mut means) {
                    channel.unit(&mut bits, mean, plane, x * self.unit.0)?;
                }
            }
            debug_assert!(y < self.units.1);
            colour(&planes, rows, self.width);
        }
        (bits.is_spent(piece.end) && pieces.next().is_none()).then_some(rgb)
    }
}

impl Channel<'_> {
    /// Decodes the blocks of one unit whose pixels begin at column `x`.
    #[inline(always)]
    fn unit(&self, bits: &mut Bits, mean: &mut i32, plane: &mut Plane, x: usize) -> Option<()> {
        for block_y in 0..self.component.v {
            for block_x in 0..self.component.h {
                let at = block_y * self.vertical.pixels * plane.stride + x + block_x * self.horizontal.pixels;
                let out = plane.pixels.get_mut(at..)?;
                *mean = mean.wrapping_add(self.dc.difference(bits)?);
                let dc = *mean as f32 * self.quant[0];
                if let Some(skips) = &self.skips
                    && self.wanted == 1
                {
                    skips.pass(&self.ac, bits, 1)?;
                    *out.first_mut()? = to_u8(dc / 8.0 + 128.0);
                    continue;
                }
                let mut block = [0.0f32; 128];
                block[0] = dc;
                let last = self.coefficients(bits, &mut block)?;
                let used = USED[last];
                let block: &[f32; 64] = block.first_chunk()?;
                if self.horizontal.pixels <= 8 {
                    Kernel::block::<8>(self.horizontal, self.vertical, block, used, out, plane.stride);
                } else {
                    Kernel::block::<16>(self.horizontal, self.vertical, block, used, out, plane.stride);
                }
            }
        }
        Some(())
    }

    /// Reads a block's coefficients after its mean; gives the zigzag index that none lies behind.
    #[inline(always)]
    fn coefficients(&self, bits: &mut Bits, block: &mut [f32; 128]) -> Option<usize> {
        let mut k = 1;
        while k < self.wanted {
            let (run, value) = self.ac.next(bits)?;
            k += run;
            // The end of a block goes here too, as a value of 0 at an unused place: one branch less.
            block[usize::from(NATURAL[k & 255] & 127)] = value as f32 * self.quant[k & 255];
            k += 1;
        }
        let end = usize::from(END_OF_BLOCK) + 1;
        match &self.skips {
            Some(skips) if k <= 64 => {
                skips.pass(&self.ac, bits, k)?;
                Some(self.wanted - 1)
            }
            _ if k == 64 => Some(63),
            _ => k.checked_sub(end + 1),
        }
    }
}

/// YCbCr (ITU-R BT.601, full range) to RGB, or grey to RGB.
#[inline(always)]
fn colour(planes: &[Plane], rows: &mut [u8], width: usize) {
    for (y, row) in rows.chunks_exact_mut(width * 3).enumerate() {
        let line = |plane: usize| &planes[plane].pixels[y * planes[plane].stride..][..width];
        let row = row.as_chunks_mut::<3>().0;
        if planes.len() == 1 {
            for (rgb, &grey) in row.iter_mut().zip(line(0)) {
                *rgb = [grey; 3];
            }
            continue;
        }
        for (((rgb, &luma), &blue), &red) in row.iter_mut().zip(line(0)).zip(line(1)).zip(line(2)) {
            let (luma, blue, red) = ((i32::from(luma) << 16) + (1 << 15), i32::from(blue) - 128, i32::from(red) - 128);
            let sums = [luma + 91881 * red, luma - 22554 * blue - 46802 * red, luma + 116130 * blue];
            *rgb = sums.map(|sum| (sum >> 16).clamp(0, 255) as u8);
        }
    }
}

/// Zigzag order to row-major.
const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];

/// As [`ZIGZAG`]; beyond the block everything goes to an unused place.
const NATURAL: [u8; 256] = {
    let mut table = [64; 256];
    let mut k = 0;
    while k < 64 {
        table[k] = ZIGZAG[k];
        k += 1;
    }
    table
};

/// Columns and rows of frequencies that hold all coefficients up to a zigzag index.
const USED: [(usize, usize); 64] = {
    let mut table = [(1, 1); 64];
    let mut k = 1;
    while k < 64 {
        let (column, row) = ((NATURAL[k] % 8) as usize + 1, (NATURAL[k] / 8) as usize + 1);
        let (columns, rows) = table[k - 1];
        table[k] = (if column > columns { column } else { columns }, if row > rows { row } else { rows });
        k += 1;
    }
    table
};

#[cfg(test)]
mod tests;
