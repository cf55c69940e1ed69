//! The k nearest rows of all rows around fifty middles with the graph of `hnsw_rs`: a peer of `benches/neighbors.rs --cells`.
//!
//! As wide a search as finds 0.98 of the true neighbours of 1,000 rows; choosing that is not timed, making the graph is. Prints
//! `<n> s, recall <n>, <n> rows/s`.

use hnsw_rs::prelude::*;
use rayon::prelude::*;
use std::time::Instant;

const TRIED: usize = 1000;

fn main() {
    let option = |name: &str, otherwise: usize| {
        std::env::args().skip_while(|arg| arg != name).nth(1).and_then(|value| value.parse().ok()).unwrap_or(otherwise)
    };
    let (n, d, k) = (option("--rows", 250_000), option("--dim", 64), option("--k", 20));
    rayon::ThreadPoolBuilder::new().num_threads(option("--threads", 2)).build_global().expect("threads");
    let rows = rows(n, d);
    let row = |at: usize| &rows[at * d..][..d];
    let tried: Vec<usize> = (0..TRIED).map(|i| i * (n / TRIED)).collect();
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
    let least: Vec<f32> = tried
        .par_iter()
        .map(|at| {
            let mut all: Vec<f32> = rows.chunks_exact(d).map(|other| dot(row(*at), other)).collect();
            *all.select_nth_unstable_by(k, |a, b| b.total_cmp(a)).1
        })
        .collect();

    let start = Instant::now();
    // (Of unit rows the nearest by distance are those by cosine; its own DistDot asserts on rounding.)
    let graph = Hnsw::<f32, DistL2>::new(16, n, 16, 100, DistL2 {});
    let points: Vec<(&[f32], usize)> = (0..n).map(|at| (row(at), at)).collect();
    graph.parallel_insert_slice(&points);
    let mut seconds = start.elapsed().as_secs_f64();

    let recall_at = |width: usize| {
        let hits: usize = tried
            .par_iter()
            .zip(&least)
            .map(|(at, least)| {
                let found = graph.search(row(*at), k + 1, width);
                found.iter().filter(|found| dot(row(*at), row(found.d_id)) >= least - 1e-6).count()
            })
            .sum();
        hits as f64 / (TRIED * (k + 1)) as f64
    };
    let mut width = k + 1;
    while recall_at(width) < 0.98 && width < n {
        width = width * 5 / 4;
    }
    let recall = recall_at(width);
    let start = Instant::now();
    let found: usize = (0..n).into_par_iter().map(|at| graph.search(row(at), k + 1, width).len()).sum();
    seconds += start.elapsed().as_secs_f64();
    assert!(found >= n * k, "lists are short");
    println!("hnsw_rs, width {width}: {seconds:.2} s, recall {recall:.4}, {:.0} rows/s", n as f64 / seconds);
}

/// (n, d), unit rows; splitmix64 and the sums of twelve numbers do for normal ones.
fn rows(n: usize, d: usize) -> Vec<f32> {
    let mut state = 7_u64;
    let mut next = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = state;
        x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ x >> 31
    };
    let mut uniform = move || (next() >> 40) as f32 / (1u32 << 24) as f32;
    let mut normal = || (0..12).map(|_| uniform()).sum::<f32>() - 6.0;
    let middles: Vec<f32> = (0..50 * d).map(|_| normal()).collect();
    let mut rows = Vec::with_capacity(n * d);
    for i in 0..n {
        let middle = (i * 37 + i / 50) % 50 * d;
        let own: Vec<f32> = middles[middle..][..d].iter().map(|x| x + 0.8 * normal()).collect();
        let length = own.iter().map(|x| x * x).sum::<f32>().sqrt();
        rows.extend(own.iter().map(|x| x / length));
    }
    rows
}
