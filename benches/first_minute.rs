//! The first minute: how long it takes from a folder of photos that nobody has seen to the first clusters, and to the end of the
//! look for better ones.
//!
//! `cargo bench --bench first_minute -- FOLDER... [--images 4000] [--clusters 16]`
//!
//! Makes so many photos of 640 x 480 of the pictures in the folders, in turns: each a part of one, cut at random (70 to 100 percent
//! of its sides), resized, as JPEG of quality 85. Then it does what the window does: opens the folder, runs, and looks for better
//! clusters. Seconds of each, counted from the beginning, and accuracy where the pictures lie in folders by class.

#[path = "common/arguments.rs"]
mod arguments;

use arguments::{folders, values};
use gleaner::clustering::judge::metrics;
use gleaner::clustering::settings::RunSettings;
use gleaner::control::{CancelToken, Rng, Waker};
use gleaner::dataset::scan;
use gleaner::session::protocol::{Outcome, Request, Snapshot};
use gleaner::session::{Session, SessionOptions};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

type Outcomes<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Result<(), Box<dyn Error>> {
    let number = |name: &str, usual: usize| values(name).pop().map_or(Ok(usual), |text| text.parse());
    let n = number("--images", 4000)?;
    let dir = tempfile::tempdir()?;
    let photos = dir.path().join("photos");
    let n_classes = draw(&photos, n).map_err(|e| e.to_string())?;
    let clusters = number("--clusters", n_classes)?;
    println!("{n} photos of {n_classes} classes, {clusters} clusters");
    let started = Instant::now();
    let options = SessionOptions { data_dir: dir.path().join("data"), threads: 0, watches: false };
    let session = Session::start(options, Waker::default())?;
    let ask = |what: &str, request: Request| -> Result<(), Box<dyn Error>> {
        let ticket = session.request(request).ok_or("too many requests")?;
        match session.wait(ticket, &mut |_, _| ()) {
            Outcome::Failed(words) | Outcome::Refused(words) => return Err(words.to_string().into()),
            Outcome::Done(_, words) | Outcome::Warning(words) => {
                println!("{:>7.1} s  {what}: {words}", started.elapsed().as_secs_f64());
            }
            Outcome::Cancelled(_) | Outcome::Stranger { .. } => return Err("cancelled".into()),
        }
        println!("           accuracy {:.3}", accuracy(&session.snapshot()));
        Ok(())
    };
    ask("read", Request::Open { path: photos.clone(), project: None })?;
    let settings = RunSettings { clusters, ..RunSettings::default() };
    ask("first clusters", Request::Run { settings: Box::new(settings), resume: false })?;
    ask("looked for better ones", Request::Improve { take: true })?;
    for note in session.snapshot().runs.first().iter().flat_map(|run| run.notes.iter()) {
        println!("           {note}");
    }
    session.shutdown();
    Ok(())
}

/// Of the clusters in force beside the folders that the photos lie in; 0 before there are any.
fn accuracy(snapshot: &Snapshot) -> f64 {
    let mut classes: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut clusters, mut truth) = (Vec::new(), Vec::new());
    for image in &snapshot.images.rows {
        let next = classes.len() as u32;
        let class = *classes.entry(image.path.split('/').next().unwrap_or_default()).or_insert(next);
        if let Some(cluster) = snapshot.label(image.id).and_then(|label| label.cluster) {
            clusters.push(cluster.0);
            truth.push(class);
        }
    }
    if clusters.is_empty() { 0.0 } else { metrics::scores(&clusters, &truth).accuracy }
}

/// Draws the photos into a folder a class; how many classes there are.
fn draw(photos: &Path, n: usize) -> Outcomes<usize> {
    let mut sources: Vec<(String, PathBuf)> = Vec::new();
    for folder in folders() {
        let folder = PathBuf::from(folder);
        let set = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for file in scan::scan(&folder, &CancelToken::default(), &mut |_| ())?.files {
            let class = file.path.display().split('/').next().unwrap_or_default().to_owned();
            sources.push((format!("{set} {class}"), file.path.to_path(&folder)));
        }
    }
    if sources.is_empty() {
        return Err("name folders of pictures".into());
    }
    Rng::from_key(&[1]).shuffle(&mut sources);
    let classes: BTreeSet<&str> = sources.iter().map(|(class, _)| class.as_str()).collect();
    classes.iter().try_for_each(|class| fs::create_dir_all(photos.join(class)))?;
    (0..n).into_par_iter().try_for_each(|i| -> Outcomes<()> {
        let (class, path) = &sources[i % sources.len()];
        let picture = image::open(path)?.into_rgb8();
        let mut rng = Rng::from_key(&[2, i as u64]);
        let part = rng.range(0.7, 1.0);
        let side = |length: u32| ((f64::from(length) * part) as u32).max(1);
        let (width, height) = (side(picture.width()), side(picture.height()));
        let at = |rng: &mut Rng, room: u32| rng.range(0.0, f64::from(room)) as u32;
        let (x, y) = (at(&mut rng, picture.width() - width), at(&mut rng, picture.height() - height));
        let cut = imageops::crop_imm(&picture, x, y, width, height).to_image();
        // As wide or as high as 640 x 480 would be.
        let (width, height) = if width >= height { (640, 480) } else { (480, 640) };
        let photo = imageops::resize(&cut, width, height, FilterType::Triangle);
        let file = fs::File::create(photos.join(class).join(format!("IMG_{i:05}.jpg")))?;
        Ok(JpegEncoder::new_with_quality(std::io::BufWriter::new(file), 85).encode_image(&photo)?)
    })?;
    Ok(classes.len())
}
