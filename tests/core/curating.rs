//! Curation through the engine: what people say is learned from, offered, taken or left, and gone back on.

use super::session::{Place, assigned, done, failed, fetched};
use gleaner::ids::{ClusterId, ImageId, Point, RunId};
use gleaner::session::protocol::{Answer, Change, Edit, LabelSource, Link, Origin, Request, RunState, Standing};
use gleaner::session::{DeviceChoice, RunSettings, Session};
use std::collections::BTreeSet;

/// Clusters on the network that comes with the program.
fn run(session: &Session, seed: u64) -> String {
    let settings = RunSettings { clusters: 3, threads: 2, seed, device: DeviceChoice::Cpu, ..RunSettings::default() };
    done(session, Request::Run { settings: Box::new(settings), resume: false })
}

fn edit(session: &Session, change: impl Into<Change>) -> String {
    done(session, Request::edit(change))
}

fn images(session: &Session) -> Vec<ImageId> {
    session.snapshot().images.rows.iter().map(|row| row.id).collect()
}

#[test]
fn a_refinement_is_offered_taken_and_taken_back() {
    let place = Place::new(45);
    let session = place.opened();
    assert!(failed(&session, Request::Refine { take: false }).contains("Discover"));
    run(&session, 0);
    assert!(failed(&session, Request::Refine { take: false }).contains("nothing to learn from"));
    assert!(session.snapshot().candidate.is_none());
    let all = images(&session);
    let new = Change::NewCluster { images: all[..4].to_vec(), name: "Mixed".into() };
    edit(&session, new);
    let words = done(&session, Request::Refine { take: false });
    let snapshot = session.snapshot();
    let candidate = snapshot.candidate.clone().expect("a candidate");
    assert!(candidate.origin == Origin::Corrections && words.contains(&candidate.words().to_string()), "{words}");
    assert!(all[..4].iter().all(|image| !candidate.moved.contains(image)), "what a person placed stays");
    assert_eq!(candidate.flows.iter().map(|flow| flow.2).sum::<usize>(), candidate.moved.len());

    done(&session, Request::Leave);
    assert!(session.snapshot().candidate.is_none());
    assert!(failed(&session, Request::Leave).contains("waiting"));
    drop(session);
    let session = place.opened();
    assert!(session.snapshot().candidate.is_none(), "what was discarded does not come back");
    let before = assigned(&session.snapshot());
    edit(&session, Change::AdoptRun(candidate.run));
    let after = assigned(&session.snapshot());
    let moved: BTreeSet<u32> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(a, _)| a.0).collect();
    assert_eq!(moved, candidate.moved.iter().map(|image| image.0).collect());
    done(&session, Request::Undo);
    assert_eq!(assigned(&session.snapshot()), before);

    // It can be searched by, as the run that made its rows.
    edit(&session, Change::AdoptRun(candidate.run));
    let reader = session.reader();
    let query = gleaner::session::Query::File(place.0.path().join("photos").join("001.png"));
    assert!(!fetched(|| reader.search(&query, 3)).hits.is_empty());
    assert!(!fetched(|| reader.queue(5, 0)).is_empty());
}

#[test]
fn a_later_run_keeps_names_and_says_what_it_would_change() {
    let place = Place::new(45);
    let session = place.opened();
    run(&session, 0);
    let cluster = session.snapshot().clusters[0].clone();
    edit(&session, Edit::Rename { cluster: cluster.id, name: "Red".into() });
    let (yes, no) = (cluster.members[0], cluster.members[1]);
    edit(&session, Edit::Judge { cluster: cluster.id, image: yes, answer: Answer::Right, is_sample: false });
    edit(&session, Edit::Reject { cluster: cluster.id, images: vec![no] });
    edit(&session, Edit::Link { images: [yes, no], link: Some(Link::Different) });
    let words = run(&session, 7);
    let candidate = session.snapshot().candidate.clone().expect("edits by a person wait for it");
    assert!(words.contains(&candidate.words().to_string()) && candidate.origin == Origin::Run, "{words}");
    drop(session);
    let session = place.opened();
    assert_eq!(
        session.snapshot().candidate,
        Some(candidate.clone()),
        "it waits still when the project is opened again"
    );
    edit(&session, Change::AdoptRun(candidate.run));
    let snapshot = session.snapshot();
    assert_eq!(snapshot.candidate, None);
    let label = snapshot.label(yes).copied().expect("there");
    assert_eq!((label.cluster, label.source), (Some(cluster.id), LabelSource::Confirmed));
    assert_eq!(snapshot.cluster(cluster.id).expect("there").name, "Red");
    assert_ne!(snapshot.label(no).and_then(|label| label.cluster), Some(cluster.id));
    let run = snapshot.runs.iter().find(|run| run.id == candidate.run).expect("listed");
    assert!(
        run.state == RunState::Done && run.notes.iter().any(|note| note.to_string().contains("learned from")),
        "{:?}",
        run.notes
    );
}

#[test]
fn a_session_that_ends_opens_at_the_same_point_of_the_history() {
    let place = Place::new(12);
    let session = place.opened();
    let all = images(&session);
    for name in ["a", "b", "c"] {
        let at = name.as_bytes()[0] as usize - usize::from(b'a');
        edit(&session, Change::NewCluster { images: all[at * 4..at * 4 + 4].to_vec(), name: name.into() });
    }
    let whole = assigned(&session.snapshot());
    let split = Change::Split {
        cluster: ClusterId(1),
        parts: vec![all[..2].to_vec(), all[2..4].to_vec()],
        names: vec![],
        confirmed: vec![],
    };
    edit(&session, split);
    done(&session, Request::GoTo(Point(2)));
    let before = session.snapshot().history.clone();
    let standings: Vec<Standing> = before.changes.iter().map(|made| made.standing).collect();
    assert_eq!(standings, [Standing::InForce, Standing::InForce, Standing::TakenBack, Standing::TakenBack]);
    assert!(failed(&session, Request::GoTo(Point(9))).contains("from 0 to 4"));
    session.shutdown();
    let session = place.opened();
    assert_eq!(session.snapshot().history, before);
    done(&session, Request::GoTo(Point(3)));
    assert_eq!(assigned(&session.snapshot()), whole);
    done(&session, Request::GoTo(Point(4)));
    let mut split: Vec<usize> = session.snapshot().clusters.iter().map(|cluster| cluster.members.len()).collect();
    split.sort_unstable();
    assert_eq!(split, [2, 2, 4, 4]);

    // Another change in the place of the split sets it aside; whoever goes there is there at the next start too.
    let parts = assigned(&session.snapshot());
    done(&session, Request::Undo);
    edit(&session, Edit::Rename { cluster: ClusterId(1), name: "z".into() });
    let standings = |session: &Session| -> Vec<Standing> {
        session.snapshot().history.changes.iter().map(|made| made.standing).collect()
    };
    assert_eq!(standings(&session)[3..], [Standing::SetAside, Standing::InForce]);
    done(&session, Request::GoTo(Point(4)));
    session.shutdown();
    let session = place.opened();
    assert_eq!((session.snapshot().history.now, assigned(&session.snapshot())), (Point(4), parts));
    assert_eq!(standings(&session)[3..], [Standing::InForce, Standing::SetAside]);
    assert!(failed(&session, Request::Edit(Change::AdoptRun(RunId(99)))).contains("99"));
}

#[test]
fn a_refinement_follows_a_merge_that_was_made_while_it_waited() {
    let place = Place::new(45);
    let session = place.opened();
    run(&session, 0);
    let ids: Vec<ClusterId> = session.snapshot().clusters.iter().map(|cluster| cluster.id).collect();
    let first = session.snapshot().clusters[0].members[0];
    edit(&session, Edit::Confirm { images: vec![first], is_confirmed: true });
    done(&session, Request::Refine { take: false });
    let candidate = session.snapshot().candidate.clone().expect("a candidate");
    assert!(candidate.n_new == 0 && candidate.n_gone == 0, "{candidate:?}");
    edit(&session, Edit::Merge { into: ids[0], from: vec![ids[1]] });
    let after = session.snapshot().candidate.clone().expect("it waits still");
    assert!(after.n_new == 0, "what was merged stays together: {after:?}");
    edit(&session, Change::AdoptRun(candidate.run));
    assert_eq!(session.snapshot().clusters.len(), ids.len() - 1);
}
