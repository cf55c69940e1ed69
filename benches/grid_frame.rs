//! Times the CPU side of a frame of the grid over 100,000 made-up images while it scrolls, without a graphics adapter:
//! layout, widgets, shapes and egui's own textures. Tessellation is timed apart. Prints mean, p50 and p99 in milliseconds; with
//! `--cpu-time 1` of this thread's processor time (Linux), which a busy machine changes less than the clock's.
//!
//! `cargo bench --bench grid_frame -- [--images 100000] [--side 112] [--frames 600] [--cpu-time 1]`

use egui::{Event, MouseWheelSource, MouseWheelUnit, Pos2, Rect, TouchPhase, vec2};
use gleaner::gui::grid::{Grid, Scene};
use gleaner::gui::intent::ViewState;
use gleaner::gui::textures::{Fetcher, Thumbs};
use gleaner::ids::{ClusterId, ImageId};
use gleaner::session::protocol::{Evidence, Fetch, ImageInfo, ImageLabel, ImageTable, LabelSource, Pixels, Snapshot};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The same picture for every image.
struct OnePicture(Arc<Pixels>);

impl Fetcher for OnePicture {
    fn thumbnail(&self, _: ImageId) -> Fetch<Arc<Pixels>> {
        Fetch::Ready(Arc::clone(&self.0))
    }

    fn preview(&self, _: ImageId, _: u32) -> Fetch<Arc<Pixels>> {
        Fetch::Pending
    }

    fn evidence(&self, _: ImageId) -> Fetch<Arc<Evidence>> {
        Fetch::Pending
    }

    fn examples(&self, _: ClusterId, _: usize) -> Fetch<(Vec<ImageId>, Vec<ImageId>)> {
        Fetch::Pending
    }
}

fn snapshot(n: u32) -> Snapshot {
    let row = |i: u32| ImageInfo {
        id: ImageId(i),
        path: format!("folder_{:03}/image_{i:07}.jpg", i / 1000).into(),
        width: 400,
        height: 300,
    };
    let label = |i: u32| ImageLabel {
        cluster: Some(ClusterId(i % 10)),
        confidence: (i.wrapping_mul(2_654_435_761) >> 8) as f32 / (1u32 << 24) as f32,
        source: if i.is_multiple_of(7) { LabelSource::Confirmed } else { LabelSource::Machine },
        is_junk: false,
    };
    Snapshot {
        revision: 1,
        images: Arc::new(ImageTable::new((0..n).map(row).collect())),
        labels: Arc::new((0..n).map(label).collect()),
        ..Snapshot::default()
    }
}

fn argument(name: &str, default: f32) -> f32 {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1).and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Time of the clock, or of the processor.
struct Stopwatch {
    start: Instant,
    start_cpu: Option<Duration>,
}

impl Stopwatch {
    fn start(is_cpu: bool) -> Self {
        Self { start: Instant::now(), start_cpu: is_cpu.then(cpu_time) }
    }

    fn millis(&self) -> f64 {
        let elapsed = self.start_cpu.map_or_else(|| self.start.elapsed(), |start| cpu_time().saturating_sub(start));
        elapsed.as_secs_f64() * 1e3
    }
}

/// Of this thread.
fn cpu_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux counts processor time");
    let nanos = text.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.expect("the first number is nanoseconds on the processor"))
}

/// The value that a share of `millis` lies below.
fn percentile(millis: &mut [f64], share: f64) -> f64 {
    millis.sort_by(f64::total_cmp);
    millis[((millis.len() - 1) as f64 * share).round() as usize]
}

fn main() {
    let (n, side) = (argument("--images", 100_000.0) as u32, argument("--side", 112.0));
    let n_frames = argument("--frames", 600.0) as usize;
    let is_cpu = argument("--cpu-time", 0.0) > 0.0;
    let snapshot = snapshot(n);
    let fetcher = OnePicture(Arc::new(Pixels { width: 256, height: 192, rgba: vec![127; 256 * 192 * 4] }));
    let mut grid = Grid::new(None);
    let (mut thumbs, mut intents) = (Thumbs::default(), Vec::new());
    let mut state = ViewState { thumb_side: side, threshold: 0.4, ..ViewState::default() };
    let ctx = egui::Context::default();
    let (mut frames, mut tessellations, mut first) = (Vec::new(), Vec::new(), 0.0);
    for frame in 0..n_frames {
        let mut input = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 1000.0))),
            time: Some(frame as f64 / 60.0),
            ..egui::RawInput::default()
        };
        input.events.push(Event::PointerMoved(Pos2::new(700.0, 500.0)));
        input.events.push(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -90.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: egui::Modifiers::NONE,
        });
        let watch = Stopwatch::start(is_cpu);
        let output = ctx.run_ui(input, |ui| {
            let scene = Scene { snapshot: &snapshot, fetcher: &fetcher };
            egui::CentralPanel::default()
                .show(ui, |ui| grid.scene_ui(ui, scene, &mut state, &mut thumbs, &mut intents));
        });
        let drawn = watch.millis();
        let watch = Stopwatch::start(is_cpu);
        let primitives = ctx.tessellate(output.shapes.clone(), 1.0);
        tessellations.push(watch.millis());
        std::hint::black_box(primitives);
        output.drop_without_applying_deltas();
        if frame == 0 {
            first = drawn;
        } else {
            frames.push(drawn);
        }
    }
    println!("{n} images, cells of {side} points, 1600 x 1000, {n_frames} frames of scrolling");
    println!("first frame      {first:8.2} ms (computes the list)");
    print("frame", &mut frames, "");
    print("tessellation", &mut tessellations, " (egui, outside the grid)");
}

/// The mean too: where the system counts processor time in steps of milliseconds, only that is exact.
fn print(name: &str, millis: &mut [f64], remark: &str) {
    let mean = millis.iter().sum::<f64>() / millis.len() as f64;
    let (p50, p99) = (percentile(millis, 0.5), percentile(millis, 0.99));
    println!("{name:16} mean {mean:6.2} ms   p50 {p50:6.2} ms   p99 {p99:6.2} ms{remark}");
}
