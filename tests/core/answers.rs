//! The command line and the window say the same of the same project: what was asked of both, after people said something.

use super::session::{Place, done, fetched};
use gleaner::session::evaluation::TrueLabels;
use gleaner::session::protocol::{Edit, Fetch, Link, Request};
use gleaner::session::{DeviceChoice, Query, ReadOnly, RunSettings};

pub fn missing<T>(mut fetch: impl FnMut() -> Fetch<T>) -> String {
    loop {
        match fetch() {
            Fetch::Missing(why) => return why.to_string(),
            Fetch::Ready(_) => panic!("an answer"),
            Fetch::Pending => std::thread::yield_now(),
        }
    }
}

#[test]
fn the_command_line_and_the_window_say_the_same() {
    let place = Place::new(30);
    let session = place.opened();
    let project = session.snapshot().project.clone().expect("open").path.clone();
    let reader = session.reader();
    let any = session.snapshot().images.rows[0].id;
    assert!(ReadOnly::open(&project).expect("opens").evidence(any).is_err(), "no run yet");
    assert!(missing(|| reader.evidence(any)).contains("Discover"));
    assert_eq!(
        ReadOnly::open(&project).expect("opens").quality().expect("hashes").groups,
        fetched(|| reader.quality()).groups
    );

    let settings = RunSettings { clusters: 3, threads: 2, device: DeviceChoice::Cpu, ..RunSettings::default() };
    done(&session, Request::Run { settings: Box::new(settings), resume: false });
    let cluster = session.snapshot().clusters[0].clone();
    let (first, second, third) = (cluster.members[0], cluster.members[1], cluster.members[2]);
    for edit in [
        Edit::Reject { cluster: cluster.id, images: vec![first] },
        Edit::Link { images: [first, second], link: Some(Link::Different) },
        Edit::Link { images: [third, first], link: Some(Link::Same) },
        Edit::Confirm { images: vec![second], is_confirmed: true },
    ] {
        done(&session, Request::edit(edit));
    }
    // A row that the run saw, of a file that is hidden by now, is one that networks are fitted to all the same.
    let gone = session.snapshot().images.rows[29].path.to_string();
    std::fs::remove_file(place.photos().join(&*gone)).expect("removed");
    done(&session, Request::Import);

    let told = ReadOnly::open(&project).expect("opens beside the engine");
    let evidence = told.evidence(first).expect("a run");
    assert_eq!(evidence.rejected, [cluster.id]);
    assert_eq!(evidence.links.len(), 2);
    for row in &session.snapshot().images.rows {
        assert_eq!(&told.evidence(row.id).expect("a run"), &*fetched(|| reader.evidence(row.id)), "{}", row.path);
    }
    let (theirs, ours) = (told.quality().expect("a run"), fetched(|| reader.quality()));
    assert_eq!(
        (&theirs.groups, &theirs.unsure, &theirs.unusual, &theirs.calibration, theirs.mean_agreement),
        (&ours.groups, &ours.unsure, &ours.unusual, &ours.calibration, ours.mean_agreement)
    );
    assert_eq!(told.classes().expect("a run"), *fetched(|| reader.classes()));
    assert_eq!(told.split(cluster.id, 2).expect("a run"), *fetched(|| reader.split(cluster.id, 2)));
    let name = |at: usize| session.snapshot().images.rows[at].path.to_string();
    for query in [Query::Image(second), Query::File(place.photos().join(name(4))), Query::File(elsewhere(&place))] {
        assert_eq!(told.search(&query, 9).expect("a run"), *fetched(|| reader.search(&query, 9)), "{query:?}");
    }
    let suggested = told.suggestions(None).expect("a run");
    for (at, cluster) in told.snapshot().clusters.iter().enumerate() {
        assert_eq!(suggested[at], *fetched(|| reader.suggestions(cluster.id)));
    }
    let table = place.0.path().join("labels.csv");
    std::fs::write(&table, format!("file_name,label\n{},cats\n{},dogs\n", name(0), name(1))).expect("written");
    let from = TrueLabels::File(table);
    assert_eq!(told.proposal(&from).expect("a table"), *fetched(|| reader.proposal(&from, 1)));

    std::fs::remove_file(run_file(&project)).expect("removed");
    let session = {
        drop(session);
        let session = place.session();
        done(&session, Request::OpenProject(project.clone()));
        session
    };
    let known = fetched(|| session.reader().quality());
    let told = ReadOnly::open(&project).expect("opens").quality().expect_err("its files are gone").to_string();
    assert_eq!(
        known.unread.as_ref().map(ToString::to_string),
        Some(told),
        "the window shows near-duplicates all the same"
    );
}

/// A picture that is not in the folder.
fn elsewhere(place: &Place) -> std::path::PathBuf {
    let path = place.0.path().join("elsewhere.png");
    image::RgbImage::from_pixel(40, 30, image::Rgb([210, 40, 20])).save(&path).expect("saved");
    path
}

fn run_file(project: &std::path::Path) -> std::path::PathBuf {
    let files = walkdir::WalkDir::new(project).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    files.into_iter().find(|path| path.ends_with("result.safetensors")).expect("the arrays of the run")
}
