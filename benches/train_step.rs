//! Times training steps (forward, backward, SGD with momentum) and evaluation of a ResNet as the program runs them, and
//! pairs them with PyTorch's in alternation.
//!
//! `cargo bench --bench train_step -- [--width 64] [--size 32] [--batch 128] [--threads 2] [--steps 6] [--arch 18|50]
//! [--stem cifar|stl|imagenet|stride2] [--eval] [--profile] [--cpu-time]`

use candle_core::{Device, Result, Tensor};
use gleaner::learning::network::resnet::{Arch, ResNet, Stem};
use gleaner::learning::network::{Mode, Params};
use gleaner::learning::optim::{Optimizer, Rule};
use std::sync::OnceLock;
use std::time::Instant;

fn text(name: &str) -> Option<String> {
    let args: Vec<String> = std::env::args().collect();
    let at = args.iter().position(|a| a == name)?;
    args.get(at + 1).cloned()
}

fn number(name: &str, default: usize) -> usize {
    text(name).and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn has(name: &str) -> bool {
    std::env::args().any(|a| a == name)
}

/// Seconds since some moment, by the clock or by processor time.
fn now_secs() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    if !has("--cpu-time") {
        return START.get_or_init(Instant::now).elapsed().as_secs_f64();
    }
    let tasks = std::fs::read_dir("/proc/self/task").expect("--cpu-time needs Linux");
    let nanoseconds = tasks.filter_map(|task| {
        let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    });
    nanoseconds.sum::<f64>() * 1e-9
}

/// Seconds of one run after two unmeasured ones: the median of `steps`, or by processor time, which the system counts in
/// milliseconds only, their mean.
fn step_secs(steps: usize, mut run: impl FnMut() -> Result<()>) -> Result<f64> {
    run()?;
    run()?;
    let mut at = vec![now_secs()];
    for _ in 0..steps {
        run()?;
        at.push(now_secs());
    }
    if has("--cpu-time") {
        return Ok((at[steps] - at[0]) / steps as f64);
    }
    let mut times: Vec<f64> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
    times.sort_by(f64::total_cmp);
    Ok(times[steps / 2])
}

fn main() -> Result<()> {
    let (width, size, batch) = (number("--width", 64), number("--size", 32), number("--batch", 128));
    let (threads, steps) = (number("--threads", 2), number("--steps", 6));
    let arch = if number("--arch", 18) == 50 { Arch::ResNet50 } else { Arch::ResNet18 };
    let stem = match text("--stem").as_deref() {
        Some("stl") => Stem::Stl,
        Some("imagenet") => Stem::ImageNet,
        Some("stride2") => Stem::Stride2,
        _ => Stem::Cifar,
    };
    let net = ResNet { arch, stem, width };
    let mut params = Params::new(&Device::Cpu);
    net.add_params(&mut params, 1)?;
    let x = Tensor::randn(0.0_f32, 1.0, (batch, 3, size, size), &Device::Cpu)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
    let secs = pool.install(|| {
        if has("--eval") {
            return step_secs(steps, || net.forward(&params, &x, Mode::EVAL).map(drop));
        }
        let mut optimizer = Optimizer::new(Rule::Sgd { momentum: 0.9, weight_decay: 0.0 });
        step_secs(steps, || {
            let loss = net.forward(&params, &x, Mode::TRAIN)?.sqr()?.mean_all()?;
            optimizer.step(&params, &params.backward(&loss)?, 0.01)
        })
    })?;
    println!("gleaner {arch:?} width {width} {size}px batch {batch}: {:.1} images/s", batch as f64 / secs);
    Ok(())
}
