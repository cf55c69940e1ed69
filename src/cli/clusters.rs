//! `gleaner clusters`: the clusters as they are now.

use super::outcome::{Answer, Exit};
use super::trust::Trust;
use super::work::look;
use super::{summary, text};
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::ClusterView;
use crate::session::{NameSource, SuggestedName};
use serde::Serialize;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    #[command(flatten)]
    trust: Trust,
    /// Suggest names: from what images were called before, from folder names, and from what the images show, by the 1,000
    /// things that the built-in network knows or with CLIP's or SigLIP's features by a list of words
    #[arg(long)]
    suggest: bool,
    /// A list of words to choose names from, one a line; else one that comes with the program
    #[arg(long, value_name = "FILE", requires = "suggest")]
    words: Option<PathBuf>,
    /// Print one JSON list as the last line
    #[arg(long)]
    json: bool,
}

/// One entry of the list.
#[derive(Serialize)]
struct Entry<'a> {
    id: ClusterId,
    name: &'a str,
    size: usize,
    mean_confidence: f32,
    confirmed: usize,
    /// The image that stands for it.
    cover: Option<ImageId>,
    /// Images of its random sample that were judged, and how many of these were right.
    reviewed: usize,
    right: usize,
    /// Share of the images placed by the machine that is right, 0 to 1, by that sample, and its 95 % interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    purity: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purity_low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purity_high: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    colour: Option<u8>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestions: Option<Vec<Suggestion<'a>>>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    name: &'a str,
    /// earlier, folder, words or network.
    from: NameSource,
    /// By how much it is nearer to this cluster, or likelier in it, than to the others.
    lead: f32,
}

/// Runs the command.
///
/// # Errors
/// If the project can not be read, or nothing is known of what the images show.
pub fn run(args: &Args) -> Answer {
    if args.suggest {
        // The network of the run may be a file that the project names.
        args.trust.check(&args.project)?;
    } else {
        args.trust.note(&args.project)?;
    }
    let reader = look(&args.project)?;
    let snapshot = reader.snapshot();
    let suggested = if args.suggest { Some(reader.suggestions(args.words.as_deref())?) } else { None };
    let names = |at: usize| suggested.as_ref().map(|all| all[at].names.as_slice());
    if args.json {
        let entries = snapshot.clusters.iter().enumerate().map(|(at, cluster)| entry(cluster, names(at)));
        text::print_json(&entries.collect::<Vec<_>>())?;
    } else {
        text::print(&summary::clusters(&snapshot, suggested.as_deref()))?;
    }
    Ok(Exit::Done)
}

fn entry<'a>(cluster: &'a ClusterView, names: Option<&'a [SuggestedName]>) -> Entry<'a> {
    let suggestion = |name: &'a SuggestedName| Suggestion { name: &name.name, from: name.from, lead: name.lead };
    let purity = cluster.purity;
    let by_sample = |value: f64| Some(value).filter(|_| purity.n > 0);
    Entry {
        id: cluster.id,
        name: &cluster.name,
        size: cluster.members.len(),
        mean_confidence: cluster.mean_confidence,
        confirmed: cluster.n_confirmed,
        cover: cluster.cover,
        reviewed: purity.n,
        right: purity.n_right,
        purity: by_sample(purity.share),
        purity_low: by_sample(purity.low),
        purity_high: by_sample(purity.high),
        group: cluster.group.as_deref(),
        key: cluster.hot_key,
        colour: cluster.colour.map(|colour| colour + 1),
        note: &cluster.note,
        suggestions: names.map(|names| names.iter().map(suggestion).collect()),
    }
}
