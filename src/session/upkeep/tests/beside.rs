//! A project that a session has open is looked at and archived by that session.

use super::super::unarchive;
use super::{Made, Severity, Subject};
use crate::control::{CancelToken, Waker};
use crate::ids::ClusterId;
use crate::session::protocol::{Deed, Edit, Outcome, Request};
use crate::session::{ReadOnly, Session, SessionOptions};
use std::fs;

fn ask(session: &Session, request: Request) -> Outcome {
    let ticket = session.request(request).expect("taken");
    session.wait(ticket, &mut |_, _| ())
}

fn open(made: &Made) -> Session {
    let options = SessionOptions { data_dir: made.dir.path().join("data"), threads: 1, watches: false };
    let session = Session::start(options, Waker::default()).expect("a thread");
    let outcome = ask(&session, Request::Trust { project: made.project(), folder: made.photos() });
    assert!(matches!(outcome, Outcome::Done(..)), "{outcome:?}");
    session
}

/// Looks at the project; gives what is said of it.
fn checked(session: &Session) -> String {
    match ask(session, Request::Check) {
        Outcome::Done(Deed::Checked, words) => words.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_open_project_is_looked_at_and_nothing_in_it_is_changed() {
    let made = Made::new();
    let session = open(&made);
    assert!(session.snapshot().last_check.is_none());
    assert_eq!(checked(&session), "Everything is whole.");
    let found = session.snapshot().last_check.clone().expect("a checkup");
    assert!(found.is_sound() && found.findings.is_empty() && found.n_runs == 1, "{found:?}");

    let torn = made.project().join("runs/1/result.safetensors");
    fs::write(&torn, b"torn").expect("written");
    assert_eq!(checked(&session), "1 thing is wrong with this project.");
    let found = session.snapshot().last_check.clone().expect("a checkup");
    assert_eq!((found.findings[0].severity, found.findings[0].about), (Severity::Wrong, Subject::Runs));
    assert_eq!(fs::read(&torn).expect("read"), b"torn", "it is left to a repair");
    // The project is as it was for whoever works on it.
    let renamed = ask(&session, Request::edit(Edit::Rename { cluster: ClusterId(2), name: "Dogs".into() }));
    assert!(matches!(renamed, Outcome::Done(..)), "{renamed:?}");
    session.shutdown();
}

#[test]
fn an_open_project_is_archived_and_a_file_that_is_there_stays() {
    let made = Made::new();
    let session = open(&made);
    let renamed = ask(&session, Request::edit(Edit::Rename { cluster: ClusterId(2), name: "Dogs".into() }));
    assert!(matches!(renamed, Outcome::Done(..)), "{renamed:?}");
    let out = made.dir.path().join("p.zip");
    let Outcome::Done(_, words) = ask(&session, Request::Archive(out.clone())) else { panic!("not archived") };
    let words = words.to_string();
    assert!(words.contains("p.zip") && words.contains("are not in it"), "{words}");
    let before = fs::read(&out).expect("read");
    let Outcome::Failed(words) = ask(&session, Request::Archive(out.clone())) else { panic!("written over") };
    let words = words.to_string();
    assert!(words.ends_with("is there already. Choose another name."), "{words}");
    assert_eq!(fs::read(&out).expect("read"), before);
    session.shutdown();
    let restored = made.dir.path().join("q.gleaner");
    unarchive(&out, &restored, &CancelToken::default(), &mut |_| ()).expect("restored");
    let restored = ReadOnly::open(&restored).expect("opens");
    let mut names: Vec<String> = restored.snapshot().clusters.iter().map(|cluster| cluster.name.clone()).collect();
    names.sort();
    assert_eq!(names, ["Cats", "Dogs"]);
}

#[test]
fn nothing_is_looked_at_or_archived_before_a_project_is_open() {
    let dir = tempfile::tempdir().expect("a directory");
    let options = SessionOptions { data_dir: dir.path().join("data"), threads: 1, watches: false };
    let session = Session::start(options, Waker::default()).expect("a thread");
    let out = dir.path().join("p.zip");
    for request in [Request::Check, Request::Archive(out.clone())] {
        assert!(matches!(ask(&session, request), Outcome::Failed(_)));
    }
    session.shutdown();
    assert!(!out.exists());
}
