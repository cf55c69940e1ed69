//! The image operators that views are made of, on small 8-bit RGB pictures, as Pillow computes them: same grey formula,
//! same rounding after each operator, so that a run sees what a run of a Pillow pipeline sees.
//!
//! Nothing here is random: what is drawn, and in which order, is decided by `views`. A [`Canvas`] keeps its buffers, so
//! that a thread allocates once and not once an image, and holds a picture as three planes, so that the loops over pixels
//! become vector instructions.

mod color;
mod geometry;
mod planes;
mod resample;
mod taps;

#[cfg(test)]
mod tests;

pub(super) use planes::wide;
pub use resample::{Rect, Resampler};

/// A picture that operators change in place, with a second buffer for those that can not work in place.
#[derive(Clone, Debug, Default)]
pub struct Canvas {
    width: usize,
    height: usize,
    /// 3 x height x width; of no meaning while `is_packed`.
    planes: Vec<u8>,
    spare: Vec<u8>,
    /// height x width x 3, as it came from outside or goes there.
    packed: Vec<u8>,
    is_packed: bool,
    /// Pixels as numbers, for operators that fetch them one by one.
    pixels: Vec<u32>,
    /// Sums of three pixels one above the other.
    columns: Vec<u16>,
}

impl Canvas {
    /// Makes the canvas `width` x `height` pixels and gives its bytes, height x width x 3, to be filled; what they hold
    /// before is of no meaning.
    pub fn reset(&mut self, width: usize, height: usize) -> &mut [u8] {
        (self.width, self.height, self.is_packed) = (width, height, true);
        self.packed.resize(width * height * 3, 0);
        &mut self.packed
    }

    /// As [`Canvas::reset`], but the bytes are planes, 3 x height x width.
    pub fn reset_planes(&mut self, width: usize, height: usize) -> &mut [u8] {
        (self.width, self.height, self.is_packed) = (width, height, false);
        self.planes.resize(width * height * 3, 0);
        &mut self.planes
    }

    /// 3 x height x width.
    pub fn planes(&mut self) -> &[u8] {
        self.unpack();
        &self.planes
    }

    /// height x width x 3, row-major.
    pub fn rgb(&mut self) -> &[u8] {
        if !self.is_packed {
            self.packed.resize(self.planes.len(), 0);
            planes::pack(&self.planes, &mut self.packed);
        }
        &self.packed
    }

    fn unpack(&mut self) {
        if std::mem::take(&mut self.is_packed) {
            self.planes.resize(self.packed.len(), 0);
            planes::unpack(&self.packed, &mut self.planes);
        }
    }

    /// Applies an operator.
    pub fn apply(&mut self, op: Op) {
        self.unpack();
        match op {
            Op::Identity => (),
            Op::AutoContrast => self.autocontrast(),
            Op::Equalize => self.equalize(),
            Op::Rotate(degrees) => self.rotate(degrees),
            Op::Solarize(threshold) => self.solarize(threshold),
            Op::Color(factor) => self.color(factor),
            Op::Contrast(factor) => self.contrast(factor),
            Op::Brightness(factor) => self.mix(0, factor),
            Op::Sharpness(factor) => self.sharpness(factor),
            Op::ShearX(slope) => self.affine([1.0, slope, 0.0, 0.0, 1.0, 0.0]),
            Op::ShearY(slope) => self.affine([1.0, 0.0, 0.0, slope, 1.0, 0.0]),
            Op::TranslateX(share) => self.affine([1.0, 0.0, share * self.width as f64, 0.0, 1.0, 0.0]),
            Op::TranslateY(share) => self.affine([1.0, 0.0, 0.0, 0.0, 1.0, share * self.height as f64]),
            Op::Posterize(bits) => self.posterize(bits),
            Op::Invert => self.map_levels(|v| 255 - v),
            Op::Grayscale => self.grayscale(),
            Op::Hue(turn) => self.hue(turn),
            Op::FlipHorizontal => self.flip_horizontal(),
        }
    }
}

/// One operator with its magnitude.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    /// Changes nothing.
    Identity,
    /// Each channel stretched to 0..=255.
    AutoContrast,
    /// Each channel's histogram made flat.
    Equalize,
    /// Counter-clockwise about the centre, in degrees; nearest pixels, black outside.
    Rotate(f64),
    /// Levels from this one on are inverted; 256 changes nothing.
    Solarize(u32),
    /// Saturation: 0 is grey, 1 the picture, above is stronger.
    Color(f32),
    /// 0 is a flat grey of the mean level, 1 the picture.
    Contrast(f32),
    /// 0 is black, 1 the picture.
    Brightness(f32),
    /// 0 is a smoothed picture, 1 the picture.
    Sharpness(f32),
    /// Columns shifted by this much a row.
    ShearX(f64),
    /// Rows shifted by this much a column.
    ShearY(f64),
    /// To the left, as a share of the width.
    TranslateX(f64),
    /// Upwards, as a share of the height.
    TranslateY(f64),
    /// Only the highest bits of each level are kept, 0 to 8.
    Posterize(u32),
    /// Inverts: 255 - level.
    Invert,
    /// Luma in all channels.
    Grayscale,
    /// Hue turned by this share of the circle, -0.5 to 0.5.
    Hue(f64),
    /// Left and right changed over.
    FlipHorizontal,
}

/// Sets a square of `side / 2 * 2` pixels about (`x`, `y`), as far as it lies within, of a normalised (3, size, size)
/// picture to zero, which is the mean colour (DeVries and Taylor 2017).
pub fn cutout(chw: &mut [f32], size: usize, (x, y): (usize, usize), side: usize) {
    let span = |centre: usize| centre.saturating_sub(side / 2)..(centre + side / 2).min(size);
    for plane in chw.chunks_exact_mut(size * size) {
        for row in span(y) {
            plane[row * size..][span(x)].fill(0.0);
        }
    }
}
