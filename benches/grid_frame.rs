//! Times the CPU side of a frame of the grid over 100,000 made-up images while it scrolls, without a graphics adapter:
//! layout, widgets, shapes and egui's own textures, with every kind of badge; first all images, then those that a filter of
//! several terms lets through. Tessellation is timed apart. Prints mean, p50 and p99 in milliseconds, how many textures there
//! were at most, and the greatest memory of the process (Linux); with `--cpu-time 1` of this thread's processor time (Linux),
//! which a busy machine changes less than the clock's.
//!
//! `cargo bench --bench grid_frame -- [--images 100000] [--side 112] [--frames 600] [--cpu-time 1]`

#[path = "common/memory.rs"]
mod memory;

use egui::{Event, MouseWheelSource, MouseWheelUnit, Pos2, Rect, TouchPhase, vec2};
use gleaner::control::Progress;
use gleaner::gui::frame::facts::Facts;
use gleaner::gui::frame::{Fetcher, Frame, Out, ViewState};
use gleaner::gui::grid::Grid;
use gleaner::gui::kit::pictures::textures::Thumbs;
use gleaner::ids::{ClusterId, ImageId};
use gleaner::session::Examples;
use gleaner::session::protocol::{
    ClusterView, Evidence, Fetch, ImageInfo, ImageLabel, ImageTable, LabelSource, Pixels, Snapshot,
};
use gleaner::session::quality::{Print, Quality};
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

    fn examples(&self, _: ClusterId, _: usize) -> Fetch<Arc<Examples>> {
        Fetch::Pending
    }
}

fn snapshot(n: u32) -> Snapshot {
    let row = |i: u32| ImageInfo::new(ImageId(i), format!("folder_{:03}/image_{i:07}.jpg", i / 1000), 400, 300);
    let label = |i: u32| ImageLabel {
        cluster: Some(ClusterId(i % 10)),
        confidence: (i.wrapping_mul(2_654_435_761) >> 8) as f32 / (1u32 << 24) as f32,
        source: match i % 7 {
            0 => LabelSource::Confirmed,
            1 => LabelSource::Placed,
            _ => LabelSource::Machine,
        },
        is_junk: false,
    };
    let labels: Vec<ImageLabel> = (0..n).map(label).collect();
    let cluster = |c: u32| {
        let members: Vec<ImageId> = (0..n).filter(|i| i % 10 == c).map(ImageId).collect();
        Arc::new(ClusterView {
            id: ClusterId(c),
            name: format!("Cluster {c}"),
            confidences: Arc::new(members.iter().map(|image| labels[image.0 as usize].confidence).collect()),
            members: Arc::new(members),
            mean_confidence: 0.5,
            histogram: [n / 200; 20],
            ..ClusterView::default()
        })
    };
    Snapshot {
        revision: 1,
        images: Arc::new(ImageTable::new((0..n).map(row).collect())),
        clusters: Arc::new((0..10).map(cluster).collect()),
        labels: Arc::new(labels),
        ..Snapshot::default()
    }
}

/// Every fourth image has a copy beside it.
fn quality(snapshot: &Snapshot) -> Quality {
    let content = |i: u64| if i % 8 == 1 { i - 1 } else { i };
    let print = |i: u64| {
        let content = content(i);
        Print { hash: content.wrapping_mul(0x9e37_79b9_7f4a_7c15), content, bytes: 1000 }
    };
    Quality::of_prints(snapshot, &(0..snapshot.images.rows.len() as u64).map(print).collect::<Vec<_>>())
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

/// A grid that is scrolled.
struct Scrolled<'a> {
    snapshot: &'a Snapshot,
    fetcher: OnePicture,
    grid: Grid,
    thumbs: Thumbs,
    state: ViewState,
    ctx: egui::Context,
    n_textures: usize,
}

impl Scrolled<'_> {
    /// One more frame; milliseconds of the grid and of tessellation.
    fn frame(&mut self, number: usize, is_cpu: bool) -> (f64, f64) {
        let mut input = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 1000.0))),
            time: Some(number as f64 / 60.0),
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
        let (progress, facts, mut out) = (Progress::default(), Facts::default(), Out::default());
        let watch = Stopwatch::start(is_cpu);
        let output = self.ctx.run_ui(input, |ui| {
            let frame = &mut Frame {
                snapshot: self.snapshot,
                progress: &progress,
                facts: &facts,
                fetcher: &self.fetcher,
                view: &mut self.state,
                thumbs: &mut self.thumbs,
                out: &mut out,
            };
            egui::CentralPanel::default().show(ui, |ui| self.grid.ui(ui, frame));
        });
        let drawn = watch.millis();
        let watch = Stopwatch::start(is_cpu);
        let primitives = self.ctx.tessellate(output.shapes.clone(), 1.0);
        let tessellated = watch.millis();
        std::hint::black_box(primitives);
        output.drop_without_applying_deltas();
        self.n_textures = self.n_textures.max(self.ctx.tex_manager().read().num_allocated());
        (drawn, tessellated)
    }
}

fn main() {
    let (n, side) = (argument("--images", 100_000.0) as u32, argument("--side", 112.0));
    let n_frames = argument("--frames", 600.0) as usize;
    let is_cpu = argument("--cpu-time", 0.0) > 0.0;
    let snapshot = snapshot(n);
    let quality = Arc::new(quality(&snapshot));
    println!("{n} images, cells of {side} points, 1600 x 1000, {n_frames} frames of scrolling each");
    let mut scrolled = Scrolled {
        snapshot: &snapshot,
        fetcher: OnePicture(Arc::new(Pixels { width: 256, height: 192, rgba: vec![127; 256 * 192 * 4] })),
        grid: Grid::new(None),
        thumbs: Thumbs::default(),
        state: ViewState { thumb_side: side, threshold: 0.4, quality, ..ViewState::default() },
        ctx: egui::Context::default(),
        n_textures: 0,
    };
    let mut number = 0;
    for filter in ["", "image conf>10% -confirmed:yes -cluster:3 dup:no"] {
        filter.clone_into(&mut scrolled.state.filter);
        let (mut frames, mut tessellations) = (Vec::new(), Vec::new());
        for _ in 0..n_frames {
            let (drawn, tessellated) = scrolled.frame(number, is_cpu);
            frames.push(drawn);
            tessellations.push(tessellated);
            number += 1;
        }
        let first = frames.remove(0);
        println!("\nfilter \"{filter}\": {} images", scrolled.grid.images().len());
        println!("first frame      {first:8.2} ms (computes the list)");
        print("frame", &mut frames, "");
        print("tessellation", &mut tessellations, " (egui, outside the grid)");
    }
    println!("\ntextures at most {}", scrolled.n_textures);
    if let Some(peak) = memory::peak_mb() {
        println!("peak memory      {peak:8.0} MB (one picture stands for all)");
    }
}

/// The mean too: where the system counts processor time in steps of milliseconds, only that is exact.
fn print(name: &str, millis: &mut [f64], remark: &str) {
    let mean = millis.iter().sum::<f64>() / millis.len() as f64;
    let (p50, p99) = (percentile(millis, 0.5), percentile(millis, 0.99));
    println!("{name:16} mean {mean:6.2} ms   p50 {p50:6.2} ms   p99 {p99:6.2} ms{remark}");
}
