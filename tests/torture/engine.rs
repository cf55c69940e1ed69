//! The engine is killed with requests of a window in it: several wait at any moment, as they do where somebody works fast.
//!
//! A window needs a display; what it does with a project is what its engine does, which runs here in a process of its own (this
//! very test program, called again) and says what was acknowledged.

use crate::figures::{Fault, Figures, Scale};
use crate::model::Seen;
use crate::place::{Called, Place};
use gleaner::control::{Rng, Waker};
use gleaner::ids::{ClusterId, ImageId};
use gleaner::session::protocol::{Change, Edit, OnSame, Outcome, Request};
use gleaner::session::{Session, SessionOptions};
use std::collections::VecDeque;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

/// Where the project of the child lies, and how many changes it makes.
const PROJECT: &str = "GLEANER_TORTURE_PROJECT";
/// The child's test.
const CHILD: &str = "engine::child";
/// Requests that wait for an answer at once.
const AT_ONCE: usize = 6;
/// Far more than a child makes before it is killed.
const MANY: u64 = 100_000;

/// The n-th change: each can be made whatever went before, and tells its number.
fn change(n: u64) -> Request {
    let cluster = ClusterId(1 + (n % 3) as u32);
    match n % 5 {
        3 => Request::Edit(Change::Edit(Edit::Move {
            images: vec![ImageId(1 + (n * 7 % 20) as u32)],
            to: Some(cluster),
        })),
        _ => Request::Edit(Change::Rename { cluster, name: format!("change {n}"), on_same: OnSame::Ask }),
    }
}

#[test]
#[ignore = "a process of its own, which is killed"]
fn child() {
    let Some(project) = std::env::var_os(PROJECT).map(PathBuf::from) else { return };
    let data_dir = project.with_file_name("data");
    let session =
        Session::start(SessionOptions { data_dir, threads: 1, watches: false }, Waker::default()).expect("threads");
    let ask = |request: Request| loop {
        if let Some(ticket) = session.request(request.clone()) {
            break ticket;
        }
    };
    let opened = ask(Request::OpenProject(project));
    session.wait(opened, &mut |_, _| ());
    let first = session.snapshot().history.changes.len() as u64;
    let mut waiting = VecDeque::new();
    for n in first..MANY {
        waiting.push_back((n, ask(change(n))));
        if waiting.len() == AT_ONCE {
            let (n, ticket) = waiting.pop_front().expect("some wait");
            match session.wait(ticket, &mut |_, _| ()) {
                Outcome::Done(..) => println!("acknowledged {n}"),
                other => println!("refused {n}: {other:?}"),
            }
            std::io::stdout().flush().expect("told");
        }
    }
}

pub fn killed(scale: Scale) -> Figures {
    let mut figures = Figures::new("kills of the engine of a window");
    let mut rng = Rng::from_key(&[4, 1]);
    let place = Place::new(8);
    let photos = place.photo_hashes();
    let program = std::env::current_exe().expect("this program");
    let args: Vec<String> =
        [CHILD, "--exact", "--ignored", "--nocapture"].iter().map(|arg| (*arg).to_owned()).collect();
    for _ in 0..scale.of(25) {
        let before = Seen::of(&place.project()).expect("it opens");
        let mut command = place.command(program.to_str().expect("a plain name"), &args, 0);
        let child = command.env(PROJECT, place.project()).spawn().expect("this program starts");
        let called = place.end(child, 0, Some(Duration::from_secs_f64(rng.range(0.0, 0.25))));
        figures.kills += usize::from(called.is_killed);
        let last = told(&called, "acknowledged ").last().copied();
        figures.acknowledged += told(&called, "acknowledged ").len();
        let refused = called.out.lines().find(|line| line.starts_with("refused"));
        figures.expect(refused.is_none(), Fault::Answer, || format!("{refused:?}"));
        figures.expect(!called.err.contains("panicked"), Fault::Panic, || called.err.clone());
        match Seen::of(&place.project()) {
            Ok(seen) => {
                // The change of this number is the last that is known to be there; those behind it were in the engine.
                let least = last.map_or(before.n_changes, |n| n + 1);
                let is_kept = (least..=least + AT_ONCE as u64).contains(&seen.n_changes) && says(&seen);
                figures.expect(is_kept, Fault::Lost, || format!("{least} changes were told, there is {seen:?}"));
            }
            Err(why) => figures.fault(Fault::Lost, why),
        }
    }
    place.check_photos(&photos, &mut figures);
    place.check_log(&mut figures);
    figures
}

fn told(called: &Called, what: &str) -> Vec<u64> {
    called.out.lines().filter_map(|line| line.strip_prefix(what)?.parse().ok()).collect()
}

/// Whether the names are those of the last changes that name each group.
fn says(seen: &Seen) -> bool {
    (1..=3u32).all(|group| {
        let last = (1..seen.n_changes).rev().find(|n| n % 5 != 3 && 1 + (n % 3) as u32 == group);
        let name = seen.state.groups.get(&group).and_then(|group| group.name.clone());
        last.is_none_or(|n| name == Some(format!("change {n}")))
    })
}

#[test]
fn what_an_engine_acknowledged_is_there_after_a_kill() {
    let figures = killed(Scale::part());
    assert!(figures.acknowledged > 25, "only {} changes", figures.acknowledged);
    figures.check();
}
