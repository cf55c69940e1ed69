//! Writes RGB pictures as JPEG: sequential, full-resolution colour, the tables that the standard suggests (ITU-T T.81,
//! annex K), scaled by quality as the Independent JPEG Group's library does.
//!
//! Made for many small pictures: no options, no metadata, no optimised tables.

use super::ZIGZAG;
use image::RgbImage;
use std::f64::consts::PI;
use std::sync::LazyLock;

/// A picture as JPEG of `quality` 1 to 100; None if a side is 0 or more than the format's 65,535.
pub fn encode(image: &RgbImage, quality: u8) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(image.width()).ok()?, u16::try_from(image.height()).ok()?);
    if width == 0 || height == 0 {
        return None;
    }
    let quant = [&LUMA_QUANT, &CHROMA_QUANT].map(|table| scaled(table, quality));
    let mut jpeg = header(width, height, &quant);
    let scan = Scan { image, scales: quant.map(|table| scales(&table)), out: &mut jpeg };
    pulp::Arch::new().dispatch(scan);
    jpeg.extend([0xff, 0xd9]);
    Some(jpeg)
}

/// Quantisation steps, row-major.
fn scaled(table: &[u8; 64], quality: u8) -> [u8; 64] {
    let quality = u32::from(quality.clamp(1, 100));
    let percent = if quality < 50 { 5000 / quality } else { 200 - 2 * quality };
    table.map(|step| ((u32::from(step) * percent + 50) / 100).clamp(1, 255) as u8)
}

fn scales(quant: &[u8; 64]) -> [f32; 64] {
    quant.map(|step| 1.0 / f32::from(step))
}

fn header(width: u16, height: u16, quant: &[[u8; 64]; 2]) -> Vec<u8> {
    let mut jpeg = Vec::with_capacity(1024 + usize::from(width) * usize::from(height) / 2);
    jpeg.extend([0xff, 0xd8]);
    let mut segment = |marker: u8, body: &[&[u8]]| {
        let length = 2 + body.iter().map(|part| part.len() as u16).sum::<u16>();
        jpeg.extend([0xff, marker]);
        jpeg.extend(length.to_be_bytes());
        jpeg.extend(body.concat());
    };
    segment(0xe0, &[b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"]);
    for (i, table) in quant.iter().enumerate() {
        segment(0xdb, &[&[i as u8], &ZIGZAG.map(|natural| table[usize::from(natural)])]);
    }
    let sizes = [height.to_be_bytes(), width.to_be_bytes()].concat();
    segment(0xc0, &[&[8], &sizes, &[3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]]);
    for (kind, (counts, symbols)) in [(0x00, LUMA_DC), (0x10, LUMA_AC), (0x01, CHROMA_DC), (0x11, CHROMA_AC)] {
        segment(0xc4, &[&[kind], counts, symbols]);
    }
    segment(0xda, &[&[3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]]);
    jpeg
}

/// The entropy-coded data, as pulp wants it: compiled for each generation of processors, with everything inlined.
struct Scan<'a> {
    image: &'a RgbImage,
    scales: [[f32; 64]; 2],
    out: &'a mut Vec<u8>,
}

impl pulp::NullaryFnOnce for Scan<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (width, height) = (self.image.width() as usize, self.image.height() as usize);
        let stride = width.next_multiple_of(8);
        let mut planes: [Vec<f32>; 3] = std::array::from_fn(|_| vec![0.0; stride * 8]);
        let mut bits = BitWriter { buffer: 0, count: 0, out: self.out };
        let mut means = [0; 3];
        let codes = &*CODES;
        for top in (0..height).step_by(8) {
            for y in 0..8 {
                // Beyond the edges the last pixel goes on.
                let row = (top + y).min(height - 1) * width * 3;
                let [luma, blue, red] = planes.each_mut().map(|plane| &mut plane[y * stride..][..stride]);
                to_ycc(&self.image.as_raw()[row..row + width * 3], luma, blue, red);
                for line in [luma, blue, red] {
                    let last = line[width - 1];
                    line[width..].fill(last);
                }
            }
            for left in (0..stride).step_by(8) {
                for (component, (plane, mean)) in planes.iter().zip(&mut means).enumerate() {
                    let kind = component.min(1);
                    let block = transform(plane, left, stride, &self.scales[kind]);
                    code_block(&block, mean, &codes[kind], &mut bits);
                }
            }
        }
        bits.finish();
    }
}

/// ITU-R BT.601, full range, around 0.
#[inline(always)]
fn to_ycc(rgb: &[u8], luma: &mut [f32], blue: &mut [f32], red: &mut [f32]) {
    for (((rgb, luma), blue), red) in rgb.as_chunks::<3>().0.iter().zip(luma).zip(blue).zip(red) {
        let [r, g, b] = rgb.map(f32::from);
        *luma = 0.299 * r + 0.587 * g + 0.114 * b - 128.0;
        *blue = -0.168_735_9 * r - 0.331_264_1 * g + 0.5 * b;
        *red = 0.5 * r - 0.418_687_6 * g - 0.081_312_4 * b;
    }
}

/// Quantised frequencies of one block, row-major.
#[inline(always)]
fn transform(plane: &[f32], left: usize, stride: usize, scales: &[f32; 64]) -> [i16; 64] {
    let cosines = &*COSINES;
    let mut rows = [[0.0f32; 8]; 8];
    for (y, row) in rows.iter_mut().enumerate() {
        row.copy_from_slice(&plane[y * stride + left..][..8]);
    }
    // Even frequencies are symmetric, odd ones antisymmetric: half the products.
    let mut columns = [[0.0f32; 8]; 8];
    for (v, out) in columns.iter_mut().enumerate() {
        for y in 0..4 {
            for x in 0..8 {
                let (a, b) = (rows[y][x], rows[7 - y][x]);
                out[x] += cosines[y][v] * if v % 2 == 0 { a + b } else { a - b };
            }
        }
    }
    let mut block = [0i16; 64];
    for ((column, out), scales) in columns.iter().zip(block.as_chunks_mut::<8>().0).zip(scales.as_chunks::<8>().0) {
        let mut sums = [0.0f32; 8];
        for (value, cosines) in column.iter().zip(cosines) {
            for (sum, cosine) in sums.iter_mut().zip(cosines) {
                *sum += value * cosine;
            }
        }
        for ((out, sum), scale) in out.iter_mut().zip(sums).zip(scales) {
            // Rounds: an addition that moves the integer into the low bits.
            *out = (sum * scale + 12_582_912.0).to_bits() as i16;
        }
    }
    block
}

#[inline(always)]
fn code_block(block: &[i16; 64], mean: &mut i32, codes: &Codes, bits: &mut BitWriter) {
    let mut zigzag = [0i16; 64];
    let mut set = 0u64;
    for (k, (value, natural)) in zigzag.iter_mut().zip(ZIGZAG).enumerate() {
        *value = block[usize::from(natural)];
        set |= u64::from(*value != 0) << k;
    }
    let dc = i32::from(zigzag[0]);
    let (value, size) = sized(dc - *mean);
    *mean = dc;
    bits.put(codes.dc[size as usize & 15]);
    bits.put((value, size));
    let mut after = 1;
    set &= !1;
    while set != 0 {
        let k = set.trailing_zeros();
        set &= set - 1;
        let mut run = k - after;
        while run > 15 {
            bits.put(codes.ac[0xf0]);
            run -= 16;
        }
        let (value, size) = sized(i32::from(zigzag[k as usize & 63]));
        let (code, length) = codes.ac[(run << 4 | size) as usize & 255];
        bits.put((code << size | value, length + size));
        after = k + 1;
    }
    if after < 64 {
        bits.put(codes.ac[0]);
    }
}

/// A value's low bits as they are sent, and how many.
#[inline(always)]
fn sized(value: i32) -> (u32, u32) {
    let size = 32 - value.unsigned_abs().leading_zeros();
    let offset = if value < 0 { value - 1 } else { value };
    (offset as u32 & ((1 << size) - 1), size)
}

struct BitWriter<'a> {
    buffer: u64,
    count: u32,
    out: &'a mut Vec<u8>,
}

impl BitWriter<'_> {
    /// At most 32 bits.
    #[inline(always)]
    fn put(&mut self, (value, length): (u32, u32)) {
        self.buffer = self.buffer << length | u64::from(value);
        self.count += length;
        if self.count >= 32 {
            self.count -= 32;
            let word = (self.buffer >> self.count) as u32;
            self.write(word.to_be_bytes());
        }
    }

    #[inline(always)]
    fn write(&mut self, bytes: [u8; 4]) {
        if bytes.contains(&0xff) {
            for byte in bytes {
                self.out.push(byte);
                if byte == 0xff {
                    self.out.push(0);
                }
            }
        } else {
            self.out.extend_from_slice(&bytes);
        }
    }

    /// Fills the last byte with ones.
    fn finish(mut self) {
        let missing = (8 - self.count % 8) % 8;
        self.put(((1 << missing) - 1, missing));
        while self.count > 0 {
            self.count -= 8;
            let byte = (self.buffer >> self.count) as u8;
            self.out.push(byte);
            if byte == 0xff {
                self.out.push(0);
            }
        }
    }
}

/// Codes and their lengths by symbol.
struct Codes {
    dc: [(u32, u32); 16],
    ac: [(u32, u32); 256],
}

static CODES: LazyLock<[Codes; 2]> = LazyLock::new(|| {
    [(LUMA_DC, LUMA_AC), (CHROMA_DC, CHROMA_AC)].map(|(dc, ac)| Codes { dc: codes(dc), ac: codes(ac) })
});

fn codes<const N: usize>((counts, symbols): Spec) -> [(u32, u32); N] {
    let mut codes = [(0, 0); N];
    let (mut code, mut symbols) = (0, symbols.iter());
    for (count, length) in counts.iter().zip(1..) {
        for &symbol in symbols.by_ref().take(usize::from(*count)) {
            codes[usize::from(symbol)] = (code, length);
            code += 1;
        }
        code <<= 1;
    }
    codes
}

/// (8, 8): pixel, frequency.
static COSINES: LazyLock<[[f32; 8]; 8]> = LazyLock::new(|| {
    std::array::from_fn(|x| {
        std::array::from_fn(|u| {
            let norm = if u == 0 { 0.125f64.sqrt() } else { 0.5 };
            (norm * ((2 * x + 1) as f64 * u as f64 * PI / 16.0).cos()) as f32
        })
    })
});

/// Number of codes of 1 to 16 bits, and their symbols.
type Spec = (&'static [u8; 16], &'static [u8]);

const LUMA_DC: Spec = (&[0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
const CHROMA_DC: Spec = (&[0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
const LUMA_AC: Spec = (
    &[0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
    &[
        1, 2, 3, 0, 4, 17, 5, 18, 33, 49, 65, 6, 19, 81, 97, 7, 34, 113, 20, 50, 129, 145, 161, 8, 35, 66, 177, 193,
        21, 82, 209, 240, 36, 51, 98, 114, 130, 9, 10, 22, 23, 24, 25, 26, 37, 38, 39, 40, 41, 42, 52, 53, 54, 55, 56,
        57, 58, 67, 68, 69, 70, 71, 72, 73, 74, 83, 84, 85, 86, 87, 88, 89, 90, 99, 100, 101, 102, 103, 104, 105, 106,
        115, 116, 117, 118, 119, 120, 121, 122, 131, 132, 133, 134, 135, 136, 137, 138, 146, 147, 148, 149, 150, 151,
        152, 153, 154, 162, 163, 164, 165, 166, 167, 168, 169, 170, 178, 179, 180, 181, 182, 183, 184, 185, 186, 194,
        195, 196, 197, 198, 199, 200, 201, 202, 210, 211, 212, 213, 214, 215, 216, 217, 218, 225, 226, 227, 228, 229,
        230, 231, 232, 233, 234, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250,
    ],
);
const CHROMA_AC: Spec = (
    &[0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
    &[
        0, 1, 2, 3, 17, 4, 5, 33, 49, 6, 18, 65, 81, 7, 97, 113, 19, 34, 50, 129, 8, 20, 66, 145, 161, 177, 193, 9, 35,
        51, 82, 240, 21, 98, 114, 209, 10, 22, 36, 52, 225, 37, 241, 23, 24, 25, 26, 38, 39, 40, 41, 42, 53, 54, 55,
        56, 57, 58, 67, 68, 69, 70, 71, 72, 73, 74, 83, 84, 85, 86, 87, 88, 89, 90, 99, 100, 101, 102, 103, 104, 105,
        106, 115, 116, 117, 118, 119, 120, 121, 122, 130, 131, 132, 133, 134, 135, 136, 137, 138, 146, 147, 148, 149,
        150, 151, 152, 153, 154, 162, 163, 164, 165, 166, 167, 168, 169, 170, 178, 179, 180, 181, 182, 183, 184, 185,
        186, 194, 195, 196, 197, 198, 199, 200, 201, 202, 210, 211, 212, 213, 214, 215, 216, 217, 218, 226, 227, 228,
        229, 230, 231, 232, 233, 234, 242, 243, 244, 245, 246, 247, 248, 249, 250,
    ],
);

/// For quality 50, row-major.
const LUMA_QUANT: [u8; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMA_QUANT: [u8; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99,
];
