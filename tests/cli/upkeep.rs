//! doctor, compact, archive, unarchive: what they find, put right, free and bring back.

use super::{Bench, text};
use rusqlite::Connection;
use std::fs;
use std::path::Path;

/// A project that was run and named.
fn with_run() -> Bench {
    let bench = Bench::new(4);
    bench.run(&["--seed", "1"]).done();
    let cluster = clusters(&bench, &bench.project())[0]["id"].to_string();
    bench.call(&["edit", text(&bench.project()), "rename", &cluster, "Zebras"]).done();
    bench
}

fn clusters(bench: &Bench, project: &Path) -> serde_json::Value {
    bench.call(&["clusters", text(project), "--json"]).done().json()
}

/// Damages the database as no program would.
fn damage(project: &Path, statements: &str) {
    Connection::open(project.join("project.db")).expect("opens").execute_batch(statements).expect("done");
}

fn doctor(bench: &Bench, more: &[&str]) -> super::Called {
    let project = bench.project();
    bench.call(&[&["doctor", text(&project)][..], more].concat())
}

/// Something is wrong, is repaired, and is not wrong any more.
fn heal(bench: &Bench, word: &str) -> serde_json::Value {
    let found = doctor(bench, &[]).refused(1, "wrong with");
    assert!(found.out.contains(word) && found.out.contains("What helps:"), "{}", found.out);
    let report = doctor(bench, &["--repair", "--json"]).done().json();
    assert!(report["repairs"].as_array().is_some_and(|repairs| !repairs.is_empty()), "{report}");
    assert!(report["backup"].as_str().is_some_and(|path| Path::new(path).is_file()), "{report}");
    assert!(doctor(bench, &[]).done().out.contains("is sound"));
    report
}

#[test]
fn a_sound_project_is_said_to_be_sound() {
    let bench = with_run();
    bench.call(&["edit", text(&bench.project()), "confirm", "Zebras"]).done();
    bench.call(&["refine", text(&bench.project())]).done();
    let report = doctor(&bench, &["--json"]).done().json();
    assert_eq!((&report["is_sound"], report["findings"].as_array().map(Vec::len)), (&true.into(), Some(0)), "{report}");
    assert_eq!((report["n_files"].as_u64(), report["n_runs"].as_u64()), (Some(13), Some(2)), "{report}");
    assert!(doctor(&bench, &["--repair"]).done().out.contains("is sound"));
    assert!(!bench.project().join("project.db.before-repair").exists());
    bench.call(&["doctor", "nowhere.gleaner"]).refused(1, "nowhere.gleaner");
    bench.call(&["doctor", text(&bench.photos())]).refused(1, "no Gleaner project");
}

#[test]
fn lost_pixels_come_back_from_the_photos() {
    let bench = with_run();
    let segment = bench.project().join("pixels/000000.pack");
    fs::remove_file(&segment).expect("removed");
    heal(&bench, "12 images have lost");
    let mut bytes = fs::read(&segment).expect("there again");
    bytes[3] ^= 0xff;
    fs::write(&segment, bytes).expect("written");
    heal(&bench, "1 image has lost");
    bench.call(&["search", text(&bench.project()), "--image", "dark/001.png"]).done();
}

#[test]
fn a_torn_journal_is_moved_beside() {
    let bench = with_run();
    damage(&bench.project(), "UPDATE journal SET bytes = x'ff00' WHERE seq = (SELECT max(seq) FROM journal)");
    assert!(
        bench
            .call(&["clusters", text(&bench.project())])
            .done()
            .err
            .contains("1 change in this project cannot be read")
    );
    let report = heal(&bench, "1 change in the journal");
    assert!(report["repairs"][0].as_str().is_some_and(|words| words.contains(".jsonl")), "{report}");
    let now = clusters(&bench, &bench.project());
    assert!(now.as_array().is_some_and(|all| !all.is_empty()) && !now.to_string().contains("Zebras"), "{now}");
}

#[test]
fn lost_results_leave_the_labels() {
    let bench = with_run();
    let before = clusters(&bench, &bench.project());
    fs::remove_file(bench.project().join("runs/1/result.safetensors")).expect("removed");
    damage(&bench.project(), "UPDATE images SET replaces = 4000 WHERE id = 1");
    let report = heal(&bench, "result.safetensors");
    assert_eq!(report["repairs"].as_array().map(Vec::len), Some(2), "{report}");
    assert_eq!(clusters(&bench, &bench.project()), before);
    // The run that is shown can be made anew.
    bench.run(&["--seed", "1"]).done();
}

#[test]
fn a_changed_folder_is_no_damage() {
    let bench = with_run();
    fs::remove_file(bench.photos().join("dark/001.png")).expect("removed");
    let told = doctor(&bench, &[]).done().out;
    assert!(told.contains("1 file is changed or gone") && told.contains("dark/001.png"), "{told}");
}

#[test]
fn compacting_tells_what_it_freed_and_everything_reads() {
    let bench = with_run();
    let project = bench.project();
    let before = clusters(&bench, &project);
    let segment = project.join("pixels/000000.pack");
    let mut bytes = fs::read(&segment).expect("read");
    bytes.resize(bytes.len() + 200_000, 1);
    fs::write(&segment, bytes).expect("written");
    fs::create_dir(project.join("runs/77")).expect("made");
    let report = bench.call(&["compact", text(&project), "--json"]).done().json();
    assert!(report["bytes_freed"].as_u64().is_some_and(|freed| freed > 150_000), "{report}");
    assert!(!project.join("runs/77").exists() && project.join("runs/1/result.safetensors").is_file());
    doctor(&bench, &[]).done();
    assert_eq!(clusters(&bench, &project), before);
    bench.call(&["search", text(&project), "--image", "dark/001.png"]).done();
    assert!(bench.call(&["compact", text(&project)]).done().out.contains("the project takes"));
}

#[test]
fn an_archive_is_a_project_again_elsewhere() {
    let bench = with_run();
    let project = bench.project();
    let before = clusters(&bench, &project);
    let out = bench.path("kept.zip");
    let words = bench.call(&["archive", text(&project), "--out", text(&out)]).done().out;
    assert!(words.contains("kept.zip") && words.contains("not in it"), "{words}");
    bench.call(&["archive", text(&project), "--out", text(&out)]).refused(1, "is there already");
    // Both go to another place.
    let elsewhere = bench.path("elsewhere");
    fs::create_dir(&elsewhere).expect("made");
    fs::rename(bench.photos(), elsewhere.join("photos")).expect("moved");
    let restored = elsewhere.join("q.gleaner");
    let report = bench.call(&["unarchive", text(&out), "--out", text(&restored), "--json"]).done().json();
    assert!(report["n_files"].as_u64().is_some_and(|n| n >= 3), "{report}");
    assert_eq!(clusters(&bench, &restored), before);
    let told = bench.call(&["doctor", text(&restored)]).done().out;
    assert!(told.contains("was not looked at"), "an archive may come from anybody: {told}");
    bench.call(&["edit", text(&restored), "undo"]).done();
    let args = bench.run_args(&[]);
    let (photos, restored_text) = (elsewhere.join("photos"), text(&restored).to_owned());
    let args = args.iter().map(|arg| match arg {
        arg if *arg == text(&bench.photos()) => text(&photos).to_owned(),
        arg if *arg == text(&project) => restored_text.clone(),
        arg => arg.clone(),
    });
    let args: Vec<String> = args.collect();
    let report = bench.call(&args.iter().map(String::as_str).chain(["--json"]).collect::<Vec<_>>()).done().json();
    assert_eq!(report["n_images"].as_u64(), Some(12), "{report}");
    assert!(bench.call(&["doctor", text(&restored)]).done().out.contains("is sound"));
}

#[test]
fn what_is_no_archive_is_refused() {
    let bench = with_run();
    let (out, target) = (bench.path("kept.zip"), bench.path("q.gleaner"));
    bench.call(&["archive", text(&bench.project()), "--out", text(&out)]).done();
    let bytes = fs::read(&out).expect("read");
    fs::write(&out, &bytes[..bytes.len() - 200]).expect("cut");
    bench.call(&["unarchive", text(&out), "--out", text(&target)]).refused(1, "kept.zip");
    bench.call(&["unarchive", "nowhere.zip", "--out", text(&target)]).refused(1, "nowhere.zip");
    bench.call(&["unarchive", text(&out), "--out", text(&bench.project())]).refused(1, "is there already");
    assert!(!target.exists());
}
