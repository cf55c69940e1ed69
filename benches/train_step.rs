//! Times training steps (forward, backward, SGD with momentum) and evaluation of a ResNet as the program runs them, in
//! alternation with PyTorch where its script is named.
//!
//! `cargo bench --bench train_step -- [--width 64] [--size 32] [--batch 128] [--threads 2] [--steps 6] [--arch 18|50]
//! [--stem cifar|stl|imagenet|stride2] [--eval] [--cpu-time]
//! [--pairs 5 --peer benches/peers/torch_train_step.py --python python3]`
//!
//! With `--cpu-time` times are the processor time of all threads (Linux), which a busy machine changes less than the
//! clock's. The peak of resident memory is the process's, so of one setting only if there is one run.

#[path = "common/memory.rs"]
mod memory;
#[path = "common/peer.rs"]
mod peer;

use candle_core::{Device, Result, Tensor};
use gleaner::learning::network::resnet::{Arch, ResNet, Stem};
use gleaner::learning::network::{Mode, Params};
use gleaner::learning::optim::{Optimizer, Rule};
use std::process::Command;
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

/// What is measured.
struct Setting {
    net: ResNet,
    size: usize,
    batch: usize,
    threads: usize,
    steps: usize,
}

impl Setting {
    fn from_args() -> Self {
        let arch = if number("--arch", 18) == 50 { Arch::ResNet50 } else { Arch::ResNet18 };
        let stem = match text("--stem").as_deref() {
            Some("stl") => Stem::Stl,
            Some("imagenet") => Stem::ImageNet,
            Some("stride2") => Stem::Stride2,
            _ => Stem::Cifar,
        };
        Self {
            net: ResNet { arch, stem, width: number("--width", 64) },
            size: number("--size", 32),
            batch: number("--batch", 128),
            threads: number("--threads", 2),
            steps: number("--steps", 6),
        }
    }

    /// Images a second.
    fn run(&self) -> Result<f64> {
        let mut params = Params::new(&Device::Cpu);
        self.net.add_params(&mut params, 1)?;
        let x = Tensor::randn(0.0_f32, 1.0, (self.batch, 3, self.size, self.size), &Device::Cpu)?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build().expect("a pool of threads");
        let secs = pool.install(|| {
            if has("--eval") {
                return step_secs(self.steps, || self.net.forward(&params, &x, Mode::EVAL).map(drop));
            }
            let mut optimizer = Optimizer::new(Rule::Sgd { momentum: 0.9, weight_decay: 0.0 });
            step_secs(self.steps, || {
                let loss = self.net.forward(&params, &x, Mode::TRAIN)?.sqr()?.mean_all()?;
                optimizer.step(&params, &params.backward(&loss)?, 0.01)
            })
        })?;
        Ok(self.batch as f64 / secs)
    }
}

/// The peer's images a second at the setting of the arguments.
fn peer_rate(script: &str) -> std::result::Result<f64, Box<dyn std::error::Error>> {
    let mut command = Command::new(text("--python").unwrap_or_else(|| "python3".to_owned()));
    command.arg(script);
    for name in ["--width", "--size", "--batch", "--threads", "--steps", "--arch", "--stem"] {
        if let Some(value) = text(name) {
            command.args([name, value.as_str()]);
        }
    }
    if has("--eval") {
        command.arg("--eval");
    }
    peer::number_before(&mut command, "images/s")
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let setting = Setting::from_args();
    let Setting { net, size, batch, threads, .. } = &setting;
    let what = if has("--eval") { "evaluation" } else { "training" };
    println!("{:?} width {} {size}px batch {batch}, {what}, {threads} threads", net.arch, net.width);
    if let Some(script) = text("--peer") {
        peer::compare(number("--pairs", 5), "images/s", || Ok(setting.run()?), || peer_rate(&script))?;
    } else {
        println!("{:.1} images/s", setting.run()?);
    }
    if let Some(peak) = memory::peak_mb() {
        println!("peak {peak:.0} MB");
    }
    Ok(())
}
