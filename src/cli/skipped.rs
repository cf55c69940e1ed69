//! `gleaner skipped`: every file that was not taken, and why.

use super::outcome::{Answer, Exit};
use super::text;
use super::work::look;
use crate::session::protocol::SkippedFile;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    /// Print one JSON list of path, reason and kind as the last line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// If the project can not be read.
pub fn run(args: &Args) -> Answer {
    let snapshot = look(&args.project)?.snapshot();
    if args.json {
        text::print_json(&*snapshot.skipped)?;
    } else {
        text::print(&words(&snapshot.skipped, snapshot.images.rows.len()))?;
    }
    Ok(Exit::Done)
}

fn words(skipped: &[SkippedFile], n_images: usize) -> String {
    if skipped.is_empty() {
        return format!(
            "No file was skipped; {}.",
            text::counted(n_images, "image is readable", "images are readable")
        );
    }
    let line =
        |file: &SkippedFile| format!("{}: {}\n", text::one_line(&file.path), text::one_line(&file.reason.to_string()));
    let mut by_kind: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for file in skipped {
        by_kind.entry(file.kind.key()).or_insert((0, file.kind.words())).0 += 1;
    }
    let kinds: Vec<String> = by_kind.into_values().map(|(n, words)| format!("{} {words}", text::number(n))).collect();
    let lines: String = skipped.iter().map(line).collect();
    let n_files = n_images + skipped.len();
    format!(
        "{lines}\n{} of {} were skipped: {}.",
        text::number(skipped.len()),
        text::counted(n_files, "file", "files"),
        kinds.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::protocol::SkipKind;

    #[test]
    fn every_file_has_a_line_and_the_kinds_are_counted() {
        let file = |path: &str, kind| SkippedFile { path: path.into(), reason: "why".into(), kind };
        let list = [file("a\nb", SkipKind::Damaged), file("c", SkipKind::NotAnImage), file("d", SkipKind::Damaged)];
        let text = "a\\nb: why\nc: why\nd: why\n\n3 of 13 files were skipped: 2 damaged, 1 not an image.";
        assert_eq!(words(&list, 10), text);
        assert_eq!(words(&[], 1), "No file was skipped; 1 image is readable.");
    }
}
