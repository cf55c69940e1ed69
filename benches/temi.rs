//! Times TEMI's heads on random rows, beside the rate that plain matrix products of its sizes reach on as many threads.
//!
//! `cargo bench --bench temi -- [--rows 50000] [--dim 384] [--clusters 100] [--heads 4] [--epochs 1] [--threads 2]`
//!
//! Prints seconds an epoch, its multiply-adds as GFLOP/s, those of products alone, and the share that is reached. It
//! clusters nothing: `frozen_heads` does.

use gleaner::clustering::heads::temi::{self, FrozenRows, TemiPlan};
use gleaner::clustering::neighbors::Neighbors;
use gleaner::control::{CancelToken, Rng};
use gleaner::linalg::matmul::product_with_transposed;
use rayon::prelude::*;
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let (n, d) = (number("--rows", 50_000)?, number("--dim", 384)?);
    let plan = TemiPlan {
        heads: number("--heads", 4)?,
        n_clusters: number("--clusters", 100)?,
        epochs: number("--epochs", 1)?,
        warmup: 20,
        batch: 1024,
        lr: 1e-4,
        beta: 0.6,
        seed: 0,
    };
    let threads = number("--threads", 2)?;
    let k = 50;
    let mut rng = Rng::from_key(&[1]);
    let rows: Vec<f32> = (0..n * d).map(|_| rng.normal() as f32).collect();
    let ids: Vec<u32> = (0..n * k).map(|_| rng.below(n) as u32).collect();
    let neighbors = Neighbors { n, k, similarity: vec![0.0; ids.len()], ids };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    for _ in 0..number("--repeats", 3)? {
        let plain = pool.install(|| products(threads, d));
        let started = Instant::now();
        let input = FrozenRows { rows: &rows, d, neighbors: &neighbors, first: &[] };
        pool.install(|| temi::train(&plan, input, &CancelToken::default(), &mut |_, _| ()))?;
        let secs = started.elapsed().as_secs_f64();
        let ours = 2e-9 * temi::mul_adds(&plan, n, d) / secs;
        println!(
            "{:.1} s an epoch, {ours:.0} GFLOP/s; products alone {plain:.0} GFLOP/s: {:.0} %",
            secs / plan.epochs as f64,
            100.0 * ours / plain
        );
    }
    Ok(())
}

/// GFLOP/s of (2048, d) x (d, 512) and (2048, 512) x (512, 256), one on each thread.
fn products(threads: usize, d: usize) -> f64 {
    const ROWS: usize = 2048;
    let started = Instant::now();
    let repeats = 20;
    (0..threads).into_par_iter().for_each(|_| {
        let (x, w1, w2) = (vec![0.5; ROWS * d], vec![0.5; 512 * d], vec![0.5; 256 * 512]);
        let (mut hidden, mut out) = (vec![0.0; ROWS * 512], vec![0.0; ROWS * 256]);
        for _ in 0..repeats {
            product_with_transposed(&x, &w1, d, &mut hidden);
            product_with_transposed(&hidden, &w2, 512, &mut out);
        }
        std::hint::black_box(&out);
    });
    2e-9 * (repeats * threads * ROWS * (512 * d + 512 * 256)) as f64 / started.elapsed().as_secs_f64()
}

/// The number after `name`.
fn number(name: &str, default: usize) -> Result<usize, Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    Ok(args.windows(2).find(|pair| pair[0] == name).map_or(Ok(default), |pair| pair[1].parse())?)
}
