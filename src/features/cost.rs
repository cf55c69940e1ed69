//! How long frozen features take on this machine, from a measurement of a moment.

use super::source::Source;
use super::{builtin, builtin_resnet};
use crate::control::CancelToken;
use crate::linalg::matmul::product_with_transposed;
use candle_core::{Device, Result, Tensor};
use rayon::prelude::*;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What this machine makes of networks on all its cores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed {
    /// Images a second of the built-in network.
    pub builtin: f64,
    /// Images a second of the small built-in network, each with its mirror image.
    pub builtin_resnet: f64,
    /// Multiply-adds a second, in thousand millions, of products as a small transformer has.
    pub giga_mul_adds: f64,
}

/// An ordinary core, before anything was measured.
const ASSUMED: Speed = Speed { builtin: 90.0, builtin_resnet: 150.0, giga_mul_adds: 60.0 };

/// Share of the products' rate that a whole transformer reaches, and a residual network (`benches/vit`).
const SHARE: f64 = 0.75;
/// Seconds that an image takes where no network looks at it: it is read, and that is all.
const PLAIN: f64 = 1e-4;
/// Multiply-adds of an image, in thousand millions, where only the file knows: a small transformer at 224 px.
const UNKNOWN: f64 = 6.1;

static MEASURED: OnceLock<Speed> = OnceLock::new();

/// All cores of an ordinary machine.
fn assumed() -> Speed {
    let n = n_cores();
    Speed {
        builtin: ASSUMED.builtin * n,
        builtin_resnet: ASSUMED.builtin_resnet * n,
        giga_mul_adds: ASSUMED.giga_mul_adds * n,
    }
}

fn n_cores() -> f64 {
    std::thread::available_parallelism().map_or(1, usize::from) as f64
}

/// Measures, the first time that it is called: a quarter of a second on all cores.
#[must_use]
pub fn measure() -> Speed {
    *MEASURED.get_or_init(|| Speed {
        builtin: builtin_rate().unwrap_or(assumed().builtin),
        builtin_resnet: builtin_resnet_rate().unwrap_or(assumed().builtin_resnet),
        giga_mul_adds: products_rate(),
    })
}

/// Measures on a thread of its own, so that whoever asks later knows.
pub fn measure_soon() {
    static IS_ASKED: AtomicBool = AtomicBool::new(false);
    if !IS_ASKED.swap(true, Ordering::Relaxed) {
        // Without a thread the assumption stays.
        drop(std::thread::Builder::new().name("gleaner-probe".into()).spawn(measure));
    }
}

/// What was measured, if it was.
#[must_use]
pub fn measured() -> Option<Speed> {
    MEASURED.get().copied()
}

/// Seconds that an image takes on `threads` threads; 0 for rows that are there, and for what learns from the folder.
#[must_use]
pub fn secs_per_image(source: &Source, threads: usize) -> f64 {
    let all = measured().unwrap_or_else(assumed);
    let share = (threads as f64 / n_cores()).min(1.0);
    let of_network = |giga_mul_adds: f64| giga_mul_adds / (SHARE * all.giga_mul_adds * share);
    match source {
        Source::Builtin => 1.0 / (all.builtin * share),
        Source::BuiltinResnet => 1.0 / (all.builtin_resnet * share),
        Source::Pixels | Source::Colours => PLAIN,
        Source::Auto => Source::QUICK.iter().map(|part| secs_per_image(part, threads)).sum(),
        Source::Joined(_) => source.parts().into_iter().map(|part| secs_per_image(part, threads)).sum(),
        Source::Model(model) => of_network(model.giga_mul_adds),
        Source::File(_) => of_network(UNKNOWN),
        Source::Simclr | Source::Vectors(_) | Source::Unlisted(_) => 0.0,
    }
}

fn builtin_rate() -> Result<f64> {
    let n = 2 * rayon::current_num_threads();
    let lite = builtin::network()?;
    let levels: Vec<u8> = (0..n * builtin::SIZE * builtin::SIZE * 3).map(|at| (at % 251) as u8).collect();
    let secs = || {
        let started = Instant::now();
        // Nobody cancels this token.
        drop(lite.see(&levels, builtin::SIZE, true, &CancelToken::default()));
        started.elapsed().as_secs_f64()
    };
    secs();
    Ok(n as f64 / secs().min(secs()))
}

fn builtin_resnet_rate() -> Result<f64> {
    const N: usize = 32;
    let params = builtin_resnet::params(&Device::Cpu)?;
    let images = Tensor::rand(-1f32, 1.0, (N, 3, builtin_resnet::SIZE, builtin_resnet::SIZE), &Device::Cpu)?;
    let secs = || -> Result<f64> {
        let started = Instant::now();
        builtin_resnet::seen(&params, &images)?;
        Ok(started.elapsed().as_secs_f64())
    };
    // The first pass wakes the threads and makes the buffers.
    secs()?;
    Ok(N as f64 / (2.0 * secs()?.min(secs()?)))
}

fn products_rate() -> f64 {
    const TOKENS: usize = 257;
    const WIDTH: usize = 384;
    let threads = rayon::current_num_threads();
    let products = |repeats: usize| {
        let started = Instant::now();
        (0..threads).into_par_iter().for_each(|_| {
            let (x, w) = (vec![0.5f32; TOKENS * WIDTH], vec![0.25f32; 4 * WIDTH * WIDTH]);
            let mut out = vec![0f32; TOKENS * 4 * WIDTH];
            for _ in 0..repeats {
                product_with_transposed(&x, &w, WIDTH, &mut out);
            }
            assert!(out[0].is_finite());
        });
        let n = threads * repeats * TOKENS * WIDTH * 4 * WIDTH;
        n as f64 * 1e-9 / started.elapsed().as_secs_f64()
    };
    products(1);
    products(12).max(products(12))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::registry;

    #[test]
    fn a_larger_network_takes_longer_and_more_threads_less() {
        let speed = measure();
        assert!(speed.builtin > 0.0 && speed.giga_mul_adds > 0.0 && measured() == Some(speed));
        let of = |name: &str, threads| secs_per_image(&Source::Model(registry::find(name).expect("known")), threads);
        assert!(of("dinov2-large", 1) > of("dinov2-base", 1) && of("dinov2-base", 1) > of("dinov2-small", 1));
        assert!(of("dinov2-small", 1) > 0.0 && of("dinov2-small", 1) >= of("dinov2-small", 2));
        assert!(secs_per_image(&Source::Simclr, 1).abs() < f64::EPSILON);
    }
}
