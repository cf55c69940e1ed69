//! Times one query after the other against random unit rows, alone or in alternation with a peer's script; with a picture
//! also everything from the file to the hits by the built-in network.
//!
//! `cargo bench --bench search -- [--rows 100000] [--dim 384] [--k 20] [--threads 2] [--queries 50] [--pairs 5]
//! [--image FILE] [--peer benches/peers/faiss_search.py --python PATH]`. The peer is called as `PATH SCRIPT.py --rows N
//! --dim D --k K --threads T --queries Q` and prints `... <n> queries/s`. It checks no hits: the tests do.

#[path = "common/peer.rs"]
mod peer;

use gleaner::clustering::neighbors::index::Index;
use gleaner::clustering::pipeline::QueryNetwork;
use gleaner::clustering::settings::{Preset, RunSettings};
use gleaner::control::{CancelToken, Rng};
use gleaner::dataset::decode::{ByteBudget, Limits};
use gleaner::dataset::pixels;
use gleaner::features::backbone::Backbone;
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Queries that are not counted: the first ones find threads that were not started yet.
const WARM_UP: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let (rows, dim) = (number("--rows", 100_000)?, number("--dim", 384)?);
    let (k, threads, queries) = (number("--k", 20)?, number("--threads", 2)?, number("--queries", 50)?);
    let pairs = number("--pairs", 5)?;
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    let all = unit_rows(rows, dim, 0);
    let start = Instant::now();
    let index = Index::new(&all, dim);
    println!("codes: {:.0} ms, once", 1e3 * start.elapsed().as_secs_f64());
    let asked = unit_rows(queries + WARM_UP, dim, 1);
    let mut ours = || -> Result<f64, Box<dyn Error>> {
        let time = |query: &[f32]| {
            let start = Instant::now();
            let found = index.nearest(&all, query, k, &|_| true);
            assert_eq!(found.len(), k.min(rows));
            start.elapsed().as_secs_f64()
        };
        let secs = median(asked.chunks_exact(dim).map(time).skip(WARM_UP).collect());
        println!("ours: {:.2} ms, {:.1} queries/s", 1e3 * secs, 1.0 / secs);
        Ok(1.0 / secs)
    };
    if let Some(script) = option("--peer") {
        let mut theirs = Command::new(option("--python").unwrap_or_else(|| "python3".to_owned()));
        theirs.arg(script);
        for (name, value) in
            [("--rows", rows), ("--dim", dim), ("--k", k), ("--threads", threads), ("--queries", queries)]
        {
            theirs.args([name, &value.to_string()]);
        }
        peer::compare(pairs, "queries/s", &mut ours, || peer::number_before(&mut theirs, "queries/s"))?;
    } else {
        for _ in 0..pairs {
            ours()?;
        }
    }
    match option("--image") {
        Some(image) => from_a_file(Path::new(&image), rows, k, queries),
        None => Ok(()),
    }
}

/// A picture from elsewhere: decoded, seen by the built-in network, centred, searched for.
fn from_a_file(image: &Path, rows: usize, k: usize, queries: usize) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let settings = RunSettings::preset(Preset::Quick);
    let mut width = 0;
    let network = QueryNetwork::open(&settings, Path::new("."), &mut |parts| {
        width = parts.iter().map(Backbone::n_features).sum();
        Ok(unit_rows(1000, width, 2))
    })?;
    println!("the network: {:.0} ms, once", 1e3 * start.elapsed().as_secs_f64());
    let all = unit_rows(rows, width, 3);
    let index = Index::new(&all, width);
    let (budget, cancel) = (ByteBudget::default(), CancelToken::default());
    let mut parts = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..queries + WARM_UP {
        let start = Instant::now();
        let size = network.size() as u32;
        let square = pixels::square_from_original(image, size, None, &Limits::default(), &budget, &cancel);
        let square = square.map_err(|e| e.to_string())?;
        let decoded = start.elapsed().as_secs_f64();
        let row = network.unit_row((size, size, &square), &cancel)?;
        let seen = start.elapsed().as_secs_f64();
        assert_eq!(index.nearest(&all, &row, k, &|_| true).len(), k.min(rows));
        let found = start.elapsed().as_secs_f64();
        for (part, secs) in parts.iter_mut().zip([decoded, seen - decoded, found - seen]) {
            part.push(secs);
        }
    }
    let [decoded, seen, found] = parts.map(|part| 1e3 * median(part[WARM_UP..].to_vec()));
    println!(
        "a file: decoding {decoded:.2} ms, network {seen:.2} ms, search of {width} numbers a row {found:.2} ms: {:.2} ms",
        decoded + seen + found
    );
    Ok(())
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// (rows, dim) of independent normal directions.
fn unit_rows(rows: usize, dim: usize, seed: u64) -> Vec<f32> {
    let mut rng = Rng::from_key(&[seed]);
    let mut features: Vec<f32> = (0..rows * dim).map(|_| rng.normal() as f32).collect();
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
