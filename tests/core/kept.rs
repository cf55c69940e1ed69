//! What a session says of edits that can not be kept, and that it never says that they are.

use crate::session::{Place, ask, done, failed};
use gleaner::ids::{ClusterId, ImageId};
use gleaner::session::Session;
use gleaner::session::protocol::{Change, Outcome, Request};
use std::fs;
use std::path::PathBuf;

fn project(session: &Session) -> PathBuf {
    session.snapshot().project.clone().expect("open").path.clone()
}

fn new_cluster(name: &str) -> Request {
    Request::Edit(Change::NewCluster { images: vec![ImageId(1)], name: name.into() })
}

fn names(session: &Session) -> Vec<String> {
    session.snapshot().clusters.iter().map(|cluster| cluster.name.clone()).collect()
}

#[cfg(unix)]
#[test]
fn an_edit_of_a_project_that_is_gone_is_refused_and_not_shown() {
    let place = Place::new(4);
    let session = place.opened();
    done(&session, new_cluster("Kept"));
    let (path, aside) = (project(&session), place.0.path().join("aside.gleaner"));
    fs::rename(&path, &aside).expect("moved");
    assert!(failed(&session, new_cluster("Lost")).contains("is not there any more"));
    assert!(failed(&session, Request::Undo).contains("is not there any more"));
    // Nor does looking at the folder make a project of it.
    fs::write(place.photos().join("new.png"), fs::read(place.photos().join("000.png")).expect("read")).expect("x");
    assert!(!matches!(ask(&session, Request::Import), Outcome::Done(..)));
    assert!(!path.exists(), "it does not come back half");
    assert_eq!(names(&session), ["Kept"]);
    let unkept = session.snapshot().unkept.clone().expect("told for as long as it is so");
    assert!(unkept.why.to_string().contains("moved or renamed"), "{}", unkept.why);

    fs::rename(&aside, &path).expect("moved back");
    done(
        &session,
        Request::Edit(Change::Edit(gleaner::session::protocol::Edit::Rename {
            cluster: ClusterId(1),
            name: "Kept too".into(),
        })),
    );
    assert_eq!(session.snapshot().unkept, None);
    session.shutdown();
    let session = place.opened();
    assert_eq!(names(&session), ["Kept too"]);
}
