//! Times a vision transformer (DINOv2's form) as the program runs it, on random weights, beside the rate that plain products
//! of its sizes reach on as many threads, and in alternation with PyTorch where its script is named.
//!
//! `cargo bench --bench vit -- [--dim 384] [--depth 12] [--patch 14] [--size 224] [--images 32] [--threads 2]
//! [--pairs 5 --peer benches/peers/torch_vit.py --python python3]`

#[path = "common/peer.rs"]
mod peer;

use candle_core::{Device, Tensor};
use gleaner::control::CancelToken;
use gleaner::learning::network::vit::{Vit, VitForm};
use gleaner::linalg::matmul::product_with_transposed;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::error::Error;
use std::process::Command;
use std::time::Instant;

fn text(name: &str) -> Option<String> {
    let args: Vec<String> = std::env::args().collect();
    let at = args.iter().position(|a| a == name)?;
    args.get(at + 1).cloned()
}

fn number(name: &str, default: usize) -> usize {
    text(name).and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn main() -> Result<(), Box<dyn Error>> {
    let (dim, depth, patch) = (number("--dim", 384), number("--depth", 12), number("--patch", 14));
    let (size, n, threads) = (number("--size", 224), number("--images", 32), number("--threads", 2));
    let grid = size / patch;
    let mut shapes = BTreeMap::from([
        ("embeddings.patch_embeddings.projection.weight".to_owned(), vec![dim, 3, patch, patch]),
        ("embeddings.position_embeddings".to_owned(), vec![1, grid * grid + 1, dim]),
        ("encoder.layer.0.mlp.fc1.weight".to_owned(), vec![4 * dim, dim]),
    ]);
    shapes.extend((0..depth).map(|i| (format!("encoder.layer.{i}.norm1.weight"), vec![dim])));
    let form = VitForm::recognise(&shapes).ok_or("no transformer of these sizes")?;
    let tensor = |(name, shape): (String, Vec<usize>)| Ok((name, Tensor::randn(0f32, 0.02, shape, &Device::Cpu)?));
    let tensors = form.tensors().into_iter().map(tensor).collect::<candle_core::Result<BTreeMap<_, _>>>()?;
    let vit = Vit::new(form, &tensors)?;
    let images: Vec<f32> = Tensor::randn(0f32, 1.0, n * 3 * size * size, &Device::Cpu)?.to_vec1()?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let ours = || -> Result<f64, Box<dyn Error>> {
        let cancel = CancelToken::default();
        pool.install(|| vit.features(&images[..threads * 3 * size * size], size, &cancel))?;
        let started = Instant::now();
        pool.install(|| vit.features(&images, size, &cancel))?;
        Ok(n as f64 / started.elapsed().as_secs_f64())
    };
    let tokens = grid * grid + 1;
    let of_layer = 12 * dim * dim * tokens + 2 * tokens * tokens * dim;
    let mul_adds = (depth * of_layer + 3 * patch * patch * dim * (tokens - 1)) as f64;
    let (plain, rate) = (pool.install(|| products(threads, tokens, dim)), ours()?);
    println!("{rate:.2} images/s, {:.1} G multiply-adds/s; products alone {plain:.1}", rate * mul_adds * 1e-9);
    println!("share of the products' rate: {:.0} %", 100.0 * rate * mul_adds * 1e-9 / plain);
    let Some(script) = text("--peer") else { return Ok(()) };
    let python = text("--python").unwrap_or_else(|| "python3".into());
    let theirs = || {
        let mut command = Command::new(&python);
        command.arg(&script);
        let numbers = [
            ("--dim", dim),
            ("--depth", depth),
            ("--patch", patch),
            ("--size", size),
            ("--images", n),
            ("--threads", threads),
        ];
        for (flag, value) in numbers {
            command.args([flag, &value.to_string()]);
        }
        peer::number_before(&mut command, "images/s")
    };
    peer::compare(number("--pairs", 5), "images/s", ours, theirs)?;
    Ok(())
}

/// G multiply-adds a second of (tokens, dim) x (dim, 4 dim), one on each thread.
fn products(threads: usize, tokens: usize, dim: usize) -> f64 {
    let repeats = 40;
    let started = Instant::now();
    (0..threads).into_par_iter().for_each(|_| {
        let (x, w) = (vec![0.5f32; tokens * dim], vec![0.25f32; 4 * dim * dim]);
        let mut out = vec![0f32; tokens * 4 * dim];
        for _ in 0..repeats {
            product_with_transposed(&x, &w, dim, &mut out);
        }
    });
    (threads * repeats * tokens * 4 * dim * dim) as f64 * 1e-9 / started.elapsed().as_secs_f64()
}
