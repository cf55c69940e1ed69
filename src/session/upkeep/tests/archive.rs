//! What goes into an archive comes back, and nothing else does.

use super::super::{archive, unarchive};
use super::{Made, N};
use crate::control::{CancelToken, Waker};
use crate::dataset::rel_path::RelPath;
use crate::ids::{ImageId, RunId};
use crate::session::protocol::{Outcome, Request};
use crate::session::{Session, SessionOptions};
use crate::store::{ImageRecord, RowChange};
use std::fs;
use std::path::PathBuf;

#[test]
fn an_archive_brings_everything_back() {
    let made = Made::new();
    fs::write(made.project().join("words.txt"), "cat\n").expect("written");
    let out = made.dir.path().join("kept/p.zip");
    fs::create_dir(out.parent().expect("a parent")).expect("made");
    let writer = made.store();
    let archived = archive(&made.project(), &out, &CancelToken::default(), &mut |_| ()).expect("archived");
    drop(writer);
    assert_eq!(fs::read_dir(out.parent().expect("a parent")).expect("listed").count(), 1, "nothing else is left");
    let elsewhere = Made { dir: tempfile::tempdir().expect("a directory") };
    let restored = unarchive(&out, &elsewhere.project(), &CancelToken::default(), &mut |_| ()).expect("restored");
    assert_eq!((restored.n_files, restored.bytes), (archived.n_files, archived.bytes));
    let (one, two) = (made.store(), elsewhere.store());
    assert_eq!(one.images().expect("rows"), two.images().expect("rows"));
    assert_eq!(one.journal().expect("journal"), two.journal().expect("journal"));
    assert_eq!(one.arrays(RunId(1)).expect("arrays"), two.arrays(RunId(1)).expect("arrays"));
    assert_eq!(one.folder(), two.folder());
    drop((one, two));
    assert_eq!(made.pixels(), elsewhere.pixels());
    assert_eq!(made.cluster_names(), elsewhere.cluster_names());
    assert!(elsewhere.look().is_sound() && elsewhere.project().join("words.txt").is_file());
    let store = elsewhere.store();
    let record = store.images().expect("rows")[0].record.clone();
    drop(store);
    let new = RowChange { id: None, record: ImageRecord { path: RelPath::from("new.png"), ..record } };
    assert_eq!(elsewhere.store().put_images(&[new]).expect("a row"), [ImageId(N + 1)], "ids go on");
}

#[test]
fn a_restored_project_finds_its_photos_beside_it() {
    let made = Made::new();
    let out = made.dir.path().join("p.zip");
    archive(&made.project(), &out, &CancelToken::default(), &mut |_| ()).expect("archived");
    let elsewhere = Made { dir: tempfile::tempdir().expect("a directory") };
    fs::rename(made.photos(), elsewhere.photos()).expect("moved");
    unarchive(&out, &elsewhere.project(), &CancelToken::default(), &mut |_| ()).expect("restored");
    let options = SessionOptions { data_dir: elsewhere.dir.path().join("data"), threads: 1, watches: false };
    let session = Session::start(options, Waker::default()).expect("a thread");
    let (project, folder) = (elsewhere.project(), elsewhere.store().folder().to_owned());
    let ticket = session.request(Request::Trust { project, folder }).expect("taken");
    let outcome = session.wait(ticket, &mut |_, _| ());
    assert!(matches!(outcome, Outcome::Done(..) | Outcome::Warning(_)), "{outcome:?}");
    let folder = session.snapshot().project.as_ref().map(|project| project.folder.clone());
    session.shutdown();
    assert_eq!(folder, Some(elsewhere.photos()));
    assert!(elsewhere.look().findings.is_empty(), "{:?}", elsewhere.look());
}

#[test]
fn what_is_there_is_not_written_over() {
    let made = Made::new();
    let out = made.dir.path().join("p.zip");
    archive(&made.project(), &out, &CancelToken::default(), &mut |_| ()).expect("archived");
    for result in [
        archive(&made.project(), &out, &CancelToken::default(), &mut |_| ()),
        unarchive(&out, &made.project(), &CancelToken::default(), &mut |_| ()),
    ] {
        let words = result.expect_err("refused").to_string();
        assert!(words.contains("is there already"), "{words}");
    }
    let inside = made.project().join("p.zip");
    let words = archive(&made.project(), &inside, &CancelToken::default(), &mut |_| ()).expect_err("refused");
    assert!(words.to_string().contains("cannot lie in the project"), "{words}");
}

#[test]
fn torn_and_changed_archives_are_refused() {
    let made = Made::new();
    let out = made.dir.path().join("p.zip");
    archive(&made.project(), &out, &CancelToken::default(), &mut |_| ()).expect("archived");
    let whole = fs::read(&out).expect("read");
    let torn = made.dir.path().join("torn.zip");
    let target = made.dir.path().join("q.gleaner");
    let refused = |bytes: &[u8]| {
        fs::write(&torn, bytes).expect("written");
        let words = unarchive(&torn, &target, &CancelToken::default(), &mut |_| ()).expect_err("refused").to_string();
        assert!(words.contains("torn.zip") && !target.exists(), "{words}");
        let hidden = fs::read_dir(made.dir.path()).expect("listed").filter_map(Result::ok);
        assert!(hidden.into_iter().all(|entry| !entry.file_name().to_string_lossy().starts_with('.')));
        words
    };
    for length in [0, 10, whole.len() / 2, whole.len() - 1] {
        assert!(refused(&whole[..length]).contains("cut off"));
    }
    let mut changed = whole.clone();
    let middle = changed.windows(4).position(|four| four == b"SQLi").expect("the database") + 5000;
    changed[middle] ^= 1;
    assert!(refused(&changed).contains("damaged"));
}

/// An archive with one more or another file, and a list that knows of it.
fn forged(made: &Made, files: &[(&str, &[u8])], format: u32) -> PathBuf {
    use std::io::Write;
    let path = made.dir.path().join("forged.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).expect("made"));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut listed = Vec::new();
    for (name, bytes) in files {
        zip.start_file(*name, options).expect("begun");
        zip.write_all(bytes).expect("written");
        let hash = blake3::hash(bytes).to_hex().to_string();
        listed.push(serde_json::json!({"path": name, "bytes": bytes.len(), "blake3": hash}));
    }
    let list = serde_json::json!({"format": format, "program": "x", "folder": "/x", "files": listed});
    zip.start_file("gleaner-archive.json", options).expect("begun");
    zip.write_all(list.to_string().as_bytes()).expect("written");
    zip.finish().expect("finished");
    path
}

#[test]
fn names_that_lead_outside_and_newer_formats_are_refused() {
    let made = Made::new();
    let database = fs::read(made.project().join("project.db")).expect("read");
    let target = made.dir.path().join("q.gleaner");
    let refused = |files: &[(&str, &[u8])], format: u32| {
        let path = forged(&made, files, format);
        let refused = unarchive(&path, &target, &CancelToken::default(), &mut |_| ()).expect_err("refused");
        assert!(!target.exists());
        refused.to_string()
    };
    for name in ["../evil", "/tmp/evil", "a/../../evil", "a//b", "c:evil", "..\\evil", "."] {
        let words = refused(&[("project.db", &database), (name, b"x")], 1);
        assert!(words.contains("leads outside"), "{name}: {words}");
    }
    assert!(!made.dir.path().join("evil").exists());
    assert!(refused(&[("project.db", &database)], 2).contains("newer Gleaner"));
    assert!(refused(&[("words.txt", b"x")], 1).contains("has no project.db"));
    assert!(refused(&[("project.db", b"rubbish")], 1).contains("damaged"));
}
