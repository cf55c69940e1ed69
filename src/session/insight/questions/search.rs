//! Which images are like something.

use crate::session::SessionError;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::search::{Hit, Nearest, Query};
use crate::session::insight::source::Known;

/// The `n` images that are nearest to something by the run's features, best first. The first question by a file or by words may
/// take seconds, in which the network is opened; later ones take milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Search {
    pub query: Query,
    pub n: usize,
}

impl Question for Search {
    type Answer = Nearest;
    const DEPENDS_ON: DependsOn = DependsOn::Labels;
    const IS_SLOW: bool = true;
    const URGENCY: u8 = 2;
    // What was missing may be there when it is looked for again.
    const IS_RETRIED: bool = true;

    fn answer(&self, known: &Known<'_>) -> Result<Nearest, SessionError> {
        let run = known.run()?;
        known
            .with_basis(|basis| run.searcher.search(&run.evidence, &self.query, self.n, basis))
            .map_err(|why| SessionError::Words(why.into()))
    }

    fn bytes(nearest: &Nearest) -> usize {
        size_of::<Hit>() * nearest.hits.len() + 256
    }
}
