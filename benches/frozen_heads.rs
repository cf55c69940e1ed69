//! How well frozen features and the heads on them do on labelled folders, beside raw pixels and colour histograms.
//! Labels are the first folder of each path; they are used for the numbers that are printed and for nothing else.
//!
//! `cargo bench --bench frozen_heads -- FOLDER... [--seeds 0,1,2] [--limit N] [--set key=value]... [--notes]
//! [--heads auto,turtle] [--baselines] [--random ROWS,DIM,CLUSTERS]`
//!
//! One line a folder, head and seed: accuracy (Hungarian), NMI, seconds, the label-free score, and whether it was kept.
//! `--set features=...` takes other rows. `--limit` takes the first N of each class. `--notes` adds what the run says to people. `--baselines` adds k-means on
//! 16 x 16 pixels and on histograms of 8 x 8 x 8 colours. `--random` clusters rows of that many normal clouds, for their
//! seconds.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/labelled.rs"]
mod labelled;

use arguments::{folders, values};
use gleaner::clustering::judge::metrics;
use gleaner::clustering::kmeans;
use gleaner::clustering::pipeline::{self, Images, Observer, PipelineInput, RawRows};
use gleaner::clustering::settings::RunSettings;
use gleaner::clustering::stages::embed;
use gleaner::control::{CancelToken, Latest, Rng, Waker};
use gleaner::features::rows::Block;
use labelled::Folder;
use std::path::Path;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A folder on which heads are measured.
struct Measured(Folder);

impl Measured {
    fn line(&self, what: &str, seed: u64, clusters: &[u32], secs: f64, rest: &str) {
        let scores = metrics::scores(clusters, &self.0.truth);
        println!(
            "| {} | {what} | {seed} | {:.3} | {:.3} | {secs:.1} | {rest} |",
            self.0.name, scores.accuracy, scores.nmi
        );
    }

    fn baseline(&self, what: &str, rows: &[f32], seed: u64) -> Outcome<()> {
        let started = Instant::now();
        let d = rows.len() / self.0.tiles.len().max(1);
        let found = kmeans::kmeans(rows, d, self.0.n_classes, 10, seed, &CancelToken::default())?;
        self.line(what, seed, &found.assignment, started.elapsed().as_secs_f64(), "");
        Ok(())
    }

    /// Shares of the pixels in 8 x 8 x 8 bins of colour.
    fn histograms(&self) -> Vec<f32> {
        let tiles = self.0.squares(64);
        let mut rows = vec![0.0; tiles.n * 512];
        for (row, image) in rows.chunks_exact_mut(512).zip(tiles.rgb.chunks_exact(64 * 64 * 3)) {
            for p in image.chunks_exact(3) {
                row[p.iter().fold(0, |bin, &v| bin * 8 + usize::from(v / 32))] += 1.0 / (64.0 * 64.0);
            }
        }
        rows
    }

    fn run(&self, images: Images, settings: &RunSettings) -> Outcome<()> {
        let mut observer = Observer {
            cancel: CancelToken::default(),
            progress: Latest::default(),
            course: gleaner::timing::Course::default(),
            waker: Waker::default(),
            on_epoch: Box::new(|_| ()),
            on_provisional: Box::new(|_| ()),
            on_proposed: Box::new(|_| ()),
        };
        let dir = tempfile::tempdir()?;
        let input = PipelineInput {
            images,
            settings: settings.check()?,
            dir: dir.path().to_owned(),
            resume: false,
            proposed: None,
        };
        let output = pipeline::run(&input, &mut observer)?;
        for stage in &output.stages {
            let Some(clusters) = &stage.clusters else { continue };
            let number = |name: &str| stage.metrics.get(name).copied().unwrap_or(f64::NAN);
            let kept = if stage.name == output.kept.stage { "kept" } else { "" };
            let rest = format!("{:.3} | {:.3} | {kept}", number("score"), number("corrected_agreement"));
            self.line(stage.name.key(), settings.seed, clusters, stage.seconds, &rest);
        }
        if has_flag("--notes") {
            output.notes.iter().for_each(|note| println!("  {note}"));
        }
        Ok(())
    }

    fn all(&self, seeds: &[u64], heads: &[String], changes: &[String]) -> Outcome<()> {
        if has_flag("--baselines") {
            let tiles = self.0.squares(16);
            let mut pixels: Vec<f32> = tiles.rgb.iter().map(|&v| f32::from(v) / 255.0).collect();
            embed::normalize_rows(&mut pixels, 16 * 16 * 3);
            let histograms = self.histograms();
            for &seed in seeds {
                self.baseline("raw pixels, k-means", &pixels, seed)?;
                self.baseline("colour histogram, k-means", &histograms, seed)?;
            }
        }
        let started = Instant::now();
        let mut settings = RunSettings::default();
        changes.iter().try_for_each(|pair| settings.set_pair(pair))?;
        let rows = self.0.raw(&settings)?;
        println!(
            "  {}: {} images, features in {:.1} s",
            self.0.name,
            self.0.tiles.len(),
            started.elapsed().as_secs_f64()
        );
        self.heads(&rows, seeds, heads, changes)
    }

    fn heads(&self, rows: &RawRows, seeds: &[u64], heads: &[String], changes: &[String]) -> Outcome<()> {
        for &seed in seeds {
            for head in heads {
                let mut settings =
                    RunSettings { clusters: self.0.n_classes, seed, head: head.parse()?, ..RunSettings::default() };
                for pair in changes {
                    settings.set_pair(pair)?;
                }
                self.run(Images::Rows(rows.clone()), &settings)?;
            }
        }
        Ok(())
    }

    /// Rows of normal clouds, and what holds their true clouds.
    fn random(n: usize, d: usize, c: usize) -> (Self, RawRows) {
        let mut rng = Rng::from_key(&[5]);
        let centers: Vec<f32> = (0..c * d).map(|_| rng.normal() as f32).collect();
        let truth: Vec<u32> = (0..n).map(|i| (i % c) as u32).collect();
        let row = |&cloud: &u32| (0..d).map(move |j| cloud as usize * d + j);
        let raw = truth.iter().flat_map(row).map(|at| centers[at] + 2.0 * rng.normal() as f32).collect();
        let blocks = vec![Block { width: d, weight: 1.0, is_standardised: false }];
        let folder = Folder {
            name: format!("{n} x {d}, C = {c}"),
            tiles: Vec::new(),
            pictures: Vec::new(),
            truth,
            n_classes: c,
        };
        (Self(folder), RawRows { raw, blocks, head: None })
    }
}

fn has_flag(name: &str) -> bool {
    std::env::args().any(|arg| arg == name)
}

fn main() -> Outcome<()> {
    let seeds = values("--seeds").pop().unwrap_or_else(|| "0,1,2".into());
    let seeds = seeds.split(',').map(str::parse).collect::<Result<Vec<u64>, _>>()?;
    let heads = values("--heads").pop().unwrap_or_else(|| "auto,turtle".into());
    let heads: Vec<String> = heads.split(',').map(str::to_owned).collect();
    let limit = values("--limit").pop().map_or(Ok(0), |text| text.parse())?;
    println!("| folder | head | seed | accuracy | NMI | seconds | score | agreement | |");
    println!("|---|---|---|---|---|---|---|---|---|");
    if let Some(sizes) = values("--random").pop() {
        let sizes = sizes.split(',').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
        let &[n, d, c] = sizes.as_slice() else { return Err("--random takes ROWS,DIM,CLUSTERS".into()) };
        let (folder, rows) = Measured::random(n, d, c);
        return folder.heads(&rows, &seeds, &heads, &values("--set"));
    }
    for folder in folders() {
        Measured(Folder::read(Path::new(&folder), limit)?).all(&seeds, &heads, &values("--set"))?;
    }
    Ok(())
}
