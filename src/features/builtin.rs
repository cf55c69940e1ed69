//! The network that comes with the program: EfficientNet-Lite2 at 160 px.
//!
//! Card of `assets/lite2.safetensors`: Google's EfficientNet-Lite2 (Tan and Le 2019, the variant without squeeze and
//! excitation), trained with ImageNet's labels, 282 million multiply-adds an image; weights under Apache-2.0, see NOTICE. A
//! raw row is the mean of the last block over its plane. Tried and left out: the head of 1,280 numbers (no better), the mirror
//! image (.006 of neighbour purity at twice the cost), squashing instead of cropping (loses .07 on clothing), earlier stages
//! and colours (nothing).
//!
//! Its classifier comes with it: [`super::classes`] makes names of what it says.

use super::rows::Block;
use crate::learning::network::lite::{Lite, WIDTH};
use candle_core::Result;

/// Side of the square that it looks at, in pixels.
pub const SIZE: usize = 160;

/// Names the weights and everything that is done before and after: rows of another key are other rows.
pub const KEY: &str = "builtin-2";

/// Parts of a raw row.
pub(super) const BLOCKS: [Block; 1] = [Block { width: N_FEATURES, weight: 1.0, is_standardised: false }];

/// Numbers of a raw row.
pub const N_FEATURES: usize = WIDTH;

const WEIGHTS: &[u8] = include_bytes!("../../assets/lite2.safetensors");

/// The network with its weights.
///
/// # Errors
/// Never, unless the program is damaged.
pub fn network() -> Result<Lite> {
    Lite::read(WEIGHTS)
}
