//! Times EfficientNet-Lite2 as the program runs it, in wall and in processor time, and in alternation with a script of another
//! program where one is named.
//!
//! `cargo bench --bench lite -- [--side 160] [--images 64] [--threads 2] [--repeats 3]
//! [--pairs 5 --peer benches/peers/torch_lite.py --weights efficientnet-lite2.safetensors --python python3]`

#[path = "common/peer.rs"]
mod peer;

use gleaner::control::CancelToken;
use gleaner::learning::network::lite::Lite;
use std::error::Error;
use std::process::Command;
use std::time::{Duration, Instant};

/// Multiply-adds of an image at 160 pixels a side.
const MUL_ADDS: f64 = 282e6;

fn text(name: &str) -> Option<String> {
    let args: Vec<String> = std::env::args().collect();
    let at = args.iter().position(|a| a == name)?;
    args.get(at + 1).cloned()
}

fn number(name: &str, default: usize) -> usize {
    text(name).and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// The pictures of the peers: (n, side, side, 3).
fn pictures(n: usize, side: usize) -> Vec<u8> {
    let pixel = |at: usize| {
        let (i, y, x) = (at / (side * side), at / side % side, at % side);
        [3 * x + y + i, x + 5 * y + 7 * i, x * y + 13 * i].map(|level| (level % 256) as u8)
    };
    (0..n * side * side).flat_map(pixel).collect()
}

/// Processor time of all threads so far; zero where the system does not tell.
#[expect(unsafe_code, reason = "no safe call tells it")]
fn processor_time() -> Duration {
    #[cfg(unix)]
    {
        let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: the call writes one timespec, which is there.
        if unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) } == 0 {
            return Duration::new(time.tv_sec as u64, time.tv_nsec as u32);
        }
    }
    Duration::ZERO
}

fn main() -> Result<(), Box<dyn Error>> {
    let (side, n, threads) = (number("--side", 160), number("--images", 64), number("--threads", 2));
    let lite = Lite::read(include_bytes!("../assets/lite2.safetensors"))?;
    let pictures = pictures(n, side);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let look = || pool.install(|| lite.see(&pictures, side, false, &CancelToken::default()));
    let mut processor = Duration::MAX;
    let mut ours = || -> Result<f64, Box<dyn Error>> {
        let mut best = 0f64;
        look()?;
        for _ in 0..number("--repeats", 3) {
            let (started, before) = (Instant::now(), processor_time());
            look()?;
            best = best.max(n as f64 / started.elapsed().as_secs_f64());
            processor = processor.min(processor_time().saturating_sub(before));
        }
        Ok(best)
    };
    let rate = ours()?;
    println!("{rate:.1} images/s");
    if let Some(script) = text("--peer") {
        let python = text("--python").unwrap_or_else(|| "python3".into());
        let weights = text("--weights").ok_or("--weights names the file that the peer reads")?;
        let theirs = || {
            let mut command = Command::new(&python);
            command.args([&script, "--weights", &weights]);
            for (flag, value) in [("--side", side), ("--images", n), ("--threads", threads)] {
                command.args([flag, &value.to_string()]);
            }
            peer::number_before(&mut command, "images/s")
        };
        peer::compare(number("--pairs", 5), "images/s", &mut ours, theirs)?;
    }
    let of_image = processor.as_secs_f64() / n as f64;
    let mul_adds = MUL_ADDS * (side as f64 / 160.0).powi(2);
    println!(
        "processor time: {:.2} ms an image, {:.1} G multiply-adds/s a core",
        of_image * 1e3,
        mul_adds * 1e-9 / of_image
    );
    Ok(())
}
