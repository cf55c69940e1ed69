//! The engine as front ends use it: open, run, edit, undo, cancel, resume, fetch; on a temporary folder.

use gleaner::control::Waker;
use gleaner::session::protocol::{Change, Edit, Fetch, LogEntry, Outcome, Request, RunState, SkipKind, Snapshot};
use gleaner::session::{DeviceChoice, Query, ReadOnly, RunSettings, Session, SessionOptions};
use gleaner::stage::Stage;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A folder of `n` pictures of three kinds, one damaged file, and a place for projects.
pub struct Place(pub tempfile::TempDir);

impl Place {
    pub fn new(n: u32) -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        std::fs::create_dir_all(place.photos()).expect("a folder");
        for i in 0..n {
            place.add(i);
        }
        std::fs::write(place.photos().join("zzz.jpg"), b"not an image").expect("written");
        place
    }

    fn add(&self, i: u32) {
        let base = [[200u8, 30, 30], [30, 200, 30], [30, 30, 200]][(i % 3) as usize];
        let pixel = |x: u32, y: u32| image::Rgb(base.map(|c| c.wrapping_add(((x * 7 + y * 3 + i * 11) % 40) as u8)));
        let path = self.photos().join(format!("{i:03}.png"));
        image::RgbImage::from_fn(40, 30, pixel).save(path).expect("saved");
    }

    pub fn photos(&self) -> PathBuf {
        self.0.path().join("photos")
    }

    pub fn session(&self) -> Session {
        let options = SessionOptions { data_dir: self.0.path().join("data"), threads: 2, watches: false };
        Session::start(options, Waker::default()).expect("threads")
    }

    pub fn opened(&self) -> Session {
        let session = self.session();
        done(&session, Request::Open { path: self.photos(), project: None });
        session
    }
}

pub fn ask(session: &Session, request: Request) -> Outcome {
    let ticket = session.request(request).expect("room for a request");
    session.wait(ticket, &mut |_, _| ())
}

pub fn done(session: &Session, request: Request) -> String {
    match ask(session, request) {
        Outcome::Done(_, words) => words.to_string(),
        other => panic!("{other:?}"),
    }
}

pub fn failed(session: &Session, request: Request) -> String {
    match ask(session, request) {
        Outcome::Failed(words) => words.to_string(),
        other => panic!("{other:?}"),
    }
}

pub fn settings(more: &[&str]) -> Box<RunSettings> {
    let mut settings = RunSettings { clusters: 3, threads: 2, device: DeviceChoice::Cpu, ..RunSettings::default() };
    let tiny = [
        "features=simclr",
        "net.width=4",
        "net.size=16",
        "simclr.epochs=2",
        "simclr.batch=16",
        "neighbors.k=4",
        "scan.epochs=2",
    ];
    let tiny = tiny.iter().chain(&["scan.batch=16", "scan.heads=2", "selflabel.epochs=1", "selflabel.batch=20"]);
    for pair in tiny.chain(more) {
        settings.set_pair(pair).expect(pair);
    }
    Box::new(settings)
}

pub fn run(more: &[&str]) -> Request {
    Request::Run { settings: settings(more), resume: false }
}

pub fn assigned(snapshot: &Snapshot) -> Vec<(u32, u32)> {
    let label = |id| snapshot.label(id).and_then(|label| label.cluster).map_or(0, |id| id.0);
    snapshot.images.rows.iter().map(|row| (row.id.0, label(row.id))).collect()
}

/// Which images are together: groups are numbered as the first guess showed them, which who resumes has not seen.
pub fn parted(assigned: &[(u32, u32)]) -> Vec<(u32, usize)> {
    let mut seen: Vec<u32> = Vec::new();
    let mut place = |cluster: u32| {
        seen.iter().position(|known| *known == cluster).unwrap_or_else(|| {
            seen.push(cluster);
            seen.len() - 1
        })
    };
    assigned.iter().map(|(image, cluster)| (*image, place(*cluster))).collect()
}

pub fn fetched<T>(mut fetch: impl FnMut() -> Fetch<T>) -> T {
    let began = Instant::now();
    loop {
        match fetch() {
            Fetch::Ready(value) => return value,
            Fetch::Missing(why) => panic!("{why}"),
            Fetch::Pending => assert!(began.elapsed() < Duration::from_mins(1), "no answer"),
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_moved_folder_is_known_again_and_a_copy_is_not() {
    let place = Place::new(6);
    let project = |session: &Session| session.snapshot().project.clone().expect("open").path.clone();
    let session = place.opened();
    let first = project(&session);
    let elsewhere = place.0.path().join("drive").join("holiday");
    std::fs::create_dir_all(&elsewhere).expect("a folder");
    for file in std::fs::read_dir(place.photos()).expect("readable") {
        let file = file.expect("readable").path();
        std::fs::copy(&file, elsewhere.join(file.file_name().expect("a name"))).expect("copied");
    }
    done(&session, Request::Open { path: elsewhere.clone(), project: None });
    assert_ne!(project(&session), first, "the first folder is still there: this is a copy");

    let moved = place.0.path().join("moved");
    std::fs::rename(place.photos(), &moved).expect("moved");
    std::fs::remove_file(moved.join("000.png")).expect("removed");
    done(&session, Request::Open { path: moved.clone(), project: None });
    assert_eq!(project(&session), first, "one of six is gone, five are the same");
    assert_eq!(session.snapshot().project.as_ref().expect("open").folder, moved.canonicalize().expect("there"));
    assert!(done(&session, Request::Import).contains("Nothing new"));

    // Something else at the old place is a folder of its own, also when it is asked for again.
    place_again(&place);
    done(&session, Request::Open { path: place.photos(), project: None });
    let second = project(&session);
    assert_ne!(second, first);
    done(&session, Request::Open { path: moved, project: None });
    assert_eq!(project(&session), first);
    done(&session, Request::Open { path: place.photos(), project: None });
    assert_eq!(project(&session), second);
}

fn place_again(place: &Place) {
    std::fs::create_dir_all(place.photos()).expect("a folder");
    place.add(20);
}

#[test]
fn a_folder_is_read_once_and_what_changes_is_seen() {
    let place = Place::new(6);
    let session = place.opened();
    let first = session.snapshot();
    assert_eq!((first.images.rows.len(), first.skipped.len()), (6, 1));
    assert_eq!(first.skipped[0].kind, SkipKind::NotAnImage);
    assert!(done(&session, Request::Import).contains("Nothing new"));
    place.add(7);
    std::fs::remove_file(place.photos().join("000.png")).expect("removed");
    assert!(done(&session, Request::Import).contains("Read 1 image"));
    let second = session.snapshot();
    let paths: Vec<&str> = second.images.rows.iter().map(|row| &*row.path).collect();
    assert_eq!(paths, ["001.png", "002.png", "003.png", "004.png", "005.png", "007.png"]);
    assert_eq!(first.images.rows[1].id, second.images.rows[0].id, "ids stay");
    drop(session);
    let again = place.session();
    let words = done(&again, Request::Open { path: place.photos(), project: None });
    assert!(words.contains("Nothing new"), "{words}");
    assert_eq!(again.snapshot().images.rows, second.images.rows);
}

#[test]
fn labels_survive_runs_restarts_and_undo() {
    let place = Place::new(18);
    let session = place.opened();
    done(&session, run(&[]));
    let first = session.snapshot();
    assert_eq!(first.runs[0].state, RunState::Done);
    assert!(!first.runs[0].notes.is_empty() && first.runs[0].kept.is_some());
    assert_eq!(first.adopted, Some(first.runs[0].id));
    assert_eq!(first.clusters.iter().map(|c| c.members.len()).sum::<usize>(), 18);
    let cluster = first.clusters[0].id;
    done(&session, Request::edit(Edit::Rename { cluster, name: "红".into() }));
    let image = first.clusters[0].members[0];
    done(&session, Request::edit(Edit::Confirm { images: vec![image], is_confirmed: true }));
    done(&session, run(&["simclr.lr=0.1"]));
    let candidate = session.snapshot();
    assert_eq!(candidate.adopted, first.adopted, "a person's labels are left alone");
    assert_eq!(candidate.runs.len(), 2);
    done(&session, Request::Edit(Change::AdoptRun(candidate.runs[0].id)));
    let adopted = session.snapshot();
    assert_eq!(adopted.adopted, Some(candidate.runs[0].id));
    let label = adopted.label(image).expect("an image");
    assert_eq!(label.cluster, Some(cluster), "a confirmed image stays");
    assert_eq!(adopted.cluster(cluster).expect("named clusters stay").name, "红");
    let words = done(&session, Request::Undo);
    let (before, after) = (assigned(&adopted), assigned(&candidate));
    assert_eq!(assigned(&session.snapshot()), after, "undo crosses the adoption");
    let changed = words.rsplit_once(" \u{2013} ").map_or("", |(_, changed)| changed);
    let n: usize = changed.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    let n_moved = before.iter().zip(&after).filter(|(a, b)| a != b).count();
    assert!((n_moved..=before.len()).contains(&n), "{words}: {n_moved} are elsewhere, others are as sure as before");
    done(&session, Request::Redo);
    drop(session);
    let reopened = place.opened();
    let now = reopened.snapshot();
    assert_eq!(assigned(&now), assigned(&adopted));
    assert_eq!((&now.history, &now.clusters), (&adopted.history, &adopted.clusters));
}

#[test]
fn a_cancelled_run_goes_on_to_the_same_result() {
    let (whole, cut) = (Place::new(15), Place::new(15));
    let session = whole.opened();
    done(&session, run(&["scan.epochs=4"]));
    let expected = assigned(&session.snapshot());

    let session = cut.opened();
    let ticket = session.request(run(&["scan.epochs=4"])).expect("room");
    let outcome = session.wait(ticket, &mut |snapshot, _| {
        let has_clustered = snapshot.runs.first().is_some_and(|run| run.epochs.iter().any(|e| e.stage == Stage::Scan));
        if let (true, Some(job)) = (has_clustered, &snapshot.job) {
            // Asked again on each tick until it is over: harmless.
            session.request(Request::Cancel(job.id));
        }
    });
    if matches!(outcome, Outcome::Cancelled(_)) {
        assert_eq!(session.snapshot().runs[0].state, RunState::Unfinished);
        assert!(session.snapshot().clusters.is_empty());
        done(&session, Request::Run { settings: settings(&["scan.epochs=4"]), resume: true });
    }
    assert_eq!(session.snapshot().runs.len(), 1, "the same run went on");
    assert_eq!(parted(&assigned(&session.snapshot())), parted(&expected));
}

#[test]
fn a_project_of_other_photos_is_not_taken_over() {
    let place = Place::new(6);
    let session = place.opened();
    let first = session.snapshot().project.clone().expect("open").path.clone();
    let other = place.0.path().join("other");
    std::fs::create_dir_all(&other).expect("a folder");
    image::RgbImage::from_pixel(40, 30, image::Rgb([9, 9, 9])).save(other.join("000.png")).expect("saved");
    let open = |path: &PathBuf, project: &PathBuf| Request::Open { path: path.clone(), project: Some(project.clone()) };
    let words = failed(&session, open(&other, &first));
    assert!(words.contains("another folder") && words.contains("photos"), "{words}");
    assert!(failed(&session, open(&first, &place.0.path().join("new.gleaner"))).contains("already"));
    done(&session, open(&place.photos(), &first));
}

#[test]
fn lost_pixels_are_read_again() {
    let place = Place::new(6);
    let session = place.opened();
    let project = session.snapshot().project.clone().expect("open").path.clone();
    drop(session);
    std::fs::remove_dir_all(project.join("pixels")).expect("removed");
    let session = place.opened();
    let reader = session.reader();
    let image = session.snapshot().images.rows[0].id;
    fetched(|| reader.thumbnail(image));
    assert!(done(&session, Request::Import).contains("Nothing new"));
}

#[test]
fn a_run_does_not_go_on_with_other_pictures() {
    let place = Place::new(12);
    let session = place.opened();
    let project = session.snapshot().project.clone().expect("open").path.clone();
    let more = ["simclr.epochs=3000"];
    let ticket = session.request(run(&more)).expect("room");
    let mut is_asked = false;
    session.wait(ticket, &mut |snapshot, progress| {
        if let (Some(job), false, false) = (&snapshot.job, is_asked, progress.epochs.is_empty()) {
            is_asked = session.request(Request::Cancel(job.id)).is_some();
        }
    });
    drop(session);
    // The same picture in another file: it is the image that the run began with, with other pixels.
    let turned = image::open(place.photos().join("000.png")).expect("an image").rotate180();
    turned.save(place.photos().join("000.png")).expect("saved");
    let session = place.session();
    done(&session, Request::Open { path: place.photos(), project: Some(project) });
    assert_eq!(session.snapshot().folder.last_look.map(|look| look.edited), Some(1));
    let words = failed(&session, Request::Run { settings: settings(&more), resume: true });
    assert!(words.contains("have changed"), "{words}");
    // Another picture is another image: the run has none of it to go on with.
    std::fs::copy(place.photos().join("001.png"), place.photos().join("002.png")).expect("replaced");
    done(&session, Request::Import);
    let ticket = session.request(Request::Run { settings: settings(&more), resume: true }).expect("room");
    let mut is_asked = false;
    session.wait(ticket, &mut |snapshot, progress| {
        // Once: the log holds the last words alone.
        if let (Some(job), false, false) = (&snapshot.job, is_asked, progress.epochs.is_empty()) {
            is_asked = session.request(Request::Cancel(job.id)).is_some();
        }
    });
    let told = |entry: &Arc<LogEntry>| matches!(&entry.outcome, Outcome::Warning(words) if words.to_string().contains("begins anew"));
    assert!(session.snapshot().log.iter().any(told));
    assert_eq!(session.snapshot().runs.len(), 2);
}

#[test]
fn one_writer_many_readers() {
    let place = Place::new(6);
    let session = place.opened();
    let project = session.snapshot().project.clone().expect("open").path.clone();
    let second = place.session();
    let words = failed(&second, Request::OpenProject(project.clone()));
    assert!(words.contains("another"), "{words}");
    done(&session, run(&[]));
    let reader = ReadOnly::open(&project).expect("readers work beside it");
    assert_eq!(assigned(&reader.snapshot()), assigned(&session.snapshot()));
    let image = reader.snapshot().resolve_image("003.png").expect("an image");
    assert!(!reader.evidence(image).expect("evidence").neighbors.is_empty());
    assert!(reader.snapshot().resolve_image("zzz.jpg").expect_err("skipped").to_string().contains("not an image"));
}

#[test]
fn large_things_come_by_id() {
    let place = Place::new(9);
    let session = place.opened();
    done(&session, run(&[]));
    let (reader, snapshot) = (session.reader(), session.snapshot());
    let image = snapshot.images.rows[2].id;
    let thumbnail = fetched(|| reader.thumbnail(image));
    assert_eq!((thumbnail.width, thumbnail.height), (40, 30));
    assert!(thumbnail.rgba[2] > thumbnail.rgba[0], "the third kind is blue");
    let preview = fetched(|| reader.preview(image, 20));
    assert_eq!((preview.width, preview.height), (20, 15));
    let evidence = fetched(|| reader.evidence(image));
    assert_eq!(evidence.top[0].cluster, snapshot.label(image).expect("a label").cluster);
    assert!(!evidence.neighbors.is_empty() && evidence.stages.len() == 3);
    let cluster = snapshot.clusters[0].id;
    let examples: Arc<_> = fetched(|| reader.examples(cluster, 3));
    assert!(!examples.prototypes.is_empty() && examples.prototypes.len() <= 3);
    done(&session, Request::edit(Edit::Rename { cluster, name: "Blue".into() }));
    let evidence = fetched(|| reader.evidence(snapshot.cluster(cluster).expect("there").members[0]));
    assert!(evidence.top.iter().any(|p| p.name.to_string() == "Blue"), "names are those of now: {:?}", evidence.top);
}

#[test]
fn similar_images_come_by_id_and_by_file() {
    let place = Place::new(9);
    let session = place.opened();
    let (reader, image) = (session.reader(), session.snapshot().images.rows[2].id);
    let missing = |query: &Query| {
        let began = Instant::now();
        loop {
            match reader.search(query, 3) {
                Fetch::Missing(why) => return why,
                Fetch::Ready(hits) => panic!("{hits:?}"),
                Fetch::Pending => assert!(began.elapsed() < Duration::from_mins(1), "no answer"),
            }
            std::thread::yield_now();
        }
    };
    assert!(missing(&Query::Image(image)).contains("No result"));
    done(&session, run(&["features=builtin"]));
    let hits = fetched(|| reader.search(&Query::Image(image), 20)).hits.clone();
    assert!(hits.len() == 8 && hits.iter().all(|hit| hit.image != image), "{hits:?}");
    assert!(hits.windows(2).all(|pair| pair[0].similarity >= pair[1].similarity));
    let copy = place.0.path().join("copy.png");
    std::fs::copy(place.photos().join("002.png"), &copy).expect("copied");
    let of_copy = fetched(|| reader.search(&Query::File(copy.clone()), 20)).hits.clone();
    assert!(of_copy[0].image == image && of_copy[0].similarity > 0.9999, "{of_copy:?}");
    let damaged = place.photos().join("zzz.jpg");
    assert!(missing(&Query::File(damaged)).contains("not an image"));
    assert!(missing(&Query::Text("qqqqqqqqqqqq".into())).contains("--features clip-b32"));
    let words = place.0.path().join("list.txt");
    assert!(failed(&session, Request::UseWords(words.clone())).contains("list.txt"));
    std::fs::write(&words, "heron\n\n# not one\nkingfisher\nheron\n").expect("written");
    assert!(done(&session, Request::UseWords(words)).contains("your 2 words"));
    let project = session.snapshot().project.as_ref().expect("open").path.clone();
    assert_eq!(std::fs::read_to_string(project.join("words.txt")).expect("kept"), "heron\nkingfisher\n");
    // What is gone is no hit, and what came later is searched by its pixels.
    std::fs::remove_file(place.photos().join("002.png")).expect("removed");
    place.add(11);
    done(&session, Request::Import);
    let of_copy = fetched(|| reader.search(&Query::File(copy.clone()), 20)).hits.clone();
    assert!(of_copy.len() == 8 && of_copy.iter().all(|hit| hit.image != image), "{of_copy:?}");
    let new = session.snapshot().resolve_image("011.png").expect("an image");
    let of_new = fetched(|| reader.search(&Query::Image(new), 2)).hits.clone();
    assert_eq!(of_new.len(), 2);
}

#[test]
fn what_can_not_be_is_said_in_words() {
    let place = Place::new(2);
    let session = place.session();
    assert!(failed(&session, Request::Undo).contains("Open a folder"));
    let nowhere = Request::Open { path: place.0.path().join("nowhere"), project: None };
    assert!(failed(&session, nowhere).contains("does not exist"));
    done(&session, Request::Open { path: place.photos(), project: None });
    assert!(failed(&session, Request::Undo).contains("nothing to undo"));
    assert!(failed(&session, run(&["clusters=5"])).contains("5 groups were asked of 2 images"));
    std::fs::remove_dir_all(place.photos()).expect("removed");
    let words = done(&session, Request::Import);
    assert!(words.contains("2 images that were here are gone: is the drive connected?"), "{words}");
    assert_eq!(session.snapshot().images.rows.len(), 2, "what is known stays");
}
