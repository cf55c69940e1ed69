//! What a person should look at next.

use crate::ids::ImageId;
use crate::session::SessionError;
use crate::session::insight::curating;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::source::Known;

/// At most `n` images to ask a person about next, most useful first. It is made once for each `round` of whoever asks, and
/// stays while a person works it off: what was decided meanwhile is still in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReviewQueue {
    pub n: usize,
    pub round: u64,
}

impl Question for ReviewQueue {
    type Answer = Vec<ImageId>;
    const DEPENDS_ON: DependsOn = DependsOn::Run;
    const IS_SLOW: bool = true;
    const URGENCY: u8 = 2;

    fn answer(&self, known: &Known<'_>) -> Result<Vec<ImageId>, SessionError> {
        let run = known.run()?;
        Ok(curating::queue(&run.evidence, &known.source.snapshot, self.n, &known.source.cancel)?)
    }

    fn bytes(images: &Vec<ImageId>) -> usize {
        4 * images.len() + 64
    }
}
