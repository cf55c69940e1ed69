//! `gleaner archive` and `gleaner unarchive`: a project in one file, and back.

use super::outcome::{Answer, Exit, Failure};
use super::progress::Display;
use super::{interrupt, text};
use crate::session::places;
use crate::session::upkeep::{self, Archived};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The arguments of `archive`.
#[derive(Debug, clap::Args)]
#[command(after_help = "The photos are not in the archive: copy their folder beside it if they are to go along. \
    It is an ordinary zip file that lists all its files with their BLAKE3 checksums.")]
pub struct ArchiveArgs {
    /// A .gleaner directory
    project: PathBuf,
    /// File to make, for instance photos.gleaner.zip; it must not be there yet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

/// The arguments of `unarchive`.
#[derive(Debug, clap::Args)]
#[command(after_help = "The photos are found beside the project, at their old place, or with \
    `gleaner run FOLDER --project PROJECT`.")]
pub struct UnarchiveArgs {
    /// What `gleaner archive` made
    file: PathBuf,
    /// The .gleaner directory to make; it must not be there yet
    #[arg(long, value_name = "PROJECT")]
    out: PathBuf,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    path: &'a Path,
    n_files: usize,
    bytes: u64,
    folder: &'a str,
}

/// Runs `archive`.
///
/// # Errors
/// [`Failure`].
pub fn archive(args: &ArchiveArgs) -> Answer {
    if !places::is_project(&args.project) && !args.project.exists() {
        return Err(Failure::failed(format!("there is no project at {}", args.project.display())));
    }
    let stop = interrupt::token();
    let mut display = Display::new();
    let archived = upkeep::archive(&args.project, &args.out, &stop, &mut |progress| display.show(&progress));
    display.clear();
    tell(&archived?, args.json, |archived| {
        format!("Wrote {} ({}). The photos in {} are not in it.", args.out.display(), archived.words(), archived.folder)
    })
}

/// Runs `unarchive`.
///
/// # Errors
/// [`Failure`].
pub fn unarchive(args: &UnarchiveArgs) -> Answer {
    let stop = interrupt::token();
    let mut display = Display::new();
    let restored = upkeep::unarchive(&args.file, &args.out, &stop, &mut |progress| display.show(&progress));
    display.clear();
    tell(&restored?, args.json, |restored| {
        let project = text::shell(&args.out);
        let words = format!("Restored {} ({}).", args.out.display(), restored.words());
        if Path::new(&restored.folder).is_dir() {
            format!("{words} Its photos are in {}. `gleaner open {project}` opens it.", restored.folder)
        } else {
            format!(
                "{words} Its photos were in {}, which is not here. `gleaner open {project}` looks for them beside the \
                 project; `gleaner run FOLDER --project {project}` says where they are.",
                restored.folder
            )
        }
    })
}

fn tell(archived: &Archived, is_json: bool, words: impl Fn(&Archived) -> String) -> Answer {
    if is_json {
        let Archived { path, n_files, bytes, folder } = archived;
        text::print_json(&Report { path, n_files: *n_files, bytes: *bytes, folder })?;
    } else {
        text::print(&text::one_line(&words(archived)))?;
    }
    Ok(Exit::Done)
}
