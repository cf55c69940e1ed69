//! Looking for better clusters after the first ones.

use super::session::{Place, ask, assigned, done};
use gleaner::session::protocol::{Change, JobKind, Origin, Outcome, Request};
use gleaner::session::{DeviceChoice, Head, RunSettings, Session, Source};

/// A run on rows that are quick to make.
fn run(features: Source) -> Request {
    let settings = RunSettings {
        clusters: 3,
        threads: 2,
        device: DeviceChoice::Cpu,
        features,
        head: Head::KMeans,
        ..RunSettings::default()
    };
    Request::Run { settings: Box::new(settings), resume: false }
}

/// Stripes one way, the other way, and rings, in any two colours: colours say nothing, shapes all.
fn shapes(place: &Place, n: u32) {
    let photos = place.0.path().join("shapes");
    std::fs::create_dir_all(&photos).expect("made");
    for i in 0..n {
        let hue = |k: u32| image::Rgb([(i * 97 + k * 60) as u8, (i * 57 + k * 130) as u8, (i * 31 + k * 90) as u8]);
        let picture = image::RgbImage::from_fn(160, 160, |x, y| {
            let (dx, dy) = (f64::from(x) - 80.0, f64::from(y) - 80.0);
            let at = [f64::from(x), f64::from(y), dx.hypot(dy)][(i % 3) as usize];
            hue(u32::from((at + f64::from(i)) % 40.0 < 20.0))
        });
        picture.save(photos.join(format!("{i:03}.png"))).expect("written");
    }
}

fn opened(place: &Place) -> Session {
    shapes(place, 45);
    let session = place.session();
    done(&session, Request::Open { path: place.0.path().join("shapes"), project: None });
    session
}

#[test]
fn better_clusters_are_offered_with_the_reason_and_nothing_is_said_of_others() {
    let place = Place::new(0);
    let session = opened(&place);
    assert!(
        matches!(ask(&session, Request::Improve { take: false }), Outcome::Cancelled(Some(JobKind::Improve))),
        "nothing to go on from"
    );
    done(&session, run(Source::Colours));
    let before = assigned(&session.snapshot());
    let words = done(&session, Request::Improve { take: false });
    let snapshot = session.snapshot();
    let candidate = snapshot.candidate.clone().expect("clusters that fit better");
    assert!(words.contains("fit better") && words.contains(&candidate.words().to_string()), "{words}");
    assert!(matches!(&candidate.origin, Origin::Better(why) if !why.is_empty()), "{candidate:?}");
    assert_eq!(assigned(&snapshot), before, "nothing moves unasked");
    // What it chose stands in its settings, so that other pictures can be compared with its rows.
    let found = snapshot.runs.iter().find(|run| run.id == candidate.run).expect("listed");
    assert!(![Source::Auto, Source::Colours].contains(&found.settings.features), "{}", found.settings.features);
    done(&session, Request::Edit(Change::AdoptRun(candidate.run)));
    let better = assigned(&session.snapshot());
    assert_ne!(better, before);

    // Once more there is nothing better than that.
    let words = done(&session, Request::Improve { take: true });
    assert!(words.contains("Nothing was found"), "{words}");
    assert_eq!((session.snapshot().candidate.clone(), assigned(&session.snapshot())), (None, better));
}

#[test]
fn it_makes_way_for_what_a_person_asks_for() {
    let place = Place::new(0);
    let session = opened(&place);
    done(&session, run(Source::Colours));
    let improve = session.request(Request::Improve { take: true }).expect("room");
    done(&session, run(Source::Pixels));
    assert!(matches!(session.wait(improve, &mut |_, _| ()), Outcome::Cancelled(_) | Outcome::Done(..)));
    let snapshot = session.snapshot();
    assert!(snapshot.runs.iter().any(|run| run.settings.features == Source::Pixels && run.kept.is_some()));
    assert!(
        snapshot.runs.iter().all(|run| run.state != gleaner::session::protocol::RunState::Unfinished),
        "what was stopped is not offered to go on"
    );
}
