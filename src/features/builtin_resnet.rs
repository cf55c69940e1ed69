//! The small network that comes with the program: a narrow ResNet-18 for 64 px, pretrained with labels of another data set.
//! It was the first built-in one; `balanced` learns on from it, and where it fits a folder better its rows are taken.
//!
//! Card of `assets/backbone.safetensors`: ResNet-18, width 32, 3x3 stem with stride 2, 2.9 MB with 8-bit weights, trained
//! for Gleaner on 96,000 images of Tiny ImageNet with their labels in 48 minutes on two cores (51.9 % top-1 on 4,000 held
//! out). Those images are for research use; none of them is in the weights.
//!
//! A row holds what the last two stages see, as mean and standard deviation of each channel over its plane, averaged over
//! the image and its mirror image, and moments of its colours. k-means accuracy / share of the 10 nearest neighbours that
//! are of the same class, the first 200 to 300 images a class (a trial in another language before this was written):
//!
//! | rows | scenes | clothing | CIFAR-10 test | Medical-MNIST |
//! |---|---|---|---|---|
//! | 16 x 16 pixels, centred | .377 / .412 | .244 / .291 | .228 / .245 | .736 / .976 |
//! | colour histogram | .388 / .432 | .213 / .196 | .208 / .213 | .683 / .867 |
//! | last stage, mean | .680 / .743 | .378 / .435 | .454 / .463 | .993 / .993 |
//! | the same at 96 px | .724 / .764 | .345 / .388 | .322 / .359 | .989 / .995 |
//! | last stage, whitened | .756 / .724 | .392 / .437 | .451 / .461 | .978 / .992 |
//! | last stage, mean and deviation, centred | .787 / .752 | .399 / .456 | .455 / .485 | .985 / .994 |
//! | with the stage before at 0.3 | .793 / .756 | .394 / .458 | .444 / .484 | .985 / .994 |
//! | with colours at 0.2 | .791 / .754 | .397 / .454 | .466 / .486 | .985 / .994 |
//!
//! The weights were half precision at first. Packed to 8 bits (`assets/pack_weights.py`) a row's cosine to what it was is
//! 0.9998, the purity of five folders differs by 0.0003 at most, so that rows of both can be compared.
//!
//! The stage before and the colours are in for folders where fine texture or colour decides, which the last stage forgets.

use super::rows::Block;
use crate::learning::network::Params;
use crate::learning::network::packed::unpacked;
use crate::learning::network::resnet::{Arch, ResNet, Stem};
use candle_core::{Device, Result, Tensor};

/// Side of the square that it looks at, in pixels.
pub const SIZE: usize = 64;

/// Names the weights and everything that is done before and after: rows of another key are other rows.
pub(super) const KEY: &str = "builtin-1";

/// Parts of a raw row: mean and deviation of the last stage, of the one before, and moments of the colours.
pub(super) const BLOCKS: [Block; 5] = [
    Block { width: 256, weight: 1.0, is_standardised: false },
    Block { width: 256, weight: 0.7, is_standardised: false },
    Block { width: 128, weight: 0.3, is_standardised: false },
    Block { width: 128, weight: 0.3, is_standardised: false },
    Block { width: N_COLOURS, weight: 0.2, is_standardised: true },
];

/// Numbers of a raw row.
pub const N_FEATURES: usize = 256 + 256 + 128 + 128 + N_COLOURS;

/// Mean, deviation and skewness of each channel.
pub(super) const N_COLOURS: usize = 9;

const WEIGHTS: &[u8] = include_bytes!("../../assets/backbone.safetensors");

/// The network's form.
pub const NET: ResNet = ResNet { arch: Arch::ResNet18, stem: Stem::Stride2, width: 32 };

/// The network's parameters.
///
/// # Errors
/// If the device has no room.
pub fn params(device: &Device) -> Result<Params> {
    let mut params = Params::new(device);
    NET.add_params(&mut params, 0)?;
    params.load(&unpacked(WEIGHTS)?)?;
    Ok(params)
}

/// Moments of the last stage and the one before, (n, 768).
pub(super) fn seen(params: &Params, images: &Tensor) -> Result<Tensor> {
    let stages = NET.moments(params, images)?;
    Tensor::cat(&[&stages[3], &stages[2]], 1)
}

/// Mean, deviation and the cube root of the third moment of each channel, levels from 0 to 1.
pub(super) fn colours(rgb: &[u8]) -> [f32; N_COLOURS] {
    let n = (rgb.len() / 3).max(1) as f64;
    let mut moments = [0.0; N_COLOURS];
    for c in 0..3 {
        let levels = || rgb.iter().skip(c).step_by(3).map(|&level| f64::from(level) / 255.0);
        let mean = levels().sum::<f64>() / n;
        let about = |power: i32| levels().map(|x| (x - mean).powi(power)).sum::<f64>() / n;
        (moments[c], moments[3 + c], moments[6 + c]) =
            (mean as f32, about(2).max(0.0).sqrt() as f32, about(3).cbrt() as f32);
    }
    moments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_moments() {
        let rgb: Vec<u8> = [[0, 255, 51], [255, 255, 51]].concat();
        let found = colours(&rgb);
        let expected = [0.5, 1.0, 0.2, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{found:?}");
    }
}
