//! What clusters may be called.

use crate::ids::ClusterId;
use crate::session::SessionError;
use crate::session::insight::naming::without_doubles;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::search::Suggestions;
use crate::session::insight::source::Known;
use std::path::{Path, PathBuf};

/// Names for a cluster, best first: what people called it before, its folders, words for what it shows. The first question
/// may take a minute.
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

/// Of the same names those that need no network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PlainNamesFor(pub ClusterId);

impl Question for PlainNamesFor {
    type Answer = Suggestions;
    const DEPENDS_ON: DependsOn = DependsOn::Labels;

    fn answer(&self, known: &Known<'_>) -> Result<Suggestions, SessionError> {
        Ok(plain(known, self.0)?.clone())
    }

    fn bytes(names: &Suggestions) -> usize {
        NamesFor::bytes(names)
    }
}

/// The names of all clusters at once, in the order of the snapshot; from a list of words alone, if one is given.
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

fn plain<'a>(known: &Known<'a>, cluster: ClusterId) -> Result<&'a Suggestions, SessionError> {
    let at = known.source.snapshot.clusters.iter().position(|other| other.id == cluster);
    at.and_then(|at| known.plain_names().get(at)).ok_or(SessionError::NoSuchCluster(cluster))
}

/// What no network has to say goes first, unless it was asked for a list of words.
fn suggested(
    known: &Known<'_>,
    clusters: &[ClusterId],
    words: Option<&Path>,
) -> Result<Vec<Suggestions>, SessionError> {
    let shown = shown(known, clusters, words);
    if words.is_some() {
        return shown;
    }
    let plain: Vec<&Suggestions> = clusters.iter().map(|cluster| plain(known, *cluster)).collect::<Result<_, _>>()?;
    let shown = match shown {
        Err(why) if plain.iter().all(|names| names.names.is_empty()) => return Err(why),
        Err(_) => vec![Suggestions::default(); clusters.len()],
        Ok(shown) => shown,
    };
    let of = |((cluster, plain), shown): ((&ClusterId, &Suggestions), Suggestions)| {
        let now = &known.cluster(*cluster)?.name;
        let names = plain.names.iter().cloned().chain(shown.names).collect();
        Ok(Suggestions { names: without_doubles(names, now), note: shown.note })
    };
    clusters.iter().zip(plain).zip(shown).map(of).collect()
}

/// Words for what the images show, from the list at `words`, else the project's own, else the one that comes with the program.
fn shown(known: &Known<'_>, clusters: &[ClusterId], words: Option<&Path>) -> Result<Vec<Suggestions>, SessionError> {
    let run = known.run()?;
    let own = known.source.run.as_ref().and_then(|place| place.own_words.as_deref());
    known
        .with_basis(|basis| run.searcher.suggestions(&run.evidence, clusters, words.or(own), basis))
        .map_err(|why| SessionError::Words(why.into()))
}
