//! Times edits of a large project as a person meets them: from the request to the engine until the change is durable and in the
//! snapshot. The project is made up, on disk; nothing is decoded or drawn.
//!
//! `cargo bench --bench edits -- [--images 100000] [--edit 10000] [--repeats 20]`; each line is the median and the 99th
//! percentile (the slowest, of fewer than a hundred). The disk's part alone stands on the first line: a row of the journal,
//! synced.

#[path = "common/finished.rs"]
mod finished;
#[path = "common/option.rs"]
mod option;
#[path = "common/record.rs"]
mod record;

use finished::finished;
use gleaner::clustering::settings::RunSettings;
use gleaner::control::Waker;
use gleaner::curation::edit::Edit;
use gleaner::curation::labels::Assignment;
use gleaner::ids::ClusterId;
use gleaner::session::protocol::{Answer, Change, Outcome, Request, Snapshot};
use gleaner::session::{Session, SessionOptions};
use gleaner::store::{ImageRecord, JournalEntry, RowChange, Store};
use option::option;
use record::record;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

const N_CLUSTERS: u32 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let (n, n_edit): (u32, usize) = (option("--images", 100_000)?, option("--edit", 10_000)?);
    let repeats: usize = option("--repeats", 20)?;
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("bench.gleaner");
    make(&path, n, n_edit as u32, repeats)?;
    let options = SessionOptions { data_dir: dir.path().join("data"), threads: 1, watches: false };
    let bench = Bench { session: Session::start(options, Waker::default())? };
    let opened = bench.ask(Request::OpenProject(path))?;
    println!("{n} images, edits of {n_edit}, {repeats} repeats; opening took {opened:.0} ms");

    let (mut merges, mut undos, mut redos) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..repeats {
        merges.push(bench.ask(Request::Edit(merge()))?);
        undos.push(bench.ask(Request::Undo)?);
        redos.push(bench.ask(Request::Redo)?);
        bench.ask(Request::Undo)?;
    }
    print("merge", merges);
    print("undo of a merge", undos);
    print("redo of a merge", redos);

    let members = |snapshot: &Snapshot| Arc::clone(&snapshot.cluster(ClusterId(1)).expect("there").members);
    let whole = members(&bench.session.snapshot());
    let confirm = || Change::Edit(Edit::Confirm { images: whole.to_vec(), is_confirmed: true });
    let (first, second) = whole.split_at(whole.len() / 2);
    let split = || Change::Split {
        cluster: ClusterId(1),
        parts: vec![first.to_vec(), second.to_vec()],
        names: vec![],
        confirmed: vec![],
    };
    for (what, edit) in [("confirm", &confirm as &dyn Fn() -> Change), ("split", &split)] {
        let mut times = Vec::new();
        for _ in 0..repeats {
            times.push(bench.ask(Request::Edit(edit()))?);
            bench.ask(Request::Undo)?;
        }
        print(what, times);
    }

    // One after the other, as in a review; by then many were answered.
    let mut times = Vec::new();
    for _ in 0..repeats {
        let snapshot = bench.session.snapshot();
        let (cluster, answer, is_sample) = (ClusterId(2), Answer::Right, true);
        let image = snapshot.cluster(cluster).ok_or("no cluster")?.sample(&snapshot, 1)[0];
        times.push(bench.ask(Request::edit(Edit::Judge { cluster, image, answer, is_sample }))?);
    }
    print("judge one image", times);
    let mut times = Vec::new();
    for i in 0..repeats {
        let edit = Edit::Rename { cluster: ClusterId(3), name: format!("name {i}") };
        times.push(bench.ask(Request::edit(edit))?);
    }
    print("rename", times);
    bench.session.shutdown();
    Ok(())
}

/// The last cluster, which has as many images as are edited at once, goes into the first.
fn merge() -> Change {
    Change::Edit(Edit::Merge { into: ClusterId(1), from: vec![ClusterId(N_CLUSTERS)] })
}

struct Bench {
    session: Session,
}

impl Bench {
    /// Milliseconds from the request until its end stands in the snapshot.
    fn ask(&self, request: Request) -> Result<f64, Box<dyn Error>> {
        let start = Instant::now();
        let ticket = self.session.request(request).ok_or("too many requests")?;
        let outcome = self.session.wait(ticket, &mut |_, _| ());
        let millis = start.elapsed().as_secs_f64() * 1e3;
        if let Outcome::Failed(words) = outcome { Err(words.to_string().into()) } else { Ok(millis) }
    }
}

/// A project of `n` images with a finished and adopted run, whose first and last clusters hold `n_edit` each.
fn make(path: &Path, n: u32, n_edit: u32, repeats: usize) -> Result<(), Box<dyn Error>> {
    let records: Vec<ImageRecord> = (0..n).map(record).collect();
    let mut store = Store::open(path, Some(Path::new("/photos")))?;
    let ids =
        store.put_images(&records.into_iter().map(|record| RowChange { id: None, record }).collect::<Vec<_>>())?;
    let run = store.begin_run(&RunSettings::default(), &ids)?;
    // Scattered over the images, as clusters are.
    let place = |i: u32| (u64::from(i.wrapping_mul(2_654_435_761)) * u64::from(n)) >> 32;
    let cluster = |i: u32| match place(i) {
        low if low < u64::from(n_edit) => 0,
        high if high >= u64::from(n - n_edit) => N_CLUSTERS - 1,
        other => 1 + (other % u64::from(N_CLUSTERS - 2)) as u32,
    };
    let confidence = |i: u32| (i.wrapping_mul(2_246_822_519) >> 8) as f32 / (1u32 << 24) as f32;
    store.finish_run(
        run,
        &finished(Assignment {
            images: ids,
            clusters: (0..n).map(cluster).collect(),
            confidence: (0..n).map(confidence).collect(),
        }),
    )?;
    let mapping = (0..N_CLUSTERS).map(|number| (number, ClusterId(number + 1))).collect();
    store.append(&JournalEntry::Edit(Edit::AdoptRun { run, mapping, order: vec![] }), "Use run 1")?;
    let mut times = Vec::new();
    for i in 0..repeats {
        let edit = JournalEntry::Edit(Edit::Rename { cluster: ClusterId(1), name: format!("name {i}") });
        let start = Instant::now();
        store.append(&edit, "Rename")?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    print("a row of the journal", times);
    Ok(())
}

fn print(what: &str, mut millis: Vec<f64>) {
    millis.sort_by(f64::total_cmp);
    let at = |share: f64| millis[((millis.len() - 1) as f64 * share).round() as usize];
    println!("{what:<24} median {:7.1} ms   p99 {:7.1} ms", at(0.5), at(0.99));
}
