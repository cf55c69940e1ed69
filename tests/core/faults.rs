//! What goes wrong while something is learned: told in words, the labels in force stay, and the next run works.

use super::session::{Place, ask, assigned, done, failed, run, settings};
use gleaner::control::Waker;
use gleaner::session::protocol::{Change, Edit, Outcome, Request, RunState};
use gleaner::session::{Session, SessionOptions};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A project with clusters, one of them named, before the run that goes wrong.
fn named(place: &Place, session: &Session) -> Vec<(u32, u32)> {
    done(session, Request::Open { path: place.photos(), project: None });
    done(session, run(&["features=pixels", "head=kmeans"]));
    let cluster = session.snapshot().clusters[0].id;
    done(session, Request::Edit(Change::Edit(Edit::Rename { cluster, name: "Ravens".into() })));
    assigned(&session.snapshot())
}

/// The labels are those before, and another run ends well.
fn check_goes_on(session: &Session, before: &[(u32, u32)]) {
    assert_eq!(assigned(&session.snapshot()), before);
    assert!(session.snapshot().named("Ravens").is_some());
    done(session, run(&["features=colours", "head=kmeans"]));
    assert_eq!(session.snapshot().runs[0].state, RunState::Done);
    assert_eq!(assigned(&session.snapshot()), before, "it waits to be taken");
}

/// Runs until a checkpoint is written, and stops there; gives its path.
fn cut_off(session: &Session, more: &[&str]) -> PathBuf {
    let mut is_asked = false;
    let ticket = session.request(run(more)).expect("room");
    let outcome = session.wait(ticket, &mut |snapshot, _| {
        let is_kept = snapshot.runs.first().is_some_and(|run| run.epochs.len() > 1);
        if let Some(job) = snapshot.job.as_ref().filter(|_| is_kept && !is_asked) {
            is_asked = session.request(Request::Cancel(job.id)).is_some();
        }
    });
    assert!(matches!(outcome, Outcome::Cancelled(_)), "{outcome:?}");
    let snapshot = session.snapshot();
    let project = snapshot.project.as_ref().expect("open").path.clone();
    project.join("runs").join(snapshot.runs[0].id.to_string()).join("simclr.safetensors")
}

#[test]
fn checkpoints_that_are_cut_of_another_version_or_no_numbers_are_told_and_a_new_run_works() {
    let place = Place::new(18);
    let session = place.session();
    let before = named(&place, &session);
    for (seed, words_of_it) in [
        ("seed=5", ["damaged", "--resume"]),
        ("seed=6", ["another version", "--resume"]),
        ("seed=7", ["no number", "simclr.lr"]),
    ] {
        let long = ["simclr.epochs=30", seed];
        let checkpoint = cut_off(&session, &long);
        let mut bytes = std::fs::read(&checkpoint).expect("a checkpoint");
        match seed {
            "seed=5" => bytes.truncate(bytes.len() / 2),
            "seed=6" => {
                // Its description is JSON within the JSON of the header.
                let named = br#"\"format\":"#;
                let at =
                    bytes.windows(named.len()).position(|part| part == named).expect("its format is in the header");
                bytes[at + named.len()] = b'7';
            }
            _ => {
                // Weights lie behind the header, whose length the first bytes are.
                let header = u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes")) as usize;
                bytes[8 + header..].fill(0xff);
            }
        }
        std::fs::write(&checkpoint, bytes).expect("written");
        let words = failed(&session, Request::Run { settings: settings(&long), resume: true });
        assert!(words_of_it.iter().all(|part| words.contains(part)), "{words}");
        assert_eq!(assigned(&session.snapshot()), before);
    }
    check_goes_on(&session, &before);
}

#[test]
fn a_panic_in_a_run_is_a_failed_run() {
    let place = Place::new(24);
    let is_due = Arc::new(AtomicBool::new(false));
    let due = Arc::clone(&is_due);
    // Called by the thread of the run whenever it got further.
    let waker = Waker::new(move || {
        let is_of_work = std::thread::current().name().is_some_and(|name| name.starts_with("gleaner-learn"));
        assert!(!(is_of_work && due.swap(false, Ordering::SeqCst)), "by intent");
    });
    let options = SessionOptions { data_dir: place.0.path().join("data"), threads: 2, watches: false };
    let session = Session::start(options, waker).expect("threads");
    let before = named(&place, &session);
    is_due.store(true, Ordering::SeqCst);
    let outcome = ask(&session, run(&["seed=3"]));
    let Outcome::Failed(words) = outcome else { panic!("{outcome:?}") };
    assert!(!words.to_string().contains("by intent"), "{words}");
    assert_eq!(session.snapshot().runs[0].state, RunState::Failed);
    check_goes_on(&session, &before);
}
