//! `gleaner features`: networks to take features from, and their weights on this machine.

use super::outcome::{Answer, Exit, Failure};
use super::text;
use super::work::Work;
use crate::session::models::{self, KnownModel};
use crate::session::protocol::Request;
use crate::session::{FEATURE_SOURCES, SessionError};
use serde::Serialize;
use std::io::IsTerminal;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List every source of features with its cost on this machine (also without a word)
    List {
        /// Print one JSON list as the last line
        #[arg(long)]
        json: bool,
    },
    /// Download the weights of a network, after telling size and licence
    Add {
        /// A name from the list
        name: String,
        /// Do not ask; size and licence are as the list says
        #[arg(long)]
        yes: bool,
    },
    /// Take the weights of a network off this machine
    Remove {
        /// A name from the list
        name: String,
    },
    /// Print where the weights of a network lie; without a name, the folder of all
    Path {
        /// A name from the list
        name: Option<String>,
    },
}

/// Runs the command.
///
/// # Errors
/// [`Failure`].
pub fn run(args: Args) -> Answer {
    match args.action.unwrap_or(Action::List { json: false }) {
        Action::List { json } => list(json),
        Action::Add { name, yes } => add(&name, yes),
        Action::Remove { name } => {
            let model = models::model(&name).map_err(|error| wrong_name(&error))?;
            let freed = models::remove(model)?;
            text::print(&format!("Removed {}: {:.0} MB are free.", model.label, freed as f64 / 1e6))?;
            Ok(Exit::Done)
        }
        Action::Path { name } => {
            let path = match name {
                Some(name) => models::path(models::model(&name).map_err(|error| wrong_name(&error))?)?,
                None => models::dir(),
            };
            text::print(&path.display().to_string())?;
            Ok(Exit::Done)
        }
    }
}

fn wrong_name(error: &SessionError) -> Failure {
    Failure::wrong_use(error.to_string())
}

fn add(name: &str, yes: bool) -> Answer {
    let model = models::model(name).map_err(|error| wrong_name(&error))?;
    if let Ok(path) = models::path(model)
        && models::is_complete(model)
    {
        text::print(&format!("{} is here already: {}", model.label, path.display()))?;
        return Ok(Exit::Done);
    }
    if model.is_on_hub() && !yes {
        let words = format!("{} is {} MB, licence {}.", model.label, model.megabytes, model.licence);
        if !std::io::stdin().is_terminal() {
            let words = format!("{words} Nobody can be asked here: give --yes to download it");
            return Err(Failure::wrong_use(words));
        }
        text::tell(format_args!("{words} Download it? [y/N]"));
        let mut answer = String::new();
        let is_read = std::io::stdin().read_line(&mut answer);
        if is_read.is_err() || !["y", "yes"].contains(&answer.trim().to_lowercase().as_str()) {
            return Err(Failure::failed("nothing was downloaded"));
        }
    }
    let mut work = Work::start(0)?;
    let words = work
        .ask(&Request::Download(model.name.into()))
        .map_err(|failure| failure.if_cancelled("what came is kept, and the next attempt goes on from there"))?;
    work.finish();
    text::print(&words)?;
    Ok(Exit::Done)
}

/// A line of the list.
#[derive(Serialize)]
struct Entry {
    name: String,
    label: &'static str,
    about: &'static str,
    licence: Option<&'static str>,
    megabytes: Option<u32>,
    size: Option<usize>,
    width: Option<usize>,
    normalisation: Option<&'static str>,
    seconds_per_1000_images: Option<f64>,
    /// `here`, `download` or `by hand`.
    state: &'static str,
    path: Option<PathBuf>,
}

fn entries() -> Vec<Entry> {
    let own = FEATURE_SOURCES.iter().map(|source| Entry {
        name: source.source.to_string(),
        label: source.label(),
        about: source.about(),
        licence: None,
        megabytes: None,
        size: None,
        width: None,
        normalisation: None,
        seconds_per_1000_images: Some(models::secs_per_1000(&source.source)).filter(|secs| *secs > 0.0),
        state: "here",
        path: None,
    });
    let known = |KnownModel { model, path, secs_per_1000 }: KnownModel| Entry {
        name: model.name.to_owned(),
        label: model.label,
        about: model.about(),
        licence: Some(model.licence),
        megabytes: model.is_on_hub().then_some(model.megabytes),
        size: Some(model.size),
        width: Some(model.width),
        normalisation: Some(model.normalisation.name),
        seconds_per_1000_images: Some(secs_per_1000),
        state: match (&path, model.is_on_hub()) {
            (Some(_), _) => "here",
            (None, true) => "download",
            (None, false) => "by hand",
        },
        path,
    };
    own.chain(models::models().into_iter().map(known)).collect()
}

fn list(json: bool) -> Answer {
    models::measure();
    let entries = entries();
    if json {
        text::print_json(&entries)?;
        return Ok(Exit::Done);
    }
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".into());
    let row = |entry: &Entry| {
        vec![
            or_dash(entry.seconds_per_1000_images.map(text::duration)),
            or_dash(entry.megabytes.map(|n| format!("{n} MB"))),
            or_dash(entry.size.map(|n| format!("{n} px"))),
            or_dash(entry.width.map(|n| n.to_string())),
            or_dash(entry.licence.map(str::to_owned)),
            entry.state.to_owned(),
            entry.name.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = entries.iter().map(row).collect();
    let header = ["1,000 IMAGES", "SIZE", "INPUT", "WIDTH", "LICENCE", "STATE", "NAME"];
    // What is said of a family is said once.
    let about: Vec<String> = entries
        .chunk_by(|a, b| a.about == b.about)
        .map(|family| {
            let names: Vec<&str> = family.iter().map(|entry| entry.name.as_str()).collect();
            format!("{}: {}", names.join(", "), family[0].about)
        })
        .collect();
    text::print(&format!(
        "{}\n{}\n\n`gleaner features add NAME` downloads one; `gleaner run FOLDER --features NAME` uses it.",
        text::table(&header, &rows),
        about.join("\n")
    ))?;
    Ok(Exit::Done)
}
