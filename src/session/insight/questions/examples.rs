//! Which members show what a cluster is.

use crate::ids::ClusterId;
use crate::session::SessionError;
use crate::session::insight::evidence::{Examples, examples_by_confidence};
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::source::Known;

/// The most and the least typical members of a cluster, at most `n` of each. Before there is a run, or without its files, the
/// order of the members stands in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExamplesOf {
    pub cluster: ClusterId,
    pub n: usize,
}

impl Question for ExamplesOf {
    type Answer = Examples;
    const DEPENDS_ON: DependsOn = DependsOn::Labels;

    fn answer(&self, known: &Known<'_>) -> Result<Examples, SessionError> {
        let members = &known.cluster(self.cluster)?.members;
        Ok(match known.run() {
            Ok(run) => run.evidence.examples(members, self.n),
            Err(_) => examples_by_confidence(members, self.n),
        })
    }

    fn bytes(examples: &Examples) -> usize {
        4 * (examples.prototypes.len() + examples.borderlines.len()) + 64
    }
}
