//! Why an image is where it is.

use crate::ids::ImageId;
use crate::session::SessionError;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::source::Known;
use crate::session::protocol::Evidence;

/// Why an image is where it is: what the run thought, and what people said of it beside its cluster.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WhyHere(pub ImageId);

impl Question for WhyHere {
    type Answer = Evidence;
    const DEPENDS_ON: DependsOn = DependsOn::Labels;

    fn answer(&self, known: &Known<'_>) -> Result<Evidence, SessionError> {
        let (rejected, links) = known.source.said.of_image(self.0);
        Ok(Evidence { rejected, links, ..known.run()?.evidence.of(self.0, &known.source.snapshot) })
    }

    fn bytes(evidence: &Evidence) -> usize {
        64 * (evidence.neighbors.len() + evidence.top.len()) + 512
    }
}
