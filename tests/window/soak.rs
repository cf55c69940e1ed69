//! The window over a real engine, driven at random by a seed: clicks, keys, drags, the wheel, other sizes, themes and languages,
//! runs begun and stopped, changes made and undone. Nothing panics, what is shown is what is stored, and neither memory nor threads
//! grow without bound.
//!
//! `cargo test --test window soak` drives so many steps; `GLEANER_SOAK_MINUTES=60 cargo test --release --test window soak --
//! --ignored` drives it for an hour, in which no frame may take longer than [`LONGEST_MS`]. It all happens in a process of its own
//! that has no home of anybody's, no display and no programs to open anything with.

use super::{rest, until, window_by};
use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, TouchPhase, vec2};
use egui_kittest::kittest::NodeT;
use egui_kittest::{Harness, TestRenderer};
use gleaner::control::{Rng, Waker};
use gleaner::gui::{App, Start};
use gleaner::session::protocol::{Outcome, Request, Snapshot};
use gleaner::session::{ReadOnly, RunSettings, Session, SessionOptions};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Where the child lies, and for how long it is driven, if not for [`STEPS`].
const PLACE: &str = "GLEANER_SOAK_PLACE";
const MINUTES: &str = "GLEANER_SOAK_MINUTES";
const CHILD: &str = "soak::child";
/// Steps of the part that every test run plays.
const STEPS: usize = 300;
/// A frame of a long soak of a release build.
const LONGEST_MS: u128 = 250;
/// What the process may grow by after the first quarter, while no job is in progress: an allocator keeps some of what runs took.
const MOST_GROWTH_MB: u64 = 400;
/// Threads that may come beside those of the first frames: readers, one job, one export.
const MOST_MORE_THREADS: usize = 24;

const KEYS: [Key; 40] = [
    Key::A,
    Key::B,
    Key::C,
    Key::D,
    Key::E,
    Key::F,
    Key::G,
    Key::H,
    Key::I,
    Key::K,
    Key::M,
    Key::N,
    Key::O,
    Key::P,
    Key::Q,
    Key::R,
    Key::U,
    Key::V,
    Key::W,
    Key::X,
    Key::Y,
    Key::Z,
    Key::Num1,
    Key::Num2,
    Key::Num9,
    Key::F2,
    Key::F5,
    Key::F9,
    Key::Tab,
    Key::Enter,
    Key::Escape,
    Key::Space,
    Key::Slash,
    Key::Questionmark,
    Key::Backspace,
    Key::Delete,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::ArrowLeft,
    Key::PageDown,
];

#[test]
fn a_window_driven_at_random_stands_it() {
    in_a_process_of_its_own(None);
}

#[test]
#[ignore = "as long as GLEANER_SOAK_MINUTES says"]
fn a_window_driven_for_long_stands_it() {
    in_a_process_of_its_own(Some(std::env::var(MINUTES).unwrap_or_else(|_| "60".to_owned())));
}

fn in_a_process_of_its_own(minutes: Option<String>) {
    let dir = tempfile::tempdir().expect("a directory");
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args([CHILD, "--exact", "--ignored", "--nocapture"]).current_dir(dir.path()).env(PLACE, dir.path());
    command
        .env("HOME", dir.path())
        .env("PATH", dir.path())
        .env("HF_HOME", dir.path())
        .env("HF_ENDPOINT", "http://127.0.0.1:9");
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_DATA_HOME", "XDG_CONFIG_HOME", MINUTES]
    {
        command.env_remove(name);
    }
    command.envs(minutes.map(|minutes| (MINUTES, minutes)));
    let status = command.status().expect("this program starts");
    assert!(status.success(), "{status}; the last steps stand above");
}

#[test]
#[ignore = "a process of its own"]
fn child() {
    let Some(place) = std::env::var_os(PLACE).map(PathBuf::from) else { return };
    let minutes = std::env::var(MINUTES).ok().and_then(|minutes| minutes.parse::<f64>().ok());
    let begun = Instant::now();
    let whole = minutes.map(|minutes| Duration::from_secs_f64(60.0 * minutes));
    let photos = place.join("photos");
    begin(&place, &photos);
    let mut h = window_by(|builder| builder.renderer(Unseen), &place.join("data"), Start::Open(photos.clone()));
    until(&mut h, "read", |s| !s.images.rows.is_empty() && s.job.is_none());
    let mut soak = Soak { rng: Rng::from_key(&[19]), size: vec2(1400.0, 900.0), slow: 0, longest: 0 };
    let (n_threads, mut memory) = (threads(), 0);
    let (mut step, mut n_told) = (0, 0);
    while whole.map_or(step < STEPS, |whole| begun.elapsed() < whole) {
        soak.act(&mut h);
        // Caches are full by then.
        if memory == 0 && whole.map_or(step >= STEPS / 4, |whole| begun.elapsed() >= whole / 4) {
            memory = resident_mb();
        }
        if whole.is_some() && begun.elapsed().as_secs() / 60 > n_told {
            n_told += 1;
            println!("soak: minute {n_told}: {step} steps, {} MB, {} threads", resident_mb(), threads());
        }
        if step % 50 == 49 {
            check(&mut h);
            let now = threads();
            assert!(now <= n_threads + MOST_MORE_THREADS, "step {step}: {now} threads, and {n_threads} at first");
            // What a run takes while it learns is its own affair, and given back.
            let is_idle = h.state().snapshot().job.is_none();
            let grown = resident_mb().saturating_sub(if memory > 0 { memory } else { u64::MAX });
            assert!(!is_idle || grown < MOST_GROWTH_MB, "step {step}: {grown} MB more than after a quarter of it");
        }
        step += 1;
    }
    println!(
        "soak: {step} steps, {} frames over {LONGEST_MS} ms, the longest {} ms, {} MB, {} threads",
        soak.slow,
        soak.longest,
        resident_mb(),
        threads()
    );
    assert!(cfg!(debug_assertions) || soak.slow == 0, "{} frames over {LONGEST_MS} ms", soak.slow);
}

/// Forgets textures: an adapter keeps each change of one until something is drawn with it, and here nothing ever is.
struct Unseen;

impl TestRenderer for Unseen {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        delta.clear();
    }

    fn render(&mut self, _: &egui::Context, _: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        Err("nothing is drawn here".into())
    }
}

/// Sixty pictures of three kinds in a project with groups.
fn begin(place: &Path, photos: &Path) {
    std::fs::create_dir(photos).expect("a folder");
    for i in 0..60u32 {
        let base = [[200u8, 30, 30], [30, 200, 30], [30, 30, 200]][(i % 3) as usize];
        let pixel = |x: u32, y: u32| image::Rgb(base.map(|c| c.wrapping_add(((x * 7 + y * 3 + i * 11) % 40) as u8)));
        image::RgbImage::from_fn(48, 36, pixel).save(photos.join(format!("{i:03}.png"))).expect("saved");
    }
    let options = SessionOptions { data_dir: place.join("data"), threads: 2, watches: false };
    let session = Session::start(options, Waker::default()).expect("threads");
    let mut settings = RunSettings { clusters: 3, threads: 2, ..RunSettings::default() };
    for pair in ["features=pixels", "head=kmeans"] {
        settings.set_pair(pair).expect(pair);
    }
    let run = Request::Run { settings: Box::new(settings), resume: false };
    for request in [Request::Open { path: photos.to_owned(), project: None }, run] {
        let ticket = session.request(request).expect("room");
        let outcome = session.wait(ticket, &mut |_, _| ());
        assert!(matches!(outcome, Outcome::Done(..)), "{outcome:?}");
    }
}

/// Whoever drives.
struct Soak {
    rng: Rng,
    size: egui::Vec2,
    /// Frames over [`LONGEST_MS`], and the longest.
    slow: usize,
    longest: u128,
}

impl Soak {
    fn act(&mut self, h: &mut Harness<'static, App>) {
        let at = Pos2::new(
            self.rng.range(0.0, f64::from(self.size.x)) as f32,
            self.rng.range(0.0, f64::from(self.size.y)) as f32,
        );
        match self.rng.below(16) {
            0..=5 => self.click_widget(h),
            6 => self.click(h, at),
            7..=10 => {
                let key = KEYS[self.rng.below(KEYS.len())];
                let modifiers =
                    [Modifiers::NONE, Modifiers::NONE, Modifiers::SHIFT, Modifiers::COMMAND][self.rng.below(4)];
                h.key_press_modifiers(modifiers, key);
            }
            11 => {
                h.drag_at(at);
                h.step();
                let to = at + vec2(self.rng.range(-300.0, 300.0) as f32, self.rng.range(-300.0, 300.0) as f32);
                h.hover_at(to);
                h.step();
                h.drop_at(to);
            }
            12 => {
                h.hover_at(at);
                let delta = vec2(0.0, self.rng.range(-400.0, 400.0) as f32);
                let (unit, phase) = (MouseWheelUnit::Point, TouchPhase::Move);
                h.event(Event::MouseWheel {
                    unit,
                    delta,
                    phase,
                    source: egui::MouseWheelSource::Wheel,
                    modifiers: Modifiers::NONE,
                });
            }
            13 => {
                self.size = vec2(self.rng.range(340.0, 1700.0) as f32, self.rng.range(240.0, 1100.0) as f32);
                h.set_size(self.size);
            }
            14 => h.ctx.set_theme([egui::Theme::Light, egui::Theme::Dark][self.rng.below(2)]),
            _ => h.event(Event::Text(
                ["a", "Zebra 9", "\u{732b}", "conf>50%", "-junk:yes"][self.rng.below(5)].to_owned(),
            )),
        }
        for _ in 0..2 {
            let started = Instant::now();
            h.step();
            let took = started.elapsed().as_millis();
            self.slow += usize::from(took > LONGEST_MS);
            self.longest = self.longest.max(took);
        }
        // The engine has a moment for what it was asked.
        if self.rng.chance(0.2) {
            rest();
        }
    }

    fn click(&mut self, h: &Harness<'static, App>, at: Pos2) {
        let button = if self.rng.chance(0.15) { PointerButton::Secondary } else { PointerButton::Primary };
        h.hover_at(at);
        for pressed in [true, false] {
            h.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        }
    }

    /// Something that can be pressed, wherever it lies.
    fn click_widget(&mut self, h: &Harness<'static, App>) {
        let nodes = h.root().children_recursive().map(|node| node.accesskit_node());
        let drawn = nodes.filter(|node| node.label().is_some()).filter_map(|node| node.bounding_box());
        let places: Vec<Pos2> =
            drawn.map(|at| Pos2::new(at.x0.midpoint(at.x1) as f32, at.y0.midpoint(at.y1) as f32)).collect();
        if !places.is_empty() {
            let at = places[self.rng.below(places.len())];
            self.click(h, at);
        }
    }
}

/// What is shown is sound in itself, and is what is stored.
fn check(h: &mut Harness<'static, App>) {
    h.step();
    let shown = h.state().snapshot();
    for entry in shown.log.iter() {
        let words = format!("{:?}", entry.outcome);
        assert!(!words.contains("engine-fault") && !words.contains("engine-work-fault"), "{words}");
    }
    for cluster in shown.clusters.iter() {
        let n = shown.labels.iter().filter(|label| label.cluster == Some(cluster.id)).count();
        assert_eq!(cluster.members.len(), n, "{} shows another number of images than have it", cluster.name);
    }
    // What is stored may be ahead of what is shown: while something is at work for long, else for a moment.
    for n_left in (0..500).rev() {
        let shown = h.state().snapshot();
        let Some(project) = shown.project.as_ref().map(|project| project.path.clone()) else { return };
        if shown.job.is_some() {
            return;
        }
        let (shown, stored) = (state(shown), ReadOnly::open(&project).map(|read| state(&read.snapshot())));
        if stored.as_ref().is_ok_and(|stored| *stored == shown) {
            return;
        }
        assert!(n_left > 0, "what is shown is not what is stored: {shown:?}, {stored:?}");
        h.step();
    }
}

/// Where each image belongs, and how many changes there were.
fn state(snapshot: &Snapshot) -> (Vec<Option<u32>>, usize, u32) {
    let clusters = snapshot.labels.iter().map(|label| label.cluster.map(|id| id.0)).collect();
    (clusters, snapshot.history.changes.len(), snapshot.history.now.0)
}

fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count)
}

/// 0 where the system does not say.
fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}
