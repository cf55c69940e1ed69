//! Mean and spread of each channel of a block, gathered piece by piece without losing digits to a large mean.

use crate::linalg::simd::{LANES, Lanes};

/// Places that are summed at a time: they stay in first-level cache for the second look.
const PIECE: usize = 64 * LANES;

/// Count, mean, and sum of squared distances from the mean, of each of sixteen channels.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Moments {
    pub count: f64,
    pub mean: [f64; LANES],
    pub squares: [f64; LANES],
}

impl Moments {
    /// Adds the numbers of places (places, 16).
    ///
    /// # Safety
    /// The processor has the instructions of `V`.
    #[inline(always)]
    pub(super) unsafe fn add<V: Lanes>(&mut self, places: &[f32]) {
        for piece in places.chunks(PIECE) {
            let count = (piece.len() / LANES) as f32;
            // SAFETY: the caller's promise; the pieces are whole places.
            let (mean, squares) = unsafe {
                let mut sums = [V::splat(0.0); 4];
                for (i, place) in piece.chunks_exact(LANES).enumerate() {
                    sums[i % 4] = sums[i % 4].add(V::load(place.as_ptr()));
                }
                let center = sums[0].add(sums[1]).add(sums[2].add(sums[3])).mul(V::splat(1.0 / count));
                let mut squares = [V::splat(0.0); 4];
                let mut rest = [V::splat(0.0); 4];
                for (i, place) in piece.chunks_exact(LANES).enumerate() {
                    let off = V::load(place.as_ptr()).sub(center);
                    squares[i % 4] = squares[i % 4].fma(off, off);
                    rest[i % 4] = rest[i % 4].add(off);
                }
                let mut lanes = [[0.0_f32; LANES]; 3];
                center.store(lanes[0].as_mut_ptr());
                squares[0].add(squares[1]).add(squares[2].add(squares[3])).store(lanes[1].as_mut_ptr());
                rest[0].add(rest[1]).add(rest[2].add(rest[3])).store(lanes[2].as_mut_ptr());
                // The center is rounded: what it misses of the true mean is in the rest.
                let missed: [f64; LANES] = std::array::from_fn(|i| f64::from(lanes[2][i]) / f64::from(count));
                let mean: [f64; LANES] = std::array::from_fn(|i| f64::from(lanes[0][i]) + missed[i]);
                let squares: [f64; LANES] = std::array::from_fn(|i| {
                    let squares = f64::from(lanes[1][i]) - f64::from(count) * missed[i] * missed[i];
                    if squares < 0.0 { 0.0 } else { squares }
                });
                (mean, squares)
            };
            self.join(&Self { count: f64::from(count), mean, squares });
        }
    }

    /// Chan, Golub and LeVeque 1979.
    #[inline(always)]
    fn join(&mut self, other: &Self) {
        let count = self.count + other.count;
        if count == 0.0 {
            return;
        }
        let share = other.count / count;
        for i in 0..LANES {
            let apart = other.mean[i] - self.mean[i];
            self.mean[i] += apart * share;
            self.squares[i] += other.squares[i] + apart * apart * self.count * share;
        }
        self.count = count;
    }

    /// The moments of each block, from those of parts in their order.
    pub(super) fn merge(parts: Vec<Vec<Self>>) -> Vec<Self> {
        let mut parts = parts.into_iter();
        let mut whole = parts.next().unwrap_or_default();
        for part in parts {
            for (whole, part) in whole.iter_mut().zip(&part) {
                whole.join(part);
            }
        }
        whole
    }
}
