//! How well new images are placed into clusters that did not see them, and how often images of a class that nobody has seen are
//! told apart. Labels are the first folder of each path; they are used for the numbers that are printed and for nothing else.
//!
//! `cargo bench --bench placing -- FOLDER... [--limit N] [--out 0,1,2] [--seed 0]
//! [--peer benches/peers/sklearn_place.py --python PATH]`
//!
//! Of each folder one class is left out (`--out`: which, by its position; each in turn), a run clusters 70 % of the others on the
//! built-in features, and the remaining 30 % and the class that was left out are placed. A row each: accuracy of the
//! placed ones / of the same images in a run that sees all but the class that was left out, the same over all held-out images
//! whether they were placed or not, the share of these that fit no cluster, the same share of the class that was left out, and all but
//! the last without the run's head. With a peer, what it makes of the same rows.
//! `cargo bench --bench placing -- --random 50000,384,20,10000` gives seconds alone, of that many new rows on clouds.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/labelled.rs"]
mod labelled;

use arguments::{folders, values};
use gleaner::clustering::folder::place::{Known, Placed, Placer};
use gleaner::clustering::heads::kept::KeptHead;
use gleaner::clustering::judge::metrics;
use gleaner::clustering::pipeline::{self, Images, Observer, PipelineInput, RawRows};
use gleaner::clustering::settings::RunSettings;
use gleaner::clustering::stages::embed::{arg_max_rows, normalize_rows};
use gleaner::control::{CancelToken, Latest, Rng, Waker};
use gleaner::features::rows::{Block, Centring, width};
use labelled::Folder;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Share of the known classes that a run sees.
const SEEN: f64 = 0.7;

/// A folder's raw rows with their classes.
struct Case<'a> {
    folder: &'a Folder,
    raw: Vec<f32>,
    blocks: Vec<Block>,
    settings: RunSettings,
}

/// What a run gave.
struct Found {
    clusters: Vec<u32>,
    probabilities: Vec<f32>,
    n_clusters: usize,
    /// The class that each cluster is matched with.
    class_of: BTreeMap<u32, u32>,
    head: Option<KeptHead>,
}

impl Found {
    fn is_right(&self, cluster: u32, class: u32) -> bool {
        self.class_of.get(&cluster) == Some(&class)
    }
}

impl Case<'_> {
    fn gather(&self, which: &[usize]) -> Vec<f32> {
        let d = width(&self.blocks);
        which.iter().flat_map(|&i| &self.raw[i * d..(i + 1) * d]).copied().collect()
    }

    fn run(&self, which: &[usize]) -> Outcome<Found> {
        let mut observer = Observer {
            cancel: CancelToken::default(),
            progress: Latest::default(),
            course: gleaner::timing::Course::default(),
            waker: Waker::default(),
            on_epoch: Box::new(|_| ()),
            on_provisional: Box::new(|_| ()),
            on_proposed: Box::new(|_| ()),
        };
        let dir = tempfile::tempdir()?;
        let images = Images::Rows(RawRows { raw: self.gather(which), blocks: self.blocks.clone(), head: None });
        let input = PipelineInput {
            images,
            settings: self.settings.check()?,
            dir: dir.path().to_owned(),
            resume: false,
            proposed: None,
        };
        let output = pipeline::run(&input, &mut observer)?;
        let kept =
            output.stages.into_iter().find(|stage| stage.name == output.kept.stage).ok_or("no stage was kept")?;
        let clusters = kept.clusters.ok_or("a stage without clusters")?;
        let truth: Vec<u32> = which.iter().map(|&i| self.folder.truth[i]).collect();
        Ok(Found {
            class_of: metrics::confusion(&clusters, &truth).matching().into_iter().collect(),
            clusters,
            probabilities: kept.probabilities.ok_or("a stage without probabilities")?,
            n_clusters: output.n_clusters,
            head: KeptHead::load(dir.path()),
        })
    }

    fn row(&self, left_out: u32, seed: u64, peer: Option<(&str, &str)>) -> Outcome<()> {
        let truth = &self.folder.truth;
        let (unknown, mut known): (Vec<usize>, Vec<usize>) = (0..truth.len()).partition(|&i| truth[i] == left_out);
        Rng::from_key(&[seed, 0x91AC]).shuffle(&mut known);
        let (seen, held) = known.split_at((known.len() as f64 * SEEN) as usize);
        let (found, of_all) = (self.run(seen)?, self.run(&known)?);
        let d = width(&self.blocks);
        let centring = Centring::of(&self.gather(seen), &self.blocks);
        let unit = |which: &[usize]| -> Vec<f32> {
            self.gather(which).chunks_exact(d).flat_map(|raw| centring.unit_row(raw)).collect()
        };
        let (rows, new, other) = (unit(seen), unit(held), unit(&unknown));
        let columns: Vec<Option<u32>> = found.clusters.iter().copied().map(Some).collect();
        let place = |head| -> Outcome<[Vec<Placed>; 2]> {
            let known = Known {
                rows: &rows,
                d,
                n_columns: found.n_clusters,
                columns: &columns,
                prior: &found.probabilities,
                head,
            };
            let cancel = CancelToken::default();
            let placer = Placer::new(known, &cancel)?;
            Ok([placer.place(&new, &cancel)?, placer.place(&other, &cancel)?])
        };
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        let n_none = |placed: &[Placed]| placed.iter().filter(|placed| placed.column.is_none()).count();
        let with_all = |at: usize| of_all.is_right(of_all.clusters[seen.len() + at], truth[held[at]]);
        let in_all = share((0..held.len()).filter(|at| with_all(*at)).count(), held.len());
        let mut cells = Vec::new();
        let ways = if found.head.is_some() { vec![found.head.as_ref(), None] } else { vec![None] };
        for head in ways {
            let [placed, of_unknown] = place(head)?;
            let there: Vec<(usize, u32)> =
                placed.iter().enumerate().filter_map(|(at, placed)| Some((at, placed.column?))).collect();
            let right = there.iter().filter(|(at, column)| found.is_right(*column, truth[held[*at]])).count();
            let same = there.iter().filter(|(at, _)| with_all(*at)).count();
            cells.push(format!(
                "{:.3} / {:.3} | {:.3} | {:.3}",
                share(right, there.len()),
                share(same, there.len()),
                share(n_none(&placed), placed.len()),
                share(n_none(&of_unknown), of_unknown.len())
            ));
        }
        println!(
            "| {} | {left_out} | {} + {} | {in_all:.3} | {} |",
            self.folder.name,
            held.len(),
            unknown.len(),
            cells.join(" | ")
        );
        let Some((script, python)) = peer else { return Ok(()) };
        let dir = tempfile::tempdir()?;
        let write = |name: &str, bytes: Vec<u8>| std::fs::File::create(dir.path().join(name))?.write_all(&bytes);
        let floats = |x: &[f32]| x.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>();
        write("rows.f32", floats(&rows))?;
        write("new.f32", floats(&new))?;
        write("unknown.f32", floats(&other))?;
        // A cluster that is matched with no class is a class of its own, which no image is of.
        let class = |cluster: &u32| found.class_of.get(cluster).copied().unwrap_or(1000 + cluster);
        write("clusters.u32", found.clusters.iter().flat_map(|cluster| class(cluster).to_le_bytes()).collect())?;
        write("truth.u32", held.iter().flat_map(|&i| truth[i].to_le_bytes()).collect())?;
        let mut theirs = Command::new(python);
        theirs.arg(script).arg(dir.path()).args(["--dim", &d.to_string()]);
        if theirs.status()?.success() { Ok(()) } else { Err(format!("{theirs:?} failed").into()) }
    }
}

/// Seconds of calibrating and placing on normal clouds.
fn random(n: usize, d: usize, c: usize, m: usize) -> Outcome<()> {
    let mut rng = Rng::from_key(&[5]);
    let centers: Vec<f64> = (0..c * d).map(|_| rng.normal()).collect();
    let mut cloud = |n: usize| {
        let mut rows: Vec<f32> =
            (0..n * d).map(|i| (centers[i / d % c * d + i % d] + 3.0 * rng.normal()) as f32).collect();
        normalize_rows(&mut rows, d);
        rows
    };
    let (rows, new) = (cloud(n), cloud(m));
    let mut center_rows: Vec<f32> = centers.iter().map(|x| *x as f32).collect();
    normalize_rows(&mut center_rows, d);
    let head = KeptHead::of_centers(&center_rows, d).ok_or("no head")?;
    let prior = head.probabilities(&rows);
    let columns: Vec<Option<u32>> = arg_max_rows(&prior, c).0.into_iter().map(Some).collect();
    let known = Known { rows: &rows, d, n_columns: c, columns: &columns, prior: &prior, head: Some(&head) };
    let cancel = CancelToken::default();
    let started = Instant::now();
    let placer = Placer::new(known, &cancel)?;
    let calibrated = started.elapsed().as_secs_f64();
    let placed = placer.place(&new, &cancel)?;
    let n_placed = placed.iter().filter(|placed| placed.column.is_some()).count();
    println!(
        "{n} x {d}, {c} clusters: calibrated in {calibrated:.2} s, {m} rows placed in {:.2} s ({n_placed} in clusters)",
        started.elapsed().as_secs_f64() - calibrated
    );
    Ok(())
}

fn numbers<T: std::str::FromStr>(name: &str, otherwise: &str) -> Result<Vec<T>, T::Err> {
    let text = values(name).pop().unwrap_or_else(|| otherwise.into());
    text.split(',').filter(|part| !part.is_empty()).map(str::parse).collect()
}

fn main() -> Outcome<()> {
    if let [n, d, c, m] = numbers::<usize>("--random", "")?[..] {
        return random(n, d, c, m);
    }
    let (limit, seed) = (numbers::<usize>("--limit", "0")?[0], numbers::<u64>("--seed", "0")?[0]);
    let outs = numbers::<u32>("--out", "")?;
    let peer = values("--peer").pop();
    let python = values("--python").pop().unwrap_or_else(|| "python3".into());
    println!(
        "| folder | left out | new | all seen | placed / seen | none | none of unknown | without head | none | of unknown |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for name in folders() {
        let folder = Folder::read(Path::new(&name), limit)?;
        let settings = RunSettings { clusters: folder.n_classes - 1, seed, ..RunSettings::default() };
        let all = folder.raw(&settings)?;
        let case = Case { folder: &folder, raw: all.raw, blocks: all.blocks, settings };
        let all: Vec<u32> = (0..folder.n_classes as u32).collect();
        for &left_out in if outs.is_empty() { &all } else { &outs } {
            case.row(left_out, seed, peer.as_deref().map(|script| (script, python.as_str())))?;
        }
    }
    Ok(())
}
