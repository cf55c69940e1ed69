//! clusters, show, edit, export: what a person did survives, and goes out as it should.

use super::{Bench, text};

fn clusters(bench: &Bench) -> Vec<(u64, String, u64)> {
    let list = bench.call(&["clusters", text(&bench.project()), "--json"]).done().json();
    let entry = |c: &serde_json::Value| {
        assert!(c["mean_confidence"].is_number() && c["confirmed"].is_number(), "{c}");
        (c["id"].as_u64().expect("id"), c["name"].as_str().expect("name").to_owned(), c["size"].as_u64().expect("size"))
    };
    list.as_array().expect("a list").iter().map(entry).collect()
}

#[test]
fn rename_merge_undo_survive_a_later_run() {
    let bench = Bench::new(8);
    bench.run(&[]).done();
    let project = bench.project();
    let edit = |args: &[&str]| bench.call(&[&["edit", text(&project)], args].concat());
    let before = clusters(&bench);
    assert!(before.windows(2).all(|w| w[0].2 >= w[1].2), "largest first: {before:?}");
    assert_eq!(before.iter().map(|c| c.2).sum::<u64>(), 24);

    let first = before[0].0.to_string();
    edit(&["rename", &first, "Zebras"]).done();
    assert_eq!(clusters(&bench)[0].1, "Zebras");
    if let Some(second) = before.get(1) {
        edit(&["merge", "Zebras", &second.0.to_string()]).done();
        assert_eq!(clusters(&bench)[0].2, before[0].2 + second.2);
        edit(&["undo"]).done();
        assert_eq!(clusters(&bench)[0].2, before[0].2);
        edit(&["redo"]).done();
        assert_eq!(clusters(&bench)[0].2, before[0].2 + second.2);
        edit(&["undo"]).done();
    }
    edit(&["move", "Zebras", "dark/000.png", "checks/001.png"]).done();
    let shown = bench.call(&["show", text(&project), "dark/000.png", "--json"]).done().json();
    assert_eq!(shown["cluster"]["name"], "Zebras");
    assert!(shown["neighbors"][0]["similarity"].is_number() && shown["probabilities"].is_array(), "{shown}");

    edit(&["junk", "dark/001.png", "dark/002.png"]).done();
    let csv = bench.path("junk.csv");
    bench.call(&["export", text(&project), "--format", "csv", "--out", text(&csv)]).done();
    assert!(!std::fs::read_to_string(&csv).expect("a file").contains("dark/001.png"));
    let classes = bench.path("junk-classes");
    bench.call(&["export", text(&project), "--format", "folders", "--out", text(&classes)]).done();
    let files = walkdir::WalkDir::new(&classes).into_iter().filter_map(Result::ok);
    let n_files = files.filter(|e| e.path().extension().is_some_and(|x| x == "png")).count();
    assert_eq!(n_files, 22, "junk is in no class folder, not even among the unlabelled");
    edit(&["unlabel", "dark/002.png"]).done();
    edit(&["junk", "nobody"]).refused(1, "nobody");

    edit(&["rename", "nobody", "x"]).refused(1, "nobody");
    edit(&["merge", "Zebras"]).refused(2, "");

    bench.run(&["--seed", "9"]).done();
    assert!(clusters(&bench).iter().any(|c| c.1 == "Zebras"), "the name survives: {:?}", clusters(&bench));
    let shown = bench.call(&["show", text(&project), "dark/000.png", "--json"]).done().json();
    assert_eq!(shown["cluster"]["name"], "Zebras", "a placed image stays");
    let n_clustered: u64 = clusters(&bench).iter().map(|c| c.2).sum();
    assert_eq!(n_clustered, 22, "what a person took out stays out, junk or not");
}

#[test]
fn exports_hold_every_image_once_and_overwrite_nothing() {
    let bench = Bench::new(4);
    bench.run(&[]).done();
    let project = bench.project();
    let export = |format: &str, out: &str, more: &[&str]| {
        let out = bench.path(out);
        bench.call(&[&["export", text(&project), "--format", format, "--out", text(&out)], more].concat())
    };
    export("csv", "a.csv", &[]).done();
    export("csv", "a.csv", &[]).refused(1, "--force");
    export("csv", "a.csv", &["--force"]).done();
    let csv = std::fs::read_to_string(bench.path("a.csv")).expect("a file");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("file_name,label,confidence,source,cluster,run"));
    assert_eq!(lines.count(), 12);
    export("jsonl", "a.jsonl", &["--min-confidence", "0.2"]).done();
    for line in std::fs::read_to_string(bench.path("a.jsonl")).expect("a file").lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("one object a line");
        assert!(row["confidence"].as_f64().expect("a number") >= 0.2 && row["file_name"].is_string(), "{row}");
    }
    export("folders", "classes", &["--link", "hard"]).done();
    let n_files = walkdir::WalkDir::new(bench.path("classes")).into_iter().filter_map(Result::ok);
    let n_files = n_files.filter(|e| e.path().extension().is_some_and(|x| x == "png")).count();
    assert_eq!(n_files, 12);
    assert_eq!(export("csv", "none.csv", &["--confirmed-only"]).done().code, 0);
    assert_eq!(std::fs::read_to_string(bench.path("none.csv")).expect("a file").lines().count(), 1);
}

#[test]
fn an_export_replaces_no_photo_and_nothing_of_the_project() {
    let bench = Bench::new(4);
    bench.run(&[]).done();
    let project = bench.project();
    let (photo, database) = (bench.photos().join("dark/000.png"), project.join("project.db"));
    let before = (std::fs::read(&photo).expect("a file"), std::fs::read(&database).expect("a file"));
    for (format, out) in [("csv", &photo), ("jsonl", &database), ("folders", &project.join("classes"))] {
        let called = bench.call(&["export", text(&project), "--format", format, "--out", text(out), "--force"]);
        called.refused(1, if out == &photo { "photo folder" } else { "inside the project" });
    }
    assert!(before == (std::fs::read(&photo).expect("a file"), std::fs::read(&database).expect("a file")));
    bench.call(&["clusters", text(&project)]).done();
}

#[test]
fn a_number_that_names_two_clusters_is_refused() {
    let bench = Bench::new(8);
    bench.run(&[]).done();
    let project = bench.project();
    let edit = |args: &[&str]| bench.call(&[&["edit", text(&project)], args].concat());
    let [first, second] = [0, 1].map(|i| clusters(&bench)[i].0.to_string());
    edit(&["rename", &first, &second]).done();
    edit(&["rename", &second, "x"]).refused(1, "name of another");
    edit(&["rename", &first, "-5 cats"]).done();
    edit(&["rename", "-5 cats", "-5 cats"]).refused(1, "");
    edit(&["rename", &second, "x"]).done();
    edit(&["undo"]).done();
    let shown = bench.call(&["show", text(&project), "dark/000.png", "--json"]).done().json();
    assert_eq!(shown["probabilities"].as_array().expect("all of them").len(), 3);
}
