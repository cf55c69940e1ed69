//! `gleaner duplicates`: groups of images that are nearly the same.

use super::outcome::{Answer, Exit};
use super::text;
use super::work::look;
use crate::ids::ImageId;
use crate::session::protocol::Snapshot;
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    /// Print one JSON list of groups as the last line
    #[arg(long)]
    json: bool,
}

/// One image of a group.
#[derive(Serialize)]
struct Member<'a> {
    image: ImageId,
    path: &'a str,
    width: u32,
    height: u32,
}

/// Runs the command.
///
/// # Errors
/// If the project can not be read.
pub fn run(args: &Args) -> Answer {
    let project = look(&args.project)?;
    let (snapshot, quality) = (project.snapshot(), project.quality()?);
    let groups: Vec<Vec<Member<'_>>> = quality.groups.iter().map(|group| members(&snapshot, group)).collect();
    if args.json {
        text::print_json(&groups)?;
    } else {
        text::print(&words(&groups))?;
    }
    Ok(Exit::Done)
}

fn members<'a>(snapshot: &'a Snapshot, group: &[ImageId]) -> Vec<Member<'a>> {
    let member = |&image: &ImageId| {
        let info = snapshot.images.get(image)?;
        Some(Member { image, path: &info.path, width: info.width, height: info.height })
    };
    group.iter().filter_map(member).collect()
}

fn words(groups: &[Vec<Member<'_>>]) -> String {
    if groups.is_empty() {
        return "No two images are nearly the same.\n".into();
    }
    let n: usize = groups.iter().map(Vec::len).sum();
    let mut words = format!(
        "{} in {}, the best of each first.\n",
        text::counted(n, "image is nearly the same as another", "images are nearly the same as others"),
        text::counted(groups.len(), "group", "groups")
    );
    for group in groups {
        words.push('\n');
        for member in group {
            let _ = writeln!(words, "  {}  ({} x {})", text::one_line(member.path), member.width, member.height);
        }
    }
    words.push_str("\n`gleaner edit PROJECT junk IMAGE...` puts those that are not wanted on the junk shelf.\n");
    words
}
