//! How many answers labels cost: a made-up person who knows the true classes (the first folder of each path) opens a folder, lets
//! the program cluster it, names clusters by what is typical of them, merges those of one name, answers the review queue in
//! rounds of 20 with a refinement after each, and then proves clusters by their random samples; what can not be proven goes back
//! into the loop. True classes answer questions and judge the end, nothing else. Prints for each number of queue rounds the
//! answers, the minutes at 60 a minute, the clusters proven, the share that is claimed with its 95 % interval, and the true one.
//!
//! `cargo bench --bench labelling -- FOLDER... [--rounds 0] [--rounds 5] [--cycles 4] [--clusters N]`

#[path = "common/arguments.rs"]
mod arguments;

use arguments::{folders, values};
use gleaner::control::Waker;
use gleaner::ids::{ClusterId, ImageId};
use gleaner::session::protocol::{Answer, Change, ClusterView, Edit, Fetch, LabelSource, Outcome, Request, Snapshot};
use gleaner::session::{RunSettings, Session, SessionOptions};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Answers between two refinements.
const ROUND: usize = 20;
/// Typical members that a person looks at to name a cluster.
const N_LOOKED_AT: usize = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let number = |name: &str, usual: usize| values(name).last().and_then(|v| v.parse().ok()).unwrap_or(usual);
    let rounds: Vec<usize> = values("--rounds").iter().filter_map(|v| v.parse().ok()).collect();
    let rounds = if rounds.is_empty() { vec![0, 2, 5, 10] } else { rounds };
    println!(
        "{:<14} {:>6} {:>7} {:>7} {:>8} {:>7} {:>7} {:>24} {:>7}",
        "folder", "rounds", "start", "answers", "minutes", "proven", "refines", "claimed", "true"
    );
    for folder in folders() {
        for &rounds in &rounds {
            Person::new(Path::new(&folder), number("--clusters", 0))?.label(rounds, number("--cycles", 4))?;
        }
    }
    Ok(())
}

/// A person at work.
struct Person {
    name: String,
    session: Session,
    /// True class of each image.
    truth: BTreeMap<ImageId, String>,
    n_answers: usize,
    n_refines: usize,
    refine_secs: Vec<f64>,
    _place: tempfile::TempDir,
}

impl Person {
    fn new(folder: &Path, clusters: usize) -> Result<Self, Box<dyn Error>> {
        let place = tempfile::tempdir()?;
        let options = SessionOptions { data_dir: place.path().to_owned(), threads: 0, watches: false };
        let session = Session::start(options, Waker::default())?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut person = Self {
            name,
            session,
            truth: BTreeMap::new(),
            n_answers: 0,
            n_refines: 0,
            refine_secs: Vec::new(),
            _place: place,
        };
        person.ask(&Request::Open { path: folder.to_owned(), project: None })?;
        let settings = RunSettings { clusters, ..RunSettings::default() };
        person.ask(&Request::Run { settings: Box::new(settings), resume: false })?;
        let class = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
        person.truth = person.snapshot().images.rows.iter().map(|row| (row.id, class(&row.path))).collect();
        Ok(person)
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        self.session.snapshot()
    }

    fn ask(&self, request: &Request) -> Result<(), Box<dyn Error>> {
        let ticket = loop {
            match self.session.request(request.clone()) {
                Some(ticket) => break ticket,
                None => std::thread::yield_now(),
            }
        };
        match self.session.wait(ticket, &mut |_, _| ()) {
            Outcome::Done(..) | Outcome::Warning(_) => Ok(()),
            other => Err(format!("{other:?}").into()),
        }
    }

    fn edit(&self, change: impl Into<Change>) -> Result<(), Box<dyn Error>> {
        self.ask(&Request::edit(change))
    }

    fn label(mut self, rounds: usize, cycles: usize) -> Result<(), Box<dyn Error>> {
        self.name_clusters()?;
        let start = self.share_right();
        for round in 0..rounds {
            self.answer_queue(round as u64)?;
            self.refine()?;
        }
        let mut n_proven = 0;
        for cycle in 0..cycles {
            n_proven = self.prove_all()?;
            if n_proven == self.snapshot().clusters.len() || cycle + 1 == cycles {
                break;
            }
            self.answer_queue((rounds + cycle) as u64)?;
            self.refine()?;
        }
        let claimed = self.claim();
        println!(
            "{:<14} {rounds:>6} {start:>7.3} {:>7} {:>8.1} {:>7} {:>7} {claimed:>24} {:>7.3}",
            self.name,
            self.n_answers,
            self.n_answers as f64 / 60.0,
            format!("{n_proven}/{}", self.snapshot().clusters.len()),
            self.n_refines,
            self.share_right(),
        );
        Ok(())
    }

    /// Names each cluster by its typical members; those of one name become one. Each look counts as one answer.
    fn name_clusters(&mut self) -> Result<(), Box<dyn Error>> {
        let clusters = Arc::clone(&self.snapshot().clusters);
        for cluster in clusters.iter() {
            self.n_answers += 1;
            let reader = self.session.reader();
            let examples = fetch(|| reader.examples(cluster.id, N_LOOKED_AT))?;
            let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
            for image in &examples.prototypes {
                *votes.entry(&self.truth[image]).or_default() += 1;
            }
            let Some(name) = votes.into_iter().max_by_key(|vote| vote.1).map(|vote| vote.0.to_owned()) else {
                continue;
            };
            match self.named(&name) {
                Some(into) => self.edit(Edit::Merge { into, from: vec![cluster.id] })?,
                None => self.edit(Edit::Rename { cluster: cluster.id, name })?,
            }
        }
        Ok(())
    }

    fn named(&self, name: &str) -> Option<ClusterId> {
        self.snapshot().clusters.iter().find(|cluster| cluster.name == name).map(|cluster| cluster.id)
    }

    /// Says what one image is.
    fn judge(&mut self, image: ImageId, is_sample: bool) -> Result<(), Box<dyn Error>> {
        self.n_answers += 1;
        let class = self.truth[&image].clone();
        if self.named(&class).is_none() {
            self.edit(Change::NewCluster { images: Vec::new(), name: class.clone() })?;
        }
        let right = self.named(&class).ok_or("the new class")?;
        match self.snapshot().label(image).and_then(|label| label.cluster) {
            Some(cluster) => {
                let answer = if cluster == right { Answer::Right } else { Answer::Other(right) };
                self.edit(Edit::Judge { cluster, image, answer, is_sample })
            }
            None => self.edit(Edit::Move { images: vec![image], to: Some(right) }),
        }
    }

    fn answer_queue(&mut self, round: u64) -> Result<(), Box<dyn Error>> {
        let reader = self.session.reader();
        let queue = fetch(|| reader.queue(ROUND, round))?;
        for &image in queue.iter() {
            self.judge(image, false)?;
        }
        Ok(())
    }

    fn refine(&mut self) -> Result<(), Box<dyn Error>> {
        self.n_refines += 1;
        let started = Instant::now();
        self.ask(&Request::Refine { take: true })?;
        self.refine_secs.push(started.elapsed().as_secs_f64());
        Ok(())
    }

    /// Works off the random sample of each cluster until it is proven or can not be; gives how many are.
    fn prove_all(&mut self) -> Result<usize, Box<dyn Error>> {
        let ids: Vec<ClusterId> = self.snapshot().clusters.iter().map(|cluster| cluster.id).collect();
        for id in ids {
            loop {
                let snapshot = self.snapshot();
                let Some(cluster) = snapshot.cluster(id) else { break };
                if is_settled(cluster) || cluster.purity.n_more().is_none() {
                    break;
                }
                let Some(&image) = cluster.sample(&snapshot, 1).first() else { break };
                self.judge(image, true)?;
            }
        }
        Ok(self.snapshot().clusters.iter().filter(|cluster| is_settled(cluster)).count())
    }

    /// Share of all images whose cluster bears the name of their class.
    fn share_right(&self) -> f64 {
        let snapshot = self.snapshot();
        let is_right = |image: &ImageId, class: &String| {
            let cluster = snapshot.label(*image).and_then(|label| snapshot.cluster(label.cluster?));
            cluster.is_some_and(|cluster| cluster.name == *class)
        };
        let n_right = self.truth.iter().filter(|(image, class)| is_right(image, class)).count();
        n_right as f64 / self.truth.len() as f64
    }

    /// What the samples say of all labels: each cluster's share on its images of the machine, 1 on those of the person.
    fn claim(&self) -> String {
        let snapshot = self.snapshot();
        let (mut n_all, mut sum, mut variance) = (0.0, 0.0, 0.0);
        for cluster in snapshot.clusters.iter() {
            let by_machine =
                |image: &&ImageId| snapshot.label(**image).is_some_and(|l| l.source == LabelSource::Machine);
            let n_machine = cluster.members.iter().filter(by_machine).count() as f64;
            let half = (cluster.purity.high - cluster.purity.low) / 2.0;
            n_all += cluster.members.len() as f64;
            sum += cluster.members.len() as f64 - n_machine;
            sum += n_machine * if cluster.purity.n > 0 { cluster.purity.share } else { 0.5 };
            variance += (n_machine * half).powi(2);
        }
        let (share, off) = (sum / n_all, variance.sqrt() / n_all);
        format!("{share:.3} ({:.3} to {:.3})", share - off, (share + off).min(1.0))
    }
}

fn fetch<T>(ask: impl Fn() -> Fetch<T>) -> Result<T, Box<dyn Error>> {
    loop {
        match ask() {
            Fetch::Ready(answer) => return Ok(answer),
            Fetch::Missing(why) => return Err(why.to_string().into()),
            Fetch::Pending => std::thread::park_timeout(Duration::from_millis(2)),
        }
    }
}

/// Proven, or nothing is left to ask.
fn is_settled(cluster: &ClusterView) -> bool {
    cluster.purity.is_proven() || cluster.purity.n == cluster.purity.n_all
}
