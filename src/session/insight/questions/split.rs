//! Which parts a cluster has.

use crate::ids::{ClusterId, ImageId};
use crate::session::SessionError;
use crate::session::insight::curating::{self, Part};
use crate::session::insight::naming;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::source::Known;

/// Parts that a cluster could be split into, largest first: `n`, or fewer where there is less to tell apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartsOf {
    pub cluster: ClusterId,
    pub n: usize,
}

impl Question for PartsOf {
    type Answer = Vec<Part>;
    const DEPENDS_ON: DependsOn = DependsOn::Labels;
    const IS_SLOW: bool = true;
    const URGENCY: u8 = 2;

    fn answer(&self, known: &Known<'_>) -> Result<Vec<Part>, SessionError> {
        let run = known.run()?;
        let cluster = known.cluster(self.cluster)?;
        let mut parts = curating::split(&run.evidence, cluster, self.n, known.seed(), &known.source.cancel)?;
        let members: Vec<&[ImageId]> = parts.iter().map(|part| part.members.as_slice()).collect();
        let names = naming::of_parts(&known.source.snapshot, &members);
        parts.iter_mut().zip(names).for_each(|(part, names)| part.names = names);
        Ok(parts)
    }

    fn bytes(parts: &Vec<Part>) -> usize {
        parts.iter().map(|part| 4 * part.members.len() + 64).sum()
    }
}
