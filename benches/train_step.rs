//! Times one training step (forward, backward) of a ResNet-18 for small images, built from the kernels alone, and each
//! kernel by itself with `--operators`. Compares with nothing: pair it with a peer's run. With `--cpu-time` times are the
//! processor time of all threads (Linux), which a busy machine changes less than the clock's.
//!
//! `cargo bench --bench train_step -- --width 64 --size 32 --batch 128 --threads 2 --steps 6 [--operators] [--cpu-time]`

use candle_core::{DType, Device, Result, Tensor, Var};
use gleaner::learning::kernels::{conv::conv2d, norm, pool};
use std::sync::OnceLock;
use std::time::Instant;

struct Layer {
    weight: Var,
    gamma: Var,
    beta: Var,
    stride: usize,
}

impl Layer {
    fn new(c: usize, o: usize, k: usize, stride: usize) -> Result<Self> {
        let std = (2.0 / (c * k * k) as f64).sqrt();
        Ok(Self {
            weight: Var::randn_f64(0.0, std, (o, c, k, k), DType::F32, &Device::Cpu)?,
            gamma: Var::ones(o, DType::F32, &Device::Cpu)?,
            beta: Var::zeros(o, DType::F32, &Device::Cpu)?,
            stride,
        })
    }

    fn forward(&self, x: &Tensor, is_relu: bool, residual: Option<&Tensor>) -> Result<Tensor> {
        let y = conv2d(x, &self.weight, self.stride, self.weight.dim(2)? / 2)?;
        if is_relu {
            Ok(norm::batch_norm_relu_train(&y, &self.gamma, &self.beta, 1e-5, residual)?.0)
        } else {
            Ok(norm::batch_norm_train(&y, &self.gamma, &self.beta, 1e-5)?.0)
        }
    }
}

struct ResNet {
    stem: Layer,
    blocks: Vec<(Layer, Layer, Option<Layer>)>,
}

impl ResNet {
    fn new(width: usize) -> Result<Self> {
        let stem = Layer::new(3, width, 3, 1)?;
        let mut blocks = vec![];
        let mut c = width;
        for stage in 0..4 {
            for block in 0..2 {
                let (o, stride) = (width << stage, if stage > 0 && block == 0 { 2 } else { 1 });
                let skip = if c == o { None } else { Some(Layer::new(c, o, 1, stride)?) };
                blocks.push((Layer::new(c, o, 3, stride)?, Layer::new(o, o, 3, 1)?, skip));
                c = o;
            }
        }
        Ok(Self { stem, blocks })
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let mut x = self.stem.forward(x, true, None)?;
        for (first, second, skip) in &self.blocks {
            let residual = match skip {
                Some(skip) => skip.forward(&x, false, None)?,
                None => x.clone(),
            };
            x = second.forward(&first.forward(&x, true, None)?, true, Some(&residual))?;
        }
        pool::global_avg_pool(&x)
    }
}

fn number(name: &str, default: usize) -> usize {
    let args: Vec<String> = std::env::args().collect();
    let at = args.iter().position(|a| a == name);
    at.and_then(|at| args.get(at + 1)).and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// Seconds since some moment, by the clock or by processor time.
fn now_secs() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    if !std::env::args().any(|a| a == "--cpu-time") {
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
    if std::env::args().any(|a| a == "--cpu-time") {
        return Ok((at[steps] - at[0]) / steps as f64);
    }
    let mut times: Vec<f64> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
    times.sort_by(f64::total_cmp);
    Ok(times[steps / 2])
}

fn operators(width: usize, size: usize, batch: usize, steps: usize) -> Result<()> {
    println!("operator                             forward ms  backward ms    GFLOP/s");
    let random = |shape: &[usize]| Var::randn_f64(0.0, 1.0, shape, DType::F32, &Device::Cpu);
    let convolutions = [(3, width, size, 3, 1), (width, width, size, 3, 1), (width, 2 * width, size, 3, 2)]
        .into_iter()
        .chain((1..4).map(|s| (width << s, width << s, size >> s, 3, 1)))
        .chain([(width, 2 * width, size, 1, 2), (width, 4 * width, size, 1, 1)]);
    for (c, o, size, k, stride) in convolutions {
        let (x, w) = (random(&[batch, c, size, size])?, random(&[o, c, k, k])?);
        let y = conv2d(&x, &w, stride, k / 2)?;
        let dy = Tensor::ones_like(&y)?;
        let flops = 2.0 * (y.elem_count() * c * k * k) as f64;
        let forward = step_secs(steps, || conv2d(&x, &w, stride, k / 2).map(drop))?;
        let all = step_secs(steps, || (conv2d(&x, &w, stride, k / 2)? * &dy)?.sum_all()?.backward().map(drop))?;
        let name = format!("conv {c}->{o} {k}x{k}/{stride} at {size}");
        report(&name, forward, all, 3.0 * flops);
    }
    for (c, size) in [(width, size), (8 * width, size / 8)] {
        let (x, r) = (random(&[batch, c, size, size])?, random(&[batch, c, size, size])?);
        let (g, b) = (random(&[c])?, random(&[c])?);
        for residual in [None, Some(r.as_tensor())] {
            let run = || Ok::<_, candle_core::Error>(norm::batch_norm_relu_train(&x, &g, &b, 1e-5, residual)?.0);
            let forward = step_secs(steps, || run().map(drop))?;
            let all = step_secs(steps, || run()?.sum_all()?.backward().map(drop))?;
            report(&format!("norm relu {c} at {size}, residual {}", residual.is_some()), forward, all, 0.0);
        }
    }
    let x = random(&[batch, width, size, size])?;
    let add = step_secs(steps, || (x.as_tensor() + x.as_tensor()).map(drop))?;
    report(&format!("candle add {width} at {size}"), add, add, 0.0);
    Ok(())
}

fn report(name: &str, forward: f64, all: f64, flops: f64) {
    println!("{name:36} {:10.2} {:12.2} {:10.1}", forward * 1e3, (all - forward) * 1e3, flops / all / 1e9);
}

fn main() -> Result<()> {
    let (width, size, batch) = (number("--width", 64), number("--size", 32), number("--batch", 128));
    let (threads, steps) = (number("--threads", 2), number("--steps", 6));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
    pool.install(|| {
        if std::env::args().any(|a| a == "--operators") {
            return operators(width, size, batch, steps);
        }
        let model = ResNet::new(width)?;
        let x = Tensor::randn(0.0_f32, 1.0, (batch, 3, size, size), &Device::Cpu)?;
        let secs = step_secs(steps, || model.forward(&x)?.sqr()?.mean_all()?.backward().map(drop))?;
        println!("resnet18 width {width} {size}px batch {batch} train: {:.1} images/s", batch as f64 / secs);
        Ok(())
    })
}
