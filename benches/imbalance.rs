//! What cluster sizes that are not held to be even, and pseudo-labels by transport, do on folders of uneven classes.
//! Labels are the first folder of each path; they make the subsets and the numbers that are printed, and nothing else.
//!
//! `cargo bench --bench imbalance -- FOLDER... [--vectors FILE]... [--ratios 1,10,50] [--alphas 0,0.5,1] [--seeds 0,1,2]
//! [--set key=value]... [--runs]`
//!
//! A subset takes from the k-th of C classes, in an order that the seed shuffles, n * ratio^(-k / (C - 1)) images, n the
//! size of the smallest class of the folder. Features are the built-in ones; with `--vectors` the rows of a file, whose
//! `files.txt` names the images, and so their classes. With an alpha of 0 the sizes are those that `scan.sizes` finds;
//! `--set scan.sizes=even` is the paper's loss. A row a ratio and method, means over seeds: accuracy (Hungarian), NMI, mean recall of a class, mean recall of the smallest three tenths of the classes; how
//! often it was kept. `--runs` prints each run too.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/labelled.rs"]
mod labelled;
#[path = "common/matrix.rs"]
mod matrix;

use arguments::{folders, values};
use gleaner::clustering::judge::metrics;
use gleaner::clustering::pipeline::{self, Images, Observer, PipelineInput, RawRows};
use gleaner::clustering::settings::{PseudoLabel, RunSettings};
use gleaner::control::{CancelToken, Latest, Rng, Waker};
use gleaner::features::rows::Block;
use labelled::Folder;
use std::path::Path;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What is printed of one result: accuracy, NMI, recall, recall of the smallest classes, and whether it was kept.
type Row = [f64; 5];

/// Rows of images whose classes are known.
struct Labelled {
    name: String,
    rows: RawRows,
    truth: Vec<u32>,
    n_classes: usize,
}

impl Labelled {
    /// The built-in features of a folder.
    fn folder(path: &Path) -> Outcome<Self> {
        let folder = Folder::read(path, 0)?;
        let rows = folder.raw(&RunSettings::default())?;
        Ok(Self { name: folder.name, rows, truth: folder.truth, n_classes: folder.n_classes })
    }

    /// A matrix, and the first folder of each line beside it.
    fn vectors(path: &Path) -> Outcome<Self> {
        let matrix::Labelled { raw, d, truth, n_classes } = matrix::Labelled::read(path)?;
        let blocks = vec![Block { width: d, weight: 1.0, is_standardised: false }];
        let name = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, rows: RawRows { raw, blocks, head: None }, truth, n_classes })
    }
}

/// The rows of a subset and their classes, and the classes from large to small.
struct Subset {
    rows: RawRows,
    truth: Vec<u32>,
    order: Vec<u32>,
}

impl Subset {
    fn new(folder: &Labelled, ratio: f64, seed: u64) -> Self {
        let all = &folder.rows;
        let c = folder.n_classes;
        let mut order: Vec<u32> = (0..c as u32).collect();
        Rng::from_key(&[seed, 0x1BA1]).shuffle(&mut order);
        let sizes = (0..c as u32).map(|class| folder.truth.iter().filter(|own| **own == class).count());
        let largest = sizes.min().unwrap_or_default() as f64;
        let mut left = vec![0; c];
        for (k, class) in order.iter().enumerate() {
            let share = ratio.powf(-(k as f64) / (c.max(2) - 1) as f64);
            left[*class as usize] = ((largest * share).round() as usize).max(1);
        }
        let width = all.raw.len() / folder.truth.len().max(1);
        let (mut raw, mut truth) = (Vec::new(), Vec::new());
        for (row, &class) in all.raw.chunks_exact(width.max(1)).zip(&folder.truth) {
            if left[class as usize] > 0 {
                left[class as usize] -= 1;
                raw.extend_from_slice(row);
                truth.push(class);
            }
        }
        Self { rows: RawRows { raw, blocks: all.blocks.clone(), head: None }, truth, order }
    }

    fn scores(&self, clusters: &[u32], is_kept: bool) -> Row {
        let table = metrics::confusion(clusters, &self.truth);
        let recalls = metrics::per_class(&table, &table.matching());
        let mean = |of: &[u32]| {
            let sum: f64 = recalls.iter().filter(|score| of.contains(&score.class)).map(|score| score.recall).sum();
            sum / of.len().max(1) as f64
        };
        let n_small = (self.order.len() * 3 / 10).max(1);
        let all = metrics::scores(clusters, &self.truth);
        let small = &self.order[self.order.len() - n_small..];
        [all.accuracy, all.nmi, mean(&self.order), mean(small), f64::from(u8::from(is_kept))]
    }

    /// Every stage of a run, by name.
    fn run(&self, settings: &RunSettings) -> Outcome<Vec<(String, Row)>> {
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
        let images = Images::Rows(self.rows.clone());
        let input = PipelineInput {
            images,
            settings: settings.check()?,
            dir: dir.path().to_owned(),
            resume: false,
            proposed: None,
        };
        let output = pipeline::run(&input, &mut observer)?;
        let of = |stage: &pipeline::StageResult| {
            let clusters = stage.clusters.as_ref()?;
            Some((stage.name.key().to_owned(), self.scores(clusters, stage.name == output.kept.stage)))
        };
        Ok(output.stages.iter().filter_map(of).collect())
    }
}

fn numbers<T: std::str::FromStr>(name: &str, otherwise: &str) -> Result<Vec<T>, T::Err> {
    values(name).pop().unwrap_or_else(|| otherwise.into()).split(',').map(str::parse).collect()
}

fn main() -> Outcome<()> {
    let (ratios, alphas) = (numbers::<f64>("--ratios", "1,10,50")?, numbers::<f64>("--alphas", "0,0.5,1")?);
    let seeds = numbers::<u64>("--seeds", "0,1,2")?;
    let prints_runs = std::env::args().any(|arg| arg == "--runs");
    println!("| folder | ratio | images | alpha | stage | accuracy | NMI | recall | of the smallest | kept |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let of_folders = folders().into_iter().map(|name| Labelled::folder(Path::new(&name)));
    let of_files = values("--vectors").into_iter().map(|name| Labelled::vectors(Path::new(&name)));
    for folder in of_folders.chain(of_files) {
        let folder = folder?;
        for &ratio in &ratios {
            let subsets: Vec<Subset> = seeds.iter().map(|&seed| Subset::new(&folder, ratio, seed)).collect();
            let n = subsets.first().map_or(0, |subset| subset.truth.len());
            for &alpha in &alphas {
                let mut sums: Vec<(String, Row)> = Vec::new();
                for (subset, &seed) in subsets.iter().zip(&seeds) {
                    let mut settings = RunSettings { clusters: folder.n_classes, seed, ..RunSettings::default() };
                    settings.scan.prior_alpha = alpha;
                    settings.selflabel.pseudo = PseudoLabel::P2ot;
                    for pair in values("--set") {
                        settings.set_pair(&pair)?;
                    }
                    for (stage, row) in subset.run(&settings)? {
                        if prints_runs {
                            println!("  seed {seed}, alpha {alpha}, {stage}: {row:.3?}");
                        }
                        match sums.iter_mut().find(|(known, _)| *known == stage) {
                            Some((_, sum)) => sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += x),
                            None => sums.push((stage, row)),
                        }
                    }
                }
                for (stage, sum) in sums {
                    let [accuracy, nmi, recall, small, kept] = sum.map(|x| x / seeds.len().max(1) as f64);
                    let kept = kept * seeds.len() as f64;
                    println!(
                        "| {} | 1:{ratio} | {n} | {alpha} | {stage} | {accuracy:.3} | {nmi:.3} | {recall:.3} | {small:.3} | {kept:.0} |",
                        folder.name
                    );
                }
            }
        }
    }
    Ok(())
}
