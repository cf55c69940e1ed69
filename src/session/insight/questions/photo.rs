//! What files tell of their photos beside the pixels.

use crate::dataset::photo::{self, Photo};
use crate::ids::ImageId;
use crate::session::SessionError;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::source::Known;
use crate::session::protocol::Dates;
use crate::strings::Told;

/// What the file of an image tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PhotoOf(pub ImageId);

impl Question for PhotoOf {
    type Answer = Photo;
    const DEPENDS_ON: DependsOn = DependsOn::Content;

    fn answer(&self, known: &Known<'_>) -> Result<Photo, SessionError> {
        photo::read(&known.file(self.0)?).map_err(|error| SessionError::Words(Told::of(error)))
    }

    fn bytes(photo: &Photo) -> usize {
        size_of::<Photo>() + photo.camera.len() + photo.lens.len() + photo.exposure.len()
    }
}

/// When each image was taken. Every file is opened for it once for each `round`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DatesOfAll {
    pub round: u64,
}

impl Question for DatesOfAll {
    type Answer = Dates;
    const DEPENDS_ON: DependsOn = DependsOn::Content;
    const IS_SLOW: bool = true;
    const URGENCY: u8 = 1;

    fn answer(&self, known: &Known<'_>) -> Result<Dates, SessionError> {
        known.check_may_read()?;
        let source = known.source;
        let mut taken = Vec::new();
        for (image, place) in &*source.images {
            if source.cancel.is_cancelled() {
                break;
            }
            taken.extend(photo::read_taken(&place.path.to_path(&source.folder)).map(|moment| (*image, moment)));
        }
        Ok(Dates::new(taken))
    }

    fn bytes(_: &Dates) -> usize {
        0
    }
}
