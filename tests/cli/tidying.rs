//! Folders that people tidy up, whose drives go away, and that grow: what the program says and what its tables hold.

use super::{Bench, text};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Clustered, and all of it confirmed as one class each.
fn confirmed(n: usize) -> Bench {
    let bench = Bench::new(n);
    bench.run(&[]).done();
    let clusters = bench.call(&["clusters", text(&bench.project()), "--json"]).done().json();
    for cluster in clusters.as_array().expect("a list") {
        let id = cluster["id"].to_string();
        bench.call(&["edit", text(&bench.project()), "rename", &id, &format!("class {id}")]).done();
        bench.call(&["edit", text(&bench.project()), "confirm", &id]).done();
    }
    bench
}

/// File names and labels of the confirmed ones.
fn exported(bench: &Bench, name: &str) -> BTreeMap<String, String> {
    let out = bench.path(name);
    bench.call(&["export", text(&bench.project()), "--format", "csv", "--out", text(&out), "--confirmed-only"]).done();
    table(&out)
}

fn table(path: &Path) -> BTreeMap<String, String> {
    let mut table = csv::Reader::from_path(path).expect("a table");
    let rows = table.records().map(|row| row.expect("a row"));
    rows.map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

fn update(bench: &Bench, more: &[&str]) -> serde_json::Value {
    let project = bench.project();
    let args: Vec<&str> =
        ["update", text(&project)].into_iter().chain(more.iter().copied()).chain(["--json"]).collect();
    bench.call(&args).done().json()
}

#[test]
fn a_tidied_folder_keeps_its_labels() {
    let bench = confirmed(6);
    let before = exported(&bench, "before.csv");
    assert_eq!(before.len(), 18);
    let photos = bench.photos();
    fs::create_dir_all(photos.join("2023/winter")).expect("made");
    for i in 0..6 {
        fs::rename(photos.join(format!("dark/00{i}.png")), photos.join(format!("2023/winter/00{i}.png")))
            .expect("moved");
    }
    fs::rename(photos.join("stripes"), photos.join("Stripes")).expect("renamed");
    let run = bench.run(&[]);
    assert!(run.err.contains("12 images moved and kept what you said about them."), "{}", run.err);
    run.done();
    let after = exported(&bench, "after.csv");
    let there = |path: &str| path.replace("dark/", "2023/winter/").replace("stripes/", "Stripes/");
    let expected: BTreeMap<String, String> = before.into_iter().map(|(path, label)| (there(&path), label)).collect();
    assert_eq!(after, expected);
}

#[test]
fn update_says_in_numbers_what_happened() {
    let bench = confirmed(6);
    let photos = bench.photos();
    fs::rename(photos.join("dark/000.png"), photos.join("dark/first.png")).expect("renamed");
    fs::remove_file(photos.join("dark/001.png")).expect("removed");
    let turned = image::open(photos.join("checks/002.png")).expect("an image").rotate90();
    turned.save(photos.join("checks/002.png")).expect("saved");
    fs::copy(photos.join("stripes/003.png"), photos.join("checks/003.png")).expect("another picture under its name");
    let told = update(&bench, &["--no-place"]);
    for (key, n) in [("new", 0), ("moved", 1), ("edited", 1), ("changed", 1), ("missing", 1), ("returned", 0)] {
        assert_eq!(told[key], n, "{key}: {told}");
    }
    assert_eq!(told["changed_since_confirmed"], serde_json::json!(["checks/003.png"]));
    let shown = bench.call(&["show", text(&bench.project()), "checks/003.png", "--json"]).done().json();
    assert_eq!((shown["cluster"].is_null(), shown["changed_since"]["name"].is_string()), (true, true), "{shown}");
    assert_eq!(told["copies"], 1, "the other picture is a copy of a labelled one");
    let labels = exported(&bench, "labels.csv");
    assert!(!labels.contains_key("checks/003.png") && labels.contains_key("checks/002.png") && labels.len() == 16);
    let told = update(&bench, &["--no-place", "--forget-missing"]);
    assert_eq!((&told["missing"], &told["forgotten"], &told["moved"]), (&0.into(), &1.into(), &0.into()), "{told}");
    let called = bench.call(&["update", text(&bench.project()), "--no-place", "--take-copies"]).done();
    assert!(called.out.contains("Nothing new") && called.out.contains("Label 1 image as"), "{}", called.out);
    let shown = |path: &str| {
        let shown = bench.call(&["show", text(&bench.project()), path, "--json"]).done().json();
        (shown["source"].clone(), shown["cluster"]["name"].clone())
    };
    assert_eq!(shown("checks/003.png"), shown("stripes/003.png"));
}

#[test]
fn a_drive_that_is_away_loses_nothing() {
    let bench = confirmed(6);
    let project = bench.project();
    let good = exported(&bench, "labels.csv");
    let away = bench.path("shelf/drive");
    fs::create_dir(bench.path("shelf")).expect("made");
    fs::rename(bench.photos(), &away).expect("gone");
    fs::create_dir(bench.photos()).expect("the mount point");
    bench.run(&[]).refused(1, "18 images that were here are gone: is the drive connected?");
    let called = bench.call(&["update", text(&project), "--json"]);
    assert_eq!((&called.json()["missing"], &called.json()["away"]), (&18.into(), &18.into()));
    called.refused(1, "is the drive connected?");
    let told = bench.call(&["update", text(&project), "--forget-missing", "--json"]).json();
    assert_eq!((&told["forgotten"], &told["missing"]), (&0.into(), &18.into()), "a drive is not forgotten in passing");
    // Paths can still be written, but not over a table that may be better.
    assert_eq!(exported(&bench, "during.csv"), good);
    let out = bench.path("labels.csv");
    let export = ["export", text(&project), "--format", "csv", "--out", text(&out), "--confirmed-only", "--force"];
    bench.call(&export).refused(1, "holds 18 confirmed labels and would hold 18, while 18 images are missing");
    fs::remove_dir(bench.photos()).expect("empty");
    fs::rename(&away, bench.photos()).expect("back");
    assert_eq!(update(&bench, &[])["returned"], 18);
    bench.call(&export).done();
    assert_eq!(table(&out), good);
}

#[test]
fn a_better_table_is_not_replaced_by_a_poorer_one() {
    let bench = confirmed(4);
    let (project, out) = (bench.project(), bench.path("labels.csv"));
    let export = ["export", text(&project), "--format", "csv", "--out", text(&out), "--force"];
    bench.call(&export).done();
    bench.call(&["edit", text(&project), "unlabel", "dark/000.png"]).done();
    bench.call(&export).refused(1, "holds 12 confirmed labels and would hold 11; it was left as it is (--allow-fewer)");
    assert_eq!(table(&out).len(), 12);
    bench.call(&[&export[..], &["--allow-fewer"]].concat()).done();
    assert_eq!(table(&out).len(), 11);
    let folders = bench.path("labelled");
    let export = ["export", text(&project), "--format", "folders", "--out", text(&folders), "--force"];
    bench.call(&export).done();
    bench.call(&["edit", text(&project), "unlabel", "dark/001.png"]).done();
    bench.call(&export).refused(1, "would hold 10");
}

#[test]
fn a_project_finds_its_photos_again() {
    let bench = confirmed(4);
    let elsewhere = bench.path("usb/stick");
    fs::create_dir_all(&elsewhere).expect("made");
    fs::rename(bench.photos(), elsewhere.join("photos")).expect("moved");
    fs::rename(bench.project(), elsewhere.join("p.gleaner")).expect("moved");
    let called = bench.call(&["update", text(&elsewhere.join("p.gleaner")), "--json"]).done();
    assert!(called.err.contains("photos were found in"), "{}", called.err);
    assert_eq!((&called.json()["missing"], &called.json()["new"]), (&0.into(), &0.into()));
    // Another name in the same place, told or found.
    fs::rename(elsewhere.join("photos"), elsewhere.join("pictures")).expect("renamed");
    let project = elsewhere.join("p.gleaner");
    bench.call(&["update", text(&project), "--json"]).done();
    fs::rename(elsewhere.join("pictures"), bench.path("far away")).expect("moved");
    bench.call(&["update", text(&project)]).refused(1, "is the drive connected?");
    let told =
        bench.call(&["update", text(&project), "--folder", text(&bench.path("far away")), "--json"]).done().json();
    assert_eq!((&told["missing"], &told["returned"]), (&0.into(), &12.into()), "{told}");
}

#[test]
fn what_nobody_has_looked_at_is_not_exported_under_a_label() {
    let bench = confirmed(4);
    let (project, photos) = (bench.project(), bench.photos());
    fs::copy(photos.join("stripes/001.png"), photos.join("dark/001.png")).expect("another picture under its name");
    let folders = bench.path("labelled");
    let export = ["export", text(&project), "--format", "folders", "--out", text(&folders)];
    let called = bench.call(&export).done();
    assert!(called.out.contains("1 file is not what was looked at last and was left out"), "{}", called.out);
    let n: usize = walk(&folders);
    assert_eq!(n, 11 + 1, "eleven pictures and the provenance");
    assert_eq!(exported(&bench, "labels.csv").len(), 11);
}

/// Files in a folder, at any depth.
fn walk(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}

#[test]
fn answers_are_of_the_pictures_that_the_sheet_showed() {
    let bench = Bench::new(4);
    bench.run(&["--set", "features=pixels", "--head", "kmeans"]).done();
    let (project, sheet) = (bench.project(), bench.path("sheet.html"));
    bench.call(&["review", text(&project), "--out", text(&sheet)]).done();
    let clusters = bench.call(&["clusters", text(&project), "--json"]).done().json();
    let html = fs::read_to_string(&sheet).expect("a sheet");
    let data = html.split("\"clusters\":").nth(1).expect("what the script reads");
    let data: serde_json::Value =
        serde_json::Deserializer::from_str(data).into_iter().next().expect("a list").expect("JSON");
    let mut lines = vec!["file_name,cluster,verdict,image".to_owned()];
    for cluster in data.as_array().expect("a list") {
        let (files, images) = (cluster["files"].as_array(), cluster["images"].as_array());
        for (file, image) in files.expect("names").iter().zip(images.expect("numbers")) {
            lines.push(format!("{},{},right,{image}", file.as_str().expect("a name"), cluster["id"]));
        }
    }
    assert_eq!((lines.len(), clusters.as_array().map(Vec::len)), (13, Some(3)));
    let answers = bench.path("answers.csv");
    fs::write(&answers, lines.join("\n")).expect("written");
    // Another picture of the same kind takes a name before the answers come, and is placed.
    let photos = bench.photos();
    fs::copy(photos.join("dark/000.png"), photos.join("dark/001.png")).expect("another picture");
    bench.call(&["update", text(&project)]).done();
    let refused = bench.call(&["review", text(&project), "--answers", text(&answers)]);
    refused.refused(1, "dark/001.png is another picture now than the sheet showed");
}
