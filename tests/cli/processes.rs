//! Several processes on one project: killed, resumed, a second writer, readers beside a writer, Ctrl-C.

use super::{Bench, Called, text};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Enough epochs that a run can be caught at work.
const LONG: [&str; 2] = ["--set", "simclr.epochs=60"];

/// Far more than a test ever waits for.
const ENDLESS: [&str; 2] = ["--set", "simclr.epochs=100000"];

/// A run at work in a process of its own; killed at the end of the test at the latest.
struct Running(Child);

impl Running {
    fn start(bench: &Bench, more: &[&str]) -> Self {
        let args = bench.run_args(more);
        let mut command = bench.command(&args.iter().map(String::as_str).collect::<Vec<_>>());
        Self(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts"))
    }

    /// Waits until the run has left a checkpoint.
    fn until_checkpoint(mut self, bench: &Bench) -> Self {
        let started = Instant::now();
        let has_file = |entry: walkdir::DirEntry| entry.path().extension().is_some_and(|x| x == "safetensors");
        let runs = bench.project().join("runs");
        while !walkdir::WalkDir::new(&runs).into_iter().filter_map(Result::ok).any(has_file) {
            assert!(self.0.try_wait().expect("a state").is_none(), "the run ended before it left a checkpoint");
            assert!(started.elapsed() < Duration::from_mins(2), "no checkpoint in {}", runs.display());
            std::thread::sleep(Duration::from_millis(20));
        }
        self
    }

    /// SIGKILL.
    fn kill(mut self) {
        assert!(self.0.try_wait().expect("a state").is_none(), "the run was quicker than the test");
        self.0.kill().expect("killed");
        self.0.wait().expect("ended");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn csv(bench: &Bench) -> String {
    let out = bench.path("labels.csv");
    bench.call(&["export", text(&bench.project()), "--format", "csv", "--out", text(&out)]).done();
    std::fs::read_to_string(out).expect("a file")
}

#[test]
fn a_killed_run_resumes_to_the_labels_of_one_that_was_left_alone() {
    let (cut, whole) = (Bench::new(10), Bench::new(10));
    Running::start(&cut, &LONG).until_checkpoint(&cut).kill();
    let runs = cut.call(&["runs", text(&cut.project())]).done();
    assert!(runs.out.contains("unfinished"), "{}", runs.out);
    let resumed = cut.run(&[&LONG[..], &["--resume", "--json"]].concat()).done().json();
    assert_eq!(resumed["run"], 1, "the same run goes on: {resumed}");
    whole.run(&LONG).done();
    assert_eq!(csv(&cut), csv(&whole));
}

#[test]
fn a_second_writer_is_refused_and_readers_work_beside_the_first() {
    let bench = Bench::new(10);
    bench.run(&[]).done();
    let project = bench.project();
    let before = csv(&bench);
    let writer = Running::start(&bench, &[&ENDLESS[..], &["--seed", "4"]].concat());
    let started = Instant::now();
    let is_second_run_there = || bench.call(&["runs", text(&project)]).done().out.contains("unfinished");
    while !is_second_run_there() {
        assert!(started.elapsed() < Duration::from_mins(2), "the second run does not begin");
    }
    let refused = |called: Called| {
        let called = called.refused(1, "p.gleaner");
        assert_eq!(called.err.trim().lines().count(), 1, "{}", called.err);
    };
    refused(bench.call(&["edit", text(&project), "undo"]));
    refused(bench.run(&[]));
    for command in ["skipped", "runs"] {
        bench.call(&[command, text(&project)]).done();
    }
    let first = bench.call(&["clusters", text(&project), "--json"]).done().json()[0]["id"].to_string();
    bench.call(&["show", text(&project), "dark/000.png"]).done();
    bench.call(&["eval", text(&project), "--labels", "folders"]).done();
    std::fs::remove_file(bench.path("labels.csv")).expect("removed");
    assert_eq!(csv(&bench), before, "a reader sees the clusters of the finished run");
    writer.kill();
    bench.call(&["edit", text(&project), "rename", &first, "Mine"]).done();
}

#[cfg(unix)]
#[test]
fn a_run_whose_project_is_moved_away_ends_in_words_and_makes_no_other_project() {
    let bench = Bench::new(10);
    let mut running = Running::start(&bench, &ENDLESS).until_checkpoint(&bench);
    std::fs::rename(bench.project(), bench.path("moved.gleaner")).expect("moved");
    let ended = running.0.wait().expect("ended");
    let mut err = String::new();
    std::io::Read::read_to_string(running.0.stderr.as_mut().expect("piped"), &mut err).expect("text");
    assert_eq!(ended.code(), Some(1), "{err}");
    assert!(err.contains("is not there any more") && err.contains("p.gleaner"), "{err}");
    assert!(!bench.project().exists());
    assert!(bench.call(&["runs", text(&bench.path("moved.gleaner"))]).done().out.contains("unfinished"));
}

#[cfg(unix)]
#[test]
fn control_c_stops_politely_and_a_resumed_run_goes_on() {
    let bench = Bench::new(10);
    let mut running = Running::start(&bench, &ENDLESS).until_checkpoint(&bench);
    let process = running.0.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &process]).status().expect("kill is there");
    assert!(sent.success());
    let ended = running.0.wait().expect("ended");
    assert_eq!(ended.code(), Some(130));
    let mut err = String::new();
    std::io::Read::read_to_string(running.0.stderr.as_mut().expect("piped"), &mut err).expect("text");
    assert!(err.contains("cancelled") && err.contains("--resume"), "{err}");
    assert!(bench.call(&["runs", text(&bench.project())]).done().out.contains("unfinished"));
}
