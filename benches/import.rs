//! Times an import (thumbnails, tiles, hashes) of a folder of photos, alone or in turns with another program that makes
//! thumbnails of it. It stores nothing.
//!
//! `cargo bench --bench import -- FOLDER [--threads 2] [--pairs 5] [--peer SCRIPT.py [--python python3]]`; the script
//! is run as `python SCRIPT.py FOLDER --side 256 --processes THREADS` and must print "... images/s".

#[path = "common/peer.rs"]
mod peer;

use gleaner::control::CancelToken;
use gleaner::dataset::pixels::{THUMBNAIL_SIDE, import};
use gleaner::dataset::scan::{Entry, scan};
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (mut folder, mut threads, mut pairs, mut script, mut python) = (None, 2, 5, None, "python3".to_owned());
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--threads" => threads = value()?.parse()?,
            "--pairs" => pairs = value()?.parse()?,
            "--peer" => script = Some(value()?),
            "--python" => python = value()?,
            _ => folder = Some(argument),
        }
    }
    let folder = folder.ok_or("name a folder of photos")?;
    let files = scan(Path::new(&folder), &CancelToken::default(), &mut |_| {})?.files;
    // The first reading of the files is the disk's.
    ours(&folder, &files, threads)?;
    let Some(script) = script else {
        for _ in 0..pairs {
            println!("{:.1} images/s", ours(&folder, &files, threads)?);
        }
        return Ok(());
    };
    let mut theirs = Command::new(python);
    let (side, processes) = (THUMBNAIL_SIDE.to_string(), threads.to_string());
    theirs.args([&script, &folder, "--side", &side, "--processes", &processes]);
    peer::compare(
        pairs,
        "images/s",
        || ours(&folder, &files, threads),
        || peer::number_before(&mut theirs, "images/s"),
    )?;
    Ok(())
}

/// Images per second.
fn ours(folder: &str, files: &[Entry], threads: usize) -> Result<f64, Box<dyn Error>> {
    let taken = AtomicUsize::new(0);
    let start = Instant::now();
    import(Path::new(folder), files, threads, &CancelToken::default(), &|_, result| {
        taken.fetch_add(usize::from(result.is_ok()), Ordering::Relaxed);
    })?;
    let secs = start.elapsed().as_secs_f64();
    println!("{} of {} taken", taken.load(Ordering::Relaxed), files.len());
    Ok(taken.into_inner() as f64 / secs)
}
