//! What was said that work would take against what it took: reading a folder, its features, its groups, and all of them; the
//! first time on a machine of which nothing is known, then as often as asked with what was learned meanwhile.
//!
//! `cargo bench --bench estimates -- FOLDER.. [--runs 2] [--clusters 0] [--features builtin] [--learned DIR]`; `--learned` begins
//! with what another data directory knows. Each folder is read anew into a project of its own, so that features are computed.
//! On a machine that does other work too, what is said is right for a machine that does as much of it.

use gleaner::control::{Progress, Waker};
use gleaner::session::protocol::{Outcome, Request, Snapshot};
use gleaner::session::{RunSettings, Session, SessionOptions, models, run_secs};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What is said of the rest is looked at when so much of a job's time is over.
const LOOKS: [f64; 3] = [0.1, 0.25, 0.5];

/// Said and taken seconds of one job, and what was said on the way.
struct Job {
    said: Option<f64>,
    took: f64,
    /// Seconds since the beginning, and what was said to be left then.
    on_the_way: Vec<(f64, f64)>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (mut folders, mut runs, mut learned) = (Vec::<PathBuf>::new(), 2, None);
    let mut settings = RunSettings { clusters: 0, ..RunSettings::default() };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--runs" => runs = value()?.parse()?,
            "--clusters" => settings.clusters = value()?.parse()?,
            "--features" => settings.features = value()?.parse()?,
            "--learned" => learned = Some(PathBuf::from(value()?)),
            _ => folders.push(argument.into()),
        }
    }
    if folders.is_empty() {
        return Err("name a folder of images".into());
    }
    models::measure();
    let data = tempfile::tempdir()?;
    if let Some(learned) = learned {
        std::fs::copy(learned.join("timings.json"), data.path().join("timings.json"))?;
    }
    println!(
        "{:<20} {:<8} {:>8} {:>8} {:>7}   left: said / true at 10, 25, 50 %",
        "folder", "job", "said", "took", "ratio"
    );
    for round in 0..runs {
        for folder in &folders {
            measure(folder, &settings, data.path(), round)?;
        }
    }
    Ok(())
}

/// Reads a folder into a new project and sorts it, twice: with features, and with those that are there then.
fn measure(folder: &Path, settings: &RunSettings, data_dir: &Path, round: usize) -> Result<(), Box<dyn Error>> {
    let place = tempfile::tempdir()?;
    let project = place.path().join("project.gleaner");
    let options = SessionOptions { data_dir: data_dir.to_owned(), threads: 0, watches: false };
    let session = Session::start(options, Waker::default())?;
    let name = format!("{} {}", folder.file_name().unwrap_or_default().to_string_lossy(), round + 1);
    let read = job(&session, Request::Open { path: folder.to_owned(), project: Some(project) }, None)?;
    tell(&name, "import", &read);
    for what in ["run", "heads"] {
        let said = run_secs(settings, &session.snapshot());
        let run = Request::Run { settings: Box::new(settings.clone()), resume: false };
        tell(&name, what, &job(&session, run, said)?);
    }
    session.shutdown();
    Ok(())
}

/// Does it. What is said of a job that nobody can say anything of before is what it says of itself first.
fn job(session: &Session, request: Request, said: Option<f64>) -> Result<Job, Box<dyn Error>> {
    let ticket = session.request(request).ok_or("the engine is busy")?;
    let started = Instant::now();
    let mut on_the_way: Vec<(f64, f64)> = Vec::new();
    let mut look = |_: &Snapshot, progress: &Progress| {
        on_the_way.extend(progress.secs_left.map(|left| (started.elapsed().as_secs_f64(), left)));
    };
    let outcome = session.wait(ticket, &mut look);
    let Outcome::Done(..) = outcome else { return Err(format!("{outcome:?}").into()) };
    let said = said.or_else(|| on_the_way.first().map(|(at, left)| at + left));
    Ok(Job { said, took: started.elapsed().as_secs_f64(), on_the_way })
}

fn tell(folder: &str, what: &str, job: &Job) {
    let at = |share: &f64| {
        let (now, left) = job.on_the_way.iter().find(|(now, _)| now / job.took >= *share)?;
        Some(format!("{left:.1} / {:.1}", job.took - now))
    };
    let ways: Vec<String> = LOOKS.iter().filter_map(at).collect();
    let (said, ratio) = job.said.map_or(("-".into(), "-".into()), |said| {
        (format!("{said:.1}"), format!("{:.2}", said.max(job.took) / said.min(job.took).max(1e-9)))
    });
    println!("{folder:<20} {what:<8} {said:>8} {:>8.1} {ratio:>7}   {}", job.took, ways.join(", "));
}
