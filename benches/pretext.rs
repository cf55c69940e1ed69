//! How fast pretexts learn: the accuracy of a nearest-neighbour vote on the backbone's features after every few epochs,
//! beside the time that training took so far. Labels are the first folder of each path; they serve the vote alone.
//!
//! `cargo bench --bench pretext -- FOLDER... [--run "pretext=dcl dcl.epochs=20"]... [--set net.size=48]...
//! [--seeds 0,1] [--every 5] [--limit N]`
//!
//! Each `--run` holds the settings of one curve, apart by spaces; without any, SimCLR's and DCL's of the quick preset. `--set`
//! changes all of them. `--limit` takes the first N images of each class. The vote (Wu et al. 2018): of the 20 other images
//! of the folder that are nearest by cosine, each with the weight exp(cosine / 0.07). Seconds are the processor's, of all
//! threads (Linux), and the clock's, both without the votes. The cosine of the learning rate fits the epochs of a run, so
//! that only its last line is what a run of that length gives.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/labelled.rs"]
#[expect(dead_code, reason = "learns from tiles alone")]
mod labelled;

use arguments::{folders, values};
use candle_core::Device;
use gleaner::clustering::neighbors;
use gleaner::clustering::settings::RunSettings;
use gleaner::clustering::stages::embed;
use gleaner::clustering::stages::pretext;
use gleaner::control::CancelToken;
use gleaner::features::Source;
use gleaner::learning::network::resnet::ResNet;
use gleaner::learning::network::{Params, heads};
use gleaner::learning::trainer::{self, TrainError, Watch};
use gleaner::learning::views::TileSet;
use labelled::Folder;
use std::path::Path;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Share of images whose neighbours vote for their class.
fn vote(net: ResNet, params: &Params, tiles: &TileSet, folder: &Folder) -> Result<f64, TrainError> {
    let cancel = CancelToken::default();
    let features = embed::features(net, params, tiles, false, &cancel)?;
    let found = neighbors::exact_cosine(&features.backbone, features.n_features, 20, &cancel)?;
    let (truth, n_classes) = (&folder.truth, folder.n_classes);
    let is_right = |i: usize| {
        let mut votes = vec![0f64; n_classes];
        for (&other, &cosine) in found.of(i).iter().zip(&found.similarity[i * found.k..]) {
            votes[truth[other as usize] as usize] += (f64::from(cosine) / 0.07).exp();
        }
        let winner = (0..n_classes).max_by(|&a, &b| votes[a].total_cmp(&votes[b]));
        winner == Some(truth[i] as usize)
    };
    Ok((0..truth.len()).filter(|&i| is_right(i)).count() as f64 / truth.len().max(1) as f64)
}

/// Seconds of the processor, all threads together, and of the clock.
#[derive(Clone, Copy)]
struct Times {
    processor: f64,
    clock: f64,
}

impl Times {
    fn since(start: Instant) -> Self {
        // In hundredths of a second, the 14th and 15th field; the name before them may hold anything but a last bracket.
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        let ticks: f64 = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
        Self { processor: ticks / 100.0, clock: start.elapsed().as_secs_f64() }
    }

    fn minus(self, other: Self) -> Self {
        Self { processor: self.processor - other.processor, clock: self.clock - other.clock }
    }

    fn plus(self, other: Self) -> Self {
        Self { processor: self.processor + other.processor, clock: self.clock + other.clock }
    }
}

/// Trains and prints one curve.
fn curve(folder: &Folder, tiles: &TileSet, run: &str, settings: &RunSettings, every: usize) -> Outcome<()> {
    let net = pretext::network(settings);
    let mut params = Params::new(&Device::Cpu);
    net.add_params(&mut params, settings.seed)?;
    heads::add_projection(&mut params, net.n_features(), settings.seed)?;
    let start = Instant::now();
    let mut not_training = Times::since(start);
    let plan = pretext::plan(settings, tiles.n);
    let mut on_epoch_end = |epoch: usize| {
        if (epoch + 1).is_multiple_of(every) || epoch + 1 == plan.n_epochs {
            let before = Times::since(start);
            let accuracy = vote(net, &params, tiles, folder)?;
            let Times { processor, clock } = before.minus(not_training);
            let (name, seed) = (&folder.name, settings.seed);
            println!("| {name} | {run} | {seed} | {} | {accuracy:.4} | {processor:.0} | {clock:.0} |", epoch + 1);
            not_training = not_training.plus(Times::since(start).minus(before));
        }
        Ok(())
    };
    let mut objective = pretext::objective(settings, net, &params, &mut on_epoch_end);
    let cancel = CancelToken::default();
    let mut watch =
        Watch { cancel: &cancel, on_step: &mut |_, _| (), on_epoch: &mut |_| (), on_smaller_batch: &mut |_| () };
    trainer::train(&plan, &params, tiles, &mut *objective, &mut watch)?;
    Ok(())
}

fn main() -> Outcome<()> {
    let seeds = values("--seeds").pop().unwrap_or_else(|| "0".into());
    let seeds = seeds.split(',').map(str::parse).collect::<Result<Vec<u64>, _>>()?;
    let every = values("--every").pop().map_or(Ok(5), |text| text.parse::<usize>())?.max(1);
    let limit = values("--limit").pop().map_or(Ok(0), |text| text.parse())?;
    let mut runs = values("--run");
    if runs.is_empty() {
        runs = vec!["pretext=simclr".into(), "pretext=dcl".into()];
    }
    println!("| folder | run | seed | epoch | accuracy | processor s | clock s |");
    println!("|---|---|---|---|---|---|---|");
    for path in folders() {
        let folder = Folder::read(Path::new(&path), limit)?;
        for &seed in &seeds {
            for run in &runs {
                let mut settings = RunSettings { seed, features: Source::Simclr, ..RunSettings::default() };
                for pair in values("--set").iter().map(String::as_str).chain(run.split_whitespace()) {
                    settings.set_pair(pair)?;
                }
                settings.check()?;
                let tiles = folder.squares(settings.net.size);
                curve(&folder, &tiles, run, &settings, every)?;
            }
        }
    }
    Ok(())
}
