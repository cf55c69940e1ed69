//! What comes from strangers: projects that were made elsewhere, names that a spreadsheet would compute, files that never end.

use super::{Bench, text};
use std::fs;

/// The same program on another machine: nothing is known there.
fn elsewhere(bench: &Bench, args: &[&str]) -> super::Called {
    let data = bench.path("other data");
    bench.call_with(args, &[("GLEANER_DATA", text(&data))])
}

#[test]
fn photos_of_a_project_from_elsewhere_are_read_when_somebody_says_so() {
    let bench = Bench::new(4);
    bench.run(&[]).done();
    let (project, out) = (bench.project(), bench.path("classes"));
    let project = text(&project);
    let export = ["export", project, "--format", "folders", "--out", text(&out)];
    let update = ["update", project];
    for args in [&update[..], &["run", project, "--clusters", "3"], &export, &["search", project, "--image", "1"]] {
        let refused = elsewhere(&bench, args).refused(1, "is new to this computer");
        assert!(refused.err.contains("photos") && refused.err.contains("(--trust)"), "{}", refused.err);
    }
    assert!(!out.exists());
    let (table, spared) = (bench.path("labels.csv"), "is new to this computer");
    let csv = ["export", project, "--format", "csv", "--out", text(&table)];
    for args in [&["clusters", project, "--json"][..], &["show", project, "1"], &["runs", project], &csv] {
        let shown = elsewhere(&bench, args).done();
        assert!(shown.err.contains(spared) && shown.err.contains("were not read"), "{args:?}: {}", shown.err);
    }
    assert_eq!(fs::read_to_string(&table).expect("text").lines().count(), 1 + 12);
    let checked = elsewhere(&bench, &["doctor", project]).done().out;
    assert!(checked.contains("was not looked at") && checked.contains("is sound"), "{checked}");
    assert!(elsewhere(&bench, &["edit", project, "rename", "1", "Theirs"]).done().err.contains(spared));
    assert!(!bench.call(&["clusters", project]).done().err.contains(spared), "here it was made");
    // Whatever advises the flag has it.
    elsewhere(&bench, &["edit", project, "--trust", "rename", "1", "Mine"]).done();
    assert!(elsewhere(&bench, &["doctor", project]).done().out.contains("is sound"));
    elsewhere(&bench, &["update", project, "--trust"]).done();
    elsewhere(&bench, &export).done();
    assert!(!elsewhere(&bench, &["clusters", project]).done().err.contains(spared));
    // Here it was made, and is known where it is moved to.
    bench.call(&update).done();
    let moved = bench.path("moved.gleaner");
    fs::rename(project, &moved).expect("moved");
    bench.call(&["update", text(&moved)]).done();
}

#[test]
fn names_that_a_spreadsheet_would_compute_are_harmless_and_come_back() {
    let bench = Bench::new(4);
    bench.run(&[]).done();
    let project = bench.project();
    let project = text(&project);
    let name = "=HYPERLINK(\"http://x\")";
    bench.call(&["edit", project, "rename", "1", name]).done();
    let (safe, raw) = (bench.path("safe.csv"), bench.path("raw.csv"));
    let export = |out, more: &[&str]| {
        let args = [&["export", project, "--format", "csv", "--out", out][..], more].concat();
        bench.call(&args).done()
    };
    let said = export(text(&safe), &["--bom"]);
    assert!(said.out.contains("that a spreadsheet would compute"), "{}", said.out);
    assert!(!export(text(&raw), &["--raw-cells"]).out.contains("spreadsheet"));
    let (safe_text, raw_text) = (fs::read_to_string(&safe).expect("text"), fs::read_to_string(&raw).expect("text"));
    assert!(safe_text.starts_with("\u{feff}file_name,") && safe_text.contains("\"'=HYPERLINK("), "{safe_text}");
    assert!(raw_text.starts_with("file_name,") && raw_text.contains(",\"=HYPERLINK("), "{raw_text}");
    for table in [&safe, &raw] {
        let taken = bench.call(&["labels", project, "--from", text(table), "--only", name, "--json"]);
        assert_eq!(taken.done().json()["classes"][0]["name"], name);
        bench.call(&["edit", project, "undo"]).done();
    }
}

#[cfg(unix)]
#[test]
fn what_never_ends_is_refused() {
    let bench = Bench::new(4);
    bench.run(&[]).done();
    let project = bench.project();
    let (project, photos) = (text(&project), bench.photos());
    for args in [
        &["review", project, "--answers", "/dev/zero"][..],
        &["labels", project, "--from", "/dev/zero"],
        &["run", text(&photos), "--settings", "/dev/zero"],
        &["eval", project, "--labels", "/dev/zero"],
    ] {
        bench.call(args).refused(1, "no file");
    }
}

#[test]
fn a_name_of_ten_kilobytes_is_refused_wherever_it_comes_from() {
    let bench = Bench::new(4);
    bench.run(&[]).done();
    let (project, table) = (bench.project(), bench.path("labels.csv"));
    let (project, name) = (text(&project), "n".repeat(10_000));
    fs::write(&table, format!("file_name,label\ndark/000.png,{name}\n")).expect("written");
    for args in [
        &["edit", project, "rename", "1", &name][..],
        &["edit", project, "group", &name, "1"],
        &["labels", project, "--from", text(&table)],
    ] {
        let refused = bench.call(args).refused(1, "at most 200 characters");
        assert!(refused.err.len() < 400, "{}", refused.err);
    }
    bench.call(&["edit", project, "rename", "1", &name[..200]]).done();
}

#[cfg(unix)]
#[test]
fn what_may_not_be_looked_into_is_told_as_that() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new(4);
    bench.run(&[]).done();
    let project = bench.project();
    let (project, photos) = (text(&project), bench.photos());
    let allow = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
    };
    let database = bench.project().join("project.db");
    for (path, before) in [(&bench.project(), 0o755), (&database, 0o644)] {
        allow(path, 0);
        if fs::File::open(&database).is_ok() {
            // Nothing is forbidden to the administrator.
            allow(path, before);
            continue;
        }
        for args in [&["runs", project][..], &["edit", project, "undo"], &["update", project]] {
            let refused = bench.call(args);
            allow(path, before);
            let words = ["ermission", "may not look into"];
            assert!(refused.code == 1 && words.iter().any(|word| refused.err.contains(word)), "{}", refused.err);
            assert!(!refused.err.contains("no Gleaner project"), "{}", refused.err);
            allow(path, 0);
        }
        allow(path, before);
    }
    assert!(photos.is_dir());
}

#[test]
fn nobody_is_told_that_ten_groups_were_asked_who_asked_for_none() {
    let bench = Bench::new(1);
    let (photos, project) = (bench.photos(), bench.project());
    let called = bench.call(&["run", text(&photos), "--project", text(&project), "--features", "colours"]);
    assert!(!called.err.contains("were asked") && called.err.contains("the usual 10 groups"), "{}", called.err);
    let refused = bench.call(&["run", text(&photos), "--project", text(&project), "--clusters", "9"]);
    refused.refused(1, "9 groups were asked of 3 images. Ask for 3 or fewer");
}
