//! `gleaner search`: the images that are nearest to an image, to a file from anywhere, or to words.

use super::outcome::{Answer, Exit, Failure};
use super::show::displayed;
use super::text;
use super::trust::Trust;
use super::work::look;
use crate::ids::{ClusterId, ImageId};
use crate::session::protocol::{ImageInfo, Snapshot};
use crate::session::{Hit, Query};
use serde::Serialize;
use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    #[command(flatten)]
    trust: Trust,
    #[command(flatten)]
    query: By,
    /// How many images to list
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    count: usize,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct By {
    /// An image of the project (its path as shown, or its id), or any image file
    #[arg(long, value_name = "F")]
    image: Option<OsString>,
    /// Words: of the 1,000 things that the built-in network knows, or free ones with CLIP's or SigLIP's features
    #[arg(long, value_name = "T")]
    text: Option<String>,
}

#[derive(Serialize)]
struct Found {
    query: String,
    /// What they were found by, where it is not the features of the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'static str>,
    /// What was left out of the question, or why nothing was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    hits: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    image: ImageId,
    path: String,
    similarity: f32,
    cluster: Option<Named>,
}

#[derive(Serialize)]
struct Named {
    id: ClusterId,
    name: String,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`]: no such image, a damaged file, words that are not known, no run yet.
pub fn run(args: &Args) -> Answer {
    args.trust.check(&args.project)?;
    let reader = look(&args.project)?;
    let snapshot = reader.snapshot();
    let (query, said) = match (&args.query.image, &args.query.text) {
        (Some(image), _) => (image_query(&snapshot, image)?, displayed(image)),
        (None, words) => {
            let words = words.as_deref().unwrap_or_default().trim();
            if words.is_empty() {
                return Err(Failure::wrong_use("--text wants words"));
            }
            (Query::Text(words.to_owned()), words.to_owned())
        }
    };
    let nearest = reader.search(&query, args.count)?;
    let hits = nearest.hits.into_iter().map(|hit| entry(&snapshot, hit)).collect();
    let found = Found { query: said, by: nearest.by, note: nearest.note, hits };
    if args.json {
        text::print_json(&found)?;
    } else {
        text::print(&words(&found))?;
    }
    Ok(Exit::Done)
}

/// An image of the project goes before a file that happens to have the same name here, and that before one whose name is
/// written in another way.
fn image_query(snapshot: &Snapshot, image: &OsString) -> Result<Query, Failure> {
    let name = displayed(image);
    let found = snapshot.resolve_image(&name);
    let is_exactly = |info: &ImageInfo| *info.path == *name || name.parse() == Ok(info.id);
    let is_exact = found.as_ref().is_ok_and(|id| snapshot.images.get(*id).is_some_and(is_exactly));
    if !is_exact && Path::new(image).exists() {
        return Ok(Query::File(image.into()));
    }
    Ok(Query::Image(found?))
}

fn entry(snapshot: &Snapshot, hit: Hit) -> Entry {
    let cluster = snapshot.label(hit.image).and_then(|label| snapshot.cluster(label.cluster?));
    Entry {
        image: hit.image,
        path: snapshot.images.get(hit.image).map(|info| info.path.to_string()).unwrap_or_default(),
        similarity: hit.similarity,
        cluster: cluster.map(|cluster| Named { id: cluster.id, name: cluster.name.clone() }),
    }
}

fn words(found: &Found) -> String {
    if found.hits.is_empty() {
        return format!("{}\n", found.note.as_deref().unwrap_or("Nothing to compare with."));
    }
    let mut words = String::new();
    for hit in &found.hits {
        let cluster = hit.cluster.as_ref().map_or("no group", |cluster| &cluster.name);
        let _ = writeln!(
            words,
            "{}  {}  ({})",
            text::decimal(hit.similarity, 3),
            text::one_line(&hit.path),
            text::one_line(cluster)
        );
    }
    let notes = found.by.into_iter().chain(found.note.as_deref()).collect::<Vec<_>>().join(" ");
    if !notes.is_empty() {
        let _ = writeln!(words, "\n{notes}");
    }
    words
}
