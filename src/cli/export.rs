//! `gleaner export`: labels written out, beside whoever works on the project.

use super::outcome::{Answer, Exit, Failure};
use super::progress::Display;
use super::trust::Trust;
use super::work::look;
use super::{interrupt, text};
use crate::ids::ClusterId;
use crate::session::protocol::{
    ExportFormat, ExportRequest, FORMATS, ImageLabel, LabelSource, LinkKind, Snapshot, TableForm,
};
use crate::session::read_only::ExportError;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    #[command(flatten)]
    trust: Trust,
    /// What to write
    #[arg(long, value_parser = formats())]
    format: &'static ExportFormat,
    /// File to make; with folders, directory
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Leave out labels that the machine is less sure of, 0 to 1; folders put them under _unlabeled
    #[arg(long, value_name = "T", default_value = "0", value_parser = share)]
    min_confidence: f32,
    /// Only labels that a person gave: confirmed, or placed by hand
    #[arg(long)]
    confirmed_only: bool,
    /// Write nothing while a group whose labels would be written has no name
    #[arg(long)]
    named_only: bool,
    /// How images get into class folders
    #[arg(long, default_value = "copy", value_parser = links())]
    link: LinkKind,
    /// Replace what is there (of folders only what Gleaner wrote)
    #[arg(long)]
    force: bool,
    /// Replace also by fewer confirmed labels than are there, and while images are missing
    #[arg(long)]
    allow_fewer: bool,
    /// Names and paths as they are, also where a spreadsheet would compute them (=..., @...); else they have a ' before them
    #[arg(long)]
    raw_cells: bool,
    /// Begin the table with the mark (BOM) by which Excel knows UTF-8
    #[arg(long)]
    bom: bool,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`].
pub fn run(args: Args) -> Answer {
    if args.format.is_folder() {
        args.trust.check(&args.project)?;
    } else {
        args.trust.note(&args.project)?;
    }
    let reader = look(&args.project)?;
    let request = ExportRequest {
        format: args.format,
        out: args.out,
        min_confidence: args.min_confidence,
        confirmed_only: args.confirmed_only,
        link: args.link,
        force: args.force,
        allow_fewer: args.allow_fewer,
        table: TableForm { is_raw: args.raw_cells, has_mark: args.bom },
    };
    if let Some(words) = unnamed(&reader.snapshot(), &request) {
        if args.named_only {
            return Err(Failure::failed(format!("{words}; nothing was written")));
        }
        text::tell(format_args!(
            "{words}. `gleaner edit PROJECT rename` names them; --named-only writes nothing before."
        ));
    }
    let stop = interrupt::token();
    let mut display = Display::new();
    let is_in_the_way = !request.force && request.out.exists();
    let written = reader.export(&request, &stop, &mut |progress| display.show(&progress));
    display.clear();
    let words = written.map_err(|error| match error {
        _ if stop.is_cancelled() => Failure::cancelled(),
        ExportError::Fewer(words) => Failure::failed(format!("{words} (--allow-fewer)")),
        error if is_in_the_way => Failure::failed(format!("{error} (--force)")),
        ExportError::Failed(words) => Failure::failed(words),
    })?;
    text::print(&words)?;
    Ok(Exit::Done)
}

/// "3 of 9 groups have no name: Group 2, Group 5, Group 9", of those whose labels would be written.
fn unnamed(snapshot: &Snapshot, request: &ExportRequest) -> Option<String> {
    let is_wanted = |label: &&ImageLabel| match label.source {
        LabelSource::Machine => !request.confirmed_only && label.confidence >= request.min_confidence,
        LabelSource::Placed | LabelSource::Confirmed => true,
    };
    let written: BTreeSet<ClusterId> =
        snapshot.labels.iter().filter(is_wanted).filter_map(|label| label.cluster).collect();
    let without = snapshot.clusters.iter().filter(|cluster| !cluster.is_named && written.contains(&cluster.id));
    let names: Vec<&str> = without.map(|cluster| cluster.name.as_str()).collect();
    let has = if names.len() == 1 { "has" } else { "have" };
    let of = format!("{} of {}", names.len(), text::counted(written.len(), "group", "groups"));
    (!names.is_empty()).then(|| format!("{of} {has} no name: {}", text::one_line(&names.join(", "))))
}

fn formats() -> impl TypedValueParser<Value = &'static ExportFormat> {
    let values = FORMATS.iter().map(|format| PossibleValue::new(format.key).help(format.about));
    PossibleValuesParser::new(values).try_map(|key| ExportFormat::named(&key).ok_or("no such format"))
}

fn links() -> impl TypedValueParser<Value = LinkKind> {
    let values = LinkKind::ALL.map(|link| PossibleValue::new(link.key()).help(link.name()));
    let named = |key: String| LinkKind::ALL.into_iter().find(|link| link.key() == key);
    PossibleValuesParser::new(values).try_map(move |key| named(key).ok_or("no such kind"))
}

pub(super) fn share(text: &str) -> Result<f32, String> {
    let share = text.parse::<f32>().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "a number from 0 to 1".to_owned())
}
