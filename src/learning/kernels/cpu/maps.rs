//! Feature maps as the CPU kernels hold them: channels in blocks of sixteen, a block's sixteen numbers of a place side by
//! side; and the memory under them, which is kept from step to step.
//!
//! No arithmetic. The channels that fill up the last block hold anything.

use crate::linalg::simd::LANES;
use crate::memory::part_of_available;
use parking_lot::Mutex;
use rayon::prelude::*;
use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

/// Bytes that are kept for the next step at most.
static KEPT_BYTES: LazyLock<u64> = LazyLock::new(|| part_of_available(0.5, 8 << 30));
/// Steps between two sizes of memory, as a share of the power of two above: batches differ by an image, and the memory of
/// one is to do for the other.
const STEPS: usize = 16;

/// What is free, the longest idle first.
static KEPT: Mutex<VecDeque<Vec<f32>>> = Mutex::new(VecDeque::new());

/// Floats whose memory goes back to be used again. What a new one holds is unspecified.
pub(crate) struct Buffer {
    held: Vec<f32>,
    len: usize,
}

impl Buffer {
    pub(crate) fn new(len: usize) -> Self {
        let mut kept = KEPT.lock();
        // The smallest that is long enough, unless it is far too long; of equals the last used.
        let fits = |held: &Vec<f32>| held.len() >= len && held.len() / 2 <= len;
        let best = (0..kept.len()).rev().filter(|&i| fits(&kept[i])).min_by_key(|&i| kept[i].len());
        let found = best.and_then(|i| kept.remove(i));
        drop(kept);
        Self { held: found.unwrap_or_else(|| vec![0.0; whole_size(len)]), len }
    }
}

/// Floats of fresh memory for `len` of them.
fn whole_size(len: usize) -> usize {
    len.next_multiple_of((len.next_power_of_two() / STEPS).max(1))
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let mut kept = KEPT.lock();
        kept.push_back(std::mem::take(&mut self.held));
        let bytes = |held: &Vec<f32>| held.len() as u64 * 4;
        let mut total: u64 = kept.iter().map(bytes).sum();
        while total > *KEPT_BYTES {
            total -= kept.pop_front().as_ref().map_or(total, bytes);
        }
    }
}

impl Deref for Buffer {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.held[..self.len]
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.held[..self.len]
    }
}

/// Gives the memory that is kept for a next step back to the system.
pub(crate) fn free_kept() {
    KEPT.lock().clear();
}

/// Maps (n, c, h, w), stored (n, blocks, h, w, 16).
pub(crate) struct Maps {
    pub(crate) n: usize,
    pub(crate) c: usize,
    pub(crate) h: usize,
    pub(crate) w: usize,
    numbers: Buffer,
}

impl Maps {
    /// Maps that hold anything.
    pub(crate) fn new(n: usize, c: usize, h: usize, w: usize) -> Self {
        let numbers = Buffer::new(n * c.div_ceil(LANES) * h * w * LANES);
        Self { n, c, h, w, numbers }
    }

    pub(crate) fn like(other: &Self) -> Self {
        Self::new(other.n, other.c, other.h, other.w)
    }

    /// Blocks of channels.
    pub(crate) fn blocks(&self) -> usize {
        self.c.div_ceil(LANES)
    }

    /// Floats of one block of one image.
    pub(crate) fn plane(&self) -> usize {
        self.h * self.w * LANES
    }

    /// All numbers: (n, blocks, h, w, 16).
    pub(crate) fn numbers(&self) -> &[f32] {
        &self.numbers
    }

    pub(crate) fn numbers_mut(&mut self) -> &mut [f32] {
        &mut self.numbers
    }

    /// From (n, c, h, w), row-major. Channels that fill up are zero.
    pub(crate) fn from_nchw(numbers: &[f32], (n, c, h, w): (usize, usize, usize, usize)) -> Self {
        assert_eq!(numbers.len(), n * c * h * w, "one number a place");
        let mut maps = Self::new(n, c, h, w);
        let (blocks, plane, area) = (maps.blocks(), maps.plane(), h * w);
        if numbers.is_empty() {
            return maps;
        }
        maps.numbers_mut().par_chunks_mut(plane).enumerate().for_each(|(at, block)| {
            let (image, first) = (at / blocks, at % blocks * LANES);
            let n_lanes = LANES.min(c - first);
            if n_lanes < LANES {
                block.fill(0.0);
            }
            for lane in 0..n_lanes {
                let channel = &numbers[(image * c + first + lane) * area..][..area];
                for (to, from) in block[lane..].iter_mut().step_by(LANES).zip(channel) {
                    *to = *from;
                }
            }
        });
        maps
    }

    /// To (n, c, h, w), row-major.
    pub(crate) fn to_nchw(&self) -> Vec<f32> {
        let area = self.h * self.w;
        let mut numbers = vec![0.0; self.n * self.c * area];
        if numbers.is_empty() {
            return numbers;
        }
        numbers.par_chunks_mut(area).enumerate().for_each(|(at, channel)| {
            let (image, c) = (at / self.c, at % self.c);
            let block = &self.numbers[(image * self.blocks() + c / LANES) * self.plane()..][..self.plane()];
            for (to, from) in channel.iter_mut().zip(block[c % LANES..].iter().step_by(LANES)) {
                *to = *from;
            }
        });
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_of_one_image_less_fits_into_the_same_memory() {
        // Of the memory itself nothing can be said: other tests use what is kept.
        for image in [1000, 16_384, 65_536] {
            assert_eq!(whole_size(126 * image), whole_size(125 * image));
            let (more, less) = (Buffer::new(126 * image), Buffer::new(125 * image));
            assert_eq!((more.len(), less.len()), (126 * image, 125 * image));
        }
    }

    #[test]
    fn there_and_back() {
        for shape in [(2, 3, 4, 5), (1, 16, 2, 2), (3, 33, 1, 7), (1, 1, 1, 1), (0, 4, 2, 2)] {
            let (n, c, h, w) = shape;
            let numbers: Vec<f32> = (0..n * c * h * w).map(|i| i as f32).collect();
            assert_eq!(Maps::from_nchw(&numbers, shape).to_nchw(), numbers);
        }
    }
}
