//! What confirming images is worth: accuracy after so many confirmed images, asked by the review queue or at random, with
//! everything learned anew after every few. Labels are the first folder of each path; they are the answers of the
//! person that is asked and the numbers that are printed, and nothing else.
//!
//! `cargo bench --bench refine -- FOLDER... [--clusters N] [--step 25] [--seeds 0,1,2]
//! [--peer benches/peers/sklearn_refine.py --python PATH]`
//!
//! Features are the built-in ones, the clustering is that of a run with as many clusters as classes, or N. Each cluster
//! is named once, by the class that it is matched with (Hungarian); classes without a cluster are new on first sight. A
//! row a folder and way of asking: accuracy over all images / over those that were not confirmed. With a peer, its
//! accuracy and seconds on the same rows and the same confirmed images, asked at random with the first seed.
//! `cargo bench --bench refine -- --random 10000,384,10 [--labels 500] [--peer ...]` gives seconds alone, on normal clouds
//! of which one fifth is in a wrong cluster.

#[path = "common/arguments.rs"]
mod arguments;
#[path = "common/labelled.rs"]
mod labelled;

use arguments::{folders, values};
use gleaner::clustering::judge::metrics;
use gleaner::clustering::neighbors::{Neighbors, exact_cosine};
use gleaner::clustering::people::queue::{QueueInput, review_queue};
use gleaner::clustering::people::refine::{Constraints, Input, refine};
use gleaner::clustering::pipeline::{self, Images, Observer, PipelineInput};
use gleaner::clustering::settings::RunSettings;
use gleaner::clustering::stages::embed::arg_max_rows;
use gleaner::control::{CancelToken, Latest, Rng, Waker};
use gleaner::features::rows;
use labelled::Folder;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Confirmed images at which accuracy is told.
const STOPS: [usize; 5] = [20, 50, 100, 200, 500];
const K: usize = 20;

/// Rows with their classes, and a clustering whose columns are classes.
struct Case {
    name: String,
    rows: Vec<f32>,
    d: usize,
    truth: Vec<u32>,
    c: usize,
    prior: Vec<f32>,
    near: Neighbors,
}

impl Case {
    fn of_folder(folder: &Folder, n_clusters: usize) -> Outcome<Self> {
        let settings = RunSettings { clusters: n_clusters, ..RunSettings::default() };
        let all = folder.raw(&settings)?;
        let (rows, d) = (rows::combine(&all.raw, &all.blocks), rows::width(&all.blocks));
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
        let images = Images::Rows(all);
        let input = PipelineInput {
            images,
            settings: settings.check()?,
            dir: dir.path().to_owned(),
            resume: false,
            proposed: None,
        };
        let output = pipeline::run(&input, &mut observer)?;
        let kept = output.stages.iter().find(|stage| stage.name == output.kept.stage).ok_or("no stage was kept")?;
        let clusters = kept.clusters.as_ref().ok_or("a stage without clusters")?;
        let p = kept.probabilities.as_ref().ok_or("a stage without probabilities")?;
        let matching = metrics::confusion(clusters, &folder.truth).matching();
        let c = folder.n_classes;
        let mut prior = vec![0.0; folder.truth.len() * c];
        let width = p.len() / folder.truth.len().max(1);
        for (to, from) in prior.chunks_exact_mut(c).zip(p.chunks_exact(width)) {
            for (cluster, class) in &matching {
                to[*class as usize] = from[*cluster as usize];
            }
        }
        Self::new(&folder.name, (rows, d), folder.truth.clone(), c, prior)
    }

    fn of_clouds(n: usize, d: usize, c: usize) -> Outcome<Self> {
        let mut rng = Rng::from_key(&[5]);
        let centers: Vec<f64> = (0..c * d).map(|_| rng.normal()).collect();
        let mut rows: Vec<f32> =
            (0..n * d).map(|i| (centers[i / d % c * d + i % d] + 3.0 * rng.normal()) as f32).collect();
        for row in rows.chunks_exact_mut(d) {
            let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
            for x in row {
                *x /= length;
            }
        }
        let truth: Vec<u32> = (0..n).map(|i| (i % c) as u32).collect();
        let mut prior = vec![0.1 / c as f32; n * c];
        for (row, class) in prior.chunks_exact_mut(c).zip(&truth) {
            row[(*class as usize + usize::from(rng.chance(0.2))) % c] += 0.9;
        }
        Self::new("clouds", (rows, d), truth, c, prior)
    }

    fn new(name: &str, (rows, d): (Vec<f32>, usize), truth: Vec<u32>, c: usize, prior: Vec<f32>) -> Outcome<Self> {
        let near = exact_cosine(&rows, d, K, &CancelToken::default())?;
        Ok(Self { name: name.to_owned(), rows, d, truth, c, prior, near })
    }

    /// What is learned from confirmed images, and the seconds it took.
    fn refined(&self, confirmed: &[u32]) -> Outcome<(Vec<f32>, f64)> {
        let labels = confirmed.iter().map(|row| (*row, self.truth[*row as usize])).collect();
        let input = Input {
            rows: &self.rows,
            d: self.d,
            n_classes: self.c,
            prior: &self.prior,
            neighbors: &self.near.ids,
            k: self.near.k,
            seed: 0,
        };
        let start = Instant::now();
        let p = refine(&input, &Constraints { labels, ..Constraints::default() }, &CancelToken::default())?;
        Ok((p, start.elapsed().as_secs_f64()))
    }

    fn queue(&self, probabilities: &[f32], confirmed: &[u32], n: usize) -> Outcome<Vec<u32>> {
        let mut is_known = vec![false; self.truth.len()];
        for row in confirmed {
            is_known[*row as usize] = true;
        }
        let input = QueueInput {
            rows: &self.rows,
            d: self.d,
            probabilities,
            n_classes: self.c,
            neighbors: &self.near.ids,
            similarity: &self.near.similarity,
            k: self.near.k,
        };
        Ok(review_queue(&input, &is_known, n, &CancelToken::default())?)
    }

    /// Over all images, and over those that are not confirmed.
    fn accuracy(&self, p: &[f32], confirmed: &[u32]) -> [f64; 2] {
        let found = arg_max_rows(p, self.c).0;
        let is_right = |row: usize| found[row] == self.truth[row];
        let n_right = (0..self.truth.len()).filter(|row| is_right(*row)).count();
        let n_confirmed_right = confirmed.iter().filter(|row| is_right(**row as usize)).count();
        let n = self.truth.len();
        let rest = (n - confirmed.len()).max(1);
        [n_right as f64 / n as f64, (n_right - n_confirmed_right) as f64 / rest as f64]
    }

    /// The images in an order of chance.
    fn shuffled(&self, seed: u64) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.truth.len() as u32).collect();
        Rng::from_key(&[seed, 0x4EF1]).shuffle(&mut order);
        order
    }

    /// Accuracies at all stops, where `choose` says which images are asked about next.
    fn rounds(
        &self,
        step: usize,
        choose: impl Fn(&[f32], &[u32], usize) -> Outcome<Vec<u32>>,
    ) -> Outcome<Vec<[f64; 2]>> {
        let (mut confirmed, mut p, mut found) = (Vec::new(), self.prior.clone(), Vec::new());
        for stop in STOPS.into_iter().filter(|stop| *stop < self.truth.len()) {
            while confirmed.len() < stop {
                let asked = choose(&p, &confirmed, step.min(stop - confirmed.len()))?;
                if asked.is_empty() {
                    break;
                }
                confirmed.extend(asked);
                p = self.refined(&confirmed)?.0;
            }
            found.push(self.accuracy(&p, &confirmed));
        }
        Ok(found)
    }

    fn print(&self, what: &str, accuracies: &[[f64; 2]]) {
        let cells: Vec<String> = accuracies.iter().map(|[all, rest]| format!("{all:.3} / {rest:.3}")).collect();
        println!("| {} | {what} | {} |", self.name, cells.join(" | "));
    }

    /// Ours and the peer's on the same rows with the same confirmed images.
    fn beside(&self, stops: &[usize], script: &str, python: &str) -> Outcome<()> {
        let dir = tempfile::tempdir()?;
        let write = |name: &str, bytes: Vec<u8>| std::fs::File::create(dir.path().join(name))?.write_all(&bytes);
        write("rows.f32", self.rows.iter().flat_map(|x| x.to_le_bytes()).collect())?;
        write("truth.u32", self.truth.iter().flat_map(|x| x.to_le_bytes()).collect())?;
        let order = self.shuffled(0);
        write("order.u32", order.iter().flat_map(|x| x.to_le_bytes()).collect())?;
        for &stop in stops {
            let confirmed = &order[..stop];
            let (p, seconds) = self.refined(confirmed)?;
            let [all, rest] = self.accuracy(&p, confirmed);
            println!("{}, {stop} confirmed: ours {all:.3} / {rest:.3} in {seconds:.2} s", self.name);
        }
        let stops: Vec<String> = stops.iter().map(ToString::to_string).collect();
        let (d, c) = (self.d.to_string(), self.c.to_string());
        let mut theirs = Command::new(python);
        theirs.arg(script).arg(dir.path()).args(["--dim", &d, "--classes", &c, "--stops", &stops.join(",")]);
        if theirs.status()?.success() { Ok(()) } else { Err(format!("{theirs:?} failed").into()) }
    }
}

fn numbers<T: std::str::FromStr>(name: &str, otherwise: &str) -> Result<Vec<T>, T::Err> {
    values(name).pop().unwrap_or_else(|| otherwise.into()).split(',').map(str::parse).collect()
}

fn main() -> Outcome<()> {
    let step = numbers::<usize>("--step", "25")?[0];
    let n_clusters = numbers::<usize>("--clusters", "0")?[0];
    let seeds = numbers::<u64>("--seeds", "0,1,2")?;
    let peer = values("--peer").pop();
    let python = values("--python").pop().unwrap_or_else(|| "python3".into());
    if let [n, d, c] = numbers::<usize>("--random", "0")?[..] {
        let case = Case::of_clouds(n, d, c)?;
        let n_labels = numbers::<usize>("--labels", "500")?[0];
        let start = Instant::now();
        let asked = case.queue(&case.prior, &[], 200)?.len();
        println!("queue of {asked}: {:.2} s", start.elapsed().as_secs_f64());
        for n_labels in [n_labels / 10, n_labels] {
            let confirmed = &case.shuffled(0)[..n_labels];
            let (p, seconds) = case.refined(confirmed)?;
            let [all, rest] = case.accuracy(&p, confirmed);
            println!("{n} x {d}, {c} classes, {n_labels} confirmed: {all:.3} / {rest:.3} in {seconds:.2} s");
        }
        return peer.map_or(Ok(()), |script| case.beside(&[n_labels], &script, &python));
    }
    println!("| folder | asked | 0 | {} |", STOPS.map(|stop| stop.to_string()).join(" | "));
    println!("|---|---|---|{}", "---|".repeat(STOPS.len()));
    for name in folders() {
        let folder = Folder::read(Path::new(&name), 0)?;
        let case = Case::of_folder(&folder, if n_clusters == 0 { folder.n_classes } else { n_clusters })?;
        let before = case.accuracy(&case.prior, &[]);
        let with = |accuracies: Vec<[f64; 2]>| [vec![before], accuracies].concat();
        case.print("by the queue", &with(case.rounds(step, |p, confirmed, n| case.queue(p, confirmed, n))?));
        let mut sums = vec![[0.0; 2]; STOPS.len()];
        for &seed in &seeds {
            let order = case.shuffled(seed);
            let next = |_: &[f32], confirmed: &[u32], n: usize| Ok(order[confirmed.len()..][..n].to_vec());
            let found = case.rounds(step, next)?;
            sums.truncate(found.len());
            sums.iter_mut().zip(found).for_each(|(sum, x)| (0..2).for_each(|i| sum[i] += x[i] / seeds.len() as f64));
        }
        case.print("at random", &with(sums));
        // Answers that are kept and nothing learned from them.
        let kept = |stop: &usize| {
            let means = seeds.iter().map(|&seed| {
                let confirmed = &case.shuffled(seed)[..*stop];
                let [_, rest] = case.accuracy(&case.prior, confirmed);
                let n = case.truth.len() as f64;
                [(rest * (n - *stop as f64) + *stop as f64) / n, rest]
            });
            means.fold([0.0; 2], |sum, x| [0, 1].map(|i| sum[i] + x[i] / seeds.len() as f64))
        };
        case.print("at random, kept only", &with(STOPS.iter().filter(|s| **s < case.truth.len()).map(kept).collect()));
        if let Some(script) = &peer {
            let stops: Vec<usize> = STOPS.into_iter().filter(|stop| *stop < case.truth.len()).collect();
            case.beside(&stops, script, &python)?;
        }
    }
    Ok(())
}
