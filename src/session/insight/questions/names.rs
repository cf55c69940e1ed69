//! What clusters may be called.

use crate::ids::ClusterId;
use crate::session::SessionError;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::search::Suggestions;
use crate::session::insight::source::Known;
use std::path::{Path, PathBuf};

/// Words that name a cluster, best first. The first question may take a minute.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamesFor(pub ClusterId);

impl Question for NamesFor {
    type Answer = Suggestions;
    const DEPENDS_ON: DependsOn = DependsOn::Labels;
    const IS_SLOW: bool = true;

    fn answer(&self, known: &Known<'_>) -> Result<Suggestions, SessionError> {
        Ok(suggested(known, &[self.0], None)?.into_iter().next().unwrap_or_default())
    }

    fn bytes(names: &Suggestions) -> usize {
        64 * (names.names.len() + 1)
    }
}

/// The same of all clusters at once, in the order of the snapshot; from a list of words, if one is given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamesForAll(pub Option<PathBuf>);

impl Question for NamesForAll {
    type Answer = Vec<Suggestions>;
    const DEPENDS_ON: DependsOn = DependsOn::Labels;
    const IS_SLOW: bool = true;

    fn answer(&self, known: &Known<'_>) -> Result<Vec<Suggestions>, SessionError> {
        let clusters: Vec<ClusterId> = known.source.snapshot.clusters.iter().map(|cluster| cluster.id).collect();
        suggested(known, &clusters, self.0.as_deref())
    }

    fn bytes(all: &Vec<Suggestions>) -> usize {
        all.iter().map(NamesFor::bytes).sum()
    }
}

/// From the list at `words`, else the project's own, else the one that comes with the program.
fn suggested(
    known: &Known<'_>,
    clusters: &[ClusterId],
    words: Option<&Path>,
) -> Result<Vec<Suggestions>, SessionError> {
    let run = known.run()?;
    let own = known.source.run.as_ref().and_then(|place| place.own_words.as_deref());
    known
        .with_basis(|basis| run.searcher.suggestions(&run.evidence, clusters, words.or(own), basis))
        .map_err(SessionError::Words)
}
