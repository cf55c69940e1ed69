//! A project that was made elsewhere, opened to look at what is inside: what is shown, and that no photo is read for it.

use super::answers::missing;
use super::session::{Place, ask, done, fetched, settings};
use gleaner::control::Waker;
use gleaner::session::protocol::{Edit, ExportFormat, ExportRequest, LinkKind, Outcome, Request, TableForm};
use gleaner::session::{Query, ReadOnly, Session, SessionOptions, Source};
use std::path::Path;

pub fn export(format: &str, out: &Path) -> Request {
    Request::Export(ExportRequest {
        format: ExportFormat::named(format).expect("a format"),
        out: out.to_owned(),
        min_confidence: 0.0,
        confirmed_only: false,
        link: LinkKind::ALL[0],
        force: false,
        allow_fewer: false,
        table: TableForm::default(),
    })
}

#[test]
fn what_a_strangers_project_keeps_is_shown_and_its_photos_are_not_read() {
    let place = Place::new(12);
    let project = place.0.path().join("theirs.gleaner");
    let theirs = place.session();
    done(&theirs, Request::Open { path: place.photos(), project: Some(project.clone()) });
    let mut colours = settings(&[]);
    (colours.features, colours.clusters) = (Source::Colours, 2);
    done(&theirs, Request::Run { settings: colours, resume: false });
    let first = theirs.snapshot().clusters[0].id;
    done(&theirs, Request::edit(Edit::Rename { cluster: first, name: "Red".into() }));
    theirs.shutdown();
    // A picture of our own, and a file that a look would find changed.
    let mine = place.0.path().join("mine.png");
    std::fs::copy(place.photos().join("003.png"), &mine).expect("copied");
    let photo = place.photos().join("000.png");
    std::fs::write(&photo, "a secret that nobody may see").expect("written");

    let data_dir = place.0.path().join("other data");
    let options = SessionOptions { data_dir: data_dir.clone(), threads: 1, watches: true };
    let ours = Session::start(options, Waker::default()).expect("threads");
    assert!(matches!(ask(&ours, Request::Open { path: project.clone(), project: None }), Outcome::Stranger { .. }));
    assert!(ours.snapshot().project.is_none());
    done(&ours, Request::OpenProject(project.clone()));
    let snapshot = ours.snapshot();
    assert!(snapshot.is_stranger && snapshot.clusters.iter().any(|cluster| cluster.name == "Red"));
    let (reader, image) = (ours.reader(), snapshot.images.rows[0].id);
    // The file of this one is no picture any more.
    assert_eq!(fetched(|| reader.preview(image, 64)).rgba, fetched(|| reader.thumbnail(image)).rgba);
    let unread = [
        missing(|| reader.photo(image)),
        missing(|| reader.dates(1)),
        missing(|| reader.search(&Query::File(mine.clone()), 3)),
    ];
    assert!(unread.iter().all(|why| why.contains("were not read")), "{unread:?}");
    assert!(!fetched(|| reader.search(&Query::Image(image), 3)).hits.is_empty(), "by what the project keeps");

    // What needs the folder asks, and nothing of it was looked at: the changed file is what it was.
    for request in [Request::Import, Request::Run { settings: settings(&[]), resume: false }, Request::Check] {
        assert!(matches!(ask(&ours, request), Outcome::Stranger { .. }));
    }
    let (table, classes) = (place.0.path().join("labels.csv"), place.0.path().join("classes"));
    assert!(matches!(ask(&ours, export("folders", &classes)), Outcome::Stranger { .. }));
    let said = done(&ours, export("csv", &table));
    assert!(said.contains("photo folder was not read"), "{said}");
    let text = std::fs::read_to_string(&table).expect("text");
    assert!(text.contains("000.png") && !classes.exists(), "{text}");
    assert_eq!(ours.snapshot().images.rows.len(), 12);

    let mut spared = ReadOnly::open(&project).expect("opens");
    assert_eq!(spared.spare_photos(&data_dir), Some(&*place.photos()));
    let refused = spared.search(&Query::File(mine), 3).expect_err("refused").to_string();
    assert!(refused.contains("were not read"), "{refused}");

    // Once somebody vouches for it everything is as usual.
    done(&ours, Request::Trust { project: project.clone(), folder: place.photos() });
    let snapshot = ours.snapshot();
    assert!(!snapshot.is_stranger && snapshot.images.rows.len() == 11, "the changed file is none of them any more");
    let image = snapshot.images.rows[0].id;
    assert!(fetched(|| reader.photo(image)).n_bytes > 0 && fetched(|| reader.preview(image, 64)).width > 0);
    assert_eq!(ReadOnly::open(&project).expect("opens").spare_photos(&data_dir), None);
    ours.shutdown();
}
