//! Nothing goes over the network that nobody asked for: all that a person does with a folder is done with the network cut off.

use super::server::{Fault, Server};
use super::{Bench, text};
use std::process::Command;

/// A way to call the program where there is no network at all, not even to this machine; None where the system does not let a
/// test cut it off.
fn cut_off() -> Option<[&'static str; 3]> {
    let unshare = ["unshare", "--map-root-user", "--net"];
    let works =
        Command::new(unshare[0]).args(&unshare[1..]).arg("true").output().is_ok_and(|done| done.status.success());
    works.then_some(unshare)
}

#[test]
fn the_whole_way_needs_no_network_and_asks_none() {
    let bench = Bench::new(4);
    let photos = bench.photos();
    let (project, table) = (bench.path("p.gleaner"), bench.path("labels.csv"));
    let server = Server::start(vec![1; 100], Fault::None);
    let calls: [&[&str]; 9] = [
        &["run", text(&photos), "--project", text(&project), "--clusters", "3"],
        &["clusters", text(&project)],
        &["search", text(&project), "--text", "dog"],
        &["features", "list"],
        &["edit", text(&project), "rename", "1", "stripes"],
        &["edit", text(&project), "undo"],
        &["export", text(&project), "--format", "csv", "--out", text(&table)],
        &["doctor", text(&project)],
        &["info"],
    ];
    let unshare = cut_off();
    if unshare.is_none() {
        eprintln!("the network can not be cut off here: it is only watched");
    }
    for call in calls {
        let done = match unshare {
            Some(unshare) => bench.call_through(&unshare, call, &[("HF_ENDPOINT", &server.endpoint)]),
            None => bench.call_with(call, &[("HF_ENDPOINT", &server.endpoint)]),
        };
        assert!(!done.err.contains("panicked"), "{call:?}: {}", done.err);
        // Without a network that knows words a search says which one does.
        let answers_in_words = call[0] == "search";
        assert!(done.code == 0 || answers_in_words, "{call:?}: {}{}", done.out, done.err);
    }
    assert!(table.is_file());
    assert_eq!(server.n_requests(""), 0, "{:?}", server.requests.lock().expect("a log"));
}
