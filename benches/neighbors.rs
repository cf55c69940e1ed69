//! Times the nearest neighbours of random unit rows, alone or in alternation with a peer's script: those of all pairs, or with
//! `--cells` those in cells of rows that lie around fifty middles, as a run takes them of more than 200,000 images.
//!
//! `cargo bench --bench neighbors -- [--cells] [--rows 50000] [--dim 512] [--k 20] [--threads 2] [--pairs 5]
//! [--peer PEER [--python PATH]]`. The peer is a program, or a script for the Python at PATH; it is called with `--rows N
//! --dim D --k K --threads T`, makes rows of the same kind, inherits the environment, and prints `... <n> GFLOP/s` (with
//! `--cells`: `<n> rows/s`, and its recall). GFLOP/s counts every ordered pair, whether a program makes it once or twice. A peer on an old OpenBLAS may need `OPENBLAS_CORETYPE` (SkylakeX for AVX-512) to know the processor. It checks
//! no lists: the tests do.

#[path = "common/memory.rs"]
mod memory;
#[path = "common/peer.rs"]
mod peer;

use gleaner::clustering::neighbors::{exact_cosine, nearest_cosine};
use gleaner::control::{CancelToken, Rng};
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// What is searched.
struct Task {
    rows: usize,
    dim: usize,
    k: usize,
    threads: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let task = Task {
        rows: number("--rows", 50_000)?,
        dim: number("--dim", 512)?,
        k: number("--k", 20)?,
        threads: number("--threads", 2)?,
    };
    let n_pairs = number("--pairs", 5)?;
    let in_cells = std::env::args().any(|arg| arg == "--cells");
    let unit = if in_cells { "rows/s" } else { "GFLOP/s" };
    let features = if in_cells { rows_around(&task, 50) } else { unit_rows(&task) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(task.threads).build()?;
    let mut ours = || -> Result<f64, Box<dyn Error>> {
        let start = Instant::now();
        if in_cells {
            let (_, recall) = pool.install(|| nearest_cosine(&features, task.dim, task.k, &CancelToken::default()))?;
            let secs = start.elapsed().as_secs_f64();
            let recall = recall.map_or(1.0, |recall| recall.share);
            println!("ours: {secs:.2} s, recall {recall:.4}, {:.0} rows/s", task.rows as f64 / secs);
            return Ok(task.rows as f64 / secs);
        }
        pool.install(|| exact_cosine(&features, task.dim, task.k, &CancelToken::default()))?;
        let secs = start.elapsed().as_secs_f64();
        let gflops = 2e-9 * (task.rows as f64).powi(2) * task.dim as f64 / secs;
        println!("ours: {secs:.2} s, {gflops:.0} GFLOP/s");
        Ok(gflops)
    };
    if let Some(peer) = option("--peer") {
        let mut theirs = if Path::new(&peer).extension().is_some_and(|ending| ending == "py") {
            let mut python = Command::new(option("--python").unwrap_or_else(|| "python3".to_owned()));
            python.arg(peer);
            python
        } else {
            Command::new(peer)
        };
        for (name, value) in [("--rows", task.rows), ("--dim", task.dim), ("--k", task.k), ("--threads", task.threads)]
        {
            theirs.args([name, &value.to_string()]);
        }
        peer::compare(n_pairs, unit, &mut ours, || peer::number_before(&mut theirs, unit))?;
    } else {
        for _ in 0..n_pairs {
            ours()?;
        }
    }
    if let Some(mb) = memory::peak_mb() {
        let features_mb = (features.len() * size_of::<f32>()) as f64 / 1e6;
        println!("peak resident memory: {mb:.0} MB, {features_mb:.0} MB of it the features");
    }
    Ok(())
}

/// (rows, dim) of independent normal directions; the same for the same task.
fn unit_rows(task: &Task) -> Vec<f32> {
    let mut rng = Rng::from_key(&[0]);
    normalised((0..task.rows * task.dim).map(|_| rng.normal() as f32).collect(), task.dim)
}

/// (rows, dim) around so many middles, as the features of photos lie.
fn rows_around(task: &Task, n_middles: usize) -> Vec<f32> {
    let mut rng = Rng::from_key(&[7]);
    let middles: Vec<f32> = (0..n_middles * task.dim).map(|_| rng.normal() as f32).collect();
    let mut rows = Vec::with_capacity(task.rows * task.dim);
    for _ in 0..task.rows {
        let middle = rng.below(n_middles) * task.dim;
        rows.extend(middles[middle..][..task.dim].iter().map(|x| x + 0.8 * rng.normal() as f32));
    }
    normalised(rows, task.dim)
}

fn normalised(mut features: Vec<f32>, dim: usize) -> Vec<f32> {
    for row in features.chunks_exact_mut(dim) {
        let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
        for x in row {
            *x /= length;
        }
    }
    features
}

fn option(name: &str) -> Option<String> {
    std::env::args().skip_while(|arg| arg != name).nth(1)
}

fn number(name: &str, otherwise: usize) -> Result<usize, Box<dyn Error>> {
    Ok(option(name).map_or(Ok(otherwise), |value| value.parse())?)
}
