//! What the program takes with ever more images, none of which is decoded: the window's side (open, list, scroll, filter, sort,
//! select all, merge, undo, export) over a made-up project, and the stages of a run on made-up rows.
//!
//! `cargo bench --bench scale -- [--images 10000,100000] [--dim 64] [--parts window,stages]`
//!
//! Each number of images is a process of its own: seconds, the most that was resident in MB by the end of the step, and the power
//! of n that the seconds grew with from the first number of images to the last.

#[path = "common/finished.rs"]
mod finished;
#[path = "common/memory.rs"]
mod memory;
#[path = "common/option.rs"]
mod option;
#[path = "common/record.rs"]
mod record;

use egui::{Event, Modifiers, MouseWheelUnit, Pos2, Rect, TouchPhase, vec2};
use finished::finished;
use gleaner::clustering::heads::scan::{self, ScanHeadsPlan};
use gleaner::clustering::kmeans::kmeans;
use gleaner::clustering::neighbors::index::Index;
use gleaner::clustering::neighbors::nearest_cosine;
use gleaner::clustering::settings::RunSettings;
use gleaner::control::{CancelToken, Progress, Rng, Waker};
use gleaner::curation::edit::Edit;
use gleaner::curation::labels::Assignment;
use gleaner::gui::frame::facts::Facts;
use gleaner::gui::frame::{Fetcher, Frame, Out, Sort, ViewState};
use gleaner::gui::grid::Grid;
use gleaner::gui::kit::pictures::textures::Thumbs;
use gleaner::ids::ClusterId;
use gleaner::learning::prior::SizePrior;
use gleaner::session::protocol::{Change, ExportRequest, FORMATS, LinkKind, Outcome, Request, Snapshot, TableForm};
use gleaner::session::{Session, SessionOptions};
use gleaner::store::{JournalEntry, RowChange, Store};
use option::option;
use record::record;
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

type Outcomes<T> = Result<T, Box<dyn Error>>;

const CLUSTERS: u32 = 10;
const K: usize = 20;
const PARTS: [&str; 2] = ["window", "stages"];

fn main() -> Outcomes<()> {
    let (part, dim) = (option("--part", String::new())?, option("--dim", 64_usize)?);
    if !part.is_empty() {
        let n = option("--n", 0_u32)?;
        return if part == PARTS[0] { window(n) } else { stages(n as usize, dim) };
    }
    let list = option("--images", "10000,100000".to_owned())?;
    let ns = list.split(',').map(str::parse).collect::<Result<Vec<u32>, _>>()?;
    let only = option("--parts", PARTS.join(","))?;
    for part in PARTS.into_iter().filter(|part| only.split(',').any(|only| only == *part)) {
        let mut columns = Vec::new();
        for n in &ns {
            let (n, dim) = (n.to_string(), dim.to_string());
            let out =
                Command::new(std::env::current_exe()?).args(["--part", part, "--n", &n, "--dim", &dim]).output()?;
            let said = String::from_utf8_lossy(&out.stdout).into_owned();
            if !out.status.success() {
                return Err(format!("{part}, {n}: {}", String::from_utf8_lossy(&out.stderr)).into());
            }
            columns.push(said.lines().filter_map(step).collect::<Vec<Step>>());
        }
        print(part, &ns, &columns);
    }
    Ok(())
}

/// A line of a process: what, seconds, megabytes.
struct Step {
    name: String,
    secs: f64,
    mb: f64,
}

fn step(line: &str) -> Option<Step> {
    let mut fields = line.split('\t');
    let (name, secs, mb) = (fields.next()?, fields.next()?, fields.next()?);
    Some(Step { name: name.to_owned(), secs: secs.parse().ok()?, mb: mb.parse().ok()? })
}

fn print(part: &str, ns: &[u32], columns: &[Vec<Step>]) {
    println!("{part}");
    for (at, first) in columns.first().into_iter().flatten().enumerate() {
        let steps: Vec<&Step> = columns.iter().filter_map(|column| column.get(at)).collect();
        let of_each = ns.iter().zip(&steps).map(|(n, step)| format!("{n}: {:.3} s, {:.0} MB", step.secs, step.mb));
        let growth = match (steps.first(), steps.last(), ns.first(), ns.last()) {
            // Below a millisecond nothing can be told.
            (Some(a), Some(b), Some(n), Some(m)) if m > n => {
                (b.secs.max(1e-3) / a.secs.max(1e-3)).ln() / (f64::from(*m) / f64::from(*n)).ln()
            }
            _ => f64::NAN,
        };
        println!("  {:<28} {}; growth {growth:.2}", first.name, of_each.collect::<Vec<_>>().join("; "));
    }
}

fn timed<T>(name: &str, work: impl FnOnce() -> Outcomes<T>) -> Outcomes<T> {
    let started = Instant::now();
    let made = work()?;
    println!("{name}\t{:.6}\t{:.1}", started.elapsed().as_secs_f64(), memory::peak_mb().unwrap_or(f64::NAN));
    Ok(made)
}

/// What was resident at most is counted from here on.
fn forget_peak() {
    // Elsewhere than on Linux nothing is counted.
    drop(std::fs::write("/proc/self/clear_refs", "5"));
}

/// The window's side.
fn window(n: u32) -> Outcomes<()> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("bench.gleaner");
    make(&path, n)?;
    // What making took is not counted, but for memory that the allocator keeps.
    forget_peak();
    let options = SessionOptions { data_dir: dir.path().join("data"), threads: 2, watches: false };
    let session = Session::start(options, Waker::default())?;
    // (No person is asked whether it may be believed.)
    let folder = Store::open_read_only(&path)?.folder().to_owned();
    timed("open", || ask(&session, Request::Trust { project: path, folder }))?;
    let mut shown = Shown::new(session.snapshot());
    timed("list: the first frame", || {
        shown.frame(0.0, false);
        Ok(())
    })?;
    timed("scroll, 60 frames", || {
        let mut slowest: f64 = 0.0;
        for _ in 0..60 {
            let started = Instant::now();
            shown.frame(-90.0, false);
            slowest = slowest.max(started.elapsed().as_secs_f64());
        }
        eprintln!("the slowest frame took {:.1} ms", slowest * 1e3);
        Ok(())
    })?;
    "img conf>10% -confirmed:yes -cluster:3".clone_into(&mut shown.view.filter);
    timed("filter", || {
        shown.frame(0.0, false);
        Ok(())
    })?;
    shown.view.filter.clear();
    shown.frame(0.0, false);
    for (name, sort) in [("sort by path", Sort::Path), ("sort by size", Sort::Largest)] {
        shown.view.sort = sort;
        timed(name, || {
            shown.frame(0.0, false);
            Ok(())
        })?;
    }
    timed("select all", || {
        shown.frame(0.0, true);
        Ok(())
    })?;
    timed("a frame with all selected", || {
        shown.frame(-90.0, false);
        Ok(())
    })?;
    let merge = Change::Edit(Edit::Merge { into: ClusterId(1), from: vec![ClusterId(CLUSTERS)] });
    timed("merge", || ask(&session, Request::Edit(merge)))?;
    timed("undo", || ask(&session, Request::Undo))?;
    let everything = session.snapshot().images.rows.iter().map(|row| row.id).collect();
    timed("confirm all", || ask(&session, Request::edit(Edit::Confirm { images: everything, is_confirmed: true })))?;
    timed("undo of that", || ask(&session, Request::Undo))?;
    let request = ExportRequest {
        format: FORMATS.iter().find(|format| format.key == "csv").ok_or("no CSV")?,
        out: dir.path().join("labels.csv"),
        min_confidence: 0.0,
        confirmed_only: false,
        link: LinkKind::default(),
        force: false,
        allow_fewer: true,
        table: TableForm::default(),
    };
    timed("export CSV", || ask(&session, Request::Export(request)))?;
    session.shutdown();
    Ok(())
}

fn ask(session: &Session, request: Request) -> Outcomes<()> {
    let ticket = session.request(request).ok_or("too many requests")?;
    match session.wait(ticket, &mut |_, _| ()) {
        Outcome::Done(..) => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}

struct NoPictures;

impl Fetcher for NoPictures {}

/// A grid over a snapshot, without a graphics adapter.
struct Shown {
    snapshot: Arc<Snapshot>,
    grid: Grid,
    thumbs: Thumbs,
    view: ViewState,
    ctx: egui::Context,
    n_frames: u32,
}

impl Shown {
    fn new(snapshot: Arc<Snapshot>) -> Self {
        let (grid, thumbs, view) = (Grid::new(None), Thumbs::default(), ViewState::default());
        Self { snapshot, grid, thumbs, view, ctx: egui::Context::default(), n_frames: 0 }
    }

    fn frame(&mut self, scrolled: f32, selects_all: bool) {
        self.n_frames += 1;
        let mut input = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 1000.0))),
            time: Some(f64::from(self.n_frames) / 60.0),
            focused: true,
            ..egui::RawInput::default()
        };
        input.events.push(Event::PointerMoved(Pos2::new(700.0, 500.0)));
        if scrolled != 0.0 {
            input.events.push(Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(0.0, scrolled),
                phase: TouchPhase::Move,
                modifiers: Modifiers::NONE,
                source: egui::MouseWheelSource::Wheel,
            });
        }
        if selects_all {
            self.view.selection.images = self.snapshot.images.rows.iter().map(|row| row.id).collect();
        }
        let (progress, facts, mut out) = (Progress::default(), Facts::default(), Out::default());
        let output = self.ctx.run_ui(input, |ui| {
            let frame = &mut Frame {
                snapshot: &self.snapshot,
                progress: &progress,
                facts: &facts,
                fetcher: &NoPictures,
                view: &mut self.view,
                thumbs: &mut self.thumbs,
                out: &mut out,
            };
            egui::CentralPanel::default().show(ui, |ui| self.grid.ui(ui, frame));
        });
        output.drop_without_applying_deltas();
    }
}

/// A project of `n` images with a finished and adopted run.
fn make(path: &Path, n: u32) -> Outcomes<()> {
    let mut store = Store::open(path, Some(Path::new("/photos")))?;
    let changes: Vec<RowChange> = (0..n).map(|i| RowChange { id: None, record: record(i) }).collect();
    let ids = store.put_images(&changes)?;
    drop(changes);
    let run = store.begin_run(&RunSettings::default(), &ids)?;
    let scattered = |i: u32| i.wrapping_mul(2_654_435_761) >> 8;
    store.finish_run(
        run,
        &finished(Assignment {
            images: ids,
            clusters: (0..n).map(|i| scattered(i) % CLUSTERS).collect(),
            confidence: (0..n).map(|i| scattered(i ^ 0x5555) as f32 / (1u32 << 24) as f32).collect(),
        }),
    )?;
    let mapping = (0..CLUSTERS).map(|number| (number, ClusterId(number + 1))).collect();
    store.append(&JournalEntry::Edit(Edit::AdoptRun { run, mapping, order: vec![] }), "Use run 1")?;
    Ok(())
}

/// Rows around fifty middles, as features of photos lie.
fn rows(n: usize, d: usize) -> Vec<f32> {
    let mut rng = Rng::from_key(&[7]);
    let middles: Vec<f32> = (0..50 * d).map(|_| rng.normal() as f32).collect();
    let mut rows = Vec::with_capacity(n * d);
    for _ in 0..n {
        let middle = rng.below(50) * d;
        let row: Vec<f32> = middles[middle..middle + d].iter().map(|x| x + 0.8 * rng.normal() as f32).collect();
        let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
        rows.extend(row.iter().map(|x| x / length));
    }
    rows
}

/// The stages of a run.
fn stages(n: usize, d: usize) -> Outcomes<()> {
    let cancel = CancelToken::default();
    let rows = rows(n, d);
    forget_peak();
    let (neighbors, recall) = timed("neighbours", || Ok(nearest_cosine(&rows, d, K, &cancel)?))?;
    if let Some(recall) = recall {
        println!("recall\t{:.4}\t0", recall.share);
    }
    forget_peak();
    let found = timed("k-means", || Ok(kmeans(&rows, d, CLUSTERS as usize, 1, 0, &cancel)?))?;
    forget_peak();
    timed("SCAN heads, 3 epochs", || {
        let plan = ScanHeadsPlan {
            n_clusters: CLUSTERS as usize,
            epochs: 3,
            batch: 1024,
            lr: 0.1,
            entropy_weight: 5.0,
            prior: SizePrior::new(CLUSTERS as usize, 0.0),
            seed: 0,
        };
        let width = d + 1;
        let mut first = vec![0.0; CLUSTERS as usize * width];
        for (head, center) in first.chunks_exact_mut(width).zip(found.centers.chunks_exact(d)) {
            head[..d].copy_from_slice(center);
        }
        Ok(scan::train(&plan, vec![first; 2], (&rows, d), &neighbors, &cancel, &mut |_, _| ())?)
    })?;
    forget_peak();
    let index = timed("search: making the index", || Ok(Index::new(&rows, d)))?;
    timed("search: one question", || Ok(index.nearest(&rows, &rows[..d], 100, &|_| true)))?;
    Ok(())
}
