//! Times an import (thumbnails, tiles, hashes) of a folder of photos, alone or in turns with another program that makes
//! thumbnails of it; it stores nothing then. Or, with `--growth`, whether the time for an image stays the same while a project
//! grows: that of the last quarter of a large folder against that of the second.
//!
//! `cargo bench --bench import -- --growth [--images 20000] [--threads 2]` writes the images to a temporary folder.
//!
//! `cargo bench --bench import -- FOLDER [--threads 2] [--pairs 5] [--peer SCRIPT.py [--python python3]]`; the script
//! is run as `python SCRIPT.py FOLDER --side 256 --processes THREADS` and must print "... images/s".

#[path = "common/peer.rs"]
mod peer;

use gleaner::control::{CancelToken, Rng, Waker};
use gleaner::dataset::pixels::{THUMBNAIL_SIDE, import};
use gleaner::dataset::scan::{Entry, scan};
use gleaner::session::protocol::Request;
use gleaner::session::{Session, SessionOptions};
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (mut folder, mut threads, mut pairs, mut script, mut python) = (None, 2, 5, None, "python3".to_owned());
    let (mut grows, mut images) = (false, 20_000);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--threads" => threads = value()?.parse()?,
            "--pairs" => pairs = value()?.parse()?,
            "--growth" => grows = true,
            "--images" => images = value()?.parse()?,
            "--peer" => script = Some(value()?),
            "--python" => python = value()?,
            _ => folder = Some(argument),
        }
    }
    if grows {
        return growth(images, threads);
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
    import(Path::new(folder), files, threads, &CancelToken::default(), &|_, _| (), &|_, result| {
        taken.fetch_add(usize::from(result.is_ok()), Ordering::Relaxed);
    })?;
    let secs = start.elapsed().as_secs_f64();
    println!("{} of {} taken", taken.load(Ordering::Relaxed), files.len());
    Ok(taken.into_inner() as f64 / secs)
}

/// Reads a folder of so many small images into a project, as a window or a command does.
fn growth(n: usize, threads: usize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let photos = folder.path().join("photos");
    write_images(&photos, n)?;
    let options = SessionOptions { data_dir: folder.path().join("data"), threads, watches: false };
    let session = Session::start(options, Waker::default())?;
    let open = Request::Open { path: photos, project: Some(folder.path().join("growth.gleaner")) };
    let start = Instant::now();
    let ticket = session.request(open).ok_or("the session takes no request")?;
    // When so many images had been read.
    let (mut marks, mut n_tables, mut last) = (Vec::<(u64, f64)>::new(), 0, std::ptr::null());
    let outcome = session.wait(ticket, &mut |snapshot, progress| {
        if progress.total == n as u64 && marks.last().is_none_or(|mark| mark.0 < progress.done) {
            marks.push((progress.done, start.elapsed().as_secs_f64()));
        }
        n_tables += usize::from(last != Arc::as_ptr(&snapshot.images));
        last = Arc::as_ptr(&snapshot.images);
    });
    marks.push((n as u64, start.elapsed().as_secs_f64()));
    if session.snapshot().images.rows.len() != n {
        return Err(format!("{} of {n} images are there: {outcome:?}", session.snapshot().images.rows.len()).into());
    }
    let at = |quarter: usize| {
        let mark = marks.iter().find(|mark| mark.0 >= (n * quarter / 4) as u64);
        mark.map(|mark| mark.1).ok_or("the import told nothing of how far it was")
    };
    let per_image = |quarter: usize| Ok::<f64, &str>((at(quarter)? - at(quarter - 1)?) * 4e3 / n as f64);
    let (second, fourth) = (per_image(2)?, per_image(4)?);
    println!("{n} images in {:.1} s, shown {n_tables} times while they came", start.elapsed().as_secs_f64());
    println!("second quarter: {second:.3} ms an image; last quarter: {fourth:.3} ms; ratio {:.2}", fourth / second);
    Ok(())
}

/// Small images of noise, in folders of 500.
fn write_images(folder: &Path, n: usize) -> Result<(), Box<dyn Error>> {
    for at in 0..n {
        let dir = folder.join(format!("{:03}", at / 500));
        if at % 500 == 0 {
            std::fs::create_dir_all(&dir)?;
        }
        let mut rng = Rng::from_key(&[at as u64]);
        let base = rng.below(200);
        let pixel = |_, _| image::Rgb([base as u8, rng.below(256) as u8, (base / 2 + rng.below(64)) as u8]);
        image::RgbImage::from_fn(32, 32, pixel).save(dir.join(format!("{at:06}.png")))?;
    }
    Ok(())
}
