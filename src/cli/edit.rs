//! `gleaner edit`: one change to the clusters, durable when the command ends; and the list of changes.

use super::outcome::{Answer, Exit, Failure};
use super::show::displayed;
use super::text;
use super::trust::Trust;
use super::work::{Work, look};
use crate::ids::{ImageId, Point, RunId};
use crate::session::places::unix_now;
use crate::session::protocol::{
    Change, Edit, LabelSource, Link, MOST_PARTS, Made, Mark, N_COLOURS, OnSame, Request, Snapshot, Standing,
};
use crate::strings::ago;
use serde::Serialize;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    #[command(flatten)]
    trust: Trust,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Give a cluster a name; an empty one returns to the automatic name
    Rename {
        /// Id or unique name
        #[arg(allow_hyphen_values = true)]
        cluster: String,
        /// The new name, in any script
        #[arg(allow_hyphen_values = true)]
        name: String,
        /// If another group has that name: make the two one
        #[arg(long, conflicts_with = "keep_both")]
        merge: bool,
        /// If another group has that name: keep both, this one with a number behind it ("forest (2)")
        #[arg(long)]
        keep_both: bool,
    },
    /// Make several clusters one; the first keeps its id and name
    Merge {
        /// The cluster that remains
        #[arg(allow_hyphen_values = true)]
        into: String,
        /// The clusters that become part of it
        #[arg(required = true, value_name = "CLUSTER", allow_hyphen_values = true)]
        from: Vec<String>,
    },
    /// Make one cluster several, by what their features tell apart; the largest part keeps id and name
    Split {
        /// Id or unique name
        #[arg(allow_hyphen_values = true)]
        cluster: String,
        /// How many parts
        #[arg(value_name = "N", value_parser = clap::value_parser!(u8).range(2..=MOST_PARTS as i64))]
        parts: u8,
        /// Parts all of whose images you confirm with it, the largest being 1; what was confirmed of the whole is not confirmed
        /// of the other parts
        #[arg(long, value_name = "PART", num_args = 1.., value_delimiter = ',',
              value_parser = clap::value_parser!(u8).range(1..=MOST_PARTS as i64))]
        confirm: Vec<u8>,
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
    /// Say that images, or all of a cluster, are where they belong; no later run moves them
    Confirm {
        /// Clusters by id or unique name, images by path or id; a bare number is a cluster if there is one of that id
        #[arg(required = true, value_name = "CLUSTER|IMAGE")]
        which: Vec<OsString>,
        /// Only those whose confidence is at least this
        #[arg(long, value_name = "T", value_parser = super::export::share)]
        above: Option<f32>,
        /// All but these
        #[arg(long, value_name = "IMAGE", num_args = 1..)]
        except: Vec<OsString>,
    },
    /// Say that images are not of a cluster: they leave it, and no later run puts them back
    Reject {
        /// Id or unique name
        #[arg(allow_hyphen_values = true)]
        cluster: String,
        /// Paths relative to the photo folder, or ids
        #[arg(required = true, value_name = "IMAGE", allow_hyphen_values = true)]
        images: Vec<OsString>,
    },
    /// Put images, or all of a cluster, on the shelf of what belongs in no class; later runs leave them there
    Junk {
        /// As for confirm
        #[arg(required = true, value_name = "CLUSTER|IMAGE", allow_hyphen_values = true)]
        which: Vec<OsString>,
    },
    /// Take images, or all of a cluster, out of every cluster and off the junk shelf
    Unlabel {
        /// As for confirm
        #[arg(required = true, value_name = "CLUSTER|IMAGE", allow_hyphen_values = true)]
        which: Vec<OsString>,
    },
    /// Make a new, empty class, to put images into
    Class {
        /// The name of the class
        #[arg(allow_hyphen_values = true)]
        name: String,
    },
    /// Put clusters under a common heading; an empty name takes them out of theirs
    Group {
        /// The heading that they go under
        #[arg(allow_hyphen_values = true)]
        name: String,
        /// Ids or unique names
        #[arg(required = true, value_name = "CLUSTER", allow_hyphen_values = true)]
        clusters: Vec<String>,
    },
    /// Give a cluster a colour, a key or a note
    #[command(group = clap::ArgGroup::new("what").required(true).args(["colour", "key", "note"]))]
    Mark {
        /// Id or unique name
        #[arg(allow_hyphen_values = true)]
        cluster: String,
        /// A colour from 1 to 12; 0 for the automatic one
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=i64::from(N_COLOURS)))]
        colour: Option<u8>,
        /// The key from 1 to 9 that puts images into it in the window; 0 for none
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=9))]
        key: Option<u8>,
        /// Words about it; empty for none
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        note: Option<String>,
    },
    /// Choose the image that stands for a cluster, of those in it; without one, the surest stands for it again
    Cover {
        /// Id or unique name
        #[arg(allow_hyphen_values = true)]
        cluster: String,
        /// A path relative to the photo folder, or an id
        #[arg(allow_hyphen_values = true)]
        image: Option<OsString>,
    },
    /// Say that two images are of one class
    Link(Pair),
    /// Say that two images are not of one class
    Unlink(Pair),
    /// Take back the last change
    Undo,
    /// Make the change again that was taken back
    Redo,
    /// List all changes, oldest first: those in force, those that were taken back, and those set aside when other ones were made
    History {
        /// Print one JSON list as the last line
        #[arg(long)]
        json: bool,
    },
    /// Go to a point of the history: the labels are as they were right after that change, also after one that was set aside
    Goto {
        /// Its number, as `history` lists it; 0 is the beginning
        n: Point,
    },
    /// Take the clusters of a finished run; names, merges and moves stay
    Adopt {
        /// Its id, as `gleaner runs` lists it
        run: RunId,
    },
}

/// Two images.
#[derive(Debug, clap::Args)]
struct Pair {
    /// A path relative to the photo folder, or an id
    #[arg(value_name = "IMAGE", allow_hyphen_values = true)]
    first: OsString,
    /// The other image
    #[arg(value_name = "IMAGE", allow_hyphen_values = true)]
    second: OsString,
    /// Forget what was said of the two
    #[arg(long)]
    forget: bool,
}

/// Below a list with changes on other branches.
const SET_ASIDE: &str = "\nSet aside is what was taken back before another change was made. Nothing of it is lost: `goto` with its point brings it \
                         back, and sets aside what was done instead.\n";

/// One change of the list.
#[derive(Serialize)]
struct Entry {
    /// The point right after it, for `goto`.
    n: Point,
    change: String,
    /// False: it was taken back.
    in_force: bool,
    /// The point that it was made at.
    after: Point,
    /// The labels are as it left them.
    now: bool,
    /// Unix seconds at which it was made, if that is known.
    written: Option<i64>,
    /// It was taken back, and another change was made or gone to then: redo does not lead to it, `goto` does.
    set_aside: bool,
}

impl Entry {
    fn new(made: &Made, now: Point) -> Self {
        Self {
            n: made.point,
            change: made.words.to_string(),
            in_force: made.standing == Standing::InForce,
            after: made.before,
            now: made.point == now,
            written: made.written,
            set_aside: made.standing == Standing::SetAside,
        }
    }

    /// "now; made after 2": what is to be said of where it stands, if anything is.
    fn standing(&self) -> String {
        let state = match self {
            Self { now: true, .. } => "now",
            Self { set_aside: true, .. } => "set aside",
            Self { in_force: false, .. } => "taken back",
            Self { in_force: true, .. } => "",
        };
        match self.after {
            after if after.0 + 1 == self.n.0 => state.to_owned(),
            after if state.is_empty() => format!("made after {after}"),
            after => format!("{state}; made after {after}"),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// [`Failure`]: no such cluster or image, nothing to undo, another program writes to the project.
pub fn run(args: Args) -> Answer {
    if let Act::History { json } = args.act {
        return history(&args.project, json);
    }
    args.trust.note(&args.project)?;
    let mut work = Work::start(0)?;
    work.ask(&Request::OpenProject(args.project.clone()))?;
    let request = request(&work.snapshot(), &args.project, args.act)?;
    let words = work.ask(&request)?;
    work.finish();
    text::print(&text::one_line(&words))?;
    Ok(Exit::Done)
}

fn history(project: &Path, json: bool) -> Answer {
    let snapshot = look(project)?.snapshot();
    let history = &snapshot.history;
    let entries: Vec<Entry> = history.changes.iter().map(|made| Entry::new(made, history.now)).collect();
    if json {
        text::print_json(&entries)?;
        return Ok(Exit::Done);
    }
    let made = |entry: &Entry| entry.written.map_or_else(String::new, |written| ago(written, unix_now()));
    let row = |entry: &Entry| vec![entry.n.to_string(), text::one_line(&entry.change), made(entry), entry.standing()];
    let rows: Vec<Vec<String>> = entries.iter().map(row).collect();
    let table = text::table(&["point", "change", "made", ""], &rows);
    text::print(if rows.is_empty() { "Nothing was changed yet.\n" } else { &table })?;
    if entries.iter().any(|entry| entry.set_aside) {
        text::print(SET_ASIDE)?;
    }
    Ok(Exit::Done)
}

fn request(snapshot: &Snapshot, project: &Path, act: Act) -> Result<Request, Failure> {
    let change = match act {
        Act::Rename { cluster, name, merge, keep_both } => {
            let on_same = match (merge, keep_both) {
                (true, _) => OnSame::Merge,
                (_, true) => OnSame::KeepBoth,
                _ => OnSame::Ask,
            };
            Change::Rename { cluster: snapshot.resolve_cluster(&cluster)?, name, on_same }
        }
        Act::Merge { into, from } => {
            let into = snapshot.resolve_cluster(&into)?;
            let from: Result<Vec<_>, _> = from.iter().map(|cluster| snapshot.resolve_cluster(cluster)).collect();
            Change::Edit(Edit::Merge { into, from: from? })
        }
        Act::Split { cluster, parts, confirm: confirmed } => {
            let cluster = snapshot.resolve_cluster(&cluster)?;
            let parts = look(project)?.split(cluster, usize::from(parts))?;
            if parts.len() < 2 {
                return Err(Failure::failed("its images cannot be told apart by their features"));
            }
            let confirmed = confirmed.into_iter().map(|part| usize::from(part) - 1).collect();
            let parts = parts.into_iter().map(|part| part.members).collect();
            Change::Split { cluster, parts, names: Vec::new(), confirmed }
        }
        Act::Move { cluster, images } => {
            let to = snapshot.resolve_cluster(&cluster)?;
            Change::Edit(Edit::Move { images: single(snapshot, &images)?, to: Some(to) })
        }
        Act::Confirm { which, above, except } => {
            let mut images = resolved(snapshot, &which)?;
            let except: BTreeSet<ImageId> = single(snapshot, &except)?.into_iter().collect();
            let is_sure = |image: &ImageId| {
                let label = snapshot.label(*image).copied().unwrap_or_default();
                above.is_none_or(|least| label.source != LabelSource::Machine || label.confidence >= least)
            };
            images.retain(|image| !except.contains(image) && is_sure(image));
            Change::Edit(Edit::Confirm { images, is_confirmed: true })
        }
        Act::Reject { cluster, images } => {
            let cluster = snapshot.resolve_cluster(&cluster)?;
            Change::Edit(Edit::Reject { cluster, images: single(snapshot, &images)? })
        }
        Act::Junk { which } => Change::Edit(Edit::Junk { images: resolved(snapshot, &which)? }),
        Act::Unlabel { which } => Change::Edit(Edit::Move { images: resolved(snapshot, &which)?, to: None }),
        Act::Class { name } if name.trim().is_empty() => {
            return Err(Failure::failed("a new class needs a name"));
        }
        Act::Class { name } => Change::NewCluster { images: Vec::new(), name },
        Act::Group { name, clusters } => {
            let clusters: Result<Vec<_>, _> = clusters.iter().map(|c| snapshot.resolve_cluster(c)).collect();
            Change::Edit(Edit::Group { name, clusters: clusters? })
        }
        Act::Mark { cluster, colour, key, note } => {
            let cluster = snapshot.resolve_cluster(&cluster)?;
            let mark = match (colour, key, note) {
                (Some(colour), ..) => Mark::Colour(colour.checked_sub(1)),
                (_, Some(key), _) => Mark::HotKey(Some(key).filter(|key| *key > 0)),
                (.., note) => Mark::Note(note.unwrap_or_default()),
            };
            Change::Edit(Edit::Mark { cluster, mark })
        }
        Act::Cover { cluster, image } => {
            let cluster = snapshot.resolve_cluster(&cluster)?;
            let image = image.map(|image| snapshot.resolve_image(&displayed(&image))).transpose()?;
            Change::Edit(Edit::Mark { cluster, mark: Mark::Cover(image) })
        }
        Act::Link(pair) => linked(snapshot, &pair, Link::Same)?,
        Act::Unlink(pair) => linked(snapshot, &pair, Link::Different)?,
        Act::Adopt { run } => Change::AdoptRun(run),
        Act::Undo => return Ok(Request::Undo),
        Act::Redo => return Ok(Request::Redo),
        Act::Goto { n } => return Ok(Request::GoTo(n)),
        // Answered without a writer.
        Act::History { .. } => return Err(Failure::failed("the history changes nothing")),
    };
    Ok(Request::Edit(change))
}

fn linked(snapshot: &Snapshot, pair: &Pair, link: Link) -> Result<Change, Failure> {
    let image = |name: &OsString| snapshot.resolve_image(&displayed(name));
    let images = [image(&pair.first)?, image(&pair.second)?];
    Ok(Change::Edit(Edit::Link { images, link: Some(link).filter(|_| !pair.forget) }))
}

/// Images, each named by itself.
fn single(snapshot: &Snapshot, names: &[OsString]) -> Result<Vec<ImageId>, Failure> {
    let known = OnceCell::new();
    let images: Result<Vec<_>, _> =
        names.iter().map(|name| snapshot.resolve_image_by(&known, &displayed(name))).collect();
    Ok(images?)
}

/// Images, named by themselves or by their cluster.
fn resolved(snapshot: &Snapshot, which: &[OsString]) -> Result<Vec<ImageId>, Failure> {
    let known = OnceCell::new();
    let mut images = Vec::new();
    for name in which {
        images.extend(snapshot.resolve_images(&known, &displayed(name))?);
    }
    Ok(images)
}
