//! From raw rows, a function of each image alone, to unit rows in which nearness means likeness within one folder.
//!
//! A raw row is made of blocks, of one stage of a network or of colours. Each block is centred over the folder: what all
//! images share says nothing about which are alike, and would make every cosine close to 1. Then each image's block is
//! made a unit one, so that a block counts by its weight, not by its units.

/// A stretch of a raw row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// Number of columns.
    pub width: usize,
    /// What a unit block is multiplied by.
    pub weight: f32,
    /// Numbers are divided by their standard deviation over the folder first: where each has units of its own.
    pub is_standardised: bool,
}

/// Numbers of a row made of these blocks.
#[must_use]
pub fn width(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.width).sum()
}

/// Blocks of a part that counts by `weight` beside others, whatever its own blocks weigh.
#[must_use]
pub fn weighted(blocks: &[Block], weight: f32) -> Vec<Block> {
    let length = blocks.iter().map(|block| block.weight.powi(2)).sum::<f32>().sqrt();
    let by = weight / length.max(f32::MIN_POSITIVE);
    blocks.iter().map(|block| Block { weight: block.weight * by, ..*block }).collect()
}

/// Rows of the same images side by side; each part is (n, d) and its d.
///
/// # Panics
/// If they are not of as many images.
#[must_use]
pub fn side_by_side(parts: &[(&[f32], usize)]) -> Vec<f32> {
    let n = parts.first().map_or(0, |(raw, d)| raw.len() / (*d).max(1));
    assert!(parts.iter().all(|(raw, d)| raw.len() == n * d), "the same images in each part");
    (0..n).flat_map(|i| parts.iter().flat_map(move |(raw, d)| &raw[i * d..(i + 1) * d])).copied().collect()
}

/// What the raw rows of one folder have in common: it is taken out of each, and out of those of pictures from elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Centring {
    blocks: Vec<Block>,
    mean: Vec<f64>,
    /// What a number is multiplied by once it is centred.
    scale: Vec<f64>,
}

impl Centring {
    /// Of raw rows (n, d), d being the sum of the blocks' widths.
    ///
    /// # Panics
    /// If `raw` does not hold whole rows.
    #[must_use]
    pub fn of(raw: &[f32], blocks: &[Block]) -> Self {
        let d = width(blocks);
        let n = raw.len().checked_div(d).unwrap_or(0);
        assert_eq!(raw.len(), n * d, "whole rows of {d} numbers");
        let (mut sums, mut squares) = (vec![0.0_f64; d], vec![0.0_f64; d]);
        for row in raw.chunks_exact(d.max(1)) {
            for ((sum, square), x) in sums.iter_mut().zip(&mut squares).zip(row) {
                *sum += f64::from(*x);
                *square += f64::from(*x).powi(2);
            }
        }
        let count = n.max(1) as f64;
        let mean: Vec<f64> = sums.iter().map(|sum| sum / count).collect();
        let deviation = |at: usize| (squares[at] / count - mean[at] * mean[at]).max(0.0).sqrt();
        let scale = blocks
            .iter()
            .scan(0, |start, block| {
                let range = *start..*start + block.width;
                *start = range.end;
                // A number that never changes says nothing; it must not be blown up either.
                let of = move |at: usize| if block.is_standardised { 1.0 / deviation(at).max(1e-6) } else { 1.0 };
                Some(range.map(of).collect::<Vec<_>>())
            })
            .flatten()
            .collect();
        Self { blocks: blocks.to_vec(), mean, scale }
    }

    /// The unit row of a raw one; one that is like the mean in every block becomes zeros.
    #[must_use]
    pub fn unit_row(&self, raw: &[f32]) -> Vec<f32> {
        let of = |at: usize| (f64::from(raw[at]) - self.mean[at]) * self.scale[at];
        let own: Vec<f64> = (0..self.mean.len()).map(of).collect();
        let mut start = 0;
        let mut weighted = Vec::with_capacity(own.len());
        for block in &self.blocks {
            let part = &own[start..start + block.width];
            let by = f64::from(block.weight) / length(part);
            weighted.extend(part.iter().map(|x| x * by));
            start += block.width;
        }
        let by = 1.0 / length(&weighted);
        weighted.iter().map(|x| (x * by) as f32).collect()
    }
}

/// Unit rows (n, d) of raw ones (n, d), d being the sum of the blocks' widths. Rows that are like the mean in every block
/// become zeros.
///
/// # Panics
/// If `raw` does not hold whole rows.
#[must_use]
pub fn combine(raw: &[f32], blocks: &[Block]) -> Vec<f32> {
    let centring = Centring::of(raw, blocks);
    raw.chunks_exact(width(blocks).max(1)).flat_map(|row| centring.unit_row(row)).collect()
}

/// 1 for what is next to nothing, so that it stays that.
fn length(row: &[f64]) -> f64 {
    let length = row.iter().map(|x| x * x).sum::<f64>().sqrt();
    if length > 1e-9 { length } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCKS: [Block; 2] = [
        Block { width: 2, weight: 1.0, is_standardised: false },
        Block { width: 1, weight: 0.5, is_standardised: true },
    ];

    #[test]
    fn blocks_count_by_their_weights_whatever_their_units() {
        let raw = [9.0, 5.0, 100.0, 11.0, 5.0, 300.0, 10.0, 5.0, 200.0];
        let rows = combine(&raw, &BLOCKS);
        let (one, half) = (1.0 / 1.25_f32.sqrt(), 0.5 / 1.25_f32.sqrt());
        for (x, expected) in rows.iter().zip([-one, 0.0, -half, one, 0.0, half, 0.0, 0.0, 0.0]) {
            assert!((x - expected).abs() < 1e-5, "{rows:?}");
        }
        let thousandfold: Vec<f32> = raw.iter().map(|x| x * 1000.0).collect();
        assert!(combine(&thousandfold, &BLOCKS).iter().zip(&rows).all(|(a, b)| (a - b).abs() < 1e-4));
    }

    #[test]
    fn a_picture_from_elsewhere_is_centred_as_the_folder_is() {
        let raw = [9.0, 5.0, 100.0, 11.0, 5.0, 300.0, 10.0, 5.0, 200.0];
        let (centring, rows) = (Centring::of(&raw, &BLOCKS), combine(&raw, &BLOCKS));
        assert_eq!(centring.unit_row(&raw[3..6]), rows[3..6]);
        assert_eq!(centring.unit_row(&[11.0, 5.0, 200.0]), [1.0, 0.0, 0.0]);
    }

    #[test]
    fn one_image_and_none_are_no_trouble() {
        assert_eq!(combine(&[3.0, 4.0, 5.0], &BLOCKS), [0.0; 3]);
        assert!(combine(&[], &BLOCKS).is_empty());
    }
}
