//! `gleaner run`: a folder of images becomes clusters.

use super::outcome::{Answer, Exit, Failure};
use super::summary::{self, RunReport};
use super::text;
use super::trust::Trust;
use super::work::{Work, look};
use crate::input;
use crate::session::evaluation::TrueLabels;
use crate::session::protocol::{Request, RunSummary};
use crate::session::{DeviceChoice, Preset, RunSettings};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Instant;

/// No settings are longer.
const MOST_BYTES: u64 = 1 << 20;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of images (or a .gleaner directory); it is read and never written to
    folder: PathBuf,
    /// Where the project lies [default: found or made in the data directory]
    #[arg(long, value_name = "P.gleaner")]
    project: Option<PathBuf>,
    #[command(flatten)]
    trust: Trust,
    /// Number of clusters to look for; auto takes what the features propose, see `gleaner classes` [default: 10]
    #[arg(long, value_name = "N|auto", value_parser = clusters)]
    clusters: Option<usize>,
    /// Where features come from: builtin, a network in the program (default of quick); auto, what fits the folder best of what
    /// costs little; builtin-resnet, a smaller network in the program; pixels; colours; simclr, learned from the folder;
    /// NAME, a network that `gleaner features` lists;
    /// file:PATH, weights (DINOv2, CLIP, SigLIP or ResNet, as safetensors or a PyTorch checkpoint); vectors:FILE, rows of
    /// your own (.npy or .safetensors, with files.txt beside it that names the image of each row); several joined by +
    #[arg(long, value_name = "builtin|auto|NAME|A+B|simclr|file:PATH|vectors:FILE")]
    features: Option<String>,
    /// What clusters the features beside k-means, the better of which is kept: auto is scan; consensus trains scan's and
    /// more heads and takes what they agree on; tree is the cut of the merge tree that `gleaner classes` shows, and is always kept [default: auto]
    #[arg(long, value_name = "auto|consensus|temi|scan|turtle|tree|kmeans")]
    head: Option<String>,
    /// Defaults to begin with: quick (a minute on a laptop), balanced (then a network learns on from the folder, and the
    /// better clusters are kept), or paper [default: quick]
    #[arg(long, value_name = "quick|balanced|paper")]
    preset: Option<Preset>,
    /// Settings from a TOML file
    #[arg(long, value_name = "F.toml")]
    settings: Option<PathBuf>,
    /// One setting, for instance scan.epochs=40; an unknown key is answered with the list of all
    #[arg(long = "set", value_name = "key=value")]
    set: Vec<String>,
    /// Seed of every random draw [default: 0]
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: Option<u64>,
    /// True labels to compare with: the first folder of each path (below the one that all images lie
    /// in), or a table (CSV or JSON lines) with file_name,label
    #[arg(long, value_name = "folders|FILE.csv")]
    labels: Option<String>,
    /// Worker threads [default: all cores]
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// Where to compute [default: auto]
    #[arg(long, value_name = "auto|cpu|cuda[:N]|metal", value_parser = DeviceChoice::from_str)]
    device: Option<DeviceChoice>,
    /// Stop at the first clusters; else, where neither features nor head are said, other features and ways of clustering are
    /// tried afterwards, and taken if they fit better
    #[arg(long)]
    first_only: bool,
    /// Go on with a run of the same settings that was cut off
    #[arg(long)]
    resume: bool,
    /// Exit with 3 if any file was skipped
    #[arg(long)]
    strict: bool,
    /// Print one JSON object as the last line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// [`Failure`].
pub fn run(args: &Args) -> Answer {
    let started = Instant::now();
    let mut settings = settings(args)?;
    // A folder that is not there may be on a drive that is away, and its project knows it.
    if args.folder.is_file() {
        return Err(Failure::failed(format!(
            "{}: this is a file; name the folder that holds the pictures",
            args.folder.display()
        )));
    }
    let labels = args.labels.as_deref().map(TrueLabels::parse);
    if let Some(labels) = &labels {
        labels.check()?;
    }
    if let Some(words) = without_effect(&settings, &args.set) {
        text::tell(format_args!("gleaner: {words}"));
    }
    args.trust.note(args.project.as_ref().unwrap_or(&args.folder))?;
    let mut work = Work::start(settings.threads)?;
    let words = work.ask(&Request::Open { path: args.folder.clone(), project: args.project.clone() })?;
    if work.snapshot().folder.last_look.is_some_and(|look| look.is_of_known()) {
        // What became of images that people may have labelled is never passed over.
        text::tell(format_args!("gleaner: {}", text::one_line(&words)));
    }
    if let (Some(labels), Some(project)) = (&labels, &work.snapshot().project) {
        look(&project.path)?.check_labels(labels)?;
    }
    let n_images = work.snapshot().images.rows.len();
    if is_usual(args, &settings) && (2..settings.clusters).contains(&n_images) {
        let images = text::counted(n_images, "image", "images");
        let n = settings.clusters;
        let words = "as many as they suggest are looked for";
        text::tell(format_args!("gleaner: {images} cannot make the usual {n} groups: {words}"));
        settings.clusters = 0;
    }
    let improves = improves(args, &settings);
    let request = Request::Run { settings: Box::new(settings), resume: args.resume };
    work.ask(&request).map_err(|failure| failure.if_cancelled("with --resume the run goes on where it was"))?;
    let first = summary::newest(&work.snapshot()).map(|run| run.id);
    let first = first.ok_or_else(|| Failure::failed("the run left no result"))?;
    // Clusters that a person changed meanwhile are theirs: nothing else is looked for.
    let words = if improves && work.snapshot().adopted == Some(first) {
        text::tell(format_args!(
            "gleaner: First groups after {}. Looking for better ones.",
            text::duration(started.elapsed().as_secs_f64())
        ));
        Some(work.ask(&Request::Improve { take: true })?)
    } else {
        None
    };
    let snapshot = work.snapshot();
    work.finish();
    // What was tried and lost is in the list of runs.
    let is_shown = |run: &&RunSummary| run.id == if improves { snapshot.adopted.unwrap_or(first) } else { first };
    let run = snapshot.runs.iter().find(is_shown).ok_or_else(|| Failure::failed("the run left no result"))?;
    let evaluation = match (&labels, &snapshot.project) {
        (Some(labels), Some(project)) => Some(look(&project.path)?.evaluate(labels, Some(run.id))?),
        _ => None,
    };
    if args.json {
        text::print_json(&RunReport::new(&snapshot, run, evaluation.as_ref()))?;
    } else {
        if let Some(words) = words {
            text::print(&words)?;
        }
        text::print(&summary::run(&snapshot, run, evaluation.as_ref()))?;
    }
    let is_strict_about = args.strict && !snapshot.skipped.is_empty();
    Ok(if is_strict_about { Exit::Skipped } else { Exit::Done })
}

/// Whether better clusters are looked for after the first ones: where a person left open what makes them.
fn improves(args: &Args, settings: &RunSettings) -> bool {
    let is_said = args.features.is_some() || args.head.is_some();
    !is_said && !args.first_only && settings.is_improvable()
}

/// Whether nobody said how many groups there are to be.
fn is_usual(args: &Args, settings: &RunSettings) -> bool {
    args.clusters.is_none() && settings.clusters == RunSettings::preset(args.preset.unwrap_or_default()).clusters
}

/// Preset, then file, then pairs, then flags: the nearer to the person the later.
fn settings(args: &Args) -> Result<RunSettings, Failure> {
    let preset = args.preset.unwrap_or_default();
    let mut settings = match args.clusters {
        Some(clusters) => RunSettings::preset_for(preset, clusters),
        None => RunSettings::preset(preset),
    };
    if let Some(file) = &args.settings {
        let text =
            input::read_text(file, MOST_BYTES).map_err(|e| Failure::failed(format!("{}: {e}", file.display())))?;
        settings = settings.merge_toml(&text)?;
    }
    for pair in &args.set {
        settings.set_pair(pair)?;
    }
    let flags = &args;
    settings.clusters = flags.clusters.unwrap_or(settings.clusters);
    settings.seed = flags.seed.unwrap_or(settings.seed);
    settings.threads = flags.threads.unwrap_or(settings.threads);
    settings.device = flags.device.unwrap_or(settings.device);
    for (key, word) in [("features", &flags.features), ("head", &flags.head)] {
        if let Some(word) = word {
            settings.set(key, word)?;
        }
    }
    settings.check()?;
    Ok(settings)
}

/// Says which changes decide nothing, because nothing is learned from the folder.
fn without_effect(settings: &RunSettings, pairs: &[String]) -> Option<String> {
    let key = |pair: &String| pair.split('=').next().unwrap_or_default().trim().to_owned();
    let is_learning =
        |key: &String| ["net.", "pretext", "simclr.", "dcl.", "selflabel."].iter().any(|part| key.starts_with(part));
    // Self-labelling by transport goes on from SCAN's head on frozen features too.
    let is_used = |key: &String| {
        settings.labels_frozen_heads() && ["selflabel.pseudo", "selflabel.epochs"].contains(&key.as_str())
    };
    let keys: Vec<String> = pairs.iter().map(key).filter(|key| is_learning(key) && !is_used(key)).collect();
    (settings.is_frozen() && !settings.learns_on() && !keys.is_empty()).then(|| {
        let keys = keys.join(", ");
        format!(
            "Without effect, since features come from {}: {keys}. --features simclr learns from the folder.",
            settings.features
        )
    })
}

/// 0 stands for auto.
fn clusters(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n) if n > 0 => Ok(n),
        _ if text == "auto" => Ok(0),
        _ => Err("a whole number from 1, or auto".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Head, PseudoLabel, Source};
    use clap::Parser;

    #[test]
    fn changes_that_decide_nothing_are_told() {
        let pairs = ["simclr.epochs=3", "neighbors.k=4", "net.width=8"].map(str::to_owned);
        let words = without_effect(&RunSettings::default(), &pairs).expect("told");
        assert!(words.contains("builtin: simclr.epochs, net.width."), "{words}");
        let learned = RunSettings { features: Source::Simclr, ..RunSettings::default() };
        assert_eq!(without_effect(&learned, &pairs), None);
        assert_eq!(without_effect(&RunSettings::default(), &pairs[1..2]), None);
        let pairs = ["selflabel.pseudo=p2ot", "selflabel.epochs=5", "selflabel.lr=0.1"].map(str::to_owned);
        let mut transport = RunSettings::default();
        assert!(without_effect(&transport, &pairs[1..2]).is_some());
        transport.selflabel.pseudo = PseudoLabel::P2ot;
        assert_eq!(without_effect(&transport, &pairs[..2]), None);
        assert!(without_effect(&transport, &pairs).expect("told").contains("builtin: selflabel.lr."));
        transport.head = Head::Temi;
        assert!(without_effect(&transport, &pairs[..1]).is_some());
    }

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    fn of(line: &str) -> Result<RunSettings, Failure> {
        let args = ["run", "photos"].into_iter().chain(line.split_whitespace());
        settings(&Line::try_parse_from(args).expect("parses").args)
    }

    #[test]
    fn nearer_settings_win() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("f.toml");
        std::fs::write(&file, "clusters = 5\nseed = 5\n[scan]\nepochs = 5\nheads = 5\n").expect("written");
        let line =
            format!("--settings {} --preset balanced --set scan.epochs=6 --set clusters=6 --seed 7", file.display());
        let settings = of(&line).expect("sound");
        assert_eq!((settings.preset, settings.net.size), (Preset::Balanced, 64));
        assert_eq!((settings.clusters, settings.seed, settings.scan.epochs, settings.scan.heads), (6, 7, 6, 5));
        let flags = of("--features simclr --threads 3 --device cuda:1 --clusters 4").expect("sound");
        assert_eq!((flags.threads, flags.device, flags.clusters), (3, DeviceChoice::Cuda(Some(1)), 4));
        assert_eq!((of("--clusters auto").expect("sound").clusters, clusters("0").is_err()), (0, true));
        assert_eq!(of("--set clusters=auto").expect("sound").clusters, 0);
    }

    #[test]
    fn wrong_settings_are_wrong_use() {
        for line in [
            "--set scan.nothing=1",
            "--set scan.epochs",
            "--set net.arch=vgg",
            "--features x",
            "--set clusters=0",
            "--set preset=paper",
        ] {
            let failure = of(line).expect_err(line);
            assert!(format!("{failure:?}").contains("code: 2"), "{line}: {failure:?}");
        }
        assert!(format!("{:?}", of("--settings nowhere.toml")).contains("code: 1"));
    }
}
