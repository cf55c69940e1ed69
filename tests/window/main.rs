//! Drives the whole window over a real engine, as a person would: by what is written on things, and by keys.
#![cfg(feature = "gui")]

mod soak;

use crossbeam_channel::Receiver;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use egui_kittest::{Harness, HarnessBuilder};
use gleaner::control::Waker;
use gleaner::gui::{App, Start};
use gleaner::session::protocol::{JobKind, RunState, Snapshot};
use gleaner::session::{Session, SessionOptions};
use std::cell::RefCell;
use std::path::Path;
use std::time::{Duration, Instant};

thread_local! {
    /// Rung when the engine has something new.
    static BELL: RefCell<Receiver<()>> = const { RefCell::new(crossbeam_channel::never()) };
}

/// Waits until the engine has something new, or for the time of a few frames.
fn rest() {
    // Either way the next frame is drawn.
    let _ = BELL.with_borrow(|bell| bell.recv_timeout(Duration::from_millis(30)));
}

/// A window over an engine whose data lies in `data_dir`.
fn window(data_dir: &Path, start: Start) -> Harness<'static, App> {
    window_by(HarnessBuilder::wgpu, data_dir, start)
}

/// The same, drawn as `by` says.
fn window_by(
    by: impl FnOnce(HarnessBuilder<App>) -> HarnessBuilder<App>,
    data_dir: &Path,
    start: Start,
) -> Harness<'static, App> {
    let options = SessionOptions { data_dir: data_dir.to_path_buf(), threads: 2, watches: false };
    let (ring, bell) = crossbeam_channel::bounded(1);
    BELL.set(bell);
    let waker = Waker::new(move || {
        // A full channel has been rung already.
        let _ = ring.try_send(());
    });
    let session = Session::start(options, waker).expect("threads");
    let data_dir = data_dir.to_path_buf();
    by(Harness::builder().with_size(egui::vec2(1400.0, 900.0)).with_max_steps(30).allow_missing_glyphs())
        .build_eframe(move |cc| App::new(cc, session, start, data_dir))
}

/// Draws frames until the snapshot is as wanted.
fn until(h: &mut Harness<'static, App>, what: &str, is_so: impl Fn(&Snapshot) -> bool) {
    let limit = Instant::now() + Duration::from_mins(5);
    loop {
        h.step();
        if is_so(h.state().snapshot()) {
            // What follows from it is drawn too.
            h.run_steps(4);
            return;
        }
        let log = &h.state().snapshot().log;
        assert!(Instant::now() < limit, "still not {what}; {log:?}");
        rest();
    }
}

/// Sets a number field of the Discover card.
fn set(h: &mut Harness<'static, App>, name: &str, value: f64) {
    h.get_by_role_and_label(Role::SpinButton, name).scroll_to_me();
    h.run_steps(3);
    h.get_by_role_and_label(Role::SpinButton, name).set_value_accesskit(value);
    h.run_steps(3);
}

fn press(h: &mut Harness<'static, App>, name: &str) {
    h.get_by_label(name).click();
    h.run_steps(4);
}

/// Writes what is on screen, if a folder for it is named, to be looked at.
fn look(h: &mut Harness<'static, App>, name: &str) {
    if let Some(folder) = std::env::var_os("GLEANER_SCREENS") {
        // Thumbnails come from other threads.
        for _ in 0..10 {
            h.step();
            rest();
        }
        let picture = h.render().expect("a software renderer");
        picture.save(Path::new(&folder).join(format!("{name}.png"))).expect("written");
    }
}

#[test]
fn from_the_sample_to_exported_labels() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut h = window(dir.path(), Start::Empty);
    h.run_steps(3);
    press(&mut h, "Try the sample");
    until(&mut h, "read", |s| !s.images.rows.is_empty() && s.job.is_none());
    let snapshot = h.state().snapshot();
    assert!(snapshot.images.rows.len() > 900, "{} images", snapshot.images.rows.len());
    assert!(!snapshot.skipped.is_empty(), "the sample has damaged files");

    // The card opens by itself; a run that is small enough for a test.
    h.get_by_label_contains("into 8 groups");
    look(&mut h, "real-discover");
    press(&mut h, "Options");
    press(&mut h, "Advanced");
    set(&mut h, "Epochs of SCAN", 5.0);
    set(&mut h, "Seed", 3.0);
    look(&mut h, "real-options");
    h.get_by_label("Start").scroll_to_me();
    h.run_steps(3);
    press(&mut h, "Start");
    until(&mut h, "at work", |s| s.job.as_ref().is_some_and(|job| job.kind == JobKind::Run));
    look(&mut h, "real-running");
    // The first clusters are there; better ones are looked for meanwhile, until somebody says stop.
    let is_improving = |s: &Snapshot| s.job.as_ref().is_some_and(|job| job.kind == JobKind::Improve);
    until(&mut h, "looking for better ones", |s| is_improving(s) && !s.clusters.is_empty());
    press(&mut h, "Stop");
    until(&mut h, "clustered", |s| s.job.is_none());
    let run = h.state().snapshot().runs.iter().find(|run| run.kept.is_some()).cloned().expect("a run");
    assert_eq!((run.state, run.settings.scan_heads.epochs), (RunState::Done, 5), "{:?}", run.notes);

    // Name the largest cluster by keyboard.
    let (largest, second) = (h.state().snapshot().clusters[0].clone(), h.state().snapshot().clusters[1].clone());
    let row = |name: &str, n: usize| format!("{name}, {n} images");
    press(&mut h, &row(&largest.name, largest.members.len()));
    h.key_press(Key::F2);
    h.run_steps(3);
    h.get_by_label("Name of the group").type_text("Stars");
    h.run_steps(2);
    h.key_press(Key::Enter);
    until(&mut h, "renamed", |s| s.cluster(largest.id).is_some_and(|cluster| cluster.name == "Stars"));
    // The field of the next group without a name is open.
    h.key_press(Key::Escape);
    h.run_steps(3);
    press(&mut h, &row("Stars", largest.members.len()));

    look(&mut h, "real-cluster");
    // Merge the second into it, after the preview; take it back.
    let n_before = h.state().snapshot().clusters.len();
    h.get_by_label(&row(&second.name, second.members.len())).click_modifiers(Modifiers::COMMAND);
    h.run_steps(4);
    h.key_press(Key::M);
    h.run_steps(4);
    h.get_by_label_contains("Keep the name Stars");
    look(&mut h, "real-merge");
    press(&mut h, "Merge");
    until(&mut h, "merged", |s| s.clusters.len() == n_before - 1);
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    until(&mut h, "undone", |s| s.clusters.len() == n_before && s.cluster(second.id).is_some());
    assert_eq!(h.state().snapshot().cluster(largest.id).expect("still there").name, "Stars");

    look(&mut h, "real-undone");

    // Write a table.
    let table = dir.path().join("labels.csv");
    h.key_press_modifiers(Modifiers::COMMAND, Key::E);
    h.run_steps(4);
    let field = h.get_by_label("Where to write to");
    field.focus();
    h.run_steps(2);
    h.key_press_modifiers(Modifiers::COMMAND, Key::A);
    h.run_steps(2);
    h.get_by_label("Where to write to").type_text(table.to_str().expect("UTF-8"));
    h.run_steps(2);
    h.get_by_label_contains("Write ").click();
    let limit = Instant::now() + Duration::from_mins(1);
    while !table.exists() && Instant::now() < limit {
        h.step();
        rest();
    }
    let text = std::fs::read_to_string(&table).expect("a table");
    assert!(text.lines().any(|line| line.contains("Stars")), "{}", text.lines().take(3).collect::<String>());
}

#[test]
fn a_folder_without_readable_images_says_so() {
    let dir = tempfile::tempdir().expect("a directory");
    let folder = dir.path().join("notes");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("photo.jpg"), "buy milk").expect("a file");
    let mut h = window(&dir.path().join("data"), Start::Open(folder));
    until(&mut h, "read", |s| s.project.is_some() && s.job.is_none() && !s.skipped.is_empty());
    h.get_by_label_contains("1 file skipped").click();
    h.run_steps(4);
    h.get_by_label("1 of 1 file was skipped: 1 is no image.");
}
