//! Times the exact nearest neighbours of random unit rows, alone or in alternation with a peer's script.
//!
//! `cargo bench --bench neighbors -- [--rows 50000] [--dim 512] [--k 20] [--threads 2] [--pairs 5]
//! [--peer SCRIPT.py --python PATH]`. The peer is called as `PATH SCRIPT.py --rows N --dim D --k K --threads T`, inherits
//! the environment, and prints a line that holds `<secs> s, <n> GFLOP/s`. GFLOP/s counts every ordered pair, whether a
//! program makes it once or twice. A peer on an old OpenBLAS may need `OPENBLAS_CORETYPE` (SkylakeX for AVX-512) to know the
//! processor. It checks no lists: the tests do.

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
    let peer = option("--peer");
    let python = option("--python").unwrap_or_else(|| "python3".to_owned());
    let features = unit_rows(&task);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(task.threads).build()?;
    let (mut ours, mut ratios) = (Vec::new(), Vec::new());
    for pair in 1..=n_pairs {
        let start = Instant::now();
        pool.install(|| exact_cosine(&features, task.dim, task.k, &CancelToken::default()))?;
        let secs = start.elapsed().as_secs_f64();
        ours.push(secs);
        let flops = 2.0 * (task.rows as f64).powi(2) * task.dim as f64;
        let line = format!("pair {pair}: ours {secs:.2} s, {:.0} GFLOP/s", flops / secs / 1e9);
        match &peer {
            None => println!("{line}"),
            Some(script) => {
                let (peer_secs, said) = run_peer(&python, script, &task)?;
                ratios.push(peer_secs / secs);
                println!("{line}; peer {peer_secs:.2} s; {:.2} times as fast ({said})", peer_secs / secs);
            }
        }
    }
    println!("ours, median: {:.2} s", median(&mut ours));
    if peer.is_some() {
        println!("median of the pairs: {:.2} times as fast as the peer", median(&mut ratios));
    }
    if let Some(mb) = peak_resident_mb() {
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

/// The seconds that the peer reports, and its line.
fn run_peer(python: &str, script: &str, task: &Task) -> Result<(f64, String), Box<dyn Error>> {
    let numbers = [("--rows", task.rows), ("--dim", task.dim), ("--k", task.k), ("--threads", task.threads)];
    let arguments = numbers.iter().flat_map(|(name, number)| [(*name).to_owned(), number.to_string()]);
    let output = Command::new(python).arg(script).args(arguments).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let found = text.lines().find_map(|line| Some((seconds(line)?, line.to_owned())));
    found.ok_or_else(|| format!("the peer gave no time: {text}{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// The number before ` s, ` in a line that ends in GFLOP/s.
fn seconds(line: &str) -> Option<f64> {
    let (before, _) = line.strip_suffix(" GFLOP/s")?.rsplit_once(" s, ")?;
    before.rsplit(' ').next()?.parse().ok()
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Of this process so far; on Linux alone.
fn peak_resident_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<f64>().ok()? * 1024.0 / 1e6)
}

fn option(name: &str) -> Option<String> {
    std::env::args().skip_while(|arg| arg != name).nth(1)
}

fn number(name: &str, otherwise: usize) -> Result<usize, Box<dyn Error>> {
    Ok(option(name).map_or(Ok(otherwise), |value| value.parse())?)
}
