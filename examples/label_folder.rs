//! Labels a folder without a window: opens it, clusters it, prints the clusters, and writes a table.
//!
//! `cargo run --release --example label_folder -- FOLDER [TABLE.csv]`

use gleaner::control::{Progress, Waker};
use gleaner::session::protocol::{ExportFormat, ExportRequest, LinkKind, Outcome, Request, Snapshot, TableForm};
use gleaner::session::{RunSettings, Session, SessionOptions};
use gleaner::strings::Told;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(folder) = args.next() else {
        println!("name a folder of images, and a table to write");
        return Ok(());
    };
    let table = args.next().unwrap_or_else(|| "labels.csv".into());

    // The project lies in a folder that is removed at the end; a real program would keep it.
    let place = tempfile::tempdir()?;
    let options = SessionOptions { data_dir: place.path().into(), threads: 0, watches: false };
    let session = Session::start(options, Waker::default())?;
    done(&session, Request::Open { path: folder, project: None })?;
    let settings = RunSettings { clusters: 0, ..RunSettings::default() };
    println!("{}", done(&session, Request::Run { settings: Box::new(settings), resume: false })?);

    let snapshot = session.snapshot();
    for cluster in snapshot.clusters.iter() {
        println!("{:>6} images  {}", cluster.members.len(), cluster.name);
    }
    let export = ExportRequest {
        format: ExportFormat::named("csv").ok_or("no such format")?,
        out: table,
        min_confidence: 0.0,
        confirmed_only: false,
        link: LinkKind::Copy,
        force: false,
        allow_fewer: false,
        table: TableForm::default(),
    };
    println!("{}", done(&session, Request::Export(export))?);
    session.shutdown();
    Ok(())
}

/// Waits for what came of a request and shows how far it is; a window would look at snapshots between two frames instead.
fn done(session: &Session, request: Request) -> Result<String, Box<dyn Error>> {
    let ticket = session.request(request).ok_or("the engine is busy")?;
    let mut shown = Told::default();
    let mut show = |_: &Snapshot, progress: &Progress| {
        if progress.stage != shown {
            shown.clone_from(&progress.stage);
            eprintln!("{shown}");
        }
    };
    match session.wait(ticket, &mut show) {
        Outcome::Done(_, words) => Ok(words.to_string()),
        other => Err(format!("{other:?}").into()),
    }
}
