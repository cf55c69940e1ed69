//! How hard the embedded sample is, and how well Gleaner does on it. True kinds are used for the numbers that are
//! printed and for nothing else; junk has none.
//!
//! Without `--run`: accuracy of k-means on raw pixels, on colour histograms and on an untrained ResNet's features. With
//! it: the whole pipeline, a line a seed, after `--set` changes to the demo's settings. `--notes` adds
//! what the run says to people and who was taken for whom, `--epochs` a line an epoch. `--dir DIR` keeps checkpoints and
//! goes on from those that are there, so that later stages can be tried on the same features. `--montage FILE.png` writes twelve pictures of each kind.
//!
//! `cargo bench --bench sample_hardness -- [--seeds 0,1,2] [--run [--set key=value]... [--notes] [--epochs]
//! [--dir DIR]] [--montage FILE.png]`

use gleaner::clustering::judge::metrics::{self, UNLABELLED};
use gleaner::clustering::kmeans;
use gleaner::clustering::pipeline::{self, Images, Observer, PipelineInput};
use gleaner::clustering::settings::RunSettings;
use gleaner::clustering::stages::embed;
use gleaner::control::{CancelToken, Latest, Waker};
use gleaner::dataset::{pixels, sample, scan};
use gleaner::learning::network::Params;
use gleaner::learning::network::resnet::{Arch, ResNet, Stem};
use gleaner::learning::views::TileSet;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Pictures of one seed: training tiles in the order of their paths, and what each shows.
struct Sample {
    tiles: Vec<pixels::Tile>,
    truth: Vec<u32>,
}

fn read(dir: &Path, seed: u64) -> Outcome<Sample> {
    let cancel = CancelToken::default();
    let written = sample::write(dir, seed, &cancel, &|_, _| ())?;
    let found = scan::scan(&written.folder, &cancel, &mut |_| ())?;
    let read = Mutex::new(BTreeMap::new());
    pixels::import(&written.folder, &found.files, 0, &cancel, &|_, _| (), &|i, result| {
        if let Ok(prepared) = result {
            read.lock().expect("no panic").insert(i, prepared.tile);
        }
    })?;
    let kinds: BTreeMap<String, &str> = sample::labels(seed).into_iter().collect();
    let (mut tiles, mut truth) = (Vec::new(), Vec::new());
    for (i, tile) in read.into_inner()? {
        let kind = kinds.get(&found.files[i].path.display());
        let class = kind.and_then(|kind| sample::KINDS.iter().position(|name| name == kind));
        truth.push(class.map_or(UNLABELLED, |class| class as u32));
        tiles.push(tile);
    }
    Ok(Sample { tiles, truth })
}

impl Sample {
    fn tile_set(&self, size: usize) -> TileSet {
        let tile = |i: usize| {
            let tile = &self.tiles[i];
            Ok::<_, std::convert::Infallible>((tile.width, tile.height, tile.rgb.clone()))
        };
        TileSet::build(self.tiles.len(), size, tile).expect("infallible")
    }

    /// k-means into as many clusters as there are kinds; the share of pictures that it gets right.
    fn accuracy(&self, rows: &[f32], d: usize, seed: u64) -> Outcome<f64> {
        let found = kmeans::kmeans(rows, d, sample::KINDS.len(), 10, seed, &CancelToken::default())?;
        Ok(metrics::scores(&found.assignment, &self.truth).accuracy)
    }

    fn raw_pixels(&self, seed: u64) -> Outcome<f64> {
        let tiles = self.tile_set(32);
        let rows: Vec<f32> = tiles.rgb.iter().map(|&v| f32::from(v) / 255.0).collect();
        self.accuracy(&rows, 32 * 32 * 3, seed)
    }

    /// Shares of the pixels in 8 x 8 x 8 bins of colour.
    fn color_histograms(&self, seed: u64) -> Outcome<f64> {
        let tiles = self.tile_set(64);
        let mut rows = vec![0.0; tiles.n * 512];
        for (row, image) in rows.chunks_exact_mut(512).zip(tiles.rgb.chunks_exact(64 * 64 * 3)) {
            for p in image.chunks_exact(3) {
                row[p.iter().fold(0, |bin, &v| bin * 8 + usize::from(v / 32))] += 1.0 / (64.0 * 64.0);
            }
        }
        self.accuracy(&rows, 512, seed)
    }

    fn untrained_network(&self, width: usize, seed: u64) -> Outcome<f64> {
        let tiles = self.tile_set(32);
        let net = ResNet { arch: Arch::ResNet18, stem: Stem::Cifar, width };
        let mut params = Params::new(&candle_core::Device::Cpu);
        net.add_params(&mut params, seed)?;
        let mut rows = embed::features(net, &params, &tiles, false, &CancelToken::default())?.backbone;
        embed::normalize_rows(&mut rows, net.n_features());
        self.accuracy(&rows, net.n_features(), seed)
    }

    /// Runs the pipeline and prints its line.
    fn run(&self, settings: &RunSettings, dir: &Path) -> Outcome<()> {
        let started = Instant::now();
        let truth = self.truth.clone();
        let mut observer = Observer {
            cancel: CancelToken::default(),
            progress: Latest::default(),
            course: gleaner::timing::Course::default(),
            waker: Waker::default(),
            on_epoch: Box::new(|epoch| {
                if has_flag("--epochs") {
                    eprintln!("{} {}: loss {:.3}, {:.1} s", epoch.stage.key(), epoch.epoch, epoch.loss, epoch.seconds);
                }
            }),
            on_provisional: Box::new(move |found| {
                if has_flag("--epochs") {
                    eprintln!("{}: accuracy {:.3}", found.source, metrics::scores(&found.clusters, &truth).accuracy);
                }
            }),
            on_proposed: Box::new(|_| ()),
        };
        let images = Images::Tiles(Arc::new(self.tile_set(settings.net.size)));
        let input =
            PipelineInput { images, settings: settings.check()?, dir: dir.to_owned(), resume: true, proposed: None };
        let output = pipeline::run(&input, &mut observer)?;
        let is_known = |i: &u32| self.truth[*i as usize] != UNLABELLED;
        let (mut n_same, mut n_pairs) = (0, 0);
        for i in (0..self.truth.len() as u32).filter(is_known) {
            for j in output.neighbors.of(i as usize).iter().filter(|j| is_known(j)) {
                n_pairs += 1;
                n_same += usize::from(self.truth[i as usize] == self.truth[*j as usize]);
            }
        }
        print!("| {} | {:.3} |", settings.seed, n_same as f64 / n_pairs.max(1) as f64);
        for name in ["kmeans", "scan", "selflabel"] {
            match output.stages.iter().find(|stage| stage.name.key() == name) {
                Some(stage) => {
                    let clusters = stage.clusters.as_deref().unwrap_or_default();
                    let accuracy = metrics::scores(clusters, &self.truth).accuracy;
                    print!(" {accuracy:.3} ({:.3}) |", stage.metrics.get("score").copied().unwrap_or_default());
                }
                None => print!(" - |"),
            }
        }
        let seconds: Vec<String> = output.stages.iter().map(|s| format!("{} {:.0}", s.name.key(), s.seconds)).collect();
        let rate = output.stages.first().map_or(0.0, |stage| stage.images_per_sec);
        let all = started.elapsed().as_secs_f64();
        println!(" {} | {all:.0} ({}; {rate:.0} inputs/s) |", output.kept.stage.key(), seconds.join(", "));
        if has_flag("--notes") {
            output.notes.iter().for_each(|note| println!("  {note}"));
            let stages = output.stages.iter().filter_map(|stage| Some((stage.name.key(), stage.clusters.as_ref()?)));
            stages.for_each(|(name, clusters)| print_confusion(name, clusters, &self.truth));
        }
        Ok(())
    }

    /// Twelve pictures of each kind, a kind a row, 64 pixels each.
    fn montage(&self, path: &str) -> Outcome<()> {
        let tiles = self.tile_set(64);
        let n_kinds = sample::KINDS.len();
        let mut sheet = image::RgbImage::new(12 * 64, n_kinds as u32 * 64);
        for kind in 0..n_kinds {
            let of_kind = (0..tiles.n).filter(|&i| self.truth[i] as usize == kind);
            for (column, i) in of_kind.take(12).enumerate() {
                let bytes = tiles.rgb[i * 64 * 64 * 3..][..64 * 64 * 3].to_vec();
                let picture = image::RgbImage::from_raw(64, 64, bytes).expect("a square of 64 pixels");
                image::imageops::replace(&mut sheet, &picture, column as i64 * 64, kind as i64 * 64);
            }
        }
        Ok(sheet.save(path)?)
    }
}

/// A line a cluster: how many pictures of each kind it has.
fn print_confusion(stage: &str, clusters: &[u32], truth: &[u32]) {
    println!("  {stage}: columns are {}", sample::KINDS.join(", "));
    let table = metrics::confusion(clusters, truth);
    for row in table.counts.chunks(table.classes.len().max(1)) {
        let cells: Vec<String> = row.iter().map(|n| format!("{n:5}")).collect();
        println!("  {}", cells.concat());
    }
}

/// The values that follow each `name` on the command line.
fn values(name: &str) -> Vec<String> {
    let args: Vec<String> = std::env::args().collect();
    args.windows(2).filter(|pair| pair[0] == name).map(|pair| pair[1].clone()).collect()
}

fn has_flag(name: &str) -> bool {
    std::env::args().any(|arg| arg == name)
}

fn main() -> Outcome<()> {
    let seeds = values("--seeds").pop().unwrap_or_else(|| "0,1,2".into());
    let seeds = seeds.split(',').map(str::parse).collect::<Result<Vec<u64>, _>>()?;
    let is_run = has_flag("--run");
    if is_run {
        println!("| seed | neighbour purity | k-means (score) | SCAN | self-label | kept | seconds |");
        println!("|---|---|---|---|---|---|---|");
    } else {
        println!("| seed | images | raw pixels | colour histograms | untrained ResNet-18, width 16 | width 64 |");
        println!("|---|---|---|---|---|---|");
    }
    for seed in seeds {
        let dir = tempfile::tempdir()?;
        let sample = read(dir.path(), seed)?;
        if let Some(path) = values("--montage").pop() {
            sample.montage(&path)?;
        }
        if is_run {
            let mut settings = RunSettings { seed, ..RunSettings::demo_from_scratch() };
            for pair in values("--set") {
                settings.set_pair(&pair)?;
            }
            let kept = values("--dir").pop().map_or_else(|| dir.path().to_owned(), PathBuf::from);
            sample.run(&settings, &kept.join(format!("run-{seed}")))?;
            continue;
        }
        let [narrow, wide] = [16, 64].map(|width| sample.untrained_network(width, seed));
        println!(
            "| {seed} | {} | {:.3} | {:.3} | {:.3} | {:.3} |",
            sample.tiles.len(),
            sample.raw_pixels(seed)?,
            sample.color_histograms(seed)?,
            narrow?,
            wide?
        );
    }
    Ok(())
}
