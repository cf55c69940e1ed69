//! Times SimCLR and strong views of synthetic tiles, in alternation with a peer where one is named. Trains nothing.
//!
//! `cargo bench --bench views -- --size 32 --threads 2 --pairs 5 --seconds 2 \
//!     [--peer benches/peers/torch_views.py --python python3]`
//!
//! The peer is given `--view simclr|strong`, `--size`, `--threads` and `--seconds` and prints `... <n> views/s`.

#[path = "common/peer.rs"]
mod peer;

use gleaner::control::Rng;
use gleaner::learning::views::{self, TileSet, View};
use std::convert::Infallible;
use std::error::Error;
use std::process::Command;
use std::time::Instant;

const VIEWS: [(&str, View); 2] = [("simclr", View::Simclr), ("strong", View::Strong)];

fn option(name: &str) -> Option<String> {
    let mut args = std::env::args().skip_while(|arg| arg != name);
    args.nth(1)
}

fn number(name: &str, default: usize) -> usize {
    option(name).and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Waves of a few colours with some noise.
fn tile(i: usize, size: usize) -> Vec<u8> {
    let mut rng = Rng::from_key(&[i as u64]);
    let speed: [(f64, f64); 3] = std::array::from_fn(|_| (rng.range(0.02, 0.35), rng.range(0.02, 0.35)));
    let phase: [f64; 3] = std::array::from_fn(|_| rng.range(0.0, 6.0));
    let level = |at: usize| {
        let (x, y, c) = (at / 3 % size, at / 3 / size, at % 3);
        let wave = (x as f64 * speed[c].0 + y as f64 * speed[c].1 + phase[c]).sin();
        (128.0 + 100.0 * wave + rng.range(-20.0, 20.0)) as u8
    };
    (0..size * size * 3).map(level).collect()
}

/// Views a second over about so many seconds.
fn ours(tiles: &TileSet, view: View, secs: f64) -> f64 {
    let images: Vec<u32> = (0..tiles.n as u32).collect();
    let mut out = Vec::new();
    views::batch(tiles, view, &images, &[0], &mut out);
    let started = Instant::now();
    let mut n_batches = 0;
    while started.elapsed().as_secs_f64() < secs {
        n_batches += 1;
        views::batch(tiles, view, &images, &[n_batches], &mut out);
    }
    n_batches as f64 * tiles.n as f64 / started.elapsed().as_secs_f64()
}

fn main() -> Result<(), Box<dyn Error>> {
    let (size, threads) = (number("--size", 32), number("--threads", 2));
    let (n_pairs, secs) = (number("--pairs", 5).max(1), number("--seconds", 2));
    let python = option("--python").unwrap_or_else(|| "python3".into());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let tiles = TileSet::build(256, size, |i| Ok::<_, Infallible>((size as u32, size as u32, tile(i, size))))?;
    for (name, view) in VIEWS {
        println!("{name}, {size} px, {threads} threads");
        let mut ours = || -> Result<f64, Box<dyn Error>> { Ok(pool.install(|| ours(&tiles, view, secs as f64))) };
        let Some(script) = option("--peer") else {
            for _ in 0..n_pairs {
                println!("{:.0} views/s", ours()?);
            }
            continue;
        };
        let mut theirs = Command::new(&python);
        theirs.args([&script, "--view", name]);
        for (name, value) in [("--size", size), ("--threads", threads), ("--seconds", secs)] {
            theirs.args([name, &value.to_string()]);
        }
        peer::compare(n_pairs, "views/s", &mut ours, || peer::number_before(&mut theirs, "views/s"))?;
    }
    Ok(())
}
