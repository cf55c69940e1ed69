//! A few pixels in as few bytes as can be had at once, bit for bit: what a project keeps of small pictures.
//!
//! Each channel (green, then red and blue less green) is foretold from its neighbours to the left and above, as in JPEG-LS
//! (ITU-T T.87); what that misses is written as Rice codes, whose parameter follows what was missed near by. PNG takes two
//! fifths more for photos of 64 pixels.
//!
//! A piece begins with [`MAGIC`], width and height. Damage is not looked for: whoever keeps pieces keeps checksums.

#![expect(clippy::inline_always, reason = "a step is taken for each of thousands of values of each picture")]

use super::pixels::TILE_SIDE;

/// What a piece begins with: neither a JPEG nor a PNG does.
const MAGIC: [u8; 4] = *b"GLP\x01";
const HEADER: usize = MAGIC.len() + 4;
/// No side is longer: a training tile's is twice its short one at most.
const MOST_SIDE: u32 = 2 * TILE_SIDE;
/// So many ones say that the code is too long, and the number follows as it is.
const ESCAPE: u32 = 20;
/// Kinds of surroundings, by how much was missed there.
const KINDS: usize = 20;
/// How long a kind's mean remembers, as a power of two.
const MEMORY: u32 = 4;

/// Pixels of width x height x 3 bytes, row-major, in fewer bytes than `most`; None if there is no room for them, or a side
/// is 0 or too long.
pub fn pack(width: u32, height: u32, rgb: &[u8], most: usize) -> Option<Vec<u8>> {
    if !has_room(width, height) || rgb.len() != (width * height * 3) as usize {
        return None;
    }
    let mut bytes = Vec::with_capacity(HEADER + rgb.len() + 16);
    bytes.extend(MAGIC);
    bytes.extend((width as u16).to_le_bytes());
    bytes.extend((height as u16).to_le_bytes());
    let mut writer = Writer { bytes, bits: 0, n: 0, most };
    let is_fewer = walk(&mut writer, width as usize, &mut rgb.to_vec());
    let bytes = writer.end();
    (is_fewer && bytes.len() < most).then_some(bytes)
}

/// Width and height of a piece; None if it is none.
pub fn sides(bytes: &[u8]) -> Option<(u32, u32)> {
    let [width, wide, height, high, ..] = *bytes.strip_prefix(&MAGIC)? else { return None };
    let (width, height) = (u16::from_le_bytes([width, wide]).into(), u16::from_le_bytes([height, high]).into());
    has_room(width, height).then_some((width, height))
}

/// Width, height and pixels of a piece; None if it is none, or ends too early.
pub fn unpack(bytes: &[u8]) -> Option<(u32, u32, Vec<u8>)> {
    let (width, height) = sides(bytes)?;
    let codes = &bytes[HEADER..];
    let mut rgb = vec![0; (width * height * 3) as usize];
    let mut reader = Reader { bytes: codes, bits: 0, n: 0, n_beyond: 0 };
    walk(&mut reader, width as usize, &mut rgb).then_some((width, height, rgb))
}

/// Whether a piece can have such sides.
pub(super) fn has_room(width: u32, height: u32) -> bool {
    (1..=MOST_SIDE).contains(&width) && (1..=MOST_SIDE).contains(&height)
}

/// One end of the codes.
trait Coder {
    /// Writes what was missed, or reads it whatever is given.
    fn code(&mut self, given: u8, parameter: u32) -> u8;
    /// Whether there is room for more, or there was as much as was read.
    fn goes_on(&self) -> bool;
}

/// What was seen of one channel: values and how much was missed, of the row above and of this one, with a margin.
struct Channel {
    above: Vec<(i16, u16)>,
    here: Vec<(i16, u16)>,
    /// Means by the kind of surroundings, times 2^[`MEMORY`].
    means: [u32; KINDS],
}

impl Channel {
    fn new(width: usize) -> Self {
        // As much is missed as around: a third of it, with its weights, and twice that for the sign.
        let means = std::array::from_fn(|kind| ((2 + kind as u32 % 2) << (kind as u32 / 2 + MEMORY)) / 8);
        Self { above: vec![(0, 0); width + 2], here: vec![(0, 0); width + 2], means }
    }

    /// Codes the value at `x`; `beside` is what another channel missed there, `base` what of the byte is not this channel's.
    #[inline(always)]
    fn step(&mut self, coder: &mut impl Coder, x: usize, byte: u8, base: i16, beside: u16) -> (u8, u16) {
        let (left, corner, above, next) = (self.here[x], self.above[x], self.above[x + 1], self.above[x + 2]);
        let expected = expected(left.0, above.0, corner.0);
        let around = 2 * (left.1 + above.1) + corner.1 + next.1;
        let around = (3 * around + 6 * beside) / 4;
        // In half powers of two.
        let (around, log) = (u32::from(around) + 1, (around + 1).ilog2());
        let kind = (2 * log + (around << 1 >> log & 1)) as usize;
        let mean = &mut self.means[kind.min(KINDS - 1)];
        // The bits of half the mean: less than textbooks say packs photos best.
        let parameter = (32 - (*mean >> (MEMORY + 1)).leading_zeros()).min(7);
        let missed = byte.wrapping_sub((expected + base) as u8) as i8;
        let folded = coder.code(((missed << 1) ^ (missed >> 7)) as u8, parameter);
        let missed = ((folded >> 1) as i8) ^ -((folded & 1) as i8);
        *mean = *mean + u32::from(folded) - (*mean >> MEMORY);
        let byte = (expected + base).wrapping_add(i16::from(missed)) as u8;
        let missed = u16::from(missed.unsigned_abs());
        self.here[x + 1] = (i16::from(byte) - base, missed);
        (byte, missed)
    }

    fn next_row(&mut self, width: usize) {
        self.here[width + 1] = self.here[width];
        std::mem::swap(&mut self.above, &mut self.here);
        // Left of a row is what begins the one above.
        self.here[0] = self.above[1];
    }
}

/// What a value is expected to be after those to the left, above, and above to the left.
#[inline(always)]
fn expected(left: i16, above: i16, corner: i16) -> i16 {
    (left + above - corner).clamp(left.min(above), left.max(above))
}

/// Takes all pixels through a coder, in order; false if it did not go on to the end.
fn walk(coder: &mut impl Coder, width: usize, rgb: &mut [u8]) -> bool {
    let [mut green, mut red, mut blue] = std::array::from_fn(|_| Channel::new(width));
    for row in rgb.chunks_exact_mut(3 * width) {
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let (g, missed) = green.step(coder, x, pixel[1], 0, 0);
            let (r, also) = red.step(coder, x, pixel[0], i16::from(g), missed);
            let (b, _) = blue.step(coder, x, pixel[2], i16::from(g), missed.midpoint(also));
            pixel.copy_from_slice(&[r, g, b]);
        }
        if !coder.goes_on() {
            return false;
        }
        for channel in [&mut green, &mut red, &mut blue] {
            channel.next_row(width);
        }
    }
    true
}

struct Writer {
    bytes: Vec<u8>,
    /// Those that do not fill a byte yet are the lowest.
    bits: u64,
    n: u32,
    most: usize,
}

impl Writer {
    #[inline(always)]
    fn put(&mut self, bits: u64, n: u32) {
        self.bits = self.bits << n | bits;
        self.n += n;
        if self.n >= 32 {
            self.n -= 32;
            self.bytes.extend_from_slice(&((self.bits >> self.n) as u32).to_be_bytes());
        }
    }

    fn end(mut self) -> Vec<u8> {
        while self.n > 0 {
            let n = self.n.min(8);
            self.n -= n;
            self.bytes.push(((self.bits >> self.n) << (8 - n)) as u8);
        }
        self.bytes
    }
}

impl Coder for Writer {
    #[inline(always)]
    fn code(&mut self, given: u8, parameter: u32) -> u8 {
        let given_bits = u64::from(given);
        let ones = (given >> parameter) as u32;
        if ones < ESCAPE {
            let low = given_bits & ((1 << parameter) - 1);
            self.put(((1 << ones) - 1) << (parameter + 1) | low, ones + 1 + parameter);
        } else {
            self.put(((1 << ESCAPE) - 1) << 8 | given_bits, ESCAPE + 8);
        }
        given
    }

    fn goes_on(&self) -> bool {
        self.bytes.len() < self.most
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    /// The next ones are the highest.
    bits: u64,
    n: u32,
    /// Bytes that were asked for and are not there.
    n_beyond: usize,
}

impl Reader<'_> {
    #[inline(always)]
    fn fill(&mut self) {
        if let Some((four, rest)) = self.bytes.split_first_chunk::<4>() {
            self.bits |= u64::from(u32::from_be_bytes(*four)) << (32 - self.n);
            self.n += 32;
            self.bytes = rest;
            return;
        }
        while self.n <= 32 {
            let byte = self.bytes.split_off_first().copied().unwrap_or_else(|| {
                self.n_beyond += 1;
                0
            });
            self.bits |= u64::from(byte) << (56 - self.n);
            self.n += 8;
        }
    }

    #[inline(always)]
    fn take(&mut self, n: u32) -> u64 {
        let bits = self.bits >> 1 >> (63 - n);
        self.bits <<= n;
        self.n -= n;
        bits
    }
}

impl Coder for Reader<'_> {
    #[inline(always)]
    fn code(&mut self, _: u8, parameter: u32) -> u8 {
        if self.n <= 32 {
            self.fill();
        }
        let ones = self.bits.leading_ones();
        if ones < ESCAPE {
            self.take(ones + 1);
            (u64::from(ones) << parameter | self.take(parameter)) as u8
        } else {
            self.take(ESCAPE);
            self.take(8) as u8
        }
    }

    fn goes_on(&self) -> bool {
        // The reader looks ahead by less than this.
        self.n_beyond <= 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Rng;

    /// Waves with some noise, or noise alone.
    fn pixels(seed: u64, width: u32, height: u32) -> Vec<u8> {
        let mut rng = Rng::from_key(&[seed]);
        let noise = [0, 2, 30, 256][seed as usize % 4];
        let mut level = |x: u32, y: u32, c: u32| {
            let wave = 127.0 + 127.0 * f64::from(x * (c + 1) + y * 2 * (seed as u32 % 7)).mul_add(0.05, 0.3).sin();
            (wave as u64 + rng.below(noise + 1) as u64) as u8
        };
        let at = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        at.flat_map(|(x, y)| [0, 1, 2].map(|c| level(x, y, c))).collect()
    }

    #[test]
    fn pixels_come_back_bit_for_bit() {
        let sides = [(1, 1), (1, 128), (128, 1), (2, 3), (32, 32), (85, 64), (64, 64), (128, 128)];
        for (seed, (width, height)) in (0..).zip(sides.into_iter().cycle().take(40)) {
            let rgb = pixels(seed, width, height);
            let packed = pack(width, height, &rgb, usize::MAX).expect("room");
            assert!(is_within(&packed, &rgb), "{} of {}", packed.len(), rgb.len());
            assert_eq!(super::sides(&packed), Some((width, height)));
            assert_eq!(unpack(&packed), Some((width, height, rgb)), "{seed}: {width} x {height}");
        }
        // All that differs by most.
        let board: Vec<u8> = (0..64 * 64).flat_map(|i| [[0, 255, 0], [255, 0, 255]][(i + i / 64) % 2]).collect();
        let packed = pack(64, 64, &board, usize::MAX).expect("room");
        assert_eq!(unpack(&packed), Some((64, 64, board)));
    }

    /// Noise costs little more than the noise.
    fn is_within(packed: &[u8], rgb: &[u8]) -> bool {
        packed.len() <= HEADER + 8 + rgb.len() * 5 / 4
    }

    #[test]
    fn a_photo_takes_half_and_noise_is_left_alone() {
        let photo = image::load_from_memory(include_bytes!("../../tests/data/jpeg/half_colour.jpg")).expect("a photo");
        let photo = photo.thumbnail_exact(64, 64).into_rgb8();
        let packed = pack(64, 64, &photo, photo.len()).expect("fewer");
        assert!(packed.len() * 10 <= photo.len() * 7, "{} of {}", packed.len(), photo.len());
        assert_eq!(pack(64, 64, &pixels(3, 64, 64), 64 * 64 * 3), None);
        let flat = pack(64, 64, &[200; 64 * 64 * 3], 9999).expect("fewer");
        assert!(flat.len() < 1700, "{}", flat.len());
    }

    #[test]
    fn what_is_damaged_or_strange_is_none_or_other_pixels_and_no_more() {
        assert_eq!(pack(0, 4, &[], 99), None);
        assert_eq!(pack(129, 1, &[0; 129 * 3], 9999), None);
        assert_eq!(pack(2, 2, &[0; 11], 99), None);
        let packed = pack(40, 30, &pixels(1, 40, 30), usize::MAX).expect("room");
        for length in 0..packed.len() - 16 {
            assert_eq!(unpack(&packed[..length]), None, "{length}");
        }
        for at in 0..packed.len() {
            let mut other = packed.clone();
            other[at] ^= 0x5a;
            if let Some((width, height, rgb)) = unpack(&other) {
                assert_eq!(rgb.len(), (width * height * 3) as usize);
            }
        }
        assert_eq!(unpack(b"GLP\x01\xff\xff\xff\xff and more"), None);
        let mut rng = Rng::from_key(&[7]);
        for n in 0..200 {
            let noise = (0..n * 10).map(|_| rng.next_u64() as u8);
            let bytes: Vec<u8> = MAGIC.into_iter().chain([50, 0, 50, 0]).chain(noise).collect();
            assert!(unpack(&bytes).is_none_or(|(.., rgb)| rgb.len() == 7500));
        }
    }
}
