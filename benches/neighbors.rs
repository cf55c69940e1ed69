//! Times the exact nearest neighbours of random unit rows, alone or in alternation with a peer's script.
//!
//! `cargo bench --bench neighbors -- [--rows 50000] [--dim 512] [--k 20] [--threads 2] [--pairs 5]
//! [--peer SCRIPT.py --python PATH]`. The peer is called as `PATH SCRIPT.py --rows N --dim D --k K --threads T`, inherits
//! the environment, and prints `... <n> GFLOP/s`. GFLOP/s counts every ordered pair, whether a program makes it once or
//! twice. A peer on an old OpenBLAS may need `OPENBLAS_CORETYPE` (SkylakeX for AVX-512) to know the processor. It checks
//! no lists: the tests do.

#[path = "common/memory.rs"]
mod memory;
#[path = "common/peer.rs"]
mod peer;

use gleaner::clustering::neighbors::exact_cosine;
use gleaner::control::{CancelToken, Rng};
use std::error::Error;
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
    let features = unit_rows(&task);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(task.threads).build()?;
    let mut ours = || -> Result<f64, Box<dyn Error>> {
        let start = Instant::now();
        pool.install(|| exact_cosine(&features, task.dim, task.k, &CancelToken::default()))?;
        let secs = start.elapsed().as_secs_f64();
        let gflops = 2e-9 * (task.rows as f64).powi(2) * task.dim as f64 / secs;
        println!("ours: {secs:.2} s, {gflops:.0} GFLOP/s");
        Ok(gflops)
    };
    if let Some(script) = option("--peer") {
        let mut theirs = Command::new(option("--python").unwrap_or_else(|| "python3".to_owned()));
        theirs.arg(script);
        for (name, value) in [("--rows", task.rows), ("--dim", task.dim), ("--k", task.k), ("--threads", task.threads)]
        {
            theirs.args([name, &value.to_string()]);
        }
        peer::compare(n_pairs, "GFLOP/s", &mut ours, || peer::number_before(&mut theirs, "GFLOP/s"))?;
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
    let mut features: Vec<f32> = (0..task.rows * task.dim).map(|_| rng.normal() as f32).collect();
    for row in features.chunks_exact_mut(task.dim) {
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
