//! Which labels could be taken from elsewhere.

use crate::session::SessionError;
use crate::session::insight::evaluation::TrueLabels;
use crate::session::insight::labelling::Proposal;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::source::Known;

/// Classes that folder names or a table propose as labels. A table is read once for each `round`, since it may change.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProposedLabels {
    pub from: TrueLabels,
    pub round: u64,
}

impl Question for ProposedLabels {
    type Answer = Proposal;
    const DEPENDS_ON: DependsOn = DependsOn::Labels;

    fn answer(&self, known: &Known<'_>) -> Result<Proposal, SessionError> {
        Proposal::read(&known.source.snapshot, &known.source.said, &self.from)
    }

    fn bytes(proposal: &Proposal) -> usize {
        let classes: usize = proposal.classes.iter().map(|class| 4 * class.images.len() + 128).sum();
        classes + 256 * (proposal.unknown.len() + 1)
    }
}
