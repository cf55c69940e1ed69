//! Times SimCLR and strong views of synthetic tiles, in alternation with a peer where one is named. Trains nothing.
//!
//! `cargo bench --bench views -- --size 32 --threads 2 --pairs 5 --seconds 2 \
//!     [--peer benches/peers/torch_views.py --python python3]`
//!
//! The peer is given `--size`, `--threads` and `--seconds` and prints `simclr <views a second>` and `strong <...>`.

use gleaner::control::Rng;
use gleaner::learning::views::{self, TileSet, View};
use std::convert::Infallible;
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

/// Views a second of the peer, in the order of [`VIEWS`].
fn peers(script: &str, size: usize, threads: usize, secs: f64) -> [f64; 2] {
    let python = option("--python").unwrap_or_else(|| "python3".into());
    let numbers = [("--size", size.to_string()), ("--threads", threads.to_string()), ("--seconds", secs.to_string())];
    let mut command = Command::new(&python);
    command.arg(script).args(numbers.iter().flat_map(|(name, value)| [*name, value.as_str()]));
    let output = command.output().unwrap_or_else(|e| panic!("{python}: {e}"));
    let text = String::from_utf8_lossy(&output.stdout);
    let rate = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
    VIEWS.map(|(name, _)| rate(name).unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr))))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let (size, threads) = (number("--size", 32), number("--threads", 2));
    let (n_pairs, secs) = (number("--pairs", 5).max(1), number("--seconds", 2) as f64);
    let peer = option("--peer");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
    let tiles = TileSet::build(256, size, |i| Ok::<_, Infallible>((size as u32, size as u32, tile(i, size))));
    let tiles = tiles.expect("infallible");
    let mut rates = [vec![], vec![]];
    let mut ratios = [vec![], vec![]];
    for _ in 0..n_pairs {
        let now = VIEWS.map(|(_, view)| pool.install(|| ours(&tiles, view, secs)));
        let theirs = peer.as_ref().map(|script| peers(script, size, threads, secs));
        for i in 0..VIEWS.len() {
            rates[i].push(now[i]);
            ratios[i].extend(theirs.map(|theirs| now[i] / theirs[i]));
        }
    }
    for ((name, _), (rates, ratios)) in VIEWS.iter().zip(rates.into_iter().zip(ratios)) {
        print!("{name} {size} px, {threads} threads: {:.0} views/s, median of {n_pairs}", median(rates));
        println!("{}", if ratios.is_empty() { String::new() } else { format!("; {:.1} x the peer", median(ratios)) });
    }
}
