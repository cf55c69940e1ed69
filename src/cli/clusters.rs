//! `gleaner clusters`: the clusters as they are now.

use super::outcome::{Answer, Exit};
use super::{summary, text};
use crate::ids::ClusterId;
use crate::session::ReadOnly;
use crate::session::protocol::ClusterView;
use serde::Serialize;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
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
}

/// Runs the command.
///
/// # Errors
/// If the project can not be read.
pub fn run(args: &Args) -> Answer {
    let snapshot = ReadOnly::open(&args.project)?.snapshot();
    if args.json {
        text::print_json(&snapshot.clusters.iter().map(|cluster| entry(cluster)).collect::<Vec<_>>())?;
    } else {
        text::print(&summary::clusters(&snapshot))?;
    }
    Ok(Exit::Done)
}

fn entry(cluster: &ClusterView) -> Entry<'_> {
    Entry {
        id: cluster.id,
        name: &cluster.name,
        size: cluster.members.len(),
        mean_confidence: cluster.mean_confidence,
        confirmed: cluster.n_confirmed,
    }
}
