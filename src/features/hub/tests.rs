//! Downloads from a server on this machine: whole, broken off, damaged, refused.

use super::*;
use crate::features::registry;

#[path = "../../../tests/support/hub_server.rs"]
mod server;

use server::{COMMIT, Fault, Server};

fn bytes() -> Vec<u8> {
    (0..3_000_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

fn small() -> &'static Model {
    registry::find("dinov2-small").expect("known")
}

fn download(hub: &Hub) -> Result<PathBuf, HubError> {
    hub.download(small(), &CancelToken::default(), &mut |_, _| ())
}

#[test]
fn what_was_downloaded_lies_where_other_programs_look_for_it() {
    let dir = tempfile::tempdir().expect("folder");
    let server = Server::start(bytes(), Fault::None);
    let hub = Hub::new(&format!("{}/", server.endpoint), dir.path());
    assert_eq!(hub.path(small()), None);
    let mut heard = Vec::new();
    let path = hub.download(small(), &CancelToken::default(), &mut |n, of| heard.push((n, of))).expect("downloaded");
    assert_eq!(path, dir.path().join(format!("models--facebook--dinov2-small/snapshots/{COMMIT}/model.safetensors")));
    assert_eq!(fs::read(&path).expect("readable"), bytes());
    assert_eq!((heard.first(), heard.last()), (Some(&(0, 3_000_000)), Some(&(3_000_000, 3_000_000))));
    assert!(server.requests.lock().expect("log")[0].starts_with("HEAD /facebook/dinov2-small/resolve/main/model.saf"));
    // A second time asks nobody.
    let n_requests = server.n_requests("");
    assert_eq!(download(&hub).expect("there"), path);
    assert_eq!(server.n_requests(""), n_requests);
    assert_eq!(hub.remove(small()).expect("removed"), 3_000_000);
    assert_eq!((hub.path(small()), hub.remove(small()).expect("nothing")), (None, 0));
}

#[test]
fn what_turns_words_into_numbers_comes_along() {
    let dir = tempfile::tempdir().expect("folder");
    let server = Server::with_tokenizer(bytes(), b"{\"words\": 1}".to_vec(), Fault::None);
    let hub = Hub::new(&server.endpoint, dir.path());
    let clip = registry::find("clip-b32").expect("known");
    let weights = hub.download(clip, &CancelToken::default(), &mut |_, _| ()).expect("downloaded");
    let tokenizer = hub.tokenizer_path(clip).expect("there");
    assert_eq!(tokenizer, weights.with_file_name("tokenizer.json"));
    assert_eq!(fs::read(&tokenizer).expect("readable"), b"{\"words\": 1}");
    assert!(hub.has_all(clip) && !hub.has_all(small()));
    // Weights that another program downloaded, without it: the rest comes alone.
    fs::remove_file(&tokenizer).expect("removed");
    assert!(!hub.has_all(clip) && hub.path(clip).is_some());
    let n_requests = server.n_requests("GET /bytes");
    hub.download(clip, &CancelToken::default(), &mut |_, _| ()).expect("downloaded");
    assert!(hub.has_all(clip) && server.n_requests("GET /bytes") == n_requests);
    assert_eq!(hub.remove(clip).expect("removed"), 3_000_012);
    assert_eq!((hub.path(clip), hub.tokenizer_path(clip)), (None, None));
}

#[test]
fn a_line_that_breaks_off_is_taken_up_where_it_broke() {
    let dir = tempfile::tempdir().expect("folder");
    let server = Server::start(bytes(), Fault::CutsAfter(1_100_000));
    let path = download(&Hub::new(&server.endpoint, dir.path())).expect("downloaded in three parts");
    assert_eq!(fs::read(path).expect("readable"), bytes());
    let requests = server.requests.lock().expect("log").clone();
    for from in ["from 1100000", "from 2200000"] {
        assert!(requests.iter().any(|line| line.contains("/bytes") && line.ends_with(from)), "{requests:?}");
    }
}

#[test]
fn a_later_attempt_goes_on_from_the_earlier_one() {
    let dir = tempfile::tempdir().expect("folder");
    let server = Server::start(bytes(), Fault::None);
    let hub = Hub::new(&server.endpoint, dir.path());
    let cancel = CancelToken::default();
    let stopped = hub.download(small(), &cancel, &mut |n, _| {
        if n > 500_000 {
            cancel.cancel();
        }
    });
    assert!(matches!(stopped, Err(HubError::Cancelled)));
    let mut first = None;
    let path = hub.download(small(), &CancelToken::default(), &mut |n, _| {
        first.get_or_insert(n);
    });
    assert!(first > Some(500_000), "{first:?}");
    assert_eq!(fs::read(path.expect("downloaded")).expect("readable"), bytes());
}

#[test]
fn a_server_without_ranges_is_asked_for_all_again() {
    let dir = tempfile::tempdir().expect("folder");
    let server = Server::start(bytes(), Fault::KnowsNoRanges(900_000));
    let path = download(&Hub::new(&server.endpoint, dir.path())).expect("downloaded");
    assert_eq!(fs::read(path).expect("readable"), bytes());
}

#[test]
fn a_wrong_checksum_leaves_nothing() {
    let dir = tempfile::tempdir().expect("folder");
    let server = Server::start(bytes(), Fault::Changes);
    let hub = Hub::new(&server.endpoint, dir.path());
    let error = download(&hub).expect_err("other bytes");
    assert!(matches!(error, HubError::Checksum { .. }), "{error}");
    assert!(error.to_string().contains("not the one that was announced"));
    assert_eq!(hub.path(small()), None);
    let blobs = dir.path().join("models--facebook--dinov2-small/blobs");
    assert_eq!(fs::read_dir(blobs).expect("folder").count(), 0);
}

#[test]
fn another_file_than_the_known_one_is_not_fetched() {
    let dir = tempfile::tempdir().expect("folder");
    let server = Server::start(bytes(), Fault::None);
    let checking = Hub { is_checked: true, ..Hub::new(&server.endpoint, dir.path()) };
    let error = download(&checking).expect_err("other bytes than the publisher's");
    assert!(matches!(error, HubError::OtherFile { .. }), "{error}");
    assert!(error.to_string().contains("ae1e99fcefd5") && error.to_string().contains("dinov2-small"), "{error}");
    assert_eq!((server.n_requests("GET"), checking.path(small())), (0, None));
    // One whose checksum nobody knows is taken as it is announced.
    let unknown = registry::find("dinov2-large").expect("known");
    checking.download(unknown, &CancelToken::default(), &mut |_, _| ()).expect("downloaded");
    let checks = |endpoint: &str| Hub::new(endpoint, dir.path()).is_checked;
    assert!(checks("https://hub.example.org") && checks("http://10.0.0.7:8080") && !checks("http://localhost:1"));
}

#[test]
fn what_can_not_be_had_is_told_in_words() {
    let dir = tempfile::tempdir().expect("folder");
    let words = |hub: &Hub| download(hub).expect_err("nothing to be had").to_string();
    // A port that nobody listens on any more.
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let nobody = words(&Hub::new(&format!("http://127.0.0.1:{port}"), dir.path()));
    assert!(nobody.contains("no connection") && nobody.contains("HF_ENDPOINT"), "{nobody}");
    let mut offline = Hub::new("http://127.0.0.1:1", dir.path());
    offline.is_offline = true;
    assert!(words(&offline).contains("HF_HUB_OFFLINE"));
    for (fault, says) in [
        (Fault::Answers(404), "no such file"),
        (Fault::Answers(401), "HF_TOKEN"),
        (Fault::Answers(503), "try again later"),
        (Fault::TellsNoChecksum, "checksum"),
    ] {
        let server = Server::start(bytes(), fault);
        let told = words(&Hub::new(&server.endpoint, dir.path()));
        assert!(told.contains(says), "{told}");
    }
    let moco = registry::find("moco-v2").expect("known");
    let by_hand = offline.download(moco, &CancelToken::default(), &mut |_, _| ()).expect_err("by hand").to_string();
    assert!(by_hand.contains("github.com") && by_hand.contains("file:PATH"), "{by_hand}");
}
