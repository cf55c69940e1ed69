//! `gleaner quality`: what is unusual, what is unsure, and how far confidences can be believed.

use super::outcome::{Answer, Exit};
use super::text;
use super::work::look;
use crate::ids::ImageId;
use crate::session::protocol::Snapshot;
use crate::session::quality::{LEAST_LABELS, Quality, Reliability};
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;

/// Images of a shelf that people are told; scripts get all.
const N_SHOWN: usize = 10;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A .gleaner directory
    project: PathBuf,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    /// Mean share of an image's neighbours in its own cluster.
    neighbor_agreement: Option<f64>,
    n_duplicate_groups: usize,
    n_duplicates: usize,
    looks_like_junk: Vec<Shelved<'a>>,
    unsure: Vec<Shelved<'a>>,
    n_labels: usize,
    calibration: Option<Calibrated>,
}

#[derive(Serialize)]
struct Shelved<'a> {
    image: ImageId,
    path: &'a str,
    junk_score: Option<f32>,
    neighbor_agreement: Option<f32>,
    confidence: f32,
}

#[derive(Serialize)]
struct Calibrated {
    temperature: f64,
    ece_before: f64,
    ece: f64,
    bins: Vec<Bar>,
}

#[derive(Serialize)]
struct Bar {
    n: usize,
    confidence: f64,
    accuracy: f64,
}

/// Runs the command.
///
/// # Errors
/// If the project can not be read.
pub fn run(args: &Args) -> Answer {
    let project = look(&args.project)?;
    let (snapshot, quality) = (project.snapshot(), project.quality()?);
    let report = report(&snapshot, &quality);
    if args.json {
        text::print_json(&report)?;
    } else {
        text::print(&words(&report))?;
    }
    Ok(Exit::Done)
}

fn report<'a>(snapshot: &'a Snapshot, quality: &Quality) -> Report<'a> {
    let shelved = |&image: &ImageId| {
        let row = snapshot.images.position(image)?;
        Some(Shelved {
            image,
            path: &snapshot.images.rows[row].path,
            junk_score: quality.junk_score(row),
            neighbor_agreement: quality.agreement(row),
            confidence: snapshot.labels.get(row).map_or(0.0, |label| label.confidence),
        })
    };
    let bars = |reliability: &Reliability| {
        let bar =
            |bin: &crate::session::quality::Bin| Bar { n: bin.n, confidence: bin.confidence, accuracy: bin.accuracy };
        reliability.bins.iter().map(bar).collect()
    };
    Report {
        neighbor_agreement: quality.mean_agreement,
        n_duplicate_groups: quality.groups.len(),
        n_duplicates: quality.duplicates.len(),
        looks_like_junk: quality.unusual.iter().filter_map(shelved).collect(),
        unsure: quality.unsure.iter().filter_map(shelved).collect(),
        n_labels: quality.n_labels,
        calibration: quality.calibration.as_ref().map(|c| Calibrated {
            temperature: c.temperature,
            ece_before: c.before.ece,
            ece: c.after.ece,
            bins: bars(&c.after),
        }),
    }
}

fn words(report: &Report<'_>) -> String {
    let mut words = String::new();
    if let Some(agreement) = report.neighbor_agreement {
        let _ = writeln!(words, "On average {} of an image's neighbours are in its group.", text::percent(agreement));
    }
    let _ = writeln!(
        words,
        "Near-duplicates: {} in {}; `gleaner duplicates` lists them.",
        text::counted(report.n_duplicates, "image", "images"),
        text::counted(report.n_duplicate_groups, "set", "sets")
    );
    let _ = match &report.calibration {
        Some(c) => writeln!(
            words,
            "Confidences are off by {} on average; at temperature {:.2}, fitted to {}, by {}.",
            text::percent(c.ece_before),
            c.temperature,
            text::counted(report.n_labels, "label of yours", "labels of yours"),
            text::percent(c.ece)
        ),
        None => writeln!(
            words,
            "Confidences are as the head gives them: {} of {LEAST_LABELS} labels by a person are there to check them.",
            report.n_labels
        ),
    };
    shelf(&mut words, "Unusual", &report.looks_like_junk);
    shelf(&mut words, "Unsure", &report.unsure);
    words
}

fn shelf(words: &mut String, name: &str, shelved: &[Shelved<'_>]) {
    let _ = writeln!(words, "\n{name}: {}", text::counted(shelved.len(), "image", "images"));
    for image in shelved.iter().take(N_SHOWN) {
        let share = |value: Option<f32>| value.map_or("-".to_owned(), |value| text::decimal(value, 2));
        let _ = writeln!(
            words,
            "  junk {}  agreement {}  confidence {:.2}  {}",
            share(image.junk_score),
            share(image.neighbor_agreement),
            image.confidence,
            text::one_line(image.path)
        );
    }
    if shelved.len() > N_SHOWN {
        let _ = writeln!(words, "  and {} more (--json lists all)", shelved.len() - N_SHOWN);
    }
}
