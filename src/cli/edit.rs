//! `gleaner edit`: one change to the clusters, durable when the command ends.

use super::outcome::{Answer, Exit, Failure};
use super::show::displayed;
use super::text;
use super::work::Work;
use crate::ids::{ImageId, RunId};
use crate::session::protocol::{EditRequest, Request, Snapshot};
use std::ffi::OsString;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    #[command(subcommand)]
    change: Change,
}

#[derive(Debug, clap::Subcommand)]
enum Change {
    /// Give a cluster a name; an empty one returns to the automatic name
    Rename {
        /// Id or unique name
        #[arg(allow_hyphen_values = true)]
        cluster: String,
        /// The new name, in any script
        #[arg(allow_hyphen_values = true)]
        name: String,
    },
    /// Make several clusters one; the first keeps its id and name
    Merge {
        /// What remains
        #[arg(allow_hyphen_values = true)]
        into: String,
        /// What is taken in
        #[arg(required = true, value_name = "CLUSTER", allow_hyphen_values = true)]
        from: Vec<String>,
    },
    /// Put images into a cluster; no later run takes them out
    Move {
        /// Id or unique name
        #[arg(allow_hyphen_values = true)]
        cluster: String,
        /// Paths relative to the photo folder, or ids
        #[arg(required = true, value_name = "IMAGE", allow_hyphen_values = true)]
        images: Vec<OsString>,
    },
    /// Put images, or all of a cluster, on the shelf of what belongs in no class; later runs leave them there
    Junk {
        /// Clusters by id or unique name, images by path or id; a bare number is a cluster if there is one of that id
        #[arg(required = true, value_name = "CLUSTER|IMAGE", allow_hyphen_values = true)]
        which: Vec<OsString>,
    },
    /// Take images, or all of a cluster, out of every cluster and off the junk shelf
    Unlabel {
        /// As for junk
        #[arg(required = true, value_name = "CLUSTER|IMAGE", allow_hyphen_values = true)]
        which: Vec<OsString>,
    },
    /// Take back the last change
    Undo,
    /// Make the change again that was taken back
    Redo,
    /// Take the clusters of a finished run; names, merges and moves stay
    Adopt {
        /// Its id, as `gleaner runs` lists it
        run: RunId,
    },
}

/// Runs the command.
///
/// # Errors
/// [`Failure`]: no such cluster or image, nothing to undo, another program writes to the project.
pub fn run(args: Args) -> Answer {
    let mut work = Work::start(0)?;
    work.ask(&Request::OpenProject(args.project))?;
    let request = request(&work.snapshot(), args.change)?;
    let words = work.ask(&request)?;
    work.finish();
    text::print(&text::one_line(&words))?;
    Ok(Exit::Done)
}

fn request(snapshot: &Snapshot, change: Change) -> Result<Request, Failure> {
    let edit = match change {
        Change::Rename { cluster, name } => EditRequest::Rename { cluster: snapshot.resolve_cluster(&cluster)?, name },
        Change::Merge { into, from } => {
            let into = snapshot.resolve_cluster(&into)?;
            let from: Result<Vec<_>, _> = from.iter().map(|cluster| snapshot.resolve_cluster(cluster)).collect();
            EditRequest::Merge { into, from: from? }
        }
        Change::Move { cluster, images } => {
            let to = snapshot.resolve_cluster(&cluster)?;
            let images: Result<Vec<_>, _> =
                images.iter().map(|image| snapshot.resolve_image(&displayed(image))).collect();
            EditRequest::Move { images: images?, to: Some(to) }
        }
        Change::Junk { which } => EditRequest::Junk { images: resolved(snapshot, &which)? },
        Change::Unlabel { which } => EditRequest::Move { images: resolved(snapshot, &which)?, to: None },
        Change::Adopt { run } => EditRequest::AdoptRun(run),
        Change::Undo => return Ok(Request::Undo),
        Change::Redo => return Ok(Request::Redo),
    };
    Ok(Request::Edit(edit))
}

fn resolved(snapshot: &Snapshot, which: &[OsString]) -> Result<Vec<ImageId>, Failure> {
    let mut images = Vec::new();
    for name in which {
        images.extend(snapshot.resolve_images(&displayed(name))?);
    }
    Ok(images)
}
