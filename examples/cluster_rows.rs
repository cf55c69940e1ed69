//! Clusters rows of numbers without a folder or a project: k-means, nearest neighbours, and how well the two fit.
//!
//! `cargo run --release --example cluster_rows`

use gleaner::clustering::judge::metrics::neighbor_purity;
use gleaner::clustering::kmeans::kmeans;
use gleaner::clustering::neighbors::exact_cosine;
use gleaner::control::{CancelToken, Cancelled, Rng};

const D: usize = 8;
const KINDS: usize = 3;

/// Rows around the first axes, as many around each.
fn rows(n: usize) -> (Vec<f32>, Vec<u32>) {
    let mut rng = Rng::from_key(&[1]);
    let kinds: Vec<u32> = (0..n as u32).map(|i| i % KINDS as u32).collect();
    let row = |kind: u32| (0..D).map(move |j| if j == kind as usize { 1.0 } else { 0.0 });
    let rows = kinds.iter().flat_map(|kind| row(*kind)).map(|x| x + 0.2 * rng.normal() as f32).collect();
    (rows, kinds)
}

fn main() -> Result<(), Cancelled> {
    let (rows, kinds) = rows(600);
    // Another thread may cancel what takes long.
    let cancel = CancelToken::default();

    let found = kmeans(&rows, D, KINDS, 5, 0, &cancel)?;
    println!("k-means: squared distances to the centres sum to {:.1}", found.inertia);
    for cluster in 0..KINDS as u32 {
        println!("cluster {cluster}: {} rows", found.assignment.iter().filter(|own| **own == cluster).count());
    }

    let neighbors = exact_cosine(&rows, D, 10, &cancel)?;
    println!("nearest to row 0: {:?}", neighbors.of(0));
    println!("neighbours of one cluster: {:.3}", neighbor_purity(&neighbors, &found.assignment));
    println!("neighbours of one kind: {:.3}", neighbor_purity(&neighbors, &kinds));
    Ok(())
}
