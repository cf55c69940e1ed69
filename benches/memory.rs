//! How much memory each stage of a run takes, and how that grows with the images: random ones, and look-alike ones as a camera
//! that stands still takes them, of which every one is near every other.
//!
//! `cargo bench --bench memory -- [--images 10000,40000,160000] [--dim 64] [--stages NAME,NAME]`
//!
//! Each case is a process of its own. What it took: the most that was resident, less what was resident when the images were
//! there. Growth: the power of n between the first and the last number of images; 1 is linear, and what holds all pairs has 2.

#[path = "common/memory.rs"]
mod memory;
#[path = "common/option.rs"]
mod option;

use gleaner::clustering::folder::duplicates::{self, Prints};
use gleaner::clustering::folder::outliers;
use gleaner::clustering::heads::consensus::{self, ConsensusPlan};
use gleaner::clustering::heads::scan::{self, ScanHeadsPlan};
use gleaner::clustering::heads::start::Clustered;
use gleaner::clustering::heads::temi::{self, FrozenRows, TemiPlan};
use gleaner::clustering::kmeans::kmeans;
use gleaner::clustering::merge_tree::{self, MergeTreePlan};
use gleaner::clustering::neighbors::{Neighbors, nearest_cosine};
use gleaner::control::{CancelToken, Rng};
use gleaner::learning::prior::SizePrior;
use option::option;
use std::error::Error;
use std::process::Command;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Clusters, and neighbours of each image.
const CLUSTERS: usize = 10;
const K: usize = 20;

const STAGES: [&str; 10] = [
    "copies by hash",
    "copies by row",
    "sure copies",
    "neighbours",
    "k-means",
    "SCAN heads",
    "TEMI heads",
    "consensus",
    "merge tree",
    "outliers",
];
const KINDS: [&str; 2] = ["random", "look-alike"];

/// Made images.
struct Made {
    hashes: Vec<u64>,
    contents: Vec<u64>,
    rows: Vec<f32>,
    d: usize,
}

impl Made {
    fn new(kind: &str, n: usize, d: usize) -> Self {
        let mut rng = Rng::from_key(&[7]);
        let is_alike = kind == KINDS[1];
        let hash = |at: u64, rng: &mut Rng| {
            let random = rng.next_u64();
            // Half of the bits are set, and the same ones but for some that change with time.
            if is_alike { 0x5555_5555_5555_0000 | (at ^ at >> 1) & 0xffff } else { random }
        };
        let hashes: Vec<u64> = (0..n as u64).map(|at| hash(at, &mut rng)).collect();
        let mut rows = vec![0.0_f32; n * d];
        for row in rows.chunks_exact_mut(d) {
            for (i, x) in row.iter_mut().enumerate() {
                let noise = rng.normal() as f32;
                *x = if is_alike { (i as f32 * 0.37).sin() + 0.05 * noise } else { noise };
            }
            let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
            for x in row {
                *x /= length;
            }
        }
        Self { hashes, contents: (0..n as u64).collect(), rows, d }
    }

    fn prints(&self) -> Prints<'_> {
        Prints { hashes: &self.hashes, contents: &self.contents }
    }

    /// Some others of each image, as if they were the nearest: looking for them is a stage of its own.
    fn others(&self) -> Neighbors {
        let n = self.hashes.len();
        let ids: Vec<u32> = (0..n * K).map(|at| ((at / K + at % K + 1) % n) as u32).collect();
        let similarity = vec![0.9; ids.len()];
        Neighbors { n, k: K, ids, similarity }
    }
}

fn main() -> Outcome<()> {
    let (case, dim) = (option("--case", String::new())?, option("--dim", 64_usize)?);
    if !case.is_empty() {
        return alone(&case, &option("--kind", String::new())?, option("--n", 0)?, dim);
    }
    let list = option("--images", "10000,40000,160000".to_owned())?;
    let ns = list.split(',').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
    let only = option("--stages", STAGES.join(","))?;
    println!("MB beside the images themselves, rows of {dim}, and the seconds it took");
    let dim = dim.to_string();
    for stage in STAGES.into_iter().filter(|stage| only.split(',').any(|only| only == *stage)) {
        for kind in KINDS {
            let mut taken = Vec::new();
            for n in &ns {
                let n = n.to_string();
                let case = ["--case", stage, "--kind", kind, "--n", &n, "--dim", &dim];
                let out = Command::new(std::env::current_exe()?).args(case).output()?;
                let said = String::from_utf8_lossy(&out.stdout);
                let mut numbers = said.split_whitespace().map(str::parse::<f64>);
                let (Some(Ok(mb)), Some(Ok(secs))) = (numbers.next(), numbers.next()) else {
                    return Err(format!("{stage}, {kind}, {n}: {}", String::from_utf8_lossy(&out.stderr)).into());
                };
                taken.push((mb, secs));
            }
            let words: Vec<String> =
                ns.iter().zip(&taken).map(|(n, (mb, secs))| format!("{n}: {mb:.0} MB, {secs:.1} s")).collect();
            println!("{stage}, {kind}: {}; growth {:.2}", words.join("; "), growth(&ns, &taken));
        }
    }
    Ok(())
}

/// Below a megabyte nothing can be told.
fn growth(ns: &[usize], taken: &[(f64, f64)]) -> f64 {
    let (Some((first, last)), Some((n, m))) = (taken.first().zip(taken.last()), ns.first().zip(ns.last())) else {
        return f64::NAN;
    };
    (last.0.max(1.0) / first.0.max(1.0)).ln() / (*m as f64 / *n as f64).ln()
}

fn scan_plan() -> ScanHeadsPlan {
    ScanHeadsPlan {
        n_clusters: CLUSTERS,
        epochs: 3,
        batch: 1024,
        lr: 0.1,
        entropy_weight: 5.0,
        prior: SizePrior::new(CLUSTERS, 0.0),
        seed: 0,
    }
}

/// One case in this process: prints the megabytes and the seconds.
fn alone(stage: &str, kind: &str, n: usize, d: usize) -> Outcome<()> {
    let made = Made::new(kind, n, d);
    let cancel = CancelToken::default();
    let others = made.others();
    // Its peak so far is that of making the images.
    std::fs::write("/proc/self/clear_refs", "5")?;
    let before = memory::peak_mb().ok_or("the system does not tell what is resident")?;
    let started = Instant::now();
    let (rows, d) = (&made.rows[..], made.d);
    match stage {
        "copies by hash" => drop(duplicates::find(made.prints(), None, &cancel)),
        "copies by row" => drop(duplicates::find(made.prints(), Some((rows, d)), &cancel)),
        "sure copies" => {
            let in_tens: Vec<u32> = (0..n as u32).map(|at| at / 10 * 10).collect();
            drop(duplicates::certain(&in_tens, made.prints(), Some((rows, d)), &cancel));
        }
        "neighbours" => drop(nearest_cosine(rows, d, K, &cancel)),
        "k-means" => drop(kmeans(rows, d, CLUSTERS, 1, 0, &cancel)),
        "SCAN heads" => {
            let plan = scan_plan();
            let mut rng = Rng::from_key(&[3]);
            let first = (0..4).map(|_| (0..CLUSTERS * (d + 1)).map(|_| 0.1 * rng.normal() as f32).collect()).collect();
            drop(scan::train(&plan, first, (rows, d), &others, &cancel, &mut |_, _| ())?);
        }
        "TEMI heads" => {
            let (n_clusters, seed) = (CLUSTERS, 0);
            let plan = TemiPlan { heads: 4, n_clusters, epochs: 2, warmup: 1, batch: 512, lr: 1e-4, beta: 0.6, seed };
            let input = FrozenRows { rows, d, neighbors: &others, first: &[] };
            drop(temi::train(&plan, input, &cancel, &mut |_, _| ())?);
        }
        "consensus" => {
            let plan = ConsensusPlan { scan: scan_plan(), heads: 2, epochs: 3 };
            let found = kmeans(rows, d, CLUSTERS, 1, 0, &cancel)?;
            let mut voter = vec![0.01; n * CLUSTERS];
            for (row, cluster) in voter.chunks_exact_mut(CLUSTERS).zip(&found.assignment) {
                row[*cluster as usize] = 1.0 - 0.01 * (CLUSTERS - 1) as f32;
            }
            let features = Clustered { rows, d, mean_norm: 1.0, centers: &found.centers };
            drop(consensus::train(&plan, vec![voter.clone(), voter], &features, &others, &cancel, &mut |_, _| ())?);
        }
        "merge tree" => drop(merge_tree::build(rows, d, &others, &MergeTreePlan::default(), &cancel)),
        "outliers" => drop(outliers::scores(rows, d, &cancel)),
        other => return Err(format!("no stage {other:?}").into()),
    }
    let secs = started.elapsed().as_secs_f64();
    println!("{:.3} {secs:.3}", (memory::peak_mb().unwrap_or(before) - before).max(0.0));
    Ok(())
}
