//! Rows of several kinds side by side: what one of them misses another one may see.
//!
//! It joins what is there; which joins are worth a try is the caller's matter. Measured (`benches/README.md`): the older
//! network's rows at half the weight beside the present one's are at least as good as either on nearly every folder.

use crate::features::rows::{Block, side_by_side, weighted, width};

/// Raw rows of the images of a folder, to be joined.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// (n, the blocks' widths in all)
    pub raw: &'a [f32],
    /// What a row is made of.
    pub blocks: &'a [Block],
    /// What the part as a whole counts, whatever its blocks weigh.
    pub weight: f32,
}

/// Raw rows that are made of those of all parts, and their blocks; [`crate::features::rows::combine`] makes unit rows of
/// them.
///
/// # Panics
/// If the parts do not have the same number of whole rows.
#[must_use]
pub fn join(parts: &[Part<'_>]) -> (Vec<f32>, Vec<Block>) {
    let rows: Vec<(&[f32], usize)> = parts.iter().map(|part| (part.raw, width(part.blocks))).collect();
    let blocks = parts.iter().flat_map(|part| weighted(part.blocks, part.weight));
    (side_by_side(&rows), blocks.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::rows::combine;

    #[test]
    fn parts_count_by_their_weights_whatever_their_blocks_weigh() {
        let block = |weight| Block { width: 1, weight, is_standardised: false };
        let (one, two) = ([1.0, 2.0], [10.0, 5.0, 30.0, 9.0]);
        let parts = [
            Part { raw: &one, blocks: &[block(7.0)], weight: 1.0 },
            Part { raw: &two, blocks: &[block(3.0), block(4.0)], weight: 0.5 },
        ];
        let (raw, blocks) = join(&parts);
        assert_eq!(raw, [1.0, 10.0, 5.0, 2.0, 30.0, 9.0]);
        let length = 1.25_f32.sqrt();
        let expected = [1.0 / length, 0.3 / length, 0.4 / length];
        let rows = combine(&raw, &blocks);
        assert!(rows[3..].iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{rows:?}");
        assert!(rows[..3].iter().zip(expected).all(|(a, b)| (a + b).abs() < 1e-6), "{rows:?}");
    }

    #[test]
    fn nothing_joins_to_nothing() {
        assert_eq!(join(&[]), (Vec::new(), Vec::new()));
        let silent = Part { raw: &[], blocks: &[], weight: 1.0 };
        assert_eq!(join(&[silent]), (Vec::new(), Vec::new()));
    }
}
