//! `gleaner labels`: takes folder names or a table as labels, in one change.

use super::outcome::{Answer, Exit, Failure};
use super::text;
use super::work::{Work, look};
use crate::session::evaluation::TrueLabels;
use crate::session::labelling::{Chosen, Proposal, UnknownLine};
use crate::session::protocol::Request;
use serde::Serialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    /// Where labels come from: the first folder of each path (below the one that all images lie in), or a table (CSV or JSON
    /// lines) with file_name,label. Folders of what nobody sorted (inbox, new, DCIM, dates, ...) are left out
    #[arg(long, value_name = "folders|FILE.csv")]
    from: String,
    /// Take these classes alone, with commas between them; what is named here is never left out
    #[arg(long, value_name = "A,B", allow_hyphen_values = true)]
    only: Vec<String>,
    /// Leave these classes out, with commas between them
    #[arg(long, value_name = "C,D", allow_hyphen_values = true)]
    except: Vec<String>,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

/// The last line for scripts.
#[derive(Serialize)]
struct Report<'a> {
    /// Images of the classes that were taken.
    taken: usize,
    classes: Vec<Class<'a>>,
    /// Names of those that no cluster had.
    new_classes: Vec<&'a str>,
    /// Images of which a person had said something else.
    changed: usize,
    /// Images that were confirmed there already.
    unchanged: usize,
    left_out: Vec<LeftOut<'a>>,
    /// Lines of the table without an image.
    unknown: &'a [UnknownLine],
}

#[derive(Serialize)]
struct Class<'a> {
    name: &'a str,
    images: usize,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    name: &'a str,
    images: usize,
    why: String,
}

/// Runs the command.
///
/// # Errors
/// No image has a label, there is no such class, a table that can not be read, or nothing to change.
pub fn run(args: &Args) -> Answer {
    let from = TrueLabels::parse(&args.from);
    let proposal = look(&args.project)?.proposal(&from)?;
    let chosen = proposal.choose_named(&args.only, &args.except)?;
    if chosen.taken.is_empty() {
        let left_out = left_out(&chosen);
        return Err(Failure::failed(format!("no class is left to take: {left_out}; --only takes what it names")));
    }
    if !chosen.is_change() {
        return Err(Failure::failed(format!("that would change nothing: {}", chosen.words())));
    }
    let mut work = Work::start(0)?;
    work.ask(&Request::OpenProject(args.project.clone()))?;
    work.ask(&Request::Edit(chosen.change()))?;
    work.finish();
    if args.json {
        text::print_json(&report(&proposal, &chosen))?;
    } else {
        text::print(&words(&proposal, &chosen, &args.project))?;
    }
    Ok(Exit::Done)
}

fn report<'a>(proposal: &'a Proposal, chosen: &Chosen<'a>) -> Report<'a> {
    let left_out = chosen.left_out.iter();
    Report {
        taken: chosen.n_images(),
        classes: chosen.taken.iter().map(|class| Class { name: &class.name, images: class.images.len() }).collect(),
        new_classes: chosen.taken.iter().filter(|c| c.cluster.is_none()).map(|class| class.name.as_str()).collect(),
        changed: chosen.n_changed(),
        unchanged: chosen.n_unchanged(),
        left_out: left_out
            .map(|(c, why)| LeftOut { name: &c.name, images: c.images.len(), why: why.to_string() })
            .collect(),
        unknown: &proposal.unknown,
    }
}

fn words(proposal: &Proposal, chosen: &Chosen<'_>, project: &Path) -> String {
    let row = |class: &&crate::session::labelling::ProposedClass| {
        let state = if class.cluster.is_none() { "new" } else { "" };
        vec![text::number(class.images.len()), state.to_owned(), text::one_line(&class.name)]
    };
    let rows: Vec<Vec<String>> = chosen.taken.iter().map(row).collect();
    let mut words = format!("{}\nTook {}\n", text::table(&["images", "", "class"], &rows), chosen.words());
    if !chosen.left_out.is_empty() {
        let _ = writeln!(words, "Left out: {}.", left_out(chosen));
    }
    if proposal.n_without > 0 {
        let _ =
            writeln!(words, "{} of no class stay as they are.", text::counted(proposal.n_without, "image", "images"));
    }
    for note in &proposal.notes {
        let _ = writeln!(words, "{}", text::one_line(&note.to_string()));
    }
    let _ = writeln!(words, "`gleaner edit {} undo` takes it back.", text::shell(project));
    words
}

/// "inbox (12 images; a folder for what is not sorted yet), dogs (3 images; not asked for)".
fn left_out(chosen: &Chosen<'_>) -> String {
    let each = chosen.left_out.iter().map(|(class, why)| {
        format!("{} ({}; {why})", text::one_line(&class.name), text::counted(class.images.len(), "image", "images"))
    });
    each.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ClusterId, ImageId};
    use crate::session::labelling::ProposedClass;

    #[test]
    fn what_was_taken_and_what_not_is_told() {
        let class = |name: &str, n: u32, unsorted| ProposedClass {
            name: name.into(),
            images: (0..n).map(ImageId).collect(),
            unsorted,
            ..ProposedClass::default()
        };
        let known =
            ProposedClass { cluster: Some(ClusterId(3)), n_changed: 2, n_unchanged: 1, ..class("cats", 5, None) };
        let proposal = Proposal {
            classes: vec![known, class("dogs", 3, None), class("inbox", 1, Some("a date".into()))],
            n_without: 4,
            notes: vec!["1 label has no image.".into()],
            ..Proposal::default()
        };
        let chosen = proposal.choose_named(&[], &[]).expect("no names");
        let words = words(&proposal, &chosen, Path::new("p.gleaner"));
        for part in [
            "     5       cats",
            "     3  new  dogs",
            "Took 8 images in 2 classes, 1 of them new. 1 image was confirmed there already. 2 images that you had \
             decided otherwise are changed.",
            "`gleaner edit p.gleaner undo` takes it back.",
            "Left out: inbox (1 image; a date).",
            "4 images of no class stay",
            "1 label has no image.",
        ] {
            assert!(words.contains(part), "{part}: {words}");
        }
        let told = serde_json::to_value(report(&proposal, &chosen)).expect("plain data");
        assert_eq!(
            told,
            serde_json::json!({
                "taken": 8, "classes": [{"name": "cats", "images": 5}, {"name": "dogs", "images": 3}],
                "new_classes": ["dogs"], "changed": 2, "unchanged": 1,
                "left_out": [{"name": "inbox", "images": 1, "why": "a date"}], "unknown": [],
            })
        );
    }
}
