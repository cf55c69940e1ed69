//! How many classes the merge tree proposes where the number is known: synthetic mixtures of five kinds, rows of runs,
//! and the seconds of a build. Nothing here was used to choose the rule.
//!
//! `cargo bench --bench classes -- [--seeds N] [--first SEED] [--kinds a,b] [--sizes ROWS,ROWS] [--rows FILE]...
//! [--pool FILE]... [--list]`
//!
//! Without `--sizes` and `--rows` it makes `--seeds` mixtures (12) of each kind and prints a table by kind: the share whose
//! proposal is within 20 % of the truth, the share whose range holds it, the median of proposal / truth. `--list` prints
//! every mixture. `--sizes` prints the seconds for so many rows of 384 numbers. `--rows` reads `embedding` (n, d) of a
//! safetensors file, a run's result for instance; where it also has `truth` (n, i64 or u32), that many classes are true.
//! `--pool` draws `--seeds` folders out of the files' rows of labelled images (`files.txt` beside each names them): 5 or more
//! of all their classes (even in ln), the largest of 100 to 300 images, or of 200 to 600 where it is 10 or 50 times the smallest.
//!
//! Kinds: `isotropic` round classes; `flat` classes of 2 to 16 dimensions each; `modes` classes of 1 to 3 overlapping modes;
//! `families` classes whose centres lie in groups; `tails` classes with heavy tails along uneven directions. Each has 5 to
//! 50 classes (even in ln), the largest 1, 10 or 50 times the smallest, no class below 10 rows, 1,000 to 10,000 rows of 64 or
//! 384 numbers, and as much noise as leaves about 0.99, 0.95 or 0.85 of the 20 neighbours that could be of the own class
//! there.

#[path = "common/arguments.rs"]
#[expect(dead_code, reason = "folders are other benchmarks' arguments")]
mod arguments;
#[path = "common/matrix.rs"]
mod matrix;

use arguments::values;
use gleaner::clustering::judge::metrics::neighbor_purity;
use gleaner::clustering::merge_tree::{self, MergeTree, MergeTreePlan};
use gleaner::clustering::neighbors::{Neighbors, exact_cosine};
use gleaner::clustering::stages::embed::normalize_rows;
use gleaner::control::{CancelToken, Rng};
use gleaner::features::rows::{self, Block};
use matrix::Labelled;
use safetensors::{Dtype, SafeTensors};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const KINDS: [&str; 5] = ["isotropic", "flat", "modes", "families", "tails"];
const NEIGHBORS: usize = 20;
/// Halvings of the noise until the purity is about right.
const STEPS: usize = 9;

struct Mixture {
    /// (n, d) unit rows.
    rows: Vec<f32>,
    d: usize,
    truth: Vec<u32>,
    n_classes: usize,
    imbalance: u32,
    neighbors: Neighbors,
    /// Share of neighbours of the own class, of those that there could be.
    purity: f64,
}

fn pick<T: Copy>(rng: &mut Rng, of: &[T]) -> T {
    of[rng.below(of.len())]
}

fn log_range(rng: &mut Rng, low: f64, high: f64) -> f64 {
    rng.range(low.ln(), high.ln()).exp()
}

fn normals(rng: &mut Rng, n: usize, scale: f64) -> Vec<f64> {
    (0..n).map(|_| rng.normal() * scale).collect()
}

fn mixture(kind: &str, seed: u64) -> Outcome<Mixture> {
    let at = KINDS.iter().position(|name| *name == kind).ok_or_else(|| format!("no kind {kind:?}"))?;
    let mut rng = Rng::from_key(&[seed, at as u64, 0xC1A55]);
    let n_classes = log_range(&mut rng, 4.5, 50.5).round() as usize;
    let imbalance = pick(&mut rng, &[1_u32, 10, 50]);
    let (d, target) = (pick(&mut rng, &[64, 384]), pick(&mut rng, &[0.99, 0.95, 0.85]));
    let fewest = n_classes as f64 * 20.0 * f64::from(imbalance).sqrt().min(4.0);
    let n = log_range(&mut rng, fewest.max(1000.0), 10_000.0);
    let share = |class: usize| f64::from(imbalance).powf(-(class as f64) / (n_classes - 1).max(1) as f64);
    let total: f64 = (0..n_classes).map(share).sum();
    let truth: Vec<u32> = (0..n_classes)
        .flat_map(|class| vec![class as u32; ((share(class) / total * n).round() as usize).max(10)])
        .collect();
    let (clean, noise) = parts(kind, &truth, n_classes, d, &mut rng);
    let (mut low, mut high) = (0.02_f64, if kind == "flat" { 1.5 } else { 20.0 });
    let mut best = None;
    for _ in 0..STEPS {
        let middle = (low * high).sqrt();
        let mut rows: Vec<f32> = clean.iter().zip(&noise).map(|(x, e)| (x + middle * e) as f32).collect();
        normalize_rows(&mut rows, d);
        let neighbors = exact_cosine(&rows, d, NEIGHBORS, &CancelToken::default())?;
        let purity = neighbor_purity(&neighbors, &truth) / possible(&truth, n_classes);
        if purity > target {
            low = middle;
        } else {
            high = middle;
        }
        best = Some(Mixture { rows, d, truth: truth.clone(), n_classes, imbalance, neighbors, purity });
    }
    best.ok_or_else(|| "no step was made".into())
}

/// Class centres of the rows, and noise of length about 1 a number to add.
fn parts(kind: &str, truth: &[u32], n_classes: usize, d: usize, rng: &mut Rng) -> (Vec<f64>, Vec<f64>) {
    // Classes differ within some tens of dimensions, as learned features do.
    let differing = rng.range(12.0, 40.0) as usize;
    let center = |rng: &mut Rng, scale: f64| {
        let mut center = vec![0.0; d];
        center[..differing].copy_from_slice(&normals(rng, differing, scale));
        center
    };
    let families: Vec<Vec<f64>> = (0..n_classes.div_ceil(4)).map(|_| center(rng, 0.8)).collect();
    let nearness = rng.range(0.5, 0.9);
    let centers: Vec<Vec<f64>> = (0..n_classes)
        .map(|_| match kind {
            "families" => {
                let family = &families[rng.below(families.len())];
                family.iter().zip(center(rng, nearness)).map(|(a, b)| a + b).collect()
            }
            _ => center(rng, 1.0),
        })
        .collect();
    let modes: Vec<Vec<Vec<f64>>> = (0..n_classes)
        .map(|_| {
            let (n_modes, apart) = (1 + rng.below(3), rng.range(0.2, 0.5));
            (0..n_modes).map(|_| if n_modes == 1 { vec![0.0; d] } else { center(rng, apart) }).collect()
        })
        .collect();
    let widths: Vec<f64> = (0..n_classes).map(|_| (0.2 * rng.normal()).exp()).collect();
    let along: Vec<f64> = (0..d).map(|_| (0.7 * rng.normal()).exp()).collect();
    let flats: Vec<Vec<Vec<f64>>> = (0..n_classes)
        .map(|_| {
            let rank = 2 + rng.below(15);
            let direction = |_| {
                let scale = (0.5 * rng.normal()).exp() / (rank as f64).sqrt();
                normals(rng, d, scale)
            };
            (0..rank).map(direction).collect()
        })
        .collect();
    let (mut clean, mut noise) = (Vec::new(), Vec::new());
    for &class in truth {
        let class = class as usize;
        let mode = &modes[class][rng.below(modes[class].len())];
        let offset = |j: usize| if kind == "modes" { mode[j] } else { 0.0 };
        clean.extend((0..d).map(|j| centers[class][j] + offset(j)));
        let mut row = normals(rng, d, 1.0);
        match kind {
            "flat" => {
                for x in &mut row {
                    *x *= 0.25;
                }
                for direction in &flats[class] {
                    let step = rng.normal();
                    row.iter_mut().zip(direction).for_each(|(x, v)| *x += step * v);
                }
            }
            "tails" => {
                // Student's t with 5 degrees of freedom.
                let chi: f64 = normals(rng, 5, 1.0).iter().map(|x| x * x).sum();
                row.iter_mut().zip(&along).for_each(|(x, scale)| *x *= scale * (5.0 / chi).sqrt());
            }
            _ => {
                for x in &mut row {
                    *x *= widths[class];
                }
            }
        }
        noise.extend(row);
    }
    (clean, noise)
}

/// The greatest purity that sizes of classes allow.
fn possible(truth: &[u32], n_classes: usize) -> f64 {
    let mut sizes = vec![0_usize; n_classes];
    for &class in truth {
        sizes[class as usize] += 1;
    }
    let own: usize = sizes.iter().map(|&size| size * size.saturating_sub(1).min(NEIGHBORS)).sum();
    own as f64 / (truth.len() * NEIGHBORS) as f64
}

fn build(rows: &[f32], d: usize, neighbors: &Neighbors, seed: u64) -> Outcome<(MergeTree, f64)> {
    let started = Instant::now();
    let plan = MergeTreePlan { seed, ..MergeTreePlan::default() };
    let tree = merge_tree::build(rows, d, neighbors, &plan, &CancelToken::default())?;
    Ok((tree, started.elapsed().as_secs_f64()))
}

/// What came of one mixture or file.
#[derive(Clone, Copy)]
struct Found {
    proposal: usize,
    low: usize,
    high: usize,
    truth: usize,
}

impl Found {
    fn new(tree: &MergeTree, truth: usize) -> Self {
        Self { proposal: tree.proposal, low: tree.low, high: tree.high, truth }
    }

    fn is_near(&self) -> bool {
        5 * self.proposal.abs_diff(self.truth) <= self.truth
    }

    fn holds_truth(&self) -> bool {
        (self.low..=self.high).contains(&self.truth)
    }
}

/// One line of shares over mixtures.
fn line(name: &str, found: &[Found]) {
    let share = |is: fn(&Found) -> bool| found.iter().filter(|one| is(one)).count() as f64 / found.len().max(1) as f64;
    let mut ratios: Vec<f64> = found.iter().map(|one| one.proposal as f64 / one.truth as f64).collect();
    ratios.sort_by(f64::total_cmp);
    println!(
        "| {name} | {} | {:.2} | {:.2} | {:.2} |",
        found.len(),
        share(Found::is_near),
        share(Found::holds_truth),
        ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN)
    );
}

fn mixtures(kinds: &[String], seeds: std::ops::Range<u64>, lists: bool) -> Outcome<()> {
    let (mut all, mut by_kind, mut by_purity) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for kind in kinds {
        for seed in seeds.clone() {
            let made = mixture(kind, seed)?;
            let (tree, secs) = build(&made.rows, made.d, &made.neighbors, seed)?;
            let found = Found::new(&tree, made.n_classes);
            if lists {
                println!(
                    "{kind} {seed}: truth {}, proposal {} ({} to {}), {} x {}, 1:{}, purity {:.3}, {secs:.1} s",
                    made.n_classes,
                    tree.proposal,
                    tree.low,
                    tree.high,
                    made.truth.len(),
                    made.d,
                    made.imbalance,
                    made.purity
                );
            }
            all.push(found);
            by_kind.entry(kind.clone()).or_insert_with(Vec::new).push(found);
            let band = if made.purity > 0.97 {
                "purity above 0.97"
            } else if made.purity > 0.9 {
                "purity 0.90 to 0.97"
            } else {
                "purity below 0.90"
            };
            by_purity.entry(band).or_insert_with(Vec::new).push(found);
            by_purity
                .entry(["1:1", "1:10", "1:50"][[1, 10, 50].partition_point(|&x| x < made.imbalance)])
                .or_default()
                .push(found);
        }
    }
    println!("| mixtures | number | within 20 % | in the range | median of proposal / truth |\n|---|---|---|---|---|");
    for (kind, found) in &by_kind {
        line(kind, found);
    }
    for (band, found) in &by_purity {
        line(band, found);
    }
    line("all", &all);
    Ok(())
}

/// Seconds for `n` rows of 384 numbers in 20 classes.
fn seconds(n: usize) -> Outcome<()> {
    let mut rng = Rng::from_key(&[n as u64]);
    let d = 384;
    let truth: Vec<u32> = (0..n).map(|i| (i % 20) as u32).collect();
    let (clean, noise) = parts("isotropic", &truth, 20, d, &mut rng);
    let mut rows: Vec<f32> = clean.iter().zip(&noise).map(|(x, e)| (x + 0.3 * e) as f32).collect();
    normalize_rows(&mut rows, d);
    let neighbors = exact_cosine(&rows, d, NEIGHBORS, &CancelToken::default())?;
    let (tree, secs) = build(&rows, d, &neighbors, 0)?;
    println!("{n} x {d}: {secs:.1} s, proposal {} of 20", tree.proposal);
    Ok(())
}

/// Proposal for the rows of a file, and whether it is near the truth that may be beside them.
fn of_file(path: &str) -> Outcome<Option<Found>> {
    let bytes = std::fs::read(path)?;
    let tensors = SafeTensors::deserialize(&bytes)?;
    let embedding = tensors.tensor("embedding")?;
    let d = embedding.shape().get(1).copied().ok_or("embedding is not (n, d)")?;
    let mut rows: Vec<f32> = embedding.data().as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
    normalize_rows(&mut rows, d);
    let truth = tensors.tensor("truth").ok().map(|truth| {
        let width = if truth.dtype() == Dtype::I64 { 8 } else { 4 };
        truth.data().chunks_exact(width).map(<[u8]>::to_vec).collect::<BTreeSet<_>>().len()
    });
    let neighbors = exact_cosine(&rows, d, NEIGHBORS, &CancelToken::default())?;
    let (tree, secs) = build(&rows, d, &neighbors, 0)?;
    let (n, k) = (rows.len() / d, tree.proposal);
    let of = truth.map_or_else(String::new, |truth| format!(" of {truth}"));
    println!("{path}: {n} x {d}, proposal {k}{of} ({} to {}), {secs:.1} s", tree.low, tree.high);
    Ok(truth.map(|truth| Found::new(&tree, truth)))
}

/// A folder of some of the classes of a pool: its rows, (n, d), their classes, and how uneven they are.
fn folder_of(pool: &[Labelled], d: usize, seed: u64) -> (Vec<f32>, Vec<u32>, u32) {
    let mut rng = Rng::from_key(&[seed, 0xF01D]);
    let mut classes: Vec<(usize, u32)> =
        pool.iter().enumerate().flat_map(|(set, of)| (0..of.n_classes as u32).map(move |class| (set, class))).collect();
    let n_classes = log_range(&mut rng, 4.5, classes.len() as f64 + 0.5).round() as usize;
    rng.shuffle(&mut classes);
    classes.truncate(n_classes.max(5));
    let imbalance = pick(&mut rng, &[1_u32, 10, 50]);
    let largest = log_range(&mut rng, 100.0, 300.0) * if imbalance == 1 { 1.0 } else { 2.0 };
    let (mut raw, mut truth) = (Vec::new(), Vec::new());
    for (k, &(set, class)) in classes.iter().enumerate() {
        let share = f64::from(imbalance).powf(-(k as f64) / (classes.len() - 1).max(1) as f64);
        let own = &pool[set];
        let mut images: Vec<usize> = (0..own.truth.len()).filter(|&at| own.truth[at] == class).collect();
        rng.shuffle(&mut images);
        for &at in images.iter().take(((largest * share).round() as usize).max(10)) {
            raw.extend_from_slice(&own.raw[at * d..(at + 1) * d]);
            truth.push(k as u32);
        }
    }
    (rows::combine(&raw, &[Block { width: d, weight: 1.0, is_standardised: false }]), truth, imbalance)
}

fn folders_of(pool: &[Labelled], seeds: std::ops::Range<u64>, lists: bool) -> Outcome<()> {
    let d = pool.first().map_or(0, |of| of.d);
    if pool.iter().any(|of| of.d != d) {
        return Err("the files of a pool have rows of one width".into());
    }
    let mut found = Vec::new();
    for seed in seeds {
        let (rows, truth, imbalance) = folder_of(pool, d, seed);
        let neighbors = exact_cosine(&rows, d, NEIGHBORS, &CancelToken::default())?;
        let (tree, _) = build(&rows, d, &neighbors, seed)?;
        let n_classes = truth.iter().collect::<BTreeSet<_>>().len();
        if lists {
            let purity = neighbor_purity(&neighbors, &truth);
            let (n, k, low, high) = (truth.len(), tree.proposal, tree.low, tree.high);
            println!(
                "{seed}: truth {n_classes}, proposal {k} ({low} to {high}), {n}, 1:{imbalance}, purity {purity:.3}"
            );
        }
        found.push(Found::new(&tree, n_classes));
    }
    println!("| folders | number | within 20 % | in the range | median of proposal / truth |\n|---|---|---|---|---|");
    line("of the pool", &found);
    Ok(())
}

fn main() -> Outcome<()> {
    let number = |name: &str, usual: u64| values(name).pop().map_or(Ok(usual), |text| text.parse());
    let files: Vec<_> = values("--rows").iter().map(|path| of_file(path)).collect::<Outcome<_>>()?;
    let known: Vec<_> = files.iter().copied().flatten().collect();
    if !known.is_empty() {
        println!("| rows | number | within 20 % | in the range | median of proposal / truth |\n|---|---|---|---|---|");
        line("files", &known);
    }
    let sizes = values("--sizes");
    for size in sizes.iter().flat_map(|text| text.split(',')) {
        seconds(size.parse()?)?;
    }
    let pool: Vec<Labelled> =
        values("--pool").iter().map(|path| Labelled::read(path.as_ref())).collect::<Outcome<_>>()?;
    let lists = std::env::args().any(|arg| arg == "--list");
    let first = number("--first", 0)?;
    if !pool.is_empty() {
        folders_of(&pool, first..first + number("--seeds", 40)?, lists)?;
    }
    if files.is_empty() && sizes.is_empty() && pool.is_empty() {
        let kinds = values("--kinds").pop().unwrap_or_else(|| KINDS.join(","));
        let kinds: Vec<String> = kinds.split(',').map(str::to_owned).collect();
        mixtures(&kinds, first..first + number("--seeds", 12)?, lists)?;
    }
    Ok(())
}
