//! Huffman tables made for speed, and the reader of bits that they look into.
//!
//! It knows codes, not blocks. What can not be decoded is `None`.

use super::header::HuffmanSpec;

/// Bits that one look into [`Table::fast`] sees.
pub const FAST_BITS: u32 = 10;
/// Bits that one look into a [`Skips`] sees.
const SKIP_BITS: u32 = 13;
/// What [`Fast::run`] says at the end of a block: beyond any coefficient.
pub const END_OF_BLOCK: u8 = 128;

/// A symbol whose code and value lie within the bits seen: no second look is needed.
#[derive(Clone, Copy, Default)]
pub struct Fast {
    /// The coefficient.
    pub value: i16,
    /// Zeros before it; [`END_OF_BLOCK`] at the end.
    pub run: u8,
    /// Bits of code and value together; 0: this symbol takes the slow way.
    pub bits: u8,
}

/// A Huffman table.
pub struct Table<'a> {
    /// By the next [`FAST_BITS`] bits.
    pub fast: [Fast; 1 << FAST_BITS],
    /// First code of each length (left-aligned to 16 bits), the first code beyond, and the index of its symbol.
    ranges: [(u32, u32, usize); 16],
    symbols: &'a [u8],
}

impl<'a> Table<'a> {
    /// Builds the table; None if the codes do not fit their lengths.
    pub fn new(spec: HuffmanSpec<'a>) -> Option<Self> {
        let mut ranges = [(0, 0, 0); 16];
        let (mut code, mut index) = (0u32, 0);
        for (i, &count) in spec.counts.iter().enumerate() {
            let step = 1u32 << (15 - i);
            let end = code + u32::from(count) * step;
            if end > 1 << 16 {
                return None;
            }
            ranges[i] = (code, end, index);
            index += usize::from(count);
            code = end;
        }
        let mut table = Self { fast: [Fast::default(); 1 << FAST_BITS], ranges, symbols: spec.symbols };
        table.fill_fast();
        Some(table)
    }

    fn fill_fast(&mut self) {
        for length in 1..=FAST_BITS {
            let (begin, _, first) = self.ranges[length as usize - 1];
            let step = 1u32 << (16 - length);
            let count = (self.ranges[length as usize - 1].1 - begin) / step;
            for i in 0..count {
                let symbol = self.symbols[first + i as usize];
                let (run, size) = (symbol >> 4, u32::from(symbol & 15));
                if length + size > FAST_BITS {
                    let at = ((begin + i * step) >> (16 - FAST_BITS)) as usize;
                    let entry = Fast { value: i16::from(symbol), run: length as u8, bits: 0 };
                    self.fast[at..at + (1 << (FAST_BITS - length))].fill(entry);
                    continue;
                }
                let at = ((begin + i * step) >> (16 - FAST_BITS)) as usize;
                let rest = FAST_BITS - length - size;
                for value in 0..1u32 << size {
                    let entry = Fast {
                        value: extend(value, size) as i16,
                        // A run of 16 zeros has no value of its own: 15 zeros and a zero.
                        run: if symbol == 0 { END_OF_BLOCK } else { run },
                        bits: (length + size) as u8,
                    };
                    // A size of 0 with a run below 15 but not 0 ends a block in progressive files only.
                    if size == 0 && run != 0 && run != 15 {
                        continue;
                    }
                    let at = at + ((value << rest) as usize);
                    self.fast[at..at + (1 << rest)].fill(entry);
                }
            }
        }
    }

    /// The symbol at the head of 16 bits, and the bits of its code.
    #[inline(never)]
    fn symbol(&self, window: u32) -> Option<(u8, u8)> {
        self.ranges.iter().zip(1..).find(|((_, end, _), _)| window < *end).and_then(|(&(begin, _, first), length)| {
            let symbol = self.symbols.get(first + ((window - begin) >> (16 - length)) as usize)?;
            Some((*symbol, length))
        })
    }

    /// The difference of a block's mean to the one before. The table's symbols must be sizes, up to 11.
    #[inline(always)]
    pub fn difference(&self, bits: &mut Bits) -> Option<i32> {
        Some(self.next(bits)?.1)
    }

    /// The next coefficient: (zeros before it, value). [`END_OF_BLOCK`] zeros at the end.
    #[inline(always)]
    pub fn next(&self, bits: &mut Bits) -> Option<(usize, i32)> {
        bits.refill();
        let fast = self.fast[bits.peek(FAST_BITS) as usize];
        if fast.bits > 0 {
            bits.skip(u32::from(fast.bits));
            return Some((usize::from(fast.run), i32::from(fast.value)));
        }
        let (symbol, length) =
            if fast.run > 0 { (fast.value as u8, fast.run) } else { self.symbol(bits.peek(16) as u32)? };
        Self::take(bits, symbol, length)
    }

    #[inline(always)]
    fn take(bits: &mut Bits, symbol: u8, length: u8) -> Option<(usize, i32)> {
        bits.skip(u32::from(length));
        match (symbol >> 4, u32::from(symbol & 15)) {
            (0, 0) => Some((usize::from(END_OF_BLOCK), 0)),
            (15, 0) => Some((15, 0)),
            (_, 0) => None,
            (run, size) => Some((usize::from(run), bits.value(size))),
        }
    }
}

/// Signed values are sent as offsets into the range of their size.
#[inline(always)]
fn extend(value: u32, size: u32) -> i32 {
    let is_negative = size > 0 && value >> (size - 1) == 0;
    value as i32 - if is_negative { (1 << size) - 1 } else { 0 }
}

/// How far a look at the next bits leads past coefficients that nobody wants, several at once.
pub struct Skips(Vec<u16>);

impl Skips {
    /// From the table of the coefficients. Takes longer than small pictures are worth.
    pub fn new(table: &Table) -> Self {
        Self((0..1u32 << SKIP_BITS).map(|seen| Self::entry(table, seen)).collect())
    }

    /// Bits in the low byte; coefficients in the high one, plus [`END_OF_BLOCK`] if the block ends there; all ones in
    /// the high byte if not one code was seen whole.
    fn entry(table: &Table, seen: u32) -> u16 {
        let (mut bits, mut coefficients) = (0, 0u16);
        while let Some((symbol, length)) = table.symbol((seen << (16 - SKIP_BITS) << bits) & 0xffff) {
            let (size, length) = (u32::from(symbol & 15), u32::from(length));
            let after = if symbol == 0 { coefficients } else { coefficients + u16::from(symbol >> 4) + 1 };
            if bits + length + size > SKIP_BITS || after > 63 || (size == 0 && !matches!(symbol >> 4, 0 | 15)) {
                break;
            }
            bits += length + size;
            if symbol == 0 {
                return bits as u16 | (after + u16::from(END_OF_BLOCK)) << 8;
            }
            coefficients = after;
        }
        if bits == 0 { 0xff00 } else { bits as u16 | coefficients << 8 }
    }

    /// Passes a block's coefficients from zigzag index `k`, at most 64, on.
    #[inline(always)]
    pub fn pass(&self, table: &Table, bits: &mut Bits, mut k: usize) -> Option<()> {
        let skips: &[u16; 1 << SKIP_BITS] = self.0.as_slice().try_into().ok()?;
        let end = usize::from(END_OF_BLOCK);
        while k < 64 {
            bits.refill();
            for _ in 0..56 / SKIP_BITS {
                let entry = skips[bits.peek(SKIP_BITS) as usize];
                let after = k + usize::from(entry >> 8);
                if after <= 64 || (end..end + 64).contains(&after) {
                    bits.skip(u32::from(entry & 0xff));
                    k = after;
                    if after < 64 {
                        continue;
                    }
                    return Some(());
                }
                // A code could belong to the next block, or is longer than what was seen.
                let (run, _) = table.next(bits)?;
                k += run + 1;
                if k > 64 {
                    return (run == end).then_some(());
                }
                break;
            }
        }
        Some(())
    }
}

/// Reads bits from the high end. Beyond the data there are zeros; [`Bits::is_spent`] tells afterwards.
#[derive(Clone)]
pub struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    buffer: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    /// Reads from `at` on.
    pub fn new(data: &'a [u8], at: usize) -> Self {
        Self { data, at, buffer: 0, count: 0 }
    }

    /// Makes sure of 56 bits.
    #[inline(always)]
    pub fn refill(&mut self) {
        if let Some(Ok(next)) = self.data.get(self.at..self.at + 8).map(<[u8; 8]>::try_from) {
            self.buffer |= u64::from_be_bytes(next) >> self.count;
        }
        self.at += ((63 - self.count) >> 3) as usize;
        self.count |= 0b11_1000;
    }

    /// The next `n` bits, 1 to 16, which stay.
    #[inline(always)]
    pub fn peek(&self, n: u32) -> u64 {
        self.buffer >> (64 - n)
    }

    /// Passes `n` bits of those that were made sure of.
    #[inline(always)]
    pub fn skip(&mut self, n: u32) {
        self.buffer <<= n;
        self.count -= n;
    }

    #[inline(always)]
    fn value(&mut self, size: u32) -> i32 {
        if size == 0 {
            return 0;
        }
        let value = self.peek(size) as u32;
        self.skip(size);
        extend(value, size)
    }

    /// True if the data up to `end` was read to its last byte and not beyond.
    pub fn is_spent(&self, end: usize) -> bool {
        let read = self.at * 8 - self.count as usize;
        read <= end * 8 && read + 8 > end * 8
    }
}
