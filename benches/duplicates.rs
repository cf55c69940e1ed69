//! Precision and recall of near-duplicates on copies that it makes itself, by hashes alone and with built-in rows.
//!
//! `cargo bench --bench duplicates -- FOLDER... [--limit N] [--copies N] [--list]`
//! `cargo bench --bench duplicates -- --random ROWS,DIM`
//!
//! Of each folder it takes the first `--limit` images of each class (0: all) and copies `--copies` of them, drawn at
//! random, in every way below. Each way is measured in a folder of its own: all originals and these copies. Recall: the
//! share of copies that are in their original's group. Precision: the share of pairs within groups whose images go back
//! to one original; what a folder holds twice already counts against it, so that the pairs of originals that were
//! joined stand beside it, and `--list` prints them. A mirror image is no copy: there "recall" should be 0. "Surely" is what
//! has one vote in a run. `--random` gives the seconds for random hashes and rows.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/frozen.rs"]
mod frozen;
#[path = "common/labelled.rs"]
#[expect(dead_code, reason = "classes of copies say nothing")]
mod labelled;

use arguments::{folders, values};
use frozen::Raw;
use gleaner::clustering::folder::duplicates::{self, Prints};
use gleaner::clustering::settings::RunSettings;
use gleaner::control::{CancelToken, Rng};
use gleaner::dataset::{pixels, scan};
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use labelled::Folder;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Ways to copy; the quality of those that say none is 90.
const WAYS: [&str; 11] = [
    "the same file",
    "JPEG quality 60",
    "JPEG quality 30",
    "resized to 75 %",
    "resized to 50 %",
    "10 % brighter",
    "10 % darker",
    "cropped by 3 % a side",
    "cropped by 8 % a side",
    "burst: moved by 2 to 4 %, noise",
    "mirrored: not a copy",
];
const ORIGINALS: &str = "originals";

fn copy(original: &RgbImage, way: usize, rng: &mut Rng) -> (RgbImage, u8) {
    let (width, height) = original.dimensions();
    let part = |length: u32, share: f64| ((f64::from(length) * share).round() as u32).max(1);
    let resized = |share| imageops::resize(original, part(width, share), part(height, share), FilterType::Lanczos3);
    let cropped = |share| {
        let (x, y) = (part(width, share), part(height, share));
        imageops::crop_imm(original, x, y, width - 2 * x, height - 2 * y).to_image()
    };
    let lit = |by: f64| {
        let mut lit = original.clone();
        lit.iter_mut().for_each(|level| *level = (f64::from(*level) * by).round().min(255.0) as u8);
        lit
    };
    match way {
        1 => (original.clone(), 60),
        2 => (original.clone(), 30),
        3 => (resized(0.75), 90),
        4 => (resized(0.5), 90),
        5 => (lit(1.1), 90),
        6 => (lit(0.9), 90),
        7 => (cropped(0.03), 90),
        8 => (cropped(0.08), 90),
        9 => {
            let mut by = |length: u32| {
                let by = f64::from(length) * rng.range(0.02, 0.04) * if rng.chance(0.5) { 1.0 } else { -1.0 };
                by.signum() as i64 * (by.abs().round() as i64).max(1)
            };
            let (dx, dy) = (by(width), by(height));
            let at = |x: u32, by: i64, length: u32| (i64::from(x) + by).clamp(0, i64::from(length) - 1) as u32;
            let mut moved =
                RgbImage::from_fn(width, height, |x, y| *original.get_pixel(at(x, dx, width), at(y, dy, height)));
            moved.iter_mut().for_each(|level| *level = (f64::from(*level) + 4.0 * rng.normal()).round() as u8);
            (moved, 90)
        }
        _ => (imageops::flip_horizontal(original), 90),
    }
}

struct Measured {
    recall: f64,
    precision: f64,
    /// Pairs of originals in one group.
    joined: Vec<(usize, usize)>,
}

/// Originals and their copies.
struct Copied {
    paths: Vec<String>,
    hashes: Vec<u64>,
    contents: Vec<u64>,
    /// Which way; none for an original.
    ways: Vec<Option<usize>>,
    /// The number of the original.
    originals: Vec<usize>,
    raw: Raw,
}

impl Copied {
    fn make(folder: &Path, limit: usize, copies: usize) -> Outcome<Self> {
        let cancel = CancelToken::default();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut files = scan::scan(folder, &cancel, &mut |_| ())?.files;
        files.retain(|file| {
            let class = file.path.display().split('/').next().unwrap_or_default().to_owned();
            let count = counts.entry(class).or_default();
            *count += 1;
            limit == 0 || *count <= limit
        });
        let dir = tempfile::tempdir()?;
        std::fs::create_dir(dir.path().join(ORIGINALS))?;
        (0..WAYS.len()).try_for_each(|way| std::fs::create_dir(dir.path().join(way.to_string())))?;
        let mut rng = Rng::from_key(&[1]);
        let mut order: Vec<usize> = (0..files.len()).collect();
        rng.shuffle(&mut order);
        let paths: Vec<String> = files.iter().map(|file| file.path.display().clone()).collect();
        for (original, path) in paths.iter().enumerate() {
            std::fs::copy(folder.join(path), dir.path().join(ORIGINALS).join(format!("{original}.jpg")))?;
        }
        for &original in order.iter().take(copies) {
            let image = image::open(folder.join(&paths[original]))?.to_rgb8();
            for way in 0..WAYS.len() {
                let to = dir.path().join(way.to_string()).join(format!("{original}.jpg"));
                if way == 0 {
                    std::fs::copy(folder.join(&paths[original]), to)?;
                } else {
                    let (copied, quality) = copy(&image, way, &mut rng);
                    copied.write_with_encoder(JpegEncoder::new_with_quality(std::fs::File::create(to)?, quality))?;
                }
            }
        }
        let files = scan::scan(dir.path(), &cancel, &mut |_| ())?.files;
        let read = Mutex::new(BTreeMap::new());
        pixels::import(dir.path(), &files, 0, &cancel, &|_, _| (), &|i, result| {
            if let Ok(prepared) = result {
                read.lock().expect("no panic").insert(i, prepared);
            }
        })?;
        let read = read.into_inner()?;
        let (mut hashes, mut contents, mut ways, mut originals) = (vec![], vec![], vec![], vec![]);
        for (at, image) in read {
            let path = files[at].path.display().clone();
            let (way, name) = path.split_once('/').ok_or("a path in a folder")?;
            ways.push(way.parse().ok());
            originals.push(name.trim_end_matches(".jpg").parse()?);
            hashes.push(image.perceptual_hash);
            let first: [u8; 8] = image.content_hash[..8].try_into()?;
            contents.push(u64::from_le_bytes(first));
        }
        let raw = Raw::of(Folder::read(dir.path(), 0)?.raw(&RunSettings::default())?);
        Ok(Self { paths, hashes, contents, ways, originals, raw })
    }

    /// What is found among the originals with copies made one way, and what of it is surely a copy.
    fn measure(&self, way: Option<usize>, with_rows: bool) -> Outcome<(Measured, Measured)> {
        let images: Vec<usize> =
            (0..self.ways.len()).filter(|&at| self.ways[at].is_none() || self.ways[at] == way).collect();
        let of = |from: &[u64]| images.iter().map(|&at| from[at]).collect::<Vec<u64>>();
        let (hashes, contents) = (of(&self.hashes), of(&self.contents));
        let rows = Raw::folder(images.iter().map(|&at| (&self.raw, at)));
        let prints = Prints { hashes: &hashes, contents: &contents };
        let (rows, cancel) = (with_rows.then_some((&rows[..], self.raw.d)), CancelToken::default());
        let found = duplicates::find(prints, rows, &cancel)?;
        let certain = duplicates::certain(&found, prints, rows, &cancel)?;
        Ok((self.count(&images, &found), self.count(&images, &certain)))
    }

    /// What groups of `images` are worth.
    fn count(&self, images: &[usize], representatives: &[u32]) -> Measured {
        let (mut right, mut all, mut joined, mut found_copies) = (0, 0, Vec::new(), 0);
        for group in duplicates::groups(representatives) {
            for (i, &a) in group.iter().enumerate() {
                for &b in &group[..i] {
                    let (a, b) = (images[a as usize], images[b as usize]);
                    all += 1;
                    let is_right = self.originals[a] == self.originals[b];
                    right += usize::from(is_right);
                    found_copies += usize::from(is_right && self.ways[a].is_none() != self.ways[b].is_none());
                    if self.ways[a].is_none() && self.ways[b].is_none() {
                        joined.push((self.originals[a], self.originals[b]));
                    }
                }
            }
        }
        let n_copies = images.iter().filter(|&&at| self.ways[at].is_some()).count();
        let share = |part: usize, whole: usize| if whole == 0 { f64::NAN } else { part as f64 / whole as f64 };
        Measured { recall: share(found_copies, n_copies), precision: share(right, all), joined }
    }
}

fn random(n: usize, d: usize) -> Outcome<()> {
    let mut rng = Rng::from_key(&[3]);
    let hashes: Vec<u64> = (0..n).map(|_| rng.next_u64()).collect();
    let mut rows: Vec<f32> = (0..n * d).map(|_| rng.normal() as f32).collect();
    gleaner::clustering::stages::embed::normalize_rows(&mut rows, d);
    let prints = Prints { hashes: &hashes, contents: &hashes };
    for (what, rows) in [("hashes alone", None), ("with rows", Some((&rows[..], d)))] {
        let started = Instant::now();
        let groups = duplicates::groups(&duplicates::find(prints, rows, &CancelToken::default())?).len();
        println!("{n} x {d}, {what}: {:.2} s, {groups} groups", started.elapsed().as_secs_f64());
    }
    Ok(())
}

fn main() -> Outcome<()> {
    if let Some(sizes) = values("--random").pop() {
        let sizes = sizes.split(',').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
        let &[n, d] = sizes.as_slice() else { return Err("--random takes ROWS,DIM".into()) };
        return random(n, d);
    }
    let number = |name: &str, default: usize| values(name).pop().map_or(Ok(default), |text| text.parse());
    let (limit, copies) = (number("--limit", 0)?, number("--copies", 200)?);
    println!("| | | hashes alone | | | with rows | | | surely, with rows | | |");
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let columns = "recall | precision | originals joined |";
    println!("| folder | copies | {columns} {columns} {columns}");
    for folder in folders() {
        let folder = Path::new(&folder);
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let copied = Copied::make(folder, limit, copies)?;
        for way in (0..WAYS.len()).map(Some).chain([None]) {
            let ((hashes, _), (rows, certain)) = (copied.measure(way, false)?, copied.measure(way, true)?);
            print!("| {name} | {} |", way.map_or("none", |way| WAYS[way]));
            for Measured { recall, precision, joined } in [&hashes, &rows, &certain] {
                print!(" {recall:.3} | {precision:.3} | {} |", joined.len());
            }
            println!();
            if way.is_none() && std::env::args().any(|arg| arg == "--list") {
                rows.joined.iter().for_each(|&(a, b)| println!("{} {}", copied.paths[a], copied.paths[b]));
            }
        }
    }
    Ok(())
}
