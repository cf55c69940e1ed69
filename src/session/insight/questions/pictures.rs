//! Pixels of an image: the small ones that the project keeps, and the original.

use crate::dataset::decode::{Limits, decode};
use crate::dataset::pixels::thumbnail_rgb;
use crate::ids::ImageId;
use crate::session::SessionError;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::source::Known;
use crate::session::protocol::Pixels;
use crate::strings::{Told, told};

/// The thumbnail, which fits 256 x 256.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Thumbnail(pub ImageId);

impl Question for Thumbnail {
    type Answer = Pixels;
    const DEPENDS_ON: DependsOn = DependsOn::Content;

    fn answer(&self, known: &Known<'_>) -> Result<Pixels, SessionError> {
        let place = known.image(self.0)?;
        let kept = known.source.packs.read(&place.thumbnail).map_err(|e| SessionError::Words(Told::of(e)))?;
        let thumbnail = thumbnail_rgb(&kept).ok_or_else(|| SessionError::Words(told!("engine-no-thumbnail")))?;
        Ok(pixels(image::DynamicImage::ImageRgb8(thumbnail)))
    }

    fn bytes(pixels: &Pixels) -> usize {
        pixels.rgba.len()
    }
}

/// The original, upright, no side longer than `max_side` pixels; of a stranger's project, which is not read, its thumbnail.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Preview {
    pub image: ImageId,
    pub max_side: u32,
}

impl Question for Preview {
    type Answer = Pixels;
    const DEPENDS_ON: DependsOn = DependsOn::Content;

    fn answer(&self, known: &Known<'_>) -> Result<Pixels, SessionError> {
        if known.source.snapshot.is_stranger {
            return Thumbnail(self.image).answer(known);
        }
        let path = known.file(self.image)?;
        let rgb = decode(&path, &Limits::here(), known.budget, &known.source.cancel)
            .map_err(|reason| SessionError::Words(Told::of(reason)))?;
        let largest = rgb.width().max(rgb.height());
        let whole = image::DynamicImage::ImageRgb8(rgb);
        Ok(pixels(if largest > self.max_side { whole.thumbnail(self.max_side, self.max_side) } else { whole }))
    }

    fn bytes(pixels: &Pixels) -> usize {
        pixels.rgba.len()
    }
}

fn pixels(image: image::DynamicImage) -> Pixels {
    let rgba = image.into_rgba8();
    Pixels { width: rgba.width(), height: rgba.height(), rgba: rgba.into_raw() }
}
